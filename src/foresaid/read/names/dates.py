"""Which date does a sentence give for a relation that it states?

The findings of layer times are taken where there are any; else absolute dates and bare years behind a preposition.
A date counts if it stands right behind the relation, right in front of it, or at the head of its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.annotations import Phrase
from foresaid.model.bodies import TimeType
from foresaid.text.calendar import find_dates
from foresaid.text.segment import last_sentence_start, sentence_end

if TYPE_CHECKING:
    from foresaid.model.annotations import Context
    from foresaid.model.words import Vocabulary

# Characters of a sentence looked at on both sides; longer sentences are cut there.
_REACH = 400
# Between a relation and its date: "(" or "beginning in the year"; the longest of the table has 22 characters.
_GAP = 26
# Between a sentence's beginning and its date: "And as early as the summer of".
_HEAD = 30
_YEAR = re.compile(r"(?<![\w.,-])(?:1[0-9]{3}|20[0-9]{2})(?![\w-]|[.,][0-9])")


class Dated(NamedTuple):
    """A date of the text: EDTF, and the words that give it."""

    value: str
    phrase: Phrase


class Dates:
    """The dates of one text, looked up by place."""

    def __init__(self, text: str, context: Context, vocabulary: Vocabulary) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self._abbreviations = vocabulary.words("sentences.leading")
        self._before = vocabulary.words("lineages.before_date")
        self._head = self._before | vocabulary.words("lineages.before_head_date")
        self._since = vocabulary.words("lineages.since")
        self._until = vocabulary.words("lineages.until")
        times = [
            Dated(each.body.value, Phrase(each.target.start, each.target.end, each.body.text))
            for each in context.of("times")
            if each.body.type is TimeType.DATE and each.body.value
        ]
        self._times = sorted(times, key=lambda dated: dated.phrase.start)
        self._starts = [dated.phrase.start for dated in self._times]
        self._last: tuple[int, int, list[Dated]] | None = None

    def sentence(self, position: int) -> tuple[int, int]:
        """The sentence around a place, at most so many characters on both sides."""
        floor = max(0, position - _REACH, self._text.rfind("\n\n", 0, position) + 1)
        start = last_sentence_start(self._text, floor, position, self._abbreviations)
        return start, sentence_end(
            self._text, position, min(len(self._text), position + _REACH), self._abbreviations
        )

    def of(self, start: int, end: int, *, head: bool = True) -> Dated | None:
        """The date of what stands between two places; with `head` one at the head of the sentence counts too."""
        opening, closing = self.sentence(start)
        dates = self._dates(opening, max(end, closing))
        for dated in dates:
            if 0 <= dated.phrase.start - end <= _GAP and self._leads_to(
                end, dated.phrase.start, self._before
            ):
                return self._bounded(dated, end)
        for dated in dates:
            if start <= dated.phrase.start and dated.phrase.end <= end:
                return dated
        for dated in dates if head else ():
            if (
                dated.phrase.start - opening <= _HEAD
                and dated.phrase.end <= start
                and self._leads_to(opening, dated.phrase.start, self._head)
            ):
                return self._bounded(dated, opening)
        return None

    def _leads_to(self, start: int, end: int, leading: frozenset[str]) -> bool:
        """Whether nothing but words that lead to a date stands between two places: "beginning in", "(on"."""
        words = (
            self._text[start:end].casefold().replace("(", " ").replace(",", " ").replace("*", " ").split()
        )
        return all(word in leading for word in words) and "\n\n" not in self._text[start:end]

    def _bounded(self, dated: Dated, start: int) -> Dated:
        """A date behind "since" or "until" as an open interval."""
        if "/" in dated.value or "[" in dated.value or "{" in dated.value:
            return dated
        words = self._text[start : dated.phrase.start].casefold().split()
        if self._since.intersection(words):
            return Dated(f"{dated.value}/..", dated.phrase)
        return Dated(f"../{dated.value}", dated.phrase) if self._until.intersection(words) else dated

    def _dates(self, start: int, end: int) -> list[Dated]:
        if self._last is not None and self._last[:2] == (start, end):
            return self._last[2]
        if self._times:
            found = self._times[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        else:
            found = self._absolute(start, end)
        self._last = (start, end, found)
        return found

    def _absolute(self, start: int, end: int) -> list[Dated]:
        """Dates and years of a stretch by their own words."""
        stretch = self._text[start:end]
        found = [
            Dated(
                date.edtf.text, Phrase(start + date.start, start + date.end, stretch[date.start : date.end])
            )
            for date in find_dates(stretch, self._vocabulary)
        ]
        taken = [(dated.phrase.start, dated.phrase.end) for dated in found]
        for match in _YEAR.finditer(stretch):
            place = start + match.start(), start + match.end()
            if not any(left < place[1] and place[0] < right for left, right in taken) and self._is_year(
                start, place[0]
            ):
                found.append(Dated(match.group(), Phrase(*place, match.group())))
        return sorted(found, key=lambda dated: dated.phrase.start)

    def _is_year(self, start: int, place: int) -> bool:
        """Whether a word that leads to a date stands in front of four figures: no "1900 men"."""
        before = self._text[max(start, place - _GAP) : place].casefold().replace("(", " ( ").split()
        return bool(before) and (before[-1] in self._before or before[-1] == "(")
