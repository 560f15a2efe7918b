"""Which runs of words stand in more than one document?

Every four words that follow one another are a gram. Grams are sorted by their keys, so that equal ones lie side
by side, and those of different documents are joined:

    a gram with few places    each place with each
    a gram with many places   each with the earliest and with the previous one: a star and a chain

so that the number of joins grows with the words and not with their square; a formula that stands in a thousand
documents costs two thousand joins and still hangs together. Joins at the same distance that follow one another
are one run.

    Source of the join: D. Smith, R. Cordell, A. Mullen, "Computational Methods for Uncovering Reprinted Texts in
    Antebellum Newspapers", American Literary History 27 (2015); of star and chain: notes/perf.md §2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from foresaid.text.compiled import kernel
from foresaid.trace.stream import Places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from foresaid.text.normalize import Numbers
    from foresaid.trace.stream import Stream

# Places of a gram up to which each is joined with each.
FEW = 8
# Joins that follow one another within so many words are one run.
_NEAR = 8
# Words beside a run that speak for it, if one of the nearest does: where 8 letters in 100 are misread, all of the four
# on either side differ one time in ten thousand.
_REACH, _CLOSE = 14, 4
# Grams sorted at a time, 8 bytes each; more words are gone through in several parts of the keys.
SORTED_AT_ONCE = 32_000_000
_MULTIPLIER, _SPREAD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)  # as in text/seeds.py
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Grams:
    """How many words a gram has, up to how many places are joined each with each, and whether more are chained."""

    words: int
    few: int
    chained: bool


# Four words in a row carry nearly everything. Of passages of 20 to 39 words with 8 letters in 100 misread one in seven
# has no four in a row; three in a row that stand in few places find half of these (benchmarks/trace.py). In many words
# the same four meet by chance, and the more of them the more words there are: from LARGE on five are joined. At 150 MB
# that takes 3.5 s in place of 4.6, and of those short misread passages 78 in 100 are found in place of 80 (seed 5).
RARE_GRAMS = Grams(3, 4, chained=False)
LARGE = 10_000_000


def _grams(words: int) -> tuple[Grams, ...]:
    """The grams that a stream of so many words is joined by."""
    return Grams(4 if words < LARGE else 5, FEW, chained=True), RARE_GRAMS


GRAM = 4  # words in a row that words given by hand are looked for by (trace/finding.py)


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of words that stand in two documents: where each begins in both, how many words it has, what they tell.

    `first` is the place in the document that comes first in the stream; `told` is in bits, as if words inside the
    run that differ agreed. Each array is an i64.
    """

    first: Places
    second: Places
    length: Places
    told: Places

    def __len__(self) -> int:
        """How many runs there are."""
        return len(self.first)

    def chosen(self, which: NDArray[np.int64] | NDArray[np.bool_] | slice) -> Runs:
        """Some of the runs."""
        return Runs(self.first[which], self.second[which], self.length[which], self.told[which])


def gram_keys(hashes: Numbers, length: int) -> Numbers:
    """A key for the gram at each place; those of the last places are missing."""
    places = max(0, len(hashes) - length + 1)
    mixed = hashes[:places].astype(np.uint64)
    for offset in range(1, length):
        mixed *= _MULTIPLIER
        mixed += hashes[offset : places + offset]
    mixed ^= mixed >> _HALF
    mixed *= _SPREAD
    return np.asarray((mixed >> _HALF).astype(np.uint32))


def _sorted_grams(stream: Stream, grams: Grams, part: int, parts: int) -> NDArray[np.uint64]:
    """Key and place, in one number, of the grams whose key falls into one of so many parts, sorted."""
    if kernel is None:
        packed = pack(stream, grams.words, part, parts)
    else:
        packed = np.frombuffer(
            kernel.pack(stream.hashes, stream.bounds, grams.words, part, parts), np.uint64
        )
    packed.sort()
    return packed


def pack(stream: Stream, words: int, part: int, parts: int) -> NDArray[np.uint64]:
    """Key and place, in one number, of the grams of so many words whose key falls into one of so many parts."""
    keys = gram_keys(stream.hashes, words)
    inside = np.ones(len(keys), np.bool_)
    for offset in range(1, words):  # no gram runs across two documents
        ends = stream.bounds[1:-1] - offset
        inside[ends[(ends >= 0) & (ends < len(keys))]] = False
    if parts > 1:
        inside &= (keys % np.uint32(parts)) == part
    places = np.flatnonzero(inside)
    packed = keys[places].astype(np.uint64) << _HALF
    packed |= places.astype(np.uint64)
    return packed


def join(stream: Stream, packed: NDArray[np.uint64], grams: Grams) -> NDArray[np.uint64]:
    """Every join of sorted grams as distance and later place in one number; the words themselves are compared."""
    keys, places = packed >> _HALF, (packed & _LOW).astype(np.int64)
    opens = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    counts = np.diff(opens, append=len(keys))
    many = np.repeat(counts, counts)
    rank = np.arange(len(keys)) - np.repeat(opens, counts)
    earlier, later = [], []
    for distance in range(1, grams.few):
        at = np.flatnonzero((many <= grams.few) & (rank >= distance))
        earlier.append(places[at - distance])
        later.append(places[at])
    if grams.chained:
        chain = np.flatnonzero((many > grams.few) & (rank >= 1))
        star = chain[rank[chain] >= 2]  # noqa: PLR2004 - the second's previous one is the first
        earlier += [places[chain - 1], places[star - rank[star]]]
        later += [places[chain], places[star]]
    first, second = np.concatenate(earlier), np.concatenate(later)
    apart = stream.document_of(first) != stream.document_of(second)
    for offset in range(grams.words):
        apart &= stream.hashes[first + offset] == stream.hashes[second + offset]
    first, second = first[apart], second[apart]
    return np.asarray(((second - first).astype(np.uint64) << _HALF) | second.astype(np.uint64))


def _joins(stream: Stream, grams: Grams) -> NDArray[np.uint64]:
    """Every join of a stream, sorted."""
    parts = 1 + len(stream) // SORTED_AT_ONCE
    found = [np.zeros(0, np.uint64)]
    for part in range(parts):
        packed = _sorted_grams(stream, grams, part, parts)
        if not len(packed):
            continue
        if kernel is None:
            found.append(join(stream, packed, grams))
        else:
            joined = kernel.join(
                packed, stream.hashes, stream.bounds, grams.words, grams.few, grams.chained
            )
            found.append(np.frombuffer(joined, np.uint64))
        del packed
    joins = found[1] if len(found) == 2 else np.concatenate(found)  # noqa: PLR2004 - one part needs no copy
    joins.sort()
    return joins


def beside(stream: Stream, first: Places, second: Places, length: Places) -> Places:
    """What equal words tell that stand at most _REACH words before or behind each run, at its distance.

    Nothing where none of them stands within _CLOSE words.
    """
    told, close = np.zeros(len(first), np.int64), np.zeros(len(first), np.bool_)
    last = len(stream) - 1
    for reach in range(1, _REACH + 1):
        for offset in (np.full(len(first), -reach), length + (reach - 1)):
            one, other = first + offset, second + offset
            inside = (one >= 0) & (other <= last)
            one, other = np.clip(one, 0, last), np.clip(other, 0, last)
            equal = inside & (stream.hashes[one] == stream.hashes[other])
            told += np.where(equal, stream.bits[one], 0)
            close |= equal & (reach <= _CLOSE)
    return np.where(close, told, 0)


def runs_of(stream: Stream, joins: NDArray[np.uint64], words: int, least: int) -> Runs:
    """The runs of sorted joins that tell enough, together with the words beside them."""
    distance, second = (joins >> _HALF).astype(np.int64), (joins & _LOW).astype(np.int64)
    first = second - distance
    ones, others = stream.document_of(first), stream.document_of(second)
    opens = np.ones(len(joins), np.bool_)
    opens[1:] = (distance[1:] != distance[:-1]) | (second[1:] - second[:-1] > _NEAR)
    opens[1:] |= (ones[1:] != ones[:-1]) | (others[1:] != others[:-1])
    at = np.flatnonzero(opens)
    last = np.append(at[1:], len(joins)) - 1
    first, length = first[at], second[last] - second[at] + words
    second = second[at]
    summed = np.concatenate(([0], np.cumsum(stream.bits, dtype=np.int64)))
    told = summed[second + length] - summed[second]
    runs = Runs(first, second, length, np.asarray(told))
    return runs.chosen(told + beside(stream, first, second, length) >= least)


def likely_runs(stream: Stream, least: int) -> Runs:
    """Runs of words that stand in two documents and, with the words beside them, tell `least` bits.

    In order of both documents, later place and distance.
    """
    columns = [np.zeros((0, 4), np.int64)]
    for grams in _grams(len(stream.hashes)):
        joins = _joins(stream, grams)
        if not len(joins):
            continue
        if kernel is None:
            found = runs_of(stream, joins, grams.words, least)
            columns.append(np.stack((found.first, found.second, found.length, found.told), 1))
        else:
            rows = kernel.runs(joins, stream.hashes, stream.bits, stream.bounds, grams.words, _NEAR, least)
            columns.append(np.frombuffer(rows, np.int64).reshape(-1, 4))
        del joins
    first, second, length, told = np.concatenate(columns).T
    ones, others = stream.document_of(first), stream.document_of(second)
    order = np.lexsort((length, second - first, second, ones, others))
    return Runs(first, second, length, told).chosen(order)
