"""What is said to have come of something, and what measured thing is said to have risen or fallen?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.model.bodies import Assertion, AssertionKind
from foresaid.read.assertions.event_dates import dates_of
from foresaid.read.assertions.findings import covering, phrase_of
from foresaid.read.assertions.sentence import (
    CLAUSE_MARKS,
    clause_end,
    clause_start,
    is_real,
    subject_before,
    verb_group,
)

if TYPE_CHECKING:
    from foresaid.read.assertions.findings import Finding
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords

# "The outcome for the people of the northern provinces was": words between the noun and its verb.
_REACH = 14


def outcome(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`The outcome of the vote was a new parliament.`: subject and what it was."""
    if sentence.low(first - 1) not in (
        "the",
        "its",
        "their",
        "whose",
        "end",
        "net",
        "final",
        "immediate",
        "inevitable",
        "only",
    ):
        return None
    verb = _copula(sentence, last, words)
    if (
        sentence.low(first - 2) in words.grammar.prepositions
        or sentence.low(first - 3) in words.grammar.prepositions
    ):
        return None
    if verb is None:
        return None
    end = clause_end(sentence, verb + 1, words.grammar)
    start = first
    while (
        start > 0
        and sentence.tokens[start - 1].is_word
        and sentence.low(start) != "the"
        and start > first - 3
    ):
        start -= 1
    close = verb_group(sentence, verb, words.grammar)
    subject, marker = sentence.phrase(start, close), sentence.phrase(first, last)
    effect = phrase_of(sentence, (verb + 1, end))
    if effect is None:
        return None
    span = covering(sentence, subject, effect)
    text = sentence.text[span.start : span.end]
    body = Assertion(AssertionKind.OUTCOME, text, marker=marker, subject=subject, effect=effect)
    return span, _dated(sentence, body, first, end, words)


def _copula(sentence: Sentence, start: int, words: AssertionWords) -> int | None:
    """The past "was" or "has been" of an outcome noun; None where another verb or mark comes first."""
    for index in range(start, min(start + _REACH, len(sentence.tokens))):
        low = sentence.low(index)
        if low in ("was", "were", "is"):
            return None if _goes_on(sentence, index + 1, words) else index
        if low in ("has", "have") and sentence.low(index + 1) == "been":
            return None if _goes_on(sentence, index + 2, words) else index + 1
        if (
            low in CLAUSE_MARKS
            or low == ","
            or low in words.grammar.modals
            or low in words.grammar.relatives
        ):
            return None
    return None


def _goes_on(sentence: Sentence, index: int, words: AssertionWords) -> bool:
    """Whether "was" is only a helper: `the results were closely watched`, `the result is still to come`."""
    while (
        sentence.low(index).endswith("ly")
        or sentence.low(index) in words.grammar.adverbs
        or sentence.low(index) == "so"
    ):
        index += 1
    low = sentence.low(index)
    return low in ("not", "to", "far") or low.endswith("ed")


def change(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`Average life expectancy fell to fifty years.`: what was measured, and how it moved."""
    grammar = words.grammar
    group = verb_group(sentence, first, grammar)
    if not is_real(sentence, group, first, grammar) or not _has_no_object(sentence, last, words):
        return None
    forms = [
        sentence.low(index) for index in range(group, first) if sentence.low(index) in grammar.be_forms
    ]
    if forms and (forms[-1] in ("is", "are") or not words.among(sentence.low(first), "measured_passives")):
        return None  # "the invitation was declined"
    subject = subject_before(sentence, group, grammar)
    if sentence.low(first - 1) in grammar.determiners:
        return None  # "a diminished candidate"
    if subject is None or _is_person(sentence, subject, words) or sentence.low(subject[0] - 1) == "how":
        return None
    end = clause_end(sentence, last, grammar, comma=True)
    marker = sentence.phrase(first, last)
    phrase = sentence.phrase(*subject)
    span = covering(sentence, phrase, marker, phrase_of(sentence, (first, end)))
    text = sentence.text[span.start : span.end]
    effect = phrase_of(sentence, (first, end))
    body = Assertion(AssertionKind.OUTCOME, text, marker=marker, subject=phrase, effect=effect)
    return span, _dated(sentence, body, first, last, words)


def _has_no_object(sentence: Sentence, index: int, words: AssertionWords) -> bool:
    low = sentence.low(index)
    if not low or low in CLAUSE_MARKS or low == ",":
        return True
    if low == "to":
        return _is_amount(sentence, index + 1, words)  # "fell to four shillings", not "declined to comment"
    return words.among(low, "change_followers") or low.endswith("ly") or low[0].isdigit()


def _is_amount(sentence: Sentence, index: int, words: AssertionWords) -> bool:
    """Whether an amount or a noun phrase begins at a token."""
    low = sentence.low(index)
    number = low[:1].isdigit() or low in words.currencies or low.partition("-")[0] in words.values
    return number or low in words.grammar.determiners or low in words.openings["number_qualifiers"]


def _is_person(sentence: Sentence, subject: tuple[int, int], words: AssertionWords) -> bool:
    """Whether somebody rose or fell, no measured thing: a pronoun, a name."""
    head = sentence.tokens[subject[1] - 1]
    if subject == (0, 1) and (words.among(head.low, "measured_nouns") or _is_plural(head.low, words)):
        return False  # "Exports rose": the capital only opens the sentence
    return head.low in words.grammar.pronouns or head.is_capital


def _is_plural(low: str, words: AssertionWords) -> bool:
    """Whether a word is the plural of one in the list of the language's words."""
    return low.endswith("s") and low.removesuffix("s") in words.lexicon


def _dated(sentence: Sentence, body: Assertion, start: int, end: int, words: AssertionWords) -> Assertion:
    """The outcome with the date of its clause, where that has exactly one that is no limit ("since 1955")."""
    opening, close = clause_start(sentence, start, words.grammar), clause_end(sentence, end, words.grammar)
    dates = [date for date in dates_of(sentence) if opening <= date.start < close]
    if len(dates) != 1 or words.among(sentence.low(dates[0].start - 1), "outcome_limits"):
        return body
    return replace(body, date=dates[0].value, date_phrase=dates[0].phrase)
