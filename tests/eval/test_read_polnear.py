"""Do the floors hold for attributions in news, with a parser and by rules alone?

The data lie beside the repository and are absent elsewhere: these tests then skip. A floor is the figure reached,
less about a hundredth; it may be raised, not lowered. Every fourth text is read, so that a run stays short.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from foresaid.parsers import load_parser
from foresaid.read.quotation_layer import quotation_layer
from foresaid.vocabulary import load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(
    not (ROOT.parent / "shared").exists(), reason="../shared is absent: no development data here"
)
EVERY = 4


@pytest.fixture(scope="module")
def figures(benchmark):
    """The benchmark, which knows how the figures are made."""
    return benchmark("reading/polnear.py")


def reached(figures, parser):
    """The figures with a parser, or by rules alone."""
    layer = quotation_layer(load_vocabulary("en"), parser)
    return figures.polnear(figures.annotations(layer), figures.rows(EVERY))


def test_parsed(figures):
    """With a parser contents of all three types and their speakers are found as annotated."""
    parser = load_parser("en")
    if parser is None:
        pytest.skip("no parser for English is installed")
    found = reached(figures, parser)
    assert found["contents once"]["f1"] >= 0.67
    assert found["contents once"]["precision"] >= 0.76
    assert found["indirect"]["f1"] >= 0.54
    assert found["indirect"]["speaker"] >= 0.83
    assert found["statements"]["precision"] >= 0.79


def test_rules(figures):
    """By rules alone fewer contents are found, and no more wrong ones."""
    found = reached(figures, None)
    assert found["contents once"]["f1"] >= 0.55
    assert found["contents once"]["precision"] >= 0.79
    assert found["statements"]["precision"] >= 0.75
