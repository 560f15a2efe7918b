"""Does `foresaid suggest` ask about the findings of an inquiry, and does nothing come of it but what is shown?"""

from __future__ import annotations

import json

import pytest

from chat_server import serving, stance

LETTERS = """\
{"id": "hartley", "date": "1862-03-12", "speaker": "Edmund Hartley", "text": "The wall of the dam will fail in the next great rain."}
{"id": "crane", "date": "1862-03-20", "speaker": "Josiah Crane", "text": "The dam will never fail; it will stand for a hundred years."}
{"id": "vyse", "date": "1870-01-01", "speaker": "Thomas Vyse", "text": "The dam has failed, and the valley was under water."}
"""
FLOOD = {
    "name": "flood",
    "date": "1862-11-05",
    "statement": "the dam will fail",
    "foreseeing": ["the wall of the dam will fail"],
    "denying": ["the dam will never fail", "the dam will stand"],
}


@pytest.fixture
def letters(collection, write, foresaid):
    """Two letters before the flood, and one after it."""
    foresaid("add", collection, write("letters.jsonl", LETTERS))
    return collection


def labels(dossier):
    """What an inquiry found and how it labelled and weighed it, without what was suggested."""
    return [
        (each["document"], each["start"], each["stance"], each["standing"], each["score"])
        for each in dossier
    ]


def test_suggestions_stand_beside_the_findings_and_change_none(letters, write, foresaid, monkeypatch):
    """The model is asked once for each finding, with the key of the variable; labels, scores and counts stay."""
    event = write("flood.json", json.dumps(FLOOD))
    before = foresaid.json("inquire", letters, event)
    assert {each["document"] for each in before["findings"]} == {"hartley", "crane"}
    monkeypatch.setenv("MY_KEY", "sk-secret")
    with serving(stance("plans", "so it seems")) as (url, seen):
        options = ("--endpoint", url, "--model", "parrot-7b", "--key-env", "MY_KEY")
        first = foresaid.json("suggest", letters, "flood", *options, "--limit", 1)
        second = foresaid.json("suggest", letters, "flood", *options)
        said = foresaid("suggest", letters, "flood", *options)
    assert (first["asked"], second["asked"], second["known"]) == (1, 1, 1)
    assert second["stances"] == {"plans": 2}
    assert "None of it counts" in said
    assert len(seen) == 2
    assert {headers["Authorization"] for _, headers, _ in seen} == {"Bearer sk-secret"}
    asked = b"".join(body for _, _, body in seen)
    assert b"never fail" in asked
    assert b"Hartley" not in asked
    assert b"1862" not in asked
    after = foresaid.json("inquire", letters, "flood")
    assert labels(after["findings"]) == labels(before["findings"])
    assert (after["counts"], after["answer"], after["commitment"]) == (
        before["counts"],
        before["answer"],
        before["commitment"],
    )
    assert {each["suggestion"] for each in after["findings"]} == {"plans (parrot-7b)"}
    assert not any(b"sk-secret" in path.read_bytes() for path in letters.rglob("*") if path.is_file())


def test_what_may_not_be_sent_is_refused_before_the_search(letters, foresaid):
    """Another machine without leave, a key that is not there, and no event: each is told, nothing is journalled."""
    for arguments in (
        ("flood", "--endpoint", "https://api.example.org/v1", "--model", "m"),
        ("flood", "--endpoint", "http://127.0.0.1:9/v1", "--model", "m", "--key-env", "NO_SUCH_VARIABLE"),
        ("flood", "--endpoint", "http://127.0.0.1:9/v1", "--model", "m"),
    ):
        foresaid("suggest", letters, *arguments, code=2)
    assert "No event of this collection is called 'flood'" in foresaid.err
    assert foresaid.json("event", "list", letters)["events"] == []
