"""Which branches does an either/or have, which parts an "and", and by what is it to come about?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.read.forecasts.clauses import SIGNS
from foresaid.read.forecasts.outcomes import Stretch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.forecasts.words import Words

# Words between a number and its noun, between the noun and its branches: "only two really possible roads to peace:".
_NOUN_REACH, _BRANCH_REACH = 4, 16
# A part has two words at least, a mechanism no more than fits into a clause.
_PART, _LONGEST = 2, 14
# Words between "either" and its "or"; the longest branch of the seed has some thirty.
_LONGEST_BRANCH = 120
_DASHES = frozenset(("--", "—", ":"))


def alternatives_of(words: Words) -> tuple[tuple[Stretch, ...], bool]:
    """The branches of "either … or …" and "only two roads: …", and whether the text says that there is no third."""
    counted = _counted(words)
    if counted is not None:
        return counted
    for at, word in enumerate(words.low):
        if word == "either":
            found = _either(words, at)
            if found is not None:
                return found
    return (), False


def _either(words: Words, either: int) -> tuple[tuple[Stretch, ...], bool] | None:
    """The two branches behind "either"; an "or" behind a sign parts clauses, so it comes first."""
    limit = min(len(words.low) - 1, either + _LONGEST_BRANCH)
    ors = [at for at in range(either + _PART, limit) if words.low[at] == "or"]
    if not ors:
        return None
    strong = [at for at in ors if words.low[at - 1] == ";"] or [
        at for at in ors if words.low[at - 1] in SIGNS
    ]
    parting = (strong or ors)[0]
    first = Stretch(either + 1, _without_sign(words, parting))
    second = Stretch(parting + 1, _clause_end(words, parting + 1))
    clausal = all(
        any(
            "will" in each or "must" in each or "would" in each
            for each in words.classes[branch.start : branch.end]
        )
        for branch in (first, second)
    )
    return (first, second), clausal or bool(strong)


def _counted(words: Words) -> tuple[tuple[Stretch, ...], bool] | None:
    """Reads "There are only two roads …—that of A and that of B": numbered, with their branches behind a sign."""
    for at, classes in enumerate(words.classes):
        if "alternative_numbers" not in classes:
            continue
        noun = next(
            (
                each
                for each in range(at + 1, min(len(words.low), at + 1 + _NOUN_REACH))
                if "alternative_nouns" in words.classes[each]
            ),
            -1,
        )
        if noun < 0:
            continue
        exclusive = any("exclusives" in each for each in words.classes[max(0, at - 2) : at])
        sign = next(
            (
                each
                for each in range(noun + 1, min(len(words.low), noun + 1 + _BRANCH_REACH))
                if words.low[each] in _DASHES
            ),
            -1,
        )
        branches = _listed(words, sign + 1) if sign > 0 else ()
        if exclusive or branches:
            return branches, exclusive
    return None


def _listed(words: Words, start: int) -> tuple[Stretch, ...]:
    """Branches joined by "and" or "or": where both begin with the same word, at that word."""
    end = _clause_end(words, start)
    first = words.low[start] if start < end else ""
    for at in range(start + _PART, end - 1):
        if words.low[at] in ("and", "or") and words.low[at + 1] in (first, "the", "a", "that"):
            return Stretch(start, _without_sign(words, at)), Stretch(at + 1, end)
    return ()


def parts_of(words: Words, outcome: Stretch, cuts: Sequence[int] = ()) -> tuple[Stretch, ...]:
    """What is to come about together, where "and" joins two things with a beginning of their own."""
    for at in range(outcome.start + _PART, outcome.end - _PART):
        if words.low[at] != "and" or at in cuts:
            continue
        behind = words.classes[at + 1]
        if (
            not behind.isdisjoint(("phrase_openers", "will", "would", "may", "could"))
            and "coordinators" not in behind
        ):
            return Stretch(outcome.start, _without_sign(words, at)), Stretch(at + 1, outcome.end)
    return ()


def mechanism_of(words: Words) -> Stretch | None:
    """By what it is to come about: "by publishing the results", "through these measures"; None if it is not said."""
    for at, classes in enumerate(words.classes):
        if "mechanisms" in classes or (words.low[at] == "by" and _is_means(words, at + 1)):
            end = at + 1
            while (
                end < len(words.low)
                and end - at < _LONGEST
                and not _stops(words, end)
                and not _begins(words, at, end)
            ):
                end += 1
            if end - at > 1:
                return Stretch(at, end)
    return None


def _is_means(words: Words, at: int) -> bool:
    if at >= len(words.low):
        return False
    return words.low[at].endswith("ing") or "means" in words.classes[at]


def _begins(words: Words, start: int, at: int) -> bool:
    """Whether a subject begins behind a mechanism's object: "by draining the marsh [the fever] will"."""
    before = words.classes[at - 1]
    inside = words.low[at - 1].endswith("ing") or not before.isdisjoint(("prepositions", "coordinators"))
    return at - start > _PART and not inside and "phrase_openers" in words.classes[at]


def _stops(words: Words, at: int) -> bool:
    return words.low[at] in SIGNS or not words.classes[at].isdisjoint(
        ("will", "would", "may", "could", "can", "present", "past", "relatives")
    )


def _without_sign(words: Words, end: int) -> int:
    while end > 0 and words.low[end - 1] in SIGNS:
        end -= 1
    return end


def _clause_end(words: Words, start: int) -> int:
    """The next sign that ends a clause, no comma; or the end."""
    for at in range(start, len(words.low)):
        if words.low[at] in SIGNS and words.low[at] != ",":
            return at
    return len(words.low)
