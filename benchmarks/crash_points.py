"""Does a command that is killed, or refused by a full or broken disk, lose or tear anything?

    python benchmarks/crash_points.py [--kills 200] [--errors 50] [--seed 1989]

A small collection is added to, read and verified under strace. At points drawn by chance among the calls that
touch the collection, the command is killed (SIGKILL) or the call refused (ENOSPC, EIO). A violation is any of:
fsck finds damage afterwards; the command, run again, fails; or its record then differs from that of a run that
nobody disturbed. A refused call must also end with a message and exit code 3, or change nothing.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fault_injection import VERBS, Stages, chosen, strace_works


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
