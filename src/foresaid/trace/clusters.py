"""Which passages are the same words, and which of them are formulas that anybody writes?

A passage that stands in ten documents is found as pairs. Two stretches of one document are the same place where
they have most of their words in common; places that are paired are one cluster, and so are those paired with
these. A formula inside a longer passage is a place of its own.

    A […………………]        A-B a speech            -> cluster 1: A, B
        [..]             A-C, A-D, C-D "I have the honor to be"  -> cluster 2: A, C, D
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Two stretches are one place where each has half of its words in the other: ends of a passage differ from pair to
# pair, and a sentence out of a speech is not the speech.
_SAME_PLACE = 0.5
# Places of a document that are still open when the next stretch begins and are compared with it.
_OPEN = 32


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch [start, end) on a line on which all documents lie behind one another."""

    start: int
    end: int


def _places(stretches: Sequence[Stretch]) -> tuple[list[Stretch], list[int]]:
    """The places that stretches stand in, from the first to the last word of these, and the place of each."""
    order = sorted(range(len(stretches)), key=lambda at: (stretches[at].start, -stretches[at].end))
    places: list[Stretch] = []
    place_of = [0] * len(stretches)
    held: list[int] = []
    for at in order:
        stretch = stretches[at]
        held = [number for number in held[-_OPEN:] if places[number].end > stretch.start]
        number = next((each for each in reversed(held) if _same(places[each], stretch)), None)
        if number is None:
            number = len(places)
            places.append(stretch)
            held.append(number)
        place_of[at] = number
    # A stretch is compared with the first one of its place, so that places do not creep; then they are widened.
    widest = list(places)
    for at, number in enumerate(place_of):
        start, end = (
            min(widest[number].start, stretches[at].start),
            max(widest[number].end, stretches[at].end),
        )
        widest[number] = Stretch(start, end)
    return widest, place_of


def _same(one: Stretch, other: Stretch) -> bool:
    overlap = min(one.end, other.end) - max(one.start, other.start)
    return overlap >= _SAME_PLACE * max(one.end - one.start, other.end - other.start)


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


@dataclass(frozen=True, slots=True)
class Group:
    """Places that hold the same words, in order, and the numbers of the pairs that say so."""

    places: tuple[Stretch, ...]
    pairs: tuple[int, ...]


def gather(ones: Sequence[Stretch], others: Sequence[Stretch]) -> Iterator[Group]:
    """Groups of places that hold the same words, in order of their first place; stretches are paired one by one."""
    places, place_of = _places((*ones, *others))
    parents = list(range(len(places)))
    for one, other in zip(place_of[: len(ones)], place_of[len(ones) :], strict=True):
        left, right = sorted((_root(parents, one), _root(parents, other)))
        parents[right] = left
    members: dict[int, list[int]] = {}
    for number in range(len(places)):
        members.setdefault(_root(parents, number), []).append(number)
    pairs: dict[int, list[int]] = {}
    for at in range(len(ones)):
        pairs.setdefault(_root(parents, place_of[at]), []).append(at)
    for root in sorted(members):
        joined = _joined([places[number] for number in members[root]])
        yield Group(tuple(joined), tuple(pairs[root]))


def _joined(places: list[Stretch]) -> list[Stretch]:
    """Places in order; those that have words in common are one."""
    places.sort(key=lambda place: (place.start, place.end))
    joined = [places[0]]
    for place in places[1:]:
        last = joined[-1]
        if place.start < last.end:
            joined[-1] = Stretch(last.start, max(last.end, place.end))
        else:
            joined.append(place)
    return joined
