"""Which findings have their words from one another? Copies are one witness.

Sentences are compared with one another alone, by the sequences of words that they share, so that no other text of
a collection, and no later one, can change who is whose copy. (Clusters of `foresaid trace` are made of the same
notion over whole documents, but their thresholds depend on every document held.)
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from foresaid.text.identity import digest
from foresaid.text.normalize import fold_word, tokenise, words

if TYPE_CHECKING:
    from collections.abc import Sequence

# Four words in a row: shorter runs ("of the United States") are shared by chance everywhere.
_LENGTH = 4
# Of the shorter sentence's runs, half must stand in the longer one, and six at least: of 24 pairs of the demo
# collection looked at, those below half, or of fewer than six runs, were formulas ("Total employment has reached an
# all-time high", "The balance in the Treasury on the 1st January"), the others wordings taken over.
_SHARE, _RUNS = 0.5, 6
_OPPOSED = -1  # the product of the two sides


def copies(sentences: Sequence[str], sides: Sequence[int] | None = None) -> list[int]:
    """For each sentence, in the order of time, the place of the first one that it shares its words with (itself, if none).

    `sides` says which side of a question each takes, 1, -1 or 0: who takes a sentence over and turns it into its
    opposite ("will not fall") says something of his own, and is no copy.
    """
    first = list(range(len(sentences)))
    grams = [_grams(sentence) for sentence in sentences]
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    known: dict[tuple[frozenset[tuple[str, ...]], int], int] = {}
    for at, runs in enumerate(grams):
        # Equal words share what they share with others: ten thousand copies of one sentence are looked at once.
        equal = known.setdefault((runs, sides[at] if sides else 0), at)
        if runs and equal != at:
            first[at] = first[equal]
            continue
        shared: dict[int, int] = defaultdict(int)
        for run in runs:
            for other in holders[run]:
                shared[other] += 1
        alike = [other for other, count in shared.items() if _alike(count, runs, grams[other])]
        roots = [
            first[other]
            for other in sorted(alike)
            if sides is None or sides[first[other]] * sides[at] != _OPPOSED or runs == grams[first[other]]
        ]
        if roots:
            first[at] = roots[0]
        for run in runs:
            holders[run].append(at)
    return first


def cluster_name(document: str, start: int) -> str:
    """The name of the cluster whose first finding stands there."""
    return digest(document, str(start))[:12]


def _alike(count: int, one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    least = min(len(one), len(other))
    return count >= min(_RUNS, least) and count >= _SHARE * least


def _grams(sentence: str) -> frozenset[tuple[str, ...]]:
    """The runs of words of a sentence; a shorter one is a single run."""
    folded = [fold_word(word) for word in words(sentence, tokenise(sentence))]
    if len(folded) <= _LENGTH:
        return frozenset([tuple(folded)] if folded else [])
    return frozenset(tuple(folded[at : at + _LENGTH]) for at in range(len(folded) - _LENGTH + 1))
