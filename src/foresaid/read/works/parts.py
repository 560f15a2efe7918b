"""By which other titles is a work known, in what did it appear, and which place in it is cited?

`*…* (the *Transitional Program*)`; `*…*, which consisted of a series of articles published in the *Bulletin* between
March and May`; `*…*, vol. 1 (London, 1887), p. 23`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.annotations import Phrase
from foresaid.read.wording import QUOTE
from foresaid.read.works.times import Dated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from foresaid.read.works.setoff import SetOff
    from foresaid.read.works.times import Times
    from foresaid.read.works.windows import Window
    from foresaid.read.works.words import WorkWords

# Words between a title and the periodical its parts stood in: "which consisted of a series of articles published in
# the Workers League's" has twelve.
_TO_PERIODICAL = 22
# Words between a periodical's title and the time behind it: "newspaper between" has two.
_TO_TIME = 4
# What stands in front of an interval's first date and between its two.
_BETWEEN = {"between": "and", "from": "to"}
_LOCATOR = re.compile(
    r"[*_”\"]{0,3}[ ,]{0,2}(?:\([^()\n]{1,80}\))?,? ?"
    r"((?:vol|vols|volume|book|chapter|ch|part|p|pp|page|pages|fol|no|section)\.? ?[0-9IVXLCivxlc]{1,8}"
    r"(?:[–-][0-9]{1,5})?(?:, ?(?:pp?|ch)\. ?[0-9]{1,5}(?:[–-][0-9]{1,5})?)?)(?![\w])"
)
_PAGE = re.compile(r"\)?, ?((?:pp?|page|pages)\.? ?[0-9]{1,5}(?:[–-][0-9]{1,5})?)")
_TRANSLATOR = re.compile(
    r"[*_”\"]{0,3}[,(; ]{1,3}(?:trans\.|transl\.|tr\.|translated)(?: by)? ((?:[A-Z][\w.'’-]{0,24} ?){1,4})"
)


class Serial(NamedTuple):
    """Where the parts of a work came out, and when."""

    part_of: Phrase
    dated: Dated | None


class Parts:
    """Reads what stands behind the titles of one text; `opened` are its strings set off, by their first sign."""

    def __init__(self, text: str, words: WorkWords, times: Times, opened: Mapping[int, SetOff]) -> None:
        self._text = text
        self._words = words
        self._times = times
        self._opened = opened

    def alternatives(self, window: Window) -> tuple[SetOff, ...]:
        """Other titles right behind the window's own: in brackets, or behind "also known as"."""
        at = window.at + 1
        if window.low(at) == "(":
            at += 1
            bracketed = True
        else:
            bracketed = False
            if window.low(at) == ",":
                at += 1
        known = next(
            (
                entry
                for entry in self._words.known_as
                if tuple(window.low(at + n) for n in range(len(entry))) == entry
            ),
            (),
        )
        at += len(known)
        if window.low(at) in ("the", "as"):
            at += 1
        if window.low(at) != QUOTE or not (known or (bracketed and window.low(at + 1) == ")")):
            return ()
        other = self._opened.get(window.tokens[at].start)
        return (other,) if other is not None else ()

    def serial(self, window: Window) -> Serial | None:
        """The periodical in which the parts of the window's work came out, and when; None if it says none."""
        appeared = several = False
        for number in range(window.at + 1, min(len(window.tokens), window.at + 1 + _TO_PERIODICAL)):
            low = window.low(number)
            if low in self._words.appearing:
                appeared = True
            several = several or low in self._words.parts
            if low == QUOTE:
                other = self._opened.get(window.tokens[number].start)
                if other is None or not appeared or not self._is_in(window, number):
                    return None
                return Serial(
                    Phrase(other.start, other.end, self._text[other.start : other.end]),
                    self._time_behind(window, number) if several else None,
                )
            if low in (";", ":", "."):
                return None
        return None

    def container(self, window: Window) -> Phrase | None:
        """`his article "…" in the *Gazette*`: the periodical behind a part's title; None if there is none."""
        at = window.at + 1
        if window.low(at) == ",":
            at += 1
        if window.low(at) in self._words.appearing:
            at += 1
        if window.low(at) not in ("in", QUOTE):
            return None
        at += window.low(at) == "in"
        while at < len(window.tokens) and (window.tokens[at].is_capital or window.low(at) == "the"):
            at += 1
        other = self._opened.get(window.tokens[at].start) if at < len(window.tokens) else None
        if other is None or not other.italic:
            return None
        return Phrase(other.start, other.end, self._text[other.start : other.end])

    def _is_in(self, window: Window, number: int) -> bool:
        """Whether "in" governs a title, with at most a possessor between: `in the Workers League's *…*`."""
        at = number - 1
        while at > window.at and (
            window.tokens[at].is_capital or window.low(at) in ("the", "'s", "’s", "its", "of")
        ):
            at -= 1
        return window.low(at) == "in" and at > window.at

    def _time_behind(self, window: Window, number: int) -> Dated | None:
        for at in range(number + 1, min(len(window.tokens), number + 1 + _TO_TIME)):
            token = window.tokens[at]
            if token.low in (",", ".", QUOTE, "(", ")"):
                return None
            dated = self._times.at(token.start)
            if dated is not None:
                return self._interval(window, at, dated)
        return None

    def _interval(self, window: Window, at: int, first: Dated) -> Dated:
        """`between March and May`: both dates as one, where they are two; else the first one."""
        close = _BETWEEN.get(window.low(at - 1))
        behind = next(
            (n for n in range(at, len(window.tokens)) if window.tokens[n].start >= first.phrase.end), None
        )
        if (
            close is None
            or behind is None
            or window.low(behind) != close
            or behind + 1 >= len(window.tokens)
        ):
            return first
        last = self._times.at(window.tokens[behind + 1].start)
        if last is None or "/" in first.value or "/" in last.value:
            return first
        start, end = window.tokens[at - 1].start, last.phrase.end
        return Dated(f"{first.value}/{last.value}", Phrase(start, end, self._text[start:end]))

    def locator(self, end: int) -> Phrase | None:
        """Volume and page behind a title; None if there are none."""
        match = _LOCATOR.match(self._text, end)
        if match is None:
            return None
        page = _PAGE.match(self._text, self._behind_bracket(match.end()))
        last = page.end(1) if page is not None else match.end(1)
        return Phrase(match.start(1), last, self._text[match.start(1) : last])

    def _behind_bracket(self, at: int) -> int:
        if self._text[at : at + 2] != " (":
            return at
        close = self._text.find(")", at, at + 100)
        return at if close < 0 else close

    def translator(self, end: int) -> Phrase | None:
        """Who translated the work, where it stands behind its title."""
        match = _TRANSLATOR.match(self._text, end)
        if match is None:
            return None
        name = match.group(1).rstrip(" .")
        return Phrase(match.start(1), match.start(1) + len(name), name)
