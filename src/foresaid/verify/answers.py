"""What does each place say of a quotation, and which place answers best?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foresaid.model.evidence import Edit, Passage, Source, Words
from foresaid.verify.attribution import Attribution, unsettled
from foresaid.verify.conventions import Reading, read_as_it_stands
from foresaid.verify.laid import lay_reading
from foresaid.verify.register import NOTHING, OWN_VOICE, Register, Stated, first_day
from foresaid.verify.search import Place, Search, likely_places
from foresaid.verify.standing import (
    SHORT,
    Evidence,
    doubt,
    found_there,
    least_share,
    needed,
    news,
    stands_out,
    weigh,
)
from foresaid.verify.wording import GRAVITY, Wording, judge

if TYPE_CHECKING:
    from collections.abc import Callable

PART = 4  # words; fewer stand anywhere by chance
PART_SHARE = 0.75  # of a part's information: a part is shorter than a whole, so more of it must stand there
# Words, and the share of them, that must stand in a place for changed words to speak against a stated speaker: of the
# UN speeches' own quotations all that came under these were formulae of the Charter and of resolutions.
ATTESTED, ATTESTED_KEPT = 20, 0.85
WORTH = 0.6  # of the least share: a place that holds less is no part of a splice either


@dataclass(frozen=True, slots=True)
class Information:
    """What each word of a quotation tells, in nats: by itself, and after the words before it."""

    weights: list[float]
    news: list[float]


@dataclass(frozen=True, slots=True)
class Answer:
    """One place, with what it says of the quotation; `about` is its document without the text.

    `evidence` speaks for a likely place as the source; None for an exact one. `secondhand` says that the
    document itself quotes the words there from somebody else.
    """

    place: Place
    about: Source
    wording: Wording
    attribution: Attribution
    passage: Passage
    evidence: Evidence | None
    spliced: bool = False
    secondhand: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What one quotation is checked with."""

    search: Search
    register: Register
    stated: Stated = NOTHING

    def is_own(self, document: int, start: int, end: int) -> bool:
        """Whether a place is in the quoting document or a copy of it, which cannot be the source."""
        own, at = self.search.own, self.search.quoted.at or (0, 0)
        if own is None:
            return False
        return document == own or self.register.witness(document, start, end) == self.register.witness(
            own, *at
        )

    def agreeing(self, document: int) -> bool:
        """Whether a document is by the stated speaker, or of the stated date or work."""
        return self.register.closeness(self.stated, document, OWN_VOICE, short=False) > 0

    def information(self, reading: Reading) -> Information:
        """What the words of a reading tell."""
        own = self.search.own_share
        return Information(
            self.search.weights(reading), news(self.search.index, reading.tokens.hashes, own)
        )

    def answer(self, reading: Reading, told: Information, place: Place) -> Answer | None:
        """What one place says; None if it says nothing, or is the quotation itself."""
        index, changes = self.search.index, self.register.changes
        source = index.source(place.document)
        span = (place.start, place.end)
        laid = lay_reading(reading, source, span, changes, self.search.frequency, exact=place.exact)
        evidence = None if place.exact else weigh(laid, told.news)
        words = len(told.weights)
        if evidence is not None and evidence.best < needed(words, index.tokens):
            return None
        least = 0.0 if place.exact else WORTH * least_share(words, index.tokens)
        wording = judge(laid, told.weights, least)
        if wording is None:
            return None
        if not place.exact:
            wording = _doubted(wording, words)
        found = Place(place.document, wording.start, wording.end, place.exact)
        if self.search.is_quotation_itself(found):
            return None
        start, end = wording.start, wording.end
        return Answer(
            place=found,
            about=index.about(place.document),
            wording=wording,
            attribution=self.attribution(found, wording, words),
            passage=Passage(source.id, start, end, source.text[start:end]),
            evidence=evidence,
            secondhand=self.register.voice(place.document, start, end).quoted,
        )

    def attribution(self, place: Place, wording: Wording, words: int) -> Attribution:
        """The attribution of one place: to whom its document quotes there, and never by chance alone."""
        voice = self.register.voice(place.document, place.start, place.end)
        found = self.register.attribution(self.stated, place.document, voice, short=words < SHORT)
        changed = wording.words in {Words.ALTERED, Words.UNDETERMINED}
        if changed and (words < ATTESTED or wording.kept < ATTESTED_KEPT):
            return unsettled(found, "But words that differ so much from the source attest nobody.")
        return found


def _doubted(wording: Wording, words: int) -> Wording:
    """A wording of changed words, undetermined where the passage may not be what was quoted at all."""
    why = doubt(wording, words) if wording.words is Words.ALTERED else ""
    return replace(wording, words=Words.UNDETERMINED, doubt=why) if why else wording


def _nowhere(place: Place) -> bool:  # noqa: ARG001 - as a question that is always answered no
    return False


def _order(desk: Desk) -> Callable[[Answer], tuple[float, ...]]:
    """The key that sorts answers, best first."""
    own, register = desk.search.own, desk.register
    quoted_on = register.days(own)[1] if own is not None else float("inf")

    def key(answer: Answer) -> tuple[float, ...]:
        wording, document = answer.wording, answer.place.document
        return (
            round(-50 * wording.held),  # two hundredths of the words are no better match
            float(desk.is_own(document, wording.start, wording.end)),
            float(register.days(document)[0] > quoted_on),
            float(answer.secondhand),
            -answer.attribution.closeness,
            GRAVITY[wording.words],
            -wording.held,
            first_day(answer.about),
            document,
            wording.start,
        )

    return key


def _lost_part(reading: Reading, lost: tuple[int, ...]) -> Reading | None:
    """The words without an answer, if they are many enough and stand together; chance answers may lie between."""
    if len(lost) < PART or lost[-1] - lost[0] >= 1.5 * len(lost):
        return None
    first, last = int(reading.tokens.starts[lost[0]]), int(reading.tokens.ends[lost[-1]])
    return read_as_it_stands(reading.text[first:last])


def _with_splice(answer: Answer, part: Reading, other: Answer, total: float) -> Answer:
    """An answer that names a part of the quotation as spliced in from another place."""
    wording = answer.wording
    kept = [edit for edit in wording.edits if not edit.quoted or edit.quoted not in part.text]
    matched = wording.matched + other.wording.matched
    spliced = replace(
        wording,
        words=Words.ALTERED,
        edits=(*kept, Edit("splice", part.text, other.passage.text)),
        kept=1.0,
        held=min(1.0, matched / max(total, 1e-9)),
        matched=matched,
    )
    return replace(answer, wording=spliced, spliced=True)


def _spliced(desk: Desk, reading: Reading, best: Answer) -> Answer:
    """The best answer, with the words that stand elsewhere put down as spliced in.

    Of the two places the one that agrees with what is stated is the source.
    """
    part = _lost_part(reading, best.wording.unanswered)
    if part is None:
        return best
    told, told_by_part = desk.information(reading), desk.information(part)
    total = sum(told.weights)
    same = best.place.document.__eq__
    for place in likely_places(desk.search, part, desk.register.changes, same, WORTH * PART_SHARE)[:3]:
        other = desk.answer(part, told_by_part, place)
        if other is None or other.wording.held < PART_SHARE:
            continue
        if other.attribution.closeness > best.attribution.closeness:
            reach = len(reading.text)
            around = Place(place.document, max(0, place.start - reach), place.end + reach, exact=False)
            turned = desk.answer(reading, told, around)
            rest = _lost_part(reading, turned.wording.unanswered) if turned is not None else None
            if turned is not None and rest is not None:
                return _with_splice(turned, rest, best, total)
        return _with_splice(best, part, other, total)
    return best


def likely_answers(desk: Desk, reading: Reading, known: Callable[[Place], bool] = _nowhere) -> list[Answer]:
    """Answers where most of a quotation stands, as far as chance does not explain it, best first.

    Places that hold a `known` one are left out.
    """
    least = WORTH * least_share(len(reading.folded), desk.search.index.tokens)
    places = [
        place
        for place in likely_places(desk.search, reading, desk.register.changes, desk.agreeing, least)
        if not known(place)
    ]
    if not places:
        return []
    told = desk.information(reading)
    asked = (desk.answer(reading, told, place) for place in places)
    answers = sorted((answer for answer in asked if answer is not None), key=_order(desk))
    if not answers:
        return []
    answers[0] = _spliced(desk, reading, answers[0])
    words, tokens = len(reading.folded), desk.search.index.tokens
    return [
        answer
        for answer in answers
        if found_there(answer.wording, words, tokens)
        and (answer.spliced or (answer.evidence and stands_out(answer.evidence, words, tokens)))
    ]
