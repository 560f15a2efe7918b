"""What is to be read of a text that was damaged on its way, and where does it stand in the source?

Annotators read a view: repaired is what the layer artefacts found and can repair. Their findings are taken
back to the source, and the words that they cite are cut anew from it: what the file says stays quotable.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, is_dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from foresaid.model.annotations import Annotation, Context, Phrase, Span

if TYPE_CHECKING:
    from foresaid.model.bodies import Artefact

Noun = TypeVar("Noun")
_Move: TypeAlias = Callable[[int, int], tuple[int, int]]


class Shift(NamedTuple):
    """A repair that changes the length of a text: from where to where in the source, and in the view."""

    start: int
    end: int
    view_start: int
    view_end: int


class _Side(NamedTuple):
    """How to ask a shift where it begins and ends on one side."""

    start: Callable[[Shift], int]
    end: Callable[[Shift], int]


_SOURCE = _Side(attrgetter("start"), attrgetter("end"))
_VIEW = _Side(attrgetter("view_start"), attrgetter("view_end"))


@dataclass(frozen=True, slots=True)
class View:
    """A text to be read, and the way back to its source, in code points.

    Only repairs that change the length stand in `shifts`; where nothing is repaired, `text` is `source`.
    """

    source: str
    text: str
    shifts: tuple[Shift, ...] = ()

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the view stands in the source; an end inside a repair takes all of it in."""
        return _across(self.shifts, start, end, (_VIEW, _SOURCE))

    def to_view(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the source stands in the view; an end inside a repair takes all of it in."""
        return _across(self.shifts, start, end, (_SOURCE, _VIEW))


# No-break space, figure space, narrow no-break space.
_UNBROKEN = "\u00a0\u2007\u202f"
_BLANKS = str.maketrans(dict.fromkeys(_UNBROKEN, " "))


def reading_view(text: str, artefacts: Sequence[Annotation[Artefact]]) -> View:
    """The view of a text with its artefacts repaired: those whose `repaired` is not None.

    Blanks at which no line may break (HTML, DOCX, French typography) are read as blanks. Of repairs that overlap the one that begins first is made, and of those that begin together the longest.
    """
    repairs = [each for each in artefacts if each.body.repaired is not None]
    read = text.translate(_BLANKS) if any(blank in text for blank in _UNBROKEN) else text
    if not repairs:
        return View(text, read)
    repairs.sort(key=lambda each: (each.target.start, -each.target.end))
    parts: list[str] = []
    shifts: list[Shift] = []
    position = length = 0
    for each in repairs:
        start, end, instead = each.target.start, each.target.end, each.body.repaired or ""
        if start < position:
            continue
        parts += (read[position:start], instead)
        length += start - position
        if len(instead) != end - start:
            shifts.append(Shift(start, end, length, length + len(instead)))
        length += len(instead)
        position = end
    parts.append(read[position:])
    return View(text, "".join(parts), tuple(shifts))


def relocated(annotation: Annotation[Noun], view: View) -> Annotation[Noun]:
    """An annotation made on `view.text`, with every place in it counted in the source and its words cut there."""
    return _carried(annotation, view.source, view.to_source, same=view.text is view.source)


def into_view(annotation: Annotation[Noun], view: View) -> Annotation[Noun]:
    """An annotation of the source, with every place in it counted in the view and its words cut there."""
    return _carried(annotation, view.text, view.to_view, same=view.text is view.source)


def context_in_view(context: Context, view: View) -> Context:
    """What is known of a text, for the reading of its view: pages and findings of other layers moved."""
    if view.text is view.source:
        return context
    found = {
        layer: [into_view(each, view) for each in findings] for layer, findings in context.found.items()
    }
    pages = tuple(Span(*view.to_view(page.start, page.end)) for page in context.pages)
    return replace(context, pages=pages, found=found)


def _across(shifts: Sequence[Shift], start: int, end: int, way: tuple[_Side, _Side]) -> tuple[int, int]:
    """A span on the other side: what is inserted at its ends there lies outside it."""
    first, last = start, end
    number = bisect_right(shifts, start, key=way[0].start) - 1
    if number >= 0:
        shift = shifts[number]
        inside = start < way[0].end(shift)
        first = way[1].start(shift) if inside else start - way[0].end(shift) + way[1].end(shift)
    number = bisect_left(shifts, end, key=way[0].start) - 1
    if number >= 0:
        shift = shifts[number]
        last = way[1].end(shift) + max(0, end - way[0].end(shift))
    return first, max(first, last)


def _carried(annotation: Annotation[Noun], text: str, move: _Move, *, same: bool) -> Annotation[Noun]:
    if same:
        return annotation
    target = Span(*move(annotation.target.start, annotation.target.end))
    body: Any = _moved(annotation.body, text, move)
    if isinstance(getattr(body, "text", None), str) and not isinstance(body, Phrase):
        words = text[target.start : target.end]
        body = body if body.text == words else replace(body, text=words)
    if target == annotation.target and body is annotation.body:
        return annotation
    return replace(annotation, target=target, body=body)


def _moved(value: Any, text: str, move: _Move) -> Any:  # noqa: ANN401 - any field of any body
    """A field's value with every span and phrase in it moved; the same object where nothing moves."""
    if isinstance(value, Span):
        span = Span(*move(value.start, value.end))
        return value if span == value else span
    if isinstance(value, Phrase):
        start, end = move(value.start, value.end)
        phrase = Phrase(start, end, text[start:end])
        return value if phrase == value else phrase
    if isinstance(value, tuple):
        moved = tuple(_moved(each, text, move) for each in value)
        return value if all(new is old for new, old in zip(moved, value, strict=True)) else moved
    if is_dataclass(value) and not isinstance(value, type):
        return _moved_noun(value, text, move)
    return value


def _moved_noun(noun: Any, text: str, move: _Move) -> Any:  # noqa: ANN401 - any body
    changes = {}
    for name in type(noun).__dataclass_fields__:
        old = getattr(noun, name)
        new = _moved(old, text, move)
        if new is not old:
            changes[name] = new
    return replace(noun, **changes) if changes else noun
