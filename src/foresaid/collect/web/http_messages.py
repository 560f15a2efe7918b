"""What did a web server answer: status, headers, and the body as it was before it was cut and packed?

RFC 9110 and 9112, as far as captures of answers need it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.collect.web.inflating import GZIP, GZIP_MAGIC, RAW, ZLIB, inflate
from foresaid.collect.web.warc_records import head_end, read_headers
from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from foresaid.budgets import Budgets

_STATUS = re.compile(rb"HTTP/[0-9](?:\.[0-9])? {1,3}([0-9]{3})")
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_LONGEST_SIZE = 1_000  # bytes of a line with a chunk's size and its extensions
# Packed twice is seen in the wild, more is not (RFC 9110 §8.4 sets no bound).
_MOST_CODINGS = 3


@dataclass(frozen=True, slots=True)
class Message:
    """An answer: its status (None where it has no status line), headers by name in small letters, raw body."""

    status: int | None
    headers: dict[str, str]
    raw: bytes

    @property
    def media_type(self) -> str:
        """The media type without parameters, in small letters, "" where none is stated."""
        return media_type(self.headers.get("content-type", ""))


def media_type(stated: str) -> str:
    """A media type without its parameters, in small letters."""
    return stated.partition(";")[0].strip().casefold()


def charset(stated: str) -> str | None:
    """The character set that a content-type states."""
    found = _CHARSET.search(stated[:_LONGEST_SIZE])
    return found.group(1) if found else None


def read_message(block: bytes) -> Message:
    """An answer from its bytes; without a status line all of them are the body."""
    status = _STATUS.match(block)
    end, body = head_end(block, 0)
    if not status:
        return Message(None, {}, block)
    if end < 0:
        return Message(int(status.group(1)), {}, b"")
    return Message(int(status.group(1)), read_headers(block[:end].splitlines()[1:]), block[body:])


def unchunked(message: Message) -> tuple[bytes, str]:
    """The body with its chunks joined, and what was wrong with them.

    Where it does not begin with the size of a chunk, whoever captured it had joined them before.
    """
    if message.headers.get("transfer-encoding", "").casefold().strip() != "chunked":
        return message.raw, ""
    raw, place, chunks = message.raw, 0, list[bytes]()
    while True:
        end = raw.find(b"\n", place, place + _LONGEST_SIZE)
        size = _size(raw[place:end]) if end >= 0 else None
        if size is None:
            if not chunks:
                return raw, ""
            if place == len(raw):
                return b"".join(chunks), "its last chunk is missing"
            return b"".join(
                [*chunks, raw[place:]]
            ), "its chunks are damaged; what follows was added as it is"
        if not size:
            return b"".join(chunks), ""
        chunks.append(raw[end + 1 : end + 1 + size])
        place = end + 1 + size
        if place > len(raw):
            return b"".join(chunks), "its last chunk is cut off"
        place += 2 if raw.startswith(b"\r\n", place) else raw.startswith(b"\n", place)


def unpacked(message: Message, body: bytes, budgets: Budgets) -> tuple[bytes, str]:
    """The body unpacked, and what was wrong with it; Unreadable where it cannot be unpacked at all.

    A body that is stated to be packed and is not was unpacked by whoever captured it.
    """
    codings = message.headers.get("content-encoding", "").casefold().replace(",", " ").split()
    if len(codings) > _MOST_CODINGS:
        raise Unreadable(f"packed {len(codings)} times over; at most {_MOST_CODINGS} are undone")
    problem = ""
    for coding in reversed(codings):
        if coding in {"gzip", "x-gzip"}:
            window = GZIP if body.startswith(GZIP_MAGIC) else 0
        elif coding == "deflate":
            window = 0 if _is_text(body) else _deflated(body)
        elif coding == "identity" or _is_text(body):
            window = 0
        else:
            raise Unreadable(f"packed with {coding[:20]}, which is not read here")
        if window:
            inflated = inflate(body, 0, window, budgets)
            body, problem = inflated.data, inflated.problem or problem
    if problem and not body:
        raise Unreadable(problem)
    return body, problem


def _size(line: bytes) -> int | None:
    """The size on a chunk's first line, None where it is none."""
    digits = line.partition(b";")[0].strip()
    try:
        return int(digits, 16) if 0 < len(digits) <= 12 and digits.isalnum() else None  # noqa: PLR2004
    except ValueError:
        return None


def _deflated(body: bytes) -> int:
    """Whether zlib's two bytes stand before the packed ones; servers send both forms (RFC 9110 §8.4.1.2)."""
    head = int.from_bytes(body[:2], "big")
    return ZLIB if body[:1] == b"\x78" and not head % 31 else RAW  # RFC 1950 §2.2


def _is_text(body: bytes) -> bool:
    """Whether a body begins as marked-up text does."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
