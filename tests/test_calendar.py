"""Are dates in words found where they stand, and is a doubtful cell refused rather than guessed?"""

from __future__ import annotations

import tomllib
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.errors import DateError
from foresaid.model.dates import day_number
from foresaid.text.calendar import find_dates, read_date
from foresaid.vocabulary import load_vocabulary

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "dates.toml").read_text("utf-8"))
ENGLISH = load_vocabulary("en")
FULL_NAMES = [entry.split("|")[0] for entry in ENGLISH.tables["calendar.months"]]

WORDS = st.sampled_from(
    [
        "May",
        "March",
        "Dec.",
        "28",
        "1990",
        "2021-12-28",
        "of",
        "th",
        ",",
        " ",
        "\n",
        "-",
        "BC",
        "é",
        "/",
        "12",
    ]
)


@pytest.mark.parametrize("case", TABLE["prose"], ids=lambda case: case["text"][:40])
def test_dates_in_prose_are_those_of_the_table(case):
    """The dates found in a sentence of the table are those listed with it, word for word."""
    found = [[case["text"][d.start : d.end], d.edtf.text] for d in find_dates(case["text"], ENGLISH)]
    assert found == case["dates"]


@pytest.mark.parametrize(
    "case", [c for c in TABLE["cell"] if "reads" in c], ids=lambda case: case["text"].strip()
)
def test_a_cell_is_read_as_the_table_says(case):
    """A cell of the table is read as the date given there, and another form than EDTF is shown in the note."""
    value, note = read_date(case["text"], ENGLISH)
    assert value.text == case["reads"]
    shown = f"read {case['text'].strip()!r} as {case['reads']}"
    assert note == (shown if case.get("note", True) else "")


@pytest.mark.parametrize(
    "case", [c for c in TABLE["cell"] if "error" in c], ids=lambda case: case["text"] or "empty"
)
def test_a_doubtful_cell_is_refused_with_its_reason(case):
    """A cell that is no date, or more than one, is refused with the words given in the table."""
    with pytest.raises(DateError) as caught:
        read_date(case["text"], ENGLISH)
    assert case["error"] in str(caught.value)


@given(st.dates(), st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "{d}th of {m}, {y}"]))
def test_every_day_written_in_english_is_read(day, form):
    """Any day from year 1 to 9999 written with its month's name is read as that day."""
    text = form.format(d=day.day, m=FULL_NAMES[day.month - 1], y=f"{day.year:04d}")
    value, _ = read_date(text, ENGLISH)
    assert value.earliest == value.latest == day_number(day.year, day.month, day.day)


@given(
    st.text(max_size=40)
    | st.lists(WORDS, max_size=12).map(" ".join)
    | st.lists(WORDS, max_size=12).map("".join)
)
def test_any_text_is_searched_and_any_cell_read_or_refused(text):
    """Whatever the text, found dates stand in order without overlap, and a cell raises DateError at most."""
    end = 0
    for found in find_dates(text, ENGLISH):
        assert end <= found.start < found.end <= len(text)
        assert found.edtf.earliest is not None
        end = found.end
    try:
        read_date(text, ENGLISH)
    except DateError as error:
        assert str(error)  # noqa: PT017  it is the text that is tested


def test_a_limit_stops_the_search():
    """With a limit no more dates are found than it says, and they are the first."""
    text = "March 1987, " * 10
    assert list(find_dates(text, ENGLISH, limit=3)) == list(islice(find_dates(text, ENGLISH), 3))
    assert list(find_dates(text, ENGLISH, limit=0)) == []


@pytest.mark.parametrize(
    "piece", ["1990 ", "May ", "1", "12 1990 ", "1\t\t\t\t", "May 5, ", "1990-12-", "of of "]
)
def test_the_time_grows_with_the_text(piece):
    """A megabyte of what almost is a date is searched in seconds, not hours."""
    assert list(find_dates(piece * (1_000_000 // len(piece)), ENGLISH)) == []


def test_months_are_twelve_and_no_spelling_means_two():
    """The table of months has twelve rows, and no form stands in two of them."""
    rows = [entry.split("|") for entry in ENGLISH.tables["calendar.months"]]
    forms = [form.casefold() for row in rows for form in row]
    assert len(rows) == 12
    assert len(forms) == len(set(forms))
