"""What is a sentence about, as a direction? Sums of word vectors, to find what is said in other words.

A table holds a vector for each word, distilled once from a language model (benchmarks/distil_vectors.py;
docs/explain/meaning.md has the way and the figures). A sentence's vector is the sum of its words' vectors, brought to
unit length; how much a word weighs is the length of its vector. The cosine of two sentences is the product of theirs.
It tells what they are about, not what they say of it: a sentence and its denial lie side by side.

A table as bytes: a line of JSON (version, dimensions, words, origin), the folded words, one a line, then for each word
its scale (float16), then its components (int8), word after word.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from foresaid.text.normalize import hash_words, tokenise

if TYPE_CHECKING:
    from collections.abc import Sequence

Vectors: TypeAlias = NDArray[np.float32]

# Characters taken at a time: some 10,000 words, whose vectors (5 MB) are added up while the processor still holds them.
_CHUNK = 1 << 16
# Stands between two sentences: no word, and keeps a hyphen at the end of one from joining the next.
_BETWEEN = " | "


@dataclass(frozen=True)
class WordVectors:
    """Word vectors of one language; `version` names the table, `origin` where its numbers come from."""

    version: str
    dimensions: int
    words: tuple[str, ...]
    table: Vectors
    origin: dict[str, Any]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, float32 of unit length; zeros where no word of it is known.

        A row depends on its own text alone, bit for bit, whatever stands beside it.
        """
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        start = 0
        while start < len(texts):
            end, size = start + 1, len(texts[start])
            while end < len(texts) and size + len(texts[end]) <= _CHUNK:
                size += len(texts[end])
                end += 1
            self._sum(texts[start:end], rows[start:end])
            start = end
        return _unit(rows)

    def _sum(self, texts: Sequence[str], rows: Vectors) -> None:
        """The sums of the vectors of each text's words, into `rows`."""
        tokens = tokenise(_BETWEEN.join(texts))
        bounds = np.cumsum([len(text) + len(_BETWEEN) for text in texts])
        places = self._places(tokens.hashes)
        known = places >= 0
        owners = np.searchsorted(bounds, tokens.starts[known], "right")
        if not owners.size:
            return
        opens = np.flatnonzero(np.diff(owners, prepend=-1))
        rows[owners[opens]] = np.add.reduceat(self.table[places[known]], opens, axis=0)

    def _places(self, hashes: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The row of each word in the table by its hash; -1 for words it lacks."""
        order, held = self._held
        at = np.minimum(np.searchsorted(held, hashes), len(held) - 1)
        return np.where(held[at] == hashes, order[at], -1)

    @cached_property
    def _held(self) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """The table's rows in the order of their words' hashes, and the hashes."""
        hashes = hash_words(self.words)
        order = np.argsort(hashes, kind="stable")
        return order, hashes[order]


def word_vectors(data: bytes) -> WordVectors:
    """A table from its bytes; ValueError where they are none, or cut off."""
    line, _, rest = data.partition(b"\n")
    about = json.loads(line)
    count, dimensions = about.pop("words"), about.pop("dimensions")
    listed, body = rest[: about["listed"]], rest[about.pop("listed") :]
    words = tuple(listed.decode("utf-8").split("\n"))[:-1]
    if len(words) != count or len(body) != count * (2 + dimensions):
        raise ValueError(f"not a table of {count} word vectors of {dimensions} dimensions")
    scales = np.frombuffer(body, "<f2", count).astype(np.float32)
    components = np.frombuffer(body, np.int8, count * dimensions, 2 * count).reshape(count, dimensions)
    return WordVectors(about.pop("version"), dimensions, words, components * scales[:, None], about)


def table_bytes(version: str, words: Sequence[str], vectors: Vectors, origin: dict[str, Any]) -> bytes:
    """The bytes of a table of folded words, each once.

    `word_vectors` makes it again to within half a 127th of each word's largest component (float16 aside).
    """
    listed = "".join(f"{word}\n" for word in words).encode("utf-8")
    scales = (np.abs(vectors).max(axis=1) / 127).astype("<f2")
    safe = np.where(scales > 0, scales, 1).astype(np.float32)
    components = np.clip(np.rint(vectors / safe[:, None]), -127, 127).astype(np.int8)
    about = {
        "version": version,
        "dimensions": vectors.shape[1],
        "words": len(words),
        "listed": len(listed),
        **origin,
    }
    head = json.dumps(about, ensure_ascii=False).encode("utf-8") + b"\n"
    return b"".join((head, listed, scales.tobytes(), components.tobytes()))


def _unit(rows: Vectors) -> Vectors:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows /= np.where(lengths > 0, lengths, 1)[:, None]
    return rows
