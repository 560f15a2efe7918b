"""Which of very many sentences mean about the same? Vectors as bits and as small whole numbers.

A sentence's vector (text/vectors.py) is kept twice: the sign of each component as a bit, and each component as a number
from -127 to 127 with the row's scale. A search goes over the bits of all sentences (those that differ in the fewest
bits from what is asked are nearest), then weighs the nearest anew by the numbers, whose product is the cosine to two
or three decimal places. That finds nearly all that a search by the vectors themselves would (benchmarks/inquire.py
says how many) at a thirtieth of the memory that has to be read. kernel/scan.c is the same in C.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from foresaid.text.compiled import kernel

if TYPE_CHECKING:
    from foresaid.text.bm25 import Numbers

Bits: TypeAlias = NDArray[np.uint64]
Small: TypeAlias = NDArray[np.int8]
Floats: TypeAlias = NDArray[np.float32]

_WORD = 64
_LARGEST = 127
_ROWS = 1 << 14  # passages compared at a time without the kernel: half a megabyte of their bits
_ONES = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1).sum(axis=1).astype(np.uint16)


def code_words(dimensions: int) -> int:
    """How many words of 64 bits hold a bit a dimension."""
    return -(-dimensions // _WORD)


def sign_codes(vectors: Floats) -> Bits:
    """The signs of vectors as bits: a row of 64-bit words each; bits beyond the dimensions are nought."""
    count, dimensions = vectors.shape
    signs = np.zeros((count, code_words(dimensions) * _WORD), np.bool_)
    signs[:, :dimensions] = vectors > 0
    return np.packbits(signs, axis=1, bitorder="little").view("<u8")


def small_rows(vectors: Floats) -> tuple[Small, Floats]:
    """Vectors as rows of numbers from -127 to 127, and what each row is to be multiplied by; nought for rows of noughts."""
    scales = (np.abs(vectors).max(axis=1, initial=0) / np.float32(_LARGEST)).astype(np.float32)
    safe = np.where(scales > 0, scales, np.float32(1))
    return np.rint(vectors / safe[:, None]).astype(np.int8), scales


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
