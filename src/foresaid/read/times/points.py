"""How are years, months and days added, and how is what comes out written as EDTF?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.model.dates import civil_date, day_number

if TYPE_CHECKING:
    from foresaid.model.dates import Edtf

_MONTHS = 12
# Years that one unit of each kind has, and days; centuries and decades count in years.
_YEARS = {"Y": 1, "DE": 10, "CE": 100, "ML": 1000, "QC": 25}
_DAYS = {"D": 1, "N": 1, "W": 7, "FN": 14, "WE": 7}
_FOUR_DIGITS = 9999
_HOUR = 60


@dataclass(frozen=True, slots=True)
class Point:
    """A year, month or day of the calendar, as precise as it is known; years are astronomical (0 is 1 BCE)."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def edtf(self) -> str:
        """The point as EDTF."""
        if abs(self.year) > _FOUR_DIGITS:
            return f"Y{self.year}"
        year = f"-{-self.year:04d}" if self.year < 0 else f"{self.year:04d}"
        return "-".join([year, *(f"{part:02d}" for part in (self.month, self.day) if part is not None)])

    def cut(self, unit: str) -> Point:
        """The point without what is finer than a unit."""
        if unit in _YEARS:
            return Point(self.year)
        return Point(self.year, self.month) if unit == "M" else self


def shifted(point: Point, amount: float, unit: str) -> Point | None:
    """A point moved by an amount of a unit, as precise as the coarser of both; None where that cannot be told.

    So many days from a month are no certain month, and so many months from a year are no certain year.
    """
    if unit in _YEARS:
        years = amount * _YEARS[unit]
        if years != int(years):
            return shifted(point, years * _MONTHS, "M")
        return Point(point.year + int(years))
    if unit == "M" and point.month is not None and amount == int(amount):
        year, month = divmod(point.year * _MONTHS + point.month - 1 + int(amount), _MONTHS)
        return Point(year, month + 1)
    if unit in _DAYS and point.month is not None and point.day is not None and amount == int(amount):
        number = day_number(point.year, point.month, point.day) + int(amount) * _DAYS[unit]
        return Point(*civil_date(number))
    return None


def moved(point: Point, steps: int, unit: str) -> Point | None:
    """The year, month, week or day that stands so many steps from the one a point lies in."""
    if unit in ("D", "N"):
        return shifted(point, steps, "D")
    if unit == "M":
        return shifted(point, steps, "M")
    return shifted(point, steps, unit) if unit in _YEARS else None


def week(point: Point, steps: int) -> str | None:
    """The week (Monday to Sunday) so many weeks from the one a day lies in, as an interval."""
    if point.month is None or point.day is None:
        return None
    number = day_number(point.year, point.month, point.day) + 7 * steps
    monday = number - (number - 1) % 7
    return f"{Point(*civil_date(monday)).edtf}/{Point(*civil_date(monday + 6)).edtf}"


def point_of(date: Edtf | None) -> Point | None:
    """The day, month or year in which all of a date lies; None for a longer one, an open one or none at all."""
    if date is None or date.earliest is None or date.latest is None:
        return None
    first, last = civil_date(date.earliest), civil_date(date.latest)
    if first == last:
        return Point(*first)
    if first[:2] == last[:2]:
        return Point(*first[:2])
    return Point(first[0]) if first[0] == last[0] else None


def weekday(point: Point) -> int | None:
    """The day of the week, 1 Monday to 7 Sunday; None where the day is not known."""
    if point.month is None or point.day is None:
        return None
    return (day_number(point.year, point.month, point.day) - 1) % 7 + 1


def duration(amount: float | None, unit: str) -> str | None:
    """An ISO 8601 duration; X where the amount is not told, None for a unit that has none."""
    letters = {"DE": "Y", "CE": "Y", "ML": "Y", "QC": "Y", "N": "D", "FN": "W", "WE": "D"}
    factor = {"DE": 10, "CE": 100, "ML": 1000, "QC": 25, "FN": 2, "WE": 2}.get(unit, 1)
    letter = letters.get(unit, unit)
    if letter == "TH" and amount is not None and amount != int(amount):
        letter, factor = "TM", _HOUR
    if amount is None:
        text = "X" if factor == 1 else f"{'X' + '0' * (len(str(factor)) - 1)}"
    else:
        text = (
            f"{amount * factor:g}" if amount * factor != int(amount * factor) else str(int(amount * factor))
        )
    return f"PT{text}{letter[1:]}" if letter.startswith("T") else f"P{text}{letter}"


def julian_to_gregorian(point: Point) -> Point:
    """The day of the Gregorian calendar that a day of the Julian calendar is; months and years stay as they are.

    Source: the lag grows by one day in each century's year but every fourth (Gregory XIII, Inter gravissimas, 1582).
    """
    if point.month is None or point.day is None:
        return point
    leaps = point.year - (point.month <= 2)  # noqa: PLR2004  the leap day comes at the end of February
    lag = leaps // 100 - leaps // 400 - 2
    return Point(*civil_date(day_number(point.year, point.month, point.day) + lag))
