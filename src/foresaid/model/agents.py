"""Who acted, and under which names: one record for each person, body, place or event of a collection.

An authority record as archives keep it (EAC-CPF): a name, other names, offices with their dates, what came before and
after, links to outside records. What a machine found is a candidate; a person's edits go before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from foresaid.model.annotations import Status
from foresaid.model.bodies import NameKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something is stated: the document and the stretch of its text, in code points."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Role:
    """An office or calling; `date` (EDTF) is a day, or an interval, on which it was held, None if none is stated.

    `evidence` is the first place that states it; None for what a person wrote.
    """

    text: str
    date: str | None = None
    evidence: Evidence | None = None


class LineageKind(StrEnum):
    """What the other one is to this one, or what happened to this one."""

    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    FOUNDED = "founded"
    DISSOLVED = "dissolved"
    PART_OF = "part of"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Lineage:
    """A link in a line: `other` is the name of the other one ("" where only the fact is stated), `other_id` its record.

    `how` is "renamed", "split" or "merged" where a text says so, and "listed" where only the order of a list makes
    two neighbours: that nobody stood between them is then not said.
    """

    kind: LineageKind
    other: str
    other_id: str | None = None
    date: str | None = None
    how: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """One record; `id` is made from the kind and the first name form, so that it stays the same on every reading.

    `mentions` and `documents` count where it is named. `links` are addresses or ids of outside records.
    """

    id: str
    kind: NameKind
    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    links: tuple[str, ...] = ()
    note: str = ""
    status: Status = Status.CANDIDATE
    mentions: int = 0
    documents: int = 0


@dataclass(frozen=True, slots=True)
class AuthorityEdit:
    """One change that a person made to a record.

    `agent` is the record's id, `kind` and `name` what it was called then: by these it is found when the id is gone.
    `action` is "set", "add" or "remove"; `field` a column of the authority file; `value` as it stands in a cell.
    """

    agent: str
    kind: str
    name: str
    field: str
    action: str
    value: str
