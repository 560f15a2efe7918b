"""How are the sentences of several segments searched as if they were one, up to a day?

A search takes the best by the topic's words and phrases (text/bm25.py) and the best by its meaning (text/codes.py) of
the sentences of documents that are certainly of a day or before it. These are a prefix of each segment, and all that is
counted for the search (how many passages there are, how many have a term, how long they are in the mean) is counted in
the prefix: what was said later changes nothing, neither what is found nor its score. Sentences that are only possibly
as early are weighed by the same counts, apart. Where equals have to be told apart, the earlier document comes first,
then the smaller id, then the place: never the segment that one happens to lie in.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from foresaid.archive.passage_segments import OPEN_END
from foresaid.text.bm25 import UNITS, Corpus, Impacts, Posting, best, lend, shapes_of, weigh
from foresaid.text.codes import cosines, cut, nearest
from foresaid.text.hits import Hit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from foresaid.archive.passage_segments import Part
    from foresaid.text.bm25 import Numbers, Scores, Shapes
    from foresaid.text.codes import Bits, Floats, Small

# Sentences nearest by the bits of their vectors that are weighed by the vectors themselves, at least.
# benchmarks/inquire.py says what share of the best 500 by the vectors are among them.
NEAREST = 16_000
FEW = 500  # passages whose words are looked at one by one, rather than narrowed down by another word of a phrase


class Asked(NamedTuple):
    """A topic as the index is asked for it: words (hashes) and phrases, the weights of both, and statements as vectors."""

    words: Numbers
    phrases: list[Numbers]
    weights: list[float]
    codes: Bits | None
    rows: tuple[Small, Floats] | None


class Slice(NamedTuple):
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
    how: tuple[bool, bool, bool]
    segment: int
    passage: int


class Segment:
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

    def beyond(self, day: int | None, possible: int, within: int | None) -> Slice:
        """The passages that are not certainly of a day or before it, but possibly of another or before that.

        Only those certainly of the day `within` or before it, where that is given.
        """
        number = self.documents_until(day)
        end = max(number, self.documents_until(within))
        early = self.columns["earliest"][number:end] <= possible
        allowed = np.repeat(early, np.diff(self.borders[number : end + 1]))
        return Slice(int(self.borders[number]), int(self.borders[end]), allowed)

    def holding(self, hashes: Numbers) -> list[tuple[Numbers, Shapes]]:
        """For each word, by the hash of its stem, the passages that have it, and their shapes."""
        terms, offsets = self.columns["terms"], self.columns["offsets"]
        passages, shapes = self.columns["passages"], self.columns["shapes"]
        if not len(terms):
            return [(passages, shapes) for _ in hashes]
        at = np.minimum(np.searchsorted(terms, hashes), len(terms) - 1)
        lows, highs = offsets[at], np.where(terms[at] == hashes, offsets[at + 1], offsets[at])
        return [
            (passages[low:high], shapes[low:high])
            for low, high in zip(lows.tolist(), highs.tolist(), strict=True)
        ]

    def holding_phrase(self, phrase: Numbers) -> tuple[Numbers, Shapes]:
        """The passages in which these words stand side by side, and their shapes."""
        lists = sorted((passages for passages, _ in self.holding(phrase)), key=len)
        found = lists[0]
        for other in lists[1:]:
            if len(found) <= FEW:
                break
            at = np.minimum(np.searchsorted(other, found), len(other) - 1)
            found = found[other[at] == found]
        words, stream = self.columns["words"], self.columns["stream"]
        if not len(found):
            return found, self.columns["shapes"][:0]
        lengths = words[found + 1] - words[found]
        places = np.repeat(words[found] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
        owners = np.repeat(np.arange(len(found)), lengths)
        ends = words[found + 1][owners]
        for offset, term in enumerate(phrase):
            stands = places + offset < ends
            places, owners, ends = places[stands], owners[stands], ends[stands]
            stands = stream[places + offset] == term
            places, owners, ends = places[stands], owners[stands], ends[stands]
        counts = np.bincount(owners, minlength=len(found))
        has = counts > 0
        return found[has], shapes_of(counts[has], lengths[has])

    def text(self, passage: int) -> str:
        """A sentence as it is read."""
        low, high = self.columns["bytes"][passage : passage + 2].tolist()
        data: bytes = self.columns["letters"][low:high].tobytes()
        return data.decode("utf-8", "surrogatepass")


class Search:
    """One topic over all segments, weighed by what the certain passages say."""

    def __init__(self, segments: Sequence[Segment], certain: Sequence[Slice], asked: Asked) -> None:
        self._segments, self._asked = segments, asked
        words = sum(
            int(segment.columns["words"][part.end]) for segment, part in zip(segments, certain, strict=True)
        )
        impacts = Impacts(Corpus(sum(part.end for part in certain), words))
        held = [segment.holding(asked.words) for segment in segments]
        phrased = [[segment.holding_phrase(phrase) for phrase in asked.phrases] for segment in segments]
        self._postings: list[list[Posting]] = [[] for _ in segments]
        for at, weight in enumerate(asked.weights):
            stand = [(*words, *phrases)[at] for words, phrases in zip(held, phrased, strict=True)]
            holding = sum(
                int(np.searchsorted(passages, part.end))
                for (passages, _), part in zip(stand, certain, strict=True)
            )
            table = impacts.table(weight, holding)
            for postings, each in zip(self._postings, stand, strict=True):
                postings.append(Posting(*each, table))
        none = np.zeros(0, np.uint32)
        self._with_phrase = [
            np.concatenate([none, *(passages for passages, _ in found)]) for found in phrased
        ]

    def hits(self, parts: Sequence[Slice], limit: int, *, certain: bool) -> list[Hit]:
        """The best of these slices, in the order of `candidates`."""
        scores = [self._scores(number, part) for number, part in enumerate(parts)]
        by_words = self._by_words(scores, parts, limit)
        by_meaning = self._by_meaning(parts, limit)
        rows: list[_Row] = []
        for number, part in enumerate(parts):
            places = np.union1d(by_words[number], by_meaning[number])
            words = scores[number][places - np.uint32(part.first)] / UNITS
            found = np.isin(places, by_words[number]), np.isin(places, by_meaning[number])
            phrased = np.isin(places, self._with_phrase[number])
            how = zip(*(each.tolist() for each in (*found, phrased)), strict=True)
            rows += self._rows(number, places, words, self._cosines(number, places), list(how))
        rows.sort()
        return [
            Hit(
                row.document,
                row.start,
                row.end,
                -row.words,
                -row.meaning,
                certain,
                _FOUND_BY[row.how],
                *row[-2:],
            )
            for row in rows
        ]

    def _scores(self, number: int, part: Slice) -> Scores:
        """The scores by words of the passages of a slice, in units."""
        postings = []
        for passages, shapes, table in self._postings[number]:
            low, high = np.searchsorted(passages, (part.first, part.end)).tolist()
            if high > low:
                postings.append(Posting(passages[low:high], shapes[low:high], table))
        scores = weigh(postings, part.first, part.end - part.first)
        scores = lend(scores, self._segments[number].borders - part.first)
        return scores if part.allowed is None else np.where(part.allowed, scores, np.int32(0))

    def _by_words(self, scores: list[Scores], parts: Sequence[Slice], limit: int) -> list[Numbers]:
        """Of each segment the passages that are among the best `limit` by words."""
        found = []
        for score, part in zip(scores, parts, strict=True):
            places = best(score, limit)
            found.append((places + np.uint32(part.first), score[places]))
        return self._first(found, limit)

    def _by_meaning(self, parts: Sequence[Slice], limit: int) -> list[Numbers]:
        """Of each segment those among the best `limit` by meaning, of the nearest by bits; none whose cosine is nought."""
        codes, none = self._asked.codes, np.zeros(0, np.uint32)
        if codes is None or not len(codes) or not parts:
            return [none for _ in parts]
        most = max(limit, NEAREST)
        near = [nearest(self._codes(number, part), codes, most) for number, part in enumerate(parts)]
        farthest = cut(np.concatenate([distances for _, distances in near]), most)
        found = []
        for number, (part, (places, distances)) in enumerate(zip(parts, near, strict=True)):
            own = self._numbers(part, places[distances <= farthest])
            cosine = self._cosines(number, own)
            found.append((own[cosine > 0], cosine[cosine > 0]))
        return self._first(found, limit)

    def _first(self, found: list[tuple[Numbers, NDArray[Any]]], limit: int) -> list[Numbers]:
        """Of each segment those among the best `limit` of all; of equal values the earlier document comes first."""
        values = np.concatenate([np.zeros(0), *(value for _, value in found)])
        if len(values) <= limit:
            return [places for places, _ in found]
        least = np.partition(values, -limit)[-limit] if limit else np.inf
        equal = sorted(
            row
            for number, (places, value) in enumerate(found)
            for row in self._rows(number, places[value == least])
        )
        kept = {row[-2:] for row in equal[: max(0, limit - int((values > least).sum()))]}
        return [
            np.array(
                [*places[value > least].tolist(), *(place for at, place in kept if at == number)], np.uint32
            )
            for number, (places, value) in enumerate(found)
        ]

    def _codes(self, number: int, part: Slice) -> Bits:
        """The bits of the passages of a slice."""
        codes = self._segments[number].codes[part.first : part.end]
        return codes if part.allowed is None else codes[part.allowed]

    def _numbers(self, part: Slice, places: Numbers) -> Numbers:
        """The passages' numbers from their places among those of a slice that are allowed."""
        if part.allowed is None:
            return places + np.uint32(part.first)
        numbers = np.flatnonzero(part.allowed)[places] + part.first
        return numbers.astype(np.uint32)

    def _cosines(self, number: int, places: Numbers) -> Floats:
        """How near each of these passages' meaning is to the nearest statement; nought without vectors."""
        rows = self._asked.rows
        if rows is None or not len(rows[0]) or not len(places):
            return np.zeros(len(places), np.float32)
        segment = self._segments[number]
        return cosines(segment.rows, segment.columns["scales"], places, rows)

    def _rows(
        self,
        number: int,
        places: Numbers,
        words: NDArray[np.float64] | None = None,
        meanings: Floats | None = None,
        how: list[tuple[bool, bool, bool]] | None = None,
    ) -> list[_Row]:
        """Passages of a segment in the form in which they are sorted."""
        segment, count = self._segments[number], len(places)
        documents = np.searchsorted(segment.borders, places, "right") - 1
        words = np.zeros(count) if words is None else words
        meanings = np.zeros(count, np.float32) if meanings is None else meanings
        columns = (
            (-words).tolist(),
            np.round(-meanings.astype(np.float64), 6).tolist(),
            segment.columns["latest"][documents].tolist(),
            [segment.ids[document] for document in documents.tolist()],
            segment.columns["starts"][places].tolist(),
            segment.columns["ends"][places].tolist(),
            how or [(False, False, False)] * count,
            [number] * count,
            places.tolist(),
        )
        return list(map(_Row._make, zip(*columns, strict=True)))


# In the order words, meaning, phrase; a phrase brings nothing up alone, it is one of the words.
_FOUND_BY = {
    (words, meaning, phrase): tuple(
        name for name, by in (("words", words), ("phrase", words and phrase), ("meaning", meaning)) if by
    )
    for words in (False, True)
    for meaning in (False, True)
    for phrase in (False, True)
}
