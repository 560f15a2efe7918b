"""Which verbs say that one thing came from another, and what are the two? `led to`, `resulted from`.

The cause stands in front or behind, or in front of "which". What persons do is an act and no cause: "I caused it to
be printed" is left alone, as is a noun of which it cannot be told whether it is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import AssertionKind
from foresaid.read.assertions.findings import caused, phrase_of
from foresaid.read.assertions.sentence import (
    CLAUSE_MARKS,
    STOPS,
    clause_start,
    is_real,
    phrase_after,
    subject_before,
    verb_group,
)

if TYPE_CHECKING:
    from foresaid.read.assertions.findings import Finding, Words
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords

# "drove the whole of the northern tribes into": the longest object in front of its link.
_LONGEST_OBJECT = 9
# Words behind "and" in which a verb shows that it joins clauses.
_CLAUSE_REACH = 8
# Forms of helping verbs that make no clause of their own.
_NO_FINITE = frozenset(("having", "being", "been", "be"))
# How far a noun reaches back from the participle behind it: "shocks in the market caused by".
_HEAD_REACH = 12
# "caused at least two millions in value of silver bullion to be coined": words in front of "to be".
_ORDERED = 14
# Words of a name without its title: who drives somebody to do something, acts.
_NAME = 2
# An adverb, a verb and a noun: a head of more words than that may begin so.
_ADVERB_VERB_NOUN = 2
# Words in front of "attributable to" in which it is denied: "is in no respect attributable to".
_DENIAL_REACH = 3
# Words at which the noun in front of a participle ends to the left.
_OUTSIDE = frozenset(("not", "against", "by", "from", "to", "with"))


def cause_in_front(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`The drought led to a rise in prices.`"""
    group = verb_group(sentence, first, words.grammar)
    if not is_real(sentence, group, first, words.grammar) or _is_passive(sentence, group, first, words):
        return None
    if _is_no_cause(sentence, first, last, words):
        return None
    cause = phrase_of(sentence, _cause(sentence, group, words))
    effect = phrase_of(sentence, (last, _effect_end(sentence, last, words)))
    return caused(sentence, AssertionKind.CAUSE, sentence.phrase(first, last), cause, effect)


def _is_no_cause(sentence: Sentence, first: int, last: int, words: AssertionWords) -> bool:
    """Whether a causing verb is none here: a purpose, an order, a share in the cost, damage done somewhere."""
    grammar, low, before, following = (
        words.grammar,
        sentence.low(first),
        sentence.low(first - 1),
        sentence.low(last),
    )
    if before in grammar.prepositions or (low == "leads" and before in ("that", "which")):
        return True  # "means of bringing about", "the path that leads to"
    if words.among(low, "giving") and following not in grammar.determiners:
        return True  # "contributed to defray the cost"
    behind = grammar.prepositions | CLAUSE_MARKS | {"", ",", "and"}
    if last == first + 1 and following in behind:
        return True  # "the damage caused in the north by floods"
    ordered = range(last, last + _ORDERED)
    return any(sentence.low(index) == "to" and sentence.low(index + 1) == "be" for index in ordered)


def _is_passive(sentence: Sentence, group: int, verb: int, words: AssertionWords) -> bool:
    return any(sentence.low(index) in words.grammar.be_forms for index in range(group, verb))


def _effect_end(sentence: Sentence, start: int, words: AssertionWords) -> int:
    """Where what a verb brings about ends: at a mark, a relative word, another verb, or an "and" that begins a clause."""
    grammar = words.grammar
    end = start
    while end < len(sentence.tokens):
        low = sentence.low(end)
        if low in STOPS:
            break
        verb = low in grammar.auxiliaries or low in grammar.modals
        if verb and (
            end == start + 1 or sentence.low(end - 1) not in grammar.persons
        ):  # "of who we are" goes on
            break
        if end > start and low in grammar.relatives and sentence.low(end - 1) not in grammar.prepositions:
            break
        if low == "not" and end > start:
            break
        if low in grammar.conjunctions and _begins_clause(sentence, end + 1, words):
            break
        end += 1
    return end


def _begins_clause(sentence: Sentence, start: int, words: AssertionWords) -> bool:
    """Whether a verb follows soon behind "and", so that it joins clauses."""
    for index in range(start, min(start + _CLAUSE_REACH, len(sentence.tokens))):
        low = sentence.low(index)
        if low in words.grammar.auxiliaries - _NO_FINITE or low in words.grammar.modals:
            return True
        if low in STOPS or low in words.grammar.conjunctions or low in words.grammar.relatives:
            return False
    return False


def _cause(sentence: Sentence, group: int, words: AssertionWords) -> Words:
    """The subject of a causing verb, or what "which" in front of it points back to; None for persons."""
    grammar = words.grammar
    before = sentence.low(group - 1)
    if before in ("which", "that"):
        if sentence.low(group - 2) != ",":
            return _plain_head(sentence, group - 1, words)
        start = clause_start(sentence, group - 2, grammar)
        return (start, group - 2) if start < group - 2 else None
    subject = subject_before(sentence, group, grammar)
    if before == "," and sentence.low(group).endswith("ing"):  # ", leading to …": what was told before
        start = clause_start(sentence, group, grammar)
        subject = (start, group - 1) if group - 1 > start else None
    if subject is None or (subject[1] - subject[0] == 1 and sentence.low(subject[0]) in grammar.persons):
        return None
    listed = _ends_list(sentence, subject[0], words)
    return None if listed or _is_one_of_several(sentence, subject, words) else subject


def _is_one_of_several(sentence: Sentence, subject: tuple[int, int], words: AssertionWords) -> bool:
    """Whether "have" behind a phrase in the singular, with "and" in front, shows that the subject began earlier."""
    start, end = subject
    if sentence.low(start - 1) != "and" or sentence.low(end) != "have":
        return False
    joined = any(sentence.low(index) in words.grammar.conjunctions for index in range(start, end))
    return not joined and not any(sentence.low(index).endswith("s") for index in range(start, end))


def _ends_list(sentence: Sentence, start: int, words: AssertionWords) -> bool:
    """Whether a phrase is the last of a list: `debts, rents, and taxes led to`; all of it is then the cause."""
    grammar = words.grammar
    opening = start - 1 if sentence.low(start - 1) in grammar.conjunctions else start
    if opening == start or sentence.low(opening - 1) != ",":
        return False
    index = opening - 2
    while index >= 0 and sentence.low(index) not in STOPS:
        low = sentence.low(index)
        if low in grammar.auxiliaries or low in grammar.modals or low.endswith("ed"):
            return False
        index -= 1
    return sentence.low(index) == ","


def effect_in_front(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`The rise resulted from the drought.`"""
    grammar = words.grammar
    group = verb_group(sentence, first, grammar)
    if not is_real(sentence, group, first, grammar):
        return None
    end = _effect_end(sentence, last, words)
    if any(sentence.low(index) in ("no", "not", "nor") for index in range(first - _DENIAL_REACH, first)):
        return None
    finite = (
        group < first
        or sentence.low(first) in words.grammar.be_forms
        or words.among(sentence.low(first), "finite_effects")
    )
    effect = _cause(sentence, group, words) if finite else _participle_head(sentence, first, words)
    marker = sentence.phrase(first, last)
    return caused(
        sentence, AssertionKind.CAUSE, marker, phrase_of(sentence, (last, end)), phrase_of(sentence, effect)
    )


def _participle_head(sentence: Sentence, end: int, words: AssertionWords) -> Words:
    """The noun phrase in front of a participle: "shocks in the market" of `against shocks in the market caused by`."""
    start = end
    while start > max(0, end - _HEAD_REACH) and not _cuts_head(sentence, start - 1, words):
        if start < end and sentence.low(start - 1) == "of" and _opens_noun(sentence, start, words):
            return None  # "the plight of the people caused by": which of the two cannot be told
        start -= 1
    start = _at_article(sentence, start, end, words)
    if sentence.low(start).endswith("ly") and end - start > _ADVERB_VERB_NOUN:
        start += 2  # "speedily settle disputes"
    small = words.grammar.conjunctions | words.grammar.prepositions
    while start < end and sentence.low(start) in small:
        start += 1
    dated = any(sentence.time_at(token.start) is not None for token in sentence.tokens[start:end])
    if start >= end or dated or (start > 0 and sentence.tokens[start].is_capital):
        return None  # "claims against Spain growing out of": the head stands farther in front
    return start, end


def _cuts_head(sentence: Sentence, index: int, words: AssertionWords) -> bool:
    """Whether a noun phrase cannot reach over a token to its left: a mark, a verb, a pronoun, "from"."""
    low, grammar = sentence.low(index), words.grammar
    if low in STOPS or low in grammar.auxiliaries or low in grammar.modals or low in grammar.relatives:
        return True
    if low.endswith("ed") or low in _OUTSIDE or low in grammar.subordinators:
        return True
    gerund = (
        low.endswith("ing") and sentence.low(index - 1) not in grammar.determiners | grammar.prepositions
    )
    return gerund or (low in grammar.pronouns and low not in grammar.determiners)


def _opens_noun(sentence: Sentence, index: int, words: AssertionWords) -> bool:
    """Whether a noun that is no name begins at a token with its determiner."""
    name = index + 1 < len(sentence.tokens) and sentence.tokens[index + 1].is_capital
    return sentence.low(index) in words.grammar.determiners and not name


def _plain_head(sentence: Sentence, end: int, words: AssertionWords) -> Words:
    """The noun phrase in front of "which", where it is one; of several joined ones it cannot be told which is meant."""
    head = _participle_head(sentence, end, words)
    if head is None or any(sentence.low(index) in words.grammar.conjunctions for index in range(*head)):
        return None
    return head


def _at_article(sentence: Sentence, start: int, end: int, words: AssertionWords) -> int:
    """`help remove the barriers`: where a noun phrase begins whose article has a verb in front of it."""
    grammar = words.grammar
    linking = grammar.prepositions | grammar.conjunctions | grammar.determiners
    for index in range(end - 1, start, -1):
        if sentence.low(index) in grammar.determiners and sentence.low(index - 1) not in linking:
            return index
    return start


def driving(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`The siege drove the town into famine.`"""
    grammar = words.grammar
    group = verb_group(sentence, first, grammar)
    if not is_real(sentence, group, first, grammar) or _is_passive(sentence, group, first, words):
        return None
    link = phrase_after(sentence, last, grammar)
    if not last < link <= last + _LONGEST_OBJECT or not words.among(sentence.low(link), "driving_links"):
        return None
    if sentence.low(link) in ("to", "from") and sentence.low(link + 1) in grammar.determiners:
        return None
    cause = _cause(sentence, group, words)
    if cause is None or (sentence.tokens[cause[1] - 1].is_capital and cause[1] - cause[0] <= _NAME):
        return None
    end = _effect_end(sentence, link, words)
    marker = sentence.phrase(first, last)
    return caused(
        sentence, AssertionKind.CAUSE, marker, phrase_of(sentence, cause), phrase_of(sentence, (last, end))
    )
