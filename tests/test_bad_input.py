"""Does bad input get a clear message and the right exit code, and is nothing lost?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from foresaid.archive.collection import writing

GOOD = "A good text that must be kept, whatever lies beside it.\n"


def kept(foresaid, collection):
    """How many documents there are and why others are not."""
    status = foresaid.json("status", collection)
    return status["documents"], status["refused"], status["partial"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), "not text"),
        ("paper.xyz", b"something", "no format reads files .xyz"),
        ("void.jsonl", b"\n\n", "empty"),
        ("page.html", b"<html><body><script>x()</script></body></html>", "no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_the_rest_is_stored(
    collection, write, foresaid, *, name, content, reason
):
    """The refused file is named with the reason, exit code 3, and the good one is there."""
    good, bad = write("good.txt", GOOD), write(name, content)
    foresaid("add", collection, good, bad, code=3)
    assert name in foresaid.err
    assert reason in foresaid.err
    documents, refused, _ = kept(foresaid, collection)
    assert documents == 1
    assert refused[0][0] == name


def test_a_folder_called_like_a_file_is_walked(collection, write, foresaid):
    """A folder named like a text file is a folder."""
    inside = write("letters.txt/one.txt", GOOD)
    foresaid("add", collection, inside.parent)
    assert kept(foresaid, collection)[0] == 1


@pytest.mark.parametrize("option", ["--metadata", "--quotations"])
def test_a_folder_where_a_file_is_wanted_is_named(collection, write, foresaid, option):
    """A folder given as a table is exit code 3 with a sentence."""
    good = write("good.txt", GOOD)
    call = ("add", collection, good) if option == "--metadata" else ("verify", collection)
    foresaid(*call, option, good.parent, code=3)
    assert "is a folder" in foresaid.err


def test_broken_utf8_is_kept_in_part_and_said(collection, write, foresaid):
    """One broken byte in a UTF-8 file loses that byte only, and status says so."""
    text = "Été, naïveté, château, forêt, garçon, Noël, hôtel. ".encode() * 3
    foresaid("add", collection, write("damaged.txt", text + b"\xff end"))
    documents, _, partial = kept(foresaid, collection)
    assert documents == 1
    assert "not UTF-8" in partial[0][1]


def test_a_broken_line_of_json_lines_is_refused_by_number(collection, write, foresaid):
    """Line 57 is named; the 99 others are stored."""
    lines = [json.dumps({"id": f"d{n}", "text": f"Text number {n}."}) for n in range(1, 101)]
    lines[56] = '{"id": "d57", "text": "no end'
    foresaid("add", collection, write("many.jsonl", "\n".join(lines)), code=3)
    assert "line 57" in foresaid.err
    documents, refused, _ = kept(foresaid, collection)
    assert documents == 99
    assert refused[0][1] == "line 57"


def test_a_metadata_row_about_a_missing_file_is_named(collection, write, foresaid):
    """The row is named by its line; the file that is there gets its metadata."""
    table = write("table.csv", "source,title\ngood.txt,Good\nlost.txt,Lost\n")
    foresaid("add", collection, write("good.txt", GOOD), "--metadata", table, code=3)
    assert "lost.txt" in foresaid.err
    assert "line 3" in foresaid.err
    assert foresaid.json("search", collection, "good")["certain"][0]["title"] == "Good"


@pytest.mark.parametrize("way", ["table", "row", "bound"])
def test_a_month_that_does_not_exist_is_refused_and_explained(collection, write, foresaid, way):
    """1989-13 is no date: the document is kept without it, and the message says why."""
    good = write("good.txt", GOOD)
    if way == "table":
        foresaid(
            "add", collection, good, "--metadata", write("t.csv", "source,date\ngood.txt,1989-13\n"), code=3
        )
    elif way == "row":
        foresaid(
            "add", collection, write("r.jsonl", '{"id":"x","text":"A text.","date":"1989-13"}\n'), code=3
        )
    else:
        foresaid("add", collection, good)
        foresaid("search", collection, "text", "--before", "1989-13", code=2)
    assert "1989-13" in foresaid.err
    assert "13" in foresaid.err.replace("1989-13", "")
    assert kept(foresaid, collection)[0] == 1


def test_two_documents_with_one_id_are_told_apart(collection, write, foresaid):
    """The second is refused with the name of the first; nothing is overwritten."""
    rows = '{"id": "x", "text": "The first text."}\n{"id": "x", "text": "Another text."}\n'
    foresaid("add", collection, write("two.jsonl", rows), code=3)
    assert "'x'" in foresaid.err
    assert foresaid.json("search", collection, "first")["certain_total"] == 1


def test_a_second_writer_is_refused_with_the_first_ones_process(collection, write, foresaid):
    """While one process writes, another is told which, at once; readers are not held up."""
    good = write("good.txt", GOOD)
    with writing(collection):
        foresaid("add", collection, good, code=3)
        assert str(os.getpid()) in foresaid.err
        foresaid("status", collection)
    foresaid("add", collection, good)


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("unshare") is None, reason="needs root for a read-only mount"
)
def test_a_read_only_folder_can_be_read_and_not_written(collection, write, foresaid):
    """On a read-only medium status answers, and add says that it cannot write."""
    good = write("good.txt", GOOD)
    foresaid("add", collection, good)
    script = (
        f"mount --bind {collection} {collection} && mount -o remount,bind,ro {collection} && "
        f"{sys.executable} -m foresaid status {collection} && {sys.executable} -m foresaid add {collection} {good}"
    )
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, check=False
    )
    if "mount" in done.stderr and "permission denied" in done.stderr.lower():
        pytest.skip("this machine lets nobody mount")
    assert done.returncode == 3
    assert "documents" in done.stdout
    assert "Cannot write" in done.stderr


def test_a_folder_that_is_no_collection_is_named(tmp_path, foresaid):
    """Any verb on another folder is exit code 2 with the way to make a collection."""
    foresaid("status", tmp_path, code=2)
    assert "foresaid init" in foresaid.err


def test_a_wrong_setting_names_the_nearest(collection, foresaid):
    """An unknown key in foresaid.toml is exit code 2 and names the key that was meant."""
    settings = collection / "foresaid.toml"
    settings.write_text(settings.read_text().replace("title", "titel"))
    foresaid("status", collection, code=2)
    assert "did you mean 'title'" in foresaid.err


def test_a_missing_catalogue_says_how_to_make_it_again(collection, write, foresaid):
    """Without catalogue.db the exit code is 4, and rebuild mends it."""
    foresaid("add", collection, write("good.txt", GOOD))
    (collection / "catalogue.db").unlink()
    foresaid("status", collection, code=4)
    assert "foresaid rebuild" in foresaid.err
    foresaid("rebuild", collection)
    assert kept(foresaid, collection)[0] == 1
