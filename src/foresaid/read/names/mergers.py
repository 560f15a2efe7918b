"""Which bodies were merged to form another one, and who followed somebody with words between the names?

"Formed from the merger of the Guild and the League"; "Ardley, who held office to 1919, was succeeded by his deputy, Voss".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import NameKind, Relation, RelationKind
from foresaid.read.names.places import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.read.names.dates import Dates
    from foresaid.read.names.evidence import Named
    from foresaid.read.names.places import Names

# Characters between the body that was formed and the words of the merger: ") was formed in the spring of 1911 from the ".
_TO_MERGER = 80

# Between "succeeded by" and the name: "his deputy general secretary, ".
_TO_HEIR = 40
_OWN = ("his", "her", "their", "its", "the")


def subject_before(names: Names, dates: Dates, position: int) -> Named | None:
    """The person whose relative clause ends at a place: "Ann Lee, who held office to 1919, "; none where two are named."""
    people = [
        each
        for each in names.between(dates.sentence(position)[0], position)
        if each.kind is NameKind.PERSON
    ]
    if len(people) != 1 or not names.text[people[0].end : position].startswith(", who "):
        return None
    return (
        people[0]
        if names.text[max(0, position - len(", was ")) : position].rpartition(",")[2].split()
        in ([], ["was"])
        else None
    )


def heir(names: Names, position: int) -> Named | None:
    """The person behind an office and a comma: "his deputy, Ann Lee"."""
    following = next(iter(names.between(position, position + _TO_HEIR)), None)
    if following is None or following.kind is not NameKind.PERSON:
        return None
    words = names.text[position : following.start]
    own = words.split()[:1]
    if not own or own[0] not in _OWN or not words.rstrip().endswith(",") or not words.islower():
        return None
    return following if words.count(",") == 1 else None


def merged_of(start: int, end: int, names: Names, dates: Dates, formed: frozenset[str]) -> Iterator[Found]:
    """The mergers that the words between two places state, one for each body that was merged."""
    bodies = [
        each
        for each in names.between(max(0, start - _TO_MERGER), start)
        if each.kind is NameKind.ORGANISATION
    ]
    opening = dates.sentence(start)[0]
    if not bodies or bodies[-1].start < opening:
        return
    second = bodies[-1]
    if not formed.intersection(names.text[second.end : start].casefold().split()):
        return
    parts = _joined(names, end)
    if len(parts) < 2:  # noqa: PLR2004 - one body alone is no merger
        return
    dated = dates.of(second.start, start)
    for first in parts:
        body = Relation(
            RelationKind.MERGED,
            names.text[second.start : parts[-1].end],
            names.phrase_of(first),
            names.phrase_of(second),
            first.name,
            second.name,
            dated.value if dated else None,
            dated.phrase if dated else None,
        )
        yield Found(second.start, parts[-1].end, body)


def _joined(names: Names, end: int) -> list[Named]:
    """The bodies behind a place, joined by commas and "and", with an article each."""
    found: list[Named] = []
    following = names.behind(end)
    while following is not None and following.kind is NameKind.ORGANISATION:
        found.append(following)
        after = names.text[following.end : following.end + len(", and the ")].replace(",", " , ").split()
        if after[:1] not in (["and"], [","]):
            break
        at = names.text.find("and", following.end, following.end + len(", and"))
        following = names.behind(at + len("and") if at >= 0 else following.end + 1)
    return found
