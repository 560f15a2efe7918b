"""How well do the words of a passage fit those that are looked for? BM25 in whole numbers.

    score = Σ over terms   weight · ln(1 + (N − n + ½) / (n + ½)) · f (k + 1) / (f + k (1 − b + b · length / average))

N passages, n of them with the term, f times in this one (Robertson and Zaragoza, The probabilistic relevance
framework, 2009, with the logarithm kept above nought as in Lucene). How often a term stands in a passage and how long
that is are one number, the posting's shape: so what a term tells of a passage is looked up in a table of 4,096 whole
numbers, made once a query. Whole numbers add up the same in any order, in C (kernel/scan.c) and here.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from foresaid.text.compiled import kernel

if TYPE_CHECKING:
    from collections.abc import Sequence

Numbers: TypeAlias = NDArray[np.uint32]
Shapes: TypeAlias = NDArray[np.uint16]
Scores: TypeAlias = NDArray[np.int32]

SATURATION, LENGTH = 1.2, 0.75  # k and b as in Lucene and most of the literature
MOST_COUNTED, LONGEST = (
    15,
    255,
)  # times a term is counted in a sentence, and words of one: 1 in 10,000 has more
SHAPES = (MOST_COUNTED + 1) * (LONGEST + 1)
UNITS = 1 << 14  # to a score of one: four decimal places
# The sum of all weights of a query: a term tells 32 at most (weight 1, 10 million passages), so that all fit in 31 bits.
MOST_WEIGHT = 4_000.0


class Corpus(NamedTuple):
    """What is known of all passages that are searched: how many there are, and the words of all together."""

    passages: int
    words: int

    @property
    def average(self) -> float:
        """Words of a passage in the mean; 1 where there is none."""
        return self.words / self.passages if self.words else 1.0


class Posting(NamedTuple):
    """Where a term stands: the passages' numbers in order, their shapes, and what each shape tells (`Impacts`)."""

    passages: Numbers
    shapes: Shapes
    table: Scores


def shapes_of(counts: NDArray[Any], lengths: NDArray[Any]) -> Shapes:
    """The shape of each posting from how often the term stands in the passage and how many words that has."""
    counted = np.minimum(counts, MOST_COUNTED).astype(np.uint16)
    shapes: Shapes = counted * np.uint16(LONGEST + 1) + np.minimum(lengths, LONGEST).astype(np.uint16)
    return shapes


class Impacts:
    """What terms tell of passages of each shape, in one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._passages = corpus.passages
        counts = np.arange(MOST_COUNTED + 1, dtype=np.float64)[:, None]
        relative = np.arange(LONGEST + 1, dtype=np.float64)[None, :] / corpus.average
        stretched = counts + SATURATION * (1 - LENGTH + LENGTH * relative)
        self._saturated = UNITS * counts * (SATURATION + 1) / stretched

    def table(self, weight: float, holding: int) -> Scores:
        """In units, what a term of this weight that `holding` passages have tells of a passage of each shape."""
        rare = weight * log(1 + (self._passages - holding + 0.5) / (holding + 0.5))
        return np.rint(rare * self._saturated).astype(np.int32).ravel()


def weigh(postings: Sequence[Posting], first: int, count: int) -> Scores:
    """The scores of the passages numbered [first, first + count), in units."""
    if kernel is not None:
        return np.frombuffer(kernel.weigh(list(map(tuple, postings)), first, count), np.int32)
    scores = np.zeros(count, np.int32)
    for passages, shapes, table in postings:
        inside = (passages >= first) & (passages < first + count)
        # A term has each passage once, so that nothing is added to the same place twice at a time.
        scores[passages[inside] - np.uint32(first)] += table[shapes[inside] & (SHAPES - 1)]
    return scores


def lend(scores: Scores, borders: NDArray[np.int64]) -> Scores:
    """Scores with a quarter of those of the sentences in front and behind, where they are of the same document.

    `borders` are the places where documents begin, after the first. Who foresees often says what of in one sentence
    and that it will come in the next: with it 92 instead of 85 of 100 explicit forecasts of the seven development
    events are among the first 500 (three tenths, or only within the paragraph, did about as well, a seventh less well).
    """
    lent = scores >> 2
    sums = scores.copy()
    sums[1:] += lent[:-1]
    sums[:-1] += lent[1:]
    inside = borders[(borders > 0) & (borders < len(scores))]
    # A document without a sentence has the border of the next.
    inside = inside[np.diff(inside, prepend=-1) > 0]
    sums[inside] -= lent[inside - 1]
    sums[inside - 1] -= lent[inside]
    return sums


def best(scores: Scores, limit: int) -> Numbers:
    """The places of the best scores above nought, best first; of equal ones the lower place comes first."""
    if kernel is not None:
        return np.frombuffer(kernel.best(scores, limit), np.uint32)
    held = np.flatnonzero(scores > 0)
    order = np.argsort(-scores[held].astype(np.int64), kind="stable")
    return held[order[: max(limit, 0)]].astype(np.uint32)
