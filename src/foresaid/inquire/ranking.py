"""How likely does a sentence expect, want or only tell, and how high does it belong in the list?

Two small models with named weights, trained by benchmarks/train_stances.py. The kinds model is a multinomial logistic
one over the properties of a sentence (outlooks.py); the order weighs its answer with how well the sentence fits the
topic. Neither sees which side of a question is the foreseeing one, who speaks, or when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foresaid.model.words import Vocabulary

# What a sentence may be to an event: an expectation in some direction; what somebody wants or intends; neither.
KINDS = ("expects", "wants", "tells")
# Weights are stored in hundredths.
_UNIT = 100
# Logarithms of shares start here: a share of nothing is worth three units less than one of everything.
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the kinds by a property's name, and of the order by a measure's name; "" is the bias."""

    kinds: Mapping[str, tuple[float, ...]]
    order: Mapping[str, float]

    def chances(self, properties: Mapping[str, float]) -> tuple[float, ...]:
        """The probability of each of KINDS."""
        sums = list(self.kinds.get("", (0.0,) * len(KINDS)))
        for name in sorted(properties):  # sums of fractions depend on their order
            weights = self.kinds.get(name)
            if weights is not None:
                for at, weight in enumerate(weights):
                    sums[at] += weight * properties[name]
        highest = max(sums)
        powers = [exp(each - highest) for each in sums]
        return tuple(each / sum(powers) for each in powers)

    def score(self, measures: Mapping[str, float]) -> float:
        """How high a sentence belongs, 0 to 1."""
        total = self.order.get("", 0.0)
        for name in sorted(measures):
            total += self.order.get(name, 0.0) * measures[name]
        return 1 / (1 + exp(-total))


def share_logarithm(share: float) -> float:
    """The logarithm of a share in [0, 1], bounded below."""
    return log(_LEAST + max(0.0, share))


def model_of(vocabulary: Vocabulary) -> Model:
    """The models of one language; KeyError says that there are none."""
    kinds = {}
    for line in vocabulary.tables["stance_model.kinds"]:
        *numbers, name = line.split(" ", len(KINDS))
        kinds[name] = tuple(int(number) / _UNIT for number in numbers)
    order = {}
    for line in vocabulary.tables["stance_model.order"]:
        number, name = line.split(" ", 1)
        order[name] = int(number) / _UNIT
    return Model(kinds, order)


def kinds_lines(weights: Mapping[str, Iterable[float]]) -> list[str]:
    """The lines of the table of kinds; properties whose weights are all zero are left out."""
    lines = []
    for name in sorted(weights):
        numbers = [round(weight * _UNIT) for weight in weights[name]]
        if any(numbers):
            lines.append(" ".join([*map(str, numbers), name]))
    return lines


def order_lines(weights: Mapping[str, float]) -> list[str]:
    """The lines of the table of the order."""
    return [f"{round(weight * _UNIT)} {name}" for name, weight in sorted(weights.items())]
