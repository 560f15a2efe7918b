"""Are damage and additions found and repaired where that is sure, and is everything else left as it stands?"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.model.annotations import Context, Span
from foresaid.model.bodies import ArtefactKind
from foresaid.read.artefacts.annotator import artefact_annotator
from foresaid.read.views import reading_view
from foresaid.vocabulary import load_vocabulary

CASES = tomllib.loads((Path(__file__).parent / "tables" / "artefacts.toml").read_text("utf-8"))["case"]
ANNOTATOR = artefact_annotator(load_vocabulary("en"))
# A page of a book that was never printed, without the end of its last sentence.
PAGE = (
    "The committee sat for eleven days in the room above the corn exchange, and\n"
    "heard forty witnesses. None of them had seen the fire begin. All of them\n"
    "knew who had been seen near the mill, and at what hour, and in whose coat,\n"
    "and most of them had told their neighbours so before they told the police.\n"
    "The chairman, who owned a third of the mill, asked few questions. He wrote\n"
    "down the answers in a pocket book, and it is from this book, which his heirs"
)
REST = "gave to the county library a hundred years later, that we know of them.\n"


def found(text, pages=()):
    """The artefacts of a text."""
    return list(ANNOTATOR.annotate(text, Context(pages=tuple(pages))))


def kinds(text, pages=()):
    """What is found in a text, in its order."""
    return [each.body.kind.value for each in found(text, pages)]


def read(text, pages=()):
    """What is read of a text, blanks apart."""
    return " ".join(reading_view(text, found(text, pages)).text.split())


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_cases_of_the_table(case):
    """Each case of tests/tables/artefacts.toml is found as it says, and read so."""
    assert kinds(case["text"]) == case["kinds"]
    if "reads" in case:
        assert reading_view(case["text"], found(case["text"])).text == case["reads"]


def printed(furniture, count=4):
    """Pages that each break off in a sentence, with what stands between them: `furniture(number)`."""
    return "".join(PAGE + furniture(number) + REST for number in range(41, 41 + count))


@pytest.mark.parametrize(
    "furniture",
    [
        lambda number: f"\n\n{number}\n\n",
        lambda number: f"\n                 - {number} -\n",
        lambda number: f"\n\n[Page {number}]\n\n",
        lambda number: f"\n\f{number}  THE BURNING OF THE MILL\n\n",
        lambda number: f"\n\n{number}\n\nThe Burning of the Mill\n\n",
        lambda _number: "\n\nThe Burning of the Mill\n\n",
        lambda number: f"\n\n-----\n\n{number}\n\n",
        lambda _number: "\n\f",
        lambda _number: "\n\n\n",
        lambda number: f"\n\n{['xxxvii', 'xxxviii', 'xxxix', 'xl', 'xli', 'xlii'][number - 41]}\n\n",
    ],
    ids=[
        "number",
        "dashes",
        "page in brackets",
        "form feed, number and head",
        "number and head",
        "head alone",
        "number and strokes",
        "form feed",
        "blank lines",
        "small Roman numerals",
    ],
)
def test_sentences_are_read_over_pages(furniture):
    """Whatever printers put between two pages, the sentence that goes on is read as one."""
    text = printed(furniture)
    assert read(text) == " ".join((PAGE + " " + REST).split() * 4)
    assert kinds(text).count("page break") == 4


def test_pages_that_are_known_give_their_edges_away():
    """A line that begins every page is its head, though no sentence is broken and no number counts."""
    page = "The Burning of the Mill\n" + PAGE + "\nwere not asked.\n"
    text = page * 4
    spans = [Span(at * len(page), (at + 1) * len(page)) for at in range(4)]
    assert kinds(text, spans) == ["running head"] * 4
    assert "Burning" not in read(text, spans)
    assert "Burning" in read(text)


def test_pages_that_are_known_tell_where_a_sentence_goes_on():
    """A capital behind a blank line is no sign that a sentence goes on, unless a new page begins there."""
    first = "The clerk asked for order, but no one heard him. When he rose to speak of the Tanners,\n\n"
    text = first + "Weavers and Millers of the upper town, the hall was as still as a church on a Monday."
    assert kinds(text) == []
    assert kinds(text, [Span(0, len(first)), Span(len(first), len(text))]) == ["page break"]


@pytest.mark.parametrize(
    "line",
    ["(Applause.)", "Mr. SMITH.", "O bring back the mill", "* * *"],
    ids=["applause", "speaker", "refrain", "asterisks"],
)
def test_lines_that_come_again_between_sentences_stay(line):
    """A refrain, a speaker's name or a remark of the shorthand writer is no running head."""
    text = f"\n\n{line}\n\n".join([PAGE + " said so.\n"] * 5)
    assert "running head" not in kinds(text)


@pytest.mark.parametrize("numbers", [(1, 2, 3, 4, 5), (1917, 1918, 1919, 1920, 1921)], ids=str)
def test_numbers_of_chapters_and_years_stay(numbers):
    """Numbers that count up in front of whole paragraphs count chapters or years, not pages."""
    text = "".join(f"\n\n{number}\n\n{PAGE} kept.\n" for number in numbers)
    assert kinds(text) == []


def test_a_word_is_joined_over_a_page():
    """A hyphen at the end of a page, with a number behind it, divides a word as one at a line's end does."""
    text = (
        printed(lambda number: f"\n\n{number}\n\n")
        + PAGE
        + " asked for its restora-\n\n45\n\ntion.\n"
        + PAGE
    )
    assert "restoration." in read(text)


def test_lines_parted_by_blank_lines_are_read_as_paragraphs():
    """Where every line of a text has a blank line behind it, as converters leave it, sentences go on all the same."""
    # one line of the page ends as a sentence does: there it cannot be told whether the paragraph goes on
    first, second = " ".join((PAGE + " " + REST).split()).split(" The chairman")
    text = f"{PAGE}\n{REST}".replace("\n", "\n\n") * 6
    view = reading_view(text, found(text)).text
    lines = [" ".join(line.split()) for line in view.split("\n\n")]
    assert lines.count(first) == 6
    assert lines.count(f"The chairman{second}") == 6


def test_what_is_not_repaired_stands_in_the_view_as_it_was():
    """Marks, emphasis and possible misprints are remarks; reading changes nothing."""
    text = 'The *Mill* "burns" and "smokes": “so what”, said “he”.'
    notes = found(text)
    assert {each.body.repaired for each in notes} == {None}
    assert reading_view(text, notes).text is text


def test_the_change_of_marks_is_where_the_first_new_mark_is(shared):
    """S29: in the seed straight marks become curly ones, and the note stands at the first of them."""
    text = (shared / "seed" / "seed.txt").read_text("utf-8")
    note = next(each for each in found(text) if each.body.kind is ArtefactKind.MIXED_MARKS)
    assert note.target.start == text.index("“")
    assert "straight up to here, curly from here on" in note.body.note


def test_the_page_breaks_of_the_seed_are_repaired(shared):
    """S15, S30, S54: all four page breaks inside sentences are found, and no others."""
    text = (shared / "seed" / "seed.txt").read_text("utf-8")
    gold = json.loads((shared / "seed" / "gold.json").read_text("utf-8"))["artefacts"]
    wanted = [each["at"] for each in gold if each["kind"] == "page break inside a sentence"]
    breaks = [each for each in found(text) if each.body.kind is ArtefactKind.PAGE_BREAK]
    assert len(breaks) == len(wanted)
    # gold.json gives places some characters in front of the blank line
    for each, place in zip(breaks, wanted, strict=True):
        assert place <= each.target.start <= place + 40
    whole = read(text)
    assert "had previously not dared to attack" in whole
    assert "the nature of the Soviet Union and Stalinism" in whole


def test_the_contact_block_of_the_seed_is_not_read(shared):
    """S54: the footer is masked, and its misprint is noted, as is the apostrophe that a quotation lacks (S28)."""
    text = (shared / "seed" / "seed.txt").read_text("utf-8")
    notes = found(text)
    footer = next(each for each in notes if each.body.kind is ArtefactKind.BOILERPLATE)
    assert footer.target == Span(text.index("To contact"), len(text))
    assert "contact" not in reading_view(text, notes).text
    misprints = [each.body for each in notes if each.body.kind is ArtefactKind.MISPRINT]
    assert [(each.text, each.note) for each in misprints] == [
        ("workers state", "elsewhere here: workers’ state (5 times)"),
        ("WSWWS", "elsewhere here: WSWS (2 times)"),
    ]


def test_what_is_masked_parts_paragraphs():
    """In place of a running head or boilerplate there are blanks, with every line break kept."""
    text = printed(lambda number: f"\n\n{number}\n\n")
    view = reading_view(text, [each for each in found(text) if each.body.kind is ArtefactKind.RUNNING_HEAD])
    assert len(view.text) == len(text)
    assert view.text.count("\n") == text.count("\n")
    assert "41" not in view.text


pieces = st.sampled_from(
    [
        PAGE,
        REST,
        "\n\n",
        "\n",
        "\f",
        "12",
        "13",
        "14",
        "[Page 7]",
        "THE MILL",
        "-",
        "re-\n",
        "cover",
        " ",
        '"',
        "“",
        "*a*",
    ]
)


@given(st.lists(pieces, max_size=14).map("".join))
def test_repairs_never_lose_a_word_of_the_text(text):
    """Whatever is put together, all that reading leaves out is what the artefacts name."""
    notes = found(text)
    for each in notes:
        assert each.body.text == text[each.target.start : each.target.end]
    masked = [
        each for each in notes if each.body.kind in {ArtefactKind.RUNNING_HEAD, ArtefactKind.BOILERPLATE}
    ]
    letters = [sign for sign in text if sign.isalpha()]
    left_out = [sign for each in masked for sign in each.body.text if sign.isalpha()]
    kept = [sign for sign in reading_view(text, notes).text if sign.isalpha()]
    assert len(kept) == len(letters) - len(left_out)
