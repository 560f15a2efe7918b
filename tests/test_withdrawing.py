"""Can something be taken out again, so that nothing of it is left but the record that it was?"""

from __future__ import annotations

import shutil

import pytest

from foresaid.archive.collection import writing
from foresaid.archive.journal import now
from foresaid.pipeline.status import status
from foresaid.pipeline.withdrawing import erase_withdrawn

SECRET = "The xylophone of the commissioner was hidden under the northern stairs for seven winters."
OTHER = f"My aunt wrote: “{SECRET}” I have never believed a word of what she wrote in that year."


@pytest.fixture
def papers(collection, write, foresaid):
    """Two documents, one quoting the other, read and verified; and a file of two rows."""
    folder = write("in/letter.txt", SECRET).parent
    write("in/other.txt", OTHER)
    write(
        "in/rows.jsonl", '{"id": "r1", "text": "Row one of the table."}\n{"id": "r2", "text": "Row two."}\n'
    )
    foresaid("add", collection, folder)
    foresaid("read", collection)
    foresaid("verify", collection)
    return collection


def bytes_of(collection):
    """Everything the collection's files hold, but the journal."""
    files = [path for path in collection.rglob("*") if path.is_file() and "journal" not in path.parts]
    return {path.relative_to(collection).as_posix(): path.read_bytes() for path in files}


def test_a_withdrawn_document_leaves_no_trace_but_its_record(papers, foresaid):
    """Payload, catalogue and indexes hold neither its words nor its id; hash and reason stay in the journal."""
    assert any(SECRET.encode() in data for data in bytes_of(papers).values())
    gone = foresaid.json("withdraw", papers, "other", "--because", "asked for by the heirs")
    assert gone["documents"] == ["other"]
    held = bytes_of(papers)
    assert not any(b"never believed a word" in data for data in held.values())
    assert "never" not in foresaid("search", papers, "believed", code=0)
    assert not (papers / "payload" / gone["item"][:2] / gone["item"][2:]).exists()
    journal = b"".join(path.read_bytes() for path in (papers / "journal").iterdir())
    assert b"asked for by the heirs" in journal
    assert gone["item"].encode() in journal
    assert status(papers).withdrawn == 1
    assert {row["document"] for row in foresaid.json("status", papers, "--documents")["documents"]} == {
        "letter",
        "r1",
        "r2",
    }


def test_verdicts_that_rested_on_it_are_made_anew(papers, foresaid):
    """A quotation found in the withdrawn document is not found any more, and no verdict shows its words."""
    before = foresaid.jsonl("verify", papers)
    assert [row["verdict"] for row in before] == ["verbatim"]
    foresaid("withdraw", papers, "letter", "--because", "added by mistake")
    after = foresaid.jsonl("verify", papers, code=1)
    assert [(row["verdict"], row["source"]) for row in after] == [("not_found", None)]


def test_a_rebuild_gives_the_same_answers_without_it(papers, foresaid):
    """Withdrawn bytes are not asked for, and no other document takes their id."""
    foresaid("withdraw", papers, "letter", "--because", "added by mistake")
    record = status(papers, record=True).record
    foresaid("rebuild", papers)
    assert status(papers, record=True).record == record
    assert status(papers).withdrawn == 1


def test_the_same_bytes_are_not_taken_in_again(papers, write, foresaid):
    """The refusal says when and why; a new text under the name gets another id."""
    foresaid("withdraw", papers, "letter", "--because", "added by mistake")
    foresaid("add", papers, write("again/letter.txt", SECRET), code=3)
    assert "because added by mistake; it is not taken in again" in foresaid.err
    foresaid("add", papers, write("new/letter.txt", "A new letter."))
    ids = {row["document"] for row in foresaid.json("status", papers, "--documents")["documents"]}
    assert "letter" not in ids
    assert "letter.txt" in ids


def test_a_file_of_many_goes_only_if_that_is_meant(papers, foresaid):
    """One row of a file cannot be deleted alone: the file is evidence as it is."""
    foresaid("withdraw", papers, "r1", "--because", "mistake", code=2)
    assert "is one of 2 documents in the same file" in foresaid.err
    gone = foresaid.json("withdraw", papers, "r1", "--because", "mistake", "--whole-item")
    assert gone["documents"] == ["r1", "r2"]


def test_what_could_not_be_read_is_withdrawn_by_its_name(collection, write, foresaid):
    """A refused file has no id; the name it came by will do."""
    foresaid("add", collection, write("scan.xyz", b"\x00\x01secret"), code=3)
    gone = foresaid.json("withdraw", collection, "scan.xyz", "--because", "mistake")
    assert gone["documents"] == []
    assert not any(b"secret" in data for data in bytes_of(collection).values())
    foresaid("withdraw", collection, "scan.xyz", "--because", "mistake", code=2)
    assert "was withdrawn on" in foresaid.err


def test_a_reason_is_asked_for(papers, foresaid):
    """Neither without a reason nor for what is not there."""
    foresaid("withdraw", papers, "letter", "--because", " ", code=2)
    foresaid("withdraw", papers, "nothing", "--because", "x", code=2)
    assert "has the id 'nothing'" in foresaid.err


def test_a_withdrawal_cut_off_after_its_record_is_finished_by_the_next_run(papers, foresaid, tmp_path):
    """A crash between journal and erasure leaves nothing behind once anything is added."""
    with writing(papers) as collection:
        row = next(collection.catalogue.rows("SELECT item FROM document WHERE id = 'letter'"))
        record = {
            "type": "withdrawal",
            "item": row["item"],
            "ids": ["letter"],
            "because": "x",
            "received": now(),
        }
        collection.journalled([record])
    copy = shutil.copytree(papers, tmp_path / "copy")
    with writing(papers) as collection:
        erase_withdrawn(collection)
    assert not (papers / "payload" / row["item"][:2] / row["item"][2:]).exists()
    foresaid("add", copy, write_text(tmp_path, "more.txt", "More."))
    assert not (copy / "payload" / row["item"][:2] / row["item"][2:]).exists()
    documents = foresaid.json("status", copy, "--documents")["documents"]
    assert {each["document"] for each in documents} == {"other", "r1", "r2", "more"}


def test_a_name_that_means_two_items_deletes_nothing(collection, write, foresaid):
    """The id of one and the file name of another are told apart by a person; a SHA-256 names one."""
    foresaid("add", collection, write("letter.txt", "A letter."))
    foresaid("add", collection, write("rows.jsonl", '{"id": "letter.txt", "text": "A row."}\n'))
    foresaid("withdraw", collection, "letter.txt", "--because", "mistake", code=2)
    assert "means 2 items" in foresaid.err
    assert status(collection).documents == 2
    gone = foresaid.json("withdraw", collection, "letter", "--because", "mistake")
    assert gone["documents"] == ["letter"]


def write_text(folder, name, text):
    """A file with a text."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path
