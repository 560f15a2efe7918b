"""Which number or bullet stands before a list item?

Source: ECMA-376 part 1, §17.9. Bullets of whatever picture or font are shown as •.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from foresaid.collect.wordprocessing.names import attribute, name, on, value, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from foresaid.collect.wordprocessing.styles import Look, Styles

_LEVELS = 9
# "Article %1.%2.%3" is long for a level's text; longer ones would let a small file grow without bound.
_LONGEST_TEXT = 40
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 3999
_LETTERS = 26
_LARGEST_LETTERED = (
    30 * _LETTERS
)  # Word writes a, … z, aa, bb, …; beyond thirty letters digits serve better


def roman(number: int) -> str:
    """A number in small Roman numerals; in digits where there are none."""
    if not 0 < number <= _LARGEST_ROMAN:
        return str(number)
    numeral = ""
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        numeral += letters * times
    return numeral


def lettered(number: int) -> str:
    """A number in small letters as Word counts: a to z, aa, bb, …"""
    if not 0 < number <= _LARGEST_LETTERED:
        return str(number)
    times, letter = divmod(number - 1, _LETTERS)
    return chr(ord("a") + letter) * (times + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": lettered,
    "upperLetter": lambda number: lettered(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "none": lambda _: "",
    "bullet": lambda _: "",
}


@dataclass(slots=True)
class _Level:
    """One level of a list: how it counts, what is written around the number, and which style stands in it.

    `restarts` is the level, from 1, whose items and those above make it start anew; None for every level
    above it, 0 for none (§17.9.10).
    """

    form: str = "decimal"
    text: str = ""
    start: int = 0
    gap: str = " "
    digits: bool = False
    restarts: int | None = None
    style: str = ""


@dataclass(slots=True)
class _List:
    """One list: its levels, which abstract list counts for it, and where it starts anew."""

    counts: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document; asked for each item in the order of the text, it counts."""

    def __init__(self, root: Any, styles: Styles) -> None:  # noqa: ANN401 - w:numbering, or None
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}  # abstract lists that only point to a style
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self.unknown: dict[str, int] = {}
        elements = list(root) if root is not None else []
        for element in elements:
            if name(element) == "w:abstractNum":
                key = attribute(element, "abstractNumId") or ""
                self._abstract[key] = _levels(element)
                self._links[key] = value(element, "w:numStyleLink") or ""
        numbers = [element for element in elements if name(element) == "w:num"]
        points = {attribute(each, "numId") or "": value(each, "w:abstractNumId") or "" for each in numbers}
        for element in numbers:
            self._read(element, points, styles)

    def label(self, look: Look, style: str | None) -> str:
        """What stands before an item of this look, with the gap after it; "" where nothing does."""
        known = self._lists.get(look.list or "")
        if known is None:
            return ""
        depth = look.level
        if depth is None:
            depth = next((n for n, each in known.levels.items() if style and each.style == style), 0)
        level = known.levels.get(depth)
        if level is None:
            return ""
        if level.form == "bullet":
            return "•" + level.gap
        self._count(look.list or "", known, depth)
        text = self._filled(known, level)
        return text + level.gap if text else ""

    def _read(self, element: Any, points: dict[str, str], styles: Styles) -> None:  # noqa: ANN401
        counts = value(element, "w:abstractNumId") or ""
        if self._links.get(counts):  # a list style: its own list has the levels (§17.9.21)
            counts = points.get(styles.look(self._links[counts]).list or "", counts)
        one = _List(counts, dict(self._abstract.get(counts, {})))
        for override in element:
            depth = whole(attribute(override, "ilvl"))
            if name(override) != "w:lvlOverride" or depth is None:
                continue
            one.levels.update(_levels(override))
            start = whole(value(override, "w:startOverride"))
            if start is not None:
                one.starts[depth] = start
        self._lists[attribute(element, "numId") or ""] = one

    def _count(self, key: str, known: _List, depth: int) -> None:
        counters = self._counters.setdefault(known.counts, {})
        if depth in known.starts and (key, depth) not in self._begun:
            counters[depth] = known.starts[depth]
        else:
            start = known.levels[depth].start
            counters[depth] = counters.get(depth, start - 1) + 1
        self._begun.add((key, depth))
        # A level that was passed over counts as begun: after "2.a.i" without a "2.a" comes "2.b".
        for above in range(depth):
            counters.setdefault(above, known.levels.get(above, _Level()).start)
        for deeper in range(depth + 1, _LEVELS):
            restarts = known.levels.get(deeper, _Level()).restarts
            if deeper in counters and (restarts is None or depth < restarts):
                del counters[deeper]

    def _filled(self, known: _List, level: _Level) -> str:
        """The text of a level with the numbers of all levels that it names: %1 is the first."""
        counters = self._counters.get(known.counts, {})
        pieces = level.text.split("%")
        filled = pieces[0]
        for piece in pieces[1:]:
            number = whole(piece[:1])
            if number is None or not 1 <= number <= _LEVELS:
                filled += "%" + piece
                continue
            named = known.levels.get(number - 1, _Level())
            filled += self._written(counters.get(number - 1, named.start), named, level) + piece[1:]
        return filled

    def _written(self, number: int, named: _Level, level: _Level) -> str:
        if level.digits and named.form not in {"none", "bullet"}:
            return str(number)
        if named.form not in _FORMATS:
            self.unknown[named.form] = self.unknown.get(named.form, 0) + 1
        return _FORMATS.get(named.form, str)(number)


def _levels(parent: Any) -> dict[int, _Level]:  # noqa: ANN401 - w:abstractNum or w:lvlOverride
    """The levels that an element holds, by their depth from 0."""
    levels: dict[int, _Level] = {}
    for element in parent:
        depth = whole(attribute(element, "ilvl"))
        if name(element) != "w:lvl" or depth is None:
            continue
        start = whole(value(element, "w:start"))
        levels[depth] = _Level(
            form=value(element, "w:numFmt") or "decimal",
            text=(value(element, "w:lvlText") or "")[:_LONGEST_TEXT],
            start=start or 0,  # 0 where nothing is said (§17.9.25)
            gap="" if value(element, "w:suff") == "nothing" else " ",
            digits=bool(on(element, "w:isLgl")),
            restarts=whole(value(element, "w:lvlRestart")),
            style=value(element, "w:pStyle") or "",
        )
    return levels
