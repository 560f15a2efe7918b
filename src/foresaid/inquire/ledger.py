"""Which forecasts answer a question put to the ledger, and which outcome can a forecast have?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from foresaid.errors import QueryError, UsageError
from foresaid.model.bodies import Holding, Polarity
from foresaid.model.dates import Edtf, Grade
from foresaid.model.outcomes import RIGHT, WRONG, Outcome, Result
from foresaid.text.edtf import parse_edtf
from foresaid.text.queries import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.bodies import Forecast
    from foresaid.model.outcomes import LedgerEntry
    from foresaid.model.words import Vocabulary

# Results that say what came about: they need evidence from after the forecast, and of another hand than its own text.
CAME = frozenset((*RIGHT, *WRONG, Result.OTHER_MECHANISM))
_FITTING = {
    Polarity.WILL: (Result.HIT, Result.FALSE_ALARM),
    Polarity.WILL_NOT: (Result.CORRECT_NEGATIVE, Result.MISS),
}
# Words of a condition or a forecast that an error shows.
_SHOWN = 120
# Words behind "I" among which its verb stands: "I have always said", "I myself wrote".
_REACH = 4
# Other names for results that people write.
_ALSO = {
    "other mechanism": Result.OTHER_MECHANISM,
    "another mechanism": Result.OTHER_MECHANISM,
    "right by another mechanism": Result.OTHER_MECHANISM,
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked of the ledger.

    `holder` are words of a name; `before` and `after` bound the date, as in a search; `resolved` is True for forecasts
    with an outcome, False for those without or with one that is open, None for both; `gradable` only those that a
    later reader could tell right from wrong.
    """

    holder: str | None = None
    before: Edtf | None = None
    after: Edtf | None = None
    resolved: bool | None = None
    gradable: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceDocument:
    """What counts of a document that is given as evidence: its id, its speaker, its date and the date's grade."""

    id: str
    speaker: str | None
    date: Edtf | None
    grade: Grade | None


@lru_cache(4096)
def date_of(text: str) -> Edtf:
    """A date of the catalogue; the same few thousand are asked for over and over."""
    return parse_edtf(text)


@lru_cache(4096)
def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as they are compared."""
    return tuple(fold_words(name))


def bounding_date(entry: LedgerEntry) -> Edtf | None:
    """When a forecast was made, as far as its document tells: for a secondhand one only that it was not later.

    None where the date is of grade D or below, which dates nothing.
    """
    if entry.date is None or entry.grade is None or entry.grade > Grade.C:
        return None
    date = date_of(entry.date)
    if entry.secondhand:
        return Edtf(date.text, None, date.latest, date.qualifiers, 0, date.end_margin)
    return date


def holder_of(forecast: Forecast, speaker: str | None) -> str | None:
    """The name of a forecast's holder: as it was resolved, else the document's speaker for a forecast of its own."""
    if forecast.holder is not None and forecast.holder.name:
        return forecast.holder.name
    return speaker if forecast.holding is Holding.OWN else None


def is_secondhand(forecast: Forecast, holder: str | None, speaker: str | None) -> bool:
    """Whether another's words are reported or quoted; "I believe that it will" is the speaker's own."""
    if forecast.holding is Holding.REPORTED and holder is not None and holder == speaker:
        return False
    return forecast.holding not in (Holding.OWN, None)


def told_in_retrospect(before: str, told: str, vocabulary: Vocabulary) -> bool:
    """Whether somebody tells what he said earlier himself: "I wrote that the wall would fail"; `before` stands in front of it.

    A sentence that says again that it will ("as I said, the wall will fail") is a forecast of its own day.
    """
    lead = name_words(before)
    tables = vocabulary.tables
    if not set(name_words(told)) & set(tables["ledger.later"]):
        return False
    telling = set(tables["ledger.telling"])
    return any(
        word in tables["ledger.first_person"]
        and telling & set(lead[at + 1 : at + 1 + _REACH])
        and lead[max(0, at - 1)] not in tables["ledger.supposing"]
        for at, word in enumerate(lead)
    )


def same_words(one: str, other: str) -> float:
    """The share of the shorter text's different words that the other has too."""
    words, others = set(name_words(one)), set(name_words(other))
    return len(words & others) / max(1, min(len(words), len(others)))


def is_resolved(entry: LedgerEntry) -> bool:
    """Whether somebody has entered an outcome that is not open."""
    return entry.outcome is not None and entry.outcome.result is not Result.OPEN


def is_testimony(entry: LedgerEntry) -> bool:
    """Whether an entry counts for its holder: no opponent's report, not told in retrospect, no copy of another entry."""
    rival = entry.forecast.holding is Holding.RIVAL
    return not rival and not entry.retrospective and entry.copy_of is None


def fits(entry: LedgerEntry, selection: Selection) -> bool | None:
    """Whether an entry is asked for; None where its date leaves it open."""
    if selection.holder is not None:
        held = name_words(entry.holder or "")
        if not all(word in held for word in name_words(selection.holder)):
            return False
    if selection.resolved is not None and selection.resolved != is_resolved(entry):
        return False
    if selection.gradable and entry.forecast.gradable is not True:
        return False
    return _within(bounding_date(entry), selection)


def _within(date: Edtf | None, selection: Selection) -> bool | None:
    """The bound is a stretch of time that somebody names: before 1980 is before its first day, after it after its last."""
    told: list[bool | None] = []
    if selection.before is not None:
        first = _day(selection.before, selection.before.earliest)
        told.append(None if date is None else date.precedes(first))
    if selection.after is not None:
        last = _day(selection.after, selection.after.latest)
        told.append(None if date is None else last.precedes(date))
    return False if False in told else None if None in told else True


def _day(date: Edtf, day: int | None) -> Edtf:
    if day is None:
        raise QueryError(f"A bound needs a day to count from; {date.text} is open on that side.")
    return Edtf(date.text, day, day)


def read_result(text: str) -> Result:
    """A result as somebody writes it: "false alarm", "false_alarm", "False-Alarm"; UsageError lists all."""
    wanted = " ".join(text.replace("_", " ").replace("-", " ").split()).casefold()
    known = {each.value: each for each in Result} | _ALSO
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted, known, n=1)
    advice = f" Did you mean {near[0]!r}?" if near else ""
    raise UsageError(f"No outcome is called {text!r}.{advice} There are: {', '.join(Result)}.")


def check_result(
    entry: LedgerEntry, result: Result, *, condition_met: bool | None, polarity: Polarity | None
) -> tuple[str, ...]:
    """What a reader should know of an outcome that fits its forecast; UsageError where it cannot be one of it."""
    forecast = entry.forecast
    if forecast.exclusive and result not in (Result.UNINFORMATIVE, Result.OPEN):
        branches = " or ".join(f"“{each.text}”" for each in forecast.alternatives)
        raise UsageError(
            f"The forecast leaves no third ({branches}): one of them comes true whatever happens, so that its outcome can"
            f" only be {Result.UNINFORMATIVE}."
        )
    if condition_met is False and result not in (Result.VOID, Result.OPEN):
        raise UsageError(
            f"A forecast whose condition was not met{_condition(forecast)} is neither right nor wrong: enter {Result.VOID}."
        )
    if condition_met and result is Result.VOID:
        raise UsageError(
            f"{Result.VOID} is for forecasts whose condition was not met; you say that it was."
        )
    expects = polarity or entry.expects
    if expects is not None and result in (*RIGHT, *WRONG) and result not in _FITTING[expects]:
        raise UsageError(_misfit(forecast, expects, result))
    return tuple(_notices(forecast, result, condition_met))


def _misfit(forecast: Forecast, expects: Polarity, result: Result) -> str:
    if expects is Polarity.WILL:
        says, right, wrong = "will come about", "that it came is a hit", "that it did not a false alarm"
    else:
        says, right, wrong = (
            "will not come about",
            "that it did not come is a correct negative",
            "that it did a miss",
        )
    other = _FITTING[Polarity.WILL_NOT if expects is Polarity.WILL else Polarity.WILL]
    return (
        f"{result} does not fit: the forecast is read as saying that it {says} (“{_short(forecast.text)}”); {right}, {wrong}."
        f" {other[0].capitalize()} and {other[1]} are for the other kind. If it was read wrongly, say so:"
        f" --polarity {Polarity.WILL_NOT if expects is Polarity.WILL else Polarity.WILL}."
    )


def _notices(forecast: Forecast, result: Result, condition_met: bool | None) -> Iterator[str]:
    if forecast.conditional and not forecast.exclusive and result in CAME and condition_met is None:
        yield (
            f"The forecast depends on a condition{_condition(forecast)}; this outcome is taken to say that it was met. If it"
            f" was not, enter {Result.VOID}."
        )
    if result is Result.VOID and not forecast.conditional:
        yield "No condition was read in this forecast."
    if result is Result.UNINFORMATIVE and not forecast.alternatives:
        yield "No either/or was read in this forecast."
    if result is Result.OTHER_MECHANISM and forecast.mechanism is None:
        yield "No mechanism was read in this forecast."


def _condition(forecast: Forecast) -> str:
    return f" (“{_short(forecast.condition.text)}”)" if forecast.condition else ""


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN].rsplit(" ", 1)[0] + " …"


def check_evidence(entry: LedgerEntry, result: Result, evidence: EvidenceDocument) -> None:
    """UsageError where a document cannot show what came of a forecast: its own text, or one certainly older."""
    if result not in CAME:
        return
    if evidence.id == entry.document and not entry.secondhand:
        raise UsageError(
            f"{evidence.id} is the document of the forecast itself and cannot show what came of it; name a later one."
        )
    made, date = bounding_date(entry), counted_date(evidence)
    if made is not None and date is not None and not entry.secondhand and date.precedes(made):
        raise UsageError(
            f"{evidence.id} ({date.text}) is certainly older than the forecast ({entry.date}) and cannot show what came of"
            " it; name a later document."
        )


def counted_date(evidence: EvidenceDocument) -> Edtf | None:
    """The date of a document given as evidence, where it is of grade A to C."""
    return evidence.date if evidence.grade is not None and evidence.grade <= Grade.C else None


def weighed(entry: LedgerEntry, outcome: Outcome, evidence: EvidenceDocument | None) -> Outcome:
    """An outcome with what its evidence is worth: whether it is certainly later, and who speaks in it."""
    if evidence is None:
        notice = f"The document given as evidence, {outcome.evidence}, is not in this collection."
        return replace(outcome, notices=(*outcome.notices, notice))
    made, date = bounding_date(entry), counted_date(evidence)
    earlier = made.precedes(date) if made is not None and date is not None else None
    notices = tuple(_evidence_notices(entry, outcome, evidence, earlier=earlier))
    return replace(
        outcome,
        evidence_date=evidence.date.text if evidence.date else None,
        earlier=earlier or None,
        notices=(*outcome.notices, *notices),
    )


def _evidence_notices(
    entry: LedgerEntry, outcome: Outcome, evidence: EvidenceDocument, *, earlier: bool | None
) -> Iterator[str]:
    if outcome.result not in CAME:
        return
    if not earlier:
        made = f"{entry.date or 'no date'}" + (", not later" if entry.secondhand and entry.date else "")
        shown = evidence.date.text if evidence.date else "no date"
        yield (
            f"It cannot be told that the forecast ({made}) is earlier than the evidence ({shown}); track records leave it out."
        )
    if outcome.result in (Result.FALSE_ALARM, Result.CORRECT_NEGATIVE):
        yield from _time_left(entry, counted_date(evidence))
    if evidence.speaker and entry.holder and is_alike(evidence.speaker, entry.holder):
        yield (
            f"The evidence is by {evidence.speaker}, whose forecast it is: an evaluation by the forecaster. A document by"
            " somebody else would show it better."
        )


def _time_left(entry: LedgerEntry, shown: Edtf | None) -> Iterator[str]:
    """That something had not come about shows nothing before its time is over."""
    horizon = entry.forecast.horizon_value
    if horizon is None:
        yield "No time limit with a date was read in the forecast: what had not come about then may still have come later."
        return
    limit = date_of(horizon).latest
    if limit is None or shown is None or shown.latest is None or shown.latest < limit:
        yield f"The time of the forecast ({horizon}) was not certainly over when the evidence was written."


def is_alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: the last word is the same, and the shorter has no word that the other lacks."""
    shorter, longer = sorted((name_words(one), name_words(other)), key=len)
    return bool(shorter) and shorter[-1] == longer[-1] and set(shorter) <= set(longer)
