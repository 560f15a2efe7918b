"""Which years does a text count from the beginning of an era? "44 BC", "AD 14", "793 CE"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.read.times.forms import Form, Kind
from foresaid.read.times.words import GAP, any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.read.times.words import TimeWords

# "c. 1200 and 1150 BC" in front; "A.D. 1066" behind.
_BEFORE, _BEHIND = 24, 8
_YEAR = re.compile(
    rf"(?<![^\W_])(?<![.,])(?P<about>(?:c\.|ca\.|circa|about){GAP}?)?(?P<year>[0-9]{{1,4}})[ \u00a0]?\Z"
)
_FIRST = re.compile(
    rf"(?<![^\W_])(?<![.,])(?P<year>[0-9]{{1,4}})(?:{GAP}?[-–—/]{GAP}?|{GAP}(?:and|to|or|until){GAP})\Z"
)
_BEHIND_ERA = re.compile(rf"{GAP}?(?P<year>[0-9]{{1,4}})(?![^\W_]|[.,][0-9])")


class EraReader:
    """Reads years of an era; called at the letters that name it."""

    def __init__(self, words: TimeWords) -> None:
        before = (*words.tables["calendar.before_era"], *words.words("before_era"))
        self._before = frozenset(before)
        self.phrases = (*before, *words.words("common_era"))
        self._in_front = re.compile(rf"(?:{any_of(('AD', 'A.D.', 'A. D.'))})\Z")

    def read(self, text: str, start: int, end: int) -> Iterator[Form]:
        """The year at the name of an era, and the first of two: "264 and 241 BC"."""
        if not text[start:end].replace(".", "").replace(" ", "").isupper():
            return
        negative = text[start:end] in self._before
        floor = max(0, start - _BEFORE)
        match = _YEAR.search(text[floor:start])
        if match is not None and int(match["year"]):
            begin, year = floor + match.start(), int(match["year"])
            yield Form(
                begin,
                end,
                Kind.CALENDAR,
                year=year,
                negative=negative,
                era=True,
                about=bool(match["about"]),
            )
            first = _FIRST.search(text[max(0, begin - _BEFORE) : begin])
            if first and int(first["year"]) and (int(first["year"]) > year) == negative:
                at = max(0, begin - _BEFORE) + first.start("year")
                yield Form(
                    at,
                    at + len(first["year"]),
                    Kind.CALENDAR,
                    year=int(first["year"]),
                    negative=negative,
                    era=True,
                )
            return
        behind = _BEHIND_ERA.match(text, end, min(len(text), end + _BEHIND))
        if behind is not None and int(behind["year"]) and self._in_front.match(text[start:end]):
            yield Form(start, behind.end(), Kind.CALENDAR, year=int(behind["year"]), era=True)
