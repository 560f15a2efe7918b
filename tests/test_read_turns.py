"""Is it known who speaks where in minutes and transcripts, and are headings no speakers?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foresaid.read.lexicon import lexicon_of
from foresaid.read.quotations.turns import turn_at, turns
from foresaid.vocabulary import load_vocabulary

LEXICON = lexicon_of(load_vocabulary("en"))
PIECES = st.sampled_from(
    [
        "Mr. HALE: ",
        "HALE: ",
        "The CHAIRMAN. ",
        "NOTE: ",
        "Mrs. O'NEILL (York): ",
        "\n",
        "\n",
        "the road",
        ". ",
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. HALE: No.\nThe PRESIDENT. Order.", [("Hale", " No.\n"), ("The President", " Order.")]),
        ("Mr. McKAY, of York. No.\nMr. O'NEILL (Leeds). Yes.", [("McKay", " No.\n"), ("O'Neill", " Yes.")]),
        (
            "HALE: No.\nROTH: Yes.\nHALE: Why?\nROTH: So.",
            [("Hale", " No.\n"), ("Roth", " Yes.\n"), ("Hale", " Why?\n"), ("Roth", " So.")],
        ),
        ("Mr. HALE: No.\nMr. HALE: Never.", []),
        ("NOTE: one\nSOURCE: two\nTABLE: three", []),
        ("Report of PARIS. It rains.\nReport of LYON. It snows.", []),
        ("He met Mr. HALE: a friend.\nShe met Mrs. ROTH: no friend.", []),
        ("", []),
    ],
)
def test_turns(text, expected):
    """Names in capitals in front of lines open turns, if they are two at least; headings and names in lines do not."""
    assert [(turn.name, text[turn.start : turn.end]) for turn in turns(text, LEXICON)] == expected


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=200, deadline=None)
def test_turns_follow_one_another(text):
    """Turns lie in the text in order, without overlap, and each place inside one finds it."""
    found = turns(text, LEXICON)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= turn.start <= turn.end <= len(text) for turn in found)
    for turn in found:
        if turn.start < turn.end:
            assert turn_at(found, turn.start) == turn
    if found:
        assert turn_at(found, found[0].start - 1) is None


def test_time_is_linear():
    """A long transcript is read in the time its length takes."""
    assert len(turns("Mr. HALE: No.\nThe PRESIDENT. Order.\n" * 50_000, LEXICON)) == 100_000
    assert turns("Mr. HALE of " * 100_000, LEXICON) == []
