"""How do a confined reader and its parent speak? In frames: one letter, the length, and the content."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from foresaid.collect.stating import DATE_KINDS, PERSONS
from foresaid.errors import DateError
from foresaid.model.dates import Grade
from foresaid.model.documents import Extraction, Page, Statement
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Callable

    from foresaid.model.dates import Dating

OPENED, TEXT, ALIVE, DONE = b"O", b"T", b"A", b"D"
_HEAD = struct.Struct(">cQ")
_PIPE = 1 << 16
# No frame is longer than a text may be (budgets.text characters of at most 4 bytes, and its statements).
LONGEST_FRAME = 1 << 30


@dataclass(frozen=True, slots=True)
class Request:
    """An item to be read: the names it came by, its size in bytes, the language and the bounds."""

    sources: tuple[str, ...]
    size: int
    language: str
    budgets: dict[str, Any]
    probe: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reader says first: the name it reads the item by, the version it is noted under, and its own."""

    source: str
    version: str
    reader: str
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a reading process ended: the signal that ended it or 0, its exit code, and what it cost."""

    signal: int
    code: int
    cpu_seconds: float
    memory: int


class BrokenFrameError(Exception):
    """The other side spoke no frames, or ended within one."""


def encode(value: Any) -> bytes:  # noqa: ANN401 - any of the above, or an Extraction
    """The content of a frame."""
    return msgspec.msgpack.encode(value)


def decode(content: bytes, kind: type[Any]) -> Any:  # noqa: ANN401
    """What a frame says; BrokenFrameError where it is not of the kind expected."""
    try:
        return msgspec.msgpack.decode(content, type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise BrokenFrameError(str(error)) from error


def decode_text(content: bytes) -> Extraction:
    """The extraction in a frame, its spans within its text."""
    found: Extraction = decode(content, Extraction)
    size = len(found.text)
    spans: tuple[Statement | Dating | Page, ...] = (*found.statements, *found.datings, *found.pages)
    for span in spans:
        if (span.start is None) != (span.end is None):
            raise BrokenFrameError("a span has one end only")
        if span.start is not None and span.end is not None and not 0 <= span.start <= span.end <= size:
            raise BrokenFrameError("a span lies outside its text")
    _check_datings(found)
    said: tuple[Statement | Dating, ...] = (*found.statements, *found.datings)
    if any(each.basis in PERSONS for each in said):
        raise BrokenFrameError("it speaks as a person")
    return found


def _check_datings(found: Extraction) -> None:
    """A format grades no better than C (two sources make a B, notes on trust, §5.2), and dates are what they say."""
    for dating in found.datings:
        try:
            same = parse_edtf(dating.date.text) == dating.date
        except DateError:
            same = False
        if not same or dating.grade < Grade.C or dating.kind not in DATE_KINDS:
            raise BrokenFrameError(f"a dating that cannot be: {dating.date.text[:40]!r}")


def write_frame(handle: int, letter: bytes, content: bytes = b"") -> None:
    """Write a whole frame to a pipe or socket."""
    write_all(handle, _HEAD.pack(letter, len(content)))
    write_all(handle, content)


def write_all(handle: int, data: bytes) -> None:
    """Write everything; OSError where nobody reads."""
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def read_frame(handle: int, wait: Callable[[], None] = lambda: None) -> tuple[bytes, bytes] | None:
    """The next frame, or None at the end; `wait` is called before each read and may raise."""
    head = read_exactly(handle, _HEAD.size, wait)
    if head is None:
        return None
    letter, length = _HEAD.unpack(head)
    if length > LONGEST_FRAME:
        raise BrokenFrameError(f"a frame of {length:,} bytes")
    content = read_exactly(handle, length, wait)
    if content is None:
        raise BrokenFrameError("ended within a frame")
    return letter, content


def read_exactly(handle: int, size: int, wait: Callable[[], None] = lambda: None) -> bytes | None:
    """So many bytes; None where the end comes before the first of them."""
    if not size:
        return b""
    data = bytearray()
    while len(data) < size:
        wait()
        part = os.read(handle, min(size - len(data), _PIPE * 16))
        if not part:
            if data:
                raise BrokenFrameError("ended within a frame")
            return None
        data += part
    return bytes(data)
