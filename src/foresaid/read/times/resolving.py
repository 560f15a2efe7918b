"""Which time of the calendar does an expression mean, and what tells us so?

Expressions are taken in the text's order. Each missing part is looked for where its words point: at the document's
date ("last year"), at what the text told last ("that year", "three days later", "7 August"), at an event. What points
at nothing that is known gets no value, or an X for each part that is not known ("XXXX-12-26").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.model.annotations import Span
from foresaid.model.bodies import TimeType
from foresaid.read.times.ages_written import age_of
from foresaid.read.times.calendar_values import age_value, calendar_value, holiday_value
from foresaid.read.times.forms import Form, Kind
from foresaid.read.times.parts import part_of
from foresaid.read.times.points import Point, duration, moved, shifted, week, weekday
from foresaid.read.times.values import Value, likely, timed
from foresaid.read.times.years_missing import STEPS, TO_DOCUMENT, anchor_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from foresaid.read.times.calendar_values import FeastDay
    from foresaid.read.times.events import TextEvents
    from foresaid.read.times.narrative import Narrative, Told

# What is shorter than a unit of the key ends before one of the value is over: "within months" is within a year.
_WITHIN = {"Y": "DE", "M": "Y", "W": "M", "D": "M", "N": "M", "TH": "D", "TM": "D"}
_WEEK = 7


class Resolver:
    """Resolves the forms of one text in order."""

    def __init__(self, now: Narrative, events: TextEvents, feast_day: FeastDay) -> None:
        self._now = now
        self._events = events
        self._by_kind: dict[Kind, Callable[[Form], Value]] = {
            Kind.AGE: lambda form: age_value(form, now),
            Kind.STRETCH: self._stretch,
            Kind.SHIFT: self._shift,
            Kind.POINT: self._point,
            Kind.SET: self._set,
            Kind.REFERENCE: lambda form: Value(TimeType.DATE, f"reference.{form.lean}"),
            Kind.HOLIDAY: lambda form: holiday_value(form, now, feast_day),
            Kind.ANNIVERSARY: self._anniversary,
        }

    def resolve(self, form: Form, following: Form | None) -> Value:
        """The value of a form; `following` is the form that a range or list runs on to, None for none."""
        self._now.enter(form)
        if form.kind is Kind.CALENDAR:
            value = calendar_value(form, following, self._now)
        elif form.kind is Kind.CLOCK:
            value = self._clock(form, following)
        else:
            value = self._by_kind[form.kind](form)
        if value.point is not None:
            self._now.tell(value.point, form)
            self._events.tell(form.start, form.end, value.point)
        return value

    # so long, and a step from another time

    def _stretch(self, form: Form) -> Value:
        length = duration(form.amount, form.unit)
        if form.lean == "since":
            _, label, place = self._event(form)
            return Value(TimeType.DURATION, "stretch.since", None, length, label, place)
        if form.inner is not None:
            return self._part(form, form.inner, length)
        base, quoted = self._now.spoken(form)
        if form.lean == "past" and base is not None and form.amount is not None and form.event is None:
            begin = shifted(base, -form.amount, form.unit)
            if begin is not None:
                edtf = f"{begin.edtf}/{base.cut(form.unit).edtf}"
                return Value(
                    TimeType.DURATION,
                    "stretch.past",
                    edtf,
                    length,
                    anchor_of(quoted is not None, known=True),
                )
        return Value(TimeType.DURATION, "stretch", None, length)

    def _part(self, form: Form, inner: Form, length: str | None) -> Value:
        """So much of a time that is named: "the last week of August"; which, where its place in the whole is told."""
        whole = self.resolve(inner, None)
        edtf = None
        if whole.point is not None and form.place and form.amount is not None:
            edtf = part_of(whole.point, form.place, form.amount, form.unit)
        place = Span(inner.start, inner.end)
        return Value(TimeType.DURATION, "stretch.part", edtf, length, whole.edtf or "", place)

    def _shift(self, form: Form) -> Value:
        length = duration(form.amount, form.unit)
        if form.event is not None:
            return self._from_event(form, length)
        backward = form.lean in ("ago", "earlier")
        told, base, anchor = self._base(form)
        rule = f"shift.{form.lean}"
        if base is None or form.amount is None:
            return Value(TimeType.DATE, f"{rule}.open", None, length)
        point = shifted(base, -form.amount if backward else form.amount, form.unit)
        edtf = None if point is None else point.edtf + "~" if form.about else point.edtf
        # what is told in looking back is no place from which the narrative goes on
        onward = point if told is not None and not backward else None
        place = told.place if told else None
        return Value(TimeType.DATE, rule, edtf, length, anchor, place, point=onward)

    def _base(self, form: Form) -> tuple[Told | None, Point | None, str]:
        """From where a step goes: the point told last, or the day of speaking."""
        if form.lean in ("ago", "hence"):
            base, quoted = self._now.spoken(form)
            return None, base, anchor_of(quoted is not None, base is not None)
        told = self._now.told(form)
        return told, told.point if told else None, told.point.edtf if told else ""

    def _event(self, form: Form) -> tuple[Point | None, str, Span | None]:
        """When the event of a form was, in words what told it, and where."""
        if form.inner is not None:
            value = self.resolve(form.inner, None)
            return value.point, value.edtf or "", Span(form.inner.start, form.inner.end)
        dated = self._events.date(*form.event) if form.event else None
        return (dated.point, dated.label, dated.place) if dated else (None, "", None)

    def _from_event(self, form: Form, length: str | None) -> Value:
        """A step from an event that is named: "two days after the siege began"."""
        base, label, place = self._event(form)
        rule = f"event.{form.lean}"
        if base is None:
            return Value(TimeType.DATE, f"{rule}.open", None, length)
        if form.lean == "within":
            end = shifted(base, 1, _WITHIN.get(form.unit, "Y")) or shifted(base.cut("Y"), 1, "Y")
            edtf = f"{base.edtf}/{end.edtf}" if end else None
            return Value(TimeType.DATE, rule, edtf, length, label, place)
        if form.amount is None:
            return Value(TimeType.DATE, f"{rule}.open", None, length, label, place)
        point = shifted(base, -form.amount if form.lean == "earlier" else form.amount, form.unit)
        return Value(TimeType.DATE, rule, point.edtf if point else None, length, label, place)

    def _anniversary(self, form: Form) -> Value:
        """So many years after an event; what the text says of its year is checked by the annotator."""
        dated = self._events.date(*form.event) if form.event else None
        pointed = form.event is not None and self._events.points_back(*form.event)
        told = self._now.told(form, "D") or self._now.told(form)
        if dated is None and pointed and told is not None:
            point = shifted(told.point, form.amount or 0, "Y")
            base, label, place = told.point, told.point.edtf, told.place
        elif dated is not None:
            base, label, place = dated.point, dated.label, dated.place or Span(*(form.event or (0, 0)))
        else:
            return Value(TimeType.DATE, "anniversary.open")
        point = Point(base.year + int(form.amount or 0), base.month, base.day)
        return Value(TimeType.DATE, "anniversary", point.edtf, None, label, place)

    # what something points to

    def _point(self, form: Form) -> Value:
        if form.weekday is not None:
            return self._day_of_week(form)
        if form.lean == "today":
            return self._today(form)
        told, base, anchor = self._pointed(form)
        value = Value(
            TimeType.DATE, f"point.{form.lean}", anchor=anchor, place=told.place if told else None
        )
        if base is None or (form.lean == "the" and form.edge is None):
            return replace(value, anchor="", place=None)
        return self._turned(form, base, value)

    def _today(self, form: Form) -> Value:
        """The day of speaking, or one beside it; of a longer date "today" is somewhere in it."""
        base, quoted = self._now.spoken(form)
        point = moved(base, form.days, "D") if base else None
        edtf = point.edtf if point else base.edtf if base and not form.days else None
        kind = TimeType.TIME if form.day_part else TimeType.DATE
        return Value(kind, "today", edtf, anchor=anchor_of(quoted is not None, edtf is not None))

    def _pointed(self, form: Form) -> tuple[Told | None, Point | None, str]:
        if form.lean in TO_DOCUMENT:
            base, quoted = self._now.spoken(form)
            return None, base, anchor_of(quoted is not None, base is not None)
        told = self._now.told(form, form.unit)
        return told, told.point if told else None, told.point.edtf if told else ""

    def _turned(self, form: Form, base: Point, value: Value) -> Value:
        """The year, month, week or day so many steps from a point."""
        steps = STEPS[form.lean]
        if form.unit == "W":
            return replace(value, edtf=week(base, steps))
        if (form.unit == "D" and base.day is None) or (form.unit == "M" and base.month is None):
            return value
        point = moved(base.cut(form.unit), steps, form.unit)
        if point is None:
            return value
        if form.unit in ("DE", "CE"):
            return replace(value, edtf=age_of(point.year, form.unit))
        onward = None if form.lean in TO_DOCUMENT else point
        return replace(value, edtf=timed(point, form), likely=likely(point, form.edge), point=onward)

    def _day_of_week(self, form: Form) -> Value:
        """A weekday of the week before the document's day, or behind it where the text says "next"."""
        base, quoted = self._now.spoken(form)
        today = weekday(base) if base else None
        if base is None or today is None or form.weekday is None:
            return Value(TimeType.DATE, "weekday.open")
        ahead = (form.weekday - today) % _WEEK
        if form.lean in ("next", "this", "following"):
            steps = ahead or (0 if form.lean == "this" else _WEEK)
        elif form.lean:
            steps = ahead - _WEEK
        else:
            # the last one, or today; but what was six days ago nobody calls by its weekday when it is also tomorrow's
            steps = ahead if ahead <= 1 or self._now.lies_ahead(form) else ahead - _WEEK
        point = moved(base, steps, "D")
        kind = TimeType.TIME if form.clock or form.day_part else TimeType.DATE
        return Value(
            kind,
            "weekday",
            timed(point, form) if point else None,
            anchor=anchor_of(quoted is not None, known=True),
        )

    def _clock(self, form: Form, following: Form | None) -> Value:
        """A time of the day that the text told last, where its words point there, or names behind it."""
        if following is not None:
            day = calendar_value(following._replace(clock=form.clock), None, self._now)
            return replace(day, type=TimeType.TIME, rule=f"clock.{day.rule}", point=None)
        told = self._now.day_of_clock(form)
        if told is None or not (form.lean in ("same", "following", "previous") or form.clock):
            return Value(TimeType.TIME, "clock.open")
        point = moved(told.point, STEPS.get(form.lean, 0), "D")
        edtf = timed(point, form) if point else None
        return Value(TimeType.TIME, "clock.narrative", edtf, anchor=told.point.edtf, place=told.place)

    def _set(self, form: Form) -> Value:
        return Value(
            TimeType.SET,
            "set",
            None,
            form.name if form.name.startswith("P") else duration(form.amount, form.unit),
        )
