"""How does a byte get into a collection so that no crash can tear it?

The only module that opens files of a collection for writing (tests/test_house.py holds the others to
it): temporary file in the same folder, write, fsync, rename, fsync of the folder.
"""

from __future__ import annotations

import os
import shutil
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
    sync_file(folder)


def sync_file(path: Path) -> None:
    """Make durable what a file holds, whoever wrote it."""
    handle = os.open(path, os.O_RDONLY)
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
        make_folder(path.parent)
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
        make_folder(path.parent)
        with path.open("ab", buffering=0) as file:
            size = file.tell()
            try:
                left = memoryview(b"".join(lines))
                while left:
                    left = left[file.write(left) :]
                os.fsync(file.fileno())
            except OSError:
                file.truncate(size)  # or the next append would go on behind a torn line
                raise
        if created:
            sync_folder(path.parent)


def cut_file(path: Path, size: int) -> None:
    """Cut a file to its first `size` bytes: the torn tail of an append that was never acknowledged."""
    with refusing(path), path.open("r+b") as file:
        file.truncate(size)
        os.fsync(file.fileno())


def remove_file(path: Path) -> None:
    """Delete a file, durably; nothing where it is gone already."""
    with refusing(path):
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)


def remove_folder(folder: Path) -> None:
    """Remove a folder of computed files that nothing refers to any more."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Clear temporary files and folders that a killed process left; call only while holding the lock.

    The names it left in the folder and in those below are made durable: they are found there from now on
    and relied upon, and nobody knows whether it came to do that itself.
    """
    with refusing(folder):
        for left_over in list(folder.rglob(f"*{_SUFFIX}")):
            if left_over.is_dir():
                shutil.rmtree(left_over)
            else:
                left_over.unlink(missing_ok=True)
        for below in [folder, *(each for each in folder.iterdir() if each.is_dir())]:
            sync_folder(below)


def make_folder(folder: Path) -> None:
    """Make a folder that is missing, and those above it, their own entries durable too."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)
