"""Are track records counted from what can be shown, without ranking whom nothing tells apart?"""

from __future__ import annotations

import csv
import io

import pytest

from foresaid.inquire.ledger import is_alike, read_result, same_words, told_in_retrospect
from foresaid.inquire.track_records import LEAST_RANKED, track_records
from foresaid.model.annotations import Span
from foresaid.model.bodies import Certainty, Forecast, ForecastLabel, Holding, Polarity
from foresaid.model.dates import Grade
from foresaid.model.outcomes import LedgerEntry, Outcome, ProbabilityWord, Result, WordClass
from foresaid.publish.ledger_tables import write_csv
from foresaid.vocabulary import load_vocabulary


def entry(number=1, **fields):
    """An invented entry of a ledger."""
    sentence = fields.pop("sentence", "It will come.")
    read = Forecast(
        ForecastLabel.FORECAST,
        sentence,
        Span(0, 9),
        Polarity.WILL,
        Certainty.PROBABLE,
        holding=fields.pop("holding", Holding.OWN),
    )
    known = {"holder": "A", "date": "1900", "grade": Grade.C, "expects": Polarity.WILL} | fields
    return LedgerEntry(f"{number:064x}", "paper", 0, 9, sentence, read, **known)


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 people will come.", "-5 is what it will be.", "@all will go.", "\tNo."]
)
def test_no_cell_is_a_formula(text):
    """What a spreadsheet would compute gets an apostrophe in front, wherever a text of others stands."""
    file = io.BytesIO()
    assert write_csv(file, [entry(sentence=text, holder=text)]) == 1
    row = next(csv.DictReader(io.StringIO(file.getvalue().decode(), newline="")))
    assert row["sentence"] == row["text"] == row["holder"] == f"'{text}"
    assert row["start"] == "0"


def resolved(holder, right, wrong, *intervals, start=0):
    """Entries of a holder that came right and wrong, each with one word's intervals."""
    word = ProbabilityWord(WordClass.TABLE, "likely", intervals)
    for number in range(right + wrong):
        result = Result.HIT if number < right else Result.FALSE_ALARM
        shown = Outcome("", result, "report", "p. 1", "", number, "", earlier=True)
        yield entry(start + number, holder=holder, outcome=shown, word=word)


LIKELY = (("icd_203", 0.6, 0.8), ("kent_1964", 0.6, 0.8), ("ipcc_ar4", 0.6, 0.8))


def test_nobody_is_ranked_below_twenty():
    """Nineteen resolved forecasts give no rank, twenty do; the notice counts those without."""
    entries = [
        *resolved("A", LEAST_RANKED, 0, *LIKELY),
        *resolved("B", 15, LEAST_RANKED - 16, *LIKELY, start=100),
    ]
    found = track_records(entries, seed=1)
    assert [(each.holder, each.rank, each.score_rank) for each in found.records] == [
        ("A", 1, 1),
        ("B", None, None),
    ]
    assert "No rank for 1 of 2 holders" in found.notices[0]


def test_a_ranking_that_changes_between_tables_is_withheld():
    """One who is better under one table and worse under another gets no rank by score, and the report says why."""
    bold = (("icd_203", 0.9, 0.99), ("kent_1964", 0.5, 0.52), ("ipcc_ar4", 0.9, 0.99))
    shy = (("icd_203", 0.5, 0.52), ("kent_1964", 0.9, 0.99), ("ipcc_ar4", 0.5, 0.52))
    found = track_records([*resolved("A", 19, 1, *bold), *resolved("B", 19, 1, *shy, start=100)], seed=1)
    assert [each.score_rank for each in found.records] == [None, None]
    assert any("changes between the tables" in each for each in found.notices)
    same = track_records([*resolved("A", 19, 1, *bold), *resolved("B", 19, 1, *bold, start=100)], seed=1)
    assert [each.score_rank for each in same.records] == [1, 1]


def test_a_rivals_report_is_nobodys_record():
    """What only an opponent reports of somebody changes neither number nor share of him."""
    own = list(resolved("A", 3, 1, *LIKELY))
    outcome = own[-1].outcome
    alone = track_records(own, seed=1).records[0]
    beside = track_records([*own, entry(9, holding=Holding.RIVAL, outcome=outcome)], seed=1).records[0]
    assert (beside.forecasts, beside.resolved, beside.mean) == (alone.forecasts, alone.resolved, alone.mean)
    assert beside.by_opponents == 1


@pytest.mark.parametrize(
    ("text", "result"),
    [
        *((each.value, each) for each in Result),
        *(("False_Alarm", Result.FALSE_ALARM), ("correct-negative", Result.CORRECT_NEGATIVE)),
        ("other mechanism", Result.OTHER_MECHANISM),
    ],
)
def test_results_as_people_write_them(text, result):
    """Case, blanks, hyphens and underscores do not matter."""
    assert read_result(text) is result


def test_names_that_may_be_one_persons():
    """A surname alone may be; another given name, or a name that only begins alike, is not."""
    assert is_alike("Thomas Vyse", "Vyse")
    assert is_alike("thomas vyse", "Thomas Vyse")
    assert not is_alike("Thomas Vyse", "Edmund Vyse")
    assert not is_alike("Thomas", "Thomas Vyse")


@pytest.mark.parametrize(
    ("before", "told", "retrospect"),
    [
        ("I wrote that ", "the wall would fail", True),
        ("We have always said that ", "prices would rise", True),
        ("It fell, as I had told the board that ", "it might", True),
        ("As I said in 1887, ", "the wall will fail", False),
        ("If I believed that ", "it would fall", False),
        ("He wrote that ", "the wall would fail", False),
        ("I believe that ", "the wall would fail", False),
        ("", "I would fail", False),
    ],
)
def test_what_somebody_says_he_said(before, told, retrospect):
    """A forecast that its holder tells as made earlier is none of its day; one that is made again is."""
    assert told_in_retrospect(before, told, load_vocabulary("en")) is retrospect


def test_a_quotation_may_leave_words_out():
    """Compared are the words of the shorter text; other words have none in common."""
    assert same_words("It will fail", "the wall weeps and it will fail in the rain") == 1
    assert same_words("It will fail", "the canal was opened") == 0
    assert same_words("", "the canal") == 0
