"""How does a field that somebody filled in become a statement or a dating?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.errors import DateError
from foresaid.model.dates import Dating, Grade
from foresaid.model.documents import Statement
from foresaid.text.calendar import read_date

if TYPE_CHECKING:
    from foresaid.model.words import Vocabulary

# The fields foresaid reads by name wherever a source states them; others are kept as they are.
FIELDS = ("title", "speaker", "author", "date", "date_kind", "type", "rights", "work")
DATE_KINDS = ("said", "written", "published", "reprinted", "captured")
# What is assumed of a date whose kind nobody states: that the document was made public then.
KIND = "published"


@dataclass(frozen=True, slots=True)
class Said:
    """What a field came to: statements, datings, and what could not be understood."""

    statements: tuple[Statement, ...] = ()
    datings: tuple[Dating, ...] = ()
    notes: tuple[str, ...] = ()


def state_field(
    field: str, value: str, basis: str, vocabulary: Vocabulary, *, kind: str = KIND, grade: Grade = Grade.C
) -> Said:
    """One field as a statement; a `date` becomes a dating too, or a note saying why it cannot."""
    statements = (Statement(field, value, basis),)
    if field != "date":
        return Said(statements)
    try:
        date, note = read_date(value, vocabulary)
    except DateError as error:
        return Said(statements, notes=(f"date {value!r} ({basis}) was not understood: {error}",))
    return Said(statements, (Dating(kind, date, basis, grade, note=note),))


def state_fields(fields: dict[str, str], basis: str, vocabulary: Vocabulary) -> Said:
    """All fields of a row or object; `date_kind` says what its `date` dates."""
    kind, said = fields.get("date_kind", KIND), Said()
    if kind not in DATE_KINDS:
        said = Said(notes=(f"date_kind {kind!r} ({basis}) is none of {', '.join(DATE_KINDS)}",))
        kind = KIND
    for field, value in fields.items():
        more = state_field(field, value, basis, vocabulary, kind=kind)
        said = Said(said.statements + more.statements, said.datings + more.datings, said.notes + more.notes)
    return said
