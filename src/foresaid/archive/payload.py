"""Where are the bytes received, and are they still the same?"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from foresaid.archive.writing import READ_ONLY, write_file
from foresaid.errors import DamageError
from foresaid.model.documents import Item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Payload:
    """The folder payload/: every item once, under its SHA-256, never rewritten."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, digest: str) -> Path:
        """Where an item's bytes lie."""
        return self._root / digest[:2] / digest[2:]

    def put(self, data: bytes) -> Item:
        """Keep bytes; those held already are compared, not rewritten. Durable when this returns."""
        item = Item(sha256(data).hexdigest(), len(data))
        path = self.path(item.digest)
        if not path.exists():
            write_file(path, data, mode=READ_ONLY)
        else:
            self.get(item.digest)
        return item

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
            raise DamageError(
                f"{path} has changed: its bytes no longer have the SHA-256 it is named by."
                " Restore the file from a copy."
            )
        return data

    def digests(self) -> Iterator[str]:
        """Every item held, in order of digest."""
        for path in sorted(self._root.glob("??/*")):
            if "." not in path.name:
                yield path.parent.name + path.name
