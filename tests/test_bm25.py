"""How well do words and meanings fit, and does the kernel say the same as numpy, number for number?"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foresaid.text import bm25, codes
from foresaid.text.bm25 import (
    LONGEST,
    MOST_COUNTED,
    SHAPES,
    UNITS,
    Corpus,
    Impacts,
    Posting,
    best,
    lend,
    shapes_of,
    weigh,
)
from foresaid.text.codes import cosines, cut, lend_meaning, nearest, sign_codes, small_rows
from foresaid.text.compiled import kernel

PASSAGES = st.lists(st.lists(st.integers(0, 6), min_size=1, max_size=20), min_size=1, max_size=25)
needs_kernel = pytest.mark.skipif(
    kernel is None, reason="the compiled kernel is absent, or FORESAID_PURE is set"
)


class Pure:
    """While it lasts, scores and distances come from numpy."""

    def __enter__(self):
        bm25.kernel, codes.kernel = None, None

    def __exit__(self, *_):
        bm25.kernel, codes.kernel = kernel, kernel


def both(function, *arguments):
    """The answers of the kernel and of numpy."""
    ours = function(*arguments)
    with Pure():
        return ours, function(*arguments)


def postings_of(passages, weights):
    """The postings of terms by number, each with its table, over passages that are lists of terms."""
    lengths = np.array([len(passage) for passage in passages])
    corpus = Corpus(len(passages), int(lengths.sum()))
    found = []
    for term, weight in weights.items():
        places = np.array([at for at, passage in enumerate(passages) if term in passage], np.uint32)
        counts = np.array([passages[at].count(term) for at in places], np.int64)
        table = Impacts(corpus).table(weight, len(places))
        found.append(Posting(places, shapes_of(counts, lengths[places]), table))
    return found


def by_the_formula(passages, weights):
    """BM25 as its formula has it, in floating point."""
    average = sum(map(len, passages)) / len(passages)
    scores = []
    for passage in passages:
        score = 0.0
        for term, weight in weights.items():
            holding = sum(term in other for other in passages)
            often = Counter(passage)[term]
            length = 1 - 0.75 + 0.75 * len(passage) / average
            rare = log(1 + (len(passages) - holding + 0.5) / (holding + 0.5))
            score += weight * rare * often * 2.2 / (often + 1.2 * length)
        scores.append(score)
    return scores


@given(PASSAGES, st.dictionaries(st.integers(0, 8), st.floats(0, 5), max_size=5))
def test_scores_are_those_of_the_formula(passages, weights):
    """Whole numbers give BM25 to four decimal places."""
    scores = weigh(postings_of(passages, weights), 0, len(passages)) / UNITS
    assert scores.tolist() == pytest.approx(by_the_formula(passages, weights), abs=len(weights) / UNITS)


@needs_kernel
@given(PASSAGES, st.dictionaries(st.integers(0, 8), st.floats(0, 5), max_size=5), st.data())
def test_scores_are_the_same(passages, weights, data):
    """Kernel and numpy give the same scores, of all passages and of some."""
    first = data.draw(st.integers(0, len(passages)))
    count = data.draw(st.integers(0, len(passages) - first))
    ours, theirs = both(weigh, postings_of(passages, weights), first, count)
    assert ours.dtype == theirs.dtype
    assert ours.tolist() == theirs.tolist()


@given(st.lists(st.integers(-2, 4), max_size=60), st.integers(0, 70))
def test_the_best_are_those_of_a_sorted_list(scores, limit):
    """The best come in order of their scores, equal ones in order of their places, and none that scores nothing."""
    expected = sorted(
        (at for at, score in enumerate(scores) if score > 0), key=lambda at: (-scores[at], at)
    )
    for found in both(best, np.array(scores, np.int32), limit):
        assert found.tolist() == expected[:limit]


@given(st.lists(st.lists(st.integers(0, 1000), max_size=4), min_size=1, max_size=8))
def test_sentences_lend_to_their_neighbours_in_the_document(documents):
    """Each has its own score and a quarter of those beside it; nothing passes from one document to another."""
    scores = [score for document in documents for score in document]
    borders = np.cumsum([0, *map(len, documents)])
    expected = [
        score
        + (document[at - 1] // 4 if at else 0)
        + (document[at + 1] // 4 if at + 1 < len(document) else 0)
        for document in documents
        for at, score in enumerate(document)
    ]
    assert lend(np.array(scores, np.int32), borders).tolist() == expected


def test_shapes_keep_counts_and_lengths_within_their_bounds():
    """More than fifteen times counts as fifteen, more than 255 words as so many."""
    shapes = shapes_of(np.array([1, 15, 99]), np.array([1, 255, 4000]))
    assert [divmod(int(shape), LONGEST + 1) for shape in shapes] == [
        (1, 1),
        (MOST_COUNTED, LONGEST),
        (MOST_COUNTED, LONGEST),
    ]
    assert int(shapes.max()) < SHAPES


def test_a_term_that_is_everywhere_still_tells_something():
    """The logarithm stays above nought, also in a collection of no passages."""
    assert Impacts(Corpus(10, 100)).table(1.0, 10).max() > 0
    assert Impacts(Corpus(0, 0)).table(1.0, 0).max() > 0


def vectors_of(count, dimensions, seed):
    """Vectors of unit length, some of them noughts and some of them equal."""
    chance = np.random.default_rng(seed)
    rows = chance.standard_normal((count, dimensions)).astype(np.float32)
    rows[chance.random(count) < 0.1] = 0
    if count > 3:
        rows[1] = rows[3]
    lengths = np.sqrt((rows**2).sum(axis=1))
    return rows / np.where(lengths > 0, lengths, 1)[:, None]


@given(
    st.integers(0, 80),
    st.sampled_from([1, 63, 128, 128, 130, 256, 300]),
    st.integers(1, 4),
    st.integers(1, 90),
    st.integers(0, 99),
)
@settings(max_examples=60)
def test_nearest_are_all_that_differ_in_so_few_bits(count, dimensions, queries, most, seed):
    """As many as are asked for, and all that are as near as the last of them; the kernel says the same."""
    held = sign_codes(small_rows(vectors_of(count, dimensions, seed))[0])
    asked = sign_codes(small_rows(vectors_of(queries, dimensions, seed + 1))[0])
    assert held.shape == (count, 4 if dimensions <= 256 else 8)
    distances = [min(_differ(code, other) for other in asked) for code in held]
    farthest = sorted(distances)[:most][-1] if distances else 0
    expected = [(at, distance) for at, distance in enumerate(distances) if distance <= farthest]
    for places, found in both(nearest, held, asked, most):
        assert list(zip(places.tolist(), found.tolist(), strict=True)) == expected


def _differ(one, other):
    return sum((int(left) ^ int(right)).bit_count() for left, right in zip(one, other, strict=True))


@given(st.integers(1, 40), st.integers(1, 200), st.integers(1, 4), st.integers(0, 99))
@settings(max_examples=60)
def test_cosines_are_those_of_the_vectors(count, dimensions, queries, seed):
    """Small numbers give the cosine with the nearest statement to two decimal places; kernel and numpy the same."""
    vectors, asked = vectors_of(count, dimensions, seed), vectors_of(queries, dimensions, seed + 1)
    rows, scales = small_rows(vectors)
    places = np.arange(count, dtype=np.uint32)[::-1].copy()
    ours, theirs = both(cosines, rows, scales, places, small_rows(asked))
    assert ours.tolist() == theirs.tolist()
    exact = (vectors @ asked.T).max(axis=1)[::-1]
    assert ours == pytest.approx(exact, abs=0.012)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=8), st.integers(0, 50))
def test_sentences_lend_their_meaning_to_their_neighbours(sizes, seed):
    """Each has its own vector and a quarter of those beside it; nothing passes from one document to another."""
    vectors, borders = vectors_of(sum(sizes), 8, seed), np.cumsum([0, *sizes])
    expected = vectors.copy()
    for first, end in pairwise(borders):
        for at in range(first, end):
            for beside in (at - 1, at + 1):
                if first <= beside < end:
                    expected[at] += 0.25 * vectors[beside]
    assert lend_meaning(vectors, borders) == pytest.approx(expected, abs=1e-6)


def test_bits_tell_the_angle():
    """The share of bits in which two vectors differ is their angle's share of a half turn, to a few hundredths."""
    vectors = vectors_of(60, 128, 5)[10:]
    turned = vectors + 0.6 * vectors_of(60, 128, 6)[10:]
    rows = [small_rows(each)[0] for each in (vectors, turned)]
    lengths = np.sqrt((vectors**2).sum(axis=1) * (turned**2).sum(axis=1))
    angles = [
        (_differ(one, other) / 256, np.arccos(min(1, product / length)) / np.pi)
        for one, other, product, length in zip(
            *map(sign_codes, rows), (vectors * turned).sum(axis=1), lengths, strict=True
        )
        if length > 0.1
    ]
    assert len(angles) > 30
    assert np.mean([abs(share - angle) for share, angle in angles]) < 0.04


def test_how_far_the_nearest_of_several_segments_are():
    """As far as the one at the rank asked for, whichever segment it comes from."""
    distances = np.array([3, 1, 2, 2, 9, 2], np.uint16)
    assert [cut(distances, most) for most in (1, 2, 4, 5, 6, 7)] == [1, 2, 2, 3, 9, 9]
    assert cut(distances[:0], 3) == 0


@needs_kernel
def test_arguments_that_do_not_fit_are_refused():
    """Columns of other widths and lengths and places beyond the rows raise; nothing is read past."""
    numbers, shapes, table = np.zeros(3, np.uint32), np.zeros(3, np.uint16), np.zeros(SHAPES, np.int32)
    for term in (
        (numbers, shapes[:2], table),
        (numbers, shapes, table[:9]),
        (numbers, numbers, table),
        (numbers, shapes),
        7,
    ):
        with pytest.raises((TypeError, ValueError)):
            kernel.weigh([term], 0, 3)
    for first, count in ((-1, 3), (0, -1), (1 << 40, 3)):
        with pytest.raises(ValueError, match="32 bits"):
            kernel.weigh([], first, count)
    with pytest.raises(TypeError):
        kernel.best(shapes, 3)
    bits = np.zeros(6, np.uint64)
    for words, most in ((0, 1), (4, 1), (2, 0), (5000, 1)):
        with pytest.raises(ValueError, match="codes"):
            kernel.nearest(bits, bits[:2], words, most)
    rows = np.zeros(8, np.int8)
    for width, places in ((3, numbers), (0, numbers)):
        with pytest.raises(ValueError, match="width"):
            kernel.products(rows, rows, width, places)
    with pytest.raises(IndexError):
        kernel.products(rows, rows, 4, np.array([2], np.uint32))


@needs_kernel
@given(
    st.lists(st.integers(0, (1 << 32) - 1), max_size=20),
    st.lists(st.integers(0, 65535), min_size=20, max_size=20),
)
def test_postings_that_were_damaged_do_no_harm(passages, shapes):
    """Passages beyond the range and shapes beyond the table are passed over or read within it, by both alike."""
    places = np.unique(np.array(passages, np.uint32))
    table = Impacts(Corpus(50, 900)).table(1.0, 3)
    posting = Posting(places, np.array(shapes[: len(places)], np.uint16), table)
    ours, theirs = both(weigh, [posting], 10, 25)
    assert ours.tolist() == theirs.tolist()
