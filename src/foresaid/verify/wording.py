"""Do the words stand there, and as the quotation has them?

One passage at a time: the quotation is laid beside it, each difference gets its kind, and the gravest
kind decides. Then the sentence is read on, past both ends of the cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.model.documents import Witness
from foresaid.model.evidence import Edit, Words
from foresaid.text.align import lay_within, likeness
from foresaid.text.normalize import fold_word, tokenise, words
from foresaid.verify.conventions import OMISSION
from foresaid.verify.edits import ALTERED, DOUBTFUL, MARKED, MINOR, Laid, edits_between

if TYPE_CHECKING:
    from collections.abc import Callable

    from foresaid.model.evidence import Source
    from foresaid.verify.changes import Changes
    from foresaid.verify.conventions import Reading

# Costs of a source word left out under a mark, where a word costs 1000 (text/align.py): under an ellipsis a
# thousand words cost one change, so that the nearest place wins; a bracket stands for a few words.
UNDER_ELLIPSIS, UNDER_BRACKET = 1, 100
CONTEXT = 240  # characters of the source read beyond the cut; two to three lines
READ_ON = 6  # words of the sentence looked at beyond the cut
GOVERNING = 3  # words before the cut that may govern what follows it
_CLOSERS = "\"”’'»)]"
_OPENERS = " \t\r\n\"“‘'«(["
_STOPS = ".?!"

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
    longest row of them that stand one after the other on both sides.
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


def _gaps(reading: Reading) -> dict[int, int]:
    return {
        place: UNDER_ELLIPSIS if mark.kind == OMISSION else UNDER_BRACKET
        for place, mark in reading.gaps.items()
    }


def _reach_ends(
    pairs: tuple[tuple[int | None, int | None], ...], stops: Callable[[int, int], bool], limit: int
) -> tuple[tuple[int | None, int | None], ...]:
    """Lay words left over at either end of a quotation beside the source's next words of that sentence.

    Leaving the last word out costs less than changing it, so a changed first or last word would go unseen.
    """
    laid = list(pairs)
    first = next((at for at, (_, source) in enumerate(laid) if source is not None), None)
    if first is None:
        return pairs
    for at in range(first - 1, -1, -1):
        place = laid[at + 1][1]
        if place is None or place == 0 or stops(place - 1, place):
            break
        laid[at] = (laid[at][0], place - 1)
    last = max(at for at, (_, source) in enumerate(laid) if source is not None)
    for at in range(last + 1, len(laid)):
        place = laid[at - 1][1]
        if place is None or place + 1 >= limit or stops(place, place + 1):
            break
        laid[at] = (laid[at][0], place + 1)
    return tuple(laid)


def _stops(text: str, ends: list[int], starts: list[int]) -> Callable[[int, int], bool]:
    """Whether a sentence or line ends between two neighbouring words."""
    return lambda before, after: any(stop in text[ends[before] : starts[after]] for stop in ".?!;\n")


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
    text, after = source.text[start:end], source.text[end : end + CONTEXT]
    tokens = tokenise(text)
    surfaces = words(text, tokens)
    folded = [fold_word(word) for word in surfaces]
    starts, ends = tokens.starts.tolist(), tokens.ends.tolist()
    pairs: tuple[tuple[int | None, int | None], ...]
    if exact and len(folded) == len(reading.folded):
        pairs = tuple((place, place) for place in range(len(folded)))
    else:
        pairs = lay_within(reading.folded, folded, _gaps(reading)).pairs
        pairs = _reach_ends(pairs, _stops(text, ends, starts), len(folded))
    return Laid(
        reading=reading,
        text=text,
        after=after,
        surfaces=surfaces,
        folded=folded,
        starts=starts,
        ends=ends,
        pairs=pairs,
        changes=changes,
        frequency=frequency,
        whole=source.text,
        recognised=source.witness_class is Witness.OCR,
    )


def _ends_sentence(between: str, following: str) -> bool:
    """Whether a sentence ends in the characters before the word that follows."""
    if "\n\n" in between or "\n \n" in between:
        return True
    stop = max(between.rfind(mark) for mark in _STOPS)
    return stop >= 0 and between[stop + 1 :].strip(_CLOSERS) != "" and not following[:1].islower()


def _sentence_after(text: str, end: int) -> list[str]:
    """The next folded words of the sentence that goes on at `end`."""
    context = text[end : end + CONTEXT]
    tokens = tokenise(context)
    found: list[str] = []
    done = 0
    for start, close in zip(tokens.starts.tolist()[:READ_ON], tokens.ends.tolist(), strict=False):
        if _ends_sentence(context[done:start], context[start:close]):
            break
        found.append(fold_word(context[start:close]))
        done = close
    return found


def _sentence_before(text: str, start: int) -> list[str]:
    """The last folded words of the clause that leads up to `start`."""
    begin = max(0, start - CONTEXT)
    context = text[begin:start]
    tokens = tokenise(context)
    spans = list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True))[-GOVERNING:]
    found: list[str] = []
    done = len(context)
    for opened, closed in reversed(spans):
        if any(mark in context[closed:done] for mark in ".?!;:,\n"):
            break
        found.append(fold_word(context[opened:closed]))
        done = opened
    return found[::-1]


def _condition_before(text: str, start: int, changes: Changes) -> str:
    """The clause that conditions a quotation and ends in a comma right before it, or ""."""
    context = text[max(0, start - CONTEXT) : start].rstrip(_OPENERS)
    if not context.endswith(","):
        return ""
    tokens = tokenise(context)
    spans = list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True))
    first = len(spans)
    for number in range(len(spans) - 1, 0, -1):
        first = number
        between = context[spans[number - 1][1] : spans[number][0]]
        if any(mark in between for mark in ".?!;:\n"):
            break
    else:
        first = 0 if len(context) < CONTEXT else len(spans)  # the clause goes back further than we read
    opening = [fold_word(context[opened:closed]) for opened, closed in spans[first : first + 4]]
    if any(tuple(opening[:length]) in changes.openings for length in range(1, len(opening) + 1)):
        return context[spans[first][0] :]
    return ""


def _cut_after(following: list[str], changes: Changes) -> bool:
    """Whether the sentence goes on with a limitation."""
    begins = (tuple(following[:length]) for length in range(1, 5))
    return any(phrase in changes.continuations for phrase in begins)


def _cut_before(leading: list[str], first: str, changes: Changes) -> bool:
    """Whether what governs the quotation stands just before it."""
    if first in changes.released:
        return False
    return any(tuple(leading[-length:]) in changes.governors for length in range(1, len(leading) + 1))


def _left_out_at(reading: Reading, place: int) -> bool:
    """Whether an ellipsis says that words are left out before a word, or after the last."""
    return place in reading.gaps and reading.gaps[place].kind == OMISSION


def cut_edits(reading: Reading, text: str, start: int, end: int, changes: Changes) -> list[Edit]:
    """What the cuts at both ends of a passage take away: limits, negations and conditions of its sentence."""
    found: list[Edit] = []
    leading, following = _sentence_before(text, start), _sentence_after(text, end)
    if _cut_before(leading, reading.folded[0], changes):
        marked = _left_out_at(reading, 0) or 0 in reading.adapted
        found.append(Edit("omission_hides" if marked else "cut_before", "", " ".join(leading)))
    condition = _condition_before(text, start, changes)
    if condition:
        marked = _left_out_at(reading, 0)
        found.append(Edit("omission_hides" if marked else "cut_before", "", condition))
    if _cut_after(following, changes):
        marked = _left_out_at(reading, len(reading.folded))
        found.append(Edit("omission_hides" if marked else "cut_after", "", " ".join(following)))
    return found


def _gravest(kinds: set[str]) -> Words:
    if kinds & ALTERED:
        return Words.ALTERED
    if kinds & DOUBTFUL:
        return Words.UNDETERMINED
    if kinds & {"cut_before", "cut_after"}:
        return Words.TRUNCATED
    if kinds & MARKED:
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
        if alike >= 0.6:  # noqa: PLR2004 - tbe for the; half a word's letters agree by chance
            held += weights[quoted] * alike
        else:
            unanswered.append(quoted)
    return held, tuple(unanswered)


def _longest_run(laid: Laid) -> int:
    """The longest row of equal words that follow one another in quotation and source."""
    longest = run = 0
    last = (-2, -2)
    for quoted, source in laid.pairs:
        if quoted is None or source is None or laid.reading.folded[quoted] != laid.folded[source]:
            continue
        run = run + 1 if (quoted - 1, source - 1) == last else 1
        longest, last = max(longest, run), (quoted, source)
    return longest


def judge(laid: Laid, offset: int, weights: list[float], least: float) -> Wording | None:
    """The verdict on a passage that begins at `offset` of its document.

    None if nothing answers, or less than the share `least` of the quotation's information.
    """
    answered = [source for _, source in laid.pairs if source is not None]
    held, unanswered = _held(laid, weights)
    share = held / max(sum(weights), 1e-9)
    if not answered or share < least:
        return None
    start, end = offset + laid.starts[answered[0]], offset + laid.ends[answered[-1]]
    edits = edits_between(laid)
    edits += cut_edits(laid.reading, laid.whole, start, end, laid.changes)
    # Words left out under a mark are no unlikeness.
    taken = [
        laid.folded[source] for quoted, source in laid.pairs if quoted is not None and source is not None
    ]
    return Wording(
        words=_gravest({edit.kind for edit in edits}),
        start=start,
        end=end,
        edits=tuple(edits),
        held=share,
        matched=held,
        similarity=likeness(" ".join(laid.reading.folded), " ".join(taken)),
        unanswered=unanswered,
        kept=1 - len(unanswered) / max(1, len(laid.reading.folded)),
        run=_longest_run(laid),
    )
