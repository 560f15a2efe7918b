"""Are the passages found that documents have in common, wherever they stand and in whatever order they come?"""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.text.normalize import tokenise
from foresaid.trace import joining
from foresaid.trace import passages as walked
from foresaid.trace.clusters import Stretch, gather
from foresaid.trace.finding import Asked, lay_beside, windows
from foresaid.trace.passages import shared_passages
from foresaid.trace.stream import information, lay_out

WORDS = [
    f"{a}{b}{c}"
    for a in ("ba", "ko", "mi", "su", "te")
    for b in ("ran", "lin", "dor", "fes")
    for c in ("a", "ek", "um")
]


def stream(texts):
    """The stream of texts in this order."""
    tokens = [tokenise(text) for text in texts]
    laid = [(each.hashes, np.minimum(each.ends - each.starts, 255).astype(np.uint8)) for each in tokens]
    return lay_out(laid), tokens


def passages(texts):
    """What the texts have in common: (number, words, number, words) of each pair, by the texts themselves."""
    laid, tokens = stream(texts)
    shared = shared_passages(laid)
    rows = []
    for at in range(len(shared)):
        row = []
        for start, end in ((shared.first, shared.first_end), (shared.second, shared.second_end)):
            document = int(laid.document_of(start[at : at + 1])[0])
            low, high = start[at] - laid.bounds[document], end[at] - 1 - laid.bounds[document]
            row += [document, texts[document][tokens[document].starts[low] : tokens[document].ends[high]]]
        rows.append((*row, int(shared.matched[at]), int(shared.bits[at])))
    return rows


def prose(seed, count):
    """Words by chance."""
    chance = random.Random(seed)
    return [chance.choice(WORDS) + chance.choice("xyz") * chance.randrange(3) for _ in range(count)]


COPIED = [
    "the",
    "upper",
    "sluice",
    "was",
    "opened",
    "at",
    "night",
    "by",
    "order",
    "of",
    "a",
    "board",
    "that",
    "never",
    "met",
    "again",
]


@given(st.integers(0, 10_000), st.integers(0, 60), st.integers(0, 60), st.integers(8, len(COPIED)))
def test_a_copied_passage_is_found_wherever_it_stands(seed, before, behind, count):
    """Two texts that share words by copying are paired, and both spans hold these words."""
    passage = COPIED[:count]
    one = " ".join([*prose(seed, before), *passage, *prose(seed + 1, behind)])
    other = " ".join([*prose(seed + 2, behind), *passage, *prose(seed + 3, before)])
    found = passages([one, other])
    assert any(" ".join(passage) in row[1] and " ".join(passage) in row[3] for row in found)


@given(st.integers(0, 10_000), st.permutations(range(4)))
def test_the_order_of_texts_changes_nothing_but_the_sides(seed, order):
    """Whatever order the texts come in, the same stretches are paired."""
    texts = [
        " ".join([*prose(seed, 20), *COPIED, *prose(seed + 1, 9)]),
        " ".join([*COPIED[:10], *prose(seed + 2, 30)]),
        " ".join(prose(seed + 3, 40)),
        " ".join([*prose(seed + 4, 5), *COPIED[4:], *prose(seed + 5, 20)]),
    ]

    def pairs(arranged):
        rows = passages([texts[number] for number in arranged])
        return {frozenset({(arranged[row[0]], row[1]), (arranged[row[2]], row[3])}) for row in rows}

    assert pairs(list(range(4))) == pairs(order)
    assert pairs(order)


@given(st.integers(0, 10_000))
def test_texts_with_nothing_in_common_are_not_paired(seed):
    """Two texts of words drawn by chance share no passage."""
    assert passages([" ".join(prose(seed, 80)), " ".join(prose(seed + 50_000, 80))]) == []


def test_misread_words_do_not_end_a_passage():
    """A passage with misread, left out and put in words is found from its first word to its last."""
    one = " ".join([*prose(1, 40), *COPIED, *prose(2, 40)])
    copy = [
        "the",
        "upper",
        "sluice",
        "was",
        "opeued",
        "at",
        "nlght",
        "order",
        "of",
        "a",
        "small",
        "board",
        "that",
        "never",
        "met",
        "again",
    ]
    other = " ".join([*prose(3, 40), *copy, *prose(4, 40)])
    ((_, left, _, right, matched, _),) = passages([one, other])
    assert (left, right) == (" ".join(COPIED), " ".join(copy))
    assert matched == 13


def test_a_refrain_inside_one_text_is_no_reuse():
    """Words that one text repeats are not paired with themselves."""
    assert passages([" ".join([*COPIED, *prose(5, 30), *COPIED]), " ".join(prose(6, 50))]) == []


def test_no_passage_runs_across_two_texts():
    """Words that end one text and begin the next do not make a passage with a third that has them in one row."""
    half = len(COPIED) // 2
    texts = [" ".join(COPIED[:half]), " ".join(COPIED[half:]), " ".join([*prose(7, 9), *COPIED])]
    found = passages(texts)
    assert all(" ".join(COPIED) not in row[1] for row in found)
    assert {row[2] for row in found} <= {2}


def test_a_passage_in_many_texts_hangs_together():
    """Thirty texts with the same words are joined with the first and the one before: two pairs each, not 435."""
    texts = [
        " ".join([*prose(100 + number, 20), *COPIED, *prose(200 + number, 20)]) for number in range(30)
    ]
    found = passages(texts)
    pairs = {(row[0], row[2]) for row in found}
    assert {(0, number) for number in range(1, 30)} <= pairs
    assert {(number - 1, number) for number in range(2, 30)} <= pairs
    assert len(pairs) == 29 + 28


@pytest.mark.parametrize(
    "texts", [[], [""], ["", ""], ["one"], ["one two three", ""], ["a b c d", "a b c d"]]
)
def test_little_or_nothing_to_trace_is_no_trouble(texts, monkeypatch):
    """Empty and very short texts have no passage in common, with the compiled kernel or without it."""
    assert passages(texts) == []
    monkeypatch.setattr(joining, "kernel", None)
    monkeypatch.setattr(walked, "kernel", None)
    assert passages(texts) == []


def test_frequent_words_tell_little():
    """A word that is half of all tells one bit, one that stands once as many as all words need."""
    hashes = tokenise("the the the the the the the the quay lamp mill moor salt rope sail mast").hashes
    assert information(hashes)[[0, -1]].tolist() == [1, 4]


@given(
    st.lists(
        st.tuples(st.integers(0, 200), st.integers(1, 30), st.integers(300, 500), st.integers(1, 30)),
        max_size=30,
    )
)
def test_every_pair_is_in_one_group(rows):
    """Each pair belongs to one group, and its two stretches lie in places of that group."""
    ones = [Stretch(start, start + size) for start, size, _, _ in rows]
    others = [Stretch(start, start + size) for _, _, start, size in rows]
    groups = list(gather(ones, others))
    assert sorted(number for group in groups for number in group.pairs) == list(range(len(rows)))
    for group in groups:
        for number in group.pairs:
            for stretch in (ones[number], others[number]):
                assert any(at.start <= stretch.start and stretch.end <= at.end for at in group.places)


def test_a_sentence_out_of_a_speech_is_a_place_of_its_own():
    """A short stretch inside a long one is not the same place, so that two clusters stay two."""
    ones = [Stretch(0, 100), Stretch(40, 50)]
    others = [Stretch(1000, 1100), Stretch(2000, 2010)]
    assert [len(group.places) for group in gather(ones, others)] == [2, 2]


@given(st.integers(0, 10_000), st.integers(4, len(COPIED)))
def test_every_place_with_four_words_in_a_row_is_a_window(seed, count):
    """Given words are looked for in the whole stream, and each place that has them is laid beside them."""
    texts = [
        " ".join([*prose(seed + number, 15), *COPIED[:count], *prose(seed - number, 9)])
        for number in range(3)
    ]
    laid, tokens = stream(texts)
    asked = tokenise(" ".join(COPIED[:count])).hashes
    found = windows(laid.hashes, laid.bounds, asked)
    assert {document for document, _, _ in found} == {0, 1, 2}
    words = Asked(COPIED[:count], [1.0] * count)
    for document, low, high in found:
        start, end = (
            tokens[document].starts[low - laid.bounds[document]],
            tokens[document].ends[high - 1 - laid.bounds[document]],
        )
        spot = lay_beside(words, texts[document], int(start), int(end))
        assert spot is not None
        assert texts[document][spot.start : spot.end] == " ".join(COPIED[:count])


def test_a_place_without_the_telling_words_is_none():
    """Words that tell most must stand there: a phrase that shares the small words alone is another one."""
    asked = Asked(
        ["the", "state", "of", "the", "union", "is", "strong"], [0.1, 3.0, 0.1, 0.1, 4.0, 0.5, 6.0]
    )
    assert lay_beside(asked, "we heard of the state of the union", 0, 34) is None
    assert lay_beside(asked, "the state of our union is strong", 0, 32) is not None
