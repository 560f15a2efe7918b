"""What can a confined process still do? It tries, so that `doctor` need not believe."""

from __future__ import annotations

import os
import socket
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Found before the process is confined, because finding it means writing to it.
_SCRATCH = tempfile.gettempdir()
_LISTENER = ("127.0.0.1", 9)  # the discard port: a refusal to try is told from a refusal to connect


def probe() -> dict[str, str]:
    """Each thing that a parser must not do, and what came of trying it: "refused" or "possible"."""
    return {name: _tried(attempt) for name, attempt in _ATTEMPTS.items()}


def _tried(attempt: Callable[[], None]) -> str:
    try:
        attempt()
    except PermissionError:
        return "refused"
    except (OSError, MemoryError) as error:
        return "refused" if isinstance(error, MemoryError) else "possible"
    return "possible"


def _read_file() -> None:
    os.close(os.open("/etc/passwd", os.O_RDONLY))


def _list_folder() -> None:
    os.listdir(_SCRATCH)  # noqa: PTH208 - the bare call is what is tried


def _write_file() -> None:
    handle = os.open(f"{_SCRATCH}/foresaid-probe-{os.getpid()}", os.O_WRONLY | os.O_CREAT)
    os.close(handle)


def _connect() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as made:
        made.connect(_LISTENER)


def _send() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        made.sendto(b"", _LISTENER)


def _run_program() -> None:
    os.execv("/bin/true", ["true"])  # noqa: S606 - it must fail


def _fork() -> None:
    if not os.fork():
        os._exit(0)


def _signal() -> None:
    os.kill(os.getppid(), 0)


def _take_memory() -> None:
    bytearray(8 << 30)


_ATTEMPTS: dict[str, Callable[[], None]] = {
    "read a file": _read_file,
    "list a folder": _list_folder,
    "write a file": _write_file,
    "connect by TCP": _connect,
    "send by UDP": _send,
    "start a program": _run_program,
    "start a process": _fork,
    "signal a process": _signal,
    "take 8 GB of memory": _take_memory,
}
