"""Do words come to stand beside the words they answer to?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from foresaid.text.align import lay_side_by_side, lay_within, letters_changed, likeness

WORDS = st.lists(st.sampled_from(["the", "tbe", "sea", "seas", "calm", "not", "I", "trusted"]), max_size=12)


def beside(quoted, source, gaps=None):
    """Pairs of words for two passages given as sentences."""
    left, right = quoted.split(), source.split()
    laid = lay_within(left, right, gaps or {})
    return [
        (None if at is None else left[at], None if place is None else right[place])
        for at, place in laid.pairs
    ]


@given(WORDS, WORDS)
def test_laying_is_symmetric(left, right):
    """Two passages cost the same whichever comes first."""
    assert lay_side_by_side(left, right).cost == lay_side_by_side(right, left).cost


@given(WORDS, WORDS)
def test_every_word_is_laid_once_and_in_order(left, right):
    """Both passages can be read off the pairs, word by word."""
    pairs = lay_side_by_side(left, right).pairs
    assert [at for at, _ in pairs if at is not None] == list(range(len(left)))
    assert [place for _, place in pairs if place is not None] == list(range(len(right)))


@given(WORDS)
def test_a_passage_beside_itself_costs_nothing(words):
    """Equal passages have no cost and no word alone."""
    laid = lay_side_by_side(words, words)
    assert laid.cost == 0
    assert laid.pairs == tuple((at, at) for at in range(len(words)))


def test_a_quotation_is_found_within_a_passage():
    """The words around the quotation are left out on both sides."""
    assert beside("hold the line", "we shall hold the line of the hills") == [
        ("hold", "hold"),
        ("the", "the"),
        ("line", "line"),
    ]


def test_a_misprint_stands_beside_its_word():
    """A word that looks like another is laid beside it; one that is dropped stands alone."""
    assert beside("we shall hold tbe line", "we shall not hold the line") == [
        ("we", "we"),
        ("shall", "shall"),
        (None, "not"),
        ("hold", "hold"),
        ("tbe", "the"),
        ("line", "line"),
    ]


def test_a_marked_gap_reaches_far():
    """Where the quoter marks an omission, many words are passed over for one that answers."""
    source = "we hold " + "and then some more " * 30 + "the line"
    pairs = beside("we hold the line", source, {2: 1})
    assert [pair for pair in pairs if pair[0]] == [(word, word) for word in ("we", "hold", "the", "line")]


def test_letters_and_likeness():
    """Differences inside a word are named by their letters."""
    assert letters_changed("tbe", "the") == (("b", "h"),)
    assert letters_changed("line", "line") == ()
    assert likeness("abcd", "abcd") == 1.0
    assert likeness("abcd", "wxyz") == 0.0


def test_four_thousand_words_take_a_second():
    """A chapter is laid beside a longer one in well under two seconds."""
    source = [f"w{number * number % 997}" for number in range(5000)]
    laid = lay_within(source[300:4300], source, {})
    assert (laid.cost, laid.start, laid.end) == (0, 300, 4300)
