"""What was found out about a time expression, and how is it written down?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.model.annotations import Span
from foresaid.model.bodies import TimeType
from foresaid.model.dates import days_in_month
from foresaid.read.times.forms import Edge
from foresaid.read.times.points import Point, weekday

if TYPE_CHECKING:
    from foresaid.read.times.forms import Form

# The anchor of what points to the day of writing, in words.
DOCUMENT = "the document's date"
# From the first whole year in which England counted by the Gregorian calendar weekdays are those counted here.
_GREGORIAN = 1753
# EDTF counts thirds of a year from code 37.
_FIRST_THIRD = 37
_LAST = 9999
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression means: see TimeExpression; `point` is where the narrative goes on from, None for nowhere."""

    type: TimeType
    rule: str
    edtf: str | None = None
    duration: str | None = None
    anchor: str = ""
    place: Span | None = None
    note: str = ""
    likely: str | None = None
    point: Point | None = None


def timed(point: Point, form: Form) -> str:
    """A point as EDTF, with the time of the day where a form has one."""
    return f"{point.edtf}T{form.clock}" if form.clock and point.day is not None else point.edtf


def likely(point: Point, edge: Edge | None) -> str | None:
    """The part of a year or month that "early", "mid" and "late" mean, by thirds; None where there is no such word.

    No source fixes their width; thirds are what EDTF has codes for (37-39), and ten days what a month has.
    """
    if edge is None or edge is Edge.INSIDE or point.day is not None or not 0 <= point.year <= _LAST:
        return None
    place = (Edge.START, Edge.MID, Edge.END).index(edge)
    if point.month is None:
        return f"{point.edtf}-{_FIRST_THIRD + place}"
    last = (10, 20, days_in_month(point.year, point.month))[place]
    return f"{point.edtf}-{(1, 11, 21)[place]:02d}/{point.edtf}-{last:02d}"


def weekday_note(form: Form, point: Point) -> str:
    """What does not fit where a text gives both the day and its weekday; "" where it fits."""
    real = weekday(point)
    if form.weekday is None or real is None or real == form.weekday or point.year < _GREGORIAN:
        return ""
    return f"{point.edtf} was a {_WEEKDAYS[real - 1]}, not a {_WEEKDAYS[form.weekday - 1]}"


def exists(point: Point) -> bool:
    """Whether the calendar has the point."""
    return point.month is None or point.day is None or point.day <= days_in_month(point.year, point.month)
