"""What did a person decide about a finding, and why? Appended, never edited."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foresaid.model.inquiries import Finding, Stance


class Decision(StrEnum):
    """What a reviewer did with a machine's label: took it, threw it out, or put another in its place."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class Review:
    """One person's decision on one passage of one inquiry.

    The passage is held by its words (`exact`, with `prefix` and `suffix` around it, W3C Text Quote Selector) and by its
    place (`document`, `start`, `end`), so that it is found again when a text is read anew. `stance` is the label it
    now has; `machine` the one the reviewer was shown. `blinded`: author, date and outcome were hidden.
    `decoy`: the passage was mixed in and belongs to no finding of the inquiry. `settling`: the reviewer had been shown
    what others had decided, in order to settle it.
    """

    event: str
    document: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    decision: Decision
    stance: Stance
    machine: Stance
    reviewer: str
    because: str
    blinded: bool
    decoy: bool
    seq: int
    received: str
    settling: bool = False


@dataclass(frozen=True, slots=True)
class LostReview:
    """A review that counts nowhere any more, and why: its passage is not found again, or the question changed."""

    review: Review
    why: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A passage on which reviewers differ: their decisions that stand, and the one that settled it, if any.

    `open` tells that nobody who stood outside the dispute has decided yet; until then the passage is a candidate.
    """

    document: str
    start: int
    end: int
    exact: str
    reviews: tuple[Review, ...]
    settled_by: Review | None = None

    @property
    def open(self) -> bool:
        """Whether a third reviewer's decision is still missing."""
        return self.settled_by is None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Findings with what people decided about them, what is disputed, and reviews that belong to no finding now."""

    findings: tuple[Finding, ...]
    disputes: tuple[Dispute, ...] = ()
    without_finding: tuple[Review, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What an outside model said of a passage: stored with the model's name and the hash of the prompt, counted nowhere."""

    event: str
    document: str
    start: int
    end: int
    exact: str
    stance: Stance
    model: str
    prompt: str
    because: str
    seq: int
    received: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha for nominal data over passages that at least two people judged, with its 95 % interval.

    `alpha` is None where it is not defined: nobody judged twice, or all gave one label.
    """

    passages: int
    reviewers: tuple[str, ...]
    alpha: float | None
    low: float | None
    high: float | None
    says: str


@dataclass(frozen=True, slots=True)
class DecoyCount:
    """How many decoys a reviewer was shown, and how many of them were taken for evidence on the event."""

    reviewer: str
    shown: int
    taken: int


@dataclass(frozen=True, slots=True)
class ListedReview:
    """A review as the journal has it, with what became of it: taken back, lost, or in force at `now_at`."""

    review: Review
    taken_back: str | None = None
    lost: str | None = None
    now_at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ReviewerCount:
    """How many passages one reviewer decided, by what was decided last; decoys are counted apart."""

    reviewer: str
    accepted: int
    rejected: int
    corrected: int
    masked: int


@dataclass(frozen=True, slots=True)
class ReviewStatus:
    """How far the review of an inquiry is, who agrees with whom, and what needs a person."""

    event: str
    findings: int
    accepted: int
    rejected: int
    candidates: int
    judged_twice: int
    reviewers: tuple[ReviewerCount, ...]
    agreement: Agreement
    masked: Agreement
    unmasked: Agreement
    masked_against_unmasked: Agreement
    with_machine: Agreement
    decoys: tuple[DecoyCount, ...]
    disputes: tuple[Dispute, ...]
    lost: tuple[LostReview, ...]
    without_finding: tuple[Review, ...]
