"""Are works found where a text names them, with their agents and dates, and nowhere else?"""

from __future__ import annotations

import json
import pickle
import tomllib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.model.annotations import Annotation, Context, Phrase, Span
from foresaid.model.bodies import Citation, Speaker
from foresaid.read.artefacts.annotator import artefact_annotator
from foresaid.read.times.annotator import time_annotator
from foresaid.read.views import reading_view
from foresaid.read.works.annotator import work_annotator
from foresaid.read.works.register import MIXED, Holding, works_of
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

CASES = tomllib.loads((Path(__file__).parent / "tables" / "works.toml").read_text("utf-8"))["case"]
VOCABULARY = load_vocabulary("en")
ANNOTATOR = work_annotator(VOCABULARY)
TIMES = time_annotator(VOCABULARY)
PIECES = st.sampled_from(
    ["*", "_", '"', "“", "”", "''", "(", ")", "\n", "\n\n", " ", ",", ". ", ": ", "In ", "1862", "book ", "Ann Lee ",
     "The Weeping Wall", "Act", " of ", "the ", "Treaty of Ghent", "wrote", "published ", "vol. 1", "é", "p. 3"]
)  # fmt: skip


def read(text, date=None):
    """The works of a text, dates resolved by the layer of times, and the text they stand in."""
    context = Context(date=parse_edtf(date) if date else None)
    found = {"times": list(TIMES.annotate(text, context))}
    return list(ANNOTATOR.annotate(text, replace(context, found=found)))


def plain(citation):
    """A citation as a table gives it: what is stated, and nothing else."""
    said = {
        "title": citation.title,
        "genre": citation.genre,
        "agents": [agent.name for agent in citation.agents],
        "date": citation.date,
        "alternatives": [each.text for each in citation.alternatives],
        "part_of": citation.part_of.text if citation.part_of else None,
        "serial": citation.serial,
        "short": citation.short,
        "locator": citation.locator.text if citation.locator else None,
        "translator": citation.translator.text if citation.translator else None,
        "note": bool(citation.note),
    }
    return {name: value for name, value in said.items() if value}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["because"])
def test_which_works_a_text_names(case):
    """Every work of a case is found with what the text states of it, and nothing else is."""
    found = read(case["text"], case.get("date"))
    assert [plain(each.body) for each in found] == [
        {name: value for name, value in work.items() if value} for work in case["works"]
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["because"])
def test_places_hold_the_words(case):
    """Every phrase of a finding stands where it says."""
    text = case["text"]
    for each in read(text, case.get("date")):
        body = each.body
        assert " ".join(text[each.target.start : each.target.end].split()) == body.title
        phrases = [body.date_phrase, body.part_of, body.serial_phrase, body.locator, body.translator]
        phrases += [*body.alternatives, *(agent.phrase for agent in body.agents)]
        for phrase in phrases:
            assert phrase is None or text[phrase.start : phrase.end] == phrase.text


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_is_read_in_order(text):
    """Whatever stands in a text, its works come in order, apart, and the same at every reading."""
    found = list(ANNOTATOR.annotate(text, Context()))
    assert found == list(ANNOTATOR.annotate(text, Context()))
    for one, other in pairwise(found):
        assert one.target.end <= other.target.start
    for each in found:
        assert each.body.title == " ".join(text[each.target.start : each.target.end].split())


def test_annotators_travel_between_processes():
    """A pickled annotator finds what the first one does."""
    text = CASES[0]["text"]
    again = pickle.loads(pickle.dumps(ANNOTATOR))
    assert list(again.annotate(text, Context())) == list(ANNOTATOR.annotate(text, Context()))


def cited(title, *agents, date=None, alternatives=(), start=0):
    """A citation for the register."""
    people = tuple(Speaker(None, name) for name in agents)
    others = tuple(Phrase(0, len(each), each) for each in alternatives)
    body = Citation(title, agents=people, date=date, alternatives=others)
    return Annotation(Span(start, start + len(title)), body, "test")


def titles(works):
    """What the register made: title, and the documents that cite it."""
    return [(work.title, [each.document for each in work.citations]) for work in works]


def test_one_record_a_work():
    """Case, articles and line breaks make no other work; a subtitle neither."""
    works = works_of(
        [
            ("a", cited("The Weeping Wall: A History", "Ann Lee", date="1836")),
            ("b", cited("Weeping wall", "Lee")),
            ("c", cited("The Weeping Wall")),
        ]
    )
    assert titles(works) == [("The Weeping Wall: A History", ["a", "b", "c"])]
    assert works[0].agents == ("Ann Lee",)
    assert works[0].dates == ("1836",)


def test_two_authors_make_two_works():
    """Equal titles of two people stay apart, and one without an author goes to neither."""
    works = works_of(
        [
            ("a", cited("Stone Walls", "Ann Lee")),
            ("b", cited("Stone Walls", "Ben Crane")),
            ("c", cited("Stone Walls")),
        ]
    )
    assert sorted(each.document for work in works for each in work.citations) == ["a", "b", "c"]
    assert len({work.id for work in works}) == 3


def test_initials_do_not_part_a_work():
    """Ann Lee can be called "A. Lee" and "Lee", but not "Eve Lee"."""
    works = works_of(
        [
            ("a", cited("Stone Walls", "Ann Lee")),
            ("b", cited("Stone Walls", "A. Lee")),
            ("c", cited("Stone Walls", "Eve Lee")),
        ]
    )
    assert sorted(len(work.citations) for work in works) == [1, 2]


def test_other_titles_join_works():
    """A title that some text gives as another title of a work leads to its record."""
    works = works_of(
        [
            ("a", cited("The Failing of Stone", "Ann Lee", alternatives=["Valley Programme"])),
            ("b", cited("Valley Programme")),
        ]
    )
    assert titles(works) == [("The Failing of Stone", ["a", "b"])]
    assert works[0].alternatives == ("Valley Programme",)


def test_a_short_title_of_two_works_is_left_alone():
    """What could be short for two works joins neither."""
    works = works_of(
        [("a", cited("Stone Walls: Kent")), ("b", cited("Stone Walls: Devon")), ("c", cited("Stone Walls"))]
    )
    assert len(works) == 3


def test_dates_that_exclude_each_other_are_noted():
    """The register reconciles nothing: both dates stand there, and a note says that they differ."""
    works = works_of(
        [("a", cited("Stone Walls", "Lee", date="1836")), ("b", cited("Stone Walls", "Lee", date="1838"))]
    )
    assert works[0].dates == ("1836", "1838")
    assert works[0].notes == ("Dated 1836 in one citation, 1838 in another.",)
    agreeing = works_of(
        [
            ("a", cited("Stone Walls", "Lee", date="1836")),
            ("b", cited("Stone Walls", "Lee", date="1836-05")),
        ]
    )
    assert agreeing[0].notes == ()


def test_names_that_many_works_can_bear_are_noted():
    """The treaty of Paris, in two texts without author or date, may be two treaties."""
    works = works_of([("a", cited("treaty of Paris")), ("b", cited("Treaty of Paris"))])
    assert works[0].notes == (MIXED,)


def test_documents_that_may_be_the_work():
    """A document of the same title is named, one by somebody else is not."""
    holdings = [
        Holding("own", "The weeping wall", "Ann Lee"),
        Holding("other", "The Weeping Wall", "Ben Crane"),
        Holding("unsigned", "The Weeping Wall"),
        Holding("unlike", "The Laughing Wall", "Ann Lee"),
    ]
    works = works_of([("a", cited("The Weeping Wall", "A. Lee"))], holdings)
    assert works[0].documents == ("own", "unsigned")


@given(
    st.permutations(
        [
            ("a", cited("Stone Walls", "Ann Lee")),
            ("b", cited("Stone Walls")),
            ("c", cited("Walls")),
            ("d", cited("Stone Walls: Kent")),
            ("e", cited("Stone Walls", "A. Lee")),
            ("f", cited("Stone Walls", "Alice Lee")),
            ("g", cited("Stone Walls", "Ann M. Lee")),
            ("h", cited("Stone Walls", "A. Lee")),
        ]
    )
)
def test_order_does_not_matter_for_records(citations):
    """The records and their ids are the same in whatever order citations come, and A. Lee is neither Ann nor Alice."""

    def summary(works):
        return {
            (work.id, work.title, frozenset(each.document for each in work.citations)) for work in works
        }

    works = works_of(citations)
    assert summary(works) == summary(works_of(sorted(citations, key=lambda each: each[0])))
    assert len({work.id for work in works}) == len(works)
    assert frozenset("ag") in {frozenset(each.document for each in work.citations) for work in works}


def test_a_treaty_is_called_either_way():
    """The Treaty of Versailles and the Versailles Treaty are one; a history of Rome is no Rome history."""
    law, other = cited("Treaty of Versailles"), cited("Versailles Treaty")
    named = [replace(each, body=replace(each.body, genre="treaty")) for each in (law, other)]
    assert len(works_of([("a", named[0]), ("b", named[1])])) == 1
    assert len(works_of([("a", cited("History of Rome")), ("b", cited("Rome History"))])) == 2


def test_seed_works(shared):
    """Rows S7, S11, S17, S18, S30, S31, S32 of the acceptance table hold on the seed."""
    text = (shared / "seed" / "seed.txt").read_text("utf-8")
    gold = json.loads((shared / "seed" / "gold.json").read_text("utf-8"))
    view = reading_view(text, list(artefact_annotator(VOCABULARY).annotate(text, Context())))
    found = {}
    for each in read(view.text, gold["date"]):
        found.setdefault(each.body.title, each.body)
    wanted = {row["work"].split(" (")[0] for row in gold["quotations"] if row.get("work")}
    assert wanted <= set(found)
    assert {"1936", "1938", "1987-03", "1989", "2021~"} <= {body.date for body in found.values()}
    book = next(body for body in found.values() if body.serial)
    assert (book.date, book.serial, book.part_of.text) == ("1989", "1989-03/1989-05", "Bulletin")
    assert [body.title for body in found.values() if body.short] == ["Trotskyism versus Stalinism"]
    assert [each.text for body in found.values() for each in body.alternatives] == ["Transitional Program"]
    quoted = [body for body in found.values() if body.note]
    assert len(quoted) >= 4  # words quoted without page, edition or translator: said for each
    assert not {"glasnost", "perestroika"} & set(found)
