"""Which record does a name lead to?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.model.bodies import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from foresaid.model.agents import Agent

Key = tuple[NameKind, str]


def ids_by_name(agents: Iterable[Agent]) -> dict[Key, str]:
    """The record of each name and other name; names that several records have are left out."""
    found: dict[Key, str] = {}
    twice: set[Key] = set()
    for agent in agents:
        for name in {agent.name, *agent.aliases}:
            key = (agent.kind, name)
            if found.setdefault(key, agent.id) != agent.id:
                twice.add(key)
    return {key: each for key, each in found.items() if key not in twice}


def linked(agents: tuple[Agent, ...]) -> tuple[Agent, ...]:
    """The records with each other's ids where a name is one record's only."""
    ids = ids_by_name(agents)
    by_id = {agent.id for agent in agents}
    found = []
    for agent in agents:
        lineage = tuple(
            line
            if line.other_id in by_id and line.other_id is not None
            else replace(line, other_id=_id_of(line.other, agent.kind, ids))
            for line in agent.lineage
        )
        found.append(agent if lineage == agent.lineage else replace(agent, lineage=lineage))
    return tuple(found)


def _id_of(other: str, kind: NameKind, ids: Mapping[Key, str]) -> str | None:
    """The record of a name: of the same kind if there is one, else the only one of any kind."""
    if (kind, other) in ids:
        return ids[kind, other]
    found = {ids[each, other] for each in NameKind if (each, other) in ids}
    return found.pop() if len(found) == 1 else None
