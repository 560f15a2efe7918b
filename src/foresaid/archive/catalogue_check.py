"""Does the catalogue still hold what was put into it?

SQLite checks its own pages, but not what stands in them. So what is known by its hash is hashed again, what
stands there twice is compared, and what came from the journal is compared with the journal. What was said
about a document by its format stands there once: a change of that alone shows only against a rebuild.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from foresaid.archive.documents import documents
from foresaid.archive.entries import ENTRIES, entry_row
from foresaid.archive.faults import Fault
from foresaid.errors import ForesaidError
from foresaid.text.identity import canonical, digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.archive.catalogue import Catalogue
    from foresaid.archive.journal import Record
    from foresaid.model.documents import Document

# Tables of what the journal says, and the fields of its records that they hold.
_JOURNALLED = {
    "accession": ("item", "source", "received"),
    "description": ("item", "id", "origin", "fields"),
    "decision": ("document", "item", "field", "value", "because", "received"),
}
_WITHDRAWN = ("seq", "item", "ids", "because", "received")  # one row an item: the last time
_JSON = {"fields", "ids"}
# What comes of values of a kind that nobody put there.
_SENSELESS = (ValueError, KeyError, TypeError, AttributeError, OverflowError)
_VERDICT = ("verdict", "words", "speaker", "date", "work")


def broken_pages(catalogue: Catalogue) -> Iterator[Fault]:
    """What SQLite itself finds wrong: pages, indexes, and rows that refer to none."""
    for (finding,) in catalogue.rows("PRAGMA integrity_check(20)"):
        if finding != "ok":
            yield catalogue_fault(catalogue, f"SQLite finds: {finding}")
    tables = Counter((row["table"], row["parent"]) for row in catalogue.rows("PRAGMA foreign_key_check"))
    for (table, parent), count in tables.items():
        yield catalogue_fault(catalogue, f"{count} rows of {table} refer to a {parent} that is not there")


def catalogue_fault(catalogue: Catalogue, what: str) -> Fault:
    """Damage of the catalogue; one command mends all of it."""
    return Fault(str(catalogue.path), what, f"Run `foresaid rebuild {catalogue.path.parent}`.")


def changed_documents(catalogue: Catalogue) -> Iterator[Fault | None]:
    """For each document, what is wrong with it, or None."""
    query = "SELECT number, id, item, title, speaker, date, earliest, latest, grade FROM document"
    for row in catalogue.rows(f"{query} ORDER BY number"):
        try:
            _, document = next(documents(catalogue, [row["number"]]))
            wrong = _changed_hash(document) or _changed_list(catalogue, document, dict(row))
        except (*_SENSELESS, ForesaidError, StopIteration) as error:
            wrong = f"cannot be read ({error})"
        yield catalogue_fault(catalogue, f"document {row['id']!r}: {wrong}") if wrong else None


def _changed_hash(document: Document) -> str | None:
    if document.digest != digest(document.item, document.extraction.locator):
        return "its item or place is not the one it is known by"
    if document.text_digest != digest(document.digest, document.extraction.extractor, document.text):
        return "its text was changed"
    return None


def _changed_list(catalogue: Catalogue, document: Document, row: dict[str, Any]) -> str | None:
    """Whether the columns for lists, and the days of each date, are those of what they were made from."""
    best = document.dating
    found = (
        document.title,
        document.speaker,
        best.date.text if best else None,
        best.grade if best else None,
    )
    if found != tuple(row[key] for key in ("title", "speaker", "date", "grade")):
        return "its title, speaker or date in lists is not what was stated"
    read = {each.date.text: (each.date.earliest, each.date.latest) for each in document.datings}
    days = catalogue.rows("SELECT date, earliest, latest FROM dating WHERE document = ?", (row["number"],))
    stated = [dict(each) for each in days] + ([row] if best else [])
    if any(read.get(each["date"]) != (each["earliest"], each["latest"]) for each in stated):
        return "its days are not those of its date"
    return None


def changed_findings(catalogue: Catalogue) -> Iterator[Fault]:
    """Annotations that are not what their hash says, and verdicts that are not what their reasons say."""
    query = """SELECT a.id, a.layer, a.start, a."end", a.body, d.text_digest, d.id AS document
               FROM annotation a JOIN document d ON d.number = a.document"""
    for row in catalogue.rows(query):
        if row["id"] != digest(
            *(str(row[key]) for key in ("text_digest", "layer", "start", "end", "body"))
        ):
            yield catalogue_fault(catalogue, f"document {row['document']!r}: an annotation was changed")
    for row in catalogue.rows("SELECT * FROM verification"):
        if not _agrees(dict(row)):
            yield catalogue_fault(
                catalogue, f"the verdict on annotation {str(row['annotation'])[:12]}… was changed"
            )


def _agrees(row: dict[str, Any]) -> bool:
    try:
        body = json.loads(row["body"])
        source = body["source"] or {}
        place = tuple(source.get(key) for key in ("document", "start", "end"))
        stated = tuple(body[key] for key in ("id", *_VERDICT)) + place
    except _SENSELESS:
        return False
    columns = ("annotation", *_VERDICT, "source", "source_start", "source_end")
    return stated == tuple(row[key] for key in columns)


class JournalComparison:
    """What the catalogue holds of the journal's records, compared with them one by one."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.faults: list[Fault] = []
        self._catalogue = catalogue
        self._seen = int(catalogue.meta("journal_seq") or 0)
        self._matched: Counter[str] = Counter()
        self._withdrawn: dict[str, Record] = {}

    def compare(self, record: Record) -> None:
        """Compare one record with its row; records that the catalogue has not seen yet have none."""
        table = record["type"]
        if record["seq"] > self._seen:
            return
        if table == "withdrawal":
            self._withdrawn[record["item"]] = record
        if table in ENTRIES:
            self._compare_entry(record)
        if table not in _JOURNALLED:
            return
        row = next(self._catalogue.rows(f"SELECT * FROM {table} WHERE seq = ?", (record["seq"],)), None)
        if row is None:
            self.faults.append(self._fault(f"{table} {record['seq']} of the journal is missing"))
            return
        self._matched[table] += 1
        if not _same(dict(row), record, _JOURNALLED[table]):
            self.faults.append(self._fault(f"{table} {record['seq']} is not what the journal says"))

    def _compare_entry(self, record: Record) -> None:
        seq = record["seq"]
        row = next(self._catalogue.rows("SELECT * FROM entry WHERE seq = ?", (seq,)), None)
        if row is None:
            self.faults.append(self._fault(f"{record['type']} {seq} of the journal is missing"))
            return
        self._matched["entry"] += 1
        if tuple(row) != entry_row(record):
            self.faults.append(self._fault(f"{record['type']} {seq} is not what the journal says"))

    def end(self, items: dict[str, int], *, whole: bool) -> None:
        """Look for what the journal does not know: rows, and items (given with their sizes) or documents of them.

        `whole`: whether every record of the journal could be read.
        """
        for row in self._catalogue.rows("SELECT digest, size FROM item"):
            if items.get(row["digest"]) != row["size"] and (whole or row["digest"] in items):
                self.faults.append(
                    self._fault(f"item {str(row['digest'])[:12]}… is not what the journal says")
                )
        rows = {row["item"]: dict(row) for row in self._catalogue.rows("SELECT * FROM withdrawal")}
        for item, record in self._withdrawn.items():
            if item not in rows or not _same(rows[item], record, _WITHDRAWN):
                self.faults.append(self._fault(f"withdrawal {record['seq']} is not what the journal says"))
        if whole:
            self._matched["withdrawal"] = len(self._withdrawn)
            for table in (*_JOURNALLED, "withdrawal", "entry"):
                more = self._catalogue.count(table) - self._matched[table]
                if more > 0:
                    self.faults.append(self._fault(f"{more} rows of {table} are not in the journal"))

    def _fault(self, what: str) -> Fault:
        return catalogue_fault(self._catalogue, what)


def _same(row: dict[str, Any], record: Record, fields: tuple[str, ...]) -> bool:
    stated = [canonical(record[key]).decode() if key in _JSON else record[key] for key in fields]
    return [row[key] for key in fields] == stated
