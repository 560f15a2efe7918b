"""How do documents become findable? The search and quotation indexes follow the catalogue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.archive.documents import as_source, documents, source
from foresaid.archive.quotation_index import (
    DiskQuotationIndex,
    build_segment,
    drop_documents,
    open_index,
    unused_segments,
)
from foresaid.archive.search_index import SearchIndex
from foresaid.archive.writing import remove_folder
from foresaid.errors import DamageError
from foresaid.pipeline.calibrating import keep_chance
from foresaid.pipeline.grouping import Kindred
from foresaid.pipeline.reading import inputs_read, reading_input, voices
from foresaid.pipeline.reports import silent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.model.documents import Document
    from foresaid.model.evidence import Source
    from foresaid.pipeline.reports import Progress

SEARCH, QUOTATIONS = "index words", "index quotations"
_VERSIONS = {SEARCH: "search/2", QUOTATIONS: "quotations/3"}
# Documents indexed between two reports of progress.
_BATCH = 16


def index_documents(collection: Collection, progress: Progress) -> None:
    """Bring both indexes up to the catalogue."""
    _index_words(collection, progress)
    _index_quotations(collection, progress)


def quotation_index(collection: Collection, progress: Progress = silent) -> DiskQuotationIndex:
    """The collection's quotation index, its documents read from the catalogue, copies known as one witness.

    Of a collection seen until a day it is made anew from the texts that are seen: how rare a word is, which places
    are looked at and what chance gives must not depend on a later text.
    """
    folder = collection.quotations
    if collection.view is None:
        _check_there(collection, folder / "segments.json", QUOTATIONS)
    elif not folder.exists():
        _index_seen(collection, progress)
    known = Kindred(collection.catalogue)

    read = inputs_read(collection.catalogue, "quotations")

    def told(name: str) -> Source:
        return described(source(collection.catalogue, name), name)

    def about(name: str) -> Source:
        found = source(collection.catalogue, name, text=False)
        return described(found, name) if _is_read(name) else replace(told(name), text="")

    def _is_read(name: str) -> bool:
        query = "SELECT text_digest, speaker, date FROM document WHERE id = ?"
        return reading_input(*next(collection.catalogue.rows(query, (name,)))) in read

    def described(found: Source, name: str) -> Source:
        if not _is_read(name):
            # Words that a document quotes are not its own, whether or not somebody has had it read.
            speaker = found.speakers[0] if found.speakers else None
            found = replace(found, quoted=voices(found.text, speaker, collection.settings.language))
        number, groups, parts = known.number(name), known.witnesses.groups, known.witnesses.parts
        if number is None or number not in groups:  # came after the groups were read
            return found
        return replace(found, witness=groups[number], parts=parts.get(number, ()))

    return open_index(folder, told, about)


def _index_seen(collection: Collection, progress: Progress) -> None:
    """Index what is seen of a collection."""
    numbers = {row["number"]: "" for row in collection.catalogue.rows("SELECT number FROM document")}
    watched = _watched(collection, numbers, QUOTATIONS, progress)
    sources = (as_source(document) for _, document in watched)
    build_segment(collection.quotations, sources, memory=collection.settings.memory)


def _check_there(collection: Collection, path: Path, step: str) -> None:
    """DamageError where an index is missing that the catalogue relies on; a new one would find nothing."""
    query = "SELECT 1 FROM step WHERE step = ? LIMIT 1"
    if not path.exists() and next(collection.catalogue.rows(query, (step,)), None):
        raise DamageError(
            f"{path} is missing. Run `foresaid rebuild {collection.root}`: it makes it again."
        )


def _index_words(collection: Collection, progress: Progress) -> None:
    """Add new and changed documents; those that are gone are dropped."""
    catalogue = collection.catalogue
    keys = _pending(collection, SEARCH, "CAST(number AS TEXT)")
    gone = [
        row["input"]
        for row in catalogue.rows(
            """SELECT input FROM step WHERE step = ? AND version = ? AND input NOT IN
               (SELECT CAST(number AS TEXT) FROM document)""",
            (SEARCH, _VERSIONS[SEARCH]),
        )
    ]
    if not keys and not gone:
        return
    _check_there(collection, collection.index / "search" / "meta.json", SEARCH)
    index = SearchIndex(collection.index / "search")
    index.add(_watched(collection, keys, SEARCH, progress), dropped=[int(number) for number in gone])
    with catalogue.transaction():
        for number in gone:
            catalogue.unmark(SEARCH, number)
        catalogue.mark(SEARCH, _VERSIONS[SEARCH], keys.values())


def forget_words(collection: Collection, number: int) -> None:
    """Let a document that has changed be indexed again."""
    collection.catalogue.unmark(SEARCH, str(number))


def _index_quotations(collection: Collection, progress: Progress) -> None:
    """Add new texts; texts that changed, were renamed or are gone are dropped first."""
    catalogue, folder = collection.catalogue, collection.quotations
    keys = _pending(collection, QUOTATIONS, "id || char(10) || text_digest")
    stale = [
        row["input"]
        for row in catalogue.rows(
            """SELECT input FROM step WHERE step = ? AND input NOT IN
               (SELECT id || char(10) || text_digest FROM document)""",
            (QUOTATIONS,),
        )
    ]
    if not keys and not stale:
        return
    index = quotation_index(collection)
    names = {key.rpartition("\n")[0] for key in (*stale, *keys.values())}
    if dropped := sorted(name for name in names if index.number(name) is not None):
        drop_documents(folder, dropped)
    watched = _watched(collection, keys, QUOTATIONS, progress)
    build_segment(
        folder, (as_source(document) for _, document in watched), memory=collection.settings.memory
    )
    for merged in unused_segments(folder):
        remove_folder(merged)
    keep_chance(collection)
    with catalogue.transaction():
        for key in stale:
            catalogue.unmark(QUOTATIONS, key)
        catalogue.mark(QUOTATIONS, _VERSIONS[QUOTATIONS], keys.values())


def _pending(collection: Collection, step: str, key: str) -> dict[int, str]:
    """Numbers of the documents that an index lacks, with the key they will be marked by."""
    query = f"""SELECT number, {key} AS key FROM document WHERE NOT EXISTS
                (SELECT 1 FROM step WHERE step = ? AND version = ? AND input = {key})"""  # noqa: S608
    return {row["number"]: row["key"] for row in collection.catalogue.rows(query, (step, _VERSIONS[step]))}


def _watched(
    collection: Collection, keys: dict[int, str], what: str, progress: Progress
) -> Iterator[tuple[int, Document]]:
    for done, pair in enumerate(documents(collection.catalogue, keys), 1):
        yield pair
        if done % _BATCH == 0 or done == len(keys):
            progress(what, done, len(keys))
