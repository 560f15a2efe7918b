"""Who is writing to this collection?"""

from __future__ import annotations

import fcntl
import os
import socket
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from foresaid.archive.writing import refusing
from foresaid.errors import LockedError, StoreError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


class WriterLock:
    """One writer at a time: the operating system's lock on a file that also names its owner.

    The lock goes with the process, so that a killed writer never leaves a collection locked.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def __enter__(self) -> Self:
        with refusing(self._path):
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(handle, 200, 0).decode("utf-8", "replace").strip() or "an unnamed process"
            os.close(handle)
            raise LockedError(
                f"{self._path.parent} is being written by {owner}. Wait until it ends, or stop it, and run"
                " the command again; readers are not affected."
            ) from None
        except OSError as error:  # a network folder that knows no locks
            os.close(handle)
            raise StoreError(f"Cannot lock {self._path}: {error.strerror or error}.") from error
        since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            with refusing(self._path):
                os.ftruncate(handle, 0)
                owner = f"process {os.getpid()} on {socket.gethostname()} since {since}\n"
                os.pwrite(handle, owner.encode(), 0)
        except StoreError:
            os.close(handle)
            raise
        self._handle = handle
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handle is not None:
            with suppress(OSError):  # the work is done; an owner's name that stays behind misleads nobody
                os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None
