"""Does an inquiry keep its word: committed first, bounded, the same for both sides, blind to names and to what came later?"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from conftest import run_foresaid

PAPERS = {
    "vale-1880": (
        "1880-03-01",
        "Ann Vale",
        "The old dam at Harrow is weak. I am certain that the dam at Harrow will break before long. We all know the river.",
    ),
    "wick-1885": (
        "1885",
        "Bo Wick",
        "The dam at Harrow will stand for centuries. The dam will never break. The mill pays well.",
    ),
    "dorn-1890": (
        "1890-06",
        "Cy Dorn",
        "Unless the council repairs it, the dam at Harrow will break and the lower town will be drowned. The council should rebuild the dam at Harrow.",
    ),
    "reed-17xx": ("", "Di Reed", "The dam at Harrow will surely break one day."),
    "late-1900": ("1900/1901", "Ed Lund", "In the end the dam at Harrow will break."),
    "news-1905": (
        "1905-02-02",
        "Flo Marsh",
        'Mrs. Vale wrote: "I am certain that the dam at Harrow will break before long." Nobody could have foreseen that the dam at Harrow would break.',
    ),
}
EVENT = {
    "name": "the Harrow flood",
    "date": "1900-05-01",
    "statement": "The dam at Harrow will break.",
    "claim": "Nobody foresaw that the dam would break.",
    "aliases": ["the Harrow flood"],
    "foreseeing": ["the dam at Harrow will break"],
    "denying": ["the dam at Harrow will stand", "the dam at Harrow will not break"],
}


def rows(papers):
    """Papers as JSON lines that `add` takes."""
    lines = (
        {"id": name, "text": text, "speaker": speaker} | ({"date": date} if date else {})
        for name, (date, speaker, text) in papers.items()
    )
    return "\n".join(map(json.dumps, lines))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A collection about a dam that broke, read and verified, made once."""
    folder = tmp_path_factory.mktemp("harrow")
    (folder / "papers.jsonl").write_text(rows(PAPERS), "utf-8")
    for command in (("init",), ("add", folder / "papers.jsonl"), ("read", "--no-parser"), ("verify",)):
        done = run_foresaid(command[0], folder / "papers", *command[1:])
        assert done.returncode == 0, done.stderr.decode()
    return folder / "papers"


@pytest.fixture
def harrow(made, tmp_path):
    """A copy of it to work on."""
    return Path(shutil.copytree(made, tmp_path / "harrow"))


@pytest.fixture
def event(write):
    """An event file as JSON, with fields changed."""

    def make(**changes):
        return write(f"event{len(changes)}.json", json.dumps({**EVENT, **changes}))

    return make


def stances(dossier):
    """The stance of every finding by document and beginning."""
    return {(each["document"], each["start"]): each["stance"] for each in dossier["findings"]}


def journal(collection):
    """The types of all records in order."""
    lines = [
        line
        for path in sorted((collection / "journal").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [json.loads(line) for line in lines]


def test_both_sides_are_found_and_time_is_three_valued(harrow, event, foresaid):
    """Forecasts and opposite expectations come in one list; a date that does not settle it is only possibly before."""
    dossier = foresaid.json("inquire", harrow, event())
    by = {
        each["document"]: each
        for each in reversed(dossier["findings"])
        if "break" in each["text"] or "stand" in each["text"]
    }
    assert by["vale-1880"]["stance"] == "foresees"
    assert by["wick-1885"]["stance"] in {"denies", "denies_part"}
    assert by["dorn-1890"]["stance"] == "warns"
    assert by["vale-1880"]["lead_years"] == [20.16, 20.16]
    assert by["reed-17xx"]["lead_years"] is None
    assert {by[name]["before"] for name in ("vale-1880", "wick-1885", "dorn-1890")} == {"certainly before"}
    assert {by[name]["before"] for name in ("reed-17xx", "late-1900")} == {"possibly before"}
    assert "news-1905" not in by
    scores = [each["score"] for each in dossier["findings"]]
    assert scores == sorted(scores, reverse=True)


def test_every_finding_points_to_its_passage(harrow, event, foresaid):
    """The words of a finding are those that stand at its place, and its standing is a candidate's."""
    for each in foresaid.json("inquire", harrow, event())["findings"]:
        assert PAPERS[each["document"]][2][each["start"] : each["end"]] == each["text"]
        assert each["standing"] == "candidate"
        assert each["cluster"]


def test_the_answer_is_bounded(harrow, event, foresaid):
    """It says in how many documents was looked, what is a machine's label, and never that nobody said so."""
    dossier = foresaid.json("inquire", harrow, event())
    assert "In the 5 documents" in dossier["answer"]
    assert "a machine's" in dossier["answer"]
    assert dossier["bounds"]["documents"] == 6
    assert dossier["bounds"]["undated"] == 1
    assert dossier["placebo"]["labels"] == "machine"


def test_it_is_committed_before_it_is_searched_and_only_once(harrow, event, foresaid):
    """The journal holds the event and the commitment with the collection's hash; the same again is no new inquiry."""
    foresaid("inquire", harrow, event())
    first = [each for each in journal(harrow) if each["type"] == "inquiry"]
    foresaid("inquire", harrow, event())
    assert [each for each in journal(harrow) if each["type"] == "inquiry"] == first
    (record,) = first
    assert record["fields"]["foreseeing"] == EVENT["foreseeing"]
    assert len(record["collection"]) == 64
    assert record["thresholds"]["retrieval depth"] > 0


def test_a_change_after_the_commitment_is_a_deviation(harrow, event, foresaid):
    """What is changed once results were seen is listed with what it was."""
    foresaid("inquire", harrow, event())
    dossier = foresaid.json("inquire", harrow, event(foreseeing=["the dam at Harrow will burst"]))
    (deviation,) = dossier["commitment"]["deviations"]
    assert deviation["field"] == "foreseeing"
    assert "break" in deviation["before"]
    assert "burst" in deviation["after"]


def test_exchanging_the_sides_exchanges_the_labels(harrow, event, foresaid):
    """An event asked the other way round gets mirrored answers, sentence by sentence."""
    mirror = {"foresees": "denies", "foresees_part": "denies_part"}
    mirror |= {value: key for key, value in mirror.items()}
    one = stances(foresaid.json("inquire", harrow, event()))
    turned = event(
        name="the dam stands",
        statement="The dam at Harrow will stand.",
        foreseeing=EVENT["denying"],
        denying=EVENT["foreseeing"],
    )
    other = stances(foresaid.json("inquire", harrow, turned))
    shared = one.keys() & other.keys()
    assert len(shared) >= 6
    assert {place: mirror.get(one[place], one[place]) for place in shared} == {
        place: other[place] for place in shared
    }


def test_names_of_speakers_change_no_score_and_no_label(harrow, event, foresaid, write, tmp_path):
    """With other names in the metadata, every score and label is the same."""
    foresaid("init", tmp_path / "other")
    renamed = {name: (date, "Zoe Ash", text) for name, (date, _, text) in PAPERS.items()}
    foresaid("add", tmp_path / "other", write("renamed.jsonl", rows(renamed)))
    told = [
        [
            (each["document"], each["start"], each["stance"], each["score"])
            for each in foresaid.json("inquire", root, event())["findings"]
        ]
        for root in (harrow, tmp_path / "other")
    ]
    assert told[0] == told[1]


def test_later_claims_are_checked_against_the_record(harrow, event, foresaid):
    """A later quotation is traced to its source, and "nobody could" stands beside what is held here."""
    claims = foresaid.json("inquire", harrow, event())["later_claims"]
    quotation = next(each for each in claims if each["kind"] == "quotation")
    assert (quotation["document"], quotation["verdict"], quotation["source"][0]) == (
        "news-1905",
        "verbatim",
        "vale-1880",
    )
    negative = next(each for each in claims if each["kind"] == "universal negative")
    assert "Held here all the same: " in negative["says"]


def test_an_earlier_view_has_its_own_later_claims(harrow, event, foresaid):
    """As of 1906 the quotation of 1905 is verified anew; as of 1900 it was not there."""
    seen = foresaid.json("inquire", harrow, event(), "--as-of", "1906")["later_claims"]
    assert [each["verdict"] for each in seen if each["kind"] == "quotation"] == ["verbatim"]
    before = foresaid.json("inquire", harrow, event(), "--as-of", "1890-12-31")
    assert before["later_claims"] == []
    assert before["bounds"]["documents"] == 3


def test_copies_are_one_witness(harrow, event, foresaid, write):
    """A document that takes over another's words carries no stance of its own, and is not counted."""
    foresaid(
        "add",
        harrow,
        write("copy.jsonl", rows({"copy-1881": ("1881", "Gil Fenn", PAPERS["vale-1880"][2])})),
    )
    dossier = foresaid.json("inquire", harrow, event())
    copies = [each for each in dossier["findings"] if "certain" in each["text"]]
    assert len({each["cluster"] for each in copies}) == 1
    assert {each["document"]: each["carries"] for each in copies} == {"vale-1880": True, "copy-1881": False}
    assert {each["stance"]: each["machine"] for each in dossier["counts"]}["foresees"] == sum(
        each["stance"] == "foresees" and each["carries"] for each in dossier["findings"]
    )


@pytest.mark.parametrize("form", ["json", "markdown", "html"])
def test_a_dossier_is_written_in_three_forms(harrow, event, foresaid, tmp_path, form):
    """Each form names the passages of both sides, and is the same when it is written again."""
    out = tmp_path / f"dossier.{form}"
    foresaid("inquire", harrow, event(), "--format", form, "--out", out)
    text = out.read_text("utf-8")
    assert "vale-1880" in text
    assert "wick-1885" in text
    foresaid("inquire", harrow, event(), "--format", form, "--out", out)
    assert out.read_text("utf-8") == text


def test_the_terminal_shows_five_columns(harrow, event, foresaid):
    """All five stand there, whether anything was found or not."""
    told = foresaid("inquire", harrow, event())
    for number, column in enumerate(
        ("Certainly before", "Possibly before", "Expected the opposite", "The same voices", "Later claims"),
        1,
    ):
        assert f"{number} {column}" in told


def test_what_cannot_be_asked_says_so(harrow, event, foresaid, write):
    """No event, an unknown one, both at once, or a file that is none: each error says what to do."""
    foresaid("inquire", harrow, code=2)
    assert "--family" in foresaid.err
    foresaid("inquire", harrow, "the flod", code=2)
    assert "event new" in foresaid.err
    foresaid("inquire", harrow, event(), "--family", event(), code=2)
    foresaid("inquire", harrow, event(), "--out", "x.html", code=2)
    assert "--format" in foresaid.err
