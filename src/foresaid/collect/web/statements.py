"""How does a value that a program wrote (in a page's metadata, a feed, a capture) become a statement?

Three forms of date are put into words that the calendar reads (text/calendar.py): RFC 5322 ("Thu, 09 Nov
1989 18:53:00 GMT", with the years of RFC 822), ISO 8601 without hyphens ("19891109T185300Z"), and Highwire's
"1989/11". The day is the one written, in the time zone written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.collect.stating import Said
from foresaid.errors import DateError
from foresaid.model.dates import Dating, Grade
from foresaid.model.documents import Statement
from foresaid.text.calendar import read_date

if TYPE_CHECKING:
    from foresaid.model.words import Vocabulary

# Longer values are no title, name or licence; what is cut is said.
_LONGEST_VALUE = 1_000
_SURROGATES = ("\ud800", "\udfff")
# A date with its time and zone in words has some 40 characters.
_LONGEST = 100
_SHOWN = 40
# RFC 5322 §3.3: names of the protocol, in English in every language.
_WEEKDAYS = frozenset(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# RFC 5322 §4.3: two digits below 50 are years of this century, others of the last.
_TWO_DIGITS, _CENTURY_TURN = 2, 50
_DAY, _DAY_AND_SECOND = len("19891109"), len("19891109185300")
# What programs write where they know no date: the first moment of .NET, of Unix, and nothing at all.
_UNSET = ("0001-01-01T00:00", "1970-01-01T00:00", "0000-00-00", "-0001-11-30")
_FIELDS = {"published": "date", "written": "created", "captured": "captured"}


def one_line(value: str) -> str:
    """A value on one line, without the halves of surrogate pairs that JSON can spell and no file can hold."""
    line = " ".join(value[: _LONGEST_VALUE * 2].split())
    first, last = _SURROGATES
    return "".join("\ufffd" if first <= letter <= last else letter for letter in line)


def state_web_value(field: str, value: str, basis: str) -> Said:
    """One field as a statement; nothing where there are no words in it, or a link where a name belongs."""
    line = one_line(value)
    if not line or (field == "author" and line.casefold().startswith(("http:", "https:", "@"))):
        return Said()
    if len(line) > _LONGEST_VALUE:
        note = f"{field} ({basis}) is longer than {_LONGEST_VALUE:,} characters; the rest was left out"
        return Said((Statement(field, line[:_LONGEST_VALUE], basis),), notes=(note,))
    return Said((Statement(field, line, basis),))


def state_web_date(
    value: str,
    basis: str,
    vocabulary: Vocabulary,
    *,
    kind: str = "published",
    grade: Grade = Grade.C,
) -> Said:
    """A date as statement and dating, or a note saying why it dates nothing."""
    value = one_line(value)[: _LONGEST * 2]
    statement = Statement(_FIELDS[kind], value, basis)
    if value.replace(" ", "T").startswith(_UNSET):
        return Said((statement,), notes=(f"date {value!r} ({basis}) is what programs write for none",))
    written = plain_date(value)
    try:
        date, note = read_date(written, vocabulary)
    except DateError as error:
        shown = f"date {value[:_SHOWN]!r} ({basis}) was not understood: {error}"
        return Said((statement,), notes=(shown,))
    if written != value:
        note = f"read {value!r} as {written}"
    return Said((statement,), (Dating(kind, date, basis, grade, note=note),))


def plain_date(value: str) -> str:
    """A date of the web as ISO 8601 writes it where it has one of the three forms, else as it is."""
    value = value.strip()
    if len(value) > _LONGEST:
        return value
    return _mail_date(value) or _without_hyphens(value) or _year_and_month(value) or value


def _mail_date(value: str) -> str | None:
    """`Thu, 09 Nov 1989 18:53:00 GMT`; weekday and zone may be missing, the time of day may not."""
    parts = value.replace(",", " ").split()
    if parts and parts[0][:3].casefold() in _WEEKDAYS:
        parts = parts[1:]
    if len(parts) < len(("09", "Nov", "1989", "18:53")) or ":" not in parts[3]:
        return None
    day, month, year = parts[0], parts[1][:3].casefold(), parts[2]
    if not (_digits(day, 1, 2) and month in _MONTHS and _digits(year, 2, 4)):
        return None
    number = int(year)
    if len(year) == _TWO_DIGITS:
        number += 2000 if number < _CENTURY_TURN else 1900
    elif len(year) < len("1989"):
        number += 1900  # RFC 5322 §4.3 again: years as some programs counted them
    return f"{number:04d}-{_MONTHS.index(month) + 1:02d}-{int(day):02d}"


def _without_hyphens(value: str) -> str | None:
    digits = value[:_DAY]
    rest = value[_DAY:]
    if not _digits(digits, _DAY, _DAY) or not digits.startswith(("1", "2")):
        return None
    if not rest or rest[0] in "Tt " or (_digits(value, _DAY_AND_SECOND, _DAY_AND_SECOND)):
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return None


def _year_and_month(value: str) -> str | None:
    year, slash, month = value.partition("/")
    if slash and _digits(year, 4, 4) and _digits(month, 1, 2):
        return f"{year}-{int(month):02d}"
    return None


def _digits(text: str, fewest: int, most: int) -> bool:
    return fewest <= len(text) <= most and text.isascii() and text.isdigit()


def joined(*said: Said) -> Said:
    """Several of them as one: each statement, note and dating once, in order."""
    datings: dict[Dating, Dating] = {}
    for dating in (each for one in said for each in one.datings):
        # the same day of the same kind on the same basis, however it was written
        key = replace(dating, date=replace(dating.date, text=""), note="")
        datings.setdefault(key, dating)
    return Said(
        tuple(dict.fromkeys(each for one in said for each in one.statements)),
        tuple(datings.values()),
        tuple(dict.fromkeys(each for one in said for each in one.notes)),
    )
