"""How are decades, centuries and their parts written as EDTF?"""

from __future__ import annotations

from foresaid.read.times.forms import Edge

# The years of a decade that "early", "mid" and "late" mean. No source fixes them: in the hand-made values of the project
# (seed/gold.json) the early 1920s are 1920 to 1923 and the mid-1930s 1934 to 1936; the rest is late. Hence "~".
_OF_DECADE = {Edge.START: (0, 3), Edge.MID: (4, 6), Edge.END: (7, 9)}
_LAST = 9999
_OF_CENTURY = {Edge.START: (0, 33), Edge.MID: (34, 66), Edge.END: (67, 99)}


def age_of(year: int, unit: str) -> str | None:
    """The decade ("DE") or century in which a year lies; None before our era and beyond four digits."""
    if not 0 <= year <= _LAST:
        return None
    return f"{year // 10:03d}X" if unit == "DE" else f"{year // 100:02d}XX"


def decade(number: int, edge: Edge | None) -> str:
    """The decade whose years begin with `number` (193), or a part of it, approximate."""
    if edge is None or edge is Edge.INSIDE:
        return f"{number:03d}X"
    first, last = _OF_DECADE[edge]
    return f"{number * 10 + first}~/{number * 10 + last}~"


def century(number: int, edge: Edge | None, *, negative: bool) -> str | None:
    """The century whose years begin with `number` (18 the nineteenth), or a part of it, approximate."""
    if negative:
        # the 9th century BC reaches from 900 to 801 BC, the astronomical years -899 to -800
        first, last = -(number + 1) * 100 + 1, -number * 100
        if edge is not None and edge is not Edge.INSIDE:
            start, end = _OF_CENTURY[edge]
            return f"{_year(first + start)}~/{_year(first + end)}~"
        return f"{_year(first)}/{_year(last)}"
    if edge is None or edge is Edge.INSIDE:
        return f"{number:02d}XX"
    start, end = _OF_CENTURY[edge]
    return f"{number * 100 + start:04d}~/{number * 100 + end:04d}~"


def _year(year: int) -> str:
    return f"-{-year:04d}" if year < 0 else f"{year:04d}"
