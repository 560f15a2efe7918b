"""Which name stands in a phrase: a run of capitals at its end, and no guess where there is none?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords


def name_in(sentence: Sentence, start: int, end: int, words: AssertionWords) -> str | None:
    """The name with which a phrase ends: "Ramón Mercader" of "Stalinist agent Ramón Mercader".

    None for "the Soviet regime", for a pronoun, and for a phrase in which the name is another's.
    """
    first = end
    while first > start and sentence.tokens[first - 1].is_capital:
        first -= 1
    if first == end or any(_is_small(sentence.low(index), words) for index in range(start + 1, first)):
        return None  # "the regime headed by Ann Lee": the name is not the whole phrase's
    if first == start + 1 and sentence.low(start) in words.grammar.determiners - {"the"}:
        return None  # "my Administration"
    while first < end and _is_small(sentence.low(first), words):
        first += 1
    return sentence.phrase(first, end).text if first < end else None


def _is_small(low: str, words: AssertionWords) -> bool:
    grammar = words.grammar
    low = low.replace("’", "'").partition("'")[0]  # "I've"
    return low in grammar.determiners or low in grammar.pronouns or low in grammar.prepositions
