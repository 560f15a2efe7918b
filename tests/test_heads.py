"""Is a title, author or date taken from the head of a text only where it states one?"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.collect.dating.heads import read_head
from foresaid.vocabulary import load_vocabulary

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "heads.toml").read_text("utf-8"))
WORDS = load_vocabulary("en")
PIECES = st.sampled_from(
    [
        "The Fall",
        "By ",
        "by",
        "Ada Example",
        "1989-11-09",
        "4 July 1994",
        "\n",
        "\n\n",
        "#",
        " ",
        ":",
        ",",
        "Dear",
        "é",
        "From: Ada",
        "Date: ",
        "c. 1862",
        "[186-]",
        "MDCCCLXII",
        "London: ",
        "John Murray, ",
        "Printed by ",
        "The Times, ",
        ", p. 3",
        "Spring 1989",
        "/90",
        "Delivered ",
    ]
)


@pytest.mark.parametrize("case", TABLE["head"], ids=lambda case: case["text"].partition("\n")[0])
def test_a_head_states_what_the_table_says(case):
    """Title, author and date are found, and no more."""
    statements, datings = read_head(case["text"], WORDS)
    stated = [(each.field, each.value) for each in statements] + [
        (field, value)
        for each in datings
        for field, value in (("date", each.date.text), ("kind", each.kind), ("basis", each.basis))
        if field == "date" or field in case
    ]
    assert len(stated) == len(case) - 1
    assert dict(stated) == {key: value for key, value in case.items() if key != "text"}


@pytest.mark.parametrize("case", TABLE["no_head"], ids=lambda case: case["why"])
def test_what_is_no_head_states_nothing(case):
    """Speeches, letters, novels, minutes and poems never get a false title, author or date."""
    assert read_head(case["text"], WORDS) == ((), ())


@given(st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=200))
def test_every_statement_stands_where_it_says(text):
    """Whatever the text, each span holds its value, and nothing fails."""
    statements, datings = read_head(text, WORDS)
    for each in statements:
        assert each.value in text[each.start : each.end]
    for each in datings:
        assert text[each.start : each.end].strip()


@pytest.mark.parametrize(
    "unit", ["x", " ", "\n", "By A", "A\n", "1989 ", "#", "A: b\n", "MDCC\n", "A: B, 1862\n"]
)
def test_long_texts_are_read_in_linear_time(unit):
    """A head is a few short lines, so that millions of characters behind it cost nothing."""
    read_head("Title\n" + unit * 1_000_000, WORDS)
