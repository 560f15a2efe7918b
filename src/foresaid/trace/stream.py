"""Which words stand in the collection, one after the other, and how telling is each?

All documents lie behind one another in one stream, in order of date, so that of the places of a phrase the first
is the earliest and the one before is the previous one. A place in the stream is one number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from foresaid.text.normalize import Numbers

if TYPE_CHECKING:
    from collections.abc import Iterable


# Words are counted by the upper 20 bits of their hashes: a table of 8 MB, in which a rare word of a vocabulary of
# 100,000 falls together with another one in 10 of 100 cases and then counts as less rare than it is.
_BUCKET_BITS = 20
_BLOCK = 1 << 22  # words counted at a time: 64 MB, whatever the collection has

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stream:
    """The words of all documents: hashes (u32), lengths in letters and information in bits (both u8).

    `bounds` holds the first place of each document and, last, the number of words.
    """

    hashes: Numbers
    lengths: NDArray[np.uint8]
    bits: NDArray[np.uint8]
    bounds: Places

    def __len__(self) -> int:
        """How many words there are."""
        return len(self.hashes)

    def document_of(self, places: Places) -> Places:
        """The number of the document that each place stands in."""
        return np.asarray(np.searchsorted(self.bounds, places, "right") - 1, np.int64)


def information(hashes: Numbers) -> NDArray[np.uint8]:
    """How many bits each word tells: 1 for one that is every other word, log2 of all words for one that occurs once.

    Rounded down, and by whole numbers only, so that every machine finds the same.
    """
    blocks = range(0, len(hashes), _BLOCK)
    shift = np.uint32(32 - _BUCKET_BITS)
    counts = np.zeros(1 << _BUCKET_BITS, np.int64)
    for begin in blocks:
        counts += np.bincount(hashes[begin : begin + _BLOCK] >> shift, minlength=len(counts))
    _, exponents = np.frexp((len(hashes) // np.maximum(counts, 1)).astype(np.float64))
    told = np.maximum(exponents - 1, 1).astype(np.uint8)
    bits = np.empty(len(hashes), np.uint8)
    for begin in blocks:
        np.take(told, hashes[begin : begin + _BLOCK] >> shift, out=bits[begin : begin + _BLOCK])
    return bits


def lay_out(documents: Iterable[tuple[Numbers, NDArray[np.uint8]]]) -> Stream:
    """The stream of documents, given as word hashes and lengths, in their order: 6 bytes a word."""
    hashes, lengths, counts = [np.zeros(0, np.uint32)], [np.zeros(0, np.uint8)], [0]
    for words, letters in documents:
        hashes.append(words)
        lengths.append(letters)
        counts.append(len(words))
    stream = np.concatenate(hashes)
    bounds = np.cumsum(np.array(counts, np.int64))
    return Stream(stream, np.concatenate(lengths), information(stream), bounds)
