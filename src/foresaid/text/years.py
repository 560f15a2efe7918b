"""Which years does a heading, imprint or catalogue card name: sure, about, one of two, in roman numerals?

A year alone is a date only where something else says so (a byline, a publisher, a label); that is for the
caller to see. The forms in brackets are those of AACR2 1.4F7, which library cards have used since 1978: what a
cataloguer supplies stands in brackets, "[1971?]" is probable, "[197-]" a decade, "[1971 or 1972]" one of two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.errors import DateError
from foresaid.model.dates import Edtf, civil_date
from foresaid.text.calendar import FoundDate
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.model.words import Vocabulary

# Numbers outside are seldom years (DESIGN speaks of the last thousand); 2100 lies beyond every reader.
FIRST_YEAR, LAST_YEAR = 1000, 2100
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2}|2100)"
# The longest form, "[between 1906 and 1912?]", with a season before it.
_LONGEST = 48
# Printing from type begins about 1450; shorter numerals (MIX, MM, MD) are words and degrees as often as years.
_FIRST_PRINT, _SHORTEST_NUMERAL = 1450, 4
_NUMERALS = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
_PAIRS = {"CM": 900, "CD": 400, "XC": 90, "XL": 40, "IX": 9, "IV": 4}
# England and its colonies began the year on 25 March and counted Julian days until 1752 (24 Geo. 2 c. 23).
_LAST_OLD_STYLE = 1752
_FIRST_SEASON, _FIRST_QUARTER = 21, 33  # EDTF level 2
_DOUBLED = re.compile(r"[/–-]([0-9]{4}|[0-9]{1,2})(?![0-9/])")


def find_year(line: str, vocabulary: Vocabulary) -> FoundDate | None:
    """The year, season or quarter with which a line ends ("London, c. 1862"), or None."""
    body = line.rstrip(" .")
    floor = max(0, len(body) - _LONGEST)
    if body.endswith(("]", ")")):
        opening = body.rfind("[" if body[-1] == "]" else "(", floor)
        if opening < 0:
            return None
        written = _read(body[opening + 1 : -1].strip(), vocabulary, supplied=body[-1] == "]")
        return FoundDate(opening, len(body), parse_edtf(written)) if written else None
    match = _pattern(vocabulary, supplied=False).search(body, floor)
    written = _written(match, vocabulary) if match else None
    return FoundDate(match.start(), len(body), parse_edtf(written)) if match and written else None


def roman_year(word: str) -> int | None:
    """The year of a roman numeral from 1450 to 2100, written with IV or IIII, with or without dots ("M.DCC.XCI.").

    None for what is no such numeral, and for numerals of fewer than four letters.
    """
    letters = word.replace(".", "").replace(" ", "")
    if not _SHORTEST_NUMERAL <= len(letters) <= len("MDCCCLXXXVIII") or not set(letters) <= set(_NUMERALS):
        return None
    total, at, last = 0, 0, 1000
    while at < len(letters):
        pair = _PAIRS.get(letters[at : at + 2])
        value = pair or _NUMERALS[letters[at]]
        if value > last:
            return None
        # behind IX no I, behind XC no X: what was taken away is used up
        last = {900: 90, 400: 90, 90: 9, 40: 9, 9: 0, 4: 0}[value] if pair else value
        total, at = total + value, at + (2 if pair else 1)
    return total if _FIRST_PRINT <= total <= LAST_YEAR else None


def double_year(date: Edtf, tail: str) -> tuple[Edtf, int] | None:
    """A day or month in a year written double ("12 February 1731/2"), and how many characters of `tail` it takes.

    `date` is the date with the first year, `tail` what follows it. Up to 1752, between 1 January and 24 March,
    both years are right: the old one began on 25 March. The day is Julian then; it is given as written to as
    the Gregorian calendar counts it. Elsewhere it is the one year or the other.
    """
    match = _DOUBLED.match(tail)
    if match is None or date.earliest is None or date.latest is None:
        return None
    year, month, day = civil_date(date.earliest)
    if _second_year(year, match[1]) != year + 1:
        return None
    later = f"{year + 1}{date.text[4:]}"
    try:
        if year >= _LAST_OLD_STYLE or (month, day) >= (3, 25):
            return parse_edtf(f"[{date.text},{later}]"), match.end()
        end = parse_edtf(later).latest
    except DateError:  # 29 February in one of the two
        return None
    last = _iso(civil_date((end or 0) + _julian_lag(year + 1, month)), len(date.text))
    return parse_edtf(f"{later}/{last}"), match.end()


def _julian_lag(year: int, month: int) -> int:
    """By how many days the Julian calendar lagged behind the Gregorian one in a month."""
    leaps = year - (month <= 2)  # noqa: PLR2004  the leap day comes at the end of February
    return leaps // 100 - leaps // 400 - 2


def _iso(day: tuple[int, int, int], length: int) -> str:
    return "-".join((f"{day[0]:04d}", f"{day[1]:02d}", f"{day[2]:02d}"))[:length]


def _read(inner: str, vocabulary: Vocabulary, *, supplied: bool) -> str | None:
    match = _pattern(vocabulary, supplied=supplied).fullmatch(inner)
    return _written(match, vocabulary) if match else None


def _pattern(vocabulary: Vocabulary, *, supplied: bool) -> re.Pattern[str]:
    """A year at the end of a line; `supplied` adds the forms that only brackets allow. `re` keeps it compiled."""
    about = _any(vocabulary.tables["years.about"])
    season = _any(_forms(vocabulary, "seasons"))
    quarter = _any(_forms(vocabulary, "quarters"))
    forms = [
        rf"(?:(?P<season>{season})|(?P<quarter>{quarter}))(?:,? (?:of )?)(?P<named>{_YEAR})(?P<next>[/–-][0-9]{{1,4}})?",
        rf"(?P<about>(?:{about}) ?)?(?P<year>{_YEAR})(?P<second>[/–-][0-9]{{1,4}})?(?P<doubt> ?\?)?",
    ]
    if supplied:
        either, between, link = (
            _any(vocabulary.tables[f"years.{key}"]) for key in ("either", "between", "and")
        )
        forms += [
            rf"(?P<one>{_YEAR}) (?:{either}) (?P<other>{_YEAR})",
            rf"(?:{between}) (?P<from>{_YEAR}) (?:{link}) (?P<to>{_YEAR})",
            r"(?P<digits>1[0-9]-|20-|1[0-9]{2}|20[0-9])-(?P<unsure>\?)?",
        ]
    return re.compile(rf"(?<![\w/.,’'$£€#+-])(?:{'|'.join(forms)})\Z", re.IGNORECASE)


def _forms(vocabulary: Vocabulary, table: str) -> list[str]:
    return [form for entry in vocabulary.tables[f"years.{table}"] for form in entry.split("|")]


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _written(match: re.Match[str], vocabulary: Vocabulary) -> str | None:
    """The EDTF form of a match; None where the years do not follow one another."""
    parts = match.groupdict()
    if parts["named"]:
        return _part_of_year(parts, vocabulary)
    if parts["year"]:
        return _year(parts)
    if parts["digits"]:
        return parts["digits"].replace("-", "X") + "X" + ("?" if parts["unsure"] else "")
    first, last = (parts["one"], parts["other"]) if parts["one"] else (parts["from"], parts["to"])
    if int(first) >= int(last):
        return None
    return f"[{first},{last}]" if parts["one"] else f"{first}/{last}"


def _year(parts: dict[str, str | None]) -> str | None:
    year, about, doubt, second = (parts[key] for key in ("year", "about", "doubt", "second"))
    assert year is not None
    mark = "%" if about and doubt else "~" if about else "?" if doubt else ""
    if not second:
        return year + mark
    last = _second_year(int(year), second[1:])
    return None if last is None else f"{year}{mark}/{last}{mark}"


def _part_of_year(parts: dict[str, str | None], vocabulary: Vocabulary) -> str | None:
    year, season, quarter, following = (parts[key] for key in ("named", "season", "quarter", "next"))
    assert year is not None
    word, table, first = (
        (season, "seasons", _FIRST_SEASON) if season else (quarter, "quarters", _FIRST_QUARTER)
    )
    entries = vocabulary.tables[f"years.{table}"]
    number = next(n for n, entry in enumerate(entries) if (word or "").casefold() in entry.split("|"))
    if not following:
        return f"{year}-{first + number}"
    winter = bool(season) and number == len(entries) - 1
    if not winter or _second_year(int(year), following[1:]) != int(year) + 1:
        return None
    return (
        f"{year}-12/{int(year) + 1}-03"  # as far as the winter of one year reaches (docs/explain/edtf.md)
    )


def _second_year(year: int, digits: str) -> int | None:
    """The year that the last digits behind a year mean, if it comes later: 1861/62, 1861/2, 1914-1918."""
    if len(digits) == len("186"):
        return None
    last = int(str(year)[: 4 - len(digits)] + digits)
    return last if year < last <= LAST_YEAR else None
