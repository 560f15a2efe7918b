"""Where do a language's word tables come from?"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from foresaid.errors import SettingsError
from foresaid.model.words import Vocabulary
from foresaid.text.vectors import WordVectors, word_vectors
from foresaid.text.wordpieces import WordPieces

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@cache
def load_vocabulary(language: str = "en") -> Vocabulary:
    """The word tables of data/<language>; SettingsError lists the languages there are."""
    root = files("foresaid").joinpath("data")
    known = sorted(entry.name for entry in root.iterdir() if entry.is_dir())
    if language not in known:
        raise SettingsError(f"No word tables for language {language!r}; there are: {', '.join(known)}.")
    folder = root.joinpath(language)
    tables: dict[str, tuple[str, ...]] = {}
    for entry in sorted(folder.iterdir(), key=lambda file: file.name):
        if entry.name.endswith(".toml"):
            name = entry.name.removesuffix(".toml")
            for key, words in tomllib.loads(entry.read_text("utf-8")).items():
                tables[f"{name}.{key}"] = tuple(words)
    return Vocabulary(language, tables, *_lexicon(folder.joinpath("words.txt")))


@cache
def load_vectors(language: str = "en") -> WordVectors | None:
    """The word vectors of a language (data/<language>/vectors.bin); None where it has none."""
    file = files("foresaid").joinpath("data", language, "vectors.bin")
    return word_vectors(file.read_bytes()) if file.is_file() else None


@cache
def load_pieces(language: str = "en") -> WordPieces | None:
    """The pieces of words that a language's model knows (data/<language>/wordpieces.txt); None where it has none."""
    file = files("foresaid").joinpath("data", language, "wordpieces.txt")
    return WordPieces(file.read_text("utf-8").splitlines()) if file.is_file() else None


def _lexicon(file: Traversable) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a list, one a line, # before a comment, and those with a * behind; none where there is no list."""
    if not file.is_file():
        return frozenset(), frozenset()
    lines = [line for line in file.read_text("utf-8").split("\n") if line and line[0] != "#"]
    regional = frozenset(line[:-1] for line in lines if line[-1] == "*")
    return frozenset(line.rstrip("*") for line in lines), regional
