"""Where are the bytes received, and are they still the same?"""

from __future__ import annotations

import os
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, BinaryIO

from foresaid.archive.writing import READ_ONLY, refusing, remove_file, sync_folder, write_file
from foresaid.errors import DamageError
from foresaid.model.documents import Item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEX = frozenset("0123456789abcdef")


class Payload:
    """The folder payload/: every item once, under its SHA-256, never rewritten."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._settled: set[Path] = set()

    def path(self, digest: str) -> Path:
        """Where an item's bytes lie."""
        return self.root / digest[:2] / digest[2:]

    def put(self, data: bytes) -> Item:
        """Keep bytes; those held already are compared, not rewritten. Durable when this returns."""
        item = Item(sha256(data).hexdigest(), len(data))
        path = self.path(item.digest)
        if not path.exists():
            write_file(path, data, mode=READ_ONLY)
        else:
            self.get(item.digest)
        self._settle(path.parent)
        return item

    def erase(self, digest: str) -> None:
        """Delete an item's bytes, for good; call only for what the journal says is withdrawn."""
        remove_file(self.path(digest))

    def _settle(self, folder: Path) -> None:
        """Make a folder's names durable, once a session: a killed process may have left some that are not."""
        if folder not in self._settled:
            with refusing(folder):
                sync_folder(folder)
            self._settled.add(folder)

    def get(self, digest: str) -> bytes:
        """An item's bytes, checked against its name; DamageError names the path."""
        path = self.path(digest)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise DamageError(f"{path} is missing: the bytes of item {digest[:12]}… are gone.") from None
        except OSError as error:
            raise DamageError(f"{path} cannot be read: {error.strerror or error}.") from error
        if sha256(data).hexdigest() != digest:
            raise DamageError(_changed(path))
        return data

    def opened(self, digest: str) -> BinaryIO:
        """An item's bytes as an open file at its beginning, checked as by `get`, never held whole."""
        path = self.path(digest)
        try:
            file = path.open("rb")
        except FileNotFoundError:
            raise DamageError(f"{path} is missing: the bytes of item {digest[:12]}… are gone.") from None
        except OSError as error:
            raise DamageError(f"{path} cannot be read: {error.strerror or error}.") from error
        if file_digest(file, "sha256").hexdigest() != digest:
            file.close()
            raise DamageError(_changed(path))
        file.seek(0)
        return file

    def entries(self) -> Iterator[tuple[Path, str | None]]:
        """Every file there is, in order of path, with the digest it is named by; None where its name is none."""
        yield from _entries(self.root, self.root)

    def measured(self, path: Path) -> tuple[str, int]:
        """The SHA-256 and size of a file as it is; the system's refusal to read it comes as OSError."""
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest(), file.tell()


def _entries(root: Path, folder: Path) -> Iterator[tuple[Path, str | None]]:
    with os.scandir(folder) as scan:
        found = sorted(scan, key=lambda entry: entry.name)
    for entry in found:
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False) and not _named(root, path):
            yield from _entries(root, path)
        else:
            yield path, _named(root, path)


def _named(root: Path, path: Path) -> str | None:
    """The digest that a path of the payload stands for: two hexadecimal digits, then 62."""
    parts = path.relative_to(root).parts
    name = "".join(parts)
    fits = [len(part) for part in parts] == [2, 62] and set(name) <= _HEX
    return name if fits else None


def _changed(path: Path) -> str:
    return (
        f"{path} has changed: its bytes no longer have the SHA-256 it is named by."
        " Restore the file from a copy."
    )
