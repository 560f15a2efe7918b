"""Do the floors hold for the findings of inquiries, and is no hope shown as a forecast?

The data lie beside the repository and are absent elsewhere: these tests then skip. A floor is the figure reached by
weights that have not seen the event, less what the change of one finding in fifty would move it; it may be raised, not
lowered. The goals (F2 .75, C .50, nDCG .55, stance .75, exchanged .05) are not reached: docs/explain/stances.md says
what is missed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
# Two over all seven events; the issue asks for none where nobody foresaw it.
MOST_CALLED = 2
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent: no development data here")


@pytest.fixture(scope="module")
def inquiries(benchmark):
    """The benchmark, which knows how the figures are made."""
    return benchmark("inquiries.py")


@pytest.fixture(scope="module")
def found(inquiries, sotu_collection):
    """The figures of each event, with weights that have not seen it."""
    return inquiries.measure(sotu_collection)


def test_what_is_found_among_the_first_fifty(inquiries, found):
    """Explicit forecasts and opposite ones are among the first fifty findings, and forecasts stand first."""
    every = inquiries.totals(list(found.values()))
    assert every["F2"] >= 0.56
    assert every["C"] >= 0.3
    assert every["ndcg"] >= 0.45


def test_stances(inquiries, found):
    """Stances are right, and a forecast is seldom taken for its opposite."""
    every = inquiries.totals(list(found.values()))
    assert every["stance"] >= 0.54
    assert every["exchanged"] <= 0.13


def test_what_is_no_forecast_is_not_called_one(found):
    """Where nobody foresaw it (e04), none of the first ten that both judges hold to be no forecast is labelled `foresees`."""
    assert found["e04"]["called"] == 0
    assert sum(each["called"] for each in found.values()) <= MOST_CALLED


def test_no_hope_is_a_forecast(inquiries):
    """Hopes and goals of the United Nations' debates are none, and half of their forecasts are."""
    counts = inquiries.hopes()
    shown = {"foresees", "foresees_part"}
    assert not [key for key in counts if key[1] == "hope_or_goal" and key[2] in shown]
    forecasts = sum(count for key, count in counts.items() if key[1] == "forecast")
    assert (
        2 * sum(count for key, count in counts.items() if key[1] == "forecast" and key[2] in shown)
        >= forecasts
    )


def test_training_rows_are_apart(benchmark):
    """No event of ours is one of the development data's, and every sentence of ours is as it was labelled."""
    training = benchmark("train_stances.py")
    own = {row["event"] for row in training.lines(training.OWN)}
    assert not own & {row["event"] for row in training.lines(training.DEV / "events_dev.jsonl")}
    labels = training.labelled(training.Texts(training.load_vocabulary("en")))
    assert len(labels) == len(training.lines(training.OWN)) + len(
        training.lines(training.DEV / "qrels_dev.jsonl")
    )
