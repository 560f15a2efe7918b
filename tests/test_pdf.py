"""Is the text of a PDF what a reader of its pages sees, and is everything else named?"""

from __future__ import annotations

import pytest

from foresaid.model.documents import State, Witness
from pdf_writer import Writer, box, image, lines, noted, prose, read_pdf, show


def test_text_with_pages_and_witness():
    """Words of the text layer come page by page, born digital, each page with its span."""
    found = read_pdf(show(72, 700, "Nobody saw"), show(72, 700, "this coming."))
    assert found.text == "Nobody saw\nthis coming."
    assert [found.text[page.start : page.end] for page in found.pages] == ["Nobody saw", "this coming."]
    assert (found.witness, found.state, found.extractor) == (
        Witness.BORN_DIGITAL,
        State.COMPLETE,
        "pdf/1",
    )


def test_same_bytes_same_result():
    """Reading twice gives the same extraction."""
    page = lines(72, 700, prose(60, 20))
    assert read_pdf(page) == read_pdf(page)


@pytest.mark.parametrize("order", ["columns", "rows"])
def test_two_columns(order):
    """Columns are read one after the other, in whichever order the file draws them."""
    rows = prose(42, 30)
    left = [show(60, 700 - 12 * n, row) for n, row in enumerate(rows[:15])]
    right = [show(310, 700 - 12 * n, row) for n, row in enumerate(rows[15:])]
    drawn_rows = (
        left + right
        if order == "columns"
        else [each for pair in zip(left, right, strict=True) for each in pair]
    )
    heading = show(60, 740, "A heading over both columns of the page", 18)
    found = read_pdf(heading + "".join(drawn_rows))
    assert found.text.split() == [
        "A",
        "heading",
        "over",
        "both",
        "columns",
        "of",
        "the",
        "page",
        *" ".join(rows).split(),
    ]


def test_table_of_figures():
    """Rows of a table are read across, also when the file draws it by columns."""
    years = [
        ("1913", "4.2", "103.5"),
        ("1914", "3.9", "99.0"),
        ("1915", "5.1", "97.25"),
        ("1916", "6.0", "95.0"),
    ]
    cells = [
        show(60 + 120 * column, 700 - 14 * row, years[row][column])
        for column in range(3)
        for row in range(4)
    ]
    assert read_pdf("".join(cells)).text.splitlines() == [" ".join(row) for row in years]


def test_notes_do_not_interrupt_a_sentence():
    """A paragraph goes on over the page end; the note at the foot stands before it."""
    rows = prose(80, 30)
    first = lines(60, 760, rows[:15]) + show(60, 300, "1 See the minutes of March.", 7)
    found = read_pdf(first, lines(60, 760, rows[15:]))
    assert found.text == "1 See the minutes of March.\n\n" + "\n".join(rows)
    assert found.text[found.pages[0].end :].strip().startswith(rows[15])


def test_headers_and_numbers_are_taken_out():
    """Running headers and page numbers leave the text, stay with the page, and give it its label."""
    rows = prose(80, 40)
    pages = [
        show(60, 800, "PROCEEDINGS OF THE COMMITTEE")
        + lines(60, 760, rows[10 * n : 10 * n + 10])
        + show(290, 40, str(n + 11))
        for n in range(4)
    ]
    found = read_pdf(*pages)
    assert found.text == "\n".join(rows)
    assert [page.label for page in found.pages] == ["11", "12", "13", "14"]
    assert found.pages[2].omitted == ("PROCEEDINGS OF THE COMMITTEE", "13")


def test_chapter_headings_stay():
    """A heading that counts chapters is no running header."""
    pages = [
        show(60, 800, f"Chapter {n}", 18) + lines(60, 760, prose(80, 8, 9 * n)) for n in (1, 2, 3, 4, 5)
    ]
    del pages[2]  # chapter 4 is the third page: its number does not grow with the page
    found = read_pdf(*pages)
    assert [row for row in found.text.splitlines() if row.startswith("Chapter")] == [
        "Chapter 1",
        "Chapter 2",
        "Chapter 4",
        "Chapter 5",
    ]


def test_labels_of_the_file():
    """Where no number is printed, the label that the file gives is the page's."""
    labels = "/PageLabels << /Nums [0 << /S /r >> 1 << /S /D /St 5 >>] >>"
    found = read_pdf(Writer([show(72, 700, "Preface"), show(72, 700, "Text")], labels=labels))
    assert [page.label for page in found.pages] == ["i", "5"]


HIDDEN = {
    "white": (show(72, 600, "written in white", before="1 1 1 rg"), "colour of its ground"),
    "nearly white": (show(72, 600, "written in pale", before="0.99 0.99 1 rg"), "colour of its ground"),
    "black on black": (box(60, 590, 300, 30) + show(72, 600, "under a bar"), "colour of its ground"),
    "covered": (show(72, 600, "was redacted") + box(60, 590, 300, 30), "covered"),
    "invisible": (show(72, 600, "mode three", before="3 Tr"), "invisible"),
    "tiny": (show(72, 600, "fine print", 2), "smaller than 4 points"),
    "outside": (show(900, 600, "off the page"), "outside the page"),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_text_is_left_out_and_named(kind):
    """What no reader of the page sees is no text, and a note quotes it."""
    operators, reason = HIDDEN[kind]
    found = read_pdf(show(72, 700, "What everybody can read on the page.") + operators)
    assert found.text == "What everybody can read on the page."
    assert noted(found, "hidden text left out: page 1", reason)
    assert found.state is State.COMPLETE


def test_light_words_on_a_dark_ground_are_text():
    """White words on a dark bar can be seen, so they are read."""
    found = read_pdf(
        box(60, 690, 300, 30, "0 0 0.4 rg") + show(72, 700, "White on blue", before="1 1 1 rg")
    )
    assert found.text == "White on blue"
    assert not found.notes


def test_hidden_notes_are_few():
    """Twenty pages with hidden words give five notes and a count."""
    page = show(72, 700, "Seen.") + show(72, 600, "not seen", before="3 Tr")
    notes = [note for note in read_pdf(*[page] * 20).notes if note.startswith("hidden")]
    assert len(notes) == 6
    assert "15 more" in notes[-1]


@pytest.mark.parametrize("under", [False, True], ids=["invisible over it", "drawn under it"])
def test_layer_of_a_scan_is_its_text(under):
    """A layer that a picture of the page hides is text somebody recognised, and the witness says so."""
    mode = "" if under else "3 Tr"
    layer = "".join(show(60, 700 - 12 * n, row, before=mode) for n, row in enumerate(prose(80, 9)))
    found = read_pdf(layer + image() if under else image() + layer)
    assert found.text == "\n".join(prose(80, 9))
    assert found.witness is Witness.OCR
    assert noted(found, "made by text recognition", "page 1")


def test_invisible_layer_over_visible_text_is_hidden():
    """A few invisible words on a page of visible ones over a picture stay hidden."""
    found = read_pdf(
        image() + lines(60, 700, prose(80, 9)) + show(60, 300, "ignore the above", before="3 Tr")
    )
    assert "ignore" not in found.text
    assert noted(found, "invisible", "ignore the above")


def test_words_drawn_twice():
    """Bold made by drawing words twice, also letter by letter, is read once."""
    twice = show(72, 700, "Bold heading") + show(72.3, 700, "Bold heading")
    letters = "".join(
        show(72 + 7 * n + shift, 650, each) for n, each in enumerate("COAL") for shift in (0, 0.3)
    )
    assert read_pdf(twice + letters).text.split() == ["Bold", "heading", "COAL"]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_pages(rotate):
    """A page that is turned, or whose words are, is read in the order of its lines."""
    rows = prose(50, 12)
    matrix, place = {
        0: ("1 0 0 1", lambda n: (60, 700 - 12 * n)),
        90: ("0 1 -1 0", lambda n: (100 + 12 * n, 60)),
        180: ("-1 0 0 -1", lambda n: (500, 100 + 12 * n)),
        270: ("0 -1 1 0", lambda n: (500 - 12 * n, 700)),
    }[rotate]
    page = "".join(show(*place(n), row, matrix=matrix) for n, row in enumerate(rows))
    assert read_pdf(Writer([page], rotate=rotate)).text == "\n".join(rows)


def test_ligatures():
    """Ligatures are spelt out, as PDFium or the file's own table gives them."""
    ascii_ = {code: chr(code) for code in range(32, 127)}
    page = show(72, 700, "an of\x80ce of e\x81ects and \x82ag")
    found = read_pdf(Writer([page], meanings={**ascii_, 0x80: "\ufb01", 0x81: "\ufb00", 0x82: "\ufb02"}))
    assert found.text == "an office of effects and flag"


def test_raised_figures():
    """A raised note mark parts from its word, an exponent stays with it; both stay raised."""
    page = (
        show(72, 700, "The output")
        + show(119, 704, "3", 6)
        + show(126, 700, "rose by 10")
        + show(171, 704, "6", 6)
        + show(176, 700, " tons.")
    )
    assert read_pdf(page).text == "The output ³ rose by 10⁶ tons."


def test_right_to_left():
    """Hebrew, drawn from left to right as printers do, is read from right to left, columns too."""
    alphabet = {code: chr(0x5D0 + code - 0x61) for code in range(0x61, 0x7B)} | {32: " "}
    rows = ["abg deh", "zxt ykl"]
    page = "".join(show(300, 700 - 12 * n, row[::-1]) for n, row in enumerate(rows))
    found = read_pdf(Writer([page], meanings=alphabet))
    assert found.text == "\n".join("".join(alphabet[ord(letter)] for letter in row) for row in rows)


def test_hyphens_at_line_ends():
    """A line-end hyphen goes where the other form stands elsewhere or nothing speaks for it, else it stays."""
    rows = [
        "The co-operation of the well-",
        "known members was post-",
        "poned, and the inter-",
        "national well-known pact",
        "of Anglo-",
        "Saxon ports began.",
    ]
    assert read_pdf(lines(72, 700, rows)).text.splitlines() == [
        "The co-operation of the well-known",
        "members was postponed,",
        "and the international",
        "well-known pact",
        "of Anglo-Saxon",
        "ports began.",
    ]


def test_comments_and_fields_are_named():
    """What somebody wrote on the page in a comment is no text of it; a note quotes it."""
    note = "/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (Check this date) >>]"
    found = read_pdf(Writer([show(72, 700, "The text.")], more=note))
    assert found.text == "The text."
    assert noted(found, "comment", "page 1", "Check this date")


def test_letters_without_meaning_are_named():
    """Characters of private use mean nothing to anybody else; the text is partial, and says where."""
    found = read_pdf(
        Writer(
            [show(72, 700, "ab\x80cdefghijkl")],
            meanings={0x80: "\ue123", **{n: chr(n) for n in range(97, 123)}},
        )
    )
    assert found.text == "ab\ufffdcdefghijkl"
    assert found.state is State.PARTIAL
    assert noted(found, "does not tell", "page 1")


def test_nothing_but_numbers():
    """A document of nothing but page numbers keeps them as its text."""
    found = read_pdf(show(290, 40, "1"), show(290, 40, "2"))
    assert found.text.split() == ["1", "2"]
