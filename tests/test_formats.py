"""Is each format read as its text stands, described by what it says of itself, and its damage named?"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import extract_bytes
from foresaid.model.documents import Page, State

SENTENCE = "“Nobody foresaw it,” said Zoë."


SUFFIXES = {"plain": ".txt", "markdown": ".md", "jsonl": ".jsonl"}


def read(name, data):
    """Every extraction of a file's bytes."""
    return extract_bytes(data, f"file{SUFFIXES[name]}")


def only(name, data):
    """The one extraction of a file's bytes."""
    (extraction,) = read(name, data)
    return extraction


def stated(extraction):
    """What an extraction states, by field; the first of several."""
    return {each.field: each.value for each in reversed(extraction.statements)}


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("name", ["plain", "markdown"])
def test_text_stands_as_given(name, codec):
    """Plain text and Markdown are the file's characters one for one, in any encoding."""
    text = f"Line one\r\n\tand *two*\n\n{SENTENCE}\n"
    extraction = only(name, text.encode(codec))
    assert extraction.text == text
    assert extraction.text.index(SENTENCE) == text.index(SENTENCE)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1))
def test_plain_text_keeps_every_character(text):
    """No character of sound UTF-8 is changed, dropped or added."""
    assert only("plain", text).text == text.removeprefix("\ufeff") or text == "\ufeff"


def test_form_feeds_part_pages():
    """Pages are numbered from 1 and span all text but the form feeds."""
    assert only("plain", "one\f\fthree").pages == (Page("1", 0, 3), Page("2", 4, 4), Page("3", 5, 10))
    assert only("plain", "no pages").pages == ()


def test_front_matter_describes_the_text():
    """Known keys of the front matter are stated; it stays part of the text, and unknown keys are not stated."""
    text = "---\ntitle: 'On: Foresight'\nauthor: Ada\ndate: 1989-11\nlayout: post\n---\n# Heading\n\nBody\n"
    extraction = only("markdown", text)
    assert extraction.text == text
    assert stated(extraction) == {"title": "On: Foresight", "author": "Ada", "date": "1989-11"}
    assert [each.date.text for each in extraction.datings] == ["1989-11"]


@pytest.mark.parametrize(
    "text", ["# A title #\n\nBody", "\n\n# A title\nBody", "---\nnot: closed\n\n# Later\n", "---\n\nBody\n"]
)
def test_a_heading_is_a_title_with_its_place(text):
    """The first line is a title if it is a heading of the first level; a rule is no front matter."""
    statements = only("markdown", text).statements
    assert [text[each.start : each.end] for each in statements] == (
        ["A title"] if "A title" in text else []
    )


def test_one_broken_line_loses_no_other():
    """Of a hundred lines of JSON, line 57 is refused by its number and all others are read."""
    lines = [json.dumps({"id": n, "text": f"{n}: {SENTENCE}"}).encode() for n in range(1, 101)]
    lines[56] = b'{"id": 57, "text": "torn'
    extractions = read("jsonl", b"\r\n".join(lines))
    refused = [each.locator for each in extractions if each.state is State.REFUSED]
    assert (len(extractions), refused) == (100, ["line 57"])
    assert [each.given for each in extractions if each.text] == [str(n) for n in range(1, 101) if n != 57]


# A line, and words of the reason why it is no document.
REFUSED = [
    (b'{"id": "a"}', '"text"'),
    (b'{"text": 7}', '"text"'),
    (b'{"text": ""}', "no text"),
    (b'["text"]', "object"),
    (b"null", "object"),
    (b'{"text": "\xff"}', "not UTF-8 at byte 10"),
    (b"[" * 100_000, "no valid JSON"),
    (b'{"n": ' + b"9" * 5_000 + b', "text": "t"}', "no valid JSON"),
    (b'{"text": "' + b"x" * (16 << 20) + b'"}', "at most 16,777,216"),
]


@pytest.mark.parametrize(("line", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_a_line_that_is_no_document_is_refused(line, reason):
    """The line before and the line behind are read all the same."""
    good = b'{"text": "good"}'
    states = read("jsonl", b"\n".join([good, line, good]))
    assert [each.state for each in states] == [State.COMPLETE, State.REFUSED, State.COMPLETE]
    assert reason in states[1].notes[0]


def test_rows_are_read_as_passim_writes_them():
    """Keys besides id and text are stated as they are; a number is an id; byte order marks do not matter."""
    row = {"id": 7, "text": SENTENCE, "date": "1848-05", "series": "gazette", "pages": [1, 2], "note": None}
    extraction = only("jsonl", b"\xef\xbb\xbf" + json.dumps(row, ensure_ascii=False).encode())
    assert (extraction.given, extraction.text) == ("7", SENTENCE)
    assert stated(extraction) == {"date": "1848-05", "series": "gazette", "pages": "[1, 2]"}
    assert [each.date.text for each in extraction.datings] == ["1848-05"]


def test_halves_of_surrogate_pairs_are_shown_and_said():
    """What JSON can spell and no file can hold becomes U+FFFD, the text keeping its length."""
    line = b'{"id": "\\ud800", "text": "a\\ud800b", "title": "\\udfff", "\\ud801": "x"}'
    extraction = only("jsonl", line)
    assert (extraction.text, extraction.given) == ("a\ufffdb", "\ufffd")
    assert extraction.state is State.PARTIAL
    assert stated(extraction) == {"title": "\ufffd", "\ufffd": "x"}


def test_a_date_that_does_not_exist_is_said():
    """Such a date is kept as a statement, dates nothing, and is named."""
    extraction = only("jsonl", '{"text": "t", "date": "1989-13", "date_kind": "guessed"}')
    assert extraction.datings == ()
    assert stated(extraction)["date"] == "1989-13"
    assert any("1989-13" in note for note in extraction.notes)
    assert any("guessed" in note for note in extraction.notes)
