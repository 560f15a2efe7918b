"""How good were forecasts: what share came right, how far off were their probabilities, and how sure is that?

Everything is exact arithmetic on numbers that are passed in; resampling draws from a generator whose seed is passed in.
"""

from __future__ import annotations

from math import exp, lgamma, log, log1p
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The prior of a share right: Beta(2, 2), as if each had been right twice and wrong twice before. It keeps 3 right of 3
# from standing above 30 right of 40 (notes on trust, §5.1).
PRIOR = 2.0
# Of an interval: what lies outside on each side of the 95 %.
_TAIL = 0.025
# Probabilities of the log score are kept within these, as one forecast at 0 that came true would outweigh all others
# (notes on trust, §5.4).
LEAST, MOST = 0.01, 0.99
# Resamples of a bootstrap: the ends of a 95 % interval then rest on 25 of them each, and 1,000 forecasts take a second.
RESAMPLES = 1000
# Lentz's method stops where a step changes the value by less than this, and gives up after so many steps; with a and b
# up to 1e5 it takes fewer than 400.
_CLOSE, _STEPS, _TINY = 1e-15, 10_000, 1e-300
# Halvings of the unit interval: 2**-60 is below the precision of a float near 1.
_HALVINGS = 60
_WORD = (1 << 64) - 1


class Scored(NamedTuple):
    """A forecast's probability of what it expects, and whether that came about."""

    probability: float
    right: bool


class Decomposition(NamedTuple):
    """The parts of a Brier score: score = reliability - resolution + uncertainty."""

    reliability: float
    resolution: float
    uncertainty: float


class Share(NamedTuple):
    """A share right: the posterior mean, and its 95 % interval."""

    mean: float
    low: float
    high: float


def share_right(right: int, resolved: int, prior: float = PRIOR) -> Share:
    """The share right under a Beta(prior, prior) prior: posterior mean and the interval that leaves 2.5 % on each side."""
    a, b = prior + right, prior + resolved - right
    return Share(a / (a + b), beta_quantile(_TAIL, a, b), beta_quantile(1 - _TAIL, a, b))


def beta_quantile(share: float, a: float, b: float) -> float:
    """Where a Beta(a, b) distribution has this share below it, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if incomplete_beta(middle, a, b) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for a and b above 0.

    Continued fraction of DLMF 8.17.22 (Abramowitz and Stegun 26.5.8) by Lentz's method; beyond its mean the mirrored one,
    which converges fast (DLMF 8.17.4).
    """
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - incomplete_beta(1.0 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    return front / (a * _fraction(x, a, b))


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1 + d1 / (1 + d2 / (1 + ...)) by the modified Lentz method."""
    value, c, d = 1.0, 1.0, 0.0
    for step in range(1, _STEPS):
        m, odd = divmod(step, 2)
        if odd:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1.0 / _apart_from_zero(1.0 + term * d)
        c = _apart_from_zero(1.0 + term / c)
        value *= c * d
        if abs(c * d - 1.0) < _CLOSE:
            break
    return value


def _apart_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def brier(forecasts: Sequence[Scored]) -> float:
    """The Brier score: the mean squared distance of the probability from what came, 1 or 0 (Brier 1950, one class)."""
    return sum((each.probability - each.right) ** 2 for each in forecasts) / len(forecasts)


def log_score(forecasts: Sequence[Scored]) -> float:
    """The mean of -ln of the probability that was given to what came; lower is better, probabilities are clipped."""
    total = 0.0
    for each in forecasts:
        given = each.probability if each.right else 1.0 - each.probability
        total -= log(min(max(given, LEAST), MOST))
    return total / len(forecasts)


def decomposed(forecasts: Sequence[Scored]) -> Decomposition:
    """Reliability, resolution and uncertainty of a Brier score, over the distinct probabilities (Murphy 1973)."""
    n = len(forecasts)
    base = sum(each.right for each in forecasts) / n
    groups: dict[float, list[bool]] = {}
    for each in forecasts:
        groups.setdefault(each.probability, []).append(each.right)
    reliability = resolution = 0.0
    for probability, came in groups.items():
        share = sum(came) / len(came)
        reliability += len(came) * (probability - share) ** 2
        resolution += len(came) * (share - base) ** 2
    return Decomposition(reliability / n, resolution / n, base * (1 - base))


def reference(forecasts: Sequence[Scored], base_rate: float) -> float:
    """The Brier score of somebody who always says the base rate."""
    return brier([Scored(base_rate, each.right) for each in forecasts])


def skill(score: float, against: float) -> float | None:
    """The share of a reference's error that was avoided: 1 - score / reference; None where it has none."""
    return 1 - score / against if against > 0 else None


def bootstrap(
    forecasts: Sequence[Scored], seed: int, resamples: int = RESAMPLES
) -> tuple[float, float] | None:
    """The 95 % percentile interval of a Brier score (Efron 1979); None for fewer than two forecasts."""
    n = len(forecasts)
    if n <= 1:
        return None
    losses = [(each.probability - each.right) ** 2 for each in forecasts]
    numbers = _numbers(seed)
    means = sorted(sum(losses[next(numbers) * n >> 64] for _ in range(n)) / n for _ in range(resamples))
    cut = int(resamples * _TAIL)
    return means[cut], means[-1 - cut]


def _numbers(seed: int) -> Iterator[int]:
    """Whole numbers below 2**64, the same on every machine: SplitMix64 (Steele, Lea and Flood 2014)."""
    state = seed & _WORD
    while True:
        state = (state + 0x9E3779B97F4A7C15) & _WORD
        mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 & _WORD
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB & _WORD
        yield mixed ^ (mixed >> 31)
