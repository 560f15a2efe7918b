"""What is on each page of a PDF, as far as the budgets reach, and what is to be said of it?"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from foresaid.collect.layout.columns import read_page
from foresaid.collect.layout.places import PageLines
from foresaid.collect.layout.recognised import recognised_lines
from foresaid.collect.pdfium.drawing import PAGE_SIZED
from foresaid.collect.pdfium.glyphs import MOST_CHARACTERS, PageWords, read_words
from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.collect.pdfium.document import PdfFile, PdfPage
    from foresaid.plugins import Recogniser, Tools

# A picture of the page under fewer letters than this has no text layer worth the name: a stamp, a number.
_STAMP = 100
# Beyond this share of characters without a known meaning a layer is better recognised anew.
_ILLEGIBLE = 0.2
# Notes of one kind: each quotes so many characters, the rest is counted.
_MOST_NOTES, _QUOTED = 5, 120

NO_RECOGNISER = "no text recognition (tesseract) is installed"


@dataclass(slots=True)
class Reading:
    """Lines of every page that was read, and the numbers (from 1) of pages of which something is to be said."""

    pages: list[PageLines] = field(default_factory=list)
    hidden: list[tuple[int, str, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    lacking: list[int] = field(default_factory=list)
    stamped: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    illegible: list[int] = field(default_factory=list)
    overfull: list[int] = field(default_factory=list)
    layers: list[int] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    failed: list[tuple[int, str]] = field(default_factory=list)
    unread: str = ""

    @property
    def lost(self) -> bool:
        """Whether words that a reader of the document sees are missing."""
        pages = (self.lacking, self.stamped, self.broken, self.illegible, self.overfull)
        return bool(self.unread) or any(pages)

    def notes(self, recogniser: Recogniser | None) -> Iterator[str]:
        """Everything that was lost, left out or recognised, in words."""
        losses = (
            ("no text layer, ", self.lacking),
            ("a picture of the page with hardly any text layer, ", self.stamped),
            ("broken and left out: ", self.broken),
            (
                "characters whose meaning the file does not tell (shown as � or as what they may be), ",
                self.illegible,
            ),
            (f"more than {MOST_CHARACTERS:,} characters on a page, the rest left out: ", self.overfull),
            ("the text layer was made by text recognition, ", self.layers),
            (f"read by text recognition ({recogniser.name if recogniser else ''}), ", self.recognised),
        )
        yield from (f"{what}{numbered(pages)}" for what, pages in losses if pages)
        if self.unread:
            yield self.unread
        if self.lacking and recogniser is None:
            yield NO_RECOGNISER
        yield from _some([f"page {page}: text recognition failed: {why}" for page, why in self.failed])
        yield from _some(
            [
                f"hidden text left out: page {page}, {reason}: “{_quoted(words)}”"
                for page, reason, words in self.hidden
            ]
        )
        yield from _some(
            [
                f"a comment or form field, no part of the text: page {page}: “{_quoted(words)}”"
                for page, words in self.remarks
            ]
        )


def numbered(pages: list[int]) -> str:
    """Page numbers as people write them: page 7; pages 2–4, 7."""
    spans: list[str] = []
    for _, group in groupby(enumerate(pages), key=lambda each: each[1] - each[0]):
        run = [page for _, page in group]
        spans.append(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}")
    return f"{'pages' if len(pages) > 1 else 'page'} {', '.join(spans)}"


def read_pages(document: PdfFile, tools: Tools, deadline: float) -> Reading:
    """Every page as far as the budgets reach; `deadline` is in seconds of this process's own time."""
    reading = Reading()
    length = 0
    for number in range(1, document.pages + 1):
        tools.alive()
        bound = _bound(number, length, tools, deadline)
        if bound:
            reading.unread = f"not read: {numbered(list(range(number, document.pages + 1)))}; {bound}"
            break
        with document.page(number - 1) as page:
            lines = _read_one(number, page, reading, tools) if page else PageLines(0.0)
            if not page:
                reading.broken.append(number)
        length += sum(len(line.text) + 1 for line in lines.lines)
        reading.pages.append(lines)
    return reading


def _bound(number: int, length: int, tools: Tools, deadline: float) -> str:
    """Which budget a document has used up before its page `number`; "" while there is none."""
    if number > tools.budgets.pages:
        return f"at most {tools.budgets.pages:,} pages of a document are read"
    if length > tools.budgets.text:
        return f"at most {tools.budgets.text:,} characters of a document are read"
    if number > 1 and time.process_time() > deadline:
        return "the document takes more processor time than it may"
    return ""


def _read_one(number: int, page: PdfPage, reading: Reading, tools: Tools) -> PageLines:
    """The lines of one page, from its text layer or by recognition."""
    found = read_words(page, tools.budgets.pixels)
    reading.hidden += _phrases(number, found.hidden)
    reading.remarks += [(number, words) for words in page.remarks()]
    lines = PageLines(found.height, read_page(found.words))
    garbled = found.illegible > _ILLEGIBLE * found.characters
    stamped = found.images >= PAGE_SIZED and sum(len(word.text) for word in found.words) < _STAMP
    if found.drawn and (garbled or stamped or not lines.lines):
        better = _recognised(number, page, reading, tools)
        if better and len(better.lines) >= len(lines.lines):
            reading.recognised.append(number)
            return better
        (reading.stamped if lines.lines and not garbled else [] if lines.lines else reading.lacking).append(
            number
        )
    _note(number, found, reading)
    return lines


def _note(number: int, found: PageWords, reading: Reading) -> None:
    """What is to be said of a page whose text layer is used."""
    if found.ocr:
        reading.layers.append(number)
    if found.illegible:
        reading.illegible.append(number)
    if found.overfull:
        reading.overfull.append(number)


def _recognised(number: int, page: PdfPage, reading: Reading, tools: Tools) -> PageLines | None:
    """The page as the recogniser reads it; None without one, or where it finds nothing."""
    if tools.recogniser is None:
        return None
    try:
        text = tools.recogniser.recognise(page.scan(tools.budgets.pixels))
    except Unreadable as reason:
        reading.failed.append((number, str(reason)))
        return None
    lines = recognised_lines(text)
    return lines if lines.lines else None


def _phrases(number: int, hidden: Iterable[tuple[str, str]]) -> Iterator[tuple[int, str, str]]:
    """Hidden words that follow each other as one."""
    for reason, words in groupby(hidden, key=lambda each: each[0]):
        yield number, reason, " ".join(text for _, text in words)


def _quoted(words: str) -> str:
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"


def _some(notes: list[str]) -> Iterator[str]:
    """The first few notes of a kind, and how many more there are."""
    yield from notes[:_MOST_NOTES]
    if len(notes) > _MOST_NOTES:
        yield f"{notes[0].split(':', 1)[0]}: {len(notes) - _MOST_NOTES:,} more such places"
