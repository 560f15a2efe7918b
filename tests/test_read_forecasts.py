"""Are statements about the future told apart, with their parts and whose they are, and claims of foresight found?"""

from __future__ import annotations

import pickle
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.model.annotations import Annotation, Context, Phrase, Span
from foresaid.model.bodies import (
    Certainty,
    Forecast,
    ForecastLabel,
    ForesightClaim,
    ForesightKind,
    Holding,
    Quotation,
    QuotationType,
    Speaker,
    SpeakerKind,
    TimeExpression,
    TimeType,
)
from foresaid.pipeline.reading import read_text
from foresaid.read.forecasts.annotator import forecast_annotator, foresight_annotator
from foresaid.read.forecasts.scoring import LABELS, lines_of, model_of
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "forecasts.toml").read_text("utf-8"))
VOCABULARY = load_vocabulary("en")
ANNOTATOR = forecast_annotator(VOCABULARY)
CLAIMS = foresight_annotator(VOCABULARY)
SENTENCES = [row["text"] for rows in TABLE.values() for row in rows]


def found(text, context=None):
    """The findings of both layers in a text."""
    context = context or Context()
    return [*ANNOTATOR.annotate(text, context), *CLAIMS.annotate(text, context)]


def forecasts(text, context=None):
    """The statements about the future in a text."""
    return [each.body for each in found(text, context) if isinstance(each.body, Forecast)]


def claims(text, context=None):
    """The claims of foresight in a text."""
    return [each.body for each in found(text, context) if isinstance(each.body, ForesightClaim)]


def words(phrase):
    """The words of a phrase, None for none."""
    return None if phrase is None else phrase.text


@pytest.mark.parametrize("row", TABLE["statement"], ids=lambda row: row["text"][:40])
def test_statements(row):
    """Each sentence of the table has its label, and the parts that its row names."""
    stated = forecasts(row["text"])
    assert [each.label.value for each in stated] == ([] if row["label"] == "OTHER" else [row["label"]])
    if row["label"] != "FORECAST":
        return
    (body,) = stated
    read = {
        "polarity": body.polarity.value,
        "certainty": body.certainty.value,
        "conditional": body.conditional,
        "condition": words(body.condition),
        "outcome": body.text,
        "alternatives": [each.text for each in body.alternatives],
        "exclusive": body.exclusive,
        "parts": [each.text for each in body.parts],
        "mechanism": words(body.mechanism),
        "horizon": words(body.horizon),
        "gradable": body.gradable,
    }
    wanted = {key: value for key, value in row.items() if key not in ("text", "label")}
    assert {key: read[key] for key in wanted} == wanted


@pytest.mark.parametrize("row", TABLE["claim"], ids=lambda row: row["text"][:40])
def test_claims(row):
    """Each claim of the table has its kind, and the parts that its row names."""
    (claim,) = claims(row["text"])
    read = {
        "kind": claim.kind.value,
        "marker": claim.marker.text,
        "content": words(claim.content),
        "observers": words(claim.observers),
        "universal": claim.universal,
    }
    wanted = {key: value for key, value in row.items() if key != "text"}
    assert {key: read[key] for key in wanted} == wanted


@pytest.mark.parametrize("row", TABLE["report"], ids=lambda row: row["text"][:40])
def test_reports(row):
    """A forecast reported in its time belongs to who made it, and is no claim of foresight."""
    (body,) = forecasts(row["text"], Context(speaker="The Chronicle"))
    assert claims(row["text"]) == []
    assert body.holding is Holding.REPORTED
    assert body.text == row["outcome"]
    assert (body.holder and words(body.holder.phrase)) == row.get("holder")
    assert body.polarity.value == row.get("polarity", "will")
    assert body.certainty.value == row.get("certainty", body.certainty.value)


def test_the_date_of_a_foresight():
    """A claim has the date of its own words, never that of the book or of the later telling."""
    text = "In a memoir, Signals (1938), Lowe claimed that he had foreseen the strike as early as 1919."
    dates = [
        Annotation(Span(at, at + 4), TimeExpression(TimeType.DATE, year, year, "year"), "test/1")
        for year in ("1938", "1919")
        for at in [text.index(year)]
    ]
    (claim,) = claims(text, Context(found={"times": dates}))
    assert claim.date == "1919"
    (claim,) = claims(text, Context(found={"times": dates[:1]}))
    assert claim.date is None


def test_free_speech_behind_a_report():
    """Behind a report "would" may be its maker's or the author's: whose it is stays open, and is not the author's own."""
    text = "Mary Quint warned that the mill would close. The river would then run dry."
    first, second = forecasts(text, Context(speaker="The Chronicle"))
    assert (first.holding, words(first.holder.phrase)) == (Holding.REPORTED, "Mary Quint")
    assert (second.holding, second.holder) == (Holding.REPORTED, None)


def test_rivals_in_other_words():
    """A faction's assertion is a rival's forecast, whatever verb reports it, and its holder is the faction."""
    text = (
        "A faction that had left the choir applauded the rule, asserting that the abbot could be won over."
    )
    (body,) = forecasts(text, Context(speaker="The Chronicle"))
    assert (body.holding, body.holder.phrase.text) == (Holding.RIVAL, "A faction")
    assert body.text == "the abbot could be won over"


@pytest.mark.parametrize("row", TABLE["none"], ids=lambda row: row["text"][:40])
def test_no_claims(row):
    """What only looks like a claim of foresight is none."""
    assert claims(row["text"]) == []


def test_places_are_the_texts():
    """Every target and phrase is what stands in the text at its place, and findings come in text order."""
    text = "\n\n".join([" ".join(SENTENCES[at : at + 3]) for at in range(0, len(SENTENCES), 3)])
    annotations = found(text)
    assert len(annotations) > len(SENTENCES) / 2
    for layer in (ANNOTATOR, CLAIMS):
        starts = [each.target.start for each in layer.annotate(text, Context())]
        assert starts == sorted(starts)
    for each in annotations:
        assert text[each.target.start : each.target.end] == each.body.text
        for name in type(each.body).__dataclass_fields__:
            value = getattr(each.body, name)
            for phrase in value if isinstance(value, tuple) else (value,):
                if isinstance(phrase, Phrase):
                    assert text[phrase.start : phrase.end] == phrase.text


def test_one_row_a_sentence():
    """No sentence has two labels."""
    text = " ".join(SENTENCES)
    spans = [(each.sentence.start, each.sentence.end) for each in forecasts(text)]
    assert len(spans) == len(set(spans))


def _quotation(text, inner, kind, name):
    start = text.index(inner)
    span = Span(start, start + len(inner))
    return Annotation(span, Quotation(kind, 1, inner, span, Speaker(None, name)), "test/1")


def test_quoted_forecasts_are_their_speakers():
    """A forecast in a direct quotation is its speaker's, one in an indirect one reported, any other the document's."""
    text = (
        "“The canal will ruin the town within a year,” said Ada Roth. Bell believes that the mills will close. "
        "The winter will be hard."
    )
    context = Context(
        speaker="The Courier",
        found={
            "quotations": [
                _quotation(
                    text, "The canal will ruin the town within a year", QuotationType.DIRECT, "Ada Roth"
                ),
                _quotation(text, "that the mills will close", QuotationType.INDIRECT, "Bell"),
            ]
        },
    )
    held = [(each.holding, each.holder.name) for each in forecasts(text, context)]
    assert held[0] == (Holding.QUOTED, "Ada Roth")
    assert held[-1] == (Holding.OWN, "The Courier")
    assert (Holding.REPORTED, "Bell") in held


def test_rivals_as_an_opponent_reports_them():
    """What rivals are said to be claiming is reported by an opponent, and so is the free speech that goes on with it."""
    text = (
        "The renegades of the Harbour League hailed the decree, claiming that the monopoly could be tamed. "
        "Free competition would make the League unnecessary. They abandoned the boycott."
    )
    first, second = forecasts(text)[:2]
    assert first.text == "the monopoly could be tamed"
    assert first.holding is Holding.RIVAL
    assert first.certainty is Certainty.POSSIBLE
    assert second.holding is Holding.RIVAL
    assert second.holder == first.holder


def test_hailed_as_a_beginning():
    """What was celebrated as a beginning is a forecast of those who celebrated, together."""
    (body,) = forecasts("The merchant powers celebrated the treaty as the beginning of an age of peace.")
    assert body.text == "the beginning of an age of peace"
    assert body.holder.kind is SpeakerKind.COLLECTIVE
    assert body.holder.phrase.text == "The merchant powers"
    assert body.holding is Holding.REPORTED


def test_governed_forecasts_are_reported():
    """What others believe is theirs; what "we believe" is the document's own."""
    (theirs,) = forecasts("The surveyors believe that the dam will burst.")
    assert theirs.holding is Holding.REPORTED
    assert theirs.holder.phrase.text == "The surveyors"
    (ours,) = forecasts("We believe that the dam will burst.", Context(speaker="The Board"))
    assert ours.holding is Holding.OWN
    assert ours.holder.name == "The Board"


def test_horizons_have_the_times_values():
    """A time expression in the outcome is its horizon, with the preposition in front and its EDTF value."""
    text = "The railway will be completed before 1870."
    start = text.index("1870")
    time = TimeExpression(TimeType.DATE, "1870", "1870", "year")
    context = Context(found={"times": [Annotation(Span(start, start + 4), time, "test/1")]})
    (body,) = forecasts(text, context)
    assert (body.horizon.text, body.horizon_value) == ("before 1870", "1870")
    assert body.gradable is True


def test_a_later_claim_that_gives_the_words_is_none():
    """Who "had warned that" and is quoted is no later claim: the words are there to be verified."""
    text = "Roth had warned that the law meant “ruin and a long war.”"
    inner = "ruin and a long war."
    bare = [each.kind for each in claims(text)]
    assert bare == [ForesightKind.LATER_CLAIM]
    context = Context(found={"quotations": [_quotation(text, inner, QuotationType.MIXED, "Roth")]})
    assert claims(text, context) == []
    (body,) = forecasts(text, context)
    assert [each.text for each in body.parts] == [
        "ruin",
        "a long war",
    ] or body.text == "ruin and a long war"


def test_the_model_is_one():
    """The shipped weights are read as they were written, and give chances that sum to one."""
    model = model_of(VOCABULARY)
    assert lines_of(model.weights) == sorted(
        lines_of(model.weights), key=lambda line: line.split(" ", 4)[4]
    )
    assert sorted(lines_of(model.weights)) == sorted(VOCABULARY.tables["forecast_model.weights"])
    chances = model.chances({"will", "will M", "no such property"})
    assert len(chances) == len(LABELS)
    assert sum(chances) == pytest.approx(1)


def test_the_annotator_travels():
    """A pickled annotator finds the same in another process."""
    again = [pickle.loads(pickle.dumps(layer)) for layer in (ANNOTATOR, CLAIMS)]
    text = " ".join(SENTENCES)
    assert [each for layer in again for each in layer.annotate(text, Context())] == found(text)


@given(
    st.lists(
        st.sampled_from(
            [*SENTENCES, "will", "if ", "“", "”", ", ", "that ", "either ", "or; ", "as the ", "\n\n", "("]
        ),
        max_size=12,
    )
)
def test_any_text_is_read(pieces):
    """No mixture of sentences and fragments is refused; places stay inside their text."""
    text = " ".join(pieces)
    for each in found(text):
        assert 0 <= each.target.start < each.target.end <= len(text)
        assert text[each.target.start : each.target.end] == each.body.text


@given(st.text(max_size=300))
def test_any_signs_are_read(text):
    """No string of signs is refused."""
    assert all(each.target.end <= len(text) for each in found(text))


@pytest.fixture(scope="module")
def seed(shared):
    """What is read in the seed, with the layers this one needs."""
    text = (shared / "seed" / "seed.txt").read_text("utf-8")
    context = Context(speaker="John Malvar", date=parse_edtf("2021-12-28"))
    found_in = read_text(text, ["quotations", "times"], context, parsing=False)
    annotations = found(text, Context(speaker=context.speaker, date=context.date, found=found_in))
    return [each.body for each in annotations]


def _one(bodies, start, kind=Forecast):
    """The one finding of the seed whose text begins so."""
    (body,) = [each for each in bodies if isinstance(each, kind) and each.text.startswith(start)]
    return body


def test_seed_alternatives(seed):
    """S40: two roads and an either/or, each with its branches, without a third, held by who is quoted."""
    roads = _one(seed, "that of Gorbachev")
    assert len(roads.alternatives) == 2
    assert roads.exclusive
    assert roads.gradable is False
    assert roads.holding is Holding.QUOTED
    prognosis = _one(seed, "the bureaucracy, becoming")
    assert [each.text[:17] for each in prognosis.alternatives] == ["the bureaucracy, ", "the working class"]
    assert prognosis.exclusive
    assert prognosis.holder.name == "Leon Trotsky"
    assert prognosis.horizon is None


def test_seed_conjunction_and_mechanism(seed):
    """S41, S42: two parts that can be judged apart; by what it was to come about."""
    both = _one(seed, "capitalist restoration and")
    assert [each.text[:12] for each in both.parts] == ["capitalist r", "a horrifying"]
    assert both.holder.name == "David North"
    through = _one(seed, "undermining Soviet state property")
    assert through.mechanism.text == "through these measures"


def test_seed_rivals(seed):
    """S43, S44: rivals' forecasts as an opponent reports them, the free indirect one too, and an unnamed many's."""
    claimed = _one(seed, "Stalinism could be pressured")
    free = _one(seed, "De-Stalinization would render")
    era = _one(seed, "the beginning of a new era")
    assert [each.holding for each in (claimed, free, era)] == [Holding.RIVAL] * 3
    assert free.holder == claimed.holder
    assert era.holder.kind is SpeakerKind.COLLECTIVE


def test_seed_universal_negatives(seed):
    """S5, S3: nobody could predict, no one saw it coming, each with its observers."""
    nobody = _one(seed, "Nobody, including", ForesightClaim)
    assert nobody.observers.text == "Nobody, including the most sagacious observers"
    assert nobody.holder.name == "Vladislav M. Zubok"
    assert _one(seed, "No one saw", ForesightClaim).universal


def test_seed_later_claims(seed):
    """S39, S45: later claims of foresight, repeated ones marked, and a date where the sentence gives one."""
    kinds = [
        each for each in seed if isinstance(each, ForesightClaim) and each.kind is ForesightKind.LATER_CLAIM
    ]
    begins = {each.text[:26] for each in kinds}
    assert {
        "repeatedly warned that Gor",
        "warned that the imminent t",
        "understood that the end of",
    } <= begins
    assert _one(seed, "repeatedly warned", ForesightClaim).universal
    concluded = _one(seed, "reached the conclusion", ForesightClaim)
    assert concluded.content.text == "the bureaucracy could not be reformed and had to be overthrown"
    assert concluded.date == "1933"


def test_seed_vindication_and_absence(seed):
    """S6, S48: "every warning confirmed" needs a denominator; what others leave out is its own kind."""
    assert _one(seed, "confirmed every urgent warning", ForesightClaim).universal
    assert _one(seed, "vindication of", ForesightClaim).kind is ForesightKind.VINDICATION
    assert _one(seed, "The perspective elaborated", ForesightClaim).kind is ForesightKind.VINDICATION
    assert _one(seed, "exclude any reference", ForesightClaim).kind is ForesightKind.ABSENCE


def test_seed_labels(seed):
    """Of the seed's past narrative nothing is taken for a commitment or norm."""
    labels = {each.label for each in seed if isinstance(each, Forecast)}
    assert labels == {ForecastLabel.FORECAST}
