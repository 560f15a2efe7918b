"""What is said to have happened, in which order, and which statements of its date cannot both be right?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from foresaid.archive.collection import reading
from foresaid.archive.findings import findings
from foresaid.archive.views import View
from foresaid.pipeline.reading import unread
from foresaid.read.chronology.order import chronology
from foresaid.read.chronology.statements import event_statements
from foresaid.read.times.conflicts import DatedStatement, date_conflicts, dated_statements, empty_words
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.read.chronology.statements import EventStatement

LAYER = "assertions"


@dataclass(frozen=True, slots=True)
class Told:
    """One statement of an event: the document that makes it, its words and place, and its date as EDTF.

    `certain`: whether it is certainly later than the one listed before it; None for undated ones.
    """

    document: str
    start: int
    end: int
    text: str
    date: str | None
    certain: bool | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements of what may be one event whose dates exclude each other, and the words they share."""

    one: Told
    other: Told
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChronologyReport:
    """Events in the order of their dates, those without one, conflicts, and how many documents were read."""

    events: tuple[Told, ...]
    undated: tuple[Told, ...]
    conflicts: tuple[Conflict, ...]
    documents: int
    unread: int
    view: View | None = None


def events_told(root: Path, as_of: str | None = None) -> ChronologyReport:
    """The events that the documents of a collection tell, as far as they were read."""
    with reading(root, as_of=as_of) as collection:
        statements = list(_statements(collection))
        found = chronology(statements, lambda each: each.date)
        return ChronologyReport(
            tuple(_told(placed.entry, certain=placed.certain) for placed in found.placed),
            tuple(map(_told, found.undated)),
            tuple(_conflicts(collection)),
            collection.catalogue.count("document"),
            unread(collection.catalogue, LAYER),
            collection.view,
        )


def _statements(collection: Collection) -> Iterator[EventStatement]:
    """The statements of events, one document at a time."""
    rows = ((document, annotation) for _, document, annotation in findings(collection.catalogue, LAYER))
    for document, held in groupby(rows, key=lambda row: row[0]):
        yield from event_statements(document, [annotation for _, annotation in held])


def _conflicts(collection: Collection) -> Iterator[Conflict]:
    """Statements of days and months that exclude each other, found by the words around them."""
    vocabulary = load_vocabulary(collection.settings.language)
    abbreviations = vocabulary.words("quotations.abbreviations")
    catalogue = collection.catalogue
    rows = ((document, annotation) for _, document, annotation in findings(catalogue, "times"))
    stated: list[DatedStatement] = []
    for document, held in groupby(rows, key=lambda row: row[0]):
        text = next(catalogue.rows("SELECT text FROM document WHERE id = ?", (document,)))["text"]
        times = [annotation for _, annotation in held]
        stated += dated_statements(document, text, times, abbreviations)
    for conflict in date_conflicts(stated, empty_words(vocabulary)):
        yield Conflict(_dated(conflict.one), _dated(conflict.other), conflict.shared)


def _dated(statement: DatedStatement) -> Told:
    span = statement.span
    words = " ".join(statement.words.split())
    return Told(statement.document, span.start, span.end, words, statement.date.text)


def _told(statement: EventStatement, *, certain: bool | None = None) -> Told:
    span, date = statement.span, statement.date
    words = " ".join(statement.text.split())
    return Told(statement.document, span.start, span.end, words, date.text if date else None, certain)
