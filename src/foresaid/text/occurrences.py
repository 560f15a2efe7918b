"""At which places exactly does a phrase stand?

Of the phrase the rarest indexed gram among its first words is taken; what its places say is compared word by word.
The kernel does the same in kernel/shelf.c.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foresaid.text.grams import LENGTHS, RARE, counts_of, find_keys, gram_keys
from foresaid.text.holdings import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.text.grams import Places
    from foresaid.text.holdings import Holdings, Indexed
    from foresaid.text.normalize import Numbers

MOST_PLACES = (
    1 << 16
)  # a phrase that may stand more often in a stream is a formula; the first places show it
LOOKS = 4  # triples of a phrase that are looked up before its places are read off the rarest gram of them


def _rarest(part: Indexed, quoted: Numbers) -> list[tuple[int, int, int, int]] | None:
    """Grams of a phrase that may stand in a stream: (count, place, length, first entry), rarest first.

    Where a phrase stands, each triple of it holds a gram that is indexed; None where one of the first ones does not.
    Pairs and single words may be too frequent to be.
    """
    grams: list[tuple[int, int, int, int]] = []
    last = max(1, len(quoted) - max(LENGTHS) + 1)
    for begin in range(0, last, max(LENGTHS))[:LOOKS]:
        triple = quoted[begin : begin + max(LENGTHS)]
        before = len(grams)
        for length in LENGTHS:
            low, count = find_keys(part.grams.directory, part.grams.rests, gram_keys(triple, length))
            grams += [
                (int(count[at]), begin + at, length, int(low[at])) for at in np.flatnonzero(count).tolist()
            ]
        if len(grams) == before and len(triple) == max(LENGTHS):
            return None
    return sorted(grams, key=lambda gram: gram[0])


def _is_frequent(part: Indexed, quoted: Numbers) -> bool:
    """Whether a word or pair is so frequent that it is not indexed."""
    grams = part.grams
    if len(quoted) == 1:
        return bool(counts_of(grams.vocabulary, grams.frequencies, quoted)[0] > RARE)
    return bool(counts_of(grams.pairs, grams.pair_counts, gram_keys(quoted, 2))[0])


def _occurrences_in_numpy(part: Indexed, quoted: Numbers) -> Places:
    hashes = part.stream.hashes
    places = np.zeros(0, np.int64)
    if len(quoted) > len(hashes) or (grams := _rarest(part, quoted)) is None:
        return places
    for count, at, length, low in grams:
        places = part.grams.postings[low : low + min(count, MOST_PLACES)].astype(np.int64)
        for offset in range(length):
            places = places[hashes[places + offset] == quoted[at + offset]]
        places = places - at
        if len(places):  # whether a gram is indexed depends on the gram alone: these are all its places
            break
    if not len(places) and len(quoted) < max(LENGTHS) and _is_frequent(part, quoted):
        places = np.flatnonzero(hashes == quoted[0])[:MOST_PLACES]
    places = places[(places >= 0) & (places <= len(hashes) - len(quoted))]
    for offset in range(len(quoted)):
        places = places[hashes[places + offset] == quoted[offset]]
    return places


def _rows(holdings: Holdings, number: int, places: Places, length: int) -> Places:
    """Rows (document, start, end) of places; those across two documents, or in one withdrawn, fall out."""
    stream, last = holdings.parts[number].stream, places + length - 1
    documents = stream.documents_at(places)
    kept = (last < stream.documents[documents + 1]) & ~holdings.withdrawn[number][documents]
    rows = np.column_stack((documents + stream.first, stream.starts[places], stream.ends_at(last)))
    return rows[kept].astype(np.int64)


def find_occurrences(holdings: Holdings, quoted: Numbers) -> Iterator[Places]:
    """Every place where the words stand exactly, in order: rows (document, start, end in code points), many at once.

    Of a phrase whose rarest gram stands more than MOST_PLACES times in a stream, only the first are looked at.
    """
    number = 0
    while len(quoted) and number < len(holdings.parts):
        if holdings.shelf is not None:
            found, number = holdings.shelf.occurrences(number, whole(quoted))
            rows = np.frombuffer(found, np.int64).reshape(-1, 3)
        else:
            rows = _rows(
                holdings, number, _occurrences_in_numpy(holdings.parts[number], quoted), len(quoted)
            )
            number += 1
        if len(rows):
            yield rows
