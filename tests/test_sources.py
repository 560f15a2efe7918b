"""Are the files that somebody means found, each under a name that any computer can keep?"""

from __future__ import annotations

import os
from pathlib import Path

from foresaid.collect.sources import list_sources


def names(*given):
    """The names of the files found, and the problems met."""
    files, problems = list_sources(given)
    return [file.name for file in files], [problem.reason for problem in problems]


def test_folders_are_walked_in_order_without_hidden_files(tmp_path):
    """Files come by path from the folder given, sorted, whatever order the disk has; hidden ones do not."""
    for name in ("b/2.txt", "b/10.txt", "a.txt", "b.txt", ".git/x.txt", ".hidden", "c/.d/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(name)
    assert names(tmp_path) == (["a.txt", "b/10.txt", "b/2.txt", "b.txt"], [])
    assert names(tmp_path / "b.txt", tmp_path / "b") == (["b.txt", "10.txt", "2.txt"], [])


def test_what_is_no_file_is_named(tmp_path):
    """Missing files, empty folders and devices are problems, not silence."""
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert names(tmp_path / "missing", tmp_path / "empty", tmp_path / "pipe", Path("/dev/null")) == (
        [],
        ["no such file or folder", "the folder holds no file", *["neither a file nor a folder"] * 2],
    )


def test_links_are_followed_to_files_only(tmp_path):
    """A link to a file is that file; a link to a folder is not walked, so that no circle is."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("text")
    (tmp_path / "in" / "b.txt").symlink_to("a.txt")
    (tmp_path / "in" / "circle").symlink_to("..")
    (tmp_path / "in" / "broken.txt").symlink_to("nowhere")
    assert names(tmp_path / "in")[0] == ["a.txt", "b.txt"]


def test_file_names_that_are_no_utf_8_are_spelt_out(collection, foresaid, tmp_path):
    """Such a file is received, and read, under a name with its odd bytes in hexadecimal."""
    folder = tmp_path / "in"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text("Nobody foresaw it.")
    assert names(folder) == (["caf\\xe9.txt"], [])
    foresaid("add", collection, folder)
    assert foresaid.json("search", collection, "nobody")["certain"][0]["document"] == "caf\\xe9"


def test_names_from_hostile_lists_are_only_names(collection, foresaid, tmp_path):
    """Names that are script, markup, options or escapes are received like any other and lead nowhere."""
    folder = tmp_path / "in"
    folder.mkdir()
    odd = [
        "<img src=x>.txt",
        "--help.txt",
        "a;b&c|d.txt",
        "\x1b[31m.txt",
        "a..\\x.txt",
        "%2e%2e.txt",
        "😀 .txt",
    ]
    for name in odd:
        (folder / name).write_text(f"Text of {odd.index(name)}.")
    report = foresaid.json("add", collection, folder)
    assert (report["documents"], report["troubles"]) == (len(odd), [])
    assert "\x1b" not in foresaid("search", collection, "text")
