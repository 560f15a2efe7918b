"""Which days, months and years does a text name, whole or in part?

Every form holds a month's name, a weekday's or a year of four digits; the reader is called at those and looks at a
bounded stretch around them. What a form lacks ("7 August") stays open here and is found in resolving.py.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.model.dates import days_in_month
from foresaid.read.times.date_grammar import (
    MORE,
    NUMBER_BEFORE,
    PART_OF_NUMBER,
    YEARS_BEHIND,
    behind,
    date_pattern,
    full_months,
    range_before,
    range_behind,
    weekday_pattern,
)
from foresaid.read.times.forms import Form, Kind
from foresaid.read.times.words import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.read.times.words import TimeWords

# "Saturday, the beginning of the 28th day of September of the following year" stays below.
BEFORE, BEHIND = 56, 64
# Only with a preposition are numbers below a year; printing and modern dating begin about then.
_SURE_YEAR, _LAST_YEAR = 1400, 2100
# England counted by the Julian calendar, and from 25 March, until then (24 Geo. 2 c. 23).
_LAST_OLD_STYLE = 1752
# Behind a number: " and 2,000,000 prisoners".
_MORE = 32
_FIRST_DOUBLE_DIGITS = 2
_MONTH_OF_SPRING = 3


class DateReader:
    """Reads calendar forms; holds the expressions made from the word tables."""

    def __init__(self, words: TimeWords) -> None:
        self._words = words
        self._full = full_months(words)
        self._edges = words.edges
        self._leans = {**words.leans, **words.letters}
        self._date, self._weekday = date_pattern(words), weekday_pattern(words)
        self._range_before, self._range_behind = range_before(), range_behind(words)
        self._era = behind(words.tables["calendar.before_era"])
        self._old_style, self._new_style = (
            behind(words.words("old_style")),
            behind(words.words("new_style")),
        )
        self._doubtful = frozenset(words.words("doubtful_months"))
        self._leads = frozenset(words.words("year_leads"))
        self._numbered = frozenset(words.words("number_leads"))
        self._counted = frozenset(words.words("counted"))
        self._nouns = frozenset(words.words("event_nouns"))

    def read(self, text: str, start: int, end: int) -> Iterator[Form]:
        """The forms around a month or year that stands from `start` to `end`."""
        if text[start].islower():
            return
        limit = min(len(text), end + BEHIND)
        for match in self._date.finditer(text, max(0, start - BEFORE), limit):
            if match.end() < end:
                continue
            if match.start() <= start:
                yield from self._forms(text, match)
            return

    def read_weekday(self, text: str, start: int, end: int) -> Iterator[Form]:
        """The form around a weekday that is part of no date; "the first Monday" alone is no day that can be told."""
        if text[start].islower():
            return
        for match in self._weekday.finditer(text, max(0, start - BEFORE), min(len(text), end + BEHIND)):
            if match.end() < end:
                continue
            if match.start("weekday") != start:
                return
            name = match["weekday"]
            number = self._words.weekdays[name]
            which = match["which"] or (match["lean"] if folded(match["lean"]) == "last" else "")
            if which and match["month"]:
                yield self._weekday_of_month(match, folded(which), number)
                return
            if match["which"]:
                yield Form(match.start(), match.end("weekday"), Kind.POINT, unit="D", lean="the")
                return
            yield Form(
                match.start(),
                match.end("trail") if match["trail"] else match.end("weekday"),
                Kind.POINT,
                weekday=number,
                unit="D",
                lean=self._lean(match["lean"] or match["trail"]),
            )
            return

    def _weekday_of_month(self, match: re.Match[str], which: str, number: int) -> Form:
        """The second Tuesday in April, by the rule by which holidays are reckoned."""
        names = {
            value: name for name, value in reversed(self._words.weekdays.items()) if not name.isupper()
        }
        month = self._words.months[match["month"].rstrip(".")]
        return Form(
            match.start(),
            match.end(),
            Kind.HOLIDAY,
            year=int(match["year"]) if match["year"] else None,
            month=month,
            lean=self._lean(match["month_trail"]),
            name=f"{which} {names[number]} of {month}",
        )

    # one match

    def _forms(self, text: str, match: re.Match[str]) -> Iterator[Form]:
        form = self._form(match)
        if form is None or not self._stands(text, match, form):
            return
        form = self._with_style(text, form)
        if form.day is not None:
            yield from self._day_range(text, match, form)
        elif form.month is None and form.year is not None:
            yield from self._year_range(text, form)
        else:
            slash = text[form.end : form.end + 1] == "/"
            yield (self._double(text, form) if slash else None) or form

    def _form(self, match: re.Match[str]) -> Form | None:
        groups = match.groupdict()
        month = next((groups[key] for key in ("m1", "m2", "m3", "m4", "m5") if groups[key]), None)
        day = groups["d1"] or groups["d2"] or groups["d5"]
        year = groups["y1"] or groups["y2"] or groups["y3"] or groups["y5"]
        edge = self._edges.get(folded(groups["edge"])) if groups["edge"] else None
        number = self._day(day) if day else None
        month_number = self._words.months[month.rstrip(".")] if month else None
        return Form(
            match.start(),
            match.end(),
            Kind.CALENDAR,
            year=int(year) if year else None,
            month=month_number,
            day=number,
            first_day=int(groups["d0"]) if groups["d0"] else None,
            weekday=self._words.weekdays[groups["weekday"]] if groups["weekday"] else None,
            edge=edge,
            about=bool(groups["about"]),
            lean=self._lean(groups["of_year"] or groups["trail"] or groups["lean"]),
            unit="Y" if groups["of_year"] else "M" if groups["trail"] or groups["lean"] else "",
        )

    def _day(self, written: str) -> int | None:
        digits = written.rstrip("stndrh")
        return int(digits) if digits.isdigit() else self._words.ordinal(written)

    def _lean(self, written: str | None) -> str:
        return self._leans.get(folded(written).removesuffix(" year"), "")

    def _stands(self, text: str, match: re.Match[str], form: Form) -> bool:
        """Whether the words are a date here, not a name, a verb or a number of something."""
        following = _word_behind(text, match.end())
        if form.month is not None:
            month = next(match[key] for key in ("m1", "m2", "m3", "m4", "m5") if match[key])
            if form.day is None and form.year is None:
                return self._month_stands(text, match, month, following)
            return True
        return self._year_stands(text, match, following)

    def _month_stands(self, text: str, match: re.Match[str], month: str, following: str) -> bool:
        if following in self._nouns or (match["lean"] is None and month not in self._full):
            return False
        if match["edge"] or match["lean"] or match["of_year"]:
            return True
        lead = _word_before(text, match.start("m4"))
        if lead.casefold() in self._leads:
            return True
        if month.casefold() in self._doubtful:
            return (lead[:1].islower() and not following[:1].isupper()) or (
                not lead
                and (
                    following in ("and", "to", "through")
                    or text[match.end() : match.end() + 1] in {"-", "–", "—", ","}
                )
            )
        return not (following[:1].isupper() and lead[:1].isupper())

    def _year_stands(self, text: str, match: re.Match[str], following: str) -> bool:
        start, end = match.span("y5")
        before, after = text[start - 1 : start], text[end : end + 1]
        near = text[end : end + 2]
        figure = before in {".", ",", ":", "+"} and text[start - 2 : start - 1].isdigit()
        figure = figure or (
            before == "-" and NUMBER_BEFORE.search(text, max(0, start - _MORE), start) is not None
        )
        figure = figure or after.isalnum() or (after in {"%", "_", "/"} and not near[1:].isdigit())
        figure = figure or (after in {".", ","} and near[1:].isdigit())
        figure = figure or PART_OF_NUMBER.match(text, end) is not None
        if (
            figure
            or following in self._counted
            or (before == "-" and text[start - 2 : start - 1].isupper())
        ):
            return False
        more = MORE.match(text, end, min(len(text), end + _MORE))
        if more and more["counted"] in self._counted:
            return False
        lead = _word_before(text, start).casefold()
        year = int(match["y5"])
        if lead in self._leads or match["edge"] or match["about"]:
            return True
        return _SURE_YEAR <= year <= _LAST_YEAR and lead not in self._numbered

    # what follows a date

    def _with_style(self, text: str, form: Form) -> Form:
        era = self._era.match(text, form.end)
        if era and form.year is not None:
            return form._replace(end=era.end(), negative=True)
        for style, pattern in (("old", self._old_style), ("new", self._new_style)):
            found = pattern.match(text, form.end)
            if found and form.year is not None:
                return form._replace(style=style)
        return form

    def _day_range(self, text: str, match: re.Match[str], form: Form) -> Iterator[Form]:
        """The date, and the bare day that stands before or behind it in a range: 6-7 January 1916, March 5-9, 1918."""
        if match["d1"]:
            window = text[max(0, form.start - len("31st through ")) : form.start]
            before = self._range_before.search(window) if form.weekday is None else None
            if before and form.month:
                at = form.start - len(window) + before.start("day")
                day = int(before["day"])
                if _exists(form.year, form.month, day):
                    end = form.start - len(window) + before.end("day")
                    yield Form(
                        at, end, Kind.CALENDAR, form.year, form.month, day, lean=form.lean, unit=form.unit
                    )
            double = self._double(text, form)
            yield double or form
            return
        later = self._range_behind.match(text, form.end) if form.year is None else None
        if later and form.month and _exists(None, form.month, int(later["day"])):
            year = int(later["year"]) if later["year"] else None
            yield form._replace(year=year)
            yield Form(later.start("day"), later.end(), Kind.CALENDAR, year, form.month, int(later["day"]))
            return
        yield self._double(text, form) or form

    def _double(self, text: str, form: Form) -> Form | None:
        """A year written double, "12 February 1731/2"."""
        if (
            form.year is None
            or form.year > _LAST_OLD_STYLE
            or text[form.end : form.end + 1] not in {"/", "-", "–"}
        ):
            return None
        second = YEARS_BEHIND.match(text, form.end)
        if second is None or not form.month or form.month > _MONTH_OF_SPRING:
            return None
        year = _completed(form.year, second["year"])
        return form._replace(end=second.end(), second_year=year) if year == form.year + 1 else None

    def _year_range(self, text: str, form: Form) -> Iterator[Form]:
        """A year, and the last digits of another behind it: 1915-17."""
        assert form.year is not None
        second = YEARS_BEHIND.match(text, form.end)
        year = _completed(form.year, second["year"]) if second else None
        if second is None or year is None:
            yield _month_in_figures(form, second) or form
        elif second["sign"] == "/":
            yield form._replace(end=second.end(), second_year=year)
        elif len(second["year"]) < _FIRST_DOUBLE_DIGITS:
            yield form
        else:
            yield form
            yield Form(second.start("year"), second.end(), Kind.CALENDAR, year)


def _month_in_figures(form: Form, second: re.Match[str] | None) -> Form | None:
    """A month behind a year in figures, 1782-11; where the figures could be a later year they are one (1904-05)."""
    if second is None or second["sign"] != "-" or not re.fullmatch(r"0[1-9]|1[0-2]", second["year"]):
        return None
    return form._replace(end=second.end(), month=int(second["year"]))


def _completed(year: int, digits: str) -> int | None:
    """The later year that the last digits behind a year mean."""
    last = int(str(year)[: len(str(year)) - len(digits)] + digits)
    return last if last > year else None


def _exists(year: int | None, month: int, day: int) -> bool:
    return 1 <= day <= days_in_month(2000 if year is None else year, month)


def _word_before(text: str, start: int) -> str:
    """The word in front of a place on the same line, "" at a sentence's or line's beginning."""
    near = text[max(0, start - 16) : start].rstrip("*_")
    words = near.split()
    if not words or not near[-1].isspace() or near.endswith("\n"):
        return ""
    word = words[-1].strip("(“\"'‘[*_")
    return (
        word if (word and word[-1] not in ".!?:") or word.casefold() in ("c.", "ca.", "no.", "p.") else ""
    )


def _word_behind(text: str, end: int) -> str:
    piece = text[end : end + 24].lstrip("*_")
    if not piece[:1].isspace():
        return ""
    words = piece.split(maxsplit=1)
    word = words[0] if words else ""
    return word.rstrip(".,;:!?)\"'”’*_")
