"""Which paragraphs hold these words, said before that day? (tantivy; disposable)

Paragraphs are indexed as words that foresaid folded itself, so that what counts as the same word is the
same here, in verification and in every other deployment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tantivy

from foresaid.archive.writing import refusing
from foresaid.errors import DamageError
from foresaid.text.queries import Both, Either, Phrase, Prefix, Query, Without, fold_words
from foresaid.text.segment import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from foresaid.model.documents import Document

# tantivy's least heap for one thread is 15 MB; 64 MB keeps a 12 MB collection in one segment.
_HEAP = 64 << 20
# Stand-ins for an open end, outside any day number that an EDTF year of the bounds in text/edtf gives.
_OPEN_START, _OPEN_END = -(10**17), 10**17


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph that answers a search: its document's number, its span, and a BM25 score."""

    document: int
    start: int
    end: int
    score: float


class SearchIndex:
    """The folder index/search."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = _schema()

    def add(self, documents: Iterable[tuple[int, Document]]) -> None:
        """Index documents, each in place of an earlier version; they are found once this returns."""
        with refusing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            index = tantivy.Index(self._schema, path=str(self._folder))
            writer = index.writer(heap_size=_HEAP, num_threads=1)
            for number, document in documents:
                writer.delete_documents_by_term("document", number)
                for row in _rows(number, document):
                    writer.add_document(row)
            writer.commit()
            writer.wait_merging_threads()

    def search(
        self,
        query: Query,
        *,
        earliest: tuple[int | None, int | None] = (None, None),
        latest: tuple[int | None, int | None] = (None, None),
        speaker: tuple[str, ...] = (),
        limit: int = 20,
    ) -> tuple[list[Place], int]:
        """The best `limit` places and how many there are in all.

        `earliest` and `latest` are inclusive bounds on the document's earliest and latest day.
        """
        if not self._folder.is_dir():
            return [], 0
        try:
            searcher = tantivy.Index.open(str(self._folder)).searcher()
        except ValueError as error:
            raise DamageError(
                f"{self._folder} cannot be read ({error}); run `foresaid rebuild` on its collection."
            ) from error
        must = [self._built(query)]
        must += [
            self._range(field, *bounds)
            for field, bounds in (("earliest", earliest), ("latest", latest))
            if bounds != (None, None)
        ]
        must += [tantivy.Query.term_query(self._schema, "speaker", word) for word in speaker]
        found = searcher.search(_all(must), limit=limit, count=True)
        places = [_place(searcher.doc(address), score) for score, address in found.hits]
        places.sort(key=lambda place: (-place.score, place.document, place.start))
        return places, int(found.count)  # type: ignore[attr-defined] # missing in its stubs

    def _built(self, query: Query) -> Any:  # noqa: ANN401 - tantivy has no type stubs
        match query:
            case Phrase((word,)):
                return tantivy.Query.term_query(self._schema, "words", word)
            case Phrase(words):
                return tantivy.Query.phrase_query(self._schema, "words", list(words))
            case Prefix(word):
                return tantivy.Query.regex_query(self._schema, "words", word + ".*")
            case Either(parts):
                return tantivy.Query.boolean_query(
                    [(tantivy.Occur.Should, self._built(part)) for part in parts]
                )
            case Both(parts):
                return _all(
                    [self._built(part) for part in parts if not isinstance(part, Without)],
                    [self._built(part.part) for part in parts if isinstance(part, Without)],
                )
            case Without(part):
                return _all([tantivy.Query.all_query()], [self._built(part)])

    def _range(self, field: str, low: int | None, high: int | None) -> Any:  # noqa: ANN401
        return tantivy.Query.const_score_query(
            tantivy.Query.range_query(
                self._schema,
                field,
                tantivy.FieldType.Integer,
                _OPEN_START if low is None else low,
                _OPEN_END if high is None else high,
            ),
            0.0,
        )


def _all(must: list[Any], never: list[Any] | None = None) -> Any:  # noqa: ANN401
    clauses = [(tantivy.Occur.Must, each) for each in must]
    return tantivy.Query.boolean_query(clauses + [(tantivy.Occur.MustNot, each) for each in never or ()])


def _schema() -> Any:  # noqa: ANN401
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", stored=False, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("speaker", stored=False, tokenizer_name="whitespace", index_option="basic")
    builder.add_integer_field("document", stored=True, indexed=True)
    for field in ("start", "end"):
        builder.add_integer_field(field, stored=True)
    for field in ("earliest", "latest"):
        builder.add_integer_field(field, indexed=True, fast=True)
    return builder.build()


def _rows(number: int, document: Document) -> Iterable[Any]:
    earliest, latest = _bounds(document)
    speaker = " ".join(fold_words(document.speaker or ""))
    for paragraph in paragraphs(document.text):
        yield tantivy.Document(
            document=number,
            start=paragraph.start,
            end=paragraph.end,
            words=" ".join(fold_words(document.text[paragraph.start : paragraph.end])),
            speaker=speaker,
            earliest=earliest,
            latest=latest,
        )


def _bounds(document: Document) -> tuple[int, int]:
    """The first and last day that the document may be of, its date's doubt included."""
    date = document.dating.date if document.dating else None
    earliest = date.earliest - date.start_margin if date and date.earliest is not None else _OPEN_START
    latest = date.latest + date.end_margin if date and date.latest is not None else _OPEN_END
    return earliest, latest


def _place(row: Any, score: float) -> Place:  # noqa: ANN401
    # Six digits: enough to rank by, few enough that builds of tantivy agree.
    return Place(row["document"][0], row["start"][0], row["end"][0], round(score, 6))
