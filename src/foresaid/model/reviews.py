"""What did a person decide about a finding, and why? Appended, never edited."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foresaid.model.inquiries import Stance


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
    `decoy`: the passage was mixed in and belongs to no finding of the inquiry.
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
