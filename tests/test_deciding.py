"""Does a person's decision count before all else, with its reason, and stay through everything?"""

from __future__ import annotations

import pytest

from foresaid.pipeline.status import status

LETTER = "Dunmere, 3 March 1887\n\nDear Sir,\n\nThe harbour will be closed before the winter comes.\n"


@pytest.fixture
def papers(collection, write, foresaid):
    """A letter that dates itself."""
    foresaid("add", collection, write("letter.txt", LETTER))
    return collection


def listed(foresaid, collection):
    """The letter as `status` lists it."""
    return foresaid.json("status", collection, "--documents")["documents"][0]


def test_a_decision_counts_before_what_the_document_says(papers, foresaid):
    """The date decided comes first, with grade and basis; the search follows at once."""
    assert listed(foresaid, papers)["date"] == "1887-03-03"
    found = foresaid.json("set", papers, "letter", "date", "1888-03-03", "--because", "the postmark")
    assert found["before"] == "1887-03-03"
    letter = listed(foresaid, papers)
    assert (letter["date"], letter["grade"], letter["basis"]) == ("1888-03-03", "C", "decision")
    assert foresaid.json("search", papers, "harbour", "--before", "1888-01-01")["certain"] == []


def test_the_last_decision_counts_and_a_rebuild_keeps_it(papers, foresaid):
    """Decisions are in the journal, so that everything computed can be made again from them."""
    foresaid("set", papers, "letter", "date", "1888", "--because", "the postmark")
    foresaid("set", papers, "letter", "date", "1889~", "--because", "the paper")
    foresaid("set", papers, "letter", "speaker", "Ada Example", "--because", "the hand")
    letter = listed(foresaid, papers)
    assert (letter["date"], letter["speaker"]) == ("1889~", "Ada Example")
    record = status(papers, record=True).record
    foresaid("rebuild", papers)
    assert status(papers, record=True).record == record


def test_a_decision_and_the_document_agree_as_two_sources(papers, foresaid):
    """A person who confirms what the letter says raises its grade."""
    foresaid("set", papers, "letter", "date_kind", "written", "--because", "it is a letter")
    foresaid("set", papers, "letter", "date", "1887-03-03", "--because", "the diary of the addressee")
    assert listed(foresaid, papers)["grade"] == "B"


def test_a_later_table_does_not_undo_a_decision(papers, foresaid, write):
    """A table given afterwards is shown, and comes second."""
    foresaid("set", papers, "letter", "date", "1888", "--because", "the postmark")
    foresaid(
        "add", papers, write("letter.txt", LETTER), "--metadata", write("t.csv", "id,date\nletter,1890\n")
    )
    assert listed(foresaid, papers)["date"] == "1888"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("leter", "date", "1888", "--because", "x"), "did you mean letter?"),
        (("letter", "dat", "1888", "--because", "x"), "did you mean 'date'?"),
        (("letter", "date", "03/04/1888", "--because", "x"), "may be 1888-04-03 or 1888-03-04"),
        (("letter", "date_kind", "guessed", "--because", "x"), "is none of said, written"),
        (("letter", "date", "1888"), "--because"),
        (("letter", "date", "1888", "--because", " "), "needs a reason"),
        (("letter", "title", " ", "--because", "x"), "is missing"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_journalled(papers, foresaid, arguments, message):
    """Each is a usage error that says what would fit."""
    before = status(papers).journal
    foresaid("set", papers, *arguments, code=2)
    assert message in foresaid.err
    assert status(papers).journal == before
