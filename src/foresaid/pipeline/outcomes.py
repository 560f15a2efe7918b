"""How did a forecast come out? A person says so, with the document that shows it and why.

What was entered stays in the journal for good; a later outcome takes the place of an earlier one.
"""

from __future__ import annotations

import string
from dataclasses import dataclass, replace
from difflib import get_close_matches
from shlex import quote
from typing import TYPE_CHECKING

from foresaid.archive.collection import writing
from foresaid.archive.journal import now
from foresaid.errors import UsageError
from foresaid.inquire.ledger import check_evidence, check_result, read_result, weighed
from foresaid.model.bodies import Polarity
from foresaid.model.outcomes import LedgerEntry, Outcome
from foresaid.pipeline.ledger import FORECAST, LAYER, Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.inquire.ledger import EvidenceDocument

# A beginning of an id is enough when it is this long and no other id begins so: 32 bits, of which 20,000 forecasts make
# two alike once in twenty collections.
LEAST_LETTERS = 8
_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Entered:
    """An outcome as it now stands, the forecast it is about, and what it takes the place of; `new` is False if it stood so."""

    outcome: Outcome
    entry: LedgerEntry
    before: Outcome | None
    new: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody says of a forecast: the result as written, the document that shows it, why, who, and how it was read."""

    result: str
    evidence: str
    because: str
    by: str = ""
    condition_met: bool | None = None
    polarity: Polarity | None = None


def enter_outcome(root: Path, forecast: str, verdict: Verdict) -> Entered:
    """Journal how a forecast came out; a later outcome takes the place of an earlier one, which is kept.

    `forecast` is an annotation id or a beginning of one. UsageError says why an outcome cannot be one of that forecast.
    """
    result = read_result(verdict.result)
    if not verdict.because.strip():
        raise UsageError("An outcome needs a reason that others can judge: --because TEXT.")
    with writing(root) as collection:
        ledger = Ledger(collection)
        entry = _entry(collection, ledger, forecast)
        evidence = _evidence(collection, ledger, verdict.evidence)
        notices = check_result(
            entry, result, condition_met=verdict.condition_met, polarity=verdict.polarity
        )
        check_evidence(entry, result, evidence)
        if entry.copy_of is not None:
            notices = (
                *notices,
                f"This entry is a copy of {entry.copy_of[:12]}; the outcome counts as that one's.",
            )
        outcome = Outcome(
            *(entry.id, result, evidence.id, verdict.because.strip(), verdict.by.strip(), 0, now()),
            *(verdict.condition_met, verdict.polarity),
            notices=notices,
        )
        before = entry.outcome
        if before is not None and _says(before) == _says(outcome):
            return Entered(before, entry, None, new=False)
        collection.journalled([_record(entry, outcome)])
        stored = weighed(entry, replace(outcome, seq=collection.journal.last()), evidence)
        return Entered(stored, replace(entry, outcome=stored), before, new=True)


def _says(outcome: Outcome) -> tuple[object, ...]:
    return (
        *(outcome.result, outcome.evidence, outcome.because, outcome.by),
        *(outcome.condition_met, outcome.polarity),
    )


def _record(entry: LedgerEntry, outcome: Outcome) -> dict[str, object]:
    place = {
        "document": entry.document,
        "start": entry.start,
        "end": entry.end,
        "exact": entry.forecast.text,
    }
    more = {"condition_met": outcome.condition_met, "polarity": outcome.polarity}
    return {
        "type": "outcome",
        "key": entry.id,
        "forecast": place,
        "result": outcome.result.value,
        "evidence": outcome.evidence,
        "because": outcome.because,
        "by": outcome.by,
        "received": outcome.received,
        **{name: value for name, value in more.items() if value is not None},
    }


def _entry(collection: Collection, ledger: Ledger, wanted: str) -> LedgerEntry:
    """The one forecast whose id is, or begins, so."""
    name = wanted.strip().casefold()
    if len(name) < LEAST_LETTERS or not set(name) <= set(string.hexdigits):
        raise UsageError(
            f"{wanted!r} is no id of a forecast: ids are of the digits 0-9 and a-f, and at least {LEAST_LETTERS} of them"
            f" are needed. `foresaid ledger {quote(str(collection.root))}` shows them."
        )
    query = "SELECT id, document, type FROM annotation WHERE layer = ? AND id >= ? AND id < ? ORDER BY id"
    rows = list(collection.catalogue.rows(query, (LAYER, name, name + "g")))
    found = [row for row in rows if row["type"] == FORECAST]
    if len(found) == 1:
        return next(each for each in ledger.of_document(found[0]["document"]) if each.id == found[0]["id"])
    raise UsageError(
        _not_one(collection, ledger, wanted, [row["id"] for row in found], [row["type"] for row in rows])
    )


def _not_one(collection: Collection, ledger: Ledger, wanted: str, ids: list[str], sorts: list[str]) -> str:
    if ids:
        shown = ", ".join(each[:16] for each in ids[:_MOST_SHOWN])
        return f"{len(ids)} forecasts begin with {wanted!r}: {shown}; give more letters."
    if sorts:
        return f"{wanted!r} is a {sorts[0]}, not a forecast: what somebody promises or asks for comes neither true nor false."
    root = quote(str(collection.root))
    query = "SELECT count(*) AS n FROM annotation WHERE layer = ? AND type = ?"
    read = next(collection.catalogue.rows(query, (LAYER, FORECAST)))["n"]
    more = (
        f"; {ledger.unread:,} documents are not read yet (foresaid read {root} --layer {LAYER})"
        if ledger.unread
        else ""
    )
    return f"None of the {read:,} forecasts read in {ledger.documents:,} documents has an id that begins with {wanted!r}{more}."


def _evidence(collection: Collection, ledger: Ledger, name: str) -> EvidenceDocument:
    found = ledger.evidence(name)
    if found is not None:
        return found
    names = [row["id"] for row in collection.catalogue.rows("SELECT id FROM document")]
    near = get_close_matches(name, names, n=3)
    advice = f"; did you mean {', '.join(near)}?" if near else "."
    raise UsageError(
        f"--evidence {name!r} is no document of this collection{advice} What shows an outcome must be held here, so that"
        f" others can look: foresaid add {quote(str(collection.root))} FILE."
    )
