"""How far do reviewers agree beyond chance? Krippendorff's alpha for nominal data, with an interval.

The coefficient is that of K. Krippendorff, Content Analysis (2nd ed. 2004), section 11.3; the interval resamples whole
passages and takes percentiles, as A. Zapf et al. recommend for nominal data (BMC Medical Research Methodology 16:93,
2016). Both are made from counts alone: a passage is a unit, a reviewer's label of it a value, and a passage with one
value says nothing of agreement.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from foresaid.inquire.standings import REJECTED, label, last_words, passages
from foresaid.model.inquiries import Stance
from foresaid.model.reviews import Agreement, DecoyCount

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from foresaid.model.reviews import Review

Label = str
# A unit as the coefficient sees it: how often each label was given, without who gave it.
_Pattern = tuple[tuple[Label, int], ...]

# What a decoy may be called by somebody who saw that it does not bear on the event.
_NO_EVIDENCE = frozenset((REJECTED, Stance.ON_TOPIC.value, Stance.UNDETERMINED.value))
# Krippendorff's own bounds (Content Analysis, section 11.4.2): draw conclusions from .800 on, tentative ones from .667.
PUBLISH, TENTATIVE = 0.800, 0.667
# Passages judged twice from which the 95 % interval is at most .14 wide (notes/trust.md §5.4: N = 200 gives .79 to .93).
ENOUGH = 200
# Resamples: with 2,000 each 2.5 % end rests on 50, and the ends move by less than .01 from seed to seed.
_RESAMPLES = 2000
_TAIL = 0.025
# Draws in one interval; above it fewer resamples are made, so that 100,000 passages cost no more than 10,000.
_MOST_DRAWS = 20_000_000
_FEWEST_RESAMPLES = 200
# Of resamples that hold one label only, and so have no alpha, more than this share leaves an interval of chosen ones.
_MOST_UNDEFINED = 0.05


def agreement(units: Iterable[Mapping[str, Label]], *, seed: int = 0) -> Agreement:
    """Alpha over passages, each given as what every reviewer called it; the same seed gives the same interval.

    Where all agree, resampling cannot show what a single difference would change: then the lower end is that for the
    greatest share of differing passages that none in n leaves open (exact binomial, 97.5 %).
    """
    paired = [unit for unit in units if len(unit) > 1]
    reviewers = tuple(sorted({name for unit in paired for name in unit}))
    counts = Counter(_pattern(unit.values()) for unit in paired)
    alpha = _alpha(counts)
    low, high = _interval(counts, alpha, seed)
    return Agreement(
        len(paired),
        reviewers,
        _rounded(alpha),
        _rounded(low),
        _rounded(high),
        _says(len(paired), alpha, low),
    )


def judged(reviews: Iterable[Review], *, blinded: bool | None = None) -> list[dict[str, Label]]:
    """What each reviewer last called every passage, decoys and adjudications aside; only (un)masked ones where asked.

    Whoever settles a dispute has read what the others said, and so is no independent judge.
    """
    counting = [
        each for each in reviews if not each.decoy and not each.settling and blinded in (None, each.blinded)
    ]
    return [
        {name: label(last) for name, last in last_words(passage).items()} for passage in passages(counting)
    ]


def masked_against_unmasked(reviews: Iterable[Review]) -> list[dict[str, Label]]:
    """For passages judged both ways, the first label given with author and date hidden, and the first without."""
    counting = [each for each in reviews if not each.decoy and not each.settling]
    units = []
    for passage in passages(counting):
        first = {each.blinded: label(each) for each in reversed(passage)}
        units.append({("masked" if blinded else "unmasked"): each for blinded, each in first.items()})
    return units


def with_machine(reviews: Iterable[Review], *, seed: int = 0) -> Agreement:
    """How far each reviewer's last word on a passage is the stance that was shown; decoys and adjudications aside.

    Where nobody ever departs from what is shown, agreement among reviewers says nothing.
    """
    counting = [each for each in reviews if not each.decoy and not each.settling]
    last = [each for passage in passages(counting) for each in last_words(passage).values()]
    found = agreement(({"machine": each.machine.value, "people": label(each)} for each in last), seed=seed)
    taken = sum(label(each) == each.machine.value for each in last)
    return replace(found, says=f"{taken} of {len(last)} decisions take the stance shown.")


def decoys(reviews: Iterable[Review]) -> tuple[DecoyCount, ...]:
    """For each reviewer who was shown decoys: how many, and how many were taken for evidence either way."""
    shown: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for passage in passages(each for each in reviews if each.decoy):
        for name, review in last_words(passage).items():
            shown[name] += 1
            taken[name] += label(review) not in _NO_EVIDENCE
    return tuple(DecoyCount(name, shown[name], taken[name]) for name in sorted(shown))


def _pattern(values: Iterable[Label]) -> _Pattern:
    return tuple(sorted(Counter(values).items()))


def _alpha(counts: Mapping[_Pattern, int]) -> float | None:
    """1 - observed / expected disagreement; None where no two values can differ."""
    totals: Counter[Label] = Counter()
    differing = 0.0
    for pattern, times in counts.items():
        size = sum(given for _, given in pattern)
        same = sum(given * (given - 1) for _, given in pattern)
        differing += times * (size * (size - 1) - same) / (size - 1)
        for named, given in pattern:
            totals[named] += times * given
    values = sum(totals.values())
    by_chance = values * values - sum(given * given for given in totals.values())
    if by_chance == 0:
        return None
    return 1 - (values - 1) * differing / by_chance


def _interval(
    counts: Mapping[_Pattern, int], alpha: float | None, seed: int
) -> tuple[float, float] | tuple[None, None]:
    if alpha is None:
        return None, None
    passages = sum(counts.values())
    if alpha == 1:
        return _least(counts, passages), 1.0
    wanted = min(_RESAMPLES, max(_FEWEST_RESAMPLES, _MOST_DRAWS // passages))
    found = sorted(each for each in _resampled(counts, wanted, seed) if each is not None)
    if len(found) < wanted * (1 - _MOST_UNDEFINED):
        return None, None
    last = len(found) - 1
    return found[round(_TAIL * last)], found[round((1 - _TAIL) * last)]


def _least(counts: Mapping[_Pattern, int], passages: int) -> float:
    """Alpha if as many passages differed as none in n leaves open (Clopper and Pearson 1934, at 0 of n)."""
    totals: Counter[Label] = Counter()
    for pattern, times in counts.items():
        for named, given in pattern:
            totals[named] += times * given
    values = sum(totals.values())
    by_chance = 1 - sum(given * (given - 1) for given in totals.values()) / (values * (values - 1))
    return max(-1.0, 1 - (1 - math.pow(_TAIL, 1 / passages)) / by_chance)


def _resampled(counts: Mapping[_Pattern, int], resamples: int, seed: int) -> Iterator[float | None]:
    patterns: Sequence[_Pattern] = sorted(counts)
    ends = list(accumulate(counts[pattern] for pattern in patterns))
    passages = ends[-1]
    numbers = _numbers(seed)
    for _ in range(resamples):
        drawn = Counter(bisect_right(ends, next(numbers) % passages) for _ in range(passages))
        yield _alpha({patterns[index]: times for index, times in drawn.items()})


def _numbers(seed: int) -> Iterator[int]:
    """64-bit numbers from a seed: SplitMix64 (Steele, Lea and Flood 2014), the same on every machine and version.

    Taken modulo the number of passages its bias is below one in 10^12.
    """
    whole = (1 << 64) - 1
    state = seed & whole
    while True:
        state = (state + 0x9E3779B97F4A7C15) & whole
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & whole
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & whole
        yield mixed ^ (mixed >> 31)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _says(passages: int, alpha: float | None, low: float | None) -> str:
    if not passages:
        return "No passage has been judged by two people: agreement cannot be told."
    if alpha is None:
        return "All judgements give one label: alpha is not defined, and agreement cannot be told."
    if alpha >= PUBLISH:
        says = f"At least {PUBLISH:.2f}: fit to be published."
    elif alpha >= TENTATIVE:
        says = f"Between {TENTATIVE:.3f} and {PUBLISH:.2f}: tentative; say so wherever it is used."
    else:
        says = f"Below {TENTATIVE:.3f}: nobody may be ranked by these judgements."
    if low is not None and low < TENTATIVE <= alpha:
        says += f" But the interval reaches below {TENTATIVE:.3f}."
    if low is None:
        says += " There are too few passages or labels for an interval."
    if passages < ENOUGH:
        says += f" {passages} judged twice; {ENOUGH} or more are advised."
    return says
