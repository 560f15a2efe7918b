r"""Which words stand in a text, and where exactly?

The text itself is never changed. A token is a run of letters and digits; its hash is that of the
folded word, and its start and end lead back to the code points it was read from.

    "The re-\nport's"  ->  tokens at [0, 3), [4, 13);  hashes of "the", "reports"

Folded away are what printers and keyboards decide, not authors: case and accents (told apart again,
word by word, by `typography`), apostrophes, ligatures, the long s, soft hyphens and other characters
without ink, and a hyphen at the end of a line before a small letter. The compiled kernel does it in one
pass (kernel/tokens.c); without it everything is done over arrays, since a loop over characters in Python is
ten times slower still. Both give the same tokens, bit for bit (benchmarks/kernel.py has the speeds).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from foresaid.text.compiled import kernel

if TYPE_CHECKING:
    from collections.abc import Sequence

Numbers: TypeAlias = NDArray[np.uint32]

BREAK, SKIP, EXPAND = 0, 1, 2  # values of the fold table below any folded code point
APOSTROPHES = "'’‘ʼ‛′`´＇"
HYPHENS = "-\u2010\u2011¬\u00ad"  # ¬ is what many OCR engines write for a hyphen at a line end
LIGATURES = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "ı": "i",
}  # Unicode does not decompose them
INVISIBLE = frozenset(
    "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
# Scripts without spaces: each character is a token, or a whole paragraph would be one.
UNSPACED = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
LAST_OF_TABLE = 0xFFFF  # code point; rarer ones are folded one by one
# Of these, two thirds of the table, it is known how each folds, so that it is made in a third of the time: ideographs are
# themselves, syllables are their letters, surrogates and private characters are no words.
_IDEOGRAPHS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
_HANGUL, _PRIVATE = range(0xAC00, 0xD7A4), range(0xD800, 0xF900)
_SOFT_HYPHEN = 0xAD
_SPACES = (0x20, 0x09, 0x0A, 0x0D)
_LINE_FEED = 0x0A
BLOCK = 1 << 20  # code points folded at a time; bounds the memory of a 10 MB line to some 60 MB
_MULTIPLIER = 0x100000001B3  # the FNV prime, for its good spread over short words
_WORD = (1 << 64) - 1
_LOWER = 1 << 30  # beyond any fold value: marks small letters in the kernel's fold table
_KEPT_WORDS = 1 << 16  # folded forms remembered, some 10 MB; a language's running words are fewer
_SHORT = 32  # characters of a word that is remembered


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text: starts and ends in code points, and hashes of the folded words (all u32)."""

    starts: Numbers
    ends: Numbers
    hashes: Numbers

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self.starts)


def _fold_character(character: str) -> tuple[int, ...]:
    """What a character counts as: fold-table values, usually one."""
    category = unicodedata.category(character)  # a lone surrogate's is Cs
    if character in APOSTROPHES or category in {"Mn", "Me", "Cf"}:
        return (SKIP,)
    if category[0] not in "LN" and category != "Mc":
        return (BREAK,)
    decomposed = unicodedata.normalize("NFKD", character)
    if category == "No" and "\u2044" in decomposed:  # 8½ is two words, 8 and 12 (as 1/2)
        return (BREAK, *(ord(part) for part in decomposed if part.isdigit()), BREAK)
    if unicodedata.decomposition(character).startswith("<super>"):
        return (BREAK,)  # the mark of a footnote, not part of the word
    letters: list[int] = []
    for part in unicodedata.normalize("NFKD", decomposed.casefold()):
        if unicodedata.category(part)[0] in "LN" and part not in APOSTROPHES:
            letters += [ord(letter) for letter in LIGATURES.get(part, part)]
    return tuple(letters) or (SKIP,)


@cache
def _table() -> tuple[Numbers, dict[int, tuple[int, ...]]]:
    """The fold table of the basic plane, and what its EXPAND entries stand for."""
    table = np.zeros(LAST_OF_TABLE + 1, np.uint32)
    several: dict[int, tuple[int, ...]] = {code: _jamo(code) for code in _HANGUL}
    for ideographs in _IDEOGRAPHS:
        table[ideographs.start : ideographs.stop] = ideographs
    table[_HANGUL.start : _HANGUL.stop] = EXPAND
    known = (*_IDEOGRAPHS, _HANGUL, _PRIVATE)
    bounds = sorted({0, LAST_OF_TABLE + 1, *(edge for each in known for edge in (each.start, each.stop))})
    for first, last in pairwise(bounds):
        if not any(first in each for each in known):
            for code in range(first, last):
                folded = _fold_character(chr(code))
                table[code] = folded[0] if len(folded) == 1 else EXPAND
                if len(folded) > 1:
                    several[code] = folded
    return table, several


def _jamo(syllable: int) -> tuple[int, ...]:
    """The letters of a Hangul syllable (The Unicode Standard 15.0, section 3.12)."""
    number = syllable - _HANGUL.start
    lead, vowel, tail = number // 588, number % 588 // 28, number % 28
    return (0x1100 + lead, 0x1161 + vowel, *((0x11A7 + tail,) if tail else ()))


@cache
def _marked_table() -> Numbers:
    """The fold table with its small letters marked, by which the kernel knows where a divided word goes on."""
    marked = _table()[0].copy()
    marked[[code for code in range(LAST_OF_TABLE + 1) if chr(code).islower()]] |= np.uint32(_LOWER)
    return marked


def _folding_of(several: dict[int, tuple[int, ...]]) -> Any:  # noqa: ANN401 - the kernel's own type
    assert kernel is not None
    return kernel.Folding(_marked_table(), *_listed(several))


@cache
def _folding() -> Any:  # noqa: ANN401 - the kernel's own type
    """How characters fold, as the kernel reads it: the fold table, and what stands for several letters."""
    return _folding_of(_table()[1])


def _listed(several: dict[int, tuple[int, ...]]) -> tuple[Numbers, Numbers, Numbers]:
    """Characters and what each stands for, as arrays: codes in order, offsets and letters."""
    codes = sorted(several)
    letters: list[int] = []
    offsets = [0]
    for code in codes:
        first, *others = several[code]
        letters += [first | (_LOWER if chr(code).islower() else 0), *others]
        offsets.append(len(letters))
    codes_, offsets_, letters_ = (np.array(column, np.uint32) for column in (codes, offsets, letters))
    return codes_, offsets_, letters_


def _folding_for(block: str) -> Any:  # noqa: ANN401 - the kernel's own type
    """The same with what a block has of characters beyond the table."""
    codes = code_points(block)
    beyond = np.unique(codes[codes > LAST_OF_TABLE]).tolist()
    return _folding_of(_table()[1] | {code: _fold_character(chr(code)) for code in beyond})


def fold_word(word: str) -> str:
    """The folded form of a word as it stands in a text; equal forms have equal hashes."""
    return _known_fold(word) if len(word) <= _SHORT else _fold(word)


@lru_cache(_KEPT_WORDS)
def _known_fold(word: str) -> str:
    return _fold(word)


def _fold(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word.lower()
    kept = (value for character in word for value in _fold_character(character) if value > EXPAND)
    return "".join(map(chr, kept))


def code_points(text: str) -> NDArray[Any]:
    """A text as an array of code points."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _folded(codes: NDArray[Any]) -> tuple[Numbers, NDArray[np.int64] | None]:
    """The fold values of code points, and from which code point each came (None: one each)."""
    table, several = _table()
    if codes.dtype == np.uint8:
        return table[codes], None
    values = table[np.minimum(codes, LAST_OF_TABLE)]
    expansions = several
    if codes.size and int(codes.max()) > LAST_OF_TABLE:
        beyond = codes > LAST_OF_TABLE
        expansions = dict(several)
        for code in np.unique(codes[beyond]).tolist():
            folded = _fold_character(chr(code))
            values[codes == code] = folded[0] if len(folded) == 1 else EXPAND
            expansions[code] = folded
    wide = np.flatnonzero(values == EXPAND)
    if not wide.size:
        return values, None
    parts = [expansions[code] for code in codes[wide].tolist()]
    repeats = np.ones(len(codes), np.int64)
    repeats[wide] = [len(part) for part in parts]
    origin = np.repeat(np.arange(len(codes)), repeats)
    spread = np.repeat(values, repeats)
    spread[spread == EXPAND] = np.fromiter((value for part in parts for value in part), np.uint32)
    return spread, origin


def _join_lines(codes: NDArray[Any], values: Numbers) -> None:
    """Let a hyphen at a line end, before a small letter, count as nothing: the word goes on."""
    hyphen = codes == ord("-")
    for other in HYPHENS[1:] if codes.dtype != np.uint8 else "":
        hyphen |= codes == ord(other)
    at = np.flatnonzero(hyphen[1:-2]) + 1
    after = codes[at + 1]
    at = at[np.isin(after, _SPACES) & (values[at - 1] > EXPAND)]
    for hyphen_at in at.tolist():
        end, lines = hyphen_at + 1, 0
        limit = min(end + 8, len(codes))  # a line end, a blank line and an indent; more is a new block
        while end < limit and codes[end] in _SPACES:
            lines += int(codes[end] == _LINE_FEED)
            end += 1
        soft = codes[hyphen_at] == _SOFT_HYPHEN and not lines  # a line end that somebody made a space of
        if end < len(codes) and (soft or 1 <= lines <= 2) and chr(codes[end]).islower():  # noqa: PLR2004 - as above
            values[hyphen_at:end] = SKIP


@cache
def _powers() -> NDArray[np.uint64]:
    powers, value = np.empty(64, np.uint64), 1
    for place in range(64):
        powers[place] = value
        value = value * _MULTIPLIER & _WORD
    return powers


def scatter(values: NDArray[np.uint64]) -> Numbers:
    """Spread 64-bit numbers evenly over 32 bits, so that near values come out far apart."""
    mixed = values ^ (values >> np.uint64(32))
    mixed = mixed * np.uint64(0xD6E8FEB86659FD93)
    mixed ^= mixed >> np.uint64(32)
    return mixed.astype(np.uint32)


def _spans(values: Numbers, codes: NDArray[np.int64] | None) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Places of the characters that make words, and which of them open a word."""
    solid = np.flatnonzero(values != SKIP)
    lettered = values[solid] > EXPAND
    opens = lettered.copy()
    opens[1:] &= ~lettered[:-1]
    if codes is not None:
        unspaced = np.zeros(len(values), np.bool_)
        for first, last in UNSPACED:
            unspaced |= (codes >= first) & (codes <= last)
        alone = unspaced[solid]
        opens |= alone & lettered
        opens[1:] |= alone[:-1] & lettered[1:]
    return solid[lettered], opens[lettered]


def _tokens_of_block(codes: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64], Numbers]:
    values, origin = _folded(codes)
    if origin is None:
        _join_lines(codes, values)
    else:
        _join_lines(codes[origin], values)
    scripted = codes.dtype != np.uint8 and codes.size and int(codes.max()) >= UNSPACED[0][0]
    places, opens = _spans(values, values.astype(np.int64) if scripted else None)
    first = np.flatnonzero(opens)
    if not first.size:
        return first, first, np.zeros(0, np.uint32)
    lengths = np.diff(first, append=len(places))
    inside = np.arange(len(places)) - np.repeat(first, lengths)
    terms = values[places].astype(np.uint64) * _powers()[inside & 63]
    hashes = scatter(np.add.reduceat(terms, first))
    starts, ends = places[first], places[first + lengths - 1]
    if origin is not None:
        starts, ends = origin[starts], origin[ends]
    return starts, ends + 1, hashes


def _block(text: str) -> tuple[Numbers, Numbers, Numbers]:
    """Starts, ends and hashes of a block's tokens."""
    if kernel is None:
        opened, closed, hashed = _tokens_of_block(code_points(text))
        return opened.astype(np.uint32), closed.astype(np.uint32), hashed
    # None: characters beyond the table, of which most texts have none
    found = _folding().tokens(text) or _folding_for(text).tokens(text)
    starts, ends, hashes = found
    return (
        np.frombuffer(starts, np.uint32),
        np.frombuffer(ends, np.uint32),
        np.frombuffer(hashes, np.uint32),
    )


def _block_end(text: str, start: int) -> int:
    """Where a block may end: before a space or line end that follows a letter or digit.

    A block without one, such as a picture written out in letters, is cut where it is.
    """
    limit = start + BLOCK
    if limit >= len(text):
        return len(text)
    stop = min(limit + BLOCK, len(text))
    following = {mark: text.find(mark, limit, stop) for mark in " \n"}
    while any(at >= 0 for at in following.values()):
        at, mark = min((at, mark) for mark, at in following.items() if at >= 0)
        if text[at - 1].isalnum():
            return at
        following[mark] = text.find(mark, at + 1, stop)  # of this mark alone, or a long line takes forever
    return stop


def tokenise(text: str) -> Tokens:
    """The tokens of a text of any length and script, in linear time."""
    if len(text) <= BLOCK:
        return Tokens(*_block(text))
    starts, ends, hashes, start = [], [], [], 0
    while start < len(text):
        end = _block_end(text, start)
        opened, closed, hashed = _block(text[start:end])
        starts.append(opened + np.uint32(start))
        ends.append(closed + np.uint32(start))
        hashes.append(hashed)
        start = end
    return Tokens(np.concatenate(starts), np.concatenate(ends), np.concatenate(hashes))


def words(text: str, tokens: Tokens) -> list[str]:
    """The words of a text as they stand there, one a token."""
    return [
        text[start:end] for start, end in zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)
    ]


def hash_words(folded: Sequence[str]) -> Numbers:
    """Hashes of folded words, the same as in `Tokens.hashes`."""
    return tokenise(" ".join(folded)).hashes


_TYPOGRAPHY = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'") | {"ſ": "s", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)  # fmt: skip


def typography(word: str) -> str:
    """A word without what the printer decided: apostrophe shapes, ligatures, long s, hyphens at line ends.

    Case and accents stay, and so do characters without ink other than the soft hyphen: text may hide
    behind them.
    """
    if word.isascii() and word.isalnum():
        return word
    plain = unicodedata.normalize("NFC", word).translate(_TYPOGRAPHY).replace("\u00ad", "")
    if any(
        character.isspace() for character in plain
    ):  # the only space inside a word is one after its hyphen
        plain = "".join(part.rstrip(HYPHENS) for part in plain.split())
    return plain
