"""What was found to be damaged or added, before it is an annotation?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.model.bodies import ArtefactKind


class Damage(NamedTuple):
    """Where, of which kind, what reading takes instead (None: nothing is changed), and a remark."""

    start: int
    end: int
    kind: ArtefactKind
    repaired: str | None = None
    note: str = ""


def blank(text: str, start: int, end: int) -> str:
    """Blanks for a stretch of text, line breaks kept: of the same length, and with nothing to be read."""
    lines = text[start:end].split("\n")
    return "\n".join(" " * len(line) for line in lines)


def blanked(text: str, damages: Iterable[Damage]) -> str:
    """The text with every stretch blanked, so that all else stays where it is; damages in text order."""
    parts: list[str] = []
    position = 0
    for each in damages:
        if each.start >= position:
            parts += (text[position : each.start], blank(text, each.start, each.end))
            position = each.end
    return "".join((*parts, text[position:])) if parts else text
