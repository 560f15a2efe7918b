"""What was found in a text, where, and by whom?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Where a finding stands: a machine finding is a candidate until a person decides."""

    CANDIDATE = "candidate"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class QuotationType(StrEnum):
    """How reported words are given (PolNeAR's distinction, and terms)."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document's text, in code points; `end` is the first one behind it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the text and where they stand."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is quoted: the words that say so, and the name they resolve to (None = cannot be told).

    The phrase is None where the document's own speaker is meant without being named at that place.
    """

    phrase: Phrase | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Reported words.

    `text` is the quoted stretch without its outer marks, exactly as it stands; `content` is the whole
    reported content (equal to the span for direct quotations); `level` is 1 for an outer quotation, 2 for
    one inside it; `block` marks a quotation set off as a paragraph instead of by marks.
    """

    type: QuotationType
    level: int
    text: str
    content: Span
    speaker: Speaker | None = None
    cue: Phrase | None = None
    block: bool = False


@dataclass(frozen=True, slots=True)
class Annotation:
    """One finding: the span it is about, what it says, and the generator ("name/version")."""

    target: Span
    body: Quotation
    generator: str
    status: Status = Status.CANDIDATE
