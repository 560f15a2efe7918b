"""How is one short paper written in every format that foresaid reads? By hand, with the same bytes each time.

Standard library only, but for page images: PDFium, which foresaid reads PDF with, draws them.
"""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
import zlib
from dataclasses import dataclass
from html import escape

import pypdfium2

_WIDTH, _LINES = 76, 40  # of a page: letters a line, lines a page
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip package can hold: no day of ours is in it
_TEI = "http://www.tei-c.org/ns/1.0"


@dataclass(frozen=True)
class Paper:
    """A text, and where its date is stated: in a line below the byline, in the file's own fields, or nowhere."""

    title: str
    author: str
    paragraphs: tuple[str, ...]
    date_line: str = ""
    stated: str = ""

    @property
    def blocks(self) -> list[str]:
        """Head and paragraphs in reading order."""
        head = [self.title, f"by {self.author}" if self.author else "", self.date_line]
        return [block for block in (*head, *self.paragraphs) if block]

    @property
    def text(self) -> str:
        """The paper as plain text."""
        head = "\n".join(self.blocks[: len(self.blocks) - len(self.paragraphs)])
        return "\n\n".join(block for block in (head, *self.paragraphs) if block) + "\n"


def plain(paper: Paper) -> bytes:
    """Plain text."""
    return paper.text.encode("utf-8")


def markdown(paper: Paper) -> bytes:
    """Markdown, with front matter where a date is stated."""
    if not paper.stated:
        return f"# {paper.text}".encode()
    front = f"---\ntitle: {paper.title}\nauthor: {paper.author}\ndate: {paper.stated}\n---\n"
    return (front + "\n" + "\n\n".join(paper.paragraphs) + "\n").encode("utf-8")


def html(paper: Paper, *, fields: str = "meta") -> bytes:
    """A web page; `fields` says whether its date stands in a meta element or in JSON-LD."""
    meta = f'<meta name="author" content="{escape(paper.author)}">' if paper.author else ""
    if paper.stated and fields == "meta":
        meta += f'<meta name="DC.date" content="{paper.stated}">'
    elif paper.stated:
        article = {"@context": "https://schema.org", "@type": "Article", "datePublished": paper.stated}
        meta += f'<script type="application/ld+json">{json.dumps(article)}</script>'
    body = "".join(f"<p>{escape(block)}</p>\n" for block in paper.blocks[1:])
    page = f"<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8><title>{escape(paper.title)}</title>{meta}</head>"
    return (
        f"{page}\n<body><article><h1>{escape(paper.title)}</h1>\n{body}</article></body></html>\n".encode()
    )


def latex(paper: Paper) -> bytes:
    """LaTeX, with title, author and date where a date is stated."""
    head = f"\\title{{{paper.title}}}\n\\author{{{paper.author}}}\n\\date{{{paper.stated}}}\n"
    body = "\n\n".join(paper.paragraphs)
    return (
        f"\\documentclass{{article}}\n{head}\\begin{{document}}\n\\maketitle\n{body}\n\\end{{document}}\n"
    ).encode()


def jsonl(*papers: tuple[str, Paper]) -> bytes:
    """JSON lines, one paper a line, under the ids given."""
    lines = []
    for name, paper in papers:
        row = {
            "id": name,
            "title": paper.title,
            "author": paper.author,
            "text": "\n\n".join(paper.paragraphs),
        }
        lines.append(json.dumps(row | ({"date": paper.stated} if paper.stated else {})))
    return ("\n".join(lines) + "\n").encode("utf-8")


def docx(paper: Paper) -> bytes:
    """A Word file, with the day of its making where one is stated."""
    body = "".join(f"<w:p><w:r><w:t>{escape(block)}</w:t></w:r></w:p>" for block in paper.blocks)
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    core = relations + "/metadata/core-properties"
    wordml = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    properties = "application/vnd.openxmlformats-package.core-properties+xml"
    created = f"<dcterms:created>{paper.stated}T12:00:00Z</dcterms:created>" if paper.stated else ""
    return _zip(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{wordml}"/>'
            f'<Override PartName="/docProps/core.xml" ContentType="{properties}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}"'
            f' Target="word/document.xml"/><Relationship Id="r2" Type="{core}" Target="docProps/core.xml"/>'
            "</Relationships>",
            "docProps/core.xml": "<cp:coreProperties"
            ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
            f"<dc:title>{escape(paper.title)}</dc:title>{created}</cp:coreProperties>",
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
        }
    )


def epub(paper: Paper) -> bytes:
    """An e-book of one chapter, with a date in its record where one is stated."""
    date = f"<dc:date>{paper.stated}</dc:date>" if paper.stated else ""
    body = "".join(f"<p>{escape(block)}</p>" for block in paper.blocks[1:])
    return _zip(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container version="1.0"'
            ' xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile'
            ' full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
            "book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x-papers:1'
            f"</dc:identifier><dc:title>{escape(paper.title)}</dc:title><dc:creator>{escape(paper.author)}"
            f"</dc:creator><dc:language>en</dc:language>{date}</metadata><manifest>"
            '<item id="c1" href="c1.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="c1"/></spine></package>',
            "c1.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{escape(paper.title)}</title>'
            f"</head><body><h1>{escape(paper.title)}</h1>{body}</body></html>",
        }
    )


def tei(paper: Paper) -> bytes:
    """TEI P5, the stated date as that of the source."""
    date = f'<date when="{paper.stated}">{paper.stated}</date>' if paper.stated else ""
    body = "".join(f"<p>{escape(block)}</p>" for block in paper.paragraphs)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="{_TEI}"><teiHeader><fileDesc><titleStmt>'
        f"<title>{escape(paper.title)}</title><author>{escape(paper.author)}</author></titleStmt>"
        "<publicationStmt><p>Invented for foresaid.</p></publicationStmt><sourceDesc><bibl>"
        f"<title>{escape(paper.title)}</title>{date}</bibl></sourceDesc></fileDesc></teiHeader>"
        f"<text><body><div><head>{escape(paper.title)}</head>{body}</div></body></text></TEI>\n"
    ).encode()


def alto(paper: Paper) -> bytes:
    """A recognised page in ALTO 4; it has no field for the date of what it shows."""
    lines = "".join(
        f"<TextBlock>{''.join(map(_alto_line, _wrap(block)))}</TextBlock>" for block in paper.blocks
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout>'
        f'<Page ID="P1" PHYSICAL_IMG_NR="1"><PrintSpace>{lines}</PrintSpace></Page></Layout></alto>\n'
    ).encode()


def _alto_line(line: str) -> str:
    words = (f'<String CONTENT="{escape(word)}" WC="0.97"/>' for word in line.split())
    return f"<TextLine>{'<SP/>'.join(words)}</TextLine>"


def hocr(paper: Paper) -> bytes:
    """A recognised page in hOCR; it has no field for the date of what it shows."""
    parts = "".join(
        '<p class="ocr_par">'
        + " ".join(f'<span class="ocr_line">{escape(line)}</span>' for line in _wrap(block))
        + "</p>"
        for block in paper.blocks
    )
    return (
        "<!DOCTYPE html>\n<html><head><title></title><meta name='ocr-system' content='by hand'></head><body>"
        f'<div class="ocr_page" title="ppageno 1">{parts}</div></body></html>\n'
    ).encode()


def warc(address: str, paper: Paper, captured: str) -> bytes:
    """A web archive with one captured page; `captured` is the crawler's day."""
    page = html(paper)
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s"
        % (len(page), page)
    )
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{zlib.crc32(answer):012d}>\r\n"
        f"WARC-Date: {captured}T12:00:00Z\r\nWARC-Target-URI: {address}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", mtime=0)


def atom(address: str, *papers: Paper) -> bytes:
    """An Atom feed; the stated date of each paper is that of its publication."""
    entries = "".join(
        f"<entry><id>{address}{number}</id><title>{escape(paper.title)}</title><author><name>{escape(paper.author)}</name>"
        f"</author>{f'<published>{paper.stated}T09:00:00Z</published>' if paper.stated else ''}"
        f'<updated>2021-05-05T09:00:00Z</updated><content type="html">'
        f"{escape(''.join(f'<p>{escape(block)}</p>' for block in paper.paragraphs))}</content></entry>"
        for number, paper in enumerate(papers, 1)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title>'
        f"<id>{address}</id><updated>2021-05-05T09:00:00Z</updated>{entries}</feed>\n"
    ).encode()


def pdf(paper: Paper, *, header: str = "") -> bytes:
    """A PDF with a text layer: a running header, page numbers, and the day of its making where one is stated."""
    lines = [line for block in paper.blocks for line in (*_wrap(block), "")]
    pages = [lines[at : at + _LINES] for at in range(0, len(lines), _LINES)]
    made = f"/CreationDate (D:{paper.stated.replace('-', '')}120000Z)" if paper.stated else ""
    streams = [_page(page, header, number) for number, page in enumerate(pages, 1)]
    return _pdf(streams, "/Font << /F1 4 0 R >>", made)


def picture_pdf(paper: Paper) -> bytes:
    """A PDF of one page image, without a text layer."""
    width, height, grey = _drawn(paper)
    packed = zlib.compress(grey, 9)
    image = (
        (
            f"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceGray"
            f" /BitsPerComponent 8 /Filter /FlateDecode /Length {len(packed)} >>\nstream\n"
        ).encode()
        + packed
        + b"\nendstream"
    )
    return _pdf([b"612 0 0 792 0 0 cm /Im0 Do"], "/XObject << /Im0 4 0 R >>", "", fourth=image)


def png(paper: Paper) -> bytes:
    """A page image."""
    width, height, grey = _drawn(paper)
    rows = b"".join(b"\x00" + grey[at : at + width] for at in range(0, width * height, width))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def _wrap(block: str) -> list[str]:
    """A paragraph in lines of a page."""
    lines = [""]
    for word in block.split():
        if len(lines[-1]) + len(word) >= _WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".lstrip()
    return lines


def _page(lines: list[str], header: str, number: int) -> bytes:
    """What draws one page: header, lines, page number."""
    shown = [(72, 750, header)] if header else []
    shown += [(72, 710 - 15 * at, line) for at, line in enumerate(lines) if line]
    shown += [(300, 40, str(number))] if header else []
    drawn = (f"1 0 0 1 {x} {y} Tm ({_literal(line)}) Tj" for x, y, line in shown)
    return ("BT /F1 11 Tf " + " ".join(drawn) + " ET").encode("cp1252")


def _literal(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _pdf(streams: list[bytes], resources: str, information: str, *, fourth: bytes = b"") -> bytes:
    """A PDF 1.4: catalogue, pages, information, the object that pages share, then each page and its content."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        f"<< {information} >>".encode(),
        fourth or font,
    ]
    for number, stream in enumerate(streams):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {6 + 2 * number} 0 R"
        objects.append(f"{page} /Resources << {resources} >> >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return data + head + table + tail % (len(objects) + 1, len(data))


def _drawn(paper: Paper) -> tuple[int, int, bytes]:
    """The first page of a paper as an image of 200 dots an inch: width, height and grey values."""
    document = pypdfium2.PdfDocument(pdf(paper))
    bitmap = document[0].render(scale=200 / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    grey = b"".join(
        rows[at : at + bitmap.width] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride)
    )
    size = bitmap.width, bitmap.height
    document.close()
    return *size, grey


def _zip(members: dict[str, str]) -> bytes:
    """A zip package whose bytes depend on its members only."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name, _ZIP_DAY), content)
    return data.getvalue()
