"""Does so much of a quotation stand in one place that it was taken from there?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, zip_longest
from math import log
from typing import TYPE_CHECKING

import numpy as np

from foresaid.text.align import likeness
from foresaid.verify.edits import runs
from foresaid.verify.kinds import spaced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.plugins import QuotationIndex
    from foresaid.text.normalize import Numbers
    from foresaid.verify.conventions import Reading
    from foresaid.verify.laid import Laid
    from foresaid.verify.wording import Wording

SHORT = 6  # words; of fewer, 4-10 in 100 occur by chance in 12 MB of other people's text (notes/perf.md §1)
CALIBRATED_TOKENS = 2_040_000
# Of a quotation that was altered, most words or one long row of them still stand in the source: in the altered
# rows of sotu_mutations (dev) at least .67 of the words, or, where two places are spliced, rows of 10 and more.
# Below both, the demo's verdicts were on other sentences with the same legal formulae.
KEPT, RUN = 0.6, 10
KEPT_TRANSLATED = (
    0.4  # two translations of a sentence share its names and half its words; verdicts on them are `variant`
)
# Of 117 quotations that the demo called altered, labelled by eye, 84 were of the passage found, 27 of
# another sentence with the same formulae ("in the courts of the United States"), and 6 undecided. Evidence as
# below keeps 80 of the 84, 4 of the 27 and 4 of the 6. In a trial without splices (81 and 21) it lost 4 and kept 4;
# lost and kept at COPIES of 1 were 7 and 3, of 3 4 and 5, of 4 4 and 6; at SURELY of 3 4 and 4, of 5 5 and 3; at
# UNANSWERED of 3 5 and 3; with pairs but no triples, COPIES of 1, 3 and 8. It loses none of 640 rows of
# sotu_mutations (dev) that are found by likeness.
COPIES = 2  # the source and one more copy are no formula, and so with famous words, which are quoted twice or more
LEAST_NEWS = 0.05  # nats; a word that is certain after those before it still counts a little
# Nats that a word changed or dropped, and a word added, speak against a place.
UNANSWERED, PASSED_OVER = 2.0, 1.0
ALIKE = 0.5  # likeness from which a word is no evidence against: tbe for the; half a word's letters agree by chance
PLAIN = 8.0  # nats
# Nats that a part alone must have over that, where the rest speaks against it: the ends of a long quotation may be
# another's words, or of a text that is not here. 8 to 12 made no difference in that trial at COPIES of 1.
STRETCH = 12.0


def least_share(words: int, tokens: int) -> float:
    """The share of a quotation's information that must stand in one place for it to be found there.

    Calibrated on sotu (2.04 million words) with 250 passages each of other people's text at 6 to 70 words
    and of shuffled sotu: of a novel and of shuffled words at most 1 in 100 come over it, of UN speeches,
    which share formulae with sotu, 5 in 100 at 6 words and 2 at 15 (benchmarks/verification.py --calibrate);
    of sotu passages with a quarter of their words changed, some 94 in 100 did from 9 words on (60 in 100 at
    6). Asked for evidence as well, UN speeches are down to 1 in 100 at 6 words and none at 15. The best chance hit grows with the logarithm of both sizes, as in sequence search (Karlin and Altschul
    1990); in 33,000 and 148,000 words of sotu, 0.85 of the share still kept a novel's passages to about 1 in
    100, and less is not asked for.
    """
    chance = log(max(tokens, 2) * max(words, 1)) / log(CALIBRATED_TOKENS * max(words, 1))
    return min(0.95, (0.2 + 3.6 / max(words, 1)) * max(0.85, chance))


# Counted by hand, by one reader: of 457 altered quotations of sotu_mutations (dev), 1 is weaker than this, and of 15 wrong
# places among the UN speeches' own quotations and middlemarch's 14 are: a phrase is shared, and an end or a quarter of the
# words belong to another text.
FEWER = 12  # words of which two that differ, one of them at an end, leave no more than a phrase
PART = 4  # words; fewer stand anywhere by chance
FEW, FEW_KEPT, FEW_ENDS = (
    20,
    0.75,
    3,
)  # words; share of them kept; words in a row at an end that do not stand there
MANY_KEPT, MANY_ENDS, MANY_HELD = (
    0.85,
    4,
    25,
)  # share kept, words at an end, and words held, of a longer quotation
# Another translation differs all along: in each third, in a fifth of the words and more, with no long row kept.
TRANSLATED, TRANSLATED_KEPT = 25, 0.8
# Separate changes of a translation, in a quotation of so many words, from which on the words are another translator's.
PLACES, FEW_PLACES_OF = 3, 12
SOME_WORDS = (
    "A passage with some of the same words is held here; whether it is what was quoted is not certain."
)
OTHER_VERSION = "Reads like another translation or version of the passage held here."


def doubt(wording: Wording, reading: Reading) -> str:
    """Why a passage that differs may not be what was quoted at all; "" where it is."""
    words = len(reading.folded)
    lost = frozenset(wording.unanswered)
    head = next((at for at in range(words) if at not in lost), words)
    tail = next((at for at in range(words) if words - 1 - at not in lost), words)
    ends = max(head, tail)
    few = words < FEW and (wording.kept < FEW_KEPT or ends >= FEW_ENDS)
    fewer = words < FEWER and wording.kept < MANY_KEPT and ends > 0
    if few or fewer or _loose_part(reading, lost):
        return SOME_WORDS
    if wording.kept < MANY_KEPT and ends >= MANY_ENDS and words * wording.kept < MANY_HELD:
        return SOME_WORDS
    thirds = {3 * at // words for at in lost}
    if (
        words >= TRANSLATED
        and wording.kept < TRANSLATED_KEPT
        and len(thirds) == 3  # noqa: PLR2004 - all thirds
        and 3 * wording.run < words
    ):
        return OTHER_VERSION
    return ""


def _loose_part(reading: Reading, lost: frozenset[int]) -> bool:
    """Whether words differ in a part beside an ellipsis that is too short to be told by the rest."""
    words = len(reading.folded)
    bounds = sorted({0, words, *(place for place in reading.gaps if 0 < place < words)})
    parts = [range(first, last) for first, last in pairwise(bounds)]
    return len(parts) > 1 and any(len(part) < PART and not lost.isdisjoint(part) for part in parts)


def reads_otherwise(wording: Wording, words: int) -> bool:
    """Whether a passage of a translation differs in so many places that another translation may be quoted."""
    lost = sorted(wording.unanswered)
    places = sum(
        at == 0 or before + 1 != place
        for at, (before, place) in enumerate(zip([-2, *lost], lost, strict=False))
    )
    return places >= PLACES and words >= FEW_PLACES_OF


def found_there(
    wording: Wording, evidence: Evidence | None, least: float, share: float, *, translated: bool = False
) -> bool:
    """Whether a likely place is the source of a quotation, not another sentence with the same formulae.

    Of a translation another one may be quoted, which keeps fewer words. Where the share of its information that stands there is under `share`, as of words misread by machine, there must
    be PLAIN nats more evidence than chance seldom gives.
    """
    alike = wording.kept >= (KEPT_TRANSLATED if translated else KEPT) or wording.run >= RUN
    plain = evidence is not None and evidence.whole >= least + PLAIN
    return alike and (plain or wording.held >= share)


def news(index: QuotationIndex, hashes: Numbers, own: int) -> list[float]:
    """The information of each word in nats, after the two words before it: "states" is none after "united".

    `own` is how often the quotation itself stands in the collection. A pair or triple predicts its last word
    where it stands more than COPIES times besides: the source and one more copy make no formula.
    """
    counts = [np.asarray(index.frequencies(hashes), np.float64) - own]
    counts += [np.asarray(index.gram_frequencies(hashes, length), np.float64) - own for length in (2, 3)]
    found = np.log(max(index.tokens, 2) / np.maximum(counts[0], 1))
    for length in range(1, min(len(counts), len(hashes))):
        seen = counts[length] - COPIES
        before = np.maximum(counts[length - 1][: len(seen)] - COPIES, seen)
        predicted = np.log(np.maximum(before, 1) / np.maximum(seen, 1))
        found[length:] = np.where(seen >= 1, np.minimum(found[length:], predicted), found[length:])
    return np.maximum(found, LEAST_NEWS).tolist()  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much speaks for a place as the source of a quotation, in nats: news of its words less what differs.

    `whole` counts all words, `best` the stretch that speaks for it most.
    """

    whole: float
    best: float


def weigh(laid: Laid, informations: list[float]) -> Evidence:
    """The evidence of a quotation laid beside a passage."""
    whole = best = stretch = 0.0
    for gain in _gains(laid, informations):
        whole, stretch = whole + gain, max(0.0, stretch + gain)
        best = max(best, stretch)
    return Evidence(whole, best)


def _gains(laid: Laid, informations: list[float]) -> Iterator[float]:
    """What each word, or run of words that are divided otherwise, speaks for or against a place."""
    for kind, _, block in runs(laid):
        if kind == "gap":
            continue
        if kind == "other" and spaced(laid, block):
            yield sum(informations[quoted] for quoted in block.quoted)
            continue
        for quoted, source in zip_longest(block.quoted, block.source):
            yield -PASSED_OVER if quoted is None else _gain(laid, quoted, source, informations)


def _gain(laid: Laid, quoted: int, source: int | None, informations: list[float]) -> float:
    left, right = laid.reading.folded[quoted], laid.folded[source] if source is not None else ""
    if left == right:
        return informations[quoted]
    alike = likeness(left, right) if right else 0.0
    if alike < ALIKE:
        return -UNANSWERED
    # A misread word speaks for a place as far as its letters are those that stand there.
    return informations[quoted] * (alike - ALIKE) / (1 - ALIKE)


def stands_out(evidence: Evidence, least: float) -> bool:
    """Whether chance, which seldom gives `least` nats, and formulae do not explain what a quotation shares with a place."""
    return evidence.whole >= least or evidence.best >= least + STRETCH
