"""Where does a finding stand after people decided, when its text, its label or its question has changed since?"""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from shutil import copytree

import pytest

from foresaid.archive.collection import reading, writing
from foresaid.archive.journal import now
from foresaid.cli.review_session import ReviewSession
from foresaid.cli.review_status import show_status
from foresaid.errors import UsageError
from foresaid.inquire.standings import placed, standings
from foresaid.model.inquiries import Stance
from foresaid.model.reviews import LostReview
from foresaid.pipeline.presenting import open_docket, pending, present
from foresaid.pipeline.reviewing import (
    inquiry_name,
    listed_reviews,
    lost_reviews,
    record_review,
    review_status,
    reviews_of,
)
from review_papers import build, dossier


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The collection, made once."""
    return build(tmp_path_factory.mktemp("built"))


@pytest.fixture
def papers(built, tmp_path):
    """The collection, to be written to."""
    return copytree(built, tmp_path / "papers")


@pytest.fixture
def session(papers, monkeypatch, capsys):
    """One reviewer's session, driven by lines as from a pipe; gives what was shown."""

    def run(reviewer, *lines, of=None, **how):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        ReviewSession(open_docket(papers, of or dossier(), reviewer, **how)).run()
        return capsys.readouterr().out

    return run


def reviews(root, event="fall"):
    """The reviews that count."""
    with reading(root) as collection:
        return reviews_of(collection.catalogue, event)


def standing(root, found=None):
    """Each finding's stance and standing after review."""
    decided = standings((found or dossier()).findings, reviews(root)).findings
    return {each.document: (each.stance.value, each.standing.value) for each in decided}


def test_a_review_finds_its_passage_again(papers, session):
    """Words that have moved are found by themselves; the selector's surroundings decide among several places."""
    session("Ada", "a")
    (review,) = reviews(papers)
    before, behind = review.prefix, review.suffix
    moved = placed(review, f"A new preface. {before}{review.exact}{behind}")
    assert moved.start == review.start + len("A new preface. ")
    broken = review.exact.replace(" ", "\n   ")
    twice = placed(review, f"He said: {review.exact} Then {before}{broken}{behind}")
    assert twice.start > len(review.exact)
    assert (twice.end - twice.start) == len(broken)


def test_what_cannot_be_found_again_is_listed(papers, session, foresaid):
    """Words that are gone, or stand twice with nothing to tell the places apart, or a document withdrawn: lost, and why."""
    session("Ada", "a", "a")
    review, _ = reviews(papers)
    assert isinstance(placed(review, "Quite other words."), LostReview)
    ambiguous = placed(review, f"First {review.exact} Second {review.exact} Third")
    assert "2 times" in ambiguous.why
    foresaid("withdraw", papers, "fenn", "--whole-item", "--because", "asked for")
    with reading(papers) as opened:
        lost = lost_reviews(opened.catalogue, "fall")
    assert "not in the collection" in lost[0].why
    assert [each.lost is not None for each in listed_reviews(papers, "fall")] == [True, True]


def test_another_question_is_another_review(papers, session):
    """What was decided when the event was worded otherwise does not count, and is listed with the reason."""

    def ask(statement):
        fields = {"name": "fall", "statement": statement, "aliases": ["a"]}
        with writing(papers) as opened:
            opened.journalled(
                [{"type": "event", "key": "fall", "version": "v", "fields": fields, "received": now()}]
            )

    ask("The League will be dissolved.")
    session("Ada", "a")
    ask("The League will be dissolved.")
    assert len(reviews(papers)) == 1
    ask("The League will not be dissolved.")
    assert reviews(papers) == ()
    assert "worded otherwise" in review_status(papers, dossier()).lost[0].why


def test_a_review_outlives_the_finding(papers, session):
    """A passage that the machine finds no more keeps its review; one that it labels otherwise keeps the person's stance."""
    session("Ada", "a", "a")
    found = dossier()
    other = replace(
        found.findings[0], stance=Stance.ON_TOPIC, machine=Stance.ON_TOPIC, end=found.findings[0].end + 1
    )
    again = standings([other], reviews(papers))
    assert (again.findings[0].stance, again.findings[0].standing) == ("foresees", "accepted")
    assert again.findings[0].machine == "on_topic"
    assert [each.document for each in again.without_finding] == ["hallam"]


def test_a_clause_more_is_another_passage(papers, session):
    """Where a finding now takes in another clause, the review of the shorter one does not decide it."""
    session("Ada", "a")
    longer = replace(dossier().findings[0], end=dossier().findings[0].end + 40)
    assert standings([longer], reviews(papers)).findings[0].standing == "candidate"


def test_a_copy_stands_where_its_original_does(papers, session):
    """A copy is not asked about, and follows what was decided of the passage it is a copy of."""
    found = dossier()
    copy = replace(
        found.findings[1], cluster="fenn", carries=False, stance=Stance.FORESEES, machine=Stance.FORESEES
    )
    copied = replace(found, findings=(found.findings[0], copy))
    assert len(open_docket(papers, copied, "Ada").slips) == 1
    session("Ada", "r", "not about it", of=copied)
    assert standing(papers, copied)["hallam"] == ("foresees", "rejected")


def test_the_status_says_what_it_rests_on(papers, session, capsys):
    """The status shows who decided how much, agreement with its bound, disputes, and how to settle them."""
    session("Ada", "a", "a", "a", "a")
    session("Bob", "a", "r", "no", "a", "a")
    status = review_status(papers, dossier())
    show_status(status, papers, as_json=False)
    out = " ".join(capsys.readouterr().out.split())
    assert "4 findings: 3 accepted, 0 rejected, 1 still the machine's" in out
    assert "over 4 passages judged twice" in out
    assert "Ada denies, Bob rejected" in out
    assert "--disputed" in out
    show_status(status, papers, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["agreement"]["passages"], told["candidates"], len(told["disputes"])) == (4, 1, 1)


def test_what_waits_for_whom(papers, session):
    """A passage waits for a reviewer until it is decided in the way of the session."""
    session("Ada", "a")
    docket = open_docket(papers, dossier(), "Ada")
    assert [pending(docket, slip, docket.own) for slip in docket.slips].count(True) == 3


def test_which_inquiry_is_meant(papers):
    """The event may be left out where one was inquired into; none or several are told apart."""
    with pytest.raises(UsageError, match="foresaid inquire"):
        inquiry_name(papers, None)
    for name in ("fall", "rise"):
        with writing(papers) as opened:
            opened.journalled([{"type": "inquiry", "key": name, "fields": {}, "received": now()}])
        if name == "fall":
            assert inquiry_name(papers, None) == "fall"
    with pytest.raises(UsageError, match="fall, rise"):
        inquiry_name(papers, None)
    assert inquiry_name(papers, "rise") == "rise"


def test_two_reviewers_at_once(papers):
    """A decision waits a moment while another is being written, and both are kept."""
    drafts = [
        present(docket, docket.slips[0]).review
        for docket in (open_docket(papers, dossier(), name) for name in ("Ada", "Bob", "Cyd", "Dov"))
    ]
    with ThreadPoolExecutor(4) as reviewers:
        kept = list(reviewers.map(lambda draft: record_review(papers, draft), drafts))
    assert len({each.seq for each in kept}) == 4
    assert {each.reviewer for each in reviews(papers)} == {"Ada", "Bob", "Cyd", "Dov"}


def test_words_that_are_no_text(papers):
    """Bytes that a terminal sent and that are no UTF-8 are kept as the sign for that, and break nothing."""
    docket = open_docket(papers, dossier(), "Ada")
    kept = record_review(
        papers, replace(present(docket, docket.slips[0]).review, because="gr\udce4\udcdflich")
    )
    assert kept.because == "gr\ufffd\ufffdlich"
    assert reviews(papers) == (kept,)
