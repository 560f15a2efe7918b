"""Which forms of a word count as one when passages are looked for? (data/<language>/stems.toml has the rules.)

    "The treaties failed; the banks fell."   ->   the treati fail the bank fall

A stem is not meant to be read. It conflates what is inflected (bank, banks; fail, failing; fell, fall), not what is
derived: communism and community stay apart. A language without rules keeps its words as they are, folded.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from foresaid.text.identity import digest
from foresaid.text.queries import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.model.words import Vocabulary

_SHORTEST = 3  # letters of a word that is stemmed (Porter's own implementation leaves "is" and "as" alone)
_LONGEST = (
    40  # letters: what is longer is no word of a language but a number, a sequence or letters run together
)
_VERSION = "stems/1"


class _Rule(NamedTuple):
    """An ending, what takes its place, and what must hold of the letters in front of it."""

    ending: str
    instead: str
    condition: str


class Stemmer:
    """Brings words to their stems; holds the rules of one language, no state of a text.

    `version` changes whenever a rule does: an index made with other rules is made anew.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        tables = {
            name.removeprefix("stems."): words
            for name, words in vocabulary.tables.items()
            if name.startswith("stems.")
        }
        self.common = frozenset(tables.get("common", ()))
        self._vowels = frozenset(tables.get("vowels", ()))
        self._irregular = dict(pair.split() for pair in tables.get("irregular", ()))
        self._doubled = frozenset(tables.get("doubled", ()))
        plural, tense, mended, final = (
            tuple(map(_rule, tables.get(name, ()))) for name in ("plural", "tense", "mended", "final")
        )
        self._plural, self._tense, self._mended, self._final = plural, tense, mended, final
        self.version = f"{_VERSION} {digest(vocabulary.language, *map(repr, sorted(tables.items())))[:16]}"

    def stem(self, word: str) -> str:
        """The stem of a folded word."""
        if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
            return word
        word = self._irregular.get(word) or self._applied(self._plural, word)
        word = self._irregular.get(word, word)
        shortened = self._applied(self._tense, word)
        if shortened != word and not shortened.endswith("ee"):
            shortened = self._mend(shortened)
        return self._applied(self._final, shortened)

    def stems(self, text: str) -> list[str]:
        """The stems of a text's words, in order."""
        return [self.stem(word) for word in fold_words(text)]

    def telling(self, words: Iterable[str]) -> list[str]:
        """The stems of those folded words that say what a sentence is about; each once, in order."""
        return list(dict.fromkeys(self.stem(word) for word in words if word not in self.common))

    def _applied(self, rules: tuple[_Rule, ...], word: str) -> str:
        """A word with the first ending that it has replaced, where its condition holds."""
        for ending, instead, condition in rules:
            if word.endswith(ending):
                left = word.removesuffix(ending)
                return left + instead if left and self._holds(condition, left, ending) else word
        return word

    def _mend(self, word: str) -> str:
        """A word whose ending is gone as it is without it: hop(p), fil(e), relat(e)."""
        mended = self._applied(self._mended, word)
        if mended != word:
            return mended
        last = word[-1]
        if word[-2:] == 2 * last and last not in self._vowels and last not in self._doubled:
            return word[:-1]
        return word + "e" if self._pairs(word) == 1 and self._is_closed(word) else word

    def _holds(self, condition: str, left: str, ending: str) -> bool:
        match condition:
            case "vowel":
                return any(self._is_vowel(left, at) for at in range(len(left)))
            case "long":
                return self._pairs(left) > 0
            case "silent":
                pairs = self._pairs(left)
                return len(left) >= _SHORTEST and (pairs > 1 or (pairs == 1 and not self._is_closed(left)))
            case "double":
                return left.endswith(ending) and self._pairs(left) > 1
            case _:
                return True

    def _pairs(self, word: str) -> int:
        """How often a consonant follows a vowel: Porter's measure m."""
        vowels = [self._is_vowel(word, at) for at in range(len(word))]
        return sum(before and not after for before, after in pairwise(vowels))

    def _is_closed(self, word: str) -> bool:
        """Whether a word ends in consonant, vowel, consonant, the last none of w, x, y: Porter's *o."""
        if len(word) < 3 or word[-1] in "wxy":  # noqa: PLR2004 - the three letters
            return False
        first, second, third = (self._is_vowel(word, len(word) - back) for back in (3, 2, 1))
        return not first and second and not third

    def _is_vowel(self, word: str, at: int) -> bool:
        """Whether a letter is one; a y is one behind a consonant."""
        if word[at] != "y":
            return word[at] in self._vowels
        return "y" in self._vowels and at > 0 and word[at - 1] not in self._vowels


def stemmer(vocabulary: Vocabulary) -> Stemmer:
    """The stemmer of one language."""
    return Stemmer(vocabulary)


def _rule(line: str) -> _Rule:
    """A rule as its table writes it: an ending, what takes its place or "-", and perhaps a condition."""
    ending, instead, *condition = line.split()
    return _Rule(ending, "" if instead == "-" else instead, condition[0] if condition else "")
