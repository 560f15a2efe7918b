"""Where do these words stand, and was that certainly before that day?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foresaid.archive.collection import reading
from foresaid.archive.search_index import Bounds, SearchIndex
from foresaid.errors import QueryError
from foresaid.pipeline.reports import Hit, Progress, SearchReport, silent
from foresaid.pipeline.weighing import Weigher
from foresaid.text.calendar import read_date
from foresaid.text.normalize import fold_word, tokenise, words
from foresaid.text.queries import (
    Phrase,
    Place,
    Prefix,
    Query,
    Window,
    fold_words,
    parse_query,
    query_words,
)
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.model.dates import Edtf


# About three lines of a terminal: enough to judge a hit by.
_EXCERPT = 280


def search_documents(
    root: Path,
    text: str,
    *,
    before: str | None = None,
    after: str | None = None,
    speaker: str | None = None,
    as_of: str | None = None,
    limit: int = 20,
    progress: Progress = silent,
) -> SearchReport:
    """Paragraphs that hold the words; those whose date only possibly fits are listed apart.

    Certainly before means that the document's latest possible day lies before the first day of the date, and undated
    documents fit possibly. With a bound on what came before, nothing later has a say in the order (weighing.py).
    """
    with reading(root, as_of=as_of) as collection:
        query = parse_query(text)
        documents = collection.catalogue.count("document")
        vocabulary = load_vocabulary(collection.settings.language)
        first, last = (read_date(each, vocabulary)[0] if each else None for each in (before, after))
        (certainly, possibly), view = _windows(first, last), collection.view
        if not documents:
            return SearchReport(text, (), 0, (), 0, 0, view)
        known = Bounds(speaker=tuple(fold_words(speaker or "")), until=view.last_day if view else None)
        search = _Search(collection, query, limit, progress)
        if first or view:
            search.weigh(Bounds(_windows(first, None)[1], until=known.until))
        certain, certain_total = search.best(known._replace(within=certainly))
        rest: list[Place] = []
        rest_total = 0
        if possibly != certainly:
            rest, rest_total = search.best(known._replace(within=possibly, beyond=certainly))
        return SearchReport(
            query=text,
            certain=_hits(collection, certain, query),
            certain_total=certain_total,
            possible=_hits(collection, rest, query),
            possible_total=rest_total,
            documents=documents,
            view=view,
        )


class _Search:
    """One search of an open collection."""

    def __init__(self, collection: Collection, query: Query, limit: int, progress: Progress) -> None:
        self._catalogue = collection.catalogue
        self._index = SearchIndex(collection.index / "search")
        self._query, self._limit, self._progress = query, limit, progress
        self._weigher: Weigher | None = None

    def weigh(self, seen: Bounds) -> None:
        """Let nothing but the documents within these bounds have a say in the order."""
        self._weigher = Weigher(self._index, self._query, seen)

    def best(self, bounds: Bounds) -> tuple[list[Place], int]:
        """The best places and how many there are in all."""
        if self._weigher is None:
            return self._index.search(self._query, bounds, limit=self._limit)
        places = self._index.every(self._query, bounds)
        weighed = self._weigher.weighed(self._catalogue, places, self._progress)
        return weighed[: self._limit], len(weighed)


def _windows(before: Edtf | None, after: Edtf | None) -> tuple[Window, Window]:
    """The windows of documents that fit certainly, and of those that fit certainly or possibly.

    The bound is a stretch of time that somebody names, not a doubt: before 1980 is before its first day,
    after 1980 after its last. Only the document's own date may be uncertain.
    """
    first, last = before.earliest if before else None, after.latest if after else None
    if (before and first is None) or (after and last is None):
        raise QueryError("A bound needs a day to count from; this date is open on that side.")
    certain = ((_next(last), None), (None, _previous(first)))
    possible = ((None, _previous(first)), (_next(last), None))
    return certain, possible


def _next(day: int | None) -> int | None:
    return None if day is None else day + 1


def _previous(day: int | None) -> int | None:
    return None if day is None else day - 1


def _hits(collection: Collection, places: list[Place], query: Query) -> tuple[Hit, ...]:
    """The places as hits; a document that a writer has dropped just now is none."""
    select = "SELECT id, title, speaker, date, text FROM document WHERE number = ?"
    rows = ((place, next(collection.catalogue.rows(select, (place.document,)), None)) for place in places)
    return tuple(_hit(dict(row), place, query) for place, row in rows if row is not None)


def _hit(row: Mapping[str, Any], place: Place, query: Query) -> Hit:
    """A place with the words around its first mark."""
    paragraph = row["text"][place.start : place.end]
    marks = _marks(paragraph, query)
    start, end = _excerpt(paragraph, marks[0] if marks else (0, 0))
    inside = tuple((a - start, b - start) for a, b in marks if start <= a and b <= end)
    return Hit(
        document=row["id"],
        title=row["title"],
        speaker=row["speaker"],
        date=row["date"],
        start=place.start + start,
        end=place.start + end,
        text=paragraph[start:end],
        marks=inside,
        score=place.score,
    )


def _marks(paragraph: str, query: Query) -> list[tuple[int, int]]:
    """Where the query's words and phrases stand in a paragraph, in text order, none twice."""
    tokens = tokenise(paragraph)
    folded = [fold_word(word) for word in words(paragraph, tokens)]
    found: list[tuple[int, int]] = []
    for wanted in query_words(query):
        for at in range(len(folded)):
            length = _matches(wanted, folded, at)
            if length:
                found.append((int(tokens.starts[at]), int(tokens.ends[at + length - 1])))
    marks: list[tuple[int, int]] = []
    for start, end in sorted(set(found)):
        if not marks or start >= marks[-1][1]:
            marks.append((start, end))
    return marks


def _matches(wanted: Phrase | Prefix, folded: list[str], at: int) -> int:
    """How many tokens from `at` on are the wanted ones; 0 where they are not."""
    length = len(wanted.words)
    stand = folded[at : at + length]
    if isinstance(wanted, Prefix) and len(stand) == length:
        stand[-1] = stand[-1][: len(wanted.words[-1])]
    return length if tuple(stand) == wanted.words else 0


def _excerpt(paragraph: str, mark: tuple[int, int]) -> tuple[int, int]:
    """A stretch of whole words around a mark."""
    start = max(0, mark[0] - _EXCERPT // 2)
    end = min(len(paragraph), max(mark[1], start + _EXCERPT))
    while start > 0 and not paragraph[start - 1].isspace() and start < mark[0]:
        start += 1
    while end < len(paragraph) and not paragraph[end].isspace() and end > mark[1]:
        end -= 1
    return start, end
