"""Does the command line keep its contract (DESIGN §6)?"""

from __future__ import annotations

import pytest

from foresaid.cli.entry import COMMANDS
from foresaid.cli.entry import foresaid as group
from foresaid.collect.sandbox.confinement import landlock_version

LETTER = """The state of the harbour

Ada Example
3 March 1887

The mayor wrote to us last week, "The harbour will be closed before the winter comes, unless the council pays."

I have no hope that the council will find the money for the northern wall this year.
"""
REPORT = """Report on the harbour

Ben Sample
9 May 1890

Mrs. Example reported: "The harbour will be closed before the winter comes."
"""


@pytest.fixture
def harbour(collection, write, foresaid):
    """A collection of two documents, one of which quotes what the other holds."""
    foresaid("add", collection, write("letter.txt", LETTER), write("report.txt", REPORT))
    foresaid("read", collection)
    return collection


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name, foresaid):
    """Each command explains itself and shows an example."""
    assert "Example: foresaid" in " ".join(foresaid(name, "--help").split())


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_itself(name):
    """The sentence in the list is the first line of the command's own help."""
    _, sentence = COMMANDS[name]
    command = group.get_command(None, name)
    assert command.help.split("\n")[0] == sentence


def test_the_head_of_a_text_gives_title_author_and_date(harbour, foresaid):
    """Title, author and date come from the head of the text, with their spans."""
    hit = foresaid.json("search", harbour, '"unless the council pays"')["certain"][0]
    assert (hit["title"], hit["speaker"], hit["date"]) == (
        "The state of the harbour",
        "Ada Example",
        "1887-03-03",
    )
    assert LETTER[hit["start"] : hit["end"]] == hit["text"]


def test_verify_finds_the_cut_condition(harbour, foresaid):
    """A quotation that stops before "unless" is called truncated, shown beside its source, with exit code 1."""
    verdicts = {row["verdict"]: row for row in foresaid.jsonl("verify", harbour, code=1)}
    truncated = verdicts["truncated"]
    assert truncated["source"]["document"] == "letter"
    assert "unless" in truncated["after"]
    assert "truncated" in foresaid("verify", harbour, code=1)


def test_given_quotations_are_verified_row_by_row(harbour, write, foresaid):
    """--quotations answers each row under its id, source text and offsets agreeing with the document."""
    rows = write(
        "rows.jsonl",
        '{"id": "a", "quote": "The harbour will be closed before the winter comes, unless the council pays."}\n'
        '{"id": "b", "quote": "Nobody in this town has ever heard of such a plan for the market."}\n'
        '{"id": "c", "quote": "I have no hope that the council will find the money for the northern wall",'
        ' "speaker": "Ben Sample", "date": "1890"}\n',
    )
    found = {row["id"]: row for row in foresaid.jsonl("verify", harbour, "--quotations", rows, code=1)}
    assert found["a"]["verdict"] == "verbatim"
    source = found["a"]["source"]
    assert LETTER[source["start"] : source["end"]] == source["text"]
    assert (found["b"]["verdict"], found["b"]["source"]) == ("not_found", None)
    assert (found["c"]["verdict"], found["c"]["speaker"], found["c"]["date"]) == (
        "misattributed",
        *["contradicted"] * 2,
    )
    for key in ("words", "speaker", "date", "work", "edits", "elsewhere", "reasons", "says"):
        assert key in found["a"]


def test_clean_quotations_end_with_code_0(harbour, write, foresaid):
    """Nothing but clean verdicts is exit code 0."""
    rows = write(
        "rows.jsonl", '{"id": 1, "quote": "The harbour will be closed before the winter comes, unless"}\n'
    )
    foresaid("verify", harbour, "--quotations", rows, code=0)


def test_whence_names_the_earliest_document(harbour, foresaid):
    """A snippet leads to the earliest document that holds it, and to all others."""
    found = foresaid.json("whence", harbour, "The harbour will be closed before the winter comes")
    assert [each["document"] for each in found["attestations"]] == ["letter", "report"]
    assert found["documents"] == 2
    assert "1887-03-03" in foresaid("whence", harbour, "The harbour will be closed before the winter comes")


def test_a_day_that_is_not_settled_is_listed_apart(collection, write, foresaid):
    """Before a day means certainly before; an undated document is only possibly so."""
    rows = '{"id": "old", "text": "The dam will break.", "date": "1920"}\n{"id": "none", "text": "The dam will break."}\n'
    foresaid("add", collection, write("dams.jsonl", rows))
    found = foresaid.json("search", collection, "dam", "--before", "1925-06-01")
    assert [hit["document"] for hit in found["certain"]] == ["old"]
    assert [hit["document"] for hit in found["possible"]] == ["none"]


def test_annotate_needs_no_collection(write, foresaid):
    """Annotate reads plain files and rows, and gives offsets into the text as given."""
    text = 'The mayor said, "We shall close the harbour in March."'
    path = write("note.txt", text)
    (row,) = foresaid.jsonl("annotate", path, "--layer", "quotations")
    assert (row["id"], row["layer"], text[row["start"] : row["end"]]) == (
        str(path),
        "quotations",
        row["text"],
    )
    assert (row["type"], row["level"], row["cue"]["text"]) == ("direct", 1, "said")
    assert text[row["speaker"]["start"] : row["speaker"]["end"]] == row["speaker"]["text"]
    assert {"content_start", "content_end"} <= set(row)
    (piped,) = foresaid.jsonl(
        "annotate", stdin=b'{"id": "x", "text": "He said, \\"It is over now, all of it.\\""}\n'
    )
    assert piped["id"] == "x"


def test_results_and_messages_go_their_own_ways(harbour, foresaid):
    """Results stand on standard output, messages on standard error, and no colour is piped."""
    foresaid("verify", harbour, "--json", code=1)
    assert foresaid.out.startswith("{")
    assert "\x1b" not in foresaid("verify", harbour, code=1)


def test_status_counts_what_there_is(harbour, foresaid):
    """Status gives documents, dates, quotations and what is left to do."""
    found = foresaid.json("status", harbour)
    assert (found["documents"], found["items"], found["pending"]) == (2, 2, 0)
    assert (found["first"], found["last"]) == ("1887-03-03", "1890-05-09")
    assert "Papers" in foresaid("status", harbour)


def test_doctor_says_what_this_installation_has(foresaid):
    """Doctor lists every check with its state."""
    checks = {check["name"]: check["state"] for check in foresaid.json("doctor")["checks"]}
    assert checks["SQLite"] in {"ok", "notice"}
    assert checks["sandbox"] == ("ok" if landlock_version() else "notice")
