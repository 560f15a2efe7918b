"""In which readings do the attestations of a passage differ?

All are laid beside the first one, word for word; places where any of them reads otherwise are variants. Words that
differ in case, accents, line ends or quotation marks alone are one reading.

    1  the means of obtaining justice
    2  the means of securing justice          obtaining: 1 3 | securing: 2
    3  means of obtaining justice             the: 1 2 | left out: 3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.reuse import Variant
from foresaid.text.align import lay_side_by_side
from foresaid.text.normalize import fold_word, tokenise, words

if TYPE_CHECKING:
    from collections.abc import Sequence


# A reading that two texts share by chance is a short word, or one left out; from five letters on, or from two words,
# it tells. Of the texts of one cluster so many words must be told by what they share.
_TELLING = 5
LEAST_COMMON = 2


def _readings(base: list[str], other: list[str]) -> list[str | None]:
    """What another text reads for each word of the base: the words beside it, and those put in before the next one.

    None before the first word that answers to one of the base, and behind the last: the text does not hold the place.
    """
    pairs = lay_side_by_side(base, other).pairs
    answered = [at for at, (left, right) in enumerate(pairs) if left is not None and right is not None]
    read: list[str | None] = [None] * len(base)
    if not answered:
        return read
    at = 0
    for left, right in pairs[answered[0] : answered[-1] + 1]:
        at = at if left is None else left
        read[at] = " ".join(filter(None, (read[at], other[right] if right is not None else "")))
    return read


class Collation:
    """The readings of several texts beside the first one; texts by number."""

    def __init__(self, texts: Sequence[str]) -> None:
        folded = [[fold_word(word) for word in words(text, tokenise(text))] for text in texts]
        self._rows: list[list[str | None]] = [
            list(folded[0]),
            *(_readings(folded[0], each) for each in folded[1:]),
        ]

    def _sides(self, at: int) -> dict[str, list[int]]:
        """The readings of one word of the first text, and which texts have each; those that lack the place have none."""
        sides: dict[str, list[int]] = {}
        for number, row in enumerate(self._rows):
            reading = row[at]
            if reading is not None:
                sides.setdefault(reading, []).append(number)
        return sides

    def variants(self) -> tuple[Variant, ...]:
        """Every place where not all texts read the same, in order; neighbours that divide the texts alike are one."""
        found = [(at, sides) for at in range(len(self._rows[0])) if len(sides := self._sides(at)) > 1]
        return tuple(
            Variant(tuple((reading, tuple(who)) for reading, who in sides.items()))
            for _, sides in _runs(found)
        )

    def common(self, number: int) -> list[tuple[int, str]]:
        """The texts with which one shares telling readings that no other text has, most of them first, in words."""
        shared: dict[int, list[str]] = {}
        for _at, sides in _runs([(at, self._sides(at)) for at in range(len(self._rows[0]))]):
            reading = next((each for each, who in sides.items() if number in who), None)
            if reading is None or 0 in sides[reading] or len(sides[reading]) != 2:  # noqa: PLR2004 - it and one other
                continue
            if len(reading) >= _TELLING:
                other = next(each for each in sides[reading] if each != number)
                shared.setdefault(other, []).append(f"“{reading}”")
        enough = [other for other, readings in shared.items() if _words(readings) >= LEAST_COMMON]
        enough.sort(key=lambda other: (-_words(shared[other]), other))
        return [(other, ", ".join(shared[other])) for other in enough]


def _words(readings: Sequence[str]) -> int:
    return sum(len(reading.split()) for reading in readings)


def _runs(found: list[tuple[int, dict[str, list[int]]]]) -> list[tuple[int, dict[str, list[int]]]]:
    """Variants of neighbouring words that divide the texts alike, as one; each with its last word's number."""
    runs: list[tuple[int, dict[str, list[int]]]] = []
    for at, sides in found:
        joined = sides
        if runs and runs[-1][0] == at - 1 and list(runs[-1][1].values()) == list(sides.values()):
            before = runs.pop()[1]
            joined = {
                f"{left} {right}".strip(): who
                for (left, who), right in zip(before.items(), sides, strict=True)
            }
            if len(joined) < len(sides):  # two readings came out as the same words; keep them apart
                runs.append((at - 1, before))
                joined = sides
        runs.append((at, joined))
    return runs
