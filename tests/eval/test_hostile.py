"""Does a folder of files made to break readers end well, file by file, and harm nothing beside it?"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from foresaid.archive.collection import reading

MOST_SECONDS, MOST_BYTES = 20.0, 1 << 30
# ../shared/data/hostile/README.md: what its files try to read and to reach.
CANARY, SECRET, PORT = "onrecord-canary-file", b"secret-of-the-canary-7f3a", 18999
NEIGHBOURS = {
    "neighbours/first.txt": "The harbour\n\nBy Ada Example\n3 March 1887\n\nThe mayor said: “It will close.”\n",
    "neighbours/page.html": "<title>A page</title><p>One paragraph &amp; another.</p>",
    "neighbours/rows.jsonl": '{"id": "n1", "text": "Row one.", "date": "1989"}\n',
    "zz/last.md": "---\ntitle: Last\ndate: 1990\n---\nThe last of all files.\n",
}


@pytest.fixture(scope="module")
def hostile(shared):
    """The folder of hostile files; skipped where it is absent."""
    folder = shared / "data" / "hostile"
    if not folder.is_dir():
        pytest.skip("the hostile files are absent")
    return folder


@pytest.fixture(scope="module")
def canary():
    """A secret that no file may come to hold, and a port that nobody may reach."""
    path = Path(tempfile.gettempdir()) / CANARY
    path.write_bytes(SECRET)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", PORT))
    listener.listen()
    listener.setblocking(False)
    yield listener
    listener.close()
    path.unlink()


def fill(folder, hostile=None):
    """A folder of neighbours, and the hostile files between them if they are given."""
    for name, text in NEIGHBOURS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    if hostile:
        shutil.copytree(
            hostile, folder / "hostile", ignore=shutil.ignore_patterns("MANIFEST.tsv", "README.md")
        )
    return folder


def add(root, folder):
    """Add a folder with two jobs, as a person does; what `add` says."""
    command = [sys.executable, "-m", "foresaid"]
    subprocess.run([*command, "init", root], check=True, capture_output=True)
    done = subprocess.run(
        [*command, "add", root, folder, "--jobs", "2", "--json"], capture_output=True, check=False
    )
    assert done.returncode in (0, 3), done.stderr.decode()
    assert b"Traceback" not in done.stderr
    return json.loads(done.stdout)


def record_of(root, names):
    """The lines of the canonical record that speak of documents of these ids."""
    with reading(root) as collection:
        lines = [json.loads(line) for line in collection.catalogue.record()]
        texts = dict(collection.catalogue.rows("SELECT id, text FROM document"))
    found = [line for line in lines if (line.get("document") or line.get("id")) in names]
    return found, {name: texts[name] for name in names}


@pytest.mark.timeout(1200)
def test_hostile_files_end_in_words_and_harm_nobody(hostile, canary, tmp_path):
    """Every file ends complete, partial or refused with a reason, within its budget; its neighbours are the same."""
    folder = fill(tmp_path / "all", hostile)
    before = set(tmp_path.rglob("*"))
    report = add(tmp_path / "papers", folder)
    add(tmp_path / "quiet", fill(tmp_path / "few"))
    with reading(tmp_path / "papers") as collection:
        catalogue = collection.catalogue
        items = catalogue.count("item")
        ends = catalogue.tally("reading", "state")
        notes = [json.loads(row["notes"]) for row in catalogue.rows("SELECT notes FROM refusal")]
    print(f"\n{items} different files: {ends}; most processor time {report['most_cpu']}")  # noqa: T201
    print(f"most memory {report['most_memory'][0] >> 20} MB, {report['most_memory'][1]}")  # noqa: T201
    given = [path for path in folder.rglob("*") if path.is_file() and "/." not in str(path)]
    assert report["received"] == len(given) > 534
    assert sum(ends.values()) == items
    assert set(ends) <= {"complete", "partial", "refused"}
    assert all(reason and all(reason) for reason in notes)
    assert report["most_cpu"][0] <= MOST_SECONDS
    assert report["most_memory"][0] <= MOST_BYTES
    names = ["neighbours/first", "neighbours/page", "n1", "zz/last"]
    assert record_of(tmp_path / "papers", names) == record_of(tmp_path / "quiet", names)
    with pytest.raises(BlockingIOError):
        canary.accept()
    held = [path for path in (tmp_path / "papers").rglob("*") if path.is_file()]
    assert not any(SECRET in path.read_bytes() for path in held)
    new = set(tmp_path.rglob("*")) - before
    allowed = (tmp_path / "papers", tmp_path / "quiet", tmp_path / "few")
    assert all(any(path.is_relative_to(root) for root in allowed) for path in new)
