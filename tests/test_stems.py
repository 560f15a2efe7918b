"""Which forms of a word count as one? (Cases: tables/stems.toml.)"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.model.words import Vocabulary
from foresaid.text.normalize import hash_words
from foresaid.text.queries import fold_words
from foresaid.text.stems import stemmer
from foresaid.vocabulary import load_vocabulary

STEMMER = stemmer(load_vocabulary("en"))
TABLE = tomllib.loads((Path(__file__).parent / "tables" / "stems.toml").read_text("utf-8"))


@pytest.mark.parametrize("words", TABLE["one"])
def test_forms_of_one_word_have_one_stem(words):
    """What is inflected counts as one, written large or small."""
    assert len(set(STEMMER.stems(words))) == 1, STEMMER.stems(words)


@pytest.mark.parametrize("words", TABLE["apart"])
def test_different_words_stay_apart(words):
    """What is derived, or only looks alike, is told apart."""
    assert len(set(STEMMER.stems(words))) == len(words.split()), STEMMER.stems(words)


@given(st.text(max_size=60))
def test_every_word_of_any_text_has_a_stem_that_is_one_word(text):
    """A stem is never empty or longer than its word by more than a letter, and hashes as one word, unless its word does not."""
    for word, stem in zip(fold_words(text), STEMMER.stems(text), strict=True):
        assert (
            stem or not word
        )  # a sign without ink may stand alone as a word; it folds to nothing and stays so
        if word.isascii():
            assert len(stem) <= len(word) + 4
            assert len(hash_words([stem])) == 1


def test_words_of_the_lexicon_lose_no_more_than_their_endings():
    """In the whole list of English words, a stem begins as its word does, unless the table of irregular forms says so."""
    vocabulary = load_vocabulary("en")
    irregular = {pair.split()[0] for pair in vocabulary.tables["stems.irregular"]}
    for word in vocabulary.lexicon - irregular:
        stem = STEMMER.stem(word)
        assert stem[:2] == word[:2] or stem[0] == word[0], (word, stem)


def test_common_words_are_left_out_of_what_is_looked_for():
    """Words that only hold a sentence together are not among those that tell; each other stem comes once."""
    assert STEMMER.telling(fold_words("The banks will fall, and a bank fell")) == ["bank", "fall"]


def test_a_language_without_rules_keeps_its_words():
    """Where there is no table the words are as they are, folded."""
    bare = stemmer(Vocabulary("xx", {}))
    assert bare.stems("Die Banken fielen") == ["die", "banken", "fielen"]
    assert bare.common == frozenset()


def test_other_rules_are_another_version():
    """An index made with other rules can be told by its version."""
    vocabulary = load_vocabulary("en")
    changed = replace(vocabulary, tables={**vocabulary.tables, "stems.irregular": ("mice mouse",)})
    assert stemmer(changed).version != STEMMER.version
    assert stemmer(vocabulary).version == STEMMER.version
