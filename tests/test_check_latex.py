"""Which words does a reader of LaTeX see, and does each lead back to its place in the source?"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.budgets import Budgets
from foresaid.collect.formats.latex import Latex
from foresaid.collect.tex.reading import read_tex
from foresaid.model.documents import State
from foresaid.plugins import Tools
from foresaid.vocabulary import load_vocabulary

CASES = tomllib.loads((Path(__file__).parent / "tables" / "check_latex.toml").read_text("utf-8"))["case"]
LIMIT = 1_000_000
# Pieces that make up sources of every shape, sound or not.
PIECES = st.sampled_from(
    ["{", "}", "[", "]", "\\enquote{", "\\footnote{", "\\begin{quote}", "\\end{quote}", "``", "''", "%", "\n", "\n\n",
     "\\newcommand{\\a}[1]{", "\\a{", "#1", "\\'e", "\\", "$", "$$", "~", "-", "--", "\\cite{", "\\item", "dam", " ",
     "wall", "\\textquote[", "\\begin{document}", "\\end{document}", "\\verb|", "\\title{", "\\\\", "&", "\\ldots"]
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["because"])
def test_a_reader_sees_these_words(case):
    """The text of each source is what its printed page shows."""
    assert read_tex(case["source"], LIMIT).traced.text == case["text"]


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_source_ends_as_a_text_whose_places_lie_in_it(source):
    """Whatever is written, every sign of the text stands at a place of the source; blanks may be TeX's own."""
    traced = read_tex(source, LIMIT).traced
    signs = [at for at, sign in enumerate(traced.text) if not sign.isspace()]
    assert all(0 <= traced.origin(at) < len(source) for at in signs)
    assert traced.text == traced.text.strip()


@given(st.lists(st.sampled_from(["dam", "wall", "water", "\\emph{joint}", "% note\n", "``", "''", "\\footnote{sluice}",
                                 "\n", "\\'e", "---"]), max_size=30).map(" ".join))  # fmt: skip
def test_every_word_stands_where_it_is_said_to_stand(source):
    """A word of the text is the same word of the source, at the origin of its first letter and to its last."""
    traced = read_tex(source, LIMIT).traced
    for word in ("dam", "wall", "water", "joint", "sluice"):
        at = traced.text.find(word)
        while at >= 0:
            assert source[traced.origin(at) : traced.origin_of_end(at + len(word))] == word
            at = traced.text.find(word, at + 1)


def test_words_of_a_macro_stand_at_its_call_and_its_arguments_where_they_are_written():
    """Origins lead an editor to what the writer can change."""
    source = "\\newcommand{\\q}[1]{``#1 indeed''}\nThey said \\q{the dam} once."
    traced = read_tex(source, LIMIT).traced
    call = source.index("\\q{the")
    assert traced.origin(traced.text.index("indeed")) == call
    assert traced.origin(traced.text.index("dam")) == source.index("dam}")


@pytest.mark.parametrize(
    "unit",
    ["{", "}", "\\a[", "\\a{", "``", "$$", "%", "\n", "\\footnote{", "\\enquote{", "\\begin{quote}", "\\item", "#1",
     "\\cites{a}", "\\newcommand{\\a}{\\a\\a}\\a ", "\\verb|", "\\begin{verbatim}", "word ", "\\'"],
)  # fmt: skip
def test_half_a_megabyte_of_anything_ends(unit):
    """No repetition makes the reader slow or its text large; what hangs meets the timeout."""
    read = read_tex(unit * (500_000 // len(unit)), LIMIT)
    assert len(read.traced.text) <= 2 * LIMIT


def test_what_is_not_in_the_source_is_named():
    """Files that are read in, and commands nobody knows, are notes; nothing is lost silently."""
    notes = " ".join(
        read_tex("\\input{chapter2} The \\firm fell. \\begin{align}x\\end{align}", LIMIT).notes
    )
    assert "chapter2" in notes
    assert "\\firm" in notes
    assert "formulae" in notes


def test_the_format_states_what_the_source_says_of_itself():
    """Title, author and date are statements and a dating; the text is the printed one."""
    source = b"\\title{The Dam}\\author{Ann Lee}\\date{3 May 1990}\\begin{document}It fell.\\end{document}"
    (found,) = Latex().extract(source, Tools(load_vocabulary("en")))
    assert found.text == "It fell."
    assert {each.field: each.value for each in found.statements}["author"] == "Ann Lee"
    assert [each.date.text for each in found.datings] == ["1990-05-03"]
    assert Latex().recognises(b"\\documentclass{book}") is True
    assert Latex().recognises(b"Once upon a time") is None


def test_a_text_beyond_its_budget_is_cut_and_said_to_be():
    """A source that makes too much text ends as partial."""
    tools = Tools(load_vocabulary("en"), budgets=Budgets(text=100))
    (found,) = Latex().extract(b"word " * 100, tools)
    assert found.state is State.PARTIAL
    assert len(found.text) <= 100
    assert found.notes
