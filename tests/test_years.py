"""Are years that are not sure, seasons, double years and roman numerals read as their forms say?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.text.calendar import find_dates
from foresaid.text.edtf import parse_edtf
from foresaid.text.years import double_year, find_year, roman_year
from foresaid.vocabulary import load_vocabulary

WORDS = load_vocabulary("en")

# A line, the date with which it ends, and the characters that say so.
ENDS = [
    ("London, c. 1862", "1862~", "c. 1862"),
    ("circa 1862.", "1862~", "circa 1862"),
    ("[ca. 1862]", "1862~", "[ca. 1862]"),
    ("1862?", "1862?", "1862?"),
    ("ca. 1862?", "1862%", "ca. 1862?"),
    ("[1862]", "1862", "[1862]"),
    ("(1862)", "1862", "(1862)"),
    ("[1862?]", "1862?", "[1862?]"),
    ("[186-]", "186X", "[186-]"),
    ("[186-?]", "186X?", "[186-?]"),
    ("[18--]", "18XX", "[18--]"),
    ("[1862 or 1863]", "[1862,1863]", "[1862 or 1863]"),
    ("[between 1906 and 1912]", "1906/1912", "[between 1906 and 1912]"),
    ("1861/62", "1861/1862", "1861/62"),
    ("1914-1918", "1914/1918", "1914-1918"),
    ("Spring 1989", "1989-21", "Spring 1989"),
    ("FALL, 1989", "1989-23", "FALL, 1989"),
    ("Winter 1989/90", "1989-12/1990-03", "Winter 1989/90"),
    ("Q1 1989", "1989-33", "Q1 1989"),
    ("first quarter of 1989", "1989-33", "first quarter of 1989"),
]
# Lines that end with no year, or with one that cannot be.
NONE = [
    *(
        "$1862",
        "no.1862",
        "0862",
        "2101",
        "12345",
        "1865-61",
        "[1863 or 1862]",
        "Spring 1989/90",
        "186-",
        "18--",
    ),
    *("1862]", "1862 men", "x1862", "5/1862", "", "[186-", "1862/123"),
]
NUMERALS = [
    ("MDCCCLXII", 1862),
    ("M.DCC.XCI.", 1791),
    ("MDCCCCX", 1910),
    ("MDCLXXXXII", 1692),
    ("MCMXC", 1990),
    ("MIX", None),
    ("MDC", None),
    ("IMDC", None),
    ("MDXCXC", None),
    ("MMMM", None),
    ("mdccc", None),
]
# A date with its year written twice, and the days it may mean.
DOUBLED = [
    ("12 February 1731/2", "1732-02-12/1732-02-23"),
    ("24 March 1688/89", "1689-03-24/1689-04-03"),
    ("February 1731/32", "1732-02/1732-03"),
    ("12 March 1861/62", "[1861-03-12,1862-03-12]"),
    ("5 June 1700/1", "[1700-06-05,1701-06-05]"),
    ("5 June 1700/3", None),
    ("29 February 1732/33", None),
]


@pytest.mark.parametrize(("line", "date", "written"), ENDS)
def test_a_line_ends_with_a_year(line, date, written):
    """The forms of title pages, journals and library cards."""
    found = find_year(line, WORDS)
    assert (found.edtf.text, line[found.start : found.end]) == (date, written)


@pytest.mark.parametrize("line", NONE)
def test_other_numbers_are_no_years(line):
    """Sums, numbers of a series, years far away and years in the wrong order."""
    assert find_year(line, WORDS) is None


@pytest.mark.parametrize(("word", "year"), NUMERALS)
def test_roman_numerals_are_years_from_print_on(word, year):
    """Both ways of writing four and nine; words such as MIX and degrees such as MD are none."""
    assert roman_year(word) == year


@given(st.integers(1450, 2100))
def test_every_year_of_print_is_read_back(year):
    """Written in the numerals of today, unless they are too short to be told from words."""
    signs = (
        *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    )
    rest, word = year, ""
    for value, sign in (*signs, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        word, rest = word + sign * (rest // value), rest % value
    assert roman_year(word) == (year if len(word) >= 4 else None)


@pytest.mark.parametrize(("written", "date"), DOUBLED)
def test_double_years_keep_both_calendars(written, date):
    """Before 25 March and up to 1752 the later year, in either calendar; elsewhere one of two years."""
    found = next(find_dates(written, WORDS))
    doubled = double_year(found.edtf, written[found.end :])
    assert (doubled[0].text if doubled else None) == date


@given(st.text("0123456789 .[]()?-/cSpringWinterQor", max_size=60) | st.text(max_size=60))
def test_what_is_found_is_a_date_at_its_place(line):
    """Whatever the line, nothing fails, and what is found stands within it."""
    found = find_year(line, WORDS)
    assert found is None or (
        parse_edtf(found.edtf.text) == found.edtf and line[found.start : found.end].strip()
    )
