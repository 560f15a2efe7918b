"""Which days may a date written in EDTF (ISO 8601-2) mean?

Levels 0, 1 and 2 of the Library of Congress specification of 4 February 2019, read by hand: no regular
expressions, one pass, and never more than 10,000 years tried for one date with X digits. What the standard
leaves open (seasons without a hemisphere, the width of "about") is decided in docs/explain/edtf.md.

Reading order: `parse_edtf` looks at the first sign and hands over to `_set`, `_interval`, `_moment` or
`_date`; the first three call `_date` for each date in them. A date is cut into at most three components
(year, month or season, day), each with its qualifiers. Worked example: 156X-12-25~ has the years 1560 to
1569, the month 12 and the day 25, hence earliest 1560-12-25, latest 1569-12-25; "~" stands at the day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, NoReturn

from foresaid.errors import DateError
from foresaid.model.dates import Edtf, day_number, days_in_month

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A set of forty days, far longer than any seen in a catalogue, has 440 characters.
LONGEST = 500
# The journal keeps numbers as JSON does (RFC 8785: whole numbers up to 2**53); 13 digits of a year are
# 3.7e15 days and fit. The universe is 1.4e10 years old.
FARTHEST_YEAR = 9_999_999_999_999
_SHOWN = 60  # characters of a refused text that its message repeats

_DIGITS = "0123456789"
_MARKS = "?~%"
_OPEN = ".."
_MOST_COMPONENTS = 3
_FIRST_SEASON, _LAST_SEASON = 21, 41

# Days by which a qualifier loosens a date: one unit of the component it stands at (longest year, longest
# month, day), or the date's own width where that is more: "156X~" may be off by a decade.
_UNITS = (366, 31, 1)

# (years from the written one, month, day). A season reaches from its first day as meteorologists count to
# its last as astronomers count; equinoxes and solstices fall on 19-21 March, 20-22 June, 21-24 September
# and 20-23 December. A winter named by one year may begin in December of the year before ("Winter 1991",
# a journal's January number) or end in March of the next.
_Edge = tuple[int, int, int]
_MARCH_JUNE: tuple[_Edge, _Edge] = ((0, 3, 1), (0, 6, 22))
_JUNE_SEPTEMBER: tuple[_Edge, _Edge] = ((0, 6, 1), (0, 9, 24))
_SEPTEMBER_DECEMBER: tuple[_Edge, _Edge] = ((0, 9, 1), (0, 12, 23))
_DECEMBER_MARCH: tuple[_Edge, _Edge] = ((-1, 12, 1), (1, 3, 21))
# Without a hemisphere spring and autumn are either half of the year's middle, summer and winter either
# June to September or December to March.
_MARCH_DECEMBER: tuple[_Edge, _Edge] = (_MARCH_JUNE[0], _SEPTEMBER_DECEMBER[1])
_SEASONS: tuple[tuple[_Edge, _Edge], ...] = (
    *(_MARCH_DECEMBER, _DECEMBER_MARCH, _MARCH_DECEMBER, _DECEMBER_MARCH),  # 21-24 spring to winter
    *(_MARCH_JUNE, _JUNE_SEPTEMBER, _SEPTEMBER_DECEMBER, _DECEMBER_MARCH),  # 25-28 northern
    *(_SEPTEMBER_DECEMBER, _DECEMBER_MARCH, _MARCH_JUNE, _JUNE_SEPTEMBER),  # 29-32 southern
    *(((0, 1, 1), (0, 3, 31)), ((0, 4, 1), (0, 6, 30))),  # 33-36 quarters
    *(((0, 7, 1), (0, 9, 30)), ((0, 10, 1), (0, 12, 31))),
    *(((0, 1, 1), (0, 4, 30)), ((0, 5, 1), (0, 8, 31)), ((0, 9, 1), (0, 12, 31))),  # 37-39 four months
    *(((0, 1, 1), (0, 6, 30)), ((0, 7, 1), (0, 12, 31))),  # 40-41 half-years
)


class _RefusedError(Exception):
    """A part of the text does not fit: where, why, and what to write."""

    def __init__(self, at: int, reason: str) -> None:
        super().__init__(reason)
        self.at = at
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Component:
    """A year, month or day as written, with the qualifiers at its left and right."""

    body: str
    left: str
    right: str
    at: int


def parse_edtf(text: str) -> Edtf:
    """The days that a date in EDTF may mean; `text` stays as given but for white space around it.

    DateError says what is wrong, at which character, and what to write instead.
    """
    written = text.strip()
    if not written:
        raise DateError("The date is empty; write EDTF such as 1989, 1989-11, 1989-11-09 or 198X.")
    if len(written) > LONGEST:
        raise DateError(
            f"{written[:_SHOWN]!r}… has {len(written)} characters; a date has at most {LONGEST}. "
            "Is it the date alone?"
        )
    try:
        return _whole(written)
    except _RefusedError as refused:
        shown = repr(written) if len(written) <= _SHOWN else repr(written[:_SHOWN]) + "…"
        raise DateError(f"{shown}, character {refused.at + 1}: {refused.reason}.") from None


def _refuse(at: int, reason: str) -> NoReturn:
    raise _RefusedError(at, reason)


def _whole(written: str) -> Edtf:
    if written[0] in "[{":
        return _set(written)
    if "/" in written:
        return _interval(written)
    clock = written.find("T")
    if clock > 0 and written[clock - 1] in _DIGITS + "X" + _MARKS:
        return _moment(written, clock)
    return _date(written, 0)


# Intervals and sets


def _interval(written: str) -> Edtf:
    head, _, tail = written.partition("/")
    after = len(head) + 1
    if "/" in tail:
        _refuse(after + tail.index("/"), "an interval has one '/'; write START/END, as in 1964/2008")
    if not head and not tail:
        _refuse(0, "neither start nor end is given; write START/END, or leave the date empty")
    start = None if head in ("", _OPEN) else _interval_end(head, 0)
    end = None if tail in ("", _OPEN) else _interval_end(tail, after)
    return _range(written, start, end, after)


def _interval_end(piece: str, at: int) -> Edtf:
    if "T" in piece:
        _refuse(at + piece.index("T"), "an interval runs between days; leave out the time of day")
    return _date(piece, at)


def _range(written: str, start: Edtf | None, end: Edtf | None, at: int) -> Edtf:
    """From one date to another; None is an open or unknown end."""
    earliest = start.earliest if start else None
    latest = end.latest if end else None
    if start and end and earliest is not None and latest is not None and latest < earliest:
        _refuse(at, f"the end {end.text} lies before the start {start.text}; write the earlier one first")
    marks = (start.qualifiers if start else "") + (end.qualifiers if end else "")
    start_margin = start.start_margin if start else 0
    end_margin = end.end_margin if end else 0
    return Edtf(written, earliest, latest, _summary(marks), start_margin, end_margin)


def _set(written: str) -> Edtf:
    opening, closing = written[0], "]" if written[0] == "[" else "}"
    if len(written) < len("[]") or written[-1] != closing:
        _refuse(len(written) - 1, f"a set opened by '{opening}' ends with '{closing}'")
    raws = written[1:-1].split(",")
    elements = []
    at = 1
    for number, raw in enumerate(raws):
        indent = len(raw) - len(raw.lstrip(" "))
        element = _element(raw.strip(" "), at + indent, first=number == 0, last=number == len(raws) - 1)
        elements.append(element)
        at += len(raw) + 1
    return _span(written, elements)


def _element(piece: str, at: int, *, first: bool, last: bool) -> Edtf:
    if _OPEN not in piece:
        return _date(piece, at)
    head, _, tail = piece.partition(_OPEN)
    if not head and not tail:
        _refuse(at, "'..' needs a date before or after it, as in [..1984] or [1760-12..]")
    if not (head or first) or not (tail or last):
        _refuse(at, "a set is open only before its first date and after its last, as in [..1760, 1762..]")
    start = _date(head, at) if head else None
    end = _date(tail, at + len(head) + len(_OPEN)) if tail else None
    return _range(piece, start, end, at)


def _span(written: str, elements: Sequence[Edtf]) -> Edtf:
    """From the earliest to the latest of a set's dates, with margins that hold for each of them."""
    starts = [(e.earliest, e.start_margin) for e in elements if e.earliest is not None]
    ends = [(e.latest, e.end_margin) for e in elements if e.latest is not None]
    earliest = min(day for day, _ in starts) if len(starts) == len(elements) else None
    latest = max(day for day, _ in ends) if len(ends) == len(elements) else None
    start_margin = 0 if earliest is None else earliest - min(day - margin for day, margin in starts)
    end_margin = 0 if latest is None else max(day + margin for day, margin in ends) - latest
    marks = "".join(element.qualifiers for element in elements)
    return Edtf(written, earliest, latest, _summary(marks), start_margin, end_margin)


# A date with a time of day


def _moment(written: str, clock: int) -> Edtf:
    """The day as written: the zone tells the clock's offset, not another day for the same speech."""
    day = _date(written[:clock], 0)
    if "X" in written[:clock] or day.earliest != day.latest or day.qualifiers:
        _refuse(
            clock, "a time of day follows a whole date without X or qualifiers, as in 1985-04-12T23:20:30"
        )
    time, zone = written[clock + 1 : clock + 9], written[clock + 9 :]
    if not _is_time(time):
        _refuse(clock + 1, "a time of day is hh:mm:ss, as in 23:20:30")
    if not _is_zone(zone):
        _refuse(clock + 9, "after the time stand nothing, Z, or an offset such as -04 or +04:30")
    return replace(day, text=written)


def _is_time(time: str) -> bool:
    parts = time.split(":")
    if [len(part) for part in parts] != [2, 2, 2] or not all(map(_is_digits, parts)):
        return False
    if time == "24:00:00" or parts[1:] == ["59", "60"]:  # a day's end; a leap second
        return parts[0] <= "24"
    return parts[0] <= "23" and parts[1] <= "59" and parts[2] <= "59"


def _is_zone(zone: str) -> bool:
    if zone in ("", "Z"):
        return True
    hours, colon, minutes = zone[1:].partition(":")
    if colon and not (len(minutes) == len("mm") and _is_digits(minutes) and minutes <= "59"):
        return False
    return zone[0] in "+-" and len(hours) == len("hh") and _is_digits(hours) and hours <= "23"


# One date


def _date(piece: str, at: int) -> Edtf:
    parts = _components(piece, at)
    year = parts[0]
    if year.body.startswith("Y") or "S" in year.body:
        if len(parts) > 1:
            _refuse(parts[1].at, "a year with Y, E or S stands alone, without month or day")
        first, last = _far_years(year)
        earliest, latest = day_number(first, 1, 1), day_number(last, 12, 31)
    elif len(parts) > 1 and _is_season(parts[1].body):
        earliest, latest = _season_days(parts)
    else:
        earliest, latest = _calendar_days(parts)
    marks = "".join(part.left + part.right for part in parts)
    margin = _margin(parts, latest - earliest + 1)
    return Edtf(piece, earliest, latest, _summary(marks), margin, margin)


def _components(piece: str, at: int) -> list[_Component]:
    if not piece:
        _refuse(at, "a date is missing; write a date or '..'")
    sign = 1 if piece[0] in _MARKS else 0
    if piece[sign : sign + 1] == "Y":
        sign += 1
    cut = piece.find("-", sign + 1 if piece[sign : sign + 1] == "-" else 0)
    raws = [piece] if cut < 0 else [piece[:cut], *piece[cut + 1 :].split("-")]
    if len(raws) > _MOST_COMPONENTS:
        _refuse(at, "a date has at most year, month and day, as in 1989-11-09; an interval is START/END")
    components = []
    for raw in raws:
        left = raw[0] if raw and raw[0] in _MARKS else ""
        right = raw[-1] if len(raw) > 1 and raw[-1] in _MARKS else ""
        components.append(_Component(raw[len(left) : len(raw) - len(right)], left, right, at + len(left)))
        at += len(raw) + 1
    return components


def _margin(parts: Sequence[_Component], width: int) -> int:
    """How many days the qualifiers loosen a date; "%" carries two doubts and counts twice."""
    margin = 0
    for part, unit in zip(parts, _UNITS, strict=False):
        for mark in part.left + part.right:
            margin = max(margin, max(unit, width) * (2 if mark == "%" else 1))
    return margin


def _summary(marks: str) -> str:
    return "%" if "%" in marks or ("?" in marks and "~" in marks) else marks[:1]


def _is_season(body: str) -> bool:
    return _is_digits(body) and len(body) == len("21") and _FIRST_SEASON <= int(body) <= _LAST_SEASON


def _season_days(parts: Sequence[_Component]) -> tuple[int, int]:
    if len(parts) == _MOST_COMPONENTS:
        _refuse(parts[2].at, "a season has no days; write the month, or the season alone as in 1849-21")
    first, last = _SEASONS[int(parts[1].body) - _FIRST_SEASON]
    oldest, newest = (next(_years(parts[0], newest_first=newest_first)) for newest_first in (False, True))
    return day_number(oldest + first[0], *first[1:]), day_number(newest + last[0], *last[1:])


def _calendar_days(parts: Sequence[_Component]) -> tuple[int, int]:
    """The first and the last day that fit; a missing month or day fits as XX does."""
    months: Sequence[int] = range(1, 13)
    days: Sequence[int] = range(1, 32)
    _years(parts[0], newest_first=False)  # the year's faults are told before the month's
    if len(parts) > 1:
        months = _numbers(parts[1], 12, "month", "months are 01-12, seasons 21-41")
    if len(parts) == _MOST_COMPONENTS:
        days = _numbers(parts[2], 31, "day", "days are 01-31")
    earliest = _first_fit(_years(parts[0], newest_first=False), months, days)
    latest = _first_fit(_years(parts[0], newest_first=True), months[::-1], days[::-1])
    if earliest is None or latest is None:
        month = f"{parts[0].body}-{parts[1].body}"
        _refuse(parts[2].at, f"day {parts[2].body} does not exist in {month}; check day and month")
    return earliest, latest


def _first_fit(years: Iterator[int], months: Sequence[int], days: Sequence[int]) -> int | None:
    fits = (
        day_number(year, month, day)
        for year in years
        for month in months
        for day in days
        if day <= days_in_month(year, month)
    )
    return next(fits, None)


def _years(year: _Component, *, newest_first: bool) -> Iterator[int]:
    """The years that a pattern of four digits or X may mean, in order."""
    negative = year.body.startswith("-")
    pattern = year.body.removeprefix("-")
    if not _is_pattern(pattern, 4):
        _refuse(
            year.at, "a year is four digits or X, as in 1989, 198X, 0079, -0043; beyond 9999 write Y12345"
        )
    if negative and pattern == "0000":
        _refuse(year.at, "there is no year -0000; 1 BCE is 0000, 2 BCE is -0001")
    digits = _DIGITS if negative == newest_first else _DIGITS[::-1]
    numbers = (int("".join(number)) for number in product(*(digits if c == "X" else c for c in pattern)))
    return (-number for number in numbers if number) if negative else numbers


def _numbers(part: _Component, highest: int, name: str, which: str) -> list[int]:
    if not _is_pattern(part.body, 2):
        more = "; a range of years is START/END, as in 1850/1860" if _is_pattern(part.body, 4) else ""
        _refuse(part.at, f"a {name} is two digits or X, not {part.body[:_SHOWN]!r}; {which}{more}")
    tens, ones = (_DIGITS if c == "X" else c for c in part.body)
    numbers = [n for n in (int(ten + one) for ten in tens for one in ones) if 1 <= n <= highest]
    if not numbers:
        _refuse(part.at, f"{name} {part.body} does not exist; {which}")
    return numbers


# Years beyond four digits, and years of which only some digits count


def _far_years(year: _Component) -> tuple[int, int]:
    """The first and last year that a year with Y, E or S may mean."""
    number, has_significant, significant = year.body.partition("S")
    value = _letter_year(number, year.at) if number.startswith("Y") else _plain_year(number, year)
    if not has_significant:
        return value, value
    digits = len(str(abs(value)))
    if not (_is_digits(significant) and len(significant) <= 2 and 1 <= int(significant) <= digits):  # noqa: PLR2004  two digits count to 99, a year has at most 13
        _refuse(
            year.at + len(number), f"after S stands how many of the {digits} digits count, as in 1950S2"
        )
    step: int = 10 ** (digits - int(significant))
    low = abs(value) // step * step
    high = low + step - 1
    return (low, high) if value >= 0 else (-high, -low)


def _plain_year(number: str, year: _Component) -> int:
    if "X" in number:
        _refuse(year.at, "a year has either X or S, as in 19XX or 1950S2")
    return next(_years(replace(year, body=number), newest_first=False))


def _letter_year(number: str, at: int) -> int:
    sign = -1 if number.startswith("Y-") else 1
    mantissa, has_exponent, exponent = number[1:].removeprefix("-").partition("E")
    if not _is_digits(mantissa) or mantissa[0] == "0":
        _refuse(at, "after Y stands a whole number that does not begin with 0, as in Y12345, Y-17E7")
    if has_exponent and not _is_digits(exponent):
        _refuse(at, "after E stands how many zeros follow, as in Y17E7")
    # Refused by length before any power is computed: Y1E999999999 costs nothing.
    longest = len(str(FARTHEST_YEAR))
    if len(mantissa) > longest or len(exponent) > 2 or len(mantissa) + int(exponent or 0) > longest:  # noqa: PLR2004  exponents of two digits already reach beyond the farthest year
        _refuse(at, f"the year lies beyond {FARTHEST_YEAR:,}, where foresaid stops counting days")
    value: int = int(mantissa) * 10 ** int(exponent or 0)
    if not has_exponent and value <= 9999:  # noqa: PLR2004  four digits, by the standard
        written = f"{'-' if sign < 0 else ''}{value:04d}"
        _refuse(at, f"Y is for years of more than four digits; write {written}")
    return sign * value


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_pattern(text: str, length: int) -> bool:
    return len(text) == length and all(character in _DIGITS or character == "X" for character in text)
