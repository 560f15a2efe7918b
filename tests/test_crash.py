"""Does a killed process lose nothing that was acknowledged, and does the next run make good the rest?"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fault_injection import VERBS, Stages, chosen, strace_works
from foresaid.archive.collection import create_collection
from foresaid.errors import DamageError, UsageError
from foresaid.pipeline.checking import check_collection
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.rebuilding import rebuild
from foresaid.pipeline.searching import search_documents
from foresaid.pipeline.status import status
from foresaid.settings import Settings

# Runs a command in this process and ends it, as a power cut would, at the n-th call that makes bytes durable
# or moves files; prints how many calls there were if it comes to the end.
KILLER = """
import os, sys
calls, last = 0, int(sys.argv[1])
def counted(call):
    def counting(*arguments, **options):
        global calls
        calls += 1
        if calls == last:
            os._exit(99)
        return call(*arguments, **options)
    return counting
for name in ("fsync", "replace", "rename", "rmdir", "mkdir", "ftruncate"):
    setattr(os, name, counted(getattr(os, name)))
import sqlite3
class Connection(sqlite3.Connection):
    def execute(self, query, *arguments):
        return (counted(super().execute) if query == "COMMIT" else super().execute)(query, *arguments)
connect = sqlite3.connect
sqlite3.connect = lambda *arguments, **options: connect(*arguments, factory=Connection, **options)
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.rebuilding import rebuild
from pathlib import Path
verb, root, *rest = sys.argv[2:]
if verb == "init":
    from foresaid.archive.collection import create_collection
    from foresaid.settings import Settings
    create_collection(Path(root), Settings())
elif verb == "rebuild":
    rebuild(Path(root))
else:
    collect_documents(Path(root), [Path(rest[0])], metadata=Path(rest[0], "table.csv"))
print(calls)
"""


def killed_at(call, *arguments):
    """Run a verb that is killed at its n-th durable call; how it ended and what it printed."""
    command = [sys.executable, "-c", KILLER, str(call), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 99), done.stderr
    return done


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """Files of several formats and a table that describes some of them."""
    folder = tmp_path_factory.mktemp("sources")
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"Text {number}. " + "Nobody foresaw it. " * 20, "utf-8")
    lines = [json.dumps({"id": f"j{n}", "text": f"Line {n}.", "date": "1989"}) for n in range(20)]
    (folder / "lines.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "table.csv").write_text("source,id,date\n3.txt,three,1990\n5.txt,,1991-13\n,j7,\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def start(tmp_path_factory, sources):
    """A collection that holds one file already, whose description is still to come."""
    root = tmp_path_factory.mktemp("start") / "papers"
    create_collection(root, Settings())
    collect_documents(root, [sources / "3.txt"])
    return root


def add(root, sources):
    """Add everything, to the end."""
    collect_documents(root, [sources], metadata=sources / "table.csv")


def answers(root):
    """The record of a collection, and what a search finds."""
    hits = search_documents(root, "line OR nobody", limit=100).certain
    found = status(root, record=True)
    return found.record, found.pending, sorted((hit.document, hit.start, hit.date) for hit in hits)


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory, start, sources):
    """The answers of a run that nobody disturbed, and how many durable calls it made."""
    roots = [Path(shutil.copytree(start, tmp_path_factory.mktemp("whole") / name)) for name in "ab"]
    add(roots[0], sources)
    return answers(roots[0]), int(killed_at(0, "add", roots[1], sources).stdout)


def test_a_run_killed_at_any_durable_call_is_made_good(tmp_path, start, sources, uninterrupted):
    """Twenty points of death, spread over the whole run; the same command again gives the same answers."""
    expected, calls = uninterrupted
    assert calls > 20
    for call in range(1, calls + 1, max(1, calls // 20)):
        root = Path(shutil.copytree(start, tmp_path / str(call)))
        assert killed_at(call, "add", root, sources).returncode == 99
        add(root, sources)
        assert answers(root) == expected, f"killed at call {call} of {calls}"


def test_a_run_killed_at_any_moment_is_made_good(tmp_path, start, sources, uninterrupted):
    """The command itself, with two processes, killed without warning after random times."""
    expected, _ = uninterrupted
    chance = random.Random(1989)  # the same moments in every run, as far as a clock allows
    root = Path(shutil.copytree(start, tmp_path / "papers"))
    arguments = ["add", root, sources, "--metadata", sources / "table.csv", "--jobs", "2"]
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-m", "foresaid", *map(str, arguments)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.1, 0.9))
        process.kill()
        process.wait()
    add(root, sources)
    assert answers(root) == expected


def test_a_killed_rebuild_is_made_good(tmp_path, start, sources, uninterrupted):
    """Killed anywhere, a rebuild leaves right answers or a call for a rebuild, never wrong ones."""
    expected, _ = uninterrupted
    root = Path(shutil.copytree(start, tmp_path / "papers"))
    add(root, sources)
    calls = int(killed_at(0, "rebuild", root).stdout)
    for call in range(1, calls + 1, max(1, calls // 12)):
        assert killed_at(call, "rebuild", root).returncode == 99
        try:
            assert answers(root) == expected, f"killed at call {call} of {calls}"
            add(root, sources)
        except DamageError as error:
            assert "foresaid rebuild" in str(error)  # noqa: PT017 - either outcome is right
        rebuild(root)
        assert answers(root) == expected, f"killed at call {call} of {calls}"


def test_a_disk_that_runs_full_loses_nothing(tmp_path, start, sources, uninterrupted):
    """Where files cannot grow, the run ends with a clear error; with room again it is made good."""
    expected, _ = uninterrupted
    root = Path(shutil.copytree(start, tmp_path / "papers"))
    limit = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)\n"
        "from foresaid.cli.entry import main\nmain(sys.argv[1:])\n"
    )
    ends = set()
    for size in (200, 2_000, 20_000, 60_000, 100_000, 150_000, 200_000):
        command = [
            sys.executable,
            "-c",
            limit,
            size,
            "add",
            root,
            sources,
            "--metadata",
            sources / "table.csv",
        ]
        done = subprocess.run(
            list(map(str, [*command, "--jobs", 1])), capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stderr, f"{size}: {done.stderr}"
        ends.add(done.returncode)
    assert {3} <= ends <= {0, 3, 4}
    add(root, sources)
    assert answers(root) == expected


def test_an_init_killed_at_any_durable_call_can_be_made_again(tmp_path):
    """Whatever a killed `init` left, the same command makes the collection, or says that it is there."""
    calls = int(killed_at(0, "init", tmp_path / "whole").stdout)
    assert calls > 10
    for call in range(1, calls + 1):
        root = tmp_path / str(call)
        assert killed_at(call, "init", root).returncode == 99
        if not (root / "foresaid.toml").exists():
            create_collection(root, Settings())
        assert status(root).journal == 1, f"killed at call {call} of {calls}"
        assert check_collection(root).damaged == []


def test_a_folder_with_files_is_never_taken_for_a_killed_init(tmp_path):
    """Somebody's folder that happens to be called payload or index stays theirs."""
    for name in ("payload", "index"):
        (tmp_path / name / name).mkdir(parents=True)
        (tmp_path / name / name / "mine.part").write_text("mine", "utf-8")
        with pytest.raises(UsageError, match="not an empty folder"):
            create_collection(tmp_path / name, Settings())
        assert (tmp_path / name / name / "mine.part").exists()


SMALL = """
import resource, signal, sys
from pathlib import Path
from foresaid.archive.quotation_index import build_segment
from foresaid.errors import StoreError
from foresaid.model.evidence import Source
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
try:
    build_segment(Path(sys.argv[1]), [Source("a", "One word and one more. " * 20)])
except StoreError:
    print("refused")
"""


def test_the_last_bytes_of_an_array_that_the_disk_refuses_are_not_passed_over(tmp_path):
    """Arrays of 528 bytes where a file may have 500: the index says so, and no cut file is left."""
    command = [sys.executable, "-c", SMALL, str(tmp_path / "index")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n", done.stderr
    assert not list(tmp_path.rglob("*.npy"))


@pytest.fixture(scope="module")
def stages(tmp_path_factory):
    """A collection before each verb, and the record after it; skipped where nothing can be traced."""
    if not strace_works():
        pytest.skip("strace is absent, or may not trace here")
    return Stages(tmp_path_factory.mktemp("stages") / "work")


@pytest.mark.parametrize("verb", VERBS)
def test_a_command_killed_at_any_system_call_is_made_good(stages, verb):
    """Killed at calls drawn by chance: fsck is clean, the rerun ends well, and its record is the same."""
    points = chosen(stages.points(verb), 4, random.Random(1989), ("KILL",))
    assert len(points) == 4
    for point in points:
        assert stages.broken(verb, point) == [], str(point)


@pytest.mark.parametrize("verb", VERBS)
def test_a_call_that_a_full_or_broken_disk_refuses_is_made_good(stages, verb):
    """The command says so and ends with code 3, or is not hindered; nothing is torn or lost."""
    points = chosen(stages.points(verb), 3, random.Random(1990), ("ENOSPC", "EIO"))
    assert len(points) == 3
    for point in points:
        assert stages.broken(verb, point) == [], str(point)
