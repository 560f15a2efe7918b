"""What did a person decide about a document, and why? It goes into the journal and counts before all else."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from foresaid.archive.collection import writing
from foresaid.archive.documents import find_document
from foresaid.archive.journal import now
from foresaid.collect.stating import DATE_KINDS, FIELDS
from foresaid.errors import UsageError
from foresaid.pipeline.filing import describe_pending
from foresaid.pipeline.indexing import index_documents
from foresaid.pipeline.reports import CollectReport, Progress, silent
from foresaid.text.calendar import read_date
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.model.documents import Document


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it now stands: what was stated before, what is stated since, and how a date was read."""

    document: str
    field: str
    before: str | None
    after: str
    because: str
    note: str = ""


def decide(
    root: Path, document: str, field: str, value: str, *, because: str, progress: Progress = silent
) -> Decided:
    """Journal a decision on one field of a document and describe the document by it."""
    if not because.strip():
        raise UsageError("A decision needs a reason that others can judge: --because TEXT.")
    with writing(root) as collection:
        found = _document(collection, document)
        note = _checked(collection, field, value)
        before = _stated(found, field)
        collection.journalled(
            [
                {
                    "type": "decision",
                    "document": found.digest,
                    "item": found.item,
                    "id": found.id,
                    "field": field,
                    "value": value,
                    "because": because.strip(),
                    "received": now(),
                }
            ]
        )
        describe_pending(collection, CollectReport())
        index_documents(collection, progress)
        return Decided(found.id, field, before, value, because.strip(), note)


def _document(collection: Collection, name: str) -> Document:
    found = find_document(collection.catalogue, name)
    if found is None:
        names = [row["id"] for row in collection.catalogue.rows("SELECT id FROM document")]
        near = get_close_matches(name, names, n=3)
        advice = f"; did you mean {', '.join(near)}?" if near else "."
        raise UsageError(
            f"No document of this collection has the id {name!r}{advice}"
            f" `foresaid status {collection.root} --documents` lists all."
        )
    return found


def _checked(collection: Collection, field: str, value: str) -> str:
    """How the value was read, where that needs saying; UsageError or DateError where it does not fit."""
    if field not in FIELDS:
        near = get_close_matches(field, FIELDS, n=1)
        advice = f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(FIELDS)}."
        raise UsageError(f"No field is called {field!r}{advice}")
    if not value.strip():
        raise UsageError(f"A value for {field!r} is missing.")
    if field == "date_kind" and value not in DATE_KINDS:
        raise UsageError(f"date_kind {value!r} is none of {', '.join(DATE_KINDS)}.")
    if field != "date":
        return ""
    return read_date(value, load_vocabulary(collection.settings.language))[1]


def _stated(document: Document, field: str) -> str | None:
    if field == "date":
        return document.dating.date.text if document.dating else None
    return document.stated(field)
