"""Are encoded sentences kept, and is a spoilt file no reason to fail?"""

from __future__ import annotations

import numpy as np
import pytest

from foresaid.archive.sentence_vectors import SentenceVectors


class Letters:
    """An encoder that counts letters, and how often it was asked."""

    name = "letters/1"

    def __init__(self):
        self.asked = 0

    def encode(self, texts):
        """One row a text: how often it has a, b and c, of unit length."""
        self.asked += len(texts)
        rows = np.array([[1 + text.count(letter) for letter in "abc"] for text in texts], np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


SENTENCES = ["a cab", "bbb", "a cab", "nothing"]


def test_no_sentence_is_encoded_twice(tmp_path):
    """What was kept is read again, bit for bit, and equal sentences are encoded once."""
    encoder = Letters()
    vectors = SentenceVectors(tmp_path, encoder)
    rows = vectors.encode(SENTENCES)
    assert encoder.asked == 3
    vectors.keep()
    again = SentenceVectors(tmp_path, encoder)
    assert (again.encode(SENTENCES) == rows).all()
    assert encoder.asked == 3
    assert again.cosines(SENTENCES, ["bbbb"])[1] > again.cosines(SENTENCES, ["bbbb"])[0]


@pytest.mark.parametrize(
    "data", [b"", b"\x00" * 3, b"\x03\x00\x00\x00rest", b"\x06\x00\x00\x00" + b"x" * 37]
)
def test_a_spoilt_file_is_made_anew(tmp_path, data):
    """A file that is cut, empty or of another layout is as good as none."""
    vectors = SentenceVectors(tmp_path, Letters())
    vectors.encode(SENTENCES)
    vectors.keep()
    (path,) = tmp_path.glob("meaning/*.bin")
    path.write_bytes(data)
    encoder = Letters()
    SentenceVectors(tmp_path, encoder).encode(SENTENCES)
    assert encoder.asked == 3


def test_nothing_is_nothing(tmp_path):
    """No sentences, no statements: no vectors and no cosines."""
    vectors = SentenceVectors(tmp_path, Letters())
    assert vectors.encode([]).size == 0
    assert vectors.cosines([], ["a"]) == []
    assert vectors.cosines(["a"], []) == [0.0]
    vectors.keep()
    assert not list(tmp_path.glob("meaning/*"))
