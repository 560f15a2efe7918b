"""Which times of the day does a text name? "9:34 p.m.", "the next morning", "at night"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.read.times.forms import Form, Kind
from foresaid.read.times.words import GAP, any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.read.times.words import TimeWords

BEFORE, BEHIND = 40, 24
_NOON = 12
_HOURS, _MINUTES = 24, 60
_BETWEEN = re.compile(rf"(?:,?{GAP}(?:of{GAP})?)\Z")


class ClockReader:
    """Reads times of the day; holds the expressions made from the word tables."""

    def __init__(self, words: TimeWords) -> None:
        self._leans = words.leans
        self._parts = words.values("day_parts")
        marks, zones = any_of(words.words("clock")), any_of(words.words("zones"))
        self._clock = re.compile(
            rf"(?<![^\W_])(?<![:.,/$£€])(?P<hour>[01]?[0-9]|2[0-4])(?:[:.](?P<minute>[0-5][0-9])(?::[0-5][0-9])?)?"
            rf"(?:{GAP}?(?P<mark>{marks})(?![^\W_]))?(?:{GAP}(?P<zone>{zones})(?![^\W_]))?"
        )
        early = any_of(words.words("part_edges"))
        self._part = re.compile(
            rf"(?<![^\W_])(?<![’'])(?:(?P<early>{early}){GAP})?(?:(?P<lean>{any_of(self._leans)}){GAP}|(?P<det>the|one|every|each|a){GAP})?"
            rf"(?:(?:early|late){GAP})?(?P<part>{any_of(self._parts)})(?:{GAP}hours)?(?![^\W_])",
            re.IGNORECASE,
        )

    def read_clock(self, text: str, start: int, end: int) -> Iterator[Form]:
        """A time by the clock around a colon or a mark such as "p.m."."""
        for match in self._clock.finditer(
            text, max(0, start - len("23:59:59 ")), min(len(text), end + BEHIND)
        ):
            if match.end() < end or match.start() > start:
                continue
            hour, mark = int(match["hour"]), (match["mark"] or "").casefold().replace(".", "")
            if match["minute"] is None and mark in {"", "hours", "hr", "hrs"}:
                return
            if match["minute"] is not None and text[match.end("hour")] == "." and mark not in {"am", "pm"}:
                return
            if mark == "pm" and hour < _NOON:
                hour += _NOON
            elif mark == "am" and hour == _NOON:
                hour = 0
            clock = f"{hour:02d}:{int(match['minute'] or 0):02d}:00"
            yield Form(match.start(), match.end(), Kind.CLOCK, clock=clock if hour < _HOURS else "24:00:00")
            return

    def read_part(self, text: str, start: int, end: int) -> Iterator[Form]:
        """A part of the day around its name."""
        for match in self._part.finditer(text, max(0, start - BEFORE), min(len(text), end + BEHIND)):
            if match.end() < end:
                continue
            if match.start("part") != start or (text[start].isupper() and match.start() == start):
                return
            part = self._parts[match["part"].casefold()]
            lean = self._leans.get(" ".join((match["lean"] or "").casefold().split()), "")
            if part == "dawn" and not (match["lean"] or match["det"] or match["early"]):
                return
            yield Form(
                match.start(),
                match.end(),
                Kind.CLOCK,
                day_part=part,
                lean=lean,
                name=(match["det"] or "").casefold(),
            )
            return


def joins(text: str, first: Form, second: Form) -> bool:
    """Whether a time of the day and a day next to each other are one time: "the night of 8 February", "9 p.m., March 19"."""
    between = text[first.end : second.start]
    if len(between) > len(", on\n        "):
        return False
    return _BETWEEN.match(between) is not None or between in {" ", ", "}
