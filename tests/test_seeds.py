"""Do look-ups find every place where words stand?"""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foresaid.text.normalize import hash_words, tokenise
from foresaid.text.seeds import (
    RARE,
    build_grams,
    find_occurrences,
    find_windows,
    frequencies_of,
    frequent_pairs,
    gram_frequencies,
)


def stream_of(numbers):
    """A stream of word hashes from small numbers."""
    return hash_words([f"w{number}" for number in numbers])


def naive(stream, quoted):
    """Every place by comparing everywhere."""
    length = len(quoted)
    return [at for at in range(len(stream) - length + 1) if (stream[at : at + length] == quoted).all()]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=400), st.data())
def test_occurrences_are_all_occurrences(numbers, data):
    """Exact places are those a plain comparison finds, for frequent and rare words alike."""
    stream = stream_of(numbers)
    grams = build_grams(stream)
    start = data.draw(st.integers(0, len(numbers) - 1))
    length = data.draw(st.integers(1, 6))
    quoted = stream[start : start + length]
    assert find_occurrences(stream, grams, quoted).tolist() == naive(stream, quoted)


def test_words_that_do_not_stand_there_are_not_found():
    """Unknown words, known words in another order, and nothing at all have no place."""
    stream = stream_of([1, 2, 3, 4, 5] * 100)
    grams = build_grams(stream)
    for numbers in ([9], [9, 8, 7], [2, 1, 3], [5, 4]):
        assert not len(find_occurrences(stream, grams, stream_of(numbers)))
    assert not len(find_occurrences(stream, grams, stream[:0]))
    assert not find_windows(stream, grams, stream[:0], np.zeros(0))


@pytest.mark.parametrize("repeats", [1, RARE, RARE + 1, 1000])
def test_a_formula_is_found_however_often_it_stands(repeats):
    """Passages that stand more often than a rare gram may are found in each place."""
    stream = stream_of([*([1, 2, 3, 4, 5, 6, 7] * repeats), 8])
    assert len(find_occurrences(stream, build_grams(stream), stream_of([2, 3, 4, 5]))) == repeats


def test_the_best_window_holds_an_altered_passage():
    """A passage with every fifth word changed is inside the best window."""
    chance = random.Random(7)
    numbers = [chance.randrange(3000) for _ in range(50_000)]
    stream = stream_of(numbers)
    grams = build_grams(stream)
    for _ in range(50):
        start, length = chance.randrange(49_000), chance.randrange(8, 60)
        quoted = numbers[start : start + length]
        quoted[2::5] = [5000 + place for place in quoted[2::5]]
        weights = np.ones(len(quoted))
        best = find_windows(stream, grams, stream_of(quoted), weights)[0]
        assert best.start <= start
        assert best.end >= start + length
        assert best.share >= 0.6


def test_frequencies_count_words():
    """Each word's frequency is how often it stands in the stream."""
    tokens = tokenise("the cat and the dog and the bird")
    grams = build_grams(tokens.hashes)
    assert frequencies_of(grams, hash_words(["the", "and", "dog", "fish"])).tolist() == [3, 2, 1, 0]
    assert frequencies_of(build_grams(tokens.hashes[:0]), hash_words(["the"])).tolist() == [0]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=3, max_size=600), st.integers(1, 9), st.data())
def test_pairs_and_triples_are_counted(numbers, rarer, data):
    """The number of each pair and triple is what a plain comparison counts, for frequent and rare ones alike."""
    numbers = [*numbers, *([rarer, 1, 2, 3] * data.draw(st.integers(0, 70)))]
    stream = stream_of(numbers)
    grams = build_grams(stream)
    start = data.draw(st.integers(0, len(numbers) - 1))
    quoted = stream_of([*numbers[start : start + 6], 99, *numbers[:3]])
    for length in (2, 3):
        counts = [len(naive(stream, quoted[at : at + length])) for at in range(len(quoted) - length + 1)]
        assert gram_frequencies(stream, grams, quoted, length).tolist() == counts
    assert not len(gram_frequencies(stream, grams, quoted[:1], 2))


def test_frequent_pairs_can_be_counted_later():
    """What an index keeps of frequent pairs is what its stream gives again."""
    stream = stream_of([1, 2, 3, 4, 5, 6, 7] * (RARE + 1))
    grams = build_grams(stream)
    keys, counts = frequent_pairs(stream)
    assert grams.pairs.tolist() == keys.tolist() == sorted(keys.tolist())
    assert grams.pair_counts.tolist() == counts.tolist() == [RARE + 1] * 6
