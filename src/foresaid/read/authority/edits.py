"""What becomes of the records when a person's edits are made?

Edits are made in their order. Each finds its record by id, else by the kind and name it had when the edit was made:
so edits outlive a reading that clusters otherwise. Edits that find no record are given back, none is lost.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from foresaid.model.agents import Agent, AuthorityEdit, Lineage, LineageKind, Role
from foresaid.model.annotations import Status
from foresaid.model.bodies import NameKind
from foresaid.read.authority.cells import line_item, line_of, role_item, role_of, unescaped
from foresaid.read.authority.forms import agent_id, folded
from foresaid.read.authority.lookup import ids_by_name, linked
from foresaid.read.authority.rows import LINES

if TYPE_CHECKING:
    from collections.abc import Iterable

_Stated = TypeVar("_Stated", bound=Role | Lineage)


def edited(
    agents: Iterable[Agent], edits: Iterable[AuthorityEdit]
) -> tuple[tuple[Agent, ...], tuple[AuthorityEdit, ...]]:
    """The records with the edits made, and the edits that found no record any more."""
    desk = _Desk(agents)
    unplaced = tuple(edit for edit in edits if not desk.make(edit))
    return desk.records(), unplaced


class _Desk:
    """The records while edits are made."""

    def __init__(self, agents: Iterable[Agent]) -> None:
        self._agents = {agent.id: agent for agent in agents}
        self._moved: dict[str, str] = {}
        self._absorbed: dict[tuple[str, str], Agent] = {}

    def records(self) -> tuple[Agent, ...]:
        """The records in the order of kind and name, linked anew."""
        moved = tuple(
            replace(agent, lineage=tuple(map(self._moved_line, agent.lineage)))
            for agent in self._agents.values()
        )
        ordered = sorted(
            moved, key=lambda agent: (agent.kind.value, folded(agent.name), agent.name, agent.id)
        )
        return linked(tuple(ordered))

    def make(self, edit: AuthorityEdit) -> bool:
        """Make one edit; False if its record is not there."""
        if edit.field == "id" and edit.action == "add":
            return self._new(edit)
        agent = self._find(edit.agent, edit.kind, edit.name)
        if agent is None:
            return False
        if edit.field == "id":
            return self._merge(agent, edit)
        changed = self._changed(agent, edit)
        self._agents[agent.id] = changed
        return True

    def _find(self, identity: str, kind: str, name: str) -> Agent | None:
        """A record by its id, or the one record that has a name of this kind."""
        identity = self._moved.get(identity, identity)
        if identity in self._agents:
            return self._agents[identity]
        found = ids_by_name(self._agents.values()).get((NameKind(kind), name))
        if found is None:
            same = [
                agent
                for agent in self._agents.values()
                if agent.kind.value == kind and folded(agent.name) == folded(name)
            ]
            return same[0] if len(same) == 1 else None
        return self._agents[found]

    def _new(self, edit: AuthorityEdit) -> bool:
        kind = NameKind(edit.kind)
        if self._find("", edit.kind, edit.name) is None:
            made = agent_id(kind, edit.name)
            self._agents[made] = Agent(made, kind, edit.name, status=Status.ACCEPTED)
        return True

    def _merge(self, agent: Agent, edit: AuthorityEdit) -> bool:
        identity, _, name = edit.value.partition(" ")
        target = self._find(identity, edit.kind, unescaped(name))
        if target is None:
            return False
        if target.id != agent.id:
            self._join(target, agent)
        return True

    def _join(self, target: Agent, agent: Agent) -> None:
        """One record takes another into itself."""
        names = {*target.aliases, *agent.aliases, agent.name} - {target.name}
        self._agents[target.id] = replace(
            target,
            aliases=tuple(sorted(names)),
            roles=_merged(target.roles, agent.roles),
            lineage=_merged(target.lineage, agent.lineage),
            links=tuple(dict.fromkeys((*target.links, *agent.links))),
            note=" ".join(filter(None, (target.note, agent.note))),
            mentions=target.mentions + agent.mentions,
            documents=max(target.documents, agent.documents),
        )
        del self._agents[agent.id]
        self._moved[agent.id] = target.id
        self._absorbed[target.id, agent.name] = agent

    def _moved_line(self, line: Lineage) -> Lineage:
        if line.other_id in self._moved:
            return replace(line, other_id=self._moved[line.other_id])
        return line

    def _changed(self, agent: Agent, edit: AuthorityEdit) -> Agent:
        if edit.field == "aliases":
            return self._aliased(agent, edit)
        if edit.field == "links":
            return replace(agent, links=_listed(agent.links, unescaped(edit.value), edit.action))
        if edit.field == "roles":
            return replace(agent, roles=_with_role(agent.roles, edit))
        if edit.field in LINES:
            return replace(agent, lineage=self._with_line(agent, LINES[edit.field], edit))
        return _set(agent, edit)

    def _aliased(self, agent: Agent, edit: AuthorityEdit) -> Agent:
        """A name added, with the record that has it as its name; or taken away, with a record of its own."""
        name = unescaped(edit.value)
        if edit.action == "remove":
            return self._separated(agent, name) if name in agent.aliases else agent
        if name == agent.name or name in agent.aliases:
            return agent
        same = [other for other in self._agents.values() if other.kind is agent.kind and other.name == name]
        if len(same) == 1:
            self._join(agent, same[0])
            return self._agents[agent.id]
        return replace(agent, aliases=tuple(sorted({*agent.aliases, name})))

    def _separated(self, agent: Agent, name: str) -> Agent:
        """The record without one of its names, which becomes a record again, or a new one."""
        bare = replace(agent, aliases=tuple(each for each in agent.aliases if each != name))
        absorbed = self._absorbed.pop((agent.id, name), None)
        if absorbed is not None:
            self._agents[absorbed.id] = absorbed
            self._moved.pop(absorbed.id, None)
            return replace(
                bare,
                roles=tuple(role for role in bare.roles if role not in absorbed.roles),
                lineage=tuple(line for line in bare.lineage if line not in absorbed.lineage),
                mentions=bare.mentions - absorbed.mentions,
            )
        others = (
            other for other in self._agents.values() if other.kind is agent.kind and other.id != agent.id
        )
        if not any(name in (other.name, *other.aliases) for other in others):
            made = agent_id(agent.kind, name)
            self._agents.setdefault(made, Agent(made, agent.kind, name))
        return bare

    def _with_line(self, agent: Agent, kind: LineageKind, edit: AuthorityEdit) -> tuple[Lineage, ...]:
        ids = ids_by_name(self._agents.values())
        given = line_of(edit.value, kind, agent.kind, ids)
        if edit.action == "add":
            return (*agent.lineage, given)
        written = line_item(given, agent.kind, ids)
        return tuple(
            line
            for line in agent.lineage
            if line.kind is not kind or line_item(line, agent.kind, ids) != written
        )


def _set(agent: Agent, edit: AuthorityEdit) -> Agent:
    """The record with one of its single values changed."""
    if edit.field == "name":
        return _renamed(agent, edit.value)
    if edit.field == "kind":
        return replace(agent, kind=NameKind(edit.value))
    if edit.field == "status":
        return replace(agent, status=Status(edit.value))
    return replace(agent, note=edit.value)


def _renamed(agent: Agent, name: str) -> Agent:
    """The record under another name; the old one stays an alias."""
    aliases = {*agent.aliases, agent.name} - {name}
    return replace(agent, name=name, aliases=tuple(sorted(aliases)))


def _with_role(roles: tuple[Role, ...], edit: AuthorityEdit) -> tuple[Role, ...]:
    given = role_of(edit.value)
    if edit.action == "add":
        return (*roles, given)
    return tuple(role for role in roles if role_item(role) != role_item(given))


def _listed(items: tuple[str, ...], item: str, action: str) -> tuple[str, ...]:
    if action == "add":
        return tuple(dict.fromkeys((*items, item)))
    return tuple(each for each in items if each != item)


def _merged(one: tuple[_Stated, ...], other: tuple[_Stated, ...]) -> tuple[_Stated, ...]:
    """Both, each thing once whoever stated it first."""
    met = {_said(each) for each in one}
    return (*one, *(each for each in other if _said(each) not in met))


def _said(stated: Role | Lineage) -> tuple[object, ...]:
    """What is stated, without where."""
    if isinstance(stated, Role):
        return stated.text, stated.date
    return stated.kind, stated.other, stated.other_id, stated.date, stated.how
