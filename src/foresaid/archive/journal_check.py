"""Which lines of the journal are no longer what was written, and is one missing?

Each line names the hash of the line before it, and the catalogue keeps the hash of the last line it took in:
the seal. So a line is vouched for by the line behind it, or by the seal. Where two lines do not fit, the first
has changed if the second is vouched for; otherwise the second has.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foresaid.archive.faults import Fault
from foresaid.archive.journal import START, segment_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.archive.journal import Record

_SEGMENT = re.compile(r"[0-9]{6}\.jsonl")
_COPY = "Restore journal/ from a copy."


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it stands: its segment, its number there, its hash, and the record it holds, if it does.

    `apart`: what stood before it is known to be missing or unreadable, so that their fit tells nothing.
    """

    path: Path
    number: int
    hash: str
    record: dict[str, Any] | None
    seq: int
    previous: str
    apart: bool = False


class JournalCheck:
    """One walk along a journal: `records` gives what is as it was written; then `faults` says what is not.

    after, seal: the last record the catalogue has taken in, and its hash; 0 and None where nobody knows.
    """

    def __init__(self, root: Path, after: int = 0, seal: str | None = None) -> None:
        self.faults: list[Fault] = []
        self.count = 0
        self._root = root
        self._after, self._seal = after, seal
        self._blamed: set[tuple[Path, int]] = set()
        self._last, self._highest = root, 0
        self._torn: _Line | None = None
        self._unreadable = False

    def records(self) -> Iterator[Record]:
        """Every record that is vouched for, in order; those of changed lines are left out."""
        before = _Line(self._root, 0, START, {}, 0, "")
        for line, vouched in self._vouched():
            self._compare(before, line, vouched=vouched)
            yield from self._sound(before)
            before = line
        yield from self._sound(before)
        self._ended(before)

    def _sound(self, line: _Line) -> Iterator[Record]:
        if line.record and (line.path, line.number) not in self._blamed:
            self._highest = max(self._highest, line.seq)
            yield line.record

    def _vouched(self) -> Iterator[tuple[_Line, bool | None]]:
        """Each line, and whether the line behind it or the seal names its hash; None where nobody can tell."""
        line: _Line | None = None
        for behind in self._lines():
            if line:
                yield line, line.hash in (behind.previous, self._seal)
            line = behind
        if line:
            unknown = self._seal is None or line.seq > self._after
            yield line, None if unknown else line.hash == self._seal

    def _compare(self, before: _Line, line: _Line, *, vouched: bool | None) -> None:
        """Note which of two lines was changed, or what is missing between them."""
        if line.record is None:
            self._blame(line, "holds no record any more")
            return
        if line.seq == self._after and self._seal not in (None, line.hash):
            self._blame(line, "was changed since the catalogue took it in")
        if (
            line.apart
            or before.record is None
            or (vouched and (before.path, before.number) in self._blamed)
        ):
            return
        first = before.number == 0
        if line.seq == before.seq + 1:
            if line.previous != before.hash:
                either = vouched is None and not first
                what = (
                    f"was changed, or the line before it, in {before.path.name}"
                    if either
                    else "was changed"
                )
                self._blame(before if vouched and not first else line, what)
        elif line.seq > before.seq + 1 and vouched:
            missing = f"records {before.seq + 1} to {line.seq - 1} are missing before line {line.number}"
            self._note(line.path, missing)
        else:
            self._blame(line, "was changed, or stands where it did not stand")

    def _ended(self, last: _Line) -> None:
        """What the end tells: whether all is there that the catalogue has seen."""
        torn = self._torn
        if max(self.count, self._highest) >= self._after:
            if torn:
                what = f"line {torn.number}: an append that was not finished, and never acknowledged"
                advice = "Nothing; the next command that writes cuts it off."
                self.faults.append(Fault(str(torn.path), what, advice, damage=False))
        elif torn:
            self._blame(torn, "is cut off, or its end was changed")
        elif not self._unreadable and last.record is not None:
            missing = (
                f"records {self._highest + 1} to {self._after}, which the catalogue has seen, are missing"
            )
            if self._last == self._root:
                self._note(self._root / segment_name(1), f"is missing; {missing}")
            else:
                self._note(self._last, f"{missing}, here or in {segment_name(int(self._last.stem) + 1)}")

    def _blame(self, line: _Line, what: str) -> None:
        if (line.path, line.number) not in self._blamed:
            self._blamed.add((line.path, line.number))
            self._note(line.path, f"line {line.number} {what}")

    def _note(self, path: Path, what: str) -> None:
        self.faults.append(Fault(str(path), what, _COPY))

    def _lines(self) -> Iterator[_Line]:
        """Every whole line; the unfinished one at the end is kept apart."""
        segments = self._segments()
        expected, apart = 1, False
        for path in segments:
            apart = apart or int(path.stem) != expected
            expected = int(path.stem) + 1
            for line, whole in self._segment(path, apart=apart):
                if whole:
                    self.count += 1
                    yield line
                elif path == segments[-1]:
                    self._torn = line
                else:
                    self._blame(line, "is cut off, or its end was changed")
                apart = line.record is None or not whole
            self._last = path

    def _segment(self, path: Path, *, apart: bool) -> Iterator[tuple[_Line, bool]]:
        """The lines of one segment, and whether each has its end."""
        try:
            with path.open("rb") as file:
                for number, data in enumerate(file, 1):
                    line = _read(path, number, data, apart=apart)
                    apart = line.record is None
                    yield line, data.endswith(b"\n")
        except OSError as error:
            self._unreadable = True
            self._note(path, f"cannot be read: {error.strerror or error}")

    def _segments(self) -> list[Path]:
        """The segments in order; whatever else lies in the folder, and every gap, is noted."""
        try:
            found = sorted(self._root.iterdir())
        except OSError as error:
            self._unreadable = True
            self._note(self._root, f"cannot be read: {error.strerror or error}")
            return []
        segments = [path for path in found if _SEGMENT.fullmatch(path.name)]
        for path in found:
            if path not in segments:
                advice = "Move it elsewhere: what is called *.jsonl here keeps foresaid from reading the journal."
                self.faults.append(Fault(str(path), "is no part of the journal", advice))
        numbers = {int(path.stem) for path in segments}
        for number in sorted(set(range(1, max(numbers, default=0))) - numbers):
            self._note(self._root / segment_name(number), "is missing")
        return segments


def _read(path: Path, number: int, data: bytes, *, apart: bool) -> _Line:
    record, seq, previous = None, -1, ""
    try:
        read = json.loads(data)
        if isinstance(read["seq"], int) and all(isinstance(read[key], str) for key in ("previous", "type")):
            record, seq, previous = read, read["seq"], read["previous"]
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    return _Line(path, number, sha256(data).hexdigest(), record, seq, previous, apart)
