"""Does a Word file come out as the words a reader of the page sees, with all else named?"""

from __future__ import annotations

import io
import tomllib
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foresaid.budgets import Budgets
from foresaid.collect.formats.docx import Docx
from foresaid.collect.wordprocessing.numbering import lettered, roman
from foresaid.collect.wordprocessing.pages import HARD, RENDERED, paged
from foresaid.model.dates import Grade
from foresaid.model.documents import State, Witness

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "docx.toml").read_text("utf-8"))["body"]

_OOXML = "http://schemas.openxmlformats.org"
NAMES = (
    f'xmlns:w="{_OOXML}/wordprocessingml/2006/main" xmlns:mc="{_OOXML}/markup-compatibility/2006" '
    f'xmlns:m="{_OOXML}/officeDocument/2006/math" xmlns:r="{_OOXML}/officeDocument/2006/relationships"'
)
RELATED = f"{_OOXML}/officeDocument/2006/relationships"
PROPERTIES = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/><w:basedOn w:val="Standard"/></w:style>
<w:style w:type="character" w:styleId="Hidden"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hidden2"><w:name w:val="i"/><w:basedOn w:val="Hidden"/></w:style>
<w:style w:type="table" w:styleId="Dark"><w:name w:val="d"/><w:tblStylePr w:type="firstRow">
<w:tcPr><w:shd w:val="clear" w:fill="4472C4"/></w:tcPr></w:tblStylePr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="l"/><w:basedOn w:val="Loop"/></w:style>
"""
LISTS = """
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
"""


def paragraph(words, style=""):
    """A paragraph of one run."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def word_file(body, parts=None, core=None, more=()):
    """A Word file: its body, further parts by kind (their inner XML), core properties, other relationships."""
    parts = {"styles": STYLES, "numbering": LISTS, **(parts or {})}
    related = "".join(
        f'<Relationship Id="{kind}" Type="{RELATED}/{kind.rstrip("0123456789")}" Target="{kind}.xml"/>'
        for kind in parts
    ) + "".join(more)
    main = f'<Relationship Id="d" Type="{RELATED}/officeDocument" Target="/word/document.xml"/>'
    if core is not None:
        main += f'<Relationship Id="c" Type="{PROPERTIES}" Target="docProps/core.xml"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", f"<Relationships>{main}</Relationships>")
        archive.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{related}</Relationships>")
        for kind, inner in parts.items():
            root = {"header": "hdr", "footer": "ftr"}.get(kind.rstrip("0123456789"), kind)
            archive.writestr(f"word/{kind}.xml", f"<w:{root} {NAMES}>{inner}</w:{root}>")
        if core is not None:
            archive.writestr("docProps/core.xml", f"<coreProperties>{core}</coreProperties>")
    return buffer.getvalue()


@pytest.fixture
def read(extracted):
    """The one extraction of a Word file made from its parts."""

    def reader(body, **others):
        (found,) = extracted(word_file(body, **others), "file.docx")
        return found

    return reader


@pytest.mark.parametrize("case", TABLE, ids=[case["name"] for case in TABLE])
def test_a_reader_sees_these_words(read, case):
    """Each case of the table: the text, what is said of it, and whether words are missing."""
    found = read(case["body"])
    assert found.text == case["text"]
    assert found.state is (State.PARTIAL if case.get("partial") else State.COMPLETE)
    assert case.get("note", "") in "\n".join(found.notes)
    assert "note" in case or not found.notes or "tracked" in found.notes[0]
    assert found.witness is Witness.BORN_DIGITAL


def test_the_strict_edition_is_read_alike(extracted):
    """ISO's strict namespaces say the same."""
    data = word_file(paragraph("Words."))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            content = content.replace(
                f"{_OOXML}/wordprocessingml/2006", "http://purl.oclc.org/ooxml/wordprocessingml"
            )
            new.writestr(name, content)
    assert extracted(buffer.getvalue(), "file.docx")[0].text == "Words."


def test_notes_follow_the_text_under_their_marks(read):
    """A mark is raised and cuts no word; the notes stand at the end, in the order of their marks."""
    mark = '<w:r><w:{0}Reference w:id="{1}"/></w:r>'
    note = '<w:{0} w:id="{1}"{3}>{2}</w:{0}>'
    body = f"<w:p><w:r><w:t>The bank</w:t></w:r>{mark.format('footnote', 3)}<w:r><w:t> failed</w:t></w:r>"
    body += f"{mark.format('endnote', 2)}{mark.format('footnote', 2)}</w:p>"
    separator = note.format("footnote", 0, paragraph("———"), ' w:type="separator"')
    notes = note.format("footnote", 2, paragraph("Second."), "") + note.format(
        "footnote", 3, paragraph("First."), ""
    )
    ends = note.format("endnote", 2, paragraph("Last."), "")
    found = read(body, parts={"footnotes": separator + notes, "endnotes": ends})
    assert found.text == (
        "The bank¹ failedⁱ²\n\n[footnote 1] First.\n\n[footnote 2] Second.\n\n[endnote i] Last."
    )


def test_a_note_that_is_not_there_is_missed(read):
    """A mark without its note makes the text partial."""
    found = read('<w:p><w:r><w:t>a</w:t><w:footnoteReference w:id="9"/></w:r></w:p>')
    assert found.state is State.PARTIAL
    assert "notes are not there, though marked: 1" in found.notes


def test_headers_and_footers_are_named_not_read(read):
    """What stands above and below every page is no running text, but is shown in a note."""
    parts = {"header1": paragraph("Ministry of Finance"), "footer1": paragraph("Secret")}
    found = read(paragraph("Words."), parts=parts)
    assert found.text == "Words."
    assert found.state is State.COMPLETE
    assert found.notes == ("headers are left out: “Ministry of Finance”", "footers are left out: “Secret”")


def test_pages_are_those_that_word_laid_out(read):
    """A break set by hand and the one Word found behind it are one; a paragraph across two pages stays whole."""
    body = paragraph("One. ").replace("</w:p>", '<w:r><w:br w:type="page"/></w:r></w:p>')
    body += paragraph("Two, ").replace("<w:t ", "<w:lastRenderedPageBreak/><w:t ")[: -len("</w:p>")]
    body += "<w:r><w:lastRenderedPageBreak/><w:t>and three.</w:t></w:r></w:p>"
    found = read(body)
    assert found.text == "One.\n\nTwo, and three."
    assert [(page.label, found.text[page.start : page.end]) for page in found.pages] == [
        ("1", "One.\n\n"),
        ("2", "Two, "),
        ("3", "and three."),
    ]
    assert not found.notes


def test_pages_that_word_never_laid_out_are_said_to_be_no_more_than_that(read):
    """With breaks set by hand only, nobody knows how many pages were printed."""
    section = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>One.</w:t></w:r></w:p>"
    found = read(section + paragraph("Two."))
    assert [page.label for page in found.pages] == ["1", "2"]
    assert "set by hand" in found.notes[0]


def test_a_list_can_start_anew(read):
    """Two lists of one kind count on, one that says where it starts does not."""
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    assert read("".join(map(item.format, (1, 1, 3, 3)))).text.split("\n\n") == [
        "1. x",
        "2. x",
        "7. x",
        "8. x",
    ]


def test_properties_of_the_file_are_stated_as_such(read):
    """Title, author and day of writing have the basis "file metadata"; the day has grade D."""
    core = "<title>On Banks</title><creator>A. Writer</creator><created>1999-03-04T10:00:00Z</created>"
    found = read(paragraph("Words."), core=core)
    assert {(each.field, each.value, each.basis) for each in found.statements} == {
        ("title", "On Banks", "file metadata"),
        ("creator", "A. Writer", "file metadata"),
        ("date", "1999-03-04T10:00:00Z", "file metadata"),
    }
    (dating,) = found.datings
    assert (dating.kind, dating.basis, dating.grade) == ("written", "file metadata", Grade.D)
    assert dating.date.earliest == dating.date.latest


def test_what_the_text_says_goes_before_what_the_file_says(read):
    """A date line is better evidence than the clock of whoever typed it."""
    body = (
        paragraph("On Banks")
        + paragraph("By Anna Writer")
        + paragraph("4 March 1899")
        + paragraph("Words.")
    )
    found = read(body, core="<created>1999-03-04T10:00:00Z</created>")
    assert [each.basis for each in found.datings] == ["date line", "file metadata"]


@pytest.mark.parametrize(
    "day",
    ["2013-12-23T23:15:00Z", "1970-01-01T00:00:00Z", "1601-01-01T00:00:00Z", "1899-12-30T00:00:00Z",
     "1900-01-01T00:00:00Z", "1980-01-01T00:00:00Z"],
)  # fmt: skip
def test_dates_of_templates_are_not_believed(read, day):
    """What python-docx and empty clocks write is no date, and is said not to be."""
    found = read(paragraph("Words."), core=f"<created>{day}</created><creator>python-docx</creator>")
    assert not found.datings
    assert not found.statements
    assert f"created {day}: the date of a template" in "\n".join(found.notes)
    assert "creator 'python-docx'" in "\n".join(found.notes)


def test_nothing_outside_the_file_is_asked_for(read):
    """A template at an address is counted; a part that leads out of the package is only missing."""
    away = f'<Relationship Id="t" Type="{RELATED}/attachedTemplate" Target="http://127.0.0.1/t" TargetMode="External"/>'
    up = f'<Relationship Id="u" Type="{RELATED}/header" Target="../../../etc/passwd"/>'
    found = read(paragraph("Words."), more=(away, up))
    assert found.text == "Words."
    assert "the header could not be read: etc/passwd is missing" in found.notes
    assert "parts outside the file are not fetched: 1" in found.notes


def test_a_broken_part_beside_the_text_is_named(read):
    """Without its styles a text is read, and is partial."""
    found = read(paragraph("Words."), parts={"styles": "<w:style>"})
    assert (found.text, found.state) == ("Words.", State.PARTIAL)
    assert found.notes[0].startswith("the styles could not be read: word/styles.xml: not well-formed XML")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (word_file(paragraph("x"))[:-40], "no zip package: "),
        (b"PK\3\4" + bytes(40), "no zip package: its end is missing; the file is cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "an encrypted or old (.doc) Word file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted: an Office file that can only be read with a password",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "an old Word file (.doc); save it as .docx",
        ),
        (b"%PDF-1.7", "named .docx, but its bytes are those of pdf"),
        (word_file("<w:p/>"), "no text in the file"),
        (word_file("<w:tbl><w:tr><w:tc>" * 600), "nested more than 512 deep"),
        (word_file("<w:p>&a;</w:p>"), "not well-formed XML"),
    ],
    ids=["truncated", "cut", "ole", "encrypted", "doc", "pdf", "empty", "deep", "entity"],
)
def test_what_cannot_be_read_ends_with_a_reason(extracted, data, reason):
    """Each comes to one refusal in words."""
    (found,) = extracted(data, "file.docx")
    assert found.state is State.REFUSED
    assert reason in found.notes[0]


def test_other_packages_are_called_what_they_are(extracted):
    """A workbook named .docx is said to be one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert extracted(buffer.getvalue(), "file.docx")[0].notes == ("no Word file: it is an Excel workbook",)


def test_a_part_larger_than_the_budget_is_refused(extracted):
    """The bound on XML holds for what a part unpacks to."""
    (found,) = extracted(word_file(paragraph("word " * 400)), "file.docx", budgets=Budgets(xml=1000))
    assert "at most 1,000 are read" in found.notes[0]


@pytest.mark.parametrize(
    ("number", "small", "letters"),
    [
        (1, "i", "a"),
        (4, "iv", "d"),
        (26, "xxvi", "z"),
        (27, "xxvii", "aa"),
        (1999, "mcmxcix", "1999"),
        (0, "0", "0"),
    ],
)
def test_numerals(number, small, letters):
    """Roman numerals and letters as Word counts them; digits where there are none."""
    assert roman(number) == small
    assert lettered(number) == letters


@given(st.text(st.sampled_from("ab \n" + HARD + RENDERED), max_size=60))
def test_pages_cover_the_text_in_order(marked):
    """Pages begin at 0, end at the end, and lie side by side; no mark is left in the text."""
    text, pages, _ = paged(marked)
    assert text == marked.replace(HARD, "").replace(RENDERED, "")
    if pages:
        edges = [pages[0].start, *(page.end for page in pages)]
        assert edges[0] == 0
        assert edges[-1] == len(text)
        assert edges[1:-1] == [page.start for page in pages[1:]]


FRAGMENTS = st.sampled_from([
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>words</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>",
    "<w:tc>", "</w:tc>", "<w:txbxContent>", "</w:txbxContent>", '<w:fldChar w:fldCharType="begin"/>',
    '<w:fldChar w:fldCharType="end"/>', "<w:lastRenderedPageBreak/>", '<w:br w:type="page"/>',
    "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", '<w:footnoteReference w:id="1"/>', "<w:rPr><w:vanish/></w:rPr>",
    '<w:pPr><w:pStyle w:val="Loop"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>',
])  # fmt: skip


def balanced(parts):
    """Fragments as well-formed XML: what closes nothing is dropped, what is open is closed."""
    written, opened = [], []
    for part in parts:
        if part.startswith("</"):
            if part[2:-1] not in opened:
                continue
            while opened[-1] != part[2:-1]:
                written.append(f"</{opened.pop()}>")
            opened.pop()
        elif not part.endswith("/>") and "</" not in part:
            opened.append(part[1:-1])
        written.append(part)
    return "".join(written) + "".join(f"</{name}>" for name in reversed(opened))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(FRAGMENTS, max_size=40).map(balanced))
def test_elements_in_any_order_lose_no_words(extracted, body):
    """However elements lie in one another, each word is in the text once, is hidden and named, or is refused."""
    (found,) = extracted(word_file(body), "file.docx")
    if found.state is State.COMPLETE and "fldChar" not in body and "vanish" not in body:
        assert found.text.count("words") == body.count("words")


def test_a_signature_is_looked_at():
    """A zip package may be anything, the old container is to be named, all else is no Word file."""
    assert [
        Docx().recognises(head) for head in (b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"")
    ] == [
        None,
        None,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("name", "text", "pages"),
    [
        (
            "tika_testWORD_numbered_list.docx",
            "A. A\n\ni. A i\n\nii. A ii\n\na. A ii a\n\nb. A ii b\n\n2. A ii 2",
            3,
        ),
        ("tika_testWORD_override_list_numbering.docx", "2.a.I 2.a.I\n\n2.b 2.b\n\nTest 3:", 2),
        ("tika_testWORD_various.docx", "Row 1 Col 1\tRow 1 Col 2\tRow 1 Col 3\nRow 2 Col 1\t", 2),
        ("tika_testWORD_sdtInTextBox.docx", "rich-text-content-control_inside-text-box", 0),
    ],
)
def test_files_that_word_wrote(shared, extracted, name, text, pages):
    """Samples whose contents are known, with the number of pages that Word counted (docProps/app.xml)."""
    (found,) = extracted((shared / "data" / "hostile" / "docx" / name).read_bytes(), name)
    assert found.text.count(text) == 1
    assert len(found.pages) == pages
