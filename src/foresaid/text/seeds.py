"""Where in streams of words may a quotation stand?

Bird's-eye view. A quotation's rare n-grams (text/grams.py) are looked up in all streams, the rarest first, until a
budget of hits is spent; hits on about the same diagonal (place in the stream less place in the quotation) make a
window; windows are ranked by how much of the quotation's information they hold.

    stream      … we shall probably have a hundred millions of people to share …
    quotation       shall probably have a hundred million people
    grams           "shall probably", "probably have a", …   -> one window, diagonal +1

A look-up costs about the same whatever the text is: one budget for all streams together bounds it (measured in
notes/perf.md §1). The kernel does the same in kernel/seeds.c; what is written here in numpy is what it must answer.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from foresaid.text.grams import LENGTHS, Places, counts_of, find_keys, gram_keys
from foresaid.text.holdings import rarity, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.text.holdings import Holdings, Indexed
    from foresaid.text.normalize import Numbers

# Hits: six full posting lists; eight times as many on a poor first try. Of quotations with half their words changed,
# or 8 to 15 % of their letters misread, twice as many hits found no more than 1 in 100 at 1 GB, and half as many
# lost 3 in 100 (6 kinds by length, 300 each).
FIRST_BUDGET, SECOND_BUDGET = 384, 3072
POOR = 0.6  # share of a quotation's information in its best window under which the second budget is spent
MOST_WORDS = 1 << 16  # of a quotation; memory grows with it and the number of streams
WINDOWS = 48  # windows that are weighed word by word
SLACK = 8  # words a window reaches beyond the quotation on either side; longer ones grow by a quarter
NATS = 1000  # information is counted in thousandths of a nat: whole numbers are the same on every machine
LEAST = 100  # what the commonest word still counts
# Places of all streams together: each has a row of numbers to itself, longer than any stream and quotation.
ROW_BITS = 40
ROW = 1 << ROW_BITS


# Where a quotation may stand: the number of the document, start and end in code points, and the share held there.
Found: TypeAlias = tuple[int, int, int, float]


def _information(holdings: Holdings, quoted: Numbers) -> tuple[Numbers, Places]:
    """The distinct words of a quotation, sorted, and how seldom each occurs, in thousandths of a nat."""
    distinct = np.unique(quoted)
    counts = np.maximum(counts_of(holdings.vocabulary, holdings.frequencies, distinct), 1)
    ratios = max(holdings.tokens, 2) / counts
    nats = [log(ratio) for ratio in ratios.tolist()]  # the C library's logarithm, as the kernel's
    return distinct, np.rint(NATS * np.array(nats)).astype(np.int64) + LEAST


class _Entries(NamedTuple):
    """The quotation's grams that any stream holds, rarest first: place in it, length, and a column for each stream."""

    places: Places
    lengths: Places
    first: Places
    counts: Places


def _indexed_spans(part: Indexed, quoted: Numbers) -> tuple[Places, Places]:
    """First entries and counts of all n-grams, words first, as far as a stream can have them indexed.

    A rare word is indexed alone, a pair of frequent ones if it is rare, a triple if it holds nothing rare.
    """
    rare, frequent = rarity(part, quoted)
    firsts: list[Places] = []
    counts: list[Places] = []
    for length in LENGTHS:
        low, count = find_keys(part.grams.directory, part.grams.rests, gram_keys(quoted, length))
        for at in range(length):
            count[~(rare if length == 1 else frequent)[at : len(quoted) - length + 1 + at]] = 0
        if length == max(LENGTHS):
            count[(counts[1][:-1] > 0) | (counts[1][1:] > 0)] = 0
        firsts.append(low)
        counts.append(count)
    return np.concatenate(firsts), np.concatenate(counts)


def _look_up(holdings: Holdings, quoted: Numbers) -> _Entries:
    spans = [_indexed_spans(part, quoted) for part in holdings.parts]
    first, counts = np.stack([low for low, _ in spans]), np.stack([count for _, count in spans])
    sizes = [max(0, len(quoted) - length + 1) for length in LENGTHS]
    places, lengths = np.concatenate([np.arange(size) for size in sizes]), np.repeat(LENGTHS, sizes)
    total = counts.sum(axis=0)
    order = np.argsort(total, kind="stable")
    order = order[total[order] > 0]
    return _Entries(places[order], lengths[order], first[:, order], counts[:, order])


def _hits(holdings: Holdings, entries: _Entries, budget: int) -> Places:
    """Rows of (place in the streams, place in the quotation, document) where a gram stands, within the budget.

    Whether its words truly stand there is not looked at: of a thousand keys some three are another gram's as well,
    and windows are weighed by their words.
    """
    spent = np.cumsum(entries.counts.sum(axis=0))
    kept = int(max((spent <= budget).sum(), min(1, len(spent))))
    rows = [np.zeros((0, 3), np.int64)]
    for number, part in enumerate(holdings.parts):
        first, counts = entries.first[number, :kept], entries.counts[number, :kept]
        which = np.repeat(np.arange(kept), counts)
        inside = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        places = part.grams.postings[first[which] + inside].astype(np.int64)
        documents = part.stream.documents_at(places)
        columns = np.column_stack((places + number * ROW, entries.places[which], documents))
        rows.append(columns[~holdings.withdrawn[number][documents]])
    return np.concatenate(rows)[:budget]  # the rarest gram alone may be over it


def _diagonals(hits: Places, width: int) -> Places:
    """The windows (start, document) for which most quotation words vote.

    Two grids of diagonals, half a width apart, so that no window is cut by a border of both; a window lies in one
    document, since a quotation never runs across two.
    """
    windows = []
    for shift in (0, width // 2):
        bucket = (hits[:, 0] - hits[:, 1] + shift) // width
        order = np.lexsort((hits[:, 1], hits[:, 2], bucket))
        rows = np.column_stack((bucket, hits[:, 2], hits[:, 1]))[order]
        changed = np.concatenate(([[True] * 3], rows[1:] != rows[:-1]))
        first = np.flatnonzero(changed[:, :2].any(axis=1))
        votes = np.add.reduceat(changed.any(axis=1).astype(np.int64), first)  # a quotation word votes once
        windows.append(np.column_stack((-votes, rows[first, 0] * width - shift, rows[first, 1])))
    found = np.concatenate(windows)
    return found[np.lexsort(found.T[::-1])][:WINDOWS, 1:]


def _row_of(start: int) -> int:
    """The stream of a window; one may begin before the first place of its stream."""
    return (start + ROW // 2) >> ROW_BITS


class _Window(NamedTuple):
    """Tokens [low, high) of a stream, in one document of it, and how much of the quotation's information they hold."""

    held: int
    start: int
    number: int
    document: int
    low: int
    high: int


def _weigh(
    holdings: Holdings, place: Sequence[int], length: int, information: tuple[Numbers, Places]
) -> _Window:
    """The window of so many words at a start, as far as it lies in its document."""
    start, document = place
    number = _row_of(start)
    stream, local = holdings.parts[number].stream, start - number * ROW
    low = max(local, int(stream.documents[document]))
    high = min(local + length, int(stream.documents[document + 1]))
    distinct, nats = information
    words = stream.hashes[low:high]
    at = np.minimum(np.searchsorted(distinct, words), len(distinct) - 1)
    stands = np.zeros(len(distinct), np.bool_)
    stands[at[distinct[at] == words]] = True
    return _Window(int(nats[stands].sum()), start, number, document, low, high)


def _places_in_numpy(holdings: Holdings, quoted: Numbers) -> list[Found]:
    slack = SLACK + len(quoted) // 4
    length = len(quoted) + 2 * slack
    information = _information(holdings, quoted)
    total = int(information[1].sum())
    entries = _look_up(holdings, quoted)
    best: list[_Window] = []
    for budget in (FIRST_BUDGET, SECOND_BUDGET):
        hits = _hits(holdings, entries, budget)
        if not len(hits):
            continue
        chosen = _diagonals(hits, slack) - (slack // 2, 0)
        best = [_weigh(holdings, place, length, information) for place in chosen.tolist()]
        best.sort(key=lambda window: (-window.held, window.start, window.document))
        if best[0].held / total >= POOR:
            break
    return [_found(holdings, window, total) for window in best if window.low < window.high]


def _found(holdings: Holdings, window: _Window, total: int) -> Found:
    stream = holdings.parts[window.number].stream
    end = stream.ends_at(np.array([window.high - 1]))
    return (
        stream.first + window.document,
        int(stream.starts[window.low]),
        int(end[0]),
        window.held / total,
    )


def find_places(holdings: Holdings, quoted: Numbers) -> list[Found]:
    """Where a quotation may stand, best first; at most WINDOWS places. OverflowError over MOST_WORDS words."""
    if not len(quoted) or not holdings.tokens:
        return []
    if len(quoted) > MOST_WORDS:
        raise OverflowError(f"a quotation of more than {MOST_WORDS} words")
    if holdings.shelf is not None:
        found: list[Found] = holdings.shelf.places(whole(quoted))
        return found
    return _places_in_numpy(holdings, quoted)
