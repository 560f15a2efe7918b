"""Where do paragraphs begin and end, over columns and pages, and what is their text?

Lines of a paragraph are parted by a line break, paragraphs by an empty line. A word that was hyphenated at
a line end is joined into the first of its lines. A paragraph that runs over the end of a column or page goes
on; notes at the foot of its page then stand before it, so that no sentence is interrupted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from foresaid.collect.layout.hyphens import HYPHENS, Hyphenation
from foresaid.collect.layout.places import UPRIGHT, Line, PageLines, begins_low, ends_sentence
from foresaid.model.documents import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Distances between base lines: a paragraph's gap is a quarter wider than those around it, looked at this many
# lines before and after, or than usual between lines of its size in the document.
_WIDER, _AROUND = 1.25, 3
_FAR = 1.6
# Sizes of letters that differ by more than this are different styles; notes are smaller by so much.
_STYLE, _NOTE = 0.12, 0.92
# Indents in sizes of the letters: less is uneven setting, more is a centred or ragged line.
_INDENT, _DEEPEST_INDENT = 0.8, 6.0
# Lines that are set ragged differ by a tenth; a shorter one was ended.
_EARLY = 0.85
_SOME = 3  # indents from which a document is taken to use them
_BULLETS = frozenset("•●▪◦‣■□–")
_NOTE_MARKS = frozenset("*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰")


@dataclass(slots=True)
class _Setting:
    """What is usual in a document.

    `size` is that of most letters, `leads` the distance of lines of each size; `indents` says whether
    paragraphs are told by indents rather than by white.
    """

    size: float
    leads: dict[float, float]
    indents: bool = False


@dataclass(slots=True)
class _Paragraph:
    """Lines with the numbers of their pages; `note` at the foot of a column, `heads` where one begins."""

    lines: list[tuple[int, Line]] = field(default_factory=list)
    note: bool = False
    heads: bool = False


def flow(pages: Sequence[PageLines], labels: Sequence[str]) -> tuple[str, tuple[Page, ...]]:
    """The running text of all pages and each page's span in it; `labels` hold where none is printed."""
    setting = _setting(pages)
    hyphenation = Hyphenation(line.text for page in pages for line in page.lines)
    parts: list[str] = []
    spans: dict[int, tuple[int, int]] = {}
    length = 0
    for paragraph in _paragraphs(pages, setting):
        if parts:
            parts.append("\n\n")
            length += 2
        for number, (page, text) in enumerate(_joined(paragraph.lines, hyphenation)):
            if number:
                parts.append("\n")
                length += 1
            start = spans[page][0] if page in spans else length
            length += len(text)
            parts.append(text)
            spans[page] = (start, length)
    return "".join(parts), _spans(pages, labels, spans)


def _spans(
    pages: Sequence[PageLines], labels: Sequence[str], spans: dict[int, tuple[int, int]]
) -> tuple[Page, ...]:
    made, reached = [], 0
    for number, page in enumerate(pages):
        start, end = spans.get(number, (reached, reached))
        made.append(Page(page.label or labels[number], start, end, tuple(page.omitted)))
        reached = end
    return tuple(made)


def _setting(pages: Sequence[PageLines]) -> _Setting:
    """The size that most letters have, and for each size the distance that a quarter of lines do not exceed."""
    sizes: Counter[float] = Counter()
    gaps: dict[float, list[float]] = {}
    for page in pages:
        last: Line | None = None
        for line in page.lines:
            sizes[_size(line)] += len(line.text)
            if last and last.block == line.block and _size(last) == _size(line) and line.base > last.base:
                gaps.setdefault(_size(line), []).append(line.base - last.base)
            last = line
    leads = {size: sorted(steps)[len(steps) // 4] for size, steps in gaps.items()}
    setting = _Setting(sizes.most_common(1)[0][0] if sizes else 0.0, leads)
    indented = parted = 0
    for page in pages:
        for column in _columns(page):
            for place in range(1, len(column)):
                white = _parted(column, place, setting)
                parted += white
                indented += not white and column[place].opens is None and _indented(column, place)
    setting.indents = indented >= _SOME and indented > parted
    return setting


def _size(line: Line) -> float:
    """Sizes as they are told apart: to half a point."""
    return round(line.size * 2) / 2


def _paragraphs(pages: Sequence[PageLines], setting: _Setting) -> Iterator[_Paragraph]:
    """Paragraphs in reading order; one that goes on over notes at the foot of its page comes after them."""
    current = _Paragraph()
    for number, page in enumerate(pages):
        waiting: list[_Paragraph] = []  # notes between the current paragraph and what follows
        for group in _groups(number, page, setting):
            if group.note:
                waiting.append(group)
                continue
            last = current.lines[-1] if current.lines else None
            if last and group.heads and _goes_on(last[1], group.lines[0][1], setting):
                if waiting and current.lines[0][0] != number:
                    yield current
                    yield from waiting
                    current = group
                else:
                    yield from waiting
                    current.lines += group.lines
            else:
                if last:
                    yield current
                yield from waiting
                current = group
            waiting = []
        following = _first_body(pages, number + 1, setting) if waiting else None
        last = current.lines[-1] if current.lines else None
        stays = (
            last and following and current.lines[0][0] == number and _goes_on(last[1], following, setting)
        )
        if waiting and not stays:
            if last:
                yield current
            current = _Paragraph()
        yield from waiting
    if current.lines:
        yield current


def _first_body(pages: Sequence[PageLines], number: int, setting: _Setting) -> Line | None:
    """The first line of the page `number`; None if the page is empty or begins with a note."""
    if number >= len(pages):
        return None
    group = next(_groups(number, pages[number], setting), None)
    return None if group is None or group.note else group.lines[0][1]


def _groups(number: int, page: PageLines, setting: _Setting) -> Iterator[_Paragraph]:
    """The paragraphs of each column of a page, and notes at its foot."""
    for column in _columns(page):
        notes = _notes_begin(column, setting)
        group = _Paragraph(note=not notes, heads=True)
        for place, line in enumerate(column):
            if place and (place == notes or _opens(column, place, setting)):
                yield group
                group = _Paragraph(note=place >= notes)
            group.lines.append((number, line))
        yield group


def _columns(page: PageLines) -> Iterator[list[Line]]:
    """The lines of a page by the blocks they belong to."""
    for _, column in groupby(page.lines, key=lambda line: line.block):
        yield list(column)


def _notes_begin(column: list[Line], setting: _Setting) -> int:
    """Where the notes at the foot of a column begin: smaller lines to its end, of which the first has a mark."""
    begin = place = len(column)
    while place and column[place - 1].size <= _NOTE * setting.size and column[place - 1].turn == UPRIGHT:
        place -= 1
        first = column[place].text[0]
        if first.isdigit() or first in _NOTE_MARKS:
            begin = place
    return begin


def _opens(column: list[Line], place: int, setting: _Setting) -> bool:
    """Whether a line of a column begins a paragraph."""
    last, line = column[place - 1], column[place]
    if line.opens is not None:
        return line.opens
    if _differs(last, line) or line.text[0] in _BULLETS:
        return True
    if _parted(column, place, setting):
        return True
    if not ends_sentence(last.text, also=":;"):
        return False
    if _centred(last) and _centred(line):
        return False
    return not begins_low(line.text) and (_indented(column, place) or _forced(last, line))


def _differs(last: Line, line: Line) -> bool:
    return abs(last.size - line.size) > _STYLE * max(last.size, line.size)


def _parted(column: list[Line], place: int, setting: _Setting) -> bool:
    """Whether the white above a line is wider than that between lines around it."""
    gap = column[place].base - column[place - 1].base
    around = [
        column[near].base - column[near - 1].base
        for near in range(max(1, place - _AROUND), min(len(column), place + _AROUND + 1))
        if not _differs(column[near - 1], column[near]) and column[near].base > column[near - 1].base
    ]
    least = min(around, default=gap)
    if gap > _WIDER * least:
        return True
    usual = setting.leads.get(_size(column[place]), gap)
    return gap > _FAR * usual and _forced(column[place - 1], column[place])


def _forced(last: Line, line: Line) -> bool:
    """Whether a line ends early although the next one's first word had room on it."""
    short = last.right - last.fore < _EARLY * (last.edge - last.fore)
    return short and last.edge - last.right > line.first + 0.5 * last.size


def _indented(column: list[Line], place: int) -> bool:
    """Whether a line stands in, or out, from the lines of its column that follow and go before."""
    line = column[place]
    shift = (line.left - line.fore) / (line.size or 1.0)
    follows = column[place + 1] if place + 1 < len(column) else None
    if shift > _INDENT:
        back = follows is None or abs(follows.left - line.fore) < _INDENT / 2 * line.size
        return shift < _DEEPEST_INDENT and (
            back or column[place - 1].left < line.left - _INDENT * line.size
        )
    return shift < -_INDENT and column[place - 1].left > line.left + _INDENT * line.size


def _centred(line: Line) -> bool:
    return (
        line.left - line.fore > line.size
        and abs(line.left - line.fore - line.edge + line.right) < line.size
    )


def _goes_on(last: Line, line: Line, setting: _Setting) -> bool:
    """Whether a paragraph goes on from one column or page to the next."""
    if line.turn != UPRIGHT or last.turn != UPRIGHT or _differs(last, line):
        return False
    if line.opens and ends_sentence(last.text):
        return False
    if begins_low(line.text) or (last.text[-1] in HYPHENS and line.text[0].isalnum()):
        return True
    filled = not _forced(last, line) and last.size >= _NOTE * setting.size
    if ends_sentence(last.text):
        return filled and setting.indents and abs(line.left - line.fore) < _INDENT * line.size
    return filled


def _joined(lines: Sequence[tuple[int, Line]], hyphenation: Hyphenation) -> Iterator[tuple[int, str]]:
    """The lines of a paragraph with the numbers of their pages, hyphenated words put together."""
    texts = [line.text for _, line in lines]
    for place, text in enumerate(texts):
        if not text:
            continue
        follows = place + 1
        word = hyphenation.joins(text, texts[follows]) if follows < len(texts) else None
        if word is None:
            yield lines[place][0], text
            continue
        before = text[:-1].rsplit(None, 1)
        texts[follows] = texts[follows].split(None, 1)[1] if len(texts[follows].split(None, 1)) > 1 else ""
        yield lines[place][0], f"{before[0]} {word}" if len(before) > 1 else word
