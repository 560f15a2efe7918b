"""Before which day can a text hardly have been written, by the days that it mentions?

A text that speaks of 4 March 1862 as of the past is hardly older. Such a bound is a lead of the lowest grade (E):
an open interval, never a date, and stated only where nothing better is known.

What texts say of days to come must not push the bound up, nor a slip of the printer or the scanner. So only whole
days count, only in sentences without a word of the future, and the bound is the last day but one: the latest that
two days of the text do not precede. Measured on 1,730 texts of known date, 647 of which name a day: the latest day
named lies after the text in 21 of 100, without days to come in 3, and with all three rules in none of 154
(tests/eval/test_inferred_bounds.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.collect.stating import INFERRED
from foresaid.model.dates import Dating, Grade
from foresaid.text.calendar import find_dates
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from foresaid.model.words import Vocabulary
    from foresaid.text.calendar import FoundDate

# How far a sentence is followed back and on from a day: about three lines of print on either side.
_REACH = 250
_STOPS = ".;!?"
_AROUND_WORDS = "\"'“”‘’(),:;.!?-[]"


def infer_bound(text: str, vocabulary: Vocabulary) -> Dating | None:
    """The day before which the text can hardly be written, as `1862-03-04/..`, at its place; or None."""
    last: FoundDate | None = None
    last_but_one: FoundDate | None = None
    for found in find_dates(text, vocabulary):
        day = found.edtf.earliest
        if day is None or day != found.edtf.latest or not _later(found, last_but_one):
            continue
        if (last and day == last.edtf.earliest) or _to_come(text, found, vocabulary):
            continue
        if _later(found, last):
            last, last_but_one = found, last
        else:
            last_but_one = found
    if last is None or last_but_one is None:
        return None
    start, end = last_but_one.start, last_but_one.end
    note = f"not before {text[start:end]!r}, which the text mentions, as it does {text[last.start : last.end]!r}"
    date = parse_edtf(f"{last_but_one.edtf.text}/..")
    return Dating("written", date, INFERRED, Grade.E, start, end, note)


def _later(found: FoundDate, than: FoundDate | None) -> bool:
    return than is None or (found.edtf.earliest or 0) > (than.edtf.earliest or 0)


def _to_come(text: str, found: FoundDate, vocabulary: Vocabulary) -> bool:
    """Whether the sentence around a day puts it, or may put it, later than the text."""
    before, behind = text[max(0, found.start - _REACH) : found.start], text[found.end : found.end + _REACH]
    ahead = _words(before[_last_stop(before) :])
    follows = _words(behind[: _first_stop(behind)])
    future = vocabulary.words("inferring.future")
    pending = next(
        (n for n, word in enumerate(follows) if word in vocabulary.words("inferring.pending")), None
    )
    return (
        not future.isdisjoint(ahead)
        or not future.isdisjoint(follows)
        or not vocabulary.words("inferring.ahead").isdisjoint(ahead)
        or (pending is not None and "to" in follows[pending:])
    )


def _words(text: str) -> list[str]:
    return [word.strip(_AROUND_WORDS).casefold() for word in text.split()]


def _last_stop(before: str) -> int:
    """Where the sentence begins: behind the last stop with a blank and a capital letter after it."""
    for at in range(len(before) - 2, 0, -1):
        if _stops(before, at):
            return at + 1
    return 0


def _first_stop(behind: str) -> int:
    """Where the sentence ends: at such a stop, or at an empty line."""
    return next((at for at in range(len(behind) - 1) if _stops(behind, at)), len(behind))


def _stops(text: str, at: int) -> bool:
    if text[at] == "\n":
        return text[at + 1] == "\n"
    return text[at] in _STOPS and text[at + 1].isspace() and text[at + 1 : at + 4].lstrip()[:1].isupper()
