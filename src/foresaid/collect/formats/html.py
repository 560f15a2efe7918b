"""How is HTML read? As the words a reader sees; what a page states of itself describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.collect.web import pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.documents import Extraction
    from foresaid.plugins import Tools


class Html:
    """HTML and XHTML; statements come with the basis "HTML meta", "JSON-LD" or "HTML markup"."""

    name = "html"
    version = pages.VERSION
    suffixes = (".html", ".htm", ".xhtml")

    def recognises(self, head: bytes) -> bool | None:
        """True where it begins as a page does; HTML may begin with anything."""
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower()
        return True if start.startswith((b"<!doctype html", b"<html")) else None

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """The one text of the page."""
        yield pages.read_page(data, tools, f"{self.name}/{self.version}")
