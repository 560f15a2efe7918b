"""How does a text that was read become a document: described, under an id of its own, in the catalogue?"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from foresaid.archive.documents import drop_document, found_by_format, put_document, put_refusal
from foresaid.collect.dating.conflicts import CONFLICT
from foresaid.collect.describing import Decision, default_id, describe
from foresaid.model.documents import Document, Extraction, State
from foresaid.pipeline.indexing import forget_words
from foresaid.pipeline.reports import CollectReport, Trouble
from foresaid.text.identity import digest
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.archive.collection import Collection

_ROWS = "SELECT id, fields FROM description WHERE item = ? OR (item IS NULL AND id = ?) ORDER BY seq DESC"
# The version of describing; a new one describes everything again, without reading it again.
DESCRIBING = "describing/3"


class Filed(NamedTuple):
    """One item as it was read: its hash, the name it was read by, and the version that read it."""

    item: str
    source: str
    version: str


def file_extractions(
    collection: Collection, filed: Filed, extractions: Iterable[Extraction], report: CollectReport
) -> None:
    """Put one item's documents and refusals into the catalogue, in place of earlier ones."""
    catalogue = collection.catalogue
    catalogue.connection.execute("DELETE FROM refusal WHERE item = ?", (filed.item,))
    kept, ends = set(), set()
    places: set[str] = set()
    for found in extractions:
        extraction = _second(found) if found.locator in places else found
        places.add(found.locator)
        if extraction.state is State.REFUSED:
            put_refusal(catalogue, filed.item, extraction)
            where = _where(filed.source, extraction.locator)
            report.troubles.append(Trouble(where, "; ".join(extraction.notes), refused=True))
            ends.add(State.REFUSED)
        else:
            digest, end = _file(collection, filed, extraction, report)
            kept.add(digest)
            ends.add(end)
    for row in list(catalogue.rows("SELECT number, digest FROM document WHERE item = ?", (filed.item,))):
        if row["digest"] not in kept:
            drop_document(catalogue, row["number"])
    catalogue.connection.execute(
        "INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?)", (*filed, _state(ends), DESCRIBING)
    )


def _second(extraction: Extraction) -> Extraction:
    """A second text of a place in a file is refused: it must not take the first one's."""
    why = "a second text of the same place in the file; only the first is kept"
    locator = f"{extraction.locator} (again)"
    return replace(extraction, locator=locator, text="", pages=(), state=State.REFUSED, notes=(why,))


def describe_pending(collection: Collection, report: CollectReport) -> None:
    """Describe documents anew about which a table or a person has said something since they were read."""
    catalogue = collection.catalogue
    query = "SELECT item, source, version FROM reading WHERE described != ? AND state != 'refused' ORDER BY item"
    for row in list(catalogue.rows(query, (DESCRIBING,))):
        filed = Filed(*row)
        documents = "SELECT number FROM document WHERE item = ? ORDER BY number"
        with catalogue.transaction():
            for each in list(catalogue.rows(documents, (filed.item,))):
                _file(collection, filed, found_by_format(catalogue, each["number"]), report)
            catalogue.connection.execute(
                "UPDATE reading SET described = ? WHERE item = ?", (DESCRIBING, filed.item)
            )


def _state(ends: set[State]) -> State:
    """How an item ended whose texts ended so."""
    return State.PARTIAL if len(ends) > 1 else next(iter(ends), State.REFUSED)


def _file(
    collection: Collection, filed: Filed, extraction: Extraction, report: CollectReport
) -> tuple[str | None, State]:
    """One document, stored under an id of its own: its digest, None where that id means another, and its end."""
    described = _described(collection, filed, extraction)
    document = _free_id(collection, filed.source, described)
    where = _where(filed.source, extraction.locator)
    if document is None:
        query = "SELECT id FROM document WHERE digest = ?"
        held = next(collection.catalogue.rows(query, (described.digest,)), None)
        end = _refuse_id(collection, described, where, report, held=bool(held))
        if not held:
            return None, end
        document = replace(described, id=held["id"])
    forget_words(collection, put_document(collection.catalogue, document, extraction))
    report.documents += 1
    if document.dating is None:
        report.undated.append(document.id)
    if document.extraction.state is State.PARTIAL:
        report.partial += 1
        report.notices.append(f"{where}: only in part: {'; '.join(extraction.notes)}")
    for note in document.extraction.notes:
        if note.startswith(CONFLICT):
            report.notices.append(f"{where}: {note}")
        elif note.startswith("date"):
            report.troubles.append(Trouble(where, note))
    return document.digest, document.extraction.state


def _described(collection: Collection, filed: Filed, extraction: Extraction) -> Document:
    """The document with what rows of tables say: first those about its file, then also those about its id."""
    vocabulary = load_vocabulary(collection.settings.language)
    rows = list(collection.catalogue.rows(_ROWS, (filed.item, None)))
    # An id in a row about a file of many documents cannot name them all.
    given = [(None if extraction.locator else row["id"], json.loads(row["fields"])) for row in rows]
    query = "SELECT field, value, because FROM decision WHERE document = ? ORDER BY seq DESC"
    key = digest(filed.item, extraction.locator)
    decisions = [Decision(*row) for row in collection.catalogue.rows(query, (key,))]
    document = describe(filed.item, filed.source, extraction, given, vocabulary, decisions=decisions)
    name = (_free_id(collection, filed.source, document) or document).id
    every = list(collection.catalogue.rows(_ROWS, (filed.item, name)))
    if len(every) > len(rows):
        given = [(None, json.loads(row["fields"])) for row in every]
        document = describe(filed.item, filed.source, extraction, given, vocabulary, decisions=decisions)
    return replace(document, id=name)


def _refuse_id(
    collection: Collection, document: Document, where: str, report: CollectReport, *, held: bool
) -> State:
    """Say that an id means another text; the same text once more is only counted.

    A document that is held under an id already keeps that.
    """
    query = "SELECT a.source, d.text FROM document d JOIN accession a ON a.item = d.item WHERE d.id = ?"
    other = next(collection.catalogue.rows(query, (document.id,)), None)
    if other and other["text"] == document.text:
        report.same += 1
        return State.COMPLETE
    holder = f"of another document already (from {other['source']})" if other else "of one withdrawn"
    reason = f"the id {document.id!r} is that {holder}; give it another id"
    if held:
        report.troubles.append(Trouble(where, reason))
        return State.COMPLETE
    extraction = document.extraction
    refusal = Extraction(extraction.locator, "", extraction.extractor, "none", notes=(reason,))
    put_refusal(collection.catalogue, document.item, refusal)
    report.troubles.append(Trouble(where, reason, refused=True))
    return State.REFUSED


def _free_id(collection: Collection, source: str, document: Document) -> Document | None:
    """The document under its id, or, if that was only made from its path, under one that is free."""
    names = [document.id]
    if document.id == default_id(source, document.extraction.locator):
        names += [source, f"{source}~{document.digest[:8]}"]
    for name in names:
        query = "SELECT digest FROM document WHERE id = ?"
        holder = next(collection.catalogue.rows(query, (name,)), None)
        if (holder is None and not _withdrawn(collection, name)) or (
            holder and holder["digest"] == document.digest
        ):
            return replace(document, id=name)
    return None


def _withdrawn(collection: Collection, name: str) -> bool:
    """Whether an id was that of a document which is withdrawn: it never comes to mean another."""
    query = "SELECT 1 FROM withdrawal, json_each(ids) WHERE value = ? LIMIT 1"
    return next(collection.catalogue.rows(query, (name,)), None) is not None


def _where(source: str, locator: str) -> str:
    return f"{source}, {locator}" if locator else source
