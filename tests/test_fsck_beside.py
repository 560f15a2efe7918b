"""Does fsck raise no false alarm beside a writer, and on a medium that nobody can write to?"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from foresaid.pipeline.checking import check_collection

WRITER = """
import sys
from pathlib import Path
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.reading import annotate_documents
from foresaid.pipeline.rebuilding import rebuild
from foresaid.pipeline.verifying import verify_collection
root, folder = Path(sys.argv[1]), Path(sys.argv[2])
for number in range(4):
    (folder / f"{number}.txt").write_text(f"Text {number}. He wrote: 'Nobody foresaw the great storm.'", "utf-8")
    collect_documents(root, [folder])
    annotate_documents(root)
    verify_collection(root)
    rebuild(root)
"""


KILLED = """
import os, sys
from pathlib import Path
from foresaid.archive.collection import writing
with writing(Path(sys.argv[1])) as collection:
    with collection.catalogue.transaction():
        collection.catalogue.set_meta("killed", "yes")
    os._exit(9)
"""


@pytest.fixture
def papers(collection, write, foresaid):
    """A collection of one document."""
    foresaid("add", collection, write("a.txt", "Nobody foresaw the great storm."))
    return collection


def test_a_writer_at_work_is_no_damage(papers, tmp_path):
    """Beside a process that adds, reads, verifies and rebuilds, nothing is called damaged at any moment."""
    (tmp_path / "more").mkdir()
    checked = 0
    with subprocess.Popen([sys.executable, "-c", WRITER, str(papers), str(tmp_path / "more")]) as writer:
        while writer.poll() is None:
            assert check_collection(papers).damaged == [], f"check {checked}"
            checked += 1
    assert (writer.returncode, checked > 10) == (0, True)
    assert check_collection(papers).items == 5


@pytest.mark.parametrize("killed", [False, True])
def test_a_read_only_medium_is_clean(papers, killed):
    """Nothing needs to be written beside what is checked, not even where a killed writer left SQLite's log."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a folder read-only")
    if killed:
        subprocess.run([sys.executable, "-c", KILLED, str(papers)], check=False)
        assert (papers / "catalogue.db-wal").stat().st_size
    mount = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    command = ["unshare", "-m", "sh", "-c", mount, papers, sys.executable, "-m", "foresaid", "fsck", papers]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"no private mounts here: {done.stderr.strip()}")
    assert (done.returncode, "Clean" in done.stdout) == (0, True), done.stdout + done.stderr
