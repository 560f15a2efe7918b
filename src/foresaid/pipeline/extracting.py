"""How do received items become documents, each under an id of its own?"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from foresaid.archive.catalogue import EXTRACT
from foresaid.archive.documents import drop_document, put_document, put_refusal
from foresaid.collect.describing import default_id, describe
from foresaid.collect.extraction import extract, format_name, format_version
from foresaid.model.documents import Document, Extraction, State
from foresaid.pipeline.engine import LocalEngine
from foresaid.pipeline.indexing import forget_words
from foresaid.pipeline.reports import CollectReport, Progress, Trouble
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.archive.collection import Collection
    from foresaid.archive.payload import Payload

_ROWS = "SELECT id, fields FROM description WHERE item = ? OR (item IS NULL AND id = ?) ORDER BY seq DESC"
# Items whose documents go into the catalogue in one durable write.
_BATCH = 64


class _Task(NamedTuple):
    """An item to be read: everything a worker process needs."""

    payload: Payload
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
    sources: dict[str, str] = {}
    for row in collection.catalogue.rows("SELECT item, source FROM accession ORDER BY seq"):
        # The first name that a format reads: a file may come again under a better one.
        known = sources.setdefault(row["item"], row["source"])
        if format_name(known) is None and format_name(row["source"]) is not None:
            sources[row["item"]] = row["source"]
    for item, source in sources.items():
        name = format_name(source)
        if not collection.catalogue.done(EXTRACT, format_version(name), item):
            yield _Task(collection.payload, item, source, name, collection.settings.language)


def _extract(task: _Task) -> list[Extraction]:
    """Read one item; runs in any process."""
    vocabulary = load_vocabulary(task.language)
    return list(extract(task.payload.get(task.item), task.format, task.source, vocabulary))


def _store(
    collection: Collection, task: _Task, extractions: Iterable[Extraction], report: CollectReport
) -> None:
    """Put one item's documents and refusals into the catalogue, in place of earlier ones."""
    catalogue = collection.catalogue
    catalogue.connection.execute("DELETE FROM refusal WHERE item = ?", (task.item,))
    kept = set()
    for extraction in extractions:
        where = f"{task.source}, {extraction.locator}" if extraction.locator else task.source
        if extraction.state is State.REFUSED:
            put_refusal(catalogue, task.item, extraction)
            report.troubles.append(Trouble(where, "; ".join(extraction.notes), refused=True))
            continue
        document = _described(collection, task, extraction)
        if _put(collection, task.source, document, report):
            kept.add(document.digest)
            dates = [note for note in document.extraction.notes if note.startswith("date")]
            report.troubles += [Trouble(where, note) for note in dates]
    for row in list(catalogue.rows("SELECT number, digest FROM document WHERE item = ?", (task.item,))):
        if row["digest"] not in kept:
            drop_document(catalogue, row["number"])
    catalogue.mark(EXTRACT, format_version(task.format), [task.item])


def _described(collection: Collection, task: _Task, extraction: Extraction) -> Document:
    """The document with what metadata rows say: first those about its file, then also those about its id."""
    vocabulary = load_vocabulary(task.language)
    rows = list(collection.catalogue.rows(_ROWS, (task.item, None)))
    # An id in a row about a file of many documents cannot name them all.
    given = [(None if extraction.locator else row["id"], json.loads(row["fields"])) for row in rows]
    document = describe(task.item, task.source, extraction, given, vocabulary)
    name = (_free_id(collection, task.source, document) or document).id
    every = list(collection.catalogue.rows(_ROWS, (task.item, name)))
    if len(every) > len(rows):
        given = [(None, json.loads(row["fields"])) for row in every]
        document = describe(task.item, task.source, extraction, given, vocabulary)
    return replace(document, id=name)


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
    forget_words(collection, put_document(catalogue, named))
    report.documents += 1
    if named.dating is None:
        report.undated.append(named.id)
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
