"""What are the words of a sentence, and where do its phrases and clauses end?

There is no grammar here, only its small words: a phrase ends at a mark, a preposition other than "of", or a
word that opens a clause. What that cannot decide is None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from foresaid.model.annotations import Annotation, Phrase
from foresaid.model.bodies import TimeExpression
from foresaid.read.wording import Token

if TYPE_CHECKING:
    from foresaid.read.assertions.words import Grammar

# Words, numbers with their inner commas and stops, and single signs; emphasis marks are neither. A word of
# more than 41 signs or a number of more than 25 is cut, so that no look is unbounded.
_TOKEN = re.compile(
    r"['’](?:s|S)(?![^\W_])|[^\W\d_](?:[^\W_]|[-'’.](?=[^\W_])){0,40}|\d(?:\d|[.,](?=\d)){0,24}|-{2,3}|[^\w\s*_]"
)
_START = attrgetter("start")
# "the diplomatic and consular appropriation act": the longest short phrase in front of a participle.
_SHORT = 9
# Marks at which a clause is over; a comma only at times. A sentence's last stop is one too.
CLAUSE_MARKS = frozenset((*";:—–()[]?!.…•", "--", "---"))
# Prepositions inside a short noun phrase: "the treaty of peace between Spain and Portugal concluded in".
_OF_NAMES = frozenset(("of", "between", "with"))
_DENYING = frozenset(("not", "never", "be", "being"))
QUOTE_MARKS = frozenset('"“”«»„')
PHRASE_STOPS = CLAUSE_MARKS | {","}
STOPS = PHRASE_STOPS | QUOTE_MARKS


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: where it stands in the text, its words and signs, and the time expressions in it."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    times: tuple[Annotation[TimeExpression], ...]

    def index_at(self, position: int) -> int:
        """The number of the first token that starts at or behind a place of the text."""
        return bisect_left(self.tokens, position, key=_START)

    def phrase(self, start: int, end: int) -> Phrase:
        """The words from one token up to another, which is no longer part of them."""
        first, last = self.tokens[start].start, self.tokens[end - 1].end
        return Phrase(first, last, self.text[first:last])

    def low(self, index: int) -> str:
        """A token in small letters; "" beyond the sentence."""
        return self.tokens[index].low if 0 <= index < len(self.tokens) else ""

    def time_at(self, position: int) -> Annotation[TimeExpression] | None:
        """The time expression that holds a place of the text."""
        for time in self.times:
            if time.target.start <= position < time.target.end:
                return time
        return None


def tokens_of(text: str, start: int, end: int, abbreviations: frozenset[str]) -> tuple[Token, ...]:
    """The words, numbers and signs of a stretch; the stop of an abbreviation or initial is part of its word."""
    tokens: list[Token] = []
    add, new = (
        tokens.append,
        tuple.__new__,
    )  # Token(…) takes twice as long, and this is the loop that counts
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        first, last = match.span()
        if word == "." and tokens and _is_shortened(tokens[-1], first, end, abbreviations):
            held = tokens.pop()
            add(Token(held.start, last, held.text + ".", held.low))
        else:
            # the month of May is no modal, so it keeps its capital
            add(new(Token, (first, last, word, word if word == "May" and tokens else word.lower())))
    return tuple(tokens)


def _is_shortened(token: Token, stop: int, end: int, abbreviations: frozenset[str]) -> bool:
    """Whether a full stop belongs to the word in front of it; at the end of a sentence it does not."""
    if token.end != stop or stop + 1 >= end:
        return False
    return (len(token.text) == 1 and token.is_capital and token.text != "I") or token.low in abbreviations


def verb_group(sentence: Sentence, verb: int, grammar: Grammar) -> int:
    """Where the auxiliaries and adverbs in front of a verb begin."""
    start = verb
    while start > 0 and _joins_verb(sentence, start - 1, grammar):
        start -= 1
    return start


def _joins_verb(sentence: Sentence, index: int, grammar: Grammar) -> bool:
    low = sentence.low(index)
    if low in grammar.auxiliaries or low in grammar.modals or low in grammar.adverbs:
        return True
    return low in ("not", "never") or is_adverb(low, grammar)


def is_adverb(low: str, grammar: Grammar) -> bool:
    """Whether a word is an adverb by its ending; "supply" and "assembly" are none."""
    return low.endswith("ly") and low not in grammar.not_adverbs


def is_real(sentence: Sentence, start: int, verb: int, grammar: Grammar) -> bool:
    """Whether a verb with its group says that something was: no modal, no negation, no condition in its clause."""
    lows = [sentence.low(index) for index in range(start, verb)]
    if any(low in grammar.modals or low in _DENYING for low in lows):
        return False
    if sentence.low(start - 1) in ("to", "not", "cannot", "without"):
        return False
    return not is_supposed(sentence, start, grammar)


def is_supposed(sentence: Sentence, index: int, grammar: Grammar) -> bool:
    """Whether a token stands in a clause that opens with a condition: "if", "unless", "whether"."""
    start = clause_start(sentence, index, grammar)
    return any(sentence.low(each) in grammar.suppositions for each in range(start, index))


def subject_before(sentence: Sentence, group: int, grammar: Grammar) -> tuple[int, int] | None:
    """The noun phrase in front of a verb group, as token numbers; None where it cannot be told.

    `The envoy, who had come late, signed`: an insertion between commas in front of the verb is looked past.
    """
    end = group
    if sentence.low(end - 1) == ",":
        opening = _matching_comma(sentence, end - 1)
        if opening is None:
            return None
        end = opening
    if end <= 0 or sentence.low(end - 1) in grammar.conjunctions:
        return None
    start = phrase_start(sentence, end, grammar)
    if start > 0 and (
        sentence.low(start - 1) in grammar.auxiliaries or sentence.low(start - 1) in grammar.modals
    ):
        return None  # "whatever trouble has arisen was caused": the subject reaches over a verb
    start = _behind_opening(sentence, start, end, grammar)
    start = _behind_noun(sentence, start, end, grammar)
    start = _behind_pronoun(sentence, start, end, grammar)
    if start >= end or (end - start == 1 and sentence.low(start).endswith("ed")):
        return None
    if any(sentence.low(index) in ("you", "me", "us", "him", "them") for index in range(start + 1, end)):
        return None  # "call on you to finish the job both Houses began"
    return start, end


def _behind_noun(sentence: Sentence, start: int, end: int, grammar: Grammar) -> int:
    """`After many delays a treaty was signed`: where a phrase begins whose article follows another noun."""
    small = grammar.prepositions | grammar.conjunctions | grammar.determiners | grammar.adverbs
    for index in range(end - 1, start, -1):
        before = sentence.tokens[index - 1]
        noun = before.is_word and before.low not in small and not before.low.endswith(("ing", "ed"))
        if sentence.low(index) in ("a", "an", "the") and noun:
            return index
    return start


def _behind_pronoun(sentence: Sentence, start: int, end: int, grammar: Grammar) -> int:
    """`I proposed and the Congress passed`: behind a pronoun with its verb the subject begins at "and"."""
    if end - start > 1 and sentence.low(end - 1) in grammar.persons - {"one"}:
        return end - 1  # "After the war we": what stands in front of a pronoun is no part of it
    if end - start <= 1 or sentence.low(start) not in grammar.persons or sentence.low(start + 1) == "of":
        return start
    links = [index for index in range(start, end) if sentence.low(index) in grammar.conjunctions]
    return links[-1] + 1 if links else end


def short_subject(sentence: Sentence, end: int, grammar: Grammar) -> tuple[int, int] | None:
    """The shortest noun phrase that ends in front of a token: back to its determiner, or to what cuts it off.

    "the treaty" of `stipulations of the treaty concluded in`, but "agents of the United States": a name is no end.
    """
    floor = max(0, end - _SHORT)
    start = end
    while start > floor:
        low = sentence.low(start - 1)
        if low in grammar.determiners and low != "that":
            named = (
                sentence.tokens[start].is_capital and start < end and sentence.low(start - 2) in _OF_NAMES
            )
            start -= 1
            if not named:
                break
            continue
        outside = low in STOPS or low in grammar.auxiliaries or low in grammar.relatives
        if outside or (low in grammar.prepositions and low not in _OF_NAMES):
            break
        start -= 1
    while start < end and (
        sentence.low(start) in grammar.prepositions or sentence.low(start) in grammar.conjunctions
    ):
        start += 1
    if start >= end or all(
        sentence.low(index) in grammar.determiners | grammar.adverbs for index in range(start, end)
    ):
        return None
    return start, end


def _matching_comma(sentence: Sentence, comma: int) -> int | None:
    """The comma that opens the insertion closed by another one; None where the commas may be those of a list."""
    for index in range(comma - 1, -1, -1):
        low = sentence.low(index)
        if low in CLAUSE_MARKS:
            return None
        if low == "," and sentence.time_at(sentence.tokens[index].start) is None:
            return None if _is_listed(sentence, index) else index
    return None


def _is_listed(sentence: Sentence, comma: int) -> bool:
    """Whether a comma may be one of a list: further ones stand in front, and more than one opens nothing."""
    commas = 0
    for index in range(comma - 1, -1, -1):
        low = sentence.low(index)
        if low in CLAUSE_MARKS:
            break
        commas += low == "," and sentence.time_at(sentence.tokens[index].start) is None
    return commas > 1


def phrase_start(sentence: Sentence, end: int, grammar: Grammar) -> int:
    """How far back from a token the words reach that no mark or opening word of a clause cuts off."""
    index = end - 1
    while index >= 0:
        low = sentence.low(index)
        if low in STOPS or low in grammar.subordinators:
            break
        if low in grammar.relatives and not (
            low == "that" and sentence.low(index - 1) in grammar.prepositions
        ):
            break
        if low in grammar.conjunctions and sentence.low(index - 1) == ",":
            break
        if low in grammar.auxiliaries or low in grammar.modals:
            break
        if index < end - 1 and sentence.time_at(sentence.tokens[index].start) is not None:
            break
        index -= 1
    return index + 1


def _behind_opening(sentence: Sentence, start: int, end: int, grammar: Grammar) -> int:
    """A phrase's start without conjunctions, adverbs and a date in front of it: "In 1989 North"."""
    while start < end:
        low = sentence.low(start)
        time = sentence.time_at(sentence.tokens[start].start)
        behind = sentence.tokens[start + 1].start if start + 1 < end else -1
        if time is not None:
            start = sentence.index_at(time.target.end)
        elif (
            (low in grammar.prepositions and behind >= 0 and sentence.time_at(behind) is not None)
            or low in grammar.conjunctions
            or low in grammar.adverbs
        ):
            start += 1
        else:
            break
    return end if start < end and sentence.low(start) in grammar.prepositions else min(start, end)


def phrase_after(sentence: Sentence, start: int, grammar: Grammar) -> int:
    """Where the noun phrase that begins at a token ends; `start` itself where none does."""
    index, size = start, len(sentence.tokens)
    while index < size:
        token = sentence.tokens[index]
        if token.low in PHRASE_STOPS or token.low in grammar.relatives - {"that", "whose"}:
            break
        if sentence.time_at(token.start) is not None:
            break
        if index > start and _ends_phrase(sentence, index, grammar):
            break
        if index == start and token.low in grammar.prepositions | grammar.conjunctions:
            break
        index += 1
    while index > start and (
        sentence.low(index - 1) in QUOTE_MARKS
        or is_adverb(sentence.low(index - 1), grammar)
        or sentence.low(index - 1) in grammar.prepositions | grammar.conjunctions | grammar.adverbs
    ):
        index -= 1
    return index


def _ends_phrase(sentence: Sentence, index: int, grammar: Grammar) -> bool:
    low = sentence.low(index)
    if low == "that" or low in grammar.auxiliaries or low in grammar.modals or low in grammar.subordinators:
        return True
    if low in grammar.prepositions and low != "of":
        return True
    if low in grammar.conjunctions:
        following = sentence.low(index + 1)
        joins_verbs = following in grammar.pronouns or following in grammar.auxiliaries
        return low != "and" or joins_verbs or following.endswith(("ed", "ly"))
    return False


def clause_start(sentence: Sentence, index: int, grammar: Grammar) -> int:
    """Where the clause that holds a token begins: behind a mark, or behind a comma with a conjunction."""
    start = index
    while start > 0:
        low = sentence.low(start - 1)
        if low in CLAUSE_MARKS or low in QUOTE_MARKS:
            break
        if low == "," and sentence.low(start) in grammar.conjunctions:
            break
        start -= 1
    while start < index and (sentence.low(start) in grammar.conjunctions or sentence.low(start) == ","):
        start += 1
    return start


def clause_end(sentence: Sentence, index: int, grammar: Grammar, *, comma: bool = False) -> int:
    """Where the clause that holds a token ends; with `comma` at the next comma already."""
    end = index
    while end < len(sentence.tokens):
        low = sentence.low(end)
        if low in CLAUSE_MARKS or low in QUOTE_MARKS:
            break
        parting = low == "," and (comma or sentence.low(end + 1) in grammar.conjunctions)
        if parting and sentence.time_at(sentence.tokens[end].start) is None:  # "February, 1894" is one date
            break
        end += 1
    return end
