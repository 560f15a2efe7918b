"""Does a clause say that its topic comes and goes on, or that it ends or does not come?

The sense of a clause is a sign: each word that ends, fails or prevents, and each negation, turns it round ("the canal
will not be built" -, "the empire will fall" -, "nothing will prevent the completion of the canal" +). A negation in
front of "that" or "which" reaches into the next clause ("no obstacles that will prevent ..."). How sure the sign is:
1 where a word of the tables speaks, `PLAIN` where the topic is only named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.inquire.cues import Wording

# What a topic is worth that is named without a word of coming or ending: named as a thing to be, weakly +.
PLAIN = 0.4
_SIGNS = frozenset((".", ",", ";", ":", "!", "?", "(", ")", "[", "]", "…", "—", "–", "--"))
# Words behind "and" among which a verb shows that a clause of its own begins.
_CLAUSE = 8
# Words from one verb to the next that is joined to it.
_JOINED = 4
# How many clauses further the verb of a topic may stand: "the debt, it is believed, will be discharged".
_FURTHER = 3


class Clause(NamedTuple):
    """Words from `start` to `end` of a sentence; `sign` +1 or -1, `spoken` whether a word of the tables says so."""

    start: int
    end: int
    sign: int
    spoken: bool
    opened: bool  # by a word such as "that" or "if"


def clauses_of(wording: Wording) -> list[Clause]:
    """The clauses of a sentence in order, each with its sign."""
    found: list[Clause] = []
    reach = 1
    for start, end in _pieces(wording):
        turned = len(_turning(wording, start, end))
        spoken = turned > 0 or any(
            "rising" in wording.classes[at] and at not in wording.covered for at in range(start, end)
        )
        opened = "openers" in wording.classes[start]
        sign = (-1 if turned % 2 else 1) * (reach if "relatives" in wording.classes[start] else 1)
        found.append(Clause(start, end, sign, spoken, opened))
        reach = -1 if _negates(wording, start, end) else 1
    return found


def _pieces(wording: Wording) -> Iterator[tuple[int, int]]:
    """Where the sentence parts: at signs, in front of words that open a clause, at "and" where a verb follows."""
    start, low = 0, wording.low
    for at, word in enumerate(low):
        classes = wording.classes[at]
        parts = (
            word in _SIGNS or "openers" in classes or ("joining" in classes and _verb_behind(wording, at))
        )
        if not parts:
            continue
        if at > start:
            yield start, at
        start = at + 1 if word in _SIGNS else at
    if start < len(low):
        yield start, len(low)


def _verb_behind(wording: Wording, at: int) -> bool:
    for place in range(at + 1, min(len(wording.low), at + 1 + _CLAUSE)):
        if wording.low[place] in _SIGNS or "openers" in wording.classes[place]:
            return False
        if "verbs" in wording.classes[place]:
            return True
    return False


def _turning(wording: Wording, start: int, end: int) -> list[int]:
    """Where a clause is turned round; verbs joined by "or" and "and" do it once ("will collapse or pass away")."""
    found: list[int] = []
    for at in range(start, end):
        if not _turns(wording, at):
            continue
        between = range(max(start, at - _JOINED), at)
        joined = found and found[-1] in between and "falling" in wording.classes[at]
        if joined and any("joining" in wording.classes[place] for place in range(found[-1], at)):
            continue
        found.append(at)
    return found


def _turns(wording: Wording, at: int) -> bool:
    """Whether the word at a place turns its clause round."""
    classes = wording.classes[at]
    if "turning" in classes:
        return True
    return at not in wording.covered and ("falling" in classes or "negations" in classes)


def _negates(wording: Wording, start: int, end: int) -> bool:
    """Whether a clause's negations (not its verbs) are odd, so that "that" behind it is denied."""
    return bool(
        sum("negations" in wording.classes[at] and at not in wording.covered for at in range(start, end))
        % 2
    )


def clause_at(clauses: list[Clause], at: int) -> int:
    """The number of the clause in which a word stands."""
    return next(number for number, clause in enumerate(clauses) if clause.start <= at < clause.end)


def speaking_for(clauses: list[Clause], here: int) -> int:
    """The number of the clause that tells what becomes of what a clause names: itself, or a neighbour's verb."""
    if clauses[here].spoken:
        return here
    for number in (*range(here + 1, min(len(clauses), here + 1 + _FURTHER)), here - 1):
        if number >= 0 and clauses[number].spoken and not clauses[number].opened:
            return number
    return here


def sense_of(clauses: list[Clause], here: int) -> float:
    """The sign of what stands in a clause, times how sure it is."""
    clause, other = clauses[here], clauses[speaking_for(clauses, here)]
    if clause.spoken:
        return float(clause.sign)
    if other is clause:
        return clause.sign * PLAIN
    return clause.sign * other.sign * (1 + PLAIN) / 2


def around(clauses: list[Clause], here: int) -> range:
    """Places of the words that work on a clause: its own, those of what opens it, those of the verb that it lacks."""
    first = here - 1 if here and clauses[here].opened else here
    last = max(here, speaking_for(clauses, here))
    return range(clauses[first].start, clauses[last].end)
