"""How often was each holder right, against the collection's own base rate, and can anybody be ranked?

Bird's-eye view: entries -> left out: what opponents report, what is told in retrospect, copies of one text -> outcomes
counted where the forecast is certainly earlier than its evidence -> shares right with intervals -> scores under each
table of probability words -> ranks, of those with enough resolved forecasts alone. Start reading from `track_records`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from foresaid.inquire.ledger import CAME, is_resolved
from foresaid.inquire.probability_words import TABLES, probability_of
from foresaid.inquire.scores import (
    Scored,
    bootstrap,
    brier,
    decomposed,
    log_score,
    reference,
    share_right,
    skill,
)
from foresaid.model.bodies import Holding
from foresaid.model.outcomes import (
    RIGHT,
    WRONG,
    LedgerEntry,
    Result,
    TableScore,
    TrackRecord,
    TrackRecords,
    WordClass,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Nobody is ranked below this: the Brier score of a calibrated forecaster has a 95 % range of .04 to .30 at 10 forecasts,
# and still one of .11 to .19 at 100 (notes on trust, §5.1).
LEAST_RANKED = 20


@dataclass(slots=True)
class _Held:
    """What is gathered of one holder: numbers, and of the entries those alone for which somebody entered an outcome."""

    forecasts: int = 0
    secondhand: int = 0
    by_opponents: int = 0
    retrospective: int = 0
    copies: int = 0
    words: Counter[WordClass] = field(default_factory=Counter)
    entered: dict[str, LedgerEntry] = field(default_factory=dict)


def track_records(entries: Iterable[LedgerEntry], *, seed: int) -> TrackRecords:
    """The track records of all named holders, with the base rate of all resolved forecasts of the collection.

    Entries come in order of date, so that a copy comes behind what it is a copy of.
    """
    held: dict[str | None, _Held] = {}
    for entry in entries:
        _gather(held.setdefault(entry.holder, _Held()), entry)
    scored = [entry for each in held.values() for entry in each.entered.values() if _is_counted(entry)]
    base = sum(map(_is_right, scored)) / len(scored) if scored else None
    records = [_record(name, gathered, base, seed) for name, gathered in held.items() if name is not None]
    records.sort(key=lambda each: (-each.resolved, -each.forecasts, each.holder))
    ranked, notices = _ranked(records)
    forecasts = sum(each.forecasts for each in held.values())
    unnamed = held[None].forecasts if None in held else 0
    words = tuple((sort.value, sum(each.words[sort] for each in held.values())) for sort in WordClass)
    return TrackRecords(
        tuple(ranked), forecasts, len(scored), base, unnamed, seed, words=words, notices=tuple(notices)
    )


def _gather(held: _Held, entry: LedgerEntry) -> None:
    """Count an entry; an outcome entered for a copy is its original's where that has none or an older one."""
    if entry.forecast.holding is Holding.RIVAL:
        held.by_opponents += 1
        return
    if entry.retrospective:
        held.retrospective += 1
        return
    if entry.copy_of is not None:
        held.copies += 1
    else:
        held.forecasts += 1
        held.secondhand += entry.secondhand
        held.words[entry.word.sort] += 1
    if entry.outcome is not None:
        known = held.entered.get(entry.copy_of or entry.id)
        if known is None or known.outcome is None or known.outcome.seq < entry.outcome.seq:
            held.entered[entry.copy_of or entry.id] = entry


def _is_counted(entry: LedgerEntry) -> bool:
    """Whether a forecast came right or wrong, and is certainly earlier than what shows it."""
    outcome = entry.outcome
    return outcome is not None and outcome.result in (*RIGHT, *WRONG) and outcome.earlier is True


def _is_right(entry: LedgerEntry) -> bool:
    return entry.outcome is not None and entry.outcome.result in RIGHT


def _record(holder: str, held: _Held, base: float | None, seed: int) -> TrackRecord:
    counted = [entry for entry in held.entered.values() if _is_counted(entry)]
    right = sum(map(_is_right, counted))
    share = share_right(right, len(counted))
    return TrackRecord(
        holder,
        *(held.forecasts, len(counted), right, share.mean, share.low, share.high, base),
        results=_results(held),
        words=tuple((each.value, held.words[each]) for each in WordClass),
        scores=tuple(_score(table, counted, base, seed) for table in TABLES),
        secondhand=held.secondhand,
        by_opponents=held.by_opponents,
        retrospective=held.retrospective,
        copies=held.copies,
        undated=sum(map(_is_undated, held.entered.values())),
    )


def _is_undated(entry: LedgerEntry) -> bool:
    outcome = entry.outcome
    return outcome is not None and outcome.result in CAME and outcome.earlier is not True


def _results(held: _Held) -> tuple[tuple[str, int], ...]:
    """Every result with its number, those of 0 too: misses stand as visibly as hits; without an outcome is open."""
    entered = [entry for entry in held.entered.values() if is_resolved(entry)]
    found = Counter(
        entry.outcome.result for entry in entered if entry.outcome is not None and not _is_undated(entry)
    )
    found[Result.OPEN] = held.forecasts - len(entered)
    return tuple((each.value, found[each]) for each in Result)


def _score(table: str, counted: Sequence[LedgerEntry], base: float | None, seed: int) -> TableScore:
    """The scores under one table, of the forecasts that have a number in it."""
    found = []
    for entry in counted:
        expects = (entry.outcome.polarity if entry.outcome else None) or entry.expects
        chance = probability_of(entry.word, table, expects)
        if chance is not None:
            found.append(Scored(chance, _is_right(entry)))
    if not found or base is None:
        return TableScore(table, 0)
    score, against = brier(found), reference(found, base)
    low, high = bootstrap(found, seed) or (None, None)
    parts = decomposed(found)
    return TableScore(
        *(table, len(found), score, low, high),
        reliability=parts.reliability,
        resolution=parts.resolution,
        uncertainty=parts.uncertainty,
        log_score=log_score(found),
        reference=against,
        skill=skill(score, against),
    )


def _ranked(records: Sequence[TrackRecord]) -> tuple[list[TrackRecord], list[str]]:
    """The records with ranks, as far as there may be any, and why there are none."""
    enough = [each for each in records if each.resolved >= LEAST_RANKED]
    notices = []
    few = len(records) - len(enough)
    if few:
        notices.append(
            f"No rank for {few:,} of {len(records):,} holders: fewer than {LEAST_RANKED} resolved forecasts."
        )
    ranks = _places({each.holder: each.mean for each in enough})
    if len(enough) > 1 and _overlap(enough):
        notices.append(
            "The intervals of some neighbours in the ranking overlap: their order may be chance."
        )
    score_ranks, why = _score_ranks(enough)
    notices += [why] if why else []
    return [
        replace(each, rank=ranks.get(each.holder), score_rank=score_ranks.get(each.holder))
        for each in records
    ], notices


def _score_ranks(enough: Sequence[TrackRecord]) -> tuple[Mapping[str, int], str]:
    """Ranks by skill, of those with enough numbers under every table; none where the tables disagree."""
    able = [
        each
        for each in enough
        if all(score.n >= LEAST_RANKED and score.skill is not None for score in each.scores)
    ]
    if not able:
        return {}, (
            f"No ranking by Brier score: nobody has {LEAST_RANKED} resolved forecasts with a number under every table."
        )
    orders = [
        _places({each.holder: each.scores[at].skill or 0.0 for each in able}) for at in range(len(TABLES))
    ]
    if any(order != orders[0] for order in orders):
        return {}, (
            "No ranking by Brier score: its order changes between the tables of probability words"
            f" ({', '.join(TABLES)}), so that it would say more of a table than of anybody's forecasts."
        )
    return orders[0], ""


def _places(values: Mapping[str, float]) -> dict[str, int]:
    """Place by value, highest first; equal values share one."""
    return {name: 1 + sum(other > value for other in values.values()) for name, value in values.items()}


def _overlap(records: Sequence[TrackRecord]) -> bool:
    ordered = sorted(records, key=lambda each: -each.mean)
    return any(better.low <= worse.high for better, worse in pairwise(ordered))
