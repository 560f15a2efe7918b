"""Do words that are the same word differ as written?"""

from __future__ import annotations

import unicodedata

from foresaid.text.normalize import APOSTROPHES, INVISIBLE, typography

EMPHASIS = frozenset("*_~")
BRACKETS = frozenset("[]")
_QUOTATION_MARKS = frozenset('"“”„«»‹›‟❝❞〝〞＂' + APOSTROPHES)
_DASHES = frozenset("-–—‐‑‒―−")
_COUNTING = frozenset("$£€¥¢%‰°")  # dropped or added beside a number, they change what it counts


def _bare(word: str) -> str:
    """A word without case, accents and ligatures."""
    letters = unicodedata.normalize("NFD", word.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.replace("æ", "ae").replace("œ", "oe").replace("ø", "o")


def word_kind(quoted: str, source: str) -> str | None:
    """How two words with equal folded forms differ as written; None if only by typography."""
    left, right = typography(quoted), typography(source)
    if left == right:
        return None
    if any(character in INVISIBLE for character in left + right):
        return "hidden"
    if left.casefold() == right.casefold():
        return "case"
    if left.replace("'", "").casefold() == right.replace("'", "").casefold():
        return "punctuation"
    return "accent" if _bare(left) == _bare(right) else "homoglyph"


def _inked(between: str) -> str:
    """The punctuation between two words, in one shape for all typographies."""
    shapes: list[str] = []
    for character in unicodedata.normalize(
        "NFKC", "".join(mark for mark in between if not _is_superscript(mark))
    ):
        shape = "-" if character in _DASHES else character
        if shape.isspace() or shape in _QUOTATION_MARKS or shape in INVISIBLE or shape == "\u00ad":
            continue
        if shape != "-" or shapes[-1:] != ["-"]:
            shapes.append(shape)
    return "".join(shapes)


def _is_superscript(character: str) -> bool:
    """Whether a character is the mark of a footnote."""
    return unicodedata.decomposition(character).startswith("<super>")


def written(text: str, start: int, end: int) -> str:
    """A word with the marks that combine with its last letter."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return text[start:end]


def _signed(between: str) -> bool:
    """Whether a minus stands right before the next word: a dash with nothing but space before it."""
    return between[-1:] in _DASHES and not between[-2:-1].strip(" \n(\t")


def between_kind(quoted: str, source: str, *, numbers: bool) -> str | None:
    """How the characters between two words differ; `numbers` says that a number stands on either side."""
    if INVISIBLE & set(quoted) != INVISIBLE & set(source):
        return "hidden"
    if "\n" in source and "/" in quoted:
        quoted = quoted.replace("/", "")  # as verses are quoted in a line
    left, right = _inked(quoted), _inked(source)
    if left == right:
        return None
    added, dropped = set(left) - set(right), set(right) - set(left)
    if numbers and ((added | dropped) & _COUNTING or _signed(quoted) != _signed(source)):
        return "number"
    if added and not dropped:
        if added <= EMPHASIS:
            return "emphasis"
        if added <= BRACKETS:
            return "editorial"
    return "punctuation"
