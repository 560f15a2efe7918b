"""Does the ledger hold every forecast with what came of it, and does it count only what can be shown?"""

from __future__ import annotations

import csv
import json
import shutil
from importlib.util import find_spec

import pytest

from conftest import run_foresaid
from foresaid.archive.collection import reading, writing
from foresaid.errors import UsageError
from foresaid.model.bodies import Polarity
from foresaid.model.outcomes import Result
from foresaid.pipeline.ledger import open_ledger, other_forecasts, records_of
from foresaid.pipeline.outcomes import Verdict, enter_outcome
from foresaid.publish.ledger_tables import COLUMNS

HARTLEY, VYSE, LEE = "Edmund Hartley", "Thomas Vyse", "Ann Lee"
LETTER = (
    "The dam will break before 1890. It is unlikely that the lower town will be flooded before 1889. The mill will be"
    " closed in 1885 unless the council acts. The railway will probably reach Dunmere in 1886. Either the wall will be"
    ' mended or the valley will be lost; there is no third way.\n\nMr. Thomas Vyse told the board: "The dam will hold for'
    ' fifty years."'
)
PAPERS = [
    ("letter", "1880-03-02", HARTLEY, LETTER),
    ("copy of the letter", "1882-01-05", HARTLEY, LETTER),
    (
        "speech",
        "1881-05",
        VYSE,
        "The dam will hold for a century. Our opponents claim that the mill will be closed.",
    ),
    ("report", "1891-06-01", LEE, "The dam broke on 2 May 1889. The railway reached Dunmere in 1886."),
    (
        "verdict",
        "1892-01-01",
        HARTLEY,
        "The dam broke, and the mill is at work. I had warned that the dam would break.",
    ),
    ("early report", "1885-01-01", LEE, "The dam stands. The old wall was mended."),
    ("note", None, LEE, "The dam broke. The bridge will fall in 1895."),
]


@pytest.fixture(scope="module")
def _read(tmp_path_factory):
    """The invented papers, collected and read once."""
    folder = tmp_path_factory.mktemp("ledger")
    rows = [
        json.dumps(
            {
                key: value
                for key, value in zip(("id", "date", "speaker", "text"), each, strict=True)
                if value
            }
        )
        for each in PAPERS
    ]
    (folder / "papers.jsonl").write_text("\n".join(rows), "utf-8")
    for command in (("init",), ("add", folder / "papers.jsonl"), ("read",)):
        done = run_foresaid(command[0], folder / "dunmere", *command[1:])
        assert done.returncode == 0, done.stderr.decode()
    return folder / "dunmere"


@pytest.fixture
def dunmere(_read, tmp_path):
    """A copy of the invented papers to write to."""
    return shutil.copytree(_read, tmp_path / "dunmere")


@pytest.fixture
def ids(dunmere):
    """The forecasts' ids by document and a word of the sentence."""
    with open_ledger(dunmere) as ledger:
        found = list(ledger.entries())

    def find(document, word):
        return next(each.id for each in found if each.document == document and word in each.forecast.text)

    return find


def flat(text):
    """Text without its line breaks, which depend on the terminal."""
    return " ".join(text.split())


def enter(dunmere, name, result, *, evidence="report", **more):
    """Enter an outcome, in this process."""
    return enter_outcome(dunmere, name, Verdict(result, evidence, "p. 1", **more))


def refused(dunmere, name, result, *, evidence="report", **more):
    """Why an outcome was refused."""
    with pytest.raises(UsageError) as error:
        enter(dunmere, name, result, evidence=evidence, **more)
    return str(error.value)


def record(dunmere, holder):
    """One holder's track record."""
    return next(each for each in records_of(dunmere).records if each.holder == holder)


def test_every_forecast_is_in_the_ledger(foresaid, dunmere):
    """Each has its holder, date, direction, condition, horizon and gradability; the earliest documents come first."""
    rows = foresaid.jsonl("ledger", dunmere)
    mill = next(row for row in rows if "mill" in row["text"])
    assert (mill["document"], mill["holder"], mill["date"], mill["grade"]) == (
        "letter",
        HARTLEY,
        "1880-03-02",
        "C",
    )
    assert (mill["condition"], mill["horizon_value"], mill["gradable"]) == (
        "unless the council acts",
        "1885",
        True,
    )
    assert mill["text"] == LETTER[mill["start"] : mill["end"]]
    town = next(row for row in rows if "lower town" in row["text"])
    assert (town["polarity"], town["expects"], town["word"], town["icd_203_low"]) == (
        "will",
        "will_not",
        "unlikely",
        0.2,
    )
    dates = [row["date"] or "9999" for row in rows]
    assert dates == sorted(dates)
    assert set(COLUMNS) < set(rows[0])


def test_what_others_report_is_told_apart(foresaid, dunmere):
    """A quotation has its speaker, and its date is only the latest; an opponent's report and a claim in retrospect count nowhere."""
    rows = foresaid.jsonl("ledger", dunmere)
    quoted = next(row for row in rows if "fifty years" in row["text"])
    assert (quoted["holder"], quoted["holding"], quoted["secondhand"]) == (VYSE, "quoted", True)
    rival = next(row for row in rows if row["document"] == "speech" and "mill" in row["text"])
    assert (rival["holding"], rival["secondhand"], rival["holder"]) == (
        "reported by an opponent",
        True,
        None,
    )
    warned = next(row for row in rows if row["document"] == "verdict" and "break" in row["text"])
    assert warned["retrospective"] is True
    told = record(dunmere, HARTLEY)
    assert (told.retrospective, told.copies, told.forecasts) == (1, 5, 5)


def test_copies_are_one_forecast(foresaid, dunmere, ids):
    """A forecast in a copy names its original; an outcome entered for the copy is the original's, once."""
    original, copy = ids("letter", "dam will break"), ids("copy of the letter", "dam will break")
    row = next(row for row in foresaid.jsonl("ledger", dunmere) if row["id"] == copy)
    assert row["copy_of"] == original
    enter(dunmere, copy, "hit")
    assert record(dunmere, HARTLEY).resolved == 1
    enter(dunmere, original, "hit")
    assert record(dunmere, HARTLEY).resolved == 1


def test_what_is_asked_for(foresaid, dunmere, ids):
    """Holder, dates, gradability, and whether there is an outcome; what the date leaves open is counted, not shown."""
    enter(dunmere, ids("letter", "dam will break"), "hit")
    assert {row["holder"] for row in foresaid.jsonl("ledger", dunmere, "--holder", "vyse")} == {VYSE}
    early = foresaid.json("ledger", dunmere, "--before", "1881-05")
    assert {row["document"] for row in early["entries"]} == {"letter"}
    # Of the bridge nothing tells when; a copy's quotation and an opponent's report may be of words that are older.
    assert early["bounds"]["possible"] == 3
    late = foresaid.json("ledger", dunmere, "--after", "1890")
    assert {row["document"] for row in late["entries"]} == {"verdict"}
    assert len(foresaid.jsonl("ledger", dunmere, "--resolved")) == 1
    is_open = foresaid.jsonl("ledger", dunmere, "--open", "--gradable")
    assert is_open
    assert all(row["outcome"] is None and row["gradable"] for row in is_open)
    few = foresaid.json("ledger", dunmere, "--limit", 2)["bounds"]
    assert (few["shown"], few["fitting"], few["documents"]) == (2, few["entries"], 7)


def test_an_outcome_is_entered_and_superseded(foresaid, dunmere, ids):
    """It stands with its evidence and reason; a later one takes its place and the first is kept; saying it twice adds nothing."""
    name = ids("letter", "dam will break")
    options = ("--evidence", "report", "--because", "p. 1")
    said = foresaid("outcome", dunmere, name[:8], "hit", *options, "--by", "A. Reader")
    assert "outcome: hit, shown by report (1891-06-01), because p. 1, entered by A. Reader" in flat(said)
    assert "stood so already" in foresaid("outcome", dunmere, name, "HIT", *options, "--by", "A. Reader")
    told = foresaid.json("outcome", dunmere, name, "false_alarm", *options)
    assert (told["outcome"]["result"], told["before"]["result"], told["new"]) == (
        "false alarm",
        "hit",
        True,
    )
    row = foresaid.jsonl("ledger", dunmere, "--resolved")[0]
    assert (row["outcome"], row["evidence"], row["because"]) == ("false alarm", "report", "p. 1")
    assert [each["result"] for each in row["superseded"]] == ["hit"]
    enter(dunmere, name, "open")
    assert foresaid.jsonl("ledger", dunmere, "--resolved") == []


def test_an_outcome_needs_a_reason(foresaid, dunmere, ids):
    """Blanks are none, and nothing is entered."""
    name = ids("letter", "dam will break")
    foresaid("outcome", dunmere, name, "hit", "--evidence", "report", "--because", " ", code=2)
    assert "needs a reason" in foresaid.err
    assert record(dunmere, HARTLEY).resolved == 0


def test_the_direction_decides_which_outcomes_there_are(dunmere, ids):
    """A miss is no outcome of what was to come about; the error says what is, and how to go on where it was read wrongly."""
    dam, town = ids("letter", "dam will break"), ids("letter", "lower town")
    told = refused(dunmere, dam, "miss")
    assert "that it came is a hit, that it did not a false alarm" in told
    assert "--polarity will_not" in told
    enter(dunmere, dam, "miss", polarity=Polarity.WILL_NOT)
    assert "Hit and false alarm are for the other kind" in refused(dunmere, town, "hit")
    enter(dunmere, town, "correct negative")


def test_an_unmet_condition_leaves_nothing_right_or_wrong(dunmere, ids):
    """Only void fits it; without a word on the condition the outcome says what it takes for granted."""
    mill = ids("letter", "mill")
    assert "“unless the council acts”" in refused(dunmere, mill, "hit", condition_met=False)
    assert "enter void" in refused(dunmere, mill, "hit", condition_met=False)
    assert any(
        "taken to say that it was met" in each for each in enter(dunmere, mill, "hit").outcome.notices
    )
    assert "you say that it was" in refused(dunmere, mill, "void", condition_met=True)
    assert not enter(dunmere, mill, "void", condition_met=False).outcome.notices
    assert enter(dunmere, ids("letter", "dam will break"), "void").outcome.notices


def test_an_either_or_without_a_third_tells_nothing(dunmere, ids):
    """One of its branches comes true whatever happens, so that its only outcome is uninformative."""
    wall = ids("letter", "wall")
    assert "can only be uninformative" in refused(dunmere, wall, "hit")
    assert enter(dunmere, wall, "uninformative", evidence="letter").new


def test_evidence_has_to_be_held_and_later(dunmere, ids):
    """No older document, not the forecast's own, none that nobody holds; what cannot be told is said and not counted."""
    dam = ids("speech", "century")
    assert "certainly older" in refused(dunmere, dam, "false alarm", evidence="letter")
    assert "itself" in refused(dunmere, dam, "false alarm", evidence="speech")
    assert "did you mean report" in refused(dunmere, dam, "false alarm", evidence="reprot")
    told = enter(dunmere, dam, "false alarm", evidence="note").outcome
    assert told.earlier is None
    assert any("It cannot be told that the forecast (1881-05)" in each for each in told.notices)
    found = record(dunmere, VYSE)
    assert (found.resolved, found.undated) == (0, 1)


def test_what_a_reader_should_know_is_said(dunmere, ids):
    """An evaluation by the forecaster, and a time that was not over, stand beside the outcome."""
    dam = ids("letter", "dam will break")
    assert (
        "an evaluation by the forecaster"
        in enter(dunmere, dam, "hit", evidence="verdict").outcome.notices[0]
    )
    early = enter(dunmere, dam, "false alarm", evidence="early report").outcome
    assert [each for each in early.notices if "was not certainly over" in each]


@pytest.mark.parametrize(
    ("name", "told"), [("abc", "at least 8"), ("zzzzzzzzz", "no id"), ("0" * 12, "None of the")]
)
def test_a_forecast_that_is_none_is_refused(dunmere, name, told):
    """Too short, no id, or in none of the documents read."""
    assert told in refused(dunmere, name, "hit")


def test_as_of_a_day_nothing_later_is_seen(foresaid, dunmere, ids):
    """Neither later forecasts nor outcomes whose evidence is later; an earlier outcome stands again."""
    dam = ids("letter", "dam will break")
    enter(dunmere, dam, "false alarm", evidence="early report")
    enter(dunmere, dam, "hit", evidence="report")
    then = foresaid.json("ledger", dunmere, "--as-of", "1886")
    assert {row["document"] for row in then["entries"]} == {"letter", "copy of the letter", "speech"}
    assert [row["outcome"] for row in then["entries"] if row["id"] == dam] == ["false alarm"]
    shares = foresaid.json("ledger", dunmere, "--records", "--as-of", "1886")
    assert shares["base_rate"] == 0


def test_a_later_document_changes_nothing_of_an_earlier_view(foresaid, dunmere, write):
    """Another copy of a later day, and forecasts of later days, leave the view as of a day as it was."""
    before = [
        foresaid.jsonl("ledger", dunmere, *more, "--as-of", "1881-12") for more in ((), ("--records",))
    ]
    later = {
        "id": "reprint",
        "date": "1905",
        "speaker": LEE,
        "text": LETTER + " The mill will burn in 1906.",
    }
    foresaid("add", dunmere, write("later.jsonl", json.dumps(later)))
    foresaid("read", dunmere)
    with open_ledger(dunmere) as ledger:
        added = [each for each in ledger.entries() if each.document == "reprint"]
    enter(dunmere, added[0].id, "hit", evidence="note")
    after = [
        foresaid.jsonl("ledger", dunmere, *more, "--as-of", "1881-12") for more in ((), ("--records",))
    ]
    assert after == before


def test_outcomes_find_their_forecast_again(foresaid, dunmere, ids):
    """After another reading an outcome binds by words and place; what has lost its forecast is listed, not dropped."""
    dam, century = ids("letter", "dam will break"), ids("speech", "century")
    enter(dunmere, dam, "hit")
    enter(dunmere, century, "false alarm")
    with writing(dunmere) as collection, collection.catalogue.transaction():
        execute = collection.catalogue.connection.execute
        execute("UPDATE annotation SET id = ? WHERE id = ?", ("f" * 64, dam))
        execute("DELETE FROM annotation WHERE id = ?", (century,))
    found = foresaid.json("ledger", dunmere, "--resolved")
    assert [(row["id"], row["outcome"]) for row in found["entries"]] == [("f" * 64, "hit")]
    assert [each["exact"] for each in found["unanchored"]] == ["The dam will hold for a century"]
    assert "has no forecast any more" in flat(foresaid("ledger", dunmere))


def test_a_rebuilt_ledger_is_the_same(foresaid, dunmere, ids):
    """Outcomes stand in the journal, so that a rebuild brings them back."""
    enter(dunmere, ids("letter", "dam will break"), "hit", by="A. Reader")
    before = foresaid.jsonl("ledger", dunmere)
    foresaid("rebuild", dunmere)
    assert foresaid.jsonl("ledger", dunmere) == before


def test_misses_stand_beside_hits(foresaid, dunmere, ids):
    """A track record shows every result with its number, the interval, the base rate, and why nobody is ranked."""
    enter(dunmere, ids("letter", "dam will break"), "hit")
    enter(dunmere, ids("letter", "railway"), "hit")
    enter(dunmere, ids("letter", "lower town"), "miss")
    enter(dunmere, ids("speech", "century"), "false alarm")
    records = foresaid.json("ledger", dunmere, "--records", "--holder", "Hartley")["records"]
    assert [each["holder"] for each in records] == [HARTLEY]
    found = records[0]
    assert found["results"] == {**dict.fromkeys(Result, 0), "hit": 2, "miss": 1, "open": 2}
    assert (found["resolved"], found["right"], found["base_rate"], found["rank"]) == (3, 2, 0.5, None)
    assert found["mean"] == pytest.approx(4 / 7)
    icd = found["scores"][0]
    assert (icd["table"], icd["n"]) == ("icd_203", 2)
    assert icd["brier"] == pytest.approx(((0.675 - 1) ** 2 + 0.675**2) / 2)
    assert icd["reference"] == pytest.approx(0.25)
    said = flat(foresaid("ledger", dunmere, "--records"))
    assert "fewer than 20 resolved forecasts" in said
    assert "which is no ranking" in said


def test_records_are_of_all_forecasts(foresaid, dunmere):
    """A share of some of them would say what one wants it to."""
    foresaid("ledger", dunmere, "--records", "--gradable", code=2)
    assert "counts every forecast" in foresaid.err


def test_an_unread_collection_says_so(foresaid, collection, write):
    """No forecasts because nobody has read for them is not the same as none."""
    foresaid("add", collection, write("a.txt", "The dam will break."))
    assert "No document was read for forecasts yet" in foresaid("ledger", collection)


def test_what_else_the_same_voices_forecast(dunmere, ids):
    """Resolved ones come first, then gradable ones; the finding itself, opponents' reports and copies are left out."""
    enter(dunmere, ids("letter", "lower town"), "miss")
    with reading(dunmere) as collection:
        found = other_forecasts(collection, [HARTLEY], 10, besides=[("letter", 0, 10)])
        assert [each.outcome for each in found] == ["miss", None, None, None]
        assert [each.gradable for each in found[1:]] == [True, True, False]
        assert {each.document for each in found} == {"letter"}
        assert len(other_forecasts(collection, [HARTLEY], 2)) == 2
        assert other_forecasts(collection, ["Nobody Here"], 10) == ()


def test_a_table_for_spreadsheets(foresaid, dunmere, tmp_path):
    """CSV has a row an entry under one head line; JSON has the same texts as they are."""
    foresaid("ledger", dunmere, "--csv", tmp_path / "ledger.csv")
    with (tmp_path / "ledger.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    plain = foresaid.jsonl("ledger", dunmere)
    assert [(row["id"], row["text"]) for row in rows] == [(row["id"], row["text"]) for row in plain]
    assert {row["conditional"] for row in rows} == {"true", "false"}


def test_parquet_or_what_is_missing(foresaid, dunmere, tmp_path):
    """With the extra the table is written; without it the error says what to install, and nothing is written."""
    path = tmp_path / "ledger.parquet"
    if find_spec("arro3") is None:
        foresaid("ledger", dunmere, "--parquet", path, code=2)
        assert "foresaid[parquet]" in foresaid.err
        assert not path.exists()
        return
    foresaid("ledger", dunmere, "--parquet", path)
    assert path.read_bytes()[:4] == path.read_bytes()[-4:] == b"PAR1"
