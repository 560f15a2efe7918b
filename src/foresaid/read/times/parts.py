"""Which days are the first, last or third so many of a month or year? "the last week of August 1914"."""

from __future__ import annotations

from foresaid.model.dates import civil_date, day_number, days_in_month
from foresaid.read.times.points import Point

_WEEK = 7
_MONTHS = 12
_DAYS = {"D": 1, "W": _WEEK}


def part_of(whole: Point, place: int, amount: float, unit: str) -> str | None:
    """The part of a month or year as EDTF: `place` counts from 1, and from the end when negative.

    Weeks are counted by sevens from the first day or back from the last, which need not be what the writer did: hence
    "~" at the bound that depends on it. None for a part that is longer than the whole, or finer than can be told.
    """
    if whole.day is not None or amount != int(amount) or amount < 1 or place == 0:
        return None
    if unit == "M" and whole.month is None:
        return _months(whole.year, place, int(amount))
    if unit not in _DAYS:
        return None
    first = day_number(whole.year, whole.month or 1, 1)
    last_month = whole.month or _MONTHS
    last = day_number(whole.year, last_month, days_in_month(whole.year, last_month))
    length = int(amount) * _DAYS[unit]
    begin = first + (place - 1) * length if place > 0 else last + 1 + place * length
    end = begin + length - 1
    if begin < first or end > last:
        return None
    edges = [Point(*civil_date(day)).edtf for day in (begin, end)]
    if unit == "W":
        edges = [
            edge + ("" if day in (first, last) else "~")
            for edge, day in zip(edges, (begin, end), strict=True)
        ]
    return edges[0] if begin == end else "/".join(edges)


def _months(year: int, place: int, amount: int) -> str | None:
    begin = 1 + (place - 1) * amount if place > 0 else _MONTHS + 1 + place * amount
    end = begin + amount - 1
    if begin < 1 or end > _MONTHS:
        return None
    first, last = Point(year, begin).edtf, Point(year, end).edtf
    return first if begin == end else f"{first}/{last}"
