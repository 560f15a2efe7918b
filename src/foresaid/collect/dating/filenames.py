"""Does a file's name, or its folder's, hold a date?

"1862-03-12 speech.txt", "18620312_letter", "speech_12_March_1862", "1862_Lincoln": a lead of grade D, because
nobody says whether the name dates the words, the print or the scan. Numbers that count, measure or identify
something are no dates, and of two years without a dash between them neither is taken.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from foresaid.collect.stating import FILE_NAME
from foresaid.errors import DateError
from foresaid.model.dates import Dating, Grade
from foresaid.text.calendar import find_dates
from foresaid.text.edtf import parse_edtf
from foresaid.text.years import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.words import Vocabulary

# File systems allow 255; nothing longer comes from one.
_LONGEST = 255
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}\Z")
_NUMBER = re.compile(r"[0-9]{1,255}")
_DAY = re.compile(r"([0-9]{4})([-_. ]?)([0-9]{2})\2([0-9]{2})")
_DAY_LAST = re.compile(r"([0-9]{1,2})([-_. ])([0-9]{1,2})\2([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEARS = re.compile(r"([0-9]{4})([-–])([0-9]{4})")
_MONTH_NUMBERS = range(1, 13)
# ISBN-10, ISBN-13 and EAN with their hyphens and blanks; an ISBN-13 begins 978 or 979 (ISO 2108:2017).
_ISBN = re.compile(r"(?<![0-9])(?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9Xx](?![0-9])")
_PARTS = re.compile(r"[_.,;+()\[\] -]{1,20}")


def date_file_name(source: str, vocabulary: Vocabulary) -> Dating | None:
    """The dating that a path's last name holds, else that of the nearest folder with one; None without."""
    path = PurePosixPath(source)
    names = [_SUFFIX.sub("", path.name), *(each.name for each in path.parents if each.name)]
    for number, name in enumerate(names):
        written = _date(name[:_LONGEST], vocabulary)
        if written:
            what = "the file name" if number == 0 else "the name of the folder"
            note = f"read {what} {(path.name if number == 0 else name)!r} as {written}"
            return Dating("published", parse_edtf(written), FILE_NAME, Grade.D, note=note)
    return None


def _date(name: str, vocabulary: Vocabulary) -> str | None:
    """The one date of a name, in the precision it has there."""
    plain = _ISBN.sub(_kept, name)
    found = {*_days(plain, vocabulary)} or {*_in_words(plain, vocabulary)} or {*_months(plain, vocabulary)}
    found = found or {*_spans(plain, vocabulary)} or {*_years(plain, vocabulary)}
    finest = [
        each for each in found if not any(other != each and other.startswith(each) for other in found)
    ]
    return finest[0] if len(finest) == 1 else None


def _kept(match: re.Match[str]) -> str:
    """What is left of what looks like an ISBN: everything, where its check digit does not fit."""
    digits = [10 if sign in "Xx" else int(sign) for sign in match[0] if sign not in "- "]
    if len(digits) == len("9780306406157"):
        fits = sum(digit * (1, 3)[at % 2] for at, digit in enumerate(digits)) % 10 == 0
    else:
        fits = sum(digit * (10 - at) for at, digit in enumerate(digits)) % 11 == 0
    return "#" if fits else match[0]


def _days(name: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Days in figures, the year first, or last where day and month can be told apart (else the year)."""
    for match in _DAY.finditer(name):
        if _stands_alone(name, match, vocabulary) and (day := _existing(match[1], match[3], match[4])):
            yield day
    for match in _DAY_LAST.finditer(name):
        if _stands_alone(name, match, vocabulary):
            first, _, second, year = match.groups()
            both = (_existing(year, second, first), _existing(year, first, second))
            readings = {each for each in both if each}
            yield from readings if len(readings) == 1 else ([year] if readings else [])


def _in_words(name: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Dates with the month in words: "12_March_1862", "march 12 1862", "1862-Mar-12", "Mar1862"."""
    words = _words(name)
    months = {
        form.casefold(): number
        for number, entry in enumerate(vocabulary.tables["calendar.months"], 1)
        for form in entry.split("|")
    }
    common = vocabulary.words("filenames.common_words")
    for at, word in enumerate(words):
        if word.casefold() not in months:
            continue
        near = [words[at + step] if 0 <= at + step < len(words) else "" for step in (-2, -1, 1, 2)]
        day, year = _day_and_year(near)
        if year and (day or word not in common):
            month = f"{months[word.casefold()]:02d}"
            written = _existing(year, month, day) if day else f"{year}-{month}"
            yield from [written] if written else []
    # ordinals and links ("12th of March 1862") as running text has them
    yield from (
        found.edtf.text
        for found in find_dates(" ".join(words), vocabulary)
        if _is_year(found.edtf.text[:4])
    )


def _words(name: str) -> list[str]:
    """A name's words; letters and digits that touch are parted: "12Mar1862"."""
    return [
        piece
        for part in _PARTS.split(name)
        for piece in re.findall(r"[0-9]{1,255}(?:st|nd|rd|th)?|[^\W\d_]{1,255}", part)
    ]


def _day_and_year(near: list[str]) -> tuple[str, str]:
    """Day and year among the two words before and the two behind a month; "" for what is missing."""
    far_before, before, behind, far_behind = near
    if _is_year(behind):
        return (before if _is_day(before) else ""), behind
    if _is_day(behind) and _is_year(far_behind):
        return behind, far_behind
    if _is_year(before):
        return (behind if _is_day(behind) else ""), before
    return (before, far_before) if _is_day(before) and _is_year(far_before) else ("", "")


def _months(name: str, vocabulary: Vocabulary) -> Iterator[str]:
    for match in _MONTH.finditer(name):
        if (
            _is_year(match[1])
            and int(match[2]) in _MONTH_NUMBERS
            and _stands_alone(name, match, vocabulary)
        ):
            yield match[0]


def _spans(name: str, vocabulary: Vocabulary) -> Iterator[str]:
    for match in _YEARS.finditer(name):
        rising = _is_year(match[1]) and _is_year(match[3]) and match[1] < match[3]
        if rising and _stands_alone(name, match, vocabulary):
            yield f"{match[1]}/{match[3]}"


def _years(name: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Years alone; what is glued to letters is none ("1920x1080", "v1862")."""
    for match in _NUMBER.finditer(name):
        if _is_year(match[0]) and _stands_alone(name, match, vocabulary):
            yield match[0]


def _stands_alone(name: str, match: re.Match[str], vocabulary: Vocabulary) -> bool:
    """Whether a number is no part of a longer one, glued to no letter, and behind no word that counts."""
    before, behind = name[: match.start()], name[match.end() :]
    if before[-1:].isalnum() or behind[:1].isalnum() or behind[:1] in tuple("%$€£"):
        return False
    if (
        behind[:1] in tuple("-.")
        and behind[1:2].isdigit()
        and match.re is not _YEARS
        and match.re is not _DAY
    ):
        return False
    if before[-1:] in tuple("#$€£") or (before[-1:] in tuple("-.,") and before[-2:-1].isdigit()):
        return False
    words = _words(before)
    return not words or words[-1].casefold() not in vocabulary.words("filenames.counters")


def _existing(year: str, month: str, day: str) -> str | None:
    written = f"{year}-{int(month):02d}-{int(day):02d}"
    try:
        return parse_edtf(written).text if _is_year(year) else None
    except DateError:
        return None


def _is_year(word: str) -> bool:
    return (
        len(word) == len("1862")
        and word.isascii()
        and word.isdigit()
        and FIRST_YEAR <= int(word) <= LAST_YEAR
    )


def _is_day(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= len("31") and 1 <= int(word) <= 31  # noqa: PLR2004
