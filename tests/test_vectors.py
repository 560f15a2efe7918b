"""Do word vectors bring what is said in other words near, and each text by itself?"""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.text.vectors import table_bytes, word_vectors
from foresaid.vocabulary import load_vectors

# The sum of each version's table; a new table takes a new version (benchmarks/distil_vectors.py).
TABLES = {"en-minilm-1": "34d26987cb604ac17ec9e29e4103d0af0b4e696bd639550aeb3a6a4b4b2528ff"}
# What is asked, what says the same in other words, and what shares only words that tell nothing. (Homonyms are not told
# apart by single words: "bank" of a river is as near as a bank that fails.)
NEAR = [
    ("The bank will fail", "Depositors are going to lose their savings", "The lecture will begin"),
    ("The railway will be finished", "Trains shall soon run to the coast", "The lecture will be finished"),
    ("War is coming", "There will be fighting between the two nations", "Winter is coming"),
    ("The crops will be poor", "A bad harvest is to be expected", "The windows will be closed"),
    ("The debt will be paid", "The Treasury shall discharge its obligations", "The visit will be short"),
]


@pytest.fixture(scope="module")
def vectors():
    """The vectors of the package."""
    return load_vectors("en")


@pytest.mark.parametrize(("asked", "same", "other"), NEAR)
def test_the_same_in_other_words_is_near(vectors, asked, same, other):
    """A sentence that says the same is nearer than one of the same build about something else."""
    first, second, third = vectors.encode([asked, same, other])
    assert first @ second > first @ third


@given(st.lists(st.text(max_size=60), max_size=8))
def test_each_text_has_its_row_by_itself(texts):
    """A row is the same bit for bit whatever stands beside its text, of length one or nothing."""
    vectors = load_vectors("en")
    rows = vectors.encode(texts)
    assert rows.shape == (len(texts), vectors.dimensions)
    assert rows.dtype == np.float32
    for row, text in zip(rows, texts, strict=True):
        assert row.tobytes() == vectors.encode([text])[0].tobytes()
        assert not row.any() or abs(np.linalg.norm(row) - 1) < 1e-5


def test_many_texts_are_taken_in_parts(vectors):
    """Beyond one part's size, too, rows stand in the order of their texts."""
    texts = [f"The harvest of {year} failed in the north." for year in range(1700, 1900)] * 20
    rows = vectors.encode(texts)
    assert (rows[:200] == rows[-200:]).all()
    assert (rows[3] == vectors.encode([texts[3]])[0]).all()


@pytest.mark.parametrize("text", ["", " ", "…", "| | |", "zzxqkw"])
def test_where_no_word_is_known_there_is_no_direction(vectors, text):
    """A text without a known word has a row of zeros, and moves none of its neighbours."""
    rows = vectors.encode(["peace", text, "peace"])
    assert not rows[1].any()
    assert (rows[0] == rows[2]).all()
    assert rows[0].any()


def test_typography_and_case_change_nothing(vectors):
    """What the printer decides does not move a sentence."""
    rows = vectors.encode(
        [
            "The nation's debt will not be paid.",
            "THE NATION’S DEBT WILL NOT BE PAID",
            "the nation's debt will not be\npaid",
        ]
    )
    assert (rows[0] == rows[1]).all()
    assert (rows[0] == rows[2]).all()


def test_a_sentence_and_its_denial_are_near(vectors):
    """Why stance is judged apart: meaning brings a forecast and its denial up alike."""
    said, denied = vectors.encode(["The empire will fall.", "The empire will not fall."])
    assert said @ denied > 0.9


def test_languages_without_a_table_have_no_vectors():
    """No language borrows another's words."""
    assert load_vectors("xx") is None


def test_a_table_comes_back_from_its_bytes():
    """Words, version and origin come back, components to within the coarseness of eight bits."""
    wanted = np.random.default_rng(6).normal(size=(3, 5)).astype(np.float32)
    data = table_bytes("en-test-1", ["one", "two", "naive"], wanted, {"licence": "ours"})
    table = word_vectors(data)
    assert (table.version, table.words, table.origin) == (
        "en-test-1",
        ("one", "two", "naive"),
        {"licence": "ours"},
    )
    assert np.abs(table.table - wanted).max() < np.abs(wanted).max() / 127
    with pytest.raises(ValueError, match="not a table"):
        word_vectors(data[:-1])


def test_the_table_says_where_it_comes_from(vectors):
    """Licence, encoder and maker stand in the table itself; each word once, and small enough to be carried."""
    assert {"licence", "encoder", "made_by"} <= set(vectors.origin)
    assert len(set(vectors.words)) == len(vectors.words)
    assert len(vectors.words) * vectors.dimensions <= 4_000_000


def test_the_table_changes_only_with_its_version(vectors):
    """Vectors are kept by the version: another table under the same name would mix with the old one's."""
    assert hashlib.sha256(vectors.table.tobytes()).hexdigest() == TABLES[vectors.version]
