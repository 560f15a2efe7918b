"""How is a record written in the cells of a table, and read back?

Several things in one cell are parted by " | ". A date stands behind in [ ], how one came from another in { }, a
record's id behind # where its name alone does not tell it. A backslash stands before any of these signs that is
part of a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.errors import DateError, MetadataError
from foresaid.model.agents import Lineage, LineageKind, Role
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from foresaid.model.bodies import NameKind

BETWEEN = " | "
HOW = frozenset(("renamed", "split", "merged", "listed"))
_SIGNS = "\\|[]{}#"


def escaped(text: str) -> str:
    """A name with a backslash before each sign that means something in a cell."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in text)


def unescaped(text: str) -> str:
    """The name that a cell's item stands for."""
    found, at = [], 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text):
            at += 1
        found.append(text[at])
        at += 1
    return "".join(found)


def joined(items: Iterable[str]) -> str:
    """One cell of several items."""
    return BETWEEN.join(items)


def items_of(cell: str) -> tuple[str, ...]:
    """The items of a cell, without empty ones and in their order."""
    items, start, at = [], 0, 0
    while at < len(cell):
        if cell[at] == "\\":
            at += 1
        elif cell[at] == "|":
            items.append(cell[start:at])
            start = at + 1
        at += 1
    items.append(cell[start:])
    return tuple(item.strip() for item in items if item.strip())


def role_item(role: Role) -> str:
    """An office as an item: "national secretary of the League [1987-08]"."""
    return f"{escaped(role.text)} [{role.date}]" if role.date is not None else escaped(role.text)


def role_of(item: str) -> Role:
    """The office that an item stands for; MetadataError says which date it is that EDTF does not know."""
    text, marks = _parted(item)
    _only(item, marks, "[")
    return Role(text, _date(item, marks.get("[")))


def line_item(line: Lineage, kind: NameKind, ids: Mapping[tuple[NameKind, str], str]) -> str:
    """A link as an item: "Workers League [1995] {renamed}"."""
    parts = [escaped(line.other)] if line.other else []
    if line.other_id is not None and ids.get((kind, line.other)) != line.other_id:
        parts.append(f"#{line.other_id}")
    if line.date is not None:
        parts.append(f"[{line.date}]")
    if line.how:
        parts.append(f"{{{line.how}}}")
    return " ".join(parts)


def line_of(
    item: str, line: LineageKind, kind: NameKind, ids: Mapping[tuple[NameKind, str], str]
) -> Lineage:
    """The link that an item stands for; MetadataError says what cannot be read."""
    name, marks = _parted(item)
    how = marks.get("{", "")
    if how and how not in HOW:
        raise MetadataError(f"{item!r}: {{{how}}} is none of {{{'}, {'.join(sorted(HOW))}}}.")
    return Lineage(line, name, marks.get("#") or ids.get((kind, name)), _date(item, marks.get("[")), how)


def _only(item: str, marks: Mapping[str, str], allowed: str) -> None:
    for mark in marks:
        if mark not in allowed:
            raise MetadataError(
                f"{item!r}: {mark} has no meaning here; write \\{mark} if it is part of the name."
            )


def _date(item: str, written: str | None) -> str | None:
    if written is None:
        return None
    try:
        return parse_edtf(written).text
    except DateError as error:
        raise MetadataError(f"{item!r}: {error}") from None


def _parted(item: str) -> tuple[str, dict[str, str]]:
    """The name of an item, and what stands behind its signs."""
    name: list[str] = []
    marks: dict[str, str] = {}
    at = 0
    while at < len(item):
        sign = item[at]
        if sign == "\\" and at + 1 < len(item):
            name.append(item[at + 1])
            at += 2
        elif sign in "[{":
            end = item.find("]" if sign == "[" else "}", at)
            end = len(item) if end < 0 else end
            marks[sign] = item[at + 1 : end].strip()
            at = end + 1
        elif sign == "#":
            end = item.find(" ", at)
            end = len(item) if end < 0 else end
            marks[sign] = item[at + 1 : end]
            at = end
        else:
            name.append(sign)
            at += 1
    return "".join(name).strip(), marks
