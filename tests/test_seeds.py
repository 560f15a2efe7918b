"""Do look-ups find every place where words stand?"""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foresaid.text.grams import RARE
from foresaid.text.holdings import gram_frequencies, word_frequencies
from foresaid.text.neighbours import neighbours
from foresaid.text.normalize import hash_words, tokenise
from foresaid.text.occurrences import find_occurrences
from foresaid.text.seeds import find_places
from held_streams import held, in_numpy, stream_of

PATHS = pytest.mark.parametrize("path", [lambda holdings: holdings, in_numpy], ids=["kernel", "numpy"])


def places(holdings, quoted):
    """The numbers of the tokens where a phrase begins, of streams that are one document each."""
    return [start // 2 for rows in find_occurrences(holdings, quoted) for _, start, _ in rows.tolist()]


def naive(stream, quoted):
    """Every place by comparing everywhere."""
    length = len(quoted)
    return [at for at in range(len(stream) - length + 1) if (stream[at : at + length] == quoted).all()]


@PATHS
@settings(max_examples=60, deadline=None)
@given(numbers=st.lists(st.integers(0, 4), min_size=1, max_size=400), data=st.data())
def test_occurrences_are_all_occurrences(path, numbers, data):
    """Exact places are those a plain comparison finds, for frequent and rare words alike."""
    stream = stream_of(numbers)
    start = data.draw(st.integers(0, len(numbers) - 1))
    length = data.draw(st.integers(1, 20))
    quoted = stream[start : start + length]
    assert places(path(held(stream)), quoted) == naive(stream, quoted)


@PATHS
def test_words_that_do_not_stand_there_are_not_found(path):
    """Unknown words, known words in another order, and nothing at all have no place."""
    stream = stream_of([1, 2, 3, 4, 5] * 100)
    holdings = path(held(stream))
    for numbers in ([9], [9, 8, 7], [2, 1, 3], [5, 4]):
        assert places(holdings, stream_of(numbers)) == []
    assert places(holdings, stream[:0]) == find_places(holdings, stream[:0]) == []


@PATHS
@pytest.mark.parametrize("repeats", [1, RARE, RARE + 1, 1000])
def test_a_formula_is_found_however_often_it_stands(path, repeats):
    """Passages that stand more often than a rare gram may are found in each place."""
    stream = stream_of([*([1, 2, 3, 4, 5, 6, 7] * repeats), 8])
    assert len(places(path(held(stream)), stream_of([2, 3, 4, 5]))) == repeats


@PATHS
def test_a_place_lies_in_one_document_that_is_not_withdrawn(path):
    """Words that run across two documents are no occurrence, nor are those of a withdrawn one."""
    stream = stream_of([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4])
    holdings = path(held(stream, documents=[4, 8, 12], withdrawn={"d1"}))
    found = [row for rows in find_occurrences(holdings, stream_of([2, 3])) for row in rows.tolist()]
    assert found == [[0, 2, 5], [2, 2, 5]]
    assert places(holdings, stream_of([4, 1])) == []
    assert {document for document, *_ in find_places(holdings, stream_of([1, 2, 3]))} == {0, 2}


@PATHS
def test_the_best_place_holds_an_altered_passage(path):
    """A passage with every fifth word changed is inside the best window, whichever of three streams it stands in."""
    chance = random.Random(7)
    numbers = [[chance.randrange(3000) for _ in range(20_000)] for _ in range(3)]
    holdings = path(held(*map(stream_of, numbers)))
    for _ in range(50):
        which, start, length = chance.randrange(3), chance.randrange(19_000), chance.randrange(8, 60)
        quoted = numbers[which][start : start + length]
        quoted[2::5] = [5000 + place for place in quoted[2::5]]
        document, begin, end, share = find_places(holdings, stream_of(quoted))[0]
        assert document == which
        assert begin <= 2 * start
        assert end >= 2 * (start + length) - 1
        assert share >= 0.5


@PATHS
def test_frequencies_count_words(path):
    """Each word's frequency is how often it stands in all streams."""
    one, two = tokenise("the cat and the dog and the bird").hashes, tokenise("the fox").hashes
    asked = hash_words(["the", "and", "dog", "fish", "fox"])
    assert word_frequencies(path(held(one, two)), asked).tolist() == [4, 2, 1, 0, 1]
    assert word_frequencies(path(held(one[:0])), asked[:1]).tolist() == [0]


@PATHS
@settings(max_examples=60, deadline=None)
@given(
    numbers=st.lists(st.integers(0, 4), min_size=3, max_size=600), rarer=st.integers(1, 9), data=st.data()
)
def test_pairs_and_triples_are_counted(path, numbers, rarer, data):
    """The number of each pair and triple is what a plain comparison counts, for frequent and rare ones alike."""
    numbers = [*numbers, *([rarer, 1, 2, 3] * data.draw(st.integers(0, 70)))]
    stream = stream_of(numbers)
    holdings = path(held(stream, stream))
    start = data.draw(st.integers(0, len(numbers) - 1))
    quoted = stream_of([*numbers[start : start + 6], 99, *numbers[:3]])
    for length in (2, 3):
        counts = [
            2 * len(naive(stream, quoted[at : at + length])) for at in range(len(quoted) - length + 1)
        ]
        assert gram_frequencies(holdings, quoted, length).tolist() == counts
    assert not len(gram_frequencies(holdings, quoted[:1], 2))


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("goverment", "government"),
        ("tlhe", "the"),
        ("pecple", "people"),
        ("poeple", "people"),
        ("зимц", "зима"),
    ],
)
def test_neighbours_are_one_letter_away(misread, meant):
    """A letter dropped, added, changed or exchanged leads back to the words that are held, most frequent first."""
    text = "the people of the government and the poople, people and people, зима"
    found = neighbours(held(tokenise(text).hashes), misread)
    assert found[0][0] == meant
    assert found[0][1] == tokenise(text).hashes.tolist().count(int(hash_words([meant])[0]))
    assert all(count > 0 for _, count in found)


def test_what_has_no_neighbours():
    """Too short a word, one that stands far from all, and a character of a script without spaces."""
    holdings = held(tokenise("the people 中文").hashes)
    assert [neighbours(holdings, word) for word in ("thc", "xylophone", "中文中文", "x" * 100)] == [[]] * 4
