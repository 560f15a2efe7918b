"""Where does each marked stretch stand among its neighbours, and how far may the words around it be its frame?"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from foresaid.read.quotations.marks import Family

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.annotations import Span
    from foresaid.read.quotations.pairs import Marked

# Characters that may open a paragraph in front of quoted words: "> ", indentation, marks.
_OPENING = 16


class Place(NamedTuple):
    """A marked stretch among its neighbours: its siblings, its number, and the limits of its frame.

    `above`: where the paragraph in front begins, for pronouns; inside a quotation the same as `floor`.
    """

    marked: Marked
    level: int
    siblings: Sequence[tuple[int, int]]
    number: int
    floor: int
    above: int
    limit: int


def places(text: str, found: Sequence[Marked], limits: Sequence[Span]) -> Iterator[Place]:
    """Every stretch with its level, its siblings and the limits of its paragraph or outer quotation."""
    starts = [limit.start for limit in limits]
    siblings: dict[int, list[tuple[int, int]]] = {}
    parents: list[int] = []
    stack: list[int] = []
    numbers: list[int] = []
    levels: list[int] = []
    for index, marked in enumerate(found):
        while stack and found[stack[-1]].end <= marked.start:
            stack.pop()
        parent = stack[-1] if stack else -1
        family = siblings.setdefault(parent, [])
        numbers.append(len(family))
        family.append((marked.start, marked.end))
        parents.append(parent)
        levels.append(len(stack) + 1)
        stack.append(index)
    for index, marked in enumerate(found):
        parent = parents[index]
        if parent >= 0:
            floor, limit = found[parent].inner_start, found[parent].inner_end
            above = floor
        else:
            floor, limit = _paragraph_limits(text, marked, limits, starts)
            above = limits[max(0, bisect_right(starts, floor) - 2)].start
        yield Place(marked, levels[index], siblings[parent], numbers[index], floor, above, limit)


def _paragraph_limits(
    text: str, marked: Marked, limits: Sequence[Span], starts: list[int]
) -> tuple[int, int]:
    """The paragraph around a stretch, with the one before it if that ends with a colon or breaks off."""
    first = bisect_right(starts, marked.start) - 1
    last = bisect_right(starts, max(marked.start, marked.end - 1)) - 1
    floor = limits[first].start
    before = limits[first - 1] if first else None
    if before is not None and _leads_on(text, before, floor, marked):
        floor = before.start
    return floor, limits[last].end


def _leads_on(text: str, before: Span, floor: int, marked: Marked) -> bool:
    """Whether a paragraph belongs to the one before it: behind a colon, or behind a page break in a sentence."""
    last = text[before.end - 1]
    if last == ":":
        return marked.inner_start - floor < _OPENING and not text[floor : marked.start].strip("> \t")
    return text[floor].islower() and last not in ".!?" and marked.family is not Family.BLOCK
