"""Which days does an expression mean that names a year, season, month, day or holiday?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import TimeType
from foresaid.model.dates import days_in_month
from foresaid.read.times.ages_written import century, decade
from foresaid.read.times.points import Point, julian_to_gregorian, moved
from foresaid.read.times.values import Value, exists, likely, timed, weekday_note
from foresaid.read.times.years_missing import STEPS, Year, anchor_of, year_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from foresaid.read.times.forms import Form
    from foresaid.read.times.narrative import Narrative

    FeastDay = Callable[[str, int], tuple[int, int] | None]

_WINTER = 24
_DECADES = 10
_LEAP_YEAR = 2000
# Decades go by their tens alone only in years of four digits.
_FIRST_CENTURIES, _LAST_YEAR = 1000, 9999
_LAST_COMMON_MONTH = 3
_CALENDARS_APART, _FIRST_COMMON_YEAR = (10, 11), 1753


def calendar_value(form: Form, following: Form | None, now: Narrative) -> Value:
    """The value of a date whose parts may be missing; `following` is the date that a range or list runs on to."""
    if form.day is not None and form.month is None:
        return _bare_day(form, now)
    if form.fiscal and form.year is None and following is None:
        return _fiscal(form, now)
    year = year_of(form, following, now)
    if form.season is not None or form.fiscal:
        return _season(form, year)
    shape = "day" if form.day is not None else "month" if form.month is not None else "year"
    if (
        form.month
        and form.day
        and form.day > _longest(form.month, year.value if form.year is not None else None)
    ):
        which = f"{form.year}-{form.month:02d}" if form.year is not None else f"month {form.month}"
        return Value(TimeType.DATE, f"{shape}.none", note=f"{which} has no day {form.day}")
    if year.value is None or not exists(point := Point(year.value, form.month, form.day)):
        open_year = Point(0, form.month, form.day).edtf.removeprefix("0000")
        return Value(TimeType.DATE, f"{shape}.no-year", f"XXXX{open_year}" if form.month else None)
    edtf, note = timed(point, form), weekday_note(form, point)
    if year.doubt:
        edtf = f"{Point(year.value).edtf}?{edtf.removeprefix(Point(year.value).edtf)}"
    if form.second_year is not None:
        last = Point(form.second_year, form.month, form.day)
        # a year written double by those who began it on 25 March: by our count it is the second
        edtf, point = (last.edtf, last) if form.month else (f"{point.edtf}/{last.edtf}", last)
    if form.first_day is not None and point.day is not None:
        edtf, note = _two_days(form.first_day, point)
    if form.style == "old" and point.day is not None:
        note = f"old style; by the Gregorian calendar {julian_to_gregorian(point).edtf}"
    return Value(
        TimeType.TIME if form.clock or form.day_part else TimeType.DATE,
        shape + year.rule,
        edtf + "~" if form.about else edtf,
        anchor=year.anchor,
        place=year.place,
        note=note,
        likely=likely(point, form.edge),
        point=point,
    )


def _two_days(first: int, last: Point) -> tuple[str, str]:
    """A day written double: one day by both calendars where they are as far apart as these were, else one to the other.

    By 1582 to 1699 the Gregorian calendar was ten days ahead, then eleven until England changed.
    """
    assert last.day is not None
    if last.day - first in _CALENDARS_APART and last.year < _FIRST_COMMON_YEAR:
        return last.edtf, f"old style {Point(last.year, last.month, first).edtf}"
    return (
        f"{Point(last.year, last.month, first).edtf}/{last.edtf}" if first < last.day else last.edtf
    ), ""


def _longest(month: int, year: int | None) -> int:
    """The last day of a month; of February without a year the 29th."""
    return days_in_month(_LEAP_YEAR if year is None else year, month)


def _bare_day(form: Form, now: Narrative) -> Value:
    """A day by its number: "on the 20th", "the 4th inst."."""
    if form.lean.startswith("letter"):
        base, quoted = now.spoken(form)
        anchor, place = anchor_of(quoted is not None, base is not None), None
    else:
        told = now.told(form, "M")
        base = told.point if told else None
        anchor, place = (told.point.edtf, told.place) if told else ("", None)
    steps = STEPS.get(form.lean.removeprefix("letter-"), 0)
    month = moved(base.cut("M"), steps, "M") if base and base.month else None
    if month is None or not exists(point := Point(month.year, month.month, form.day)):
        return Value(TimeType.DATE, "day.no-month", f"XXXX-XX-{form.day:02d}")
    return Value(TimeType.DATE, "day.bare", point.edtf, anchor=anchor, place=place, point=point)


def _fiscal(form: Form, now: Narrative) -> Value:
    """A fiscal year that is only pointed to: "the next fiscal year".

    It bears the number of the year in which it ends. From January to March all that are usual (the calendar's, those
    that end in April, June and September) bear the calendar's number; later in the year it is this or the next.
    """
    base, quoted = now.spoken(form)
    if base is None or not form.lean or form.lean in ("same", "previous"):
        return Value(TimeType.DATE, "fiscal.open")
    year = base.year + STEPS["next" if form.lean == "following" else form.lean]
    sure = base.month is not None and base.month <= _LAST_COMMON_MONTH
    edtf = Point(year).edtf if sure else f"[{Point(year).edtf},{Point(year + 1).edtf}]"
    return Value(TimeType.DATE, "fiscal.document", edtf, anchor=anchor_of(quoted is not None, known=True))


def _season(form: Form, year: Year) -> Value:
    """A season, quarter, half or fiscal year."""
    name = "fiscal" if form.fiscal else "season"
    if year.value is None:
        return Value(TimeType.DATE, f"{name}.no-year")
    point = Point(year.value)
    if form.fiscal:
        edtf = point.edtf
    elif form.season == _WINTER and form.second_year is not None:
        # as far as the winter of one year reaches (docs/explain/edtf.md)
        edtf = f"{Point(year.value, 12).edtf}/{Point(form.second_year, 3).edtf}"
    else:
        edtf = f"{point.edtf}-{form.season}"
    told = point if form.year is not None and not form.fiscal else None
    return Value(TimeType.DATE, name + year.rule, edtf, anchor=year.anchor, place=year.place, point=told)


def age_value(form: Form, now: Narrative) -> Value:
    """The value of a decade or century."""
    if form.century is not None:
        return Value(TimeType.DATE, "century", century(form.century, form.edge, negative=form.negative))
    number = form.decade or 0
    if form.lean != "century":
        return Value(TimeType.DATE, "decade", decade(number, form.edge))
    told = now.year
    base = told.point if told else now.document
    if base is None or not _FIRST_CENTURIES <= base.year <= _LAST_YEAR:
        return Value(TimeType.DATE, "decade.no-century", f"XX{number}X")
    anchor = told.point.edtf if told else anchor_of(quoted=False, known=True)
    written = decade(base.year // 100 * _DECADES + number, form.edge)
    return Value(TimeType.DATE, "decade.short", written, anchor=anchor, place=told.place if told else None)


def holiday_value(form: Form, now: Narrative, feast_day: FeastDay) -> Value:
    """The value of a day with a name; one that is not reckoned here has none."""
    if not form.name:
        return Value(TimeType.DATE, "holiday.unreckoned")
    year = year_of(form, None, now)
    day = feast_day(form.name, year.value) if year.value is not None else None
    if year.value is None or day is None:
        return Value(
            TimeType.DATE,
            "holiday.no-year",
            f"XXXX-{form.name}" if form.name[0].isdigit() and " of " not in form.name else None,
        )
    point = Point(year.value, *day)
    kind = TimeType.TIME if form.day_part else TimeType.DATE
    return Value(kind, f"holiday{year.rule}", point.edtf, anchor=year.anchor, place=year.place, point=point)
