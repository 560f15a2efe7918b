"""How do received items become documents, each under an id of its own?"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from foresaid.archive.documents import drop_document, put_document, put_refusal
from foresaid.collect.describing import default_id, describe
from foresaid.collect.extraction import extract, format_name, format_version
from foresaid.model.documents import Document, Extraction, State
from foresaid.pipeline.engine import LocalEngine
from foresaid.pipeline.indexing import SEARCH
from foresaid.pipeline.reports import CollectReport, Progress, Trouble
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from foresaid.archive.collection import Collection

EXTRACT = "extract"
# Items whose documents go into the catalogue in one durable write.
_BATCH = 64


class _Task(NamedTuple):
    """An item to be read: everything a worker process needs."""

    path: Path
    item: str
    source: str
    format: str | None
    language: str


def extract_pending(
    collection: Collection, report: CollectReport, *, jobs: int, progress: Progress
) -> None:
    """Read every item that its format's present version has not read, or that was described anew."""
    tasks = list(pending_items(collection))
    found = LocalEngine(min(jobs, len(tasks))).map(_extract, tasks)
    done, pairs = 0, zip(tasks, found, strict=True)
    while batch := list(islice(pairs, _BATCH)):
        with collection.catalogue.transaction():
            for task, extractions in batch:
                _store(collection, task, extractions, report)
        done += len(batch)
        progress("reading files", done, len(tasks))


def pending_items(collection: Collection) -> Iterator[_Task]:
    """Items without a reading by the present version of their format, in the order received."""
    query = "SELECT item, source, min(seq) AS first FROM accession GROUP BY item ORDER BY first"
    for row in list(collection.catalogue.rows(query)):
        name = format_name(row["source"])
        if not collection.catalogue.done(EXTRACT, format_version(name), row["item"]):
            path = collection.payload.path(row["item"])
            yield _Task(path, row["item"], row["source"], name, collection.settings.language)


def _extract(task: _Task) -> list[Extraction]:
    """Read one item; runs in any process."""
    vocabulary = load_vocabulary(task.language)
    return list(extract(task.path.read_bytes(), task.format, task.source, vocabulary))


def _store(
    collection: Collection, task: _Task, extractions: Iterable[Extraction], report: CollectReport
) -> None:
    """Put one item's documents and refusals into the catalogue, in place of earlier ones."""
    catalogue = collection.catalogue
    catalogue.connection.execute("DELETE FROM refusal WHERE item = ?", (task.item,))
    vocabulary = load_vocabulary(task.language)
    kept = set()
    for extraction in extractions:
        where = f"{task.source}, {extraction.locator}" if extraction.locator else task.source
        if extraction.state is State.REFUSED:
            put_refusal(catalogue, task.item, extraction)
            report.troubles.append(Trouble(where, "; ".join(extraction.notes), refused=True))
            continue
        rows = _rows(collection, task, extraction)
        document = describe(task.item, task.source, extraction, rows, vocabulary)
        if _put(collection, task.source, document, report):
            kept.add(document.digest)
            dates = [note for note in document.extraction.notes if note.startswith("date")]
            report.troubles += [Trouble(where, note) for note in dates]
    for row in list(catalogue.rows("SELECT number, digest FROM document WHERE item = ?", (task.item,))):
        if row["digest"] not in kept:
            drop_document(catalogue, row["number"])
    catalogue.mark(EXTRACT, format_version(task.format), [task.item])


def _rows(
    collection: Collection, task: _Task, extraction: Extraction
) -> list[tuple[str | None, dict[str, str]]]:
    """The metadata rows about a document: those about its file, and those that name it by id."""
    name = extraction.given or default_id(task.source, extraction.locator)
    query = "SELECT item, id, fields FROM description WHERE item = ? OR (item IS NULL AND id = ?) ORDER BY seq DESC"
    # An id in a row about a file of many documents cannot name them all.
    return [
        (row["id"] if row["item"] is None or not extraction.locator else None, json.loads(row["fields"]))
        for row in collection.catalogue.rows(query, (task.item, name))
    ]


def _put(collection: Collection, source: str, document: Document, report: CollectReport) -> bool:
    """Store a document under an id of its own; False where that id means another text already."""
    catalogue = collection.catalogue
    named = _free_id(collection, source, document)
    if named is None:
        query = "SELECT a.source, d.text FROM document d JOIN accession a ON a.item = d.item WHERE d.id = ?"
        other = next(catalogue.rows(query, (document.id,)))
        if other["text"] == document.text:
            report.same += 1
            return False
        locator = document.extraction.locator
        reason = f"the id {document.id!r} is that of another document already (from {other['source']}); give it another id"
        refusal = Extraction(locator, "", document.extraction.extractor, "none", notes=(reason,))
        put_refusal(catalogue, document.item, refusal)
        where = f"{source}, {locator}" if locator else source
        report.troubles.append(Trouble(where, reason, refused=True))
        return False
    put_document(catalogue, named)
    catalogue.unmark(SEARCH, named.digest)
    report.documents += 1
    report.partial += named.extraction.state is State.PARTIAL
    return True


def _free_id(collection: Collection, source: str, document: Document) -> Document | None:
    """The document under its id, or, if that was only made from its path, under one that is free."""
    names = [document.id]
    if document.id == default_id(source, document.extraction.locator):
        names += [source, f"{source}~{document.digest[:8]}"]
    for name in names:
        query = "SELECT digest FROM document WHERE id = ?"
        holder = next(collection.catalogue.rows(query, (name,)), None)
        if holder is None or holder["digest"] == document.digest:
            return replace(document, id=name)
    return None
