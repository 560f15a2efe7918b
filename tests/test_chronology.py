"""Do events stand in the order of their dates?"""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from foresaid.model.annotations import Context
from foresaid.read.assertions.annotator import assertion_annotator
from foresaid.read.chronology.order import chronology
from foresaid.read.chronology.statements import event_statements
from foresaid.read.times.annotator import time_annotator
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary("en")
ANNOTATOR = assertion_annotator(VOCABULARY)
TIMES = time_annotator(VOCABULARY)
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
    found = ANNOTATOR.annotate(text, Context(date=context.date, found={"times": times}))
    return list(event_statements(document, found))


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
