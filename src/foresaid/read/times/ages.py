"""Which decades and centuries does a text name?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.read.times.forms import Edge, Form, Kind
from foresaid.read.times.words import GAP, any_of, covering, folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.read.times.words import TimeWords


class AgeReader:
    """Reads decades and centuries; holds the expressions made from the word tables."""

    def __init__(self, words: TimeWords) -> None:
        self._words = words
        self._edges = words.edges
        self._halves = {word: int(value) for word, value in words.values("halves").items()}
        edge = any_of((*self._edges, *self._halves))
        era = any_of(words.tables["calendar.before_era"])
        flags = re.IGNORECASE
        self._decade = re.compile(
            rf"(?<![^\W_])(?<![/])(?:the{GAP})?(?:(?P<edge>{edge})(?:{GAP}|(?<=-)|-))?(?:the{GAP})?"
            rf"(?:(?P<full>1[0-9]{{2}}0|20[0-9]0)(?:’|')?s|(?P<short>[’'‘][1-9]0)(?:’|')?s)(?![^\W_])",
            flags,
        )
        self._tens = {word: int(value) for word, value in words.values("decades").items()}
        self._spelt = re.compile(
            rf"(?<![^\W_])(?:the{GAP})(?:(?P<edge>{edge})(?:{GAP}|(?<=-)|-))?(?:(?P<century>{any_of(words.numbers)})[- ])?"
            rf"(?P<tens>{any_of(self._tens)})(?![^\W_])(?![-])",
            flags,
        )
        self._century = re.compile(
            rf"(?<![^\W_])(?:the{GAP})?(?:(?P<edge>{edge})(?:{GAP}|(?<=-)|-))?"
            rf"(?P<ordinal>{words.ordinal_pattern})(?:{GAP}|-)centur(?:y|ies)(?![^\W_])(?:{GAP}(?P<era>{era})(?![^\W_]))?",
            flags,
        )

    def read_decade(self, text: str, start: int, end: int) -> Iterator[Form]:
        """Decades written in figures: "the early 1920s"; called at the digits."""
        match = covering(self._decade, text, start, end)
        if match is None:
            return
        edge = self._edge(match["edge"])
        at = match.start()
        if match["full"]:
            yield Form(at, match.end(), Kind.AGE, decade=int(match["full"][:3]), edge=edge)
        else:
            yield Form(at, match.end(), Kind.AGE, decade=int(match["short"][1]), edge=edge, lean="century")

    def read_spelt_decade(self, text: str, start: int, end: int) -> Iterator[Form]:
        """Decades in words: "the thirties", "the late nineteen-twenties"; called at the tens."""
        match = covering(self._spelt, text, start, end)
        if match is None:
            return
        tens = self._tens[match["tens"].casefold()]
        century = self._words.number(match["century"]) if match["century"] else None
        edge = self._edge(match["edge"])
        if century is None:
            yield Form(match.start(), match.end(), Kind.AGE, decade=tens, edge=edge, lean="century")
        else:
            yield Form(match.start(), match.end(), Kind.AGE, decade=int(century) * 10 + tens, edge=edge)

    def read_century(self, text: str, start: int, end: int) -> Iterator[Form]:
        """Centuries: "the nineteenth century", "the middle of the 9th century BC"; called at "century"."""
        match = covering(self._century, text, start, end)
        number = self._words.ordinal(match["ordinal"]) if match else None
        if match is None or not number:
            return
        start_at = match.start()
        yield Form(
            start_at,
            match.end(),
            Kind.AGE,
            century=number - 1,
            negative=bool(match["era"]),
            edge=self._edge(match["edge"]),
        )

    def _edge(self, written: str | None) -> Edge | None:
        low = folded(written)
        if low in self._halves:
            return Edge.START if self._halves[low] == 1 else Edge.END
        return self._edges.get(low)
