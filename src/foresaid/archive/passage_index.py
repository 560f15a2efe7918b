"""Which sentences of the collection, said before that day, may be about this? The index on disk, for reading.

How it lies on disk and comes to be there: passage_segments.py. How it is searched: passage_search.py.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

from foresaid.archive.passage_search import Asked, Search, Segment, Slice
from foresaid.archive.passage_segments import MANIFEST, listed_passages, open_part
from foresaid.errors import DamageError
from foresaid.text.bm25 import MOST_WEIGHT
from foresaid.text.codes import sign_codes, small_rows
from foresaid.text.normalize import hash_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from foresaid.archive.passage_segments import Making
    from foresaid.model.inquiries import Topic
    from foresaid.text.hits import Hit


class DiskPassageIndex:
    """The passage index of a folder, as it was when it was opened; reads only.

    `making` must be that by which the index was made; DamageError where it is not, or the folder is damaged.
    """

    def __init__(self, folder: Path, making: Making) -> None:
        self._folder, self._making = folder, making
        entries = listed_passages(folder, making.version)
        if not entries and listed_passages(folder):
            raise DamageError(f"{folder / MANIFEST} is of another version; the next inquiry makes it anew.")
        self._segments = [Segment(number, open_part(folder, entry)) for number, entry in enumerate(entries)]

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
                int(np.searchsorted(segment.holding(hashes)[0][0], segment.prefix(until)))
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

        Its meaning is the direction of all its statements together. Of documents certainly of the day `until` or before
        it (None: all documents); where `possible` is given, as many again of documents that are not, but possibly are
        of the day `possible` or before it, and are certainly of the day `within` or before it where that is given.
        Certain ones come first, then those with the higher score by words, by meaning, then the earlier document, its
        id and the place in it.
        """
        with self._undamaged():
            asked = self._asked(topic)
            certain = [Slice(0, segment.prefix(until), None) for segment in self._segments]
            search = Search(self._segments, certain, asked)
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

    def _asked(self, topic: Topic) -> Asked:
        words: dict[int, float] = {}
        phrases = [(hash_words(list(phrase)), 1.0) for phrase in topic.phrases]
        for term, weight in topic.terms:
            hashes = hash_words([term])
            if len(hashes) == 1:
                words[int(hashes[0])] = words.get(int(hashes[0]), 0.0) + weight
            else:
                phrases.append((hashes, weight))
        phrases = [(hashes, weight) for hashes, weight in phrases if len(hashes)]
        weights = [*words.values(), *(weight for _, weight in phrases)]
        if any(weight < 0 for weight in weights) or sum(weights) > MOST_WEIGHT:
            raise ValueError(f"weights of terms are not negative, and {MOST_WEIGHT:.0f} at most together")
        codes = rows = None
        if self._making.vectors is not None and topic.statements:
            together = self._making.vectors.encode(topic.statements).sum(axis=0, keepdims=True)
            if together.any():
                rows = small_rows(together)
                codes = sign_codes(rows[0])
        hashed = np.array(list(words), np.uint32)
        return Asked(hashed, [each for each, _ in phrases], weights, codes, rows)

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        """A search stops at a place that a damaged array gives."""
        try:
            yield
        except (IndexError, UnicodeDecodeError) as error:
            raise DamageError(
                f"{self._folder} was changed: {error}. `foresaid fsck` says where; run `foresaid rebuild`."
            ) from error
