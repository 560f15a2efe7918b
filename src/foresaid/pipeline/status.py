"""What is in this collection, and what is still to do?"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from foresaid.archive.views import View
from foresaid.pipeline.extracting import pending_items
from foresaid.pipeline.grouping import Kindred
from foresaid.pipeline.viewing import seeing

if TYPE_CHECKING:
    from pathlib import Path

    from foresaid.archive.collection import Collection

# What is known of no day: files received, and verdicts given with all documents in sight.
_UNDATED = ("items", "bytes", "readings", "withdrawn", "refused", "verdicts", "pending", "journal")
# Copies that are named one by one; a group of reprints may have hundreds.
_MOST_KIN = 5


@dataclass(frozen=True, slots=True)
class Status:
    """A collection in numbers, `independent` those of its documents that are no copies of others; `refused` lists (source, place in it, reason), `record` is the digest asked for.

    Of a view (until a day) what counts files is None, for files have no date, and so are the stored verdicts, for they
    were given with all documents in sight.
    """

    title: str
    items: int | None
    bytes: int | None
    documents: int
    independent: int
    states: dict[str, int]
    readings: dict[str, int] | None
    witnesses: dict[str, int]
    withdrawn: int | None
    refused: list[tuple[str, str, str]] | None
    partial: list[tuple[str, str]]
    first: str | None
    last: str | None
    undated: int
    grades: dict[str, int]
    speakers: int
    annotations: dict[str, dict[str, int]]
    verdicts: dict[str, int] | None
    pending: int | None
    journal: int | None
    record: str | None = None
    view: View | None = None

    def as_dict(self) -> dict[str, Any]:
        """The status as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Described:
    """A document with its best date and on what that rests; `notes` say what could not be understood.

    `witness` says how its text came to be its characters, `kin` which documents hold the same text, in words,
    `facsimiles` name the page images that the text is of, `datings` are all its dates, best first.
    """

    document: str
    title: str | None
    speaker: str | None
    date: str | None
    grade: str | None
    basis: str | None
    notes: tuple[str, ...]
    witness: str
    kin: tuple[str, ...]
    facsimiles: tuple[str, ...]
    datings: tuple[dict[str, str], ...]


def list_documents(root: Path, as_of: str | None = None) -> list[Described]:
    """Every document, earliest first, undated ones last."""
    query = """SELECT d.number, d.item, d.witness, d.id, d.title, d.speaker, d.date, d.grade, d.notes, g.basis FROM document d
               LEFT JOIN dating g ON g.document = d.number AND g.rank = 0
               ORDER BY d.earliest IS NULL, d.earliest, d.id"""
    with seeing(root, as_of) as collection:
        kindred = Kindred(collection.catalogue)
        return [
            Described(
                row["id"],
                row["title"],
                row["speaker"],
                row["date"],
                row["grade"],
                row["basis"],
                tuple(json.loads(row["notes"])),
                row["witness"],
                _kin(kindred, row["number"]),
                _facsimiles(collection, row["item"]),
                _datings(collection, row["number"]),
            )
            for row in collection.catalogue.rows(query)
        ]


def _kin(kindred: Kindred, number: int) -> tuple[str, ...]:
    """The first of the documents that hold the same text, and how many more there are."""
    relatives = kindred.describe(number).relatives
    more = (f"{len(relatives) - _MOST_KIN:,} more",) if len(relatives) > _MOST_KIN else ()
    return (*(each.in_words() for each in relatives[:_MOST_KIN]), *more)


def _datings(collection: Collection, number: int) -> tuple[dict[str, str], ...]:
    query = "SELECT date, kind, grade, basis, note FROM dating WHERE document = ? ORDER BY rank"
    return tuple(
        {key: row[key] for key in row.keys()}  # noqa: SIM118 - a Row iterates over values
        for row in collection.catalogue.rows(query, (number,))
    )


def _facsimiles(collection: Collection, item: str) -> tuple[str, ...]:
    query = """SELECT DISTINCT a.source FROM facsimile f JOIN accession a ON a.item = f.item
               WHERE f.text_item = ? ORDER BY 1"""
    return tuple(row["source"] for row in collection.catalogue.rows(query, (item,)))


def status(root: Path, *, record: bool = False, as_of: str | None = None) -> Status:
    """The state of a collection; `record` adds the SHA-256 of its canonical record."""
    with seeing(root, as_of) as collection:
        catalogue = collection.catalogue
        size = next(catalogue.rows("SELECT coalesce(sum(size), 0) AS n FROM item"))["n"]
        dates = "SELECT date FROM document WHERE {} IS NOT NULL ORDER BY {} LIMIT 1"
        first = next(catalogue.rows(dates.format("earliest", "earliest")), None)
        last = next(catalogue.rows(dates.format("latest", "latest DESC")), None)
        undated = next(catalogue.rows("SELECT count(*) AS n FROM document WHERE date IS NULL"))["n"]
        speakers = next(catalogue.rows("SELECT count(DISTINCT speaker) AS n FROM document"))["n"]
        found = Status(
            title=collection.settings.title,
            items=catalogue.count("item"),
            bytes=size,
            documents=catalogue.count("document"),
            independent=len(set(Kindred(catalogue).witnesses.groups.values())),
            states=catalogue.tally("document", "state"),
            readings=catalogue.tally("reading", "state"),
            witnesses=catalogue.tally("document", "witness"),
            withdrawn=catalogue.count("withdrawal"),
            refused=refused(collection),
            partial=_partial(collection),
            first=first["date"] if first else None,
            last=last["date"] if last else None,
            undated=undated,
            grades={grade: n for grade, n in catalogue.tally("document", "grade").items() if grade},
            speakers=speakers,
            annotations=catalogue.tally_by("annotation", "layer", "type"),
            verdicts=catalogue.tally("verification", "verdict"),
            pending=len(list(pending_items(collection))),
            journal=collection.check_journal(),
            record=record_digest(collection) if record else None,
            view=collection.view,
        )
        files: dict[str, Any] = dict.fromkeys(_UNDATED)
        return found if found.view is None else replace(found, **files)


def record_digest(collection: Collection) -> str:
    """The SHA-256 of the canonical record: equal where payload, journal and versions are equal."""
    hasher = sha256()
    for line in collection.catalogue.record():
        hasher.update(line + b"\n")
    return hasher.hexdigest()


def refused(collection: Collection) -> list[tuple[str, str, str]]:
    """What could not be read: the first name it came by, the place in it, and why."""
    query = """SELECT min(a.source) AS source, r.locator, r.notes FROM refusal r
               JOIN accession a ON a.item = r.item GROUP BY r.item, r.locator ORDER BY 1, 2"""
    return [
        (row["source"], row["locator"], "; ".join(json.loads(row["notes"])))
        for row in collection.catalogue.rows(query)
    ]


def _partial(collection: Collection) -> list[tuple[str, str]]:
    query = "SELECT id, notes FROM document WHERE state = 'partial' ORDER BY id"
    return [(row["id"], "; ".join(json.loads(row["notes"]))) for row in collection.catalogue.rows(query)]
