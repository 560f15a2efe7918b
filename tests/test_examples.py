"""Does the folder of one paper in each format give the dates, the quotations and the bytes that it promises?"""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from conftest import ROOT, extract_bytes
from foresaid.archive.collection import reading
from foresaid.archive.documents import documents
from foresaid.archive.findings import verifications
from foresaid.plugins import plugins

EXAMPLES = ROOT / "examples"
sys.path.insert(0, str(EXAMPLES))

import mixed_folder  # noqa: E402 - the examples are no package

# The verdict on the one quotation of each paper that quotes: "the puddle" stands for "The puddle" in two of them.
VERDICTS = {
    "answer": "minor",
    "https://dams.example/warnings": "minor",
    "inquest/penhale": "verbatim",
    "memoir": "verbatim",
    "report": "altered",
    "web/online": "verbatim",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder as the script makes it."""
    made = tmp_path_factory.mktemp("mixed")
    command = [sys.executable, EXAMPLES / "mixed_folder.py", made]
    subprocess.run(command, check=True, capture_output=True)
    return made


def expected():
    """What each file that can be read here is dated; pictures need a recogniser."""
    held = shutil.which("tesseract") is not None
    pictures = () if held else mixed_folder.PICTURES
    return {name: what for name, what in mixed_folder.EXPECTED.items() if name not in pictures}


def test_the_same_folder_is_made_each_time(folder):
    """Another process writes the same bytes."""
    papers = folder / "papers"
    made = {path.relative_to(papers).as_posix(): path for path in papers.rglob("*") if path.is_file()}
    assert set(made) == set(mixed_folder.FILES)
    assert [name for name, path in made.items() if path.read_bytes() != mixed_folder.FILES[name]] == []


def test_every_format_has_its_paper():
    """No format is missing in the folder, and every file says what it is dated."""
    extractors = {
        each.extractor.partition("/")[0]
        for name, data in mixed_folder.FILES.items()
        for each in extract_bytes(data, name)
    }
    assert extractors == set(plugins("format"))
    assert set(mixed_folder.EXPECTED) == set(mixed_folder.FILES)


def test_the_folder_is_collected_read_and_verified(folder, collection, foresaid):
    """Every paper is dated as known; true quotations and the changed one are told apart."""
    whole = set(expected()) == set(mixed_folder.FILES)
    foresaid(
        "add", collection, folder / "papers", "--metadata", folder / "metadata.csv", code=0 if whole else 3
    )
    with reading(collection) as opened:
        named = opened.catalogue.rows("SELECT item, source FROM accession")
        held = {row["item"]: row["source"] for row in named}
        found = {held[document.item]: document.dating for _, document in documents(opened.catalogue)}
    dated = {name: (each.date.text, each.basis, each.grade.value) for name, each in found.items() if each}
    assert {name: dated.get(name) for name in expected()} == expected()
    foresaid("read", collection)
    foresaid("verify", collection, code=1)
    with reading(collection) as opened:
        judged = {name: verdict.verdict for verdict, name, _ in verifications(opened.catalogue)}
    assert judged == VERDICTS
