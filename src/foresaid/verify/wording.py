"""Do the words stand there, and as the quotation has them?

One passage at a time: the quotation is laid beside it, each difference gets its kind, and the gravest
kind decides. Then the sentence is read on, past both ends of the cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.model.evidence import Edit, Words
from foresaid.text.align import likeness
from foresaid.verify.cuts import cut_edits
from foresaid.verify.edges import edge_edits
from foresaid.verify.edits import ALTERED, DOUBTFUL, MARKED, MINOR, edits_between

if TYPE_CHECKING:
    from foresaid.verify.laid import Laid

GRAVITY = {
    Words.VERBATIM: 0,
    Words.MINOR: 1,
    Words.MARKED: 2,
    Words.TRUNCATED: 3,
    Words.ALTERED: 4,
    Words.VARIANT: 5,
    Words.UNDETERMINED: 6,
    Words.NOT_FOUND: 7,
}


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words of one passage say of a quotation.

    `start` and `end` bound the passage in its document; `held` is the share of the quotation's information
    (weights of its words) that stands in it, `matched` that information in nats, `similarity` the share of
    characters left unchanged. `kept` is the share of the quotation's words that are answered, `run` the
    longest row of them that stand one after the other on both sides. `solid` is the passage without words at its
    ends that answer by themselves only; `doubt` says why words are undetermined.
    """

    words: Words
    start: int
    end: int
    edits: tuple[Edit, ...]
    held: float
    matched: float
    similarity: float
    unanswered: tuple[int, ...]
    kept: float = 1.0
    run: int = 0
    solid: tuple[int, int] = (0, 0)
    doubt: str = ""


def _gravest(kinds: set[str], *, marked: bool) -> Words:
    if kinds & ALTERED:
        return Words.ALTERED
    if kinds & DOUBTFUL:
        return Words.UNDETERMINED
    if kinds & {"cut_before", "cut_after"}:
        return Words.TRUNCATED
    if marked or kinds & MARKED:
        return Words.MARKED
    return Words.MINOR if kinds & MINOR else Words.VERBATIM


def _held(laid: Laid, weights: list[float]) -> tuple[float, tuple[int, ...]]:
    """Information of the quoted words that have their answer, and the numbers of those that have none."""
    held, unanswered = 0.0, []
    for quoted, source in laid.pairs:
        if quoted is None:
            continue
        left = laid.reading.folded[quoted]
        right = laid.folded[source] if source is not None else ""
        alike = 1.0 if left == right else likeness(left, right) if source is not None else 0.0
        turned = left in laid.changes.pronouns and right in laid.changes.pronouns
        if turned or alike >= 0.6:  # noqa: PLR2004 - tbe for the; half a word's letters agree by chance
            held += weights[quoted] * alike
        else:
            unanswered.append(quoted)
    return held, tuple(unanswered)


def _rows(laid: Laid) -> list[tuple[int, int]]:
    """The rows of equal words that follow one another in quotation and source: first source word, and how many."""
    rows: list[tuple[int, int]] = []
    last = (-2, -2)
    for quoted, source in laid.pairs:
        if quoted is None or source is None or laid.reading.folded[quoted] != laid.folded[source]:
            continue
        if (quoted - 1, source - 1) == last:
            rows[-1] = rows[-1][0], rows[-1][1] + 1
        else:
            rows.append((source, 1))
        last = (quoted, source)
    return rows


def _solid(laid: Laid, rows: list[tuple[int, int]], whole: tuple[int, int]) -> tuple[int, int]:
    """From the first to the last row of several words, in code points of the document; the whole where there is none."""
    several = [(first, count) for first, count in rows if count > 1]
    if not several:
        return whole
    last = several[-1][0] + several[-1][1] - 1
    return laid.begin + laid.starts[several[0][0]], laid.begin + laid.ends[last]


def judge(laid: Laid, weights: list[float], least: float) -> Wording | None:
    """The verdict on a passage; None if nothing answers, or less than the share `least` of the quotation's information."""
    answered = [source for _, source in laid.pairs if source is not None]
    held, unanswered = _held(laid, weights)
    share = held / max(sum(weights), 1e-9)
    if not answered or share < least:
        return None
    start, end = laid.begin + laid.starts[answered[0]], laid.begin + laid.ends[answered[-1]]
    edits = edits_between(laid)
    edits += cut_edits(laid.reading, laid.whole, start, end, laid.changes)
    if not any(edit.kind == "cut_word" for edit in edits):
        edits += edge_edits(laid.reading, laid.whole, start, end, laid.changes)
    rows = _rows(laid)
    # Words left out under a mark are no unlikeness.
    taken = [
        laid.folded[source] for quoted, source in laid.pairs if quoted is not None and source is not None
    ]
    return Wording(
        words=_gravest(
            {edit.kind for edit in edits if not edit.marked}, marked=any(edit.marked for edit in edits)
        ),
        start=start,
        end=end,
        edits=tuple(edits),
        held=share,
        matched=held,
        similarity=likeness(" ".join(laid.reading.folded), " ".join(taken)),
        unanswered=unanswered,
        kept=1 - len(unanswered) / max(1, len(laid.reading.folded)),
        run=max((count for _, count in rows), default=0),
        solid=_solid(laid, rows, (start, end)),
    )
