"""Which words that are known differ from a word in one letter, as a misprint does?

No list of spellings is kept: the hash of a word is a sum over its letters (text/normalize.py), so that the hashes of
all words one letter away are a few additions, and the vocabulary says which of them occur. Words of eight letters have
some five hundred neighbours. A hash may belong to another word: of a million distinct words, one in nine searches
of a long word turns up such a stranger, nearly always a rare one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foresaid.text.holdings import word_frequencies
from foresaid.text.normalize import fold_word, hash_words

if TYPE_CHECKING:
    from foresaid.text.holdings import Holdings

SHORTEST, LONGEST = 4, 24  # letters; a shorter word has neighbours by chance, a longer one is no word
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
PAGE = 128  # code points; the letters of a script that is not Latin are looked for around the word's own


def _letters(word: str) -> list[str]:
    """The letters that may stand in a word's place: those of its script, as they are folded."""
    letters = set(word)
    if any(letter.isascii() for letter in word):
        letters.update(ALPHABET)
    for page in {ord(letter) // PAGE for letter in word if not letter.isascii()}:
        around = map(chr, range(page * PAGE, (page + 1) * PAGE))
        letters.update(letter for letter in around if letter.isalpha() and fold_word(letter) == letter)
    return sorted(letters)


def spellings(word: str) -> list[str]:
    """Every word one letter away: one dropped, added, changed, or two neighbours exchanged."""
    letters = _letters(word)
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in cuts if right for letter in letters}
    found |= {left + letter + right for left, right in cuts for letter in letters}
    return sorted(found - {word})


def neighbours(holdings: Holdings, word: str) -> list[tuple[str, int]]:
    """Known words one letter away from a folded word, and how often each occurs, the most frequent first."""
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    others = spellings(word)
    hashes = hash_words(others)
    if len(hashes) != len(others):  # in a script without spaces each letter is a word
        return []
    counts = word_frequencies(holdings, hashes)
    known = np.flatnonzero(counts)
    order = known[np.argsort(-counts[known], kind="stable")]
    return [(others[at], int(counts[at])) for at in order.tolist()]
