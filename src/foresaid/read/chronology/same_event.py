"""Which statements tell of the same event? By the kind of event, what it happened to, and the names in it.

Two statements are put together where the kind is the same (an assassination and "was assassinated" are one kind),
the head of what it happened to is the same or one's name is the other's, their names do not part them, and
their dates lie near enough; "the act was approved" alone is too little. It is a proposal for a person, no proof: a
town may be taken twice in a year.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from foresaid.model.annotations import Span
from foresaid.model.dates import Edtf

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence


# Days that two dates of one event may lie apart. A flag, a treaty, a siege of the same name may come again; a year
# is what a slip in the year or Old and New Style put between two dates of one thing.
_NEAR = 366
# A person dies and a body is founded once; 30 years is far more than witnesses differ by, and keeps namesakes apart.
_NEAR_ONCE = 30 * 366
# Of what has no name ("the flag") a date may be off by a day, or by the 13 days between Old and New Style, not more.
_NEAR_UNNAMED = 13


@dataclass(frozen=True, slots=True)
class EventStatement:
    """One statement of an event: where it stands, its kind, the words of what it happened to, names, date.

    `kind` is the event noun of the word tables; `once` whether that can happen to somebody only once; `heads` are
    the words of the subject, the head first, in small letters; `names` the capitals in subject, agent and
    place. `common`: whether the head is a word for things of which there are many, "act" or "treaty".
    """

    document: str
    span: Span
    text: str
    kind: str
    once: bool
    heads: tuple[str, ...]
    names: frozenset[str]
    date: Edtf | None
    common: bool = False


def same_event(statements: Sequence[EventStatement]) -> list[list[EventStatement]]:
    """The statements in groups that may tell of the same event, in the order given; singles are groups too.

    Statements are compared only where kind and a word of the subject agree, each with its neighbours by date, so
    the time is n log n.
    """
    groups = _Groups(len(statements))
    rows: dict[Hashable, list[int]] = defaultdict(list)
    for number, statement in enumerate(statements):
        for word in _keys(statement) if statement.date is not None else ():
            rows[(statement.kind, word)].append(number)
    for row in rows.values():
        row.sort(key=lambda number: (_middle(statements[number].date), number))
        for one, other in pairwise(row):
            if _agree(statements[one], statements[other]):
                groups.join(one, other)
    found: dict[int, list[EventStatement]] = defaultdict(list)
    for number, statement in enumerate(statements):
        found[groups.of(number)].append(statement)
    return [found[key] for key in sorted(found)]


def _keys(statement: EventStatement) -> Iterable[str]:
    """What two statements must have in common: the head of the subject, or a name in it."""
    named = [word for word in statement.heads if word in statement.names]
    return dict.fromkeys([*statement.heads[:1], *named])


def _middle(date: Edtf | None) -> float:
    if date is None:
        return 0.0
    ends = [day for day in (date.earliest, date.latest) if day is not None]
    return sum(ends) / len(ends) if ends else 0.0


def _agree(one: EventStatement, other: EventStatement) -> bool:
    """Whether nothing speaks against one event: what it happened to fits, names do not part them, dates lie near."""
    head, counterpart = one.heads[0], other.heads[0]
    named = (head in one.names and head in other.heads) or (
        counterpart in other.names and counterpart in one.heads
    )
    if head != counterpart and not named:
        return False
    first, second = set(one.heads) & one.names, set(other.heads) & other.names
    if first and second and not (first <= second or second <= first):
        return False
    shared = one.names & other.names
    if one.names and other.names and not shared:
        return False
    return _gap(one.date, other.date) <= _reach(one, other, named=bool(first & second), shared=bool(shared))


def _reach(one: EventStatement, other: EventStatement, *, named: bool, shared: bool) -> float:
    """How many days the dates of one event may lie apart; less than none where its words tell too little."""
    if named:
        return _NEAR_ONCE if one.once else _NEAR
    words, others = set(one.heads), set(other.heads)
    told = shared or (words == others and len(words) > 1)
    if one.common and not told:
        return -1.0  # "the act was approved": which act?
    return _NEAR_UNNAMED if words <= others or others <= words else -1.0


def _gap(one: Edtf | None, other: Edtf | None) -> float:
    """The days between two dates at least; 0 where they may be the same, or one is unknown."""
    if one is None or other is None:
        return 0.0
    gaps = []
    for early, late in ((one, other), (other, one)):
        if early.latest is not None and late.earliest is not None:
            gaps.append(late.earliest - early.latest)
    return max(0.0, *gaps) if gaps else 0.0


class _Groups:
    """Disjoint sets of numbers (union-find with path halving; Tarjan and van Leeuwen 1984)."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def of(self, number: int) -> int:
        """The lowest number of a set."""
        parents = self._parents
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Put two sets together."""
        first, second = sorted((self.of(one), self.of(other)))
        self._parents[second] = first
