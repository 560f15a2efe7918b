"""Does a command that is killed, or refused by a full or broken disk, lose or tear anything?

    python benchmarks/crash_points.py [--kills 200] [--errors 50] [--seed 1989]

A small collection is added to, read and verified under strace. At points drawn by chance among the calls that
touch the collection, the command is killed (SIGKILL) or the call refused (ENOSPC, EIO). A violation is any of:
fsck finds damage afterwards; the command, run again, fails; or its record then differs from that of a run that
nobody disturbed. A refused call must also end with a message and exit code 3, or change nothing.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fault_injection import chosen, disturbed, strace_works, traced, violations
from foresaid.archive.collection import create_collection
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.reading import annotate_documents
from foresaid.pipeline.status import status
from foresaid.pipeline.verifying import verify_collection
from foresaid.settings import Settings

VERBS = ("add", "read", "verify")


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

    def points(self, verb: str) -> list:
        """Every call that an undisturbed run makes on the collection."""
        root = self.copy(verb)
        found = traced(root, self.folder / "trace", *self.command(verb, root))
        assert status(root, record=True).record == self.expected[verb]
        return found

    def broken(self, verb: str, point) -> list[str]:
        """What a fault at one point breaks."""
        root = self.copy(verb)
        done = disturbed(point, *self.command(verb, root))
        return violations(root, done, point, self.again(verb), self.expected[verb])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--errors", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1989)
    given = parser.parse_args()
    if not strace_works():
        print("strace is absent, or may not trace here: nothing was tested.")
        return 0
    chance, begun, failed = random.Random(given.seed), time.monotonic(), 0
    with tempfile.TemporaryDirectory() as scratch:
        stages = Stages(Path(scratch) / "work")
        print(f"{'verb':8}{'fault':8}{'syscall':12}{'points':>8}{'violations':>12}")
        for verb in VERBS:
            points = stages.points(verb)
            print(f"{verb}: {len(points)} points to choose from", flush=True)
            for count, faults in ((given.kills, ("KILL",)), (given.errors, ("ENOSPC", "EIO"))):
                share = count * (2 if verb == "add" else 1) // 4
                tally: Counter = Counter()
                bad: Counter = Counter()
                for point in chosen(points, share, chance, faults):
                    broken = stages.broken(verb, point)
                    tally[point.fault, point.call] += 1
                    bad[point.fault, point.call] += bool(broken)
                    failed += bool(broken)
                    if broken:
                        print(f"! {verb}: {point}: {'; '.join(broken)}", flush=True)
                for (fault, call), number in sorted(tally.items()):
                    print(f"{verb:8}{fault:8}{call:12}{number:8}{bad[fault, call]:12}", flush=True)
    print(f"{failed} violations, {time.monotonic() - begun:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
