"""How is something taken out again? Its bytes and all that was computed from them go; hash and reason stay."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foresaid.archive.collection import writing
from foresaid.archive.documents import drop_document
from foresaid.archive.entries import entries
from foresaid.archive.journal import now
from foresaid.archive.writing import remove_folder
from foresaid.errors import UsageError
from foresaid.pipeline.grouping import group_documents
from foresaid.pipeline.indexing import QUOTATIONS, SEARCH, index_documents
from foresaid.pipeline.journalling import count_runs, note_run
from foresaid.pipeline.reports import Progress, silent
from foresaid.pipeline.tracing import TRACE, trace_pending
from foresaid.pipeline.verifying import VERIFY, verify_pending
from foresaid.text.identity import canonical

if TYPE_CHECKING:
    from pathlib import Path

    from foresaid.archive.collection import Collection


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What went: the item's SHA-256, the names it came by and the ids of its documents.

    `quoted` are the numbers of journal records in which people's reviews, outcomes and suggestions quote its words: the
    journal is append-only, and these words stay.
    """

    item: str
    sources: list[str]
    documents: list[str]
    because: str
    quoted: list[int]


def withdraw(
    root: Path, name: str, *, because: str, whole_item: bool = False, progress: Progress = silent
) -> Withdrawn:
    """Take out a document, with the file it stands in, by its id or the name its file came by.

    What stays is the journal's record: hash, date, reason, ids. Indexes are made anew, because they hold
    traces of words, and verdicts are made anew; what other documents say themselves stays theirs.
    """
    if not because.strip():
        raise UsageError("A withdrawal needs a reason that others can judge: --because TEXT.")
    with writing(root) as collection:
        erase_withdrawn(collection)  # what an interrupted withdrawal left
        item = _item(collection, name)
        ids = _ids(collection, item)
        if len(ids) > 1 and not whole_item:
            raise UsageError(
                f"{name} is one of {len(ids):,} documents in the same file; withdrawing it deletes the file and"
                " all of them. Add --whole-item if that is meant, or add a file without it and withdraw this one."
            )
        query = "SELECT DISTINCT source FROM accession WHERE item = ? ORDER BY source"
        sources = [row["source"] for row in collection.catalogue.rows(query, (item,))]
        collection.journalled(
            [
                {
                    "type": "withdrawal",
                    "item": item,
                    "ids": ids,
                    "because": because.strip(),
                    "received": now(),
                }
            ]
        )
        erase_withdrawn(collection)
        index_documents(collection, progress)
        group_documents(collection, progress)
        if count_runs(collection, VERIFY):
            note_run(collection, VERIFY)
            verify_pending(collection, progress=progress)
        if count_runs(collection, TRACE):
            note_run(collection, TRACE)
            trace_pending(collection, progress=progress)
        return Withdrawn(item, sources, ids, because.strip(), _quoting(collection, frozenset(ids)))


def _quoting(collection: Collection, ids: frozenset[str]) -> list[int]:
    """The numbers of the journal records that quote words of these documents."""
    return sorted(
        entry["seq"]
        for kind in ("review", "outcome", "suggestion")
        for entry in entries(collection.catalogue, kind)
        if entry.get("forecast", entry).get("document") in ids
    )


def erase_withdrawn(collection: Collection) -> None:
    """Erase what the journal says is withdrawn and is still there, as after a crash between the two."""
    catalogue = collection.catalogue
    rows = list(catalogue.rows("SELECT item, ids FROM withdrawal ORDER BY item"))
    held = {row["item"] for row in catalogue.rows("SELECT item FROM reading")}
    left = [row for row in rows if row["item"] in held or collection.payload.path(row["item"]).exists()]
    if not left:
        return
    with catalogue.transaction():
        for row in left:
            _forget(collection, row["item"], json.loads(row["ids"]))
        catalogue.connection.execute("DELETE FROM step WHERE step IN (?, ?)", (SEARCH, QUOTATIONS))
    catalogue.compact()
    # After the steps that say what is indexed, so that nobody takes a missing index for one that finds nothing;
    # the bytes come last, because they show that something is left to erase.
    remove_folder(collection.index)
    for row in left:
        collection.payload.erase(row["item"])


def _forget(collection: Collection, item: str, ids: list[str]) -> None:
    """Remove the documents of an item from the catalogue, and every verdict that speaks of them."""
    catalogue = collection.catalogue
    for row in list(catalogue.rows("SELECT number FROM document WHERE item = ?", (item,))):
        drop_document(catalogue, row["number"])
    for name in ids:
        spelt = canonical(name).decode("utf-8")
        catalogue.connection.execute(
            "DELETE FROM verification WHERE source = ? OR instr(body, ?)", (name, spelt)
        )
    for table in ("refusal", "reading", "facsimile"):
        catalogue.connection.execute(f"DELETE FROM {table} WHERE item = ?", (item,))  # noqa: S608


def _item(collection: Collection, name: str) -> str:
    """The item that holds a document of this id, or came by this name."""
    query = "SELECT item FROM document WHERE id = ? UNION SELECT item FROM accession WHERE source = ?"
    items = [str(row["item"]) for row in collection.catalogue.rows(query, (name, name))]
    gone = {row["item"]: row for row in collection.catalogue.rows("SELECT * FROM withdrawal")}
    left = [item for item in items if item not in gone]
    if len(left) > 1:
        ids = ", ".join(repr(each) for item in left for each in _ids(collection, item)) or "none"
        raise UsageError(
            f"{name!r} means {len(left)} items: the id of a document and the name of a file, or several versions"
            f" of a file. Nothing was deleted; name one by the id of its document ({ids}) or by its SHA-256:"
            f" {', '.join(left)}."
        )
    if left:
        return left[0]
    if items:
        raise UsageError(_gone(name, gone[items[0]]))
    held = "SELECT digest FROM item WHERE digest = ? AND digest NOT IN (SELECT item FROM withdrawal)"
    for row in collection.catalogue.rows(held, (name,)):
        return str(row["digest"])
    was = "SELECT because, received FROM withdrawal, json_each(ids) WHERE value = ?"
    for known in collection.catalogue.rows(was, (name,)):
        raise UsageError(_gone(name, known))
    raise UsageError(
        f"No document of this collection has the id {name!r}, and no file came by this name;"
        f" `foresaid status {collection.root} --documents` lists all."
    )


def _gone(name: str, known: Any) -> str:  # noqa: ANN401 - a row
    return f"{name} was withdrawn on {known['received'][:10]}: {known['because']}. Nothing is left of it."


def _ids(collection: Collection, item: str) -> list[str]:
    query = "SELECT id FROM document WHERE item = ? ORDER BY number"
    return [row["id"] for row in collection.catalogue.rows(query, (item,))]
