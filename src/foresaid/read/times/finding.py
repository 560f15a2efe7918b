"""Where in a text do time expressions stand? One pass for all words that tell time, and a look around each.

The literals of every table are searched together (text/literals.py), years by their four digits; only there the
readers look, each at a bounded stretch, so that the time grows with the text and with nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.read.times.ages import AgeReader
from foresaid.read.times.anniversaries import AnniversaryReader
from foresaid.read.times.arranging import arranged
from foresaid.read.times.clocks import ClockReader
from foresaid.read.times.dates import DateReader
from foresaid.read.times.days import DayReader
from foresaid.read.times.eras import EraReader
from foresaid.read.times.events import NamedEvents
from foresaid.read.times.feasts import FeastReader
from foresaid.read.times.forms import Form, Kind
from foresaid.read.times.plain import PlainReader
from foresaid.read.times.seasons import SeasonReader
from foresaid.read.times.units import UnitReader
from foresaid.text.literals import Literals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from foresaid.read.times.words import TimeWords

    Reader = Callable[[str, int, int], Iterator[Form]]

# A year, an ordinal number, minutes behind an hour, the tens of a decade ("the '30s"); every one begins with a digit, so
# that one pass finds all.
_FIGURES = re.compile(
    r"[0-9](?:(?<=[12])(?P<year>[0-9]{3})(?![0-9])|(?P<ordinal>st|nd|rd|th|d)(?![^\W_])|(?P<clock>:[0-5][0-9])(?![0-9])"
    r"|(?P<decade>(?<=[’'‘][1-9])0)(?=s))"
)
_ISO = re.compile(
    r"(?<![^\W_])(?<![.-])(?P<year>[12][0-9]{3})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:T[0-9]{2}:[0-9]{2})?(?![^\W_])(?![-])"
)


class Finder:
    """Finds the time expressions of a text, not yet anchored."""

    def __init__(self, words: TimeWords) -> None:
        dates, units, ages, clocks = (
            DateReader(words),
            UnitReader(words),
            AgeReader(words),
            ClockReader(words),
        )
        plain, feasts, seasons = PlainReader(words), FeastReader(words), SeasonReader(words)
        anniversaries = AnniversaryReader(words)
        self._for_dates: list[Reader] = [dates.read]
        self._for_days: list[Reader] = [DayReader(words).read]
        self._for_clocks: list[Reader] = [clocks.read_clock]
        self._for_decades: list[Reader] = [ages.read_decade]
        eras = EraReader(words)
        self.named = NamedEvents(words)
        tables: list[tuple[Iterable[str], Reader]] = [
            (words.months, dates.read),
            (words.weekdays, dates.read_weekday),
            (words.units, units.read),
            (("century", "centuries"), ages.read_century),
            (words.values("decades"), ages.read_spelt_decade),
            (words.seasons, seasons.read_season),
            (("quarter", "half"), seasons.read_quarter),
            (("fiscal", "financial"), seasons.read_fiscal),
            (words.values("day_parts"), clocks.read_part),
            (words.words("clock"), clocks.read_clock),
            (plain.phrases, plain.read),
            (feasts.names, feasts.read),
            (anniversaries.phrases, anniversaries.read),
            (eras.phrases, eras.read),
            (self.named.names, self.named.read),
        ]
        by_word: dict[str, list[Reader]] = {}
        for phrases, reader in tables:
            for phrase in phrases:
                readers = by_word.setdefault(phrase.lower(), [])
                if reader not in readers:
                    readers.append(reader)
        self._literals = Literals(by_word)
        self._readers = list(by_word.values())

    def find(self, text: str) -> list[Form]:
        """The time expressions in the text's order; one inside another only in words that tell of an event."""
        found = (
            form
            for start, end, readers in self._hits(text)
            for read in readers
            for form in read(text, start, end)
        )
        return [form for form in arranged(text, found) if form.kind is not Kind.NAME]

    def _hits(self, text: str) -> Iterator[tuple[int, int, list[Reader]]]:
        """The places of words and figures that tell time, with the readers that look around them."""
        for number, start, end in self._literals.find(text):
            yield start, end, self._readers[number]
        for match in _FIGURES.finditer(text):
            start, end = match.span()
            if match.lastgroup == "ordinal":
                yield start, start + 1, self._for_days
            elif match.lastgroup == "clock":
                yield start + 1, start + 2, self._for_clocks
            elif match.lastgroup == "decade":
                yield start, end, self._for_decades
            elif not text[start - 1 : start].isalnum():
                yield from self._around_year(text, start, end)

    def _around_year(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, list[Reader]]]:
        if text[end : end + 1] == "-" and (iso := _ISO.match(text, start)):
            yield start, iso.end(), [_iso]
        decade = text[end : end + 1] == "s" or (
            text[end - 1] == "0" and text[end : end + 2] in {"’s", "'s"}
        )
        yield start, end, self._for_decades if decade else self._for_dates


def _iso(text: str, start: int, end: int) -> Iterator[Form]:
    match = _ISO.match(text, start)
    if match is None or not (1 <= int(match["month"]) <= 12 and 1 <= int(match["day"]) <= 31):  # noqa: PLR2004
        return
    yield Form(start, end, Kind.CALENDAR, int(match["year"]), int(match["month"]), int(match["day"]))
