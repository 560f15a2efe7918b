"""Which lines are running headers, footers and page numbers?

They stand at the edge of the page and come again on other pages at the same height and in the same words
but for numbers; and a number in them is either the same everywhere or grows with the page. A heading
"Chapter 1" at the top of one page and "Chapter 2" at the top of another is none: its number grows
otherwise. Where such a line comes between the halves of a sentence, it is no heading, whatever its numbers.
What is found is taken out of the lines and kept with the page, beside its label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from foresaid.collect.layout.places import UPRIGHT, Line, PageLines, begins_low

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# At most so many rows of a page's edge are looked at; heads of letterpress pages have one or two, letterheads
# and legal footers three. A line further inside counts only if all those outside it were found.
_DEEPEST = 4
# Longer lines are prose that happens to stand at the edge; shorter parts of a line may change from page to
# page ("§ 1308.11") beside a part that stays; words of fewer letters are no sign without their numbers.
_LONGEST, _CHANGING, _TELLING = 200, 30, 12
# Lines closer than this part of their size stand on one row; a row's height on the page may differ by a
# `_BAND` (points) from page to page.
_ROW, _BAND = 0.4, 10.0
# A page number that no other page confirms must stand two lines below the text.
_APART = 2.0
# So many pages must agree; documents of two pages cannot give more than two.
_ENOUGH = 3
# And stand so near to each other: heads change with the chapter, left and right pages have their own, and
# pictures and chapters' first pages have none.
_NEAR = 10
_FIGURES = re.compile(r"[0-9]{1,9}")
_ROMAN = re.compile(r"[ivxlc]{1,9}|[IVXLC]{1,9}")
_MOST_NUMBERS = 3
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# What may stand around a page number that is alone on its line.
_AROUND = " \t-–—·•.[]()|"

# What pages may share: a zone, words, and how each number goes on; `None` in place of numbers is any.
_Reading = tuple[str, str, tuple[tuple[str, int], ...] | None]
_Agreeing = dict[tuple[_Reading, int], set[int]]


@dataclass(slots=True)
class _Candidate:
    """A line at the edge of page `page`: what other pages may share of it, and the band it stands in.

    `inside` says that the text goes on in lower case right below it, `apart` that white parts it from the
    line above.
    """

    page: int
    line: Line
    zone: str
    band: int
    words: str
    numbers: tuple[int, ...]
    printed: tuple[str, ...]
    readings: tuple[_Reading, ...] = ()
    inside: bool = False
    apart: bool = False


def take_out(pages: Sequence[PageLines]) -> None:
    """Move running lines of all pages to their `omitted`, and give each page the label printed on it."""
    zones = [list(_zones(number, page)) for number, page in enumerate(pages)]
    candidates = [each for page in zones for rows in page for row in rows for each in row]
    agreeing, inside = _agreeing(candidates)
    fewest = _ENOUGH if len(pages) >= _ENOUGH else 2
    judge = _Judge(agreeing, inside, fewest, len(pages))
    taken = [[each for rows in edges for each in judge.found(rows)] for edges in zones]
    gone = {id(each.line) for found in taken for each in found}
    if all(id(line) in gone for page in pages for line in page.lines):
        return  # a document of nothing but such lines: they are its text
    for page, found in zip(pages, taken, strict=True):
        page.omitted.extend(line.text for line in page.lines if id(line) in gone)
        page.lines = [line for line in page.lines if id(line) not in gone]
        page.label = page.label or next(filter(None, map(judge.label, found)), None)


def _zones(number: int, page: PageLines) -> Iterator[list[list[_Candidate]]]:
    """The rows of a page from its upper edge inward, from its lower edge inward, and its turned lines."""
    upright = sorted((line for line in page.lines if line.turn == UPRIGHT), key=lambda line: line.base)
    rows: list[list[Line]] = []
    for line in upright:
        if rows and line.base - rows[-1][0].base <= _ROW * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    top = [[_candidate(number, page, line, "top") for line in row] for row in rows[:_DEEPEST]]
    for row, below in zip(top, rows[1:], strict=False):
        for each in row:
            each.inside = any(begins_low(line.text) for line in below)
    yield top
    bottom = rows[: -_DEEPEST - 1 : -1]
    edge = [[_candidate(number, page, line, "bottom") for line in row] for row in bottom]
    for row, above in zip(edge, bottom[1:], strict=False):
        for each in row:
            each.apart = each.line.base - above[0].base > _APART * each.line.size
    yield edge
    for line in page.lines:
        if line.turn != UPRIGHT:
            yield [[_candidate(number, page, line, f"turned {line.turn}")]]


def _candidate(number: int, page: PageLines, line: Line, zone: str) -> _Candidate:
    height = page.height - line.base if zone == "bottom" else line.base
    words, numbers, printed = _numbered(line.text[: _LONGEST + 1])
    band = int(max(-1e6, min(1e6, height)) // _BAND)
    found = _Candidate(number, line, zone, band, words, numbers, printed)
    found.readings = tuple(_readings(found))
    return found


def _numbered(text: str) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """A line's letters with # for each number, and the numbers; a Roman number counts where it is alone."""
    bare = text.strip(_AROUND)
    if _ROMAN.fullmatch(bare):
        return "#", (_roman(bare.lower()),), (bare,)
    printed = tuple(_FIGURES.findall(text))
    if len(printed) > _MOST_NUMBERS:
        return "".join(text.split()), (), ()
    words = "".join(
        letter for letter in _FIGURES.sub("#", text).casefold() if letter.isalpha() or letter == "#"
    )
    return words, tuple(map(int, printed)), printed


def _roman(digits: str) -> int:
    values = [_VALUES[digit] for digit in digits]
    return sum(
        -value if value < max(values[place:], default=0) else value for place, value in enumerate(values)
    )


def _readings(each: _Candidate) -> Iterator[_Reading]:
    """What other pages may share: the words, and each number as it is or less the page's; or a part."""
    options = [(("same", number), ("grows", number - each.page)) for number in each.numbers]
    for reading in product(*options):
        yield (each.zone, each.words, reading)
    letters = each.words.replace("#", "")
    if each.numbers and each.words != "#":
        yield (each.zone, f"{each.words} with any numbers", None)
    parts = each.line.parts
    longest = max(parts, key=len, default="")
    if len(parts) > 1 and all(len(part) <= _CHANGING for part in parts if part is not longest):
        words = "".join(filter(str.isalpha, longest.casefold()))
        if len(words) >= _TELLING and words != letters:
            yield (each.zone, f"{words} as a part", None)


def _agreeing(candidates: list[_Candidate]) -> tuple[_Agreeing, set[_Reading]]:
    """For each reading and band the pages that share it, bands next to each other counted together.

    And the readings that come between the halves of a sentence on two pages or more.
    """
    pages: _Agreeing = {}
    interrupting: dict[_Reading, int] = {}
    for each in candidates:
        for reading in each.readings:
            for near in (each.band - 1, each.band, each.band + 1):
                pages.setdefault((reading, near), set()).add(each.page)
            interrupting[reading] = interrupting.get(reading, 0) + each.inside
    return pages, {reading for reading, count in interrupting.items() if count > 1}


@dataclass(frozen=True, slots=True)
class _Judge:
    """Decides from what all pages share; `fewest` pages must agree."""

    agreeing: _Agreeing
    inside: set[_Reading]
    fewest: int
    pages: int

    def found(self, rows: list[list[_Candidate]]) -> Iterator[_Candidate]:
        """The running lines among rows that are given from the edge inward."""
        for row in rows:
            held = [each for each in row if self._runs(each)]
            if held:  # "§ 1308.11" beside "21 CFR Ch. II"
                held = [each for each in row if self._runs(each) or self._changes(each)]
            yield from held
            if len(held) < len(row):
                return

    def label(self, each: _Candidate) -> str | None:
        """The page number as it is printed in a running line; None if there is none."""
        best: tuple[int, str | None] = (0, None)
        for reading in each.readings:
            grown = [
                text
                for text, (kind, _) in zip(each.printed, reading[2] or (), strict=False)
                if kind == "grows"
            ]
            count = self._agree(reading, each)
            if grown and count > best[0] and (count >= self.fewest or each.words == "#"):
                best = (count, grown[0])
        return best[1]

    def _runs(self, each: _Candidate) -> bool:
        """Whether a line is a running one. A bare number must grow with the page, whatever else repeats."""
        if len(each.line.text) > _LONGEST or not each.words:
            return False
        if each.words == "#":
            grows = (each.zone, "#", (("grows", each.numbers[0] - each.page),))
            first = each.numbers[0] == each.page + 1 and each.apart
            return first or self._agree(grows, each) >= self.fewest
        return self.pages > 1 and any(
            self._agree(reading, each) >= self.fewest
            for reading in each.readings
            if reading[2] is not None or (self._telling(reading) and reading in self.inside)
        )

    def _changes(self, each: _Candidate) -> bool:
        """Whether a short line beside a running one has come on other pages with other numbers."""
        reading = (each.zone, f"{each.words} with any numbers", None)
        return len(each.line.text) <= _CHANGING and self._agree(reading, each) >= self.fewest

    def _agree(self, reading: _Reading, each: _Candidate) -> int:
        """How many pages near a line's share a reading of it: "Notes" far apart are headings."""
        pages = self.agreeing.get((reading, each.band), set())
        return sum(page in pages for page in range(each.page - _NEAR, each.page + _NEAR + 1))

    @staticmethod
    def _telling(reading: _Reading) -> bool:
        return len(reading[1].split(" ", 1)[0].replace("#", "")) >= _TELLING
