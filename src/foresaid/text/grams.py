"""Which short runs of words are rare in a stream, and where do they stand?

Of every place in a stream only the shortest n-gram that is rare there is indexed: a rare word alone, else a rare
pair, else the triple ("minimal rare grams"). Keys are 32-bit hashes. A directory by their first bits says where
among the sorted entries each begins, so that an entry keeps the last 16 bits of its key only, and a look-up costs
two reads from memory however large the index is (bytes a word and look-ups a second: benchmarks/kernel.py).

    stream    … we shall probably have a hundred millions of people to share …
    grams         "shall probably", "probably have a", …      each with the places where it stands
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foresaid.text.compiled import kernel
from foresaid.text.normalize import Numbers, scatter

RARE = 64  # occurrences; at 64 a look-up costs what aligning one window costs (notes/perf.md §1)
LENGTHS = (1, 2, 3)
KEY_BITS = 32
HALF_KEY = 16  # bits; entries keep no more where the directory knows the others
ENTRIES_A_BUCKET = 4  # at least, at most twice as many: a directory of one byte an entry or less

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grams:
    """The index arrays of a stream.

    Entries are sorted by key, then place: `rests` (the last 16 bits of each key, u16, or in a small index whole
    keys, u32) and `postings` (places in the stream, u32). Those whose key begins with the bits b lie from
    directory[b] to directory[b + 1] (u32, a power of two of buckets and the end). `vocabulary` holds the distinct
    word hashes, sorted, and `frequencies` how often each occurs. `pairs` and `pair_counts` are the keys, sorted,
    and numbers of the pairs that occur more than RARE times, which have no postings (all u32).
    """

    directory: Numbers
    rests: NDArray[Any]
    postings: Numbers
    vocabulary: Numbers
    frequencies: Numbers
    pairs: Numbers
    pair_counts: Numbers


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


def directory_bits(entries: int) -> int:
    """How many first bits of a key the directory of so many entries goes by."""
    return max(0, (entries // ENTRIES_A_BUCKET).bit_length() - 1)


def _sorted_places(keys: Numbers) -> NDArray[np.uint64]:
    """Key and place packed in one number each, sorted: numpy's fastest sort, 10 ns an entry."""
    packed = keys.astype(np.uint64) << np.uint64(32)
    packed |= np.arange(len(keys), dtype=np.uint64)
    packed.sort()
    return packed


@dataclass(frozen=True, slots=True)
class _Rare:
    """At which places of a stream an n-gram begins that is rare; keys, sorted, and counts of all n-grams."""

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
    first = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    counts = np.diff(first, append=len(ordered))
    frequent = np.repeat(counts > RARE, counts)
    rare[: len(keys)] = True
    rare[(packed[frequent] & np.uint64(0xFFFFFFFF)).astype(np.int64)] = False
    return _Rare(rare, ordered[first], counts.astype(np.uint32))


def _chosen(
    hashes: Numbers, one: NDArray[np.bool_], two: NDArray[np.bool_]
) -> list[tuple[int, NDArray[np.bool_]]]:
    """For each n-gram length, the places where it is the shortest rare one; triples stand in for the rest."""
    count = len(hashes)
    pair = two[:count] & ~one[:count] & ~one[1 : count + 1]
    smaller = one[:count] | one[1 : count + 1] | one[2 : count + 2] | two[:count] | two[1 : count + 1]
    return [(1, one[:count]), (2, pair), (3, ~smaller)]


def directory_of(keys: Numbers) -> Numbers:
    """The directory of sorted keys."""
    bits = directory_bits(len(keys))
    borders = np.arange((1 << bits) + 1, dtype=np.uint64) << np.uint64(KEY_BITS - bits)
    at = np.searchsorted(keys, borders[:-1].astype(np.uint32), "left")
    return np.append(at, len(keys)).astype(np.uint32)


def _build_in_numpy(hashes: Numbers) -> Grams:
    words, pairs = _rare_places(hashes, 1), _rare_places(hashes, 2)
    packed = []
    for length, chosen in _chosen(hashes, words.at, pairs.at):
        keys = gram_keys(hashes, length)
        places = np.flatnonzero(chosen[: len(keys)])
        packed.append(keys[places].astype(np.uint64) << np.uint64(32) | places.astype(np.uint64))
    entries = np.concatenate(packed)
    entries.sort()
    keys = (entries >> np.uint64(32)).astype(np.uint32)
    narrow = directory_bits(len(keys)) >= HALF_KEY
    frequent = pairs.counts > RARE
    return Grams(
        directory=directory_of(keys),
        rests=keys.astype(np.uint16) if narrow else keys,
        postings=(entries & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        vocabulary=words.keys,
        frequencies=words.counts,
        pairs=pairs.keys[frequent],
        pair_counts=pairs.counts[frequent],
    )


def build_grams(hashes: Numbers) -> Grams:
    """Index a stream of word hashes; what it takes in memory is told by BUILD_BYTES."""
    if kernel is None:
        return _build_in_numpy(hashes)
    directory, rests, *others = kernel.build_grams(np.ascontiguousarray(hashes, np.uint32))
    width = np.dtype(np.uint16 if len(directory) // 4 > 1 << HALF_KEY else np.uint32)
    return Grams(
        np.frombuffer(directory, np.uint32),
        np.frombuffer(rests, width),
        *(np.frombuffer(column, np.uint32) for column in others),
    )


def _first_not_less(rests: NDArray[Any], low: Places, high: Places, wanted: Places) -> Places:
    """For each stretch [low, high) of entries, the first whose rest is not less than the one wanted."""
    low, high = low.copy(), high.copy()
    while True:
        open_ = np.flatnonzero(low < high)
        if not len(open_):
            return low
        middle = (low[open_] + high[open_]) // 2
        less = rests[middle] < wanted[open_]
        low[open_[less]] = middle[less] + 1
        high[open_[~less]] = middle[~less]


def find_keys(directory: Numbers, rests: NDArray[Any], keys: Numbers) -> tuple[Places, Places]:
    """The first entry of each key, and how many entries it has."""
    bits = (len(directory) - 1).bit_length() - 1
    bucket = keys.astype(np.int64) >> (KEY_BITS - bits)
    begin, end = directory[bucket].astype(np.int64), directory[bucket + 1].astype(np.int64)
    wanted = keys.astype(np.int64) & int(np.iinfo(rests.dtype).max)
    low = _first_not_less(rests, begin, end, wanted)
    return low, _first_not_less(rests, low, end, wanted + 1) - low


def counts_of(known: Numbers, counts: NDArray[Any], keys: Numbers) -> Places:
    """The counts of some keys by sorted known ones; 0 for an unknown one."""
    if not len(known):
        return np.zeros(len(keys), np.int64)
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[at] == keys, counts[at], 0).astype(np.int64)
