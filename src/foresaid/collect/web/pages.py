"""What is one HTML page as a document: its words, what it states of itself, and what was left out?

Shared by the formats that hold pages: HTML files and web captures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.collect.dating.heads import read_head
from foresaid.collect.web.boilerplate import leave_out_surroundings
from foresaid.collect.web.markup import parse_markup, seen_text
from foresaid.collect.web.page_dates import propose_date
from foresaid.collect.web.page_heads import is_change, read_page_head
from foresaid.model.documents import Extraction, State

if TYPE_CHECKING:
    from foresaid.model.dates import Dating
    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Tools

# The version of what is done here, as part of the version of each format that does it.
VERSION = "2"


def read_page(
    data: bytes, tools: Tools, extractor: str, *, locator: str = "", charset: str | None = None
) -> Extraction:
    """The one text of a page; Unreadable where its markup cannot be read.

    Datings come as follows: those the page states (meta, JSON-LD, markup), the date line in its head, and only
    where there is neither, what a dated line proposes (collect/web/page_dates.py).
    """
    page = parse_markup(data, tools.budgets, charset)
    head = read_page_head(page.root, tools.vocabulary)
    around = leave_out_surroundings(page.root)
    seen = seen_text(page.root)
    text, cut = seen.text[: tools.budgets.text], len(seen.text) > tools.budgets.text
    statements, datings = read_head(text, tools.vocabulary)
    datings = tuple(each for each in datings if not _of_change(each, text, tools.vocabulary))
    datings = (*head.datings, *datings)
    more = (f"only the first {tools.budgets.text:,} characters were read",) if cut else ()
    empty = () if text else ("no text in the page",)
    return Extraction(
        locator=locator,
        text=text,
        extractor=extractor,
        encoding=page.encoding,
        statements=(*head.statements, *statements),
        datings=datings or propose_date(text, tools.vocabulary),
        state=State.REFUSED if not text else State.PARTIAL if cut else page.state,
        notes=(*page.notes, *head.notes, *around, *seen.notes, *more, *empty),
    )


def _of_change(dating: Dating, text: str, vocabulary: Vocabulary) -> bool:
    """Whether the line in which a date stands says that it is that of a change ("Updated 3 March 2020")."""
    if dating.start is None:
        return False
    start = text.rfind("\n", 0, dating.start) + 1
    return is_change(text[start : dating.start], vocabulary)
