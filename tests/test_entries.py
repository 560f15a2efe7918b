"""Do events, reviews and outcomes survive in the journal, and does fsck see where the catalogue departs from it?"""

from __future__ import annotations

import sqlite3

from foresaid.archive.collection import reading, writing
from foresaid.archive.entries import entries

EVENT = {
    "type": "event",
    "key": "flood",
    "version": "v1",
    "fields": {"statement": "it"},
    "received": "2026-01-01T00:00:00Z",
}


def test_entries_come_back_in_order_and_survive_a_rebuild(collection, foresaid):
    """A rebuild makes the same entries again; one key can be asked for alone."""
    with writing(collection) as papers:
        papers.journalled([EVENT, {**EVENT, "key": "fire"}, {**EVENT, "version": "v2"}])
    foresaid("rebuild", collection)
    with reading(collection) as papers:
        assert [each["version"] for each in entries(papers.catalogue, "event", "flood")] == ["v1", "v2"]
        assert [each["key"] for each in entries(papers.catalogue, "event")] == ["flood", "fire", "flood"]
    assert "Clean" in foresaid("fsck", collection)


def test_a_changed_or_missing_entry_is_damage(collection, foresaid):
    """What is not as the journal has it is found, and rebuild mends it."""
    with writing(collection) as papers:
        papers.journalled([EVENT, {**EVENT, "key": "fire"}])
    for change in (
        "UPDATE entry SET body = replace(body, 'it', 'another')",
        "DELETE FROM entry WHERE key = 'fire'",
    ):
        with sqlite3.connect(collection / "catalogue.db") as catalogue:
            catalogue.execute(change)
        assert "event" in foresaid("fsck", collection, code=4)
        foresaid("rebuild", collection)
        foresaid("fsck", collection)


def test_a_withdrawal_says_which_records_quote_its_words(collection, foresaid, write):
    """Words that a review quotes stay in the journal, and whoever withdraws the document is told."""
    foresaid("add", collection, write("a.txt", "The dam will break."))
    review = {
        "type": "review",
        "key": "flood",
        "document": "a",
        "exact": "The dam will break.",
        "received": "now",
    }
    with writing(collection) as papers:
        papers.journalled([review, {**review, "document": "b"}])
    told = foresaid.json("withdraw", collection, "a", "--because", "asked for by the heirs")
    assert len(told["quoted"]) == 1
    foresaid("fsck", collection)
