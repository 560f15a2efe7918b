"""Does a date in EDTF mean the days that it should, and is everything else refused with a reason?"""

from __future__ import annotations

import tomllib
import warnings
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foresaid.errors import DateError
from foresaid.model.dates import day_number, iso_day
from foresaid.text.edtf import LONGEST, parse_edtf

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the oracle and its pyparsing call names that are going away
    from edtf import parse_edtf as oracle_parse

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "dates.toml").read_text("utf-8"))
READ = [case for case in TABLE["date"] if "error" not in case]
REFUSED = [case for case in TABLE["date"] if "error" in case]

LIKE_EDTF = st.text("0123456789X-/.?~%[]{},YEST:Z+ ", max_size=30)
YEARS = st.integers(1, 9999)
MARK = st.sampled_from(["", "?", "~", "%"])


def bound(day):
    """A bound as the table writes it."""
    return "open" if day is None else iso_day(day)


@pytest.mark.parametrize("case", READ, ids=lambda case: case["text"])
def test_a_date_means_the_days_of_the_table(case):
    """Each date of the table has the earliest and latest day and the qualifiers given there."""
    value = parse_edtf(case["text"])
    assert (bound(value.earliest), bound(value.latest)) == (case["earliest"], case["latest"])
    assert value.qualifiers == case.get("qualifiers", "")


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["text"] or "empty")
def test_what_is_no_date_is_refused_with_its_reason(case):
    """Each text of the table that is no date is refused, and the message holds the words given there."""
    with pytest.raises(DateError) as caught:
        parse_edtf(case["text"])
    assert case["error"] in str(caught.value)


def test_a_refusal_names_the_character():
    """The message tells text, place and remedy, so that a row of a thousand can be mended."""
    with pytest.raises(DateError) as caught:
        parse_edtf("[1667, 1989-13]")
    assert str(caught.value) == (
        "'[1667, 1989-13]', character 13: month 13 does not exist; months are 01-12, seasons 21-41."
    )


@given(st.text(max_size=60) | LIKE_EDTF)
@example("\ud800")
@example("1\u0661\u0662\u0663")
def test_any_text_is_read_or_refused(text):
    """Whatever the text, the parser gives bounds in order, or DateError, and nothing else."""
    try:
        value = parse_edtf(text)
    except DateError as error:
        assert str(error)  # noqa: PT017  it is the text that is tested
        return
    assert value.earliest is None or value.latest is None or value.earliest <= value.latest
    assert value.start_margin >= 0
    assert value.end_margin >= 0
    assert bool(value.qualifiers) == any(mark in text for mark in "?~%")


@given(LIKE_EDTF)
def test_the_text_stays_and_reads_alike_again(text):
    """A date keeps its text but for white space around it, and that text is read as the same date."""
    try:
        value = parse_edtf(text)
    except DateError:
        return
    assert value.text == text.strip()
    assert parse_edtf(value.text) == value


@given(YEARS, st.integers(1, 12), st.integers(1, 31), MARK)
def test_a_qualifier_leaves_the_days_and_widens_the_margin(year, month, day, mark):
    """With "?", "~" or "%" the days stay as written, and only then is there a margin."""
    plain = f"{year:04d}-{month:02d}-{day:02d}"
    try:
        value = parse_edtf(plain)
    except DateError:
        return
    qualified = parse_edtf(plain + mark)
    assert (qualified.earliest, qualified.latest) == (value.earliest, value.latest)
    assert (qualified.end_margin > 0) is bool(mark)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1989-11-09~", 1),
        ("1989-11-09%", 2),
        ("1989-11~", 31),
        ("1989~", 366),
        ("198X~", 3653),
        ("1989~-11-09", 366),
        ("1989-11~-09", 31),
        ("1989-~11-09", 31),
        ("1989-11-~09", 1),
        ("1989-11-XX~", 30),
        ("?1989-11-~09", 366),
    ],
)
def test_the_margin_is_one_unit_of_what_is_in_doubt(text, days):
    """A doubt about the year is worth a year, about a decade ten years, about the day one day."""
    value = parse_edtf(text)
    assert (value.start_margin, value.end_margin) == (days, days)


def test_a_sets_margin_holds_for_each_of_its_dates():
    """A doubtful date inside a set widens it only where it reaches beyond the others."""
    value = parse_edtf("[1667~,1668-06]")
    days_of_1668 = 182  # 1 January to 30 June of a leap year
    assert (value.start_margin, value.end_margin) == (366, 366 - days_of_1668)
    assert parse_edtf("[1667~,1669-06]").end_margin == 0


def test_absurd_dates_cost_nothing():
    """Huge exponents, endless texts and hopeless patterns are refused at once (under a second for all)."""
    for text in (
        "Y1E999999999",
        "Y" + "9" * 400,
        "9" * 10_000_000,
        "[" * 400,
        "," * 400,
        "XXXX-02-3X",
        "X" * 400,
    ):
        with pytest.raises(DateError):
            parse_edtf(text)


def test_a_long_text_is_refused_by_its_length():
    """A text longer than any date says how long it may be, and does not repeat all of it."""
    with pytest.raises(DateError, match=f"at most {LONGEST}") as caught:
        parse_edtf("1989 " * 1000)
    assert len(str(caught.value)) < 200


@given(YEARS, st.integers(1, 12), st.integers(1, 28), st.sampled_from(["day", "month", "year", "decade"]))
def test_plain_dates_agree_with_another_implementation(year, month, day, precision):
    """Years, months, days and decades have the bounds that the PyPI package edtf gives them."""
    text = {
        "day": f"{year:04d}-{month:02d}-{day:02d}",
        "month": f"{year:04d}-{month:02d}",
        "year": f"{year:04d}",
        "decade": f"{year // 10:03d}X",
    }[precision]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        oracle = oracle_parse(text)
        lower, upper = oracle.lower_strict(), oracle.upper_strict()
    value = parse_edtf(text)
    assert (value.earliest, value.latest) == (day_number(*lower[:3]), day_number(*upper[:3]))
