"""What is a PDF made of: pages, their labels, what its file states, and what a page looks like?

PDFium runs on the bytes in memory and is not safe for threads; one document at a time, in one process.
"""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

# 300 dots an inch is what tesseract's documentation asks for; a page has 72 points an inch.
_OCR_SCALE = 300 / 72
_GREY_DEPTH = 255
# The subtypes of annotations (PDF 32000-1, table 169) that carry words of their own.
_WORDY = {
    pdfium_c.FPDF_ANNOT_TEXT, pdfium_c.FPDF_ANNOT_FREETEXT, pdfium_c.FPDF_ANNOT_WIDGET,
    pdfium_c.FPDF_ANNOT_HIGHLIGHT, pdfium_c.FPDF_ANNOT_STAMP, pdfium_c.FPDF_ANNOT_INK,
    pdfium_c.FPDF_ANNOT_UNDERLINE, pdfium_c.FPDF_ANNOT_STRIKEOUT, pdfium_c.FPDF_ANNOT_CARET,
}  # fmt: skip
# Comments looked at on one page; their words are quoted in a note, not kept whole.
_MOST_ANNOTATIONS = 200
_LONGEST_VALUE = 4_000
_REASONS = {
    pdfium_c.FPDF_ERR_PASSWORD: "encrypted: it opens only with a password; remove the protection and add it again",
    pdfium_c.FPDF_ERR_SECURITY: "encrypted in a way that nobody here can open; remove the protection and add it"
    " again",
    pdfium_c.FPDF_ERR_FORMAT: "broken: its bytes are no whole PDF",
}


@dataclass(frozen=True, slots=True)
class Box:
    """The part of a page that is shown, in points of the page's own axes, before it is turned."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def area(self) -> float:
        """In square points."""
        return max(0.0, self.right - self.left) * max(0.0, self.top - self.bottom)


class PdfPage:
    """One page, open."""

    def __init__(self, page: Any, text: Any) -> None:  # noqa: ANN401 - PDFium's handles
        self.page = page
        self.text = text

    @property
    def box(self) -> Box:
        """What of the page is shown."""
        rect = pdfium_c.FS_RECTF()
        if not pdfium_c.FPDF_GetPageBoundingBox(self.page, rect):
            return Box(
                0, 0, pdfium_c.FPDF_GetPageWidthF(self.page), pdfium_c.FPDF_GetPageHeightF(self.page)
            )
        return Box(rect.left, rect.bottom, rect.right, rect.top)

    def picture(self, most_pixels: int, scale: float = _OCR_SCALE) -> tuple[int, int, bytes]:
        """Width, height and grey bytes of the page, at most `most_pixels` of them."""
        width, height = pdfium_c.FPDF_GetPageWidthF(self.page), pdfium_c.FPDF_GetPageHeightF(self.page)
        if width * height * scale * scale > most_pixels:
            scale = (most_pixels / (width * height)) ** 0.5
        across, down = max(1, int(width * scale)), max(1, int(height * scale))
        if across * down > most_pixels:  # a page of one point by a million
            raise Unreadable(f"a page of {width:.0f} × {height:.0f} points is too large to be drawn")
        bitmap = pdfium_c.FPDFBitmap_CreateEx(across, down, pdfium_c.FPDFBitmap_Gray, None, 0)
        if not bitmap:
            raise MemoryError
        try:
            pdfium_c.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
            pdfium_c.FPDF_RenderPageBitmap(bitmap, self.page, 0, 0, across, down, 0, pdfium_c.FPDF_ANNOT)
            stride = pdfium_c.FPDFBitmap_GetStride(bitmap)
            address = pdfium_c.FPDFBitmap_GetBuffer(bitmap)
            grey = ctypes.string_at(address, stride * down)
        finally:
            pdfium_c.FPDFBitmap_Destroy(bitmap)
        if stride != across:
            grey = b"".join(grey[row * stride : row * stride + across] for row in range(down))
        return across, down, grey

    def scan(self, most_pixels: int) -> bytes:
        """The page as a picture for text recognition: PNM (P5), 300 dots an inch or as many as allowed."""
        width, height, grey = self.picture(most_pixels)
        return b"P5\n%d %d\n%d\n" % (width, height, _GREY_DEPTH) + grey

    def remarks(self) -> Iterator[str]:
        """The words of comments and form fields that lie on the page and are no part of its text."""
        for number in range(min(pdfium_c.FPDFPage_GetAnnotCount(self.page), _MOST_ANNOTATIONS)):
            annotation = pdfium_c.FPDFPage_GetAnnot(self.page, number)
            if not annotation:
                continue
            try:
                if pdfium_c.FPDFAnnot_GetSubtype(annotation) in _WORDY:
                    values = (_annotated(annotation, key) for key in (b"Contents", b"V"))
                    words = next((value for value in values if value), "")
                    if words:
                        yield words
            finally:
                pdfium_c.FPDFPage_CloseAnnot(annotation)


class PdfFile:
    """A PDF, open; `pages` counts its pages."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 - pypdfium2's document
        self._document = document
        self.pages: int = len(document)

    def stated(self, key: str) -> str:
        """One value of the file's information dictionary, "" where it is absent."""
        return str(self._document.get_metadata_value(key)).replace("\x00", "").strip()

    def label(self, number: int) -> str:
        """The label that the file gives to a page, else its number, counted from 1."""
        return str(self._document.get_page_label(number)).replace("\x00", "").strip() or str(number + 1)

    @property
    def attached(self) -> int:
        """How many files are attached."""
        return int(pdfium_c.FPDFDoc_GetAttachmentCount(self._document.raw))

    @contextmanager
    def page(self, number: int) -> Iterator[PdfPage | None]:
        """A page while it is looked at; None if it is broken."""
        page = pdfium_c.FPDF_LoadPage(self._document.raw, number)
        text = pdfium_c.FPDFText_LoadPage(page) if page else None
        try:
            yield PdfPage(page, text) if page and text else None
        finally:
            if text:
                pdfium_c.FPDFText_ClosePage(text)
            if page:
                pdfium_c.FPDF_ClosePage(page)


@contextmanager
def open_pdf(data: bytes) -> Iterator[PdfFile]:
    """The document in the bytes; Unreadable says why there is none."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = _REASONS.get(getattr(error, "err_code", None), "broken: it cannot be opened as a PDF")
        raise Unreadable(reason) from error
    try:
        yield PdfFile(document)
    finally:
        document.close()


def _annotated(annotation: Any, key: bytes) -> str:  # noqa: ANN401 - PDFium's handle
    """A text value of an annotation."""
    size = min(pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0), 2 * _LONGEST_VALUE)
    buffer = (pdfium_c.FPDF_WCHAR * (size // 2 + 1))()
    length = pdfium_c.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    if length > size:
        return f"words of {length // 2:,} characters"
    words = bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", "replace")
    return " ".join(words.replace("\x00", "").split())
