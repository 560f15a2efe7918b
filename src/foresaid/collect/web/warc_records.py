"""Where do the records of a web archive begin and end, also where it is damaged or its lengths lie?

WARC 1.0 and 1.1 (ISO 28500:2017), plain or packed with gzip. A record is as long as it says only if the
empty lines that close it, another record or the end of the file follow; else it ends where the next begins. So no record swallows another, and
every byte that belongs to none is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foresaid.collect.web.inflating import GZIP, GZIP_MAGIC, first_bytes, inflate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.budgets import Budgets

# Where a record begins inside other bytes: its version, and the first of its headers.
_MARK = re.compile(
    rb"\nWARC/[01]\.[0-9]{1,2}[ \t]{0,9}\r?\n(?:WARC-|Content-)[A-Za-z-]{2,40}[ \t]{0,9}:", re.IGNORECASE
)
# Headers of one record or message: a dozen lines; and digits of a length, up to a petabyte.
_LONGEST_HEAD, _MOST_HEADERS, _MOST_DIGITS = 1 << 16, 200, 15
_HTTP_LENGTH = "content-length"
_MOST_SHOWN = 5
_BEGINS = b"WARC/"
_BREAKS = b"\r\n"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: where it begins, its headers with names in small letters, its block, and what is odd in it.

    `place` is its byte in the file; with gzip that of its member, and the byte in the unpacked member if it is
    not the first there.
    """

    place: str
    headers: dict[str, str]
    block: bytes
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Losses:
    """What belongs to no record, the first of it in words and the rest counted."""

    shown: list[str] = field(default_factory=list)
    more: int = 0

    def add(self, words: str) -> None:
        """One more loss."""
        if len(self.shown) < _MOST_SHOWN:
            self.shown.append(words)
        else:
            self.more += 1

    def notes(self) -> tuple[str, ...]:
        """Every loss shown, and how many more there are."""
        return (*self.shown, f"{self.more:,} more losses of this kind") if self.more else tuple(self.shown)


def records(data: bytes, budgets: Budgets, losses: Losses) -> Iterator[Record]:
    """The records in order; what belongs to none goes to `losses`."""
    place = 0
    if not data.startswith((GZIP_MAGIC, _BEGINS)) and _mark(data, 1) < 0:
        place = _next_member(data, 0, losses, told=False)  # a packed file whose beginning is damaged
    if place < 0 or not data.startswith(GZIP_MAGIC, place):
        yield from _in_member(data, "", losses)
        return
    while 0 <= place < len(data):
        unpacked, end, problem = _member(data, place, budgets)
        if problem:
            losses.add(f"the record at byte {place:,}: {problem}; what could be unpacked was read")
        yield from _in_member(unpacked, f"{place:,}", losses)
        place = _next_member(data, place + len(GZIP_MAGIC) if problem else end, losses, told=bool(problem))


def _member(data: bytes, place: int, budgets: Budgets) -> tuple[bytes, int, str]:
    """What a gzip member holds, with those after it in which no record begins: some writers cut records."""
    member = inflate(data, place, GZIP, budgets)
    pieces, size = [member.data], len(member.data)
    while (
        not member.problem
        and size < budgets.unpacked
        and data.startswith(GZIP_MAGIC, member.end)
        and first_bytes(data, member.end, len(_BEGINS)) not in {_BEGINS, b""}
    ):
        member = inflate(data, member.end, GZIP, budgets)
        pieces.append(member.data)
        size += len(member.data)
    return b"".join(pieces), member.end, member.problem


def read_headers(lines: list[bytes]) -> dict[str, str]:
    """Header fields by name in small letters; the first of a name counts, folded lines are one."""
    found: dict[str, str] = {}
    name = ""
    for line in lines[:_MOST_HEADERS]:
        if line[:1] in (b" ", b"\t") and name:
            found[name] += " " + line.decode("utf-8", "replace").strip()
            continue
        before, colon, value = line.partition(b":")
        name = before.decode("utf-8", "replace").strip().casefold() if colon else ""
        if name in found:
            name = ""
        if name:
            found[name] = value.decode("utf-8", "replace").strip()
    return found


def head_end(data: bytes, start: int) -> tuple[int, int]:
    """Where headers end and what they head begins; (-1, -1) where they do not end within 64 KiB."""
    limit = start + _LONGEST_HEAD
    ends = [(data.find(gap, start, limit), len(gap)) for gap in (b"\r\n\r\n", b"\n\n")]
    place, width = min(((place, width) for place, width in ends if place >= 0), default=(-1, 0))
    return place, place + width


def stated_length(headers: dict[str, str]) -> int | None:
    """The content-length that headers state, None where that is no number."""
    digits = headers.get(_HTTP_LENGTH, "")
    fits = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
    return int(digits) if fits else None


def _next_member(data: bytes, place: int, losses: Losses, *, told: bool) -> int:
    """Where the next gzip member with a record begins, -1 where there is none; what is skipped is a loss."""
    begin = place
    while (found := data.find(GZIP_MAGIC, place)) >= 0:
        if found == begin and not told:
            return found
        if first_bytes(data, found, len(_BEGINS)) == _BEGINS:
            break
        place = found + 1
    skipped = data[begin : found if found >= 0 else len(data)]
    if skipped.strip(b"\0\r\n") and not told and found != begin:
        losses.add(f"{len(skipped):,} bytes from byte {begin:,} on belong to no record")
    return found


def _in_member(data: bytes, member: str, losses: Losses) -> Iterator[Record]:
    """The records of unpacked bytes."""
    place = 0
    while (start := _past_breaks(data, place)) < len(data):
        where = member if member and not start else f"{member} + {start:,}" if member else f"{start:,}"
        end, block = head_end(data, start) if data.startswith(_BEGINS, start) else (-1, -1)
        inner = _mark(data, start + 1)
        if end < 0 or 0 <= inner < end:
            place = inner if inner >= 0 else len(data)
            losses.add(f"{place - start:,} bytes from byte {where} on belong to no record")
            continue
        headers = read_headers(data[start:end].splitlines()[1:])
        close, note = _block_end(data, block, inner, stated_length(headers))
        place = max(close, block)
        yield Record(
            where, headers, data[block : _before_breaks(data, block, close) if note else close], note
        )


def _block_end(data: bytes, start: int, mark: int, length: int | None) -> tuple[int, tuple[str, ...]]:
    """Where a block ends, and a note where that is not where its record says.

    `mark` is where the next record seems to begin, -1 if none does. A mark inside a block of honest length
    is part of it (a page may show a record), but for a message whose own length ends before.
    """
    stated = start + length if length is not None else -1
    after = _past_breaks(data, stated) if 0 <= stated <= len(data) else -1
    if after == len(data) or data.startswith(_BEGINS, after) or data.startswith(b"\r\n\r\n", stated):
        if not 0 <= mark < stated:
            return stated, ()
        if not _ends_before(data, start, mark):
            return stated, ("something in it looks like another record; it was taken as part of this one",)
    says = "does not say how long it is" if length is None else f"says it has {length:,} bytes"
    if mark < 0:
        return len(data), (f"the record {says}; its file ends after {len(data) - start:,}",)
    return mark, (f"the record {says}; the next one begins after {mark - start:,}, and there it was ended",)


def _ends_before(data: bytes, start: int, mark: int) -> bool:
    """Whether the HTTP message at `start` says that it ends before the mark."""
    end, body = head_end(data, start)
    if not data.startswith(b"HTTP/", start) or not 0 <= end < mark:
        return False
    length = stated_length(read_headers(data[start:end].splitlines()[1:]))
    return length is not None and body + length <= mark


def _mark(data: bytes, start: int) -> int:
    found = _MARK.search(data, max(0, start - 1))
    return found.start() + 1 if found else -1


def _past_breaks(data: bytes, place: int) -> int:
    while data[place : place + 1] and data[place] in _BREAKS:
        place += 1
    return place


def _before_breaks(data: bytes, start: int, end: int) -> int:
    """The end without the empty lines that close a record."""
    for _ in range(len("\r\n\r\n")):
        if end > start and data[end - 1] in _BREAKS:
            end -= 1
    return end
