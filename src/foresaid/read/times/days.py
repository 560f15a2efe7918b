"""Which days does a text name by their number alone? "on the 20th", "your letter of the 4th inst."."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.read.times.forms import Form, Kind
from foresaid.read.times.words import GAP, any_of, folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.read.times.words import TimeWords

_BEFORE, _BEHIND = 24, 32
# Between the last century named and another that is named by its number alone.
_SENTENCE = 160


class DayReader:
    """Reads bare days; holds the expressions made from the word tables."""

    def __init__(self, words: TimeWords) -> None:
        self._letters = words.letters
        leads = any_of(words.words("day_leads"))
        month = rf"of{GAP}(?:(?P<lean>this|the{GAP}present|last|next|the{GAP}same|that){GAP}month)"
        self._day = re.compile(
            rf"(?<![^\W_])(?<![.,/$£€-])(?:(?P<lead>{leads}){GAP})?(?P<the>the{GAP})?(?P<day>3[01]|[12][0-9]|[1-9])(?:st|nd|rd|th|d)"
            rf"(?:,?{GAP}(?:(?P<letter>{any_of(self._letters)})(?![^\W_])|{month}))?",
            re.IGNORECASE,
        )
        self._ends = re.compile(
            rf"[.,;:)”\"—–]|\Z|\n|{GAP}(?:and|to|or){GAP}(?:the{GAP})?[0-9]{{1,2}}(?:st|nd|rd|th|d)(?![^\W_])"
            rf"|{GAP}(?:{any_of((*words.words('pronouns'), *words.words('determiners')))}){GAP}"
        )

    def read(self, text: str, start: int, end: int) -> Iterator[Form]:
        """The day around the last digit of an ordinal number."""
        for match in self._day.finditer(text, max(0, start - _BEFORE), min(len(text), end + _BEHIND)):
            if match.end() < end:
                continue
            letter = (match["letter"] or "").casefold()
            lean = folded(match["lean"])
            begin = match.start("the") if match["the"] else match.start("day")
            if letter:
                yield Form(
                    begin,
                    match.end(),
                    Kind.CALENDAR,
                    day=int(match["day"]),
                    lean=self._letters[letter],
                )
            elif lean:
                which = {"last": "previous", "next": "following"}.get(lean, "same")
                kind = which if lean in ("that", "the same") else f"letter-{which}"
                yield Form(begin, match.end(), Kind.CALENDAR, day=int(match["day"]), lean=kind)
            elif match["lead"] and match["the"] and self._ends.match(text, match.end()):
                yield Form(begin, match.end(), Kind.CALENDAR, day=int(match["day"]), lean="")
            return


def as_century(form: Form, before: Form | None) -> Form:
    """A bare number behind a century is one too: "in the 20th century … in the 21st"."""
    if (
        form.kind is not Kind.CALENDAR
        or form.day is None
        or form.month is not None
        or form.lean
        or before is None
    ):
        return form
    if before.century is None or form.start - before.end > _SENTENCE:
        return form
    return Form(form.start, form.end, Kind.AGE, century=form.day - 1)
