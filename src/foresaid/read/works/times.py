"""When was a work made, by its sentence?

`In 1862 Lee published *…*`, `his 1862 book *…*`, `*…* (London, 1862)`, `*…*, written in the spring of 1862`. What
the layer of times has read is taken as it stands there; without it, plain dates and years are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.annotations import Phrase
from foresaid.model.bodies import TimeType
from foresaid.read.wording import QUOTE
from foresaid.text.calendar import find_dates

if TYPE_CHECKING:
    from typing import Any

    from foresaid.model.annotations import Annotation, Context
    from foresaid.model.words import Vocabulary
    from foresaid.read.works.frames import Frames, Genre
    from foresaid.read.works.windows import Window
    from foresaid.read.works.words import WorkWords

_YEAR = re.compile(r"(?<![\w/.,’'$£€#+–-])(?:1[0-9]{3}|20[0-9]{2})(?![\w/–%-]|[.,][0-9])")
# Words between "book" and the year in front of it: "his 1936 masterful book" has one, "her 1862 two-volume history" two.
_ATTRIBUTES = 4
# Words between a title and when it was made: "written at its founding in 1938" has five.
_MADE = 9
# Words between a title and a date that ends its clause: "published *…* in London in 1862".
_PLACE = 4
_PREPOSITIONS = frozenset(("in", "on", "of", "during", "between", "from", "since", "by", "about"))


class Dated(NamedTuple):
    """A date as EDTF and the words that state it."""

    value: str
    phrase: Phrase


class Times:
    """The dates of one text: those of the layer of times, and plain ones where it has none."""

    def __init__(self, text: str, context: Context, vocabulary: Vocabulary) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self._context = context
        read = [each for each in context.of("times") if _is_date(each)]
        self._starts = [each.target.start for each in read]
        self._read = read

    def at(self, position: int) -> Dated | None:
        """The date that begins at a place or covers it."""
        number = bisect_right(self._starts, position) - 1
        for each in self._read[max(0, number - 1) : number + 1]:
            if each.target.start <= position < each.target.end:
                return Dated(each.body.value, self._phrase(each.target.start, each.target.end))
        return self._plain(position)

    def between(self, start: int, end: int) -> list[Dated]:
        """The dates that begin in a stretch, in its order."""
        found = [self.at(match.start()) for match in _YEAR.finditer(self._text, start, end)]
        first = bisect_right(self._starts, start - 1)
        last = bisect_right(self._starts, end - 1)
        found += [
            Dated(each.body.value, self._phrase(each.target.start, each.target.end))
            for each in self._read[first:last]
        ]
        return sorted({each for each in found if each is not None}, key=lambda each: each.phrase.start)

    def recently(self, start: int, end: int) -> Dated | None:
        """What "recently published" means: about the year of the document, where that is known."""
        date = self._context.date
        year = date.text[:4] if date is not None else ""
        if len(year) != len("1862") or not year.isdigit():
            return None
        return Dated(f"{year}~", self._phrase(start, end))

    def _plain(self, position: int) -> Dated | None:
        floor = max(0, position - 40)
        stretch = self._text[floor : position + 40]
        for each in find_dates(stretch, self._vocabulary):
            if each.start <= position - floor < each.end:
                return Dated(each.edtf.text, self._phrase(floor + each.start, floor + each.end))
        match = _YEAR.match(self._text, position)
        if match is None:
            return None
        return Dated(match.group(), self._phrase(match.start(), match.end()))

    def _phrase(self, start: int, end: int) -> Phrase:
        return Phrase(start, end, self._text[start:end])


class WorkDates:
    """Finds when the works of one text were made."""

    def __init__(self, words: WorkWords, frames: Frames, times: Times) -> None:
        self._words = words
        self._frames = frames
        self._times = times

    def of(self, window: Window, genre: Genre | None) -> Dated | None:
        """The date that the window states; None where it states none, or two."""
        return (
            self._in_brackets(window)
            or self._made_behind(window)
            or self._attribute(window, genre)
            or self._of_year(window)
            or self._with_verb(window)
            or self._recent(window, genre)
        )

    def _in_brackets(self, window: Window) -> Dated | None:
        """`*…* (1862)`, `*…* (London, 1862)`, `*…*, vol. 1 (London: Lee, 1862)`."""
        at = window.at + 1
        while (
            window.low(at) in (",", "vol.", "vol", "volume", "no.", "no", "the", QUOTE)
            or window.low(at).isdigit()
        ):
            at += 1
        if window.low(at) != "(":
            return None
        close = next((n for n in range(at + 1, len(window.tokens)) if window.low(n) == ")"), None)
        if close is None:
            return None
        dates = self._times.between(window.tokens[at].end, window.tokens[close].start)
        whole = [each for each in dates if each.phrase.end == window.tokens[close].start]
        return whole[0] if len(dates) == 1 and whole else None

    def _made_behind(self, window: Window) -> Dated | None:
        """`*…*, first published in 1862`, `*…* (its second name) written at its founding in 1862`."""
        at = self._behind_brackets(window)
        for number in range(at, min(len(window.tokens), at + 4)):
            low = window.low(number)
            if low in self._words.made:
                return self._dated_behind(window, number + 1)
            if low not in (
                ",",
                "which",
                "that",
                "was",
                "were",
                "first",
                "originally",
                "and",
                "been",
                "had",
                "is",
            ):
                return None
        return None

    def _behind_brackets(self, window: Window) -> int:
        at = window.at + 1
        if window.low(at) != "(":
            return at
        return next((n + 1 for n in range(at, len(window.tokens)) if window.low(n) == ")"), at)

    def _dated_behind(self, window: Window, start: int) -> Dated | None:
        for number in range(start, min(len(window.tokens), start + _MADE)):
            token = window.tokens[number]
            if token.low in ",;:.()":
                return None
            date = self._times.at(token.start)
            if date is not None and window.low(number - 1) in _PREPOSITIONS | {"the", "between"}:
                return date
        return None

    def _attribute(self, window: Window, genre: Genre | None) -> Dated | None:
        """`his 1862 book *…*`, `*…*, her 1862 book`."""
        if genre is None:
            return None
        for back in range(genre.at - 1, max(-1, genre.at - 1 - _ATTRIBUTES), -1):
            token = window.tokens[back]
            if token.text[0].isdigit() and (date := self._times.at(token.start)) is not None:
                return date if window.low(back - 1) not in _PREPOSITIONS else None
            if not token.is_word or token.low in ("a", "an", "the", "his", "her", "their", "its"):
                return None
        return self._of_year_behind(window, genre.at + 1)

    def _of_year(self, window: Window) -> Dated | None:
        return self._of_year_behind(window, window.at + 1)

    def _of_year_behind(self, window: Window, at: int) -> Dated | None:
        """`*…* of 1862`, `his book of 1862, *…*`."""
        if window.low(at) != "of" or at + 1 >= len(window.tokens):
            return None
        return self._times.at(window.tokens[at + 1].start)

    def _with_verb(self, window: Window) -> Dated | None:
        """`In 1862 Lee published *…*`, `Lee published *…* in 1862`."""
        verb = self._frames.made_by_verb(window)
        if verb is None:
            verb = self._frames.reported_in(window)
            if verb is None or window.low(verb) not in self._words.making:
                return None
        first = next((n for n, token in enumerate(window.tokens) if token.is_word), 0)
        found = []
        if window.low(first) in _PREPOSITIONS and first + 1 < window.at:
            found.append(self._times.at(window.tokens[first + 1].start))
        for number in range(window.at + 1, min(len(window.tokens) - 1, window.at + 1 + _PLACE)):
            token = window.tokens[number]
            if token.low in ("in", "on"):
                found.append(self._times.at(window.tokens[number + 1].start))
            elif not token.is_capital:
                break
        found += [
            self._times.at(token.start)
            for token in window.tokens[verb + 1 : window.at]
            if token.text[0].isdigit()
        ]
        dates = {each for each in found if each is not None}
        return dates.pop() if len(dates) == 1 else None

    def _recent(self, window: Window, genre: Genre | None) -> Dated | None:
        """`his recently published book, *…*`."""
        if genre is None or genre.at > window.at:
            return None
        for back in range(genre.at - 1, max(-1, genre.at - 1 - _ATTRIBUTES), -1):
            token = window.tokens[back]
            if token.low in self._words.recent:
                last = window.tokens[back + 1] if window.low(back + 1) in self._words.made else token
                return self._times.recently(token.start, last.end)
            if not token.is_word:
                return None
        return None


def _is_date(each: Annotation[Any]) -> bool:
    return each.body.type in (TimeType.DATE, TimeType.TIME) and each.body.value is not None
