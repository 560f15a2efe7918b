"""Does foresaid decide its hard cases, and does `selftest` say truly where it does not?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import extract_bytes
from foresaid.errors import InputError
from foresaid.model.documents import Witness
from foresaid.model.evidence import Agreement, Words
from foresaid.pipeline.selftest_files import write_documents
from foresaid.pipeline.selftesting import Paper, read_tables, run_selftest, shipped_tables

LEAST_CASES, LEAST_RIGHT = 670, 0.995
# Cases decided otherwise when the suite was written; the floor may only rise, these may only fall.
MOST_PASSED, MOST_ACCUSED = 0, 0
CHANGED, CLEAN = {"altered", "truncated"}, {"verbatim", "minor", "marked", "variant"}
# Guards and what must not trip them: each kind on the left needs look-alikes of the kinds on the right.
INNOCENT = {
    "negation lost": ("negation, innocent",),
    "modality": ("modality, innocent",),
    "number": ("number, innocent",),
    "date": ("date, innocent",),
    "name": ("name, innocent",),
    "condition cut after": ("harmless cut",),
    "governor cut before": ("harmless cut", "reporting frame, innocent"),
    "homoglyph": ("letters, innocent",),
    "splice": ("splice, innocent",),
    "unit": ("unit, innocent",),
    "wrong speaker": ("speaker, right", "corporate voice", "role"),
    "wrong date": ("date of the source",),
    "wrong work": ("work",),
}
DOCUMENT = """
[[document]]
id = "log"
speaker = "Ada Marsh"
date = "1902"
text = "The pilots will not sail on Friday, unless the bishop sails with them and pays for the lamp oil."
"""
CASE = """
[[case]]
id = "{id}"
kind = "{kind}"
quote = "The pilots {words} sail on Friday, unless the bishop sails with them and pays for the lamp oil."
words = "{expected}"
because = "A reason."
{more}
"""


@pytest.fixture(scope="module")
def tables():
    return read_tables(shipped_tables())


@pytest.fixture(scope="module")
def report(tables):
    return run_selftest(tables)


@pytest.fixture
def own(write):
    """Write a table of one document and some cases; gives its folder."""

    def writer(*cases, name="own", document=DOCUMENT, head=""):
        return write(f"tables/{name}.toml", head + document + "".join(cases)).parent

    return writer


def case(words="will not", expected="verbatim", *, id="one", kind="plain", more=""):  # noqa: A002
    """A case about the pilots."""
    return CASE.format(words=words, expected=expected, id=id, kind=kind, more=more)


def test_the_suite_is_large_and_mostly_decided_as_expected(report):
    """There are hundreds of cases, and the share decided as expected does not fall."""
    assert len(report.outcomes) >= LEAST_CASES
    wrong = [f"{each.case.id}: {'; '.join(each.faults)}" for each in report.wrong]
    assert 1 - len(wrong) / len(report.outcomes) >= LEAST_RIGHT, "\n".join(wrong)


def test_the_twelve_cases_of_the_peers_are_all_decided(report):
    """On each of these twelve some other tool failed; here none may fail."""
    cases = [each for each in report.outcomes if each.table == "peers"]
    assert len(cases) == 12
    assert [each.case.id for each in cases if each.faults] == []


def astray(report, expected, found):
    """Cases for which only `expected` verdicts on the words are right, and one of `found` came out."""
    certain = [each for each in report.outcomes if set(each.case.words) <= expected]
    assert len(certain) >= 150
    return [each.case.id for each in certain if each.verification.words in found]


def test_what_is_changed_does_not_pass_for_clean(report):
    """Of the cases that are altered or truncated beyond doubt, hardly one is called clean."""
    passed = astray(report, CHANGED, CLEAN)
    assert len(passed) <= MOST_PASSED, passed


def test_what_is_honest_is_not_accused(report):
    """Of the cases that are clean beyond doubt, hardly one is called anything else."""
    accused = astray(report, CLEAN, set(Words) - CLEAN)
    assert len(accused) <= MOST_ACCUSED, accused


def test_every_guard_has_phrasings_and_look_alikes(tables):
    """Three phrasings and more for each guard, and at least two innocent doubles; every reason is a sentence."""
    cases = [each for table in tables for each in table.cases]
    kinds = [each.kind for each in cases]
    for guard, doubles in INNOCENT.items():
        assert kinds.count(guard) >= 3, guard
        assert sum(kinds.count(double) for double in doubles) >= 2, guard
    for each in cases:
        assert not each.because[0].islower(), each.id
        assert each.because[-1] in ".?!", each.id
        assert len(each.because.split()) >= 5, each.id


def test_a_document_keeps_its_words_and_its_kind_of_witness(report, tables):
    """Sources that are found hold the words of their table, whatever file they were written to."""
    texts = {paper.id: paper.text for table in tables for paper in table.documents}
    found = [each.verification.source for each in report.outcomes if each.verification.source]
    assert found
    for passage in found:
        text = texts[passage.document.split("/")[-1]]
        assert "".join(passage.text.split()) in "".join(text.split())


WORDS = st.lists(st.text("abcxyz&<", min_size=1, max_size=8), min_size=1, max_size=12).map(" ".join)


@settings(max_examples=30)  # each writes three files, durably
@given(st.lists(WORDS, min_size=1, max_size=4).map("\n\n".join))
def test_words_are_the_same_in_every_kind_of_file(tmp_path_factory, text):
    """Recognised, edited, typed or plain: a text's words come back as they were put in, with their witness."""
    kinds = {
        "ocr": Witness.OCR,
        "reading edition": Witness.READING_EDITION,
        "born digital": Witness.BORN_DIGITAL,
    }
    papers = [Paper(id=kind, text=text, witness=kind) for kind in kinds]
    paths, table = write_documents(tmp_path_factory.mktemp("papers"), papers)
    assert table is not None
    for path, witness in zip(paths, kinds.values(), strict=True):
        (found,) = extract_bytes(path.read_bytes(), path.name)
        assert found.text.split() == text.split()
        assert found.witness is witness


def test_a_table_of_ones_own_is_run(own, foresaid):
    """What is decided as expected ends with 0; a kind can be chosen."""
    folder = own(
        case(), case("will", "altered", id="two", kind="negation lost", more='edits = ["negation"]')
    )
    assert "2 of 2 cases decided as expected" in foresaid("selftest", "--tables", folder)
    found = foresaid.json("selftest", "--tables", folder, "--kind", "negation lost")
    assert (found["cases"], found["right"], found["disagreements"]) == (1, 1, [])
    assert found["kinds"] == {"negation lost": {"right": 1, "cases": 1}}


def test_a_disagreement_is_shown_with_its_reason(own, foresaid):
    """A case decided otherwise ends with 1, and says what was expected, what was found, and why."""
    folder = own(
        case("will", "verbatim", more='edits = ["date"]\nunnamed = ["negation"]\nsource = "diary"')
    )
    out = foresaid("selftest", "--tables", folder, "--details", code=1)
    assert "words: expected verbatim, found altered" in out
    assert "edit not named: date" in out
    assert "edit named wrongly: negation" in out
    assert "source: expected diary, found log" in out
    assert "because: A reason." in out
    (wrong,) = foresaid.json("selftest", "--tables", folder, code=1)["disagreements"]
    assert (wrong["id"], wrong["found"]["verdict"], wrong["table"]) == ("one", "altered", "own")


def test_stated_speakers_are_part_of_the_verdict(own):
    """A contradicted speaker makes the one word misattributed; several agreements may be right."""
    stated = 'stated_speaker = "Tom Reed"\nspeaker = {}'
    folder = own(
        case(more=stated.format('"contradicted"')),
        case(id="two", more=stated.format('["undetermined", "contradicted"]')),
        case(id="three", more=stated.format('"confirmed"')),
    )
    found = run_selftest(read_tables(folder)).outcomes
    assert [each.verification.verdict for each in found] == ["misattributed"] * 3
    assert [bool(each.faults) for each in found] == [False, False, True]
    assert found[2].faults[0] == f"speaker: expected confirmed, found {Agreement.CONTRADICTED}"


def test_documents_of_other_tables_are_background(own):
    """A table with `background` is checked among the documents of all others."""
    own(case(), name="first")
    other = DOCUMENT.replace('"log"', '"diary"').replace("pilots", "dockers")
    folder = own(case("will not", id="two"), name="second", document=other, head="background = true\n")
    found = {each.case.id: each.verification for each in run_selftest(read_tables(folder)).outcomes}
    assert found["two"].source.document == "first/log"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DOCUMENT + case(more='speeker = "x"'), "did you mean 'speaker'?"),
        (DOCUMENT + case(more="edits = 3"), "edits must be a list of texts in quotes, not 3"),
        (DOCUMENT + case(expected="genuine"), "'genuine' is no verdict on words"),
        (DOCUMENT + case(more='stated_date = "1902"'), "stated_date and the date expected go together"),
        (DOCUMENT + case(more='stated_date = "1902"\ndate = "yes"'), "date = 'yes'; there are confirmed"),
        (DOCUMENT + case() + case(), "the case 'one' stands in own.toml too"),
        (DOCUMENT + "[[case]]\nid = 'x'\n", "missing"),
        (DOCUMENT, "needs at least one [[document]] and one [[case]]"),
        ("[[source]]\n", "unknown key 'source'"),
        ("= 3", "is not valid TOML"),
        (DOCUMENT + 'witness = "rumour"\n' + case(), "witness 'rumour' is not among ocr"),
        (DOCUMENT + DOCUMENT + case(), "1 of 2 documents could be read"),
    ],
)
def test_a_faulty_table_is_told_with_the_place(own, text, said):
    """Errors name the table, the entry, and what to do."""
    folder = own(document=text)
    with pytest.raises(InputError, match="own") as caught:
        run_selftest(read_tables(folder))
    assert said in str(caught.value)


def test_an_empty_folder_and_an_unknown_kind_are_told(own, foresaid, tmp_path):
    """There is nothing to run, and the message says what there is."""
    with pytest.raises(InputError, match="holds no tables"):
        read_tables(tmp_path)
    foresaid("selftest", "--tables", own(case()), "--kind", "magic", code=InputError.exit_code)
    assert "there are plain" in foresaid.err


def test_the_page_on_verdicts_names_cases_that_there_are(tables):
    """Every case that docs/explain/verdicts.md gives as an example stands in a table."""
    page = (Path(__file__).resolve().parents[1] / "docs" / "explain" / "verdicts.md").read_text("utf-8")
    known = {each.id for table in tables for each in table.cases}
    stems = {name.partition("-")[0] for name in known}
    named = {part for part in page.split("`")[1::2] if part.partition("-")[0] in stems and "-" in part}
    assert len(named) >= 100
    assert named <= known, named - known


def test_the_table_on_the_page_runs(write, foresaid):
    """The example that shows how to write a table is one, and is decided as it says."""
    page = (Path(__file__).resolve().parents[1] / "docs" / "explain" / "verdicts.md").read_text("utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    foresaid("selftest", "--tables", write("tables/example.toml", example).parent)
