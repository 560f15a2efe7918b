"""Does a power cut lose anything that was acknowledged, or leave a collection that cannot go on?

    python benchmarks/power_loss.py [--points 60] [--histories 20] [--seed 1989]

Each verb runs once under strace; its calls are done again on a model of a disk (lossy_disk.py). At points drawn
by chance, and at the end, what the disk could hold then is written out in five images (strict, meta, three torn)
and checked: fsck finds no damage, the verb runs again, and the record is that of an undisturbed run. At the end
of a run, which acknowledges it, the record must be there at once. A history is a run that is killed at a point
drawn by chance and run again, with the power cut after that: what a killed run left in the system's memory
must not be taken for durable.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fault_injection import VERBS, Stages, chosen, strace_works
from foresaid.archive.collection import create_collection
from foresaid.errors import DamageError, ForesaidError
from foresaid.pipeline.checking import check_collection
from foresaid.pipeline.rebuilding import rebuild
from foresaid.pipeline.status import status
from foresaid.settings import Settings
from lossy_disk import MODELS, Disk, operations, record

_TORN = 3  # images of the model that is left to chance


class Losses:
    """What was tried and what was broken, by verb and model."""

    def __init__(self, stages: Stages, chance: random.Random) -> None:
        self.stages, self.chance = stages, chance
        self.tally: Counter = Counter()
        self.broken: Counter = Counter()
        self._told: set[str] = set()

    def look(self, disk: Disk, verb: str, *, acknowledged: bool) -> None:
        """Check every image of what the disk could hold now."""
        for model in (*MODELS, *["torn"] * (_TORN - 1)):
            image = self.stages.folder / "image"
            shutil.rmtree(image, ignore_errors=True)
            disk.image(model, image, self.chance)
            found = self._broken(image, verb, acknowledged=acknowledged)
            self.tally[verb, model] += 1
            self.broken[verb, model] += bool(found)
            if found and (told := f"! {verb}, {model}: {'; '.join(found)}") not in self._told:
                self._told.add(told)
                print(told.replace(str(image), "…"), flush=True)

    def _broken(self, image: Path, verb: str, *, acknowledged: bool) -> list[str]:
        try:
            if verb == "init":
                return _after_init(image / "papers", acknowledged=acknowledged)
            if verb == "rebuild":
                return _after_rebuild(image, self.stages.expected["verify"], acknowledged=acknowledged)
            found = [f"fsck: {fault.path}: {fault.what}" for fault in check_collection(image).damaged]
            expected = self.stages.expected[verb]
            if acknowledged and status(image, record=True).record != expected:
                found.append("what was acknowledged is not there")
            self.stages.again(verb)(image)
            if status(image, record=True).record != expected:
                found.append("the record is another after the rerun")
            found += [
                f"fsck after the rerun: {fault.path}: {fault.what}"
                for fault in check_collection(image).damaged
            ]
        except (ForesaidError, OSError, ValueError, KeyError) as error:
            return [f"{error!r}"]
        return found


def _after_init(root: Path, *, acknowledged: bool) -> list[str]:
    if acknowledged or (root / "foresaid.toml").exists():
        return [fault.what for fault in check_collection(root).damaged]
    create_collection(root, Settings())
    return [fault.what for fault in check_collection(root).damaged]


def _after_rebuild(image: Path, expected: str | None, *, acknowledged: bool) -> list[str]:
    """Right answers, or a call for a rebuild that then gives them."""
    found = []
    try:
        if status(image, record=True).record != expected:
            found.append("a wrong record")
        found += [f"fsck: {fault.path}: {fault.what}" for fault in check_collection(image).damaged]
    except DamageError as error:
        if acknowledged or "foresaid rebuild" not in str(error):
            found.append(f"{error}")
    rebuild(image)
    if status(image, record=True).record != expected:
        found.append("the record is another after the rebuild")
    return found


def one_run(losses: Losses, verb: str, points: int) -> int:
    """A verb that nobody disturbs, and power cuts in it; how many calls it makes."""
    stages = losses.stages
    root = _before(stages, verb)
    disk, log = Disk(root), stages.folder / "calls"
    done = record(root, log, _command(stages, verb, root))
    assert done.returncode in (0, 1), done.stderr
    calls = operations(root, log)
    cuts = set(losses.chance.sample(range(len(calls)), min(points, len(calls))))
    for number, call in enumerate(calls):
        if number in cuts:
            losses.look(disk, verb, acknowledged=False)
        disk.do(*call)
    losses.look(disk, verb, acknowledged=True)
    return len(calls)


def _before(stages: Stages, verb: str) -> Path:
    if verb == "init":
        root = stages.folder / "shelf"
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        return root
    if verb == "rebuild":
        root = stages.folder / "papers"
        shutil.rmtree(root, ignore_errors=True)
        return Path(shutil.copytree(stages.folder / "after-verify", root))
    return stages.copy(verb)


def _command(stages: Stages, verb: str, root: Path) -> list[object]:
    if verb in VERBS:
        return stages.command(verb, root)
    return ["init", root / "papers"] if verb == "init" else ["rebuild", root, "--jobs", "1"]


def histories(losses: Losses, verb: str, count: int) -> None:
    """Runs that were killed, and run again to their end, and then the power goes."""
    stages = losses.stages
    points = [point for point in stages.points(verb) if point.alone]  # all threads are traced here
    for point in chosen(points, count, losses.chance, ("KILL",)):
        root = stages.copy(verb)
        disk, log = Disk(root), stages.folder / "calls"
        command = stages.command(verb, root)
        for inject in (f"{point.call}:signal=KILL:when={point.number}", ""):
            record(root, log, command, inject)
            for call in operations(root, log):
                disk.do(*call)
        losses.look(disk, verb, acknowledged=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--points", type=int, default=60)
    parser.add_argument("--histories", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1989)
    given = parser.parse_args()
    if not strace_works():
        print("strace is absent, or may not trace here: nothing was tested.")
        return 0
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        losses = Losses(Stages(Path(scratch) / "work"), random.Random(given.seed))
        for verb in ("init", *VERBS, "rebuild"):
            calls = one_run(losses, verb, given.points)
            print(f"{verb}: {calls} calls, power cuts at {min(given.points, calls) + 1}", flush=True)
        for verb in VERBS:
            histories(losses, verb, given.histories)
            print(f"{verb}: {given.histories} killed runs made good before the power cut", flush=True)
    print(f"{'verb':10}{'model':10}{'images':>8}{'violations':>12}")
    for (verb, model), number in sorted(losses.tally.items()):
        print(f"{verb:10}{model:10}{number:8}{losses.broken[verb, model]:12}")
    failed = losses.broken.total()
    print(f"{losses.tally.total()} images, {failed} violations, {time.monotonic() - begun:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
