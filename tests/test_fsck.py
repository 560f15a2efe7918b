"""Does fsck name every changed, missing or unexpected file, and nothing else?"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from foresaid.archive import journal as journal_room
from foresaid.archive.collection import create_collection, reading, writing
from foresaid.archive.journal import Journal
from foresaid.pipeline import checking
from foresaid.pipeline.checking import check_collection
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.reading import annotate_documents
from foresaid.pipeline.verifying import verify_collection
from foresaid.settings import Settings

LETTER = 'Ada wrote in 1887: "The harbour will be closed before the winter comes."\n'
REPORT = "The harbour will be closed before the winter comes, unless the council pays.\n"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    """No writer is at work here, so that nothing is waited for."""
    monkeypatch.setattr(checking, "_PAUSE", 0)


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A small collection that has been added to, read and verified, with its catalogue in one file."""
    folder = tmp_path_factory.mktemp("fsck")
    sources = folder / "sources"
    sources.mkdir()
    (sources / "letter.txt").write_text(LETTER, "utf-8")
    (sources / "report.txt").write_text(REPORT, "utf-8")
    (sources / "table.csv").write_text("source,id,date\nreport.txt,report,1890\n", "utf-8")
    root = folder / "papers"
    create_collection(root, Settings())
    collect_documents(
        root, [sources / "letter.txt", sources / "report.txt"], metadata=sources / "table.csv"
    )
    annotate_documents(root)
    verify_collection(root)
    with writing(root) as collection:
        collection.catalogue.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return root


@pytest.fixture
def papers(sound, tmp_path):
    """A copy to be damaged."""
    return Path(shutil.copytree(sound, tmp_path / "papers"))


def named(root):
    """The paths that fsck calls damaged, below the collection's folder."""
    report = check_collection(root)
    assert all(fault.what and fault.advice for fault in (*report.damaged, *report.notices))
    return [Path(fault.path).relative_to(root).as_posix() for fault in report.damaged]


def files(folder):
    """Every file below a folder, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def below(root, path):
    """A path below the collection's folder."""
    return path.relative_to(root).as_posix()


def overwrite(path, data):
    """Change a file, whoever may write it."""
    path.chmod(0o644)
    path.write_bytes(data)


def only(root, pattern):
    """The one file of this pattern."""
    (path,) = root.glob(pattern)
    return path


def test_a_sound_collection_is_clean(papers, foresaid):
    """Nothing is called damaged or noticed, what was looked at is counted, and the exit code is 0."""
    report = foresaid.json("fsck", papers)
    assert (report["clean"], report["damaged"], report["notices"]) == (True, [], [])
    assert (report["items"], report["bytes"], report["records"]) == (2, len(LETTER + REPORT), 7)
    assert "Clean: 2 items" in foresaid("fsck", papers)


def test_an_empty_collection_is_clean(collection, foresaid):
    """A collection that was just made has nothing wrong with it."""
    assert foresaid.json("fsck", collection)["damaged"] == []


def test_another_folder_is_no_collection(tmp_path, foresaid):
    """A folder that is no collection is a wrong call, not damage."""
    foresaid("fsck", tmp_path, code=2)


def test_fsck_changes_nothing(papers):
    """Every file has the same bytes and times before and after, but for the memory that SQLite's readers share."""

    def state():
        kept = [path for path in files(papers) if path.suffix != ".db-shm"]
        return [(path, path.read_bytes(), path.stat().st_mtime_ns) for path in kept]

    check_collection(papers)  # SQLite makes its files beside the catalogue
    before = state()
    check_collection(papers)
    assert state() == before


@pytest.mark.parametrize("folder", ["payload", "journal"])
def test_every_flipped_byte_is_found_with_its_path(papers, folder):
    """Each byte of each file in turn, one of its bits changed: exactly this file is named."""
    for path in files(papers / folder):
        data = path.read_bytes()
        for place in range(len(data)):
            changed = bytearray(data)
            changed[place] ^= 1 << place % 8
            overwrite(path, changed)
            assert named(papers) == [below(papers, path)], f"byte {place} of {path}"
        overwrite(path, data)
    assert named(papers) == []


@pytest.mark.parametrize("folder", ["payload", "journal"])
def test_a_cut_file_is_found_with_its_path(papers, folder):
    """A file that ends early, at every third byte, is named."""
    for path in files(papers / folder):
        data = path.read_bytes()
        for size in range(0, len(data), 3):
            overwrite(path, data[:size])
            assert named(papers) == [below(papers, path)], f"{size} bytes of {path}"
        overwrite(path, data)


def test_a_deleted_file_is_found_with_its_path(papers):
    """Every file of payload and journal, and the catalogue and settings, are missed."""
    kept = [*files(papers / "payload"), *files(papers / "journal")]
    for path in [*kept, papers / "catalogue.db", papers / "foresaid.toml"]:
        away = papers.parent / "away"
        path.rename(away)
        assert below(papers, path) in named(papers)
        away.rename(path)
    assert named(papers) == []


def test_two_payload_files_that_changed_places_are_both_named(papers):
    """Each is named, and the other's name is said, so that somebody can put them back."""
    first, second = files(papers / "payload")
    one, two = first.read_bytes(), second.read_bytes()
    overwrite(first, two)
    overwrite(second, one)
    damaged = check_collection(papers).damaged
    assert sorted(fault.path for fault in damaged) == [str(first), str(second)]
    names = " ".join(fault.what for fault in damaged)
    assert names.count("'letter.txt'") == names.count("'report.txt'") == 2


def test_files_that_nobody_wrote_are_named(papers):
    """In payload and journal every file has its name; others are named."""
    strange = ["payload/notes.txt", "payload/ab/copy of letter.txt", "payload/zz/" + "0" * 62]
    for name in [*strange, "journal/000001 copy.jsonl", "journal/notes.txt"]:
        path = papers / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("text", "utf-8")
        assert named(papers) == [name]
        path.unlink()


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini", "._letter.txt", "._000001"])
def test_what_an_operating_system_leaves_is_a_notice(papers, name):
    """Looking into the folders with a file manager is no damage, and the journal takes nothing of it for its own."""
    folders = [papers / "journal", papers / "payload", files(papers / "payload")[0].parent]
    for folder in folders:
        (folder / name).write_bytes(b"whatever it keeps")
    report = check_collection(papers)
    assert report.clean
    assert sorted(fault.path for fault in report.notices) == sorted(str(each / name) for each in folders)
    (papers / "journal/._000001.jsonl").write_bytes(b"\0")
    assert check_collection(papers).clean


def test_an_orphan_is_a_notice(papers):
    """Bytes that were kept but not journalled before a kill harm nothing, unless they changed."""
    with reading(papers) as collection:
        item = collection.payload.put(b"received, and then the power went")
        path = collection.payload.path(item.digest)
    (path.parent / f"{path.name}.77.part").write_bytes(b"half")
    report = check_collection(papers)
    assert report.clean
    assert [fault.path for fault in report.notices] == [str(path), f"{path}.77.part"]
    overwrite(path, b"something else")
    assert named(papers) == [below(papers, path)]


def test_an_unfinished_append_is_a_notice(papers):
    """A torn end that was never acknowledged harms nothing; the next writer cuts it off."""
    path = only(papers, "journal/*")
    data = path.read_bytes()
    path.write_bytes(data + b'{"at":"2026')
    report = check_collection(papers)
    assert (report.clean, [fault.path for fault in report.notices]) == (True, [str(path)])
    with writing(papers):
        pass
    assert path.read_bytes() == data


def test_records_that_the_catalogue_has_not_seen_are_no_damage(papers):
    """A kill between journal and catalogue leaves records to be taken in; that is not damage."""
    Journal(papers / "journal").append(
        [{"type": "run", "verb": "read", "layer": "quotations", "at": "now"}]
    )
    assert named(papers) == []


def test_an_older_copy_of_the_journal_is_found(papers):
    """A journal rolled back lacks what the catalogue has seen; files it does not know are notices."""
    path = only(papers, "journal/*")
    lines = path.read_bytes().splitlines(keepends=True)
    for count in range(len(lines)):
        path.write_bytes(b"".join(lines[:count]))
        assert named(papers)[-1:] == ["journal/000001.jsonl"], f"{count} lines"


@pytest.mark.parametrize("change", ["dropped", "doubled", "swapped"])
def test_lines_out_of_order_are_found(papers, change):
    """A line that is missing, doubled or in another's place is found, wherever it stands."""
    path = only(papers, "journal/*")
    lines = path.read_bytes().splitlines(keepends=True)
    for at in range(len(lines) - (change == "swapped")):
        end = {"dropped": [], "doubled": [lines[at]] * 2, "swapped": lines[at : at + 2][::-1]}[change]
        path.write_bytes(b"".join([*lines[:at], *end, *lines[at + (2 if change == "swapped" else 1) :]]))
        found = named(papers)
        assert set(found) == {"journal/000001.jsonl"}, f"line {at + 1}: {found}"


def test_segments_of_the_journal_are_checked_as_one_chain(papers, monkeypatch):
    """A missing segment, one cut at its end, and a change in the last line of one are found at their place."""
    monkeypatch.setattr(journal_room, "_SEGMENT_BYTES", 300)
    for number in range(4):
        with writing(papers) as collection:
            collection.journalled([{"type": "note", "n": number, "text": "x" * 200}])
    segments = files(papers / "journal")
    assert len(segments) > 3
    assert named(papers) == []
    for path in segments:
        data = path.read_bytes()
        for damaged in (data[:-1], data[:-20] + b"?" + data[-19:], data.replace(b'"seq":', b'"seq":1', 1)):
            path.write_bytes(damaged)
            assert named(papers) == [below(papers, path)]
        path.unlink()
        (fault,) = check_collection(papers).damaged
        assert path.name in fault.path + fault.what
        path.write_bytes(data)


def test_without_the_catalogue_only_the_content_of_the_last_line_is_in_doubt(papers, foresaid):
    """The chain still finds a change anywhere else; fsck says what cannot be told."""
    path = only(papers, "journal/*")
    (papers / "catalogue.db").unlink()
    report = foresaid.json("fsck", papers, code=4)
    assert [Path(each["path"]).name for each in report["damaged"]] == ["catalogue.db"]
    assert "foresaid rebuild" in report["damaged"][0]["advice"]
    assert "the last line" in report["notices"][0]["what"]
    assert report["items"] == 2
    data = path.read_bytes()
    last = data[:-1].rfind(b"\n") + 1
    for place in range(0, last, 7):
        changed = bytearray(data)
        changed[place] ^= 4
        path.write_bytes(changed)
        assert "journal/000001.jsonl" in named(papers), f"byte {place}"
    path.write_bytes(data.replace(b'"verb":"verify"', b'"verb":"nothing"'))
    assert named(papers) == ["catalogue.db"]


EDITS = [
    ("UPDATE document SET text = replace(text, 'unless', 'when') WHERE id = 'report'", "report"),
    ("UPDATE document SET locator = 'line 7' WHERE id = 'report'", "report"),
    ("UPDATE document SET date = '1890-05' WHERE id = 'report'", "report"),
    ("UPDATE document SET earliest = earliest - 1 WHERE id = 'report'", "report"),
    ("UPDATE document SET speaker = 'Somebody' WHERE id = 'letter'", "letter"),
    ("UPDATE dating SET latest = latest + 1", "report"),
    ("UPDATE dating SET date = 'soon'", "report"),
    ("UPDATE document SET notes = '[' WHERE id = 'letter'", "letter"),
    ("UPDATE annotation SET start = start + 1", "annotation"),
    ("UPDATE annotation SET body = replace(body, 'closed', 'open')", "annotation"),
    ("UPDATE verification SET verdict = 'verbatim'", "verdict"),
    ("UPDATE verification SET source_start = 3", "verdict"),
    ("UPDATE accession SET source = 'other.txt' WHERE source = 'report.txt'", "accession"),
    ("UPDATE description SET fields = replace(fields, '1890', '1889')", "description"),
    ("UPDATE item SET size = size + 1", "item"),
    ("DELETE FROM accession WHERE source = 'letter.txt'", "accession"),
    (
        "INSERT INTO accession VALUES (99, (SELECT digest FROM item LIMIT 1), 'more.txt', 'today')",
        "accession",
    ),
    ("INSERT INTO item VALUES ('ff', 7)", "item"),
    ("DELETE FROM document WHERE id = 'report'", "document"),
    ("UPDATE meta SET value = '9' WHERE key = 'schema_version'", "schema"),
]


@pytest.mark.parametrize(("edit", "word"), EDITS)
def test_an_edited_row_of_the_catalogue_is_found(papers, edit, word):
    """What is changed behind foresaid's back is named, with the command that mends it."""
    connection = sqlite3.connect(papers / "catalogue.db")
    with connection:
        assert connection.execute(edit).rowcount > 0
    connection.close()
    damaged = check_collection(papers).damaged
    assert {fault.path for fault in damaged} == {str(papers / "catalogue.db")}
    assert any(word in fault.what for fault in damaged)
    assert all("foresaid rebuild" in fault.advice for fault in damaged)


def test_a_torn_catalogue_is_found_and_the_rest_is_still_checked(papers):
    """Cut short or overwritten in the middle, the catalogue is named, and so is a changed payload file."""
    path = papers / "catalogue.db"
    data = path.read_bytes()
    payload = files(papers / "payload")[0]
    overwrite(payload, b"changed")
    for broken in (b"", data[:1000], data[: len(data) // 2], data[:4096] + b"\xff" * 4096 + data[8192:]):
        path.write_bytes(broken)
        assert {"catalogue.db", below(papers, payload)} <= set(named(papers))


def test_settings_that_cannot_be_read_are_named(papers):
    """foresaid.toml is damage if it is no TOML or holds an unknown key."""
    for text in ("title = ", "titel = 'x'", "title = '\xff'"):
        (papers / "foresaid.toml").write_bytes(text.encode("latin-1"))
        assert named(papers) == ["foresaid.toml"]


def test_a_withdrawn_item_is_not_missed(papers):
    """The journal says that an item was withdrawn: its bytes may be gone; still there, they are a notice."""
    path = next(each for each in files(papers / "payload") if each.read_text("utf-8") == LETTER)
    record = {"type": "withdrawal", "item": path.parent.name + path.name, "ids": ["letter"]}
    Journal(papers / "journal").append([{**record, "because": "a mistake", "received": "today"}])
    report = check_collection(papers)
    assert (report.clean, [fault.path for fault in report.notices]) == (True, [str(path)])
    path.unlink()
    report = check_collection(papers)
    assert (report.clean, report.notices, report.items) == (True, [], 1)
