"""How do the token streams of an index become one stream in order of date, and its places code points again?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from foresaid.trace.passages import shared_passages
from foresaid.trace.stream import lay_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from foresaid.text.normalize import Numbers
    from foresaid.text.streams import TokenStream
    from foresaid.trace.stream import Places


@dataclass(frozen=True, slots=True)
class SharedSpan:
    """A passage in two texts, by their numbers, in code points of each; `identity` is rounded to four places."""

    one: int
    one_start: int
    one_end: int
    other: int
    other_start: int
    other_end: int
    matched: int
    identity: float
    bits: int


def shared_spans(
    streams: Sequence[TokenStream],
    order: Sequence[tuple[int, str]],
    progress: Callable[[str, int, int], None] | None = None,
) -> Iterator[SharedSpan]:
    """Every passage that two texts have in common; `order` gives their numbers and ids, the earliest first.

    Texts that no stream holds, and those withdrawn from it, are left out.
    """
    where = {
        name: (number, at)
        for number, stream in enumerate(streams)
        for at, name in enumerate(stream.ids)
        if name not in stream.withdrawn
    }
    known = [(number, *where[name]) for number, name in order if name in where]
    laid = lay_out(_words(streams[stream], at) for _, stream, at in known)
    shared = shared_passages(laid, progress)
    numbers = np.array([number for number, _, _ in known], np.int64)
    origins = np.array([int(streams[stream].documents[at]) for _, stream, at in known], np.int64)
    stream_of = np.array([stream for _, stream, _ in known], np.int64)
    shift = origins - laid.bounds[:-1]
    columns: list[NDArray[np.int64] | NDArray[np.float64]] = []
    for first, behind in ((shared.first, shared.first_end), (shared.second, shared.second_end)):
        text = laid.document_of(first)
        start, end = np.zeros_like(first), np.zeros_like(first)
        for number, stream in enumerate(streams):
            inside = np.flatnonzero(stream_of[text] == number)
            start[inside] = stream.starts[first[inside] + shift[text[inside]]]
            end[inside] = stream.ends_at(behind[inside] - 1 + shift[text[inside]])
        columns += [numbers[text], start, end]
    columns += [shared.matched, np.round(shared.identity, 4), shared.bits]
    for row in zip(*(column.tolist() for column in columns), strict=True):
        yield SharedSpan(*row)


def _words(stream: TokenStream, document: int) -> tuple[Numbers, NDArray[np.uint8]]:
    words = slice(*stream.documents[document : document + 2].tolist())
    return stream.hashes[words], stream.lengths[words]


def end_of(stream: TokenStream, place: int) -> int:
    """Where the token at a place of a stream ends, in code points of its document."""
    places: Places = np.array([place], np.int64)
    return int(stream.ends_at(places)[0])


def rarity(frequencies: NDArray[np.int64], words: int) -> list[float]:
    """What words tell that occur so often among so many, in nats."""
    told: list[float] = np.log(max(words, 2) / np.maximum(frequencies, 1)).tolist()
    return told
