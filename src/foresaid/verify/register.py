"""What is known of the documents that words stand in, when thousands of places are asked about?

Dates, voices and attributions are worked out once for a document and kept while a batch is verified.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from foresaid.model.evidence import QuotedWords, Source
from foresaid.text.normalize import Numbers
from foresaid.verify.attribution import (
    VALUE,
    Attribution,
    Claim,
    attribute,
    attribute_own_words,
    attribute_quoted,
    read_claim,
    same_work,
    telling_words,
    unsettled,
)
from foresaid.verify.chance import Chance
from foresaid.verify.changes import read_changes
from foresaid.verify.names import name_words, own_words, same_name
from foresaid.verify.search import exact_places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.model.words import Vocabulary
    from foresaid.plugins import QuotationIndex

Stated: TypeAlias = (
    "tuple[str | None, str | None, str | None]"  # speaker, date, work, as the quoter has them
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks at a place: whom the document quotes there, or who speaks that part of it.

    `name` is None for the document's own speaker, and, where it is quoted, for somebody who cannot be told.
    """

    quoted: bool
    name: str | None


OWN_VOICE = Voice(quoted=False, name=None)
NOTHING: Stated = (None, None, None)
_TOO_SHORT = "But so few words may stand there by chance."
# Entries kept: an attribution with its reasons takes 1.5 KB, so 6 MB; a document's days 200 bytes, so 10 MB. The
# spans of as many documents as a formula has places looked at (KNOWN) are kept four times over.
_ATTRIBUTIONS, _DOCUMENTS, _CLAIMS, _VOICED = 4096, 50_000, 1024, 8192
_PHRASES = 128  # whose places are kept for other statements; at most 200 KB each
# Exact places whose speaker and date are looked at, so that the stated one is found among copies; 2,000 take
# some 10 ms the first time.
KNOWN = 2000


class Voices:
    """The spans of a document that are not its own speaker's, asked by place in the logarithm of their number.

    For each span `wider` is the nearest one before it that reaches further; where a span ends too early,
    nothing between it and that one can hold the place. A part with a speaker of its own comes before a quotation
    that begins with it, so that the quotation says.
    """

    def __init__(self, source: Source) -> None:
        spoken = [(start, end, Voice(quoted=False, name=name)) for start, end, name in source.spoken]
        quoted = [(start, end, Voice(quoted=True, name=name or None)) for start, end, name in source.quoted]
        self._spans = sorted((*spoken, *quoted), key=lambda span: span[0])
        self._starts = [start for start, _, _ in self._spans]
        self._wider: list[int] = []
        reaching: list[int] = []
        for number, (_, end, _) in enumerate(self._spans):
            while reaching and self._spans[reaching[-1]][1] <= end:
                reaching.pop()
            self._wider.append(reaching[-1] if reaching else -1)
            reaching.append(number)

    def at(self, start: int, end: int) -> Voice:
        """Who speaks at a place: of the spans that hold it, the one that begins last says."""
        found = self._holding(start, end)
        if found is not None:
            return found
        # Words of one speaker on both sides of a frame: "We shall", said Hale, "build it."
        first, last = self._holding(start, start + 1), self._holding(end - 1, end)
        return first if first is not None and first.quoted and first.name and first == last else OWN_VOICE

    def _holding(self, start: int, end: int) -> Voice | None:
        number = bisect_right(self._starts, start) - 1
        while number >= 0:
            if end <= self._spans[number][1]:
                return self._spans[number][2]
            number = self._wider[number]
        return None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another, by their hashes; equal where the words are."""

    hashes: Numbers

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrase) and self.hashes.tobytes() == other.hashes.tobytes()

    def __hash__(self) -> int:
        return hash(self.hashes.tobytes())


@dataclass(frozen=True, slots=True)
class Places:
    """Places as rows (document, start, end), and of the first KNOWN of them who speaks and when.

    `days` are the first days that their documents may be of, `firsts` those that they certainly do not precede.
    """

    places: NDArray[np.int64]
    voices: list[Voice]
    days: NDArray[np.float64]
    firsts: NDArray[np.float64]


class Register:
    """What verification asks of an index and its language, with the answers kept."""

    def __init__(
        self, index: QuotationIndex, vocabulary: Vocabulary, works: Iterable[str], speakers: Iterable[str]
    ) -> None:
        self.index = index
        self.changes = read_changes(vocabulary)
        self.abbreviations = vocabulary.words("quotations.abbreviations")
        self._vocabulary = vocabulary
        known = list(speakers)
        self._names = name_words(known, self.changes) or None
        self._speakers = frozenset(tuple(own_words(name, self.changes.titles)) for name in known)
        self.foreign: list[frozenset[str]] = []
        self.chance = Chance()
        self._works = [telling_words(work, self.changes) for work in works]
        self.claim = lru_cache(_CLAIMS)(self._claim)
        self.attribution = lru_cache(_ATTRIBUTIONS)(self._attribution)
        self.places = lru_cache(_PHRASES)(self._places)
        self._value = lru_cache(_ATTRIBUTIONS)(self._agreement)
        self.first_day = lru_cache(_DOCUMENTS)(self._first_day)
        self.days = lru_cache(_DOCUMENTS)(self._days)
        self._voices = lru_cache(_VOICED)(lambda document: Voices(index.about(document)))

    def _claim(self, stated: Stated) -> Claim:
        """What a quoter states, read."""
        return read_claim(
            QuotedWords("", "", *stated),
            self._vocabulary,
            self.changes,
            works=self._works,
            names=self._names,
            speakers=self._speakers,
        )

    def is_foreign(self, stated: Stated) -> bool:
        """Whether the stated work is held in another language only."""
        work = telling_words(stated[2] or "", self.changes)
        return any(same_work(work, other) for other in self.foreign)

    def _places(self, phrase: Phrase) -> Places:
        """Where words stand one after the other."""
        return self.known(exact_places(self.index, phrase.hashes))

    def known(self, places: NDArray[np.int64]) -> Places:
        """Places with what is known of their documents."""
        known = places[:KNOWN].tolist()
        return Places(
            places,
            voices=[self.voice(document, start, end) for document, start, end in known],
            days=np.array([self.first_day(document) for document, _, _ in known], np.float64),
            firsts=np.array([self.days(document)[0] for document, _, _ in known], np.float64),
        )

    def witness(self, document: int, start: int, end: int) -> str:
        """The independent witness of a place; copies of one text are one."""
        return self.index.about(document).witness_at(start, end)

    def voice(self, document: int, start: int, end: int) -> Voice:
        """Who speaks at a place of a document."""
        about = self.index.about(document)
        if not about.quoted and not about.spoken:
            return OWN_VOICE
        return self._voices(document).at(start, end)

    def speakers(self, document: int, start: int, end: int) -> tuple[str, ...]:
        """Whose words a place holds, as far as that is told."""
        voice = self.voice(document, start, end)
        return (voice.name,) if voice.name else () if voice.quoted else self.index.about(document).speakers

    def unrelated(self, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        """Whether every name of one is another's than every name of the other."""
        named = [same_name(left, right, self.changes) for left in one for right in other]
        return bool(named) and all(answer is False for answer in named)

    def _attribution(
        self, stated: Stated, document: int, voice: Voice = OWN_VOICE, *, short: bool = False
    ) -> Attribution:
        """How a document agrees with what is stated; words too `short` contradict nobody."""
        claim, about = self.claim(stated), self.index.about(document)
        if (
            voice.quoted
            and voice.name
            and any(same_name(voice.name, own, self.changes) for own in about.speakers)
        ):
            return attribute_own_words(claim, about, self.changes)
        if voice.quoted:
            return attribute_quoted(claim, about, voice.name, self.changes)
        if voice.name is not None:
            about = replace(about, speakers=(voice.name,))
        attribution = attribute(claim, about, self.changes)
        return unsettled(attribution, _TOO_SHORT) if short else attribution

    def closeness(
        self, stated: Stated, document: int, voice: Voice = OWN_VOICE, *, short: bool = False
    ) -> int:
        """How much of what is stated a place confirms, less what it contradicts: that of its attribution."""
        if stated == NOTHING:
            return 0
        about = self.index.about(document)
        speakers = about.speakers if voice == OWN_VOICE else (voice.name,) if voice.name else ()
        speaker, date, work = stated
        values = (
            2 * self._value(Source("", "", speakers=speakers), (speaker, None, None)) if speaker else 0,
            self._value(
                Source("", "", dates=about.dates, edition_dates=about.edition_dates), (None, date, None)
            )
            if date
            else 0,
            self._value(Source("", "", works=about.works), (None, None, work)) if work else 0,
        )
        own = voice.name and any(same_name(voice.name, known, self.changes) for known in about.speakers)
        if voice.quoted and own:
            return self._attribution(stated, document, voice).closeness
        settled = not short and not voice.quoted
        return sum(value if settled else max(0, value) for value in values)

    def _agreement(self, source: Source, stated: Stated) -> int:
        """The value of one part of what is stated; speakers recur among documents, as dates and titles do."""
        attribution = attribute(self.claim(stated), source, self.changes)
        parts = (attribution.speaker, attribution.date, attribution.work)
        return sum(VALUE.get(part, 0) for part in parts)

    def _first_day(self, document: int) -> float:
        """The first possible day of a document; infinite where no date bounds it."""
        return first_day(self.index.about(document))

    def _days(self, document: int) -> tuple[float, float]:
        """The days between which every dating of a document certainly puts it, their margins counted."""
        dates = self.index.about(document).dates
        starts = [-inf if date.earliest is None else date.earliest - date.start_margin for date in dates]
        ends = [inf if date.latest is None else date.latest + date.end_margin for date in dates]
        return min(starts, default=-inf), max(ends, default=inf)


def first_day(source: Source) -> float:
    """The first possible day of a source; infinite where no date bounds it."""
    return min((date.earliest for date in source.dates if date.earliest is not None), default=inf)
