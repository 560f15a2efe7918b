"""In which order did dated things happen, whatever the order in which they are told?

Dates are intervals, so the order is partial: of two things one may be certainly the earlier, or it cannot be told.
An interval order (P. C. Fishburn, "Intransitive indifference with unequal indifference intervals", 1970) is laid
out in one line by the earliest possible day; what is certain in that line is said for each place.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from foresaid.model.dates import Edtf

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Placed(Generic[Entry]):
    """One entry in its place.

    `certain`: whether it is certainly later than the entry listed in front of it (True for the first). `settled`:
    how many entries of the list are certainly earlier. `open_since`: the number in the list of the first entry of
    which it cannot be told whether it is earlier; its own number where there is none in front of it.
    """

    entry: Entry
    certain: bool
    settled: int
    open_since: int


@dataclass(frozen=True, slots=True)
class Chronology(Generic[Entry]):
    """Entries in the order of their dates, and those without a date, in the order given."""

    placed: tuple[Placed[Entry], ...]
    undated: tuple[Entry, ...]


def chronology(entries: Iterable[Entry], date_of: Callable[[Entry], Edtf | None]) -> Chronology[Entry]:
    """The entries in the order of their dates; equal dates stay in the order given.

    An entry stands in front of another whenever its date certainly precedes the other's (`Edtf.precedes`).
    Time n log n for n entries.
    """
    dated: list[tuple[float, float, Entry]] = []
    undated: list[Entry] = []
    for entry in entries:
        date = date_of(entry)
        if date is None or (date.earliest is None and date.latest is None):
            undated.append(entry)
        else:
            dated.append((*_bounds(date), entry))
    dated.sort(key=lambda row: row[:2])
    return Chronology(tuple(_placed(dated)), tuple(undated))


def _bounds(date: Edtf) -> tuple[float, float]:
    """The first and the last day that a date may mean, its margins counted in; infinite where it is open."""
    first = -inf if date.earliest is None else date.earliest - date.start_margin
    last = inf if date.latest is None else date.latest + date.end_margin
    return first, last


def _placed(dated: Sequence[tuple[float, float, Entry]]) -> Iterable[Placed[Entry]]:
    """Each entry with what is certain of its place; of the days that end earlier all stand in front of it."""
    ends = sorted(last for _, last, _ in dated)
    previous_last = -inf
    highest: list[float] = []  # the last possible day of the entries so far, never falling
    for number, (first, last, entry) in enumerate(dated):
        settled = bisect_left(ends, first)
        open_since = bisect_left(highest, first)
        yield Placed(entry, previous_last < first or number == 0, settled, min(open_since, number))
        previous_last = last
        highest.append(max(last, highest[-1]) if highest else last)
