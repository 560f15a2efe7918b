"""Which words of a source are the printer's or an editor's, and no part of the running text?

A quotation that runs over the end of a page leaves out the page number and the running head; one from an edited
text leaves out the editor's brackets ([sic], [p. 12], [Applause]). Neither is a change of the words.

    ... the burden of proof          line ends
    12   THE GRAND REMONSTRANCE      a running head: a line of its own, a number at its edge, and capitals
    rests upon the ministers ...     or the same words at the head of other pages
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.verify.changes import Changes

LONGEST_HEAD = 90  # characters; a printed line of a quarto page holds some 90 with its spaces
RECURS = 3  # times a running head must stand in its document; twice may be a phrase and its title
LETTERS = 4  # of a running head; fewer are an initial or a numeral
LONGEST_NOTE = 120  # characters of an editor's bracket; a longer one is a text of its own
LONGEST_NUMBER = 4  # digits of a paragraph's number; a note's has fewer
_BEFORE_NOTES = frozenset("\"”’'».,;:!?)]")
_EDGES = " \t-–—[]()|·•*.,:;"
_PAGE_WORDS = frozenset({"page", "p", "pp", "fol", "folio"})
_ROMAN = re.compile(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")  # no page is beyond 399 in these
_LINE_ENDS = "\n\f\v"


def is_page_number(line: str) -> bool:
    """Whether a line holds nothing but a page number: 12, - 12 -, [xii], Page 12."""
    words = [word.strip(_EDGES).lower() for word in line.split()]
    told = [word for word in words if word and word not in _PAGE_WORDS]
    return len(told) == 1 and (
        told[0].isdecimal() or (len(told[0]) > 1 and bool(_ROMAN.fullmatch(told[0])))
    )


def _numbered(line: str) -> bool:
    """Whether a number stands at an edge of a line."""
    words = [word.strip(_EDGES) for word in line.split()]
    edges = [word for word in (words[:1] + words[-1:]) if word]
    return any(word.isdecimal() for word in edges)


def _longest_letters(line: str) -> str:
    runs = groupby(line, key=lambda character: character.isalpha() or character in " '’")
    return max(("".join(run).strip() for lettered, run in runs if lettered), key=len, default="")


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text that have an end on both sides, as spans."""
    ends = [at for at, character in enumerate(text) if character in _LINE_ENDS]
    return ((start + 1, end) for start, end in pairwise(ends))


def _is_head(text: str, start: int, end: int, whole: str) -> bool:
    """Whether a line beside a page break is a running head."""
    line = " ".join(text[start:end].split())
    letters = _longest_letters(line)
    if len(line) > LONGEST_HEAD or len(letters) < LETTERS:
        return False
    numbered = _numbered(line)
    before, after = text[:start].rstrip(" \t\n"), text[end:].lstrip(" \t\n")
    beside = is_page_number(before.rpartition("\n")[2]) or is_page_number(after.partition("\n")[0])
    broken = before.endswith("\f") or after.startswith("\f") or text[start - 1] == "\f"
    if not (numbered or beside or broken):
        return False
    return (numbered and line == line.upper()) or whole.count(letters) >= RECURS


def page_lines(text: str, whole: str) -> list[tuple[int, int]]:
    """The spans of `text`, a part of the document `whole`, that are page numbers and running heads."""
    if not any(end in text for end in _LINE_ENDS):
        return []
    return [
        (start, end)
        for start, end in _lines(text)
        if end - start <= 4 * LONGEST_HEAD
        and text[start:end].strip()
        and (is_page_number(text[start:end]) or _is_head(text, start, end, whole))
    ]


def editors_note(text: str, start: int, end: int, changes: Changes) -> bool:
    """Whether the words of `text` from `start` to `end` are all that stands in one pair of square brackets.

    Round ones are the speaker's own, unless they hold nothing but a reporter's words: (Loud cheers.)
    """
    before, after = text[:start].rstrip(" \t\n*_"), text[end:].lstrip(" \t\n*_.,:;!?")
    inside = text[start:end]
    if len(inside) > LONGEST_NOTE or set("[]()") & set(inside):
        return False
    if before.endswith("[") and after.startswith("]"):
        return True
    told = {word.strip(_EDGES + "!?").lower() for word in inside.split()}
    heard = told <= changes.reporters and not told.isdisjoint(changes.reported_noise)
    return before.endswith("(") and after.startswith(")") and heard


def paragraph_number(text: str, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` are the number that a record gives its paragraph: "82.  Peace derives"."""
    line = text[:start].rpartition("\n")
    numbered = text[start:end].isdecimal() and end - start <= LONGEST_NUMBER
    return (
        numbered
        and bool(line[1])
        and not line[2].strip(" \t([")
        and text[end : end + 1] in {".", ")", "]", "\t"}
    )


def note_mark(text: str, start: int, end: int) -> bool:
    """Whether the words from `start` to `end` are the number of a note, set behind a mark: shipwreck."14."""
    number = text[start:end]
    return number.isdecimal() and len(number) < LONGEST_NUMBER and text[start - 1 : start] in _BEFORE_NOTES
