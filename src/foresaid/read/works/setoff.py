"""Which short strings does a text set off, by italics or by quotation marks?

Italics are read as plain text and Markdown have them, `*…*` and `_…_`. A string in quotation marks is looked at
only where it is short; a longer one is a quotation and no title. Every look is bounded, so that time is linear.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# Characters of the longest title looked for: one of 20 words (titles.py) has hardly more.
_LONGEST = 160
_EMPHASIS = re.compile(
    r"(?<![\w*_\\])([*_]{1,3})(?=[^\s*_])([^*_\n]|\n(?![ \t]*\n)){1,160}?(?<=[^\s*_\\])\1(?![\w*_])"
    r"|(?<![^\s(])_ (?=\S)([^*_\n]){1,160}?(?<=\S) _(?![^\s])"
)
_QUOTED = re.compile(
    r"“[^“”\n]{1,160}”|(?<![\w\"])\"(?=[^\s\"])[^\"\n]{1,160}(?<=\S)\"(?!\w)"
    r"|(?<![\w'])''(?=[^\s'])(?:[^'\n]|'(?!')){1,160}''(?!\w)"
)
_MARKS = "*_ "
_CLOSING = ",.;"


class SetOff(NamedTuple):
    """A string set off, in code points: with its marks (`opens`, `closes`) and without (`start`, `end`)."""

    opens: int
    start: int
    end: int
    closes: int
    italic: bool


def find_set_off(text: str) -> list[SetOff]:
    """The strings set off in a text, in its order; of two that overlap the first one."""
    found = []
    if "*" in text or "_" in text:
        found += [_italic(match, text) for match in _EMPHASIS.finditer(text)]
    if "“" in text or '"' in text or "''" in text:
        found += [_quoted(match, text) for match in _QUOTED.finditer(text)]
    found.sort()
    return list(_apart(found))


def _apart(found: list[SetOff]) -> Iterator[SetOff]:
    end = 0
    for each in found:
        if each.opens >= end and each.start < each.end:
            yield each
            end = each.closes


def _italic(match: re.Match[str], text: str) -> SetOff:
    start, end = match.span()
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return SetOff(match.start(), start, _without_pause(text, start, end), match.end(), italic=True)


def _quoted(match: re.Match[str], text: str) -> SetOff:
    width = 2 if match.group().startswith("''") else 1
    start, end = match.start() + width, match.end() - width
    while start < end and text[start] in _MARKS:
        start += 1
    return SetOff(match.start(), start, _without_pause(text, start, end), match.end(), italic=False)


def _without_pause(text: str, start: int, end: int) -> int:
    """The end of a string without the comma or full stop that only its place in the sentence gave it."""
    while end > start and (text[end - 1] in _CLOSING or text[end - 1] in _MARKS):
        end -= 1
    return end
