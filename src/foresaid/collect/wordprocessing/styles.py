"""How does a run or paragraph look, by its style and by itself: hidden, white, tiny, a quotation, a list item?

Looks are laid over one another in the order of ECMA-376 part 1, §17.7.2: defaults, paragraph style,
character style, the run's own. Table styles are asked only whether they colour the ground.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from foresaid.collect.wordprocessing.names import attribute, child, name, on, value, whole

PAPER, COLOURED, UNKNOWN = "paper", "coloured", "unknown"  # what text may stand on
# The built-in styles for passages quoted at length; Word keeps these names in every language, and
# LibreOffice writes "Quotations". Source: ECMA-376 part 1, §17.7.4.18 (latentStyles).
_QUOTING = frozenset({"quote", "intense quote", "block text", "quotations"})
_NO_FILL = frozenset({"auto", "none", "", "white"})
_PALE = 0xF7  # a colour whose channels are all as bright is white to the eye (as in collect/hiding)
_SIX_DIGITS = 6
# Type of one point is below anything printed; hidden words are set in it. Sizes are half points.
_TINY = 2
_UNNUMBERED = "0"  # the list number that takes a paragraph out of its list (§17.9.18)


@dataclass(frozen=True, slots=True)
class Look:
    """What is said of how text looks; None where nothing is said.

    `ground` is the colour behind it, `size` counts half points, `list` and `level` say which list it
    stands in and how deep; `tints` says of a table style that it colours some of the ground.
    """

    vanish: bool | None = None
    colour: str | None = None
    size: int | None = None
    ground: str | None = None
    quote: bool | None = None
    list: str | None = None
    level: int | None = None
    new_page: bool | None = None
    tints: bool | None = None


_FIELDS = tuple(each.name for each in fields(Look))
NOTHING = Look()


def over(below: Look, above: Look) -> Look:
    """One look laid over another."""
    if below == NOTHING:
        return above
    mine = (getattr(above, each) for each in _FIELDS)
    theirs = (getattr(below, each) for each in _FIELDS)
    return Look(*(b if a is None else a for a, b in zip(mine, theirs, strict=True)))


def run_look(properties: Any) -> Look:  # noqa: ANN401 - an lxml element (w:rPr) or None
    """What run properties say by themselves."""
    if properties is None or not len(properties):
        return NOTHING
    colour, highlight = value(properties, "w:color"), value(properties, "w:highlight")
    marked = COLOURED if highlight and highlight.casefold() not in _NO_FILL else None
    return Look(
        vanish=on(properties, "w:vanish"),
        colour=colour.casefold() if colour else None,
        size=whole(value(properties, "w:sz")),
        ground=marked or behind(child(properties, "w:shd")),
    )


def paragraph_look(properties: Any) -> Look:  # noqa: ANN401 - an lxml element (w:pPr) or None
    """What paragraph properties say by themselves; the look of the paragraph's mark is no part of it."""
    if properties is None or not len(properties):
        return NOTHING
    return Look(
        ground=behind(child(properties, "w:shd")),
        list=value(properties, "w:numPr", "w:numId"),
        level=whole(value(properties, "w:numPr", "w:ilvl")),
        new_page=on(properties, "w:pageBreakBefore"),
    )


def behind(shading: Any) -> str | None:  # noqa: ANN401 - an lxml element (w:shd) or None
    """What a shading puts behind text: paper, coloured, or None where there is no shading."""
    if shading is None or attribute(shading, "val") == "nil":
        return None
    fill = (attribute(shading, "fill") or "").casefold()
    pattern = attribute(shading, "val") not in {"clear", None}
    return PAPER if not pattern and (fill in _NO_FILL or _white(fill)) else COLOURED


def _white(colour: str | None) -> bool:
    """Whether a colour (six hexadecimal digits) is white or as good as white."""
    if not colour or len(colour) != _SIX_DIGITS:
        return False
    try:
        return min(bytes.fromhex(colour)) >= _PALE
    except ValueError:
        return False


def hidden(look: Look, below: str) -> str:
    """Why a reader does not see text of this look ("" where a reader does), "?" where it cannot be told."""
    if look.vanish:
        return "hidden (vanish)"
    if look.size is not None and look.size <= _TINY:
        return "type of one point or less"
    if _white(look.colour):
        ground = look.ground or below
        return {COLOURED: "", UNKNOWN: "?"}.get(ground, "white on white")
    return ""


def in_list(look: Look) -> bool:
    """Whether a paragraph is an item of a list."""
    return look.list is not None and look.list != _UNNUMBERED


class Styles:
    """The styles of a document, each with all that it is based on; a missing style says nothing."""

    def __init__(self, root: Any = None) -> None:  # noqa: ANN401 - w:styles, or None where there is no part
        self._elements: dict[str, Any] = {}
        self._looks: dict[str, Look] = {}
        self._default = NOTHING
        self._default_paragraph: str | None = None
        for element in root if root is not None else ():
            if name(element) == "w:style":
                self._elements.setdefault(attribute(element, "styleId") or "", element)
                if attribute(element, "type") == "paragraph" and attribute(element, "default") == "1":
                    self._default_paragraph = attribute(element, "styleId")
            elif name(element) == "w:docDefaults":
                self._default = run_look(child(element, "w:rPrDefault", "w:rPr"))

    def paragraph(self, properties: Any) -> Look:  # noqa: ANN401 - w:pPr or None
        """The look of a paragraph's text: defaults, its style, and itself."""
        style = value(properties, "w:pStyle") or self._default_paragraph
        return over(over(self._default, self.look(style)), paragraph_look(properties))

    def run(self, properties: Any, paragraph: Look) -> Look:  # noqa: ANN401 - w:rPr or None
        """The look of a run in a paragraph."""
        if properties is None or not len(properties):
            return paragraph
        return over(over(paragraph, self.look(value(properties, "w:rStyle"))), run_look(properties))

    def look(self, style: str | None) -> Look:
        """What a style says, with all it is based on; each style is looked at once."""
        line = self._line(style)
        for place in range(len(line) - 1, -1, -1):
            key = attribute(line[place], "styleId") or ""
            if key not in self._looks:
                base = attribute(line[place + 1], "styleId") or "" if place + 1 < len(line) else None
                below = self._looks[base] if base is not None else NOTHING
                self._looks[key] = over(below, self._own(line[place]))
        return self._looks.get(style or "", NOTHING)

    def _own(self, element: Any) -> Look:  # noqa: ANN401
        title = (value(element, "w:name") or "").casefold()
        tints = any(name(each) == "w:shd" and behind(each) == COLOURED for each in element.iter())
        above = Look(quote=title in _QUOTING or None, tints=tints or None)
        paragraph = over(above, paragraph_look(child(element, "w:pPr")))
        return over(paragraph, run_look(child(element, "w:rPr")))

    def _line(self, style: str | None) -> list[Any]:
        """A style and those it is based on, up to the first known already (or met twice)."""
        line: list[Any] = []
        met: set[str] = set()
        while style and style in self._elements and style not in met:
            met.add(style)
            line.append(self._elements[style])
            if style in self._looks:
                break
            style = value(self._elements[style], "w:basedOn")
        return line
