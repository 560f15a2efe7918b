"""Are days counted rightly, and is "before" claimed only where it is certain?"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.errors import DateError
from foresaid.model.dates import Edtf, civil_date, day_number, days_in_month, iso_day
from foresaid.text.edtf import parse_edtf

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "dates.toml").read_text("utf-8"))
ANSWERS = {"yes": True, "no": False, "unknown": None}

DAYS = st.integers(-(10**15), 10**15)
NEAR_DAYS = st.none() | st.integers(-40, 40)
MARGINS = st.integers(0, 10)


@st.composite
def uncertain_dates(draw):
    """Any Edtf value whose earliest day is not after its latest; close together, so that they overlap."""
    earliest, latest = draw(NEAR_DAYS), draw(NEAR_DAYS)
    if earliest is not None and latest is not None and latest < earliest:
        earliest, latest = latest, earliest
    return Edtf("", earliest, latest, "", draw(MARGINS), draw(MARGINS))


@pytest.mark.parametrize("case", TABLE["order"], ids=lambda case: f"{case['first']} < {case['second']}")
def test_the_order_of_two_dates_is_as_the_table_says(case):
    """Two dates of the table precede one another, do not, or cannot be told apart, as it says."""
    answer = parse_edtf(case["first"]).precedes(parse_edtf(case["second"]))
    assert answer is ANSWERS[case["precedes"]], case["why"]


@given(uncertain_dates(), uncertain_dates())
def test_precedes_is_antisymmetric(first, second):
    """When one date certainly precedes another, that one certainly does not precede it."""
    if first.precedes(second):
        assert second.precedes(first) is False


@given(uncertain_dates(), uncertain_dates())
def test_overlapping_dates_never_precede(first, second):
    """Two dates that may share a day, margins included, are never said to precede one another."""
    if first.latest is not None and second.earliest is not None:
        first_end = first.latest + first.end_margin
        second_start = second.earliest - second.start_margin
        if first_end < second_start:
            return
    assert first.precedes(second) is not True


@given(uncertain_dates(), uncertain_dates(), st.integers(-60, 60), st.integers(-60, 60))
def test_precedes_holds_for_every_day_that_is_possible(first, second, one, other):
    """Whatever two days the dates turn out to be, a certain answer about them was right."""
    answer = first.precedes(second)
    if answer is not None and is_possible(first, one) and is_possible(second, other):
        assert (one < other) is answer


def is_possible(value, day):
    """Whether a day lies between the bounds, margins included."""
    return (value.earliest is None or day >= value.earliest - value.start_margin) and (
        value.latest is None or day <= value.latest + value.end_margin
    )


@given(DAYS)
def test_a_day_number_comes_back_from_its_civil_date(day):
    """Every day number, far before our era too, names a day that has that number."""
    assert day_number(*civil_date(day)) == day


@given(DAYS)
def test_civil_dates_follow_one_another(day):
    """The day after is the next of the month, or the first of the next month or year."""
    year, month, day_of_month = civil_date(day)
    following = (
        (year, month, day_of_month + 1)
        if day_of_month < days_in_month(year, month)
        else (year + (month == 12), month % 12 + 1, 1)
    )
    assert civil_date(day + 1) == following


@given(st.dates())
def test_day_numbers_are_those_of_the_standard_library(day):
    """From year 1 to 9999 the numbers are those of `date.toordinal`."""
    assert day_number(day.year, day.month, day.day) == day.toordinal()
    assert iso_day(day.toordinal()) == day.isoformat()


def test_year_zero_is_the_year_before_year_one():
    """Day 0 is the last day of 1 BCE, which is written as year 0000."""
    assert civil_date(0) == (0, 12, 31)
    assert day_number(0, 1, 1) == -365  # 1 BCE was a leap year


@pytest.mark.parametrize("parts", [(1989, 13, 1), (1989, 0, 1), (1989, 2, 29), (1900, 2, 29), (1989, 4, 0)])
def test_days_that_do_not_exist_are_refused(parts):
    """A month or day that the calendar does not have raises DateError, which names it."""
    with pytest.raises(DateError, match="does not exist"):
        day_number(*parts)


@pytest.mark.parametrize(
    ("parts", "written"),
    [((-43, 3, 15), "-0043-03-15"), ((0, 1, 1), "0000-01-01"), ((12345, 1, 1), "+12345-01-01")],
)
def test_days_are_written_as_iso_writes_them(parts, written):
    """Years have four digits at least, a sign before our era and beyond year 9999."""
    assert iso_day(day_number(*parts)) == written


def test_the_table_agrees_with_the_standard_library_on_leap_years():
    """February has 29 days in exactly the years that `date` gives 29."""
    for year in range(1, 2401):
        last = date(year, 3, 1).toordinal() - date(year, 2, 1).toordinal()
        assert days_in_month(year, 2) == last
