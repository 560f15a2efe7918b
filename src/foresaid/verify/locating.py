"""Where do the words of a quotation most likely stand, whatever that is worth?

The place alone, without verdict, attribution or a threshold: for programs that ask of many quotations and judge for
themselves. `verify_quotations` says whether the words are the quotation's at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from foresaid.model.evidence import Passage
from foresaid.text.align import lay_within
from foresaid.text.normalize import Tokens, fold_word, tokenise, words
from foresaid.verify.conventions import read_by_conventions

if TYPE_CHECKING:
    from foresaid.plugins import QuotationIndex

_MARKS = ("[", "…", "..", ". .", "*")
# Windows looked at, and the share of the information from which on the first is the place: under it words are misread or
# changed, and letters tell which window is meant.
CANDIDATES, PLAIN = 3, 0.6
FEW = 20  # words; the windows of longer quotations are told apart by their words
RIVAL = 0.8  # of the best window's share: another that holds less is not the one that is meant
SLACK = 8  # words that a place on the diagonal of the others may be off, beside a quarter of the quotation's length


@dataclass(frozen=True, slots=True)
class Located:
    """A likely passage, and the share of the quotation's information that stands around it; 1 where all does."""

    passage: Passage
    share: float


def locate(quote: str, index: QuotationIndex) -> Located | None:
    """The place where a quotation stands as it is, else the one that holds most of it; None if no rare word does."""
    text, tokens, gaps = _words_meant(quote)
    exact = next(iter(index.occurrences(tokens.hashes)), None)
    if exact is not None:
        document, start, end = exact
        return Located(_passage(index, document, start, end), 1.0)
    found = list(islice(index.seeds(tokens.hashes), CANDIDATES))
    if not found:
        return None
    rivals = [seed for seed in found if seed[3] >= RIVAL * found[0][3]]
    if found[0][3] >= PLAIN or len(rivals) == 1 or len(tokens) > FEW:
        document, start, end, share = found[0]
        first, last = _trimmed(tokens, tokenise(index.source(document).text[start:end]))
        return Located(_passage(index, document, start + first, start + last), share)
    return _best_laid(index, [fold_word(word) for word in words(text, tokens)], gaps, rivals)


def _best_laid(
    index: QuotationIndex,
    quoted: list[str],
    gaps: dict[int, int],
    found: list[tuple[int, int, int, float]],
) -> Located:
    """The window beside which the quotation lies with the fewest changes, letters counted."""
    best: tuple[int, tuple[int, int, int, float]] | None = None
    for document, start, end, share in found:
        text = index.source(document).text[start:end]
        tokens = tokenise(text)
        laid = lay_within(quoted, [fold_word(word) for word in words(text, tokens)], gaps)
        if laid.start < laid.end and (best is None or laid.cost < best[0]):
            first, last = int(tokens.starts[laid.start]), int(tokens.ends[laid.end - 1])
            best = laid.cost, (document, start + first, start + last, share)
    document, start, end, share = best[1] if best is not None else found[0]
    return Located(_passage(index, document, start, end), share)


def _words_meant(quote: str) -> tuple[str, Tokens, dict[int, int]]:
    """The quoted words, the text that they stand in, and before which of them words are left out at no cost."""
    if any(mark in quote for mark in _MARKS):
        reading = read_by_conventions(quote)
        if reading.folded:
            return reading.text, reading.tokens, dict.fromkeys(reading.gaps, 1)
    return quote, tokenise(quote), {}


def _passage(index: QuotationIndex, document: int, start: int, end: int) -> Passage:
    source = index.source(document)
    return Passage(source.id, start, end, source.text[start:end])


def _trimmed(quoted: Tokens, around: Tokens) -> tuple[int, int]:
    """From where to where in a window the quotation stands, by the words that answer on about one diagonal."""
    places: dict[int, int] = {}
    for place, value in enumerate(quoted.hashes.tolist()):
        places.setdefault(value, place)
    pairs = [(at, places[value]) for at, value in enumerate(around.hashes.tolist()) if value in places]
    if not pairs:
        return 0, int(around.ends[-1]) if len(around) else 0
    diagonals = sorted(at - place for at, place in pairs)
    middle, off = diagonals[len(diagonals) // 2], SLACK + len(quoted) // 4
    kept = [pair for pair in pairs if abs(pair[0] - pair[1] - middle) <= off]
    first = max(0, min(kept[0][0] - kept[0][1], kept[0][0]))
    last = min(len(around) - 1, max(kept[-1][0] + len(quoted) - 1 - kept[-1][1], kept[-1][0]))
    return int(around.starts[first]), int(around.ends[last])
