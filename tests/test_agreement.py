"""Is agreement between reviewers measured as its inventor defines it, with an interval that repeats itself?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.inquire.agreement import (
    ENOUGH,
    PUBLISH,
    agreement,
    decoys,
    judged,
    masked_against_unmasked,
    with_machine,
)
from foresaid.model.inquiries import Stance
from foresaid.model.reviews import Decision, Review

# Four observers, twelve units, nominal: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C;
# he reckons .743.
OBSERVERS = {
    "A": "123321412...",
    "B": "1233224125.3",
    "C": ".3332342251.",
    "D": "12332441251.",
}
KRIPPENDORFF = [
    {name: row[unit] for name, row in OBSERVERS.items() if row[unit] != "."} for unit in range(12)
]
LABELS = st.sampled_from(["foresees", "denies", "rejected"])
UNITS = st.lists(st.dictionaries(st.sampled_from("abc"), LABELS, max_size=3), max_size=30)


def pairs(same, different, label="denies"):
    """Passages that two people judged, so many alike and so many not."""
    alike = [{"x": name, "y": name} for name in ("foresees", label) for _ in range(same // 2)]
    return alike + [{"x": "foresees", "y": label}] * different


def review(seq, reviewer, decision="accept", *, stance="foresees", place=(0, 40), **other):
    """A decision on a passage."""
    start, end = place
    given = {
        "blinded": False,
        "decoy": False,
        "settling": False,
        "document": "speech",
        "machine": Stance.FORESEES,
        **other,
    }
    return Review(
        event="fall",
        start=start,
        end=end,
        exact="x" * (end - start),
        prefix="",
        suffix="",
        decision=Decision(decision),
        stance=Stance(stance),
        reviewer=reviewer,
        because="",
        seq=seq,
        received="2026-11-24T00:00:00Z",
        **given,
    )


def test_the_inventors_own_example():
    """Krippendorff's table gives his own figure."""
    found = agreement(KRIPPENDORFF)
    assert found.alpha == pytest.approx(0.743, abs=0.0005)
    assert found.reviewers == ("A", "B", "C", "D")
    assert found.passages == 11  # of the twelfth there is one value
    assert found.low < found.alpha < found.high


def test_two_people_by_hand():
    """Three passages of four alike: observed 1/4, expected 2 · 3 · 5 / (8 · 7), so alpha is 8/15."""
    units = [
        *[{"x": "foresees", "y": "foresees"}] * 2,
        {"x": "denies", "y": "denies"},
        {"x": "denies", "y": "foresees"},
    ]
    assert agreement(units).alpha == pytest.approx(1 - (1 / 4) / (30 / 56), abs=1e-4)


def test_nobody_judged_twice():
    """Where no passage has two judgements there is no figure, and it says why."""
    found = agreement([{"x": "foresees"}, {"y": "denies"}, {}])
    assert (found.passages, found.alpha, found.low) == (0, None, None)
    assert "by two people" in found.says


def test_one_label_only():
    """Where nobody ever said anything else, agreement cannot be told from habit."""
    found = agreement([{"x": "foresees", "y": "foresees"}] * 50)
    assert found.alpha is None
    assert "one label" in found.says


@pytest.mark.parametrize(
    ("different", "word"), [(4, "fit to be published"), (26, "tentative"), (70, "nobody may be ranked")]
)
def test_what_a_figure_allows(different, word):
    """From .80 on it may be published, from .667 on with a warning, below nobody is ranked."""
    assert word in agreement(pairs(ENOUGH - different, different)).says


def test_few_passages_are_said_to_be_few():
    """A high figure over ten passages comes with the number that is advised."""
    found = agreement(pairs(10, 0))
    assert found.alpha == 1
    assert str(ENOUGH) in found.says


def test_full_agreement_is_no_certainty():
    """Where all agree the lower end is below 1, and nearer to it the more passages there are."""
    few, many = agreement(pairs(20, 0)), agreement(pairs(ENOUGH, 0))
    assert few.alpha == many.alpha == 1
    assert few.low < PUBLISH < many.low < 1


@given(UNITS, st.integers(0, 5))
def test_the_order_and_names_of_reviewers_do_not_count(units, seed):
    """Passages in another order, reviewers under other names: the same figures, interval included."""
    renamed = [{name * 2: label for name, label in reversed(unit.items())} for unit in reversed(units)]
    one, other = agreement(units, seed=seed), agreement(renamed, seed=seed)
    assert (one.alpha, one.low, one.high) == (other.alpha, other.low, other.high)


@given(UNITS)
def test_the_interval_lies_around_the_figure_and_within_its_bounds(units):
    """Alpha never exceeds 1, and neither end crosses the other."""
    found = agreement(units)
    if found.alpha is not None:
        assert found.alpha <= 1
    if found.low is not None:
        assert -1 <= found.low <= found.high <= 1


def test_what_counts_as_a_judgement():
    """The last word of each counts; decoys and adjudications do not."""
    reviews = [
        review(1, "Ada"),
        review(2, "Ada", "correct", stance="denies"),
        review(3, "Bob", "reject"),
        review(4, "Cyd", settling=True),
        review(5, "Bob", place=(100, 140), decoy=True),
    ]
    assert judged(reviews) == [{"Ada": "denies", "Bob": "rejected"}]


def test_masked_and_unmasked_are_counted_apart():
    """Only decisions made in one way are compared with one another, and the first of each way across."""
    reviews = [
        review(1, "Ada", blinded=True),
        review(2, "Bob", "reject", blinded=True),
        review(3, "Ada", "correct", stance="denies"),
    ]
    assert judged(reviews, blinded=True) == [{"Ada": "foresees", "Bob": "rejected"}]
    assert judged(reviews, blinded=False) == [{"Ada": "denies"}]
    assert masked_against_unmasked(reviews) == [{"masked": "foresees", "unmasked": "denies"}]


def test_decoys_taken_for_evidence():
    """A decoy rejected or called on topic is seen through; one accepted as a forecast is taken for evidence."""
    reviews = [
        review(1, "Ada", decoy=True),
        review(2, "Ada", "reject", decoy=True, place=(100, 140)),
        review(3, "Ada", "correct", stance="on_topic", decoy=True, place=(200, 240)),
        review(4, "Bob", place=(200, 240)),
    ]
    (count,) = decoys(reviews)
    assert (count.reviewer, count.shown, count.taken) == ("Ada", 3, 1)


def test_who_only_nods_is_seen():
    """Two who take every stance shown agree fully with each other, and the status says that they never departed."""
    shown = [
        review(at, name, place=(at * 100, at * 100 + 40), stance=stance, machine=Stance(stance))
        for name, offset in (("Ada", 0), ("Bob", 0))
        for at, stance in enumerate(["foresees", "denies"] * 5, offset)
    ]
    assert agreement(judged(shown)).alpha == 1
    assert with_machine(shown).alpha == 1
    assert with_machine(shown).says == "20 of 20 decisions take the stance shown."
    other = review(99, "Ada", "reject", place=(0, 40))
    assert with_machine([*shown, other]).says == "19 of 20 decisions take the stance shown."
