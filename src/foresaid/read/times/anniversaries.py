"""Which anniversaries does a text speak of, and of what? "the 47th anniversary of the assassination"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.read.times.forms import Form, Kind
from foresaid.read.times.units import event_end
from foresaid.read.times.words import GAP, any_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.read.times.words import TimeWords

_BEFORE, _BEHIND = 48, 8


class AnniversaryReader:
    """Reads anniversaries; holds the expressions made from the word tables."""

    def __init__(self, words: TimeWords) -> None:
        self._words = words
        # an event ends where its own story begins: "of the assassination of Leon Trotsky | by an agent of …"
        self._ends = frozenset(words.words("event_ends"))
        self._years = {word: int(value) for word, value in words.values("anniversaries").items()}
        self._pattern = re.compile(
            rf"(?<![^\W_])(?:(?:{any_of(words.words('determiners'))}){GAP})?(?:(?P<ordinal>{words.ordinal_pattern}(?:-year)?){GAP})?(?:year{GAP})?"
            rf"(?P<word>{'|'.join(self._years)})(?![^\W_])",
            re.IGNORECASE,
        )
        self._of = re.compile(rf"{GAP}(?:of|since){GAP}")

    @property
    def phrases(self) -> tuple[str, ...]:
        """What is to be looked for."""
        return tuple(self._years)

    def read(self, text: str, start: int, end: int) -> Iterator[Form]:
        """The anniversary whose word stands from `start` to `end`."""
        for match in self._pattern.finditer(text, max(0, start - _BEFORE), min(len(text), end + _BEHIND)):
            if match.end() < end:
                continue
            years = self._years[match["word"].casefold()]
            ordinal = (
                self._words.ordinal(match["ordinal"].removesuffix("-year")) if match["ordinal"] else None
            )
            amount = years or ordinal
            of = self._of.match(text, match.end())
            stop = event_end(text, of.end(), self._ends) if of else None
            event = (of.end(), stop) if of and stop else None
            if amount:
                yield Form(
                    match.start(),
                    stop or match.end(),
                    Kind.ANNIVERSARY,
                    amount=float(amount),
                    unit="Y",
                    event=event,
                )
            return
