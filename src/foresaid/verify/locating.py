"""Where do the words of a quotation most likely stand, whatever that is worth?

The place alone, without verdict, attribution or a threshold: for programs that ask of many quotations and judge for
themselves. `verify_quotations` says whether the words are the quotation's at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.model.evidence import Passage
from foresaid.text.normalize import Tokens, tokenise
from foresaid.verify.conventions import read_by_conventions

if TYPE_CHECKING:
    from foresaid.plugins import QuotationIndex

_MARKS = ("[", "…", "..", ". .", "*")
SLACK = 8  # words that a place on the diagonal of the others may be off, beside a quarter of the quotation's length


@dataclass(frozen=True, slots=True)
class Located:
    """A likely passage, and the share of the quotation's information that stands around it; 1 where all does."""

    passage: Passage
    share: float


def locate(quote: str, index: QuotationIndex) -> Located | None:
    """The place where a quotation stands as it is, else the one that holds most of it; None if no rare word does."""
    tokens = _words_meant(quote)
    exact = next(iter(index.occurrences(tokens.hashes)), None)
    if exact is not None:
        document, start, end = exact
        return Located(_passage(index, document, start, end), 1.0)
    best = next(iter(index.seeds(tokens.hashes)), None)
    if best is None:
        return None
    document, start, end, share = best
    text = index.source(document).text
    first, last = _trimmed(tokens, tokenise(text[start:end]))
    return Located(_passage(index, document, start + first, start + last), share)


def _words_meant(quote: str) -> Tokens:
    """The quoted words, without what the quoter put in or marked as left out."""
    if any(mark in quote for mark in _MARKS):
        reading = read_by_conventions(quote)
        if reading.folded:
            return reading.tokens
    return tokenise(quote)


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
