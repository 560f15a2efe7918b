"""What do the documents of a collection say of each name, counted once for all of them?

One pass over the findings of layer names; memory grows with the names that differ, not with the documents.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from foresaid.model.agents import Evidence, LineageKind
from foresaid.model.annotations import Annotation
from foresaid.model.bodies import Gloss, GlossKind, Mention, NameKind, Relation, RelationKind
from foresaid.read.authority.forms import folded
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from foresaid.model.annotations import Phrase

Key = tuple[NameKind, str]
# From a relation's kind: what the second is to the first, what the first is to the second, and how.
_LINES = {
    RelationKind.PREDECESSOR: (LineageKind.SUCCESSOR, LineageKind.PREDECESSOR, ""),
    RelationKind.SUCCESSOR: (LineageKind.PREDECESSOR, LineageKind.SUCCESSOR, ""),
    RelationKind.RENAMED: (LineageKind.SUCCESSOR, LineageKind.PREDECESSOR, "renamed"),
    RelationKind.SPLIT: (LineageKind.PREDECESSOR, LineageKind.SUCCESSOR, "split"),
    RelationKind.MERGED: (LineageKind.SUCCESSOR, LineageKind.PREDECESSOR, "merged"),
    RelationKind.PART: (LineageKind.PART_OF, None, ""),
    RelationKind.LEADS: (None, LineageKind.LEADER, ""),
    RelationKind.FOUNDED: (None, LineageKind.FOUNDED, ""),
    RelationKind.DISSOLVED: (None, LineageKind.DISSOLVED, ""),
}


@dataclass(frozen=True, slots=True)
class DocumentNames:
    """The findings of layer names in one document; `date` is the document's (EDTF), as far as it is known."""

    document: str
    findings: Sequence[Annotation[Any]]
    date: str | None = None


@dataclass(slots=True)
class Gathered:
    """What was gathered: for each name its mentions, documents, other forms, offices and lines.

    `documents` holds the numbers of the documents, in order, `days` the first and last day they may be of; `letters` holds for each acronym the full names that the documents give it.
    """

    mentions: Counter[Key] = field(default_factory=Counter)
    documents: dict[Key, array[int]] = field(default_factory=dict)
    days: dict[Key, tuple[int, int]] = field(default_factory=dict)
    forms: dict[Key, Counter[str]] = field(default_factory=dict)
    roles: dict[Key, dict[tuple[str, str | None], Evidence]] = field(default_factory=dict)
    lines: dict[Key, dict[tuple[LineageKind, str, str | None, str], Evidence]] = field(default_factory=dict)
    letters: dict[str, Counter[str]] = field(default_factory=dict)


def gather(documents: Iterable[DocumentNames], no_offices: frozenset[str]) -> Gathered:
    """Everything that the documents say of names; titles that are no offices ("Mr.") are left out."""
    gathered = Gathered()
    for number, each in enumerate(documents):
        date = parse_edtf(each.date) if each.date else None
        days = [day for day in (date.earliest, date.latest) if day is not None] if date else []
        for key in _gather_one(gathered, each, no_offices):
            gathered.documents.setdefault(key, array("L")).append(number)
            known = gathered.days.get(key, ())
            if days:
                gathered.days[key] = (
                    (min(*known, *days), max(*known, *days)) if known else (days[0], days[-1])
                )
    return gathered


def _gather_one(gathered: Gathered, document: DocumentNames, no_offices: frozenset[str]) -> set[Key]:
    at: dict[int, Mention] = {}
    met: set[Key] = set()
    for finding in document.findings:
        body = finding.body
        if isinstance(body, Mention) and body.name is not None:
            key = (body.kind, body.name)
            at[finding.target.start] = body
            met.add(key)
            gathered.mentions[key] += 1
            _note_form(gathered, key, body)
            if body.role is not None and body.role.text.casefold().rstrip(".") not in no_offices:
                _note_role(gathered, key, body.role, None, document.document)
    for finding in document.findings:
        if isinstance(finding.body, Gloss):
            _note_gloss(gathered, finding.body)
        elif isinstance(finding.body, Relation):
            _note_relation(gathered, finding, at, document.document)
    return met


def _note_form(gathered: Gathered, key: Key, body: Mention) -> None:
    """Another form of a name; a lone surname is none, for it is others' too."""
    written = " ".join(body.text.split())
    lone = body.kind is NameKind.PERSON and " " not in written and " " in key[1]
    if folded(written) != folded(key[1]) and not lone:
        gathered.forms.setdefault(key, Counter())[written] += 1


def _note_role(gathered: Gathered, key: Key, role: Phrase, date: str | None, document: str) -> None:
    text = " ".join(role.text.split())
    gathered.roles.setdefault(key, {}).setdefault((text, date), Evidence(document, role.start, role.end))


def _note_gloss(gathered: Gathered, body: Gloss) -> None:
    if body.kind is GlossKind.ACRONYM and body.gloss is not None:
        full = " ".join(body.gloss.text.split())
        gathered.letters.setdefault(body.term.text, Counter())[full] += 1


def _note_relation(
    gathered: Gathered, finding: Annotation[Relation], at: dict[int, Mention], document: str
) -> None:
    body = finding.body
    first, second = _key_of(body.first, at), _key_of(body.second, at)
    if body.kind is RelationKind.ROLE:
        if first is not None and body.second is not None:
            _note_role(gathered, first, body.second, body.date, document)
        return
    to_first, to_second, how = _LINES.get(body.kind, (None, None, ""))
    how = "listed" if body.note else how  # only the order of a list says it, and may leave somebody out
    evidence = Evidence(document, finding.target.start, finding.target.end)
    if to_first is not None and first is not None and second is not None:
        line = (to_first, second[1], body.date, how)
        gathered.lines.setdefault(first, {}).setdefault(line, evidence)
    if to_second is not None and second is not None:
        line = (to_second, first[1] if first else "", body.date, how)
        gathered.lines.setdefault(second, {}).setdefault(line, evidence)


def _key_of(phrase: Phrase | None, at: dict[int, Mention]) -> Key | None:
    mention = at.get(phrase.start) if phrase is not None else None
    return (mention.kind, mention.name) if mention is not None and mention.name is not None else None
