"""Where do a language's word tables come from?"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from foresaid.errors import SettingsError
from foresaid.model.words import Vocabulary


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
    return Vocabulary(language, tables)
