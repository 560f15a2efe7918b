"""How is a finding put together from the phrases of a sentence?"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from foresaid.model.annotations import Phrase, Span
from foresaid.model.bodies import Assertion

if TYPE_CHECKING:
    from foresaid.model.bodies import AssertionKind
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords

Finding: TypeAlias = tuple[Span, Assertion]
# Token numbers from one up to another; None where the text does not say or it cannot be told.
Words: TypeAlias = tuple[int, int] | None


def phrase_of(sentence: Sentence, words: Words) -> Phrase | None:
    """The words of a range of tokens; None for none."""
    if words is None:
        return None
    start, end = words
    while end > start and sentence.low(end - 1) in (",", '"', "”", "“"):
        end -= 1
    return sentence.phrase(start, end) if start < end else None


def covering(sentence: Sentence, *phrases: Phrase | None) -> Span:
    """From the first to the last of some phrases, of which one at least is there."""
    held = [phrase for phrase in phrases if phrase is not None]
    start, end = min(phrase.start for phrase in held), max(phrase.end for phrase in held)
    return Span(max(start, sentence.start), min(end, sentence.end))


def _has_words(phrase: Phrase) -> bool:
    return any(map(str.isalpha, phrase.text))


def caused(
    sentence: Sentence, kind: AssertionKind, marker: Phrase, cause: Phrase | None, effect: Phrase | None
) -> Finding | None:
    """A statement of cause and effect; None unless the text gives both."""
    if cause is None or effect is None or not _has_words(cause) or not _has_words(effect):
        return None
    span = covering(sentence, marker, cause, effect)
    return span, Assertion(
        kind, sentence.text[span.start : span.end], marker=marker, cause=cause, effect=effect
    )


# The longest turn of the tables ("of one of the" has four words).
_LONGEST_TURN = 4


def is_turn(sentence: Sentence, index: int, words: AssertionWords, table: str) -> bool:
    """Whether one of a table's turns begins at a token, or reaches over it from the words in front."""
    for start in range(max(0, index - 3), index + 1):
        if sentence.low(start) not in words.openings[table]:
            continue
        for length in range(index - start + 1, _LONGEST_TURN + 1):
            said = " ".join(token.low for token in sentence.tokens[start : start + length])
            if words.among(said, table):
                return True
    return False


def ranging(
    sentence: Sentence,
    kind: AssertionKind,
    clause: tuple[int, int],
    marker: Phrase,
    subject: Phrase | None,
    *,
    checkable: bool | None = None,
) -> Finding:
    """A statement over a class: the clause that makes it, its marker and what it is about."""
    span = covering(sentence, marker, phrase_of(sentence, clause), subject)
    text = sentence.text[span.start : span.end]
    return span, Assertion(kind, text, marker=marker, subject=subject, checkable=checkable)
