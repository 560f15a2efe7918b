"""Is a collection a folder that begins whole, and says the same whatever computer it is made on?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from foresaid.archive.collection import create_collection, reading, remaking, writing
from foresaid.errors import NoCollectionError, UsageError
from foresaid.settings import Settings


def test_a_new_collection_is_whole(tmp_path):
    """Settings, payload, journal, catalogue and index are there, and it opens for reading and writing."""
    create_collection(tmp_path / "papers", Settings(title="“Papers”"))
    with writing(tmp_path / "papers") as opened, reading(tmp_path / "papers") as reader:
        assert opened.settings.title == reader.settings.title == "“Papers”"
        assert reader.check_journal() == 1


@pytest.mark.parametrize("inside", ["file", "foresaid.toml"])
def test_only_a_new_or_empty_folder_becomes_a_collection(tmp_path, inside):
    """A folder with anything in it is left as it is."""
    (tmp_path / inside).write_text("")
    with pytest.raises(UsageError):
        create_collection(tmp_path, Settings())
    assert [path.name for path in tmp_path.iterdir()] == [inside]


def test_a_folder_that_is_none_is_said_to_be_none(tmp_path):
    """Without foresaid.toml a folder is no collection, for every way of opening it, and nothing is made in it."""
    for way in (reading, writing, remaking):
        with pytest.raises(NoCollectionError, match="foresaid init"), way(tmp_path):
            pass
    assert list(tmp_path.iterdir()) == []


def test_journal_records_the_catalogue_has_not_seen_are_taken_in_once(collection):
    """A journal written just before a crash is caught up with by the next writer."""
    record = {
        "type": "accession",
        "item": "ab",
        "size": 2,
        "source": "a.txt",
        "received": "2020-01-01T00:00:00Z",
    }
    with writing(collection) as opened:
        opened.journal.append([record])
    for _ in range(2):
        with writing(collection) as opened:
            assert [opened.catalogue.count(table) for table in ("item", "accession")] == [1, 1]


def test_a_failed_rebuild_changes_nothing(collection, foresaid, write):
    """An error on the way leaves the old catalogue and index as they were."""
    foresaid("add", collection, write("a.txt", "text"))
    with pytest.raises(KeyboardInterrupt), remaking(collection):
        raise KeyboardInterrupt
    assert foresaid.json("status", collection)["documents"] == 1
    assert not [path for path in collection.iterdir() if ".part" in path.name]


def sources(folder):
    """A few files of every format, some alike, some broken, with a table."""
    folder.mkdir()
    lines = [
        {"id": f"j{n}", "text": f"{n}: He said, “Nobody foresaw it.”", "date": "1989"} for n in range(30)
    ]
    texts = {
        "lines.jsonl": "".join(json.dumps(line) + "\n" for line in lines)
        + '{"id": "j1", "text": "other"}\n',
        "page.html": "<title>Page</title><p>One</p>",
        "page.md": "# Page\n\nOne\n",
        "twin.txt": "The same text.",
        "z/twin.txt": "The same text.",
        "data.bin": "no format",
        "table.csv": "source,id,date,speaker\npage.md,letter,1990~,Ada\n",
    } | {f"d/{n}.txt": f"Title {n}\nBy Ada Example\n\nText {n} é" for n in range(70)}
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def record_of(folder, given, *, jobs=1, cwd=None, **environment):
    """The record of a collection made from files, under an environment."""
    main = [sys.executable, "-m", "foresaid"]
    for command in (
        ["init", str(folder)],
        ["add", str(folder), str(given), "--metadata", str(given / "table.csv"), "--jobs", str(jobs)],
        ["status", str(folder), "--record", "--json"],
    ):
        done = subprocess.run(
            main + command, capture_output=True, cwd=cwd, env={**os.environ, **environment}, check=False
        )
        assert done.returncode in (0, 3), done.stderr.decode()
    return json.loads(done.stdout)["record"]


@pytest.fixture(scope="module")
def plain_record(tmp_path_factory):
    """The files, and the record made of them in the plainest way."""
    folder = tmp_path_factory.mktemp("plain")
    given = sources(folder / "in")
    return given, record_of(folder / "papers", given, PYTHONHASHSEED="0")


VARIATIONS = {
    "two jobs": {"jobs": 2},
    "another hash seed": {"PYTHONHASHSEED": "12345"},
    "another time zone": {"TZ": "Pacific/Kiritimati"},
    "another locale": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"},
    "no locale, two jobs": {"LANG": "", "LC_ALL": "POSIX", "jobs": 2, "PYTHONHASHSEED": "7"},
    "another folder": {"cwd": "/"},
}


@pytest.mark.parametrize("variation", VARIATIONS)
def test_the_record_is_the_same_everywhere(plain_record, tmp_path, variation):
    """Number of processes, hash seed, time zone, locale and current folder make no difference."""
    given, record = plain_record
    assert record_of(tmp_path / "papers", given, **VARIATIONS[variation]) == record


def test_the_record_does_not_depend_on_the_order_on_disk(plain_record, tmp_path):
    """Files written to another folder in the opposite order give the same record."""
    given, record = plain_record
    for path in sorted(given.rglob("*"), reverse=True):
        target = tmp_path / "in" / path.relative_to(given)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            shutil.copy(path, target)
    assert record_of(tmp_path / "papers", tmp_path / "in") == record


def test_files_added_one_by_one_or_again_give_what_a_rebuild_gives(collection, foresaid, plain_record):
    """However a collection grew, rebuilding it gives the same record, and adding all again changes nothing."""
    given, _ = plain_record
    for name in ("d", "z", "page.html", "page.md", "lines.jsonl", "data.bin", "twin.txt"):
        foresaid(
            "add",
            collection,
            given / name,
            "--jobs",
            1,
            code=3 if name in ("lines.jsonl", "data.bin") else 0,
        )
    foresaid("add", collection, given / "page.md", "--metadata", given / "table.csv", "--jobs", 1)
    before = foresaid.json("status", collection, "--record")
    foresaid("rebuild", collection, code=3)
    assert foresaid.json("status", collection, "--record") == before
    again = foresaid.json("add", collection, given / "lines.jsonl", given / "d")
    assert (again["received"], again["documents"], again["known"]) == (0, 0, 71)


def test_a_file_comes_again_under_a_name_that_can_be_read(collection, foresaid, write):
    """What no format read is read once the same bytes come with a suffix that one reads."""
    foresaid("add", collection, write("a.dat", "Nobody foresaw it."), code=3)
    foresaid("add", collection, write("a.txt", "Nobody foresaw it."))
    status = foresaid.json("status", collection)
    assert (status["items"], status["documents"], status["refused"]) == (1, 1, [])


def test_one_id_means_one_text(collection, foresaid, write):
    """A second text under an id is refused by its line; the same text again is stored once."""
    lines = ['{"id": "a", "text": "one"}', '{"id": "a", "text": "one"}', '{"id": "a", "text": "two"}']
    report = foresaid.json("add", collection, write("l.jsonl", "\n".join(lines)), code=3)
    assert (report["documents"], report["same"]) == (1, 1)
    (trouble,) = report["troubles"]
    assert trouble["where"] == "l.jsonl, line 3"
    assert "another document already" in trouble["reason"]


def test_a_collection_is_no_source(collection, foresaid, write):
    """A collection that lies among the sources is left alone, and as a source it is refused."""
    write("letter.txt", "A letter.")
    foresaid("add", collection, collection.parent)
    assert foresaid.json("status", collection)["items"] == 1
    foresaid("add", collection, collection, code=3)
    assert "is a foresaid collection itself" in foresaid.err


def test_a_correction_may_be_taken_back(collection, foresaid, write):
    """The table given last decides, also when it says what the first one said."""
    source = write("letter.txt", "A letter of no date.")
    tables = {year: write(f"{year}.csv", f"Source,Date\nletter.txt,{year}\n") for year in ("1861", "1862")}
    for year in ("1861", "1862", "1861"):
        foresaid("add", collection, source, "--metadata", tables[year])
        (document,) = foresaid.json("status", collection, "--documents")["documents"]
        assert (document["date"], document["grade"]) == (year, "C")


def test_what_is_verified_stays_so_when_it_is_read_again(collection, foresaid, write):
    """A document that was described anew, verified and read again has its verdicts still."""
    quote = write("q.txt", '"The dam will not hold another winter, unless it is mended," said Mr. Hartley.')
    foresaid("add", collection, quote)
    for verb in ("read", "verify"):
        foresaid(verb, collection, code=verb == "verify")
    table = write("t.csv", "source,speaker,date\nq.txt,Ada Example,1863\n")
    foresaid("add", collection, quote, "--metadata", table)
    for verb in ("verify", "read", "verify"):
        foresaid(verb, collection, code=verb == "verify")
    assert foresaid.json("status", collection)["verdicts"] == {"not_found": 1}
