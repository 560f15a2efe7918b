"""Are times found in running text, with the value that the text gives them, its reason, and nothing guessed?"""

from __future__ import annotations

import pickle
import tomllib
from dataclasses import replace
from datetime import date as calendar_date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.model.annotations import Annotation, Context, Span
from foresaid.model.bodies import Circumstances, Quotation, QuotationType, TimeType
from foresaid.model.dates import iso_day
from foresaid.read.times.annotator import time_annotator
from foresaid.read.times.conflicts import DatedStatement, date_conflicts, dated_statements, empty_words
from foresaid.read.times.feasts import easter
from foresaid.read.times.marks import marked
from foresaid.read.times.parts import part_of
from foresaid.read.times.points import Point, julian_to_gregorian, shifted
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

CASES = tomllib.loads((Path(__file__).parent / "tables" / "times.toml").read_text("utf-8"))["case"]
# More than a text's memory of its last day, with another year in it.
FAR = "The parish kept its books with care. " * 60 + "In 1899 they were bound."
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
PIECES = ("1914", "May", " ", "the ", "of ", "last ", "year", "years", "later", "-", "three ", "\n\n", "BC", "th", "2",
          "’30s", "century", "anniversary of ", "Easter", "p.m.", ":", "inst.", "é", "between ", "and ", "winter", "/2", "_", "*")  # fmt: skip


@pytest.fixture(scope="module")
def annotator():
    """The annotator for English, made once."""
    return time_annotator(load_vocabulary("en"))


def bodies(annotator, text, date=None):
    """What is found in a text, in its order."""
    context = Context(date=parse_edtf(date) if date else None)
    return list(annotator.annotate(text, context))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_table(annotator, case):
    """Each sentence of the table has exactly the times it should, with their values and reasons."""
    text = case["text"].replace("{far}", FAR)
    found = [each.body for each in bodies(annotator, text, case.get("date"))]
    told = [[body.text, body.value or body.duration or ""] for body in found]
    assert told == case["times"]
    by_words = {body.text: body for body in found}
    for words, anchor in case.get("because", ()):
        assert anchor in by_words[words].anchor
    for words, note in case.get("notes", ()):
        assert note in by_words[words].note
    for field in ("likely", "interval", "relation"):
        for words, value in case.get(field, ()):
            assert getattr(by_words[words], field) == value
    # what is not told to need a note has none
    noted = {words for words, _ in case.get("notes", ())}
    assert {body.text for body in found if body.note} <= noted


def test_anchor_places_stand_where_the_anchor_is(annotator):
    """A value that leans on other words shows their place."""
    text = "The bridge opened in 1904. Three years later it burned, and in May of that year it was sold."
    _, later, month = bodies(annotator, text)
    for body, words in ((later.body, "1904"), (month.body, "Three years later")):
        place = body.anchor_place
        assert text[place.start : place.end] == words


def test_deictics_inside_a_quotation_mean_its_own_day(annotator):
    """Where quotations are known, "today" inside one is its own day, and nothing where that is not known."""
    text = 'In 1862 Ames wrote: "Today we march; last year we did not." Today nobody knows.'
    start, end = text.index("Today we"), text.index('." Today') + 1
    quotation = Quotation(QuotationType.DIRECT, 1, text[start:end], Span(start, end))
    dated = replace(quotation, circumstances=Circumstances(date="1862-05-03"))
    for quoted, expected in ((dated, ["1862-05-03", "1861"]), (quotation, [None, None])):
        found = {"quotations": [Annotation(Span(start, end), quoted, "test/1")]}
        context = Context(date=parse_edtf("1990-01-02"), found=found)
        values = [each.body.value for each in annotator.annotate(text, context)]
        assert values == ["1862", *expected, "1990-01-02"]


def test_a_coarser_date_from_elsewhere_gives_way_to_the_day_in_the_head(annotator):
    """The head's own day is the anchor, with its place, where the catalogue has only the year; not where it disagrees."""
    text = "Norwich, 14 November 1794\n\nDear Sister,\n\nYesterday it froze."
    for elsewhere, expected, place in (
        ("1794", "1794-11-13", "14 November 1794"),
        ("1794-11-20", "1794-11-19", None),
        ("1801", None, None),
    ):
        body = bodies(annotator, text, elsewhere)[-1].body
        assert body.value == expected
        assert (
            text[body.anchor_place.start : body.anchor_place.end] if body.anchor_place else None
        ) == place


@given(st.lists(st.sampled_from((*PIECES, "“", "”", '"', "\n\n")), max_size=30).map("".join))
def test_marked_words_stand_in_order_and_never_overlap(text):
    """Stretches inside quotation marks follow one another, hold no outer mark and cross no blank line."""
    spans = marked(text)
    assert all(one.end < other.start for one, other in pairwise(spans))
    for span in spans:
        assert "\n\n" not in text[span.start : span.end]
        assert text[span.start - 1] in '“"'


def test_types_are_told(annotator):
    """A date, a time of the day, a duration and a repetition are told apart."""
    found = bodies(annotator, "On 3 May 1902 at noon, for two hours, as he did every week.")
    assert [each.body.type for each in found] == [
        TimeType.DATE, TimeType.TIME, TimeType.DURATION, TimeType.SET,
    ]  # fmt: skip


def test_findings_survive_another_process(annotator):
    """A pickled annotator finds the same."""
    text = "On 3 May 1902 it rained. The next day, in the early 1900s, two years ago."
    assert bodies(pickle.loads(pickle.dumps(annotator)), text) == bodies(annotator, text)


@given(st.integers(1583, 2999), st.integers(1, 10), st.integers(1, 28))
def test_days_written_in_words_are_read_back(year, month, day):
    """Any day from 1583 on, written in either order, has its own value."""
    annotator = time_annotator(load_vocabulary("en"))
    name = MONTHS[month - 1]
    for words in (f"{day} {name} {year}", f"{name} {day}, {year}"):
        (found,) = bodies(annotator, f"It was on {words}, they say.")
        assert found.body.value == f"{year:04d}-{month:02d}-{day:02d}"
        assert found.body.text == words


@given(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.sampled_from((None, "1863-05-10", "1990", "18XX")),
)
def test_whatever_the_text_values_are_edtf_and_spans_are_its_own(text, date):
    """Every value, range and likely part can be read as EDTF; every span holds its words; they stand in order."""
    annotator = time_annotator(load_vocabulary("en"))
    found = bodies(annotator, text, date)
    for each in found:
        body = each.body
        assert text[each.target.start : each.target.end] == body.text
        for value in (body.value, body.interval, body.likely):
            if value is not None:
                parse_edtf(value)
    assert [each.target.start for each in found] == sorted(each.target.start for each in found)


EDGES = (
    "About 20,000 years ago; the past 20,000 years; 900,000 days ago; nine thousand centuries later; half an hour ago.",
    "In 44 BC he died. That decade, that century, the thirties, the '20s, the next decade. Early in 44 BC. The next day.",
    "On 31 December 9999 it ended. The next day. Ten years later. The following month. Early next year. Last March.",
    "In 1 BC and 1 AD, in 9999 BC; the 1st century BC, the 100th century BC, the 99th century; 0 BC; the 0th century.",
    "The 1000th anniversary of the Battle of Hastings; the 20,000th anniversary of the battle of Dover in 1904.",
    "On 1 January 1 BC; the year before; the last week of 1 BC; the first two months of 44 BC; the 31st of last month.",
)


@pytest.mark.parametrize("text", EDGES)
@pytest.mark.parametrize(
    "date", [None, "2009-12-19", "-0043-03-15", "9999", "0001-01-01", "1988-09/1988-10", "../1900"]
)
def test_values_at_the_ends_of_time_are_edtf(annotator, text, date):
    """Whatever lies before our era or beyond the four digits of a year has a value that EDTF knows, or none."""
    found = bodies(annotator, text, date)
    assert len(found) >= 2
    for each in found:
        for value in (each.body.value, each.body.interval, each.body.likely):
            if value is not None:
                parse_edtf(value)


def test_parts_of_a_whole_stay_inside_it():
    """The first and last so many of a month or year lie in it; a part that is longer than it is none."""
    assert part_of(Point(1900, 2), -1, 1, "D") == "1900-02-28"
    assert part_of(Point(1904, 2), -1, 1, "W") == "1904-02-23~/1904-02-29"
    assert part_of(Point(1904), -1, 2, "M") == "1904-11/1904-12"
    assert part_of(Point(1904, 2), 5, 1, "W") is None
    assert part_of(Point(1904, 2), 1, 3, "M") is None
    assert part_of(Point(1904, 2, 3), 1, 1, "D") is None


def test_julian_days_are_given_as_the_gregorian_calendar_counts_them():
    """4 October 1582 of the Julian calendar was 14 October; 25 October 1917 was 7 November."""
    assert julian_to_gregorian(Point(1582, 10, 4)) == Point(1582, 10, 14)
    assert julian_to_gregorian(Point(1917, 10, 25)) == Point(1917, 11, 7)
    assert julian_to_gregorian(Point(1917, 10)) == Point(1917, 10)


@given(st.integers(1583, 4000))
def test_easter_is_a_sunday_between_its_bounds(year):
    """Easter falls on a Sunday from 22 March to 25 April."""
    month, day = easter(year)
    assert (3, 22) <= (month, day) <= (4, 25)
    assert calendar_date(year, month, day).isoweekday() == 7


@given(st.integers(-4000, 4000), st.integers(1, 12), st.integers(1, 28), st.integers(-3000, 3000))
def test_days_and_months_go_there_and_back(year, month, day, steps):
    """A point moved by some days or months and back is the same point."""
    for point, unit in ((Point(year, month, day), "D"), (Point(year, month), "M"), (Point(year), "Y")):
        there = shifted(point, steps, unit)
        assert there is not None
        assert shifted(there, -steps, unit) == point


def test_coarse_points_give_no_finer_ones():
    """Days from a month and months from a year are told as not known."""
    assert shifted(Point(1900, 5), 3, "D") is None
    assert shifted(Point(1900), 3, "M") is None


def test_time_grows_with_the_text_alone(annotator):
    """Texts made to be slow (numbers, quarters of dates, open ranges) of 200,000 characters are read through."""
    for piece in ("1914-", "the end of ", "May ", "two years after the ", "12 ", "1 000,", "last "):
        text = piece * (200_000 // len(piece))
        assert all(
            text[each.target.start : each.target.end] == each.body.text for each in bodies(annotator, text)
        )


# dates that exclude each other


def statements(annotator, **texts):
    """The dated statements of some texts."""
    for name, text in texts.items():
        yield from dated_statements(name, text, bodies(annotator, text))


def test_two_documents_that_date_one_event_differently_are_told(annotator):
    """The same event with two days is a conflict; with a month that holds the day it is none."""
    empty = empty_words(load_vocabulary("en"))
    one = "The old lighthouse at Skerry collapsed on 4 March 1881 in a gale. Nobody was hurt."
    other = "Long after, they told how the lighthouse at Skerry collapsed on 6 March 1881."
    (conflict,) = date_conflicts(statements(annotator, one=one, other=other), empty)
    assert (conflict.one.document, conflict.other.document) == ("one", "other")
    assert {"lighthouse", "skerry", "collaps"} <= set(conflict.shared)
    agreeing = other.replace("on 6 March 1881", "in March 1881")
    assert date_conflicts(statements(annotator, one=one, other=agreeing), empty) == []


def test_one_text_can_contradict_itself(annotator):
    """Two sentences of one text are compared as those of two."""
    text = (
        "The old lighthouse at Skerry collapsed on 4 March 1881. It had stood for long."
        " That the lighthouse at Skerry collapsed on 6 March 1881 surprised none."
    )
    assert len(date_conflicts(statements(annotator, one=text), empty_words(load_vocabulary("en")))) == 1


def test_other_events_and_returning_ones_are_no_conflict(annotator):
    """Sentences that share a place, and feasts that come every year, are let be."""
    texts = {
        "a": "The lighthouse at Skerry was painted on 4 March 1881.",
        "b": "The keeper of Skerry married on 6 March 1881.",
        "c": "The fair of Skerry opened its gates on 3 May 1881.",
        "d": "The fair of Skerry opened its gates on 4 May 1882.",
    }
    assert date_conflicts(statements(annotator, **texts), empty_words(load_vocabulary("en"))) == []


def test_a_sentence_with_two_dates_states_none(annotator):
    """Which words belong to which of two dates is not guessed."""
    text = "The dam was begun on 3 May 1881 and finished on 9 May 1884."
    assert list(statements(annotator, a=text)) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(("mill", "tower", "Skerry", "burned", "fell")), st.integers(1, 28)),
        max_size=12,
    )
)
def test_conflicts_are_of_dates_that_exclude_each_other(pairs):
    """Whatever is compared, no pair is told whose dates could be one day."""
    rows = [
        DatedStatement(
            str(number), f"the {word} tower at Skerry fell", parse_edtf(f"1881-03-{day:02d}"), Span(0, 1)
        )
        for number, (word, day) in enumerate(pairs)
    ]
    for conflict in date_conflicts(rows):
        assert conflict.one.date.precedes(conflict.other.date) or conflict.other.date.precedes(
            conflict.one.date
        )
        assert iso_day(conflict.one.date.earliest) != iso_day(conflict.other.date.earliest)
