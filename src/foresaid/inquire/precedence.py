"""Was that said before the event, and how long before?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.dates import Grade
from foresaid.model.inquiries import Before

if TYPE_CHECKING:
    from foresaid.model.dates import Edtf
    from foresaid.model.inquiries import Witnessed

# The mean Gregorian year; lead times are told in years to two digits, some four days.
_YEAR = 365.2425
_DIGITS = 2


def standing_before(document: Witnessed, event: Edtf | None) -> Before:
    """Whether a document is earlier than an event; a date of grade D or below, or none, can only possibly be.

    An event without a date has nothing certainly before it.
    """
    if event is None or document.date is None or document.grade is None or document.grade > Grade.C:
        return Before.POSSIBLY
    precedes = document.date.precedes(event)
    if precedes is None:
        return Before.POSSIBLY
    return Before.CERTAINLY if precedes else Before.NOT


def lead_years(document: Witnessed, event: Edtf | None) -> tuple[float, float] | None:
    """The least and most years between a document and an event; None where either is open, or of grade D or below."""
    date = document.date
    if event is None or date is None or document.grade is None or document.grade > Grade.C:
        return None
    days = (date.earliest, date.latest, event.earliest, event.latest)
    if None in days:
        return None
    first, last, begins, ends = (day for day in days if day is not None)
    least = (begins - event.start_margin) - (last + date.end_margin)
    most = (ends + event.end_margin) - (first - date.start_margin)
    return round(least / _YEAR, _DIGITS), round(most / _YEAR, _DIGITS)
