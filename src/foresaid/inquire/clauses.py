"""Does a clause say that its topic comes and goes on, or that it ends or does not come?

The sense of a clause is a sign: each word that ends, fails or prevents, and each negation, turns it round ("the canal
will not be built" -, "the empire will fall" -, "nothing will prevent the completion of the canal" +). A negation in
front of "that" or "which" reaches into the next clause ("no obstacles that will prevent ..."). Where a word of coming
or ending stands right in front of a topic ("the extinction of the debt", "to reduce the deficit") it and what governs
it decide, whatever else the clause denies. A topic that is only named has no sense: names alone say nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.inquire.frames import denies, reaches, rejects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.inquire.cues import Wording

# How sure the sense of a topic is whose verb stands in a neighbouring clause; a choice between none and sure.
CARRIED = 0.7
_SIGNS = frozenset((".", ",", ";", ":", "!", "?", "(", ")", "[", "]", "…", "—", "–", "--"))
# What the subject of a main clause begins with, and what leads a noun that is no subject.
_DETERMINERS = frozenset(("a", "an", "the", "this", "that", "no", "our", "their", "its"))
_PREPOSITIONS = frozenset(
    ("of", "in", "to", "on", "at", "by", "for", "from", "with", "over", "and", "or", "be", "is")
)
# Tables of which a word in front of "and" shows a clause that is complete.
_TOLD = frozenset(("verbs", "modals", "rising", "falling", "telling"))
# Words behind "and" among which a verb shows that a clause of its own begins.
_CLAUSE = 8
# Words from one verb to the next that is joined to it.
_JOINED = 4
# Words from what governs to what it governs: "the final completion of the great canal", "not seriously delay".
_GOVERNED = 5
_CHAINED = 4
# The same in front of "to": "does not expect the old king to lose".
_INFINITIVE = 8
# Words behind a topic within which the verb of its clause stands: "the completion of the road will not be deferred".
_BEHIND = 7
# How many clauses further the verb of a topic may stand: "the debt, it is believed, will be discharged".
_FURTHER = 3


class Clause(NamedTuple):
    """Words from `start` to `end` of a sentence; `sign` +1 or -1, `spoken` whether a word of the tables says so.

    `opened` is whether a word such as "that" or "if" begins it; `reach` -1 where what stands around it rejects it;
    `polarity` is `reach` turned by its own denials alone, whatever its verbs mean.
    """

    start: int
    end: int
    sign: int
    spoken: bool
    opened: bool
    reach: int
    polarity: int


def clauses_of(wording: Wording) -> list[Clause]:
    """The clauses of a sentence in order, each with its sign."""
    pieces = list(_pieces(wording))
    return [
        _clause(wording, start, end, reach)
        for (start, end), reach in zip(pieces, reaches(wording, pieces), strict=True)
    ]


def _clause(wording: Wording, start: int, end: int, reach: int) -> Clause:
    places = range(start, end)
    turning = _turning(wording, start, end)
    denials = sum(denies(wording, at) for at in places)
    spoken = any(_ends(wording, at) or _rises(wording, at) for at in places)
    sign = -reach if len(turning) % 2 else reach
    polarity = -reach if denials % 2 else reach
    return Clause(start, end, sign, spoken, "openers" in wording.classes[start], reach, polarity)


def clause_at(clauses: list[Clause], at: int) -> int:
    """The number of the clause in which a word stands."""
    return len([clause for clause in clauses if clause.end <= at])


def speaking_for(clauses: list[Clause], here: int) -> int:
    """The number of the clause that tells what becomes of what a clause names: itself, or a neighbour's verb."""
    if clauses[here].spoken:
        return here
    further: list[int] = [*range(here + 1, min(len(clauses), here + 1 + _FURTHER))]
    if not clauses[here].opened:  # "I deny | that the dam": what governs a clause is not its verb
        further.append(here - 1)
    for number in further:
        if number >= 0 and clauses[number].spoken and not clauses[number].opened:
            return number
    return here


def sense_at(wording: Wording, clauses: list[Clause], at: int) -> float:
    """The sign of what becomes of the word at a place, times how sure it is."""
    here = clause_at(clauses, at)
    clause = clauses[here]
    governed = _governed(wording, clause, at)
    if governed is not None:
        return float(governed)
    if clause.spoken:
        return float(clause.sign)
    other = clauses[speaking_for(clauses, here)]
    return 0.0 if other is clause else clause.sign * other.sign * CARRIED


def around(clauses: list[Clause], here: int) -> range:
    """Places of the words that work on a clause: its own, those of what opens it, those of the verb that it lacks."""
    first = here - 1 if here and clauses[here].opened else here
    last = max(here, speaking_for(clauses, here))
    return range(clauses[first].start, clauses[last].end)


def _pieces(wording: Wording) -> Iterator[tuple[int, int]]:
    """Where the sentence parts: at signs, in front of words that open a clause, at "and" where a verb follows."""
    start, low = 0, wording.low
    for at, word in enumerate(low):
        if not _parts(wording, at, start):
            continue
        if at > start:
            yield from _main_apart(wording, start, at)
        start = at + 1 if word in _SIGNS else at
    if start < len(low):
        yield from _main_apart(wording, start, len(low))


def _main_apart(wording: Wording, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A condition and what comes behind it without a sign: "so long as there is a debt | the act will stand"."""
    verbs = []
    if "conditions" in wording.classes[start]:
        verbs = [at for at in range(start, end) if "verbs" in wording.classes[at]]
    if len(verbs) > 1:
        for at in range(verbs[-1] - 1, verbs[0] + 1, -1):
            if wording.low[at] in _DETERMINERS and wording.low[at - 1] not in _PREPOSITIONS:
                yield start, at
                yield at, end
                return
    yield start, end


def _parts(wording: Wording, at: int, start: int) -> bool:
    classes = wording.classes[at]
    if wording.low[at] in _SIGNS or ("openers" in classes and at not in wording.covered):
        return True
    if "pronouns" in classes:
        leads = at > start and (wording.low[at - 1] == "as" or "openers" in wording.classes[at - 1])
        return not leads and at + 1 < len(wording.low) and "verbs" in wording.classes[at + 1]
    if "joining" not in classes or not _clause_behind(wording, at):
        return False
    # "Arvia and Toland will" is one subject.
    return any(not wording.classes[place].isdisjoint(_TOLD) for place in range(start, at))


def _clause_behind(wording: Wording, at: int) -> bool:
    if wording.low[at + 1 : at + 2] == ("to",):
        return True
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
        joined = found and at - found[-1] <= _JOINED and "falling" in wording.classes[at]
        if joined and any("joining" in wording.classes[place] for place in range(found[-1], at)):
            continue
        found.append(at)
    return found


def _governed(wording: Wording, clause: Clause, at: int) -> int | None:
    """The sense of a topic that a word of coming or ending governs from right in front; None where there is none.

    What turns the governing word round stands in a chain in front of it ("not seriously delay the completion"), or
    behind the topic where it is the subject ("the completion of the road will not be deferred").
    """
    for place in range(at - 1, max(clause.start, at - _GOVERNED) - 1, -1):
        if "afterwards" in wording.classes[place]:
            return None
        if _turns(wording, place) or _rises(wording, place):
            break
    else:
        return None
    if not wording.classes[place].isdisjoint(("negations", "turning")):
        return None
    yields = "yielding" in wording.classes[place]  # "give way to a republic": what comes instead
    sign = -1 if _turns(wording, place) and not yields else 1
    last = place
    while last > clause.start:
        link = _link(wording, clause, last)
        if link is None:
            break
        sign, last = -sign, link
    subject = last == place and "of" in wording.low[place:at]
    behind = len(_turning(wording, at + 1, min(clause.end, at + 1 + _BEHIND))) if subject else 0
    if not subject:  # "a coming strike is nonsense"
        behind = sum(rejects(wording, each) for each in range(at + 1, clause.end))
    return sign * (-1 if behind % 2 else 1) * clause.reach


def _link(wording: Wording, clause: Clause, last: int) -> int | None:
    """Where the word stands that turns what governs a topic round; "redeemed by the discharge" tells only how."""
    length = _INFINITIVE if wording.low[last - 1] == "to" else _CHAINED
    for place in range(last - 1, max(clause.start, last - length) - 1, -1):
        if wording.low[place] == "by":
            return None
        if _turns(wording, place):
            return place
    return None


def _rises(wording: Wording, at: int) -> bool:
    """Whether the word at a place lets its clause come or go on; "there will be" does."""
    if "rising" in wording.classes[at]:
        return at not in wording.covered
    return wording.low[at] == "there" and "verbs" in wording.classes[min(at + 1, len(wording.low) - 1)]


def _ends(wording: Wording, at: int) -> bool:
    """Whether the word at a place ends, fails, prevents or rejects something."""
    classes = wording.classes[at]
    if "turning" in classes:
        return True
    return at not in wording.covered and ("falling" in classes or rejects(wording, at))


def _turns(wording: Wording, at: int) -> bool:
    """Whether the word at a place turns its clause round."""
    return _ends(wording, at) or denies(wording, at)
