"""When was an event that a text measures time from? As the text itself tells it, or the table of named events.

The text goes first: a sentence that holds the event's words and a date of its own. Where two such sentences tell
times that exclude each other the event has no date here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.model.annotations import Span
from foresaid.read.times.forms import Form, Kind
from foresaid.read.times.points import Point, point_of
from foresaid.read.times.words import folded
from foresaid.text.edtf import parse_edtf
from foresaid.text.literals import Literals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.read.times.words import TimeWords

_WORD = re.compile(r"[^\W\d_]{3,24}")
# Words of an event that must stand in the sentence that dates it.
_SHARED = 2
# Places of its rarest word that are looked at, and characters to each side that its sentence may have.
_PLACES, _SENTENCE = 24, 300
# Sentences that may end between an event and the words that only point to it ("its burning").
_BACK = 2
_MARKS = (". ", "? ", "! ", ".\n", "\n\n")
# So many words are faster looked for one by one than by a search made for all of them.
_FEW_WORDS = 8
# Characters of that sentence that are shown as the anchor.
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Dated:
    """When an event was: in words what told it, and where in the text (None for the table)."""

    point: Point
    label: str
    place: Span | None


class NamedEvents:
    """The table of named events, ready for use."""

    def __init__(self, words: TimeWords) -> None:
        entries = [entry.partition(" = ") for entry in words.tables["named_events.events"]]
        self.dates = {name: date for names, _, date in entries for name in names.split("|")}
        self.names = (*self.dates, *words.tables["named_events.undated"])
        self._literals = Literals(self.dates)
        self.empty = frozenset(words.words("empty_words"))
        self.pointing = frozenset(words.words("this_event"))
        self.owners = frozenset(words.words("owners")) - {"the"}
        self._families: dict[str, tuple[str, ...]] = {}
        for entry in words.words("event_families"):
            family = tuple(entry.split("|"))
            for word in family:
                self._families[word] = tuple(dict.fromkeys((*self._families.get(word, ()), *family)))

    def forms(self, word: str) -> tuple[str, ...]:
        """The words that tell of the same event as one: "fall" of what "fell"; the word alone for others."""
        return self._families.get(word, (word,))

    def read(self, text: str, start: int, end: int) -> Iterator[Form]:
        """The name of an event, so that no word in it is taken for a time: "the October Revolution" is no month."""
        if any(character.isupper() for character in text[start:end]):
            yield Form(start, end, Kind.NAME)

    def date(self, words: str) -> Dated | None:
        """The first day of the event that words name, as far as the table has it."""
        for number, start, end in self._literals.find(words):
            if not any(character.isupper() for character in words[start:end]):
                continue  # "a secret speech" is not the one with that name
            name = self._literals.words[number]
            date = parse_edtf(self.dates[name].split("/")[0])
            point = point_of(date)
            if point is not None:
                return Dated(point, f"{name} ({self.dates[name]}, table of named events)", None)
        return None


class TextEvents:
    """What one text tells of the dates of events.

    One pass finds the first words of all events that the text measures from, so that the time does not grow with their
    number times the text.
    """

    def __init__(self, text: str, forms: Sequence[Form], named: NamedEvents) -> None:
        self._text = text
        self._named = named
        self._told = [
            (form.start, form.end, Point(form.year, form.month, form.day))
            for form in forms
            if form.year is not None and not form.negative and form.season is None
        ]
        self._reckoned = [form.start for form in forms if form.kind is Kind.ANNIVERSARY]
        content = {form.event: self._content(*form.event) for form in forms if form.event is not None}
        self._places = _places(
            text, {form for words in content.values() for word in words[:1] for form in named.forms(word)}
        )

    def tell(self, start: int, end: int, point: Point) -> None:
        """Notes a point of time that was found for a place in the text."""
        insort(self._told, (start, end, point), key=lambda told: told[:2])

    def date(self, start: int, end: int) -> Dated | None:
        """When the event was whose words stand from `start` to `end`; None where that is not told."""
        return self._in_text(start, end) or self._named.date(self._text[start:end])

    def points_back(self, start: int, end: int) -> bool:
        """Whether the words of an event only point to one that the text just told: "this event"."""
        return folded(self._text[start:end]) in self._named.pointing

    def _content(self, start: int, end: int) -> list[str]:
        """The words of an event by which it can be found again."""
        words = (word.casefold() for word in _WORD.findall(self._text[start:end]))
        return list(dict.fromkeys(word for word in words if word not in self._named.empty))

    def _in_text(self, start: int, end: int) -> Dated | None:
        content = self._content(start, end)
        if not content:
            return None
        owned = folded(self._text[start:end]).partition(" ")[0] in self._named.owners
        if len(content) < _SHARED and not owned:
            return None
        found: list[Dated] = []
        for at in self._occurrences(content[0]):
            floor, limit = _sentence(self._text, at)
            if start <= at < end:
                continue
            if len(content) < _SHARED:
                if not self._just_told(at, start):
                    continue
            elif not self._same(content[1:], floor, limit):
                continue
            own = floor <= start < limit
            reckoned = bisect_left(self._reckoned, floor)
            if not own and reckoned < len(self._reckoned) and self._reckoned[reckoned] < limit:
                continue  # a sentence about an anniversary has the date of that, not of the event
            dated = self._date_between(floor, limit, at)
            if dated is not None:
                found.append(dated)
        return _agreed(found)

    def _occurrences(self, word: str) -> list[int]:
        """Where a word stands, or another that tells of the same event."""
        return sorted(at for form in self._named.forms(word) for at in self._places.get(form, ()))

    def _same(self, words: Sequence[str], floor: int, limit: int) -> bool:
        """Whether a sentence has another of an event's words."""
        near = self._text[floor:limit].casefold()
        return any(form in near for word in words for form in self._named.forms(word))

    def _just_told(self, at: int, start: int) -> bool:
        """Whether a place stands in one of the last sentences before another: "his death" is of whom it told there."""
        between = self._text[at:start] if 0 <= start - at <= _SENTENCE else "\n\n"
        return "\n\n" not in between and sum(between.count(mark) for mark in _MARKS) <= _BACK

    def _date_between(self, floor: int, limit: int, at: int) -> Dated | None:
        """The date in a stretch that stands nearest to a place."""
        first = bisect_left(self._told, (floor, 0), key=lambda told: told[:2])
        last = bisect_left(self._told, (limit, 0), key=lambda told: told[:2])
        if first == last:
            return None
        start, end, point = min(self._told[first:last], key=lambda told: (abs(told[0] - at), told[0]))
        return Dated(point, f"{self._text[floor:limit].strip()[:_SHOWN]}… ({point.edtf})", Span(start, end))


def _places(text: str, words: set[str]) -> dict[str, list[int]]:
    """Where words stand, of each only the first places."""
    low = text.lower()
    if len(words) > _FEW_WORDS or len(low) != len(text):
        return _many_places(text, sorted(words))
    found: dict[str, list[int]] = {}
    for word in words:
        at = low.find(word)
        while at >= 0 and len(found.setdefault(word, [])) < _PLACES:
            if not (low[at - 1 : at].isalnum() or low[at + len(word) : at + len(word) + 1].isalnum()):
                found[word].append(at)
            at = low.find(word, at + len(word))
    return found


def _many_places(text: str, words: Sequence[str]) -> dict[str, list[int]]:
    """The same in one pass for all words."""
    found: dict[str, list[int]] = {}
    for number, start, _ in Literals(words).find(text):
        places = found.setdefault(words[number], [])
        if len(places) < _PLACES:
            places.append(start)
    return found


def _sentence(text: str, at: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends, as far as it is looked for."""
    floor, limit = max(0, at - _SENTENCE), min(len(text), at + _SENTENCE)
    before = max(text.rfind(mark, floor, at) for mark in _MARKS)
    behind = [place for mark in _MARKS if (place := text.find(mark, at, limit)) >= 0]
    return (before + 1 if before >= 0 else floor), min(behind, default=limit)


def _agreed(found: Sequence[Dated]) -> Dated | None:
    """The most precise of dates that do not exclude each other; None for others."""
    if not found:
        return None
    best = max(found, key=lambda each: (each.point.month is not None) + (each.point.day is not None))
    return best if all(best.point.edtf.startswith(each.point.edtf) for each in found) else None
