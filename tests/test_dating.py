"""Is a document dated by the best evidence there is, in the grade it deserves, and are contradictions shown?"""

from __future__ import annotations

import doctest
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, extract_bytes
from foresaid.archive.documents import as_source
from foresaid.collect.dating.conflicts import weigh
from foresaid.collect.dating.filenames import date_file_name
from foresaid.collect.dating.inferring import infer_bound
from foresaid.collect.describing import Decision, describe
from foresaid.collect.stating import BASES, DATE_KINDS, PERSONS
from foresaid.model.dates import Dating, Grade
from foresaid.model.documents import Extraction
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

sys.path.insert(0, str(ROOT / "examples"))

import papers

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "dating.toml").read_text("utf-8"))
WORDS = load_vocabulary("en")
# How a paper is written in each format of the table, and under which suffix it is read.
FORMATS = {
    "plain": (papers.plain, ".txt"),
    "markdown": (papers.markdown, ".md"),
    "html": (papers.html, ".html"),
    "json_ld": (lambda paper: papers.html(paper, fields="json_ld"), ".html"),
    "jsonl": (lambda paper: papers.jsonl(("paper", paper)), ".jsonl"),
    "pdf": (papers.pdf, ".pdf"),
    "docx": (papers.docx, ".docx"),
    "epub": (papers.epub, ".epub"),
    "tei": (papers.tei, ".xml"),
    "alto": (papers.alto, ".xml"),
    "hocr": (papers.hocr, ".hocr"),
    "warc": (lambda paper: papers.warc("https://papers.example/1", paper, "2019-07-07"), ".warc.gz"),
    "atom": (lambda paper: papers.atom("https://papers.example/", paper), ".atom"),
}
DATES = [
    "1862",
    "1862-03",
    "1862-03-12",
    "1862~",
    "1862-03-12/..",
    "1863-03-12",
    "1863",
    "[1862,1863]",
    "2009-06-01",
]
DATINGS = st.builds(
    Dating,
    kind=st.sampled_from(DATE_KINDS),
    date=st.sampled_from([parse_edtf(text) for text in DATES]),
    basis=st.sampled_from(BASES),
    grade=st.sampled_from([Grade.C, Grade.D, Grade.E]),
)


def describe_text(text, name="paper.txt", **said):
    """Plain text as a document."""
    (extraction,) = extract_bytes(text, name)
    return describe("item", name, extraction, said.pop("rows", ()), WORDS, **said)


def built(case):
    """The document of a row: the paper written in its format, read, and described by what people say of it."""
    paper = papers.Paper(
        "The Dam at Dunmere",
        "Edmund Hartley",
        (case.get("words", "The wall weeps at the second joint, and nobody has looked."),),
        case.get("date_line", ""),
        case.get("stated", ""),
    )
    write, suffix = FORMATS[case["format"]]
    name = case.get("name", f"paper{suffix}")
    (extraction,) = extract_bytes(write(paper), name)
    rows = [(None, {"date": case["table"]})] if "table" in case else []
    decisions = [Decision("date", case["decision"], "the postmark")] if "decision" in case else []
    return describe("item", name, extraction, rows, WORDS, decisions=decisions)


@pytest.mark.parametrize(
    "case", TABLE["document"], ids=lambda case: f"{case['format']}-{case['basis']}-{case['date']}"
)
def test_the_best_evidence_dates_a_document(case):
    """Date, basis, grade and kind are those of the table, and only those conflicts are told that it names."""
    document = built(case)
    best = document.dating
    found = (best.date.text, best.basis, best.grade.value, best.kind)
    assert found == tuple(case[key] for key in ("date", "basis", "grade", "kind"))
    told = [note for note in document.extraction.notes if note.startswith("dates conflict")]
    assert told == ([case["conflict"]] if "conflict" in case else [])
    for each in document.datings:
        assert each.start is None or document.text[each.start : each.end].strip()


def test_the_table_covers_formats_and_bases():
    """At least forty documents, in every format that has a text, over every basis but those of rarer pages."""
    assert len(TABLE["document"]) >= 40
    assert {case["format"] for case in TABLE["document"]} == set(FORMATS)
    rare = {"HTML markup", "dated line"}  # tests/test_html.py
    assert {case["basis"] for case in TABLE["document"]} == set(BASES) - rare


@pytest.mark.parametrize("case", TABLE["file_name"], ids=lambda case: case["name"])
def test_a_file_name_dates_what_the_table_says(case):
    """A name's date has the name's precision, grade D; numbers that are no dates give none."""
    dating = date_file_name(case["name"], WORDS)
    assert (dating.date.text if dating else None) == case.get("date")
    assert dating is None or (dating.grade, dating.basis, dating.kind) == (
        Grade.D,
        "file name",
        "published",
    )


@given(st.text(max_size=300) | st.text("0123456789-_. /Marchx", max_size=300))
def test_any_file_name_ends_in_a_date_of_our_time_or_in_none(name):
    """Whatever the name, nothing fails, and no year outside 1000 to 2100 comes out."""
    dating = date_file_name(name, WORDS)
    assert dating is None or parse_edtf("1000").earliest <= dating.date.earliest <= dating.date.latest
    assert dating is None or dating.date.latest <= parse_edtf("2100").latest


def test_a_name_dates_no_member_of_a_file():
    """The name of a file that holds many texts says nothing of any."""
    extraction = Extraction("line 1", "Nobody saw it coming.", "jsonl/1", "utf-8")
    assert describe("item", "1862.jsonl", extraction, (), WORDS).datings == ()


@given(st.lists(DATINGS, max_size=6))
def test_grades_are_raised_by_persons_and_documents_together_only(datings):
    """B needs a person and the document's own evidence; leads keep their grade; nothing is lost or invented."""
    weighed, notes = weigh(datings)
    counted = [each for each in datings if each.grade is Grade.C]
    raised = [each for each in weighed if each.grade is Grade.B]
    sides = {each.basis in PERSONS for each in counted}
    assert not raised or sides == {True, False}
    leads = {each for each in datings if each.grade > Grade.C}
    assert leads == {each for each in weighed if Grade.C < each.grade < Grade.U}
    facts = {(each.kind, each.date.text, each.basis) for each in datings}
    assert {(each.kind, each.date.text, each.basis) for each in weighed} == facts
    assert bool(notes) or all(each.grade is not Grade.U for each in weighed)


@given(st.lists(DATINGS, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_evidence_comes_changes_no_grade(datings, random):
    """Grades and notes are the same in any order, and the document's own evidence has one order; persons' is given."""
    shuffled = random.sample(datings, len(datings))
    (first, first_notes), (second, second_notes) = weigh(datings), weigh(shuffled)
    assert set(first) == set(second)
    assert [sorted(note) for note in first_notes] == [sorted(note) for note in second_notes]
    own = [
        [(each.basis, each.kind, each.grade) for each in weighed if each.basis not in PERSONS]
        for weighed in (first, second)
    ]
    assert own[0] == own[1]


@pytest.mark.parametrize(
    ("first", "second", "conflict"),
    [
        ("1862-03-12", "1863-03-12", True),
        ("1862", "1862-03-12", False),
        ("1862~", "1863-03-12", False),
        ("1862/..", "1861", True),
        ("1862/..", "1863", False),
        ("[1862,1864]", "1863", False),
    ],
)
def test_dates_conflict_only_where_no_reading_fits_both(first, second, conflict):
    """Doubt and open ends count: about 1862 and March 1863 can both be true."""
    told = [
        Dating("said", parse_edtf(first), "date line", Grade.C),
        Dating("said", parse_edtf(second), "imprint", Grade.C),
    ]
    weighed, notes = weigh(told)
    assert bool(notes) is conflict
    assert {each.grade for each in weighed} == {Grade.U if conflict else Grade.C}


def test_dates_of_different_kinds_do_not_conflict():
    """What was said in 1862 may be published in 1863; the saying counts first."""
    told = [
        Dating("published", parse_edtf("1863"), "imprint", Grade.C),
        Dating("said", parse_edtf("1862"), "date line", Grade.C),
    ]
    weighed, notes = weigh(told)
    assert notes == ()
    assert [each.kind for each in weighed] == ["said", "published"]


def test_a_contradiction_does_not_spoil_other_kinds():
    """Where the dates of publication conflict, that of the saying stands and counts first."""
    told = [
        Dating("published", parse_edtf("1863"), "imprint", Grade.C),
        Dating("published", parse_edtf("2003"), "HTML meta", Grade.C),
        Dating("said", parse_edtf("1862"), "date line", Grade.C),
    ]
    weighed, _ = weigh(told)
    assert [(each.kind, each.grade) for each in weighed] == [
        ("said", Grade.C),
        ("published", Grade.U),
        ("published", Grade.U),
    ]


def test_a_decision_tells_its_reason_and_counts_before_all():
    """The newest decision on a field counts, with its reason; a kind decided alone is that of the best date."""
    decisions = [Decision("date", "1862-03-12", "the postmark"), Decision("date", "1861", "a guess")]
    document = describe_text("Words.", decisions=decisions, rows=[(None, {"date": "1862"})])
    assert (document.dating.date.text, document.dating.note) == ("1862-03-12", "because: the postmark")
    assert [each.date.text for each in document.datings] == ["1862-03-12", "1862"]
    decided = [Decision("date_kind", "said", "it was a speech")]
    document = describe_text("Words.", decisions=decided, rows=[(None, {"date": "1862"})])
    assert (document.dating.kind, document.dating.basis) == ("said", "metadata table")
    assert "it was a speech" in document.dating.note


def test_the_first_of_several_printings_is_a_lead_only():
    """A reprint is as old as it is: that the words stood in print before is what a later book says."""
    document = describe_text(
        "The Long View\nby Ada Example\nFirst published 1862. Reprinted 1901\n\nNobody saw it."
    )
    found = [(each.kind, each.date.text, each.grade.value) for each in document.datings]
    assert found == [("reprinted", "1901", "C"), ("published", "1862", "E")]


# Words, and the bound they give.
BOUNDS = [
    ("On 4 March 1862 the wall fell. The inquest sat on 9 April 1862.", "1862-03-04/.."),
    ("On 4 March 1862 the wall fell. On 4 March 1862 the rain stopped.", None),
    ("On 4 March 1862 the wall fell.", None),
    ("On 4 March 1862 the wall fell. The inquest will sit on 9 April 1862.", None),
    (
        "It fell on 4 March 1862. It was mended on 9 May 1862. By 1 January 1995 it is gone.",
        "1862-03-04/..",
    ),
    (
        "It fell on 4 March 1862. It was mended on 9 May 1862. The tolls on 1 June 1995 are to be lowered.",
        "1862-03-04/..",
    ),
    ("It fell in March 1862. It was mended in May 1863.", None),
    ("Nobody saw it coming.", None),
]


@pytest.mark.parametrize(("text", "bound"), BOUNDS)
def test_a_text_is_hardly_older_than_two_days_that_it_tells_of(text, bound):
    """The last day but one that a text speaks of as past bounds it from below; days to come do not count."""
    dating = infer_bound(text, WORDS)
    assert (dating.date.text if dating else None) == bound
    assert dating is None or "4 March 1862" in text[dating.start : dating.end]


def test_what_is_inferred_contradicts_nobody():
    """An inferred bound is no date of a source, so no quotation is found misdated by it."""
    document = describe_text(BOUNDS[0][0])
    assert document.dating.grade is Grade.E
    assert as_source(document).dates == ()
    assert document.dating.date.precedes(parse_edtf("1900")) is None


def test_the_examples_of_the_explanation_hold():
    """What docs/explain/dating.md shows is what happens."""
    failed, tried = doctest.testfile(str(ROOT / "docs" / "explain" / "dating.md"), module_relative=False)
    assert (failed, tried > 5) == (0, True)


def test_the_explanation_names_every_basis_kind_and_grade():
    """docs/explain/dating.md leaves none out."""
    text = (ROOT / "docs" / "explain" / "dating.md").read_text("utf-8")
    for word in (*BASES, *DATE_KINDS):
        assert f"`{word}`" in text, word
    for grade in Grade:
        assert f"**{grade.value}**:" in text
