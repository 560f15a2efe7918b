"""Which document is this: its name, and everything said about it, best basis first?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from foresaid.collect.dating.conflicts import weigh
from foresaid.collect.dating.filenames import date_file_name
from foresaid.collect.dating.inferring import infer_bound
from foresaid.collect.stating import DATE_KINDS, DECISION, TABLE, Said, joined, state_field, state_fields
from foresaid.model.dates import Dating, Grade
from foresaid.model.documents import Document, Extraction
from foresaid.text.identity import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from foresaid.model.words import Vocabulary


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one field of a document, and why."""

    field: str
    value: str
    because: str


def describe(
    item: str,
    source: str,
    extraction: Extraction,
    rows: Iterable[tuple[str | None, Mapping[str, str]]],
    vocabulary: Vocabulary,
    *,
    decisions: Iterable[Decision] = (),
) -> Document:
    """A document from what was extracted, the rows (id, fields) of metadata tables and the decisions about it.

    Both come newest first; of several about one field the newest counts. The document's id is the one a
    table gives, else its own, else made from the path it came by.
    """
    tabled: dict[str, str] = {}
    name = None
    for row_name, fields in rows:
        tabled = {**fields, **tabled}
        name = name or row_name
    decided = _newest(decisions)
    said = joined(_decided(decided, vocabulary), state_fields(tabled, TABLE, vocabulary))
    document = digest(item, extraction.locator)
    datings, conflicts = _datings(source, extraction, said.datings, vocabulary)
    return Document(
        id=name or extraction.given or default_id(source, extraction.locator),
        digest=document,
        item=item,
        text_digest=digest(document, extraction.extractor, extraction.text),
        extraction=replace(extraction, notes=extraction.notes + said.notes + conflicts),
        statements=said.statements + extraction.statements,
        datings=_of_decided_kind(datings, decided),
    )


def default_id(source: str, locator: str) -> str:
    """The name of a document that nobody named: its path without suffix, and its place in the file."""
    path = PurePosixPath(source).with_suffix("").as_posix()
    return f"{path}#{locator.removeprefix('line ')}" if locator else path


def _newest(decisions: Iterable[Decision]) -> dict[str, Decision]:
    newest: dict[str, Decision] = {}
    for decision in decisions:
        newest.setdefault(decision.field, decision)
    return newest


def _decided(decided: Mapping[str, Decision], vocabulary: Vocabulary) -> Said:
    """The decisions as statements and datings; a dating tells the reason."""
    kind = decided["date_kind"].value if "date_kind" in decided else ""
    said = Said()
    for each in decided.values():
        more = state_field(each.field, each.value, DECISION, vocabulary, kind=kind)
        told = tuple(
            replace(dating, note="; ".join(filter(None, (f"because: {each.because}", dating.note))))
            for dating in more.datings
        )
        said = joined(said, replace(more, datings=told))
    return said


def _of_decided_kind(datings: tuple[Dating, ...], decided: Mapping[str, Decision]) -> tuple[Dating, ...]:
    """A kind decided without a date is the kind of the date that counts first."""
    kind = decided.get("date_kind")
    if not datings or kind is None or "date" in decided or kind.value not in DATE_KINDS:
        return datings
    note = "; ".join(filter(None, (f"kind decided because: {kind.because}", datings[0].note)))
    return (replace(datings[0], kind=kind.value, note=note), *datings[1:])


def _datings(
    source: str, extraction: Extraction, stated: tuple[Dating, ...], vocabulary: Vocabulary
) -> tuple[tuple[Dating, ...], tuple[str, ...]]:
    """Every dating, best first, with notes on conflicts; what the text mentions only where nothing is better.

    A file's name says nothing of the documents in a file that holds many.
    """
    found = list(stated + extraction.datings)
    named = None if extraction.locator else date_file_name(source, vocabulary)
    found += [named] if named else []
    if all(each.grade >= Grade.D for each in found):
        bound = infer_bound(extraction.text, vocabulary)
        found += [bound] if bound else []
    return weigh(found)
