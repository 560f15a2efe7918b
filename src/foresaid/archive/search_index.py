"""Which paragraphs hold these words, said before that day? (tantivy; disposable)

Paragraphs are indexed as words that foresaid folded itself, so that what counts as the same word is the
same here, in verification and in every other deployment.


    index/search/        what tantivy writes; meta.json names the segments that count
    index/search.json    written by foresaid behind it: the sums of meta.json and of the segments' files

So another state of the folder, such as an older copy, is not taken for the last one. Before anything is
written, search.json says that the folder is about to change; whoever is killed in between leaves it at that,
and the documents whose indexing was never noted are indexed again.
"""

from __future__ import annotations

import json
import os
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

import tantivy

from foresaid.archive.manifests import file_sum, read_manifest, write_manifest
from foresaid.archive.writing import refusing, sync_folder
from foresaid.errors import DamageError, StoreError
from foresaid.model.dates import Grade
from foresaid.text.queries import (
    ANY_TIME,
    Both,
    Either,
    Phrase,
    Place,
    Prefix,
    Query,
    Window,
    Without,
    fold_words,
)
from foresaid.text.segment import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.model.documents import Document

# tantivy's least heap for one thread is 15 MB; 64 MB keeps a 12 MB collection in one segment.
_HEAP = 64 << 20
# Stand-ins for an open end, outside any day number that an EDTF year of the bounds in text/edtf gives.
_OPEN_START, _OPEN_END = -(10**17), 10**17
META = "meta.json"
_DELETIONS = ".del"


class Bounds(NamedTuple):
    """Which documents count: those whose days lie in the window `within`, and not those in the window `beyond`.

    `until` is the last day that they may be of, where they are seen as of a day; `speaker` holds folded words of a
    name.
    """

    within: Window = ANY_TIME
    beyond: Window | None = None
    speaker: tuple[str, ...] = ()
    until: int | None = None


ANYWHERE = Bounds()


class SearchIndex:
    """The folder index/search."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = _schema()

    def add(self, documents: Iterable[tuple[int, Document]], *, dropped: Iterable[int] = ()) -> None:
        """Index documents, each in place of an earlier version; they are found once this returns.

        `dropped` are numbers of documents that are gone. DamageError where the folder is not as it was left.
        """
        with refusing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            sums = self._begin()
        try:
            index = tantivy.Index(self._schema, path=str(self._folder))
            writer = index.writer(heap_size=_HEAP, num_threads=1)
            for number in dropped:
                writer.delete_documents_by_term("document", number)
            for number, document in documents:
                writer.delete_documents_by_term("document", number)
                for row in _rows(number, document):
                    writer.add_document(row)
            writer.commit()
            writer.wait_merging_threads()
            # Last of all tantivy renames its list of segments, and does not make that durable.
            sync_folder(self._folder)
        except (ValueError, OSError) as error:  # tantivy's word for anything amiss is ValueError
            raise StoreError(
                f"Cannot write {self._folder}: {error}. Free the space or correct the permissions and run the"
                " command again; if the index is damaged, `foresaid rebuild` makes it again."
            ) from error
        with refusing(self._folder):
            self._settle(sums)

    def _begin(self) -> dict[str, str]:
        """Note that the folder is about to change; the sums of its files so far.

        Nothing is built on another state than the last, or what that lacks would pass for indexed. Without
        meta.json there is none: tantivy begins anew, as after a withdrawal that was killed.
        """
        path, meta = stamp_path(self._folder), self._folder / META
        stamp = read_manifest(path)
        if stamp.get("settled") and meta.exists() and file_sum(meta) != stamp["meta"]:
            raise DamageError(f"{meta} is not the one last written. Run `foresaid rebuild`.")
        sums: dict[str, str] = stamp.get("files", {})
        write_manifest(path, {"settled": False, "files": sums})
        return sums

    def _settle(self, known: dict[str, str]) -> None:
        """Note what was written. Files of segments never change, so that only new ones are read again."""
        meta = self._folder / META
        files = {
            path.name: known[path.name]
            if path.name in known and path.suffix != _DELETIONS
            else file_sum(path)
            for path in segment_files(self._folder, json.loads(meta.read_bytes()))
        }
        stamp = {"settled": True, "meta": file_sum(meta), "files": files}
        write_manifest(stamp_path(self._folder), stamp)

    def search(
        self, query: Query, bounds: Bounds = ANYWHERE, *, limit: int = 20
    ) -> tuple[list[Place], int]:
        """The best `limit` places by tantivy's BM25, and how many there are in all.

        How rare a word is, tantivy counts in everything that is indexed; `every` leaves the weighing to others.
        """
        with self._searcher() as searcher:
            found = searcher.search(self._bounded(query, bounds), limit=limit, count=True)
            places = [_place(searcher.doc(address), score) for score, address in found.hits]
        places.sort(key=lambda place: (-place.score, place.document, place.start))
        return places, int(found.count)

    def every(self, query: Query, bounds: Bounds = ANYWHERE) -> list[Place]:
        """All places, in order of document and place, with no score."""
        with self._searcher() as searcher:
            asked = self._bounded(query, bounds)
            count = _count(searcher, asked)
            hits = searcher.search(asked, limit=count, count=False).hits if count else ()
            places = [_place(searcher.doc(address), 0.0) for _, address in hits]
        places.sort(key=lambda place: (place.document, place.start))
        return places

    def count(self, query: Query | None, bounds: Bounds = ANYWHERE) -> int:
        """How many places there are; of None, how many paragraphs are within the bounds."""
        with self._searcher() as searcher:
            return _count(searcher, self._bounded(query, bounds))

    def _bounded(self, query: Query | None, bounds: Bounds) -> Any:  # noqa: ANN401 - tantivy has no type stubs
        must = [tantivy.Query.all_query() if query is None else self._built(query)]
        must += self._windowed(bounds.within)
        if bounds.until is not None:
            must.append(self._range("latest", None, bounds.until))
        never = [_all(self._windowed(bounds.beyond))] if bounds.beyond else []
        must += [tantivy.Query.term_query(self._schema, "speaker", word) for word in bounds.speaker]
        return _all(must, never)

    @contextmanager
    def _searcher(self) -> Iterator[Any]:
        """The index opened for reading; what tantivy cannot read is damage."""
        with ExitStack() as stack:
            folder = str(self._folder)
            if self._folder.is_dir() and not os.access(self._folder, os.W_OK):
                # tantivy locks a file beside the index even to read it: on a medium that nobody can write
                # to, it gets a folder of links to lock in.
                folder = stack.enter_context(TemporaryDirectory(prefix="foresaid-"))
                for path in self._folder.iterdir():
                    if path.suffix != ".lock":
                        Path(folder, path.name).symlink_to(path.absolute())
            try:
                yield tantivy.Index.open(folder).searcher()
            except ValueError as error:
                raise DamageError(
                    f"{self._folder} cannot be read ({error}); run `foresaid rebuild` on its collection."
                ) from error

    def _built(self, query: Query) -> Any:  # noqa: ANN401 - tantivy has no type stubs
        match query:
            case Phrase() | Prefix():
                return self._words(query)
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

    def _words(self, query: Phrase | Prefix) -> Any:  # noqa: ANN401
        words: list[Any] = list(query.words)
        schema, kind = self._schema, tantivy.Query
        if isinstance(query, Phrase):
            single = len(words) == 1
            return (
                kind.term_query(schema, "words", words[0])
                if single
                else kind.phrase_query(schema, "words", words)
            )
        if len(words) == 1:
            return kind.regex_query(schema, "words", words[0] + ".*")
        return kind.phrase_prefix_query(schema, "words", words)

    def _windowed(self, window: Window) -> list[Any]:
        return [
            self._range(field, *bounds)
            for field, bounds in zip(("earliest", "latest"), window, strict=True)
            if bounds != (None, None)
        ]

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


def _count(searcher: Any, asked: Any) -> int:  # noqa: ANN401
    return int(searcher.search(asked, limit=1, count=True).count)


def stamp_path(folder: Path) -> Path:
    """Where it stands what the folder of a search index was when it was last written."""
    return folder.with_name(f"{folder.name}.json")


def segment_files(folder: Path, meta: dict[str, Any]) -> list[Path]:
    """The files of the segments that tantivy's list names, in order."""
    names = [segment["segment_id"].replace("-", "") for segment in meta["segments"]]
    return [path for name in names for path in sorted(folder.glob(f"{name}.*"))]


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
    """The first and last day that the document may be of, its date's doubt included.

    A date of grade D or below is a lead: the document may be of any day.
    """
    dating = document.dating
    date = dating.date if dating and dating.grade <= Grade.C else None
    earliest = date.earliest - date.start_margin if date and date.earliest is not None else _OPEN_START
    latest = date.latest + date.end_margin if date and date.latest is not None else _OPEN_END
    return earliest, latest


def _place(row: Any, score: float) -> Place:  # noqa: ANN401
    # Six digits: enough to rank by, few enough that builds of tantivy agree.
    return Place(row["document"][0], row["start"][0], row["end"][0], round(score, 6))
