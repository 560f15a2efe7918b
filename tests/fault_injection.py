"""How is a command killed, or refused by the system, at any call of it that touches a collection?

strace counts the calls of each thread by itself, and so do the points here: the n-th call of one kind in the
thread that makes it. Every point is one that an undisturbed run made on a path of the collection. Points of the
first thread are met with only that thread traced; those of others only where no child of the command would meet
them first, because children read foreign files and write nothing.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from foresaid.archive.collection import create_collection
from foresaid.pipeline.checking import check_collection
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.reading import annotate_documents
from foresaid.pipeline.status import status
from foresaid.pipeline.verifying import verify_collection
from foresaid.settings import Settings

if TYPE_CHECKING:
    import random

VERBS = ("add", "read", "verify")
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


def write_sources(folder: Path) -> None:
    """Files of several formats, in which some quote others, and a table that describes some of them."""
    folder.mkdir(parents=True)
    said = ["The harbour will be closed before winter comes", "Nobody in this town foresaw the great storm"]
    for number in range(4):
        text = f'Letter {number}\n\nAda wrote in 18{80 + number}: "{said[number % 2]}, unless the council pays."\n'
        (folder / f"{number}.txt").write_text(text * 8, "utf-8")
    rows = [
        {"id": f"j{n}", "text": f"Line {n}. {said[n % 2]}, said Ben.", "date": "1889"} for n in range(20)
    ]
    (folder / "lines.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (folder / "notes.md").write_text(f"# Notes\n\nBen said: “{said[0]}.” He went home.\n", "utf-8")
    page = f"<html><head><title>Page</title></head><body><p>Cara said, “{said[1]}.”</p></body></html>"
    (folder / "page.html").write_text(page, "utf-8")
    folder.with_name("table.csv").write_text(
        "source,id,date\n1.txt,one,1890\n2.txt,,1891-05\n,j7,\n", "utf-8"
    )


class Stages:
    """The collection before each verb, each verb's command line and function, and the record after it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.sources = folder, folder / "sources"
        write_sources(self.sources)
        root = folder / "start"
        create_collection(root, Settings())
        collect_documents(root, [self.sources / "3.txt"])
        self.before = {}
        self.expected = {}
        for verb in VERBS:
            self.before[verb] = root
            root = Path(shutil.copytree(root, folder / f"after-{verb}"))
            self.again(verb)(root)
            self.expected[verb] = status(root, record=True).record

    def copy(self, verb: str) -> Path:
        """A fresh copy of the collection before a verb."""
        root = self.folder / "papers"
        shutil.rmtree(root, ignore_errors=True)
        return Path(shutil.copytree(self.before[verb], root))

    def command(self, verb: str, root: Path) -> list[object]:
        """The verb as a command."""
        table = self.folder / "table.csv"
        more = [self.sources, "--metadata", table, "--jobs", "1"] if verb == "add" else []
        return [verb, root, *more]

    def again(self, verb: str):
        """The verb as a function."""
        return {
            "add": lambda root: collect_documents(root, [self.sources], metadata=self.folder / "table.csv"),
            "read": annotate_documents,
            "verify": verify_collection,
        }[verb]

    def points(self, verb: str) -> list[Point]:
        """Every call that an undisturbed run makes on the collection."""
        root = self.copy(verb)
        found = traced(root, self.folder / "trace", *self.command(verb, root))
        assert status(root, record=True).record == self.expected[verb]
        return found

    def broken(self, verb: str, point: Point) -> list[str]:
        """What a fault at one point breaks."""
        root = self.copy(verb)
        done = disturbed(point, *self.command(verb, root))
        return violations(root, done, point, self.again(verb), self.expected[verb])


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
