"""What would a collection hold if it ended on a day? A view hides what is of a later or unsettled date.

Seen are the documents certainly dated on or before the day: by their best date, if it is of grade A to C, with the
margins of its doubt. The day on which something came into the collection never counts.

    tables about documents      temporary SQLite views over the rows of the documents that are seen
    computed over several       temporary tables, empty but for what two documents seen have with one another;
                                the verbs fill them anew (pipeline/viewing.py)
    meta, step                  as they are: they hold nothing of what a document says

A temporary view goes before the table of its name (SQLite resolves temp, then main), so that no query needs to know of
it, and none can reach a hidden row by forgetting to. The file stays as it is: only this connection sees so, and from
one transaction, so that a writer beside it changes nothing.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from foresaid.archive.catalogue import Catalogue
from foresaid.archive.schema import SCHEMA
from foresaid.errors import QueryError
from foresaid.model.dates import Grade
from foresaid.text.calendar import read_date
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.words import Vocabulary

_OF_SEEN = "IN (SELECT number FROM seen)"
_ITEM_OF_SEEN = "IN (SELECT item FROM seen)"
_ID_OF_SEEN = "IN (SELECT id FROM seen)"

# Which rows of each table are seen. What says nothing of when it is from (a refusal, a withdrawal) is not; stored
# verdicts are not, because a later document may have had a say in any of them.
SEEN = {
    "document": f"number {_OF_SEEN}",
    **dict.fromkeys(("statement", "dating", "page", "fingerprint", "annotation"), f"document {_OF_SEEN}"),
    "item": f"digest {_ITEM_OF_SEEN}",
    "reading": f"item {_ITEM_OF_SEEN}",
    "facsimile": f"text_item {_ITEM_OF_SEEN}",
    "accession": f"""item {_ITEM_OF_SEEN}
                     OR item IN (SELECT item FROM main.facsimile WHERE text_item {_ITEM_OF_SEEN})""",
    "description": f"coalesce(item {_ITEM_OF_SEEN}, 0) OR coalesce(id {_ID_OF_SEEN}, 0)",
    "decision": "document IN (SELECT digest FROM seen)",
    "refusal": "0",
    "withdrawal": "0",
    "verification": "0",
    # A review, outcome or suggestion is seen with the documents that it rests on; questions are.
    "entry": f"""CASE type
                 WHEN 'outcome' THEN json_extract(body, '$.forecast.document') {_ID_OF_SEEN}
                                     AND json_extract(body, '$.evidence') {_ID_OF_SEEN}
                 WHEN 'review' THEN json_extract(body, '$.document') {_ID_OF_SEEN}
                 WHEN 'suggestion' THEN json_extract(body, '$.document') {_ID_OF_SEEN}
                 ELSE 1 END""",
}
# Computed over several documents: made anew for the view.
MADE_ANEW = ("kinship", "reuse", "cluster", "attestation", "derivation")
UNTOUCHED = ("meta", "step")
_DOUBT = frozenset("?~%")  # signs of EDTF that give a date margins beyond the days stored


@dataclass(frozen=True, slots=True)
class View:
    """Until which day a collection is seen, and what of it.

    `date` is the bound as given, `last_day` its last day (model/dates.py), `documents` how many documents are certainly of that day or
    before. `undated`, `leads` (grade D or below) and `unsettled` (days on either side of the bound) count those hidden
    because it cannot be told; those certainly later are not counted, for nothing may tell of them.
    """

    date: str
    last_day: int
    documents: int
    undated: int
    leads: int
    unsettled: int


class SeenCatalogue(Catalogue):
    """A catalogue of which one day's view is seen; what is written goes into temporary tables."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Nothing durable: the view lives in one transaction that is never committed."""
        yield


def last_day(date: str, vocabulary: Vocabulary) -> int:
    """The last day of a date that bounds a view; QueryError where it has none.

    The bound is a stretch of time that somebody names, not a doubt: as of 1900 is as of its last day.
    """
    latest = read_date(date, vocabulary)[0].latest
    if latest is None:
        raise QueryError(f"--as-of needs a day to count to; {date!r} is open on that side.")
    return latest


def lay_view(catalogue: SeenCatalogue, date: str, day: int) -> View:
    """Hide what is not certainly of a day or before from every query of a catalogue opened for reading."""
    connection = catalogue.connection
    connection.execute("BEGIN")
    connection.execute(
        "CREATE TEMP TABLE seen (number INTEGER PRIMARY KEY, id TEXT NOT NULL, digest TEXT NOT NULL, item TEXT NOT NULL)"
    )
    view = _choose(catalogue, date, day)
    for column in ("id", "digest", "item"):
        connection.execute(f"CREATE INDEX temp.seen_{column} ON seen ({column})")
    for table, rows in SEEN.items():
        connection.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {rows}")
    for statement in SCHEMA.split(";\n"):
        if any(f"\nCREATE TABLE {table} (" in f"\n{statement.strip()}" for table in MADE_ANEW):
            connection.execute(statement.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
        if any(f" ON {table} (" in statement for table in MADE_ANEW):
            connection.execute(statement.replace("CREATE INDEX ", "CREATE INDEX temp.", 1))
    connection.execute(
        f"INSERT INTO kinship SELECT * FROM main.kinship WHERE +document {_OF_SEEN} AND +kin {_OF_SEEN}"
    )
    return view


def _choose(catalogue: SeenCatalogue, date: str, day: int) -> View:
    """Note which documents are seen."""
    counts = {"documents": 0, "undated": 0, "leads": 0, "unsettled": 0, "later": 0}
    query = "SELECT number, id, digest, item, date, grade, earliest, latest FROM main.document"

    def seen() -> Iterator[tuple[int, str, str, str]]:
        for number, name, digest, item, *dated in catalogue.rows(query):
            what = _told(*dated, day=day)
            counts[what] += 1
            if what == "documents":
                yield number, name, digest, item

    catalogue.connection.executemany("INSERT INTO seen VALUES (?, ?, ?, ?)", seen())
    del counts["later"]
    return View(date, day, **counts)


def _told(date: str | None, grade: str, earliest: int | None, latest: int | None, *, day: int) -> str:
    """What a document's date tells of it, as a field of View; "later" where it is certainly later."""
    if date is None:
        return "undated"
    if grade > Grade.C:
        return "leads"
    before, after = _margins(date) if _DOUBT.intersection(date) else (0, 0)
    if latest is not None and latest + after <= day:
        return "documents"
    return "unsettled" if earliest is None or earliest - before <= day else "later"


@lru_cache(4096)
def _margins(date: str) -> tuple[int, int]:
    edtf = parse_edtf(date)
    return edtf.start_margin, edtf.end_margin
