"""Where in a stream of words may a quotation stand?

Bird's-eye view. Of every place in the stream only the shortest n-gram that is rare there is indexed:
a rare word alone, else a rare pair, else the triple ("minimal rare grams"). Keys are hashes and lie
sorted beside their postings, so that an index is four flat arrays on disk, and a look-up is a binary
search. A quotation's grams are looked up rarest first until a budget of hits is spent; hits on about
the same diagonal (place in the stream minus place in the quotation) make a window; windows are
ranked by how much of the quotation's information they hold.

    stream      … we shall probably have a hundred millions of people to share …
    quotation       shall probably have a hundred million people
    grams           "shall probably", "probably have a", …   -> one window, diagonal +1

Every look-up costs the same whatever the text is: budgets bound it (measured in notes/perf.md §1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from foresaid.text.normalize import Numbers, scatter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


RARE = 64  # occurrences; at 64 a look-up costs what aligning one window costs (perf.md §1)
LENGTHS = (1, 2, 3)
FIRST_BUDGET, SECOND_BUDGET = (
    384,
    6144,
)  # hits: six full posting lists; sixteen times as many on a poor first try
POOR = 0.6  # share of a quotation's information in its best window under which the second budget is spent
WINDOWS = 48  # windows that are weighed word by word
MOST_PLACES = 1 << 16  # a phrase that may stand more often is a formula, and the first places show it
SLACK = 8  # words a window reaches beyond the quotation on either side; longer ones grow by a quarter


@dataclass(frozen=True, slots=True)
class Grams:
    """The index arrays of a stream (all u32).

    `keys`, sorted, and `postings` (places in the stream) are equally long; `vocabulary` holds the distinct
    word hashes, sorted, and `frequencies` how often each occurs. `pairs` and `pair_counts` are the keys,
    sorted, and numbers of the pairs that occur more than RARE times, which have no postings.
    """

    keys: Numbers
    postings: Numbers
    vocabulary: Numbers
    frequencies: Numbers
    pairs: Numbers
    pair_counts: Numbers


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the stream [start, end) where a quotation may stand, and the share of it found there."""

    start: int
    end: int
    share: float


def gram_keys(hashes: Numbers, length: int) -> Numbers:
    """The key of the n-gram at each place; the last n - 1 places have none."""
    places = len(hashes) - length + 1
    if places <= 0:
        return np.zeros(0, np.uint32)
    if length == 1:
        return hashes
    mixed = hashes[:places].astype(np.uint64) + np.uint64(length)
    for offset in range(1, length):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + hashes[offset : places + offset]
    return scatter(mixed)


def _sorted_places(keys: Numbers) -> NDArray[np.uint64]:
    """Key and place packed in one number each, sorted: numpy's fastest sort, 10 ns an entry."""
    packed = keys.astype(np.uint64) << np.uint64(32)
    packed |= np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    return packed


def _runs(sorted_keys: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First place and length of each run of equal keys."""
    first = np.flatnonzero(np.concatenate(([True], sorted_keys[1:] != sorted_keys[:-1])))
    return first, np.diff(first, append=len(sorted_keys))


@dataclass(frozen=True, slots=True)
class _Rare:
    """At which places of a stream an n-gram begins that is rare; keys and counts of those that are not."""

    at: NDArray[np.bool_]
    keys: Numbers
    counts: Numbers


def _rare_places(hashes: Numbers, length: int) -> _Rare:
    """Where the n-grams begin that occur at most RARE times."""
    rare = np.zeros(len(hashes) + max(LENGTHS), np.bool_)
    keys = gram_keys(hashes, length)
    if not len(keys):
        return _Rare(rare, keys, keys)
    packed = _sorted_places(keys)
    ordered = (packed >> np.uint64(32)).astype(np.uint32)
    first, counts = _runs(ordered)
    frequent = np.repeat(counts > RARE, counts)
    rare[: len(keys)] = True
    rare[(packed[frequent] & np.uint64(0xFFFFFFFF)).astype(np.int64)] = False
    return _Rare(rare, ordered[first[counts > RARE]], counts[counts > RARE].astype(np.uint32))


def frequent_pairs(hashes: Numbers) -> tuple[Numbers, Numbers]:
    """Keys, sorted, and counts of the pairs that occur more than RARE times in a stream."""
    pairs = _rare_places(hashes, 2)
    return pairs.keys, pairs.counts


def _chosen(
    hashes: Numbers, one: NDArray[np.bool_], two: NDArray[np.bool_]
) -> list[tuple[int, NDArray[np.bool_]]]:
    """For each n-gram length, the places where it is the shortest rare one; triples stand in for the rest."""
    count = len(hashes)
    pair = two[:count] & ~one[:count] & ~one[1 : count + 1]
    smaller = one[:count] | one[1 : count + 1] | one[2 : count + 2] | two[:count] | two[1 : count + 1]
    return [(1, one[:count]), (2, pair), (3, ~smaller)]


def build_grams(hashes: Numbers) -> Grams:
    """Index a stream of word hashes; takes some 60 bytes a word while it runs, leaves about 5."""
    vocabulary, frequencies = np.unique(hashes, return_counts=True)
    pairs = _rare_places(hashes, 2)
    packed = []
    for length, chosen in _chosen(hashes, _rare_places(hashes, 1).at, pairs.at):
        keys = gram_keys(hashes, length)
        places = np.flatnonzero(chosen[: len(keys)])
        entries = keys[places].astype(np.uint64) << np.uint64(32)
        packed.append(entries | places.astype(np.uint64))
    entries = np.concatenate(packed)
    entries.sort()
    return Grams(
        keys=(entries >> np.uint64(32)).astype(np.uint32),
        postings=(entries & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        vocabulary=vocabulary,
        frequencies=frequencies.astype(np.uint32),
        pairs=pairs.keys,
        pair_counts=pairs.counts,
    )


def frequencies_of(grams: Grams, hashes: Numbers) -> NDArray[np.int64]:
    """How often each word occurs in the stream."""
    if not len(grams.vocabulary):
        return np.zeros(len(hashes), np.int64)
    at = np.minimum(np.searchsorted(grams.vocabulary, hashes), len(grams.vocabulary) - 1)
    return np.where(grams.vocabulary[at] == hashes, grams.frequencies[at], 0).astype(np.int64)


def _anchored(
    stream: Numbers, grams: Grams, quoted: Numbers, length: int, size: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Places of the quotation whose n-gram holds a rare one of this size, and how often the whole stands there."""
    keys = gram_keys(quoted, size)
    low = np.searchsorted(grams.keys, keys, "left")
    count = np.searchsorted(grams.keys, keys, "right") - low
    if size == 1:  # a frequent word has no postings, but its hash may be the key of a longer gram
        count[frequencies_of(grams, quoted) > RARE] = 0
    for offset in range(length - size + 1):
        held = np.flatnonzero(count[offset : offset + len(quoted) - length + 1])
        times = count[held + offset]
        which = np.repeat(np.arange(len(held)), times)
        inside = np.arange(len(which)) - np.repeat(np.cumsum(times) - times, times)
        begin = grams.postings[low[held + offset][which] + inside].astype(np.int64) - offset
        true = (begin >= 0) & (begin <= len(stream) - length)
        for at in range(length):
            true &= stream[np.clip(begin + at, 0, len(stream) - 1)] == quoted[held[which] + at]
        yield held, np.bincount(which[true], minlength=len(held))


def gram_frequencies(stream: Numbers, grams: Grams, quoted: Numbers, length: int) -> NDArray[np.int64]:
    """How often the pair or triple at each place of a quotation occurs in the stream.

    One that holds a rare gram is counted at that gram's postings; any other is indexed itself, or is a
    frequent pair.
    """
    keys = gram_keys(quoted, length)
    counts = np.searchsorted(grams.keys, keys, "right") - np.searchsorted(grams.keys, keys, "left")
    if length == LENGTHS[1] and len(grams.pairs):
        at = np.minimum(np.searchsorted(grams.pairs, keys), len(grams.pairs) - 1)
        counts = np.where(grams.pairs[at] == keys, grams.pair_counts[at], counts)
    counts = counts.astype(np.int64)
    for size in range(
        length - 1, 0, -1
    ):  # the smallest last: where a word is rare, pairs with it have no postings
        for held, found in _anchored(stream, grams, quoted, length, size):
            counts[held] = found
    return counts


def _look_up(grams: Grams, quoted: Numbers) -> NDArray[np.int64]:
    """The quotation's grams that the index holds, rarest first: rows of (place, length, first, count)."""
    rows = []
    for length in LENGTHS:
        keys = gram_keys(quoted, length)
        low = np.searchsorted(grams.keys, keys, "left")
        count = np.searchsorted(grams.keys, keys, "right") - low
        held = np.flatnonzero(count)
        rows.append(np.column_stack((held, np.full(len(held), length), low[held], count[held])))
    found = np.concatenate(rows)
    return found[np.argsort(found[:, 3], kind="stable")]


def _hits(stream: Numbers, grams: Grams, quoted: Numbers, budget: int) -> NDArray[np.int64]:
    """Rows of (place in the stream, place in the quotation) where a gram truly stands, within the budget."""
    found = _look_up(grams, quoted)
    spent = np.cumsum(found[:, 3])
    found = found[(spent <= budget) | (np.arange(len(found)) == 0)]
    counts = np.minimum(found[:, 3], budget)
    if not counts.size:
        return np.zeros((0, 2), np.int64)
    which = np.repeat(np.arange(len(found)), counts)
    inside = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    places = grams.postings[found[which, 2] + inside].astype(np.int64)
    quoted_at, lengths = found[which, 0], found[which, 1]
    true = np.ones(len(places), np.bool_)
    for offset in range(max(LENGTHS)):  # keys are hashes of hashes: compare the words themselves
        reach = lengths > offset
        true[reach] &= stream[places[reach] + offset] == quoted[quoted_at[reach] + offset]
    return np.column_stack((places[true], quoted_at[true]))


def _diagonals(hits: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """Window starts by the number of quotation words that vote for them, best first.

    Two grids of diagonals, half a width apart, so that no window is cut by a border of both.
    """
    diagonal = hits[:, 0] - hits[:, 1]
    starts, votes = [], []
    for shift in (0, width // 2):
        bucket = (diagonal + shift) // width
        pairs = np.unique((bucket << 32) + hits[:, 1])  # each quotation word votes once for a bucket
        distinct, count = np.unique(pairs >> 32, return_counts=True)
        starts.append(distinct * width - shift)
        votes.append(count)
    start, vote = np.concatenate(starts), np.concatenate(votes)
    return start[np.lexsort((start, -vote))][:WINDOWS]


def _weigh(
    stream: Numbers, quoted: Numbers, weights: NDArray[np.float64], starts: NDArray[np.int64], length: int
) -> NDArray[np.float64]:
    """Share of the quotation's information that each window of the stream holds."""
    distinct, back = np.unique(quoted, return_inverse=True)
    weight = np.zeros(len(distinct))
    weight[back] = weights
    places = starts[:, None] + np.arange(length)
    words = stream[np.clip(places, 0, len(stream) - 1)]
    at = np.minimum(np.searchsorted(distinct, words), len(distinct) - 1)
    held = np.zeros((len(starts), len(distinct)), np.bool_)
    row, column = np.nonzero((distinct[at] == words) & (places >= 0) & (places < len(stream)))
    held[row, at[row, column]] = True
    return np.asarray(held @ weight / max(float(weight.sum()), 1e-9))


def find_windows(
    stream: Numbers, grams: Grams, quoted: Numbers, weights: NDArray[np.float64]
) -> list[Window]:
    """Where a quotation may stand, best first; `weights` is the information of each of its words."""
    if not len(quoted) or not len(stream):
        return []
    slack = SLACK + len(quoted) // 4
    length = len(quoted) + 2 * slack
    best: list[Window] = []
    for budget in (FIRST_BUDGET, SECOND_BUDGET):
        hits = _hits(stream, grams, quoted, budget)
        if not len(hits):
            continue
        starts = np.unique(_diagonals(hits, slack) - slack // 2)
        shares = _weigh(stream, quoted, weights, starts, length)
        order = np.lexsort((starts, -shares))
        best = [Window(int(starts[at]), int(starts[at]) + length, float(shares[at])) for at in order]
        if best[0].share >= POOR:
            break
    return [Window(max(0, window.start), min(len(stream), window.end), window.share) for window in best]


def _posted(stream: Numbers, grams: Grams, quoted: Numbers, gram: Sequence[int]) -> NDArray[np.int64]:
    """Where the quotation would begin, by the postings of one gram that truly stands there."""
    at, length, first, count = gram
    places = grams.postings[first : first + min(count, MOST_PLACES)].astype(np.int64)
    for offset in range(length):
        places = places[stream[places + offset] == quoted[at + offset]]
    return places - at


def find_occurrences(stream: Numbers, grams: Grams, quoted: Numbers) -> NDArray[np.int64]:
    """Every place where the words stand exactly, in the stream's order.

    Of a phrase whose rarest gram stands more than MOST_PLACES times, only the first are looked at. Whether a gram is indexed depends on the gram alone, so one that is found stands for all its places.
    """
    places = np.zeros(0, np.int64)
    if not len(quoted) or len(quoted) > len(stream):
        return places
    for gram in _look_up(grams, quoted).tolist():
        places = _posted(stream, grams, quoted, gram)
        if len(places):
            break
    else:
        if len(quoted) < max(LENGTHS):  # a common word or two, of which no gram is indexed
            places = np.flatnonzero(stream == quoted[0])[:MOST_PLACES]
    places = np.sort(places[(places >= 0) & (places <= len(stream) - len(quoted))])
    for offset in range(len(quoted)):
        if not len(places):
            break
        places = places[stream[places + offset] == quoted[offset]]
    return places
