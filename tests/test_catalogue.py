"""Is the catalogue all or nothing, disposable, and never believed when it is broken?"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from foresaid.archive.catalogue import Catalogue
from foresaid.archive.documents import documents, drop_document, find_document, put_document
from foresaid.collect.describing import describe
from foresaid.errors import DamageError
from foresaid.model.dates import Dating, Grade
from foresaid.model.documents import Extraction, Page, State, Statement, Witness
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary


def document(name, text="Some text."):
    """A document with something of everything."""
    extraction = Extraction(
        locator="line 1",
        text=text,
        extractor="jsonl/1",
        encoding="utf-8",
        statements=(Statement("title", "Some", "head of the text", 0, 4),),
        datings=(Dating("said", parse_edtf("1980~/.."), "date line", Grade.C, 0, 4, "read so"),),
        pages=(Page("i", 0, 4), Page("ii", 5, len(text))),
        given=name,
        witness=Witness.OCR,
        state=State.PARTIAL,
        notes=("half is lost",),
    )
    rows = [(None, {"speaker": "Ada", "date": "1990"})]
    return describe(f"item-{name}", f"{name}.jsonl", extraction, rows, load_vocabulary("en"))


@pytest.fixture
def catalogue(tmp_path):
    """A new catalogue."""
    made = Catalogue.create(tmp_path / "catalogue.db")
    yield made
    made.close()


def put(catalogue, *given):
    """Store documents in one transaction."""
    with catalogue.transaction():
        return [put_document(catalogue, each) for each in given]


def test_a_document_comes_out_as_it_went_in(catalogue):
    """Everything said about a document comes back, in order, with its spans and the doubt of its dates."""
    given = document("a")
    put(catalogue, given)
    found = find_document(catalogue, "a")
    assert (found.id, found.digest, found.text_digest, found.text) == (
        given.id,
        given.digest,
        given.text_digest,
        given.text,
    )
    assert (found.statements, found.datings) == (given.statements, given.datings)
    assert found.datings[1].date.start_margin > 0
    for part in ("pages", "witness", "state", "notes", "extractor", "encoding"):
        assert getattr(found.extraction, part) == getattr(given.extraction, part)
    assert find_document(catalogue, "b") is None


def test_a_document_stored_again_keeps_its_number(catalogue):
    """The new version takes the old one's place and leaves nothing of it."""
    (first, _) = put(catalogue, document("a"), document("b"))
    (again,) = put(catalogue, document("a", "Other text, and longer."))
    assert again == first
    assert [found.text for _, found in documents(catalogue)] == ["Other text, and longer.", "Some text."]
    assert catalogue.count("page") == 4
    with catalogue.transaction():
        drop_document(catalogue, first)
    assert [catalogue.count(table) for table in ("document", "page", "dating", "statement")] == [1, 2, 2, 3]


def test_a_transaction_is_all_or_nothing(catalogue):
    """What was put before an error inside is not there behind it."""
    with pytest.raises(AttributeError):
        put(catalogue, document("a"), None)
    assert catalogue.count("document") == 0
    put(catalogue, document("a"))
    assert catalogue.count("document") == 1


def test_the_record_does_not_depend_on_order(tmp_path):
    """The same documents stored in another order, in other transactions, give the same record."""
    records = []
    for number, order in enumerate([("a", "b", "c"), ("c", "a", "b")]):
        made = Catalogue.create(tmp_path / f"{number}.db")
        for name in order:
            put(made, document(name))
        records.append(list(made.record()))
        made.close()
    assert records[0] == records[1]
    assert len(records[0]) > 3


def test_steps_are_done_once_for_each_version(catalogue):
    """A step is done for its version and input only, and can be unmarked whatever its version."""
    with catalogue.transaction():
        catalogue.mark("read", "1", ["x", "y", "x"])
    assert [catalogue.done("read", version, "x") for version in ("1", "2")] == [True, False]
    with catalogue.transaction():
        catalogue.unmark("read", "x")
    assert [catalogue.done("read", "1", given) for given in ("x", "y")] == [False, True]


def test_readers_cannot_write(catalogue):
    """A catalogue opened for reading refuses every change."""
    reader = Catalogue.open(catalogue.path, read_only=True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.set_meta("key", "value")
    reader.close()


@pytest.fixture
def filled(collection, foresaid, write):
    """A collection of some documents, and its record."""
    for number in range(40):
        write(f"in/{number}.txt", f"Text {number}. " + "Nobody foresaw it. " * 40)
    foresaid("add", collection, write("in/x.html", "<p>page</p>").parent)
    return collection, foresaid.json("status", collection, "--record")["record"]


def spoil(path, how):
    """Break a catalogue's file."""
    data = bytearray(path.read_bytes())
    if how == "missing":
        path.unlink()
        return
    if how == "cut":
        del data[len(data) // 2 :]
    elif how == "empty":
        data.clear()
    elif how == "no database":
        data[:] = b"something else" * 1_000
    elif how == "pages overwritten":
        data[8_192:40_960] = b"\xff" * 32_768
    elif how == "other version":
        connection = sqlite3.connect(path)
        with connection:
            connection.execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'")
        connection.close()
        return
    path.write_bytes(data)


@pytest.mark.parametrize(
    "how", ["missing", "cut", "empty", "no database", "pages overwritten", "other version"]
)
def test_a_broken_catalogue_asks_for_a_rebuild_and_gets_it(filled, foresaid, write, how):
    """Reading and writing end with exit code 4 and advice; the rebuild gives the same record."""
    collection, record = filled
    spoil(collection / "catalogue.db", how)
    for command in (("status", collection, "--record"), ("add", collection, write("y.txt", "y"))):
        foresaid(*command, code=4)
        assert f"foresaid rebuild {collection}" in foresaid.err
    foresaid("rebuild", collection)
    assert foresaid.json("status", collection, "--record")["record"] == record


def test_a_rebuild_needs_neither_catalogue_nor_index(filled, foresaid):
    """With both gone, record and search are the same as before."""
    collection, record = filled
    before = foresaid.json("search", collection, "page OR foresaw", "--limit", 50)
    (collection / "catalogue.db").unlink()
    shutil.rmtree(collection / "index")
    foresaid("rebuild", collection)
    assert foresaid.json("status", collection, "--record")["record"] == record
    assert foresaid.json("search", collection, "page OR foresaw", "--limit", 50) == before
    assert not [path for path in collection.iterdir() if ".part" in path.name]


def test_a_missing_catalogue_is_damage(tmp_path):
    """It is never made silently, as if there had been nothing."""
    with pytest.raises(DamageError, match="is missing"):
        Catalogue.open(tmp_path / "catalogue.db", read_only=False)
    assert not Path(tmp_path / "catalogue.db").exists()
