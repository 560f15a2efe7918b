"""How does a byte get into a collection so that no crash can tear it?

The only module that opens files of a collection for writing (tests/test_house.py holds the others to
it): temporary file in the same folder, write, fsync, rename, fsync of the folder.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from foresaid.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READ_ONLY = 0o444
_SUFFIX = ".part"


def sync_folder(folder: Path) -> None:
    """Make a folder's entries durable; a rename is only as durable as its folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn the system's refusal to write into a StoreError that names the path and the cause."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"Cannot write {path}: {error.strerror or error}. Nothing that was acknowledged is lost;"
            " free the space or correct the permissions and run the command again."
        ) from error


@contextmanager
def replacing(path: Path, *, mode: int | None = None) -> Iterator[BinaryIO]:
    """A file to write that takes the place of `path` whole, or not at all.

    The temporary name holds the process id, so that a left-over of a killed process is never taken for
    another's; left-overs are harmless and cleared by `sweep`.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}{_SUFFIX}")
    with refusing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if mode is not None:
                temporary.chmod(mode)
            temporary.replace(path)
            sync_folder(path.parent)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def write_file(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Write a whole file, durably, or leave what was there."""
    with replacing(path, mode=mode) as file:
        file.write(data)


def append_lines(path: Path, lines: list[bytes]) -> None:
    """Append lines to a file and make them durable; each must end in a line feed."""
    with refusing(path):
        created = not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(b"".join(lines))
            file.flush()
            os.fsync(file.fileno())
        if created:
            sync_folder(path.parent)


def cut_file(path: Path, size: int) -> None:
    """Cut a file to its first `size` bytes: the torn tail of an append that was never acknowledged."""
    with refusing(path), path.open("r+b") as file:
        file.truncate(size)
        os.fsync(file.fileno())


def sweep(folder: Path) -> None:
    """Clear temporary files that a killed process left; call only while holding the lock."""
    for left_over in folder.rglob(f"*{_SUFFIX}"):
        left_over.unlink(missing_ok=True)
