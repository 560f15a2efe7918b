"""What happened to this collection that no computer can work out again?

Append-only lines of canonical JSON. Each holds its number (`seq`) and the SHA-256 of the line before it
(`previous`), so that a changed, dropped or reordered line is found: `records` stops at the first such line,
archive/journal_check.py names them all.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from foresaid.archive.writing import append_lines, cut_file, refusing, sync_file, sync_folder
from foresaid.errors import DamageError
from foresaid.text.identity import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Record = dict[str, Any]
START = "0" * 64
# A segment is closed at this size, so that a copy or a hash of one stays a matter of a second.
_SEGMENT_BYTES = 64 << 20


def now() -> str:
    """The time of an act, ISO 8601 in UTC to the second: a field of the record, never an identity."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Journal:
    """The folder journal/: numbered segments of hash-chained lines."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._tail: tuple[int, str] | None = None

    def records(self, *, after: int = 0, seal: str | None = None) -> Iterator[Record]:
        """Every record numbered above `after`, in order, the chain checked from the first line on.

        `seal` is the hash that line `after` had when somebody last saw it: the chain alone cannot tell a
        last line that was changed, nor an end that is missing.
        """
        seq, previous, place = 0, START, f"{self.root}"
        for path, more in self._in_turn():
            for number, line in enumerate(_lines(path), 1):
                if not line.endswith(b"\n") and not more:
                    break  # a torn append: never acknowledged, cut off by the next writer
                place = f"{path}, line {number}"
                record = _checked(line, seq + 1, previous, place)
                seq, previous = seq + 1, sha256(line).hexdigest()
                if seq == after and seal not in (None, previous):
                    raise DamageError(
                        f"{place}: this line was changed since it was taken in. Restore journal/ from a copy."
                    )
                if seq > after:
                    yield record
        if seq < after:
            raise DamageError(
                f"{place}: the journal ends here, after {seq} records, but the catalogue has seen {after}."
                " Restore journal/ from a copy."
            )
        self._tail = (seq, previous)

    def last(self) -> int:
        """The number of the last record; 0 in a new journal."""
        return self._end()[0]

    @property
    def seal(self) -> str:
        """The hash of the last line: what a reader keeps to see later whether the end is still the same."""
        return self._end()[1]

    def append(self, records: Sequence[Record]) -> int:
        """Write records durably and return the number of the last; call only while holding the lock."""
        seq, previous = self._end()
        lines = []
        for record in records:
            seq += 1
            line = canonical({**record, "seq": seq, "previous": previous}) + b"\n"
            previous = sha256(line).hexdigest()
            lines.append(line)
        if lines:
            self._tail = None  # whatever happens now, the next append looks at what is there
            append_lines(self._open_segment(), lines)
            self._tail = (seq, previous)
        return seq

    def settle(self) -> None:
        """Make durable what is there; call while holding the lock, before anything is made of it.

        A killed process may have left lines that only the system's memory holds, and a catalogue that
        took them in would outlive them in a power cut.
        """
        segments = self._segments()
        if segments:
            with refusing(segments[-1]):
                sync_file(segments[-1])
                sync_folder(self.root)

    def repair(self) -> None:
        """Cut off the torn end that a crash may have left; call only while holding the lock."""
        self.settle()
        segments = self._segments()
        if not segments:
            return
        data = segments[-1].read_bytes()
        whole = data.rfind(b"\n") + 1
        if whole < len(data):
            cut_file(segments[-1], whole)

    def _end(self) -> tuple[int, str]:
        if self._tail is None:
            for _ in self.records():
                pass
        assert self._tail is not None
        return self._tail

    def _in_turn(self) -> Iterator[tuple[Path, bool]]:
        """Each segment, and whether there is another behind it."""
        segments = self._segments()
        for number, path in enumerate(segments, 1):
            yield path, number < len(segments)

    def _segments(self) -> list[Path]:
        return sorted(self.root.glob("[0-9]*.jsonl"))

    def _open_segment(self) -> Path:
        segments = self._segments()
        if segments and segments[-1].stat().st_size < _SEGMENT_BYTES:
            return segments[-1]
        return self.root / segment_name(len(segments) + 1)


def segment_name(number: int) -> str:
    """What a segment is called; the first is number 1."""
    return f"{number:06d}.jsonl"


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise DamageError(f"{path} cannot be read: {error.strerror or error}.") from error


def _checked(line: bytes, seq: int, previous: str, place: str) -> Record:
    try:
        record: Record = json.loads(line)
        intact = record["seq"] == seq and record["previous"] == previous
    except (ValueError, KeyError, TypeError, RecursionError):
        intact = False
    if not intact:
        raise DamageError(
            f"{place}: this line does not follow from the line before it; it or an earlier one was"
            " changed, dropped or moved. Restore journal/ from a copy."
        )
    return record
