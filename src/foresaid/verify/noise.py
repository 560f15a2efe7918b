"""Is a difference between two words noise, or may it be another word?

Noise is what printers, typists and machines that read pages make of a word: a spelling, a slip, a misread letter, a
word cut off, a note's number grown to it. Where both are words of the language, one has been changed into the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.text.align import letters_changed, likeness
from foresaid.verify.numerals import SCALES, is_number, same_number
from foresaid.verify.spellings import confused, looks_like, misread, negates, spelled_alike

if TYPE_CHECKING:
    from foresaid.verify.laid import Laid

SELDOM = 200  # times rarer: then a word that can be a misreading is one ("tbe" beside "the"); "band" for "hand" is not
# From half the letters on a word may be a misprint of the other (text/align.py ALIKE); of words of one or two letters
# nobody can tell.
SHORTEST_MISREAD, MISREAD_LIKE = 3, 0.5
SLIP = 5  # letters from which on what is no word is a slip for the word that differs in one letter
ONE = frozenset({"a", "an", "one"})
SCRAP = 3  # letters
ABBREVIATED = 4  # letters of a title before its point: Mr., Capt.
NO_SLIP = 5  # times a word stands in the collection from which on it is no slip: names, and words that no list has
_VOWELS = frozenset("aeiou")  # a word's first letter among them may deny: unalterable, inalterable
_LONE_CAPITAL = frozenset({"1", "l", "i"})  # what recognition makes of I
_TAKEN_FOR_DIGITS = str.maketrans("loiszb", "101526")  # as data/en/changes.toml, ocr_confusions


def noise_kind(laid: Laid, quoted: int, source: int) -> str | None:
    """The kind of a difference that does not change which word it is; None if it may."""
    left, right = laid.reading.folded[quoted], laid.folded[source]
    if looks_like(left, right, laid.changes):
        return "homoglyph"
    if spelled_alike(left, right, laid.changes) or same_number(left, right, laid.changes):
        return "spelling"
    if {left, right} <= ONE and _counts(laid, source):
        return "spelling"  # a hundred, one hundred
    if left.isdecimal() or right.isdecimal() or (is_number(left) and is_number(right)):
        return "ocr" if _same_digits(left, right) else None
    named = right not in laid.changes.lexicon and capital(
        laid.surfaces, laid.text, source, laid.starts[source]
    )
    kinds = (
        ("punctuation", _wrongly_decoded(laid.reading.surfaces[quoted], laid.surfaces[source])),
        ("ocr", _long_s(laid.reading.surfaces[quoted], laid.surfaces[source])),
        ("apparatus", _numbered(left, right)),
        ("ocr", _misread(laid, left, right, named=named) or (not named and _slip(laid, left, right))),
        ("cut_word", _cut_word(laid, quoted, right)),
    )
    found = next((kind for kind, holds in kinds if holds), None)
    return found or (_recognised_kind(laid, left, right, named=named) if laid.recognised else None)


def _wrongly_decoded(left: str, right: str) -> bool:
    """Whether one of two words has an Õ where the other has an apostrophe: Mac text read as Windows text."""
    return "Õ" in left + right and left.replace("Õ", "’") == right.replace("'", "’").replace("Õ", "’")


def _long_s(left: str, right: str) -> bool:
    """Whether one of two words has an f where the other has a long s."""
    return "ſ" in left + right and left.lower().replace("ſ", "f") == right.lower().replace("ſ", "f")


def _numbered(left: str, right: str) -> bool:
    """Whether one of two words is the other with a note's number grown to it: 1Excludes."""
    short, long = sorted((left, right), key=len)
    return len(short) >= SHORTEST_MISREAD and short.isalpha() and long.strip("0123456789") == short != long


def _counts(laid: Laid, source: int) -> bool:
    """Whether hundred, thousand or the like follows a source word."""
    following = laid.folded[source + 1 : source + 2]
    return bool(following) and laid.changes.numerals.get(following[0]) in SCALES


def _same_digits(left: str, right: str) -> bool:
    """Whether two words are one number, or I, but for letters that are taken for digits: l900, 1900."""
    if {left, right} <= _LONE_CAPITAL:
        return "i" in {left, right}
    mixed = is_number(left) and is_number(right) and left.isdecimal() != right.isdecimal()
    return mixed and left.translate(_TAKEN_FOR_DIGITS) == right.translate(_TAKEN_FOR_DIGITS)


def _is_word(laid: Laid, word: str) -> bool:
    """Whether a folded word is one of the language, or stands in the collection often enough to be no slip."""
    return word in laid.changes.lexicon or laid.frequency(word) >= NO_SLIP


def _misread(laid: Laid, quoted: str, source: str, *, named: bool) -> bool:
    """Whether recognition or a printer took one of two words for the other, and not the writer."""
    often, other = sorted((laid.frequency(quoted), laid.frequency(source)))
    like = confused(quoted, source, laid.changes)
    if named and not like:
        return False  # names differ by a letter from family to family
    if like and max(1, often) * SELDOM <= other:
        return True
    return (like or misread(quoted, source)) and not (_is_word(laid, quoted) and _is_word(laid, source))


def _slip(laid: Laid, left: str, right: str) -> bool:
    """Whether two words, one of which is no word, differ in one letter or have two changed over.

    Not in its first letters where one side has more of them, nor in its last two, where languages put negation,
    number and tense.
    """
    if min(len(left), len(right)) < SLIP or left[-2:] != right[-2:]:
        return False
    if _is_word(laid, left) and _is_word(laid, right):
        return False
    if left[0] != right[0] and (left[1:] != right[1:] or not _VOWELS.isdisjoint((left[0], right[0]))):
        return False
    changed = letters_changed(left, right)
    swapped = sorted(left) == sorted(right) and len(changed) <= 2  # noqa: PLR2004 - one letter out here, in there
    return swapped or (len(changed) == 1 and max(map(len, changed[0])) <= 1)


def _cut_word(laid: Laid, quoted: int, source: str) -> bool:
    """Whether the quotation breaks off, or begins, inside the source's word."""
    word, reading = laid.reading.folded[quoted], laid.reading
    if len(word) > 1 and _is_word(laid, word) and not _is_scrap(laid, word):
        return False  # a word of its own: no for now
    last = quoted == len(reading.folded) - 1 and source.startswith(word)
    stopped = reading.text[int(reading.tokens.ends[quoted]) :].strip()[:1] in {".", ",", ";", ":", "!", "?"}
    return (last and not stopped) or (quoted == 0 and source.endswith(word))


def _is_scrap(laid: Laid, word: str) -> bool:
    """Whether a short word is in a dictionary, as il and sc are, and stands nowhere here, nor in any clause."""
    grammar = laid.changes.clause_words | laid.changes.determiners | laid.changes.pronouns
    common = word in grammar or laid.changes.has_meaning(word)
    return len(word) <= SCRAP and not common and not laid.frequency(word)


def _recognised_kind(laid: Laid, quoted: str, source: str, *, named: bool) -> str | None:
    """The kind of a difference from a word that recognition may have misread; None if it can hardly have.

    What is no word, and stands nowhere else in the collection, is noise; a known word or a name may be the page's own.
    """
    if confused(quoted, source, laid.changes):
        return "ocr"
    if min(len(quoted), len(source)) < SHORTEST_MISREAD or likeness(quoted, source) < MISREAD_LIKE:
        return None
    if negates(quoted, source, laid.changes):
        return None
    noise = laid.frequency(source) <= 1 and source not in laid.changes.lexicon and not named
    return "ocr" if noise else "misread"


def misread_run(laid: Laid, quoted: int, source: list[int]) -> bool:
    """Whether recognition broke a word by a sign that it took for a letter: w@ter."""
    run = laid.text[laid.starts[source[0]] : laid.ends[source[-1]]].lower()
    word = laid.reading.folded[quoted]
    if is_number(word):
        return False
    return not any(mark.isspace() for mark in run) and likeness(word, run) >= MISREAD_LIKE < len(word)


def capital(surfaces: tuple[str, ...] | list[str], text: str, place: int, start: int) -> bool:
    """Whether a word has a capital that no beginning of a sentence explains; behind Mr. none begins."""
    word = surfaces[place]
    before = text[:start].rstrip(" \n\"“'‘(")
    if not word[:1].isupper() or word == "I" or not before:
        return False
    title = surfaces[place - 1] if place else ""
    abbreviated = before[-1] == "." and title[:1].isupper() and len(title) <= ABBREVIATED
    return abbreviated or before[-1] not in ".?!:;"
