"""Are paragraphs and sentences cut where a reader would cut them, and is nothing lost?"""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.model.annotations import Span
from foresaid.text.segment import last_sentence_start, paragraphs, sentence_end, sentences

ABBREVIATIONS = frozenset({"mr", "dr", "e.g", "no"})
LINES = st.lists(
    st.sampled_from(["a b.", "  c", "", " ", "\t", "d?", "\r", "\x0c", "“e”"]), max_size=30
).map("\n".join)


def cut(text):
    """The sentences of a text as strings."""
    return [text[each.start : each.end] for each in sentences(text, Span(0, len(text)), ABBREVIATIONS)]


def test_paragraphs_end_at_blank_lines():
    """Blank lines, also those that hold only spaces, end a paragraph; single line ends do not."""
    text = "\n  One\ntwo.\n \t\nThree.  \n\n\n"
    assert [text[each.start : each.end] for each in paragraphs(text)] == ["One\ntwo.", "Three."]


@given(LINES)
def test_paragraphs_lose_nothing(text):
    """Every character that is no space lies in exactly one paragraph, in order."""
    found = paragraphs(text)
    assert "".join("".join(text[each.start : each.end].split()) for each in found) == "".join(text.split())
    assert all(before.end < behind.start for before, behind in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. We left.", ["It rained.", "We left."]),
        ("Mr. Roth left. He ran.", ["Mr. Roth left.", "He ran."]),
        ("J. Roth left at 3.5 knots. He ran.", ["J. Roth left at 3.5 knots.", "He ran."]),
        ("“Why?” he asked. “So.” She left.", ["“Why?” he asked.", "“So.”", "She left."]),
        ("So did I. We left!", ["So did I.", "We left!"]),
        ("See e.g. Roth (No. 5). Then go.", ["See e.g. Roth (No. 5).", "Then go."]),
        ("no stop at all", ["no stop at all"]),
        ("", []),
    ],
)
def test_sentences(text, expected):
    """Stops of abbreviations, initials and figures, and stops before a small letter, end no sentence."""
    assert cut(text) == expected


def test_sentence_around_a_place():
    """The beginning and the end of the sentence that holds a place."""
    text = "It rained. Mr. Roth left early. He ran."
    place = text.index("left")
    start = last_sentence_start(text, 0, place, ABBREVIATIONS)
    assert text[start : sentence_end(text, place, len(text), ABBREVIATIONS)] == "Mr. Roth left early."


@given(st.text(alphabet="aB .!?\n\"'”)", max_size=120))
def test_sentences_lose_nothing(text):
    """Every character that is no space lies in exactly one sentence, in order."""
    assert "".join("".join(each.split()) for each in cut(text)) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He shook his head no. “But that is absurd.”", 2),
        ("The answer was no. Nobody spoke.", 2),
        ("It stands in no. 44 of the paper.", 1),
        ("The road was long, as T.R. Harbottle wrote.", 1),
        ("She spoke in Fort Hill, S.C. “It rained.”", 2),
        ("She spoke in Fort Hill, S.C. Nobody came.", 2),
    ],
)
def test_no_ends_a_sentence_and_initials_do_not(text: str, count: int) -> None:
    """The word "no" ends a sentence unless a figure follows; initials in front of a surname end none."""
    assert len(list(sentences(text, Span(0, len(text)), frozenset(("no",))))) == count
