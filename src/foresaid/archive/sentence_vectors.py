"""Which sentences has a language model encoded already? Their vectors, kept so that nobody waits twice.

    index/meaning/<hash of the model's name>.bin    bytes of a vector (u32), then records: SHA-256 of a sentence, vector

Disposable, and deleted with the other indexes when a document is withdrawn. What cannot be read is made again.
"""

from __future__ import annotations

import struct
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from foresaid.archive.writing import make_folder, write_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from foresaid.plugins import Encoder

FOLDER = "meaning"
_KEY, _HEAD = 32, struct.Struct("<I")  # bytes of a SHA-256; how many bytes a vector has
# 20,000 sentences of 384 numbers are 16 MB: fifty inquiries; the newest are kept.
_MOST = 20_000


class SentenceVectors:
    """The vectors of one encoder in one collection, read once; `encode` makes what is missing, `keep` writes it."""

    def __init__(self, index: Path, encoder: Encoder) -> None:
        self._encoder = encoder
        self._path = index / FOLDER / f"{sha256(encoder.name.encode()).hexdigest()[:16]}.bin"
        self._held: dict[bytes, NDArray[np.float16]] = {}
        self._new = False
        self._read()

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length a sentence, as the encoder gives it, rounded to 16 bits."""
        keys = [sha256(sentence.encode("utf-8", "surrogatepass")).digest() for sentence in sentences]
        missing = {
            key: sentence for key, sentence in zip(keys, sentences, strict=True) if key not in self._held
        }
        if missing:
            rows = self._encoder.encode(list(missing.values()))
            self._held |= dict(zip(missing, np.asarray(rows).astype(np.float16), strict=True))
            self._new = True
        if not keys:
            return np.zeros((0, 0), np.float32)
        return np.stack([self._held[key] for key in keys]).astype(np.float32)

    def cosines(self, sentences: Sequence[str], statements: Sequence[str]) -> list[float]:
        """How near each sentence is to some statements taken together, as cosines."""
        if not sentences or not statements:
            return [0.0] * len(sentences)
        direction = np.asarray(self._encoder.encode(list(statements))).sum(axis=0)
        near = self.encode(sentences) @ (direction / max(float(np.linalg.norm(direction)), 1e-9))
        return [round(float(each), 4) for each in near]

    def keep(self) -> None:
        """Write what was made anew, the newest sentences of all; needs the writer's lock."""
        if not self._new:
            return
        newest = list(self._held.items())[-_MOST:]
        make_folder(self._path.parent)
        records = b"".join(key + row.tobytes() for key, row in newest)
        write_file(self._path, _HEAD.pack(newest[0][1].nbytes) + records)
        self._new = False

    def _read(self) -> None:
        """Take in what is there; a file that is not what was written is made anew, record by record."""
        try:
            data = self._path.read_bytes()
        except OSError:
            return
        width = _HEAD.unpack_from(data)[0] if len(data) > _HEAD.size else 0
        record = _KEY + width
        if not width or width % 2 or (len(data) - _HEAD.size) % record:
            return
        for at in range(_HEAD.size, len(data), record):
            self._held[data[at : at + _KEY]] = np.frombuffer(data, np.float16, width // 2, at + _KEY)
