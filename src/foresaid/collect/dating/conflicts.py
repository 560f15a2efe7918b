"""Do the datings of a document agree, and which of them counts first?

The rules stand in docs/explain/dating.md; the grades are those of the notes on trust, §5.2.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from foresaid.collect.stating import BASES, DATE_KINDS, MACHINES, PERSONS
from foresaid.model.dates import Dating, Grade

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.model.dates import Edtf

# How a note begins that shows a conflict.
CONFLICT = "dates conflict"
_RANK = {basis: rank for rank, basis in enumerate(BASES)}
_KINDS = {kind: rank for rank, kind in enumerate(DATE_KINDS)}
# One day, because a clock in another zone may show the next (docs/explain/edtf.md, "Calendar").
_ZONES = 1


def weigh(datings: Iterable[Dating]) -> tuple[tuple[Dating, ...], tuple[str, ...]]:
    """Datings graded against one another, best first, and a note on each kind of date that conflicts.

    B where a person and the document itself name the same bounded days and nothing of grade C excludes them;
    U where the document contradicts itself and no person has stated a date of that kind.
    """
    given = tuple(dict.fromkeys(datings))
    excluded = [pair for pair in combinations(given, 2) if _exclude(*pair)]
    contradicted = {each for pair in excluded for each in pair}
    stated = {each.kind for each in given if each.basis in PERSONS}
    graded = [
        replace(each, grade=Grade.U)
        if each in contradicted and each.kind not in stated
        else replace(each, grade=Grade.B)
        if each not in contradicted and any(_agree(each, other) for other in given)
        else each
        for each in given
    ]
    return tuple(sorted(graded, key=_order)), _notes(contradicted)


def _counts(dating: Dating) -> bool:
    """Leads of grade D and below contradict nobody: a scan is made long after its original, as it must be."""
    return dating.grade <= Grade.C


def _exclude(first: Dating, second: Dating) -> bool:
    """Two dates of one kind of which only one can be true."""
    if first.kind != second.kind or not (_counts(first) and _counts(second)):
        return False
    if {first.basis, second.basis} & MACHINES and _next_day(first.date, second.date):
        return False
    return first.date.precedes(second.date) is True or second.date.precedes(first.date) is True


def _next_day(first: Edtf, second: Edtf) -> bool:
    """Whether the two dates are single days next to one another."""
    days = (first.earliest, first.latest, second.earliest, second.latest)
    if None in days or first.earliest != first.latest or second.earliest != second.latest:
        return False
    return abs((first.earliest or 0) - (second.earliest or 0)) <= _ZONES


def _agree(dating: Dating, other: Dating) -> bool:
    """A person and the document itself, naming the same days with two ends and with the same doubt."""
    if (dating.basis in PERSONS) == (other.basis in PERSONS) or not (_counts(dating) and _counts(other)):
        return False
    first, second = dating.date, other.date
    margins = (first.start_margin, first.end_margin) == (second.start_margin, second.end_margin)
    bounded = first.earliest is not None and first.latest is not None
    return bounded and margins and (first.earliest, first.latest) == (second.earliest, second.latest)


def _order(dating: Dating) -> tuple[int, int, int, str]:
    """Persons, the document itself, its contradictions, leads, what was inferred; then kind, basis and grade.

    Among leads the basis goes before the kind: a file's own "created" dates the file, whatever it is called. What
    persons say keeps its order, which is newest first.
    """
    rank, kind = _RANK.get(dating.basis, len(_RANK)), _KINDS.get(dating.kind, len(_KINDS))
    if dating.basis in PERSONS:
        return 0, rank, 0, ""
    tier = {Grade.D: 3, Grade.E: 4, Grade.U: 2}.get(dating.grade, 1)
    leads = dating.grade in (Grade.D, Grade.E)
    return (tier, rank, kind, dating.grade) if leads else (tier, kind, rank, dating.grade)


def _notes(contradicted: set[Dating]) -> tuple[str, ...]:
    """One sentence for each kind whose dates conflict: "dates conflict: date line 1862-03-12, …"."""
    notes = []
    for kind in DATE_KINDS:
        of_kind = sorted((each for each in contradicted if each.kind == kind), key=lambda each: each.basis)
        if of_kind:
            shown = dict.fromkeys(f"{each.basis} {each.date.text}" for each in of_kind)
            notes.append(f"{CONFLICT}: {', '.join(shown)}")
    return tuple(notes)
