"""How did a forecast come out, on what evidence, and how often was somebody right?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foresaid.model.bodies import Forecast
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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a person entered about a forecast, with the document that shows it and why; the last one entered stands."""

    forecast: str
    result: Result
    evidence: str
    because: str
    by: str
    seq: int
    received: str


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One forecast of the collection: whose, when, of what, and how it came out as far as anybody has entered.

    `id` is the annotation's; `holder` the name of whoever holds it, None where the text does not tell; `start` and
    `end` are of what is forecast, in code points.
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


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How often one holder's resolved forecasts were right, with n, the collection's base rate and an interval.

    `mean` and the 95 % interval `low` to `high` are of the share right under a Beta(2, 2) prior; `rank` is None for
    everybody with fewer than 20 resolved forecasts. `brier` and `log_score` are per table of probability words; None where
    no forecast has a word with a number in that table.
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
    brier: tuple[tuple[str, float | None], ...] = ()
    log_score: tuple[tuple[str, float | None], ...] = ()
    rank: int | None = None
