"""How well does each paragraph answer a search, judged by nothing but what may be seen?

BM25 (Robertson and Zaragoza 2009) with k1 = 1.2 and b = 0.75, as tantivy has it. tantivy counts in its whole index
how rare a word is and how long paragraphs are, later ones included, so that the order of what was said before a day
would change with what was said after it. Here a word or phrase is as rare as it is among the paragraphs that may be
seen, and a paragraph as long as it is beside the others that answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from math import log
from typing import TYPE_CHECKING

from foresaid.text.normalize import fold_word, hash_words, tokenise, words
from foresaid.text.queries import Phrase, query_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.archive.catalogue import Catalogue
    from foresaid.archive.search_index import Bounds, SearchIndex
    from foresaid.pipeline.reports import Progress
    from foresaid.text.queries import Place, Prefix, Query

_SATURATION, _LENGTH = 1.2, 0.75  # k1 and b, the usual values and tantivy's
_EVERY = 500  # documents between two reports of progress
_Counter = Callable[[str], int]


class Weigher:
    """Weighs the places of one search by how rare its words are among the paragraphs within some bounds."""

    def __init__(self, index: SearchIndex, query: Query, seen: Bounds) -> None:
        paragraphs = index.count(None, seen)
        self._asked: list[tuple[float, _Counter]] = []
        for wanted in dict.fromkeys(query_words(query)):
            holding = index.count(wanted, seen)
            rarity = log(1 + (paragraphs - holding + 0.5) / (holding + 0.5))
            self._asked.append((rarity, _counter(wanted)))

    def weighed(self, catalogue: Catalogue, places: Sequence[Place], progress: Progress) -> list[Place]:
        """The places with their scores, best first; linear in the texts that hold them.

        Places in documents that are not seen (a writer has dropped them just now) are left out.
        """
        middle = sum(place.end - place.start for place in places) / max(1, len(places))
        select = "SELECT text FROM document WHERE number = ?"
        weighed: list[Place] = []
        done = 0
        for number, held in groupby(places, key=lambda place: place.document):
            row = next(catalogue.rows(select, (number,)), None)
            for place in held:
                done += 1
                if done % _EVERY == 0:
                    progress("weighing paragraphs", done, len(places))
                if row is not None:
                    weighed.append(self._weighed(place, row["text"], middle))
        weighed.sort(key=lambda place: (-place.score, place.document, place.start))
        return weighed

    def _weighed(self, place: Place, text: str, middle: float) -> Place:
        paragraph = text[place.start : place.end]
        norm = _SATURATION * (1 - _LENGTH + _LENGTH * len(paragraph) / max(middle, 1.0))
        score = 0.0
        for rarity, counter in self._asked:
            times = counter(paragraph)
            score += rarity * times * (_SATURATION + 1) / (times + norm)
        return replace(place, score=round(score, 6))


def _counter(wanted: Phrase | Prefix) -> _Counter:
    """Counts how often a word, phrase or beginning of a word stands in a paragraph."""
    hashes = hash_words(wanted.words).tolist()

    def phrases(paragraph: str) -> int:
        stand = tokenise(paragraph).hashes
        last = len(stand) - len(hashes) + 1
        if last <= 0:
            return 0
        here = stand[:last] == hashes[0]
        for offset, each in enumerate(hashes[1:], 1):
            here &= stand[offset : last + offset] == each
        return int(here.sum())

    def prefixes(paragraph: str) -> int:
        length, (*before, begun) = len(wanted.words), wanted.words
        folded = [fold_word(word) for word in words(paragraph, tokenise(paragraph))]
        return sum(
            folded[at : at + length - 1] == before and folded[at + length - 1].startswith(begun)
            for at in range(len(folded) - length + 1)
        )

    return phrases if isinstance(wanted, Phrase) else prefixes
