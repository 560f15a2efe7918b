"""Is one utterance quoted in several parts, with the words that report it between them?

    "No sluice can be opened," Josiah Crane replied, "without loss to the mills."

Each part alone would seem cut off where the next one goes on. So the parts are verified together as well, and where
they stand together in a source, they are one quotation. Where they do not, each is taken by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import QuotationType
from foresaid.model.evidence import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.annotations import Annotation
    from foresaid.model.bodies import Quotation
    from foresaid.model.evidence import Verification

# Characters from one part to the next: a frame of two lines of print. "The dam," he wrote in his answer of March
# 1862, "has stood" takes 40; more is a sentence of the author's own.
_FRAME = 160
# Parts that are joined: an utterance of more is a dialogue, and every part more is verified once more.
_MOST_PARTS = 4
_TYPES = frozenset({QuotationType.DIRECT, QuotationType.MIXED})
# What says that parts stand side by side in a source.
_TOGETHER = frozenset({Words.VERBATIM, Words.MINOR, Words.MARKED, Words.TRUNCATED})
# Kinds of edits that say that parts stand apart; so do words of the source between them.
_APART = frozenset({"splice", "moved"})
_CUT = "cut_"


def interrupted(
    text: str, annotations: Sequence[Annotation[Quotation]]
) -> Iterator[tuple[Annotation[Quotation], ...]]:
    """The utterances of a text that a frame interrupts, each as its parts."""
    outer = [each for each in annotations if each.body.level == 1]
    first = 0
    for at in range(1, len(outer) + 1):
        goes_on = at < len(outer) and at - first < _MOST_PARTS and _goes_on(text, outer[at - 1], outer[at])
        if not goes_on:
            if at - first > 1:
                yield tuple(outer[first:at])
            first = at


def _goes_on(text: str, part: Annotation[Quotation], following: Annotation[Quotation]) -> bool:
    """Whether nothing but a frame stands between two quotations of one paragraph."""
    start, end = part.target.end, following.target.start
    if not 0 < end - start <= _FRAME or "\n\n" in text[start:end]:
        return False
    bodies = (part.body, following.body)
    if any(body.block or body.type not in _TYPES for body in bodies):
        return False
    return any(body.cue is not None and start < body.cue.start < end for body in bodies)


def joined_words(parts: Sequence[str]) -> str:
    """The parts as one utterance: without the comma that only the frame asks for."""
    *before, last = parts
    return " ".join([*(part.rstrip().removesuffix(",") for part in before), last])


def stand_together(verdict: Verification) -> bool:
    """Whether a source has the joined parts side by side, be it with a word changed in one of them."""
    if verdict.words is not Words.ALTERED:
        return verdict.words in _TOGETHER
    return not any(
        edit.kind in _APART or (edit.source and not edit.quoted and not edit.kind.startswith(_CUT))
        for edit in verdict.edits
    )
