"""Which sentences of the collection, said before that day, may be about this? The index on disk, opened for reading.

How it lies on disk and comes to be there: passage_segments.py. A search takes the best by the topic's words and phrases
(text/bm25.py) and the best by its meaning (text/codes.py) of the sentences of documents that are certainly of a day or
before it. These are a prefix of each segment, and all that is counted for the search (how many passages there are, how
many have a term, how long they are in the mean) is counted in the prefix: what was said later changes nothing, neither
what is found nor its score. Sentences that are only possibly as early are weighed by the same counts, apart.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from foresaid.archive.passage_segments import MANIFEST, OPEN_END, listed_passages, open_part
from foresaid.errors import DamageError
from foresaid.text.bm25 import MOST_WEIGHT, UNITS, Corpus, Posting, best, impacts, lend, shapes_of, weigh
from foresaid.text.codes import cosines, cut, nearest, sign_codes, small_rows
from foresaid.text.hits import Hit
from foresaid.text.normalize import hash_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from foresaid.archive.passage_segments import Making, Part
    from foresaid.model.inquiries import Topic
    from foresaid.text.bm25 import Numbers, Scores, Shapes
    from foresaid.text.codes import Bits, Floats, Small

# Sentences nearest by the bits of their vectors that are weighed by the vectors themselves, at least.
# benchmarks/inquire.py says what share of the best 500 by the vectors are among them.
NEAREST = 4_000


class _Asked(NamedTuple):
    """A topic as the index is asked for it: words (hashes) and phrases with their weights, statements as vectors."""

    words: tuple[tuple[int, float], ...]
    phrases: tuple[tuple[Numbers, float], ...]
    codes: Bits | None
    rows: tuple[Small, Floats] | None


class _Slice(NamedTuple):
    """The passages of a segment that are searched: [first, end), of these those `allowed`, None for all."""

    first: int
    end: int
    allowed: NDArray[np.bool_] | None


class _Row(NamedTuple):
    """A passage in the order of hits: the higher scores first (they stand here negated), then the earlier document."""

    words: float
    meaning: float
    latest: int
    document: str
    start: int
    end: int
    segment: int
    passage: int


class _Segment:
    """One segment, opened: what is in it, and where the days divide it."""

    def __init__(self, number: int, part: Part) -> None:
        self.number, self.ids, self.borders = number, part.ids, part.borders
        self.columns = part.columns
        self.passages = int(part.borders[-1])

    @cached_property
    def codes(self) -> Bits:
        """The bits of each sentence's vector, a row each; no columns where there are no vectors."""
        codes: Bits = self.columns["codes"]
        return codes.reshape(self.passages, len(codes) // max(1, self.passages))

    @cached_property
    def rows(self) -> Small:
        """The numbers of each sentence's vector, a row each."""
        rows: Small = self.columns["rows"]
        return rows.reshape(self.passages, len(rows) // max(1, self.passages))

    def documents_until(self, day: int | None) -> int:
        """How many documents are certainly of this day or before it; they come first. None: all."""
        if day is None:
            return len(self.ids)
        return int(np.searchsorted(self.columns["latest"], min(day, OPEN_END - 1), "right"))

    def prefix(self, day: int | None) -> int:
        """How many passages are certainly of this day or before it."""
        return int(self.borders[self.documents_until(day)])

    def beyond(self, day: int | None, possible: int, within: int | None) -> _Slice:
        """The passages that are not certainly of a day or before it, but possibly of another or before that.

        Only those certainly of the day `within` or before it, where that is given.
        """
        number, end = self.documents_until(day), self.documents_until(within)
        early = self.columns["earliest"][number:end] <= possible
        allowed = np.repeat(early, np.diff(self.borders[number : end + 1]))
        return _Slice(int(self.borders[number]), int(self.borders[end]), allowed)

    def holding(self, term: int) -> tuple[Numbers, Shapes]:
        """The passages that have a word, by the hash of its stem, and their shapes."""
        terms, offsets = self.columns["terms"], self.columns["offsets"]
        at = int(np.searchsorted(terms, np.uint32(term)))
        if at == len(terms) or terms[at] != term:
            return self.columns["passages"][:0], self.columns["shapes"][:0]
        low, high = int(offsets[at]), int(offsets[at + 1])
        return self.columns["passages"][low:high], self.columns["shapes"][low:high]

    def holding_phrase(self, phrase: Numbers) -> tuple[Numbers, Shapes]:
        """The passages in which these words stand side by side, and their shapes."""
        lists = sorted((self.holding(int(term))[0] for term in phrase), key=len)
        found = lists[0]
        for other in lists[1:]:
            if len(found):
                at = np.minimum(np.searchsorted(other, found), max(0, len(other) - 1))
                found = found[other[at] == found] if len(other) else found[:0]
        words, stream = self.columns["words"], self.columns["stream"]
        lengths = words[found + 1] - words[found] if len(found) else np.zeros(0, np.int64)
        places = np.repeat(words[found] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
        owners = np.repeat(np.arange(len(found)), lengths)
        stands = np.ones(len(places), np.bool_)
        for offset, term in enumerate(phrase):
            moved = places + offset
            inside = moved < words[found + 1][owners] if len(found) else stands
            stands &= inside & (stream[np.where(inside, moved, 0)] == term)
        counts = np.bincount(owners[stands], minlength=len(found))
        has = counts > 0
        return found[has], shapes_of(counts[has], lengths[has])

    def text(self, passage: int) -> str:
        """A sentence as it is read."""
        low, high = self.columns["bytes"][passage : passage + 2].tolist()
        data: bytes = self.columns["letters"][low:high].tobytes()
        return data.decode("utf-8", "surrogatepass")


class DiskPassageIndex:
    """The passage index of a folder, as it was when it was opened; reads only.

    `making` must be that by which the index was made; DamageError where it is not, or the folder is damaged.
    """

    def __init__(self, folder: Path, making: Making) -> None:
        self._folder, self._making = folder, making
        entries = listed_passages(folder, making.version)
        if not entries and listed_passages(folder):
            raise DamageError(f"{folder / MANIFEST} is of another version; the next inquiry makes it anew.")
        self._segments = [
            _Segment(number, open_part(folder, entry)) for number, entry in enumerate(entries)
        ]

    def count(self, until: int | None = None) -> tuple[int, int]:
        """How many documents and passages are certainly of a day or before it; None: all there are."""
        documents = sum(segment.documents_until(until) for segment in self._segments)
        return documents, sum(segment.prefix(until) for segment in self._segments)

    def df(self, term: str, until: int | None = None) -> int:
        """How many passages, certainly of a day or before it, have a word of this stem."""
        hashes = hash_words([term])
        if len(hashes) != 1:
            return 0
        with self._undamaged():
            return sum(
                int(np.searchsorted(segment.holding(int(hashes[0]))[0], segment.prefix(until)))
                for segment in self._segments
            )

    def candidates(
        self,
        topic: Topic,
        *,
        until: int | None,
        possible: int | None = None,
        within: int | None = None,
        limit: int = 500,
    ) -> list[Hit]:
        """The best `limit` sentences by a topic's words and phrases and the best `limit` by its meaning.

        Of documents certainly of the day `until` or before it (None: all documents); where `possible` is given, as many
        again of documents that are not, but possibly are of the day `possible` or before it (of documents certainly of
        the day `within` or before it, where that is given). Certain ones come first,
        then those with the higher score by words, by meaning, then the earlier document, its id and the place in it.
        """
        with self._undamaged():
            asked = self._asked(topic)
            certain = [_Slice(0, segment.prefix(until), None) for segment in self._segments]
            search = _Search(self._segments, certain, asked)
            hits = search.hits(certain, limit, certain=True)
            if possible is not None:
                beyond = [segment.beyond(until, possible, within) for segment in self._segments]
                hits += search.hits(beyond, limit, certain=False)
        return hits

    def texts(self, hits: Iterable[Hit]) -> list[tuple[str, str]]:
        """Each hit's sentence as it is read, and the one in front of it in its paragraph ("" where there is none)."""
        found = []
        with self._undamaged():
            for hit in hits:
                segment = self._segments[hit.segment]
                opens = segment.columns["opens"][hit.passage]
                leading = "" if opens or not hit.passage else segment.text(hit.passage - 1)
                found.append((segment.text(hit.passage), leading))
        return found

    def _asked(self, topic: Topic) -> _Asked:
        words: dict[int, float] = {}
        phrases: list[tuple[Numbers, float]] = []
        for term, weight in topic.terms:
            hashes = hash_words([term])
            if len(hashes) == 1:
                words[int(hashes[0])] = words.get(int(hashes[0]), 0.0) + weight
            elif len(hashes):
                phrases.append((hashes, weight))
        phrases += [(hash_words(list(phrase)), 1.0) for phrase in topic.phrases if phrase]
        weights = [*words.values(), *(weight for _, weight in phrases)]
        if any(weight < 0 for weight in weights) or sum(weights) > MOST_WEIGHT:
            raise ValueError(f"weights of terms are not negative, and {MOST_WEIGHT:.0f} at most together")
        codes = rows = None
        if self._making.vectors is not None and topic.statements:
            vectors = self._making.vectors.encode(topic.statements)
            vectors = vectors[np.abs(vectors).max(axis=1) > 0]
            codes, rows = sign_codes(vectors), small_rows(vectors)
        return _Asked(tuple(words.items()), tuple(phrases), codes, rows)

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        """A search stops at a place that a damaged array gives."""
        try:
            yield
        except (IndexError, UnicodeDecodeError) as error:
            raise DamageError(
                f"{self._folder} was changed: {error}. `foresaid fsck` says where; run `foresaid rebuild`."
            ) from error


class _Search:
    """One topic over all segments, weighed by what the certain passages say."""

    def __init__(self, segments: Sequence[_Segment], certain: Sequence[_Slice], asked: _Asked) -> None:
        self._segments, self._asked = segments, asked
        words = sum(
            int(segment.columns["words"][part.end]) for segment, part in zip(segments, certain, strict=True)
        )
        self._certain = certain
        self._corpus = Corpus(sum(part.end for part in certain), words)
        self._postings: list[list[Posting]] = [[] for _ in segments]
        for term, weight in asked.words:
            self._take([segment.holding(term) for segment in segments], weight)
        phrases = [
            ([segment.holding_phrase(words) for segment in segments], weight)
            for words, weight in asked.phrases
        ]
        for held, weight in phrases:
            self._take(held, weight)
        none = np.zeros(0, np.uint32)
        self._with_phrase = [
            np.concatenate([none, *(held[number][0] for held, _ in phrases)])
            for number in range(len(segments))
        ]

    def _take(self, held: list[tuple[Numbers, Shapes]], weight: float) -> None:
        """Take in where a word or phrase stands, with what it tells."""
        holding = sum(
            int(np.searchsorted(passages, part.end))
            for (passages, _), part in zip(held, self._certain, strict=True)
        )
        table = impacts(weight, holding, self._corpus)
        for postings, (passages, shapes) in zip(self._postings, held, strict=True):
            postings.append(Posting(passages, shapes, table))

    def hits(self, parts: Sequence[_Slice], limit: int, *, certain: bool) -> list[Hit]:
        """The best of these slices, in the order of `candidates`."""
        scores = [self._scores(number, part) for number, part in enumerate(parts)]
        found: dict[tuple[int, int], list[str]] = {}
        for row in self._by_words(scores, parts, limit):
            found[row[-2:]] = ["words"]
        for row in self._by_meaning(parts, limit):
            found.setdefault(row[-2:], []).append("meaning")
        rows = []
        for number, part in enumerate(parts):
            places = np.array(sorted(place for at, place in found if at == number), np.uint32)
            phrased = np.isin(places, self._with_phrase[number])
            for place in places[phrased].tolist():
                found[number, place].append("phrase")
            words = scores[number][places - np.uint32(part.first)] / UNITS
            rows += self._rows(number, places, words, self._cosines(number, places))
        return [
            Hit(
                row.document,
                row.start,
                row.end,
                -row.words,
                -row.meaning,
                certain,
                tuple(found[row[-2:]]),
                *row[-2:],
            )
            for row in sorted(rows)
        ]

    def _scores(self, number: int, part: _Slice) -> Scores:
        """The scores by words of the passages of a slice, in units."""
        postings = []
        for passages, shapes, table in self._postings[number]:
            low, high = np.searchsorted(passages, (part.first, part.end)).tolist()
            if high > low:
                postings.append(Posting(passages[low:high], shapes[low:high], table))
        scores = weigh(postings, part.first, part.end - part.first)
        scores = lend(scores, self._segments[number].borders - part.first)
        return scores if part.allowed is None else np.where(part.allowed, scores, np.int32(0))

    def _by_words(self, scores: list[Scores], parts: Sequence[_Slice], limit: int) -> list[_Row]:
        """The best `limit` by words; those of each segment are in order already."""
        rows = []
        for number, (score, part) in enumerate(zip(scores, parts, strict=True)):
            places = best(score, limit)
            rows += self._rows(number, places + np.uint32(part.first), score[places] / UNITS)
        return sorted(rows)[:limit]

    def _by_meaning(self, parts: Sequence[_Slice], limit: int) -> list[_Row]:
        """The best `limit` by meaning, of the nearest by the bits of their vectors; none below a cosine of nought."""
        codes = self._asked.codes
        if codes is None or not len(codes) or not parts:
            return []
        most = max(limit, NEAREST)
        near = [nearest(self._codes(number, part), codes, most) for number, part in enumerate(parts)]
        owners = np.repeat(np.arange(len(parts)), [len(places) for places, _ in near])
        distances = np.concatenate([distance for _, distance in near])
        places = np.concatenate(
            [self._allowed(part)[places] for part, (places, _) in zip(parts, near, strict=True)]
        )
        kept, _ = cut(np.arange(len(places)), distances, most)
        cosine = np.concatenate(
            [self._cosines(number, places[kept][owners[kept] == number]) for number in range(len(parts))]
        )
        least = max(0.0, float(np.sort(cosine)[-limit])) if 0 < limit < len(cosine) else 0.0
        rows: list[_Row] = []
        for number in range(len(parts)):
            own = owners[kept] == number
            good = own & (cosine >= least) & (cosine > 0)
            rows += self._rows(number, places[kept][good], np.zeros(int(good.sum())), cosine[good])
        return sorted(rows)[:limit]

    def _codes(self, number: int, part: _Slice) -> Bits:
        """The bits of the passages of a slice."""
        codes = self._segments[number].codes[part.first : part.end]
        return codes if part.allowed is None else codes[part.allowed]

    def _allowed(self, part: _Slice) -> NDArray[np.uint32]:
        """The numbers of a slice's passages."""
        passages = np.arange(part.first, part.end, dtype=np.uint32)
        return passages if part.allowed is None else passages[part.allowed]

    def _cosines(self, number: int, places: Numbers) -> Floats:
        """How near each of these passages' meaning is to the nearest statement; nought without vectors."""
        rows = self._asked.rows
        if rows is None or not len(rows[0]) or not len(places):
            return np.zeros(len(places), np.float32)
        segment = self._segments[number]
        return cosines(segment.rows, segment.columns["scales"], places, rows)

    def _rows(
        self, number: int, places: Numbers, words: NDArray[np.float64], meanings: Floats | None = None
    ) -> list[_Row]:
        segment = self._segments[number]
        documents = np.searchsorted(segment.borders, places, "right") - 1
        meanings = np.zeros(len(places), np.float32) if meanings is None else meanings
        return [
            _Row(-word, -meaning, latest, segment.ids[document], start, end, number, place)
            for word, meaning, latest, document, start, end, place in zip(
                words.tolist(),
                np.round(meanings.astype(np.float64), 6).tolist(),
                segment.columns["latest"][documents].tolist(),
                documents.tolist(),
                segment.columns["starts"][places].tolist(),
                segment.columns["ends"][places].tolist(),
                places.tolist(),
                strict=True,
            )
        ]
