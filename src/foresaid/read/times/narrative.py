"""Where does a text stand in time while it is read: what was told last, and what was told in full before?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from foresaid.model.annotations import Span
from foresaid.read.times.forms import Form, Kind
from foresaid.read.times.points import Point

# Days of one year that follow one another in the text lie closer together: 95 of 100 of the 404 such pairs in
# WikiWars (dev). What was told farther back is no longer what "the next day" means.
REACH = 1500


# A sentence's end, near enough: an abbreviation that is taken for one only makes two times strangers.
_ENDS = re.compile(r"[.!?…][\s\"”’)]|\n\s*\n")
# The share of times that point to the day of speaking from which on a text counts as speaking from its own day. Of the
# histories in WikiWars (dev) none has more than .08, of the news in TempEval-3 (dev) and of 32 State of the Union
# addresses all but three with any dates have .17 and more.
_SPEAKING, _FEWEST = 0.15, 2
# Characters in front and behind in which a sentence is looked through for words about the future; behind only its
# nearest verb, as "on 28 February the bank said that it will" is of the past.
_SENTENCE, _CLAUSE = 240, 40
# "from now to the" is the longest entry in front of a time.
_WORD = 20


@dataclass(frozen=True, slots=True)
class Told:
    """A point of time that the text told, and where."""

    point: Point
    place: Span


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of somebody else, and when he said them (None = not known)."""

    span: Span
    date: Point | None


@dataclass(slots=True)
class Narrative:
    """What was told so far; `document` is the day, month or year that the document itself is from.

    `quoted` stand in the text's order, none inside another. `ahead` finds the words of sentences about the future, `until` a word in front of a time that lies ahead. `marked` are the words inside quotation marks, `record` is true of minutes and letters. `speaks`: the text speaks from its own day, as letters, speeches and newspapers do, and does not only tell of others.
    """

    text: str
    ahead: re.Pattern[str]
    until: re.Pattern[str]
    document: Point | None
    speaks: bool = False
    quoted: Sequence[Quoted] = ()
    marked: Sequence[Span] = ()
    record: bool = False
    last: Told | None = None
    year: Told | None = None
    month: Told | None = None
    day: Told | None = None
    days: dict[tuple[int, int], Told] = field(default_factory=dict)
    _inside: int = -1
    _outside: tuple[Told | None, ...] = ()

    def enter(self, form: Form) -> None:
        """Goes on to a form: into marked words or out of them.

        What is told inside quotation marks is told by somebody else: the narration goes on from where it was before.
        """
        at = bisect_right(self.marked, form.start, key=lambda span: span.start) - 1
        inside = at if at >= 0 and form.start < self.marked[at].end else -1
        if inside == self._inside:
            return
        if self._inside >= 0:
            self.last, self.year, self.month, self.day = self._outside
        if inside >= 0:
            self._outside = (self.last, self.year, self.month, self.day)
        self._inside = inside

    def tell(self, point: Point, form: Form) -> None:
        """Goes on to a point of time."""
        told = Told(point, Span(form.start, form.end))
        self.last = self.year = told
        if point.month is not None:
            self.month = told
        if point.month is not None and point.day is not None:
            self.day = told
            if self._inside < 0:
                self.days.setdefault((point.month, point.day), told)

    def spoken(self, form: Form) -> tuple[Point | None, Quoted | None]:
        """The date that "today" means at a form: the document's, or in quoted words that of the quotation."""
        at = bisect_right(self.quoted, form.start, key=lambda quoted: quoted.span.start) - 1
        if at >= 0 and form.end <= self.quoted[at].span.end:
            return self.quoted[at].date, self.quoted[at]
        return self.document, None

    def day_of_clock(self, form: Form) -> Told | None:
        """The day that a time by the clock belongs to: the one told last, if that is no deadline.

        In a letter or minutes, which go from one matter to another, only that of its own sentence.
        """
        told = self.told(form, "D")
        if told is None or self._bounds(told.place.start):
            return None
        return told if not self.record or self.in_sentence(told, form) else None

    def in_sentence(self, told: Told, form: Form) -> bool:
        """Whether a point was told in the sentence of a form."""
        return not _ENDS.search(self.text, told.place.end, form.start)

    def looks_ahead(self, form: Form) -> bool:
        """Whether the sentence of a form speaks of the future: it has one of the words for that."""
        floor, limit = max(0, form.start - _SENTENCE), min(len(self.text), form.end + _CLAUSE)
        before = [match.end() for match in _ENDS.finditer(self.text, floor, form.start)]
        behind = _ENDS.search(self.text, form.end, limit)
        start, end = (before[-1] if before else floor), (behind.start() if behind else limit)
        return self.lies_ahead(form) or self.ahead.search(self.text, start, end) is not None

    def lies_ahead(self, form: Form) -> bool:
        """Whether a word in front of a form says that it lies ahead: "by", "until"."""
        return self._bounds(form.start)

    def _bounds(self, start: int) -> bool:
        return self.until.search(self.text, max(0, start - _WORD), start) is not None

    def told(self, form: Form, unit: str = "") -> Told | None:
        """What was told last, so near that "later" or "that year" can mean it, and as fine as a unit where one is given."""
        fine = {"D": self.day, "N": self.day, "W": self.day, "M": self.month, "": self.last}
        told = fine.get(unit, self.year)
        return told if told is not None and form.start - told.place.end <= REACH else None


def speaks(forms: Sequence[Form]) -> bool:
    """Whether a text speaks from its own day, by the share of its times that point there."""
    pointing = sum(map(_points_to_document, forms))
    dated = sum(form.kind is Kind.CALENDAR for form in forms)
    return pointing >= _FEWEST and pointing >= _SPEAKING * (pointing + dated)


def _points_to_document(form: Form) -> bool:
    if form.kind is Kind.POINT:
        return form.lean in ("this", "last", "next", "today") or form.weekday is not None
    if form.kind is Kind.CALENDAR:
        return form.lean in ("this", "last", "next")
    return form.lean == ("ago" if form.kind is Kind.SHIFT else "past") and form.kind in (
        Kind.SHIFT,
        Kind.STRETCH,
    )
