"""Do events stand in the order of their dates, and are statements of one event found together?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.model.annotations import Context, Span
from foresaid.read.assertions.annotator import assertion_annotator
from foresaid.read.chronology.order import chronology
from foresaid.read.chronology.same_event import EventStatement, same_event
from foresaid.read.chronology.statements import event_statements
from foresaid.read.times.annotator import time_annotator
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary("en")
ANNOTATOR = assertion_annotator(VOCABULARY)
TIMES = time_annotator(VOCABULARY)
STATEMENTS = event_statements(VOCABULARY)
DATES = [
    "1848",
    "1848~",
    "1848-03",
    "1848-03-13",
    "184X",
    "../1848",
    "1848/..",
    "1847/1849",
    "1849-01?",
    "-0043-03-15",
]


def ordered(*dates):
    """Dates in their order, each with what is certain."""
    return chronology(dates, lambda text: parse_edtf(text) if text else None)


def statements(document, text, date=None):
    """The event statements of a text."""
    context = Context(date=parse_edtf(date) if date else None)
    times = list(TIMES.annotate(text, context))
    return STATEMENTS(
        document, ANNOTATOR.annotate(text, Context(date=context.date, found={"times": times}))
    )


def test_order_is_that_of_dates():
    """What is told last and happened first stands first; what is certain in that order is said."""
    found = ordered("1989-11", "1956", "1953", None, "1956-02")
    assert [each.entry for each in found.placed] == ["1953", "1956", "1956-02", "1989-11"]
    assert [each.certain for each in found.placed] == [True, True, False, True]
    assert [each.settled for each in found.placed] == [0, 1, 1, 3]
    assert [each.open_since for each in found.placed] == [0, 1, 1, 3]
    assert found.undated == (None,)


@given(st.lists(st.sampled_from(DATES), max_size=12))
def test_what_precedes_stands_in_front(dates):
    """No entry stands in front of one that certainly precedes it; the counts are those of all pairs."""
    placed = ordered(*dates).placed
    days = [parse_edtf(each.entry) for each in placed]
    for number, each in enumerate(placed):
        assert not any(days[number].precedes(earlier) for earlier in days[:number])
        assert each.settled == sum(bool(day.precedes(days[number])) for day in days)
        unsettled = [index for index in range(number) if not days[index].precedes(days[number])]
        assert each.open_since == (unsettled[0] if unsettled else number)
    for before, after in pairwise(range(len(placed))):
        assert placed[after].certain == bool(days[before].precedes(days[after]))


@given(st.permutations(DATES))
def test_order_does_not_depend_on_the_telling(dates):
    """Any order of telling gives the same order of dates, of equal ones too."""
    assert [each.entry for each in ordered(*dates).placed] == [
        each.entry for each in ordered(*DATES).placed
    ]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (
            "The red flag was lowered on 26 December 1991.",
            "On 25 December 1991 the flag was lowered over the palace.",
            True,
        ),
        (
            "Otto Maas was assassinated in Lyon on 3 May 1871.",
            "The assassination of Maas on 4 May 1871 shook the city.",
            True,
        ),
        (
            "The Miners' League was founded in 1903.",
            "The founding of the Miners' League in 1905 was late.",
            True,
        ),
        ("The treaty with Spain was signed in 1795.", "The treaty with Spain was signed in 1819.", False),
        ("Otto Maas was assassinated in 1871.", "Clara Voss was assassinated in 1871.", False),
        ("The bank was founded in 1840.", "The bank was dissolved in 1840.", False),
        ("The bank of Holm was opened in May 1840.", "The school of Holm was opened in May 1840.", False),
        ("The act was approved on 3 May 1820.", "The act was approved on 9 May 1820.", False),
        ("The flag was lowered on 3 May 1820.", "The flag was lowered on 3 August 1820.", False),
        ("The treaty was signed at Lyon in 1802.", "The treaty was signed at Trieste in 1802.", False),
    ],
)
def test_same_event(one, other, together):
    """Kind, subject and names decide whether two statements may tell of one event; their dates may differ."""
    first, second = statements("a", one), statements("b", other)
    assert len(first) == len(second) == 1
    assert (len(same_event([*first, *second])) == 1) is together


@given(st.lists(st.tuples(st.sampled_from(["flag", "mill"]), st.integers(1800, 1804)), max_size=12))
def test_groups_hold_every_statement_once(rows):
    """Nothing is lost or doubled, and no group mixes kinds or subjects."""
    given_rows = [
        EventStatement(
            "d",
            Span(number, number + 1),
            head,
            "opening",
            False,
            (head,),
            frozenset(),
            parse_edtf(str(year)),
        )
        for number, (head, year) in enumerate(rows)
    ]
    groups = same_event(given_rows)
    assert sorted(each.span.start for group in groups for each in group) == list(range(len(rows)))
    assert all(len({each.heads for each in group}) == 1 for group in groups)


def test_seed_s38_the_narrative_is_put_in_order(shared):
    """S38: the essay tells 1989 after 1953 and 1933 after 1989; the chronology does not."""
    text = (shared / "seed" / "seed.txt").read_text("utf-8")
    told = statements("seed", text, "2021-12-28")
    placed = chronology(told, lambda each: each.date).placed
    days = [each.entry.date for each in placed]
    assert [each.entry.span.start for each in placed] != sorted(each.entry.span.start for each in placed)
    assert not any(
        later.precedes(earlier) for number, earlier in enumerate(days) for later in days[number:]
    )
    assert placed[0].entry.date.text == "1917-10"
    assert len(placed) == len(told) >= 12
