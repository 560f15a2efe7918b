"""Which sentences speak of an event, and what does each say of it? Retrieval and stance, joined."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from foresaid.archive.passage_segments import OPEN_END
from foresaid.archive.sentence_vectors import SentenceVectors
from foresaid.encoders import load_encoder
from foresaid.inquire.stances import THRESHOLDS, Judge
from foresaid.inquire.topics import topic_of
from foresaid.model.inquiries import Candidate, Judgement, Outlook
from foresaid.pipeline.passages import passage_index
from foresaid.read.forecasts.chances import OutlookReader
from foresaid.text.stems import stemmer
from foresaid.vocabulary import load_vectors, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from foresaid.archive.collection import Collection
    from foresaid.model.events import Event
    from foresaid.text.hits import Hit

# Sentences that each way of retrieval brings up, by words and by meaning: with 800 three in four of the opposite
# expectations of the development events are among them, with 500 two in three (benchmarks/inquiries.py).
DEPTH = 800
# Where copies of few sentences take most of these places, so many are brought up instead: 16 reprints of everything.
MOST, _WIDER = 16 * DEPTH, 4
# The first so many by score are compared with the statements by a language model, where one is installed, and what it
# says is worth this much in the logarithm of the odds for each unit of cosine above their mean: on the development
# events opposite expectations among the first 50 rise from .35 to .45 and nDCG by .01 (docs/figures.md).
_AGAIN, _WORTH = 400, 2.0
_LEAST = 1e-4  # scores are kept this far from 0 and 1
_WORDS = "words and phrases (BM25)"


class Judged(NamedTuple):
    """A sentence, what the forecast layer makes of it, and its stance."""

    candidate: Candidate
    outlook: Outlook
    judgement: Judgement


def thresholds() -> dict[str, float]:
    """Every number that retrieval and stance depend on, by name, for the commitment."""
    return {**dict(THRESHOLDS), "retrieval depth": DEPTH, "retrieval depth among copies": MOST}


class Retriever:
    """Searches one collection, as it is seen, for one event: one index and one reader for every bound."""

    def __init__(self, collection: Collection, event: Event) -> None:
        language = collection.settings.language
        self._event, self._vocabulary = event, load_vocabulary(language)
        self._index, self._topic = passage_index(collection), topic_of(event, self._vocabulary)
        self._reader, self._stemmer = OutlookReader(self._vocabulary), stemmer(self._vocabulary)
        self._outlooks: dict[str, Outlook] = {}
        self._crowded = False
        self._seen_until = collection.view.last_day if collection.view else None
        meaning = load_vectors(language)
        self.told: tuple[str, ...] = (_WORDS, f"meaning ({meaning.version})") if meaning else (_WORDS,)
        self._meant = meaning is not None
        encoder = load_encoder(language)
        self.vectors = SentenceVectors(collection.index, encoder) if encoder else None
        if encoder:
            self.told += (f"the first {_AGAIN} compared by {encoder.name.split('+')[0]}",)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the searches made so far lack."""
        told = []
        if not self._meant:
            told.append(
                f"No word vectors for {self._vocabulary.language!r}: what says it in other words is missed."
            )
        if not self._topic.terms:
            told.append(
                "The event's statements hold only words that stand everywhere, so that nothing can be found by them;"
                " name what it is about."
            )
        if self._crowded:
            told.append(
                f"Most of the best {MOST:,} sentences have the same words as others; different ones may have been crowded out."
            )
        return tuple(told)

    @property
    def passages(self) -> int:
        """How many sentences are seen, whenever they were said."""
        return self._index.count(self._seen_until)[1]

    def share(self, sentence: str) -> float:
        """How much of the weight of the event's words stands in a sentence, 0 to 1."""
        stems = frozenset(self._stemmer.stems(sentence))
        weights = dict(self._topic.terms)
        return sum(weight for stem, weight in weights.items() if stem in stems) / (
            sum(weights.values()) or 1.0
        )

    def before(self) -> list[Judged]:
        """Sentences that are certainly or possibly before the event.

        All that weighs them is counted in what is certainly before it, so that nothing later has a say.
        """
        date = self._event.date
        if date is None or date.earliest is None:
            return self.ever()
        until = date.earliest - date.start_margin - 1
        if self._seen_until is not None and self._seen_until <= until:
            return self.ever()
        last = OPEN_END if date.latest is None else date.latest + date.end_margin - 1
        hits = self._hits(until, last, self._seen_until)
        return self._judged(hits, until)

    def ever(self) -> list[Judged]:
        """Sentences that are seen, whenever they were said."""
        return self._judged(self._hits(self._seen_until), self._seen_until)

    def _hits(self, until: int | None, possible: int | None = None, within: int | None = None) -> list[Hit]:
        """The best sentences of what is certainly of the day or before it, then of what possibly is.

        The two are searched apart: what may be later has no say in which of the certain ones are found.
        """
        found = self._fullest(lambda limit: self._index.candidates(self._topic, until=until, limit=limit))
        if possible is None:
            return found

        def doubtful(limit: int) -> list[Hit]:
            hits = self._index.candidates(
                self._topic, until=until, possible=possible, within=within, limit=limit
            )
            return [each for each in hits if not each.certain]

        return found + self._fullest(doubtful)

    def _fullest(self, search: Callable[[int], list[Hit]]) -> list[Hit]:
        """The best sentences; where sentences of the same words fill half of the places, more are brought up."""
        limit = DEPTH
        while True:
            hits = search(limit)
            different = len({text for text, _ in self._index.texts(hits)})
            crowded = len(hits) >= limit and len(hits) - different >= limit / 2
            if not crowded or limit >= MOST:
                self._crowded = self._crowded or crowded
                return hits
            limit *= _WIDER

    def _judged(self, hits: Sequence[Hit], until: int | None) -> list[Judged]:
        """Hits with their stances and scores; those of certain ones are what they would be without the others."""
        texts = self._index.texts(hits)
        candidates = [
            Candidate(
                hit.document, hit.start, hit.end, text, leading, hit.words, hit.meaning, rank, hit.found_by
            )
            for rank, (hit, (text, leading)) in enumerate(zip(hits, texts, strict=True))
        ]
        outlooks = [self._outlook(each.text) for each in candidates]
        passages = self._index.count(until)[1]

        def rarity(stem: str) -> float:
            if not passages:  # nothing is certainly before the event: no word is rarer than another
                return 1.0
            return log(1 + passages / (1 + self._index.df(stem, until))) / log(1 + max(1, passages))

        judge = Judge(self._event, self._vocabulary, rarity)
        certain = sum(each.certain for each in hits)
        judged = judge.judge(candidates[:certain], outlooks[:certain])
        # Scores are shares of the best one's: beside it the doubtful ones are comparable.
        best = max(range(certain), key=lambda at: candidates[at].words, default=0)
        top = slice(best, best + 1) if certain else slice(0)
        beside = judge.judge(candidates[top] + candidates[certain:], outlooks[top] + outlooks[certain:])
        judged += beside[len(candidates[top]) :]
        return self._compared([Judged(*each) for each in zip(candidates, outlooks, judged, strict=True)])

    def _compared(self, judged: list[Judged]) -> list[Judged]:
        """The best of them ordered by meaning once more, where a language model is installed; stances stay."""
        if self.vectors is None:
            return judged
        order = sorted(judged, key=lambda each: (-each.judgement.score, each.candidate.rank))
        first, rest = order[:_AGAIN], order[_AGAIN:]
        near = self.vectors.cosines([each.candidate.text for each in first], self._topic.statements)
        middle = sum(near) / max(1, len(near))
        return [
            _moved(each, _WORTH * (cosine - middle)) for each, cosine in zip(first, near, strict=True)
        ] + rest

    def _outlook(self, sentence: str) -> Outlook:
        """What the forecast layer makes of a sentence; most come up both before the event and ever."""
        if sentence not in self._outlooks:
            self._outlooks[sentence] = self._reader.outlook(sentence)
        return self._outlooks[sentence]


def _moved(judged: Judged, by: float) -> Judged:
    """A sentence with its score moved in the logarithm of its odds."""
    score = min(max(judged.judgement.score, _LEAST), 1 - _LEAST)
    moved = 1 / (1 + exp(-(log(score / (1 - score)) + by)))
    return judged._replace(judgement=replace(judged.judgement, score=round(moved, 4)))
