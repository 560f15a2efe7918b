"""Are words found where they stand, and is "before" said only of what is certain?"""

from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.archive.collection import create_collection
from foresaid.errors import DamageError, ForesaidError, UsageError
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.searching import search_documents
from foresaid.pipeline.verifying import verify_collection
from foresaid.settings import Settings

# Documents of the collection searched: id, date, speaker, text.
PAPERS = [
    (
        "early",
        "1970-05-01",
        "Ada Example",
        "The time of change is near.\n\nNobody predicted the fall of the wall.",
    ),
    ("year", "1980", "Carl Sample", "In this time of change, some predicted change."),
    ("about", "1980~", "Ada Example", "An approximate time of change."),
    ("late", "1990-01", "Ada van Example", "The time has come. Change came; it was predictable."),
    ("open", "1975/..", None, "An open time of change."),
    ("until", "../1979", None, "A time of change until then."),
    ("undated", None, "Nobody", "An undated time of change."),
    ("ancient", "-0043", "Cicero", "A time of change, said Cicero’s e-mail."),
]


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    """A collection of the documents above."""
    folder = tmp_path_factory.mktemp("search")
    rows = [{"id": i, "date": d, "speaker": s, "text": t} for i, d, s, t in PAPERS]
    (folder / "papers.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    create_collection(folder / "papers", Settings())
    collect_documents(folder / "papers", [folder / "papers.jsonl"])
    return folder / "papers"


def found(root, query, **bounds):
    """The documents found certainly, and possibly."""
    report = search_documents(root, query, **bounds)
    assert (len(report.certain), len(report.possible)) == (report.certain_total, report.possible_total)
    return {hit.document for hit in report.certain}, {hit.document for hit in report.possible}


EVERY = {each[0] for each in PAPERS}
# A search, and the documents that hold it.
WORDS = [
    ('"time of change"', EVERY - {"late"}),
    ("“Time of CHANGE”", EVERY - {"late"}),
    ("time change", EVERY),
    ("predict*", {"early", "year", "late"}),
    ("predicted", {"early", "year"}),
    ("nobody OR cicero's", {"early", "ancient"}),
    ("time -open NOT undated", EVERY - {"open", "undated"}),
    ("(nobody OR open) -wall", {"open"}),
    ("e-mail", {"ancient"}),
    ('"change of time"', set()),
    ("nobody time", set()),
]


@pytest.mark.parametrize(("query", "documents"), WORDS, ids=[query for query, _ in WORDS])
def test_words_are_found_where_they_stand(papers, query, documents):
    """Phrases, beginnings and NOT find the paragraphs they mean, and no others."""
    assert found(papers, query) == (documents, set())


# Bounds, the documents that fit certainly, and those that fit possibly.
BOUNDS = [
    ({"before": "1981"}, {"early", "year", "until", "ancient"}, {"about", "open", "undated"}),
    ({"before": "1980"}, {"early", "until", "ancient"}, {"about", "open", "undated"}),
    ({"before": "1980-06-01"}, {"early", "until", "ancient"}, {"year", "about", "open", "undated"}),
    ({"before": "1975"}, {"early", "ancient"}, {"until", "undated"}),
    ({"before": "-0042"}, {"ancient"}, {"until", "undated"}),
    ({"after": "1979"}, {"year", "late"}, {"about", "open", "undated"}),
    ({"after": "1974-12-31"}, {"year", "about", "late", "open"}, {"until", "undated"}),
    ({"after": "1970", "before": "1981"}, {"year"}, {"about", "open", "until", "undated"}),
]


@pytest.mark.parametrize(("bounds", "certain", "possible"), BOUNDS, ids=[str(row[0]) for row in BOUNDS])
def test_before_is_certain_or_set_apart(papers, bounds, certain, possible):
    """Uncertain, open and undated documents fit possibly, never certainly, and none is in both lists."""
    assert found(papers, "time", **bounds) == (certain, possible)


def test_possible_hits_are_shown_however_many_are_certain(papers):
    """Certain hits that rank higher never push the possible ones out of their own list."""
    report = search_documents(papers, "time", before="1981", limit=1)
    assert (len(report.certain), len(report.possible)) == (1, 1)
    assert (report.certain_total, report.possible_total) == (4, 3)


@pytest.mark.parametrize(
    ("speaker", "documents"),
    [
        ("ada", {"early", "about", "late"}),
        ("Ada EXAMPLE", {"early", "about", "late"}),
        ("Carl Example", set()),
    ],
)
def test_a_speaker_is_known_by_all_words_of_the_name(papers, speaker, documents):
    """Each word given must be part of the speaker's name; documents without one never fit."""
    assert found(papers, "time OR wall", speaker=speaker)[0] == documents


def test_marks_span_what_was_searched_for(papers):
    """An excerpt is the document's own words, and its marks the words searched for."""
    (hit,) = search_documents(papers, 'predict* "of the wall"').certain
    text = {each[0]: each[3] for each in PAPERS}[hit.document]
    assert hit.text == text[hit.start : hit.end]
    assert [hit.text[start:end] for start, end in hit.marks] == ["predicted", "of the wall"]


@pytest.mark.parametrize(
    ("bounds", "answer"),
    [
        ({"before": "1989-13"}, "1989-13"),
        ({"before": "../1989"}, "open on that side"),
        ({"after": "soon"}, "soon"),
    ],
)
def test_a_bound_that_is_no_date_is_refused(papers, bounds, answer):
    """The error names what cannot be counted from."""
    with pytest.raises(ForesaidError, match=answer):
        search_documents(papers, "time", **bounds)


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["a*", ".*", '"[', "\\", "(", ")", "OR", "'*", "é*"])).map(" ".join)
)
def test_any_search_is_answered_or_refused(papers, query):
    """No search breaks the index or is read as anything but words."""
    with contextlib.suppress(UsageError):
        search_documents(papers, query)


def test_hostile_searches_are_answered_in_time(papers, shared):
    """The development data's list of searches made to break query languages breaks nothing."""
    path = shared / "data" / "hostile" / "gen" / "fts_queries.json"
    if not path.exists():
        pytest.skip("the list of hostile searches is absent")
    for query in json.loads(path.read_text("utf-8")):
        with contextlib.suppress(UsageError):
            search_documents(papers, query)


def test_an_index_that_is_missing_or_broken_asks_for_a_rebuild(papers, tmp_path):
    """Nothing is ever not found because the index is not there."""
    copy = Path(shutil.copytree(papers, tmp_path / "copy"))
    (copy / "index" / "search" / "meta.json").write_text("{")
    with pytest.raises(DamageError, match="foresaid rebuild"):
        search_documents(copy, "time")
    shutil.rmtree(copy / "index")
    with pytest.raises(DamageError, match="foresaid rebuild"):
        search_documents(copy, "time")
    with pytest.raises(DamageError, match="foresaid rebuild"):
        verify_collection(copy)


def test_what_is_described_anew_is_found_anew(collection, foresaid, write):
    """A new date and speaker count at once, and a document whose new id is another's keeps its old one."""
    sources = write("in/a.txt", "First time.").parent
    write("in/b.txt", "Second time.")
    foresaid("add", collection, sources)
    assert found(collection, "time", before="1989") == (set(), {"a", "b"})
    table = write("t.csv", "source,id,date,speaker\na.txt,x,1980,Ada Example\n")
    foresaid("add", collection, sources, "--metadata", table)
    assert found(collection, "time", before="1989") == ({"x"}, {"b"})
    assert found(collection, "time", speaker="ada") == ({"x"}, set())
    foresaid("add", collection, sources, "--metadata", write("u.csv", "source,id\nb.txt,x\n"), code=3)
    assert found(collection, "time") == ({"x", "b"}, set())
    record = foresaid.json("status", collection, "--record")["record"]
    foresaid("rebuild", collection, code=3)
    assert foresaid.json("status", collection, "--record")["record"] == record
    assert found(collection, "time") == ({"x", "b"}, set())
