"""Which word of one passage answers to which word of another?

A word costs 1000 to drop or to add and 1400 to change, less where it looks like the other, so that a
misprint is laid beside its word. Where a quotation is laid within a longer passage, a word of the passage
that it passes over costs 500. `gaps` makes dropping cheap at places where
the quoter says that words were left out. All costs are whole numbers: the same answer on every machine.

    quoted   we shall             hold
    source   we shall not  surely hold     -> (0, 0) (1, 1) (None, 2) (None, 3) (2, 4)

The kernel does it in kernel/align.c. What is written here in numpy is what it must answer: one row of the table is
one step over the source, so that 40 words against 80 take half a millisecond, ten times as long as there, and 4,000
against 5,000 some 0.3 s and 20 MB (benchmarks/kernel.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from foresaid.text.compiled import kernel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Costs: TypeAlias = "NDArray[np.int32]"

WORD = 1000  # the cost of a word dropped or added
CHANGED = 1400  # under PASSED + WORD, so that a change is one edit; over one, so that chance neighbours stay apart
PASSED = (
    500  # a source word passed over: half, so that a deletion of five words before three last ones is seen
)
# A word that shares half the longer one's letters or more may be a misprint of the other; chance words share 0.2-0.4.
# Changing it costs UNLIKE and the share of its letters that differ: one letter of three 886, of five 700.
UNLIKE = 420
LONG_WORD = 255  # letters; longer ones are no words, and are alike only if they are equal
LIKENESS_CELLS = 250_000  # pairs of words compared by their letters (60 ms); longer passages go by equality
LONGEST = 5000  # words; the table of moves takes a byte a cell
BOTH, QUOTED, SOURCE = 0, 1, 2  # moves: a pair, a word of the quotation alone, a word of the source alone


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two passages laid side by side: pairs of word numbers (None: no answer), and what it cost.

    `start` and `end` bound the words of the source that answer to the quotation.
    """

    pairs: tuple[tuple[int | None, int | None], ...]
    cost: int
    start: int
    end: int


def likeness(left: str, right: str) -> float:
    """How alike two texts are, from 0 to 1: one less the share of characters to change."""
    return float(Levenshtein.normalized_similarity(left, right))


def letters_changed(left: str, right: str) -> tuple[tuple[str, str], ...]:
    """The stretches in which two words differ, as pairs of letters; one side may be empty."""
    return tuple(
        (left[step.src_start : step.src_end], right[step.dest_start : step.dest_end])
        for step in Levenshtein.opcodes(left, right)
        if step.tag != "equal"
    )


def _likenesses(quoted: Sequence[str], source: Sequence[str]) -> Costs | None:
    if len(quoted) * len(source) > LIKENESS_CELLS:
        return None
    left, right = _short(quoted), _short(source)
    distances = process.cdist(left, right, scorer=Levenshtein.distance, dtype=np.int32)
    lengths = np.array([len(word) for word in quoted]), np.array([len(word) for word in source])
    longer = np.maximum.outer(*lengths)
    alike = (2 * distances <= longer) & (longer <= LONG_WORD)
    costs = np.where(alike, UNLIKE + CHANGED * distances // np.maximum(longer, 1), CHANGED)
    return costs.astype(np.int32)


def _short(words: Sequence[str]) -> list[str]:
    """Words without those that are too long to be compared by their letters."""
    return [word if len(word) <= LONG_WORD else "" for word in words]


def _numbered(quoted: Sequence[str], source: Sequence[str]) -> tuple[Costs, Costs]:
    """Words as numbers, equal words equal numbers."""
    numbers: dict[str, int] = {}
    number = [numbers.setdefault(word, len(numbers)) for word in (*quoted, *source)]
    everything = np.asarray(number, np.int32)
    return everything[: len(quoted)], everything[len(quoted) :]


def _moves(
    quoted: Sequence[str], source: Sequence[str], gaps: Mapping[int, int], *, anywhere: bool
) -> tuple[NDArray[np.uint8], Costs]:
    """The table of cheapest moves into each cell, and the costs of the last row."""
    left, right = _numbered(quoted, source)
    likenesses = _likenesses(quoted, source)
    places = np.arange(len(source) + 1, dtype=np.int32)
    row = np.zeros_like(places) if anywhere else places * np.int32(WORD)
    moves = np.full((len(quoted) + 1, len(source) + 1), SOURCE, np.uint8)
    for at in range(len(quoted)):
        change = likenesses[at] if likenesses is not None else np.int32(CHANGED)
        pair = row[:-1] + np.where(right == left[at], 0, change)
        alone = row + np.int32(WORD)
        entered = alone.copy()
        np.minimum(pair, alone[1:], out=entered[1:])
        skip = places * np.int32(gaps.get(at + 1, PASSED if anywhere else WORD))
        row = np.minimum.accumulate(entered - skip) + skip
        move = moves[at + 1]
        move[:] = np.where(row < entered, SOURCE, QUOTED)
        move[1:][(row[1:] == entered[1:]) & (pair <= alone[1:])] = BOTH
    return moves, row.astype(np.int32)


def _walk(moves: NDArray[np.uint8], end: int, *, anywhere: bool) -> list[tuple[int | None, int | None]]:
    """The pairs from the end of both passages back to their beginning, in reading order."""
    pairs: list[tuple[int | None, int | None]] = []
    at, place = moves.shape[0] - 1, end
    while at or (place and not anywhere):
        move = int(moves[at, place])
        if move == BOTH:
            at, place = at - 1, place - 1
            pairs.append((at, place))
        elif move == QUOTED:
            at -= 1
            pairs.append((at, None))
        else:
            place -= 1
            pairs.append((None, place))
    pairs.reverse()
    return pairs


def _laid(
    quoted: Sequence[str], source: Sequence[str], gaps: Mapping[int, int], *, anywhere: bool
) -> SideBySide:
    if kernel is not None:
        letters = len(quoted) * len(source) <= LIKENESS_CELLS
        return SideBySide(*kernel.lay(list(quoted), list(source), dict(gaps), anywhere, letters))
    moves, row = _moves(quoted, source, gaps, anywhere=anywhere)
    end = int(row.argmin()) if anywhere else len(source)
    pairs = _walk(moves, end, anywhere=anywhere)
    answered = [place for _, place in pairs if place is not None]
    start = min(answered, default=end)
    return SideBySide(tuple(pairs), int(row[end]), start, max(answered, default=end - 1) + 1)


def lay_side_by_side(left: Sequence[str], right: Sequence[str]) -> SideBySide:
    """Two passages from end to end; the cost is the same whichever comes first."""
    return _laid(left[:LONGEST], right[:LONGEST], {}, anywhere=False)


def lay_within(quoted: Sequence[str], source: Sequence[str], gaps: Mapping[int, int]) -> SideBySide:
    """A quotation beside the stretch of a longer passage that answers to it best.

    `gaps` maps the number of a quoted word to the cost of each source word left out before it. At most
    LONGEST words of the quotation and twice as many of the passage are looked at.
    """
    return _laid(quoted[:LONGEST], source[: 2 * LONGEST], gaps, anywhere=True)
