"""Does a document that cannot be read end in words a person understands, its bytes kept and its neighbours read?"""

from __future__ import annotations

import io
import zipfile

import pytest

from pdf_writer import Writer, show

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="missing.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
TEI = (
    '<!DOCTYPE TEI [<!ENTITY who "Ada">]><TEI xmlns="http://www.tei-c.org/ns/1.0"><text>&who;</text></TEI>'
)


def package(members, method=zipfile.ZIP_STORED):
    """A zip of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return made.getvalue()


def word(body):
    """A Word file with this body."""
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"<w:body>{body}</w:body></w:document>",
        },
        zipfile.ZIP_DEFLATED,
    )


BAD = {
    "sealed.pdf": (Writer([show(72, 700, "Nobody reads this")], password="sesame").made(), "encrypted"),
    "cut.pdf": (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog", "no whole PDF"),
    "picture.pdf": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), "its bytes are those of image"),
    "cut.docx": (word("<w:p><w:r><w:t>words</w:t></w:r></w:p>" * 900)[:-60], "the file is cut off"),
    "bomb.docx": (word("<w:p/>" * 4_000_000), "a zip bomb"),
    "entities.xml": (TEI.encode(), "a DOCTYPE that declares entities"),
    "void.epub": (
        package({"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}),
        "missing.opf",
    ),
    "plain.epub": (package({"mimetype": "application/epub+zip"}), "no record of its chapters"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "no format reads files .doc"),
}


@pytest.fixture
def folder(write):
    """All of them and a good text in one folder."""
    for name, (content, _) in BAD.items():
        write(f"in/{name}", content)
    return write("in/good.txt", "A good text that must be kept.").parent


def test_each_is_refused_with_its_reason_and_the_rest_is_read(collection, folder, foresaid):
    """Exit code 3, one line a file, every byte received; status tells the same later."""
    report = foresaid.json("add", collection, folder, code=3)
    reasons = {trouble["where"]: trouble["reason"] for trouble in report["troubles"]}
    assert set(reasons) == set(BAD)
    for name, (_, reason) in BAD.items():
        assert reason in reasons[name], name
    found = foresaid.json("status", collection)
    assert found["items"] == len(BAD) + 1
    assert found["readings"] == {"refused": len(BAD), "complete": 1}
    assert {(source, reason) for source, _, reason in found["refused"]} == set(reasons.items())
    foresaid("fsck", collection)


def test_a_line_of_fifty_megabytes_is_refused_by_its_number(collection, write, foresaid):
    """The lines around it are read."""
    rows = [b'{"id": "a", "text": "first"}', b'{"id": "b", "text": "' + b"x" * (50 << 20) + b'"}']
    rows.append(b'{"id": "c", "text": "third"}')
    report = foresaid.json("add", collection, write("rows.jsonl", b"\n".join(rows)), code=3)
    assert report["documents"] == 2
    assert "line 2" in report["troubles"][0]["where"]
    assert "at most 16,777,216 are read" in report["troubles"][0]["reason"]
    assert foresaid.json("status", collection)["readings"] == {"partial": 1}


def test_a_text_of_fifty_megabytes_in_one_line_is_read(collection, write, foresaid):
    """Length alone is no fault."""
    report = foresaid.json("add", collection, write("long.txt", b"word " * (10 << 20)))
    assert report["documents"] == 1
    assert report["most_memory"][0] < 1 << 30
