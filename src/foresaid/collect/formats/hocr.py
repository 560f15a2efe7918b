"""How is hOCR read? As the lines that were recognised, with how sure the recogniser was.

hOCR (version 1.2, T. Breuel and others) is HTML whose classes say what was recognised. Lines end as on the
page, hyphens included; comparing and searching join the words that a line end parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from foresaid.collect.dating.heads import read_head
from foresaid.collect.ocr_confidence import confidence, mean_confidence
from foresaid.collect.running_text import Mark, RunningText
from foresaid.collect.web.markup import parse_markup
from foresaid.collect.xml import local, walk
from foresaid.model.documents import Extraction, Page, State, Statement, Witness
from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.plugins import Tools

# A class in a start tag: a page about hOCR, which shows such a tag, has &lt; before it.
_PAGE = re.compile(
    rb"""<[a-z]{1,20}\s[^<>]{0,300}?class\s{0,9}=\s{0,9}["']?[^"'<>]{0,100}?\bocr_page\b""", re.IGNORECASE
)
_SYSTEM = re.compile(rb"""<meta\s[^<>]{0,100}?name\s{0,9}=\s{0,9}["']?ocr-system\b""", re.IGNORECASE)
_BLOCKS = frozenset(
    {"ocr_carea", "ocr_par", "ocr_column", "ocr_chapter", "ocr_section", "ocr_caption", "ocr_textfloat"}
)
_LINES = frozenset({"ocr_line", "ocrx_line", "ocr_textline"})
_WORDS = frozenset({"ocrx_word", "ocr_word"})
_OUTSIDE = frozenset({"ocr_header", "ocr_footer", "ocr_pageno"})
_UNSEEN = frozenset({"script", "style"})


@dataclass(slots=True)
class _Reading:
    words: RunningText
    leaves: list[tuple[str, Mark, list[str]]] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)


class Hocr:
    """hOCR: recognised pages as HTML, told from other HTML by its classes. It is asked before `html` is."""

    name = "hocr"
    version = "1"
    suffixes = (".hocr", ".htm", ".html", ".xhtml")

    def recognises(self, head: bytes) -> bool | None:
        """Whether the head names an OCR system, or has a recognised page."""
        return bool(_SYSTEM.search(head) or _PAGE.search(head))

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """The one text of the file's pages."""
        page = parse_markup(data, tools.budgets)
        found = _Reading(RunningText(tools.budgets.text))
        pages = 0
        for element in page.root.iter():
            if "ocr_page" in _classes(element) and "ocr_page" not in _classes(element.getparent()):
                tools.alive()
                pages += 1
                if pages <= tools.budgets.pages:
                    _read_page(element, pages, found)
        if not pages:
            raise Unreadable("no hOCR: no element has the class ocr_page")
        text, notes = found.words.text, list(page.notes)
        if pages > tools.budgets.pages:
            notes.append(f"{pages:,} pages; only the first {tools.budgets.pages:,} are read")
        if found.words.cut:
            notes.append(f"only the first {found.words.limit:,} characters are kept")
        cut = len(notes) > len(page.notes)
        statements, datings = read_head(text, tools.vocabulary)
        yield Extraction(
            locator="",
            text=text,
            extractor=f"{self.name}/{self.version}",
            encoding=page.encoding,
            statements=(*_system(page.root), *mean_confidence(found.sure, "hOCR x_wconf"), *statements),
            datings=datings,
            pages=tuple(Page(label, mark.start, mark.end, tuple(out)) for label, mark, out in found.leaves),
            witness=Witness.OCR,
            state=(State.PARTIAL if cut else page.state) if text else State.REFUSED,
            notes=(*notes, *(() if text else ("no words were recognised in it",))),
        )


def _read_page(page: Any, number: int, found: _Reading) -> None:  # noqa: ANN401 - an lxml element
    """Everything written on one page; running heads and page numbers beside the text."""
    words, omitted = found.words, list[str]()
    words.block()
    mark = words.open()
    steps = walk(page, "comment", "pi")
    for event, element in steps:
        classes = _classes(element)
        if event == "start" and (local(element) in _UNSEEN or classes & _OUTSIDE):
            omitted += [" ".join("".join(element.itertext()).split())] if classes & _OUTSIDE else []
            steps.skip_subtree()
        elif event == "start":
            _part(classes, found, begins=True)
            found.sure += _sure(element, classes)
            words.write(element.text)
        else:
            _part(classes, found, begins=False)
            words.write(element.tail if element is not page else None)
    words.close(mark)
    found.leaves.append((_label(page, number), mark, omitted))


def _part(classes: frozenset[str], found: _Reading, *, begins: bool) -> None:
    """What parts a block, line or word from the one before."""
    if classes & _BLOCKS:
        found.words.block()
    elif classes & _LINES:
        found.words.line()
    elif classes & _WORDS and begins:
        found.words.space()


def _classes(element: Any) -> frozenset[str]:  # noqa: ANN401 - an lxml element
    if element is None or not isinstance(element.tag, str):
        return frozenset()
    return frozenset((element.get("class") or "").split())


def _properties(element: Any) -> dict[str, str]:  # noqa: ANN401 - an lxml element
    """The properties in a title attribute: `bbox 0 0 9 9; x_wconf 93` (hOCR 1.2, §4)."""
    parts = (part.strip().partition(" ") for part in (element.get("title") or "").split(";"))
    return {name: value.strip() for name, _, value in parts}


def _label(page: Any, number: int) -> str:  # noqa: ANN401 - an lxml element
    """The page's number as the file has it: the printed one, else that of the image."""
    said = _properties(page)
    return said.get("lpageno") or said.get("ppageno") or f"[{number}]"


def _sure(element: Any, classes: frozenset[str]) -> list[float]:  # noqa: ANN401 - an lxml element
    """How sure the recogniser was of a word, 0 to 1; hOCR counts to 100."""
    value = _properties(element).get("x_wconf", "") if classes & _WORDS else ""
    return confidence(value, most=100)


def _system(root: Any) -> Iterator[Statement]:  # noqa: ANN401 - an lxml element
    for meta in root.iter("meta"):
        value = " ".join((meta.get("content") or "").split())
        if (meta.get("name") or "").casefold() == "ocr-system" and value:
            yield Statement("ocr software", value, "hOCR ocr-system")
