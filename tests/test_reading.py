"""Are the layers read together, stored whole, read anew only where something changed, and remade alike?"""

from __future__ import annotations

import csv
import io

import pytest

from foresaid.archive.collection import reading
from foresaid.archive.findings import findings
from foresaid.model.annotations import Context
from foresaid.pipeline.reading import layers, read_text
from foresaid.text.edtf import parse_edtf

TEXT = """The Canal Question

The Harbour Improvement Board (HIB) was founded in 1871 as the successor of the Dock Trust. In March 1874, in a
speech at Leith, Ann Lee, chairman of the board, warned that the canal "will silt up within ten years, unless the
lock is re-
built." Three years later the canal was closed. Nobody could have foreseen it, wrote James Roth in *The Silted
Canal*.
"""


@pytest.fixture
def read_papers(collection, write, foresaid):
    """A collection of one text, read in all layers."""
    foresaid("add", collection, write("canal.txt", TEXT))
    foresaid("read", collection, "--jobs", "1")
    return collection


def test_every_layer_is_read_and_comes_back_as_it_was(read_papers):
    """What is stored of each layer equals what the annotators say, noun by noun."""
    with reading(read_papers) as held:
        row = next(held.catalogue.rows("SELECT text, speaker, date FROM document"))
        context = Context(speaker=row["speaker"], date=parse_edtf(row["date"]) if row["date"] else None)
        for layer, found in read_text(row["text"], layers(), context).items():
            stored = [annotation for _, _, annotation in findings(held.catalogue, layer)]
            assert sorted(map(repr, stored)) == sorted(map(repr, found))
        kinds = held.catalogue.tally_by("annotation", "layer", "type")
    assert set(kinds) >= {"quotations", "times", "names", "works", "forecasts", "artefacts"}


def test_what_was_repaired_for_reading_is_quoted_as_it_stands(read_papers):
    """A word parted at a line's end is read as one, and shown as the text has it."""
    with reading(read_papers) as held:
        words = [each.body.text for _, _, each in findings(held.catalogue, "quotations")]
        damage = [each.body.repaired for _, _, each in findings(held.catalogue, "artefacts")]
    assert any("re-\nbuilt" in quoted for quoted in words)
    assert "rebuilt" in [each.strip() for each in damage if each] or "" in damage


def test_a_second_reading_reads_nothing_and_a_new_date_reads_again(read_papers, foresaid):
    """A document is read again only where its text, speaker or date, or an annotator, changed."""
    assert foresaid.json("read", read_papers, "--jobs", "1")["documents"] == 0
    foresaid("set", read_papers, "canal", "date", "1880-05-01", "--because", "date line of the print")
    assert foresaid.json("read", read_papers, "--layer", "times", "--jobs", "1")["documents"] == 1
    assert foresaid.json("read", read_papers, "--jobs", "1")["documents"] == 1


def test_processes_and_parser_are_told_apart_from_the_record(read_papers, foresaid, write):
    """One process or two give the same record; a rebuild gives it again, with or without a parser."""
    for number in range(5):
        foresaid("add", read_papers, write(f"{number}.txt", TEXT.replace("Canal", f"Canal {number}")))
    foresaid("read", read_papers, "--jobs", "2", "--no-parser")
    before = foresaid.json("status", read_papers, "--record")["record"]
    foresaid("rebuild", read_papers)
    assert foresaid.json("status", read_papers, "--record")["record"] == before


def test_reported_speech_is_not_verified_as_quoted(read_papers, foresaid):
    """Only words in quotation marks are checked against sources."""
    foresaid("verify", read_papers, code=1)
    with reading(read_papers) as held:
        query = """SELECT DISTINCT a.type FROM verification v JOIN annotation a ON a.id = v.annotation"""
        assert {row["type"] for row in held.catalogue.rows(query)} <= {"direct", "mixed"}


def test_the_authority_file_is_edited_and_survives_another_reading(read_papers, foresaid, tmp_path):
    """An alias and a link given by a person stay after a rebuild, and a second import changes nothing."""
    rows = list(csv.DictReader(io.StringIO(foresaid("authority", "export", read_papers))))
    (row,) = [each for each in rows if each["name"] == "Ann Lee"]
    row["links"] = "https://viaf.org/viaf/1"
    row["aliases"] = "; ".join(filter(None, [row["aliases"], "A. M. Lee"]))
    table = tmp_path / "names.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows(rows)
    asked = ("authority", "import", read_papers, table, "--because", "checked")
    assert len(foresaid.json(*asked)["edits"]) == 2
    foresaid("rebuild", read_papers)
    (agent,) = [
        each
        for each in foresaid.json("authority", "list", read_papers, "--kind", "person")["agents"]
        if each["name"] == "Ann Lee"
    ]
    assert "A. M. Lee" in agent["aliases"]
    assert agent["links"] == ["https://viaf.org/viaf/1"]
    assert foresaid.json(*asked)["edits"] == []


def test_a_table_that_is_none_is_refused_whole(read_papers, foresaid, write):
    """A table without ids, or in another encoding, changes nothing and says what to do."""
    foresaid("authority", "import", read_papers, write("x.csv", "name\nLee\n"), "--because", "x", code=3)
    assert "column 'id'" in foresaid.err
    foresaid("authority", "import", read_papers, write("y.csv", b"id\n\xff\n"), "--because", "x", code=3)
    assert "UTF-8" in foresaid.err


def test_works_and_chronology_say_what_was_read(read_papers, foresaid):
    """The works cited and the events told are listed with their dates."""
    titles = [each["title"] for each in foresaid.json("works", read_papers)["works"]]
    assert "The Silted Canal" in titles
    told = foresaid.json("chronology", read_papers)
    assert any(each["date"] == "1877" for each in told["events"])
