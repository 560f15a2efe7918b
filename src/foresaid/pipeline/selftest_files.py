"""How does a document of a table become a file? By how its text came to be: recognised, edited, typed.

A document that says nothing of it is a line of JSON; one with form feeds a plain file of pages; recognised
text is hOCR, a reading edition TEI, a born digital text a Word file. What is known of each stands in a
metadata table beside them, as a collector would write it.
"""

from __future__ import annotations

import io
import json
import zipfile
from html import escape
from typing import TYPE_CHECKING, Protocol

from foresaid.archive.writing import make_folder, write_file
from foresaid.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_FIELDS = ("title", "speaker", "author", "date", "date_kind", "work", "edition", "translator", "language")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class Written(Protocol):
    """What is known of a document to be written."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def witness(self) -> str:
        """How they came to be these characters."""


def write_documents(folder: Path, documents: Iterable[Written]) -> tuple[list[Path], Path | None]:
    """The files that hold the documents, and the metadata table of those that do not describe themselves."""
    make_folder(folder)
    lines, rows, paths = [], [], []
    for number, document in enumerate(documents):
        known = {name: value for name in _FIELDS if (value := getattr(document, name, ""))}
        form = _form(document)
        if form == "jsonl":
            lines.append({"id": document.id, "text": document.text, **known})
            continue
        path = folder / f"{number}.{form}"
        write_file(path, _FORMS[form](document.text))
        paths.append(path)
        rows.append({"source": path.name, "id": document.id, **known})
    if lines:
        paths.append(folder / "documents.jsonl")
        write_file(paths[-1], _json_lines(lines))
    if not rows:
        return paths, None
    table = folder / "metadata.jsonl"
    write_file(table, _json_lines(rows))
    return paths, table


def _form(document: Written) -> str:
    """The kind of file that a document is written as."""
    forms = {"ocr": "hocr", "reading edition": "xml", "born digital": "docx", "unknown": "jsonl"}
    if document.witness not in forms:
        raise InputError(
            f"document {document.id}: witness {document.witness!r} is not among {', '.join(forms)}."
        )
    paged = "\f" in document.text and document.witness == "unknown"
    return "txt" if paged else forms[document.witness]


def _json_lines(rows: list[dict[str, str]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8")


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in text.split("\n\n") if part.strip()]


def _plain(text: str) -> bytes:
    return text.encode("utf-8")


def _hocr(text: str) -> bytes:
    """Pages, paragraphs and lines of recognised words, as engines write them."""
    pages = []
    for number, page in enumerate(text.split("\f"), 1):
        blocks = "".join(
            "<p class='ocr_par'>"
            + "".join(f"<span class='ocr_line'>{escape(line)}</span>\n" for line in part.split("\n"))
            + "</p>\n"
            for part in _paragraphs(page)
        )
        pages.append(f"<div class='ocr_page' title='ppageno {number}'>{blocks}</div>\n")
    head = "<head><meta name='ocr-system' content='tesseract 5.3.0'/></head>"
    return (
        f"<html xmlns='http://www.w3.org/1999/xhtml'>{head}<body>{''.join(pages)}</body></html>\n".encode()
    )


def _tei(text: str) -> bytes:
    """An edition's text, one p a paragraph."""
    body = "".join(f"<p>{escape(part)}</p>\n" for part in _paragraphs(text))
    header = (
        "<teiHeader><fileDesc><titleStmt><title/></titleStmt><publicationStmt><p/></publicationStmt>"
        "<sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
    )
    tei = f"<TEI xmlns='http://www.tei-c.org/ns/1.0'>{header}<text><body>{body}</body></text></TEI>\n"
    return tei.encode()


def _docx(text: str) -> bytes:
    """A word processor's file, one paragraph each."""
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(" ".join(part.split()))}</w:t></w:r></w:p>'
        for part in _paragraphs(text)
    )
    link = f'<Relationship Id="d" Type="{_RELATED}" Target="/word/document.xml"/>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}">{link}</Relationships>')
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
        )
    return buffer.getvalue()


_FORMS = {"txt": _plain, "hocr": _hocr, "xml": _tei, "docx": _docx}
