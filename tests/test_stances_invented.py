"""Are sentences that nobody trained on given the stance of a careful reader, and never the opposite one?

The table tests/tables/stances_invented.toml was written and labelled by somebody who had not read the code; the rules
have been bettered by it since, so that it is no measure of what is new to them. How it is scored is in
benchmarks/reading/stances.py, which prints every figure that is held here, and the sentences behind it.
"""

from __future__ import annotations

from collections import Counter

import pytest

from foresaid.model.inquiries import Stance

# What `python benchmarks/reading/stances.py` prints, less a little; to be raised with the code, never lowered.
FLOORS = {"right": 0.30, "foreseeing recall": 0.10, "denying recall": 0.16, "frames right": 0.40}
# A sentence on the wrong side tells a historian the opposite of what was said: at most one in twenty may be.
MOST_ON_THE_WRONG_SIDE = 0.05
# Four of 59 ("The king will open the new bridge on Tuesday"): what will come of something beside the event.
MOST_NEUTRAL_SIDED = 0.07


@pytest.fixture(scope="module")
def stances(benchmark):
    """The benchmark over the table, which knows how the figures are made."""
    return benchmark("reading/stances.py")


@pytest.fixture(scope="module")
def rarity(stances):
    """How rare words are in the sentences of the table."""
    return stances.Rarity()


@pytest.fixture(scope="module")
def framed(stances, rarity):
    """Every statement of every event in every frame, with the stance the code gives it."""
    return [each for row in stances.rows() for each in stances.framed(row, rarity)]


@pytest.fixture(scope="module")
def found(stances, rarity):
    """Every sentence with the stance the code gives it."""
    return stances.all_cases(rarity)


def test_the_table_has_what_it_says(stances):
    """Every event has one sentence of each kind, its own words stand in running text, and no sentence stands twice."""
    texts = []
    for row in stances.rows():
        kinds = {each.get("kind", ""): each["text"].casefold() for each in row["sentence"]}
        single = [each["kind"] for each in row["sentence"] if each.get("kind")]
        assert sorted(single) == sorted(filter(None, stances.KINDS)), row["name"]
        assert any(words.casefold() in kinds["own"] for words in row["foreseeing"]), row["name"]
        assert any(words.casefold() in kinds["counter"] for words in row["denying"]), row["name"]
        assert {each["is"][0] for each in row["sentence"]} >= {
            Stance.FORESEES,
            Stance.FORESEES_PART,
            Stance.DENIES,
            Stance.PLANS,
            Stance.ON_TOPIC,
        }, row["name"]
        texts += [each["text"] for each in row["sentence"]]
    assert len(set(texts)) == len(texts) >= 14 * 14


def test_the_floors_hold(stances, found, framed):
    """As many sentences get a stance that can be defended, and are put on their side, as have been before."""
    reached = {
        "right": stances.right(found),
        "foreseeing recall": stances.precision_recall(found, 1)[1],
        "denying recall": stances.precision_recall(found, -1)[1],
        "frames right": sum(each.right for each in framed) / len(framed),
    }
    assert {name: value for name, value in reached.items() if value < FLOORS[name]} == {}


def test_reading_is_better_than_not_reading(stances, found):
    """More sentences are right than if everything were called on topic."""
    assert stances.right(found) > stances.unread(found)


def test_hardly_any_sentence_stands_on_the_wrong_side(stances, found):
    """What can only be read as foreseeing is hardly ever labelled as denying, nor the reverse."""
    astray = [(case.text, case.found.value) for case in found if case.wrong_side]
    assert stances.wrong_side(found) <= MOST_ON_THE_WRONG_SIDE, astray


def test_the_events_own_statements_stand_on_their_own_side(stances, rarity):
    """A sentence that is word for word in the list of foreseeing (or denying) statements is labelled so, or as a part of it.

    The event's `statement` itself is looked at only where the list of foreseeing ones is empty (inquire/topics.py).
    """
    astray = [
        (row["name"], text, found.value)
        for row in stances.rows()
        for text, side, found in stances.statements(row, rarity)
        if text != row["statement"] and stances.SIDE.get(found, 0) != side
    ]
    assert astray == []


def test_a_statement_in_running_text_is_never_turned_round(stances, found):
    """Where such a statement stands inside a longer sentence, it is not put on the other side."""
    assert [
        (case.text, case.found.value)
        for case in found
        if case.kind in {"own", "counter"} and case.wrong_side
    ] == []


def test_a_frame_turns_hardly_any_statement_the_wrong_way(framed):
    """Certainty, doubt, report and negation around a statement hardly ever put it on the side it is not on."""
    sided = [each for each in framed if each.does in {"keeps", "turns"}]
    astray = Counter(each.frame for each in sided if each.wrong_side)
    assert astray.total() <= MOST_ON_THE_WRONG_SIDE * len(sided), astray.most_common(5)


def test_what_tells_only_of_the_past_or_present_takes_no_side(stances, found):
    """Sentences that expect nothing of the event are called neither foreseeing nor denying, few excepted."""
    neutral = [case for case in found if set(case.accepted) <= {Stance.ON_TOPIC, Stance.UNDETERMINED}]
    sided = [case.text for case in neutral if case.found in stances.SIDE]
    assert len(sided) <= MOST_NEUTRAL_SIDED * len(neutral), sided


@pytest.mark.parametrize("rare", [True, False], ids=["rare words count more", "all words alike"])
def test_exchanging_the_sides_exchanges_the_labels(stances, rarity, rare):
    """Asked the other way round, every sentence gets the mirrored stance; warnings, plans and the rest stay."""
    assert [
        (row["name"], *each)
        for row in stances.rows()
        for each in stances.unmirrored(row, rarity if rare else None)
    ] == []
