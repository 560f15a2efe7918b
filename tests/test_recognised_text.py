"""Are ALTO and hOCR read line by line, with pages, running heads and the recogniser's own doubts?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.budgets import Budgets
from foresaid.collect.extraction import Choice, extract
from foresaid.collect.formats.alto import Alto
from foresaid.collect.formats.hocr import Hocr
from foresaid.model.documents import State, Witness
from foresaid.plugins import Tools
from foresaid.vocabulary import load_vocabulary


def read(reader, data, **budgets):
    """The one extraction of a file."""
    tools = Tools(load_vocabulary("en"), Budgets(**budgets))
    (found,) = extract(data.encode("utf-8"), Choice("file", reader), tools)
    return found


def stated(found):
    """Field and value of every statement."""
    return [(each.field, each.value) for each in found.statements]


def pages(found):
    """Label, words and running heads of every page."""
    return [(page.label, found.text[page.start : page.end], page.omitted) for page in found.pages]


# ALTO: a page is a list of regions, a region (name, [block, …]), a block [line, …], a line "words".


def line(words):
    """A line of strings; `a|b` is a word a parted before the sign, `=ab` its whole form."""
    strings = []
    for word in words.split():
        content, _, extra = word.partition("|")
        hyphen = "<HYP CONTENT='-'/>" if content.endswith("-") else ""
        strings.append(f'<String CONTENT="{content.rstrip("-")}" {extra.replace("~", " ")}/>{hyphen}')
    return f"<TextLine>{'<SP/>'.join(strings)}</TextLine>"


def block(*lines, attributes=""):
    """A block of lines."""
    return f"<TextBlock {attributes}>{''.join(map(line, lines))}</TextBlock>"


def alto(*parts, head="", version="v3"):
    """A file of pages."""
    return f'<alto xmlns="http://www.loc.gov/standards/alto/ns-{version}#">{head}<Layout>{"".join(parts)}</Layout></alto>'


def page(inside, attributes='PHYSICAL_IMG_NR="7"', margins=""):
    """A page with a print space."""
    return f"<Page {attributes}>{margins}<PrintSpace>{inside}</PrintSpace></Page>"


PARTED = 'Lon-|SUBS_TYPE="HypPart1"~SUBS_CONTENT="London"'
REST = 'don|SUBS_TYPE="HypPart2"~SUBS_CONTENT="London"'


@pytest.mark.parametrize("version", ["v2", "v3", "v4"])
def test_lines_end_as_on_the_page_and_blocks_are_parted(version):
    """Lines within a block, an empty line between blocks, composed blocks opened."""
    body = f"<ComposedBlock>{block('One two', 'three')}</ComposedBlock>{block('Four')}"
    found = read(Alto(), alto(page(body), version=version))
    assert found.text == "One two\nthree\n\nFour"
    assert pages(found) == [("7", found.text, ())]
    assert found.witness is Witness.OCR
    assert found.state is State.COMPLETE
    assert found.notes == ()


def test_a_parted_word_is_written_once():
    """Whole where the file gives both parts; as on the page where it gives one, or none."""
    both = read(Alto(), alto(page(block(f"to {PARTED}", f"{REST} town"))))
    assert both.text == "to London\ntown"
    assert read(Alto(), alto(page(block(f"to {PARTED}")))).text == "to Lon-"
    assert read(Alto(), alto(page(block(f"{REST} town")))).text == "don town"
    assert read(Alto(), alto(page(block("to Lon-", "don")))).text == "to Lon-\ndon"
    across = alto(page(block(f"to {PARTED}")), page(block(f"{REST} town"), 'PRINTED_IMG_NR="xii"'))
    assert pages(read(Alto(), across)) == [("7", "to London", ()), ("xii", "town", ())]


def test_running_heads_are_of_the_page_and_not_of_the_text():
    """Head and foot margins, and blocks that the file's tags call so; side margins hold notes."""
    margins = f"<TopMargin>{block('THE TIMES')}</TopMargin><LeftMargin>{block('a note')}</LeftMargin>"
    tags = '<Tags><OtherTag ID="T1" LABEL="NumberingZone"/></Tags>'
    body = block("12", attributes='TAGREFS="T1"') + block("Text")
    found = read(Alto(), alto(page(body, 'ID="p1"', margins), head=tags))
    assert pages(found) == [("p1", "a note\n\nText", ("THE TIMES", "12"))]


def test_the_recogniser_and_its_doubts_are_stated():
    """The mean of the words' confidence, without those that have none, and each program once."""
    software = "<OCRProcessing><ocrProcessingStep><processingSoftware><softwareCreator>ABBYY</softwareCreator><softwareName>FineReader</softwareName><softwareVersion>11</softwareVersion></processingSoftware></ocrProcessingStep></OCRProcessing>"
    head = f"<Description>{software}{software}</Description>"
    words = 'One|WC="0.5" two|WC="1" three|WC="?" four'
    assert stated(read(Alto(), alto(page(block(words)), head=head))) == [
        ("ocr software", "FineReader 11"),
        ("ocr confidence", "0.75 (mean of 2 words)"),
    ]


def test_pages_without_words_and_other_roots_are_refused():
    """The reason says which."""
    assert read(Alto(), alto(page(""))).notes == ("no words were recognised in it",)
    assert read(Alto(), "<mets/>").notes == ("no ALTO: its root element is mets; alto is expected",)
    assert Alto().recognises(alto().encode()) is True
    assert Alto().recognises(b"<TEI/>") is False


def test_bounds_and_orders_that_are_not_followed_are_named():
    """Pages beyond the bound, characters beyond the bound, and a reading order of the file's own."""
    found = read(Alto(), alto(page(block("One")), page(block("Two"))), pages=1)
    assert (found.text, found.state) == ("One", State.PARTIAL)
    assert found.notes == ("2 pages; only the first 1 are read",)
    assert read(Alto(), alto(page(block("One", "Two"))), text=4).text == "One"
    assert "reading order" in read(Alto(), alto("<ReadingOrder/>", page(block("One")))).notes[0]


LETTERS = st.text(alphabet="abcdefgh", min_size=1, max_size=6)
LINES = st.lists(st.lists(LETTERS, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=5)


@given(st.lists(st.lists(LINES, min_size=1, max_size=3), min_size=1, max_size=3))
def test_alto_and_hocr_of_the_same_lines_are_the_same_text(layout):
    """Pages of blocks of lines of words come out as they went in, from either format."""
    text = "\n\n".join("\n".join(lines) for blocks in layout for lines in blocks)
    first = read(Alto(), alto(*(page("".join(block(*lines) for lines in blocks)) for blocks in layout)))
    second = read(Hocr(), hocr(*("".join(paragraph(*lines) for lines in blocks) for blocks in layout)))
    assert first.text == second.text == text
    assert [(each.start, each.end) for each in first.pages] == [
        (each.start, each.end) for each in second.pages
    ]


# hOCR


def paragraph(*lines):
    """A paragraph of lines of words."""
    words = (
        "".join(
            f"<span class='ocrx_word' title='bbox 0 0 1 1; x_wconf 90'>{word}</span>"
            for word in each.split()
        )
        for each in lines
    )
    inside = "".join(f"<span class='ocr_line' title='bbox 0 0 9 9'>{each}</span>\n" for each in words)
    return f"<div class='ocr_carea'><p class='ocr_par'>{inside}</p></div>"


def hocr(*parts, title="image &quot;a.png&quot;; ppageno {}"):
    """A file of pages, as Tesseract writes it."""
    head = "<head><meta charset='utf-8'><meta name='ocr-system' content='tesseract 5.3.0'></head>"
    inside = "".join(
        f"<div class='ocr_page' title='{title.format(number)}'>{part}</div>"
        for number, part in enumerate(parts)
    )
    return f"<!DOCTYPE html><html>{head}<body>{inside}</body></html>"


def test_recognised_pages_in_html_are_read_by_their_classes():
    """Lines, blocks, pages as numbered, system and confidence; running heads apart, comments unseen."""
    first = "<p class='ocr_header'>THE TIMES</p>" + paragraph("One two", "three") + "<!-- x --> stray"
    found = read(Hocr(), hocr(first, paragraph("Four")))
    assert found.text == "One two\nthree\n\nstray\n\nFour"
    assert pages(found) == [("0", "One two\nthree\n\nstray", ("THE TIMES",)), ("1", "Four", ())]
    assert stated(found) == [
        ("ocr software", "tesseract 5.3.0"),
        ("ocr confidence", "0.90 (mean of 4 words)"),
    ]
    assert found.witness is Witness.OCR
    assert [
        each.label for each in read(Hocr(), hocr(paragraph("x"), title="lpageno iv; ppageno {}")).pages
    ] == ["iv"]
    assert [each.label for each in read(Hocr(), hocr(paragraph("x"), title="")).pages] == ["[1]"]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (hocr(paragraph("x")), True),
        ("<html><div id='p' class=\"ocr_page\" title=''>", True),
        ("<html><p>hOCR marks pages as &lt;div class='ocr_page'&gt;", False),
        ("<html><p class='ocr_pages'>", False),
        ("", False),
    ],
)
def test_hocr_is_told_from_other_html(head, told):
    """By a recognised page or the name of its system; a page about hOCR is none."""
    assert Hocr().recognises(head.encode()) is told


def test_html_without_recognised_pages_is_refused():
    """And so is a page without words; bounds are named."""
    assert read(Hocr(), "<html><p>x").notes == ("no hOCR: no element has the class ocr_page",)
    assert read(Hocr(), hocr("")).notes == ("no words were recognised in it",)
    found = read(Hocr(), hocr(paragraph("One"), paragraph("Two")), pages=1)
    assert (found.text, found.notes) == ("One", ("2 pages; only the first 1 are read",))
    assert read(Hocr(), hocr(paragraph("One", "Two")), text=4).state is State.PARTIAL
