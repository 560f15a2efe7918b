"""Does the essay that foresaid came from read as its gold annotation says (SEED-ROWS)?"""

from __future__ import annotations

import json

import pytest

from foresaid.archive.collection import reading
from foresaid.archive.documents import find_document


@pytest.fixture
def seed(shared, collection, foresaid):
    """A collection of the essay alone, read; with its gold annotation."""
    foresaid("add", collection, shared / "seed" / "seed.txt")
    foresaid("read", collection)
    text = (shared / "seed" / "seed.txt").read_text("utf-8")
    return collection, text, json.loads((shared / "seed" / "gold.json").read_text("utf-8"))


def test_title_author_and_date_come_with_their_spans(seed):
    """S1: the head gives title, author and the publication date, each where it stands."""
    root, text, gold = seed
    with reading(root) as opened:
        document = find_document(opened.catalogue, "seed")
    stated = {each.field: each for each in document.statements}
    assert stated["author"].value == gold["author"]
    assert stated["title"].value.startswith("An Anniversary")
    for each in stated.values():
        assert text[each.start : each.end] == each.value
    assert document.dating.date.text == gold["date"]
    assert text[document.dating.start : document.dating.end] == "28 December 2021"


def test_long_quotations_stand_in_their_exact_spans(seed, shared, foresaid):
    """S3–S23: all nine long quotations, the page-broken one joined, none invented, the nested one at level 2."""
    _, _, gold = seed
    rows = foresaid.jsonl("annotate", shared / "seed" / "seed.txt")
    spans = {(row["start"], row["end"]): row for row in rows if row["type"] != "indirect"}
    for quotation in gold["quotations"]:
        row = spans[tuple(quotation["span"])]
        assert row["type"] in {"direct", "mixed"} or len(quotation["text"].split()) < 8
    types = {row["start"]: row["type"] for row in rows if row["type"] != "indirect"}
    for term in gold["not_quotations"]:
        assert types[term["span"][0]] == "term"
    nested = next(row for row in rows if row["level"] == 2)
    assert nested["text"] == "socialism in one country"
    known = {each["span"][0] for each in gold["quotations"] + gold["not_quotations"]}
    marked = [row for row in rows if row["type"] in {"direct", "mixed"}]
    invented = [row for row in marked if row["start"] not in known]
    assert not invented


def test_speakers_are_right_or_left_open(seed, shared, foresaid):
    """At least eight speakers are right, and none is invented."""
    _, _, gold = seed
    spans = {
        (row["start"], row["end"]): row for row in foresaid.jsonl("annotate", shared / "seed" / "seed.txt")
    }
    right, wrong = 0, []
    for quotation in gold["quotations"]:
        speaker = spans[tuple(quotation["span"])]["speaker"]
        name = speaker["name"] if speaker else None
        right += name is not None and name == quotation["speaker"]
        if name is not None and name != quotation["speaker"]:
            wrong.append((quotation["id"], name))
    assert not wrong
    assert right >= 8
