"""Which characters of a text are quotation marks, and does each open or close?

Bird's-eye view: one character class finds every candidate; apostrophes inside words never come up. A mark
is then judged by what stands on either side of it, not by its glyph, because documents mix glyphs, and
typists and converters get them wrong: a mark with space before and a letter behind opens, the reverse
closes. The glyph decides only where the sides do not. Where neither does (tokenised text: `he said , " no "`)
the role is EITHER, and pairs.py decides by what is open at that place.
Start reading from `find_marks`.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# Apostrophes with a letter or figure on both sides are left out here: nine in ten are of that kind.
_CANDIDATE = re.compile(r"``|''|[\"“”„‟«»‹›‘‚‛`]|(?<![^\W_])['’]|['’](?![^\W_])")
_FEET = re.compile(r"\d\s?['’]\s?\d{1,2}(?:\s?[½¼¾])?$")
_INCHES_FOLLOW = re.compile(r"\s?\d{1,2}(?:\s?[½¼¾])?\s?[\"”″]")
_WORD = re.compile(r"[^\W_]{1,12}")

# Emphasis signs around a mark are looked through: *"Title"*, _“so”_.
_TRANSPARENT = frozenset("\"“”„‟«»‹›‘’‚‛'`*_")
_OPENS_BEHIND = frozenset("([{<>—–-/|")
_CLOSES_BEFORE = frozenset(".,;:!?)]}—–-/…<|")
_PUNCTUATION = frozenset(".,;:!?…—–-")
# Word ends that lose a letter behind them: goin', an', wi', ol'.
_ELIDED_ENDS = ("in", "an", "th", "ol", "wi")
# Marks stacked at one place, such as `.'"*`; a longer run is no quotation.
_LONGEST_STACK = 4


class Family(IntEnum):
    """Marks of one family open and close one another; BLOCK and DASH are set off without marks."""

    DOUBLE = 0
    SINGLE = 1
    GUILLEMET = 2
    ANGLE = 3
    BLOCK = 4
    DASH = 5


class Role(IntEnum):
    """What a mark does; WEAK: it may as well be an apostrophe."""

    OPEN = 0
    CLOSE = 1
    EITHER = 2
    WEAK_OPEN = 3
    WEAK_CLOSE = 4


class Mark(NamedTuple):
    """One quotation mark, where it stands and what it does."""

    start: int
    end: int
    family: Family
    role: Role


_FAMILY = {
    **dict.fromkeys(('"', "“", "”", "„", "‟", "``", "''"), Family.DOUBLE),
    **dict.fromkeys(("'", "‘", "’", "‚", "‛", "`"), Family.SINGLE),
    **dict.fromkeys("«»", Family.GUILLEMET),
    **dict.fromkeys("‹›", Family.ANGLE),
}
_OPENING_GLYPHS = frozenset(("“", "„", "‟", "``", "‘", "‚", "‛", "`", "«", "‹"))
_CLOSING_GLYPHS = frozenset(("”", "’", "»", "›"))
_ALWAYS_OPEN = frozenset(("„", "‚", "``", "‟", "‛"))


def find_marks(text: str, elisions: frozenset[str], clitics: frozenset[str]) -> Iterator[Mark]:
    """The quotation marks of a text in order, apostrophes and signs of measure left out."""
    for match in _CANDIDATE.finditer(text):
        start, end, glyph = match.start(), match.end(), match.group()
        family = _FAMILY[glyph]
        if family is Family.SINGLE:
            role = _single_role(text, start, glyph, elisions, clitics)
        elif glyph == '"' and _is_no_quotation(text, start):
            continue
        else:
            role = _role(text, start, end, glyph)
        if role is not None:
            yield Mark(start, end, family, role)


def _role(text: str, start: int, end: int, glyph: str) -> Role:
    """By the sides; if they are silent or contradict a glyph, by the glyph or what is open (EITHER)."""
    if glyph in _ALWAYS_OPEN:
        return Role.OPEN
    before, behind = _sides(text, start, end)
    opens = (before.isspace() or before in _OPENS_BEHIND) and not behind.isspace()
    closes = (behind.isspace() or behind in _CLOSES_BEFORE) and not before.isspace()
    if before.isspace() and behind.isspace() and (before == "\n") != (behind == "\n"):
        # tokenised text, one sentence a line: no line begins with a closing mark or ends with an opening one
        return Role.OPEN if before == "\n" else Role.CLOSE
    if opens == closes:
        if glyph in _OPENING_GLYPHS:
            return Role.OPEN
        return Role.CLOSE if glyph in _CLOSING_GLYPHS else Role.EITHER
    if glyph in (_CLOSING_GLYPHS if opens else _OPENING_GLYPHS):
        return Role.EITHER
    return Role.OPEN if opens else Role.CLOSE


def _sides(text: str, start: int, end: int) -> tuple[str, str]:
    """The nearest characters on both sides that are no marks themselves; the text's ends count as line ends."""
    left, right, length = start - 1, end, len(text)
    while left >= 0 and start - left <= _LONGEST_STACK and text[left] in _TRANSPARENT:
        left -= 1
    while right < length and right - end < _LONGEST_STACK and text[right] in _TRANSPARENT:
        right += 1
    return (text[left] if left >= 0 else "\n"), (text[right] if right < length else "\n")


def _is_no_quotation(text: str, start: int) -> bool:
    """A straight mark that measures (6'2", 5' 10") or holds an attribute's value (<a href="…">)."""
    before = text[max(0, start - 8) : start]
    if before.endswith("=") or text[start + 1 : start + 2] == ">":
        return True
    return before[-1:].isdigit() and _FEET.search(before) is not None


def _single_role(
    text: str, start: int, glyph: str, elisions: frozenset[str], clitics: frozenset[str]
) -> Role | None:
    """The role of a single mark; None for an apostrophe and for feet."""
    role = _role(text, start, start + 1, glyph)
    if glyph == "’" and role is Role.EITHER:
        return None  # ’90s, ’tis: set with care, and never an opening mark in English
    if role is not Role.CLOSE:
        opening = _opening_single(text, start, elisions, clitics)
        if opening is not Role.OPEN or role is Role.OPEN:
            return opening
    if text[start - 1 : start].isdigit() and _INCHES_FOLLOW.match(text, start + 1):
        return None
    return Role.WEAK_CLOSE if _may_be_possessive(text, start) else role


def _opening_single(
    text: str, start: int, elisions: frozenset[str], clitics: frozenset[str]
) -> Role | None:
    spaced = text[start + 1 : start + 2] == " "
    word = _WORD.match(text, start + 2 if spaced else start + 1)
    if word is None:
        return Role.OPEN
    following = word.group().casefold()
    if following in clitics and not spaced:
        return None
    if following in elisions or following[0].isdigit():
        return Role.WEAK_OPEN
    return Role.OPEN


def _may_be_possessive(text: str, start: int) -> bool:
    """Whether a closing single mark may be an apostrophe: workers' rights, goin' home, years ' time."""
    if not text[start + 1 : start + 2].isspace():
        return False
    words = text[max(0, start - _LONGEST_STACK) : start].split()
    if not words or not words[-1][-1].isalpha():
        return False
    word = words[-1]
    if word == "in":
        return False  # the preposition: drunk in 'the house'
    return len(word) == 1 or word[-1] in "sSzZxX" or word.casefold().endswith(_ELIDED_ENDS)
