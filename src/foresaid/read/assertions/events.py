"""What is said to have happened, when, where, to whom and by whom?

An event needs a word for it (an event noun, or a verb of change in a past form) and a date in its sentence, or
a phrase such as "that day" that takes over the date of the sentence in front. What was to be, or was not, is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.annotations import Phrase
from foresaid.model.bodies import Assertion, AssertionKind
from foresaid.read.assertions.event_dates import date_for, dates_of, lies_ahead, takes_over, triggers_in
from foresaid.read.assertions.event_roles import POSSESSIVE, by_whom, is_dated, place_of, possessor
from foresaid.read.assertions.findings import covering, phrase_of
from foresaid.read.assertions.names import name_in
from foresaid.read.assertions.sentence import (
    STOPS,
    clause_end,
    clause_start,
    is_real,
    phrase_after,
    short_subject,
    subject_before,
    verb_group,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.dates import Edtf
    from foresaid.read.assertions.event_dates import Dated, Trigger
    from foresaid.read.assertions.findings import Finding, Words
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords

    # Subject and agent of an event.
    Roles = tuple[Words, Words]

# Words of a noun phrase in front of an event noun: "the long and bloody siege".
_NOUN_REACH = 5
# Words of a name behind "that" in "the tax that Congress enacted"; more of them are a clause of their own.
_SHORT_NAME = 2
# Words that point back to the noun in front of them, and words that stand for no subject.
_POINTING = frozenset(("who", "which", "that", "whom"))
_NOBODY = frozenset(("there", "the", "a", "what"))
# Words behind a verb in which "that" makes it a report: "concluded in the spring of 1999 that".
_REPORT_REACH = 6


def events_in(
    sentence: Sentence, before: Sequence[Dated], written: Edtf | None, words: AssertionWords
) -> Iterator[Finding]:
    """The dated events of a sentence; `before` are the dates of the one in front, `written` the document's date."""
    dates = dates_of(sentence)
    if not sentence.times and len(before) == 1 and takes_over(sentence, words):
        dates = [before[0]._replace(start=-1, end=-1)]
    triggers = list(triggers_in(sentence, words)) if dates else []
    if not triggers:
        return
    dates = [date for date in dates if not lies_ahead(date.value, written)]
    if not dates:
        return
    for trigger in triggers:
        date = date_for(sentence, trigger, dates, triggers, words)
        if date is None:
            continue
        if trigger.verb:
            roles = _verb_event(sentence, trigger, date, triggers, words)
        else:
            roles = _noun_event(sentence, trigger, triggers, words)
        if roles is not None:
            yield _finding(sentence, trigger, date, roles, words)


def _verb_event(
    sentence: Sentence, trigger: Trigger, date: Dated, triggers: Sequence[Trigger], words: AssertionWords
) -> Roles | None:
    """Subject and agent of an event told by a verb; None where it did not happen, or to what cannot be told."""
    group = _shared_group(sentence, verb_group(sentence, trigger.first, words.grammar), words)
    forms = [sentence.low(index) for index in range(group, trigger.first)]
    passive = [low for low in forms if low in words.grammar.be_forms]
    if not _happened(sentence, group, trigger, words) or passive[-1:] in (["is"], ["are"]):
        return None
    subject = _subject(sentence, group, words)
    if subject is None or words.among(sentence.low(subject[1] - 1), "no_event_subjects"):
        return None
    end = trigger.last if passive else _object_end(sentence, trigger.last, words)
    if end > trigger.last + 1 or (
        end > trigger.last and sentence.low(trigger.last) not in words.grammar.determiners
    ):
        return (trigger.last, end), subject
    agent = by_whom(sentence, trigger, triggers, words)
    if passive:
        return subject, agent
    return _bare_event(sentence, (subject, agent), trigger, date, words)


def _subject(sentence: Sentence, group: int, words: AssertionWords) -> Words:
    """The phrase in front of a verb, or what "who" and "which" there point back to; None where it cannot be told."""
    if group > 1 and sentence.low(group - 1) in _POINTING:
        behind = group - 2 if sentence.low(group - 2) == "," else group - 1
        if sentence.low(behind - 1) in words.grammar.prepositions:
            return None  # "one of which"
        head = short_subject(sentence, behind, words.grammar)
        doubtful = head is not None and sentence.low(head[0] - 1) in words.grammar.prepositions
        return (
            None if doubtful else head
        )  # "the exports to Spain, which began": which of the two cannot be told
    subject = subject_before(sentence, group, words.grammar)
    if subject is None or (subject[1] - subject[0] == 1 and sentence.low(subject[0]) in _NOBODY):
        return None
    return subject


def _happened(sentence: Sentence, group: int, trigger: Trigger, words: AssertionWords) -> bool:
    """Whether a verb tells what was done: no plan, no denial, no report, no adjective, no end of a term."""
    grammar = words.grammar
    before, following = sentence.low(group - 1), sentence.low(trigger.last)
    if not is_real(sentence, group, trigger.first, grammar) or following in ("that", "to"):
        return False
    if group == trigger.first and (before in grammar.determiners or before in grammar.prepositions):
        return False  # "the elected members", "of deposed kings"
    behind = range(trigger.last, trigger.last + _REPORT_REACH)
    return not words.among(before, "no_event_subjects") and all(
        sentence.low(index) != "that" for index in behind
    )


def _object_end(sentence: Sentence, start: int, words: AssertionWords) -> int:
    """Where the object behind a verb ends; `start` where it has none."""
    following = sentence.low(start)
    grammar = words.grammar
    verbs = grammar.auxiliaries | grammar.modals
    if following in grammar.persons or following in verbs or following.endswith("ly"):
        return start
    end = phrase_after(sentence, start, words.grammar)
    while end > start + 1 and words.among(sentence.low(end - 1), "date_leads"):
        end -= 1
    return end


def _bare_event(
    sentence: Sentence,
    roles: tuple[tuple[int, int], Words],
    trigger: Trigger,
    date: Dated,
    words: AssertionWords,
) -> Roles | None:
    """Subject and agent of a verb without object and helper: `Brandt died`, `the treaty signed at Paris`."""
    subject, agent = roles
    if sentence.low(trigger.first - 1) in words.grammar.auxiliaries:
        return subject, None  # "had died"
    antecedent = _antecedent(sentence, subject, words)
    if antecedent is not None:
        head = short_subject(sentence, antecedent, words.grammar)
        doubtful = head is not None and sentence.low(head[0] - 1) in words.grammar.prepositions
        return (None if doubtful else head), subject
    if 0 <= date.start < trigger.first and subject[0] > date.end + 1:
        return None  # "After May they took no bills drawn on cotton": a participle, not the clause's verb
    if _is_reduced(sentence, subject, trigger, words):
        group = _shared_group(sentence, verb_group(sentence, trigger.first, words.grammar), words)
        return short_subject(sentence, group, words.grammar) or subject, agent
    return subject, None  # what somebody does himself is done by nobody else


def _antecedent(sentence: Sentence, subject: tuple[int, int], words: AssertionWords) -> int | None:
    """Where the noun ends that a verb without object did something to: "the bank (which) they founded in 1816"."""
    start = subject[0]
    if start > 1 and sentence.low(start - 1) in _POINTING:
        by_itself = (
            _holds_verb(sentence, subject, words) or sentence.low(start - 2) in words.grammar.prepositions
        )
        reported = sentence.low(start - 1) == "that" and subject[1] - start > _SHORT_NAME
        return None if by_itself or reported else start - 1  # "the belief that the whole system adopted in"
    return start if _is_contact(sentence, subject, words) else None


def _is_contact(sentence: Sentence, subject: tuple[int, int], words: AssertionWords) -> bool:
    """Whether a pronoun stands right behind a noun, which is then what the verb did it to."""
    start, end = subject
    if end - start > 1 or start == 0 or sentence.low(start) not in words.grammar.persons:
        return False
    before, grammar = sentence.tokens[start - 1], words.grammar
    small = (
        grammar.prepositions
        | grammar.conjunctions
        | grammar.subordinators
        | grammar.adverbs
        | grammar.relatives
    )
    return before.is_word and before.low not in small and sentence.time_at(before.start) is None


def _is_reduced(
    sentence: Sentence, subject: tuple[int, int], trigger: Trigger, words: AssertionWords
) -> bool:
    """Whether a bare verb is a participle behind its noun, the clause having a verb of its own before or behind."""
    if _holds_verb(sentence, subject, words):
        return True
    end = clause_end(sentence, trigger.last, words.grammar)
    return any(sentence.low(index) in words.grammar.auxiliaries for index in range(trigger.last, end))


def _holds_verb(sentence: Sentence, phrase: tuple[int, int], words: AssertionWords) -> bool:
    """Whether a phrase holds a past form that is no adjective or name: "a united front", "Allied troops"."""
    for index in range(*phrase):
        low = sentence.low(index)
        past = low.endswith("ed") or low in words.event_verbs
        if (
            past
            and not sentence.tokens[index].is_capital
            and sentence.low(index - 1) not in words.grammar.determiners
        ):
            return True
    return False


def _shared_group(sentence: Sentence, group: int, words: AssertionWords) -> int:
    """Where a verb group begins, or that of the verb it is joined to: "was ratified and approved"."""
    if sentence.low(group - 1) == "and" and sentence.low(group - 2).endswith("ed"):
        return verb_group(sentence, group - 2, words.grammar)
    return group


def _noun_event(
    sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger], words: AssertionWords
) -> Roles | None:
    """Subject and agent of an event told by a noun: what stands behind "of", a possessor, or the noun itself."""
    grammar = words.grammar
    start, end = clause_start(sentence, trigger.first, grammar), clause_end(sentence, trigger.last, grammar)
    opening = _noun_opening(sentence, trigger.first, words)
    planned = range((opening or trigger.first) - 2, trigger.last)
    if any(words.among(sentence.low(index), "planning") for index in planned):
        return None  # "plans for an attack", "the planned conference"
    if opening is None or any(sentence.low(index) in grammar.modals for index in range(start, end)):
        return None
    following = sentence.low(trigger.last)
    of_date = following == "of" and is_dated(sentence, trigger.last + 1)
    if of_date and words.among(sentence.low(trigger.first), "time_parts"):
        return None  # "the end of 1976"
    if not (following in STOPS or following in grammar.prepositions or is_dated(sentence, trigger.last)):
        return None
    subject: Words = (opening, trigger.last)
    if following == "of" and not of_date and not is_dated(sentence, trigger.last + 2):
        behind = phrase_after(sentence, trigger.last + 1, grammar)
        subject = (trigger.last + 1, behind) if behind > trigger.last + 1 else subject
    elif sentence.low(opening).endswith(POSSESSIVE):
        subject = (possessor(sentence, opening, words), opening + 1)
    return subject, by_whom(sentence, trigger, triggers, words)


def _noun_opening(sentence: Sentence, noun: int, words: AssertionWords) -> int | None:
    """The determiner or possessive in front of a noun; None for a bare noun."""
    for index in range(noun - 1, max(-1, noun - 1 - _NOUN_REACH), -1):
        low = sentence.low(index)
        if low in words.grammar.determiners - {"no", "any", "that"} or low.endswith(POSSESSIVE):
            recalled = sentence.low(index - 1) == "of" and words.among(sentence.low(index - 2), "recalling")
            return None if recalled else index
        if low in STOPS or low in words.grammar.prepositions or low in words.grammar.auxiliaries:
            return None
    return None


def _plain(phrase: Phrase | None) -> Phrase | None:
    """A phrase without the ending of the possessive: "Brandt" of "Brandt's arrest"."""
    if phrase is None or not phrase.text.casefold().endswith(POSSESSIVE):
        return phrase
    return Phrase(phrase.start, phrase.end - 2, phrase.text[:-2])


def _finding(
    sentence: Sentence, trigger: Trigger, date: Dated, roles: Roles, words: AssertionWords
) -> Finding:
    marker = sentence.phrase(trigger.first, trigger.last)
    subject, agent = _plain(phrase_of(sentence, roles[0])), phrase_of(sentence, roles[1])
    place = phrase_of(sentence, place_of(sentence, trigger, date, words))
    here = date.phrase if date.start >= 0 else None
    span = covering(sentence, marker, subject, agent, place, here)
    name = name_in(sentence, *roles[1], words) if roles[1] is not None else None
    return span, Assertion(
        AssertionKind.EVENT,
        sentence.text[span.start : span.end],
        marker=marker,
        subject=subject,
        agent=agent,
        agent_name=name,
        place=place,
        date=date.value,
        date_phrase=date.phrase,
    )
