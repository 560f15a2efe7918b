"""Which of the forms found around one place stand, and which are one time?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.read.times.clocks import joins
from foresaid.read.times.days import as_century
from foresaid.read.times.forms import Form, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Forms that stand so far back can still overlap the next: a step from an event, the date in it, a number.
_OPEN = 4
_DATED = frozenset((Kind.CALENDAR, Kind.HOLIDAY, Kind.AGE))
_ERA_GAP = re.compile(r",?[ \u00a0]")


def arranged(text: str, found: Iterable[Form]) -> list[Form]:
    """The forms that stand, in the text's order; one inside another only as the date of an event.

    Of forms that overlap the longest stands. A date inside the event of a step ends the event: "two days after the
    battle of 18 June 1815 | the news came".
    """
    kept: list[Form] = []
    for form in sorted(found, key=lambda each: (each.start, -each.end, each.kind is not Kind.CALENDAR)):
        at = _rival(kept, form)
        if at is None:
            kept.append(form)
            continue
        rival = kept[at]
        if _dates(rival, form):
            _put_inside(kept, at, form)
        elif (
            form.end - form.start > rival.end - rival.start
            and form.end > rival.end
            and form.kind is not Kind.SET
        ):
            kept[at : at + 1] = []
            kept.append(form)
    return _joined(text, kept)


def _dates(rival: Form, form: Form) -> bool:
    """Whether a form is the date of the event, or the whole, that another speaks of."""
    if rival.event is None or rival.inner is not None or form.start < rival.event[0]:
        return False
    return form.kind in _DATED or (form.kind is Kind.POINT and rival.kind is Kind.STRETCH)


def _rival(kept: Sequence[Form], form: Form) -> int | None:
    """The last of the forms kept that overlaps one, by its number."""
    for at in range(len(kept) - 1, max(-1, len(kept) - 1 - _OPEN), -1):
        if kept[at].end > form.start:
            return at
    return None


def _put_inside(kept: list[Form], at: int, form: Form) -> None:
    """A date as the date of the event in which it stands; beside a step both are found."""
    rival = kept[at]
    event = rival.event
    if rival.kind is Kind.SHIFT and event is not None:
        kept[at] = rival._replace(inner=form, end=form.end, event=(event[0], form.end))
        kept.append(form)
    else:
        kept[at] = rival._replace(inner=form)


def _joined(text: str, found: Sequence[Form]) -> list[Form]:
    """A time of the day and the day beside it as one, and a day and its year before our era."""
    joined: list[Form] = []
    for each in found:
        before = joined[-1] if joined else None
        form = as_century(each, before)
        whole = _whole(text, before, form) if before is not None else None
        if whole is None:
            joined.append(form)
        else:
            joined[-1] = whole
    return joined


def _whole(text: str, before: Form, form: Form) -> Form | None:
    """The one time that two forms are, None where they are two."""
    between = text[before.end : form.start]
    if (
        _is_bare_year(form)
        and before.month is not None
        and before.year is None
        and _ERA_GAP.fullmatch(between)
    ):
        return before._replace(end=form.end, year=form.year, negative=form.negative) if form.era else None
    if not joins(text, before, form):
        return None
    if before.kind is Kind.CLOCK and (form.day or form.weekday or form.kind in (Kind.HOLIDAY, Kind.POINT)):
        return form._replace(start=before.start, clock=before.clock, day_part=before.day_part)
    if form.kind is not Kind.CLOCK or before.clock:
        return None
    if form.clock and before.day is not None:
        return before._replace(end=form.end, clock=form.clock)
    plain = form.day_part and not form.lean and not form.name and between == " "
    return before._replace(end=form.end, day_part=form.day_part) if plain and before.weekday else None


def _is_bare_year(form: Form) -> bool:
    return (
        form.kind is Kind.CALENDAR and form.year is not None and form.month is None and form.season is None
    )
