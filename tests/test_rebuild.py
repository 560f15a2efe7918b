"""Does a rebuild give what there was, whatever the collection has been through?"""

from __future__ import annotations

import shutil


def record(foresaid, collection):
    """The digest of all results."""
    return foresaid.json("status", collection, "--record")["record"]


def remade(foresaid, collection):
    """The digest after everything computed was deleted and made again."""
    for name in ("catalogue.db", "catalogue.db-wal", "catalogue.db-shm"):
        (collection / name).unlink(missing_ok=True)
    shutil.rmtree(collection / "index")
    foresaid("rebuild", collection)
    return record(foresaid, collection)


def test_a_history_of_names_is_replayed(collection, write, foresaid):
    """Ids depend on what came before; a rebuild gives each document the id it had."""
    foresaid("add", collection, write("a.txt", "One text of the first letter."))
    foresaid("add", collection, write("a.md", "Another text, of the second letter."))
    table = write("names.csv", "source,id,date\na.txt,X,1887\n")
    foresaid("add", collection, collection.parent / "sources" / "a.txt", "--metadata", table)
    foresaid("add", collection, write("b.txt", "A third text, in its turn."))
    before = record(foresaid, collection)
    names = {hit["document"] for hit in foresaid.json("search", collection, "text")["certain"]}
    assert names == {"X", "a.md", "b"}
    assert remade(foresaid, collection) == before


def test_verdicts_are_those_of_their_time(collection, write, foresaid):
    """A document added after the last verification changes no verdict, neither before nor after a rebuild."""
    quote = '"The council will sell the northern wall before the year is out," wrote the clerk.'
    foresaid("add", collection, write("note.txt", quote))
    foresaid("read", collection)
    foresaid("verify", collection, code=1)
    foresaid(
        "add",
        collection,
        write("clerk.txt", "The council will sell the northern wall before the year is out."),
    )
    foresaid("read", collection)
    before = record(foresaid, collection)
    assert foresaid.json("status", collection)["verdicts"] == {"not_found": 1}
    assert remade(foresaid, collection) == before
    foresaid("verify", collection)
    assert foresaid.json("status", collection)["verdicts"] == {"verbatim": 1}


def test_the_demo_collection_comes_out_the_same(sotu_collection, foresaid, tmp_path):
    """Deleting catalogue and indexes of 249 documents with all verdicts and rebuilding gives the same record."""
    copy = tmp_path / "copy"
    shutil.copytree(sotu_collection, copy)
    before = record(foresaid, copy)
    assert remade(foresaid, copy) == before


def test_a_killed_init_can_be_made_again(tmp_path, foresaid):
    """A folder in which init was killed is no obstacle to init."""
    foresaid("init", tmp_path / "papers")
    (tmp_path / "papers" / "foresaid.toml").unlink()
    foresaid("init", tmp_path / "papers", "--title", "Papers")
    assert foresaid.json("status", tmp_path / "papers")["title"] == "Papers"
