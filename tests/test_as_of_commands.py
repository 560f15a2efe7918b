"""Do the commands say as of when they answer, and keep to it whatever is done to the collection?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from foresaid.archive.collection import create_collection, reading, writing
from foresaid.archive.entries import entries
from foresaid.archive.journal import now
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.reading import annotate_documents
from foresaid.pipeline.searching import search_documents
from foresaid.settings import Settings

ROWS = [
    ("wall", "1850-03", "Ann Lee", "The northern wall of Dunmere will not hold, I said to the council."),
    (
        "mill",
        "1871",
        "Ben Crane",
        'Ann Lee said, "The northern wall of Dunmere will not hold," and she was right.',
    ),
    (
        "sequel",
        "1930",
        "Cora Dell",
        'Ann Lee said, "The northern wall of Dunmere will not hold." The wall fell.',
    ),
    ("leaf", None, "Cora Dell", "The northern wall of Dunmere, a loose leaf."),
    ("turn", "1900~", "Cora Dell", "The northern wall of Dunmere, about the turn of the century."),
]


def line(row):
    """A paper as a line of JSON."""
    name, date, speaker, text = row
    return (
        json.dumps({"id": name, "speaker": speaker, "text": text} | ({"date": date} if date else {})) + "\n"
    )


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """A collection of the papers above, read; no test changes it."""
    folder = tmp_path_factory.mktemp("as-of")
    (folder / "rows.jsonl").write_text("".join(map(line, ROWS)), "utf-8")
    create_collection(folder / "papers", Settings(title="Papers"))
    collect_documents(folder / "papers", [folder / "rows.jsonl"])
    annotate_documents(folder / "papers", parsing=False)
    return folder / "papers"


@pytest.fixture
def papers(held, tmp_path):
    """A copy of it that a test may change."""
    return shutil.copytree(held, tmp_path / "papers")


SEEN = {
    "date": "1900",
    "last_day": "1900-12-31",
    "documents": 2,
    "hidden": {"undated": 1, "grade_d_or_below": 0, "possibly_later": 1},
}
COMMANDS = [
    ("search", ["wall"], 0),
    ("whence", ["northern wall of Dunmere"], 0),
    ("verify", [], 0),
    ("works", [], 0),
    ("chronology", [], 0),
    ("authority list", [], 0),
    ("status", [], 0),
    ("status", ["--documents"], 0),
    ("trace", [], 0),
    ("trace", ["--copies"], 0),
]


@pytest.mark.parametrize(
    ("command", "more", "code"), COMMANDS, ids=[f"{c} {' '.join(m)}" for c, m, _ in COMMANDS]
)
def test_each_command_says_as_of_when_and_what_is_hidden(command, more, code, papers, foresaid):
    """With --json under "as_of", for people in a last line; what is certainly later is not even counted."""
    asked = [*command.split(), papers, *more, "--as-of", "1900"]
    found = foresaid.json(*asked, code=code)
    assert found["as_of"] == SEEN
    told = json.dumps(found)
    assert not [word for word in ("sequel", "leaf", "turn", "1930", "Cora Dell") if word in told]
    said = " ".join(foresaid(*asked, code=code).split())
    assert "As of 1900: seen are 2 documents certainly of 1900-12-31 or before." in said
    assert "1 undated, 1 possibly later" in said


def test_without_as_of_nothing_is_said_of_it(papers, foresaid):
    """The answers of those who ask for no day have no new field."""
    assert "as_of" not in foresaid.json("search", papers, "wall")
    assert "As of" not in foresaid("works", papers)


def test_a_stream_says_it_on_standard_error(papers, foresaid):
    """With --jsonl every line of output is a result; as of when stands with the messages."""
    rows = foresaid.jsonl("search", papers, "wall", "--as-of", "1900")
    assert [row["document"] for row in rows] == ["wall", "mill"] or {row["document"] for row in rows} == {
        "wall",
        "mill",
    }
    assert "As of 1900" in foresaid.err
    verdicts = foresaid.jsonl("verify", papers, "--as-of", "1900")
    assert [each["quoting"]["document"] for each in verdicts] == ["mill"]
    assert "As of 1900" in foresaid.err


def test_given_quotations_are_verified_against_what_was_held_then(papers, write, foresaid):
    """Words of a later document are not found as of an earlier day, and are without one."""
    file = write("asked.jsonl", json.dumps({"id": "q", "quote": "about the turn of the century"}) + "\n")
    (then,) = foresaid.jsonl("verify", papers, "--quotations", file, "--as-of", "1900", code=1)
    (today,) = foresaid.jsonl("verify", papers, "--quotations", file)
    assert (then["words"], today["words"]) == ("not_found", "verbatim")
    assert "these 2 documents" in then["reasons"]["words"]


def test_what_is_stored_stays_as_it_is(papers, foresaid):
    """A view writes nothing: the record and the verdicts of the whole collection are those of before."""
    foresaid("verify", papers)
    before = foresaid.json("status", papers, "--record")
    files = {
        path: path.stat().st_mtime_ns
        for path in papers.rglob("*")
        if path.is_file() and "catalogue" not in path.name
    }
    foresaid("verify", papers, "--as-of", "1900")
    foresaid("trace", papers, "--as-of", "1900")
    foresaid("whence", papers, "northern wall of Dunmere", "--as-of", "1900")
    assert {path: path.stat().st_mtime_ns for path in files} == files
    assert foresaid.json("status", papers, "--record") == before


def test_a_document_is_seen_by_the_date_that_somebody_decided(papers, foresaid):
    """A date that is corrected brings a document into view, or takes it out, whenever that was decided."""
    foresaid("set", papers, "sequel", "date", "1899", "--because", "the imprint says so")
    foresaid("set", papers, "wall", "date", "1951", "--because", "a reprint")
    found = foresaid.json("search", papers, "wall", "--as-of", "1900")
    assert {hit["document"] for hit in found["certain"]} == {"mill", "sequel"}


def test_a_hidden_document_is_not_there_by_its_name(papers, foresaid):
    """Who asks for a hidden document hears that there is none."""
    foresaid("trace", papers, "--document", "sequel", "--as-of", "1900", code=2)
    assert "There is no document 'sequel'" in foresaid.err


@pytest.mark.parametrize("date", ["1900/..", "soon", ""])
def test_a_date_with_no_last_day_bounds_nothing(date, papers, foresaid):
    """--as-of needs a day to count to, and says so."""
    foresaid("search", papers, "wall", "--as-of", date, code=2)
    assert foresaid.err.startswith("foresaid: ")


def test_before_the_first_document_there_is_nothing(papers, foresaid):
    """Every command answers for an empty view, and gives no fault."""
    for command, more, _ in COMMANDS:
        found = foresaid.json(*command.split(), papers, *more, "--as-of", "1700")
        assert found["as_of"]["documents"] == 0, command


def test_search_orders_by_what_came_before_even_where_only_before_is_given(papers, write, foresaid):
    """The scores of what was certainly said before a date stay the same, whatever is added from after it."""
    asked = ("search", papers, "northern OR wall OR hold", "--before", "1890")
    unbounded = ("search", papers, "northern OR wall OR hold")
    before, plain = foresaid.json(*asked)["certain"], scores(foresaid.json(*unbounded))
    later = "".join(line((f"new {n}", "1950", None, "Northern northern wall. " * 9)) for n in range(9))
    foresaid("add", papers, write("new.jsonl", later))
    assert foresaid.json(*asked)["certain"] == before
    assert (
        scores(foresaid.json(*unbounded))["wall"] != plain["wall"]
    )  # where nobody asks, all that is held has a say


def scores(found):
    """The scores of a search by document."""
    return {hit["document"]: hit["score"] for hit in found["certain"]}


def test_what_people_wrote_down_is_seen_with_the_documents_it_rests_on(papers):
    """An outcome whose evidence is later is not there; nor are reviews and suggestions of hidden documents."""
    place = {"start": 0, "end": 3, "exact": "The"}
    records = [
        {
            "type": "outcome",
            "key": "a",
            "forecast": {"document": "wall", **place},
            "evidence": "mill",
            "received": now(),
        },
        {
            "type": "outcome",
            "key": "b",
            "forecast": {"document": "wall", **place},
            "evidence": "sequel",
            "received": now(),
        },
        {"type": "review", "key": "fall", "document": "wall", **place, "received": now()},
        {"type": "review", "key": "fall", "document": "sequel", **place, "received": now()},
        {"type": "suggestion", "key": "fall", "document": "leaf", **place, "received": now()},
        {"type": "event", "key": "fall", "version": "0", "fields": {}, "because": "", "received": now()},
    ]
    with writing(papers) as opened:
        opened.journalled(records)
    with reading(papers, as_of="1900") as opened:
        seen = {
            kind: list(entries(opened.catalogue, kind))
            for kind in ("outcome", "review", "suggestion", "event")
        }
    assert [each["key"] for each in seen["outcome"]] == ["a"]
    assert [each["document"] for each in seen["review"]] == ["wall"]
    assert (len(seen["suggestion"]), len(seen["event"])) == (0, 1)


def test_a_view_stays_as_it_was_while_somebody_writes(papers, write):
    """A writer beside a view changes nothing in it, not even where a number is given away again."""
    more = write("more.jsonl", line(("found", "1860", "Ann Lee", "A wall is a wall is a wall.")))
    with reading(papers, as_of="1900") as opened:
        before = list(opened.catalogue.record())
        collect_documents(papers, [more])
        assert list(opened.catalogue.record()) == before
    assert {hit.document for hit in search_documents(papers, "wall", as_of="1900").certain} == {
        "wall",
        "mill",
        "found",
    }


@pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("unshare") is None, reason="needs root for a read-only mount"
)
def test_a_view_of_a_read_only_medium(papers):
    """What nobody can write to can be seen as of a day: the view is in memory and in the system's temporary folder."""
    asked = f"{sys.executable} -m foresaid whence {papers} 'northern wall of Dunmere' --as-of 1900 --json"
    script = f"mount --bind {papers} {papers} && mount -o remount,bind,ro {papers} && {asked}"
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, check=False
    )
    if "mount" in done.stderr and "permission denied" in done.stderr.lower():
        pytest.skip("this machine lets nobody mount")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["as_of"]["documents"] == 2
