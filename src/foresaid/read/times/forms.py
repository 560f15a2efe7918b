"""What does a time expression say by itself, before anybody asks what it leans on?"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The kinds of time expressions that need different reckoning."""

    CALENDAR = "calendar"  # a year, month or day, with parts that may be missing
    AGE = "age"  # a decade or century
    STRETCH = "stretch"  # so long, with no place in time: "three years"
    SHIFT = "shift"  # so long before or after something: "three years later"
    POINT = "point"  # the year, month, week, day that something points to: "that year", "last week"
    SET = "set"  # again and again: "daily", "per month"
    CLOCK = "clock"  # a time of the day without a day
    REFERENCE = "reference"  # the present, a past, a future, of no fixed extent
    HOLIDAY = "holiday"  # a feast or day with a name
    ANNIVERSARY = "anniversary"  # so many years after an event, to the day
    NAME = "name"  # the name of an event, which is no time though it may hold words of time


class Edge(StrEnum):
    """Which part of a time is meant (TIMEX2 MOD)."""

    START = "start"
    MID = "mid"
    END = "end"
    INSIDE = "inside"


class Form(NamedTuple):
    """A time expression as it stands (a tuple, as there are many and they are made anew at each step), with the parts that it names; None, "" and False are parts it does not name.

    `season` is an EDTF code of a season, quarter or half (21-41); `decade` and `century` are written so that 193 is
    the 1930s and 18 the nineteenth century; `lean` says towards what a missing part points; `unit` is an ISO letter
    of data/en/times.toml; `event` is where the words of an event stand that it is measured from, `inner` a time inside it; `place` which of a whole (1 the first, -1 the last); `days` an offset in days;
    `second_year` and `first_day` are of a time written double ("11/12 February 1731/2"); `negative` marks a year, decade or century before our era, `era` that the era is named.
    """

    start: int
    end: int
    kind: Kind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    decade: int | None = None
    century: int | None = None
    negative: bool = False
    era: bool = False
    edge: Edge | None = None
    about: bool = False
    lean: str = ""
    unit: str = ""
    amount: float | None = None
    vague: bool = False
    clock: str = ""
    day_part: str = ""
    days: int = 0
    name: str = ""
    event: tuple[int, int] | None = None
    fiscal: bool = False
    second_year: int | None = None
    first_day: int | None = None
    style: str = ""
    inner: Form | None = None
    place: int = 0
