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

# What a date may rest on; every basis of a dating is one of these (docs/explain/dating.md explains each). A person's
# word comes first, then what the document says of itself, best seen by a reader first, then leads.
DECISION = "decision"
TABLE = "metadata table"
IMPRINT = "imprint"
DATE_LINE = "date line"
FRONT_MATTER = "front matter"
TEI_HEADER = "TEI header"
SOURCE_KEY = "source key"
JSON_LD = "JSON-LD"
HTML_META = "HTML meta"
HTML_MARKUP = "HTML markup"
FEED = "feed"
FILE_NAME = "file name"
DATED_LINE = "dated line"
FILE_METADATA = "file metadata"
CAPTURE = "capture record"
INFERRED = "inferred"
BASES = (
    *(DECISION, TABLE),
    *(IMPRINT, DATE_LINE, FRONT_MATTER, TEI_HEADER, SOURCE_KEY, JSON_LD, HTML_META, HTML_MARKUP, FEED),
    *(FILE_NAME, DATED_LINE, FILE_METADATA, CAPTURE),
    INFERRED,
)
# What a person states about a document.
PERSONS = frozenset({DECISION, TABLE})
# What a program wrote beside the words, in a time zone of its own: a day more or less is no contradiction.
MACHINES = frozenset({SOURCE_KEY, JSON_LD, HTML_META, HTML_MARKUP, FEED, TEI_HEADER})

# The fields foresaid reads by name wherever a source states them; others are kept as they are.
FIELDS = ("title", "speaker", "author", "date", "date_kind", "type", "rights", "work")
# What a date may date, nearest to the first utterance of the words first (docs/explain/dating.md).
DATE_KINDS = ("said", "written", "published", "reprinted", "captured")
# What is assumed of a date whose kind nobody states: that the document was made public then.
KIND = "published"


@dataclass(frozen=True, slots=True)
class Said:
    """What a field came to: statements, datings, and what could not be understood."""

    statements: tuple[Statement, ...] = ()
    datings: tuple[Dating, ...] = ()
    notes: tuple[str, ...] = ()


def joined(first: Said, second: Said) -> Said:
    """Both, in order."""
    return Said(
        first.statements + second.statements, first.datings + second.datings, first.notes + second.notes
    )


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
    return Said(statements, (Dating(kind if kind in DATE_KINDS else KIND, date, basis, grade, note=note),))


def state_fields(fields: dict[str, str], basis: str, vocabulary: Vocabulary) -> Said:
    """All fields of a row or object; `date_kind` says what its `date` dates."""
    kind, said = fields.get("date_kind", KIND), Said()
    if kind not in DATE_KINDS:
        said = Said(notes=(f"date_kind {kind!r} ({basis}) is none of {', '.join(DATE_KINDS)}",))
    each = [state_field(field, value, basis, vocabulary, kind=kind) for field, value in fields.items()]
    return Said(
        tuple(statement for one in each for statement in one.statements),
        tuple(dating for one in each for dating in one.datings),
        said.notes + tuple(note for one in each for note in one.notes),
    )
