"""How is a PDF read? Page by page as a reader sees it, into one running text; scans by text recognition.

Words come from the text layer where there is one (collect/pdfium), their order from their places
(collect/layout). What no reader can see is left out and named. An invisible layer over a picture of the page
is text that somebody recognised before, and is read as such.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from foresaid.collect.dating.heads import read_head
from foresaid.collect.layout.paragraphs import flow
from foresaid.collect.layout.running import take_out
from foresaid.collect.pdfium.document import open_pdf
from foresaid.collect.pdfium.reading import NO_RECOGNISER, Reading, read_pages
from foresaid.collect.pdfium.stating import stated
from foresaid.model.documents import Extraction, State, Witness
from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.plugins import Tools

# Where the signature may stand: Acrobat's own bound (PDF 32000-1, annex H, note 13).
_SIGNATURE, _WITHIN = b"%PDF-", 1024


class Pdf:
    """PDF: its text layer, or the recogniser's text for pages that have none."""

    name = "pdf"
    version = "1"
    uses_recogniser = True
    suffixes = (".pdf",)

    def recognises(self, head: bytes) -> bool | None:
        """Whether the signature stands within the first 1,024 bytes."""
        return _SIGNATURE in head[:_WITHIN]

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """The one text of the document."""
        deadline = time.process_time() + tools.budgets.cpu_for(len(data))
        with open_pdf(data) as document:
            if not document.pages:
                raise Unreadable("broken: it has no pages")
            reading = read_pages(document, tools, deadline)
            labels = [document.label(number) for number in range(len(reading.pages))]
            said, attached = stated(document), document.attached
        take_out(reading.pages)
        text, pages = flow(reading.pages, labels)
        notes = (*said.notes, *((f"attached files that were not read: {attached:,}",) if attached else ()))
        extractor = f"{self.name}/{self.version}"
        if not text:
            reason = _nothing(reading, tools)
            reading.lacking.clear()
            notes = (reason, *reading.notes(tools.recogniser), *notes)
            yield Extraction("", "", extractor, "none", state=State.REFUSED, notes=notes)
            return
        if tools.recogniser and reading.recognised:
            extractor += f"+{tools.recogniser.name}"
        statements, datings = read_head(text, tools.vocabulary)
        yield Extraction(
            locator="",
            text=text,
            extractor=extractor,
            encoding="PDF",
            statements=(*said.statements, *statements),
            datings=(*datings, *said.datings),
            pages=pages,
            witness=Witness.OCR if reading.layers or reading.recognised else Witness.BORN_DIGITAL,
            state=State.PARTIAL if reading.lost else State.COMPLETE,
            notes=(*reading.notes(tools.recogniser), *notes),
        )


def _nothing(reading: Reading, tools: Tools) -> str:
    """Why there is no text at all."""
    count = f"any of {len(reading.pages):,} pages" if len(reading.pages) > 1 else "its one page"
    if len(reading.broken) == len(reading.pages):
        return "broken: none of its pages can be read"
    if not (reading.lacking or reading.hidden or reading.broken):
        return f"no text: nothing is drawn on {'any page' if len(reading.pages) > 1 else 'its one page'}"
    if not reading.lacking:
        return f"no text that a reader can see on {count}"
    found = "text recognition found none either" if tools.recogniser else NO_RECOGNISER
    return f"no text layer on {count}; {found}"
