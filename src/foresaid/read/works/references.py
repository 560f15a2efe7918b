"""Which works does a footnote or a bibliography name in plain letters: author, title, place and year?

    12. Ann Lee, The Weeping Wall, vol. 1 (London: Crane, 1887), p. 23.

Every such string has a place and a year in brackets; only what stands in front of one is looked at, and only if it
opens a line or follows the number of a note, "See" or a semicolon. Titles in italics or marks are read elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from foresaid.read.works.titles import Shape, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.works.words import WorkWords

# Characters of an author, a title and a volume in front of the bracket.
_LONGEST = 220
_IMPRINT = re.compile(r"\((?=[A-Z])[^()\n]{2,70}[,:] ?((?:1[5-9]|20)[0-9]{2})\)")
_OPENING = re.compile(
    r"(?:\[?\^?[0-9]{1,4}[\].):]{0,2}\s{1,3})?(?:(?:See|see|Cf\.|cf\.|Compare)(?: also)? )?"
)
_NAME = re.compile(
    r"(?:[A-Z](?:\.|[\w’'-]{1,24})[ -]){1,3}(?:(?:de|van|von|der|du|la|le|di) ){0,2}[A-Z][\w’'-]{1,24}\Z"
)
_VOLUME = re.compile(
    r"(?:vols?|volume|book|part|bk|pt|no)\.? ?[0-9IVXLC]{1,6}\Z|[0-9]{1,2} vols?\.?\Z", re.IGNORECASE
)
_EDITION = re.compile(
    r"(?:[0-9]{1,2}(?:st|nd|rd|th) |[a-z]{3,10} )?(?:edn?|edition|eds?)\b.{0,40}\Z|trans\b.{0,40}\Z",
    re.IGNORECASE,
)
_PAGES = re.compile(r",? ((?:pp?|fols?|ch|vol)\. ?[0-9IVXLC]{1,7}(?:[–-][0-9]{1,5})?)")
# `(Orde, On the Silting of Northern Harbours, London 1898, p. 44)`: surname, title, place, year, pages.
_INLINE = re.compile(
    r"\(([A-Z][\w’'-]{1,24}), ([A-Z][^(),\n]{4,120}), (?:[A-Z][\w-]{2,24}(?: [A-Z][\w-]{2,24})?[,:]? )?"
    r"((?:1[5-9]|20)[0-9]{2})(?:, ((?:pp?|fols?|ch|vol)\. ?[0-9IVXLC]{1,7}(?:[–-][0-9]{1,5})?))?\)"
)
_SET_OFF = '*_"“”'


def _sets_off(words: str) -> bool:
    """Whether italics or marks stand in words; titles so set off are read elsewhere."""
    return any(sign in words for sign in _SET_OFF)


class Reference(NamedTuple):
    """A work in a note: the places of its author, title, year, and of volume and pages (or None)."""

    author: tuple[int, int]
    title: tuple[int, int]
    year: tuple[int, int]
    locator: tuple[int, int] | None


class References:
    """Finds references by the word tables of one language."""

    def __init__(self, words: WorkWords, lexicon: Lexicon) -> None:
        self._words = words
        self._lexicon = lexicon

    def find(self, text: str) -> Iterator[Reference]:
        """The references of a text in its order."""
        for match in _IMPRINT.finditer(text):
            start = self._start(text, match.start())
            found = self._read(text, start, match) if start is not None else None
            if found is not None:
                yield found
        for match in _INLINE.finditer(text) if "(" in text else ():
            if shape_of(match.group(2), self._words) is Shape.STRONG and not _sets_off(match.group()):
                pages = match.span(4) if match.group(4) else None
                yield Reference(match.span(1), match.span(2), match.span(3), pages)

    def _start(self, text: str, bracket: int) -> int | None:
        """Where the author's name begins: behind the line's opening, or behind a semicolon."""
        line = max(
            text.rfind("\n", max(0, bracket - _LONGEST), bracket) + 1,
            text.rfind("; ", max(0, bracket - _LONGEST), bracket) + 2,
        )
        if line < 2 and bracket > _LONGEST:  # noqa: PLR2004  neither was found
            return None
        opening = _OPENING.match(text, line)
        return opening.end() if opening is not None else line

    def _read(self, text: str, start: int, imprint: re.Match[str]) -> Reference | None:
        before = text[start : imprint.start()].rstrip(" ,")
        author, comma, rest = before.partition(", ")
        if not comma or not _NAME.match(author) or any(sign in before for sign in _SET_OFF):
            return None
        if author.split(maxsplit=1)[0].casefold() in self._lexicon.function_words:
            return None
        parts = rest.split(", ")
        at = start + len(author) + len(comma)
        volume = None
        while len(parts) > 1 and (_VOLUME.match(parts[-1]) or _EDITION.match(parts[-1])):
            last = parts.pop()
            first = at + len(", ".join(parts)) + len(comma)
            volume = (first, first + len(last)) if _VOLUME.match(last) else volume
        title = ", ".join(parts)
        if not self._is_title(title):
            return None
        pages = _PAGES.match(text, imprint.end())
        end = pages.end(1) if pages is not None else volume[1] if volume is not None else 0
        first = volume[0] if volume is not None else pages.start(1) if pages is not None else 0
        return Reference(
            (start, start + len(author)),
            (at, at + len(title)),
            imprint.span(1),
            (first, end) if end else None,
        )

    def _is_title(self, title: str) -> bool:
        """Whether what stands behind the author can be a title, and not an office or a sentence."""
        first = title.split(maxsplit=1)[0].casefold() if title else ""
        office = first in self._lexicon.titles or first in self._lexicon.kept_titles
        return shape_of(title, self._words) is not Shape.NONE and not office and ". " not in title
