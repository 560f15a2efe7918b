"""What of a PDF beside its words is told: scans, blank and broken pages, protection, budgets, metadata?"""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import extract_bytes
from foresaid.budgets import Budgets
from foresaid.collect.pdfium.document import open_pdf
from foresaid.collect.pdfium.reading import numbered
from foresaid.model.dates import Grade
from foresaid.model.documents import State, Witness
from foresaid.plugins import Unreadable
from pdf_writer import Writer, image, lines, noted, prose, read_pdf, show

ROWS = prose(70, 14)
SEEN = "What everybody can read on the page."


class Tesseract:
    """The recogniser itself, unconfined."""

    name = "tesseract/test"

    def recognise(self, image):
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "-l", "eng"], input=image, capture_output=True, check=False
        )
        if done.returncode:
            raise Unreadable(done.stderr.decode("utf-8", "replace").strip())
        return done.stdout.decode("utf-8")


@pytest.fixture(scope="session")
def tesseract():
    """A recogniser; tests that need one are skipped where tesseract is absent."""
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    return Tesseract()


def scanned(*operators):
    """Pages as a scanner would make them: pictures of what the operators draw, without a text layer."""
    with open_pdf(Writer(["".join(operators)]).made()) as document, document.page(0) as page:
        return page.picture(Budgets().pixels)


@pytest.fixture(scope="session")
def scan():
    """A page of prose as a picture."""
    return scanned(lines(60, 760, ROWS, 12, 15))


def test_a_scan_is_recognised(scan, tesseract):
    """Pages without a text layer are read by the recogniser, which the extractor names."""
    beats = []
    writer = Writer([show(72, 700, SEEN), image()], picture=scan)
    found = read_pdf(writer, recogniser=tesseract, alive=lambda: beats.append(1))
    assert found.text.casefold().split() == f"{SEEN} {' '.join(ROWS)}".casefold().split()
    assert (found.witness, found.extractor) == (Witness.OCR, "pdf/1+tesseract/test")
    assert found.state is State.COMPLETE
    assert noted(found, "read by text recognition (tesseract/test), page 2")
    assert len(beats) == 2


def test_a_scan_under_a_stamp_is_recognised(scan, tesseract):
    """A stamp over a picture of the page is no text layer."""
    found = read_pdf(
        Writer([image() + show(60, 20, "Library copy 17")], picture=scan), recogniser=tesseract
    )
    assert " ".join(ROWS[:3]).split() == found.text.split()[: len(" ".join(ROWS[:3]).split())]


def test_some_pages_lack_a_layer(scan):
    """Without a recogniser, pages that are pictures are named and the text is partial."""
    found = read_pdf(
        Writer([show(72, 700, SEEN), image(), image(), show(72, 700, SEEN), image()], picture=scan)
    )
    assert found.state is State.PARTIAL
    assert noted(found, "no text layer, pages 2–3, 5")
    assert len(found.pages) == 5


def test_all_pages_lack_a_layer(scan):
    """A document of pictures is refused with what would help."""
    found = read_pdf(Writer([image()] * 3, picture=scan))
    assert found.state is State.REFUSED
    assert found.notes == ("no text layer on any of 3 pages; no text recognition (tesseract) is installed",)


def test_a_stamp_alone_is_partial(scan):
    """Without a recogniser, the stamp on a scan is kept, and the page named."""
    found = read_pdf(Writer([image() + show(60, 20, "Library copy 17")], picture=scan))
    assert (found.text, found.state) == ("Library copy 17", State.PARTIAL)
    assert noted(found, "hardly any text layer", "page 1")


def test_blank_pages_lack_nothing():
    """A page on which nothing is drawn is not missing anything."""
    found = read_pdf(show(72, 700, "First."), "", show(72, 700, "Third."))
    assert (found.state, found.notes) == (State.COMPLETE, ())
    assert [(page.label, found.text[page.start : page.end]) for page in found.pages] == [
        ("1", "First."),
        ("2", ""),
        ("3", "Third."),
    ]


def test_a_blank_document():
    """A document of blank pages is refused as such."""
    assert read_pdf("", "").notes == ("no text: nothing is drawn on any page",)


def test_nothing_but_hidden_text():
    """A document whose only words are hidden is refused, and they are quoted."""
    found = read_pdf(show(72, 700, "secret", before="3 Tr"))
    assert found.state is State.REFUSED
    assert noted(found, "no text that a reader can see")
    assert noted(found, "invisible", "secret")


def test_protection():
    """A password that nobody must type opens; another one is asked for in words."""
    assert read_pdf(Writer([show(72, 700, SEEN)], password="")).text == SEEN
    found = read_pdf(Writer([show(72, 700, SEEN)], password="sesame"))
    assert found.state is State.REFUSED
    assert noted(found, "encrypted: it opens only with a password")


def test_pages_beyond_the_budget():
    """Pages that may not be read any more are named."""
    found = read_pdf(*[show(72, 700, SEEN)] * 5, budgets=Budgets(pages=2))
    assert found.state is State.PARTIAL
    assert noted(found, "not read: pages 3–5; at most 2 pages")
    assert len(found.pages) == 2


def test_processor_time_beyond_the_budget():
    """A document that takes too long ends with what was read, and names the rest."""
    found = read_pdf(*[show(72, 700, SEEN)] * 3, budgets=Budgets(cpu_seconds=0))
    assert (found.text, found.state) == (SEEN, State.PARTIAL)
    assert noted(found, "not read: pages 2–3", "processor time")


def test_pictures_within_the_budget(scan):
    """A page of any size is drawn with at most so many pixels."""
    for size in ((595, 842), (200_000, 200_000), (14_400, 10)):
        with (
            open_pdf(Writer([image()], picture=scan, size=size).made()) as document,
            document.page(0) as page,
        ):
            width, height, grey = page.picture(1_000_000)
            assert len(grey) == width * height <= 1_000_000


@given(st.integers(0, 3_000), st.binary(max_size=8))
@settings(max_examples=60)
def test_broken_files_say_why(place, junk):
    """A file that was cut or overwritten gives an extraction with its state, never another error."""
    whole = Writer([show(72, 700, SEEN)] * 2).made()
    for data in (whole[:place], whole[:place] + junk + whole[place + len(junk) :]):
        for found in extract_bytes(data if data.startswith(b"%PDF-") else b"%PDF-" + data, "paper.pdf"):
            assert found.text or found.state is State.REFUSED
            assert not noted(found, "reader failed")


def test_metadata():
    """Title, author and day of making come from the file, as leads."""
    info = {
        "Title": "On Coal",
        "Author": "M. Weale",
        "CreationDate": "D:20140722141620+01'00'",
        "ModDate": "D:20200101",
    }
    found = read_pdf(Writer([show(72, 700, SEEN)], info=info))
    assert [(each.field, each.value, each.basis) for each in found.statements] == [
        ("title", "On Coal", "file metadata"),
        ("creator", "M. Weale", "file metadata"),
    ]
    (dating,) = found.datings
    assert (dating.kind, dating.date.text, dating.grade) == ("written", "2014-07-22", Grade.D)
    assert "CreationDate" in dating.note


@pytest.mark.parametrize(
    "title",
    [
        "",
        "  ",
        "untitled",
        "Untitled-1",
        "mins.PDF",
        "Microsoft Word - mins.doc",
        "C:\\papers\\x",
        "PowerPoint Presentation",
        "---",
    ],
)
def test_titles_of_software(title):
    """Titles that software gave, not people, are none."""
    assert read_pdf(Writer([show(72, 700, SEEN)], info={"Title": title})).statements == ()


@pytest.mark.parametrize(
    "made",
    [
        "D:19700101000000",
        "D:19800101",
        "D:19040101000000",
        "D:16010101",
        "D:19840101",
        "D:20140231",
        "D:20141301",
        "yesterday",
        "D:0000",
    ],
)
def test_impossible_days_of_making(made):
    """The day of a clock that nobody set, or that no calendar has, is no date; a note says so."""
    found = read_pdf(Writer([show(72, 700, SEEN)], info={"CreationDate": made}))
    assert found.datings == ()
    assert noted(found, "CreationDate", made)


def test_head_of_the_text():
    """What the first page says of itself counts before what the file says."""
    page = (
        show(72, 760, "On the Price of Coal", 18)
        + show(72, 730, "By Martin Weale")
        + show(72, 710, "23 July 1914")
        + lines(72, 680, prose(70, 5))
    )
    found = read_pdf(Writer([page], info={"CreationDate": "D:20140722"}))
    assert {("title", "On the Price of Coal"), ("author", "Martin Weale")} <= {
        (each.field, each.value) for each in found.statements
    }
    assert [dating.date.text for dating in found.datings] == ["1914-07-23", "2014-07-22"]


@pytest.mark.parametrize(
    ("pages", "words"), [([7], "page 7"), ([2, 3, 4, 7], "pages 2–4, 7"), ([1, 3], "pages 1, 3")]
)
def test_page_numbers_in_notes(pages, words):
    """Page numbers are written as people write them."""
    assert numbered(pages) == words


def test_signature():
    """The signature may stand anywhere within the first 1,024 bytes."""
    whole = Writer([show(72, 700, SEEN)]).made()
    (found,) = extract_bytes(b"\n" * 900 + whole, "paper.pdf")
    assert found.text == SEEN
    (refused,) = extract_bytes(b"no PDF at all", "paper.pdf")
    assert noted(refused, "its bytes are not those of pdf")
