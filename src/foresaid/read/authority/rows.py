"""How does the authority file of a collection leave the house as a table, and what did a person change in it?

One row a record. Rows that are left out of a table change nothing; a row without an id is a new record; two rows
with one id are one record from now on. What a person took out of `aliases` is somebody else's name. By `state` a row
whose record has changed since it was given out is told, and refused: it would undo what was found in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.errors import MetadataError
from foresaid.model.agents import Agent, AuthorityEdit, LineageKind
from foresaid.model.annotations import Status
from foresaid.model.bodies import NameKind
from foresaid.read.authority.cells import (
    escaped,
    items_of,
    joined,
    line_item,
    line_of,
    role_item,
    role_of,
)
from foresaid.read.authority.lookup import ids_by_name
from foresaid.text.identity import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

COLUMNS = (
    "id",
    "kind",
    "name",
    "aliases",
    "roles",
    "predecessors",
    "successors",
    "links",
    "note",
    "status",
    "founded",
    "dissolved",
    "part_of",
    "leaders",
    "state",
)
# Hex digits of a row's state, behind an s, lest a spreadsheet takes 12e45678 for a number: two states of one record are taken for equal once in four thousand million.
_STATE_LENGTH = 8
# The columns that hold links of a line, and which.
LINES = {
    "predecessors": LineageKind.PREDECESSOR,
    "successors": LineageKind.SUCCESSOR,
    "founded": LineageKind.FOUNDED,
    "dissolved": LineageKind.DISSOLVED,
    "part_of": LineageKind.PART_OF,
    "leaders": LineageKind.LEADER,
}
SCALARS = ("kind", "name", "note", "status")
LISTS = (
    "aliases",
    "roles",
    "predecessors",
    "successors",
    "links",
    "founded",
    "dissolved",
    "part_of",
    "leaders",
)


def to_rows(agents: Iterable[Agent]) -> list[dict[str, str]]:
    """One row a record, with a cell for every column; the same records give the same rows."""
    agents = tuple(agents)
    ids = ids_by_name(agents)
    return [_row(agent, ids) for agent in agents]


def edits_from_rows(
    rows: Iterable[Mapping[str, str]], agents: Iterable[Agent]
) -> tuple[AuthorityEdit, ...]:
    """What a person changed in the rows of these records; rows as they were given out give no edits.

    MetadataError names the row (the first below the heading is 2, as in a spreadsheet) and the column.
    """
    agents = tuple(agents)
    ids = ids_by_name(agents)
    known = {agent.id: _row(agent, ids) for agent in agents}
    met: set[str] = set()
    edits: list[AuthorityEdit] = []
    for number, given in enumerate(rows, start=2):
        row = _checked(given, number)
        if not row.get("id"):
            edits += _new(row, number)
            continue
        before = known.get(row["id"])
        if before is None:
            raise MetadataError(
                f"Row {number}: no record has the id {row['id']!r}; leave `id` empty for a new record."
            )
        if row["id"] in met or _names_another(row, before, known):
            edits.append(_merge(row, number, before, agents))
            continue
        if row.get("state", "") not in ("", before["state"]):
            raise MetadataError(
                f"Row {number}: {before['name']!r} has changed since this table was written; export it again, "
                f"or empty the cell `state` to set the record to what the row says."
            )
        met.add(row["id"])
        edits += _changes(row, before)
    return tuple(edits)


def _row(agent: Agent, ids: Mapping[tuple[NameKind, str], str]) -> dict[str, str]:
    lines = {
        column: joined(line_item(line, agent.kind, ids) for line in agent.lineage if line.kind is kind)
        for column, kind in LINES.items()
    }
    row = {
        "id": agent.id,
        "kind": agent.kind.value,
        "name": agent.name,
        "aliases": joined(map(escaped, agent.aliases)),
        "roles": joined(map(role_item, agent.roles)),
        "links": joined(map(escaped, agent.links)),
        "note": agent.note,
        "status": agent.status.value,
    } | lines
    row["state"] = "s" + digest(*(row[column] for column in COLUMNS if column != "state"))[:_STATE_LENGTH]
    return {column: row[column] for column in COLUMNS}


def _checked(given: Mapping[str, str], number: int) -> dict[str, str]:
    """A row without space around its cells; columns, kinds, statuses and dates that are none are refused."""
    for column in given:
        if column not in COLUMNS:
            raise MetadataError(
                f"Row {number}: no column is called {column!r}; there are: {', '.join(COLUMNS)}."
            )
    row = {column: (cell or "").strip() for column, cell in given.items()}
    _member(NameKind, row.get("kind", ""), number, "kind")
    _member(Status, row.get("status", ""), number, "status")
    for column in LISTS:
        for item in items_of(row.get(column, "")):
            _readable(item, column, number)
    return row


def _member(kinds: type[NameKind | Status], cell: str, number: int, column: str) -> None:
    if cell and cell not in {each.value for each in kinds}:
        known = ", ".join(each.value for each in kinds)
        raise MetadataError(f"Row {number}, column {column}: {cell!r} is none of {known}.")


def _readable(item: str, column: str, number: int) -> None:
    try:
        if column == "roles":
            role_of(item)
        elif column in LINES:
            line_of(item, LINES[column], NameKind.ORGANISATION, {})
    except MetadataError as error:
        raise MetadataError(f"Row {number}, column {column}: {error}") from None


def _changes(row: Mapping[str, str], before: Mapping[str, str]) -> Iterator[AuthorityEdit]:
    """The edits between a row as it was given out and as it came back; a column left out changes nothing."""

    def edit(field: str, action: str, value: str) -> AuthorityEdit:
        return AuthorityEdit(before["id"], before["kind"], before["name"], field, action, value)

    for column in LISTS:
        if column not in row:
            continue
        old, new = items_of(before[column]), items_of(row[column])
        yield from (edit(column, "remove", item) for item in old if item not in new)
        yield from (edit(column, "add", item) for item in dict.fromkeys(new) if item not in old)
    for column in SCALARS:
        if column in row and row[column] != before[column].strip() and (row[column] or column == "note"):
            yield edit(column, "set", row[column])


def _new(row: Mapping[str, str], number: int) -> Iterator[AuthorityEdit]:
    """The edits that make a new record."""
    if not row.get("name") and not any(row.values()):
        return
    for column in ("kind", "name"):
        if not row.get(column):
            raise MetadataError(f"Row {number}: a new record needs a {column}.")
    blank = dict.fromkeys(COLUMNS, "") | {"kind": row["kind"], "name": row["name"]}
    yield AuthorityEdit("", row["kind"], row["name"], "id", "add", row["name"])
    yield from _changes(row, blank)


def _names_another(
    row: Mapping[str, str], before: Mapping[str, str], known: Mapping[str, Mapping[str, str]]
) -> bool:
    """Whether a row carries another record's name under this one's id: a person wrote over its id."""
    name = row.get("name", before["name"])
    return name != before["name"] and any(
        other["name"] == name
        and other["kind"] == row.get("kind", before["kind"])
        and other["id"] != row["id"]
        for other in known.values()
    )


def _merge(
    row: Mapping[str, str], number: int, before: Mapping[str, str], agents: tuple[Agent, ...]
) -> AuthorityEdit:
    """A second row under one id: the record that has its name joins the one that has the id."""
    name, kind = row.get("name", ""), row.get("kind", before["kind"])
    found = [
        agent
        for agent in agents
        if agent.name == name and agent.kind.value == kind and agent.id != row["id"]
    ]
    if len(found) != 1:
        raise MetadataError(
            f"Row {number}: the id {row['id']!r} stands twice, and {name!r} is not the name of one other record "
            f"that could join it."
        )
    value = f"{row['id']} {escaped(before['name'])}"
    return AuthorityEdit(found[0].id, found[0].kind.value, found[0].name, "id", "set", value)
