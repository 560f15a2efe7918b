"""What day was it, as far as anybody can tell?

Days are counted in the proleptic Gregorian calendar with astronomical years (year 0 is 1 BCE, year -43 is
44 BCE); day 1 is 0001-01-01, as in `datetime.date.toordinal`, and earlier days are 0 and below. The
arithmetic is on whole numbers only, so no year is too far away.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foresaid.errors import DateError

# The Gregorian calendar repeats after 400 years, that is after 146,097 days. Years are counted from
# 1 March here, so that the leap day is a year's last day and the lengths of months follow one formula.
_CYCLE_YEARS = 400
_CYCLE_DAYS = 146_097
_CENTURY_DAYS = 36_524
_FOUR_YEARS_DAYS = 1_461
_MARCH = 3
# From 0000-03-01, where the count of cycles starts, to day 0 (0000-12-31): 306 days, less one.
_MARCH_TO_DAY_ZERO = 305

_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY = 2
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Edtf:
    """An uncertain date (EDTF, ISO 8601-2): its text and the days it may mean.

    `earliest` and `latest` are day numbers in the proleptic Gregorian calendar (day 1 is 0001-01-01, as
    in `datetime.date.toordinal`; earlier days are 0 and below, so BCE works); None is an open or unknown
    end. `qualifiers` is "?" (uncertain), "~" (approximate) or "%" (both), wherever they stand; "" without.

    A qualifier leaves `earliest` and `latest` as written. `start_margin` and `end_margin` say by how many
    days the true day may lie before `earliest` or after `latest` because of it (docs/explain/edtf.md).
    """

    text: str
    earliest: int | None
    latest: int | None
    qualifiers: str = ""
    start_margin: int = 0
    end_margin: int = 0

    def precedes(self, other: Edtf) -> bool | None:
        """Whether this date lies certainly before the other; None = cannot be told.

        True needs this date's last possible day before the other's first; False needs this date's first
        possible day on or after the other's last. Both margins count, and an open end decides nothing.
        """
        if self.latest is not None and other.earliest is not None:
            gap = other.earliest - self.latest
            if gap > self.end_margin + other.start_margin:
                return True
        if self.earliest is not None and other.latest is not None:
            lag = self.earliest - other.latest
            if lag >= self.start_margin + other.end_margin:
                return False
        return None


class Grade(StrEnum):
    """How good the evidence for a date is (notes on trust, §5.2); only A to C count before an event."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    U = "U"


@dataclass(frozen=True, slots=True)
class Dating:
    """One date of a document and why.

    `kind` is said, written, published, reprinted or captured; `basis` says on what it rests (metadata,
    date line, …); `start` and `end` are the evidence's span in the document's text; `note` shows how a
    date that was not EDTF was read.
    """

    kind: str
    date: Edtf
    basis: str
    grade: Grade
    start: int | None = None
    end: int | None = None
    note: str = ""


def days_in_month(year: int, month: int) -> int:
    """The length of a month in days; DateError when the month is not 1 to 12."""
    if not 1 <= month <= _MONTHS:
        raise DateError(f"Month {month} does not exist; months are 1 to 12.")
    leap = year % 4 == 0 and (year % 100 != 0 or year % _CYCLE_YEARS == 0)
    return 29 if leap and month == _FEBRUARY else _MONTH_LENGTHS[month - 1]


def day_number(year: int, month: int, day: int) -> int:
    """The number of a day; year 0 is 1 BCE, and DateError says which part does not exist.

    Source: H. Hinnant, "chrono-compatible low-level date algorithms" (days_from_civil).
    """
    if not 1 <= day <= days_in_month(year, month):
        raise DateError(
            f"Day {day} does not exist in month {month} of year {year}; "
            f"it has {days_in_month(year, month)} days."
        )
    shifted_year = year - (month < _MARCH)
    cycle, year_of_cycle = divmod(shifted_year, _CYCLE_YEARS)
    month_from_march = (month - _MARCH) % _MONTHS
    day_of_year = (153 * month_from_march + 2) // 5 + day - 1  # five months from March have 153 days
    day_of_cycle = year_of_cycle * 365 + year_of_cycle // 4 - year_of_cycle // 100 + day_of_year
    return cycle * _CYCLE_DAYS + day_of_cycle - _MARCH_TO_DAY_ZERO


def civil_date(day: int) -> tuple[int, int, int]:
    """Year, month and day of a day number; the inverse of `day_number`.

    Source: H. Hinnant, "chrono-compatible low-level date algorithms" (civil_from_days).
    """
    cycle, day_of_cycle = divmod(day + _MARCH_TO_DAY_ZERO, _CYCLE_DAYS)
    leap_days = (
        day_of_cycle // (_FOUR_YEARS_DAYS - 1)
        - day_of_cycle // _CENTURY_DAYS
        + day_of_cycle // (_CYCLE_DAYS - 1)
    )
    year_of_cycle = (day_of_cycle - leap_days) // 365
    day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle // 4 - year_of_cycle // 100)
    month_from_march = (5 * day_of_year + 2) // 153
    month = (month_from_march + _MARCH - 1) % _MONTHS + 1
    year = cycle * _CYCLE_YEARS + year_of_cycle + (month < _MARCH)
    return year, month, day_of_year - (153 * month_from_march + 2) // 5 + 1


def iso_day(day: int) -> str:
    """A day number as ISO 8601 writes it: 1989-11-09, -0043-03-15, and +12345-01-01 beyond year 9999."""
    year, month, day_of_month = civil_date(day)
    sign = "-" if year < 0 else "+" if year > 9999 else ""  # noqa: PLR2004  ISO writes four digits
    return f"{sign}{abs(year):04d}-{month:02d}-{day_of_month:02d}"
