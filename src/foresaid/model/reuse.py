"""Where do the same words stand, since when, and who may have them from whom?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foresaid.model.dates import Edtf
from foresaid.model.evidence import Passage, Verification


class Standing(StrEnum):
    """Where an attestation stands among the dated ones of the same words, copies counted as one witness.

    EARLIEST certainly precedes all others that are dated; POSSIBLY_EARLIEST none of them certainly precedes;
    UNDATED has no date of grade A to C and may be earlier than any.
    """

    EARLIEST = "earliest"
    POSSIBLY_EARLIEST = "possibly earliest"
    LATER = "later"
    UNDATED = "undated"


class Origin(StrEnum):
    """What is known of where a document has words from.

    FROM: something in the text or the wording points to another document held here; POSSIBLY_FROM: the other is
    certainly earlier, and that is all; UNDETERMINED: nothing decides.
    """

    FROM = "from"
    POSSIBLY_FROM = "possibly from"
    UNDETERMINED = "undetermined"


class ClusterKind(StrEnum):
    """What words in several places are: a passage that was used again, or a formula that anybody writes."""

    PASSAGE = "passage"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Holder:
    """A document as tracing sees it.

    `date` is the best-founded one of grade A to C, else None; `stated` is the best-founded one of any grade, for
    show, with its `grade`. `quoted` are the spans in which it quotes somebody, with the name (None = cannot be
    told). `witness` names the group of its copies, `parts` the stretches in which other documents stand.
    """

    id: str
    title: str | None = None
    speaker: str | None = None
    date: Edtf | None = None
    stated: str | None = None
    grade: str | None = None
    quoted: tuple[tuple[int, int, str | None], ...] = ()
    witness: str = ""
    parts: tuple[tuple[int, int, str], ...] = ()

    def witness_at(self, start: int, end: int) -> str:
        """The independent witness of a place: what stands there as a document of its own, else the document."""
        middle = (start + end) // 2
        inside = (group for first, last, group in self.parts if first <= middle < last)
        return next(inside, self.witness or self.id)


@dataclass(frozen=True, slots=True)
class Attestation:
    """One place where words stand: in which document, said by whom and when, as far as the collection knows.

    `quoted` says that the document quotes the words there, `voice` whom from ("" = it does not say). `witness` is
    shared by copies, which are one witness; `copies` are other documents with the same text.
    """

    document: str
    start: int
    end: int
    text: str
    title: str | None
    speaker: str | None
    date: str | None
    grade: str | None
    standing: Standing
    quoted: bool = False
    voice: str = ""
    witness: str = ""
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reuse:
    """A passage that stands in two documents, the one that comes first in order of date given first.

    `matched` counts the words that agree one by one, `identity` is their share of both passages, and `bits` says
    how unlikely the agreement is by chance (one in 2 to the power of it).
    """

    one: Passage
    other: Passage
    matched: int
    identity: float
    bits: int


@dataclass(frozen=True, slots=True)
class Derivation:
    """Where an attestation has its words from, by the numbers of both in their cluster, and why.

    `source` is None where nothing points to one of the others.
    """

    attestation: int
    source: int | None
    origin: Origin
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """A place where attestations of the same words differ: the readings, and the numbers of those that have each.

    An empty reading says that the words are left out there. The first reading is that of the first attestation.
    """

    readings: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """The same words in several documents: attestations in order of date, undated ones last.

    `words` is how long the passage usually is, `witnesses` how many independent texts hold it, `reason` why it
    counts as a formula. `chains` follow derivations from the last quoter back, by number.
    """

    id: str
    kind: ClusterKind
    reason: str
    words: int
    witnesses: int
    attestations: tuple[Attestation, ...]
    derivations: tuple[Derivation, ...] = ()
    chains: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where words stand in a collection, earliest first, and what that says of where they come from.

    `places` counts all that were found, `witnesses` the independent texts among them; `attestations` are the first
    of them in order of date. `bounded` says that there may be more places; `documents` were searched. `verdict` is
    that of verification on the words as they were given.
    """

    verdict: Verification
    attestations: tuple[Attestation, ...]
    derivations: tuple[Derivation, ...]
    chains: tuple[tuple[int, ...], ...]
    variants: tuple[Variant, ...]
    places: int
    witnesses: int
    bounded: bool
    documents: int
