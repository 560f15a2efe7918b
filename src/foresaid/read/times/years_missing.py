"""In which year is a month or day that is told without one?

In this order: the year that its own words point to ("October of that year", "last March"); the year of the date that
a range or list runs on to ("between March and April 1918"); the same day told in full before; the month that the text
was telling; the year that it told last; the document's date. Nothing of this leaves the text, and where nothing is
known the year stays open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.model.annotations import Span
from foresaid.read.times.feasts import feast_month
from foresaid.read.times.narrative import REACH
from foresaid.read.times.values import DOCUMENT

if TYPE_CHECKING:
    from foresaid.read.times.forms import Form
    from foresaid.read.times.narrative import Narrative, Told
    from foresaid.read.times.points import Point

# Months by which a narrative goes on by itself from one date to the next. On WikiWars (dev) 1 gives one more right
# value than 0 and three more than 2.
_AHEAD = 1
_MONTHS = 12
# Months ahead or back within which a writer names a month without saying which year's.
_CLOSE = 2
STEPS = {"same": 0, "the": 0, "previous": -1, "following": 1, "this": 0, "last": -1, "next": 1}
TO_DOCUMENT = frozenset(("this", "last", "next"))
# The month in which a season stands in the middle of the northern year, only to tell which of two years is nearer.
_SEASON_MONTHS = {21: 4, 22: 7, 23: 10, 24: 1}


@dataclass(frozen=True, slots=True)
class Year:
    """A year and what told it; `value` is None where nothing did. `rule` is "" for a year that stands there itself.

    `doubt`: nothing speaks against it, and nothing else for it.
    """

    value: int | None
    rule: str = ""
    anchor: str = ""
    place: Span | None = None
    doubt: bool = False


def year_of(form: Form, following: Form | None, now: Narrative) -> Year:
    """The year of a form; `following` is the date that a range or list runs on to."""
    if form.year is not None:
        return Year(1 - form.year if form.negative else form.year)
    if form.fiscal and following is not None and following.year is not None:
        return Year(following.year, ".ending")
    if form.lean and form.unit == "Y":
        return _leaning_year(form, now)
    if form.lean and form.lean not in ("same", "the"):
        return _leaning_month(form, now)
    if following is not None and form.month is not None and following.month is not None:
        later = year_of(following, None, now)
        if later.value is not None:
            back = form.month > following.month
            return Year(later.value - 1 if back else later.value, ".list", later.anchor, later.place)
    return _narrated(form, now)


def _narrated(form: Form, now: Narrative) -> Year:
    if now.speaks and now.document is not None:
        told = now.year
        if told is None or not now.in_sentence(told, form):
            return _spoken(form, now, now.document)
    if form.month is not None and form.day is not None and not _runs(form, now):
        before = now.days.get((form.month, form.day))
        if before is not None:
            return _from(before, before.point.year, ".same-day")
    month = now.month
    sequel = _sequel(form, now)
    if sequel is not None and month is not None:
        return _from(month, sequel, ".sequel")
    if now.year is not None:
        return _from(now.year, now.year.point.year, ".narrative")
    if now.document is None:
        return Year(None)
    return _spoken(form, now, now.document)


def _from(told: Told, year: int, rule: str) -> Year:
    return Year(year, rule, told.point.edtf, told.place)


def _runs(form: Form, now: Narrative) -> bool:
    """Whether the text is telling one day after the other."""
    return now.day is not None and form.start - now.day.place.end < REACH


def _sequel(form: Form, now: Narrative) -> int | None:
    """The year of a month that was told shortly before, or of the month behind it: December 1916, then January.

    Only the same month counts where the text has named another year since.
    """
    told, month = now.month, form.month
    if told is None or month is None or told.point.month is None or form.start - told.place.end > REACH:
        return None
    ahead = (month - told.point.month) % _MONTHS
    if ahead > (_AHEAD if now.year is told else 0):
        return None
    return told.point.year + (told.point.month + ahead > _MONTHS)


def _leaning_year(form: Form, now: Narrative) -> Year:
    """As in "October of that year", "the spring of next year"."""
    if form.lean in TO_DOCUMENT:
        spoken, quoted = now.spoken(form)
        year = spoken.year + STEPS[form.lean] if spoken else None
        return Year(year, ".document-year", anchor_of(quoted is not None, year is not None))
    told = now.year
    if told is None:
        return Year(None, ".narrative-year")
    return _from(told, told.point.year + STEPS.get(form.lean, 0), ".narrative-year")


def _leaning_month(form: Form, now: Narrative) -> Year:
    """As in "last March", "the following spring": the first such time before or after."""
    to_document = form.lean in TO_DOCUMENT or form.lean.startswith("letter")
    told = None if to_document else now.told(form)
    spoken, quoted = now.spoken(form) if to_document else (None, None)
    base = spoken if to_document else told.point if told else None
    if base is None:
        return Year(None, ".leaning")
    year = _stepped(form.lean.removeprefix("letter-"), _month(form), base)
    if told is not None:
        return _from(told, year, ".leaning")
    return Year(year, ".leaning", anchor_of(quoted is not None, known=True))


def _month(form: Form) -> int | None:
    """The month of a month, a season or a holiday."""
    return form.month or _SEASON_MONTHS.get(form.season or 0) or feast_month(form.name)


def _stepped(lean: str, month: int | None, base: Point) -> int:
    if lean == "this" or month is None or base.month is None:
        return base.year + STEPS.get(lean, 0)
    if lean in ("last", "previous"):
        return base.year if month < base.month else base.year - 1
    return base.year if month > base.month else base.year + 1


def anchor_of(quoted: bool, known: bool) -> str:
    """What a time that points to the day of speaking was reckoned from, in words."""
    if not known:
        return ""
    return "the quotation's date" if quoted else DOCUMENT


def _spoken(form: Form, now: Narrative, document: Point) -> Year:
    """The year of a month as the document's day sees it.

    A month so near that nobody would doubt which is meant; else the next one in a sentence about the future or behind
    "by" and "until", and the last one in others. Of a document of which only the year is known it is that year, in doubt.
    """
    month = _month(form)
    if month is None or document.month is None:
        return Year(document.year, ".document", DOCUMENT, doubt=month is not None)
    ahead = (month - document.month) % _MONTHS
    back = (document.month - month) % _MONTHS
    future = ahead <= _CLOSE or (back > _CLOSE and now.looks_ahead(form))
    year = document.year + (month < document.month) if future else document.year - (month > document.month)
    return Year(document.year if ahead == 0 else year, ".document", DOCUMENT)
