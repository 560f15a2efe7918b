"""Which lines stand at the edges of pages: page numbers and running heads?

Sure are lines that say so ("[Page 12]"), numbers that count up from page to page, and lines repeated with such
numbers, at the edges of pages that are known, or again and again in the middle of sentences. A refrain, the name
of a speaker over his words, a year as a heading and the number of a chapter are none of these.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import ArtefactKind
from foresaid.read.artefacts.damage import Damage, blank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.annotations import Span

# What stands around or instead of words in a line of page furniture.
_NUMBERING = " \t\r\f0123456789[](){}-–—|·•~"
_STROKES = " \t\r-–—_=*"
_DIGITS = frozenset("0123456789")
# Longer lines are text; the longest running heads of printed books have some 60 characters.
_LONGEST = 70
_SHORTEST_KEY = 3
# How often a line or a rising number must come before it is sure.
_FEWEST = 3
# A page holds at least so many characters: a page of large type has 40 words a line less, 25 lines of 30.
_SHORTEST_PAGE = 300
# Left and right pages may differ, and one page in between may have lost its number.
_LONGEST_STEP = 4
# Of numbers on lines of their own, one in four must break a sentence; of repeated lines, one in two.
_BREAKING_NUMBERS, _BREAKING_HEADS = 4, 2
# Lines looked at for the words in front and behind: other furniture and blank lines stand between.
_NEAR = 6
_ENDS = frozenset(".!?…:;")
_CLOSERS = "\"'”’»)]*_"
_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
# Prefaces are paged in small Roman numerals; large ones count chapters.
_ROMAN = {ten + one: 10 * i + j for i, ten in enumerate(_TENS) for j, one in enumerate(_ONES) if i or j}


class _Line(NamedTuple):
    """A short line that may be furniture: its number, place, words without numbers, and number."""

    row: int
    start: int
    end: int
    key: str
    value: int | None


def page_furniture(text: str, pages: Sequence[Span], page_words: frozenset[str]) -> list[Damage]:
    """Page numbers and running heads in text order; reading takes blanks instead."""
    rows = text.split("\n")
    lines = _candidates(rows, page_words)
    if not lines:
        return []
    edges = _edges(text, rows, pages)
    page = _Page(rows, {line.row for line in lines}, edges)
    sure = [line for line in lines if line.key in page_words]
    sure += _numbers([line for line in lines if not line.key and line.value is not None], page)
    numbered = {line.row for line in sure}
    groups: dict[str, list[_Line]] = defaultdict(list)
    for line in lines:
        if line.key and line.key not in page_words and line.key not in _ROMAN:
            groups[line.key].append(line)
    for group in groups.values():
        sure += _heads(group, page, numbered)
    sure += _ruled(rows, sure)
    return [
        Damage(
            line.start, line.end, ArtefactKind.RUNNING_HEAD, blank(text, line.start, line.end), _note(line)
        )
        for line in sorted(sure)
    ]


def _ruled(rows: Sequence[str], sure: Sequence[_Line]) -> list[_Line]:
    """The lines of nothing but strokes that stand next to page furniture, over blank lines."""
    known = {line.row for line in sure}
    found: dict[int, _Line] = {}
    for line in sure:
        for step in (-1, 1):
            row = _filled(rows, line.row + step, step)
            if row is not None and row not in known and not rows[row].strip(_STROKES):
                distance = sum(len(each) + 1 for each in rows[min(row, line.row) : max(row, line.row)])
                start = line.start - (len(rows[line.row]) - len(rows[line.row].lstrip())) + step * distance
                left = len(rows[row]) - len(rows[row].lstrip())
                found[row] = _Line(
                    row, start + left, start + len(rows[row].rstrip()), rows[row].strip(), None
                )
    return list(found.values())


def _note(line: _Line) -> str:
    return "stands at the edge of pages" if line.key and line.key not in _ROMAN else "a page's number"


def _candidates(rows: Sequence[str], page_words: frozenset[str]) -> list[_Line]:
    """Lines that hold only a number, or whose words come several times; the others are let go at once."""
    keys = [row.strip(_NUMBERING) if len(row) <= _LONGEST else None for row in rows]
    often = {key for key, count in Counter(keys).items() if key and count >= _FEWEST}
    starts = accumulate((len(row) + 1 for row in rows), initial=0)
    found: list[_Line] = []
    for number, (row, key, start) in enumerate(zip(rows, keys, starts, strict=False)):
        if key is None or not row:
            continue
        value: int | None = None
        if key in often and len(key) >= _SHORTEST_KEY:
            value = _number(row)
        elif not key or key.casefold() in page_words:
            value = _number(row)
            if value is None:
                continue
        elif key in _ROMAN:
            value = _ROMAN[key]
        else:
            continue
        left = len(row) - len(row.lstrip())
        name = "" if key in _ROMAN else key.casefold() if key.casefold() in page_words else key
        found.append(_Line(number, start + left, start + len(row.rstrip()), name, value))
    return found


def _number(row: str) -> int | None:
    """The one number of a line, of at most four digits; None if there are none or several."""
    digits = "".join(sign if sign in _DIGITS else " " for sign in row).split()
    return int(digits[0]) if len(digits) == 1 and len(digits[0]) <= 4 else None  # noqa: PLR2004 - page 9999


def _edges(text: str, rows: Sequence[str], pages: Sequence[Span]) -> frozenset[int]:
    """The rows that begin or end a page, as far as pages are known (or parted by form feeds)."""
    places = [page.start for page in pages] + [page.end for page in pages]
    if not places and "\f" in text:
        places = [at for at, sign in enumerate(text) if sign == "\f"]
    if not places:
        return frozenset()
    starts = list(accumulate((len(row) + 1 for row in rows), initial=0))
    found: set[int] = set()
    for place in places:
        row = max(0, bisect_left(starts, place + 1) - 1)
        found.update(each for each in (_filled(rows, row, -1), _filled(rows, row, 1)) if each is not None)
    return frozenset(found)


def _filled(rows: Sequence[str], row: int, step: int) -> int | None:
    """The next row with words from a row on, not looking far."""
    for each in range(row, row + step * _NEAR, step):
        if 0 <= each < len(rows) and rows[each].strip():
            return each
    return None


class _Page:
    """The lines of a text, which of them may be furniture, and which stand at the edges of pages."""

    def __init__(self, rows: Sequence[str], suspects: set[int], edges: frozenset[int]) -> None:
        self._rows = rows
        self._suspects = suspects
        self._edges = edges

    def at_edge(self, line: _Line) -> bool:
        """Whether a line begins or ends a page that is known."""
        return line.row in self._edges

    def breaks_sentence(self, line: _Line) -> bool:
        """Whether the words in front end no sentence and those behind go on in small letters."""
        before, behind = self._next(line.row, -1), self._next(line.row, 1)
        last = before.rstrip().rstrip(_CLOSERS)[-1:]
        return bool(last) and last not in _ENDS and behind.lstrip()[:1].islower()

    def is_apart(self, line: _Line) -> bool:
        """Whether an empty line or a page's edge is next to a line, or it is all in capitals."""
        rows = self._rows
        around = (rows[each].strip() for each in (line.row - 1, line.row + 1) if 0 <= each < len(rows))
        return line.key.isupper() or line.row in self._edges or not all(around)

    def _next(self, row: int, step: int) -> str:
        for each in range(row + step, row + step * _NEAR, step):
            if not 0 <= each < len(self._rows):
                break
            if self._rows[each].strip() and each not in self._suspects:
                return self._rows[each]
        return ""


def _numbers(lines: Sequence[_Line], page: _Page) -> list[_Line]:
    """Lines of a number alone that count the pages."""
    found: list[_Line] = []
    for run in _rising(lines):
        breaking = sum(page.breaks_sentence(line) for line in run)
        edges = sum(page.at_edge(line) for line in run)
        if breaking * _BREAKING_NUMBERS >= len(run) or edges == len(run):
            found += run
    return found


def _rising(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Runs of lines whose numbers rise by little from one to the next, a page apart."""
    runs: list[list[_Line]] = [[]]
    for line in lines:
        last = runs[-1][-1] if runs[-1] else None
        if last is not None and not _follows(last, line):
            runs.append([])
        runs[-1].append(line)
    return [run for run in runs if len(run) >= _FEWEST]


def _follows(last: _Line, line: _Line) -> bool:
    if last.value is None or line.value is None:
        return False
    return 0 < line.value - last.value <= _LONGEST_STEP and line.start - last.end >= _SHORTEST_PAGE


def _heads(group: Sequence[_Line], page: _Page, numbered: set[int]) -> list[_Line]:
    """The lines of one wording, where they are running heads."""
    if len(group) < _FEWEST or any(b.start - a.end < _SHORTEST_PAGE for a, b in pairwise(group)):
        return []
    counted = _rising(group)
    if sum(map(len, counted)) * 2 > len(group):
        return list(group)
    beside = sum(page.at_edge(line) or bool({line.row - 1, line.row + 1} & numbered) for line in group)
    if beside * 4 >= len(group) * 3:
        return list(group)
    breaking = sum(page.breaks_sentence(line) and page.is_apart(line) for line in group)
    return list(group) if breaking * _BREAKING_HEADS >= len(group) else []
