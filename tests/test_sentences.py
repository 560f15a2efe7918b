"""Are all sentences of a text cut where a reader would cut them, in one pass, and is nothing lost?"""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.text.sentences import SentenceSplitter, sentence_splitter
from foresaid.vocabulary import load_vocabulary

SPLITTER = sentence_splitter(load_vocabulary("en"))
PIECES = st.lists(
    st.sampled_from(
        ["a b.", "Mr. ", "  C", "\n\n", " ", "\t", "d? ", "U.S. ", "“e.” ", "2. ", "…", "\x0c", "Ünter "]
    ),
    max_size=30,
).map("".join)


def cut(text):
    """The sentences of a text as strings."""
    return [text[each.start : each.end] for each in SPLITTER.spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. We left.", ["It rained.", "We left."]),
        ("Mr. Roth left. He ran.", ["Mr. Roth left.", "He ran."]),
        ("J. Q. Roth left at 3.5 knots. He ran.", ["J. Q. Roth left at 3.5 knots.", "He ran."]),
        ("“Why?” he asked. “So.” She left.", ["“Why?” he asked.", "“So.”", "She left."]),
        ("So did I. We left!", ["So did I.", "We left!"]),
        ("See e.g. Roth (No. 5). Then go.", ["See e.g. Roth (No. 5).", "Then go."]),
        ("He left the U.S. The tide turned.", ["He left the U.S.", "The tide turned."]),
        ("The U.S. Senate rose at 9 p.m. sharp.", ["The U.S. Senate rose at 9 p.m. sharp."]),
        ("Oats, rye, etc. They sold all.", ["Oats, rye, etc.", "They sold all."]),
        ("2. The harbour silts up. It will close.", ["2. The harbour silts up.", "It will close."]),
        ("XIV. Of rivers. They rise.", ["XIV. Of rivers.", "They rise."]),
        ("It will be dry.\n\nand wet", ["It will be dry.", "and wet"]),
        ("A heading\n\nIt rained.", ["A heading", "It rained."]),
        ("It rained (hard). *We* left.", ["It rained (hard).", "*We* left."]),
        ("He wrote “it will fall.” And it fell.", ["He wrote “it will fall.”", "And it fell."]),
        ("Well… perhaps. Who knows?", ["Well… perhaps.", "Who knows?"]),
        ("It rained. Über allem lag Staub.", ["It rained.", "Über allem lag Staub."]),
        ("no stop at all", ["no stop at all"]),
        ("", []),
    ],
)
def test_sentences(text, expected):
    """Stops of abbreviations, initials, figures and numbers, and stops before a small letter, end no sentence."""
    assert cut(text) == expected


@given(PIECES)
def test_nothing_is_lost(text):
    """Every sign that is no space lies in exactly one sentence, in order, and no sentence begins with space."""
    found = SPLITTER.spans(text)
    assert "".join("".join(text[each.start : each.end].split()) for each in found) == "".join(text.split())
    assert all(before.end <= behind.start for before, behind in itertools.pairwise(found))
    assert all(text[each.start : each.end] == text[each.start : each.end].strip() for each in found)


@given(PIECES, PIECES)
def test_paragraphs_are_cut_alone(one, other):
    """What stands in another paragraph changes nothing: the sentences of two are those of each."""
    both = one + "\n\n" + other
    shifted = [(each.start + len(one) + 2, each.end + len(one) + 2) for each in SPLITTER.spans(other)]
    alone = [(each.start, each.end) for each in SPLITTER.spans(one)] + shifted
    assert [(each.start, each.end) for each in SPLITTER.spans(both)] == alone


def test_without_tables():
    """A splitter with no abbreviations cuts at every stop before a capital letter; initials still end nothing."""
    text = "Mr. Roth and J. Bell left. He ran."
    found = SentenceSplitter(()).spans(text)
    assert [text[each.start : each.end] for each in found] == ["Mr.", "Roth and J. Bell left.", "He ran."]
