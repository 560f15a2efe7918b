"""Where do the pages of a Word file begin, as far as the file says?"""

from __future__ import annotations

import re

from foresaid.model.documents import Page

# Characters that XML cannot hold, so that no file can bring them: a page break that Word found when it last
# laid the text out, and one that somebody set.
RENDERED, HARD = "\f", "\v"
MARKS = RENDERED + HARD
_MARK = re.compile(f"[{MARKS}]")
_REMOVED = str.maketrans("", "", MARKS)
_BLANK = frozenset(" \t\n>\u00a0")


def unmarked(text: str) -> str:
    """The text without marks of page breaks."""
    return text.translate(_REMOVED)


def paged(text: str) -> tuple[str, tuple[Page, ...], bool]:
    """The text without its marks, its pages, and whether Word's own layout gave them.

    Word writes a break it found behind each one that somebody set; the two are one. Pages are numbered from
    1; there are none where no break is marked.
    """
    pieces: list[str] = []
    starts, length, last = [0], 0, ""
    begin = 0
    for mark in _MARK.finditer(text):
        place = mark.start()
        piece = text[begin:place]
        pieces.append(piece)
        length += len(piece)
        seen = not last or not _BLANK.issuperset(piece)
        if seen or not (mark.group() == RENDERED and last == HARD):
            starts.append(length)
        last, begin = mark.group(), place + 1
    pieces.append(text[begin:])
    plain = "".join(pieces)
    if len(starts) == 1:
        return plain, (), False
    ends = [*starts[1:], len(plain)]
    pages = tuple(Page(str(n), *span) for n, span in enumerate(zip(starts, ends, strict=True), 1))
    return plain, pages, RENDERED in text
