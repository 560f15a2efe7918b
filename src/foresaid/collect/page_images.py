"""How large is a picture, by its header alone? A picture of a few bytes may unpack to gigabytes."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Size = tuple[int, int]

# The markers that start a JPEG frame (ITU-T T.81, table B.1): SOF0 to SOF15 without DHT, JPG and DAC.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset((0x01, 0xFF, *range(0xD0, 0xDA)))
# Header sizes of the bitmap kinds there are (OS/2 1.x, Windows 3 to 5).
_BITMAPS = frozenset((12, 16, 40, 52, 56, 64, 108, 124))
_OLD_BITMAP = 12
# Netpbm: a number P1 to P6, width and height, parted by white space and comments.
_PORTABLE = re.compile(
    rb"P[1-6]\s(?:\s{0,9}#[^\n]{0,200}\n){0,20}\s{0,9}([0-9]{1,9})\s"
    rb"(?:\s{0,9}#[^\n]{0,200}\n){0,20}\s{0,9}([0-9]{1,9})\s"
)
_WIDTH, _HEIGHT = 256, 257  # TIFF's tags
_SHORT = 3
_BOX_HEAD = 8


def picture_sizes(data: bytes, most: int) -> list[Size] | None:
    """Width and height in pixels of each page; None where the bytes are no picture of a known kind.

    PNG, JPEG, TIFF, BMP, PNM, WebP and JPEG 2000. An empty list is a picture whose header is broken; of a TIFF
    at most `most` pages are looked at, and one more.
    """
    for signature, measure in _KINDS:
        if signature.match(data):
            try:
                return list(measure(data, most))
            except (struct.error, IndexError):
                return []
    return None


def _png(data: bytes, _: int) -> Iterator[Size]:
    yield struct.unpack_from(">II", data, 16)


def _jpeg(data: bytes, _: int) -> Iterator[Size]:
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:  # noqa: PLR2004  every marker begins so
            return
        marker = data[place + 1]
        if marker in _BARE:
            place += 1 if marker == 0xFF else 2  # noqa: PLR2004  a fill byte
            continue
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            yield width, height
            return
        place += 2 + max(2, struct.unpack_from(">H", data, place + 2)[0])


def _tiff(data: bytes, most: int) -> Iterator[Size]:
    order = "<" if data.startswith(b"II") else ">"
    place = struct.unpack_from(order + "I", data, 4)[0]
    seen: set[int] = set()
    while place and place not in seen and len(seen) <= most:
        seen.add(place)
        count = struct.unpack_from(order + "H", data, place)[0]
        sides: dict[int, int] = {}
        for number in range(count):
            entry = place + 2 + 12 * number
            tag, kind = struct.unpack_from(order + "HH", data, entry)
            if tag in (_WIDTH, _HEIGHT):
                sides[tag] = struct.unpack_from(order + ("H" if kind == _SHORT else "I"), data, entry + 8)[
                    0
                ]
        yield sides.get(_WIDTH, 0), sides.get(_HEIGHT, 0)
        place = struct.unpack_from(order + "I", data, place + 2 + 12 * count)[0]


def _bitmap(data: bytes, _: int) -> Iterator[Size]:
    header = struct.unpack_from("<I", data, 14)[0]
    if header in _BITMAPS:
        width, height = struct.unpack_from("<HH" if header == _OLD_BITMAP else "<ii", data, 18)
        yield abs(width), abs(height)


def _portable(data: bytes, _: int) -> Iterator[Size]:
    found = _PORTABLE.match(data)
    if found:
        yield int(found[1]), int(found[2])


def _webp(data: bytes, _: int) -> Iterator[Size]:
    kind = data[12:16]
    if kind == b"VP8X":
        across, more_across, down, more_down = struct.unpack_from("<HBHB", data, 24)  # three bytes each
        yield 1 + across + (more_across << 16), 1 + down + (more_down << 16)
    elif kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        yield 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        yield width & 0x3FFF, height & 0x3FFF


def _jpeg2000(data: bytes, _: int) -> Iterator[Size]:
    """The image header box; in a bare code stream the SIZ marker right after its start."""
    if data.startswith(b"\xff\x4f"):
        right, bottom, left, top = struct.unpack_from(">IIII", data, 8)
        yield max(0, right - left), max(0, bottom - top)
        return
    place = 0
    while place + _BOX_HEAD <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind == b"jp2h":
            place += _BOX_HEAD  # its boxes lie inside
            continue
        if kind == b"ihdr":
            height, width = struct.unpack_from(">II", data, place + _BOX_HEAD)
            yield width, height
            return
        if length < _BOX_HEAD:
            return
        place += length


_KINDS: tuple[tuple[re.Pattern[bytes], Callable[[bytes, int], Iterator[Size]]], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    (re.compile(rb"\xff\xd8\xff"), _jpeg),
    (re.compile(rb"II\*\x00|MM\x00\*"), _tiff),
    (re.compile(rb"BM[\x00-\xff]{4}\x00{4}"), _bitmap),
    (re.compile(rb"P[1-6]\s{1,9}[0-9#]"), _portable),
    (re.compile(rb"RIFF[\x00-\xff]{4}WEBPVP8"), _webp),
    (re.compile(rb"\x00{3}\x0cjP  \r\n\x87\n|\xff\x4f\xff\x51"), _jpeg2000),
)
