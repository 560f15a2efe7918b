"""What could a disk hold after a power cut? The calls of a run, as strace wrote them, done again on a model.

Three models of what survives (after Pillai et al., OSDI 2014, and our own in-memory file system):
strict  only what was synced: a file's bytes by fsync of the file, a name by fsync of its folder
meta    every name, but of a file's bytes only those that were synced
torn    of bytes and names not synced, each sector of 512 bytes and each name by chance
What a process writes through shared memory is not seen; of ours that is only SQLite's -shm, which it makes anew.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from pathlib import Path

MODELS = ("strict", "meta", "torn")
_SECTOR = 512
_CALLS = (
    *(
        "openat",
        "close",
        "dup",
        "dup2",
        "dup3",
        "fcntl",
        "lseek",
        "write",
        "writev",
        "pwrite64",
        "ftruncate",
    ),
    *("truncate", "fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir"),
    *("mkdir", "mkdirat", "link", "linkat", "fallocate", "pwritev", "copy_file_range", "sendfile"),
    *("clone", "clone3", "fork", "vfork"),
)
_LINE = re.compile(r"(\d{1,9}) +(.*)", re.DOTALL)
_DONE = re.compile(r"([a-z0-9_]{2,20})\((.*)\) += (-?\d{1,20})(.*)", re.DOTALL)
_HANDLE = re.compile(r"(?:AT_FDCWD|\d{1,6})<((?:\\x[0-9a-f]{2}){0,5000})(?:\(deleted\))?>")
_STARTING = ("clone", "clone3", "fork", "vfork")
_UNKNOWN = ("fallocate", "pwritev", "copy_file_range", "sendfile", "link", "linkat", "truncate")


@dataclass
class File:
    """Bytes as the system shows them, and as the disk holds them for certain (None: never synced)."""

    data: bytearray = field(default_factory=bytearray)
    synced: bytes = b""


@dataclass
class Folder:
    """Names as the system shows them, and as the disk holds them for certain."""

    names: dict[str, File | Folder] = field(default_factory=dict)
    synced: dict[str, File | Folder] = field(default_factory=dict)


@dataclass
class _Open:
    node: File | Folder
    at: int = 0
    append: bool = False


def record(
    root: Path, log: Path, command: list[object], inject: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a command and write every call that changes files to `log`."""
    extra = ["-e", f"inject={inject}"] if inject else []
    strace = [
        "strace",
        "-f",
        "-y",
        "-qq",
        "-xx",
        "-s",
        1 << 25,
        "-o",
        log,
        "-e",
        f"trace={','.join(_CALLS)}",
    ]
    line = [*strace, *extra, sys.executable, "-m", "foresaid", *command]
    return subprocess.run(
        list(map(str, line)), capture_output=True, text=True, check=False, cwd=root.parent
    )


def operations(root: Path, log: Path) -> list[tuple[str, str, int]]:
    """The calls of the command's own process on paths below `root`, in the order in which they ended."""
    wanted = "".join(f"\\x{byte:02x}" for byte in str(root).encode())
    waiting: dict[str, str] = {}
    calls: list[tuple[str, str, str, int]] = []
    with log.open(encoding="ascii", errors="replace") as file:
        for text in file:
            pid, line = _LINE.fullmatch(text.rstrip("\n")).groups()
            if line.endswith("<unfinished ...>"):
                waiting[pid] = line.removesuffix("<unfinished ...>")
                continue
            if line.startswith("<... "):
                line = waiting.pop(pid, "") + line.partition(" resumed>")[2]
            if done := _DONE.fullmatch(line):
                calls.append((pid, done[1], done[2], int(done[3])))
    own = _threads(calls)
    return [
        (call, arguments, result)
        for pid, call, arguments, result in calls
        if pid in own and result >= 0 and call not in _STARTING and wanted in _named(arguments)
    ]


def _threads(calls: list[tuple[str, str, str, int]]) -> set[str]:
    """The first process of a log, with all its threads."""
    own = {calls[0][0]}
    started = [(pid, str(result)) for pid, _, given, result in calls if "CLONE_THREAD" in given]
    for _ in started:
        own.update(child for parent, child in started if parent in own)
    return own


def _named(arguments: str) -> str:
    """The part of arguments that can name a file: not the bytes that are written to one."""
    return arguments.partition(">")[0] if arguments[:1].isdigit() else arguments


def _text(escaped: str) -> str:
    return bytes.fromhex(escaped.replace("\\x", "")).decode("utf-8", "surrogateescape")


class Disk:
    """The model: begins with what a folder holds, all of it synced; then calls are done on it one by one."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self.top = _loaded(root)
        self._open: dict[int, _Open] = {}

    def do(self, call: str, arguments: str, result: int) -> None:
        """Do one call."""
        assert call not in _UNKNOWN, f"{call} is not in the model"
        getattr(self, f"_{call}")(arguments, result)

    def _path(self, arguments: str, number: int = 0) -> str:
        """The n-th path named in arguments, from the handle before it where it is relative."""
        handles = [(each.end(), _text(each[1])) for each in _HANDLE.finditer(arguments)]
        strings = list(re.finditer(r'"((?:\\x[0-9a-f]{2}){0,5000})"', arguments))
        path = _text(strings[number][1])
        if path.startswith("/"):
            return path
        base = [handle for end, handle in handles if end <= strings[number].start()][-1]
        return f"{base}/{path}"

    def _place(self, path: str) -> tuple[Folder, str]:
        below = path.removeprefix(self._root).strip("/")
        assert path.startswith(self._root), path
        *folders, name = below.split("/")
        folder = self.top
        for each in folders:
            folder = folder.names[each]
        return folder, name

    def _node(self, path: str) -> File | Folder | None:
        if path.rstrip("/") == self._root:
            return self.top
        folder, name = self._place(path)
        return folder.names.get(name)

    def _handle(self, arguments: str) -> _Open:
        return self._open[int(re.match(r"\d{1,6}", arguments)[0])]

    def _openat(self, arguments: str, result: int) -> None:
        path = self._path(arguments)
        if not path.startswith(self._root):
            return
        flags = arguments.rpartition('"')[2]
        node = self._node(path)
        if node is None:
            folder, name = self._place(path)
            node = folder.names[name] = File()
        if "O_TRUNC" in flags and isinstance(node, File):
            node.data.clear()
        self._open[result] = _Open(node, append="O_APPEND" in flags)

    def _close(self, arguments: str, _: int) -> None:
        self._open.pop(int(re.match(r"\d{1,6}", arguments)[0]), None)

    def _dup(self, arguments: str, result: int) -> None:
        self._open[result] = self._handle(arguments)

    _dup2 = _dup3 = _dup

    def _fcntl(self, arguments: str, result: int) -> None:
        if "F_DUPFD" in arguments:
            self._dup(arguments, result)

    def _lseek(self, arguments: str, result: int) -> None:
        handle = self._open.get(int(re.match(r"\d{1,6}", arguments)[0]))
        if handle:  # a child that got the file handed over reads it only
            handle.at = result

    def _write(self, arguments: str, result: int) -> None:
        handle = self._handle(arguments)
        assert isinstance(handle.node, File)
        at = len(handle.node.data) if handle.append else handle.at
        data = b"".join(
            bytes.fromhex(each.replace("\\x", ""))
            for each in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', arguments)
        )
        _put(handle.node, at, data[:result])
        handle.at = at + result

    _writev = _write

    def _pwrite64(self, arguments: str, result: int) -> None:
        handle = self._handle(arguments)
        assert isinstance(handle.node, File)
        (data,) = re.findall(r'"((?:\\x[0-9a-f]{2})*)"', arguments)
        at = int(arguments.rpartition(",")[2])
        _put(handle.node, at, bytes.fromhex(data.replace("\\x", ""))[:result])

    def _ftruncate(self, arguments: str, _: int) -> None:
        node, size = self._handle(arguments).node, int(arguments.rpartition(",")[2])
        assert isinstance(node, File)
        del node.data[size:]
        node.data.extend(bytes(size - len(node.data)))

    def _fsync(self, arguments: str, _: int) -> None:
        node = self._handle(arguments).node
        if isinstance(node, File):
            node.synced = bytes(node.data)
        else:
            node.synced = dict(node.names)

    _fdatasync = _fsync

    def _rename(self, arguments: str, _: int) -> None:
        folder, name = self._place(self._path(arguments, 0))
        target, new = self._place(self._path(arguments, 1))
        target.names[new] = folder.names.pop(name)

    _renameat = _renameat2 = _rename

    def _unlink(self, arguments: str, _: int) -> None:
        path = self._path(arguments)
        if path.startswith(self._root):
            folder, name = self._place(path)
            assert name in folder.names or name.endswith("-shm"), path
            folder.names.pop(name, None)

    _unlinkat = _rmdir = _unlink

    def _mkdir(self, arguments: str, _: int) -> None:
        folder, name = self._place(self._path(arguments))
        folder.names[name] = Folder()

    _mkdirat = _mkdir

    def image(self, model: str, target: Path, chance: random.Random) -> None:
        """Write what the disk could hold now into a new folder."""
        _written(self.top, model, target, chance)


def _put(file: File, at: int, data: bytes) -> None:
    if len(file.data) < at:
        file.data.extend(bytes(at - len(file.data)))
    file.data[at : at + len(data)] = data


def _loaded(folder: Path) -> Folder:
    names: dict[str, File | Folder] = {}
    for path in folder.iterdir():
        if path.is_dir():
            names[path.name] = _loaded(path)
        elif not path.name.endswith("-shm"):
            data = path.read_bytes()
            names[path.name] = File(bytearray(data), data)
    return Folder(names, dict(names))


def _written(folder: Folder, model: str, target: Path, chance: random.Random) -> None:
    target.mkdir(parents=True)
    for name, node in sorted(_surviving(folder, model, chance).items()):
        if name.endswith("-shm"):
            continue
        if isinstance(node, Folder):
            _written(node, model, target / name, chance)
        else:
            (target / name).write_bytes(_held(node, model, chance))


def _surviving(folder: Folder, model: str, chance: random.Random) -> dict[str, File | Folder]:
    if model == "strict":
        return folder.synced
    if model == "meta":
        return folder.names
    names = dict(folder.synced)
    for name in sorted({*folder.names, *folder.synced}):
        now = folder.names.get(name)
        if now is not folder.synced.get(name) and chance.random() < 0.5:
            names.pop(name, None)
            if now is not None:
                names[name] = now
    return names


def _held(file: File, model: str, chance: random.Random) -> bytes:
    if model != "torn" or file.synced == file.data:
        return file.synced
    size = len(file.data) if chance.random() < 0.5 else len(file.synced)
    new, old = (bytes(each[:size]).ljust(size, b"\0") for each in (file.data, file.synced))
    return b"".join(
        (new if chance.random() < 0.5 else old)[at : at + _SECTOR] for at in range(0, size, _SECTOR)
    )
