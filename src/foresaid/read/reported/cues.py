"""Which sentences may report something, seen from afar? A word that reports, behind it what it needs.

The look is bounded: a few words in front of the cue and behind it. What it lets through is parsed, which is a
thousand times as dear; what it stops is the writer's own "I recommend", "the states", "the present order".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.text.literals import Literals

if TYPE_CHECKING:
    from foresaid.read.lexicon import Lexicon
    from foresaid.read.reported.lexicon import Reporting

# Characters looked at behind a cue and in front of it: eight words, and three.
_BEHIND, _BEFORE = 64, 28
# Words between a cue and the "that" or "to" it needs, and between a verb and its preposition (clauses.py).
_FARTHEST_OPENING, _FARTHEST_PREPOSITION = 7, 3
_WORDS = re.compile(r"[\w’']{1,30}")
_SIGNS = frozenset(",.:;—–-?!")
# Determiners that may also stand alone as a subject: "both vowed", "some say", "that suggests".
_ALONE = frozenset(
    (
        "both",
        "all",
        "some",
        "many",
        "most",
        "few",
        "others",
        "each",
        "one",
        "this",
        "that",
        "these",
        "those",
        "several",
        "another",
        "two",
        "three",
    )
)
_OWN = frozenset(("i", "we"))
_ACCORDING = "according"


class Cues:
    """Finds the places of a text from which something may be reported; holds word tables, no state of a text."""

    def __init__(self, lexicon: Lexicon, reporting: Reporting, *, topics: bool) -> None:
        """`topics`: whether what only tells a topic or an attitude is wanted too; rules alone do not read it."""
        self._lexicon = lexicon
        self._reporting = reporting
        self._topics = topics
        reports = (
            reporting.clause_verbs
            | reporting.infinitive_verbs
            | reporting.object_verbs
            | reporting.stance_verbs
            | reporting.evidence_verbs
            | reporting.described_verbs
            | reporting.about_verbs
            | reporting.passive_verbs
            | reporting.attitude_verbs
        )
        plain = {entry.split()[0] for entry in reports}
        verbs = {form for form, verb in reporting.forms.items() if verb in plain}
        adjectives = (
            {entry.split()[0] for entry in reporting.about_adjectives}
            | reporting.clause_adjectives
            | reporting.attitude_adjectives
        )
        self._literals = Literals(sorted({*verbs, *reporting.plurals, *adjectives, _ACCORDING}))
        self._objects = reporting.object_verbs | reporting.stance_verbs | reporting.evidence_verbs
        self._infinitives = reporting.infinitive_verbs | reporting.passive_verbs | reporting.attitude_verbs
        self._infinitive_nouns = reporting.infinitive_nouns | reporting.attitude_nouns
        self._prepositions = frozenset(
            tuple(entry.split())
            for entry in (*reporting.about_verbs, *reporting.about_nouns, *reporting.about_adjectives)
        )

    def places(self, text: str) -> list[int]:
        """Where the cues stand, in order."""
        words = self._literals.words
        return sorted(
            place.start
            for place in self._literals.find(text)
            if self._may_report(text, words[place.literal], place.start, place.end)
        )

    def _may_report(self, text: str, form: str, start: int, end: int) -> bool:
        reporting = self._reporting
        low = _WORDS.findall(text[end : end + _BEHIND].lower())
        if form in reporting.plurals and self._noun_reports(reporting.plurals[form], low):
            return True
        if form not in reporting.forms:
            return self._adjective_reports(form, low)
        plain = reporting.forms[form]
        if not self._verb_reports(plain, low, text[end : end + 2]):
            return False
        before = _WORDS.findall(text[max(0, start - _BEFORE) : start].lower())
        if form == plain and _OWN & set(before[-2:]):
            return False  # the writer's own: "I recommend", "we shall ask"
        last = before[-1] if before else ""
        noun = last in self._lexicon.determiners or last.endswith(("'s", "’s"))
        return not noun or last in _ALONE  # "the states", "its present order" are nouns

    def _noun_reports(self, plain: str, low: list[str]) -> bool:
        if low[:1] in (["that"], ["whether"]):
            return plain in self._reporting.clause_nouns
        if low[:1] == ["to"]:
            return self._topics and plain in self._infinitive_nouns
        return self._topics and (plain, *low[:1]) in self._prepositions

    def _adjective_reports(self, form: str, low: list[str]) -> bool:
        """Whether an adjective, or "according", has behind it what it needs."""
        if form == _ACCORDING:
            return low[:1] == ["to"]
        if not self._topics:
            return False
        if low[:1] == ["to"]:
            return form in self._reporting.attitude_adjectives
        opens = not self._reporting.openings.isdisjoint(low[:_FARTHEST_PREPOSITION])
        return opens or self._has_preposition(form, low)

    def _has_preposition(self, plain: str, low: list[str]) -> bool:
        return any((plain, word) in self._prepositions for word in low[:_FARTHEST_PREPOSITION])

    def _verb_reports(self, plain: str, low: list[str], sign: str) -> bool:
        reporting = self._reporting
        near = low[:_FARTHEST_OPENING]
        names = {plain, *(f"{plain} {word}" for word in low[:1])}
        if not names.isdisjoint(reporting.clause_verbs):
            bare = not names.isdisjoint(reporting.bare_verbs)
            if bare or sign.strip()[:1] in _SIGNS or not reporting.openings.isdisjoint(near):
                return True
        if "to" in near and plain in self._infinitives:
            return True
        if not self._topics:
            return False
        topical = not names.isdisjoint(self._objects) or plain in reporting.described_verbs
        return topical or self._has_preposition(plain, low)
