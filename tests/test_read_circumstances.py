"""Is what a text states of quoted words read (office, place, occasion, date, work), and is nothing invented?"""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.model.annotations import Context
from foresaid.model.bodies import QuotationType
from foresaid.read.artefacts.annotator import artefact_annotator
from foresaid.read.quotations.annotator import quotation_annotator
from foresaid.read.quotations.circumstances import CircumstanceReader
from foresaid.read.times.annotator import time_annotator
from foresaid.read.views import reading_view
from foresaid.read.works.annotator import work_annotator
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

CASES = tomllib.loads((Path(__file__).parent / "tables" / "circumstances.toml").read_text("utf-8"))["case"]
VOCABULARY = load_vocabulary("en")
QUOTATIONS = quotation_annotator(VOCABULARY)
WORKS = work_annotator(VOCABULARY)
TIMES = time_annotator(VOCABULARY)
READER = CircumstanceReader(VOCABULARY)
PHRASES = ("role", "affiliation", "venue", "occasion", "work")
PIECES = st.sampled_from(
    ['"', "“", "”", "said ", "Ann Lee", ", secretary of the Dam League,", " in ", "*The Weeping Wall*", "1862", "\n\n", " ",
     "at a rally", " at the Institute", "In March 1887, ", "(Water versus Stone)", ". ", "of", "the 3rd anniversary of", "he "]
)  # fmt: skip


def read(text, document=None):
    """The quotations of a text with their circumstances, and the same without."""
    context = Context(date=parse_edtf(document) if document else None)
    found = {}
    for layer, annotator in (("times", TIMES), ("works", WORKS)):
        found[layer] = list(annotator.annotate(text, replace(context, found=dict(found))))
    quotations = list(QUOTATIONS.annotate(text, context))
    return READER.fill(text, quotations, replace(context, found=found)), quotations


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["because"])
def test_what_a_text_states_of_words_it_quotes(case):
    """Everything a case gives is read, each phrase where it stands, and nothing else is."""
    text = case["text"]
    found, _ = read(text, case.get("document"))
    quoted = [each.body for each in found if each.body.type is not QuotationType.TERM]
    stated = quoted[case.get("which", 0)].circumstances
    said = {}
    if stated is not None:
        said = {name: getattr(stated, name).text for name in PHRASES if getattr(stated, name) is not None}
        said |= {"date": stated.date} if stated.date is not None else {}
        for name in (*PHRASES, "date_phrase"):
            phrase = getattr(stated, name)
            assert phrase is None or text[phrase.start : phrase.end] == phrase.text
    assert said == {name: case[name] for name in (*PHRASES, "date") if name in case}


@given(st.lists(PIECES, max_size=30).map("".join))
def test_nothing_else_changes(text):
    """Whatever a text is, its quotations stay as they are, in number, order and all but their circumstances."""
    found, before = read(text)
    assert [replace(each, body=replace(each.body, circumstances=None)) for each in found] == [
        replace(each, body=replace(each.body, circumstances=None)) for each in before
    ]
    assert found == read(text)[0]


@pytest.fixture(scope="module")
def seed(shared):
    """The seed's gold quotations by id, each with what we state of it."""
    text = (shared / "seed" / "seed.txt").read_text("utf-8")
    gold = json.loads((shared / "seed" / "gold.json").read_text("utf-8"))
    view = reading_view(text, list(artefact_annotator(VOCABULARY).annotate(text, Context()))).text
    stated = {words(each.body.text): each.body.circumstances for each in read(view, gold["date"])[0]}
    return {row["id"]: (row, stated.get(words(row["text"]))) for row in gold["quotations"]}


def words(text):
    """A text without its line breaks and page breaks."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        ("q02", ("role", "work", "date")),  # S4: title, employer and book; no page, no day
        ("q03", ("work", "date")),  # S7: one linked record
        (
            "q04",
            ("role", "venue", "work", "date"),
        ),  # S11, S12, S14: occasion, office, short title, lead-in apart
        ("q05", ("work", "date")),  # S17, S18, S20: serial publication, from the sentence before
        ("q06", ("work", "date")),  # S21: "he continued"
        ("q07", ("work", "date")),  # S22: the cue inserted
        ("q08", ("work", "date")),  # S30
        ("q09", ("date",)),  # S32, S34
        ("q10", ("role", "work")),  # S25: a term and who coined it, introduced with the series
        ("q12", ("venue", "date")),  # the speech of November 1989
    ],
)
def test_seed_rows(seed, row, fields):
    """Rows S4, S7, S11, S12, S14, S17, S18, S20-S22, S25, S30, S32 and the speech: what the gold gives is stated."""
    gold, stated = seed[row]
    ours = {
        "role": ", ".join(each.text for each in (stated.role, stated.affiliation) if each is not None),
        "venue": (stated.venue or stated.occasion).text if stated.venue or stated.occasion else "",
        "work": stated.work.text if stated.work is not None else "",
        "date": stated.date,
    }
    for field in fields:
        assert ours[field] is not None
        assert gold[field] in ours[field] if field != "date" else gold[field] == ours[field]


def test_the_seed_states_no_more(seed):
    """Where the gold has no work and no role for named speakers, none is read."""
    for gold, stated in seed.values():
        for field in ("work", "role"):
            if stated is not None and field not in gold:
                assert getattr(stated, field) is None


def test_without_the_other_layers(shared):
    """Where times and works were not read, plain dates and titles still are, on the seed as well."""
    text = 'In March 1887, Ann Lee wrote in *Stone*, "The wall will not hold."'
    stated = READER.fill(text, list(QUOTATIONS.annotate(text, Context())), Context())[-1].body.circumstances
    assert stated.date == "1887-03"
    seed = (shared / "seed" / "seed.txt").read_text("utf-8")
    found = READER.fill(seed, list(QUOTATIONS.annotate(seed, Context())), Context())
    dates = {each.body.circumstances.date for each in found if each.body.circumstances is not None}
    assert {"1987-08", "1989-11"} <= dates
