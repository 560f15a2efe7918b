"""Does the compiled kernel answer as numpy does, bit for bit?"""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foresaid.text import normalize
from foresaid.text.align import LONGEST, lay_side_by_side, lay_within
from foresaid.text.compiled import kernel
from foresaid.text.grams import Grams, build_grams
from foresaid.text.holdings import gram_frequencies, word_frequencies
from foresaid.text.normalize import hash_words, tokenise
from foresaid.text.occurrences import find_occurrences
from foresaid.text.seeds import find_places
from held_streams import Pure, held, in_numpy, stream_of

pytestmark = pytest.mark.skipif(
    kernel is None, reason="the compiled kernel is absent, or FORESAID_PURE is set"
)

# Characters that break naive tokenisers: of several letters, beyond the basic plane, without ink, lone surrogates.
HARD = st.sampled_from(list("aAéßﬁſ½’'-‐‑¬\u00ad\n\r \t\x00中⺟㌀ﷺ\u200b\u0301İ𝐀𠀀¹٣\ud800"))
TEXTS = st.lists(st.one_of(HARD, HARD, st.characters()), max_size=80).map("".join)
LETTERS = st.text("abé𐀀", max_size=8)
LONG = st.tuples(st.sampled_from([63, 64, 65, 254, 255, 256]), LETTERS).map(
    lambda drawn: "a" * drawn[0] + drawn[1]
)
WORDS = st.lists(st.one_of(st.sampled_from(["the", "tbe", "sea", "seas", ""]), LETTERS, LONG), max_size=14)
GAPS = st.dictionaries(st.integers(0, 14), st.sampled_from([0, 1, 100, 500]), max_size=3)


def holdings_vocabulary(holdings):
    """The merged vocabulary, as the kernel takes it."""
    return holdings.vocabulary, holdings.frequencies, holdings.rare_in, holdings.frequent_in


def both(function, *arguments):
    """The answers of the kernel and of numpy."""
    ours = function(*arguments)
    with Pure():
        return ours, function(*arguments)


def assert_same_columns(ours, theirs):
    """Two nouns made of arrays are equal, types and all."""
    for field in fields(ours):
        left, right = getattr(ours, field.name), getattr(theirs, field.name)
        assert left.dtype == right.dtype, field.name
        assert left.tolist() == right.tolist(), field.name


@settings(max_examples=500)
@given(TEXTS)
def test_tokens_are_the_same(text):
    """Any text, of any characters, has the same tokens."""
    assert_same_columns(*both(tokenise, text))


@settings(max_examples=30)
@given(st.lists(TEXTS, max_size=12), st.integers(1, 40))
def test_tokens_are_the_same_in_small_blocks(texts, size):
    """Where a text is divided into blocks makes no difference between the two."""
    kept = normalize.BLOCK
    try:
        normalize.BLOCK = size
        assert_same_columns(*both(tokenise, " ".join(texts)))
    finally:
        normalize.BLOCK = kept


@given(st.integers(1, 40), st.lists(st.integers(0, 60), max_size=700), st.integers(1, 80))
def test_grams_are_the_same(words, numbers, times):
    """Streams of few and of many words, once or often, have the same index."""
    stream = stream_of([number % words for number in numbers])
    assert_same_columns(*both(build_grams, np.tile(stream, times)[:20_000]))


def test_grams_of_a_stream_that_is_sorted_in_parts_are_the_same():
    """Nine million words: keys are sorted in parts, and an entry keeps half its key."""
    chance = np.random.default_rng(5)
    words = chance.integers(0, 1 << 32, 200_000, np.uint32)
    stream = words[(chance.pareto(1.0, 9_000_000) * 10).astype(np.int64) % len(words)]
    ours, theirs = both(build_grams, stream)
    for field in fields(Grams):
        left, right = getattr(ours, field.name), getattr(theirs, field.name)
        assert (left.dtype, len(left)) == (right.dtype, len(right))
        assert (left == right).all()


@settings(max_examples=150)
@given(st.lists(st.lists(st.integers(0, 30), max_size=500), min_size=1, max_size=4), st.data())
def test_searches_are_the_same(streams, data):
    """Places, occurrences and frequencies agree over several streams, for phrases that stand there and others."""
    ours = held(*map(stream_of, streams))
    theirs = in_numpy(ours)
    source = data.draw(st.sampled_from(streams))
    start = data.draw(st.integers(0, len(source)))
    drawn = source[start : start + data.draw(st.integers(0, 30))]
    numbers = [data.draw(st.sampled_from([number, number, number, 7, 99])) for number in drawn]
    quoted = stream_of(numbers)
    assert find_places(ours, quoted) == find_places(theirs, quoted)
    assert word_frequencies(ours, quoted).tolist() == word_frequencies(theirs, quoted).tolist()
    for length in (2, 3):
        counts = [gram_frequencies(each, quoted, length).tolist() for each in (ours, theirs)]
        assert counts[0] == counts[1]
    found = [
        [row for rows in find_occurrences(each, quoted) for row in rows.tolist()] for each in (ours, theirs)
    ]
    assert found[0] == found[1]


@given(st.integers(1, 5), st.integers(2, 3000), st.integers(1, 900))
def test_searches_in_repetition_are_the_same(period, length, quoted):
    """So they do where a few words are repeated over and over, and budgets cut."""
    numbers = [at % period for at in range(length)] + [77]
    ours, phrase = held(stream_of(numbers), stream_of(numbers[:50])), stream_of(numbers[:quoted])
    assert find_places(ours, phrase) == find_places(in_numpy(ours), phrase)


@given(WORDS, WORDS, GAPS)
def test_alignments_are_the_same(left, right, gaps):
    """Passages of any words, misread and long ones too, are laid side by side the same way at the same cost."""
    for function, arguments in ((lay_side_by_side, ()), (lay_within, (gaps,))):
        ours, theirs = both(function, left, right, *arguments)
        assert ours == theirs


def test_alignments_of_chapters_are_the_same():
    """Passages too long for their words to be compared letter by letter."""
    chance = np.random.default_rng(3)
    source = [f"w{number}" for number in chance.integers(0, 300, 900)]
    quoted = [word if at % 7 else "changed" for at, word in enumerate(source[100:700])]
    ours, theirs = both(lay_within, quoted, source, {300: 1})
    assert ours == theirs


def test_arguments_that_do_not_fit_are_refused():
    """Columns of another width or length, broken fold tables and sizes beyond the bounds raise; nothing is read past."""
    numbers = np.zeros(4, np.uint32)
    table = np.zeros(0x10000, np.uint32)
    for columns in (
        (numbers, numbers, numbers, numbers),
        (table, numbers[:1], np.array([0, 9], np.uint32), numbers),
        (table, numbers[:1], np.array([3, 1], np.uint32), numbers),
        (table.astype(np.uint64), numbers, numbers, numbers),
    ):
        with pytest.raises((TypeError, ValueError)):
            kernel.Folding(*columns)
    none = np.zeros(0, np.uint32)
    with pytest.raises(TypeError):
        kernel.Folding(table, none, np.zeros(1, np.uint32), none).tokens(b"text")
    with pytest.raises(TypeError):
        kernel.build_grams(np.zeros(3, np.uint64))
    with pytest.raises(ValueError, match="contiguous"):
        kernel.build_grams(np.zeros((8, 2), np.uint32)[:, 0])
    with pytest.raises((TypeError, ValueError)):
        kernel.Shelf([(0, *([numbers] * 14))], *holdings_vocabulary(held(numbers)), 4)
    with pytest.raises(OverflowError):
        kernel.lay(["a"] * (2 * LONGEST + 1), [], {}, True, True)
    with pytest.raises(ValueError, match="gap"):
        kernel.lay(["a"], ["b"], {0: -1}, True, True)
    for words in ([3], [None]):
        with pytest.raises(TypeError):
            kernel.lay(words, ["b"], {}, True, True)
    shelf = held(hash_words(["a", "b"])).shelf
    with pytest.raises(IndexError):
        shelf.occurrences(1, numbers)
    with pytest.raises(ValueError, match="pairs"):
        shelf.gram_frequencies(numbers, 4)


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_index_is_never_read_past_its_end(data):
    """Whatever numbers stand in the columns, a search ends, with an answer or not."""
    holdings = held(stream_of([1, 2, 3, 4, 5, 6, 7] * 30))
    stream, grams = holdings.parts[0]
    garbage = st.integers(0, (1 << 32) - 1)
    columns = {
        "directory": grams.directory,
        "rests": grams.rests,
        "postings": grams.postings,
        "starts": stream.starts,
        "hashes": stream.hashes,
    }
    for name, column in columns.items():
        changed = column.copy()
        for _ in range(data.draw(st.integers(0, 6))):
            changed[data.draw(st.integers(0, len(column) - 1))] = data.draw(garbage)
        columns[name] = changed
    borders = np.array([0, data.draw(st.integers(-(1 << 62), 1 << 62))], np.int64)
    none = np.zeros(0, np.uint32)
    part = (
        0,
        borders,
        np.zeros(1, np.uint8),
        columns["starts"],
        np.full(len(stream), 255, np.uint8),
        columns["hashes"],
        none,
        none,
        columns["directory"],
        columns["rests"],
        columns["postings"],
        *(getattr(grams, name) for name in ("vocabulary", "frequencies", "pairs", "pair_counts")),
    )
    shelf = kernel.Shelf([part], *holdings_vocabulary(holdings), data.draw(st.integers(0, 1 << 63)))
    for phrase in (stream.hashes[:5], columns["hashes"][:40], stream_of([2, 3])):
        assert all(len(place) == 4 for place in shelf.places(phrase))
        assert len(shelf.occurrences(0, phrase)[0]) % 24 == 0
        assert len(shelf.gram_frequencies(phrase, 3)) == 8 * max(0, len(phrase) - 2)
