"""How is plain text read? As it stands: every code point of the file is one of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.collect.dating.heads import read_head
from foresaid.collect.encodings import decode
from foresaid.model.documents import Extraction, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.plugins import Tools


class PlainText:
    """Plain text; form feeds part pages."""

    name = "plain"
    version = "2"
    suffixes = (".txt", ".text")

    def recognises(self, head: bytes) -> bool | None:  # noqa: ARG002 - the socket's signature
        """Nothing in its first bytes tells plain text from other text."""
        return None

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """The one text of the file."""
        decoded = decode(data)
        text = decoded.text or ""
        statements, datings = read_head(text, tools.vocabulary)
        yield Extraction(
            locator="",
            text=text,
            extractor=f"{self.name}/{self.version}",
            encoding=decoded.encoding,
            statements=statements,
            datings=datings,
            pages=_pages(text),
            state=decoded.state,
            notes=(decoded.note,) if decoded.note else (),
        )


def _pages(text: str) -> tuple[Page, ...]:
    """Pages parted by form feeds; none where there is no form feed."""
    if "\f" not in text:
        return ()
    pages, start = [], 0
    for number, part in enumerate(text.split("\f"), 1):
        pages.append(Page(str(number), start, start + len(part)))
        start += len(part) + 1
    return tuple(pages)
