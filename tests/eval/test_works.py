"""Do the floors hold for works and circumstances, on the seed and on speeches, news and novels?

The data lie beside the repository and are absent elsewhere: these tests then skip. Floors are what was reached;
they may be raised, not lowered.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from foresaid.model.annotations import Context

ROOT = Path(__file__).resolve().parents[2]
# Of the seed's twelve quotations (a role is asked of eleven); what is stated otherwise than the gold may be read as
# an invention: the one is the anniversary that the text gives beside the first quotation and the gold leaves out.
FLOORS = {"role": (11, 0), "work": (12, 0), "venue": (11, 1), "date": (10, 0)}


@pytest.fixture(scope="module")
def bench(benchmark):
    """The benchmark, which knows how the figures are made."""
    return benchmark("reading/works.py")


@pytest.fixture(scope="module")
def fields(bench, shared):
    """The seed's quotations: gold and ours, field by field."""
    return bench.seed_fields(bench.Reader())


@pytest.mark.parametrize("field", FLOORS)
def test_seed_fields(bench, fields, field):
    """Role, work, venue and date of the seed's quotations are read, and nothing is invented."""
    right, invented, _ = bench.score(fields[field], field)
    least, most = FLOORS[field]
    assert right >= least
    assert invented <= most


@pytest.mark.parametrize(
    ("name", "fewest", "most"),
    [("polnear", 150, 260), ("litbank_quotes", 0, 3), ("ungd_1985_1991", 1400, 1800)],
)
def test_numbers_found(bench, shared, name, fewest, most):
    """Where nearly everything found was a work when counted by hand, a leap in number is a rule gone wild or lost."""
    works = bench.Reader().works
    found = sum(1 for text in bench.texts(name) for _ in works.annotate(text, Context()))
    assert fewest <= found <= most


def test_counts_by_hand_add_up(bench):
    """What was counted by hand is precise enough to be shown: at least 95 of 100 findings are works."""
    drawn = sum(number for number, _ in bench.HAND.values())
    works = sum(right for _, right in bench.HAND.values())
    assert drawn >= 200
    assert works / drawn >= 0.95
    drawn, right = bench.HAND_STATED
    assert right / drawn >= 0.9
