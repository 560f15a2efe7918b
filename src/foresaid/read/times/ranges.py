"""Which two times are the ends of one range, and which word bounds something by a time?"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.errors import DateError
from foresaid.model.annotations import Span
from foresaid.model.bodies import TimeType
from foresaid.read.times.forms import Form, Kind
from foresaid.read.times.words import GAP, any_of
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.read.times.values import Value
    from foresaid.read.times.words import TimeWords

# Between two dates of a list: " until the end of ", " through early ".
_LINK = 24
# Dates in a list before the one that has the year: "in March, April, May and June 1918".
_LIST = 4
_RANGED = frozenset((Kind.CALENDAR, Kind.AGE, Kind.HOLIDAY))
_LEAD = 14
# "at the constitutional assembly in" has 35 characters.
_EVENT = 56


class Ranges:
    """Joins the ends of ranges; holds the expressions made from the word tables."""

    def __init__(self, words: TimeWords) -> None:
        self._runs_on = re.compile(
            rf"{GAP}?(?:and|or|to|through|until|till|[-–—,]){GAP}?(?:and{GAP})?(?:the{GAP}|early{GAP}|late{GAP})?"
        )
        self._to = re.compile(
            rf"{GAP}?(?:[-–—]|{GAP}(?:to|until|till|through|up{GAP}to){GAP})(?:the{GAP})?"
        )
        self._and = re.compile(rf"{GAP}and{GAP}(?:the{GAP})?")
        self._opening = re.compile(rf"(?<![^\W_])(?P<word>between|from){GAP}(?:the{GAP})?\Z", re.IGNORECASE)
        self._ending = re.compile(
            rf",?{GAP}(?:which{GAP})?(?:{any_of(words.words('ending'))}){GAP}(?:on{GAP})?(?:the{GAP})?"
        )
        owners = any_of(word for word in words.words("owners") if word != "the")
        self._event = re.compile(
            rf"(?<![^\W_])(?:{any_of(words.words('event_leads'))}){GAP}(?P<event>(?:{owners}){GAP}"
            rf"(?:[a-z][a-z-]{{1,14}}{GAP}){{0,2}}[a-z]{{4,16}}){GAP}(?:in|on){GAP}(?:the{GAP})?\Z"
        )
        bounds = any_of((*words.words("before"), *words.words("after")))
        self._relation = re.compile(rf"(?<![^\W_])(?P<word>{bounds}){GAP}(?:the{GAP})?\Z", re.IGNORECASE)

    def runs_on(self, text: str, forms: Sequence[Form], number: int) -> Form | None:
        """The date with a year to which a range or list runs on: "between March and April 1918"; None for none."""
        form = forms[number]
        if number + 1 < len(forms) and (dated := self._dated(text, form, forms[number + 1])):
            return dated
        if form.kind is not Kind.CALENDAR or form.year is not None or form.month is None or form.lean:
            return None
        for at in range(number, min(number + _LIST, len(forms) - 1)):
            following = forms[at + 1]
            between = text[forms[at].end : following.start]
            if (
                len(between) > _LINK
                or following.kind is not Kind.CALENDAR
                or not self._runs_on.fullmatch(between)
            ):
                return None
            if following.month is not None and (following.year is not None or following.unit == "Y"):
                return following
        return None

    def _dated(self, text: str, form: Form, following: Form) -> Form | None:
        """The day of a time by the clock ("11 a.m. on 3 May 1918"), the end of a fiscal year ("ending June 30, 1924")."""
        between = text[form.end : following.start]
        if len(between) > _LINK or following.kind is not Kind.CALENDAR:
            return None
        if form.clock and form.kind is Kind.CLOCK and following.day is not None and between.strip() == "on":
            return following
        ends = (
            form.fiscal
            and form.year is None
            and following.year is not None
            and self._ending.fullmatch(between)
        )
        return following if ends else None

    def joined(
        self, text: str, found: Sequence[tuple[Form, Value]]
    ) -> Iterator[tuple[Form, Value, str | None]]:
        """The expressions with the range that each is an end of; one expression where neither end stands by itself.

        "between March and May of that year" is one: its first end has no year without the second.
        """
        interval: str | None = None
        skip = False
        for number, (form, value) in enumerate(found):
            if skip:
                skip = False
                continue
            before, interval = interval, None
            opening = None
            if number + 1 < len(found):
                interval, opening = self._range(text, (form, value), found[number + 1])
            following = found[number + 1][0] if number + 1 < len(found) else None
            if interval and opening and following and following.unit == "Y" and form.year is None:
                whole = form._replace(start=opening.start("word"), end=following.end)
                yield (
                    whole,
                    replace(value, type=TimeType.DATE, edtf=interval, rule="range", point=None),
                    None,
                )
                skip, interval = True, None
            else:
                yield form, value, before or interval

    def _range(
        self, text: str, one: tuple[Form, Value], other: tuple[Form, Value]
    ) -> tuple[str | None, re.Match[str] | None]:
        """The range from one time to the next, and the word that opens it."""
        (form, value), (following, later) = one, other
        if (
            form.kind not in _RANGED
            or following.kind not in _RANGED
            or value.edtf is None
            or later.edtf is None
        ):
            return None, None
        between = text[form.end : following.start]
        if len(between) > _LINK or "/" in value.edtf + later.edtf:
            return None, None
        opening = self._opening.search(text, max(0, form.start - _LEAD), form.start)
        linked = self._to.fullmatch(between) or (
            opening is not None and opening["word"].casefold() == "between" and self._and.fullmatch(between)
        )
        written = f"{value.edtf.split('T')[0]}/{later.edtf.split('T')[0]}"
        return (written, opening) if linked and _follows(written) else (None, None)

    def event(self, text: str, form: Form) -> Span | None:
        """The words of an event that a text dates so: "at its founding in 1938"; None where there are none."""
        if form.kind is not Kind.CALENDAR or form.year is None:
            return None
        match = self._event.search(text, max(0, form.start - _EVENT), form.start)
        return Span(*match.span("event")) if match else None

    def relation(self, text: str, form: Form) -> str:
        """The word in front of a time that bounds something by it: "by", "since", "until"; "" for none."""
        if form.kind not in _RANGED and form.kind not in (Kind.POINT, Kind.SHIFT):
            return ""
        match = self._relation.search(text, max(0, form.start - _LINK), form.start)
        return " ".join(match["word"].casefold().split()) if match else ""


def _follows(written: str) -> bool:
    """Whether the two ends of a range stand in order."""
    try:
        parse_edtf(written)
    except DateError:
        return False
    return True
