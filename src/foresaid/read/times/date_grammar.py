"""How does English write dates in running text? The expressions that dates.py reads with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.read.times.words import GAP, any_of

if TYPE_CHECKING:
    from foresaid.read.times.words import TimeWords

_DASHES = r"[-–—]"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_SUFFIX = r"(?:st|nd|rd|th|d)?"
_YEAR = r"[12][0-9]{3}(?![0-9])"
_TO = rf"(?:{GAP}?{_DASHES}{GAP}?|{GAP}(?:and|or|to|through|until|till){GAP})"
# Behind the number of a day: no letter, no per cent, no further figure.
_NO_FIGURE = r"(?![^\W_]|%|[.,:/][0-9])"
_LAST_DAY = 31

# The last digits of another year behind one: 1915-17, 1731/2; digits of a longer number: 1-234-1889-5.
YEARS_BEHIND = re.compile(
    rf"{GAP}?(?P<sign>[-–—/]){GAP}?(?P<year>[0-9]{{2}}|[0-9]{{1}})(?![\w.,]{{0,8}}[0-9]|{_DASHES}|/)"
)
NUMBER_BEFORE = re.compile(r"[0-9]{5}-\Z|[-./][0-9]{1,6}-\Z")
PART_OF_NUMBER = re.compile(r"-[0-9]{2}-[0-9]{2}|-[0-9]{3}(?![0-9])|-[0-9]{5}")
# "1000 and 2000 men": both count men.
MORE = re.compile(rf"(?:{GAP}(?:and|to|or){GAP}|[-–])[0-9,]{{3,9}}{GAP}(?P<counted>[a-z]+)")


def full_months(words: TimeWords) -> frozenset[str]:
    """The full names of the months, as written and in capitals."""
    full = [entry.split("|")[0] for entry in words.tables["calendar.months"]]
    return frozenset(full) | {name.upper() for name in full}


def _month(words: TimeWords) -> str:
    full = full_months(words)
    short = any_of(name for name in words.months if name not in full)
    return rf"(?:{any_of(full)}|(?:{short})\b\.?)"


def date_pattern(words: TimeWords) -> re.Pattern[str]:
    """A date with a month or year of four digits; the groups are named by the order in which the parts stand.

    d1 m1 y1: 3 May 1841. m2 d2 y2: May 3, 1841. m5 d5: May 3. m3 y3: May 1841. m4: May. y5: 1841.
    """
    month, spelt = _month(words), any_of(w for w, value in words.ordinals.items() if value <= _LAST_DAY)
    of_year = any_of(f"{each} year" for each in words.leans)
    tail = (
        rf"(?:(?:,{GAP}?|{GAP})(?:of{GAP})?(?:(?P<of_year>{of_year})"
        rf"|(?P<trail>last|next|(?i:{any_of(words.letters)}))(?![^\W_])))?"
    )
    return re.compile(
        rf"(?<![^\W_])(?<![/$£€#])"
        rf"(?:(?P<weekday>{any_of(words.weekdays)}),?{GAP}(?:the{GAP}(?=[0-9]))?)?"
        rf"(?:(?P<about>(?i:{any_of(words.words('about_dates'))})){GAP})?"
        rf"(?:(?P<edge>(?i:{any_of(words.edges)}))(?:{GAP}|(?<=-)|-))?"
        rf"(?:(?:(?i:the){GAP})?(?:(?<![0-9][ ])(?P<d0>{_DAY})/)?(?P<d1>{_DAY}{_SUFFIX}|(?i:{spelt}))(?:{GAP}day)?(?:{GAP}of)?{GAP}(?P<m1>{month})"
        rf"(?![^\W_])(?:(?:{GAP}?,)?{GAP}(?:of{GAP})?(?P<y1>{_YEAR}))?"
        rf"|(?P<m2>{month}){GAP}(?:the{GAP})?(?P<d2>{_DAY}{_SUFFIX}){_NO_FIGURE}"
        rf"(?:{GAP}?,{GAP}?|{GAP}(?:of{GAP})?)(?P<y2>{_YEAR})"
        rf"|(?P<m5>{month}){GAP}(?:the{GAP})?(?P<d5>{_DAY}{_SUFFIX}){_NO_FIGURE}"
        rf"|(?P<m3>{month})(?:,?{GAP}of|{GAP}?,)?{GAP}(?P<y3>{_YEAR})"
        rf"|(?:(?P<lean>(?i:{any_of(words.leans)})){GAP})?(?P<m4>{month})(?![^\W_])"
        rf"|(?:(?i:the{GAP}years?){GAP})?(?P<y5>{_YEAR})"
        rf"){tail}"
    )


def weekday_pattern(words: TimeWords) -> re.Pattern[str]:
    """A weekday, what it leans on or which of a month it is: "last Friday", "Monday next", "the second Tuesday in April"."""
    return re.compile(
        rf"(?<![^\W_])(?:(?P<lean>(?i:{any_of(words.leans)})){GAP}|(?:(?i:the){GAP})?(?P<which>(?i:{words.ordinal_pattern}|last)){GAP})?"
        rf"(?P<weekday>{any_of(words.weekdays)})(?![^\W_])"
        rf"(?:{GAP}(?P<trail>last|next)(?![^\W_])|{GAP}(?:in|of){GAP}(?P<month>{_month(words)})(?![^\W_])(?:,?{GAP}(?:(?P<year>{_YEAR})|(?P<month_trail>last|next)(?![^\W_])))?)?"
    )


def range_before() -> re.Pattern[str]:
    """A bare day in front of a date: "6-7 January 1916"."""
    return re.compile(rf"(?<![^\W_])(?<![.,/:$£€])(?P<day>{_DAY}){_SUFFIX}{_TO}\Z")


def range_behind(words: TimeWords) -> re.Pattern[str]:
    """A bare day behind a month and day: "March 5-9, 1918"."""
    return re.compile(
        rf"{_TO}(?:the{GAP})?(?P<day>{_DAY}){_SUFFIX}"
        rf"(?:,?{GAP}(?P<year>{_YEAR}))?(?![^\W_]|[%:]|[.,][0-9]|{GAP}?{_DASHES})"
        rf"(?!{GAP}(?:of{GAP})?(?:{_month(words)}))(?!{GAP}[a-z]{{1,16}}s\b)"
    )


def behind(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of some words right behind a date: "BC", "(O.S.)"."""
    return re.compile(rf",?{GAP}?(?:{any_of(words)})(?![^\W_])")
