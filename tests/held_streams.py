"""How are token streams made by hand for tests?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from foresaid.text import align, grams, normalize
from foresaid.text.grams import build_grams
from foresaid.text.holdings import Indexed, hold
from foresaid.text.normalize import hash_words
from foresaid.text.streams import TokenStream


def stream_of(numbers):
    """A stream of word hashes from small numbers."""
    return hash_words([f"w{number}" for number in numbers])


def held(*streams, documents=None, withdrawn=()):
    """Streams of hashes made ready for look-ups; each is one document unless `documents` (borders) are given.

    A token is one code point long, and they lie two apart, so that the token at n of a document is [2n, 2n + 1).
    """
    parts, first = [], 0
    for hashes in streams:
        borders = np.array([0, *(documents or [len(hashes)])], np.int64)
        starts = 2 * (np.arange(len(hashes)) - np.repeat(borders[:-1], np.diff(borders)))
        ids = [f"d{first + number}" for number in range(len(borders) - 1)]
        none = np.zeros(0, np.uint32)
        lengths = np.ones(len(hashes), np.uint8)
        columns = (borders, starts.astype(np.uint32), lengths, hashes, none, none)
        parts.append(Indexed(TokenStream(first, ids, frozenset(withdrawn), *columns), build_grams(hashes)))
        first += len(ids)
    return hold(parts)


def in_numpy(holdings):
    """The same holdings, out of the kernel's hands."""
    return replace(holdings, shelf=None)


class Pure:
    """While it lasts, tokens, grams and alignments come from numpy."""

    modules = (align, grams, normalize)

    def __enter__(self):
        self.kernels = [module.kernel for module in self.modules]
        for module in self.modules:
            module.kernel = None

    def __exit__(self, *_):
        for module, kernel in zip(self.modules, self.kernels, strict=True):
            module.kernel = kernel
