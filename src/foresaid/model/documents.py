"""What was received, and what text was got from it?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foresaid.model.dates import Dating


class Witness(StrEnum):
    """How a text came to be the characters it is; decides how much noise its wording may have."""

    SCAN = "scan"
    TRANSCRIPT = "transcript"
    OCR = "ocr"
    READING_EDITION = "reading edition"
    BORN_DIGITAL = "born digital"
    UNKNOWN = "unknown"


class State(StrEnum):
    """How the reading of an item ended."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Item:
    """The bytes received, known by their SHA-256 (lower-case hex)."""

    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document: its label and its part of the text, in code points.

    `omitted` holds the lines that stand on the page and are no part of the running text: running headers,
    footers and page numbers.
    """

    label: str
    start: int
    end: int
    omitted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said about a document (title, author, rights, …), on what basis, and where it stands.

    `start` and `end` are code points into the document's text where the value stands there, else None.
    """

    field: str
    value: str
    basis: str
    start: int | None = None
    end: int | None = None


# The field of a statement on who speaks a part of a text: "<start>-<end> <name>", in code points.
SPEAKER_OF_PART = "speaker of part"


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a format found at one place of an item, before anybody else has added to it.

    `locator` names the member inside the item ("" when the item is one document); `given` holds the
    id a source states for itself; `notes` say what was lost, in words.
    """

    locator: str
    text: str
    extractor: str
    encoding: str
    statements: tuple[Statement, ...] = ()
    datings: tuple[Dating, ...] = ()
    pages: tuple[Page, ...] = ()
    given: str | None = None
    witness: Witness = Witness.UNKNOWN
    state: State = State.COMPLETE
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A text got from an item, with everything said about it.

    `id` is the name people use (given, or made from the path); `digest` is its identity: the hash of
    item and locator; `text_digest` hashes that with extractor and text. `statements` and `datings` come
    best basis first: what a person or catalogue stated, then the source itself, then what was inferred.
    """

    id: str
    digest: str
    item: str
    text_digest: str
    extraction: Extraction
    statements: tuple[Statement, ...] = ()
    datings: tuple[Dating, ...] = ()

    @property
    def text(self) -> str:
        """The text as the extractor read it; every span counts its code points."""
        return self.extraction.text

    def stated(self, field: str) -> str | None:
        """The best-founded value of a field, or None where nobody states it."""
        return next((s.value for s in self.statements if s.field == field), None)

    @property
    def title(self) -> str | None:
        """The best-founded title."""
        return self.stated("title")

    @property
    def speaker(self) -> str | None:
        """Who speaks or writes in this document: its speaker, else its author."""
        return self.stated("speaker") or self.stated("author")

    @property
    def dating(self) -> Dating | None:
        """The best-founded dating, or None."""
        return self.datings[0] if self.datings else None
