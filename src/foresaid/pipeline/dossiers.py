"""How does a dossier leave the house? As JSON, Markdown or HTML, each sentence one step from its passage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from foresaid.archive.collection import reading
from foresaid.archive.documents import find_document
from foresaid.archive.writing import write_file
from foresaid.model.inquiries import PassageContext
from foresaid.publish.dossier_html import to_html
from foresaid.publish.dossier_json import dossier_as_json, to_json
from foresaid.publish.dossier_markdown import to_markdown
from foresaid.publish.dossier_parts import places
from foresaid.text.segment import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.model.documents import Document
    from foresaid.model.inquiries import Dossier

JSON = "json"
_FORMS = {JSON: to_json, "markdown": to_markdown, "html": to_html}
FORMS = tuple(_FORMS)
# Letters around a passage where a paragraph is longer: five lines of print on either side show what governs it.
_AROUND = 400
DEMO = 50  # findings that the demo gives out as JSON: as many as its figures are taken over


def written_dossier(
    root: Path, dossier: Dossier, form: str, *, limit: int | None = None, out: Path | None = None
) -> str:
    """A dossier in one of FORMS; written to `out` where it is given.

    With `limit` its JSON has the best findings only; pages have the columns whole, and say what they leave to the JSON.
    """
    cut = replace(dossier, findings=dossier.findings[:limit]) if form == JSON else dossier
    with reading(root) as collection:
        text = _FORMS[form](cut, _contexts(collection, places(cut)))
    if out is not None:
        write_file(out, text.encode("utf-8"))
    return text


def dossier_values(dossier: Dossier, limit: int = DEMO) -> dict[str, Any]:
    """A dossier as JSON values with its best `limit` findings."""
    return dossier_as_json(replace(dossier, findings=dossier.findings[:limit]))


def _contexts(
    collection: Collection, wanted: Iterable[tuple[str, int, int]]
) -> dict[tuple[str, int, int], PassageContext]:
    """What stands around some places; a document that is gone meanwhile has none."""
    by_document: dict[str, set[tuple[int, int]]] = {}
    for name, start, end in wanted:
        by_document.setdefault(name, set()).add((start, end))
    found = {}
    for name, spans in by_document.items():
        document = find_document(collection.catalogue, name)
        if document is not None:
            borders = [(each.start, each.end) for each in paragraphs(document.text)]
            for start, end in spans:
                found[name, start, end] = _context(document, start, end, borders)
    return found


def _context(
    document: Document, start: int, end: int, borders: Sequence[tuple[int, int]]
) -> PassageContext:
    """A passage and the rest of its paragraph, cut at a blank where that is long; text as the document has it."""
    first = max((low for low, _ in borders if low <= start), default=0)
    last = min((high for _, high in borders if high >= end), default=len(document.text))
    before, after = document.text[first:start], document.text[end:last]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    dating = document.dating
    return PassageContext(
        before=before,
        text=document.text[start:end],
        after=after,
        title=document.title,
        speaker=document.speaker,
        date=dating.date.text if dating else None,
        grade=dating.grade if dating else None,
        basis=dating.basis if dating else "",
    )
