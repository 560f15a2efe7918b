"""Which sentences can an inquiry search? Brings the passage index up to the catalogue, and opens it.

Sentences are those of the text as it is read: page breaks repaired, what its author did not write left out. What a
document is indexed from are its text, its pages and its date; who speaks plays no part. The folder index/passages is
made when it is first needed, and made again where it is missing, damaged or of another version.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from foresaid.archive.documents import LATER_KINDS, pages_of
from foresaid.archive.passage_index import DiskPassageIndex
from foresaid.archive.passage_segments import (
    OPEN_END,
    OPEN_START,
    Making,
    PassageWriter,
    Sentences,
    passages_state,
)
from foresaid.archive.writing import remove_folder
from foresaid.errors import DamageError
from foresaid.model.annotations import Context, Span
from foresaid.model.dates import Grade
from foresaid.pipeline.reading import ARTEFACTS, read_text
from foresaid.pipeline.reports import Progress, silent
from foresaid.plugins import plugin
from foresaid.read.views import reading_view
from foresaid.text.edtf import parse_edtf
from foresaid.text.identity import digest
from foresaid.text.segment import paragraphs
from foresaid.text.sentences import sentence_splitter
from foresaid.text.stems import stemmer
from foresaid.vocabulary import load_vectors, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.text.sentences import SentenceSplitter

VERSION = "passages/1"  # of the way in which sentences are taken from a text
_BATCH = 16  # documents between two reports of progress


class _Wanted(NamedTuple):
    """A document as it is to be indexed: its number, what it is indexed from, and the days it may be of."""

    number: int
    key: str
    earliest: int
    latest: int


def index_passages(collection: Collection, progress: Progress = silent) -> int:
    """Bring the passage index up to the catalogue; needs a writer. Says how many documents it took or took anew.

    An index that is damaged is made again: nothing is in it that the catalogue does not hold.
    """
    folder, making, wanted = _folder(collection), _making(collection), _wanted(collection)
    state = _state(making, wanted)
    try:
        if passages_state(folder) == state:
            passage_index(collection)  # or it is damaged
            return 0
        return _update(collection, wanted, state, progress)
    except DamageError:
        remove_folder(folder)
        return _update(collection, wanted, state, progress)


def passages_current(collection: Collection) -> bool:
    """Whether the index holds what the catalogue says, by the rules of this version, undamaged as far as opening it shows.

    Any reader may ask; `index_passages` is for a writer.
    """
    with suppress(DamageError):
        passage_index(collection)
        return passages_state(_folder(collection)) == _state(_making(collection), _wanted(collection))
    return False


def passage_index(collection: Collection) -> DiskPassageIndex:
    """The collection's passage index, opened for reading; an empty one where none has been made."""
    return DiskPassageIndex(_folder(collection), _making(collection))


def _update(collection: Collection, wanted: dict[str, _Wanted], state: str, progress: Progress) -> int:
    writer = PassageWriter(_folder(collection), _making(collection), collection.settings.memory)
    held = writer.keys()
    stale = frozenset(name for name, key in held.items() if name not in wanted or wanted[name].key != key)
    new = [name for name in wanted if name not in held or name in stale]
    writer.drop(stale)
    writer.add(_sentences(collection, {name: wanted[name] for name in new}, progress))
    for unused in writer.settle(state):
        remove_folder(unused)
    return len(new)


def _folder(collection: Collection) -> Path:
    return collection.index / "passages"


def _making(collection: Collection) -> Making:
    language = collection.settings.language
    return Making(stemmer(load_vocabulary(language)), load_vectors(language))


def _state(making: Making, wanted: dict[str, _Wanted]) -> str:
    """What an index of these documents is known by."""
    pairs = (part for name in sorted(wanted) for part in (name, wanted[name].key))
    return digest(making.version, *pairs)


def _wanted(collection: Collection) -> dict[str, _Wanted]:
    """Every document by its id."""
    language = collection.settings.language
    vocabulary = load_vocabulary(language)
    cutting = f"{VERSION} {language} {plugin('annotator', ARTEFACTS)(vocabulary, None).generator}"
    query = """SELECT d.number, d.id, d.text_digest, d.date, d.grade, g.kind FROM document d
               LEFT JOIN dating g ON g.document = d.number AND g.rank = 0 ORDER BY d.number"""
    wanted = {}
    for row in collection.catalogue.rows(query):
        days = day_bounds(row["date"], row["grade"], row["kind"])
        key = digest(cutting, row["text_digest"], *map(str, days))
        wanted[row["id"]] = _Wanted(row["number"], key, *days)
    return wanted


def day_bounds(date: str | None, grade: str | None, kind: str | None) -> tuple[int, int]:
    """The first and last day that a document may be of, its date's doubt included.

    A date of grade D or below is a lead: the document may be of any day. A reprint or capture was not said later.
    """
    dated = parse_edtf(date) if date and grade and Grade(grade) <= Grade.C else None
    if dated is None:
        return OPEN_START, OPEN_END
    early = dated.earliest is not None and kind not in LATER_KINDS
    earliest = dated.earliest - dated.start_margin if early and dated.earliest is not None else OPEN_START
    return earliest, dated.latest + dated.end_margin if dated.latest is not None else OPEN_END


def _sentences(
    collection: Collection, wanted: dict[str, _Wanted], progress: Progress
) -> Iterator[Sentences]:
    """The sentences of each document, as it is read."""
    catalogue, language = collection.catalogue, collection.settings.language
    splitter = sentence_splitter(load_vocabulary(language))
    for done, (name, each) in enumerate(wanted.items(), 1):
        row = next(catalogue.rows("SELECT text FROM document WHERE number = ?", (each.number,)))
        pages = tuple(Span(start, end) for start, end in pages_of(catalogue, each.number))
        yield _read(name, each, row["text"], _Reading(splitter, language, pages))
        if done % _BATCH == 0 or done == len(wanted):
            progress("indexing sentences", done, len(wanted))


class _Reading(NamedTuple):
    """With what a text is cut into sentences."""

    splitter: SentenceSplitter
    language: str
    pages: tuple[Span, ...]


def _read(name: str, wanted: _Wanted, text: str, given: _Reading) -> Sentences:
    found = read_text(text, (ARTEFACTS,), Context(pages=given.pages), given.language, parsing=False)
    view = reading_view(text, found[ARTEFACTS])
    spans: list[Span] = []
    opens: list[bool] = []
    for paragraph in paragraphs(view.text):
        inside = list(given.splitter.inside(view.text, paragraph.start, paragraph.end))
        spans += inside
        opens += [not at for at in range(len(inside))]
    places = [view.to_source(span.start, span.end) for span in spans]
    return Sentences(
        name,
        wanted.key,
        wanted.earliest,
        wanted.latest,
        [start for start, _ in places],
        [end for _, end in places],
        opens,
        [view.text[span.start : span.end] for span in spans],
    )
