"""What do the sources say of a quotation?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from foresaid.model.dates import Edtf
from foresaid.model.documents import Witness


class Words(StrEnum):
    """The verdict on the words alone; DESIGN §4 defines each."""

    VERBATIM = "verbatim"
    MINOR = "minor"
    MARKED = "marked"
    TRUNCATED = "truncated"
    ALTERED = "altered"
    VARIANT = "variant"
    UNDETERMINED = "undetermined"
    NOT_FOUND = "not_found"


class Agreement(StrEnum):
    """Whether the source agrees with a stated speaker, date or work."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    UNSTATED = "unstated"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class QuotedWords:
    """A quotation as somebody gives it: the words, and the speaker, date and work they state for it.

    `document` is the id of the document that quotes, if one of the collection does; it is never its own
    source. `at` is the span of the quotation in it.
    """

    id: str
    quote: str
    speaker: str | None = None
    date: str | None = None
    work: str | None = None
    document: str | None = None
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document: its id, the span in code points, and the words as they stand there."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference between quotation and source: its kind, and the words on both sides.

    `marked` says that the quoter marked it, by an ellipsis or brackets.
    """

    kind: str
    quoted: str
    source: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A document as verification sees it: its text, and what is known of its speaker, dates and titles.

    `quoted` are the spans in which it quotes somebody itself, each with the name of who is quoted (None =
    cannot be told): words in them are not its own speaker's. `spoken` are the parts that have a speaker of their
    own, as the speeches of a debate, and who that is. `witness` names the group of its copies ("" = it has none),
    `parts` the stretches in which another document stands, each with that one's, shortest first.
    `witness_class` says how its characters came to be, `translator` and `edition` whose wording they are, and
    `edition_dates` when other editions of the same work are of.
    """

    id: str
    text: str
    speakers: tuple[str, ...] = ()
    dates: tuple[Edtf, ...] = ()
    works: tuple[str, ...] = ()
    quoted: tuple[tuple[int, int, str | None], ...] = ()
    witness: str = ""
    parts: tuple[tuple[int, int, str], ...] = ()
    spoken: tuple[tuple[int, int, str], ...] = ()
    witness_class: Witness = Witness.UNKNOWN
    translator: str | None = None
    edition: str | None = None
    edition_dates: tuple[Edtf, ...] = ()

    def witness_at(self, start: int, end: int) -> str:
        """The independent witness of a place: what stands there as a document of its own, else the document."""
        middle = (start + end) // 2
        inside = (group for first, last, group in self.parts if first <= middle < last)
        return next(inside, self.witness or self.id)


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict on a quotation in four parts, each with its reason.

    `verdict` is the one word for lists: misattributed where the words are found but a stated speaker,
    date or work is contradicted, else the value of `words`. `says` holds what the source states instead;
    `before` and `after` are the source's sentences around the passage, `left_out` its words that the quotation leaves
    out, by a mark, without one, or by where it is cut; `similarity` is 0…1 over characters.
    """

    id: str
    verdict: str
    words: Words
    speaker: Agreement
    date: Agreement
    work: Agreement
    source: Passage | None
    edits: tuple[Edit, ...]
    elsewhere: tuple[Passage, ...]
    reasons: Mapping[str, str]
    says: Mapping[str, str]
    before: str = ""
    after: str = ""
    left_out: tuple[str, ...] = ()
    similarity: float = 0.0
