"""How is HTML read? As the words a reader sees; what a page states in its head describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foresaid.collect.heads import read_head
from foresaid.collect.markup import parse_markup, visible_text
from foresaid.collect.stating import state_fields
from foresaid.model.documents import Extraction, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.plugins import Tools

_META = {
    "author": "author", "dc.creator": "author", "dcterms.creator": "author", "citation_author": "author",
    "article:author": "author", "dc.title": "title", "og:title": "title", "citation_title": "title",
    "date": "date", "dc.date": "date", "dcterms.date": "date", "dc.date.issued": "date",
    "dcterms.issued": "date", "citation_publication_date": "date", "citation_date": "date",
    "article:published_time": "date", "dc.rights": "rights", "dcterms.rights": "rights",
}  # fmt: skip


class Html:
    """HTML and XHTML; what a page states in its head comes as statements with basis "HTML meta"."""

    name = "html"
    version = "1"
    suffixes = (".html", ".htm", ".xhtml")

    def recognises(self, head: bytes) -> bool | None:
        """True where it begins as a page does; HTML may begin with anything."""
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower()
        return True if start.startswith((b"<!doctype html", b"<html")) else None

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """The one text of the page."""
        page = parse_markup(data, tools.budgets)
        said = state_fields(_meta(page.root), "HTML meta", tools.vocabulary)
        text = visible_text(page.root)
        statements, datings = read_head(text, tools.vocabulary)
        yield Extraction(
            locator="",
            text=text,
            extractor=f"{self.name}/{self.version}",
            encoding=page.encoding,
            statements=(*said.statements, *statements),
            datings=(*said.datings, *datings),
            state=page.state if text else State.REFUSED,
            notes=(*page.notes, *said.notes, *(() if text else ("no text in the page",))),
        )


def _meta(root: Any) -> dict[str, str]:  # noqa: ANN401 - an lxml element
    """What the head states; the first of several wins."""
    fields: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").casefold()
        value = (meta.get("content") or "").strip()
        if name in _META and value:
            fields.setdefault(_META[name], value)
    title = root.find(".//title")
    if title is not None and "title" not in fields:
        words = " ".join((title.text or "").split())
        if words:
            fields["title"] = words
    return fields
