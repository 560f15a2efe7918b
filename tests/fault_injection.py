"""How is a command killed, or refused by the system, at any call of it that touches a collection?

strace counts the calls of each thread by itself, and so do the points here: the n-th call of one kind in the
thread that makes it. Every point is one that an undisturbed run made on a path of the collection. Points of the
first thread are met with only that thread traced; those of others only where no child of the command would meet
them first, because children read foreign files and write nothing.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from foresaid.pipeline.checking import check_collection
from foresaid.pipeline.status import status

if TYPE_CHECKING:
    import random
    from pathlib import Path

# Calls that change a file or its durability, and the opening of one.
CALLS = (
    "openat",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "rename",
    "unlink",
    "unlinkat",
    "rmdir",
    "mkdir",
    "ftruncate",
    "chmod",
    "fchmod",
)
# What a full or broken disk refuses.
REFUSED = ("openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "mkdir", "ftruncate", "unlink")
_CALL = re.compile(r"(\d{1,9}) +([a-z0-9]{2,20})\(")
_STARTING = ("clone", "clone3", "fork", "vfork")
_THREAD = re.compile(r"(\d{1,9}) .{0,2000}\) += (\d{1,9})$")
_LIMIT = 120  # seconds for one run: far above any, so that only a hang meets it


@dataclass(frozen=True, order=True)
class Point:
    """The n-th call of a kind in one thread, and what happens there: KILL, ENOSPC or EIO."""

    call: str
    number: int
    first: bool = True  # whether the command's first thread makes it
    alone: bool = True  # whether no child of the command makes as many calls of this kind
    fault: str = "KILL"

    def __str__(self) -> str:
        return f"{self.fault} at {self.call} {self.number}{'' if self.first else ' of another thread'}"


def strace_works() -> bool:
    """Whether a command can be traced here."""
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-qq", "-e", "trace=none", "true"], check=False).returncode == 0


def traced(root: Path, log: Path, *arguments: object) -> list[Point]:
    """Run a command undisturbed; every call on the collection that one of its threads makes."""
    calls = f"trace={','.join((*CALLS, *_STARTING))}"
    command = ["strace", "-f", "-y", "--seccomp-bpf", "-qq", "-o", log, "-e", calls, *_foresaid(arguments)]
    done = _run(command)
    assert done.returncode in (0, 1), done.stderr
    lines = log.read_text("utf-8", "replace").splitlines()
    first, own = lines[0].split()[0], own_threads(lines)
    counts: Counter[tuple[str, str]] = Counter()
    points: set[tuple[str, int, bool]] = set()
    for line in lines:
        if found := _CALL.match(line):
            counts[found.groups()] += 1
            if found[1] in own and str(root) in line and "O_RDONLY" not in line:
                points.add((found[2], counts[found.groups()], found[1] == first))
    reached = Counter[str]()
    for (thread, call), number in counts.items():
        if thread not in own:
            reached[call] = max(reached[call], number)
    every = [Point(call, number, first, number > reached[call]) for call, number, first in points]
    return sorted(point for point in every if point.first or point.alone)


def own_threads(lines: list[str]) -> set[str]:
    """The first process of a log, with all its threads."""
    own = {lines[0].split()[0]}
    started = [
        found.groups() for line in lines if "CLONE_THREAD" in line and (found := _THREAD.match(line))
    ]
    for _ in started:
        own.update(child for parent, child in started if parent in own)
    return own


def chosen(
    points: Counter[Point], count: int, chance: random.Random, faults: tuple[str, ...]
) -> list[Point]:
    """Points drawn by chance, as evenly over the kinds of call as they allow."""
    kinds: dict[str, list[Point]] = {}
    for point in sorted(points):
        if faults == ("KILL",) or point.call in REFUSED:
            kinds.setdefault(f"{point.call} {point.first}", []).append(point)
    for each in kinds.values():
        chance.shuffle(each)
    drawn: list[Point] = []
    while len(drawn) < count and any(kinds.values()):
        drawn += [each.pop() for each in kinds.values() if each]
    return [replace(each, fault=faults[n % len(faults)]) for n, each in enumerate(drawn[:count])]


def disturbed(point: Point, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command in which the fault happens at the point."""
    fault = "signal=KILL" if point.fault == "KILL" else f"error={point.fault}"
    inject = f"inject={point.call}:{fault}:when={point.number}"
    follow = [] if point.first else ["-f", "--seccomp-bpf"]
    command = ["strace", *follow, "-qq", "-o", "/dev/null", "-e", f"trace={point.call}", "-e", inject]
    return _run([*command, *_foresaid(arguments)])


def violations(
    root: Path, done: subprocess.CompletedProcess[str], point: Point, again, expected: str
) -> list[str]:
    """What a disturbed run broke: its end, fsck after it, the same command again, and the record then.

    `again` runs the command to its end; `expected` is the record of an undisturbed run.
    """
    broken = []
    if point.fault != "KILL":
        if "Traceback" in done.stderr or done.returncode not in (0, 1, 3):
            broken.append(f"ended with {done.returncode}: {done.stderr.strip()[-300:]}")
        if done.returncode in (0, 1) and status(root, record=True).record != expected:
            broken.append("ended well, but the record is another")
    broken += [f"fsck: {fault.path}: {fault.what}" for fault in check_collection(root).damaged]
    try:
        again(root)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return [*broken, f"the rerun failed: {error!r}"]
    if status(root, record=True).record != expected:
        broken.append("the record is another after the rerun")
    return broken + [
        f"fsck after the rerun: {fault.path}: {fault.what}" for fault in check_collection(root).damaged
    ]


def _foresaid(arguments: tuple[object, ...]) -> list[object]:
    return [sys.executable, "-m", "foresaid", *arguments]


def _run(command: list[object]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        errors="replace",
        timeout=_LIMIT,
        check=False,
    )
