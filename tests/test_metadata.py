"""Does a metadata table describe the documents it means, and is every row that does not fit named?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foresaid.collect.metadata import Row, match_rows, read_table
from foresaid.collect.sources import SourceFile
from foresaid.errors import MetadataError

FIELDS = {"title": "On; foresight, “again”", "date": "1989-11"}

# The same two rows, written as people's programs write them: suffix and bytes.
WRITTEN = {
    "comma": (".csv", 'source,title,date\na.txt,"On; foresight, “again”",1989-11\nb.txt,,\n'),
    "semicolon": (".csv", 'source;title;date\r\na.txt;"On; foresight, “again”";1989-11\r\nb.txt;;\r\n'),
    "tab": (".tsv", "source\ttitle\tdate\na.txt\tOn; foresight, “again”\t1989-11\nb.txt\t\t\n"),
    "byte order mark": (
        ".csv",
        '\ufeffsource,title,date\na.txt,"On; foresight, “again”",1989-11\nb.txt,,\n',
    ),
    "spaces": (".csv", ' source , title ,date\n a.txt ,"On; foresight, “again” ", 1989-11\nb.txt, ,\n'),
    "short row": (".csv", 'source,title,date\na.txt,"On; foresight, “again”",1989-11\nb.txt\n'),
    "JSON lines": (
        ".jsonl",
        json.dumps({"source": "a.txt", **FIELDS}) + '\n\n{"source": "b.txt", "title": null, "date": ""}\n',
    ),
}

# A table that does not fit, and words of the answer.
WRONG = {
    "two columns alike": (
        ".csv",
        "source,title,title\na.txt,A,B\n",
        "line 1: the column 'title' stands there twice",
    ),
    "alike but for spaces": (".csv", "source,title,title \na.txt,A,B\n", "twice"),
    "a cell too many": (".csv", "source,title\na.txt,A\nb.txt,B,C\n", "line 3: more cells"),
    "about nothing": (".csv", "title,date\nA,1989\n", "line 2: has neither a `source` nor an `id`"),
    "an open quotation mark": (".csv", 'source,title\na.txt,"open\n', "unexpected end of data"),
    "a huge cell": (".csv", "source,title\na.txt," + "x" * (1 << 21), "field larger than field limit"),
    "no JSON": (".jsonl", '{"source": "a"}\n{"source": \n', "line 2: no valid JSON"),
    "deep JSON": (".jsonl", "[" * 100_000, "line 1: no valid JSON"),
    "a list": (".jsonl", '["a.txt"]\n', "line 1: must be a JSON object"),
    "empty": (".csv", "", "0 bytes"),
}


def table(folder, suffix, text):
    """A table with this text."""
    path = folder / f"table{suffix}"
    path.write_text(text, "utf-8", newline="")
    return path


@pytest.mark.parametrize("how", WRITTEN)
def test_a_table_is_read_however_it_is_written(tmp_path, how):
    """Separators, marks, spaces and empty cells make no difference to what the rows say."""
    rows = read_table(table(tmp_path, *WRITTEN[how]))
    assert [(row.source, row.id, dict(row.fields)) for row in rows] == [
        ("a.txt", None, FIELDS),
        ("b.txt", None, {}),
    ]
    assert rows[0].origin.endswith("line 2" if WRITTEN[how][0] != ".jsonl" else "line 1")


def test_quotes_far_below_are_read_as_at_the_top(tmp_path):
    """How a cell is quoted is not guessed from the first lines."""
    text = (
        "source,title\n"
        + "".join(f"f{n}.txt,plain\n" for n in range(1_000))
        + 'last.txt,"He said ""no"", twice"\n'
    )
    assert read_table(table(tmp_path, ".csv", text))[-1].fields == {"title": 'He said "no", twice'}


def test_values_that_are_no_text_stay_json(tmp_path):
    """Numbers, lists and truth values of JSON are kept as JSON, halves of surrogate pairs are shown."""
    text = '{"id": 7, "year": 1989, "tags": ["a", "b"], "ok": true, "title": "\\ud800"}'
    (row,) = read_table(table(tmp_path, ".jsonl", text))
    assert row.id == "7"
    assert row.fields == {"year": "1989", "tags": '["a", "b"]', "ok": "true", "title": "\ufffd"}


@pytest.mark.parametrize("case", WRONG)
def test_a_table_that_does_not_fit_is_refused_with_the_line(tmp_path, case):
    """The error names the table, the line and the reason."""
    suffix, text, answer = WRONG[case]
    with pytest.raises(MetadataError) as raised:
        read_table(table(tmp_path, suffix, text))
    assert answer in str(raised.value)


def test_a_table_that_cannot_be_read_is_refused(tmp_path):
    """A folder and a missing file are named."""
    for path in (tmp_path, tmp_path / "missing.csv"):
        with pytest.raises(MetadataError, match=str(path)):
            read_table(path)


FILES = [
    SourceFile(Path("/in", name), name) for name in ("x/a.txt", "y/a.txt", "b.txt", "b.md", "c.v2.txt")
]
# What a row names, and the files it fits.
NAMED = {
    "x/a.txt": ["x/a.txt"],
    "/in/y/a.txt": ["y/a.txt"],
    "a.txt": ["x/a.txt", "y/a.txt"],
    "b.txt": ["b.txt"],
    "b": ["b.txt", "b.md"],
    "x/a": ["x/a.txt"],
    "c.v2": ["c.v2.txt"],
    "missing.txt": [],
}


@pytest.mark.parametrize("name", NAMED)
def test_a_source_is_meant_by_path_by_name_or_without_suffix(name):
    """The most exact way counts; a name that fits several files or none is a problem, never a guess."""
    matched, problems = match_rows([Row("t.csv, line 2", name, None, {})], FILES)
    assert [file.name for _, file in matched] == (NAMED[name] if len(NAMED[name]) == 1 else [])
    if len(NAMED[name]) != 1:
        (problem,) = problems
        assert problem.where == "t.csv, line 2"
        assert all(each in problem.reason for each in NAMED[name] or [name, "not among the sources"])


def test_metadata_of_an_add_describes_and_its_troubles_are_named(collection, foresaid, write):
    """A row describes its file; a missing file and a date that does not exist are named, the rest is stored."""
    sources = write("in/a.txt", "Nobody foresaw it.").parent
    rows = "source,id,title,date,shelf\na.txt,letter-1,A letter,1989-13,X 7\nmissing.txt,,,1989,\n"
    report = foresaid.json("add", collection, sources, "--metadata", write("t.csv", rows), code=3)
    reasons = " ".join(trouble["reason"] for trouble in report["troubles"])
    assert report["documents"] == 1
    assert "1989-13" in reasons
    assert "'missing.txt', which is not among the sources" in reasons
    (hit,) = foresaid.json("search", collection, "nobody")["certain"]
    assert (hit["document"], hit["title"], hit["date"]) == ("letter-1", "A letter", None)


def test_metadata_may_name_documents_by_the_id_they_have(collection, foresaid, write):
    """A later table describes a document by its id, whoever gave it, and a rebuild says the same."""
    lines = write("in/l.jsonl", '{"id": "l1", "text": "One word."}')
    text = write("in/a.txt", "Two words.")
    foresaid("add", collection, lines, text, "--metadata", write("1.csv", "source,id\na.txt,a1\n"))
    foresaid(
        "add",
        collection,
        lines,
        "--metadata",
        write("2.csv", "id,title\nl1,First\na1,Second\nzz,Third\n"),
        code=3,
    )
    assert "2.csv, line 4: names the id 'zz', which no document has" in foresaid.err
    titles = {
        hit["document"]: hit["title"] for hit in foresaid.json("search", collection, "word*")["certain"]
    }
    record = foresaid.json("status", collection, "--record")["record"]
    assert titles == {"l1": "First", "a1": "Second"}
    foresaid("rebuild", collection)
    assert foresaid.json("status", collection, "--record")["record"] == record
