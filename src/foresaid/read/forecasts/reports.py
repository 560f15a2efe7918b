"""Whose forecast does a sentence report: "The consul predicted in 1912 that the harbour would silt up"?

Such a "would" is the future of a past: the forecast belongs to who is said to have made it, never to who reports it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.read.forecasts.clauses import SIGNS
from foresaid.read.forecasts.outcomes import Stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.forecasts.clauses import Finite
    from foresaid.read.forecasts.words import Words

# Words between "warned" and "that": "warned the council again in June 1871 that".
_THAT = 8
# Words behind "that" among which the modal stands: a condition may come first.
_CLAUSE = 40
# Words of a clause without "that" in front of its modal: "predicted the old treaty would".
_BARE = 8
# Words in front of the verb among which its auxiliary stands, and of a date that opens a sentence.
_AUXILIARY, _DATE = 3, 4
_AUXILIARIES = frozenset(("had", "has", "have", "is", "are", "was", "were", "been", "be"))
_BEING = frozenset(("is", "are", "was", "were", "be", "been", "being"))
_NO_VERB = frozenset(("than", "as", "the", "of", "a", "to", "its", "his", "her", "their"))
_AHEAD = frozenset(("will", "would", "may", "could"))


class Report(NamedTuple):
    """A reported forecast: its modal, where its clause begins, and whose it is (None: the sentence names nobody)."""

    lead: Finite
    start: int
    teller: Stretch | None


def report_of(words: Words, found: Sequence[Finite]) -> Report | None:
    """The forecast that a sentence reports of somebody; None if it reports none."""
    if "reporting" not in words.all_classes:
        return None
    for at, classes in enumerate(words.classes):
        if "reporting" not in classes or _is_denied(words, at):
            continue
        passive = _is_passive(words, at)
        start = _clause_start(words, at)
        lead = _lead(words, found, start) if start else None
        if lead is not None and not (passive and start == at + 1):
            return Report(lead, start, None if passive else teller_of(words, at))
    return None


def teller_of(words: Words, at: int) -> Stretch | None:
    """Who does what the verb at a place says; of ", claiming that" the subject of the sentence; None if unclear."""
    end = at
    while end > 0 and (words.low[end - 1] in _AUXILIARIES or words.is_adverb(end - 1)):
        end -= 1
    if words.low[at].endswith("ing"):
        return _head(words, at)
    start = end
    while start > 0 and words.low[start - 1] not in SIGNS and words.low[start - 1] != "that":
        start -= 1
    start = _behind_date(words, start, end)
    inside = words.classes[start:end]
    unclear = any(not each.isdisjoint(("relatives", "past", "present")) for each in inside)
    if end <= start:  # "A league, led by Cole, hailed"
        return _head(words, at)
    if unclear or "coordinators" in words.classes[start]:
        return None
    return Stretch(start, end)


def _head(words: Words, at: int) -> Stretch | None:
    """The subject that opens a sentence, to its first sign, relative or verb in the past; None if it has none."""
    opens = ("prepositions", "times", "conditions", "coordinators")
    if not at or words.low[0] in SIGNS or not words.classes[0].isdisjoint(opens):
        return None
    end = 0
    while end < at and not _ends_subject(words, end):
        end += 1
    return Stretch(0, end) if 0 < end < at else None


def _ends_subject(words: Words, at: int) -> bool:
    word, classes = words.low[at], words.classes[at]
    named = words.text[words.starts(at)].isupper()
    verb = not classes.isdisjoint(("past", "present", "celebrating", "distancing", "reporting"))
    return (
        word in SIGNS
        or word == "that"
        or "relatives" in classes
        or verb
        or (word.endswith("ed") and not named)
    )


def _behind_date(words: Words, start: int, end: int) -> int:
    """Reads over "In 1912" and "In June 1912" in front of a subject."""
    if start < end and "prepositions" in words.classes[start]:
        for at in range(start + 1, min(end, start + _DATE)):
            if words.low[at].isdigit():
                return at + 1
    return start


def _clause_start(words: Words, at: int) -> int:
    """Where what is foretold begins: behind "that" or right behind the verb; 0 where a sign or nothing follows."""
    for place in range(at + 1, min(len(words.low), at + 1 + _THAT)):
        if words.low[place] in SIGNS:
            break
        if words.low[place] == "that":
            return place + 1
    behind = words.classes[at + 1] if at + 1 < len(words.low) else frozenset[str]()
    follows = at + 1 < len(words.low) and words.low[at + 1] not in SIGNS and "prepositions" not in behind
    return at + 1 if follows else 0


def _lead(words: Words, found: Sequence[Finite], start: int) -> Finite | None:
    """The modal of the clause that begins at a place; None if it has none that looks ahead."""
    bare = words.low[start - 1] != "that"
    for each in found:
        if each.at < start or each.role not in ("that", "main"):
            continue
        far = each.at - start > (_BARE if bare else _CLAUSE)
        if far or (bare and not SIGNS.isdisjoint(words.low[start : each.at])):
            return None
        if each.kind in _AHEAD:
            return each
    return None


def _is_passive(words: Words, at: int) -> bool:
    """Reads "was widely predicted", "were warned": who foretold is not the subject."""
    before = [at_ for at_ in range(max(0, at - _AUXILIARY), at) if not words.is_adverb(at_)]
    return bool(before) and words.low[before[-1]] in _BEING


def _is_denied(words: Words, at: int) -> bool:
    """Reads "had not predicted", "nobody warned", and what is no verb: "than predicted", "the predicted"."""
    front = range(max(0, at - _AUXILIARY), at)
    denied = any(not words.classes[each].isdisjoint(("negations", "nobody")) for each in front)
    return denied or (at > 0 and words.low[at - 1] in _NO_VERB) or at == 0
