"""How do documents go into the catalogue and come out again?"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import msgspec

from foresaid.archive.reuse import forget_document
from foresaid.model.dates import Dating, Edtf, Grade
from foresaid.model.documents import SPEAKER_OF_PART, Document, Extraction, Page, State, Statement, Witness
from foresaid.model.evidence import Source
from foresaid.text.edtf import parse_edtf
from foresaid.text.identity import canonical

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from foresaid.archive.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class _Found:
    """The parts of an extraction that describing adds to."""

    statements: tuple[Statement, ...]
    datings: tuple[Dating, ...]
    given: str | None
    notes: tuple[str, ...]


LATER_KINDS = frozenset({"reprinted", "captured"})  # of a date: the words are older than what it dates
_COLUMNS = (
    *(
        "number",
        "id",
        "digest",
        "item",
        "locator",
        "text_digest",
        "extractor",
        "encoding",
        "witness",
        "state",
    ),
    *("notes", "found", "title", "speaker", "date", "earliest", "latest", "grade"),
)
_KEPT = ("statements", "datings", "given", "notes")


def put_document(catalogue: Catalogue, document: Document, found: Extraction | None = None) -> int:
    """Store a document, under its old number where it was known before, and return the number.

    `found` is what its format found, where the document's own extraction says more.
    """
    extraction, dating = document.extraction, document.dating
    known = catalogue.connection.execute(
        "SELECT number FROM document WHERE digest = ?", (document.digest,)
    ).fetchone()
    cursor = catalogue.connection.execute(
        "INSERT OR REPLACE INTO document VALUES (" + ", ".join("?" * 19) + ")",
        (
            known["number"] if known else None,
            document.id,
            document.digest,
            document.item,
            extraction.locator,
            document.text_digest,
            extraction.extractor,
            extraction.encoding,
            extraction.witness,
            extraction.state,
            _json(extraction.notes),
            _found(found or extraction),
            document.title,
            document.speaker,
            *((dating.date.text, *_days(dating.date), dating.grade) if dating else (None,) * 4),
            extraction.text,
        ),
    )
    number = cursor.lastrowid
    assert number is not None
    _put_details(catalogue, number, document)
    return number


def _put_details(catalogue: Catalogue, number: int, document: Document) -> None:
    for table in ("statement", "dating", "page"):
        catalogue.connection.execute(f"DELETE FROM {table} WHERE document = ?", (number,))
    catalogue.connection.executemany(
        "INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (number, rank, each.field, each.value, each.basis, each.start, each.end)
            for rank, each in enumerate(document.statements)
        ),
    )
    catalogue.connection.executemany(
        "INSERT INTO dating VALUES (" + ", ".join("?" * 12) + ")",
        (
            (
                *(number, rank, each.kind, each.date.text, *_days(each.date), each.date.qualifiers),
                *(each.basis, each.grade, each.start, each.end, each.note),
            )
            for rank, each in enumerate(document.datings)
        ),
    )
    catalogue.connection.executemany(
        "INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)",
        (
            (number, rank, page.label, page.start, page.end, _json(page.omitted))
            for rank, page in enumerate(document.extraction.pages)
        ),
    )


def put_refusal(catalogue: Catalogue, item: str, extraction: Extraction) -> None:
    """Note what could not be read, and why."""
    catalogue.connection.execute(
        "INSERT OR REPLACE INTO refusal VALUES (?, ?, ?)",
        (item, extraction.locator, _json(extraction.notes)),
    )


def drop_document(catalogue: Catalogue, number: int) -> None:
    """Remove a document and everything computed from it."""
    catalogue.connection.execute(
        "DELETE FROM verification WHERE annotation IN (SELECT id FROM annotation WHERE document = ?)",
        (number,),
    )
    forget_document(catalogue, number)
    for table in ("annotation", "statement", "dating", "page", "kinship", "fingerprint"):
        catalogue.connection.execute(f"DELETE FROM {table} WHERE document = ?", (number,))
    catalogue.connection.execute("DELETE FROM kinship WHERE kin = ?", (number,))
    catalogue.connection.execute("DELETE FROM document WHERE number = ?", (number,))


def find_document(catalogue: Catalogue, name: str) -> Document | None:
    """The document with this id, or None."""
    row = catalogue.connection.execute("SELECT * FROM document WHERE id = ?", (name,)).fetchone()
    return _document(catalogue, row) if row else None


def documents(catalogue: Catalogue, numbers: Iterable[int] | None = None) -> Iterator[tuple[int, Document]]:
    """Documents with their numbers, in the order of these; all, or those numbered so."""
    if numbers is None:
        numbers = [row["number"] for row in catalogue.rows("SELECT number FROM document")]
    for number in sorted(numbers):
        for row in catalogue.rows("SELECT * FROM document WHERE number = ?", (number,)):
            yield number, _document(catalogue, row)


def pages_of(catalogue: Catalogue, number: int) -> list[tuple[int, int]]:
    """Where the pages of a document begin and end, in code points."""
    query = 'SELECT start, "end" FROM page WHERE document = ? ORDER BY rank'
    return [(row["start"], row["end"]) for row in catalogue.rows(query, (number,))]


def source(catalogue: Catalogue, name: str, *, text: bool = True) -> Source:
    """A document as verification sees it, perhaps without its text; KeyError where there is none of this id."""
    columns = ", ".join((*_COLUMNS, "text" if text else "'' AS text"))
    query = f"SELECT {columns} FROM document WHERE id = ?"
    row = catalogue.connection.execute(query, (name,)).fetchone()
    if row is None:
        raise KeyError(name)
    document = _document(catalogue, row)
    query = """SELECT start, "end", speaker FROM annotation WHERE document =
               (SELECT number FROM document WHERE id = ?) AND layer = 'quotations' AND type IN ('direct', 'mixed') ORDER BY start, level"""
    rows = catalogue.rows(query, (name,))
    found = as_source(document, tuple((row["start"], row["end"], row["speaker"]) for row in rows))
    if found.edition is None and found.translator is None:
        return found
    return replace(found, edition_dates=_edition_dates(catalogue, document))


def _edition_dates(catalogue: Catalogue, document: Document) -> tuple[Edtf, ...]:
    """When the other editions and translations of a document's work are of, as far as they are stated to be such."""
    work = document.stated("work") or document.title
    query = """SELECT DISTINCT d.* FROM document d JOIN statement w ON w.document = d.number
               JOIN statement e ON e.document = d.number
               WHERE w.field IN ('work', 'title') AND w.value = ? AND e.field IN ('edition', 'translator') AND d.id != ?"""
    others = (as_source(_document(catalogue, row)) for row in catalogue.rows(query, (work, document.id)))
    return tuple(date for other in others for date in other.dates)


def found_by_format(catalogue: Catalogue, number: int) -> Extraction:
    """What the format found in a document, before anybody else described it."""
    row = catalogue.connection.execute("SELECT * FROM document WHERE number = ?", (number,)).fetchone()
    kept = msgspec.json.decode(row["found"], type=_Found)
    extraction = _document(catalogue, row).extraction
    return replace(extraction, **{name: getattr(kept, name) for name in _KEPT})


def _found(extraction: Extraction) -> str:
    kept = _Found(*(getattr(extraction, name) for name in _KEPT))
    return msgspec.json.encode(kept).decode("utf-8")


def as_source(document: Document, quoted: tuple[tuple[int, int, str | None], ...] = ()) -> Source:
    """A document's text, speakers, dates and titles, and where it quotes whom.

    Dates of grade D and below, those of a scan or a file's name, are leads and contradict nobody.
    """
    return Source(
        id=document.id,
        text=document.text,
        speakers=_values(document, "speaker", "author"),
        dates=tuple(_bounding(dating) for dating in document.datings if dating.grade <= Grade.C),
        works=_values(document, "title", "work"),
        quoted=quoted,
        spoken=tuple(_spoken(document)),
        witness_class=document.extraction.witness,
        translator=document.stated("translator"),
        edition=document.stated("edition"),
    )


def _bounding(dating: Dating) -> Edtf:
    """What a dating says of when the words were said: a reprint or capture only that it was not later."""
    if dating.kind in LATER_KINDS:
        return replace(dating.date, earliest=None, start_margin=0)
    return dating.date


def _spoken(document: Document) -> Iterator[tuple[int, int, str]]:
    """The parts of a document that a format found a speaker for: "<start>-<end> <name>" (collect/formats/tei.py)."""
    for statement in document.statements:
        if statement.field == SPEAKER_OF_PART:
            place, _, name = statement.value.partition(" ")
            start, _, end = place.partition("-")
            if start.isdecimal() and end.isdecimal():
                yield int(start), int(end), name


def _values(document: Document, *fields: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.value for each in document.statements if each.field in fields))


def _document(catalogue: Catalogue, row: sqlite3.Row) -> Document:
    number = row["number"]
    extraction = Extraction(
        locator=row["locator"],
        text=row["text"],
        extractor=row["extractor"],
        encoding=row["encoding"],
        pages=tuple(
            Page(page["label"], page["start"], page["end"], tuple(json.loads(page["omitted"])))
            for page in catalogue.rows("SELECT * FROM page WHERE document = ? ORDER BY rank", (number,))
        ),
        witness=Witness(row["witness"]),
        state=State(row["state"]),
        notes=tuple(json.loads(row["notes"])),
    )
    return Document(
        id=row["id"],
        digest=row["digest"],
        item=row["item"],
        text_digest=row["text_digest"],
        extraction=extraction,
        statements=tuple(
            Statement(each["field"], each["value"], each["basis"], each["start"], each["end"])
            for each in catalogue.rows(
                "SELECT * FROM statement WHERE document = ? ORDER BY rank", (number,)
            )
        ),
        datings=tuple(
            _dating(each)
            for each in catalogue.rows("SELECT * FROM dating WHERE document = ? ORDER BY rank", (number,))
        ),
    )


def _dating(row: sqlite3.Row) -> Dating:
    return Dating(
        kind=row["kind"],
        date=parse_edtf(row["date"]),
        basis=row["basis"],
        grade=Grade(row["grade"]),
        start=row["start"],
        end=row["end"],
        note=row["note"],
    )


def _days(date: Edtf) -> tuple[int | None, int | None]:
    return date.earliest, date.latest


def _json(value: Any) -> str:  # noqa: ANN401
    return canonical(value).decode("utf-8")
