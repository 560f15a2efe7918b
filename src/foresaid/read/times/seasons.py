"""Which seasons, quarters, halves and fiscal years does a text name?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.read.times.forms import Edge, Form, Kind
from foresaid.read.times.words import GAP, any_of, covering, folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.read.times.words import TimeWords

_YEAR = r"[12][0-9]{3}(?![0-9])"
_SECOND = r"(?P<second>[-–/][0-9]{2,4}(?![0-9]))?"
# EDTF counts half-years from code 40.
_BEFORE_HALVES = 39


class SeasonReader:
    """Reads parts of years that have names; holds the expressions made from the word tables."""

    def __init__(self, words: TimeWords) -> None:
        self._words = words
        self._halves = {word: int(value) for word, value in words.values("halves").items()}
        self._quarters = {word: int(value) for word, value in words.values("quarters").items()}
        self._fiscal_leans = words.values("fiscal_leans")
        self._doubtful = frozenset(words.words("doubtful_seasons"))
        edge, lean = any_of((*words.edges, *self._halves)), any_of(words.leans)
        self._verb = re.compile(rf"{GAP}(?:{any_of(words.words('after_verbs'))})(?![^\W_])", re.IGNORECASE)
        self._season = re.compile(
            rf"(?<![^\W_])(?:(?P<edge>{edge})(?:{GAP}|(?<=-)|-))?"
            rf"(?:(?P<lean>{lean}){GAP}|(?P<the>the{GAP}(?:early{GAP}|late{GAP})?))?(?:(?P<before>{_YEAR}){GAP})?"
            rf"(?P<season>{any_of(words.seasons)})(?![^\W_]|[’'])"
            rf"(?:,?{GAP}(?:of{GAP}|in{GAP})?(?:(?P<year>{_YEAR}){_SECOND}|(?P<of_year>{lean}){GAP}year))?",
            re.IGNORECASE,
        )
        self._quarter = re.compile(
            rf"(?<![^\W_])(?:the{GAP})?"
            rf"(?:(?P<quarter>{any_of(self._quarters)}){GAP}quarter|(?P<half>{any_of(self._halves)}))"
            rf"{GAP}(?:of{GAP})?(?:(?P<year>{_YEAR})|(?P<lean>{lean}|the){GAP}year)",
            re.IGNORECASE,
        )
        self._fiscal = re.compile(
            rf"(?<![^\W_])(?:(?P<lean>{lean}|the|each|every){GAP})?(?:(?P<other>{any_of(self._fiscal_leans)}){GAP})?"
            rf"(?:{any_of(words.words('fiscal'))})(?![^\W_])(?:{GAP}(?P<year>{_YEAR}){_SECOND})?",
            re.IGNORECASE,
        )

    def read_season(self, text: str, start: int, end: int) -> Iterator[Form]:
        """Seasons: "the summer of 1916", "Spring 1918", "next winter"; called at the season's name."""
        match = covering(self._season, text, start, end)
        if match is None or match.start("season") != start or not self._stands(text, match):
            return
        year = match["year"] or match["before"]
        named = (
            match["the"]
            and match["season"][0].isupper()
            and not year
            and text[match.end() + 1 :][:1].isupper()
        )
        yield Form(
            start if named else match.start(),  # "the Spring Offensive"
            match.end(),
            Kind.CALENDAR,
            year=int(year) if year else None,
            season=self._words.seasons[match["season"].casefold()],
            second_year=_second(year, match["second"]),
            edge=self._edge(match["edge"]),
            lean=self._words.leans.get(folded(match["lean"] or match["of_year"]), ""),
            unit="Y" if match["of_year"] else "S",
        )

    def _stands(self, text: str, match: re.Match[str]) -> bool:
        """Whether the word is a season here, not a verb, a ruin or part of a name."""
        start, name = match.start("season"), match["season"]
        if name[0].isupper() and text[match.end() : match.end() + len(" Time")] == " Time":
            return False
        if (
            any(match[key] for key in ("year", "before", "of_year", "lean", "edge"))
            or name.casefold() not in self._doubtful
        ):
            return True
        if self._verb.match(text, match.end()):
            return False
        if name[0].isupper() or text[match.end() : match.end() + len(" of ")] == " of ":
            return name.casefold() != "fall"
        lead = text[max(0, start - len(" in ")) : start].casefold()
        return bool(match["the"]) or lead in {" in ", " by "}

    def read_quarter(self, text: str, start: int, end: int) -> Iterator[Form]:
        """Quarters and halves of a year; called at "quarter" or "half"."""
        match = covering(self._quarter, text, start, end)
        if match is None:
            return
        half = self._halves.get(folded(match["half"]), 0)
        code = self._quarters[folded(match["quarter"])] if match["quarter"] else _BEFORE_HALVES + half
        lean = folded(match["lean"])
        lean = "same" if lean == "the" else self._words.leans.get(lean, "")
        year = int(match["year"]) if match["year"] else None
        yield Form(match.start(), match.end(), Kind.CALENDAR, year=year, season=code, lean=lean, unit="Y")

    def read_fiscal(self, text: str, start: int, end: int) -> Iterator[Form]:
        """Fiscal years; called at "fiscal" or "financial"."""
        match = covering(self._fiscal, text, start, end)
        if match is None:
            return
        other = self._fiscal_leans.get(folded(match["other"]), "")
        lean = other or self._words.leans.get(folded(match["lean"]), "")
        year = int(match["year"]) if match["year"] else None
        yield Form(match.start(), match.end(), Kind.CALENDAR, year=year, fiscal=True, lean=lean, unit="Y")

    def _edge(self, written: str | None) -> Edge | None:
        low = folded(written)
        if low in self._halves:
            return Edge.START if self._halves[low] == 1 else Edge.END
        return self._words.edges.get(low)


def _second(year: str | None, written: str | None) -> int | None:
    """The later year behind a winter's: 1916-17."""
    if not year or not written:
        return None
    digits = written[1:]
    return int(year[: len(year) - len(digits)] + digits)
