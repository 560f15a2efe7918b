"""What was found of who foresaw an event: passages, their stance, and the bounded answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foresaid.model.bodies import Forecast
from foresaid.model.dates import Edtf, Grade
from foresaid.model.events import Commitment


class Stance(StrEnum):
    """What a passage says about whether an event will come; apart from how similar it is to the event's words."""

    FORESEES = "foresees"
    FORESEES_PART = "foresees_part"
    WARNS = "warns"
    DENIES = "denies"
    DENIES_PART = "denies_part"
    PLANS = "plans"
    ON_TOPIC = "on_topic"
    UNDETERMINED = "undetermined"


class Standing(StrEnum):
    """A machine's label is a candidate until a person has accepted it."""

    CANDIDATE = "candidate"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Before(StrEnum):
    """Whether a document is earlier than an event, as far as its date tells (grades A to C only)."""

    CERTAINLY = "certainly before"
    POSSIBLY = "possibly before"
    NOT = "not before"


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A document as an inquiry sees it: its id, what is said of it, its date with grade and basis, and its text's hash.

    None where nothing is stated; `date` may be of any grade, and who compares it looks at `grade`.
    """

    id: str
    title: str | None
    speaker: str | None
    date: Edtf | None
    grade: Grade | None
    basis: str
    text_digest: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What an event is looked for by: weighted words for BM25, phrases, and statements for their meaning.

    `terms` are stems as the passage index has them (text/stems.py), each with its weight; `phrases` sequences of such
    stems that stand side by side; `statements` whole sentences that are compared by meaning.
    """

    terms: tuple[tuple[str, float], ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that retrieval brings up for an event; where it stands, and how it was found.

    `document` is the id people use; `start` and `end` are code points into the document's text, `text` the sentence as
    it is read, `leading` the sentence in front of it in the same paragraph ("" where there is none). `words` is the
    BM25 score of the event's words, `meaning` the cosine of the sentence to the event's statements taken together, `rank` the order of
    stage one; `found_by` names what brought it up: "words", "meaning", "phrase".
    """

    document: str
    start: int
    end: int
    text: str
    leading: str = ""
    words: float = 0.0
    meaning: float = 0.0
    rank: int = 0
    found_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the forecast layer makes of a sentence: the chances of its labels, and the forecast where it is one.

    `chances` are of FORECAST, COMMITMENT, NORM and OTHER, and sum to 1; all 0 where the sentence has no word of the
    future, so that the model was not asked. `forecast` has spans relative to the sentence.
    """

    chances: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    forecast: Forecast | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A stance, how high it belongs in the list (0 to 1, comparable within one inquiry), and why, in words."""

    stance: Stance
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of evidence: a sentence, who said it when, its stance and standing, and its place in the record.

    `lead_years` is the lead time as an interval in years, None where the dates do not allow one. `cluster` is the same
    for findings that have their words from one another: copies are one witness; `carries` is False for a copy,
    whose stance is the original's. `machine` is the label the machine gave, whatever a person decided since.
    `suggestion` is what an outside model suggested, which counts nowhere.
    """

    document: str
    start: int
    end: int
    text: str
    speaker: str | None
    title: str | None
    date: str | None
    grade: Grade | None
    before: Before
    stance: Stance
    machine: Stance
    standing: Standing
    score: float
    lead_years: tuple[float, float] | None
    cluster: str
    carries: bool = True
    found_by: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    conditional: bool = False
    horizon: str | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class LaterClaim:
    """A later document's claim that somebody had said so, or that nobody could, checked against the record.

    `says` tells in words what the record holds; `source` is the passage that the claim quotes where it was found
    (document, start, end), `verdict` the one-word verdict on that quotation, `dropped` what the claim left out of it.
    """

    document: str
    start: int
    end: int
    text: str
    speaker: str | None
    date: str | None
    kind: str
    says: str
    source: tuple[str, int, int] | None = None
    verdict: str | None = None
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoiceForecast:
    """Another forecast by somebody who foresaw the event or denied it, and how it came out as far as anybody entered it."""

    voice: str
    document: str
    start: int
    end: int
    text: str
    date: str | None
    polarity: str | None
    gradable: bool | None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Placebo:
    """How often the same look-back window before another date would give a hit as well.

    `share` of `n` placebo dates have at least one top-level `foresees` in the `window_years` before them, `mean` is
    the mean count; `p` is the share of placebo dates (with the event's own, (r + 1) / (n + 1)) with at least as many
    as the `observed` before the event. `era_share` and `era_p` are the same over dates of the event's own era.
    `labels` says whose labels were counted: machine or accepted. `says` is the conclusion in words.
    """

    window_years: int
    n: int
    observed: int
    share: float
    mean: float
    p: float
    era_n: int
    era_share: float
    era_mean: float
    era_p: float
    seed: int
    labels: str
    says: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """What was searched, and how far the answer reaches."""

    documents: int
    searched: int
    authors: int
    undated: int
    weak_dates: int
    first: str | None
    last: str | None
    years_without: tuple[int, ...]
    by_decade: tuple[tuple[int, int], ...]
    passages: int
    judged: int
    retrieval: tuple[str, ...]
    recall: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """The report of an inquiry: its commitment, the five columns, the placebo, and the bounded answer."""

    commitment: Commitment
    cutoff: Edtf | None
    bounds: Bounds
    findings: tuple[Finding, ...]
    counts: tuple[tuple[str, int, int], ...]  # stance, machine labels, accepted labels
    voices: tuple[VoiceForecast, ...]
    later_claims: tuple[LaterClaim, ...]
    placebo: Placebo | None
    accepted_placebo: Placebo | None
    answer: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageContext:
    """A passage of a dossier as it is quoted at its foot: the words, the paragraph around them, and what they stand in.

    `before` and `after` are the rest of the paragraph ("" where there is none); `date` is EDTF with its grade, `basis`
    what it rests on; None where nothing is stated.
    """

    before: str
    text: str
    after: str
    title: str | None = None
    speaker: str | None = None
    date: str | None = None
    grade: Grade | None = None
    basis: str = ""
