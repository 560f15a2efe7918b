"""Which days lie in the years before a date, and before which dates does a collection have such a window?

Days are numbers as in model/dates.py. A window is the days from the same calendar day some years earlier (28 February
for the 29th where that year has none) up to the day before the date. What has an uncertain date lies in a window only
if all its possible days do.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from foresaid.model.dates import civil_date, day_number, days_in_month
from foresaid.text.identity import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# A first and a last day, both inclusive.
Days: TypeAlias = tuple[int, int]

# An era: within 15 years of the event and not within 3 of it, so that it is the same time and not the same debate
# (the figures of prototypes/trust/base.py, which the notes on trust rest on).
ERA_YEARS, ERA_GAP_YEARS = 15, 3
_SHORT_YEAR, _LONG_YEAR = 365, 366  # days
_HEX_DIGITS, _BITS = (
    16,
    64,
)  # of a SHA-256 for a draw; spans of days have some 20 bits: the bias is below 2 ** -40


def years_before(day: int, years: int) -> int:
    """The same calendar day some years earlier, or later where `years` is negative."""
    year, month, day_of_month = civil_date(day)
    return day_number(year - years, month, min(day_of_month, days_in_month(year - years, month)))


class WindowCounter:
    """Counts what lies in the window of some years before a date, by two bisections.

    What begins before a window and ends behind it would be taken off wrongly. It is wider than the window: what is
    wider than any window is left out, and the few distinct spans that are wider than some are looked at one by one.
    """

    def __init__(self, days: Iterable[Days], years: int) -> None:
        self._years = years
        kept = [(first, last) for first, last in days if last - first < _LONG_YEAR * years]
        self._firsts = sorted(first for first, _ in kept)
        self._lasts = sorted(last for _, last in kept)
        self._wide = Counter(pair for pair in kept if pair[1] - pair[0] > _SHORT_YEAR * years)

    def before(self, day: int) -> int:
        """How many lie in the window before a day."""
        begin = years_before(day, self._years)
        across = sum(many for (first, last), many in self._wide.items() if first < begin and last >= day)
        return bisect_left(self._lasts, day) - bisect_left(self._firsts, begin) + across


def coverage(documents: Iterable[Days]) -> Days | None:
    """The first and the last day that any document may be of; None without documents."""
    pairs = list(documents)
    if not pairs:
        return None
    return min(first for first, _ in pairs), max(last for _, last in pairs)


def fitting(documents: Sequence[Days], years: int) -> tuple[Days, ...]:
    """The days before which a whole window lies in the coverage and holds a document, as runs in order.

    Linear in the documents after sorting; calendars are asked only where documents lie a window apart.
    """
    covered = coverage(documents)
    if covered is None:
        return ()
    runs = []
    for begin, reach in _reaches(documents, years):
        low, high = max(begin, years_before(covered[0], -years)), min(reach, covered[1] + 1)
        if low <= high:
            runs.append((low, high))
    return tuple(runs)


def _reaches(documents: Iterable[Days], years: int) -> Iterator[Days]:
    """The days whose window holds a document, as runs in order."""
    kept = sorted((last, first) for first, last in documents if _fits(first, last, years))
    opened, latest = None, 0
    for last, first in kept:
        if opened is None:
            opened, latest = last + 1, first
        elif last > latest + _SHORT_YEAR * years and last > _reach(latest, years):
            yield opened, _reach(latest, years)
            opened, latest = last + 1, first
        latest = max(latest, first)
    if opened is not None:
        yield opened, _reach(latest, years)


def _fits(first: int, last: int, years: int) -> bool:
    """Whether some window holds a stretch of days; one as long as a leap year fits into some windows only."""
    wide = last - first
    return wide < _SHORT_YEAR * years or (wide < _LONG_YEAR * years and last < _reach(first, years))


def _reach(day: int, years: int) -> int:
    """The last day whose window still holds a day."""
    later = years_before(day, -years)
    while years_before(later + 1, years) <= day:
        later += 1  # once, for 28 February before a leap day
    return later


def era_of(runs: Iterable[Days], day: int) -> tuple[Days, ...]:
    """What of some runs of days is within 15 years of a day and not within 3 of it."""
    sides = (
        (years_before(day, ERA_YEARS), years_before(day, ERA_GAP_YEARS) - 1),
        (years_before(day, -ERA_GAP_YEARS) + 1, years_before(day, -ERA_YEARS)),
    )
    cut = [(max(low, first), min(high, last)) for first, last in runs for low, high in sides]
    return tuple(sorted((low, high) for low, high in cut if low <= high))


def draws(runs: Sequence[Days], number: int, *seed: str) -> list[int]:
    """Days drawn evenly from runs of days, with replacement; the same for the same seed on every machine.

    A counter-based generator (J. Salmon and others 2011, "Parallel random numbers: as easy as 1, 2, 3"): draw i is the
    hash of the seed and i, scaled to the number of days. Empty where there is no day to draw.
    """
    ends = list(accumulate(last - first + 1 for first, last in runs))
    if not ends:
        return []
    drawn = []
    for each in range(number):
        place = int(digest(*seed, str(each))[:_HEX_DIGITS], 16) * ends[-1] >> _BITS
        run = bisect_right(ends, place)
        drawn.append(runs[run][1] - (ends[run] - 1 - place))
    return drawn
