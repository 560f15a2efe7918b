"""What kind of change is it when one word, or a run of words, stands for another?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from foresaid.text.align import letters_changed, likeness
from foresaid.verify.changes import (
    MEANINGS,
    confused,
    in_full,
    is_number,
    is_year,
    looks_like,
    misread,
    same_number,
    spelled_alike,
)

if TYPE_CHECKING:
    from foresaid.verify.laid import Block, Laid

SELDOM = 200  # times rarer: then a word that can be a misreading is one ("tbe" beside "the"); "band" for "hand" is not
# From half the letters on a word may be a misprint of the other (text/align.py ALIKE); of words of one or two letters
# nobody can tell.
SHORTEST_MISREAD, MISREAD_LIKE = 3, 0.5
# Letters from which on what is no word is a slip for the word that differs in one letter; of names, which differ by a
# letter from family to family (Smyth, Browne), more are needed.
SLIP, SLIP_OF_A_NAME = 5, 7
NO_SLIP = 5  # times a word stands in the collection from which on it is no slip: names, and words that no list has
_LONE_CAPITAL = frozenset({"1", "l", "i"})  # what recognition makes of I
_TAKEN_FOR_DIGITS = str.maketrans("loiszb", "101526")  # as data/en/changes.toml, ocr_confusions
REPLACED = 12  # words that one bracket may stand for; more is a passage left out under its cover


def noise_kind(laid: Laid, quoted: int, source: int) -> str | None:
    """The kind of a difference that does not change which word it is; None if it may."""
    left, right = laid.reading.folded[quoted], laid.folded[source]
    if looks_like(left, right, laid.changes):
        return "homoglyph"
    if spelled_alike(left, right, laid.changes) or same_number(left, right, laid.changes):
        return "spelling"
    if left.isdecimal() or right.isdecimal() or (is_number(left) and is_number(right)):
        return "ocr" if _same_digits(left, right) else None
    if _misread(laid, left, right) or _slip(laid, quoted, source):
        return "ocr"
    if _cut_word(laid, quoted, right):
        return "cut_word"
    return _recognised_kind(laid, left, right) if laid.recognised else None


def _same_digits(left: str, right: str) -> bool:
    """Whether two words are one number, or I, but for letters that are taken for digits: l900, 1900."""
    if {left, right} <= _LONE_CAPITAL:
        return "i" in {left, right}
    mixed = is_number(left) and is_number(right) and left.isdecimal() != right.isdecimal()
    return mixed and left.translate(_TAKEN_FOR_DIGITS) == right.translate(_TAKEN_FOR_DIGITS)


def _is_word(laid: Laid, word: str) -> bool:
    """Whether a folded word is one of the language, or stands in the collection often enough to be no slip."""
    return word in laid.changes.lexicon or laid.frequency(word) >= NO_SLIP


def _misread(laid: Laid, quoted: str, source: str) -> bool:
    """Whether recognition or a printer took one of two words for the other, and not the writer."""
    often, other = sorted((laid.frequency(quoted), laid.frequency(source)))
    like = confused(quoted, source, laid.changes)
    if like and max(1, often) * SELDOM <= other:
        return True
    return (like or misread(quoted, source)) and not (_is_word(laid, quoted) and _is_word(laid, source))


def _slip(laid: Laid, quoted: int, source: int) -> bool:
    """Whether two words, one of which is no word, differ in one letter or have two changed over.

    Not in its first letters where one side has more of them, nor in its last two, where languages put negation,
    number and tense.
    """
    left, right = laid.reading.folded[quoted], laid.folded[source]
    named = capital(laid.surfaces, laid.text, source, laid.starts[source])
    if min(len(left), len(right)) < (SLIP_OF_A_NAME if named else SLIP) or left[-2:] != right[-2:]:
        return False
    if _is_word(laid, left) and _is_word(laid, right):
        return False
    if left[0] != right[0] and (len(left) != len(right) or left[1:] != right[1:]):
        return False
    changed = letters_changed(left, right)
    swapped = sorted(left) == sorted(right) and len(changed) <= 2  # noqa: PLR2004 - one letter out here, in there
    return swapped or (len(changed) == 1 and max(map(len, changed[0])) <= 1)


def _cut_word(laid: Laid, quoted: int, source: str) -> bool:
    """Whether the quotation breaks off, or begins, inside the source's word."""
    word, reading = laid.reading.folded[quoted], laid.reading
    if len(word) > 1 and _is_word(laid, word):
        return False  # a word of its own: no for now
    last = quoted == len(reading.folded) - 1 and source.startswith(word)
    stopped = reading.text[int(reading.tokens.ends[quoted]) :].strip()[:1] in {".", ",", ";", ":", "!", "?"}
    return (last and not stopped) or (quoted == 0 and source.endswith(word))


def _recognised_kind(laid: Laid, quoted: str, source: str) -> str | None:
    """The kind of a difference from a word that recognition may have misread; None if it can hardly have.

    What stands nowhere else in the collection is no word, and so noise; a known word may be the page's own.
    """
    if min(len(quoted), len(source)) < SHORTEST_MISREAD or likeness(quoted, source) < MISREAD_LIKE:
        return None
    return "ocr" if laid.frequency(source) <= 1 and not laid.changes.has_meaning(source) else "misread"


def capital(surfaces: tuple[str, ...] | list[str], text: str, place: int, start: int) -> bool:
    """Whether a word has a capital that no beginning of a sentence explains."""
    word = surfaces[place]
    before = text[:start].rstrip(" \n\"“'‘(")
    return word[:1].isupper() and word != "I" and bool(before) and before[-1] not in ".?!:;"


def _named(laid: Laid, block: Block) -> bool:
    """Whether a name stands for a name; one that is dropped or added is a word dropped or added."""
    reading = laid.reading
    starts = reading.tokens.starts
    quoted = any(
        capital(reading.surfaces, reading.text, place, int(starts[place])) for place in block.quoted
    )
    return quoted and any(
        capital(laid.surfaces, laid.text, place, laid.starts[place]) for place in block.source
    )


def _dated(laid: Laid, block: Block, word: str) -> bool:
    """Whether a word of the calendar is written as one."""
    if word not in laid.changes.capitalised:
        return True
    quoted = (laid.reading.surfaces[at] for at in block.quoted if laid.reading.folded[at] == word)
    source = (laid.surfaces[at] for at in block.source if laid.folded[at] == word)
    return any(surface[:1].isupper() for surface in (*quoted, *source))


def meaning(laid: Laid, block: Block) -> str:
    """The gravest kind that the words of a block can have."""
    left = Counter(laid.reading.folded[place] for place in block.quoted)
    right = Counter(laid.folded[place] for place in block.source)
    changed = [*(left - right), *(right - left)]
    if not changed:
        return "moved"
    if len(block.quoted) > REPLACED and not block.source:
        return "added"
    if len(block.source) > REPLACED and not block.quoted:
        return "dropped"
    if Counter(in_full(left.elements(), laid.changes)) == Counter(in_full(right.elements(), laid.changes)):
        return "contraction"
    return _guarded(laid, block, changed)


def _guarded(laid: Laid, block: Block, changed: list[str]) -> str:
    """The kind of a block by the words that changed in it."""
    if any(is_number(word) for word in changed):
        return "date" if any(is_year(word) for word in changed) else "number"
    for kind in MEANINGS:
        table = laid.changes.meanings.get(kind, frozenset())
        meant = [word for word in changed if word in table]
        if any(kind != "date" or _dated(laid, block, word) for word in meant):
            return kind
    if _named(laid, block):
        return "name"
    return "word" if block.quoted and block.source else "added" if block.quoted else "dropped"


def spaced(laid: Laid, block: Block) -> str | None:
    """Whether a block is the same letters divided otherwise: to-day, today."""
    quoted = "".join(laid.reading.folded[place] for place in block.quoted)
    source = "".join(laid.folded[place] for place in block.source)
    if not quoted or quoted != source:
        return None
    if quoted.isdecimal() and not _same_number(laid, block):
        return None
    surfaces = [laid.reading.surfaces[place] for place in block.quoted]
    surfaces += [laid.surfaces[place] for place in block.source]
    return "line_break" if any("\n" in word for word in surfaces) else "spacing"


def _same_number(laid: Laid, block: Block) -> bool:
    """Whether digits are only grouped otherwise (1,500 and 1500): no point or colon on one side alone."""
    tokens = laid.reading.tokens
    quoted = laid.reading.text[int(tokens.starts[block.quoted[0]]) : int(tokens.ends[block.quoted[-1]])]
    source = laid.text[laid.starts[block.source[0]] : laid.ends[block.source[-1]]]
    points = [[character for character in text if character in ".:·"] for text in (quoted, source)]
    return points[0] == points[1]
