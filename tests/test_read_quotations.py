"""Does the annotator of quotations find what is quoted, how, and by whom?"""

from __future__ import annotations

import pickle
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foresaid.model.annotations import Context
from foresaid.model.bodies import QuotationType
from foresaid.model.words import Vocabulary
from foresaid.read.quotations.annotator import quotation_annotator
from foresaid.vocabulary import load_vocabulary

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "quotations.toml").read_text("utf-8"))["case"]
ANNOTATOR = quotation_annotator(load_vocabulary("en"))

# Words and marks that make quotations, frames, paragraphs and every kind of apostrophe.
PIECES = st.sampled_from(
    [
        '"',
        "'",
        "“",
        "”",
        "‘",
        "’",
        "«",
        "»",
        "„",
        "``",
        "''",
        " ",
        "\n",
        "\n\n",
        "    ",
        "> ",
        "— ",
        ".",
        ",",
        ":",
        "?",
        "said",
        "Ann Lee",
        "wrote",
        "he",
        "according to",
        "the",
        "workers",
        "It",
        "rains",
        "(AL)",
        "6",
        "*",
        "called",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=80).map("".join),
    st.lists(PIECES, max_size=60).map(" ".join),
)


def annotate(text, speaker=None):
    """The quotations of a text."""
    return list(ANNOTATOR.annotate(text, Context(speaker=speaker)))


def shown(found, text, field):
    """One field of a quotation as the table writes it."""
    body = found.body
    phrase = body.speaker.phrase if body.speaker else None
    return {
        "text": body.text,
        "type": body.type.value,
        "level": body.level,
        "block": body.block,
        "speaker": (body.speaker.name if body.speaker else None) or "",
        "phrase": phrase.text if phrase else "",
        "cue": body.cue.text if body.cue else "",
        "kind": (body.speaker.kind or "") if body.speaker else "",
        "content": text[body.content.start : body.content.end],
    }[field]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["name"])
def test_table(case):
    """Every case of the table is read as it says."""
    found = annotate(case["text"], case.get("speaker"))
    assert [each.body.text for each in found] == [each["text"] for each in case["quotation"]]
    for each, expected in zip(found, case["quotation"], strict=True):
        assert {field: shown(each, case["text"], field) for field in expected} == expected


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_spans_are_the_text(text):
    """Any text is read without error; spans, phrases and contents lie in it and say what stands there."""
    for each in annotate(text):
        body = each.body
        assert text[each.target.start : each.target.end] == body.text != ""
        assert 0 <= body.content.start <= body.content.end <= len(text)
        for phrase in (body.cue, body.speaker.phrase if body.speaker else None):
            assert phrase is None or text[phrase.start : phrase.end] == phrase.text
        if body.type is QuotationType.TERM:
            assert body.content == each.target
        if body.type is QuotationType.DIRECT:
            assert body.content.start <= each.target.start
            assert each.target.end <= body.content.end


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_parts_of_one_utterance_agree(text):
    """Direct quotations with more content than their own words share it with others, and their speaker and cue."""
    wide = {}
    for each in annotate(text):
        if each.body.type is QuotationType.DIRECT and each.body.content != each.target:
            wide.setdefault(each.body.content, []).append(each.body)
    for parts in wide.values():
        assert len({part.speaker for part in parts}) == 1
        assert len({part.cue for part in parts}) == 1


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_spans_nest(text):
    """Quotations come in text order, each inside or outside of any other, and their level says how deep."""
    around = []
    found = annotate(text)
    for before, behind in pairwise(found):
        assert before.target.start <= behind.target.start
    for each in found:
        while around and around[-1].target.end <= each.target.start:
            around.pop()
        assert not around or each.target.end <= around[-1].target.end
        around.append(each)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_paragraphs_in_front_change_nothing(text):
    """The same text behind paragraphs that name and quote nobody is read alike."""
    front = "the rain fell on the fields and on the road.\n\nthe river rose by a hand.\n\n"
    shift = len(front)

    def seen(found, offset):
        return [
            (each.target.start - offset, each.body.text, each.body.type, each.body.level) for each in found
        ]

    assert seen(annotate(front + text), shift) == seen(annotate(text), 0)


def test_annotator_travels():
    """An annotator can be sent to another process and reads alike there."""
    text = '"Yes," said Ann Lee.'
    travelled = pickle.loads(pickle.dumps(ANNOTATOR))
    assert list(travelled.annotate(text, Context())) == annotate(text)


def test_annotator_keeps_nothing_of_a_text():
    """A name met in one text resolves no pronoun in the next."""
    annotate('"Yes," said Ann Lee. "No," she added.')
    assert annotate('"No," she added.')[0].body.speaker.name is None


def test_socket():
    """The annotator names its layer and generator, and signs each finding."""
    assert (ANNOTATOR.layer, ANNOTATOR.generator) == ("quotations", "foresaid-quotations/2")
    assert annotate('"Yes," said Ann.')[0].generator == ANNOTATOR.generator


def test_a_missing_table_is_named():
    """A vocabulary without a table of quotations names the table it lacks."""
    with pytest.raises(KeyError, match=r"quotations\."):
        quotation_annotator(Vocabulary("xx", {}))


@pytest.mark.parametrize("opening", ["“", '"', "‘", "'", "«", "``", "— "])
def test_unclosed_marks_swallow_nothing(opening):
    """A mark that is never closed leaves the quotations of later paragraphs alone."""
    text = f"The {opening}gate stood open and nobody came.\n\n" * 20 + "“We leave,” said Ann Lee."
    found = annotate(text)
    assert [each.body.text for each in found] == ["We leave,"]


# Repetitions: a second of work where time is linear; where it is not, the run hangs and fails by its timeout.
SIZE = 40_000
HOSTILE = {
    "unclosed": lambda n: "“a word " * n,
    "marks only": lambda n: '"' * n,
    "quotations": lambda n: '"Yes," said Ann Lee, ' * n,
    "nest": lambda n: "“a " * n + "b” " * n,
    "unclosed paragraphs": lambda n: "“It rained.\n\n" * n,
    "announcements": lambda n: "Ann said:\n\n" * n,
    "dashes": lambda n: "— Yes, said Ann.\n" * n,
    "names": lambda n: "Ann Lee (AL) " * n + '"Yes," said Lee.',
    "pronouns": lambda n: 'Ann Lee sat down. "Yes," she said. ' * n,
    "other names": lambda n: "".join(
        f'"Yes," said Ann L{k}e. He met Bob R{k}h. "No," he said. ' for k in range(n)
    ),
    "one line": lambda n: 'Ann said the "thing" was ' * n,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_time_is_linear(kind):
    """However long a text and whatever it consists of, it is read in the time its length takes."""
    annotate(HOSTILE[kind](SIZE))


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["name"])
def test_line_ends_change_nothing(case):
    """A text whose lines end as on Windows is read alike."""

    def seen(text):
        found = annotate(text, case.get("speaker"))
        return [(each.body.text.replace("\r", ""), each.body.type, each.body.level) for each in found]

    assert seen(case["text"].replace("\n", "\r\n")) == seen(case["text"])
