"""Are events, outcomes, quantities, causes, universals, superlatives and beliefs read as the text states them?"""

from __future__ import annotations

import pickle
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.model.annotations import Context
from foresaid.model.bodies import AssertionKind
from foresaid.read.assertions.annotator import assertion_annotator
from foresaid.read.assertions.numbers import number_at
from foresaid.read.assertions.sentence import Sentence, tokens_of
from foresaid.read.assertions.words import words_of
from foresaid.read.times.annotator import time_annotator
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary("en")
ANNOTATOR = assertion_annotator(VOCABULARY)
TIMES = time_annotator(VOCABULARY)
WORDS = words_of(VOCABULARY)
CASES = tomllib.loads((Path(__file__).parent / "tables" / "assertions.toml").read_text("utf-8"))["case"]
PHRASES = ("subject", "agent", "place", "marker", "cause", "effect", "date_phrase")


def read(text, date=None):
    """The assertions of a text, with the times that the layer of times finds in it."""
    context = Context(date=parse_edtf(date) if date else None)
    times = list(TIMES.annotate(text, context))
    return list(ANNOTATOR.annotate(text, Context(date=context.date, found={"times": times})))


def told(body, field):
    """A field of a finding as the table writes it."""
    value = getattr(body, field)
    if field in PHRASES:
        return value.text if value else None
    return list(value) if field == "amount" else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_table(case):
    """Each case of the table is read as it says; kinds it rules out are not found."""
    bodies = [each.body for each in read(case["text"], case.get("date"))]
    readings = []
    for expected in case.get("found", ()):
        same = [body for body in bodies if body.kind == expected["kind"]]
        readings = [{field: told(body, field) for field in expected} for body in same]
        assert expected in readings
    assert not [body for body in bodies if body.kind in case.get("none", ())]


def test_every_kind_has_cases():
    """The table shows each kind at least once found and once ruled out, outcomes of events included."""
    found = {each["kind"] for case in CASES for each in case.get("found", ())}
    ruled_out = {kind for case in CASES for kind in case.get("none", ())}
    assert found == ruled_out == set(AssertionKind)


@given(
    st.sampled_from([case["text"] for case in CASES]), st.sampled_from(["", "\n\n", "Öl. ", "“So it is.” "])
)
def test_phrases_stand_where_they_say(text, front):
    """Every finding and every phrase in it is cut from the text, in order, whatever stands in front."""
    text = front + text
    findings = read(text)
    assert [each.target.start for each in findings] == sorted(each.target.start for each in findings)
    for each in findings:
        assert text[each.target.start : each.target.end] == each.body.text
        for field in PHRASES:
            phrase = getattr(each.body, field)
            assert phrase is None or text[phrase.start : phrase.end] == phrase.text


@given(st.text(alphabet="a .,;\n\"“”'’0123456789-$%ABCdt", max_size=300))
def test_any_text_is_read(text):
    """No text stops the layer, and the same text gives the same findings."""
    assert read(text) == read(text)


def test_the_annotator_can_be_sent_to_another_process():
    """A copy that went through pickle finds the same."""
    text = CASES[0]["text"]
    times = list(TIMES.annotate(text, Context()))
    context = Context(found={"times": times})
    copied = pickle.loads(pickle.dumps(ANNOTATOR))
    assert list(copied.annotate(text, context)) == list(ANNOTATOR.annotate(text, context))


def test_a_sentence_without_end_is_read_in_pieces():
    """A hundred thousand words without a stop are read, each quantity once."""
    text = "they sold 12 ships and " * 20_000
    assert sum(each.body.kind == "quantity" for each in read(text)) == 20_000


ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ONES += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number):
    """A number below a billion in English words."""
    for factor, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= factor:
            rest = number % factor
            joint = " and " if name == "hundred" else " "
            return f"{in_words(number // factor)} {name}" + (joint + in_words(rest) if rest else "")
    if number < 20:
        return ONES[number - 1]
    return TENS[number // 10 - 2] + (f"-{ONES[number % 10 - 1]}" if number % 10 else "")


@given(st.integers(1, 999_999_999))
def test_numbers_in_words(number):
    """A number written in words is the number, as it is in figures with commas."""
    for written in (in_words(number), f"{number:,}"):
        tokens = tokens_of(written, 0, len(written), frozenset())
        found = number_at(Sentence(written, 0, len(written), tokens, ()), 0, WORDS)
        assert found.values == (number,)
        assert found.end == len(tokens)


@pytest.fixture(scope="module")
def seed(shared):
    """The essay's text and what is asserted in it."""
    text = (shared / "seed" / "seed.txt").read_text("utf-8")
    return text, [each.body for each in read(text, "2021-12-28")]


def of_kind(seed, kind):
    """The seed's findings of one kind."""
    return [body for body in seed[1] if body.kind == kind]


def test_seed_s33_an_event_with_everything(seed):
    """S33: the assassination with its place, its day and who did it."""
    event = next(body for body in of_kind(seed, "event") if body.marker.text == "assassination")
    assert (event.subject.text, event.place.text, event.date) == (
        "Trotsky",
        "Coyoacan, Mexico",
        "1940-08-20",
    )
    assert event.agent_name == "Ramón Mercader"


def test_seed_s46_outcomes(seed):
    """S46: the catastrophe and the fall of life expectancy are outcomes, the dissolution is an event of its own."""
    outcomes = {body.marker.text: body for body in of_kind(seed, "outcome")}
    assert outcomes["outcome"].effect.text == "a catastrophe"
    assert "life expectancy" in outcomes["plummeted"].text
    dissolved = next(body for body in of_kind(seed, "event") if body.marker.text == "dissolved")
    assert (dissolved.subject.text, dissolved.date) == ("the Soviet Union", "1991-12-26")


def test_seed_s50_quantities(seed):
    """S50: every counted quantity with unit and qualifier."""
    rows = {(body.amount, body.unit, body.qualifier) for body in of_kind(seed, "quantity")}
    assert rows >= {
        ((70,), "years", ""),
        ((30,), "anniversary", "ordinal"),
        ((47,), "anniversary", "ordinal"),
        ((), "", "hundreds of thousands"),
        ((7,), "volume", ""),
        ((), "people", "millions"),
        ((5,), "minute", ""),
    }


def test_seed_s51_superlatives_and_universals(seed):
    """S51: judgements are not checkable, "every" is a universal over what it counts."""
    superlatives = {body.marker.text: body for body in of_kind(seed, "superlative")}
    assert superlatives["most progressive"].checkable is False
    assert superlatives["unprecedented"].checkable is False
    universals = {body.marker.text: body for body in of_kind(seed, "universal")}
    assert universals["Every"].subject.text.startswith("Every metric")
    assert universals["every"].subject.text.startswith("every urgent warning")
    assert universals["without question"].checkable is False


def test_seed_s52_causes(seed):
    """S52: cause, effect and marker of two causal statements, and the counterfactual."""
    causes = {body.marker.text: body for body in of_kind(seed, "cause")}
    assert causes["drove"].cause.text == "The defense of bureaucratic privilege"
    assert causes["drove"].effect.text.startswith("the Kremlin into alliances")
    assert causes["due to"].cause.text == "the criminal policies of the capitalist oligarchs"
    assert causes["due to"].effect.text.startswith("the death of millions of people")
    (unreal,) = of_kind(seed, "counterfactual")
    assert unreal.marker.text == "were it not for"
    assert unreal.effect.text.startswith("The restoration of capitalism in the Soviet Union")


def test_seed_s39_a_belief_with_its_limit(seed):
    """S39: who reached which conclusion, no later than when."""
    belief = next(body for body in of_kind(seed, "belief") if body.date)
    assert (belief.agent_name, belief.date) == ("Trotsky", "../1933")
    assert belief.subject.text.startswith("the bureaucracy could not be reformed")
