"""Where on disk does a collection keep the sentences that inquiries search, and how do they get there?

    index/passages/
      segments.json       by which rules the sentences were cut and stemmed, and the segments with the sums of their files
      3f2a91c0…/          one immutable segment, named by the documents it holds
        columns           its arrays (archive/columns.py): sentences, words, postings, vectors
        segment.json      its documents' ids, and what each was indexed from

Within a segment documents stand in the order of the last day they may be of, those of which that is not known at the
end; so what is certainly of a day or before it is a prefix of every array. Nothing is ever masked: a segment whose
document changed, was dated anew or is gone is written again without it, from its own arrays, since statistics of a
search may rest on nothing that is not searched. A new segment takes in those that are no larger. The folder can be
made again at any time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from foresaid.archive.columns import Column, open_columns, write_columns
from foresaid.archive.manifests import compare, read_manifest, write_manifest
from foresaid.errors import DamageError
from foresaid.text.bm25 import shapes_of
from foresaid.text.codes import lend_meaning, sign_codes, small_rows
from foresaid.text.identity import digest
from foresaid.text.normalize import fold_word, hash_words, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from foresaid.text.stems import Stemmer
    from foresaid.text.vectors import WordVectors

VERSION = 3  # of the arrays; another version is made anew
# Day numbers of an open end, outside any that an EDTF year of the bounds in text/edtf gives.
OPEN_START, OPEN_END = -(10**17), 10**17
JOINED_CHARACTERS = 1 << 20  # short documents are tokenised together: a call's fixed cost is up to 0.1 ms
BUILD_BYTES = (
    90  # a token, at the peak of writing a segment with vectors of 256 dimensions (benchmarks/inquire.py)
)
MEMORY = 512  # megabytes that making a segment may take, unless the settings say otherwise
SEGMENT_TOKENS = 8_000_000  # of a segment at most, 300,000 sentences: some 250 MB on disk
FEWEST_TOKENS = 500_000  # of a segment, however little memory is given
MANIFEST = "segments.json"
_BETWEEN = " | "  # between sentences tokenised together: no word, and no hyphen goes on across it
_BY_DOCUMENT = ("earliest", "latest")
_BY_PASSAGE = ("starts", "ends", "opens", "counts", "sizes", "scales")


@dataclass(frozen=True, slots=True)
class Sentences:
    """A document's sentences as they are read, in order; `key` names what they were made from.

    `earliest` and `latest` are the days the document may be of. `starts` and `ends` are code points of its text as it
    is, `opens` says of each sentence whether it is the first of its paragraph.
    """

    id: str
    key: str
    earliest: int
    latest: int
    starts: Sequence[int]
    ends: Sequence[int]
    opens: Sequence[bool]
    texts: Sequence[str]


class Part(NamedTuple):
    """Documents with their sentences in memory or mapped into it; `columns` as listed in this file.

    `borders` are the places of each document's first sentence, and the end.
    """

    ids: list[str]
    keys: list[str]
    borders: NDArray[np.int64]
    columns: dict[str, Column]

    @property
    def tokens(self) -> int:
        """How many words all sentences have."""
        return len(self.columns["stream"])


class Making(NamedTuple):
    """By what sentences are indexed: the rules of stemming, and word vectors where the language has them."""

    stemmer: Stemmer
    vectors: WordVectors | None

    @property
    def version(self) -> str:
        """What an index made so is called; one of another version is made anew."""
        return digest(str(VERSION), self.stemmer.version, self.vectors.version if self.vectors else "")


class _Stems:
    """The hash of the stem of each word hash met so far.

    Of two words with one hash the first met counts; of 100,000 words some two share one (n² / 2^33).
    """

    def __init__(self, stemmer: Stemmer) -> None:
        self._stemmer = stemmer
        self._known = np.zeros(0, np.uint32)
        self._stems = np.zeros(0, np.uint32)

    def of(self, text: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """The starts of a text's words and the hashes of their stems."""
        tokens = tokenise(text)
        distinct, first, back = np.unique(tokens.hashes, return_index=True, return_inverse=True)
        at = np.searchsorted(self._known, distinct)
        new = np.ones(len(distinct), np.bool_)
        if len(self._known):
            new = self._known[np.minimum(at, len(self._known) - 1)] != distinct
        if new.any():
            starts, ends = tokens.starts[first[new]].tolist(), tokens.ends[first[new]].tolist()
            words = [fold_word(text[start:end]) for start, end in zip(starts, ends, strict=True)]
            self._learn(distinct[new], self._stemmed(words, distinct[new]))
        return tokens.starts, self._stems[np.searchsorted(self._known, distinct)][back]

    def _stemmed(self, words: list[str], hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """The hashes of the stems of words; a word that is its own stem, or no single word without it, keeps its hash."""
        stems = hashes.copy()
        for at, word in enumerate(words):
            stem = self._stemmer.stem(word)
            if stem != word and len(found := hash_words([stem])) == 1:
                stems[at] = found[0]
        return stems

    def _learn(self, hashes: NDArray[np.uint32], stems: NDArray[np.uint32]) -> None:
        known, stemmed = np.append(self._known, hashes), np.append(self._stems, stems)
        order = np.argsort(known, kind="stable")
        self._known, self._stems = known[order], stemmed[order]


def make_parts(documents: Iterable[Sentences], making: Making) -> Iterator[Part]:
    """Documents' sentences as arrays, some megabyte of text at a time, in the order given."""
    stems = _Stems(making.stemmer)
    batch: list[Sentences] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += sum(map(len, document.texts))
        if size >= JOINED_CHARACTERS:
            yield _part(batch, stems, making.vectors)
            batch, size = [], 0
    if batch:
        yield _part(batch, stems, making.vectors)


def _part(batch: list[Sentences], stems: _Stems, vectors: WordVectors | None) -> Part:
    texts = [text for each in batch for text in each.texts]
    lengths = np.array([len(text) + len(_BETWEEN) for text in texts], np.int64)
    starts, stream = stems.of(_BETWEEN.join(texts))
    bounds = np.searchsorted(starts, np.append(0, np.cumsum(lengths)))
    borders = np.cumsum([0, *(len(each.texts) for each in batch)])
    written = [text.encode("utf-8", "surrogatepass") for text in texts]
    columns: dict[str, Column] = {
        "earliest": np.array([each.earliest for each in batch], np.int64),
        "latest": np.array([each.latest for each in batch], np.int64),
        "starts": np.array([at for each in batch for at in each.starts], np.uint32),
        "ends": np.array([at for each in batch for at in each.ends], np.uint32),
        "opens": np.array([opens for each in batch for opens in each.opens], np.uint8),
        "counts": np.diff(bounds).astype(np.uint32),
        "sizes": np.array(list(map(len, written)), np.uint32),
        "stream": stream,
        "letters": np.frombuffer(b"".join(written), np.uint8),
        "scales": np.zeros(len(texts), np.float32),
        "codes": np.zeros(0, np.uint64),
        "rows": np.zeros(0, np.int8),
    }
    if vectors is not None and texts:
        rows, columns["scales"] = small_rows(lend_meaning(vectors.encode(texts), borders))
        columns["rows"], columns["codes"] = rows.ravel(), sign_codes(rows).ravel()
    return Part([each.id for each in batch], [each.key for each in batch], borders, columns)


def joined(parts: Sequence[Part], kept: Sequence[Sequence[bool]] | None = None) -> Part:
    """Documents of several parts as one, in the order of the last day they may be of, then of their ids."""
    order = sorted(
        (int(part.columns["latest"][at]), name, number, at)
        for number, part in enumerate(parts)
        for at, name in enumerate(part.ids)
        if kept is None or kept[number][at]
    )
    runs = _runs([(number, at) for *_, number, at in order])
    places = {name: [_bounds(part, name) for part in parts] for name in parts[0].columns}
    columns = {}
    for name, bounds in places.items():
        empty = parts[0].columns[name][:0]
        pieces = [
            parts[number].columns[name][bounds[number][first] : bounds[number][last]]
            for number, first, last in runs
        ]
        columns[name] = np.concatenate([empty, *pieces])
    sizes = [parts[number].borders[at + 1] - parts[number].borders[at] for *_, number, at in order]
    ids = [name for _, name, *_ in order]
    keys = [parts[number].keys[at] for *_, number, at in order]
    return Part(ids, keys, np.cumsum([0, *sizes], dtype=np.int64), columns)


def _runs(order: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """Documents that stay side by side, as (part, first, end): arrays are copied in as few pieces as can be."""
    breaks = [at for at, (one, other) in enumerate(pairwise(order), 1) if other != (one[0], one[1] + 1)]
    edges = [0, *breaks, len(order)] if order else []
    return [(order[first][0], order[first][1], order[end - 1][1] + 1) for first, end in pairwise(edges)]


def _bounds(part: Part, name: str) -> NDArray[np.int64]:
    """Where in a column each document begins, and the end."""
    if name in _BY_DOCUMENT:
        return np.arange(len(part.ids) + 1)
    if name in {"stream", "letters"}:
        sizes = part.columns["counts" if name == "stream" else "sizes"]
        return np.append(0, np.cumsum(sizes, dtype=np.int64))[part.borders]
    passages = int(part.borders[-1])
    return part.borders * (1 if name in _BY_PASSAGE else len(part.columns[name]) // max(1, passages))


def _postings(part: Part) -> Iterator[tuple[str, Column]]:
    """The columns by which words are found, and where each sentence's words and letters begin."""
    counts = part.columns["counts"]
    yield "borders", part.borders
    yield "words", np.append(0, np.cumsum(counts, dtype=np.int64))
    yield "bytes", np.append(0, np.cumsum(part.columns["sizes"], dtype=np.int64))
    keys = part.columns["stream"].astype(np.uint64) << np.uint64(32)
    keys |= np.repeat(np.arange(len(counts), dtype=np.uint64), counts)
    keys.sort()
    opens = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
    times = np.diff(opens, append=len(keys))
    keys = keys[opens]
    passages, terms = keys.astype(np.uint32), (keys >> np.uint64(32)).astype(np.uint32)
    del keys
    yield "passages", passages
    yield "shapes", shapes_of(times, counts[passages])
    first = np.flatnonzero(np.diff(terms.astype(np.int64), prepend=-1))
    yield "terms", terms[first]
    yield "offsets", np.append(first, len(terms)).astype(np.int64)


def _write_segment(folder: Path, part: Part, version: str) -> dict[str, Any]:
    """Write a segment; gives its line of the manifest."""
    name = digest(version, *part.ids, *part.keys)[:24]

    def columns() -> Iterator[tuple[str, Column]]:
        yield from part.columns.items()
        yield from _postings(part)

    sums = write_columns(folder / name, columns(), {"ids": part.ids, "keys": part.keys})
    return {"name": name, "tokens": part.tokens, "sums": sums}


def segment_tokens(memory: int) -> int:
    """How many words a segment may have, so that making it takes no more than about `memory` megabytes."""
    return max(FEWEST_TOKENS, min(SEGMENT_TOKENS, memory * 1_000_000 // BUILD_BYTES))


def listed_passages(folder: Path, version: str = "") -> list[dict[str, Any]]:
    """The segments of the index; none where there is none, or one of another version than is asked for."""
    manifest = read_manifest(folder / MANIFEST)
    if version and manifest.get("version") != version:
        return []
    segments: list[dict[str, Any]] = manifest.get("segments", [])
    return segments


def passages_state(folder: Path) -> str:
    """What the index was made from, as whoever made it named it; "" where there is none."""
    return str(read_manifest(folder / MANIFEST).get("state", ""))


def open_part(folder: Path, entry: Mapping[str, Any]) -> Part:
    """A listed segment, mapped into memory; DamageError where it is not what was written."""
    columns, about = open_columns(folder / entry["name"], entry["sums"])
    try:
        part = Part(about["ids"], about["keys"], columns["borders"], columns)
        passages = int(part.borders[-1])
        fits = len(part.borders) == len(part.ids) + 1 == len(part.keys) + 1 and part.borders[0] == 0
        fits &= all(len(columns[name]) == len(part.ids) for name in _BY_DOCUMENT)
        fits &= all(len(columns[name]) == passages for name in _BY_PASSAGE)
        fits &= len(columns["words"]) == len(columns["bytes"]) == passages + 1
        fits &= len(columns["passages"]) == len(columns["shapes"])
        fits &= len(columns["offsets"]) == len(columns["terms"]) + 1
    except (KeyError, TypeError, IndexError) as error:
        raise DamageError(f"{folder / entry['name']} is no segment. Run `foresaid rebuild`.") from error
    if not fits:
        raise DamageError(f"The columns of {folder / entry['name']} do not fit. Run `foresaid rebuild`.")
    return part


def changed_passages(folder: Path, entry: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Files of a listed segment that are not what was written, and what is wrong with each."""
    for name, expected in entry["sums"].items():
        path = folder / entry["name"] / name
        if what := compare(path, expected):
            yield path, what


class PassageWriter:
    """Brings the folder of an index from one state to the next; the old state counts until `settle`."""

    def __init__(self, folder: Path, making: Making, memory: int) -> None:
        self._folder, self._making, self._most = folder, making, segment_tokens(memory)
        self._entries = listed_passages(folder, making.version)
        self._fresh: list[Part] = []

    def keys(self) -> dict[str, str]:
        """What each document held was indexed from, by id."""
        held: dict[str, str] = {}
        for entry in self._entries:
            part = open_part(self._folder, entry)
            held.update(zip(part.ids, part.keys, strict=True))
        return held

    def drop(self, documents: frozenset[str]) -> None:
        """Write the segments that hold any of these documents again without them."""
        entries = []
        for entry in self._entries:
            part = open_part(self._folder, entry)
            kept = [name not in documents for name in part.ids]
            if all(kept):
                entries.append(entry)
            elif any(kept):
                entries.append(self._write(joined([self._whole(entry)], [kept])))
        self._entries = entries

    def add(self, documents: Iterable[Sentences]) -> None:
        """Index documents, none of which is held."""
        tokens = 0
        for part in make_parts(documents, self._making):
            self._fresh.append(part)
            tokens += part.tokens
            if tokens >= self._most:
                self._close()
                tokens = 0
        self._close()

    def _close(self) -> None:
        """Write what was added as a segment, together with those before it that are no larger."""
        if not self._fresh:
            return
        parts, self._fresh = self._fresh, []
        tokens = sum(part.tokens for part in parts)
        while self._entries and self._entries[-1]["tokens"] <= min(tokens, self._most - tokens):
            entry = self._entries.pop()
            tokens += entry["tokens"]
            parts.append(self._whole(entry))
        self._entries.append(self._write(joined(parts)))

    def _write(self, part: Part) -> dict[str, Any]:
        return _write_segment(self._folder, part, self._making.version)

    def _whole(self, entry: Mapping[str, Any]) -> Part:
        """A segment to be taken into another, compared first: what was changed must not get a new sum."""
        for path, what in changed_passages(self._folder, entry):
            raise DamageError(f"{path} {what}. Run `foresaid rebuild`.")
        part = open_part(self._folder, entry)
        made = ("borders", "words", "bytes", "passages", "shapes", "terms", "offsets")
        return part._replace(
            columns={name: column for name, column in part.columns.items() if name not in made}
        )

    def settle(self, state: str) -> list[Path]:
        """Let the new state count; gives folders that nothing refers to any more."""
        about = {"version": self._making.version, "state": state, "segments": self._entries}
        write_manifest(self._folder / MANIFEST, about)
        used = {entry["name"] for entry in self._entries}
        return sorted(path for path in self._folder.iterdir() if path.is_dir() and path.name not in used)
