"""Which passages do two documents have in common?

    join      runs of words that stand in both                                   trace/joining.py
    gate      a run alone is chance, unless words around it agree too
    walk      from a run, in both directions, to where agreement ends      trace/walking.py
    settle    runs inside a passage that was found are done with; passages with little between are one

How much agreement is too much for chance depends on how many words are compared: of N words two places agree in
one of N * N / 2 pairs by as much as 2 log2 N bits, if words stood there by chance. They do not, so MARGIN is added.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from foresaid.text.compiled import kernel
from foresaid.trace.joining import Runs, likely_runs
from foresaid.trace.stream import Places
from foresaid.trace.walking import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from foresaid.trace.stream import Stream

# Words that agree, at least; of seven nearly all are phrases of the language ("in the course of a few years").
LEAST_WORDS = 8
MARGIN = 10  # bits
# What the words of a run and those beside it on the same line must tell before anybody walks from it, less than a
# passage must: words left out beside the run put the others off the line.
GATE_MARGIN = -8
# Two passages with at most so many words between them, and about as many in both documents, are one: 24 words are
# a sentence that was left out or put in.
_WITHIN, _SHIFT = 24, 16
_PORTION = 200_000  # runs between two reports of progress, some tenths of a second


@dataclass(frozen=True, slots=True)
class Shared:
    """Passages that stand in two documents, one an entry: words [first, first_end) and [second, second_end).

    `matched` counts the words that agree one by one; `bits` says how unlikely that is by chance. Places are
    those of the stream, so `first` stands in the document that comes first in it.
    """

    first: Places
    first_end: Places
    second: Places
    second_end: Places
    matched: Places
    bits: Places

    def __len__(self) -> int:
        """How many passages there are."""
        return len(self.first)

    def chosen(self, which: NDArray[np.int64] | NDArray[np.bool_]) -> Shared:
        """Some of the passages."""
        return Shared(*(getattr(self, each.name)[which] for each in fields(self)))

    @property
    def identity(self) -> NDArray[np.float64]:
        """The share of both passages' words that agree, 0 to 1."""
        words = self.first_end - self.first + self.second_end - self.second
        return np.asarray(2 * self.matched / np.maximum(words, 1))


def _together(parts: list[Shared]) -> Shared:
    names = [each.name for each in fields(Shared)]
    nothing = np.zeros(0, np.int64)
    return Shared(*(np.concatenate([nothing, *(getattr(part, name) for part in parts)]) for name in names))


def chance_bits(words: int) -> int:
    """The bits that the best of all chance agreements among so many words has: 2 log2 N, rounded up."""
    return 2 * max(words, 1).bit_length()


def _walked(stream: Stream, runs: Runs) -> Shared:
    """The passages around runs."""
    forth, back = walk(stream, runs, 1), walk(stream, runs, -1)
    return Shared(
        back.first,
        forth.first + 1,
        back.second,
        forth.second + 1,
        runs.length + forth.matched + back.matched,
        runs.told + forth.bits + back.bits,
    )


def _settled(stream: Stream, runs: Runs) -> Shared:
    """The passages around runs, by the kernel where there is one."""
    if kernel is None:
        return settle(stream, runs)
    ones, others = stream.document_of(runs.first), stream.document_of(runs.second)
    columns = (runs.first, runs.second, runs.length, runs.told, ones, others)
    found = kernel.settle(stream.hashes, stream.lengths, stream.bits, stream.bounds, *columns)
    return Shared(*np.frombuffer(found, np.int64).reshape(-1, len(fields(Shared))).T)


def settle(stream: Stream, runs: Runs) -> Shared:
    """Walk from the first run of each pair of documents, drop the runs inside that passage, and so on."""
    pairs = stream.document_of(runs.second) * len(stream.bounds) + stream.document_of(runs.first)
    found = []
    while len(runs):
        leads = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))
        passages = _walked(stream, runs.chosen(leads))
        found.append(passages)
        lead = np.repeat(np.arange(len(leads)), np.diff(leads, append=len(pairs)))
        left = runs.second + runs.length > passages.second_end[lead]
        left |= runs.first + runs.length > passages.first_end[lead]
        left |= (runs.first < passages.first[lead]) | (runs.second < passages.second[lead])
        left[leads] = False
        runs, pairs = runs.chosen(left), pairs[left]
    return _together(found)


def _one_of_two(stream: Stream, shared: Shared) -> Shared:
    """Make one passage of those that go on from one another, in order of both documents and place."""
    others, ones = stream.document_of(shared.second), stream.document_of(shared.first)
    ends = (shared.second_end, shared.first_end)
    order = np.lexsort((*ends, shared.first, shared.second, ones, others))
    shared, others, ones = shared.chosen(order), others[order], ones[order]
    if not len(shared):
        return shared
    between_first = shared.first[1:] - shared.first_end[:-1]
    between_second = shared.second[1:] - shared.second_end[:-1]
    opens = np.ones(len(shared), np.bool_)
    opens[1:] = (others[1:] != others[:-1]) | (ones[1:] != ones[:-1])
    opens[1:] |= (between_first < 0) | (between_first > _WITHIN)
    opens[1:] |= (between_second < 0) | (between_second > _WITHIN)
    opens[1:] |= np.abs(between_first - between_second) > _SHIFT
    at = np.flatnonzero(opens)
    last = np.append(at[1:], len(shared)) - 1
    return Shared(
        shared.first[at],
        shared.first_end[last],
        shared.second[at],
        shared.second_end[last],
        np.add.reduceat(shared.matched, at),
        np.add.reduceat(shared.bits, at),
    )


def shared_passages(stream: Stream, progress: Callable[[str, int, int], None] | None = None) -> Shared:
    """Every passage that stands in two documents of a stream, in order of both documents and place."""
    chance = chance_bits(len(stream))
    runs = likely_runs(stream, chance + GATE_MARGIN)
    parts = []
    for begin, end in _portions(stream, runs):
        parts.append(_settled(stream, runs.chosen(slice(begin, end))))
        if progress:
            progress("comparing passages", end, len(runs))
    shared = _together(parts)
    shared = _one_of_two(stream, shared.chosen(shared.bits >= chance))
    enough = (shared.bits >= chance + MARGIN) & (shared.matched >= LEAST_WORDS)
    return shared.chosen(enough)


def _portions(stream: Stream, runs: Runs) -> Iterator[tuple[int, int]]:
    """Portions of the runs that end where a document does, so that there is progress to tell of."""
    others = stream.document_of(runs.second)
    begin = 0
    while begin < len(runs):
        last = others[min(begin + _PORTION, len(runs)) - 1]
        end = int(np.searchsorted(others, last, "right"))
        yield begin, end
        begin = end
