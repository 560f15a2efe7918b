"""What would have been, had something not been? Counterfactual statements.

Met at its verb ("would have come") or at a condition of several words; the other is sought in the same sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import AssertionKind
from foresaid.read.assertions.findings import caused, phrase_of
from foresaid.read.assertions.sentence import CLAUSE_MARKS, clause_end, clause_start

if TYPE_CHECKING:
    from foresaid.read.assertions.findings import Finding
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords

# Words looked at on either side of the verb: the condition of a sentence of fifty words is still met.
_REACH = 50
# Words from "would" in which "have" follows: "would not only have acquired".
_PERFECT = 4
# Words between "would" and "but for" behind it: "would have been much greater but for".
_CLOSE = 8


def unreal(sentence: Sentence, first: int, _last: int, words: AssertionWords) -> Finding | None:
    """`Had the rain not come, the town would have fallen.`: met at "would have"; the condition is sought."""
    places = range(max(0, first - _REACH), min(len(sentence.tokens), first + _REACH))
    for index in sorted(places, key=lambda index: abs(index - first)):
        if _opens(sentence, index, first, words):
            return _stated(sentence, (index, index + 1), first, words)
    return None


def unreal_condition(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`The town would have fallen but for the rain.`: met at "but for"; the verb is sought."""
    places = range(max(0, first - _REACH), min(len(sentence.tokens), last + _REACH))
    near = (index for index in places if words.among(sentence.low(index), "unreal_modals"))
    verb = min(near, key=lambda index: abs(index - first), default=None)
    if verb is None or (sentence.low(first) == "but" and not _is_without(sentence, first, verb)):
        return None
    perfect = "have" in [sentence.low(index) for index in range(verb + 1, verb + _PERFECT)]
    if sentence.low(first) == "but" and not perfect:
        return None  # "but for some, the losses would be small"
    return _stated(sentence, (first, last), verb, words)


def _stated(
    sentence: Sentence, condition: tuple[int, int], verb: int, words: AssertionWords
) -> Finding | None:
    """The statement of a condition and of the verb that hangs on it; None where the comma between them is missing."""
    start, behind = condition
    if start > verb:
        effect = (clause_start(sentence, verb, words.grammar), start)
        end = clause_end(sentence, behind, words.grammar)
    else:
        end = clause_end(sentence, behind, words.grammar, comma=True)
        if sentence.low(end) != "," or end > verb:
            return None
        effect = (end + 1, clause_end(sentence, verb, words.grammar))
    marker = sentence.phrase(start, behind)
    cause = phrase_of(sentence, (behind, end))
    return caused(sentence, AssertionKind.COUNTERFACTUAL, marker, cause, phrase_of(sentence, effect))


def _is_without(sentence: Sentence, index: int, verb: int) -> bool:
    """Whether "but for" means "without": at the head of a clause, or close behind the verb; not "not for A but for B"."""
    if any(sentence.low(each) in ("time", "moment", "while", "to") for each in range(index + 2, index + 6)):
        return False  # "but for a short time", "but for us to observe"
    if index > verb:
        return index - verb <= _CLOSE
    if any(sentence.low(each) == "not" for each in range(max(0, index - _REACH), index)):
        return False
    return sentence.low(index - 1) in ("", ";", ",", "and")


def _opens(sentence: Sentence, index: int, verb: int, words: AssertionWords) -> bool:
    """Whether a condition opens at a token: an inverted "had", an "if" with "had", a "without" at the head."""
    low = sentence.low(index)
    if low == "had":
        return _is_inverted(sentence, index, verb, words)
    if low == "if":
        return _holds(sentence, index, "had")
    return (
        low == "without"
        and sentence.low(index - 1) in ("", ";")
        and sentence.low(index + 1) not in ("any", "further")
    )


def _is_inverted(sentence: Sentence, index: int, verb: int, words: AssertionWords) -> bool:
    """Whether "had" opens a condition: `Had the rain not come`, `would have fallen had it not rained`."""
    grammar = words.grammar
    behind = sentence.tokens[index + 1] if index + 1 < len(sentence.tokens) else None
    if behind is None or sentence.low(index - 1) in grammar.auxiliaries:
        return False
    subject = (
        behind.low in grammar.determiners or behind.low in grammar.persons or behind.low in ("there", "not")
    )
    if index > verb:
        return subject
    before = sentence.low(index - 1)
    opens = (
        not before
        or before in CLAUSE_MARKS
        or (before in grammar.conjunctions and sentence.low(index - 2) in (",", ";", ""))
    )
    return opens and (subject or behind.is_word) and behind.low not in ("been", "no")


def _holds(sentence: Sentence, index: int, low: str) -> bool:
    """Whether a word stands in the clause behind a token."""
    end = index + 1
    while end < min(len(sentence.tokens), index + _REACH) and sentence.low(end) not in (",", ";"):
        if sentence.low(end) == low:
            return True
        end += 1
    return False
