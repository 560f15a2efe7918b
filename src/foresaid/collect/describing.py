"""Which document is this: its name, and everything said about it, best basis first?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from foresaid.collect.stating import Said, state_fields
from foresaid.model.dates import Dating, Grade
from foresaid.model.documents import Document, Extraction
from foresaid.text.identity import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from foresaid.model.words import Vocabulary

TABLE = "metadata table"


def describe(
    item: str,
    source: str,
    extraction: Extraction,
    rows: Iterable[tuple[str | None, Mapping[str, str]]],
    vocabulary: Vocabulary,
) -> Document:
    """A document from what was extracted and the rows (id, fields) of metadata tables about it.

    Its id is the one a table gives, else its own, else made from the path it came by.
    """
    said, name = Said(), None
    for row_name, fields in rows:
        more = state_fields(dict(fields), TABLE, vocabulary)
        said = Said(said.statements + more.statements, said.datings + more.datings, said.notes + more.notes)
        name = name or row_name
    document = digest(item, extraction.locator)
    kept = replace(extraction, notes=extraction.notes + said.notes)
    return Document(
        id=name or extraction.given or default_id(source, extraction.locator),
        digest=document,
        item=item,
        text_digest=digest(document, extraction.extractor, extraction.text),
        extraction=kept,
        statements=said.statements + extraction.statements,
        datings=_graded(said.datings + extraction.datings),
    )


def default_id(source: str, locator: str) -> str:
    """The name of a document that nobody named: its path without suffix, and its place in the file."""
    path = PurePosixPath(source).with_suffix("").as_posix()
    return f"{path}#{locator.removeprefix('line ')}" if locator else path


def _graded(datings: tuple[Dating, ...]) -> tuple[Dating, ...]:
    """Datings with grade B where a table and the source itself state the same days (DESIGN §1)."""
    return tuple(
        replace(dating, grade=Grade.B)
        if dating.grade is Grade.C and any(_agrees(dating, other) for other in datings)
        else dating
        for dating in datings
    )


def _agrees(dating: Dating, other: Dating) -> bool:
    """Two independent bases, one of them a table, that name the same, bounded days."""
    return (
        (dating.basis == TABLE) != (other.basis == TABLE)
        and dating.date.earliest is not None
        and (dating.date.earliest, dating.date.latest) == (other.date.earliest, other.date.latest)
    )
