"""Does an e-book come out as its chapters in order, with pages, record and losses?"""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.budgets import Budgets
from foresaid.collect.ebook.pages import paged
from foresaid.collect.formats.epub import Epub
from foresaid.model.dates import Grade
from foresaid.model.documents import State, Witness

TYPE = "application/epub+zip"
XHTML = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
RECORD = 'xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf"'
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
    'full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
TITLE = "<dc:title>A Book</dc:title>"


def chapter(body):
    """A chapter of a body."""
    return f"<html {XHTML}><head><title>t</title></head><body>{body}</body></html>"


def opf(chapters, metadata=TITLE, items="", refs=""):
    """A record that lists chapters in order."""
    manifest = "".join(
        f'<item id="c{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{number}"/>' for number in range(len(chapters)))
    return (
        f"<package {RECORD}><metadata>{metadata}</metadata>"
        f"<manifest>{manifest}{items}</manifest><spine>{spine}{refs}</spine></package>"
    )


def book(chapters=(), record=None, more=None, mimetype=TYPE, container=CONTAINER):
    """An e-book: (name, bytes or text) chapters in reading order, its record, and further members."""
    members = {} if container is None else {"META-INF/container.xml": container}
    if record != "":
        members["OPS/book.opf"] = record or opf([name for name, _ in chapters])
    members |= {f"OPS/{name}": content for name, content in chapters} | (more or {})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype is not None:
            archive.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


ONE = ("one.xhtml", chapter("<h1>One</h1><p>First&#160;words.</p>"))
TWO = ("two.xhtml", chapter("<p>Second words.</p>"))


@pytest.fixture
def read(extracted):
    """The one extraction of an e-book made from its parts."""

    def reader(*arguments, **others):
        (found,) = extracted(book(*arguments, **others), "file.epub")
        return found

    return reader


def test_chapters_stand_in_their_reading_order(read):
    """The order is that of the record, not of the package; chapters are parted by an empty line."""
    found = read([ONE, TWO], opf(["two.xhtml", "one.xhtml"]))
    assert found.text == "Second words.\n\nOne\n\nFirst\u00a0words."
    assert (found.state, found.witness, found.notes) == (State.COMPLETE, Witness.READING_EDITION, ())


def test_a_book_is_known_by_its_first_member():
    """The media type at byte 30 tells; another zip package may be one, anything else is none."""
    assert Epub().recognises(book([ONE])) is True
    assert Epub().recognises(book([ONE], mimetype=None)) is None
    assert Epub().recognises(b"<html>") is False


def test_references_are_those_of_the_web(read):
    """Percent signs, folders and fragments in a reference lead to the member that is meant."""
    found = read([], opf(["text/chapter%20one.xhtml#top"]), {"OPS/text/chapter one.xhtml": ONE[1]})
    assert found.text.startswith("One")


def test_the_table_of_contents_and_pages_without_words_are_left_out(read):
    """Both are named; a part outside the reading order comes last, and a chapter listed twice once."""
    nav = chapter(
        '<nav epub:type="toc"><h1>Contents</h1><ol><li><a href="one.xhtml">One</a></li></ol></nav>'
    )
    items = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    refs = '<itemref idref="nav"/><itemref idref="c1"/>'
    record = opf(["cover.xhtml", "notes.xhtml", "one.xhtml"], items=items, refs=refs)
    record = record.replace('<itemref idref="c1"/>', '<itemref idref="c1" linear="no"/>')
    cover = ("cover.xhtml", chapter('<p><img src="cover.jpg" alt="A Book"/></p>'))
    found = read([cover, ("notes.xhtml", chapter("<p>Note.</p>")), ONE], record, {"OPS/nav.xhtml": nav})
    assert found.text == "One\n\nFirst\u00a0words.\n\nNote."
    assert "the table of contents is left out: OPS/nav.xhtml" in found.notes
    assert "pages without words (covers, pictures) are left out: OPS/cover.xhtml" in found.notes
    assert any(note.startswith("parts outside the reading order") for note in found.notes)


def test_a_book_in_one_file_keeps_its_words_though_it_holds_the_table(read):
    """A file is not dropped because it holds the table of contents too; the table itself is."""
    words = "<p>" + "Words of the book. " * 20 + "</p>"
    items = '<item id="n" href="all.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    body = chapter(f'<nav epub:type="toc"><ol><li><a href="#a">Part A</a></li></ol></nav>{words}')
    found = read([], opf([], items=items, refs='<itemref idref="n"/>'), {"OPS/all.xhtml": body})
    assert found.text.startswith("Words of the book.")
    assert "Part A" not in found.text


@pytest.mark.parametrize(
    "mark",
    [
        '<span epub:type="pagebreak" id="p7" title="7"/>',
        '<span role="doc-pagebreak" id="p7" aria-label="7"></span>',
        '<span epub:type="pagebreak" id="p7">7</span>',
    ],
)
def test_pages_of_the_printed_book_are_kept(read, mark):
    """A break inside a sentence leaves the sentence whole; its number is no word of it."""
    found = read([("one.xhtml", chapter(f"<p>One sen {mark} tence.</p>")), TWO])
    assert found.text == "One sen tence.\n\nSecond words."
    assert [(page.label, found.text[page.start : page.end]) for page in found.pages] == [
        ("7", "tence.\n\nSecond words.")
    ]


def test_a_break_between_blocks_begins_the_next_words(read):
    """A break that stands alone adds no empty block; two of them are two pages, and an unlabelled one is said to be."""
    body = '<p>One.</p><div epub:type="pagebreak" title="v"/><hr epub:type="pagebreak"/><blockquote><p>Two.</p></blockquote>'
    found = read([("one.xhtml", chapter(body))])
    assert found.text == "One.\n\n> Two."
    assert [(page.label, page.start, page.end) for page in found.pages] == [
        ("v", 6, 6),
        ("unnumbered", 6, 12),
    ]


def test_a_page_that_is_marked_as_its_own_beginning_keeps_its_words(read):
    """Words inside an element that is called a page break are not lost."""
    body = f'<section epub:type="pagebreak" title="3"><p>{"All the words of this page. " * 3}</p></section>'
    found = read([("one.xhtml", chapter(body))])
    assert found.text.startswith("All the words")
    assert found.pages[0].label == "3"


def test_pages_can_be_listed_by_the_tables(read):
    """The page list of EPUB 3 and that of EPUB 2 (NCX) point to places in chapters."""
    nav = chapter('<nav epub:type="page-list"><ol><li><a href="one.xhtml#a">12</a></li></ol></nav>')
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><pageList><pageTarget><navLabel><text>13</text></navLabel>'
        '<content src="one.xhtml#b"/></pageTarget></pageList></ncx>'
    )
    items = (
        '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        '<item id="x" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    )
    body = chapter('<p id="a">One.</p><p>Two <a id="b"/>three.</p>')
    found = read(
        [("one.xhtml", body)], opf(["one.xhtml"], items=items), {"OPS/nav.xhtml": nav, "OPS/toc.ncx": ncx}
    )
    assert found.text == "One.\n\nTwo three."
    assert [(page.label, found.text[page.start : page.end]) for page in found.pages] == [
        ("12", "One.\n\nTwo "),
        ("13", "three."),
    ]


def test_the_record_is_stated_as_file_metadata(read):
    """Names by their roles in both editions, rights and numbers; the date of publication has grade D."""
    metadata = (
        '<dc:title id="s">Being Letters</dc:title><dc:title id="t">A Book</dc:title>'
        '<meta refines="#t" property="title-type">main</meta><meta refines="#s" property="title-type">subtitle</meta>'
        '<dc:creator opf:role="aut">A. Writer</dc:creator><dc:creator id="e">E. Ditor</dc:creator>'
        '<meta refines="#e" property="role" scheme="marc:relators">edt</meta>'
        '<dc:contributor opf:role="trl">T. Lator</dc:contributor><dc:publisher>House</dc:publisher>'
        "<dc:rights>Public domain</dc:rights><dc:identifier>urn:isbn:9780000000002</dc:identifier>"
        '<dc:date opf:event="publication">1949</dc:date><dc:date opf:event="modification">2012-01-01</dc:date>'
    )
    found = read([ONE], opf(["one.xhtml"], metadata))
    assert [(each.field, each.value) for each in found.statements] == [
        ("title", "A Book"),
        ("subtitle", "Being Letters"),
        ("author", "A. Writer"),
        ("editor", "E. Ditor"),
        ("translator", "T. Lator"),
        ("publisher", "House"),
        ("rights", "Public domain"),
        ("identifier", "urn:isbn:9780000000002"),
        ("date", "1949"),
    ]
    assert {each.basis for each in found.statements} == {"file metadata"}
    (dating,) = found.datings
    assert (dating.kind, dating.date.text, dating.basis, dating.grade) == (
        "published",
        "1949",
        "file metadata",
        Grade.D,
    )
    assert found.notes == (
        "date '2012-01-01' (file metadata) is that of 'modification', not of publication",
    )


def test_what_programs_write_for_nothing_is_not_believed(read):
    """The year 101 and the author "Unknown" are calibre's blanks."""
    metadata = "<dc:creator>Unknown</dc:creator><dc:date>0101-01-01T00:00:00+00:00</dc:date>"
    found = read([ONE], opf(["one.xhtml"], metadata))
    assert not found.statements
    assert not found.datings
    assert len(found.notes) == 2


@pytest.mark.parametrize(
    ("chapters", "lost"),
    [
        ([ONE], "OPS/two.xhtml is missing"),
        ([ONE, ("two.xhtml", bytes(3_000_000))], "a zip bomb: OPS/two.xhtml would unpack"),
        (
            [ONE, ("two.xhtml", '<!DOCTYPE html [<!ENTITY a "b">]><p>&a;</p>')],
            "OPS/two.xhtml: a DOCTYPE that declares",
        ),
        ([ONE, ("two.xhtml", chapter("<div>" * 600))], "OPS/two.xhtml: tags nested more than 512 deep"),
        (
            [ONE, ("two.xhtml", chapter("<p>a</p><math><mi>x</mi></math>"))],
            "OPS/two.xhtml: 1 formulas or words",
        ),
    ],
    ids=["missing", "bomb", "entities", "deep", "formula"],
)
def test_a_chapter_that_cannot_be_read_is_named(read, chapters, lost):
    """All other chapters are kept, and the book is partial."""
    found = read(chapters, opf(["one.xhtml", "two.xhtml"]))
    assert found.text.startswith("One\n\nFirst")
    assert found.state is State.PARTIAL
    assert lost in found.notes[0]


def test_a_chapter_without_a_file_or_of_another_kind_is_named(read):
    """What the reading order asks for and the book does not have as text is said."""
    items = '<item id="svg" href="map.svg" media-type="image/svg+xml"/>'
    found = read(
        [ONE], opf(["one.xhtml"], items=items, refs='<itemref idref="svg"/><itemref idref="gone"/>')
    )
    assert found.state is State.PARTIAL
    assert found.notes == (
        "a chapter that is no text (image/svg+xml) is not read: OPS/map.svg",
        "a chapter is missing: gone",
    )


def test_html_that_is_no_xml_is_read_as_html(read):
    """Books are often made of it; a note says so."""
    found = read([("one.xhtml", "<html><body><p>One<br>two<p>Three</body></html>")])
    assert found.text == "One\ntwo\n\nThree"
    assert "read as HTML, because it is no XML: OPS/one.xhtml (not well-formed XML" in found.notes[0]


def test_pages_are_marked_in_damaged_html_too(read):
    """Odd names of elements, control characters and characters that no text may hold do no harm to the marks."""
    body = '<p id="a">\x01One \ufdd0 two<b"> <span epub:type="pagebreak" title="8"></span>three & four</p><o">five'
    nav = chapter('<nav epub:type="page-list"><a href="one.xhtml#a">7</a></nav>')
    items = '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    found = read([("one.xhtml", body)], opf(["one.xhtml"], items=items), {"OPS/nav.xhtml": nav})
    assert [page.label for page in found.pages] == ["7", "8"]
    assert "\ufffd two" in found.text
    assert "five" in found.text


def test_words_that_no_reader_sees_are_named(read):
    """Hidden words of a chapter are left out with a note."""
    found = read(
        [("one.xhtml", chapter('<p>Seen.</p><p style="display:none">five words that are hidden</p>'))]
    )
    assert found.text == "Seen."
    assert "hidden text left out: display:none: “five words that are hidden”" in found.notes[0]


def encryption(*paths):
    """A list of encrypted members."""
    data = "".join(
        f'<EncryptedData><CipherData><CipherReference URI="{path}"/></CipherData></EncryptedData>'
        for path in paths
    )
    return {"META-INF/encryption.xml": f"<encryption>{data}</encryption>"}


def test_copy_protection_is_named(read):
    """A protected book is refused, one with a protected chapter is partial; scrambled fonts are no loss."""
    whole = read([ONE], more={**encryption("OPS/one.xhtml"), "META-INF/rights.xml": "<rights/>"})
    assert whole.state is State.REFUSED
    assert whole.notes == ("encrypted (copy protection), not read: OPS/one.xhtml",)
    part = read([ONE, TWO], more=encryption("OPS/two.xhtml"))
    assert part.state is State.PARTIAL
    assert "encrypted (copy protection), not read: OPS/two.xhtml" in part.notes
    assert read([ONE], more=encryption("OPS/fonts/a.otf")).state is State.COMPLETE
    assert "copy protection" in read([ONE], more=encryption("OPS/book.opf")).notes[0]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"record": "", "container": None}, "no EPUB: it has no record of its chapters (OPF)"),
        ({"record": ""}, "the book’s record could not be read: OPS/book.opf: OPS/book.opf is missing"),
        ({"record": "<package>"}, "the book’s record could not be read: OPS/book.opf: not well-formed XML"),
        ({"record": "<package/>"}, "no reading order"),
        ({"record": opf(["gone.xhtml"])}, "OPS/gone.xhtml is missing"),
        ({"chapters": [("a.xhtml", chapter("<img/>"))]}, "no text in the book"),
    ],
    ids=["no record", "lost record", "broken record", "no order", "no chapter", "no words"],
)
def test_a_book_that_cannot_be_read_ends_with_a_reason(read, arguments, reason):
    """Each comes to one refusal in words."""
    found = read(**{"chapters": [], **arguments})
    assert found.state is State.REFUSED
    assert reason in found.notes[0]


def test_a_book_that_does_not_say_that_it_is_one_is_read(extracted):
    """Without mimetype or container the record is looked for, with notes."""
    (found,) = extracted(book([ONE], mimetype=None, container=None), "file.epub")
    assert found.text.startswith("One")
    assert found.notes == (
        "the package does not say that it is an EPUB (mimetype)",
        "META-INF/container.xml is missing",
    )


def test_text_beyond_the_budget_is_counted(extracted):
    """A book larger than the bound is cut between chapters, and partial."""
    (found,) = extracted(book([TWO, ONE]), "file.epub", budgets=Budgets(text=15))
    assert found.text == "Second words."
    assert found.notes == ("1 chapters are not read: the text has more than 15 characters",)


@given(
    st.lists(
        st.lists(st.sampled_from(["word", " ", "\n\n", "> ", "M"]), max_size=12).map("".join), max_size=4
    )
)
def test_pages_lie_side_by_side(chapters):
    """Every mark is a page, in order; each ends where the next begins, the last at the end of the text."""
    labels = [str(number) for number in range("".join(chapters).count("M"))]
    numbers = iter(labels)
    marked = [
        "".join(f"\ufdd0{next(numbers)}\ufdd1" if each == "M" else each for each in one) for one in chapters
    ]
    text, pages = paged(marked, labels)
    assert "\ufdd0" not in text
    assert text.count("word") == "".join(chapters).count("word")
    assert [page.label for page in pages] == labels
    assert all(one.end == other.start for one, other in pairwise(pages))
    assert not pages or pages[-1].end == len(text)


@pytest.mark.parametrize(
    ("name", "text", "note"),
    [
        ("epubcheck_minimal.epub", "Loomings\n\nCall me Ishmael.", ""),
        (
            "epubcheck_ocf-filename-duplicate-after-common-case-folding-error.epub",
            "Call me Ishmael.",
            "cannot tell",
        ),
        ("tika_testEPUB.epub", "Not to be confused with superchapters", "CoverPage.html"),
        ("tika_testEPUB_xml_ext.epub", "the clocks were striking thirteen", "ops-publication"),
    ],
)
def test_books_of_the_hostile_collection(shared, extracted, name, text, note):
    """Samples whose contents are known."""
    (found,) = extracted((shared / "data" / "hostile" / "epub" / name).read_bytes(), name)
    assert text in found.text
    assert note in "".join(found.notes)
