"""Which documents are copies, reprints or excerpts of one another, and which of them may be the first?

`add` links them (pipeline/grouping.py); tracing counts them as one text. Here they are told: each text that several
documents hold, with all that hold it or a part of it, in order of date.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from foresaid.model.reuse import Standing
from foresaid.pipeline.grouping import Kindred
from foresaid.pipeline.holders import Texts, read_holders
from foresaid.trace.descent import Held, by_date, standings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from foresaid.archive.catalogue import Catalogue
    from foresaid.archive.collection import Collection
    from foresaid.model.reuse import Holder

# Code points of a text that are shown of it: a line and a half of print, enough to know it by.
_OPENING = 160


class Relation(StrEnum):
    """How a document stands to the others that hold its text."""

    WHOLE = "the text"
    EXCERPT = "an excerpt"


@dataclass(frozen=True, slots=True)
class Reprint:
    """One document among those that hold a text; of an excerpt, where it stands in which document."""

    document: str
    title: str | None
    speaker: str | None
    date: str | None
    grade: str | None
    standing: Standing
    relation: Relation
    whole: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Reprints:
    """A text that several documents hold: these in order of date, undated ones last, and how the text begins."""

    id: str
    opening: str
    documents: tuple[Reprint, ...]


# An excerpt: its document, the document that it stands in, and where.
_Part = tuple[int, int, int | None, int | None]


def view_reprints(
    collection: Collection, *, document: str | None = None, limit: int = -1
) -> Iterator[Reprints]:
    """Texts that several documents hold, those of most documents first; or those of one document."""
    catalogue = collection.catalogue
    holders = read_holders(catalogue).by_number
    texts = Texts(catalogue)
    parts = _parts(catalogue)
    groups = [
        (name, members, [part for member in members for part in parts.get(member, ())])
        for name, members in _members(Kindred(catalogue).witnesses.groups).items()
        if len(members) > 1 or any(member in parts for member in members)
    ]
    groups.sort(key=lambda group: (-len(group[1]) - len({part[0] for part in group[2]}), group[0]))
    for name, members, excerpts in groups:
        if limit == 0:
            return
        told = _told(members, excerpts, holders)
        if document is None or any(each.document == document for each in told):
            limit -= 1
            yield Reprints(name, texts[members[0]][:_OPENING], told)


def _members(groups: Mapping[int, str]) -> dict[str, list[int]]:
    members: dict[str, list[int]] = defaultdict(list)
    for number in sorted(groups):
        members[groups[number]].append(number)
    return members


def _parts(catalogue: Catalogue) -> dict[int, list[_Part]]:
    """The excerpts of each document."""
    query = """SELECT document, kin, start, "end" FROM kinship WHERE kind = 'part' ORDER BY kin, document"""
    found: dict[int, list[_Part]] = defaultdict(list)
    for row in catalogue.rows(query):
        found[row["kin"]].append((row["document"], row["kin"], row["start"], row["end"]))
    return found


def _told(
    members: Sequence[int], excerpts: Sequence[_Part], holders: Mapping[int, Holder]
) -> tuple[Reprint, ...]:
    """The documents of a text in order of date; an excerpt that stands in several copies is told once."""
    parts = {part[0]: part for part in reversed(excerpts) if part[0] not in members}
    # Copies are one witness everywhere else; here the question is which of them was first.
    held = {
        number: Held(replace(holders[number], witness=holders[number].id, parts=()), 0, 0)
        for number in (*members, *parts)
    }
    order = sorted(held, key=lambda number: by_date(held[number]))
    found = []
    for number, standing in zip(order, standings([held[number] for number in order]), strict=True):
        at = holders[number]
        known = (at.id, at.title, at.speaker, at.stated, at.grade, standing)
        if number in parts:
            _, whole, start, end = parts[number]
            found.append(Reprint(*known, Relation.EXCERPT, holders[whole].id, start, end))
        else:
            found.append(Reprint(*known, Relation.WHOLE))
    return tuple(found)
