"""What are the streams that are searched together, and how often do words stand in them?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from foresaid.text.compiled import kernel
from foresaid.text.grams import LENGTHS, RARE, Grams, Places, counts_of, find_keys, gram_keys
from foresaid.text.normalize import Numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.text.streams import TokenStream


STREAMS_KNOWN = 64  # bits of a number; in further streams a word is looked for in their own vocabulary


class Indexed(NamedTuple):
    """A stream and its grams."""

    stream: TokenStream
    grams: Grams


@dataclass(frozen=True, slots=True)
class Holdings:
    """All streams that are searched together, and their merged vocabulary (sorted hashes, and numbers).

    `rare_in` and `frequent_in` say of each word in which of the first STREAMS_KNOWN streams it is rare (once to RARE
    times) or frequent, a bit a stream (u64): what can be indexed nowhere need not be looked up. `withdrawn` says of
    each stream's documents whether they are passed over. `shelf` is the same in the kernel's hands; None without it.
    """

    parts: tuple[Indexed, ...]
    withdrawn: tuple[NDArray[np.bool_], ...]
    vocabulary: Numbers
    frequencies: Numbers
    rare_in: NDArray[np.uint64]
    frequent_in: NDArray[np.uint64]
    tokens: int
    shelf: Any


def hold(parts: Sequence[Indexed]) -> Holdings:
    """Streams made ready for look-ups; merging their vocabularies takes some 50 ns a word of them."""
    vocabulary = _merged([part.grams for part in parts])
    tokens = sum(len(part.stream) for part in parts)
    withdrawn = tuple(_withdrawn(part.stream) for part in parts)
    shelf = None
    if kernel is not None:
        columns = [_columns(part, gone) for part, gone in zip(parts, withdrawn, strict=True)]
        shelf = kernel.Shelf(columns, *vocabulary, tokens)
    return Holdings(tuple(parts), withdrawn, *vocabulary, tokens, shelf)


def _withdrawn(stream: TokenStream) -> NDArray[np.bool_]:
    gone = (document in stream.withdrawn for document in stream.ids)
    return np.fromiter(gone, np.bool_, len(stream.ids))


_Masks: TypeAlias = "NDArray[np.uint64]"


def _merged(grams: Sequence[Grams]) -> tuple[Numbers, Numbers, _Masks, _Masks]:
    """The words of several vocabularies in order, their numbers together, and in which each is rare or frequent."""
    masks = [np.uint64(1 << number if number < STREAMS_KNOWN else 0) for number in range(len(grams))]
    empty, none = np.zeros(0, np.uint32), np.zeros(0, np.uint64)
    words = np.concatenate([empty, *(each.vocabulary for each in grams)])
    counts = np.concatenate([empty, *(each.frequencies for each in grams)]).astype(np.int64)
    bits = [np.full(len(each.vocabulary), mask) for each, mask in zip(grams, masks, strict=True)]
    held = np.concatenate([none, *bits])
    if not len(words):
        return empty, empty, none, none
    order = np.argsort(words, kind="stable")
    words, counts, held = words[order], counts[order], held[order]
    first = np.flatnonzero(np.concatenate(([True], words[1:] != words[:-1])))
    together = np.minimum(np.add.reduceat(counts, first), np.iinfo(np.uint32).max).astype(np.uint32)
    rare = np.bitwise_or.reduceat(np.where(counts <= RARE, held, np.uint64(0)), first)
    frequent = np.bitwise_or.reduceat(np.where(counts > RARE, held, np.uint64(0)), first)
    return words[first], together, rare, frequent


def _columns(part: Indexed, withdrawn: NDArray[np.bool_]) -> tuple[Any, ...]:
    """A stream and its grams as the kernel takes them."""
    stream, grams = part
    columns = (
        stream.documents,
        withdrawn.view(np.uint8),
        stream.starts,
        stream.lengths,
        stream.hashes,
        stream.long_places,
        stream.long_lengths,
        grams.directory,
        grams.rests,
        grams.postings,
        grams.vocabulary,
        grams.frequencies,
        grams.pairs,
        grams.pair_counts,
    )
    return (stream.first, *(np.ascontiguousarray(column) for column in columns))


def word_frequencies(holdings: Holdings, hashes: Numbers) -> Places:
    """How often each word occurs in all streams."""
    if holdings.shelf is not None:
        return np.frombuffer(holdings.shelf.frequencies(whole(hashes)), np.int64)
    return counts_of(holdings.vocabulary, holdings.frequencies, hashes)


def whole(hashes: Numbers) -> Numbers:
    """Hashes as the kernel reads them."""
    return np.ascontiguousarray(hashes, np.uint32)


def _anchored(part: Indexed, quoted: Numbers, length: int, size: int) -> Iterator[tuple[Places, Places]]:
    """Places of the quotation whose n-gram holds a rare one of this size, and how often the whole stands there."""
    hashes, grams = part.stream.hashes, part.grams
    low, count = find_keys(grams.directory, grams.rests, gram_keys(quoted, size))
    if size == 1:  # another word has no postings, but its hash may be the key of a longer gram
        count[~rarity(part, quoted)[0]] = 0
    for offset in range(length - size + 1):
        held = np.flatnonzero(count[offset : offset + len(quoted) - length + 1])
        times = count[held + offset]
        which = np.repeat(np.arange(len(held)), times)
        inside = np.arange(len(which)) - np.repeat(np.cumsum(times) - times, times)
        begin = grams.postings[low[held + offset][which] + inside].astype(np.int64) - offset
        true = (begin >= 0) & (begin <= len(hashes) - length)
        for at in range(length):
            true &= hashes[np.clip(begin + at, 0, len(hashes) - 1)] == quoted[held[which] + at]
        yield held, np.bincount(which[true], minlength=len(held))


def rarity(part: Indexed, quoted: Numbers) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which words are rare in a stream, and which are frequent; those of neither do not stand there."""
    counts = counts_of(part.grams.vocabulary, part.grams.frequencies, quoted)
    return (counts > 0) & (counts <= RARE), counts > RARE


def _gram_frequencies(part: Indexed, quoted: Numbers, length: int) -> Places:
    """How often each pair or triple occurs in one stream.

    One that holds a rare gram is counted at that gram's postings; any other is indexed itself, or is a
    frequent pair.
    """
    grams, keys = part.grams, gram_keys(quoted, length)
    counts = find_keys(grams.directory, grams.rests, keys)[1]
    if length == LENGTHS[1]:
        frequent = counts_of(grams.pairs, grams.pair_counts, keys)
        counts = np.where(frequent > 0, frequent, counts)
    for size in range(
        length - 1, 0, -1
    ):  # where a word is rare, pairs with it have no postings: smallest last
        for held, found in _anchored(part, quoted, length, size):
            counts[held] = found
    rare, frequent_words = rarity(part, quoted)
    there = np.convolve(rare | frequent_words, np.ones(length, np.int64), "valid") == length
    return np.asarray(counts * there, np.int64)


def gram_frequencies(holdings: Holdings, quoted: Numbers, length: int) -> Places:
    """How often the pair (2) or triple (3) at each place of a quotation occurs in all streams."""
    if holdings.shelf is not None:
        return np.frombuffer(holdings.shelf.gram_frequencies(whole(quoted), length), np.int64)
    counts = np.zeros(max(0, len(quoted) - length + 1), np.int64)
    for part in holdings.parts:
        if len(counts):
            counts += _gram_frequencies(part, quoted, length)
    return counts
