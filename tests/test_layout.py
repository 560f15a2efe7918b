"""Do words with places become the text that a reader reads: order, paragraphs, headers, hyphens?"""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foresaid.collect.layout.columns import read_page
from foresaid.collect.layout.hyphens import Hyphenation
from foresaid.collect.layout.paragraphs import flow
from foresaid.collect.layout.places import PageLines, Word, begins_low, ends_sentence, runs_left
from foresaid.collect.layout.recognised import recognised_lines
from foresaid.collect.layout.running import take_out
from pdf_writer import prose

HEIGHT = 842.0


def words(left, base, text, size=10.0, *, run=0, width=0.5):
    """A line of text as words, each letter half as wide as high."""
    made, place = [], left
    for each in text.split(" "):
        right = place + width * size * len(each)
        if each:
            made.append(Word(each, place, base - 0.9 * size, right, base + 0.2 * size, base, size, run))
        place = right + 0.3 * size
    return made


def rows(left, base, texts, size=10.0, *, lead=12.0, run=0):
    """Lines one below another, each a stretch of its own."""
    return [
        word
        for number, text in enumerate(texts)
        for word in words(left, base + lead * number, text, size, run=run + number)
    ]


def read(*pages):
    """The text and page spans of pages of words."""
    read_pages = [PageLines(HEIGHT, read_page(page)) for page in pages]
    take_out(read_pages)
    return flow(read_pages, [str(number) for number in range(1, len(pages) + 1)])


def text_of(*pages):
    """The text alone."""
    return read(*pages)[0]


def test_three_columns_below_a_heading():
    """Columns are read from left to right below what spans them, and what stands below them comes last."""
    columns = [prose(28, 12, 12 * n) for n in range(3)]
    page = words(50, 80, "A HEADING OVER ALL THREE COLUMNS OF THE PAGE AND MORE", 14)
    for number in range(12):  # drawn row by row
        for place, column in enumerate(columns):
            page += words(50 + 175 * place, 120 + 12 * number, column[number], run=number)
    page += words(
        50, 320, "A last line over all three columns, which is long enough to cross the gutters.", run=99
    )
    text = text_of(page)
    places = [text.index(column[0]) for column in columns]
    assert places == sorted(places)
    assert text.startswith("A HEADING")
    assert text.endswith("cross the gutters.")
    for column in columns:
        assert "\n".join(column[:6]) in text


def test_hanging_numbers_stay_with_their_paragraphs():
    """A number in the margin is read with the line it stands on."""
    body = prose(70, 12)
    page = rows(90, 100, body, run=50)
    for number in range(4):
        page += words(60, 100 + 36 * number, f"{number + 1}.", run=number)
    got = text_of(page).replace("\n\n", "\n").split("\n")
    assert [line.split(" ", 1)[0] for line in got if line[0].isdigit()] == ["1.", "2.", "3.", "4."]


def test_speakers_beside_their_words():
    """Speakers in a narrow column of their own are read with what they say."""
    said = [
        "Have you read the letters?",
        "I have read them all.",
        "When was that?",
        "In March, before the meeting.",
    ]
    page = []
    for number, each in enumerate(said):
        page += words(60, 100 + 20 * number, "Mr Coal" if number % 2 else "Chairman", run=2 * number)
        page += words(160, 100 + 20 * number, each, run=2 * number + 1)
    lines = text_of(page).replace("\n\n", "\n").split("\n")
    assert lines == [f"{'Mr Coal' if n % 2 else 'Chairman'} {each}" for n, each in enumerate(said)]


def test_side_notes_drawn_apart():
    """Notes in the margin that the file draws after the text are not mixed into its lines."""
    body = prose(60, 12)
    notes = ["State of", "the coal", "trade in", "March", "1913", "and after"]
    text = text_of(rows(150, 100, body) + rows(60, 100, notes, 8, lead=12, run=50))
    assert "\n".join(body) in text
    assert "State of\nthe coal" in text


@pytest.mark.parametrize(
    ("shift", "lead", "count"),
    [(0.0, 24.0, 2), (15.0, 12.0, 2), (0.0, 12.0, 1)],
    ids=["white", "indent", "neither"],
)
def test_paragraphs(shift, lead, count):
    """White above a line, or an indent after a full stop, begins a paragraph; a new line alone does not."""
    first, second = prose(60, 6), prose(60, 6, 40)
    first[-1], second[0] = first[-1] + ".", second[0].capitalize()
    page = rows(60, 100, first) + words(60 + shift, 100 + 60 + lead, second[0], run=20)
    page += rows(60, 100 + 60 + lead + 12, second[1:], run=30)
    assert len(text_of(page).split("\n\n")) == count


def test_double_spacing_is_no_paragraph():
    """Wide lines of a typescript are lines; its wider white parts paragraphs."""
    first, second = prose(60, 6), prose(60, 6, 40)
    page = rows(60, 100, first, lead=24) + rows(60, 100 + 5 * 24 + 36, second, lead=24, run=20)
    assert text_of(page) == "\n".join(first) + "\n\n" + "\n".join(second)


def test_drop_cap():
    """An initial over three lines belongs to the first word."""
    body = prose(50, 8)
    page = [Word("T", 60, 92, 84, 126, 124, 36)]
    page += rows(88, 100, ["he " + body[0], *body[1:3]]) + rows(60, 136, body[3:], run=9)
    assert text_of(page).startswith("The " + body[0])


def test_paragraph_over_pages():
    """A sentence goes on over the page; a new one after an indent begins a paragraph."""
    body = prose(70, 20)
    text, pages = read(rows(60, 100, body[:12]), rows(60, 100, body[12:]))
    assert text == "\n".join(body)
    assert [text[page.start : page.end] for page in pages] == ["\n".join(body[:12]), "\n".join(body[12:])]


def test_word_over_pages():
    """A word that is hyphenated at the page end stands whole on the first page."""
    text, pages = read(rows(60, 100, ["the corre-"]), rows(60, 100, ["spondence was printed"]))
    assert text == "the correspondence\nwas printed"
    assert text[pages[1].start : pages[1].end] == "was printed"


def test_alternating_headers_and_roman_numbers():
    """Left and right pages have heads of their own; Roman numbers are page numbers too."""
    numbers = ["ix", "x", "xi", "xii", "xiii", "xiv"]
    pages = [
        words(60, 40, "THE COAL QUESTION" if n % 2 else "PREFACE TO THE READER")
        + words(500 if n % 2 else 60, 800, number, run=9)
        + rows(60, 100, prose(60, 10, 30 * n), run=20)
        for n, number in enumerate(numbers)
    ]
    text, found = read(*pages)
    assert [page.label for page in found] == numbers
    assert "PREFACE" not in text
    assert "COAL QUESTION" not in text
    assert found[0].omitted == ("PREFACE TO THE READER", "ix")


def test_header_with_a_changing_part():
    """A running head beside a section number that changes from page to page is one all the same."""
    sections = ["§ 1308.11", "§ 1308.12", "§ 1308.23", "§ 1308.31"]
    pages = [
        words(60, 40, "Drug Enforcement Administration")
        + words(480, 40, section, run=1)
        + rows(60, 100, ["goes on " + row for row in prose(60, 8, 10 * n)], run=20)
        for n, section in enumerate(sections)
    ]
    assert "1308" not in text_of(*pages)


def test_repeated_words_inside_the_page_stay():
    """What comes again on every page is no header where other lines stand outside it."""
    pages = [
        rows(
            60,
            40 + n,
            [f"{'abcd'[n]} other opening line", "Resolved unanimously by all", *prose(60, 6, 9 * n)],
        )
        for n in range(4)
    ]
    assert text_of(*pages).count("Resolved unanimously") == 4


def test_headings_far_apart_stay():
    """The same heading at the head of a page in three places of a book is no running head."""
    pages = [
        rows(60, 40, ["NOTES", *prose(60, 6, n)] if n % 12 == 3 else prose(60, 7, n)) for n in range(36)
    ]
    assert text_of(*pages).count("NOTES") == 3


HYPHENS = [
    ("the post-", "poned vote", "", "postponed"),
    ("a well-", "known man", "the well-known man", "well-known"),
    ("a co-", "operation", "cooperation and co-operation and cooperation", "cooperation"),
    ("the Anglo-", "Saxon ports", "", "Anglo-Saxon"),
    ("from 1914-", "1918 on", "", "1914-1918"),
    ("by e-", "mail today", "", "e-mail"),
    ("he said -", "and left", "", None),
    ("a line", "without", "", None),
    ("(inter-", "national) law", "", "(international)"),
]


@pytest.mark.parametrize(("line", "following", "elsewhere", "word"), HYPHENS)
def test_hyphens(line, following, elsewhere, word):
    """The document decides on a hyphen at a line end; where it does not, lower case joins."""
    assert Hyphenation([line, following, elsewhere]).joins(line, following) == word


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("He left.", True),
        ("“He left.”", True),
        ("(see below.)", True),
        ("He left", False),
        ("first;", False),
        ("", False),
    ],
)
def test_ends_of_sentences(text, ends):
    """A sentence ends with its mark, whatever closes after it."""
    assert ends_sentence(text) is ends


@pytest.mark.parametrize(
    ("text", "low"),
    [("and so", True), ("“and so", True), ("And so", False), ("a) first", False), ("7 men", False)],
)
def test_beginnings_in_mid_sentence(text, low):
    """A line goes on in lower case, but an item's letter is no word."""
    assert begins_low(text) is low


@pytest.mark.parametrize(
    ("text", "left"), [("שלום", True), ("hello", False), ("مرحبا bye", True), ("1913", False)]
)
def test_direction_of_writing(text, left):
    """Most letters decide whether a line runs to the left."""
    assert runs_left([text]) is left


def test_recognised_text_keeps_its_paragraphs():
    """A recogniser's empty lines part paragraphs; over pages a sentence goes on."""
    pages = [
        recognised_lines("First line of it\nends here.\n\nThe second goes\n\f"),
        recognised_lines("on over the page.\n"),
    ]
    text, spans = flow(pages, ["1", "2"])
    assert text == "First line of it\nends here.\n\nThe second goes\non over the page."
    assert text[spans[1].start : spans[1].end] == "on over the page."


PLACED = st.builds(
    lambda text, left, base, size, run: Word(
        text, left, base - size, left + len(text) * size / 2, base + size / 4, base, size, run
    ),
    st.text("abcdeXYZ019.,", min_size=1, max_size=8),
    st.floats(-50, 700),
    st.floats(-50, 900),
    st.sampled_from([6.0, 10.0, 10.5, 24.0]),
    st.integers(0, 5),
)


@given(st.lists(st.lists(PLACED, max_size=40), min_size=1, max_size=4))
@settings(max_examples=150)
def test_no_word_is_lost_or_doubled(pages):
    """Wherever words stand, each letter comes out once: in the text, or among the lines taken out."""
    wanted = Counter("".join(word.text for page in pages for word in page))
    text, spans = read(*pages)
    omitted = "".join(line for page in spans for line in page.omitted)
    assert Counter("".join((text + omitted).split())) == wanted
    assert all(0 <= page.start <= page.end <= len(text) for page in spans)
    assert [page.start for page in spans] == sorted(page.start for page in spans)
