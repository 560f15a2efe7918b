"""Where do the paragraphs and sentences of a text begin and end?

Spans only: the text is never changed. Everything is one pass: lines are cut by `str.split`, candidates
for a sentence's end are found by a character class, and each is judged by a bounded look at both sides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.model.annotations import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_STOP = re.compile(r"[.!?…]")
# What may stand between a full stop and the space behind it: closing marks, brackets, notes, emphasis.
_TRAILERS = frozenset("\"'”’»›)]*_.!?…")
_OPENERS = frozenset("\"'“‘«‹„‚([*_—–-")
# The longest abbreviation looked for in front of a full stop ("Messrs" has 6 letters; "a.k.a" 5).
_LONGEST_ABBREVIATION = 12
# Abbreviations that are words of their own too ("shaking his head no."): shortened only in front of a figure.
_BEFORE_FIGURES = frozenset(("no", "nos"))
# Initials in front of a surname: "T.R. Malthus", "J.R.R. Tolkien".
_MOST_INITIALS = 3
# Trailers looked at behind a full stop; `."' )*` is the longest run met in the evaluation sets.
_LONGEST_TRAIL = 6


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text: stretches of lines that are not blank, without the space around them."""
    found: list[Span] = []
    start, end, position = -1, 0, 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            if start < 0:
                start = position + len(line) - len(line.lstrip())
            end = position + len(line.rstrip())
        elif start >= 0:
            found.append(Span(start, end))
            start = -1
        position += len(line) + 1
    if start >= 0:
        found.append(Span(start, end))
    return found


def sentences(text: str, span: Span, abbreviations: frozenset[str]) -> Iterator[Span]:
    """The sentences inside a span, in order, without the space around them."""
    start = _skip_space(text, span.start, span.end)
    while start < span.end:
        end = sentence_end(text, start, span.end, abbreviations)
        yield Span(start, end)
        start = _skip_space(text, end, span.end)


def sentence_end(text: str, start: int, limit: int, abbreviations: frozenset[str]) -> int:
    """The first place at or behind `start` where a sentence is over; `limit` if there is none."""
    for match in _STOP.finditer(text, start, limit):
        end = _close(text, match.end(), limit)
        if ends_sentence(text, match.start(), end, limit, abbreviations):
            return end
    return limit


def last_sentence_start(text: str, floor: int, position: int, abbreviations: frozenset[str]) -> int:
    """Where the sentence that holds `position` begins, not looking further back than `floor`."""
    start = floor
    for match in _STOP.finditer(text, floor, position):
        end = _close(text, match.end(), position)
        if end < position and ends_sentence(text, match.start(), end, position, abbreviations):
            start = end
    return _skip_space(text, start, position)


def ends_sentence(text: str, stop: int, end: int, limit: int, abbreviations: frozenset[str]) -> bool:
    """Whether the mark at `stop`, with its trailers up to `end`, ends a sentence.

    Cases: "Mr. Smith" (abbreviation), "J. Smith" and "T.R. Smith" (initials), "no. 4" but not "no. But", "3.5" (no space), "e.g. this" and
    "“Why?” he asked" (the next letter is small).
    """
    if end >= limit:
        return True
    if not text[end].isspace():
        return False
    following = _next_letter(text, end, limit)
    if following.islower():
        return False
    return text[stop] != "." or not _is_abbreviation(text, stop, abbreviations, following)


def is_initials(word: str) -> bool:
    """Whether a word without its last full stop is a person's initials: "J", "T.R"; "I" is a word."""
    letters = word.split(".")
    return word != "I" and len(letters) <= _MOST_INITIALS and all(map(_is_initial, letters))


def is_shortened(word: str, following: str, abbreviations: frozenset[str]) -> bool:
    """Whether a full stop behind a word belongs to it; `following` is the letter or figure that comes next."""
    low = word.casefold()
    if low in _BEFORE_FIGURES and not following.isdecimal():
        return False
    return low in abbreviations or is_initials(word)


def _is_initial(letter: str) -> bool:
    return len(letter) == 1 and letter.isupper()


def _is_abbreviation(text: str, stop: int, abbreviations: frozenset[str], following: str) -> bool:
    start = stop
    while (
        start > 0
        and stop - start < _LONGEST_ABBREVIATION
        and (text[start - 1].isalpha() or text[start - 1] == ".")
    ):
        start -= 1
    word = text[start:stop]
    if "." in word and word.casefold() not in abbreviations:
        return is_initials(word) and _stands_before_surname(text, start, stop)
    return is_shortened(word, following, abbreviations)


def _stands_before_surname(text: str, start: int, stop: int) -> bool:
    """Whether initials lead to a name: "T.R. Smith"; not "in Fort Mill, S.C. He", "the A.F.L.-C.I.O. “We"."""
    before = text[max(0, start - 2) : start]
    return "," not in before and not before.endswith("-") and text[stop + 2 : stop + 3].isalpha()


def _next_letter(text: str, position: int, limit: int) -> str:
    for character in text[position : min(limit, position + _LONGEST_TRAIL)]:
        if not character.isspace() and character not in _OPENERS:
            return character
    return "A"  # nothing but marks: nothing speaks against an end


def _close(text: str, position: int, limit: int) -> int:
    last = min(limit, position + _LONGEST_TRAIL)
    while position < last and text[position] in _TRAILERS:
        position += 1
    return position


def _skip_space(text: str, position: int, limit: int) -> int:
    while position < limit and text[position].isspace():
        position += 1
    return position
