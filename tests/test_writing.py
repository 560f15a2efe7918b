"""Does a byte get into a collection whole, or not at all?"""

from __future__ import annotations

import os
import resource
import subprocess
import sys

import pytest

from foresaid.archive.writing import append_lines, cut_file, replacing, sweep, write_file
from foresaid.errors import StoreError

# A file of a child process may not grow beyond this; the kernel answers EFBIG, as a full disk does ENOSPC.
SMALL = 100_000


def inside(folder):
    """The names in a folder."""
    return sorted(path.name for path in folder.iterdir())


def limited(code, *arguments):
    """Run code in a process whose files cannot grow beyond SMALL bytes."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL))

    ignore = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nfrom pathlib import Path\n"
    command = [sys.executable, "-c", ignore + code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, check=False)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 256 kB of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small file system here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_file_is_replaced_whole(tmp_path):
    """A file written takes its place with its mode, and no temporary file stays."""
    path = tmp_path / "deep" / "file"
    write_file(path, b"old")
    write_file(path, b"new", mode=0o444)
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o444
    assert inside(path.parent) == ["file"]


def test_a_failure_while_writing_leaves_the_old_file(tmp_path):
    """Whatever goes wrong inside, the old content stays and nothing lies beside it."""
    path = tmp_path / "file"
    write_file(path, b"old")
    with pytest.raises(TypeError, match="str"), replacing(path) as file:
        file.writelines([b"half", "no bytes"])
    assert path.read_bytes() == b"old"
    assert inside(tmp_path) == ["file"]


def test_a_full_disk_is_a_store_error_and_keeps_the_old_file(small_disk):
    """Where the space runs out, the error says so and the old content is kept."""
    path = small_disk / "file"
    write_file(path, b"old")
    with pytest.raises(StoreError, match=r"Cannot write .*file: No space left on device"):
        write_file(path, b"x" * 400_000)
    assert path.read_bytes() == b"old"
    assert inside(small_disk) == ["file"]


def test_a_refused_write_is_a_store_error_and_keeps_the_old_file(tmp_path):
    """Where the system refuses to write on, the error says so and the old content is kept."""
    path = tmp_path / "file"
    write_file(path, b"old")
    code = f"""
import sys
from foresaid.archive.writing import write_file
from foresaid.errors import StoreError
try:
    write_file(Path(sys.argv[1]), b"x" * {2 * SMALL})
except StoreError as error:
    print(error)
"""
    done = limited(code, path)
    assert "File too large" in done.stdout, done.stderr
    assert path.read_bytes() == b"old"
    assert inside(tmp_path) == ["file"]


def test_a_refused_append_leaves_no_torn_line(tmp_path):
    """After an append that failed half-way, the next one goes on behind the last whole line."""
    path = tmp_path / "lines"
    code = f"""
import sys
from foresaid.archive.writing import append_lines
from foresaid.errors import StoreError
path = Path(sys.argv[1])
append_lines(path, [b"first\\n"])
try:
    append_lines(path, [b"x" * {2 * SMALL} + b"\\n"])
except StoreError:
    append_lines(path, [b"second\\n"])
"""
    done = limited(code, path)
    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == b"first\nsecond\n"


def test_lines_are_appended_and_cut(tmp_path):
    """Lines go behind those there are, in a folder made for them; a cut takes off the end only."""
    path = tmp_path / "journal" / "lines"
    append_lines(path, [b"one\n", b"two\n"])
    append_lines(path, [b"three\n"])
    assert path.read_bytes() == b"one\ntwo\nthree\n"
    cut_file(path, 8)
    assert path.read_bytes() == b"one\ntwo\n"


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path):
    """Where a file stands in the way of a folder, the error names the path."""
    (tmp_path / "way").write_bytes(b"")
    with pytest.raises(StoreError, match="way"):
        write_file(tmp_path / "way" / "file", b"x")


def test_left_overs_of_a_killed_process_are_swept(tmp_path):
    """Temporary files and folders go, at any depth; everything else stays."""
    write_file(tmp_path / "payload" / "ab" / "cd", b"kept")
    (tmp_path / "payload" / "ab" / "ef.12.part").write_bytes(b"half")
    (tmp_path / "index.part" / "search").mkdir(parents=True)
    (tmp_path / "index.part" / "search" / "x.9.part").write_bytes(b"half")
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["ab", "cd", "payload"]
