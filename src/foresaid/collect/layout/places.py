"""What stands where on a page: words, lines, pages.

Lengths are points (1/72 inch). `left` and `right` grow with the direction of reading from the left edge of
the page, `top`, `bottom` and `base` (the line that letters stand on) grow downward from its upper edge,
after the page was turned so that its text is upright.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

UPRIGHT, SLANTED = 0, 4
# A sentence ends with one of these, with quotation marks and brackets after it.
_ENDS = frozenset(".?!…。؟۔")
_OPENING = "\"'“‘„«‹"
_COUNTING = frozenset((".", ")"))  # a) or b. at the head of an item
_CLOSING = "\"'”’»)]›*†"
_RIGHT_TO_LEFT = frozenset(("R", "AL"))


@dataclass(slots=True)
class Word:
    """A word as it is set.

    `run` counts the stretches in which the file draws its words; `turn` is 1 to 3 for words turned by so many
    quarters against most words of the page, 4 for slanted ones.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    run: int = 0
    turn: int = UPRIGHT


@dataclass(slots=True)
class Line:
    """Words in reading order; `block` numbers the column or part of the page that the line belongs to.

    `edge` is the right edge of the block and `fore` its usual left edge. `first` is the width of the first
    word, `parts` are what wide gaps set apart. `opens` says whether a paragraph begins here where something
    else than places knows it.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    block: int = 0
    fore: float = 0.0
    edge: float = 0.0
    first: float = 0.0
    turn: int = UPRIGHT
    opens: bool | None = None
    parts: tuple[str, ...] = ()


@dataclass(slots=True)
class PageLines:
    """The lines of one page in reading order; `height` is the page's, `omitted` what was taken out."""

    height: float
    lines: list[Line] = field(default_factory=list)
    omitted: list[str] = field(default_factory=list)
    label: str | None = None


def ends_sentence(text: str, also: str = "") -> bool:
    """Whether the last mark that is no closing quotation mark or bracket ends a sentence, or is one of `also`."""
    bare = text[-12:].rstrip(_CLOSING + " ")
    return bool(bare) and (bare[-1] in _ENDS or bare[-1] in also)


def begins_low(text: str) -> bool:
    """Whether a line begins in the middle of a sentence: with a lower-case letter that counts no item."""
    bare = text[:4].lstrip(_OPENING)
    return bare[:1].islower() and bare[1:2] not in _COUNTING


@lru_cache(maxsize=4_096)
def _direction(letter: str) -> str:
    return unicodedata.bidirectional(letter)


def runs_left(texts: list[str]) -> bool:
    """Whether most letters are of a script that is written from right to left."""
    left = right = 0
    for text in texts:
        if text.isascii():
            right += len(text)
            continue
        for letter in text:
            direction = _direction(letter)
            left += direction in _RIGHT_TO_LEFT
            right += direction == "L"
    return left > right
