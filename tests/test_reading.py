"""Are the layers read together, stored whole, read anew only where something changed, and remade alike?"""

from __future__ import annotations

import csv
import io

import pytest

from foresaid.archive.collection import reading
from foresaid.archive.findings import findings
from foresaid.model.annotations import Annotation, Context, Phrase, Span
from foresaid.model.bodies import Gloss, GlossKind
from foresaid.pipeline import indexing
from foresaid.pipeline import reading as room
from foresaid.pipeline.reading import annotate_documents, layers, read_text
from foresaid.plugins import plugin
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
    assert damage == ["rebuilt"]


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


def test_the_reading_that_stands_is_the_one_asked_for_last(read_papers, foresaid):
    """Read by rules after a parser, a document is read again once the parser is asked for."""
    first = foresaid.json("status", read_papers, "--record")["record"]
    foresaid("read", read_papers, "--jobs", "1", "--no-parser")
    assert foresaid.json("read", read_papers, "--jobs", "1")["documents"] == 1
    assert foresaid.json("status", read_papers, "--record")["record"] == first


def test_reported_speech_is_not_verified_as_quoted(read_papers, foresaid):
    """Only words in quotation marks are checked against sources."""
    foresaid("verify", read_papers, code=1)
    with reading(read_papers) as held:
        query = """SELECT DISTINCT a.type FROM verification v JOIN annotation a ON a.id = v.annotation"""
        assert {row["type"] for row in held.catalogue.rows(query)} <= {"direct", "mixed"}


def test_the_authority_file_is_edited_and_survives_another_reading(read_papers, foresaid, tmp_path):
    """An alias and a link given by a person stay after a rebuild; a table as it was written changes nothing."""
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
    foresaid(*asked, code=3)  # the table is older than the record it would change
    assert "export it again" in foresaid.err
    foresaid("authority", "export", read_papers, table)
    assert foresaid.json(*asked)["edits"] == []


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name\nLee\n", "no column 'id'"),
        ("id;name\nx;Lee\n", "parted by ';'"),
        (b"id\n\xff\n", "UTF-8"),
        ("id,note\nx,one, two\n", "row 2 has 3 cells and 2 columns"),
        ("id,note,note\nx,a,b\n", "two columns of one name"),
        ("id,note\nx," + "y" * 200_000 + "\n", "row 2"),
    ],
)
def test_a_table_that_is_none_is_refused_whole(read_papers, foresaid, write, table, said):
    """A table with a slip in it changes nothing and says which row and what to do."""
    foresaid("authority", "import", read_papers, write("x.csv", table), "--because", "x", code=3)
    assert said in foresaid.err


def test_blanks_that_do_not_break_are_blanks():
    """A no-break space, usual in HTML and French typography, hides neither dates nor cues."""
    text = "In\u00a01871 the board warned that the canal would silt up by\u00a010\u202fMay\u00a01874."
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    for layer in ("times", "quotations", "forecasts"):
        found = [each.target for each in read_text(text, (layer,), Context(), parsing=False)[layer]]
        assert found == [
            each.target for each in read_text(plain, (layer,), Context(), parsing=False)[layer]
        ]


def test_a_row_is_annotated_without_what_it_cannot_use(foresaid):
    """A date or speaker that is none is told and left out; the rows behind it are read."""
    rows = (
        b'{"id": "a", "text": "I said: \\"Go.\\" It was two years ago.", "speaker": ["X"], "date": "1871-02-30"}\n'
        b'{"id": null, "text": "It was two years ago.", "date": "March 1871"}\n{"text": 5}\n'
    )
    found = foresaid.jsonl("annotate", "--layer", "times", stdin=rows, code=3)
    assert [(row["id"], row["value"]) for row in found] == [("a", None), ("2", "1869")]
    for said in ("line 1: its speaker", "line 1: its date", "line 3: its text"):
        assert said in foresaid.err


def test_works_and_chronology_say_what_was_read(read_papers, foresaid):
    """The works cited and the events told are listed with their dates."""
    titles = [each["title"] for each in foresaid.json("works", read_papers)["works"]]
    assert "The Silted Canal" in titles
    told = foresaid.json("chronology", read_papers)
    assert any(each["date"] == "1877" for each in told["events"])


class Failing:
    """An annotator of somebody's that fails on every text, or points outside it."""

    layer = "failing"
    generator = "failing/1"
    needs: tuple[str, ...] = ()

    def __init__(self, end):
        self._end = end

    def annotate(self, text, context):
        """One finding behind the text's end, or an error."""
        if self._end is None:
            raise ValueError("no such thing")
        yield Annotation(
            Span(0, len(text) + self._end), Gloss(GlossKind.ALIAS, Phrase(0, 1, "x"), None), "f/1"
        )


@pytest.mark.parametrize("end", [None, 5])
def test_an_annotator_that_fails_stops_nobody_else(collection, write, foresaid, monkeypatch, end):
    """Its layer is told, document by document, and tried again; the other layers are stored."""
    foresaid("add", collection, write("canal.txt", TEXT))
    known = {layer: plugin("annotator", layer) for layer in ("artefacts", "times")}
    known["failing"] = lambda _vocabulary, _parser: Failing(end)
    monkeypatch.setattr(room, "plugin_names", lambda _: tuple(known))
    monkeypatch.setattr(room, "plugin", lambda _, name: known[name])
    caches = (room._annotator, room._order)
    for cache in caches:
        cache.cache_clear()
    try:
        first, second = (annotate_documents(collection, jobs=1) for _ in range(2))
    finally:
        for cache in caches:
            cache.cache_clear()
    assert [each.where for each in first.troubles] == ["canal"]
    assert "failing/1" in first.troubles[0].reason
    assert set(first.annotations) == {"artefacts", "times"}
    assert len(second.troubles) == 1


def test_what_was_read_is_not_read_again_to_verify(read_papers, monkeypatch):
    """Verification asks the record whom a document quotes, and reads only documents that nobody has read."""
    asked = []
    monkeypatch.setattr(indexing, "voices", lambda text, *_: asked.append(text) or ())
    with reading(read_papers) as held:
        assert indexing.quotation_index(held).source(0).quoted
    assert not asked
