"""How are packed bytes unpacked without a small file becoming a huge one? Up to a bound.

For gzip members of web archives and for packed bodies of web captures.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foresaid.budgets import Budgets

GZIP, ZLIB, RAW = 31, 15, -15  # window bits, as zlib wants them
GZIP_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 16
# Below this size a member may be packed as well as it likes (Budgets.ratio counts beyond a megabyte).
_PLAIN_SAILING = 1 << 20


@dataclass(frozen=True, slots=True)
class Inflated:
    """Unpacked bytes, where in the packed ones they end, and what went wrong ("" where nothing did)."""

    data: bytes
    end: int
    problem: str = ""


def inflate(data: bytes, start: int, window: int, budgets: Budgets) -> Inflated:
    """What one packed member at `start` holds, or its beginning and the problem met."""
    machine = zlib.decompressobj(window)
    view, place, size = memoryview(data), start, 0
    pieces: list[bytes] = []
    problem = ""
    while not problem and not machine.eof and place < len(data):
        chunk: bytes | memoryview = view[place : place + _CHUNK]
        place += len(chunk)
        most = min(budgets.unpacked, max(_PLAIN_SAILING, budgets.ratio * (place - start)))
        while len(chunk) and not problem:
            try:
                pieces.append(machine.decompress(chunk, most + 1 - size))
            except zlib.error as error:
                problem = f"its packed bytes are damaged ({error})"
                break
            size += len(pieces[-1])
            chunk = machine.unconsumed_tail
            if size > most:
                problem = _too_large(most, budgets)
    if not problem and not machine.eof:
        problem = "its packed bytes are cut off"
    return Inflated(b"".join(pieces), place - len(machine.unused_data), problem)


def first_bytes(data: bytes, start: int, most: int) -> bytes:
    """What a gzip member at `start` begins with; nothing where it is none."""
    try:
        return zlib.decompressobj(GZIP).decompress(data[start : start + most + 512], most)
    except zlib.error:
        return b""


def _too_large(most: int, budgets: Budgets) -> str:
    if most == budgets.unpacked:
        return f"unpacked it is larger than {budgets.unpacked >> 20:,} MB"
    return f"unpacked it is more than {budgets.ratio:,} times as large"
