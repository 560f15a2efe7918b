"""Does a string look like a title, by its capitals?

English prints titles with capitals at all words but the small ones ("The Weeping Wall of Dunmere"). That alone
is evidence only for strings of two such words or more; a word or a sentence needs its frame (frames.py).
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foresaid.read.works.words import WorkWords

_WORD = re.compile(r"[^\W_](?:[^\W_]|[-'’](?=[^\W_])){0,40}")
# Words of a title: the longest in the seed has 13, of 2,400 titles of the English catalogue of Project Gutenberg that
# stand on one line fewer than 1 in 100 have more than 20.
_MOST_WORDS = 20
# Letters from which on a word that is no small word has a capital in a title.
_LONG = 4


class Shape(IntEnum):
    """How far a string looks like a title: not at all, as far as one word can, or by itself."""

    NONE = 0
    WEAK = 1
    STRONG = 2


def shape_of(title: str, words: WorkWords) -> Shape:
    """The shape of a string without its marks."""
    found = _WORD.findall(title)
    if not found or len(found) > _MOST_WORDS or not (title[0].isupper() or title[0].isdigit()):
        return Shape.NONE
    if title[-1] in ".;," and not _is_initial(found[-1]):
        return Shape.NONE
    content = [word for word in found if word.casefold() not in words.small_words]
    small = sum(word[0].islower() and len(word) >= _LONG for word in content)
    capitals = sum(word[0].isupper() or word[0].isdigit() for word in content)
    if small or capitals < len(content):
        return Shape.WEAK
    return Shape.STRONG if capitals > 1 else Shape.WEAK


def tells_title(title: str, words: WorkWords) -> bool:
    """Whether a string in capitals has what no name of a person or body has: "Trotskyism versus Stalinism"."""
    low = [word.casefold() for word in _WORD.findall(title)]
    return bool(low) and (
        any(word in words.telling_small_words for word in low[1:])
        or low[0] in words.title_openers
        or ":" in title
        or title.endswith("?")
    )


def one_line(title: str) -> str:
    """A title with its line breaks as blanks."""
    return " ".join(title.split())


def _is_initial(word: str) -> bool:
    return len(word) == 1
