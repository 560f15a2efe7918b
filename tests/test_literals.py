"""Are words found where they stand, and only as whole words?"""

from __future__ import annotations

import pickle
import re

from hypothesis import given
from hypothesis import strategies as st

from foresaid.text.literals import Literals

WORDS = ("may", "will", "in the", "the end", "année", "“", "3")
LITERALS = Literals(WORDS)
PIECES = st.lists(
    st.sampled_from([*WORDS, "May", "é", " ", "—", "’", ".", "x", "IN THE", "𝄞"]), max_size=30
)


def by_hand(text):
    """The same by a regular expression for each word, without case for ASCII."""
    found = set()
    for number, word in enumerate(WORDS):
        pattern = "(?=(" + re.escape(word) + "))"
        for match in re.finditer(pattern, text, re.IGNORECASE if word.isascii() else 0):
            start, end = match.start(), match.start() + len(word)
            before, behind = text[start - 1 : start], text[end : end + 1]
            inside = (word[0].isalnum() and before.isalnum()) or (word[-1].isalnum() and behind.isalnum())
            if not inside and text[start:end].lower() == word:
                found.add((number, start, end))
    return found


@given(PIECES.map("".join))
def test_places_are_those_of_a_search_word_by_word(text):
    """Every whole occurrence is found, in code points, and nothing else."""
    assert {tuple(place) for place in LITERALS.find(text)} == by_hand(text)


def test_marks_and_dashes_are_no_letters():
    """A quotation mark or dash beside a word does not hide it; a letter of any script does."""
    found = LITERALS.find("“May” émay—will")
    assert [(place.start, place.end) for place in found if place.literal < 2] == [(1, 4), (11, 15)]


def test_they_travel_to_other_processes():
    """A prepared search can be pickled and finds the same."""
    assert pickle.loads(pickle.dumps(LITERALS)).find("in the end") == LITERALS.find("in the end")
