"""Are the printer's and the editor's words told from the author's, and the author's from theirs?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.evidence import QuotedWords, Source
from foresaid.verify.apparatus import (
    editors_note,
    is_page_number,
    note_mark,
    page_lines,
    paragraph_number,
)
from foresaid.verify.changes import read_changes
from foresaid.verify.quotations import verify_quotation
from foresaid.vocabulary import load_vocabulary

ENGLISH = load_vocabulary("en")
CHANGES = read_changes(ENGLISH)
BEFORE = "The keeper of the eastern light wrote to the owners that the oil"
BEHIND = "would last until the ice went out of the bay."


@pytest.fixture
def verdict(tmp_path):
    """The verdict on a quotation of one text."""

    def ask(text, quote):
        build_segment(tmp_path, [Source("book", text)])
        index = open_index(tmp_path, {"book": Source("book", text)}.__getitem__)
        return verify_quotation(QuotedWords("q", quote), index, ENGLISH)

    return ask


def kinds(found):
    """The kinds of change named, each once."""
    return {edit.kind for edit in found.edits}


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("12", True),
        ("- 12 -", True),
        ("[xii]", True),
        ("Page 12", True),
        ("p. 7", True),
        ("fol. 31", True),
        ("  [ 204 ]  ", True),
        ("i", False),  # a numeral of one letter is a word, or a letter
        ("12 13", False),  # a table
        ("1,250", False),
        ("12 ships", False),
        ("civil", False),
        ("did", False),
        ("ill", False),
        ("", False),
        ("page", False),
    ],
)
def test_a_line_that_is_a_page_number(line, page):
    """A number alone, in figures or numerals, with what printers set around it."""
    assert is_page_number(line) is page


@pytest.mark.parametrize(
    "between",
    [
        "\n12\n",
        "\n- 12 -\n",
        "\n[xii]\n",
        "\n\f",
        "\n12   THE EASTERN LIGHT\n",
        "\n12\n\f\n",
        "\nTHE EASTERN LIGHT. 13\n\n",
    ],
)
@pytest.mark.parametrize("quoted", [" ", "\n"])
def test_the_end_of_a_page_is_no_change_of_words(verdict, between, quoted):
    """Page numbers, running heads and form feeds inside a sentence are not the author's."""
    found = verdict(f"{BEFORE}{between}{BEHIND}", f"{BEFORE}{quoted}{BEHIND}")
    assert found.words == "verbatim", found.edits
    assert found.left_out == ()


def test_a_running_head_without_a_number_is_known_by_its_recurrence(verdict):
    """A line in small letters is a head where a page breaks beside it and the same stands at three pages or more."""
    head = "\n\fFrom the papers of the light\n"
    pages = f"{head.join(['Of oil and wicks nobody wrote.'] * 3)}\n{BEFORE}{{}}{BEHIND}\n"
    assert verdict(pages.format(head), f"{BEFORE} {BEHIND}").words == "verbatim"
    once = verdict(f"{BEFORE}{head}{BEHIND}", f"{BEFORE} {BEHIND}")
    assert (once.words, kinds(once)) == ("altered", {"dropped"})


def test_a_quoters_own_page_number_is_none_of_the_words(verdict):
    """A quotation copied over the end of a page brings its number along."""
    assert verdict(f"{BEFORE} {BEHIND}", f"{BEFORE}\n12\n{BEHIND}").words == "verbatim"


@pytest.mark.parametrize(
    ("text", "quote", "kind"),
    [
        # a refrain in capitals, which is sung
        (f"{BEFORE}\nOH BRING THE LIGHT\n{BEHIND}", f"{BEFORE}\n{BEHIND}", "dropped"),
        # a row of a table: the number is the statement
        (f"{BEFORE}\nbarrels 12\n{BEHIND}", f"{BEFORE}\n{BEHIND}", "number"),
        # a number in the run of a line
        (f"{BEFORE} of 12 barrels {BEHIND}", f"{BEFORE} of barrels {BEHIND}", "number"),
        # a line of two numbers is no page's
        (f"{BEFORE}\n12 13\n{BEHIND}", f"{BEFORE}\n{BEHIND}", "number"),
        # a numeral that is a king's
        (f"{BEFORE} of George III {BEHIND}", f"{BEFORE} of George {BEHIND}", "dropped"),
        # an editor's bracket that turns the sense
        (f"{BEFORE} [not] {BEHIND}", f"{BEFORE} {BEHIND}", "negation"),
        (f"{BEFORE} [only] {BEHIND}", f"{BEFORE} {BEHIND}", "condition"),
        (f"{BEFORE} [perhaps] {BEHIND}", f"{BEFORE} {BEHIND}", "modality"),
        # words that are in no bracket of their own
        (f"{BEFORE} (so he said) {BEHIND}", f"{BEFORE} {BEHIND}", "dropped"),
        (f"{BEFORE} (of the general order) {BEHIND}", f"{BEFORE} {BEHIND}", "dropped"),
        (f"{BEFORE} [so he] said {BEHIND}", f"{BEFORE} {BEHIND}", "dropped"),
    ],
)
def test_what_only_looks_like_apparatus_is_named(verdict, text, quote, kind):
    """Refrains, tables, numbers in the text and brackets that turn the sense are words of the source."""
    found = verdict(text, quote)
    assert found.words == "altered"
    assert kind in kinds(found), found.edits
    assert found.left_out != ()


@pytest.mark.parametrize(
    "note",
    ["(Loud cheers.)", "[sic]", "[p. 12]", "[Applause]", "[*Applause*]", "[Cheers on the left]", "[sic],"],
)
def test_an_editors_bracket_is_left_out_without_blame(verdict, note):
    """What one pair of brackets holds is the editor's; it is named as apparatus, and as left out."""
    found = verdict(f"{BEFORE} {note} {BEHIND}", f"{BEFORE} {BEHIND}")
    assert found.words == "minor", found.edits
    assert "apparatus" in kinds(found)
    assert any(word in note for word in found.left_out)


@pytest.mark.parametrize("mark", ['."14', ".14", "”14", ",3"])
def test_the_quoters_note_mark_is_no_number_of_the_text(verdict, mark):
    """The number of a note behind a stop or a closing mark is the quoter's."""
    found = verdict(f"{BEFORE} {BEHIND}", f"{BEFORE} {BEHIND[:-1]}{mark}")
    assert found.words == "minor", found.edits
    assert kinds(found) <= {"apparatus", "punctuation"}
    assert "apparatus" in kinds(found)


def test_a_number_put_in_elsewhere_is_a_number_put_in(verdict):
    """A number after a word is the text's; so is one of four digits behind a stop, which may be a year."""
    for quote in (f"{BEFORE} 14 {BEHIND}", f"{BEFORE}. 1902 {BEHIND}"):
        found = verdict(f"{BEFORE} {BEHIND}", quote)
        assert (found.words, kinds(found) & {"number", "date"} != set()) == ("altered", True), found.edits


def test_the_number_of_a_paragraph_is_left_out_without_blame(verdict):
    """A record numbers its paragraphs; a quotation over the end of one leaves the number out."""
    text = f"{BEFORE} was short.\n82. {BEHIND.capitalize()}"
    found = verdict(text, f"{BEFORE} was short. {BEHIND.capitalize()}")
    assert (found.words, kinds(found)) == ("minor", {"apparatus"}), found.edits


@pytest.mark.parametrize(
    ("text", "inside", "answer"),
    [
        ("that is so.\n82. Peace derives", "82", True),
        ("that is so.\n(82) Peace derives", "82", True),
        ("that is so.\n82 ships derive", "82", False),  # the line begins with how many
        ("that is so. 82. Peace derives", "82", False),  # in the run of a line
        ("that is so.\nThe count was 82. Peace derives", "82", False),  # at the end of a sentence
        ("that is so.\n18823. Peace derives", "18823", False),  # no record counts so far
        ("82. Peace derives", "82", False),  # nothing before it says that a line begins
    ],
)
def test_a_paragraphs_number_begins_its_line(text, inside, answer):
    """Digits at the beginning of a line, with a stop or bracket behind them."""
    start = text.index(inside)
    assert paragraph_number(text, start, start + len(inside)) is answer


@given(st.text(st.sampled_from("ab1[]\n .,x\f"), max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_answers_stay_inside_the_text(text, one, other):
    """Whatever the page holds: lines found are whole lines with an end on both sides, and no answer fails."""
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    for first, last in page_lines(text, text):
        assert 0 < first <= last < len(text)
        assert text[first - 1] in "\n\f"
        assert text[last] in "\n\f"
        assert "\n" not in text[first:last]
    assert editors_note(text, start, end, CHANGES) in {True, False}
    assert paragraph_number(text, start, end) in {True, False}
    assert note_mark(text, start, end) in {True, False}


@given(st.text(st.sampled_from("abc ,.;"), min_size=1, max_size=60))
def test_a_line_without_ends_is_never_taken_out(text):
    """In the run of a line nothing is a page's number or head."""
    assert page_lines(text, text * 5) == []
