"""Where do the pages of the printed book begin in an e-book?

They are marked by elements (epub:type="pagebreak", role="doc-pagebreak"; EPUB Accessibility 1.1, §3) or
listed by a table of contents that points to places. A mark becomes a character that Unicode reserves for
such use, with the page's place in the list of labels, goes through the making of the text, and is taken
out again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from foresaid.collect.xml import local
from foresaid.model.documents import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TYPE = "{http://www.idpf.org/2007/ops}type"
# Noncharacters: never part of a text that is exchanged (Unicode, §23.7). Foreign ones are made U+FFFD, and
# with them the control characters that HTML may hold and a tree does not take back.
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARK = re.compile(f"{_OPEN}([0-9]{{1,9}}){_CLOSE}")
_CONTROLS = "".join(map(chr, {*range(32)} - {9, 10, 13})) + "\ufffe\uffff"
_FOREIGN = str.maketrans(dict.fromkeys(_OPEN + _CLOSE + _CONTROLS, "\ufffd"))
_UNLABELLED = "unnumbered"
_LONGEST_LABEL = 40  # characters; a page number has few, and a label that is prose is none
_BETWEEN = "\n\n"
_QUOTED = "> \t\n"


class PageMarks:
    """Marks page breaks in the trees of chapters, and keeps their labels in order."""

    def __init__(self, *listed: tuple[str, str, str]) -> None:
        self._listed = {(path, anchor): label for path, anchor, label in listed}
        self._paths = {path for path, _, _ in listed}
        self.labels: list[str] = []

    @staticmethod
    def listed(root: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - an lxml element
        """The pages (reference, label) in a table of contents: nav of EPUB 3, or NCX of EPUB 2."""
        for each in root.iter():
            if local(each) == "pageTarget":
                source = next((inner.get("src") for inner in each if local(inner) == "content"), "")
                labels = ("".join(inner.itertext()) for inner in each if local(inner) == "navLabel")
                yield source or "", _label(next(labels, "") or each.get("value") or "")
        lists = (each for each in root.iter() if "page-list" in (each.get(_TYPE) or "").split())
        for each in next(lists, ()):  # a book has one
            for link in each.iter():
                if local(link) == "a":
                    yield link.get("href") or "", _label("".join(link.itertext()))

    def mark(self, root: Any, path: str) -> None:  # noqa: ANN401
        """Puts a mark at each page break of a chapter, in place of what the element shows.

        Names lose their namespace, so that a picture (svg) or a formula is known as one.
        """
        listed = path in self._paths
        for element in list(root.iter()):
            if not isinstance(element.tag, str):
                continue
            if element.tag.startswith("{") or element.tag.isupper():
                element.tag = local(element).lower()
            for part in ("text", "tail"):
                words = getattr(element, part)
                if words and (_OPEN in words or _CLOSE in words):
                    setattr(element, part, words.translate(_FOREIGN))
            place = (path, element.get("id") or element.get("name") or "")
            if _breaks(element):
                self._break(element, self._listed.get(place, ""))
            elif listed and place in self._listed:
                element.text = self._mark(self._listed[place]) + (element.text or "").translate(_FOREIGN)

    def _break(self, element: Any, listed: str) -> None:  # noqa: ANN401
        """An element that is a page break gives way to its mark; the number it shows is no running text."""
        shown = "".join(element.itertext())
        mark = self._mark(_label(element.get("title") or element.get("aria-label") or shown) or listed)
        if len(shown) > _LONGEST_LABEL:  # the page itself, marked as its own beginning
            element.text = mark + (element.text or "").translate(_FOREIGN)
            return
        element.clear(keep_tail=True)
        element.tag, element.text = "span", mark

    def _mark(self, label: str) -> str:
        self.labels.append(label or _UNLABELLED)
        return f"{_OPEN}{len(self.labels) - 1}{_CLOSE}"


def unmarked(text: str) -> str:
    """The text without marks."""
    return _MARK.sub("", text)


def paged(chapters: Iterable[str], labels: list[str]) -> tuple[str, tuple[Page, ...]]:
    """The text of all chapters without marks, and its pages; what stands before the first mark is on none."""
    pieces: list[str] = []
    starts: list[tuple[str, int]] = []
    waiting: list[str] = []  # pages that begin where the next words do
    length = 0
    for block in (block for chapter in chapters for block in chapter.split(_BETWEEN)):
        words, marks = _without_marks(block)
        if not words.strip(_QUOTED):
            waiting += [labels[number] for _, number in marks]
            continue
        if pieces:
            pieces.append(_BETWEEN)
            length += len(_BETWEEN)
        starts += [(label, length) for label in waiting]
        starts += [(labels[number], length + place) for place, number in marks]
        waiting = []
        pieces.append(words)
        length += len(words)
    starts += [(label, length) for label in waiting]
    ends = [*(start for _, start in starts[1:]), length]
    return "".join(pieces), tuple(
        Page(label, start, end) for (label, start), end in zip(starts, ends, strict=False)
    )


def _without_marks(block: str) -> tuple[str, list[tuple[int, int]]]:
    """A block without marks, and where each stood; of two blanks around a mark one is left."""
    pieces: list[str] = []
    marks: list[tuple[int, int]] = []
    length, begin = 0, 0
    for mark in _MARK.finditer(block):
        piece = block[begin : mark.start()]
        pieces.append(piece)
        length += len(piece)
        marks.append((length, int(mark.group(1))))
        begin = mark.end()
        open_line = not length or (piece or "\n")[-1] in " \n"
        begin += open_line and block.startswith(" ", begin)
    pieces.append(block[begin:])
    return "".join(pieces), marks


def _breaks(element: Any) -> bool:  # noqa: ANN401
    """Whether an element is a page break; HTML parsed without namespaces keeps the prefix."""
    kinds = (element.get(_TYPE) or element.get("epub:type") or "").split()
    return "pagebreak" in kinds or "doc-pagebreak" in (element.get("role") or "").split()


def _label(words: str) -> str:
    label = " ".join(words.split())
    return label if len(label) <= _LONGEST_LABEL else ""
