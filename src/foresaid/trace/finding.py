"""Where do given words stand in a stream, be it with other words between them, misread or cut?

Every four of the given words are looked for in the whole stream, so that no place is missed that has four in a row;
places that have some of them about where they ought to be are windows, which are then laid beside the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from foresaid.text.align import lay_within, likeness
from foresaid.text.normalize import fold_word, tokenise, words
from foresaid.trace.joining import GRAM, gram_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.text.normalize import Numbers
    from foresaid.trace.stream import Places

_BLOCK = 1 << 20  # places whose keys are made at a time: 40 MB
_MARKS = 16  # bits of a key by which a gram is marked as possibly one of those asked for
# Words that a window reaches beyond the given words on either side, and a quarter of their number.
_SLACK = 8
# Of the costs of leaving all given words out, what laying them beside a window may cost: with 8 letters in 100
# misread passages cost 0.25, with a quarter of their words changed 0.35; windows of other texts from 0.6 on.
_COSTLY = 0.45
# Of the information in the words, what must stand in a place, as it is or misread: "the state of the Union" is no
# place of "the state of the Union is strong". A word is misread where so much of it is left (perf.md §1).
_TOLD, _ALIKE = 0.65, 0.6
_WORD = 1000  # what a word left out costs (text/align.py)


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a text, in code points, that answers to given words, and what laying it beside them cost, 0 to 1."""

    start: int
    end: int
    cost: float


def gram_places(hashes: Numbers, asked: Numbers) -> tuple[Places, Places]:
    """Every place of a stream that has four of the words asked for in a row: the place, and theirs among those asked."""
    wanted = gram_keys(asked, GRAM)
    order = np.argsort(wanted, kind="stable")
    keys = wanted[order]
    marks = np.zeros(1 << _MARKS, np.bool_)
    marks[keys >> np.uint32(32 - _MARKS)] = True
    places, answers = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for begin in range(0, len(hashes) - GRAM + 1, _BLOCK):
        block = gram_keys(hashes[begin : begin + _BLOCK + GRAM - 1], GRAM)
        likely = np.flatnonzero(marks[block >> np.uint32(32 - _MARKS)])
        low, high = np.searchsorted(keys, block[likely]), np.searchsorted(keys, block[likely], "right")
        counts = high - low
        places.append(np.repeat(likely, counts) + begin)
        offsets = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        answers.append(order[np.repeat(low, counts) + offsets])
    return np.concatenate(places), np.concatenate(answers)


def windows(hashes: Numbers, documents: Places, asked: Numbers) -> list[tuple[int, int, int]]:
    """Stretches of a stream that may hold the words asked for: document, and [start, end) in words of the stream.

    `documents` holds the first place of each document and, last, the number of words.
    """
    if len(asked) < GRAM or len(hashes) < GRAM:
        return []
    places, answers = gram_places(hashes, asked)
    slack = _SLACK + len(asked) // 4
    starts = np.unique((places - answers) // slack) * slack
    found: list[tuple[int, int, int]] = []
    for start in starts.tolist():
        low, high = start - slack, start + len(asked) + 2 * slack
        middle = min(max(start + len(asked) // 2, 0), len(hashes) - 1)
        document = int(np.searchsorted(documents, middle, "right")) - 1
        low, high = max(low, int(documents[document])), min(high, int(documents[document + 1]))
        if (
            found
            and found[-1][0] == document
            and low < found[-1][2]
            and start - slack <= found[-1][1] + 2 * slack
        ):
            found[-1] = (document, found[-1][1], high)
        elif low < high:
            found.append((document, low, high))
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """Words that are looked for, folded, and what each of them tells, in any unit."""

    words: Sequence[str]
    weights: Sequence[float]

    def told(self, pairs: Iterable[tuple[int | None, int | None]], others: Sequence[str]) -> float:
        """The share of the information that stands in the words laid beside these."""
        found = sum(
            self.weights[left]
            for left, right in pairs
            if left is not None
            and right is not None
            and (self.words[left] == others[right] or likeness(self.words[left], others[right]) >= _ALIKE)
        )
        return found / max(sum(self.weights), 1e-9)


def lay_beside(asked: Asked, text: str, start: int, end: int) -> Spot | None:
    """The stretch of a text between two code points that answers to given words; None where none does."""
    tokens = tokenise(text[start:end])
    folded = [fold_word(word) for word in words(text[start:end], tokens)]
    laid = lay_within(asked.words, folded, {})
    cost = laid.cost / (_WORD * max(len(asked.words), 1))
    if cost > _COSTLY or laid.end <= laid.start or asked.told(laid.pairs, folded) < _TOLD:
        return None
    first, last = int(tokens.starts[laid.start]), int(tokens.ends[laid.end - 1])
    return Spot(start + first, start + last, cost)
