"""Which words in quotation marks or emphasis stand right behind or in front of a place of the text?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foresaid.model.annotations import Phrase
    from foresaid.read.names.places import Names

_OPENING = "“\"‘'*_«"
_CLOSING = "”\"’'*_»"
_PUNCTUATION = ".,;:!?"
# A coined word is a few words long; the longest quotation taken for one.
_LONGEST_TERM = 60


def marked_behind(names: Names, position: int) -> Phrase | None:
    """The marked words right behind a place: “political genocide.”"""
    text, start = names.text, position
    while start < len(text) and text[start] in " \n" and start - position < 2:  # noqa: PLR2004
        start += 1
    if text[start : start + 3].casefold() in ("the", "a “", 'a "'):
        start += text[start:].index(" ") + 1 if " " in text[start : start + 5] else 0
    if start >= len(text) or text[start] not in _OPENING:
        return None
    closing = _CLOSING[_OPENING.index(text[start])]
    end = text.find(closing, start + 1, start + 1 + _LONGEST_TERM)
    if end < 0:
        return None
    while end > start + 1 and text[end - 1] in _PUNCTUATION:
        end -= 1
    return names.phrase(start + 1, end) if end > start + 1 else None


def marked_before(names: Names, position: int) -> Phrase | None:
    """The marked words in front of a place: “political genocide,” a term coined by."""
    text = names.text
    end = position
    while end > 0 and position - end < len(" , which is a ") and text[end - 1] not in _CLOSING:
        end -= 1
    if (
        end == 0
        or text[end - 1] not in _CLOSING
        or text[end:position].strip(" ,\n") not in ("", "a", "the", "which was")
    ):
        return None
    opening = _OPENING[_CLOSING.index(text[end - 1])]
    start = text.rfind(opening, max(0, end - 1 - _LONGEST_TERM), end - 1)
    if start < 0:
        return None
    stop = end - 1
    while stop > start + 1 and text[stop - 1] in _PUNCTUATION:
        stop -= 1
    return names.phrase(start + 1, stop) if stop > start + 1 else None


def marked_end(text: str, end: int) -> int:
    """Behind the closing mark of words that end at a place, with the sign inside it: “…genocide.”"""
    stop = end
    while stop < len(text) and text[stop] in _PUNCTUATION:
        stop += 1
    return stop + 1 if stop < len(text) and text[stop] in _CLOSING else end
