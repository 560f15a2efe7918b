"""Do diplomats who quote themselves meet their own words, and does nobody meet a reproach?

Real quotations out of United Nations speeches, through the command line into a collection, since the quoting
speech, whom it quotes and its kin are what decides. The gold is silver: two thirds of the rows are somebody
else's words, and some of these are in the collection after all. Floors are the figures reached; run
benchmarks/real_quotations.py for the tables.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent: no development data here")


@pytest.fixture(scope="module")
def speeches(figures, tmp_path_factory):
    """The speeches as a collection that has been read."""
    return figures.collect(tmp_path_factory.mktemp("ungd"))


@pytest.fixture(scope="module")
def inside(figures, speeches):
    """Rows and verdicts, as quotations of the speech that quotes."""
    return figures.ungd(speeches, inside=True)


@pytest.fixture(scope="module")
def outside(figures, speeches):
    """Rows and verdicts, as quotations from outside the collection."""
    return figures.ungd(speeches, inside=False)


def of_class(found, *silver):
    """Rows of a silver class, with their verdicts."""
    return [(row, verdict) for row, verdict in found if row["silver_class"] in silver]


def test_words_kept_are_found_at_their_source(figures, inside):
    """Every quotation that keeps its words is found in the earlier speech, with no change of words named."""
    rows = of_class(inside, "verbatim")
    assert len(rows) == 11
    assert [row["id"] for row, verdict in rows if not figures.at_source(row, verdict)] == []
    assert [row["id"] for row, verdict in rows if verdict.verdict not in figures.CLEAN] == []


def test_words_kept_are_found_from_outside(figures, outside):
    """Asked from outside, the earlier speech is the source too, though the later one has the very words."""
    rows = of_class(outside, "verbatim")
    assert [row["id"] for row, verdict in rows if not figures.at_source(row, verdict)] == []
    assert [row["id"] for row, verdict in rows if verdict.verdict not in figures.CLEAN] == []


def test_altered_words_are_located_and_the_changes_named(figures, inside):
    """Altered self-quotations are found at their source, each with its edits."""
    rows = of_class(inside, "altered")
    assert len(rows) == 9
    assert [row["id"] for row, verdict in rows if not figures.at_source(row, verdict)] == []
    assert [row["id"] for row, verdict in rows if not verdict.edits] == []


def test_altered_words_are_located_from_outside(figures, outside):
    """The later speech, which has the words as quoted, does not hide the earlier one that has them first."""
    rows = of_class(outside, "altered")
    held = [
        row["id"]
        for row, verdict in rows
        if figures.at_source(row, verdict)
        or row["best_source"] in {place.document for place in verdict.elsewhere}
    ]
    assert len(held) == len(rows)


@pytest.mark.parametrize("view", ["inside", "outside"])
def test_other_peoples_words_are_not_held_against_anybody(figures, request, view):
    """Of words that are not the speaker's own, nothing is said but where they stand or that they are not here."""
    found = request.getfixturevalue(view)
    assert len(of_class(found, figures.NOT_OWN)) == 67
    assert [row["id"] for row, _ in figures.asserted(found)] == []


@pytest.mark.parametrize("view", ["inside", "outside"])
def test_no_reason_accuses(figures, request, view):
    """No reason given for a verdict holds a word that accuses."""
    found = request.getfixturevalue(view)
    assert all(verdict.reasons["words"] for _, verdict in found)
    assert figures.accusing(found) == []


def test_the_command_line_says_what_the_library_says(figures, speeches, outside, tmp_path):
    """The rows given to `foresaid verify --quotations` get the same verdicts at the same places."""
    told = figures.by_command(speeches, tmp_path)
    for row, verdict in outside:
        other = told[row["id"]]
        assert other["verdict"] == verdict.verdict
        assert (other["source"] or {}).get("start") == (verdict.source.start if verdict.source else None)


def test_nobody_is_said_to_have_said_it_first_wrongly(figures, speeches):
    """Of the collection's own quotations, none that a reader judged is wrongly called another's words."""
    own = figures.own_verdicts(speeches)
    table = figures.judgements()["ungd"]
    judged = {key for name in ("same", "altered", "another") for key in table[name]}
    assert len(judged & own.keys()) > 60
    assert [key for key in sorted(judged) if key in own and own[key].verdict == "misattributed"] == []
