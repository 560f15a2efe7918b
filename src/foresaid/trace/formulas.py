"""Is it a passage that somebody used again, or a formula that anybody writes?

"I have the honor to be, Sir, your obedient servant" stands in a thousand letters and says nothing of who read whom.
A formula is short, stands in many independent texts of several hands, and nobody sets it in quotation marks: that
is how it differs from a sentence that many quote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.reuse import ClusterKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.trace.descent import Held

# Of 25 formulas of sotu drawn by chance (benchmarks/trace.py --formulas) 23 are phrases that any president writes, one
# is of the Constitution, cited without marks around it, and one is a proposal that was made for years.
_MANY, SHORT = 5, 20
_HANDS = 3  # speakers, where they are known: one who repeats himself has a favourite sentence, no formula
_QUOTED = 0.1  # of the places, from which on it is a sentence that people quote


def classify(places: Sequence[Held], words: int) -> tuple[ClusterKind, str]:
    """Whether words in several places are a passage or a formula, and for a formula the reason in words."""
    witnesses = len({at.witness for at in places})
    if witnesses < _MANY or words > SHORT:
        return ClusterKind.PASSAGE, ""
    speakers = {at.holder.speaker for at in places} - {None}
    if speakers and len(speakers) < _HANDS:
        return ClusterKind.PASSAGE, ""
    quoted = sum(at.quoted for at in places)
    if quoted > _QUOTED * len(places):
        return ClusterKind.PASSAGE, ""
    hands = f" of {len(speakers)} speakers" if speakers else ""
    marks = f"quoted in {quoted}" if quoted else "nowhere quoted"
    return ClusterKind.FORMULA, f"{words} words in {witnesses} independent texts{hands}, {marks}"
