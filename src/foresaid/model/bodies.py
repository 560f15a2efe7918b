"""What does a finding say? One noun for each kind of thing that is read in a text.

Layers: quotations (Quotation), times (TimeExpression), names (Mention, Gloss, Relation), works (Citation),
assertions (Assertion), forecasts (Forecast), foresight (ForesightClaim), artefacts (Artefact). Everything is as the text
states it, with no verdict; None and "" mean that the text does not say, or that it cannot be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foresaid.model.annotations import Phrase, Span


class QuotationType(StrEnum):
    """How reported words are given (PolNeAR's distinction, and terms)."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    TERM = "term"


class ReportedForm(StrEnum):
    """How much of what was said a report without marks gives.

    clause: the statement ("said that it would break"); infinitive: what was promised or asked ("promised to mend it");
    topic: only what it was about ("spoke of the dam"). Whether it was said or not is left open by thought ("knew that
    it would break") and attitude ("wanted to mend it").
    """

    CLAUSE = "clause"
    INFINITIVE = "infinitive"
    TOPIC = "topic"
    THOUGHT = "thought"
    ATTITUDE = "attitude"


class SpeakerKind(StrEnum):
    """What a speaker is: a person, a corporate body, several together, or somebody the text does not name."""

    PERSON = "person"
    CORPORATE = "corporate"
    COLLECTIVE = "collective"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is quoted: the words that say so, and the name they resolve to (None = cannot be told).

    The phrase is None where the document's own speaker is meant without being named at that place.
    """

    phrase: Phrase | None
    name: str | None
    kind: SpeakerKind | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the text states of words that it quotes: in which office, where, on what occasion, when, in what.

    `date` is EDTF; `date_phrase` the words that state it; `work` the title as it stands.
    """

    role: Phrase | None = None
    affiliation: Phrase | None = None
    venue: Phrase | None = None
    occasion: Phrase | None = None
    date: str | None = None
    date_phrase: Phrase | None = None
    work: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Reported words.

    `text` is the quoted stretch without its outer marks, exactly as it stands; `content` is the whole
    reported content (equal to the span for direct quotations in one piece, from the first part to the last for an
    utterance that its frame interrupts); `level` is 1 for an outer quotation, 2 for
    one inside it; `block` marks one set off as a paragraph; `form` is set in and for reports without marks.
    """

    type: QuotationType
    level: int
    text: str
    content: Span
    speaker: Speaker | None = None
    cue: Phrase | None = None
    block: bool = False
    circumstances: Circumstances | None = None
    form: ReportedForm | None = None


class TimeType(StrEnum):
    """What a time expression tells (TIMEX3)."""

    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    SET = "set"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """When something is said to be or to have been.

    `value` is EDTF, None where it cannot be told; `duration` an ISO 8601 duration or frequency ("P70Y") of a
    duration or set. `rule` names the rule that read it; `anchor` says in words what it was reckoned from
    ("the document's date", "1953", "the assassination of Trotsky"), and `anchor_place` where that stands in
    the text. `note` holds what does not fit: "1940 + 47 is 1987, not 1988". `likely` is the part of the value that
    "early", "mid" or "late" means by thirds, which no source fixes; `interval` the whole range of which this is one
    end ("from 1914 to 1918"); `relation` the word that bounds something by it ("by", "since", "until").
    """

    type: TimeType
    text: str
    value: str | None
    rule: str
    duration: str | None = None
    anchor: str = ""
    anchor_place: Span | None = None
    note: str = ""
    likely: str | None = None
    interval: str | None = None
    relation: str = ""


class NameKind(StrEnum):
    """What a name names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text; `name` is its fullest form there, without titles; None where several fit.

    `role` holds the words that give an office or relation beside the name ("national secretary of the League").
    """

    kind: NameKind
    text: str
    name: str | None
    role: Phrase | None = None


class GlossKind(StrEnum):
    """How a text explains a word: letters, a foreign word, another name, a definition; or spells it in another way."""

    ACRONYM = "acronym"
    TRANSLATION = "translation"
    ALIAS = "alias"
    DEFINITION = "definition"
    VARIANT = "variant"


@dataclass(frozen=True, slots=True)
class Gloss:
    """A word and what the text says it means; `language` is a tag (BCP 47) where the text or a table tells it.

    `gloss` is None for letters that the text uses and explains nowhere; `note` says what is seen of them there.
    """

    kind: GlossKind
    term: Phrase
    gloss: Phrase | None
    language: str | None = None
    note: str = ""


class RelationKind(StrEnum):
    """How two names hang together, read from the first to the second."""

    PREDECESSOR = "predecessor of"
    SUCCESSOR = "successor of"
    FOUNDED = "founded"
    DISSOLVED = "dissolved"
    RENAMED = "renamed to"
    SPLIT = "split from"
    MERGED = "merged into"
    PART = "part of"
    ROLE = "holds the role"
    LEADS = "leads"
    COINED = "coined"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that the text states; `date` is EDTF, an interval for a role held from one day to another.

    `first` or `second` is None where the text names only one of them ("founded in 1953" has no founder). `note`
    says what the words leave open: that a list does not tell whether one followed directly on another.
    """

    kind: RelationKind
    text: str
    first: Phrase | None
    second: Phrase | None
    first_name: str | None = None
    second_name: str | None = None
    date: str | None = None
    date_phrase: Phrase | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A work that the text names; the target is the title without its marks, `title` the same on one line.

    `short` marks a short title ("Trotskyism versus Stalinism" in brackets); `alternatives` are other titles
    that the text gives; `part_of` the book, series or periodical it appeared in. `date` is EDTF; `serial` too, of
    the time in which it came out part after part, and `serial_phrase` its words. `locator` is a volume or page,
    `note` what a reader should know: that words are quoted without page, edition or translator.
    """

    title: str
    genre: str = ""
    agents: tuple[Speaker, ...] = ()
    date: str | None = None
    date_phrase: Phrase | None = None
    alternatives: tuple[Phrase, ...] = ()
    part_of: Phrase | None = None
    serial: str | None = None
    short: bool = False
    serial_phrase: Phrase | None = None
    locator: Phrase | None = None
    translator: Phrase | None = None
    note: str = ""


class AssertionKind(StrEnum):
    """What a text asserts."""

    EVENT = "event"
    OUTCOME = "outcome"
    QUANTITY = "quantity"
    CAUSE = "cause"
    COUNTERFACTUAL = "counterfactual"
    UNIVERSAL = "universal"
    SUPERLATIVE = "superlative"
    BELIEF = "belief"


@dataclass(frozen=True, slots=True)
class Assertion:
    """Something that the text asserts, with no verdict; which fields are filled depends on `kind`.

    event, outcome: `subject` (what or who), `date` (EDTF), `place`, `agent` (by whom). quantity: `amount` (a number,
    or two for a range), `unit`, `qualifier` ("hundreds of", "about"). cause, counterfactual: `cause`, `effect`.
    universal, superlative: `subject` (over what). belief: `agent` (who), `subject` (what), `date` (no later than).
    `marker` holds the words that give it away; `checkable` is False where it is a judgement that no document could settle.
    """

    kind: AssertionKind
    text: str
    marker: Phrase | None = None
    subject: Phrase | None = None
    agent: Phrase | None = None
    agent_name: str | None = None
    cause: Phrase | None = None
    effect: Phrase | None = None
    place: Phrase | None = None
    date: str | None = None
    date_phrase: Phrase | None = None
    amount: tuple[float, ...] = ()
    unit: str = ""
    qualifier: str = ""
    checkable: bool | None = None


class ForecastLabel(StrEnum):
    """What kind of statement about the future a sentence is."""

    FORECAST = "FORECAST"
    COMMITMENT = "COMMITMENT"
    NORM = "NORM"


class Polarity(StrEnum):
    """Whether something is said to come about or not to."""

    WILL = "will"
    WILL_NOT = "will_not"


class Certainty(StrEnum):
    """How sure a forecast is of itself."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class Holding(StrEnum):
    """Whose a forecast is: the document's own, quoted, reported, or reported of a rival without his words."""

    OWN = "own"
    QUOTED = "quoted"
    REPORTED = "reported"
    RIVAL = "reported by an opponent"


@dataclass(frozen=True, slots=True)
class Forecast:
    """A sentence about the future; the target is what is said to come about (the whole sentence for others).

    `alternatives` are the branches of an either/or, `exclusive` whether the text says that there is no third;
    `parts` what is to come about together and can be judged part by part ("war and ruin");
    `horizon` the words that limit the time and `horizon_value` the same as EDTF; `mechanism` by what it is to
    come about. `gradable`: whether a later reader could tell that it came true; None = cannot be told.
    """

    label: ForecastLabel
    text: str
    sentence: Span
    polarity: Polarity | None = None
    certainty: Certainty | None = None
    conditional: bool = False
    condition: Phrase | None = None
    alternatives: tuple[Phrase, ...] = ()
    exclusive: bool = False
    horizon: Phrase | None = None
    horizon_value: str | None = None
    mechanism: Phrase | None = None
    holder: Speaker | None = None
    holding: Holding | None = None
    gradable: bool | None = None
    score: float = 0.0
    parts: tuple[Phrase, ...] = ()


class ForesightKind(StrEnum):
    """A later claim about who foresaw: that somebody did, that nobody could, that it came true, that others leave it out."""

    LATER_CLAIM = "later claim"
    UNIVERSAL_NEGATIVE = "universal negative"
    VINDICATION = "vindication"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class ForesightClaim:
    """A claim of having foreseen, or that nobody did; `observers` is over whom a universal negative speaks.

    `universal` marks "every", "all", "repeatedly": a claim that needs a denominator. `date` (EDTF) and `date_phrase`
    are when the foresight is said to have been had, as the sentence states it.
    """

    kind: ForesightKind
    text: str
    marker: Phrase
    holder: Speaker | None = None
    content: Phrase | None = None
    observers: Phrase | None = None
    universal: bool = False
    date: str | None = None
    date_phrase: Phrase | None = None


class ArtefactKind(StrEnum):
    """What in a text is no part of what its author wrote, or was damaged on the way."""

    PAGE_BREAK = "page break"
    HYPHENATION = "hyphenation"
    RUNNING_HEAD = "running head"
    BOILERPLATE = "boilerplate"
    MIXED_MARKS = "mixed quotation marks"
    EMPHASIS = "emphasis marks"
    MISPRINT = "possible misprint"


@dataclass(frozen=True, slots=True)
class Artefact:
    """A damage or addition; `repaired` is what reading takes instead, None where nothing is changed."""

    kind: ArtefactKind
    text: str
    repaired: str | None = None
    note: str = ""


Body = (
    Quotation
    | TimeExpression
    | Mention
    | Gloss
    | Relation
    | Citation
    | Assertion
    | Forecast
    | ForesightClaim
    | Artefact
)
