"""Where on disk does a collection keep the words that quotations are looked for in, and how do they get there?

    index/quotations/
      segments.json        the segments in order, each with the documents withdrawn from it and the SHA-256
                           of its files; the only file that is ever replaced
      000001-3f2a…/        one immutable segment
        columns            its arrays one after the other, little-endian, to be memory-mapped
        segment.json       its documents' ids, and where in `columns` each array lies
      000002-…

A segment is written whole into a new folder and counts once segments.json names it, so that a crash leaves
the old index or the new one. A new segment takes in those before it that are no larger, so that a collection
that grows document by document has few: their number grows with the logarithm of the size. Texts are not kept
here: the owner of the catalogue gives them by document id.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from foresaid.archive.manifests import SummedFile, compare, is_sealed, read_manifest, write_manifest
from foresaid.archive.writing import replacing
from foresaid.errors import DamageError
from foresaid.text.compiled import kernel
from foresaid.text.grams import Grams, build_grams
from foresaid.text.holdings import Indexed
from foresaid.text.normalize import tokenise
from foresaid.text.streams import LONG, TokenStream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from foresaid.model.evidence import Source

VERSION = 3  # of the arrays and of the hashes in them; another version is built anew
# A segment takes at most 16 bytes a token and so 256 MB: 9 of the stream, 7 of the entries (one a token at most).
SEGMENT_TOKENS = 16_000_000
MEMORY = 512  # megabytes that building takes at most, unless the collection's settings say otherwise
# Bytes a token that building takes (peak of 16 million tokens less what Python and its libraries take at rest), and
# what the kernel takes for sorting whatever the size. Measured by benchmarks/kernel.py.
BUILD_BYTES, SORTING_BYTES = (23, 90_000_000) if kernel else (64, 0)
FEWEST_TOKENS = (
    500_000  # of a segment, however little memory is given: some 15 MB with the kernel, 40 without
)
JOINED_CHARACTERS = 1 << 20  # short documents are tokenised together: a call's fixed cost is up to 0.1 ms
_APART = "\x00"  # between documents tokenised together: no word, line or hyphen goes on across it
_MANIFEST = "segments.json"
_SUMS = "sums"
_COLUMNS, _SEGMENT = "columns", "segment.json"
_ALIGNED = 64  # bytes between which columns begin: a line of the processor's cache
_STREAM = ("documents", "starts", "lengths", "hashes", "long_places", "long_lengths")
_GRAMS = ("directory", "rests", "postings", "vocabulary", "frequencies", "pairs", "pair_counts")
_EQUAL = (
    ("starts", "hashes"),
    ("lengths", "hashes"),
    ("long_places", "long_lengths"),
    ("rests", "postings"),
    ("vocabulary", "frequencies"),
    ("pairs", "pair_counts"),
)
_TYPES = ("<u1", "<u2", "<u4", "<i8")


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


def segment_tokens(memory: int) -> int:
    """How many tokens a segment may have, so that building it takes no more than `memory` megabytes."""
    affordable = (memory * 1_000_000 - SORTING_BYTES) // BUILD_BYTES
    return max(FEWEST_TOKENS, min(SEGMENT_TOKENS, affordable))


class _Growing:
    """The token stream of a segment while it grows: parts of starts, lengths and hashes."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.tokens = 0
        self._parts: dict[str, list[NDArray[Any]]] = {"starts": [], "lengths": [], "hashes": []}
        self._counts: list[NDArray[np.int64]] = []
        self._long: list[tuple[int, NDArray[np.int64], NDArray[Any]]] = []

    def add(self, batch: list[Source]) -> None:
        """Append documents."""
        text = _APART.join(source.text for source in batch)
        lengths = np.array([len(source.text) + 1 for source in batch], np.int64)
        begins = np.cumsum(lengths) - lengths
        tokens = tokenise(text)
        bounds = np.searchsorted(tokens.starts, np.append(begins, len(text) + 1))
        counts = np.diff(bounds)
        shift = np.repeat(begins, counts).astype(np.uint32)
        self._append(tokens.starts - shift, tokens.ends - tokens.starts, tokens.hashes)
        self._counts.append(counts)
        self.ids += [source.id for source in batch]

    def _append(self, starts: NDArray[Any], lengths: NDArray[Any], hashes: NDArray[Any]) -> None:
        long = np.flatnonzero(lengths >= LONG)
        if len(long):
            self._long.append((self.tokens, long, lengths[long]))
        short = np.minimum(lengths, LONG).astype(np.uint8)
        for name, column in (("starts", starts), ("lengths", short), ("hashes", hashes)):
            self._parts[name].append(column)
        self.tokens += len(starts)

    def after(self, older: TokenStream) -> _Growing:
        """These documents behind those of an older segment, without those withdrawn from it."""
        joined = _Growing()
        kept = np.array([document not in older.withdrawn for document in older.ids], np.bool_)
        counts = np.diff(older.documents)
        words = slice(None) if kept.all() else np.flatnonzero(np.repeat(kept, counts))
        lengths: NDArray[Any] = older.lengths[words]
        if len(older.long_places):
            whole = older.ends_at(np.arange(len(older))) - older.starts
            lengths = whole[words]
        joined._append(older.starts[words], lengths, older.hashes[words])
        joined._counts = [counts[kept], *self._counts]
        joined.ids = [document for document in older.ids if document not in older.withdrawn] + self.ids
        joined._long += [(joined.tokens + first, places, long) for first, places, long in self._long]
        for name, parts in self._parts.items():
            joined._parts[name] += parts
        joined.tokens += self.tokens
        return joined

    def columns(self) -> Iterator[tuple[str, list[NDArray[Any]]]]:
        """The segment's arrays in parts, one after the other; each is given up when the next is asked for."""
        counts = np.concatenate([np.zeros(1, np.int64), *self._counts])
        yield "documents", [np.cumsum(counts)]
        yield "starts", self._parts.pop("starts")
        yield "lengths", self._parts.pop("lengths")
        none = np.zeros(0, np.int64)
        long = [places + first for first, places, _ in self._long]
        yield "long_places", [np.concatenate([none, *long]).astype(np.uint32)]
        yield "long_lengths", [np.concatenate([none, *(each for *_, each in self._long)]).astype(np.uint32)]
        hashes = np.concatenate(self._parts.pop("hashes"))
        yield "hashes", [hashes]
        grams = build_grams(hashes)
        del hashes
        for name in _GRAMS:
            yield name, [getattr(grams, name)]


def listed_segments(folder: Path) -> list[dict[str, Any]]:
    """The manifest's segments: name, tokens, the ids withdrawn, and the sums of its files."""
    path = folder / _MANIFEST
    manifest = read_manifest(path, sumless=True)
    if not manifest and not path.exists():
        return []
    if manifest.get("version") != VERSION:
        raise DamageError(f"{path} is of another version of the index. Run `foresaid rebuild`.")
    segments: list[dict[str, Any]] | None = manifest.get("segments")
    if segments is None or not is_sealed(manifest):
        raise DamageError(f"{path} was changed. Run `foresaid rebuild`.")
    return segments


def _save_segments(folder: Path, segments: list[dict[str, Any]]) -> None:
    write_manifest(folder / _MANIFEST, {"version": VERSION, "segments": segments})


def changed_files(folder: Path, entry: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Files of a listed segment that are not what was written, and what is wrong with each."""
    for name, expected in entry[_SUMS].items():
        path = folder / entry["name"] / name
        if what := compare(path, expected):
            yield path, what


def _taken_in(folder: Path, entry: dict[str, Any]) -> TokenStream:
    """A segment to be taken into another, compared first: what was changed must not get a new sum."""
    for path, what in changed_files(folder, entry):
        raise DamageError(f"{path} {what}. Run `foresaid rebuild`.")
    return open_segment(folder, entry, 0).stream


def _add_segment(folder: Path, stream: _Growing, most: int) -> None:
    """Write a stream as a segment, together with the segments before it that are no larger."""
    segments = listed_segments(folder)
    number = max((int(entry["name"].partition("-")[0]) for entry in segments), default=0) + 1
    while segments:
        tokens = segments[-1]["tokens"]
        if tokens > stream.tokens or tokens + stream.tokens > most:
            break
        stream = stream.after(_taken_in(folder, segments.pop()))
    name = f"{number:06d}-{sha256(json.dumps(stream.ids).encode('ascii')).hexdigest()[:12]}"
    entry = {"name": name, "tokens": stream.tokens, "withdrawn": []}
    entry[_SUMS] = _write_segment(folder / name, stream)
    _save_segments(folder, [*segments, entry])


def _write_segment(path: Path, stream: _Growing) -> dict[str, str]:
    """Write a segment's files; gives their sums."""
    sums: dict[str, str] = {}
    columns: dict[str, tuple[str, int, int]] = {}
    at = 0
    with _summed(path / _COLUMNS, sums) as file:
        for name, parts in stream.columns():
            count = sum(len(part) for part in parts)
            columns[name] = (parts[0].dtype.newbyteorder("<").str.replace("|", "<"), at, count)
            while parts:
                part = parts.pop(0)
                data = np.ascontiguousarray(part, part.dtype.newbyteorder("<"))
                at += file.write(data.tobytes())
            at += file.write(bytes(-at % _ALIGNED))
    with _summed(path / _SEGMENT, sums) as file:
        file.write(json.dumps({"columns": columns, "ids": stream.ids}).encode("ascii"))
    return sums


@contextmanager
def _summed(path: Path, sums: dict[str, str]) -> Iterator[SummedFile]:
    """A new file whose sum is noted under its name."""
    with replacing(path) as file:
        summed = SummedFile(file)
        yield summed
    sums[path.name] = summed.hexdigest()


def build_segment(folder: Path, sources: Iterable[Source], *, memory: int = MEMORY) -> int:
    """Append documents to the index in `folder`; says how many documents it took.

    The text of one batch and the tokens of one segment are in memory at once: `memory` megabytes at most beside
    what Python takes, and one text. A document that the index has already is to be dropped first.
    """
    stream, taken, most = _Growing(), 0, segment_tokens(memory)
    for batch in _batches(sources):
        stream.add(batch)
        taken += len(batch)
        if (
            stream.tokens >= most - JOINED_CHARACTERS // 4
        ):  # a batch has some four characters a token or more
            _add_segment(folder, stream, most)
            stream = _Growing()
    if stream.ids:
        _add_segment(folder, stream, most)
    return taken


def drop_documents(folder: Path, documents: Iterable[str]) -> None:
    """Withdraw documents by id: they are never found again, and gone once their segment is taken into another."""
    segments = listed_segments(folder)
    dropped = set(documents)
    for entry in segments:
        held = dropped.intersection(_described(folder / entry["name"])["ids"])
        entry["withdrawn"] = sorted(held.union(entry["withdrawn"]))
    _save_segments(folder, segments)


def unused_segments(folder: Path) -> list[Path]:
    """Folders of segments that have been taken into others or never came to count; whoever writes may delete them."""
    used = {entry["name"] for entry in listed_segments(folder)}
    return sorted(path for path in folder.glob("*-*") if path.is_dir() and path.name not in used)


def _described(path: Path) -> dict[str, Any]:
    try:
        described: dict[str, Any] = json.loads((path / _SEGMENT).read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise DamageError(f"Segment {path} cannot be read: {error}. Run `foresaid rebuild`.") from error
    return described


def open_segment(folder: Path, entry: dict[str, Any], first: int) -> Indexed:
    """A listed segment, memory-mapped; `first` is the number of its first document in the whole index.

    Its description is compared with its sum, so that no array is read from a wrong place; `columns` is not: that would
    read all of it. What changed there is found by fsck, and until then may give wrong answers, but no crash.
    """
    path, withdrawn = folder / entry["name"], frozenset(entry["withdrawn"])
    if what := compare(path / _SEGMENT, entry[_SUMS][_SEGMENT]):
        raise DamageError(f"{path / _SEGMENT} {what}. Run `foresaid rebuild`.")
    described = _described(path)
    try:
        data = np.memmap(path / _COLUMNS, np.uint8, mode="r").view(np.ndarray)
        columns = {name: _column(data, *where) for name, where in described["columns"].items()}
        _check_lengths(columns, len(described["ids"]))
        stream = {name: columns[name] for name in _STREAM}
        grams = Grams(**{name: columns[name] for name in _GRAMS})
        return Indexed(TokenStream(first, described["ids"], withdrawn, **stream), grams)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DamageError(f"Segment {path} cannot be read: {error}. Run `foresaid rebuild`.") from error


def _check_lengths(columns: dict[str, NDArray[Any]], documents: int) -> None:
    """ValueError where columns that belong together are not equally long."""
    fit = all(len(columns[one]) == len(columns[other]) for one, other in _EQUAL)
    if not fit or len(columns["documents"]) != documents + 1:
        raise ValueError("its columns do not fit together")


def _column(data: NDArray[np.uint8], kind: str, at: int, count: int) -> NDArray[Any]:
    if kind not in _TYPES:
        raise ValueError(f"{kind!r} is no type of a column")
    width = np.dtype(kind).itemsize
    size = count * width
    if at % width:
        raise ValueError("its columns begin at odd places")
    if not 0 <= at <= at + size <= len(data):
        raise ValueError("its columns are cut off")
    return data[at : at + size].view(kind)
