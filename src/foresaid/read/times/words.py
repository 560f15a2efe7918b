"""Which words tell time in a language, and with what value? The tables of times.toml, prepared once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from foresaid.read.times.forms import Edge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.model.words import Vocabulary

# Blanks within a line, or one line break with an indent; a blank line parts two texts.
GAP = r"(?:[ \t\u00a0]{1,4}|[ \t\u00a0]{0,4}\r?\n[ \t\u00a0]{0,8})"
# Tens that are followed by ones in a compound: "twenty-one".
_TENS, _HUNDRED = (20, 90), 100
_THOUSAND = 1000
# Characters in front and behind in which the words around a season, decade or century stand.
_BEFORE, _BEHIND = 48, 40


@dataclass(frozen=True)
class TimeWords:
    """The word tables as dictionaries and expressions."""

    tables: Mapping[str, tuple[str, ...]]

    def words(self, key: str) -> tuple[str, ...]:
        """The entries of one table of times.toml; KeyError names a table that is missing."""
        return self.tables[f"times.{key}"]

    def values(self, key: str) -> dict[str, str]:
        """A table "form|form = value" as a dictionary from folded form to value."""
        found: dict[str, str] = {}
        for entry in self.words(key):
            forms, _, value = entry.partition(" = ")
            found.update((form.casefold(), value) for form in forms.split("|"))
        return found

    def _written(self, key: str) -> Iterator[tuple[str, str]]:
        """The forms of a table as written, with their values."""
        for entry in self.words(key):
            forms, _, value = entry.partition(" = ")
            yield from ((form, value) for form in forms.split("|"))

    def numbered(self, key: str, *, first: int) -> dict[str, int]:
        """A table whose entries stand in order, as a dictionary from form as written to number."""
        entries = enumerate(self.tables[key], start=first)
        return {form: number for number, entry in entries for form in entry.split("|")}

    @cached_property
    def months(self) -> dict[str, int]:
        """The months' names and abbreviations, as written and in capitals."""
        old = {word: int(number) for word, number in self._written("old_months")}
        return _with_capitals({**self.numbered("calendar.months", first=1), **old})

    @cached_property
    def weekdays(self) -> dict[str, int]:
        """The days of the week, 1 Monday to 7 Sunday."""
        return _with_capitals(self.numbered("times.weekdays", first=1))

    @cached_property
    def seasons(self) -> dict[str, int]:
        """The seasons' names with their EDTF codes, folded."""
        return self.numbered("years.seasons", first=21)

    @cached_property
    def numbers(self) -> dict[str, float]:
        """Cardinal numbers in words."""
        return {word: float(value) for word, value in self.values("numbers").items()}

    @cached_property
    def ordinals(self) -> dict[str, int]:
        """Ordinal numbers in words."""
        return {word: int(value) for word, value in self.values("ordinals").items()}

    @cached_property
    def edges(self) -> dict[str, Edge]:
        """Words that name a part of a time: "early", "the end of"."""
        tables = {"starts": Edge.START, "middles": Edge.MID, "ends": Edge.END, "insides": Edge.INSIDE}
        return {word: edge for key, edge in tables.items() for word in self.words(key)}

    @cached_property
    def leans(self) -> dict[str, str]:
        """Words that point from a time to the document's or to the one told last: "this", "the previous"."""
        keys = ("same", "previous", "following", "this", "last", "next")
        return {word: key for key in keys for word in self.words(key)}

    @cached_property
    def letters(self) -> dict[str, str]:
        """What letter writers put behind a day, folded: "ult." points to the month before."""
        keys = {"instant": "same", "ultimo": "previous", "proximo": "following"}
        return {word.casefold(): f"letter-{lean}" for key, lean in keys.items() for word in self.words(key)}

    @cached_property
    def places(self) -> dict[str, int]:
        """Which of a whole is meant: 1 by "opening", -1 by "last"."""
        return {word: int(value) for word, value in self.values("places").items()}

    @cached_property
    def units(self) -> dict[str, str]:
        """The units of time with their letters."""
        return self.values("units")

    def number(self, text: str) -> float | None:
        """What a number in figures or words is: "1,460", "22.8", "forty-two", "two hundred and fifty"; None for none."""
        low = folded(text)
        if low in self.numbers:
            return self.numbers[low]
        figures = low.replace(",", "")
        if figures.replace(".", "", 1).isdigit():
            return float(figures)
        return self._spelt(low.replace("-", " ").split())

    def _spelt(self, words: list[str]) -> float | None:
        total = current = 0.0
        for word in words:
            if word == "and":
                continue
            value = self.numbers.get(word)
            if value is None:
                return None
            if value in (_HUNDRED, _THOUSAND):
                current = max(current, 1.0) * value
                if value == _THOUSAND:
                    total, current = total + current, 0.0
            else:
                current += value
        return total + current or None

    def ordinal(self, text: str) -> int | None:
        """What an ordinal in figures or words is: "47th", "twenty-first", "fiftieth"; None for none."""
        low = text.casefold().replace(" ", "-")
        if low in self.ordinals:
            return self.ordinals[low]
        digits = low.rstrip("stndrh").replace(",", "")
        if digits.isdigit():
            return int(digits)
        tens, _, ones = low.partition("-")
        tens_value, ones_value = self.numbers.get(tens), self.ordinals.get(ones)
        if tens_value and ones_value and _TENS[0] <= tens_value <= _TENS[1]:
            return int(tens_value) + ones_value
        return None

    @cached_property
    def number_pattern(self) -> str:
        """An expression for numbers in figures and words."""
        simple = [word for word in self.numbers if word not in ("a", "an")]
        ones = any_of(simple)
        return (
            rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,2}}|[0-9]{{1,4}}(?:\.[0-9]{{1,2}})?"
            rf"|(?:{ones})(?:(?:{GAP}and{GAP}|-|{GAP})(?:{ones})){{0,3}})"
        )

    @cached_property
    def ordinal_pattern(self) -> str:
        """An expression for ordinals in figures and words."""
        words = any_of(self.ordinals)
        tens = any_of(word for word, value in self.numbers.items() if _TENS[0] <= value <= _TENS[1])
        return rf"(?:[0-9]{{1,4}}(?:,[0-9]{{3}})?(?:st|nd|rd|th)|(?:{tens})-(?:{words})|{words})"


def any_of(words: Iterable[str]) -> str:
    """An expression for any of the words, the longest first; a blank stands for any gap."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(GAP.join(re.escape(part) for part in word.split(" ")) for word in ordered)


def folded(text: str | None) -> str:
    """Words in small letters with single blanks; "" for None."""
    return " ".join((text or "").casefold().split())


def covering(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    """The first match of an expression that holds a place, beginning and ending near by; None for none."""
    for match in pattern.finditer(text, max(0, start - _BEFORE), min(len(text), end + _BEHIND)):
        if match.end() >= end:
            return match if match.start() <= start else None
    return None


def words_of(vocabulary: Vocabulary) -> TimeWords:
    """The prepared tables of one language."""
    return TimeWords(vocabulary.tables)


def _with_capitals(words: Mapping[str, int]) -> dict[str, int]:
    return {form: number for word, number in words.items() for form in (word, word.upper())}
