"""Where is an event said to have happened, and by whom?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.read.assertions.sentence import CLAUSE_MARKS, STOPS, phrase_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.assertions.event_dates import Dated, Trigger
    from foresaid.read.assertions.findings import Words
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords

# How a possessive ends; both apostrophes are in use.
POSSESSIVE = ("'s", "’s")
# Words behind an event in which its place and agent are looked for.
_ROLE_REACH = 30


def is_dated(sentence: Sentence, index: int) -> bool:
    """Whether a date begins at a token, or the sentence is over."""
    return index >= len(sentence.tokens) or sentence.time_at(sentence.tokens[index].start) is not None


def possessor(sentence: Sentence, mark: int, words: AssertionWords) -> int:
    """Where the name begins that a possessive token ends."""
    start = mark
    while start > 0 and sentence.tokens[start - 1].is_capital and sentence.tokens[mark].is_capital:
        start -= 1
    small = words.grammar.prepositions | words.grammar.subordinators | words.grammar.conjunctions
    while start < mark and sentence.low(start) in small:
        start += 1
    return start


def by_whom(
    sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger], words: AssertionWords
) -> Words:
    """By whom: the phrase behind "by", in front of any other event, unless that is a date, a means or an amount."""
    others = [other.first for other in triggers if other.first >= trigger.last]
    for index in range(trigger.last, min(trigger.last + _ROLE_REACH, len(sentence.tokens), *others)):
        if _ends_agent(sentence, index, words, noun=not trigger.verb):
            return None
        if sentence.low(index) != "by" or index + 1 >= len(sentence.tokens):
            continue
        behind = sentence.tokens[index + 1]
        if not behind.is_word or behind.low.endswith("ing") or sentence.time_at(behind.start) is not None:
            return None
        end = phrase_after(sentence, index + 1, words.grammar)
        return (index + 1, end) if end > index + 1 else None
    return None


def _ends_agent(sentence: Sentence, index: int, words: AssertionWords, *, noun: bool) -> bool:
    """Whether a new clause or, behind an event noun, another noun or verb begins, whose "by" would be another's."""
    low, following, grammar = sentence.low(index), sentence.low(index + 1), words.grammar
    if low in CLAUSE_MARKS or low in grammar.relatives or low in grammar.auxiliaries:
        return True
    if low == ",":
        return following in grammar.conjunctions or (noun and following in grammar.determiners)
    return noun and low.endswith(
        "ed"
    )  # "the suspension of payments rendered the use prescribed by the act"


def place_of(sentence: Sentence, trigger: Trigger, date: Dated, words: AssertionWords) -> Words:
    """Where: a name behind "in", "at" or "near", behind the event or at the head of the sentence."""
    stop = min(trigger.last + _ROLE_REACH, len(sentence.tokens))
    for index in [*range(trigger.last, stop), 0]:
        low = sentence.low(index)
        if index and _ends_place(sentence, index, words):
            return _place_at(sentence, 0, words) if trigger.first > 0 else None
        if low in words.sets["place_words"]:
            found = _place_at(sentence, index, words)
            if found is not None:
                return found if _is_its_own(sentence, found[1], date) else None
    return None


def _is_its_own(sentence: Sentence, end: int, date: Dated) -> bool:
    """Whether no other date hangs on a place: `revolts in the 1920s, above all in Saxony in 1923`."""
    for index in (end, end + 1):
        time = sentence.time_at(sentence.tokens[index].start) if index < len(sentence.tokens) else None
        if time is not None:
            return time.target.start == date.phrase.start
    return True


def _ends_place(sentence: Sentence, index: int, words: AssertionWords) -> bool:
    """Whether what follows is no longer about the event itself."""
    low, grammar = sentence.low(index), words.grammar
    if low == ",":
        following = sentence.low(index + 1)
        return following in grammar.conjunctions or following.endswith("ing")
    return low in STOPS or low in ("to", "for") or low in grammar.relatives or low in grammar.subordinators


def _place_at(sentence: Sentence, index: int, words: AssertionWords) -> Words:
    if sentence.low(index) not in words.sets["place_words"]:
        return None
    start = index + 1
    first = start + 1 if sentence.low(start) == "the" else start
    end = first
    while end < len(sentence.tokens) and _is_place_word(sentence, end, first, words):
        end += 1
    while end > first and not sentence.tokens[end - 1].is_capital:
        end -= 1
    if sentence.low(first) in words.event_nouns:
        return None  # "at the Battle of Arden"
    if end <= first or sentence.text[sentence.tokens[first].start - 1] in '*_"“‘':
        return None  # a title
    end = _without_apposition(sentence, first, end, words)
    return (start, end) if end > first else None


def _without_apposition(sentence: Sentence, first: int, end: int, words: AssertionWords) -> int:
    """`in Lyon, France, on …` is one place; in `at the Institute, Ann Lee said` the name is the next subject."""
    following = sentence.low(end)
    if (
        not following
        or following in STOPS
        or following in words.grammar.prepositions
        or following in words.grammar.conjunctions
    ):
        return end
    commas = [index for index in range(first, end) if sentence.low(index) == ","]
    if commas:
        return commas[-1]
    dated = end < len(sentence.tokens) and sentence.time_at(sentence.tokens[end].start) is not None
    return end if dated or not sentence.tokens[end].is_word else first  # "in Federal taxes" is no place


def _is_place_word(sentence: Sentence, index: int, first: int, words: AssertionWords) -> bool:
    token = sentence.tokens[index]
    if sentence.time_at(token.start) is not None:
        return False
    if token.is_capital:
        return token.low not in words.sets["no_places"]
    following = sentence.tokens[index + 1] if index + 1 < len(sentence.tokens) else None
    return index > first and token.low in (",", "of") and following is not None and following.is_capital
