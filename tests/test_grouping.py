"""Are copies one witness, in whatever order they come, and does nobody lose a document by it?"""

from __future__ import annotations

import random
from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foresaid.archive.catalogue import _RECORD
from foresaid.archive.collection import create_collection, writing
from foresaid.archive.documents import drop_document, put_document
from foresaid.archive.kinship import links
from foresaid.collect.describing import describe
from foresaid.model.dates import Dating, Grade
from foresaid.model.documents import Extraction
from foresaid.pipeline.grouping import Relative, describe_group, group_documents, witnesses
from foresaid.pipeline.reports import silent
from foresaid.settings import Settings
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary
from invented_words import SYLLABLES

VOCABULARY = load_vocabulary("en")


def prose(seed, words=150):
    """A text of its own in invented words."""
    chance = random.Random(seed)
    return " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) for _ in range(words))


def misread(text, seed, rate=0.04):
    """A text with this share of its letters misread or dropped."""
    chance = random.Random(seed)
    return "".join(letter if chance.random() >= rate else chance.choice(("c", "rn", "")) for letter in text)


SPEECH = prose(1)
TEXTS = {
    "speech": SPEECH,
    "paper": SPEECH.upper().replace(" ", "\n"),
    "scan": misread(SPEECH, 1),
    "other scan": misread(SPEECH, 2),
    "excerpt": " ".join(SPEECH.split()[40:100]),
    "volume": f"{prose(2)}\n\n{SPEECH}\n\n{prose(3)}",
    "second edition": f"{prose(2)}\n\n{misread(SPEECH, 3, 0.01)}\n\n{prose(3)} {prose(4, 12)}",
    "letter": prose(5),
    "telegram": "Arrived safely.",
    "other telegram": "Arrived safely.",
}


def document(name, text, date=None, kind="said", grade=Grade.C):
    """A document of this id and text."""
    datings = (Dating(kind, parse_edtf(date), "imprint", grade),) if date else ()
    extraction = Extraction("", text, "plain/1", "utf-8", datings=datings, given=name)
    return describe(f"item-{name}", f"{name}.txt", extraction, [], VOCABULARY)


def add(collection, *given):
    """Store documents, give their numbers, and group."""
    with collection.catalogue.transaction():
        numbers = [put_document(collection.catalogue, each) for each in given]
    group_documents(collection, silent)
    return numbers


def drop(collection, number):
    """Take a document out and group."""
    with collection.catalogue.transaction():
        drop_document(collection.catalogue, number)
    group_documents(collection, silent)


def record(collection):
    """Every link by the ids of its documents."""
    return sorted(tuple(row) for row in collection.catalogue.rows(_RECORD["kinship"]))


def groups(collection):
    """The witness of each document by its id."""
    found = witnesses(collection).groups
    rows = collection.catalogue.rows("SELECT number, id FROM document")
    return {row["id"]: found[row["number"]] for row in rows}


@contextmanager
def opened(folder):
    """A new collection, open for writing."""
    create_collection(folder, Settings(title="Papers"))
    with writing(folder) as collection:
        yield collection


@pytest.fixture
def papers(tmp_path):
    """A new collection."""
    with opened(tmp_path / "papers") as collection:
        yield collection


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The record and groups of all texts, added at once."""
    with opened(tmp_path_factory.mktemp("whole") / "papers") as collection:
        add(collection, *(document(*pair) for pair in TEXTS.items()))
        return record(collection), groups(collection)


def test_copies_are_one_witness(whole):
    """Paper, scans and the plain text are one group, both volumes another; excerpts and strangers stay apart."""
    _, found = whole
    assert found == {
        **dict.fromkeys(("speech", "paper", "scan", "other scan"), "other scan"),
        **dict.fromkeys(("volume", "second edition"), "second edition"),
        **{name: name for name in ("excerpt", "letter", "telegram", "other telegram")},
    }


def test_every_link_says_what_it_is(whole):
    """Equal words are the same, scans near, and what stands inside another is its part, with its place."""
    rows, _ = whole
    kinds = {frozenset(row[:2]): row[2] for row in rows}
    assert kinds[frozenset(("speech", "paper"))] == "same"
    assert kinds[frozenset(("scan", "other scan"))] == "near"
    assert kinds[frozenset(("volume", "second edition"))] == "near"
    parts = {(row[0], row[1]): (row[4], row[5]) for row in rows if row[2] == "part"}
    wholes = {whole for part, whole in parts if part == "scan"}
    assert wholes == {"volume", "second edition"}
    start, end = parts["scan", "volume"]
    begin = TEXTS["volume"].index(SPEECH)
    assert abs(start - begin) < 60
    assert abs(end - begin - len(SPEECH)) < 60
    assert all(row[4] is None for row in rows if row[2] != "part")


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(sorted(TEXTS)), cuts=st.sets(st.integers(1, len(TEXTS) - 1), max_size=4))
def test_order_and_batches_change_nothing(order, cuts, whole, tmp_path_factory):
    """However the documents come, one by one or together, the links are those of all at once."""
    with opened(tmp_path_factory.mktemp("order") / "papers") as collection:
        bounds = [0, *sorted(cuts), len(order)]
        for begin, end in pairwise(bounds):
            add(collection, *(document(name, TEXTS[name]) for name in order[begin:end]))
        assert (record(collection), groups(collection)) == whole


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(extra=st.lists(st.sampled_from(sorted(TEXTS)), unique=True, min_size=1, max_size=4), data=st.data())
def test_what_has_gone_leaves_nothing(extra, data, whole, tmp_path_factory):
    """Documents that came and went, or had another text before, leave the links of those that are there."""
    with opened(tmp_path_factory.mktemp("gone") / "papers") as collection:
        passing = [document(f"passing {name}", TEXTS[name]) for name in extra]
        numbers = add(collection, *passing, *(document(name, TEXTS["speech"]) for name in extra))
        first = data.draw(st.sampled_from(numbers[: len(extra)]))
        drop(collection, first)
        add(collection, *(document(*pair) for pair in TEXTS.items()))
        for number in numbers[: len(extra)]:
            if number != first:
                drop(collection, number)
        assert (record(collection), groups(collection)) == whole


def test_a_number_given_again_inherits_no_kin(papers):
    """A document that takes the number of one that is gone is compared for itself."""
    _, gone = add(papers, document("speech", SPEECH), document("copy", misread(SPEECH, 1)))
    with papers.catalogue.transaction():
        drop_document(papers.catalogue, gone)
    (again,) = add(papers, document("letter", TEXTS["letter"]))
    assert again == gone
    assert record(papers) == []


def test_nothing_new_is_compared_again(papers):
    """A second run without news does nothing, and one more document is compared with the others only."""
    told = []
    add(papers, *(document(*pair) for pair in TEXTS.items()))
    group_documents(papers, lambda *what: told.append(what))
    assert told == []
    with papers.catalogue.transaction():
        put_document(papers.catalogue, document("late", prose(9)))
    group_documents(papers, lambda *what: told.append(what))
    assert told == [("taking fingerprints", 1, 1)]


def test_an_interrupted_run_goes_on(papers, whole):
    """A run that is stopped anywhere is finished by the next one."""

    class StoppedError(Exception):
        """The machine went down."""

    def stop(what, done, total):
        if what == "comparing texts":
            raise StoppedError

    with papers.catalogue.transaction():
        for pair in TEXTS.items():
            put_document(papers.catalogue, document(*pair))
    with pytest.raises(StoppedError):
        group_documents(papers, stop)
    group_documents(papers, silent)
    assert (record(papers), groups(papers)) == whole


def test_the_witness_of_a_place_in_a_volume_is_the_speech(papers):
    """Words in the stretch of a volume that a speech takes are the speech's, others the volume's own."""
    names = ("speech", "scan", "volume", "excerpt")
    numbers = dict(zip(names, add(papers, *(document(name, TEXTS[name]) for name in names)), strict=True))
    found = witnesses(papers)
    begin = TEXTS["volume"].index(SPEECH)
    assert found.at(numbers["volume"], begin + 5, begin + 30) == "scan"
    assert found.at(numbers["volume"], 5, 30) == "volume"
    middle = SPEECH.index(TEXTS["excerpt"]) + 200
    places = [("volume", begin + middle), ("speech", middle), ("excerpt", 200)]
    assert {found.at(numbers[name], at, at + 20) for name, at in places} == {"excerpt"}


def relations(collection, name):
    """What is told of a document's relatives."""
    return {each.document: each.in_words() for each in describe_group(collection, name).relatives}


def test_a_later_copy_is_a_reprint(papers):
    """By certain dates the earliest of a group is told, and what the others are copies of."""
    add(
        papers,
        document("first", SPEECH, "1887-03-01"),
        document("reprint", misread(SPEECH, 1), "1901", kind="reprinted"),
        document("volume", TEXTS["volume"], "1903"),
    )
    reprint, first = describe_group(papers, "reprint"), describe_group(papers, "first")
    assert (reprint.group, reprint.earliest, reprint.reprint_of) == ("first", "first", ("first",))
    assert first.reprint_of == ()
    assert relations(papers, "reprint")["first"].endswith(
        "which is earlier: this is a copy, reprint or repetition of it"
    )
    assert relations(papers, "first")["reprint"].endswith(
        "which is later: a copy, reprint or repetition of this"
    )
    assert relations(papers, "first")["reprint"].startswith(
        "same text as reprint, otherwise set, read or edited"
    )
    assert relations(papers, "volume") == {
        "first": "contains first (100 %)",
        "reprint": relations(papers, "volume")["reprint"],
    }
    assert relations(papers, "first")["volume"] == "contained in volume (100 %)"


@pytest.mark.parametrize(
    ("date", "grade"), [(None, Grade.C), ("1880/1890", Grade.C), ("1887~", Grade.C), ("1901", Grade.D)]
)
def test_dates_that_do_not_tell_make_no_reprint(papers, date, grade):
    """Undated, overlapping and badly founded dates leave the order of copies undetermined."""
    add(
        papers,
        document("first", SPEECH, "1887-03-01"),
        document("copy", misread(SPEECH, 1), date, grade=grade),
    )
    found = describe_group(papers, "copy")
    assert (found.earliest, found.possibly_earliest, found.reprint_of) == (None, ("copy", "first"), ())
    assert "dates do not tell" in relations(papers, "copy")["first"]


def test_a_capture_dates_no_text(papers):
    """The day on which a page was captured says nothing of the order of texts."""
    add(
        papers,
        document("print", SPEECH, "1887"),
        document("page", misread(SPEECH, 1), "2024", kind="captured"),
    )
    assert describe_group(papers, "page").reprint_of == ()


def test_a_document_without_kin_stands_for_itself(papers):
    """A document alone is its own witness, and one that is not there is none."""
    add(papers, document("letter", TEXTS["letter"]))
    alone = describe_group(papers, "letter")
    assert (alone.group, alone.relatives, alone.possibly_earliest) == ("letter", (), ("letter",))
    assert alone.earliest is None
    assert describe_group(papers, "nobody") is None
    assert list(links(papers.catalogue)) == []


def test_kin_of_kin_are_told_without_a_share(papers):
    """Two documents linked through a third only are of one group, and no share is made up for them."""
    distant = Relative("c", "near", None, None, "unknown", None, None, "same date")
    assert distant.in_words() == "same text as c, otherwise set, read or edited, of the same date"
    middle = SPEECH.split()
    first = " ".join(middle[:110])
    last = " ".join(middle[40:])
    add(papers, document("a", first), document("b", SPEECH), document("c", last))
    told = {each.document: each.share for each in describe_group(papers, "a").relatives}
    assert told["c"] is None
    assert told["b"] > 0.7
