"""How did a forecast come out, on what evidence, and how often was somebody right?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foresaid.model.annotations import Status
from foresaid.model.bodies import Forecast, Polarity
from foresaid.model.dates import Grade


class Result(StrEnum):
    """A forecast held against what came; the names are those of forecast verification (Jolliffe and Stephenson)."""

    HIT = "hit"
    MISS = "miss"
    FALSE_ALARM = "false alarm"
    CORRECT_NEGATIVE = "correct negative"
    OPEN = "open"
    VOID = "void"
    UNRESOLVABLE = "unresolvable"
    UNINFORMATIVE = "uninformative"
    OTHER_MECHANISM = "right outcome by another mechanism"


# What a forecast said came about, or did not: the two by two table. These alone are counted as right or wrong.
RIGHT = (Result.HIT, Result.CORRECT_NEGATIVE)
WRONG = (Result.MISS, Result.FALSE_ALARM)


class WordClass(StrEnum):
    """What a sentence says of how probable it is.

    table: a word with a number in at least one table; unquantified: a word that has none ("possible", "may", "unless"), or
    several that differ; will: a bare modal; none: no word of probability.
    """

    TABLE = "table"
    UNQUANTIFIED = "unquantified"
    WILL = "will"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ProbabilityWord:
    """The word of probability of a sentence, and its numbers by table, as intervals from 0 to 1.

    `intervals` holds (table, low, high) for the tables that have the phrase; `turns` is True where the word itself turns
    what is forecast round ("it is unlikely that it will": expected is that it will not), None where that cannot be told.
    """

    sort: WordClass
    phrase: str = ""
    intervals: tuple[tuple[str, float, float], ...] = ()
    turns: bool | None = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a person entered about a forecast, with the document that shows it and why; the last one entered stands.

    `condition_met` is what that person says of a forecast's condition, `polarity` how that person reads it where the
    machine read it otherwise. `earlier`: whether the forecast is certainly earlier than the evidence; None where the
    dates do not tell. `notices` say in words what a reader should know of it.
    """

    forecast: str
    result: Result
    evidence: str
    because: str
    by: str
    seq: int
    received: str
    condition_met: bool | None = None
    polarity: Polarity | None = None
    evidence_date: str | None = None
    earlier: bool | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One forecast of the collection: whose, when, of what, and how it came out as far as anybody has entered.

    `id` is the annotation's; `holder` the name of whoever holds it, None where the text does not tell; `start` and
    `end` are of what is forecast, in code points. `expects` is which way it goes, with the word of probability counted;
    `secondhand`: the document reports another's forecast, or reprints, so that its date is only the latest possible
    one; `retrospective`: it is told as one made earlier ("I said then that it would"), which counts nowhere. `copy_of` is the entry of which this one is a copy: the same words of the same holder in a copy of that
    document, or a quotation that was verified against it. `superseded` are outcomes that a later one has taken the place of.
    """

    id: str
    document: str
    start: int
    end: int
    sentence: str
    forecast: Forecast
    holder: str | None
    date: str | None
    grade: Grade | None
    outcome: Outcome | None = None
    expects: Polarity | None = None
    secondhand: bool = False
    retrospective: bool = False
    word: ProbabilityWord = ProbabilityWord(WordClass.NONE)
    status: Status = Status.CANDIDATE
    copy_of: str | None = None
    superseded: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Unanchored:
    """An outcome whose forecast is no longer read where it stood, and why; nothing counts it, nothing deletes it."""

    outcome: Outcome
    document: str
    exact: str
    why: str


@dataclass(frozen=True, slots=True)
class TableScore:
    """How good forecasts with a number were under one table of probability words.

    `brier` is the mean squared error (0 best, 1 worst) with its 95 % bootstrap interval `low` to `high`; reliability,
    resolution and uncertainty are its parts (Murphy 1973: brier = reliability - resolution + uncertainty). `log_score`
    is the mean of -ln p with p kept within .01 and .99. `skill` is 1 - brier / `reference`, where `reference` is the score
    of always saying the collection's base rate; None where that cannot be bettered. All None where `n` is 0.
    """

    table: str
    n: int
    brier: float | None = None
    low: float | None = None
    high: float | None = None
    reliability: float | None = None
    resolution: float | None = None
    uncertainty: float | None = None
    log_score: float | None = None
    reference: float | None = None
    skill: float | None = None


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How often one holder's resolved forecasts were right, with n, the collection's base rate and an interval.

    `resolved` counts those that came right or wrong; `mean` and the 95 % interval `low` to `high` are of the share right
    under a Beta(2, 2) prior. `results` holds every result with its number, those of 0 too; `secondhand` counts, of
    `forecasts`, those that others report; `by_opponents`, `retrospective` and `copies` stand beside and are in no other number; `undated`
    are outcomes not counted because it cannot be told that the forecast is earlier than the evidence. `rank` is None
    for everybody with fewer than 20 resolved forecasts, `score_rank` also where the tables do not agree.
    """

    holder: str
    forecasts: int
    resolved: int
    right: int
    mean: float
    low: float
    high: float
    base_rate: float | None
    results: tuple[tuple[str, int], ...] = ()
    words: tuple[tuple[str, int], ...] = ()
    scores: tuple[TableScore, ...] = ()
    secondhand: int = 0
    by_opponents: int = 0
    retrospective: int = 0
    copies: int = 0
    undated: int = 0
    rank: int | None = None
    score_rank: int | None = None


@dataclass(frozen=True, slots=True)
class TrackRecords:
    """The track records of a collection, those with most resolved forecasts first, which is no ranking.

    `base_rate` is the share right of all `resolved` forecasts of the collection; `words` counts how probable the forecasts
    are said to be, by WordClass; `unnamed` are forecasts whose holder
    the texts do not tell. `notices` say why there is no ranking, or what it rests on.
    """

    records: tuple[TrackRecord, ...]
    forecasts: int
    resolved: int
    base_rate: float | None
    unnamed: int
    seed: int
    words: tuple[tuple[str, int], ...] = ()
    notices: tuple[str, ...] = ()
