"""Who came to think what, and by when? Statements of a belief reached, held or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.annotations import Span
from foresaid.model.bodies import Assertion, AssertionKind
from foresaid.read.assertions.findings import covering, phrase_of
from foresaid.read.assertions.names import name_in
from foresaid.read.assertions.sentence import CLAUSE_MARKS, clause_end, is_real, subject_before, verb_group

if TYPE_CHECKING:
    from foresaid.model.annotations import Annotation, Phrase
    from foresaid.model.bodies import TimeExpression
    from foresaid.read.assertions.findings import Finding
    from foresaid.read.assertions.sentence import Sentence
    from foresaid.read.assertions.words import AssertionWords


def belief(sentence: Sentence, first: int, last: int, words: AssertionWords) -> Finding | None:
    """`By 1933 the envoy had reached the conclusion that peace was lost.`"""
    grammar = words.grammar
    group = verb_group(sentence, first, grammar)
    if not is_real(sentence, group, first, grammar) or sentence.low(first - 1) in grammar.be_forms:
        return None
    subject = subject_before(sentence, group, grammar)
    if subject is None or sentence.low(subject[1] - 1) in ("it", "there", "which", "what", "far"):
        return None
    end = last
    while end < len(sentence.tokens) and sentence.low(end) not in CLAUSE_MARKS - {"(", ")", "–", "—"}:
        if sentence.low(end) in ("”", '"') and sentence.low(end - 1) == ",":
            break  # "…, he had concluded that it was lost," said Ann
        end += 1
    opening = last + 1 if sentence.low(last) in ("that", "of", "in") else last
    if opening > last and sentence.low(last) != "that":
        end = clause_end(sentence, opening, grammar, comma=True)
    content = phrase_of(sentence, (opening, end))
    if content is None:
        return None
    agent, marker = sentence.phrase(*subject), sentence.phrase(first, last)
    date, phrase = _no_later_than(sentence, first, words)
    span = covering(sentence, agent, content, phrase)
    return Span(span.start, span.end), Assertion(
        AssertionKind.BELIEF,
        sentence.text[span.start : span.end],
        marker=marker,
        subject=content,
        agent=agent,
        agent_name=name_in(sentence, *subject, words),
        date=date,
        date_phrase=phrase,
    )


def _no_later_than(
    sentence: Sentence, verb: int, words: AssertionWords
) -> tuple[str | None, Phrase | None]:
    """The date in front of the verb; "by 1933" is open to the past."""
    place = sentence.tokens[verb].start
    times = [time for time in sentence.times if time.target.end <= place and time.body.value]
    if not times:
        return None, None
    time = times[0]
    value = time.body.value or ""
    phrase = sentence.phrase(sentence.index_at(time.target.start), sentence.index_at(time.target.end))
    if _is_limit(sentence, time, words) and "/" not in value:
        return f"../{value}", phrase
    return value, phrase


def _is_limit(sentence: Sentence, time: Annotation[TimeExpression], words: AssertionWords) -> bool:
    """Whether "by", "before" or "until" stands in front of a date, or opens it."""
    index = sentence.index_at(time.target.start)
    return any(words.among(sentence.low(each), "no_later") for each in (index - 1, index))
