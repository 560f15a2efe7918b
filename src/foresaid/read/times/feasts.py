"""On which day of a year does a holiday fall?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.model.dates import civil_date, day_number, days_in_month
from foresaid.read.times.forms import Form, Kind
from foresaid.read.times.words import GAP, any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.read.times.words import TimeWords

BEHIND = 32
_GREGORIAN = 1583  # the first whole year by which the rule below counts
_WEEK = 7

# Single words that say which of the holidays of that name is meant.
_LEANING = frozenset(("last", "next", "this"))
# Easter falls between 22 March and 25 April.
_EASTER_MONTH = 4


def easter(year: int) -> tuple[int, int]:
    """Month and day of Easter Sunday in the Gregorian calendar.

    Source: the "anonymous Gregorian algorithm" (Nature, 20 April 1876, in J. Meeus, Astronomical Algorithms, ch. 8).
    """
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, off = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - correction + 15) % 30
    four, last = divmod(rest, 4)
    sunday = (32 + 2 * off + 2 * four - epact - last) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return month, day + 1


def feast_month(rule: str) -> int | None:
    """The month in which a holiday falls by its rule, that of Easter near enough; None for no rule."""
    if not rule:
        return None
    if rule.startswith("easter"):
        return _EASTER_MONTH
    return int(rule.rpartition(" ")[2] if " of " in rule else rule.partition("-")[0])


def feast_day(rule: str, year: int, words: TimeWords) -> tuple[int, int] | None:
    """Month and day of a holiday by the rule of its table; None where the rule does not reach so far back."""
    if rule.startswith("easter"):
        if year < _GREGORIAN:
            return None
        number = day_number(year, *easter(year)) + int(rule.removeprefix("easter") or 0)
        return civil_date(number)[1:]
    if " of " not in rule:
        written, _, day = rule.partition("-")
        return int(written), int(day)
    which, name, _, number_text = rule.split(" ")
    month = int(number_text)
    wanted = words.weekdays[name] % _WEEK
    days = [
        day
        for day in range(1, days_in_month(year, month) + 1)
        if day_number(year, month, day) % _WEEK == wanted
    ]
    place = -1 if which == "last" else (words.ordinal(which) or 1) - 1
    return month, days[place]


class FeastReader:
    """Reads holidays; holds their table."""

    def __init__(self, words: TimeWords) -> None:
        self._words = words
        self.rules: dict[str, str] = {}
        for entry in words.tables["named_events.holidays"]:
            forms, _, rule = entry.partition(" = ")
            self.rules.update(dict.fromkeys(forms.split("|"), rule))
        self._unreckoned = frozenset(words.tables["named_events.unreckoned"])
        self._nouns = frozenset(words.words("event_nouns"))
        self._leads = frozenset(word.capitalize() for word in words.words("year_leads")) | {
            "On",
            "At",
            "This",
            "Last",
        }
        self._year = re.compile(
            rf"(?:{GAP}(?P<part>{any_of(words.values('day_parts'))}))?(?:,?{GAP}(?:of{GAP}|in{GAP})?(?P<year>[12][0-9]{{3}})(?![^\W_]))?"
        )

    @property
    def names(self) -> tuple[str, ...]:
        """What is to be looked for."""
        return (*self.rules, *self._unreckoned)

    def read(self, text: str, start: int, end: int) -> Iterator[Form]:
        """The form of a holiday whose name stands from `start` to `end`, with a year behind it."""
        name = text[start:end]
        if not name[0].isupper() or (name not in self.rules and name not in self._unreckoned):
            return
        following = text[end + 1 : end + 16].partition(" ")[0].rstrip(".,;")
        before = text[max(0, start - 16) : start].split(" ")
        if following in self._nouns or (
            len(before) > 1 and before[-2][:1].isupper() and before[-2] not in self._leads
        ):
            return  # "Easter Rising", "Operation Ramadan"
        match = self._year.match(text, end, min(len(text), end + BEHIND))
        assert match is not None
        lead = before[-2].casefold() if len(before) > 1 and before[-1] == "" else ""
        lean = self._words.leans.get(lead, "") if lead in _LEANING else ""
        part = self._words.values("day_parts")[match["part"].casefold()] if match["part"] else ""
        year = int(match["year"]) if match["year"] else None
        yield Form(
            start - (len(lead) + 1 if lean else 0),
            match.end(),
            Kind.HOLIDAY,
            year=year,
            name=self.rules.get(name, ""),
            day_part=part,
            lean=lean,
        )
