"""Is there only ever one writer, and any number of readers?"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from foresaid.archive.collection import writing
from foresaid.archive.lock import WriterLock
from foresaid.errors import LockedError

HOLD = """
import sys
from pathlib import Path
from foresaid.archive.lock import WriterLock
with WriterLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder():
    """Another process that holds a lock until it is killed or its input ends."""
    running = []

    def hold(path):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        running.append(process)
        assert process.stdout.readline() == b"held\n"
        return process

    yield hold
    for process in running:
        process.kill()
        process.communicate()


def test_a_second_writer_is_refused_at_once_with_the_owner(collection, foresaid, holder, write):
    """The refusal names the process that writes, comes at once, and does not stop readers."""
    process = holder(collection / ".lock")
    foresaid("add", collection, write("a.txt", "text"), code=3)
    assert f"process {process.pid} on " in foresaid.err
    foresaid("rebuild", collection, code=3)
    assert foresaid.json("status", collection)["documents"] == 0


def test_the_lock_goes_with_a_killed_process(tmp_path, holder):
    """A writer killed without warning leaves no lock behind."""
    process = holder(tmp_path / ".lock")
    with pytest.raises(LockedError), WriterLock(tmp_path / ".lock"):
        pass
    process.kill()
    process.wait()
    with WriterLock(tmp_path / ".lock"):
        assert f"process {os.getpid()} " in (tmp_path / ".lock").read_text()
    assert not (tmp_path / ".lock").read_text()


@pytest.fixture
def read_only(collection, foresaid, write):
    """A collection of one document, and a way to run a command while its folder cannot be written to."""
    foresaid("add", collection, write("a.txt", "Nobody foresaw it."))
    if os.geteuid() != 0:
        pytest.skip("only root can mount a folder read-only")

    def run(*arguments):
        mount = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
        command = ["unshare", "-m", "sh", "-c", mount, str(collection), sys.executable, "-m", "foresaid"]
        done = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True, check=False)
        if "unshare" in done.stderr or "mount:" in done.stderr:
            pytest.skip(f"no private mounts here: {done.stderr.strip()}")
        return done

    return run


def test_a_read_only_collection_can_be_read(read_only, collection):
    """Status and search answer from a folder that nobody can write to."""
    assert '"documents": 1' in read_only("status", collection, "--json").stdout
    assert "foresaw it." in read_only("search", collection, "nobody").stdout


def test_a_read_only_collection_says_that_it_cannot_be_written(read_only, collection, write):
    """Writing gives one clear sentence and exit code 3."""
    done = read_only("add", collection, write("b.txt", "text"))
    assert done.returncode == 3
    assert "Read-only file system" in done.stderr
    assert "Traceback" not in done.stderr


def test_rows_that_a_killed_writer_left_in_the_log_are_read(read_only, collection, write):
    """Also from a read-only folder, what SQLite's log holds is seen or reported, never passed over."""
    code = """
import os, sys
from pathlib import Path
from foresaid.archive.collection import writing
with writing(Path(sys.argv[1])) as collection:
    with collection.catalogue.transaction():
        collection.catalogue.connection.execute("INSERT INTO item VALUES ('f' || hex(1), 7)")
    os._exit(9)
"""
    subprocess.run([sys.executable, "-c", code, str(collection)], check=False)
    done = read_only("status", collection, "--json")
    assert done.returncode == 4 or '"items": 2' in done.stdout, done.stderr


def test_a_writer_sees_its_own_lock_released(collection):
    """One process can write twice in turn."""
    for _ in range(2):
        with writing(collection) as opened:
            assert opened.journal.last() == 1
