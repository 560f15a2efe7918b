"""What may a process that parses foreign bytes do? Compute, read what it was given, answer; nothing else.

Three layers, each where the system has it, from notes on trust (§0.4, measured: 16 ms a document together):
resource limits (POSIX), Landlock (Linux 5.13: no files but the code this process is made of, no TCP) and
seccomp (Linux: no sockets, programs, processes, signals, or changes to files). Landlock lets UDP and chmod
pass, which seccomp refuses; seccomp cannot tell one path from another, which Landlock can.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
import sysconfig
from errno import ENOSYS, EPERM
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import foresaid
from foresaid.collect.sandbox.system_calls import (
    AUDIT_ARCHITECTURES,
    BY_ARGUMENT,
    DENIED,
    NEWER,
    PROGRAMS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LIMITS, LANDLOCK, SECCOMP = "resource limits", "Landlock", "seccomp"
ALL_LAYERS = (LIMITS, LANDLOCK, SECCOMP)
_OPEN_FILES = 64

# linux/prctl.h, linux/landlock.h (the numbers of its calls are the same on every architecture).
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _SECCOMP_FILTER, _DIE_WITH_PARENT = 38, 22, 2, 1
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ABI_VERSION, _PATH_BENEATH = 1, 1
_READ, _EXECUTE = (1 << 2) | (1 << 3), 1 << 0
# Rights over files that each version of Landlock knows, by the first version that does.
_FILE_RIGHTS = ((1, (1 << 13) - 1), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15))
_TCP, _SCOPES = 0b11, 0b11  # since versions 4 and 6: bind and connect; abstract sockets and signals outside
_NETWORK_SINCE, _SCOPES_SINCE = 4, 6

# linux/bpf_common.h, linux/seccomp.h
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_KILL, _ALLOW, _REFUSE = 0x80000000, 0x7FFF0000, 0x00050000 | EPERM
_UNKNOWN = 0x00050000 | ENOSYS
# linux/seccomp.h: where the number of a call, the architecture and the first argument stand.
_NUMBER, _ARCHITECTURE, _ARGUMENTS, _WIDTH = 0, 4, 16, 8
# linux/capability.h: version 3, sets of two words.
_CAPABILITIES, _SETS = 0x20080522, 6
_X32_CALLS = 0x40000000


def limit_resources(*, cpu: int, total_cpu: int, memory: int) -> bool:
    """Bound this process: seconds of processor time (soft, hard), bytes of address space, no files written."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, max(cpu, total_cpu)))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ValueError, OSError):  # macOS knows the limit and does not keep it
        return False
    return True


def renew_cpu(seconds: int) -> None:
    """Give this process so many more seconds of processor time, within the total it has."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard), hard))


def die_with_parent(signal: int) -> None:
    """Let the system end this process when the one that forked it ends (Linux)."""
    if sys.platform == "linux":
        _libc().prctl(_DIE_WITH_PARENT, signal, 0, 0, 0)


def restrict(*, read: Iterable[Path], run: Iterable[Path] = ()) -> tuple[str, ...]:
    """Take from this process, for good, what Landlock and seccomp can take; which of them hold.

    It may read files below `read`, and run programs below `run`, if there are any such folders.
    """
    programs = tuple(run)
    held = []
    if sys.platform == "linux":
        _libc().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        if _landlock(tuple(read), programs):
            held.append(LANDLOCK)
        _give_up_capabilities()
        if _seccomp(DENIED if programs else DENIED + PROGRAMS):
            held.append(SECCOMP)
    return tuple(held)


def landlock_version() -> int:
    """The version of Landlock that this kernel has; 0 where it has none."""
    return max(0, _libc().syscall(_CREATE_RULESET, None, 0, _ABI_VERSION)) if sys.platform == "linux" else 0


@cache
def own_code() -> tuple[Path, ...]:
    """The folders of the code that this process is made of: the standard library, packages, foresaid."""
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    found = [Path(sysconfig.get_path(name)) for name in names]
    found += [Path(foresaid.__file__).parent, *map(Path, filter(os.path.isdir, sys.path[1:]))]
    return tuple(dict.fromkeys(path.resolve() for path in found if path.is_dir()))


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _landlock(read: Sequence[Path], run: Sequence[Path]) -> bool:
    version = landlock_version()
    if not version:
        return False
    files = sum(rights for since, rights in _FILE_RIGHTS if version >= since)
    attributes = [files]
    attributes += [_TCP] if version >= _NETWORK_SINCE else []
    attributes += [_SCOPES] if version >= _SCOPES_SINCE else []
    packed = struct.pack(f"{len(attributes)}Q", *attributes)
    ruleset = _libc().syscall(_CREATE_RULESET, packed, len(packed), 0)
    if ruleset < 0:
        return False
    for rights, paths in ((_READ, read), (_READ | _EXECUTE, run)):
        for path in paths:
            _allow_beneath(ruleset, rights, path)
    held = bool(_libc().syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    os.close(ruleset)
    return held


def _allow_beneath(ruleset: int, rights: int, path: Path) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there need not be allowed
    if not path.is_dir():
        rights &= ~(1 << 3)  # a file has no entries to list
    _libc().syscall(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, folder), 0)
    os.close(folder)


def _give_up_capabilities() -> None:
    """Let root be as weak as anybody: limits that a process set itself could be lifted again."""
    head = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITIES, 0))
    _libc().capset(head, ctypes.create_string_buffer(struct.pack(f"={_SETS}I", *(0,) * _SETS)))


def _seccomp(denied: Sequence[tuple[int, int]]) -> bool:
    machine = platform.machine()
    if machine not in AUDIT_ARCHITECTURES:
        return False
    column, architecture = AUDIT_ARCHITECTURES[machine]
    numbers = [row[column] for row in denied if row[column] >= 0]
    program = [(_LOAD, 0, 0, _ARCHITECTURE), (_JUMP_IF_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _KILL)]
    program.append((_LOAD, 0, 0, _NUMBER))
    # x86-64 kernels know every call a second time under high numbers (x32).
    program += [(_JUMP_IF_AT_LEAST, 0, 1, _X32_CALLS), (_RETURN, 0, 0, _REFUSE)]
    program += [(_JUMP_IF_AT_LEAST, 0, 1, NEWER), (_RETURN, 0, 0, _UNKNOWN)]
    for call, argument, wanted, values in BY_ARGUMENT:
        refused, allowed = (_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)
        end, other = (refused, allowed) if wanted else (allowed, refused)
        program += [(_JUMP_IF_EQUAL, 0, len(values) + 3, call[column])]
        program.append((_LOAD, 0, 0, _ARGUMENTS + _WIDTH * argument))
        program += [(_JUMP_IF_EQUAL, len(values) - at, 0, value) for at, value in enumerate(values)]
        program += [end, other]
    program += [(_JUMP_IF_EQUAL, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    program += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    return bool(_libc().prctl(_SET_SECCOMP, _SECCOMP_FILTER, header, 0, 0) == 0)
