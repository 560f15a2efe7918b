"""Into which pieces does a language model of the BERT kind divide a text?

Letters are made small and lose their accents, punctuation stands alone, and each word is divided into the longest
pieces that the model knows, from the left (WordPiece: Wu et al. 2016; the uncased tokeniser of Devlin et al. 2019).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN, OPENING, CLOSING = "[UNK]", "[CLS]", "[SEP]"
_INNER = "##"  # in front of a piece that does not begin a word
_LONGEST_WORD = 100  # signs; longer ones are no words (the tokeniser's own bound)
# ASCII signs that Unicode counts as symbols, but the tokeniser as punctuation: $ + < = > ^ ` | ~
_SIGNS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
# Ideographs stand alone; syllabaries do not (the tokeniser's own ranges).
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)
_KEPT_WORDS = 1 << 15  # divisions remembered, some 10 MB


class WordPieces:
    """Divides texts into the pieces of one model; `pieces` in the order of their numbers."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._word = lru_cache(_KEPT_WORDS)(self._divided)

    def numbers(self, text: str, limit: int) -> list[int]:
        """The pieces of a text by number, between the signs that open and close it, at most `limit` of all these."""
        found = [self._numbers[OPENING]]
        for word in _words(text):
            found += self._word(word)
            if len(found) >= limit:
                break
        return [*found[: limit - 1], self._numbers[CLOSING]]

    def _divided(self, word: str) -> tuple[int, ...]:
        """The numbers of a word's pieces; the unknown one where no division is known."""
        unknown = (self._numbers[UNKNOWN],)
        if len(word) > _LONGEST_WORD:
            return unknown
        found: list[int] = []
        start = 0
        while start < len(word):
            head = _INNER if start else ""
            ends = range(len(word), start, -1)
            end = next((end for end in ends if head + word[start:end] in self._numbers), None)
            if end is None:
                return unknown
            found.append(self._numbers[head + word[start:end]])
            start = end
        return tuple(found)


def _words(text: str) -> list[str]:
    """Words, and signs that stand alone, small and without accents."""
    if text.isascii():
        plain = text.lower()
    else:
        parts = unicodedata.normalize("NFD", "".join(map(_spaced, text)).lower())
        plain = "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")
    found: list[str] = []
    for run in plain.split():
        found += _divide(run)
    return found


def _divide(run: str) -> list[str]:
    """A run without spaces, divided at punctuation."""
    if run.isalnum():
        return [run]
    spaced = "".join(f" {sign} " if _punctuates(sign) else sign for sign in run if not _is_control(sign))
    return spaced.split()


def _spaced(sign: str) -> str:
    """An ideograph between spaces; any other sign as it is."""
    code = ord(sign)
    return f" {sign} " if any(first <= code <= last for first, last in _IDEOGRAPHS) else sign


def _punctuates(sign: str) -> bool:
    return sign in _SIGNS or (not sign.isalnum() and unicodedata.category(sign)[0] == "P")


def _is_control(sign: str) -> bool:
    return sign == "\ufffd" or unicodedata.category(sign) in {"Cc", "Cf", "Cn", "Co", "Cs"}
