"""Which of very many sentences mean about the same? Vectors as bits and as small whole numbers.

A sentence's vector (text/vectors.py) is kept twice. Its components as numbers from -127 to 127 with the row's scale: their
products give the cosine to two or three decimal places. And the signs of 256 sums of these numbers, each with its own pattern
of plus and minus: of two vectors the share of bits that differ is about their angle's share of a half turn (Charikar,
Similarity estimation techniques from rounding algorithms, 2002). A search goes over the bits of all sentences, then weighs
the nearest anew by the numbers. That finds nearly all that a search by the vectors would (benchmarks/inquire.py says how
many) and reads a fraction of the memory. All up to the cosine is whole numbers, the same in any order and on any machine.
kernel/scan.c is the same in C.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from foresaid.text.compiled import kernel
from foresaid.text.normalize import scatter

if TYPE_CHECKING:
    from foresaid.text.bm25 import Numbers

Bits: TypeAlias = NDArray[np.uint64]
Small: TypeAlias = NDArray[np.int8]
Floats: TypeAlias = NDArray[np.float32]

_WORD = 64
# Bits of a code. Of the best 500 by the vectors of the demo's 75,030 sentences 97 of 100 are among the 2,000 nearest by 256
# bits; with one pattern for each of 128 components it was 89, with the bare signs of the components 69.
_BITS = 256
_LARGEST = 127
_ROWS = 1 << 14  # passages compared at a time without the kernel: half a megabyte of their bits
_ONES = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).sum(axis=1).astype(np.uint16)


@cache
def _patterns(dimensions: int) -> Floats:
    """Patterns of plus and minus ones, a column each; those of one block are at right angles (Walsh and Hadamard).

    Blocks differ in the signs that are given to the components first; these come from `scatter`, no chance is in them.
    """
    size = 1 << max(0, dimensions - 1).bit_length()
    square = np.ones((1, 1), np.float32)
    while len(square) < size:
        square = np.block([[square, square], [square, -square]])
    blocks = -(-_BITS // size)
    places = np.arange(1, blocks * size + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    signs = np.where(scatter(places) & np.uint32(1), np.float32(1), np.float32(-1)).reshape(blocks, size)
    patterns: Floats = np.concatenate([square * row[:, None] for row in signs], axis=1)[:dimensions]
    return patterns


def sign_codes(rows: Small) -> Bits:
    """The bits of rows of `small_rows`, in words of 64; sums of so few small numbers are exact in floats of 32 bits."""
    patterns = _patterns(rows.shape[1])
    signs = np.zeros((len(rows), -(-patterns.shape[1] // _WORD) * _WORD), np.bool_)
    signs[:, : patterns.shape[1]] = rows.astype(np.float32) @ patterns > 0
    return np.packbits(signs, axis=1, bitorder="little").view("<u8")


def lend_meaning(vectors: Floats, borders: NDArray[np.int64]) -> Floats:
    """Vectors of sentences with a quarter of those in front and behind, where they are of the same document.

    `borders` are the places where documents begin. As with words (bm25.lend), a forecast's subject often stands in the
    sentence beside it: 83 instead of 69 of 100 explicit forecasts of the development events are among the first 500.
    """
    alike = np.ones(max(0, len(vectors) - 1), np.bool_)
    inside = borders[(borders > 0) & (borders < len(vectors))]
    alike[inside - 1] = False
    quarter = vectors * np.float32(0.25)
    sums = vectors.copy()
    sums[1:][alike] += quarter[:-1][alike]
    sums[:-1][alike] += quarter[1:][alike]
    return sums


def small_rows(vectors: Floats) -> tuple[Small, Floats]:
    """Vectors as rows of numbers from -127 to 127, and by what each row is to be multiplied to be of length one.

    Nought where all components are.
    """
    largest = np.abs(vectors).max(axis=1, initial=0)
    rows = np.rint(vectors * (_LARGEST / np.where(largest > 0, largest, 1))[:, None]).astype(np.int8)
    squares = np.square(rows.astype(np.int32)).sum(axis=1)
    return rows, (np.sign(squares) / np.sqrt(np.maximum(squares, 1))).astype(np.float32)


def nearest(codes: Bits, asked: Bits, most: int) -> tuple[Numbers, NDArray[np.uint16]]:
    """Places of the passages nearest to any code that is asked, in order, and in how many bits they differ from it.

    All that are as near as the one at rank `most`: which of equals come is not left to their order.
    """
    if not len(codes) or not len(asked) or most < 1:
        return np.zeros(0, np.uint32), np.zeros(0, np.uint16)
    if kernel is not None:
        places, distances = kernel.nearest(codes, asked, codes.shape[1], most)
        return np.frombuffer(places, np.uint32), np.frombuffer(distances, np.uint16)
    measured = np.concatenate(
        [_distances(codes[at : at + _ROWS], asked) for at in range(0, len(codes), _ROWS)]
    )
    kept = np.flatnonzero(measured <= cut(measured, most))
    return kept.astype(np.uint32), measured[kept]


def cut(distances: NDArray[np.uint16], most: int) -> int:
    """How far the one at rank `most` is; the farthest where there are fewer, nought where there is none."""
    if len(distances) <= most:
        return int(distances.max(initial=0))
    return int(np.partition(distances, most - 1)[most - 1])


def cosines(rows: Small, scales: Floats, places: Numbers, asked: tuple[Small, Floats]) -> Floats:
    """For each place the cosine of its row with the nearest vector that is asked; nought where nothing is asked."""
    numbers, by = asked
    if not len(numbers) or not len(places):
        return np.zeros(len(places), np.float32)
    width = rows.shape[1]
    if kernel is not None:
        products = np.frombuffer(kernel.products(rows, numbers, width, places), np.int32)
    else:
        products = rows[places].astype(np.int32) @ numbers.T.astype(np.int32)
    scaled = products.reshape(len(places), len(numbers)).astype(np.float32) * by[None, :]
    found: Floats = scaled.max(axis=1) * scales[places]
    return found


def _distances(codes: Bits, asked: Bits) -> NDArray[np.uint16]:
    held = codes.view(np.uint8)
    found = [_ONES[held ^ row[None, :]].sum(axis=1, dtype=np.uint16) for row in asked.view(np.uint8)]
    least: NDArray[np.uint16] = np.min(found, axis=0)
    return least
