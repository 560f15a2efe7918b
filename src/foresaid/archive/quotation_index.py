"""Where in the collection do the words of a quotation stand? The index on disk, opened for reading.

How it lies on disk and comes to be there: quotation_segments.py. How it is searched: text/seeds.py.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from foresaid.archive.quotation_segments import (
    build_segment,
    changed_files,
    drop_documents,
    listed_segments,
    open_segment,
    unused_segments,
)
from foresaid.errors import DamageError
from foresaid.text.holdings import Holdings, gram_frequencies, hold, word_frequencies
from foresaid.text.neighbours import neighbours
from foresaid.text.occurrences import find_occurrences
from foresaid.text.seeds import find_places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from foresaid.model.evidence import Source
    from foresaid.text.grams import Places
    from foresaid.text.holdings import Indexed
    from foresaid.text.normalize import Numbers
    from foresaid.text.seeds import Found
    from foresaid.text.streams import TokenStream

__all__ = [
    "DiskQuotationIndex",
    "build_segment",
    "changed_files",
    "drop_documents",
    "listed_segments",
    "open_index",
    "unused_segments",
]

KEPT_CHARACTERS = 64_000_000  # of texts in memory, least recently used out first


class DiskQuotationIndex:
    """The quotation index of a folder, as it was when it was opened; reads only."""

    def __init__(
        self,
        folder: Path,
        source: Callable[[str], Source],
        about: Callable[[str], Source] | None = None,
    ) -> None:
        self._folder = folder
        self._segments: list[Indexed] = []
        self._numbers: dict[str, int] = {}
        first = 0
        for entry in listed_segments(folder):
            segment = open_segment(folder, entry, first)
            withdrawn = segment.stream.withdrawn
            self._segments.append(segment)
            ids = segment.stream.ids
            kept = ((number, name) for number, name in enumerate(ids) if name not in withdrawn)
            self._numbers.update({name: first + number for number, name in kept})
            first += len(ids)
        self._source, self._told = source, about
        self._texts: OrderedDict[int, Source] = OrderedDict()
        self._held = 0
        self._about: dict[int, Source] = {}

    @cached_property
    def _holdings(self) -> Holdings:
        try:
            return hold(self._segments)
        except ValueError as error:
            raise DamageError(f"{self._folder}: {error}. Run `foresaid rebuild`.") from error

    @property
    def documents(self) -> int:
        """How many documents the index covers, without those withdrawn."""
        return len(self._numbers)

    @cached_property
    def tokens(self) -> int:
        """How many tokens the index covers."""
        return sum(len(segment.stream) for segment in self._segments)

    def streams(self) -> Iterator[TokenStream]:
        """The token stream of each segment, in the index's order."""
        for segment in self._segments:
            yield segment.stream

    def number(self, document: str) -> int | None:
        """The number of a document by its id; None if the index does not cover it."""
        return self._numbers.get(document)

    def source(self, document: int) -> Source:
        """The document's text and what is known of it."""
        if document in self._texts:
            self._texts.move_to_end(document)
            return self._texts[document]
        source = self._source(self.name(document))
        self._about[document] = replace(source, text="")
        self._texts[document] = source
        self._held += len(source.text)
        while self._held > KEPT_CHARACTERS and len(self._texts) > 1:
            _, oldest = self._texts.popitem(last=False)
            self._held -= len(oldest.text)
        return source

    def about(self, document: int) -> Source:
        """What is known of the document, without its text."""
        if document not in self._about:
            if self._told is None:
                self.source(document)
            else:
                self._about[document] = self._told(self.name(document))
        return self._about[document]

    def name(self, document: int) -> str:
        """The document's id."""
        stream = next(each.stream for each in reversed(self._segments) if each.stream.first <= document)
        return stream.ids[document - stream.first]

    def frequencies(self, hashes: Numbers) -> Places:
        """How often each word occurs in the collection."""
        return word_frequencies(self._holdings, hashes)

    def gram_frequencies(self, hashes: Numbers, length: int) -> Places:
        """How often the pair or triple at each place of a token stream occurs in the collection."""
        with self._undamaged():
            return gram_frequencies(self._holdings, hashes, length)

    def neighbours(self, word: str) -> list[tuple[str, int]]:
        """Words of the collection one letter away from a folded word, with their frequencies, most frequent first."""
        return neighbours(self._holdings, word)

    def seeds(self, hashes: Numbers) -> list[Found]:
        """Where a token stream may stand, best first: (document, start, end in code points, share)."""
        with self._undamaged():
            return find_places(self._holdings, hashes)

    def occurrences(self, hashes: Numbers) -> Iterator[tuple[int, int, int]]:
        """Every exact occurrence of a token sequence: (document, start, end in code points)."""
        found = find_occurrences(self._holdings, hashes)
        while True:
            with self._undamaged():
                rows = next(found, None)
            if rows is None:
                return
            yield from map(tuple, rows.tolist())

    @contextmanager
    def _undamaged(self) -> Iterator[None]:
        """A search by numpy, which stops at an address that a damaged array gives; the kernel passes it over."""
        try:
            yield
        except IndexError as error:
            raise DamageError(
                f"{self._folder} was changed: {error}. `foresaid fsck` says where; run `foresaid rebuild`."
            ) from error


def open_index(
    folder: Path, source: Callable[[str], Source], about: Callable[[str], Source] | None = None
) -> DiskQuotationIndex:
    """The index in `folder` for reading; `source` gives a document by its id. No index is an empty one.

    `about` gives what is known of a document without its text, where that is cheaper.
    """
    return DiskQuotationIndex(folder, source, about)
