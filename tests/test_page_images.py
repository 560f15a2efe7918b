"""Are page images measured by their headers, and read where text recognition is there?"""

from __future__ import annotations

import shutil
import struct
import subprocess
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import extract_bytes
from foresaid.budgets import Budgets
from foresaid.collect.page_images import picture_sizes
from foresaid.collect.pdfium.document import open_pdf
from foresaid.model.documents import State, Witness
from pdf_writer import Writer, lines, noted, prose


def chunk(kind, body):
    """A part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, grey=b""):
    """A grey PNG; without `grey` only its header is true."""
    rows = b"".join(b"\0" + grey[row * width : (row + 1) * width] for row in range(height if grey else 0))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def tiff(*pages, order="<"):
    """An uncompressed grey TIFF of pages (width, height, grey)."""
    made = b"II*\0" if order == "<" else b"MM\0*"
    place = 8
    made += struct.pack(order + "I", place + sum(len(grey) for _, _, grey in pages))
    strips = []
    for _, _, grey in pages:
        strips.append(place)
        made += grey
        place += len(grey)
    for number, (width, height, grey) in enumerate(pages):
        entries = [
            (256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, strips[number]),
            (277, 3, 1), (278, 4, height), (279, 4, len(grey)),
        ]  # fmt: skip
        made += struct.pack(order + "H", len(entries))
        for tag, kind, value in entries:
            shown = struct.pack(order + "HH", value, 0) if kind == 3 else struct.pack(order + "I", value)
            made += struct.pack(order + "HHI", tag, kind, 1) + shown
        place += 2 + 12 * len(entries) + 4
        made += struct.pack(order + "I", place if number + 1 < len(pages) else 0)
    return made


HEADERS = {
    "PNG": png(300, 200),
    "JPEG": b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xc2\x00\x0b\x08\x00\xc8\x01\x2c\x01\x01\x11\x00",
    "TIFF little": tiff((300, 200, b"")),
    "TIFF big": tiff((300, 200, b""), order=">"),
    "BMP": b"BM" + bytes(12) + struct.pack("<Iii", 40, 300, -200) + bytes(28),
    "BMP of OS/2": b"BM" + bytes(12) + struct.pack("<IHH", 12, 300, 200) + bytes(4),
    "PGM": b"P5\n# a scan\n300 200\n255\n",
    "PBM": b"P1 300 200\n",
    "WebP lossy": b"RIFF\0\0\0\0WEBPVP8 " + bytes(7) + b"\x9d\x01\x2a" + struct.pack("<HH", 300, 200),
    "WebP lossless": b"RIFF\0\0\0\0WEBPVP8L" + bytes(4) + b"\x2f" + struct.pack("<I", 299 | 199 << 14),
    "WebP extended": b"RIFF\0\0\0\0WEBPVP8X"
    + bytes(8)
    + (299).to_bytes(3, "little")
    + (199).to_bytes(3, "little"),
    "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + struct.pack(">I4sI4sII", 30, b"jp2h", 22, b"ihdr", 200, 300),
    "JPEG 2000 code": b"\xff\x4f\xff\x51\0\0\0\0" + struct.pack(">IIII", 310, 210, 10, 10),
}


@pytest.mark.parametrize("kind", HEADERS)
def test_sizes(kind):
    """The header of each kind of picture tells its width and height."""
    assert picture_sizes(HEADERS[kind], 10) == [(300, 200)]


@pytest.mark.parametrize("kind", HEADERS)
def test_cut_headers(kind):
    """A header that was cut gives no size, or that of the picture, never an error."""
    whole = HEADERS[kind]
    for length in range(len(whole)):
        assert picture_sizes(whole[:length], 10) in (None, [], [(300, 200)])


@given(st.binary(max_size=400), st.sampled_from(sorted(HEADERS)))
def test_any_bytes_after_a_signature(junk, kind):
    """Whatever follows a signature, sizes are numbers or missing."""
    for width, height in picture_sizes(HEADERS[kind][:12] + junk, 10) or []:
        assert width >= 0
        assert height >= 0


def test_pages_of_a_tiff_in_a_circle():
    """A TIFF whose pages point back to the first ends."""
    circle = bytearray(tiff((300, 200, b"")))
    circle[-4:] = struct.pack("<I", 8)
    assert picture_sizes(bytes(circle), 10) == [(300, 200)]


@pytest.mark.parametrize(
    ("name", "data"),
    [("bomb.png", png(100_000, 100_000)), ("bomb.tif", tiff((300, 200, b""), (50_000, 50_000, b"")))],
)
def test_bombs_are_refused(name, data):
    """A picture that would unpack to gigabytes is refused by its header, before anybody reads it."""
    (found,) = extract_bytes(data, name)
    assert found.state is State.REFUSED
    assert noted(found, "pixels; at most 40 megapixels are read")


def test_without_a_recogniser():
    """A picture is refused with what would help."""
    (found,) = extract_bytes(png(300, 200), "page.png")
    assert found.notes == ("an image; no text recognition (tesseract) is installed",)


def test_other_bytes_under_a_picture_name():
    """A picture's name on other bytes is a mistake that is named."""
    (found,) = extract_bytes(b"%PDF-1.4 and so on", "page.png")
    assert noted(found, "rename it")


class Tesseract:
    """The recogniser itself, unconfined."""

    name = "tesseract/test"

    def recognise(self, image):
        command = ["tesseract", "stdin", "stdout", "-l", "eng"]
        return subprocess.run(command, input=image, capture_output=True, check=True).stdout.decode("utf-8")


@pytest.fixture(scope="module")
def pictures():
    """Two pages of prose as pictures: width, height, grey bytes."""
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    made = []
    for start in (0, 60):
        writer = Writer([lines(60, 760, prose(60, 8, start), 12, 16)])
        with open_pdf(writer.made()) as document, document.page(0) as page:
            made.append(page.picture(Budgets().pixels))
    return made


def test_a_page_is_read(pictures):
    """The words on a picture come as text read by recognition."""
    (found,) = extract_bytes(png(*pictures[0]), "page.png", recogniser=Tesseract())
    assert found.text.casefold().split() == " ".join(prose(60, 8)).casefold().split()
    assert (found.witness, found.extractor) == (Witness.OCR, "image/1+tesseract/test")
    assert [page.label for page in found.pages] == ["1"]


def test_pages_of_a_tiff(pictures):
    """Each page of a TIFF is a page of the document."""
    (found,) = extract_bytes(tiff(*pictures), "pages.tif", recogniser=Tesseract())
    assert len(found.pages) == 2
    for page, start in zip(found.pages, (0, 60), strict=True):
        words = " ".join(prose(60, 8, start)).casefold().split()
        assert found.text[page.start : page.end].casefold().split() == words


def test_an_empty_picture(pictures):
    """A picture without words is refused, not read as an empty text."""
    (found,) = extract_bytes(png(200, 200, b"\xff" * 40_000), "blank.png", recogniser=Tesseract())
    assert found.state is State.REFUSED
    assert noted(found, "found no text")
