"""Which files did somebody mean?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to receive: where it lies, and the name it is known by (path from the folder given)."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something given that could not be used: where it stood, and why, in words."""

    where: str
    reason: str


def list_sources(given: Iterable[Path]) -> tuple[list[SourceFile], list[Problem]]:
    """The files of all sources, folders walked in order of name; hidden files are left out."""
    files: list[SourceFile] = []
    problems: list[Problem] = []
    for source in given:
        if _is_collection(source):
            problems.append(Problem(str(source), "is a foresaid collection itself, not a source"))
        elif source.is_dir():
            inside = _walk(source)
            if not inside:
                problems.append(Problem(str(source), "the folder holds no file"))
            files.extend(inside)
        elif source.is_file():
            files.append(SourceFile(source, _spelt(source.name)))
        elif source.exists():
            problems.append(Problem(str(source), "neither a file nor a folder"))
        else:
            problems.append(Problem(str(source), "no such file or folder"))
    return files, problems


def _walk(folder: Path) -> list[SourceFile]:
    """Files below a folder, without hidden ones and without collections that lie in it.

    Links to folders are not followed, so that no circle is walked.
    """
    found = []
    paths = sorted(folder.rglob("*"))
    collections = [path for path in paths if _is_collection(path)]
    for path in paths:
        name = path.relative_to(folder)
        if any(path.is_relative_to(collection) for collection in collections):
            continue
        if path.is_file() and not any(part.startswith(".") for part in name.parts):
            found.append(SourceFile(path, _spelt(name.as_posix())))
    return found


def _is_collection(folder: Path) -> bool:
    return (folder / "foresaid.toml").is_file() and (folder / "journal").is_dir()


def _spelt(name: str) -> str:
    """A file name as one line of text; bytes of it that are no UTF-8, and controls, are spelt out in hexadecimal."""
    spelt = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in spelt)
