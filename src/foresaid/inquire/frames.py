"""Does what stands around a clause uphold or reject what it says?

"I do not believe that S", "nobody doubts that S", "those who say that S are mistaken": each word that denies or doubts
turns what it governs round, so an even number of them leaves it as it is. Two ways of governing are read: a clause
that begins with "that", "who" or "whether" is governed by the one in front of it; and what somebody says, thinks or
predicts is governed by a rejecting word behind it. The words are tables (`negations`, `doubting`, `rejecting`,
`saying` of data/<language>/inquiries.toml); the notion of a governing verb that turns its complement is that of
implicative verbs in linguistics, the lists are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.inquire.cues import Wording

# Words from "neither" to its "nor": more than that and they are of two sentences.
_PAIRED = 40
# Words from "is" to the word that rejects: "are, I am sorry to say, quite mistaken" is 7.
_PREDICATE = 4
# Words from what somebody says to the word that rejects it; longer sentences are left alone.
_FURTHEST = 40
_VERBS = frozenset(("verbs", "modals", "openers"))
_BREAKS = frozenset((",", ";", ":"))


def reaches(wording: Wording, pieces: Sequence[tuple[int, int]]) -> list[int]:
    """For each clause -1 where what stands around it rejects what it says, else 1; in linear time."""
    turned = _rejected(wording)
    found: list[int] = []
    for number, (start, _end) in enumerate(pieces):
        sign = 1
        if number and _goes_on(wording, pieces[number - 1], pieces[number]):
            sign = found[-1]
        elif number and "relatives" in wording.classes[start]:
            sign = found[-1] * _governing(wording, *pieces[number - 1])
        found.append(sign)
    return [sign * turned[start] for sign, (start, _) in zip(found, pieces, strict=True)]


def _goes_on(wording: Wording, before: tuple[int, int], here: tuple[int, int]) -> bool:
    """Whether a clause is joined to the one in front: "... that it falls or that it fails", "... and fails"."""
    start, end = here
    if all("joining" in wording.classes[at] for at in range(start, end)):
        return True
    if (
        all("joining" in wording.classes[at] for at in range(*before))
        or "joining" in wording.classes[start - 1]
    ):
        return "relatives" in wording.classes[start]
    behind = wording.classes[min(start + 1, end - 1)]
    return before[1] == start and "joining" in wording.classes[start] and "pronouns" not in behind


def denies(wording: Wording, at: int) -> bool:
    """Whether the word at a place denies, doubts or rejects, and no phrase such as "no doubt" takes that away."""
    classes = wording.classes[at]
    if "turning" in classes:
        return True
    if at in wording.covered:
        return False
    if "negations" in classes:
        return not (wording.low[at] == "nor" and "neither" in wording.low[max(0, at - _PAIRED) : at])
    return "doubting" in classes or rejects(wording, at)


def rejects(wording: Wording, at: int) -> bool:
    """Whether a clause's own subject "is" or "was called" what stands at a place: mistaken, absurd, a delusion."""
    return _calls_wrong(wording, at) and _said(wording, at) is None


def _calls_wrong(wording: Wording, at: int) -> bool:
    if "rejecting" not in wording.classes[at]:
        return False
    return any("copulas" in wording.classes[place] for place in range(max(0, at - _PREDICATE), at))


def _said(wording: Wording, at: int) -> int | None:
    """Where what is rejected at a place was said: a word of saying in front of it, and the start of a clause between."""
    parted = False
    for place in range(at - _PREDICATE, max(-1, at - _PREDICATE - _FURTHEST), -1):
        classes = wording.classes[place]
        if parted and "saying" in classes:
            return place
        parted = parted or not classes.isdisjoint(_VERBS) or wording.low[place] in _BREAKS
    return None


def _governing(wording: Wording, start: int, end: int) -> int:
    """What a clause makes of the one that it governs; its verbs of ending do not count, its denials do."""
    return -1 if sum(denies(wording, at) for at in range(start, end)) % 2 else 1


def _rejected(wording: Wording) -> list[int]:
    """For each word -1 where a saying in front of it and a rejecting word behind it stand, else 1."""
    signs = [1] * len(wording.low)
    for at in wording.places("rejecting"):
        said = _said(wording, at) if _calls_wrong(wording, at) else None
        denied = any("negations" in wording.classes[each] for each in range(max(0, at - _PREDICATE), at))
        if said is not None and not denied:
            signs[said + 1 : at] = [-1] * (at - said - 1)
    return signs
