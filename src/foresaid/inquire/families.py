"""Are the events of a family foreseen more often than any other dates of the collection would be?

One event with a hit before it proves little; several, chosen before anybody searched, are tested together. A set of
dates, one for each event, takes the place of the events, and what is counted in their windows is compared:

    share   how many of the events have at least one hit in their window (what the conclusion goes by)
    mean    how many hits the windows hold, on average

over thousands of sets, random ones and ones of each event's own era. Each event has its own p besides, adjusted for
their number (S. Holm 1979, "A simple sequentially rejective multiple test procedure"). What can be drawn as a date, and
what lies in a window, is as in placebo.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.inquire.placebo import LEVEL, MORE, NO, NOT_CLEARLY, better, percent, years_in_words
from foresaid.inquire.windows import Days, WindowCounter, draws, era_of, fitting
from foresaid.model.dates import Edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Five times the dates of one placebo, as prototypes/trust/base.py: a share of sets is told to 1.4 points of a hundred.
SETS = 5_000


@dataclass(frozen=True, slots=True)
class Member:
    """One event of a family: its name, its date, and the certain days of the hits that are counted for it."""

    name: str
    date: Edtf | None
    hits: tuple[Days, ...]


@dataclass(frozen=True, slots=True)
class MemberPlacebo:
    """One event held against other dates; p and what Holm's adjustment makes of it, None where it is not compared.

    `observed` hits stand in its window, which holds `documents` documents; `why` says why it is not compared.
    """

    name: str
    date: str | None
    observed: int | None
    documents: int
    p: float | None = None
    adjusted: float | None = None
    era_p: float | None = None
    era_adjusted: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class SetsMoved:
    """Sets of other dates: their mean share and count, what was observed of the same events, and p for each.

    `events` is how many of the family could be moved so; with 0 nothing is compared and each p is 1.
    """

    sets: int
    events: int
    observed_share: float
    share: float
    share_p: float
    observed_mean: float
    mean: float
    mean_p: float


@dataclass(frozen=True, slots=True)
class FamilyPlacebo:
    """A family's answer: random sets, sets of the events' own eras, each event, and the conclusion in words."""

    window_years: int
    events: int
    random: SetsMoved
    era: SetsMoved
    members: tuple[MemberPlacebo, ...]
    seed: int
    labels: str
    says: str


@dataclass(frozen=True, slots=True)
class _Placed:
    """An event whose window holds documents, and the hits in its window at each date drawn in its place."""

    index: int
    observed: int
    wide: tuple[int, ...]
    near: tuple[int, ...]


def family_placebo(
    documents: Iterable[Days],
    members: Sequence[Member],
    window_years: int,
    *,
    labels: str,
    seed: int = 0,
    sets: int = SETS,
) -> FamilyPlacebo:
    """The events of a family held together against sets of other dates; `labels` says whose labels the hits have.

    An event without a first possible day, or whose window holds no document, is listed and not compared.
    """
    days = tuple(set(documents))
    runs, held = fitting(days, window_years), WindowCounter(days, window_years)
    rows: list[MemberPlacebo] = []
    placed: list[_Placed] = []
    counters: dict[tuple[Days, ...], WindowCounter] = {}
    for index, member in enumerate(members):
        row, day = _row(member, held)
        rows.append(row)
        if row.why or not runs:
            continue
        hits = counters.setdefault(member.hits, WindowCounter(member.hits, window_years))
        seeds = ("family", str(seed), str(index))
        wide = tuple(map(hits.before, draws(runs, sets, *seeds, "random")))
        near = tuple(map(hits.before, draws(era_of(runs, day), sets, *seeds, "era")))
        placed.append(_Placed(index, hits.before(day), wide, near))
    wide_sets = _compared([(each.observed, each.wide) for each in placed])
    near_sets = _compared([(each.observed, each.near) for each in placed if each.near])
    told = _adjusted(rows, placed)
    says = _in_words(window_years, told, wide_sets, near_sets)
    return FamilyPlacebo(window_years, len(members), wide_sets, near_sets, told, seed, labels, says)


def _row(member: Member, held: WindowCounter) -> tuple[MemberPlacebo, int]:
    """An event as far as its own window tells, and its first possible day."""
    if member.date is None or member.date.earliest is None:
        text = member.date.text if member.date else None
        return MemberPlacebo(member.name, text, None, 0, why="it has no first possible day"), 0
    day = member.date.earliest - member.date.start_margin
    documents = held.before(day)
    why = "" if documents else "no document searched is certainly of its window"
    return MemberPlacebo(member.name, member.date.text, None, documents, why=why), day


def _compared(moved: Sequence[tuple[int, tuple[int, ...]]]) -> SetsMoved:
    """What was observed of some events held against each set of dates; counts are whole, so that ties are exact."""
    if not moved:
        return SetsMoved(0, 0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0)
    events = len(moved)
    hit, total = sum(observed > 0 for observed, _ in moved), sum(observed for observed, _ in moved)
    drawn = list(zip(*(counts for _, counts in moved), strict=True))
    hits, totals = [sum(count > 0 for count in each) for each in drawn], [sum(each) for each in drawn]
    sets = len(drawn)
    return SetsMoved(
        sets,
        events,
        hit / events,
        sum(hits) / sets / events,
        _p(hits, hit),
        total / events,
        sum(totals) / sets / events,
        _p(totals, total),
    )


def _p(counts: Sequence[int], observed: int) -> float:
    return (sum(count >= observed for count in counts) + 1) / (len(counts) + 1)


def _adjusted(rows: Sequence[MemberPlacebo], placed: Sequence[_Placed]) -> tuple[MemberPlacebo, ...]:
    """The rows with each event's own p and what is left of it after Holm's adjustment."""
    wide = {each.index: _p(each.wide, each.observed) for each in placed}
    near = {each.index: _p(each.near, each.observed) for each in placed if each.near}
    observed = {each.index: each.observed for each in placed}
    holm_wide, holm_near = (
        dict(zip(each, holm(list(each.values())), strict=True)) for each in (wide, near)
    )
    return tuple(
        MemberPlacebo(
            row.name,
            row.date,
            observed.get(index),
            row.documents,
            wide.get(index),
            holm_wide.get(index),
            near.get(index),
            holm_near.get(index),
            row.why or ("" if index in observed else "the documents searched hold no other such window"),
        )
        for index, row in enumerate(rows)
    )


def holm(values: Sequence[float]) -> list[float]:
    """Holm's adjusted p of each value, in the order given: the k-th smallest of m times m - k + 1, never falling."""
    adjusted, highest = [0.0] * len(values), 0.0
    for rank, index in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        highest = max(highest, min(1.0, (len(values) - rank) * values[index]))
        adjusted[index] = highest
    return adjusted


def _in_words(years: int, members: Sequence[MemberPlacebo], wide: SetsMoved, near: SetsMoved) -> str:
    window = f"the {years_in_words(years)} before"
    if wide.events == 0:
        return f"No comparison: the documents searched hold no other window of {years_in_words(years)} for any of these events."
    hit = round(wide.observed_share * wide.events)
    told = (
        f"{hit} of {wide.events} events ({percent(wide.observed_share)}) have a hit in {window} them;"
        f" of as many random dates {percent(wide.share)} have one, over {wide.sets:,} sets (p = {wide.share_p:.3f})"
    )
    if near.events:
        told += f"; of dates of their own eras {percent(near.share)} (p = {near.share_p:.3f})"
    parts = [f"{_conclusion(wide, near)}: {told}.", _means(wide, near), _singled(members)]
    left = [each.name for each in members if each.p is None]
    if left:
        parts.append(f"Not compared: {', '.join(left)}.")
    if 0 < near.events < wide.events:
        parts.append(f"Only {near.events} of them have other dates of their own era.")
    elif not near.events:
        parts.append("The span of the documents allows no other dates of their own eras.")
    return " ".join(parts)


def _conclusion(wide: SetsMoved, near: SetsMoved) -> str:
    if wide.observed_share == 0:
        return "No hit before any of these events"
    random, era = better(wide.share_p), better(near.share_p) if near.events else None
    if era is None or era == random:
        return {
            MORE: "More often than most other windows of this collection",
            NOT_CLEARLY: "Not clearly better than other windows of this collection",
            NO: "No better than any other window of this collection",
        }[random]
    return f"{random.capitalize()} than random windows, and {era} than other windows of their own eras"


def _means(wide: SetsMoved, near: SetsMoved) -> str:
    told = (
        f"Hits in a window: {wide.observed_mean:.1f} on average,"
        f" before random dates {wide.mean:.1f} (p = {wide.mean_p:.3f})"
    )
    if near.events:
        told += f", before dates of their own eras {near.mean:.1f} (p = {near.mean_p:.3f})"
    return told + "."


def _singled(members: Sequence[MemberPlacebo]) -> str:
    """Which events stand out by themselves when their number is allowed for."""
    tried = [each for each in members if each.adjusted is not None]
    out = [each.name for each in tried if each.adjusted is not None and each.adjusted <= LEVEL]
    if out:
        return f"With Holm's adjustment for {len(tried)} events these stand out: {', '.join(out)}."
    least = min(each.adjusted for each in tried if each.adjusted is not None)
    return f"With Holm's adjustment for {len(tried)} events none stands out (smallest adjusted p = {least:.3f})."
