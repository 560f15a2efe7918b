"""Can people decide what a machine found: durably, undoably, without seeing one another, and each with a reason?"""

from __future__ import annotations

import io
import os
import pty
import select
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from foresaid.archive.collection import reading
from foresaid.cli.review_session import ReviewSession, stance_named
from foresaid.errors import UsageError
from foresaid.inquire.standings import standings
from foresaid.model.inquiries import Stance
from foresaid.model.reviews import Decision
from foresaid.pipeline.presenting import open_docket, present
from foresaid.pipeline.reviewing import (
    listed_reviews,
    record_review,
    review_status,
    reviews_of,
    undo_review,
)
from review_papers import SAID, STANCES, build, dossier


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


def test_accept_reject_and_correct(papers, session):
    """Each key makes its decision, with the reason that was given; the machine's label is kept beside it."""
    session("Ada", "a", "r", "an old report", "c", "foresees", "no condition is meant", "s")
    assert [(each.decision, each.stance, each.machine, each.because) for each in reviews(papers)] == [
        ("accept", "foresees", "foresees", ""),
        ("reject", "denies", "denies", "an old report"),
        ("correct", "foresees", "warns", "no condition is meant"),
    ]
    assert standing(papers) == {
        "fenn": ("foresees", "accepted"),
        "hallam": ("denies", "rejected"),
        "teague": ("foresees", "accepted"),
        "moor": ("plans", "candidate"),
    }
    assert {each.machine for each in standings(dossier().findings, reviews(papers)).findings} == set(
        STANCES
    )


def test_what_is_shown(session):
    """A passage comes with speaker, title, date and grade, its context, the machine's stance and its reasons."""
    out = " ".join(session("Ada", "q").split())
    for told in (
        "Orla Fenn",
        "1885-05-01",
        "grade C",
        "certainly before",
        "hear me.",
        "foresees",
        "it says so",
    ):
        assert told in out
    assert "4 passages left" in out


@pytest.mark.parametrize(
    "lines", [("r", ""), ("c", "warns", ""), ("c", "sure"), ("c", "9"), ("c", ""), ("r",), ("x",)]
)
def test_without_a_reason_or_a_stance_nothing_is_decided(papers, session, lines):
    """An empty reason, an unknown stance or key, an answer broken off: nothing is recorded."""
    session("Ada", *lines)
    assert reviews(papers) == ()


def test_a_reason_can_come_first(papers, session):
    """W writes the reason of the decision that follows, an acceptance too, and of no other."""
    session("Ada", "w", "in so many words", "a", "a", "w", "vague", "r")
    assert [each.because for each in reviews(papers)] == ["in so many words", "", "vague"]


@pytest.mark.parametrize(
    ("written", "stance"),
    [
        ("1", "foresees"),
        ("8", "undetermined"),
        ("Foresees part", "foresees_part"),
        ("ON-TOPIC", "on_topic"),
    ],
)
def test_a_stance_by_number_or_name(written, stance):
    """A stance is named as people write it."""
    assert stance_named(written) == stance


@pytest.mark.parametrize("written", ["", "0", "9", "-1", "foresee", "²", "١"])
def test_what_names_no_stance(written):
    """What is no number of a stance and no name names none."""
    assert stance_named(written) in (None, Stance.FORESEES if written == "١" else None)


def test_back_takes_back(papers, session):
    """B takes the last decision back, as a record of its own, and shows the passage again; a skip is only undone."""
    out = session("Ada", "a", "a", "b", "r", "no", "s", "b", "a", "q")
    assert "Taken back: accepted as denies." in out
    assert [(each.document, each.decision) for each in reviews(papers)] == [
        ("fenn", "accept"),
        ("hallam", "reject"),
        ("teague", "accept"),
    ]
    listed = listed_reviews(papers, "fall")
    assert [each.review.decision for each in listed] == ["accept", "accept", "reject", "accept"]
    assert [each.taken_back is not None for each in listed] == [False, True, False, False]


def test_back_reaches_an_earlier_session(papers, session):
    """The first b of a session takes back the last decision of the one before."""
    session("Ada", "a", "a")
    out = session("Ada", "b", "b", "b", "q")
    assert "Nothing to go back to." in out
    assert reviews(papers) == ()


def test_an_interrupted_session_goes_on(papers, session):
    """What was decided is there at once, and the next session begins behind it."""
    session("Ada", "a", "a")
    out = session("Ada", "q")
    assert "Passage 3 of 4" in out
    assert "2 passages left" in out


def test_a_decision_survives_a_rebuild(papers, session, foresaid):
    """Reviews stand in the journal: a catalogue made anew has them again."""
    session("Ada", "a", "r", "no", "b", "a")
    before = reviews(papers)
    foresaid("rebuild", papers)
    assert reviews(papers) == before
    assert len(before) == 2


def test_a_review_needs_a_name_and_a_reason(papers):
    """No name, and no reason for a rejection: refused with what to do."""
    with pytest.raises(UsageError, match="--reviewer"):
        open_docket(papers, dossier(), "  ")
    docket = open_docket(papers, dossier(), "Ada")
    draft = present(docket, docket.slips[0]).review
    with pytest.raises(UsageError, match="reason"):
        record_review(papers, replace(draft, decision=Decision.REJECT))
    with pytest.raises(UsageError, match="no review numbered"):
        undo_review(papers, 1, because="none")


def test_one_name_is_one_reviewer(papers, session):
    """A name in other capitals is the same person, under the name as first written."""
    session("Ada  Vane", "a")
    session("ada vane", "a")
    assert {each.reviewer for each in reviews(papers)} == {"Ada Vane"}


def test_reviewers_do_not_see_each_other(papers, session):
    """Nothing of another's decision, reason or name is shown, and nothing is left out because of it."""
    session("Ada", "r", "a telling reason")
    out = session("Bob", "q")
    assert "Ada" not in out
    assert "telling" not in out
    assert "Passage 1 of 4" in out


def test_two_who_differ_leave_a_candidate(papers, session):
    """Where two differ the machine's label stays a candidate, and the passage is listed as disputed."""
    session("Ada", "a")
    session("Bob", "r", "not about the League")
    assert standing(papers)["fenn"] == ("foresees", "candidate")
    (dispute,) = review_status(papers, dossier()).disputes
    assert dispute.open
    assert [each.reviewer for each in dispute.reviews] == ["Ada", "Bob"]


def test_a_third_settles_it(papers, session):
    """Only a third sees what two said, without their names; the third's word counts, all reasons are kept."""
    session("Ada", "a")
    session("Bob", "r", "not about the League")
    assert "0 passages left" in session("Ada", "a", settling=True)
    out = session("Cyd", "c", "foresees_part", "only some of it", settling=True)
    assert "rejected: not about the League" in out
    assert "Bob" not in out
    assert standing(papers)["fenn"] == ("foresees_part", "accepted")
    status = review_status(papers, dossier())
    assert status.disputes[0].settled_by.reviewer == "Cyd"
    assert status.agreement.reviewers == ("Ada", "Bob")  # who settles is no independent judge
    session("Cyd", "b", "q", settling=True)
    assert standing(papers)["fenn"] == ("foresees", "candidate")


def test_agreeing_after_all_is_no_dispute(papers, session):
    """Who takes a decision back and decides as the other did ends the dispute."""
    session("Ada", "a")
    session("Bob", "r", "hasty")
    session("Bob", "b", "a")
    assert standing(papers)["fenn"] == ("foresees", "accepted")
    assert review_status(papers, dossier()).disputes == ()


def test_blind_hides_who_when_and_where(papers, session):
    """No name, date, year, title or document's name is shown, of findings as of decoys, and no reason of the machine."""
    out = session("Ada", *["s"] * 10, blind=True)
    for told in (
        "Fenn",
        "Hallam",
        "Teague",
        "Moor",
        "Nobody",
        "Speech",
        "188",
        "1893",
        "grade",
        "before the event",
    ):
        assert told not in out
    assert "other0" not in out
    assert "it says so" not in out
    assert "The Harbour League will be dissolved" in out


def test_blind_mixes_in_decoys(papers, session):
    """Three passages in ten and more are decoys; they count in no standing, and nobody is told which they are."""
    out = session("Ada", *["a"] * 10, blind=True)
    made = reviews(papers)
    decoys = [each for each in made if each.decoy]
    assert len(decoys) >= 0.3 * len(made)
    assert {each.document[:5] for each in decoys} == {"other"}
    assert len(made) - len(decoys) == 4
    assert all(each.blinded for each in made)
    assert "decoy" not in out.replace(str(papers), "")
    assert {each.document for each in standings(dossier().findings, made).findings} == set(SAID)
    (count,) = review_status(papers, dossier()).decoys
    assert count.shown == len(decoys)


def test_the_blind_order_is_drawn_by_lot(papers):
    """The same reviewer and seed see the same order; another seed or reviewer sees another."""

    def order(reviewer, seed=0):
        return [
            slip.document for slip in open_docket(papers, dossier(), reviewer, blind=True, seed=seed).slips
        ]

    assert order("Ada") == order("Ada")
    assert len({tuple(order(name, seed)) for name in ("Ada", "Bob", "Cyd") for seed in (0, 1)}) > 3


def test_a_limit_keeps_the_decoys(papers):
    """Of five passages in a blind session two are decoys; of a limit without it the best come first."""
    slips = open_docket(papers, dossier(), "Ada", blind=True, limit=5).slips
    assert [slip.decoy for slip in slips].count(True) == 2
    assert [slip.document for slip in open_docket(papers, dossier(), "Ada", limit=2).slips] == [
        "fenn",
        "hallam",
    ]


def test_nothing_to_mix_in(collection, write, foresaid):
    """Without forecasts to mix in a blind review is refused, with what to do about it."""
    foresaid("add", collection, write("fenn.txt", SAID["fenn"][1]))
    with pytest.raises(UsageError, match="--layer forecasts"):
        open_docket(collection, dossier(), "Ada", blind=True)


def test_masked_and_unmasked_are_compared(papers, session):
    """A passage judged masked still waits for a judgement with its author shown, and both are set side by side."""
    session("Ada", *["a"] * 10, blind=True)
    session("Ada", "a", "a", "a", "r", "knowing who it was")
    status = review_status(papers, dossier())
    assert status.masked_against_unmasked.passages == 4
    assert status.masked_against_unmasked.alpha < 1


def test_single_keys_on_a_terminal(papers):
    """On a terminal a key decides at once; a reason is a line."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; from review_papers import dossier;"
        "from foresaid.cli.review_session import ReviewSession; from foresaid.pipeline.presenting import open_docket;"
        "ReviewSession(open_docket(Path(sys.argv[1]), dossier(), 'Ada')).run()"
    )
    outside, inside = pty.openpty()
    command = [sys.executable, "-c", script, str(papers), str(Path(__file__).parent)]
    with subprocess.Popen(
        command, stdin=inside, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:

        def read(awaited):
            shown = b""
            while awaited not in shown:
                piece = os.read(process.stdout.fileno(), 4096)
                assert piece, shown.decode()
                shown += piece

        def press(keys, awaited):
            # What is typed in the moment before the terminal listens for single keys is dropped: press again.
            time.sleep(0.3)
            os.write(outside, keys)
            while not select.select([process.stdout], [], [], 20)[0]:
                os.write(outside, keys)
            read(awaited)

        read(b"quit: ")
        press(b"a", b"quit: ")
        press(b"r", b"judge it): ")
        press(b"vague\n", b"quit: ")
        press(b"q", b"decisions kept")
    assert [(each.decision, each.because) for each in reviews(papers)] == [
        ("accept", ""),
        ("reject", "vague"),
    ]


def test_the_command(papers, foresaid, write):
    """From the command line: an inquiry is reviewed by lines, listed, and its status told."""
    event = write(
        "fall.toml",
        'name = "fall"\ndate = "1893"\nstatement = "The Harbour League will be dissolved."\n'
        'foreseeing = ["The League will break up."]\ndenying = ["The League will stand."]\n',
    )
    foresaid("inquire", papers, event)
    assert "--reviewer NAME" in (foresaid("review", papers, code=2) or foresaid.err)
    out = foresaid(
        "review", papers, "--reviewer", "Ada", stdin=b"a\nr\nnot of the League\nc\n4\nit says so\nx\n"
    )
    assert "3 decisions kept" in out
    rows = foresaid.jsonl("review", papers, "fall", "--list")
    assert [row["decision"] for row in rows][:2] == ["accept", "reject"]
    assert rows[1]["because"] == "not of the League"
    told = foresaid.json("review", papers, "--status")
    assert (told["event"], told["reviewers"][0]["reviewer"]) == ("fall", "Ada")
    assert told["accepted"] + told["rejected"] == 3
    dossier_now = foresaid.json("inquire", papers, "fall")
    assert {each["standing"] for each in dossier_now["findings"]} >= {"accepted", "rejected"}
