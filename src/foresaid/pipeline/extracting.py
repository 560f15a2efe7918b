"""How do received items become documents, each under an id of its own?"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from foresaid.archive.catalogue import EXTRACT
from foresaid.archive.documents import drop_document, put_document, put_refusal
from foresaid.collect.describing import default_id, describe
from foresaid.collect.extraction import HEAD, choose, extract, versions
from foresaid.model.documents import Document, Extraction, State
from foresaid.pipeline.engine import LocalEngine
from foresaid.pipeline.indexing import forget_words
from foresaid.pipeline.reports import CollectReport, Progress, Trouble
from foresaid.plugins import Tools
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.archive.collection import Collection
    from foresaid.archive.payload import Payload

_ROWS = "SELECT id, fields FROM description WHERE item = ? OR (item IS NULL AND id = ?) ORDER BY seq DESC"
# Items whose documents go into the catalogue in one durable write.
_BATCH = 64


class _Task(NamedTuple):
    """An item to be read: everything a worker process needs."""

    payload: Payload
    item: str
    sources: tuple[str, ...]
    language: str


class _Reading(NamedTuple):
    """What came of one task: the name it was read by, the version that read it, and the texts."""

    item: str
    source: str
    version: str
    extractions: list[Extraction]


def extract_pending(
    collection: Collection, report: CollectReport, *, jobs: int, progress: Progress
) -> None:
    """Read every item that its format's present version has not read, or that was described anew."""
    tasks = list(pending_items(collection))
    found = LocalEngine(min(jobs, len(tasks))).map(_extract, tasks)
    done = 0
    while batch := list(islice(found, _BATCH)):
        with collection.catalogue.transaction():
            for reading in batch:
                _store(collection, reading, report)
        done += len(batch)
        progress("reading files", done, len(tasks))


def pending_items(collection: Collection) -> Iterator[_Task]:
    """Items without a reading by the present version of a format, in the order received, with every name."""
    known = versions()
    marks = collection.catalogue.rows("SELECT input, version FROM step WHERE step = ?", (EXTRACT,))
    read = {row["input"] for row in marks if row["version"] in known}
    sources: dict[str, list[str]] = {}
    for row in collection.catalogue.rows("SELECT item, source FROM accession ORDER BY seq"):
        sources.setdefault(row["item"], []).append(row["source"])
    for item, names in sources.items():
        if item not in read:
            yield _Task(collection.payload, item, tuple(names), collection.settings.language)


def _extract(task: _Task) -> _Reading:
    """Read one item; runs in any process."""
    tools = Tools(load_vocabulary(task.language))
    data = task.payload.get(task.item)
    choice = choose(task.sources, data[:HEAD])
    return _Reading(task.item, choice.source, choice.version, list(extract(data, choice, tools)))


def _store(collection: Collection, reading: _Reading, report: CollectReport) -> None:
    """Put one item's documents and refusals into the catalogue, in place of earlier ones."""
    catalogue = collection.catalogue
    catalogue.connection.execute("DELETE FROM refusal WHERE item = ?", (reading.item,))
    kept = set()
    for extraction in reading.extractions:
        where = f"{reading.source}, {extraction.locator}" if extraction.locator else reading.source
        if extraction.state is State.REFUSED:
            put_refusal(catalogue, reading.item, extraction)
            report.troubles.append(Trouble(where, "; ".join(extraction.notes), refused=True))
            continue
        document = _described(collection, reading, extraction)
        if _put(collection, reading.source, document, report):
            kept.add(document.digest)
            dates = [note for note in document.extraction.notes if note.startswith("date")]
            report.troubles += [Trouble(where, note) for note in dates]
    for row in list(catalogue.rows("SELECT number, digest FROM document WHERE item = ?", (reading.item,))):
        if row["digest"] not in kept:
            drop_document(catalogue, row["number"])
    catalogue.mark(EXTRACT, reading.version, [reading.item])


def _described(collection: Collection, reading: _Reading, extraction: Extraction) -> Document:
    """The document with what metadata rows say: first those about its file, then also those about its id."""
    vocabulary = load_vocabulary(collection.settings.language)
    rows = list(collection.catalogue.rows(_ROWS, (reading.item, None)))
    # An id in a row about a file of many documents cannot name them all.
    given = [(None if extraction.locator else row["id"], json.loads(row["fields"])) for row in rows]
    document = describe(reading.item, reading.source, extraction, given, vocabulary)
    name = (_free_id(collection, reading.source, document) or document).id
    every = list(collection.catalogue.rows(_ROWS, (reading.item, name)))
    if len(every) > len(rows):
        given = [(None, json.loads(row["fields"])) for row in every]
        document = describe(reading.item, reading.source, extraction, given, vocabulary)
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
