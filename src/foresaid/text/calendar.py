"""Which days of the calendar does a text name outright?

Absolute dates only ("28 December 2021", "March, 1987", "1789-07-14"); "last spring" needs a date to lean on
and is read elsewhere. Every form holds a year of four digits, so the text is searched for those and only
the few characters around each are looked at: the time grows with the text, whatever stands in it. All
repetitions in the expressions below are bounded.

Nothing is guessed: a day that its month does not have ("31 June 1990") is not found at all, and a cell
with two readings ("03/04/1990") is refused with both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.errors import DateError
from foresaid.model.dates import Edtf, days_in_month
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.model.words import Vocabulary

# The longest form before a year, "28th day of September, of " with line breaks and indents, stays below.
_WINDOW = 80
# A cell that names one date; "Wednesday" and a time of day would still fit.
_LONGEST_CELL = 100

# Four digits are a year only from 1000 to 2999 in running text: below stand numbers with a leading zero
# (telephones, shelf marks), above there is nobody yet. Cells hold dates only and have no such bounds.
_YEAR = re.compile(r"[12][0-9]{3}")
_MONTH_AND_DAY = re.compile(r"-([0-9]{2})-([0-9]{2})")
# What can stand between a year and the word or day before it.
_BETWEEN = " \t\r\n\u00a0,-."

# Blanks within a line, or one line break with an indent; a blank line parts two texts.
_GAP = r"(?:[ \t\u00a0]{1,4}|[ \t\u00a0]{0,4}\r?\n[ \t\u00a0]{0,8})"

# Number, separator, number, the same separator, number.
_NUMERIC = re.compile(r"([0-9]{1,4})([/.-])([0-9]{1,2})\2([0-9]{1,4})")
# 2021-12-28 14:05, 2021-12-28T14:05:00.250Z and their like, wider than EDTF allows.
_DAY_WITH_CLOCK = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]{1,2}([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r" ?(?:Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date that stands in a text, from `start` to `end` (code points)."""

    start: int
    end: int
    edtf: Edtf


@dataclass(frozen=True, slots=True)
class _Forms:
    """The expressions of one language: what may stand before a year, and which month a word means."""

    before_year: re.Pattern[str]
    before_era: re.Pattern[str]
    months: dict[str, int]
    spellings: frozenset[str]
    last_words: tuple[str, ...]


def find_dates(text: str, vocabulary: Vocabulary, limit: int | None = None) -> Iterator[FoundDate]:
    """The absolute dates of a running text in order, at most `limit` of them; the vocabulary names months.

    KeyError names a table that the language lacks.
    """
    forms = _forms(vocabulary)
    end = 0
    found = 0
    for year in _YEAR.finditer(text):
        if limit is not None and found >= limit:
            return
        date = _date_at(text, year, end, forms)
        if date is not None:
            end = date.end
            found += 1
            yield date


def read_date(text: str, vocabulary: Vocabulary) -> tuple[Edtf, str]:
    """The one date that a cell of metadata holds, and how it was read ("" when it was EDTF already).

    DateError says why it is none, or which readings it has.
    """
    try:
        return parse_edtf(text), ""
    except DateError as error:
        refusal = error
    cell = text.strip()
    if len(cell) > _LONGEST_CELL:
        raise refusal
    written = _clock_reading(cell) or _numeric_reading(cell) or _word_reading(cell, _forms(vocabulary))
    if written is None:
        if cell[:1].isdigit() or cell[:1] in ("", "-", "Y", "[", "{", "/"):
            raise refusal  # meant as EDTF, whose message says more
        raise DateError(f"{cell!r} is no date; write EDTF such as 1989, 1989-11 or 1989-11-09.")
    try:
        return parse_edtf(written), f"read {cell!r} as {written}"
    except DateError as error:
        raise DateError(f"{cell!r} was read as {written}, which does not exist. {error}") from None


def _forms(vocabulary: Vocabulary) -> _Forms:
    """The expressions made from a vocabulary; `re` keeps the compiled ones."""
    spellings: dict[str, int] = {}
    for number, entry in enumerate(vocabulary.tables["calendar.months"], start=1):
        spellings.update(dict.fromkeys(entry.split("|"), number))
    month = _alternatives(spellings)
    ordinal = f"(?:{_alternatives(vocabulary.tables['calendar.ordinals'])})?"
    day_link = f"(?:(?:{_alternatives(vocabulary.tables['calendar.day_links'])}){_GAP})?"
    year_link = f"(?:(?:{_alternatives(vocabulary.tables['calendar.year_links'])}){_GAP})?"
    before_year = re.compile(
        rf"(?<![\w])(?:"
        rf"(?P<day_a>[0-9]{{1,2}}){ordinal}{_GAP}{day_link}(?P<month_a>{month})\.?,?{_GAP}{year_link}"
        rf"|(?P<month_b>{month})\.?{_GAP}(?P<day_b>[0-9]{{1,2}}){ordinal}(?:,{_GAP}?|{_GAP})"
        rf"|(?P<day_c>[0-9]{{1,2}})[-.](?P<month_c>{month})[-.]"
        rf"|(?P<month_d>{month})\.?,?{_GAP}{year_link}"
        r")\Z",
        re.IGNORECASE,
    )
    era = re.compile(rf"{_GAP}?(?:{_alternatives(vocabulary.tables['calendar.before_era'])})(?!\w)")
    months = {word.casefold(): number for word, number in spellings.items()}
    written = frozenset(
        form for word in spellings for form in (word, word[:1].upper() + word[1:], word.upper())
    )
    links = (*vocabulary.tables["calendar.ordinals"], *vocabulary.tables["calendar.year_links"])
    last_words = (*months, *(link.casefold() for link in links))
    return _Forms(before_year, era, months, written, last_words)


def _alternatives(words: Iterable[str]) -> str:
    """Longest first, so that "Sept" is not taken for "Sep"; a blank stands for any gap."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(_GAP.join(re.escape(part) for part in word.split(" ")) for word in ordered)


def _date_at(text: str, year: re.Match[str], floor: int, forms: _Forms) -> FoundDate | None:
    """The date to which the four digits of a match belong; nothing before `floor` is looked at."""
    start, end = year.span()
    before = text[start - 1] if start else ""
    after = text[end : end + 1]
    if after.isalnum() or after == "_" or before.isalnum() or before == "_":
        return None
    if after == "-" and (iso := _iso_day(text, year, before)):
        return iso
    if not _may_belong(text, start, forms) or forms.before_era.match(text, end):
        return None
    match = forms.before_year.search(text, max(floor, start - _WINDOW), start)
    if match is None or _month_word(match) not in forms.spellings:
        return None
    written = _written(match, year.group(), forms)
    return FoundDate(match.start(), end, parse_edtf(written)) if written else None


def _may_belong(text: str, start: int, forms: _Forms) -> bool:
    """Whether a month, a linking word or a day stands right before the year at `start`.

    Spares the search in tables of figures: 10 million years, each after the other, took 100 s without.
    """
    near = text[max(0, start - _WINDOW) : start]
    word = near.rstrip(_BETWEEN)
    if len(word) == len(near):
        return False
    if word[-1:].isdigit():
        if word[-3:-2].isdigit():
            return False  # a day has one or two digits
        word = word[:-2].rstrip("0123456789" + _BETWEEN)
    return word.casefold().endswith(forms.last_words)


def _iso_day(text: str, year: re.Match[str], before: str) -> FoundDate | None:
    rest = _MONTH_AND_DAY.match(text, year.end())
    if rest is None or before in ("-", ".", "/"):
        return None
    after = text[rest.end() : rest.end() + 2]
    if after[:1] in ("-", "_") or (after[:1].isalnum() and not (after[:1] == "T" and after[1:].isdigit())):
        return None  # part of a longer number, an ISBN or a file's name
    if not _exists(int(year.group()), int(rest[1]), int(rest[2])):
        return None
    written = text[year.start() : rest.end()]
    return FoundDate(year.start(), rest.end(), parse_edtf(written))


def _month_word(match: re.Match[str]) -> str:
    return next(match[name] for name in ("month_a", "month_b", "month_c", "month_d") if match[name])


def _written(match: re.Match[str], year: str, forms: _Forms) -> str | None:
    """The EDTF form of a match; None when its day does not exist."""
    month = forms.months[_month_word(match).casefold()]
    day = match["day_a"] or match["day_b"] or match["day_c"]
    if day is None:
        return f"{year}-{month:02d}"
    return f"{year}-{month:02d}-{int(day):02d}" if _exists(int(year), month, int(day)) else None


def _exists(year: int, month: int, day: int) -> bool:
    """Whether the calendar has the day; nobody writes a year 0 in words or figures but by mistake."""
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)  # noqa: PLR2004  months of a year


# The forms of a cell


def _clock_reading(cell: str) -> str | None:
    match = _DAY_WITH_CLOCK.fullmatch(cell)
    if match is None or match[2] > "24" or match[3] > "59" or (match[4] or "00") > "60":
        return None
    return match[1]


def _numeric_reading(cell: str) -> str | None:
    """Three numbers with the year first or last; DateError when day and month cannot be told apart."""
    match = _NUMERIC.fullmatch(cell)
    if match is None:
        return None
    first, _, second, third = match.groups()
    if len(first) == len("1990"):
        return f"{first}-{int(second):02d}-{int(third):02d}" if len(third) <= len("31") else None
    if len(third) != len("1990"):
        raise DateError(f"{cell!r}: the century of the year is missing; write EDTF such as 1990-04-03.")
    day_first, month_first = (
        f"{third}-{int(month):02d}-{int(day):02d}" if _exists(int(third), int(month), int(day)) else None
        for day, month in ((first, second), (second, first))
    )
    if day_first and month_first and day_first != month_first:
        raise DateError(f"{cell!r} may be {day_first} or {month_first}; write the one that is meant.")
    if not day_first and not month_first:
        raise DateError(f"{cell!r} is no day of the calendar, in either order of day and month.")
    return day_first or month_first


def _word_reading(cell: str, forms: _Forms) -> str | None:
    """A date with its month in words, in any case of letters; the year is the cell's last four digits."""
    body = cell.removesuffix(".")
    year = body[-4:]
    if not (year.isascii() and year.isdigit() and len(year) == len("1990")):
        return None
    match = forms.before_year.match(body, 0, len(body) - len(year))
    if match is None:
        return None
    written = _written(match, year, forms)
    if written is None:
        raise DateError(f"{cell!r} names a day that its month does not have; check day and month.")
    return written
