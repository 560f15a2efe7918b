"""In which order is a page read? Columns, headings across them, tables row by row.

Words are gathered into rows; a white strip that runs down between the words of several rows parts two
columns if both sides hold prose, or if the file draws one side after the other; otherwise rows are read
across, as a table is. A part of a page that was split is looked at again, so that columns below a heading
and headings below columns fall into place. This is the recursive cut of G. Nagy, S. Seth and M. Viswanathan
("A prototype document image analysis system for technical journals", Computer 25/7, 1992), with strips
found by one pass over rows instead of over pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from foresaid.collect.layout.places import SLANTED, Line, Word, runs_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Widths in ems (the usual size of letters on the part looked at). Gutters of journals and newspapers are
# 1.2 to 2 ems wide, word spaces of justified lines below 0.6; a strip narrower than `_SURE` must hold longer.
_NARROWEST = 0.7
_SURE = 1.5
_FEWEST_ROWS, _MANY_ROWS = 3, 5
# Prose: lines of so many characters on average, of which most fill their column. Cells of tables are
# shorter, and their lengths differ.
_PROSE_CHARACTERS = 15
_PROSE_FILL, _PROSE_SHARE = 0.6, 0.5
_MOSTLY_LETTERS = 0.6
# Strips followed at once, and how deep parts may be split: more is no page of text, and time stays linear.
_MOST_STRIPS, _DEEPEST = 32, 8
# Two pieces stand on one row if their base lines differ by less than this part of their size; marks that are
# raised or lowered are smaller by a fifth or more and lie within 0.6 sizes of the row.
_SAME_BASE, _RAISED, _SMALLER = 0.3, 0.6, 0.8
# A gap that parts two pieces drawn in one stretch, in ems.
_PIECE_GAP = 2.0
# A drop cap is two lines high or more.
_DROPPED = 1.8


@dataclass(slots=True)
class _Piece:
    """Words that the file draws one after another on one row."""

    words: list[Word]
    left: float
    right: float
    base: float
    size: float


@dataclass(slots=True)
class _Row:
    pieces: list[_Piece]
    base: float
    size: float

    def words(self) -> Iterator[Word]:
        for piece in self.pieces:
            yield from piece.words


@dataclass(slots=True)
class _Strip:
    """A white strip from row `first` to row `last`, with how many rows have words on each side of it."""

    left: float
    right: float
    first: int
    last: int
    before: int = 0
    after: int = 0


def read_page(words: Sequence[Word]) -> list[Line]:
    """The lines of a page in reading order: upright words first, then turned ones, then slanted ones."""
    lines: list[Line] = []
    for turn in range(SLANTED + 1):
        turned = [word for word in words if word.turn == turn]
        if not turned:
            continue
        blocks = _runs(turned) if turn == SLANTED else _blocks(_with_dropped_caps(turned), 0)
        for block in blocks:
            number = lines[-1].block + 1 if lines else 0
            lines.extend(_lines(block, number, turn))
    return lines


def _runs(words: list[Word]) -> Iterator[list[_Row]]:
    """Slanted words as they are drawn: each stretch a block of one row."""
    for piece in _pieces(words):
        yield [_Row([piece], piece.base, piece.size)]


def _blocks(words: list[Word], depth: int) -> Iterator[list[_Row]]:
    """The parts of a page in reading order, each as rows from top to bottom."""
    rows = _rows(_pieces(words))
    strip = _best_strip(rows, words) if depth < _DEEPEST else None
    if strip is None:
        yield rows
        return
    above = [word for row in rows[: strip.first] for word in row.words()]
    below = [word for row in rows[strip.last + 1 :] for word in row.words()]
    sides = _sides(rows, strip)
    if runs_left([word.text for word in words]):
        sides = (sides[1], sides[0])
    for part in (above, *sides, below):
        if part:
            yield from _blocks(part, depth + 1)


def _pieces(words: Iterable[Word]) -> list[_Piece]:
    """Words in drawing order, parted where another stretch begins, at wide gaps and at steps back."""
    pieces: list[_Piece] = []
    last: Word | None = None
    for word in words:
        gap = _PIECE_GAP * word.size
        if (
            last
            and last.run == word.run
            and abs(last.base - word.base) <= _RAISED * max(last.size, word.size)
        ):
            near = -gap < word.left - last.right < gap or -gap < last.left - word.right < gap
        else:
            near = False
        if near:
            piece = pieces[-1]
            piece.words.append(word)
            piece.left, piece.right = min(piece.left, word.left), max(piece.right, word.right)
        else:
            pieces.append(_Piece([word], word.left, word.right, word.base, word.size))
        last = word
    for piece in pieces:
        largest = max(piece.words, key=lambda word: (word.size, len(word.text)))
        piece.size = largest.size
        full = [word.base for word in piece.words if word.size > _SMALLER * largest.size] or [largest.base]
        piece.base = sum(full) / len(full)
    return pieces


def _rows(pieces: list[_Piece]) -> list[_Row]:
    """Pieces on one base line, from top to bottom; raised and lowered marks join the row beside them."""
    rows: list[_Row] = []
    for piece in sorted(pieces, key=lambda each: (each.base, each.left)):
        row = rows[-1] if rows else None
        if row and piece.base - row.base <= _SAME_BASE * max(row.size, piece.size):
            row.pieces.append(piece)
            if piece.size > row.size:
                row.base, row.size = piece.base, piece.size
        else:
            rows.append(_Row([piece], piece.base, piece.size))
    return _with_marks(rows)


def _with_marks(rows: list[_Row]) -> list[_Row]:
    """Rows of nothing but raised or lowered marks go into the row they belong to."""
    kept: list[_Row] = []
    waiting: _Row | None = None
    for row in rows:
        if waiting and _belongs(waiting, row):
            row.pieces.extend(waiting.pieces)
        elif waiting:
            kept.append(waiting)
        waiting = None
        if kept and _belongs(row, kept[-1]):
            kept[-1].pieces.extend(row.pieces)
        elif len(row.pieces) <= _MANY_ROWS:
            waiting = row
        else:
            kept.append(row)
    return [*kept, waiting] if waiting else kept


def _belongs(mark: _Row, row: _Row) -> bool:
    """Whether a row is a small mark beside the words of another: near, smaller, and not above its words."""
    if mark.size > _SMALLER * row.size or abs(mark.base - row.base) > _RAISED * row.size:
        return False
    return not any(
        small.left < large.right - 1 and large.left < small.right - 1
        for small in mark.pieces[:_MANY_ROWS]
        for large in row.pieces[:_MOST_STRIPS]
    )


def _best_strip(rows: list[_Row], words: list[Word]) -> _Strip | None:
    """The strip along most rows that parts two columns; None if the rows are to be read across."""
    if len(rows) < _FEWEST_ROWS:
        return None
    em = median(word.size for word in words)
    strips = [strip for strip in _strips(rows, em) if _holds(strip, em)]
    order = {id(word): number for number, word in enumerate(words)}
    for strip in sorted(strips, key=lambda each: each.first - each.last)[:_MOST_STRIPS]:
        trimmed = _trimmed(rows, strip)
        if trimmed and _parts(_sides(rows, trimmed), order):
            return trimmed
    return None


def _holds(strip: _Strip, em: float) -> bool:
    fewest = _FEWEST_ROWS if strip.right - strip.left >= _SURE * em else _MANY_ROWS
    return min(strip.before, strip.after) >= fewest


def _strips(rows: list[_Row], em: float) -> Iterator[_Strip]:
    """White strips with words on both sides, each as far down as nothing crosses it."""
    open_: list[_Strip] = []
    for number, row in enumerate(rows):
        gaps = _gaps(row, _NARROWEST * em)
        going: dict[tuple[float, float], _Strip] = {}
        for strip in open_:
            wider = [
                (max(strip.left, gap[0]), min(strip.right, gap[1]), *gap[2:])
                for gap in gaps
                if min(strip.right, gap[1]) - max(strip.left, gap[0]) >= _NARROWEST * em
            ]
            if not wider:
                yield strip
            for left, right, before, after in wider:
                longer = _Strip(
                    left, right, strip.first, number, strip.before + before, strip.after + after
                )
                going.setdefault((left, right), longer)
        for left, right, before, after in gaps:
            if before and after:
                going.setdefault((left, right), _Strip(left, right, number, number, 1, 1))
        open_ = sorted(going.values(), key=lambda each: each.first)[:_MOST_STRIPS]
    yield from open_


def _gaps(row: _Row, width: float) -> list[tuple[float, float, bool, bool]]:
    """The white of a row: from, to, and whether words stand before and after it."""
    gaps: list[tuple[float, float, bool, bool]] = []
    reached = float("-inf")
    for left, right in sorted((word.left, word.right) for word in row.words()):
        if left - reached >= width:
            gaps.append((reached, left, reached != float("-inf"), True))
        reached = max(reached, right)
    return [*gaps, (reached, float("inf"), True, False)]


def _sides(rows: list[_Row], strip: _Strip) -> tuple[list[Word], list[Word]]:
    """The words before and after a strip, in the file's order within each row."""
    middle = (strip.left + strip.right) / 2
    before: list[Word] = []
    after: list[Word] = []
    for row in rows[strip.first : strip.last + 1]:
        for word in row.words():
            (before if word.right <= middle else after).append(word)
    return before, after


def _trimmed(rows: list[_Row], strip: _Strip) -> _Strip | None:
    """The strip without rows at its ends that stand on one side only and apart from the rest."""
    first, last = strip.first, strip.last
    steps = [rows[n + 1].base - rows[n].base for n in range(first, last)]
    usual = 2 * median(steps) if steps else 0.0
    middle = (strip.left + strip.right) / 2

    def alone(row: _Row) -> bool:
        return len({word.right <= middle for word in row.words()}) == 1

    while first < last and alone(rows[first]) and rows[first + 1].base - rows[first].base > usual:
        first += 1
    while first < last and alone(rows[last]) and rows[last].base - rows[last - 1].base > usual:
        last -= 1
    return _Strip(strip.left, strip.right, first, last) if first < last else None


def _parts(sides: tuple[list[Word], list[Word]], order: dict[int, int]) -> bool:
    """Whether the words on the two sides are columns, each to be read by itself."""
    if not all(sides) or not all(_letters(side) for side in sides):
        return False
    if all(_prose(side) for side in sides):
        return True
    labelled = sorted((order[id(word)], number) for number, side in enumerate(sides) for word in side)
    turns = sum(one[1] != other[1] for one, other in pairwise(labelled))
    return turns == 1 and all(len(side) >= _MANY_ROWS for side in sides)


def _letters(side: list[Word]) -> bool:
    letters = sum(sum(map(str.isalpha, word.text)) for word in side)
    return 0 < letters >= _MOSTLY_LETTERS * sum(sum(map(str.isalnum, word.text)) for word in side)


def _prose(side: list[Word]) -> bool:
    """Whether the lines of a side are long and mostly fill it."""
    rows = _rows(_pieces(side))
    spans = sorted(
        max(piece.right for piece in row.pieces) - min(piece.left for piece in row.pieces) for row in rows
    )
    width = spans[int(0.9 * (len(spans) - 1))]
    filled = sum(span >= _PROSE_FILL * width for span in spans)
    characters = sum(len(word.text) + 1 for word in side)
    return characters >= _PROSE_CHARACTERS * len(rows) and filled >= _PROSE_SHARE * len(rows)


def _lines(rows: list[_Row], block: int, turn: int) -> Iterator[Line]:
    """Rows as lines: pieces from left to right, or from right to left where most letters run so."""
    lefts = sorted(min(piece.left for piece in row.pieces) for row in rows)
    rights = sorted(max(piece.right for piece in row.pieces) for row in rows)
    fore = _usual(lefts)
    edge = rights[int(0.95 * (len(rights) - 1))]
    for row in rows:
        back = runs_left([word.text for word in row.words()])
        row.pieces.sort(key=lambda piece: -piece.right if back else piece.left)
        words = list(row.words())
        yield Line(
            text=" ".join(word.text for word in words),
            left=min(word.left for word in words),
            right=max(word.right for word in words),
            base=row.base,
            size=row.size,
            block=block,
            fore=fore,
            edge=edge,
            first=words[0].right - words[0].left,
            turn=turn,
            parts=_parts_of(row) if len(row.pieces) > 1 else (),
        )


def _parts_of(row: _Row) -> tuple[str, ...]:
    """The texts of a row that wide gaps set apart."""
    parts: list[list[str]] = []
    reached = None
    for piece in row.pieces:
        texts = [word.text for word in piece.words]
        if reached is not None and abs(piece.left - reached) < _PIECE_GAP * row.size:
            parts[-1] += texts
        else:
            parts.append(texts)
        reached = piece.right
    return tuple(" ".join(part) for part in parts)


def _usual(lefts: list[float]) -> float:
    """The left edge at which most lines begin, to two points; the outermost of equals."""
    counts: dict[int, int] = {}
    for left in lefts:
        counts[round(left / 2)] = counts.get(round(left / 2), 0) + 1
    best = max(counts, key=lambda key: (counts[key], -key))
    return next(left for left in lefts if round(left / 2) == best)


def _with_dropped_caps(words: list[Word]) -> list[Word]:
    """Each initial several lines high is put before the word it begins."""
    usual = median(word.size for word in words)
    dropped = [
        word
        for word in words
        if word.size >= _DROPPED * usual and len(word.text) == 1 and word.text.isupper()
    ]
    for initial in dropped[:_MOST_STRIPS]:
        beside = [
            word
            for word in words
            if word.size < initial.size / _DROPPED
            and 0 <= word.left - initial.right + 1 <= 1.5 * usual
            and initial.base - initial.size <= word.base <= initial.base - 0.5 * usual
        ]
        if beside:
            rest = min(beside, key=lambda word: word.base)
            rest.text, rest.left = initial.text + rest.text, initial.left
            words = [word for word in words if word is not initial]
    return words
