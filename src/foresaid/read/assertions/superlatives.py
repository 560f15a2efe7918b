"""What is said to be more than any other? Superlatives over a class that is bounded.

"The worst famine ever known" claims something; "the most cordial relations" compare nothing. `checkable` is False
where the degree is a judgement, True where figures could settle it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import AssertionKind
from foresaid.read.assertions.findings import is_turn, phrase_of, ranging
from foresaid.read.assertions.sentence import (
    CLAUSE_MARKS,
    QUOTE_MARKS,
    STOPS,
    clause_end,
    clause_start,
    phrase_after,
    subject_before,
    verb_group,
)

if TYPE_CHECKING:
    from foresaid.read.assertions.findings import Finding
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords

# Words between a superlative and the noun it stands with: "the most urgent and least understood problem".
_NOUN_REACH = 8
# Words behind a preposition by which it bounds no class: "of those of the States", "and become".
_PARTING = frozenset(("those", "these", "and", "or", "but"))
# Words behind the class in which it may be bounded: "the oldest city that has ever been seen", "of the whole world".
_DOMAIN_REACH = 7


def superlative(sentence: Sentence, first: int, _last: int, words: AssertionWords) -> Finding | None:
    """`The most populous city in the world`, `the worst famine ever known`."""
    if is_turn(sentence, first, words, "no_superlatives"):
        return None
    degree = first if sentence.low(first) not in words.sets["superlative_adverbs"] else first + 1
    opening = _opening(sentence, first, words)
    if opening is None or degree >= len(sentence.tokens) or not sentence.tokens[degree].is_word:
        return None
    end = _class_end(sentence, degree + 1, words)
    if (
        end is None
        or words.among(sentence.low(end - 1), "no_classes")
        or sentence.low(degree + 1) in words.sets["no_ranks"]
    ):
        return None
    adjective = sentence.low(degree)
    measured = words.among(adjective, "measured_superlatives" if degree == first else "measured_adjectives")
    bound = _bound(sentence, end, words)
    if bound is None:
        return None
    marker = sentence.phrase(first, degree + 1)
    subject = sentence.phrase(_class_start(sentence, degree + 1, end, words), bound)
    return ranging(
        sentence, AssertionKind.SUPERLATIVE, (opening, bound), marker, subject, checkable=measured
    )


def _opening(sentence: Sentence, first: int, words: AssertionWords) -> int | None:
    """The determiner or possessive in front of a superlative; None where there is none."""
    low = sentence.low(first - 1)
    if low in ("the", "our", "its", "their", "his", "her", "my") or low.endswith(("’s", "'s")):
        start = first - 1
    elif sentence.low(first - 2) == "the" and (low in words.values or low in words.ordinals):
        start = first - 2
    else:
        return None
    if sentence.low(start - 1) == "of" and sentence.low(start - 2) in ("one", "some", "among"):
        return start - 2
    return start


def _class_start(sentence: Sentence, start: int, end: int, words: AssertionWords) -> int:
    """Where the noun of the class begins, behind a second superlative: "the richest and the greatest nations"."""
    while start < end - 1 and (
        sentence.low(start) in words.grammar.conjunctions
        or sentence.low(start) == "the"
        or words.among(sentence.low(start), "judged_superlatives")
        or words.among(sentence.low(start), "measured_superlatives")
    ):
        start += 1
    return start


def _class_end(sentence: Sentence, start: int, words: AssertionWords) -> int | None:
    """Where the noun of the class ends; None where no noun follows."""
    grammar = words.grammar
    for index in range(start, min(start + _NOUN_REACH, len(sentence.tokens) + 1)):
        low = sentence.low(index)
        if (
            not low
            or low in grammar.prepositions
            or low in grammar.relatives
            or low in CLAUSE_MARKS
            or low in ',"”'
            or words.among(low, "domain_clauses")
        ):
            return index if index > start else None
        if low in grammar.auxiliaries or low in grammar.modals or low in grammar.pronouns:
            return None
    return None


def _bound(sentence: Sentence, start: int, words: AssertionWords) -> int | None:
    """Where the words end that bound a class; None where nothing does."""
    first = sentence.low(start)
    if first == "since":
        return _since(sentence, start, words)
    if words.among(first, "domain_clauses"):
        return _clause_rest(sentence, start + 1, words)
    if first in words.grammar.relatives or first in words.grammar.persons:
        behind = range(start + 1, start + _DOMAIN_REACH)
        told = next((index for index in behind if words.among(sentence.low(index), "domain_clauses")), None)
        return None if told is None else clause_end(sentence, told, words.grammar, comma=True)
    if not words.among(first, "domain_prepositions"):
        return None
    return _domain_end(sentence, start, words)


def _since(sentence: Sentence, start: int, words: AssertionWords) -> int:
    """Where "since 1945", "since the war" ends."""
    time = sentence.time_at(sentence.tokens[start].end + 1)
    if time is not None:
        return sentence.index_at(time.target.end)
    return max(start + 1, phrase_after(sentence, start + 1, words.grammar))


def _domain_end(sentence: Sentence, start: int, words: AssertionWords) -> int | None:
    """Where the whole behind a preposition ends: "in the entire world"; None where it names no whole."""
    grammar = words.grammar
    domain = words.sets["whole_domains" if sentence.low(start) == "of" else "domain_words"]
    limit = min(start + _DOMAIN_REACH, clause_end(sentence, start, grammar, comma=True))
    for index in range(start + 1, limit):
        low = sentence.low(index)
        if low in grammar.auxiliaries or low in grammar.modals or low in _PARTING:
            return None
        if words.among(low, "domain_clauses"):
            return index + 1
        if low == "all" and sentence.low(index + 1) not in STOPS | {""}:
            return None  # "relations with all the powers"
        if low in domain:
            return (
                index + 1 if low != "time" or sentence.low(index + 1) != "of" else None
            )  # "in time of war"
    return None


def _clause_rest(sentence: Sentence, start: int, words: AssertionWords) -> int:
    """Where the clause behind "ever" ends: at a mark, a comma, or a conjunction."""
    end = start
    while end < len(sentence.tokens):
        low = sentence.low(end)
        if low in CLAUSE_MARKS or low in QUOTE_MARKS or low == "," or low in words.grammar.conjunctions:
            break
        end += 1
    return end


def unequalled(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`unprecedented losses`, `a harvest without parallel`: by itself a claim that there was no other such."""
    if sentence.low(first - 1) in ("not", "nor", "hardly"):
        return None
    grammar = words.grammar
    end = phrase_after(sentence, last, grammar) if last == first + 1 else last
    marker = sentence.phrase(first, last)
    if end > last and sentence.low(last) not in grammar.determiners:
        start = first - 1 if sentence.low(first - 1).endswith("ly") else first
        return ranging(
            sentence,
            AssertionKind.SUPERLATIVE,
            (start, end),
            marker,
            phrase_of(sentence, (last, end)),
            checkable=False,
        )
    subject = subject_before(sentence, verb_group(sentence, first, grammar), grammar)
    if subject is None or sentence.low(subject[1] - 1) in grammar.determiners:
        return None
    end = clause_end(sentence, last, grammar, comma=True)
    return ranging(
        sentence,
        AssertionKind.SUPERLATIVE,
        (subject[0], end),
        marker,
        phrase_of(sentence, subject),
        checkable=False,
    )


def first_time(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`For the first time in our history the books balance.`: an earlier instance would settle it."""
    start, end = clause_start(sentence, first, words.grammar), clause_end(sentence, last, words.grammar)
    marker = sentence.phrase(first, last)
    subject = phrase_of(sentence, (start, end))
    return ranging(sentence, AssertionKind.SUPERLATIVE, (start, end), marker, subject, checkable=True)
