"""Is an inquiry's answer bounded, and are time, copies and coverage told as far as dates allow?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.inquire.answers import answer_of
from foresaid.inquire.copies import copies
from foresaid.inquire.coverage import bounds_of
from foresaid.inquire.precedence import lead_years, standing_before
from foresaid.model.dates import Grade
from foresaid.model.events import Event
from foresaid.model.inquiries import Before, Finding, Stance, Standing, Witnessed
from foresaid.text.edtf import parse_edtf

FLOOD = Event("the flood", "the dam will break", parse_edtf("1900-05-01"))


def paper(name, date, grade=Grade.C, speaker="Ann Vale"):
    """A document of a date."""
    parsed = parse_edtf(date) if date else None
    return Witnessed(name, name.title(), speaker, parsed, grade if date else None, "metadata", name)


def finding(stance, *, document="a", date="1890-03-01", standing=Standing.CANDIDATE, carries=True):
    """A finding as the pipeline makes it."""
    held = paper(document, date)
    return Finding(
        document=document,
        start=0,
        end=10,
        text="The dam will break.",
        speaker=held.speaker,
        title=held.title,
        date=date,
        grade=held.grade,
        before=standing_before(held, FLOOD.date),
        stance=stance,
        machine=stance,
        standing=standing,
        score=0.5,
        lead_years=lead_years(held, FLOOD.date),
        cluster="c",
        carries=carries,
    )


BOUNDS = bounds_of(
    [paper("a", "1890-03-01"), paper("b", "1893"), paper("c", None), paper("d", "1885", Grade.D)],
    FLOOD.date,
    passages=12,
    judged=3,
    told=(("words",), "not audited"),
)


@pytest.mark.parametrize(
    ("date", "grade", "before", "lead"),
    [
        ("1890-05-01", Grade.C, Before.CERTAINLY, (10.0, 10.0)),
        ("1899", Grade.A, Before.CERTAINLY, (0.33, 1.33)),
        ("1900", Grade.B, Before.POSSIBLY, (-0.67, 0.33)),
        ("1900-05-01", Grade.C, Before.NOT, (0.0, 0.0)),
        ("1901", Grade.C, Before.NOT, (-1.67, -0.67)),
        ("1890", Grade.D, Before.POSSIBLY, None),
        ("../1890", Grade.C, Before.CERTAINLY, None),
        (None, None, Before.POSSIBLY, None),
    ],
)
def test_before_is_three_valued(date, grade, before, lead):
    """Only a date of grade A to C settles whether something was before; lead times are intervals or nothing."""
    document = paper("a", date, grade)
    assert standing_before(document, FLOOD.date) is before
    assert lead_years(document, FLOOD.date) == lead


def test_nothing_is_certainly_before_an_event_without_a_date():
    """An event that is not dated has only possible forerunners."""
    assert standing_before(paper("a", "1700"), None) is Before.POSSIBLY
    assert lead_years(paper("a", "1700"), None) is None


LONG = "As the river rises and the wall grows older the dam above the lower town will certainly break"


@pytest.mark.parametrize(
    ("sentences", "first"),
    [
        ([LONG, "He wrote: '" + LONG + "'."], [0, 0]),
        ([LONG, "The dam will break."], [0, 1]),
        (["The dam will break.", "The dam will break!"], [0, 0]),
        ([LONG, LONG.replace("certainly", "never").replace("river", "lake"), LONG], [0, 0, 0]),
        (
            [
                "The balance in the bank on the 1st May was 3.",
                "The balance in the bank on the 1st June was 4.",
            ],
            [0, 1],
        ),
        (["", ""], [0, 1]),
    ],
)
def test_copies_are_one_witness(sentences, first):
    """A sentence that takes over another's words is its copy; formulas and single phrases are not."""
    assert copies(sentences) == first


@given(st.lists(st.text("abc ", max_size=60), max_size=12))
def test_a_later_sentence_changes_no_earlier_copy(sentences):
    """Whose copy a sentence is depends on the sentences before it alone."""
    whole = copies(sentences)
    for size in range(len(sentences)):
        assert copies(sentences[:size]) == whole[:size]


def test_coverage_counts_what_can_count():
    """Documents without a date, or with a mere lead, are searched and told apart; empty years are named."""
    assert (BOUNDS.documents, BOUNDS.searched, BOUNDS.undated, BOUNDS.weak_dates) == (4, 4, 1, 1)
    assert (BOUNDS.first, BOUNDS.last, BOUNDS.years_without) == ("1890", "1893", (1891, 1892))
    assert BOUNDS.by_decade == ((1890, 2),)


def test_no_answer_says_nobody():
    """Where nothing was found the answer says where was looked, never that nobody said it."""
    told = answer_of(FLOOD, [finding(Stance.ON_TOPIC)], BOUNDS, None)
    assert "no explicit forecast of it was found" in told
    assert "4 documents" in told
    assert "no passage that expected the opposite was found" in told
    assert "not audited" in told
    assert "nobody" not in told.replace("nobody has accepted any", "")


def test_hits_and_opposites_stand_in_one_answer():
    """Forecasts and opposite expectations are counted side by side, copies not at all."""
    copy = replace(finding(Stance.FORESEES), carries=False)
    told = answer_of(
        FLOOD,
        [finding(Stance.FORESEES), copy, finding(Stance.DENIES, document="b", date="1893")],
        BOUNDS,
        None,
    )
    assert (
        "1 passage labelled as an explicit forecast of it, the earliest held here a (1890-03-01, Ann Vale)"
        in told
    )
    assert "1 passage that expected the opposite, the earliest held here b (1893" in told
    assert "All labels are a machine's" in told


def test_accepted_labels_are_told_apart():
    """What people accepted is counted by itself."""
    told = answer_of(
        FLOOD, [finding(Stance.FORESEES, standing=Standing.ACCEPTED), finding(Stance.DENIES)], BOUNDS, None
    )
    assert "Accepted by people: 1 foreseeing, 0 expecting the opposite" in told


def test_doubtful_dates_are_counted_apart():
    """A forecast in a document that may be later is no forecast before the event."""
    told = answer_of(FLOOD, [finding(Stance.FORESEES, date="1900")], BOUNDS, None)
    assert "no explicit forecast" in told
    assert "1 more such passage stand" in told
