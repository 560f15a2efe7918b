"""Are words of probability read with the numbers of the published tables, and with none where they have none?"""

from __future__ import annotations

import tomllib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from foresaid.inquire.probability_words import (
    TABLES,
    expected,
    probability_of,
    probability_tables,
    probability_word,
)
from foresaid.model.annotations import Span
from foresaid.model.bodies import Certainty, Forecast, ForecastLabel, Polarity
from foresaid.model.outcomes import WordClass
from foresaid.model.words import Vocabulary
from foresaid.vocabulary import load_vocabulary

ROWS = tomllib.loads((ROOT / "tests" / "tables" / "probability_words.toml").read_text("utf-8"))["row"]
WORDS = probability_tables(load_vocabulary("en"))


def forecast(text, polarity="will", certainty="probable"):
    """A forecast as the forecast layer would read it."""
    span = Span(0, len(text))
    return Forecast(ForecastLabel.FORECAST, text, span, Polarity(polarity), Certainty(certainty))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_words_of_probability(row):
    """Each sentence of the table has the class, the direction and the numbers that stand beside it."""
    read = forecast(row["text"], row["polarity"], row["certainty"])
    word = probability_word(row["text"], read, WORDS)
    expects = expected(word, read.polarity)
    numbers = [probability_of(word, table, expects) for table in TABLES]
    assert (word.sort, word.phrase, expects or "") == (row["sort"], row["word"], row["expects"])
    assert numbers == [None if each < 0 else pytest.approx(each / 100) for each in row["numbers"]]


def test_the_tables_are_those_published():
    """The intervals of trust.md §5.3, phrase by phrase; no table's intervals overlap by more than an end, but Kent's own."""
    icd, kent, ipcc = (WORDS.tables[name] for name in TABLES)
    assert icd[("almost", "no", "chance")] == (0.01, 0.05)
    assert icd[("roughly", "even", "chance")] == (0.45, 0.55)
    assert icd[("likely",)] == (0.55, 0.80)
    assert kent[("almost", "certain")] == (pytest.approx(0.93 - 0.06), pytest.approx(0.93 + 0.06))
    assert kent[("probable",)] == (pytest.approx(0.75 - 0.12), pytest.approx(0.75 + 0.12))
    assert kent[("almost", "certainly", "not")] == (pytest.approx(0.07 - 0.05), pytest.approx(0.07 + 0.05))
    assert ipcc[("likely",)] == (0.66, 0.90)
    for table in (icd, ipcc):
        ends = sorted(set(table.values()))
        assert all(one[1] <= other[0] for one, other in pairwise(ends))


@pytest.mark.parametrize("word", ["possible", "possibly", "may", "might", "could", "unless", "perhaps"])
def test_kents_words_of_possibility_have_no_number(word):
    """No table gives these a number, wherever they stand beside a word that has one."""
    assert not any((word,) in table for table in WORDS.tables.values())
    text = f"It will probably fail {word} it holds."
    assert probability_word(text, forecast(text), WORDS).sort is WordClass.UNQUANTIFIED


def test_a_line_that_does_not_fit_is_named():
    """A historian who edits the table is told which line is wrong."""
    tables = {**load_vocabulary("en").tables, "probability.icd_203": ("about five: likely",)}
    with pytest.raises(ValueError, match=r"icd_203.*about five"):
        probability_tables(Vocabulary("en", tables))


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "it",
                "is",
                "not",
                "very",
                "likely",
                "unlikely",
                "that",
                "the",
                "dam",
                "will",
                "May",
                "may",
                "—",
            ),
            *(
                "almost",
                "no",
                "chance",
                "probably",
                "about",
                "as",
                "certain",
                "doubtful",
                "isn't",
                "«",
                "to",
            ),
        ]
    ),
    max_size=25,
).map(" ".join)


@given(PIECES | st.text(max_size=60), st.sampled_from(list(Polarity)), st.sampled_from(list(Certainty)))
def test_any_sentence_has_one_class_and_sound_numbers(text, polarity, certainty):
    """A number is between 0 and 1, stands only in the class of tables, and is the same for what is expected either way round."""
    word = probability_word(text, forecast(text, polarity, certainty), WORDS)
    assert (word.sort is WordClass.TABLE) == bool(word.intervals)
    for table in TABLES:
        one, other = (probability_of(word, table, each) for each in Polarity)
        assert (one is None) == (other is None)
        assert one is None or 0 < one < 1
        low, high = next((each[1:] for each in word.intervals if each[0] == table), (0, 0))
        if one is not None and not low < 0.5 < high:
            assert one == other > 0.5
    if certainty is Certainty.CERTAIN:
        assert not word.intervals
