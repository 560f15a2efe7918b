"""How far do two passages agree, on either side of words that they share?

From a run that stands in both, one walks on in both texts, word by word:

    the same word            gains what the word tells, in bits: a rare one 15, "the" 4
    another word             costs 1 bit where both are about as long, as misread and respelled words are, else 4
    words left out or put in cost 4 bits each, and 2 for the place

and stops where 24 bits were lost since the best place, which is where the passage ends. These are log-odds: of
words of a passage that was copied with 8 letters in 100 misread, 65 in 100 are equal, of the others most are as
long; of two texts that have nothing to do with each other, words are equal as often as the word is frequent. So
a sum of bits says how unlikely the agreement is by chance, as in the local alignment of sequences (S. Altschul
et al., "Basic local alignment search tool", J. Mol. Biol. 215, 1990, whose X-drop this is).

All passages are walked at once, one numpy step for each step of the longest.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from foresaid.trace.stream import Places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from foresaid.trace.joining import Runs
    from foresaid.trace.stream import Stream

# Costs in bits, from the log-odds above: log2(0.35 * 0.9 / (0.98 * 0.35)) = -0.1 and log2(0.35 * 0.1 / (0.98 *
# 0.65)) = -4.2, a bit more for the first, so that nothing goes on for ever on equal lengths alone.
_ALIKE, _OTHER, _OPENED, _LEFT_OUT = 1, 4, 2, 4
# 24 bits are six foreign words, or a rare word and its neighbour: by chance, one time in 10 million.
DROP = 24
# Ways to go on behind a difference: words passed over in the first and in the second, nearest first.
_SKIPS = (
    (1, 1),
    (1, 0),
    (0, 1),
    (2, 1),
    (1, 2),
    (2, 2),
    (2, 0),
    (0, 2),
    (3, 3),
    (3, 2),
    (2, 3),
    (3, 0),
    (0, 3),
)
# A word that tells so much needs no other beside it to show where both texts go on; 1 of 256 words is as frequent.
_TELLING = 8
# Steps of one word; who walks on after them walks through a passage, and goes by so many words at a time.
_FIRST_STEPS, _STRIDE = 6, 24
_SIMILAR = 1  # letters by which words differ that are about as long


@dataclass(frozen=True, slots=True)
class Walk:
    """How far each walk came: the last place that agrees in both texts, words that agree, and bits gained."""

    first: Places
    second: Places
    matched: Places
    bits: Places


@dataclass(slots=True)
class _Walkers:
    """Everybody who still walks: bounds [low, high) in both texts, where they are, and their best place so far."""

    number: Places
    low_first: Places
    high_first: Places
    low_second: Places
    high_second: Places
    first: Places
    second: Places
    bits: Places
    matched: Places
    best_first: Places
    best_second: Places
    best_bits: Places
    best_matched: Places

    def chosen(self, which: NDArray[np.bool_]) -> _Walkers:
        """Some of them."""
        return _Walkers(*(getattr(self, each.name)[which] for each in fields(self)))


def _inside(walkers: _Walkers, first: Places, second: Places) -> NDArray[np.bool_]:
    """Whether places are in both documents."""
    return (
        (first >= walkers.low_first)
        & (first < walkers.high_first)
        & (second >= walkers.low_second)
        & (second < walkers.high_second)
    )


def _equal(stream: Stream, walkers: _Walkers, first: Places, second: Places) -> NDArray[np.bool_]:
    """Whether the same word stands at both places, and both are in their documents."""
    inside = _inside(walkers, first, second)
    last = len(stream) - 1
    one, other = stream.hashes[np.clip(first, 0, last)], stream.hashes[np.clip(second, 0, last)]
    return np.asarray(inside & (one == other))


def _go_straight(stream: Stream, walkers: _Walkers, way: int, stride: int) -> NDArray[np.bool_]:
    """Walk over equal words, at most `stride` of them; who met another word before that."""
    steps = np.arange(1, stride + 1)
    going = np.ones(len(walkers.number), np.bool_)
    gained = np.zeros(len(walkers.number), np.int64)
    for step in steps.tolist():
        first, second = walkers.first + way * step, walkers.second + way * step
        going &= _equal(stream, walkers, first, second)
        if not going.any():
            break
        gained += going
        walkers.bits += np.where(going, stream.bits[np.clip(first, 0, len(stream) - 1)], 0)
    walkers.first += way * gained
    walkers.second += way * gained
    walkers.matched += gained
    better = walkers.bits > walkers.best_bits
    for name in ("first", "second", "bits", "matched"):
        best = getattr(walkers, f"best_{name}")
        best[better] = getattr(walkers, name)[better]
    return ~going


def _step_over(stream: Stream, walkers: _Walkers, way: int) -> None:
    """Pass over a difference, by the first way behind which both texts go on alike, else over one word of each."""
    last = len(stream) - 1
    one, other = np.clip(walkers.first + way, 0, last), np.clip(walkers.second + way, 0, last)
    difference = np.abs(stream.lengths[one].astype(np.int64) - stream.lengths[other])
    cost = np.where(difference <= _SIMILAR, _ALIKE, _OTHER)
    over_first, over_second = np.ones(len(one), np.int64), np.ones(len(one), np.int64)
    open_ways = np.ones(len(one), np.bool_)
    for passed, put_in in _SKIPS:
        first, second = walkers.first + way * (passed + 1), walkers.second + way * (put_in + 1)
        found = open_ways & _equal(stream, walkers, first, second)
        telling = stream.bits[np.clip(first, 0, last)] >= _TELLING
        found &= telling | _equal(stream, walkers, first + way, second + way)
        over_first[found], over_second[found] = passed, put_in
        changed, apart = min(passed, put_in), abs(passed - put_in)
        more = np.where(found, _OTHER * max(0, changed - 1) + _LEFT_OUT * apart + _OPENED * (apart > 0), 0)
        cost = np.where(found & (changed == 0), 0, cost) + more
        open_ways &= ~found
    walkers.first += way * over_first
    walkers.second += way * over_second
    walkers.bits -= cost


def walk(stream: Stream, runs: Runs, way: int) -> Walk:
    """Walk on from the last words of runs (`way` 1) or from their first ones (-1), to the end of the passage."""
    offset = np.zeros(len(runs), np.int64) if way < 0 else runs.length - 1
    first, second = runs.first + offset, runs.second + offset
    ones, others = stream.document_of(first), stream.document_of(second)
    nothing = np.zeros(len(runs), np.int64)
    walkers = _Walkers(
        np.arange(len(runs)),
        stream.bounds[ones],
        stream.bounds[ones + 1],
        stream.bounds[others],
        stream.bounds[others + 1],
        *(first.copy(), second.copy(), nothing.copy(), nothing.copy()),
        *(first.copy(), second.copy(), nothing.copy(), nothing.copy()),
    )
    done = Walk(first.copy(), second.copy(), nothing.copy(), nothing.copy())
    steps = 0
    while len(walkers.number):
        stopped = _go_straight(stream, walkers, way, 1 if steps < _FIRST_STEPS else _STRIDE)
        ended = ~_inside(walkers, walkers.first + way, walkers.second + way)
        if (over := stopped & ~ended).any():
            crossing = walkers.chosen(over)
            _step_over(stream, crossing, way)
            for name in ("first", "second", "bits"):
                getattr(walkers, name)[over] = getattr(crossing, name)
        ended |= walkers.bits < walkers.best_bits - DROP
        if ended.any():
            _note(done, walkers.chosen(ended))
            walkers = walkers.chosen(~ended)
        steps += 1
    return done


def _note(done: Walk, walkers: _Walkers) -> None:
    """Keep how far those came who walk no further."""
    for each in fields(done):
        getattr(done, each.name)[walkers.number] = getattr(walkers, f"best_{each.name}")
