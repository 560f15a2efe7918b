"""How does a quotation lie beside the words of one passage?

The alignment of text/align.py, with its ends seen to: words left over at an end are laid beside the words where
they stand a little further on, or beside their neighbours; a word that the source writes as two takes both; and a
long tail that answers to nothing is no part of the passage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from foresaid.model.documents import Witness
from foresaid.text.align import lay_within, likeness
from foresaid.text.normalize import fold_word, tokenise, words
from foresaid.verify.apparatus import page_lines
from foresaid.verify.changes import Changes
from foresaid.verify.conventions import OMISSION, Reading

if TYPE_CHECKING:
    from foresaid.model.evidence import Source

Pairs: TypeAlias = "list[tuple[int | None, int | None]]"

# Costs of a source word left out under a mark, where a word costs 1000 (text/align.py): under an ellipsis a
# thousand words cost one change, so that the nearest place wins; a bracket stands for a few words.
UNDER_ELLIPSIS, UNDER_BRACKET = 1, 100
CONTEXT = 240  # characters of the source read beyond the cut; two to three lines
# Source words looked through for a word that is left over at an end: one common word is soon found by chance.
FURTHER_ON, FURTHER_ON_TOGETHER = 6, 12
TITLE = 4  # letters of a title before its point: Mr., Capt.
BESIDE = 3  # words left over at an end that are laid beside their neighbours; more are of another place
# A quotation whose closing mark was lost runs on over other text: from so many words without a row of this many that
# are alike, none of them is taken for the passage's. Chance pairs single words, hardly ever four in a row.
TAIL, SOLID, MISREAD = 30, 4, 0.6


@dataclass(frozen=True, slots=True)
class Laid:
    """A quotation's reading laid beside the words of a passage, which begins at `begin` of its document.

    `after` is what follows the passage, `whole` the document's text; `frequency` says how often a word occurs,
    `answers` maps each answered word to its source word; `page_lines` are the page numbers and heads that came along
    with the quotation; `recognised` says that the source is what optical character recognition made of a page.
    """

    reading: Reading
    text: str
    after: str
    surfaces: list[str]
    folded: list[str]
    starts: list[int]
    ends: list[int]
    pairs: tuple[tuple[int | None, int | None], ...]
    changes: Changes
    frequency: Callable[[str], int]
    whole: str
    begin: int
    answers: Mapping[int, int]
    page_lines: tuple[tuple[int, int], ...] = ()
    recognised: bool = False


@dataclass(slots=True)
class Block:
    """A run of words that do not answer to one another."""

    quoted: list[int] = field(default_factory=list)
    source: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.quoted or self.source)


@dataclass(frozen=True, slots=True)
class _Sides:
    """The folded words of both sides, and whether a sentence or line ends between two source words."""

    quoted: tuple[str, ...]
    source: list[str]
    stops: Callable[[int, int], bool]


def _gaps(reading: Reading) -> dict[int, int]:
    return {
        place: UNDER_ELLIPSIS if mark.kind == OMISSION else UNDER_BRACKET
        for place, mark in reading.gaps.items()
    }


def _stops(text: str, ends: list[int], starts: list[int]) -> Callable[[int, int], bool]:
    """Whether a sentence or line ends between two neighbouring words; behind Mr. none does."""

    def stops(before: int, after: int) -> bool:
        between = text[ends[before] : starts[after]]
        word = text[starts[before] : ends[before]]
        title = between.strip() == "." and word[:1].isupper() and len(word) <= TITLE
        return not title and any(stop in between for stop in ".?!;\n")

    return stops


def _further_on(sides: _Sides, left_over: list[int], place: int) -> list[int] | None:
    """Where the words left over at the end stand behind `place`, one after the other; None if they do not."""
    reach = FURTHER_ON if len(left_over) == 1 else FURTHER_ON_TOGETHER
    found: list[int] = []
    at = place
    for number in left_over:
        stop = min(len(sides.source), at + 1 + reach)
        at = next((k for k in range(at + 1, stop) if sides.source[k] == sides.quoted[number]), -1)
        if at < 0:
            return None
        found.append(at)
    return found


def _extended(sides: _Sides, pairs: Pairs) -> Pairs:
    """Pairs whose last quoted words are laid beside the words further on, or beside the next ones of the sentence.

    Leaving the last word out costs less than changing it, so a changed last word would go unseen.
    """
    last = max(at for at, (_, source) in enumerate(pairs) if source is not None)
    left_over = [quoted for quoted, _ in pairs[last + 1 :] if quoted is not None]
    place = pairs[last][1]
    if place is None or not left_over:
        return pairs
    laid = pairs[: last + 1]
    found = _further_on(sides, left_over, place)
    if found is not None:
        for quoted, source in zip(left_over, found, strict=True):
            laid += [(None, between) for between in range(place + 1, source)]
            laid.append((quoted, source))
            place = source
        return laid
    if len(left_over) > BESIDE:
        return pairs
    for number, quoted in enumerate(left_over):
        if place + 1 >= len(sides.source) or sides.stops(place, place + 1):
            return laid + [(rest, None) for rest in left_over[number:]]
        place += 1
        laid.append((quoted, place))
    return laid


def _with_neighbours(sides: _Sides, pairs: Pairs) -> Pairs:
    """Pairs in which a last word that the source writes as two has both: followup, follow-up."""
    quoted, source = pairs[-1]
    if quoted is None or source is None or source + 1 >= len(sides.source):
        return pairs
    joined = sides.source[source] + sides.source[source + 1]
    whole = sides.quoted[quoted] == joined != sides.source[source]
    return [*pairs, (None, source + 1)] if whole else pairs


def _mirrored(sides: _Sides, pairs: Pairs) -> tuple[_Sides, Pairs]:
    """Both sides read backwards, so that the first words are the last."""
    quoted, source = len(sides.quoted) - 1, len(sides.source) - 1
    turned: Pairs = [
        (None if left is None else quoted - left, None if right is None else source - right)
        for left, right in reversed(pairs)
    ]
    stops = sides.stops
    words_back = [word[::-1] for word in reversed(sides.source)]  # so that joined neighbours join in order
    quoted_back = tuple(word[::-1] for word in reversed(sides.quoted))
    return _Sides(
        quoted_back, words_back, lambda before, after: stops(source - after, source - before)
    ), turned


def _answered(sides: _Sides, pair: tuple[int | None, int | None]) -> bool:
    """Whether a word stands there as it is."""
    quoted, source = pair
    return quoted is not None and source is not None and sides.quoted[quoted] == sides.source[source]


def _see_to_ends(sides: _Sides, pairs: Pairs) -> Pairs:
    if all(source is None for _, source in pairs) or (
        _answered(sides, pairs[0]) and _answered(sides, pairs[-1])
    ):
        return pairs
    for _ in range(2):
        pairs = _with_neighbours(sides, _extended(sides, pairs))
        sides, pairs = _mirrored(sides, pairs)
    return pairs


def _alike(quoted: str, source: str) -> bool:
    """Whether two words are the same, or one may be a misreading of the other."""
    return quoted == source or likeness(quoted, source) >= MISREAD


def _without_tail(quoted: tuple[str, ...], source: list[str], pairs: Pairs) -> Pairs:
    """Pairs in which a long end without a solid row of equal words answers to nothing."""
    row, solid = 0, 0
    expected: tuple[int, int] | None = None
    for at, (left, right) in enumerate(pairs):
        if left is None or right is None or not _alike(quoted[left], source[right]):
            expected, row = None, 0
            continue
        row = row + 1 if (left, right) == expected else 1
        expected = (left + 1, right + 1)
        solid = at + 1 if row >= SOLID else solid
    rest = [left for left, _ in pairs[solid:] if left is not None]
    if not solid or len(rest) <= TAIL:
        return pairs
    return pairs[:solid] + [(left, None) for left in rest]


def _solid(sides: _Sides, pairs: Pairs) -> bool:
    """Whether words stand one after the other as they are, so that nothing hangs over."""
    return all(_answered(sides, pair) for pair in pairs)


def _laid_pairs(reading: Reading, sides: _Sides) -> Pairs:
    pairs = list(lay_within(reading.folded, sides.source, _gaps(reading)).pairs)
    if len(reading.folded) > TAIL and not (_solid(sides, pairs[:SOLID]) and _solid(sides, pairs[-SOLID:])):
        pairs = _without_tail(sides.quoted, sides.source, pairs)
        turned, back = _mirrored(sides, pairs)
        pairs = _mirrored(turned, _without_tail(turned.quoted, turned.source, back))[1]
    return _see_to_ends(sides, pairs)


def lay_reading(
    reading: Reading,
    source: Source,
    span: tuple[int, int],
    changes: Changes,
    frequency: Callable[[str], int],
    *,
    exact: bool,
) -> Laid:
    """A reading laid beside a span of a source; `exact` where it holds just its words."""
    start, end = span
    text = source.text[start:end]
    tokens = tokenise(text)
    surfaces = words(text, tokens)
    folded = [fold_word(word) for word in surfaces]
    starts, ends = tokens.starts.tolist(), tokens.ends.tolist()
    if exact and len(folded) == len(reading.folded):
        pairs: Pairs = [(place, place) for place in range(len(folded))]
    else:
        pairs = _laid_pairs(reading, _Sides(reading.folded, folded, _stops(text, ends, starts)))
    return Laid(
        reading=reading,
        text=text,
        after=source.text[end : end + CONTEXT],
        surfaces=surfaces,
        folded=folded,
        starts=starts,
        ends=ends,
        pairs=tuple(pairs),
        changes=changes,
        frequency=frequency,
        whole=source.text,
        begin=start,
        answers={left: right for left, right in pairs if left is not None and right is not None},
        page_lines=tuple(page_lines(reading.text, "")) if "\n" in reading.text else (),
        recognised=source.witness_class is Witness.OCR,
    )
