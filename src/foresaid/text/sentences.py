"""Where do all sentences of a text begin and end? One pass, for layers that look at every sentence.

The same judgement as text/segment.py makes around one place, and three things more: "U.S." and "etc." end a
sentence where a word follows that opens one, "2." at the head of a paragraph is its number, and a mark of
three stops ends a sentence only before a capital letter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.model.annotations import Span
from foresaid.text.segment import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.model.words import Vocabulary

# A closing sign with its trailers, as many as segment.py looks at; behind it space and the sign that follows.
# What may stand in front of the first letter (marks, brackets, emphasis, a dash) is skipped, four signs at most.
_CANDIDATE = re.compile(r"[.!?…][\"'”’»›)\]*_.!?…]{0,6}(?=\s)")
_NEXT = re.compile(r"\s{1,8}[\"'“‘«‹„‚(\[*_—–-]{0,4}\s?(\w{0,16})")
# The word in front of a full stop. The longest abbreviation of the table has eight letters ("u.s.s.r" seven).
_LONGEST_WORD = 12
# A paragraph's own number: "2. The Navy", "XIV. Of Rivers"; no more signs than that in front of its stop.
_LONGEST_NUMBER = 6


class SentenceSplitter:
    """Finds the sentences of any text; holds the abbreviations of one language, no state of a text."""

    def __init__(
        self, leading: Iterable[str], trailing: Iterable[str] = (), openers: Iterable[str] = ()
    ) -> None:
        self._leading = frozenset(leading)
        self._trailing = frozenset(trailing)
        self._openers = frozenset(openers)

    def spans(self, text: str) -> list[Span]:
        """Every sentence of a text in order, without the space around it; a blank line ends one too."""
        found: list[Span] = []
        for paragraph in paragraphs(text):
            found += self.inside(text, paragraph.start, paragraph.end)
        return found

    def inside(self, text: str, start: int, end: int) -> Iterator[Span]:
        """The sentences between two places of a text, of which the first and last sign are no space."""
        opening = start
        for match in _CANDIDATE.finditer(text, start, end):
            stop, behind = match.span()
            following = _NEXT.match(text, behind, end)
            if following is None or not self._ends(text, opening, stop, following[1]):
                continue
            yield Span(opening, behind)
            opening = _skip_space(text, behind, end)
        if opening < end:
            yield Span(opening, end)

    def _ends(self, text: str, opening: int, stop: int, following: str) -> bool:
        """Whether the mark at `stop` ends the sentence from `opening`, `following` being the next word."""
        if following[:1].islower():
            return False
        word = _word_before(text, opening, stop) if text[stop] == "." else ""
        return not word or not self._is_shortened(word, following, heads=opening == stop - len(word))

    def _is_shortened(self, word: str, following: str, *, heads: bool) -> bool:
        """Whether the full stop behind a word is its own: of a number at the head, an initial, an abbreviation."""
        if heads and len(word) <= _LONGEST_NUMBER and _is_number(word):
            return True
        if len(word) == 1 and word.isalpha():
            return word.isupper() and word != "I"
        low = word.casefold()
        if low in self._trailing or _is_initials(word):
            return bool(following) and following.casefold() not in self._openers
        return low in self._leading


def sentence_splitter(vocabulary: Vocabulary) -> SentenceSplitter:
    """The splitter of one language; KeyError names a word table that is missing."""
    tables = vocabulary.tables
    return SentenceSplitter(
        tables["sentences.leading"], tables["sentences.trailing"], tables["sentences.openers"]
    )


def _word_before(text: str, opening: int, stop: int) -> str:
    """Letters, digits and inner stops right in front of a full stop."""
    start = stop
    floor = max(opening, stop - _LONGEST_WORD)
    while start > floor and (text[start - 1].isalnum() or text[start - 1] == "."):
        start -= 1
    return text[start:stop]


def _is_initials(word: str) -> bool:
    """Whether a word is single letters with stops between them: "U.S", "J.Q"."""
    return len(word) > 1 and all(len(letter) == 1 for letter in word.split("."))


def _is_number(word: str) -> bool:
    """Whether a word may number a paragraph: "2", "14", "XIV", "b"."""
    return word.isdigit() or (len(word) == 1 and word != "I") or not set(word) - set("IVXLC")


def _skip_space(text: str, position: int, limit: int) -> int:
    while position < limit and text[position].isspace():
        position += 1
    return position
