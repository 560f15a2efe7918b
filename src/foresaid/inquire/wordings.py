"""Does a sentence hold a word of each of several groups?

The plainest matcher there is: it knows no meaning, and its hits are worth only what a placebo shows. A pattern is a
word ("panic"), a beginning with a star behind it ("panic*"), or several of these side by side ("financial crisis*").
Words are compared as search compares them (case, accents and typography folded).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.errors import UsageError
from foresaid.text.queries import fold_words

if TYPE_CHECKING:
    from collections.abc import Sequence

# Distinct words whose groups are remembered, some 10 MB; a language's running words are fewer.
_KEPT = 1 << 16
_STAR = "*"


class Wording:
    """Groups of patterns, all of which a sentence must hold; UsageError names a pattern that cannot be read."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        if not groups or not all(groups):
            raise UsageError("A matcher needs at least one group, and a pattern in each.")
        self._all = (1 << len(groups)) - 1
        self._single: list[tuple[str, bool, int]] = []
        self._several: list[tuple[tuple[tuple[str, bool], ...], int]] = []
        self._known: dict[str, int] = {}
        for number, group in enumerate(groups):
            for pattern in group:
                parts = tuple(_part(word, pattern) for word in pattern.split())
                if len(parts) == 1:
                    self._single.append((*parts[0], 1 << number))
                elif parts:
                    self._several.append((parts, 1 << number))
                else:
                    raise UsageError(f"Group {number + 1} of the matcher holds an empty pattern.")

    def words_of(self, sentence: str) -> tuple[str, ...] | None:
        """The folded words of a sentence that holds a word of each group; None where it does not."""
        words = fold_words(sentence)
        held = 0
        for word in words:
            held |= self._groups_of(word)
        for parts, group in self._several if held != self._all else ():
            if not held & group and _stands(parts, words):
                held |= group
        return tuple(words) if held == self._all else None

    def _groups_of(self, word: str) -> int:
        known = self._known.get(word)
        if known is None:
            known = sum({group for text, open_, group in self._single if _fits(word, text, open_=open_)})
            if len(self._known) < _KEPT:
                self._known[word] = known
        return known


def _part(word: str, pattern: str) -> tuple[str, bool]:
    """A word of a pattern, folded, and whether it is only a beginning."""
    folded = fold_words(word.removesuffix(_STAR))
    if len(folded) != 1 or _STAR in word[:-1]:
        raise UsageError(
            f"The pattern {pattern!r} cannot be read at {word!r}: write words of letters and digits with spaces"
            " between them, a star only at a word's end."
        )
    return folded[0], word.endswith(_STAR)


def _fits(word: str, text: str, *, open_: bool) -> bool:
    return word.startswith(text) if open_ else word == text


def _stands(parts: Sequence[tuple[str, bool]], words: Sequence[str]) -> bool:
    """Whether the parts stand side by side anywhere in the words; linear in the words for a pattern."""
    for start in range(len(words) - len(parts) + 1):
        if all(_fits(words[start + step], text, open_=open_) for step, (text, open_) in enumerate(parts)):
            return True
    return False
