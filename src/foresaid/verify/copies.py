"""Where do a quotation's words stand as they are, if they are quoted and stand there thousands of times?

A formula may stand in thousands of places and be quoted in as many, each time by another document that is not
its own source. What does not depend on who quotes is worked out once and kept for all copies: the readings of
the words, their places, and how these rank. For one copy then only its own document is put last, places that
are certainly later before it, and places are judged in that order until one cannot be bettered.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from foresaid.model.evidence import Passage, QuotedWords, Verification, Words
from foresaid.verify.conventions import Reading, read_as_it_stands, read_by_conventions
from foresaid.verify.desk import Answer, Information
from foresaid.verify.register import Phrase, Stated
from foresaid.verify.search import OCCURRENCES, Place
from foresaid.verify.standing import SHORT
from foresaid.verify.wording import GRAVITY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.verify.desk import Desk

ELSEWHERE = 20  # other places listed
JUDGED = 40  # exact places whose wording is judged, as far as none is without fault
# Places kept for copies to come, 100 bytes each with their ranks, some 50 MB; the least recently asked go out
# first. A word of a reading takes as much as five places, and what else is kept of a quotation as much as 50.
KEPT_PLACES, WORD_SIZE, COPIES_SIZE = 500_000, 5, 50
QUOTER = 3  # the standing of the quoting document and its copies
KEPT_ANSWERS = 200  # of one quotation's places; one takes about 3 KB


@dataclass(frozen=True, slots=True)
class Ranked:
    """The exact places of one reading, as rows (document, start, end); the first KNOWN of them by rank.

    `groups` holds the closeness of each ranked place to what is stated, `firsts` the first day that its
    document certainly does not precede, `secondhand` whether it quotes the words there from somebody else,
    `witnesses` which independent text it is: copies of one text are one.
    """

    places: NDArray[np.int64]
    ranked: NDArray[np.int64]
    groups: NDArray[np.int64]
    firsts: NDArray[np.float64]
    secondhand: NDArray[np.bool_]
    witnesses: tuple[str, ...]


@dataclass(slots=True)
class Copies:
    """What all copies of a quotation with the same statements share."""

    stated: Stated
    marked: Reading
    plain: Reading
    ranks: dict[int, Ranked] = field(default_factory=dict)
    answers: dict[Place, Answer | None] = field(default_factory=dict)
    passages: dict[Place, Passage] = field(default_factory=dict)
    verdict: Verification | None = None  # where no document of the collection quotes

    @property
    def readings(self) -> list[Reading]:
        """The readings whose words may stand one after the other."""
        if self.plain.folded == self.marked.folded:
            return [self.marked]
        return [self.plain] if self.marked.broken else [self.plain, self.marked]

    def holds_exact(self, place: Place) -> bool:
        """Whether a wider place holds one where the words stand as they are."""
        return any(
            document == place.document and place.start <= start and end <= place.end
            for ranked in self.ranks.values()
            for document, start, end in ranked.ranked.tolist()
        )

    @property
    def held(self) -> int:
        """In how many places the words stand as they are, as far as they were looked at."""
        return max((len(ranked.places) for ranked in self.ranks.values()), default=0)

    def quoted_in(self, document: int) -> bool:
        """Whether a document has the words as they are."""
        return any(bool((ranked.places[:, 0] == document).any()) for ranked in self.ranks.values())

    @property
    def size(self) -> int:
        """How much is kept, counted in places."""
        words = len(self.marked.folded) + len(self.plain.folded)
        places = sum(len(ranked.places) for ranked in self.ranks.values())
        return COPIES_SIZE + WORD_SIZE * words + places


class Shelf:
    """The copies of late, by their words and statements."""

    def __init__(self) -> None:
        self._copies: OrderedDict[tuple[str | None, ...], Copies] = OrderedDict()
        self._size = 0

    def copies(self, quoted: QuotedWords) -> Copies:
        """What is known of a quotation's copies, perhaps nothing yet."""
        stated = (quoted.speaker, quoted.date, quoted.work)
        # Where the whole document is excluded, its places are left out before they are ranked.
        excluded = quoted.document if quoted.at is None else None
        key = (quoted.quote, *stated, excluded)
        if key in self._copies:
            self._copies.move_to_end(key)
            return self._copies[key]
        marked = read_by_conventions(quoted.quote)
        plain = read_as_it_stands(quoted.quote) if marked.marked else marked
        # All of it may stand in brackets.
        copies = Copies(stated, marked if marked.folded else plain, plain)
        self._copies[key] = copies
        self._size += copies.size
        return copies

    def trim(self, copies: Copies, before: int) -> None:
        """Forget copies asked for longest ago, now that some have grown from `before`."""
        self._size += copies.size - before
        if len(copies.answers) > KEPT_ANSWERS:
            copies.answers.clear()
            copies.passages.clear()
        while self._size > KEPT_PLACES and len(self._copies) > 1:
            _, oldest = self._copies.popitem(last=False)
            self._size -= oldest.size


def _ranked(desk: Desk, reading: Reading) -> Ranked:
    """The places of a reading: those that agree with what is stated first, then the earliest."""
    held = desk.register.places(Phrase(reading.tokens.hashes))
    places = held.places
    if desk.search.own is not None and desk.search.quoted.at is None:
        places = places[places[:, 0] != desk.search.own]
        held = desk.register.known(places)
    short = len(reading.folded) < SHORT
    documents = places[: len(held.voices), 0].tolist()
    closeness = [
        desk.register.closeness(desk.stated, document, voice, short=short)
        for document, voice in zip(documents, held.voices, strict=True)
    ]
    groups = np.array(closeness, np.int64)
    # Of places that nothing else tells apart the first by the document's id: numbers depend on what came when.
    named = np.unique([desk.search.index.name(document) for document in documents], return_inverse=True)[1]
    order = np.lexsort((places[: len(groups), 1], named, held.days, -groups))
    secondhand = np.array([voice.quoted for voice in held.voices], np.bool_)
    ranked = places[order]
    witnesses = tuple(desk.register.witness(*place) for place in ranked.tolist())
    return Ranked(places, ranked, groups[order], held.firsts[order], secondhand[order], witnesses)


def _standings(desk: Desk, ranked: Ranked) -> NDArray[np.int64]:
    """For each ranked place 0, 1 if it quotes the words itself, 2 if it is certainly later, 3 if it is the quoter's."""
    own, secondhand = desk.search.own, ranked.secondhand.astype(np.int64)
    firsthand = ranked.groups[~ranked.secondhand]
    if len(firsthand) and firsthand.max() <= 0:
        secondhand[ranked.groups > 0] = (
            0  # whom it quotes is whom the quoter states; the others contradict or are silent
        )
    if own is None:
        return secondhand
    later = ranked.firsts > desk.register.days(own)[1]
    quoter = desk.register.witness(own, *(desk.search.quoted.at or (0, 0)))
    copied = np.array([witness == quoter for witness in ranked.witnesses], np.bool_)
    return np.where((ranked.ranked[:, 0] == own) | copied, QUOTER, np.where(later, 2, secondhand))


def _candidates(desk: Desk, ranked: Ranked, order: NDArray[np.int64]) -> Iterator[tuple[int, Place]]:
    """Ranked places in this order, without the quotation itself and without overlaps."""
    taken: dict[int, list[Place]] = {}
    for at in order.tolist():
        document, start, end = ranked.ranked[at].tolist()
        place = Place(document, start, end, exact=True)
        near = taken.setdefault(document, [])
        if desk.search.is_quotation_itself(place):
            continue
        if all(end <= other.start or other.end <= start for other in near):
            near.append(place)
            yield at, place


def _judged(desk: Desk, copies: Copies, reading: Reading, place: Place) -> Answer | None:
    if place not in copies.answers:
        copies.answers[place] = desk.answer(reading, Information(desk.search.weights(reading), []), place)
    return copies.answers[place]


def _best(
    desk: Desk, copies: Copies, reading: Reading, groups: list[tuple[tuple[int, int], Place]]
) -> Answer | None:
    """The best of the places, given by standing and closeness and in that order: the first without fault."""
    best: Answer | None = None
    first = None
    for group, place in groups:
        if best is not None and group != first:
            break
        answer = _judged(desk, copies, reading, place)
        if answer is None:
            continue
        first = group
        if best is None or GRAVITY[answer.wording.words] < GRAVITY[best.wording.words]:
            best = answer
        if answer.wording.words is Words.VERBATIM:
            break
    return best


def _passage(desk: Desk, copies: Copies, place: Place) -> Passage:
    if place not in copies.passages:
        source = desk.search.index.source(place.document)
        copies.passages[place] = Passage(
            source.id, place.start, place.end, source.text[place.start : place.end]
        )
    return copies.passages[place]


def _count(desk: Desk, places: NDArray[np.int64]) -> int:
    """How many places are not the quotation itself."""
    own, at = desk.search.own, desk.search.quoted.at
    if own is None or at is None:
        return len(places)
    itself = (places[:, 0] == own) & (places[:, 1] < at[1]) & (places[:, 2] > at[0])
    return len(places) - int(itself.sum())


def _independent(desk: Desk, best: Place, places: list[Place]) -> list[Place]:
    """Places without those in copies of documents that stand before them; copies are one witness."""
    holders: dict[str, int] = {}
    kept = []
    for place in (best, *places):
        witness = desk.register.witness(place.document, place.start, place.end)
        if holders.setdefault(witness, place.document) == place.document:
            kept.append(place)
    return kept[1:]


def _told(desk: Desk, ranked: Ranked, standings: NDArray[np.int64]) -> str:
    """How many places there are, and of how many texts where some of them are copies."""
    bound = " or more" if len(ranked.places) == OCCURRENCES else ""
    places = f"{_count(desk, ranked.places)}{bound}"
    rows = zip(ranked.ranked[:, 0].tolist(), ranked.witnesses, standings.tolist(), strict=True)
    held = {(document, witness) for document, witness, standing in rows if standing != QUOTER}
    texts = len({witness for _, witness in held})
    if texts == len(held) or len(ranked.places) > len(ranked.ranked):
        return places
    return f"{places} places, which are {'one text' if texts == 1 else f'{texts} texts'} and copies"


def exact_answer(desk: Desk, copies: Copies) -> tuple[Answer | None, list[Passage], str]:
    """The best place where the words stand one after the other, others in order of date, and how many there are."""
    for number, reading in enumerate(copies.readings):
        if number not in copies.ranks:
            copies.ranks[number] = _ranked(desk, reading)
        ranked = copies.ranks[number]
        standings = _standings(desk, ranked)
        order = np.argsort(standings, kind="stable")
        candidates = _candidates(desk, ranked, order)
        groups = standings.tolist(), ranked.groups.tolist()
        chosen: list[tuple[tuple[int, int], Place]] = []
        best: Answer | None = None
        for most in (ELSEWHERE + 1, JUDGED - ELSEWHERE - 1):
            if best is None or best.wording.words is not Words.VERBATIM:
                more = islice(candidates, most)
                chosen += [((groups[0][at], groups[1][at]), place) for at, place in more]
                best = _best(desk, copies, reading, chosen)
        if best is None:
            continue
        others = _independent(desk, best.place, [at for _, at in chosen if at != best.place])[:ELSEWHERE]
        own, first_day = desk.search.own, desk.register.first_day
        others.sort(
            key=lambda at: (
                at.document == own,
                first_day(at.document),
                desk.search.index.name(at.document),
                at.start,
            )
        )
        return best, [_passage(desk, copies, place) for place in others], _told(desk, ranked, standings)
    return None, [], "0"
