"""How likely is each label for what is seen of a sentence? A multinomial logistic model with named weights.

It is trained by benchmarks/train_forecasts.py; its weights are the table "forecast_model.weights", one line a
property: hundredths for FORECAST, COMMITMENT, NORM and OTHER, then the property's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foresaid.model.words import Vocabulary

LABELS = ("FORECAST", "COMMITMENT", "NORM", "OTHER")
# Weights are stored in hundredths: rounding them so changes one label among the 2,554 of the training data.
_UNIT = 100


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of each label by the property's name; "" is the bias."""

    weights: Mapping[str, tuple[float, ...]]

    def chances(self, names: Iterable[str]) -> tuple[float, ...]:
        """The probability of each of LABELS for a sentence with these properties."""
        sums = list(self.weights.get("", (0.0,) * len(LABELS)))
        for name in sorted(names):  # the order of a set is chance, and sums of fractions depend on it
            weights = self.weights.get(name)
            if weights is not None:
                for at, weight in enumerate(weights):
                    sums[at] += weight
        highest = max(sums)
        powers = [exp(each - highest) for each in sums]
        total = sum(powers)
        return tuple(each / total for each in powers)


def model_of(vocabulary: Vocabulary) -> Model:
    """The model of one language; KeyError says that there is none."""
    weights = {}
    for line in vocabulary.tables["forecast_model.weights"]:
        *numbers, name = line.split(" ", len(LABELS))
        weights[name] = tuple(int(number) / _UNIT for number in numbers)
    return Model(weights)


def lines_of(weights: Mapping[str, Iterable[float]]) -> list[str]:
    """The lines of the table from a property's weights; properties whose weights are all zero are left out."""
    lines = []
    for name in sorted(weights):
        numbers = [round(weight * _UNIT) for weight in weights[name]]
        if any(numbers):
            lines.append(" ".join([*map(str, numbers), name]))
    return lines
