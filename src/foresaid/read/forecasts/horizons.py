"""By when is it to come about, and could a later reader tell whether it has?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.annotations import Phrase, Span
from foresaid.model.bodies import Certainty, TimeExpression, TimeType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.annotations import Annotation
    from foresaid.read.forecasts.outcomes import Stretch
    from foresaid.read.forecasts.words import Words

# Characters in front of a time expression in which its preposition stands: "within the ".
_OPENER = 12


def horizon_of(
    words: Words, outcome: Stretch, offset: int, times: Sequence[Annotation[TimeExpression]], verb: int = 0
) -> tuple[Phrase | None, str | None]:
    """The words that limit the time, and their value as EDTF; a date before vaguer words, the outcome's before others.

    `times` are the time expressions of the sentence, `offset` its place in the text, `verb` the forecast's verb: a
    time behind it comes before one in front of it.
    """
    span = Span(offset + words.starts(outcome.start), offset + words.ends(outcome.end - 1))
    nothing = words.lexicon.tables["no_horizons"]
    dated = [
        each
        for each in times
        if each.body.type in (TimeType.DATE, TimeType.DURATION)
        and span.start <= each.target.start < span.end
        and each.body.text.lower() not in nothing
    ]
    verb_place = offset + words.starts(verb)
    ranked = sorted(
        dated, key=lambda each: (not _is_opened(words, each, offset), each.target.start < verb_place)
    )
    for each in ranked:
        return _with_opener(words, each.target, offset), each.body.value
    vague = _vague(words, outcome)
    if vague is not None:
        start, end = words.starts(vague[0]), words.ends(vague[1] - 1)
        return Phrase(offset + start, offset + end, words.text[start:end]), None
    return None, None


def _is_opened(words: Words, time: Annotation[TimeExpression], offset: int) -> bool:
    """Whether a preposition limits a time ("by 1870", "in the spring"): of "that of 1825" none does."""
    start = time.target.start - offset
    before = words.text[max(0, start - _OPENER) : start].split()
    first = time.body.text.split(" ", 1)[0].lower()
    openers = words.lexicon.tables["horizon_openers"]
    return first in openers or bool(before and before[-1].lower() in openers)


def _with_opener(words: Words, target: Span, offset: int) -> Phrase:
    """A time expression with the preposition in front of it."""
    start, end = target.start - offset, min(target.end - offset, len(words.text))
    before = words.text[max(0, start - _OPENER) : start].split()
    openers = words.lexicon.tables["horizon_openers"]
    if before and before[-1].lower() in openers:
        start = words.text.rindex(before[-1], 0, start)
    return Phrase(offset + start, offset + end, words.text[start:end])


def _vague(words: Words, outcome: Stretch) -> tuple[int, int] | None:
    """The longest phrase of the table in the outcome."""
    found = [
        (len(phrase), at)
        for at in range(outcome.start, outcome.end)
        for phrase in _phrases(words, at)
        if at + len(phrase) <= outcome.end
    ]
    if not found:
        return None
    length, at = max(found, key=lambda each: (each[0], -each[1]))
    return at, at + length


def _phrases(words: Words, at: int) -> list[tuple[str, ...]]:
    """The phrases of the table that begin at a word."""
    if "vague_horizons" not in words.classes[at]:
        return []
    found = [
        phrase
        for phrase, name in words.lexicon.phrases.get(words.low[at], ())
        if name == "vague_horizons" and words.low[at : at + len(phrase)] == phrase
    ]
    return found or [(words.low[at],)]


def gradable_of(
    words: Words, outcome: Stretch, certainty: Certainty, *, dated: bool, exhaustive: bool
) -> bool | None:
    """Whether a later reader could tell that it came true; None = cannot be told.

    An exhaustive either/or is true whatever comes, a mere possibility false of nothing; a dated or numbered
    outcome, or one of the table `gradable`, can be settled; praise and blame cannot.
    """
    held = frozenset().union(*words.classes[outcome.start : outcome.end])
    if exhaustive or certainty is Certainty.POSSIBLE or "ungradable" in held:
        return False
    numbered = any(word[0].isdigit() for word in words.low[outcome.start : outcome.end])
    return True if dated or numbered or "gradable" in held else None
