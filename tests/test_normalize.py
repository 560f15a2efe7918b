"""Are words found where they stand, whatever the printer did to them?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foresaid.text import normalize
from foresaid.text.normalize import fold_word, hash_words, tokenise, typography, words

# Characters that break naive tokenisers, mixed with anything else.
HARD = st.sampled_from(list("aAéßﬁſ½’'-\u00ad\n\r \t\x00中\u200b\u0301İ𝐀¹٣\ud800"))
TEXTS = st.lists(st.one_of(HARD, st.characters()), max_size=60).map("".join)


def folded(text):
    """The folded words of a text."""
    return [fold_word(word) for word in words(text, tokenise(text))]


@given(TEXTS)
def test_every_token_leads_back_to_its_words(text):
    """A token's slice of the text, folded by itself, has the token's hash; slices are in order and apart."""
    tokens = tokenise(text)
    assert hash_words(folded(text)).tolist() == tokens.hashes.tolist()
    spans = list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True))
    assert all(start < end for start, end in spans)
    assert all(end <= following for (_, end), (following, _) in pairwise(spans))


@given(TEXTS, TEXTS)
def test_texts_apart_do_not_change_one_another(left, right):
    """A zero character between two texts keeps their tokens as they were."""
    hashes = tokenise(f"{left}\x00{right}").hashes.tolist()
    assert hashes == tokenise(left).hashes.tolist() + tokenise(right).hashes.tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The re-\nport’s ﬁne café", ["the", "reports", "fine", "cafe"]),
        ("well-\nKnown", ["well", "known"]),
        ("self-government", ["self", "government"]),
        ("dis\u00ad position", ["disposition"]),
        ("co-\n\n\n\nop", ["co", "op"]),
        ("Ægis and ſtraße", ["aegis", "and", "strasse"]),
        ("8½ miles", ["8", "12", "miles"]),
        ("a word¹ noted", ["a", "word", "noted"]),
        ("中文", ["中", "文"]),
        ("", []),
        ("… — !", []),
    ],
)
def test_words_of_a_text(text, expected):
    """Line ends, ligatures, accents, fractions and footnote marks are read as a reader does."""
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("don’t", "don't"),
        ("ﬁne", "fine"),
        ("ſoft", "soft"),
        ("re-\nport", "report"),
        ("co\u00adop", "coop"),
    ],
)
def test_typography_is_the_printers(left, right):
    """Shapes of apostrophes, ligatures, long s and hyphens at line ends are no difference."""
    assert typography(left) == typography(right)


@pytest.mark.parametrize(("left", "right"), [("Word", "word"), ("café", "cafe"), ("wo\u200brd", "word")])
def test_case_accents_and_hidden_characters_are_not(left, right):
    """What an author decides, or somebody hides, stays different."""
    assert typography(left) != typography(right)


def test_long_lines_take_linear_time():
    """Ten megabytes in one line, with and without spaces, are tokenised in a second or two."""
    assert len(tokenise("ab " * 3_333_333)) == 3_333_333
    assert len(tokenise("a" * 10_000_000)) <= 10
    assert len(tokenise("a-\n" * 300_000)) >= 1


@settings(max_examples=30)
@given(st.lists(st.text("abc", min_size=1, max_size=5), min_size=1, max_size=20))
def test_a_block_border_cuts_no_word(parts):
    """Tokens are the same however the text is divided into blocks."""
    text = " ".join(parts)
    import foresaid.text.normalize as module  # noqa: PLC0415 - the constant under test lives there

    whole, size = tokenise(text), module.BLOCK
    try:
        module.BLOCK = 8  # longer than any of the words
        assert tokenise(text).hashes.tolist() == whole.hashes.tolist()
    finally:
        module.BLOCK = size


def test_the_fold_table_says_of_each_character_what_folding_it_says():
    """What the table takes as known of whole ranges of characters is what each of them folds to."""
    table, several = normalize._table()
    for code in range(normalize.LAST_OF_TABLE + 1):
        folded = normalize._fold_character(chr(code))
        assert (table[code] if len(folded) == 1 else several[code]) == (
            folded[0] if len(folded) == 1 else folded
        ), hex(code)
        assert len(folded) == 1 or table[code] == normalize.EXPAND
