"""What are the words of a sentence, and which tables do they stand in?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from foresaid.read.forecasts.lexicon import Lexicon

# A word, with its inner hyphens, or one sign. Contractions are cut ("wo|n't", "I|'ll") only where there is an
# apostrophe, for that pattern is slower. No English word has more than 30 letters between hyphens.
_PLAIN = re.compile(r"[^\W_]{1,30}(?:-[^\W_]{1,30}){0,3}|[,;:()\"“”?!]|--|—")
_CONTRACTED = re.compile(
    r"[^\W_]{1,30}(?=n['’]t\b)|n['’]t\b|['’](?:ll|re|ve|d|s|m)\b"
    r"|[^\W_]{1,30}(?:-[^\W_]{1,30}){0,3}|[,;:()\"“”?!]|--|—"
)


_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Words:
    """The words and signs of one sentence, in small letters, with the tables of each."""

    text: str
    low: tuple[str, ...]
    classes: tuple[frozenset[str], ...]
    lexicon: Lexicon

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Where each stands in `text`."""
        return tuple(match.span() for match in _pattern(self.text).finditer(self.text))

    @cached_property
    def all_classes(self) -> frozenset[str]:
        """The tables that any word or phrase of the sentence stands in."""
        return frozenset().union(*self.classes)

    def is_adverb(self, at: int) -> bool:
        """Whether the word at a place may stand between a modal and its verb."""
        word, classes = self.low[at], self.classes[at]
        return "adverbs" in classes or (word.endswith("ly") and "not_adverbs" not in classes)

    def starts(self, at: int) -> int:
        """Where the word at a place begins in `text`."""
        return self.places[at][0]

    def ends(self, at: int) -> int:
        """Where the word at a place ends in `text`."""
        return self.places[at][1]


def words_of(text: str, lexicon: Lexicon) -> Words:
    """The words of a sentence."""
    small = text.lower().replace("’", "'")
    if len(small) == len(text):
        low = tuple(_pattern(text).findall(small))
    else:  # a letter whose small form is two signs would shift the places
        low = tuple(word.lower().replace("’", "'") for word in _pattern(text).findall(text))
    return Words(text, low, _classes(low, lexicon), lexicon)


def _pattern(text: str) -> re.Pattern[str]:
    return _CONTRACTED if "'" in text or "’" in text else _PLAIN


def _classes(low: tuple[str, ...], lexicon: Lexicon) -> tuple[frozenset[str], ...]:
    """The tables of each word; a phrase counts at its first word."""
    known, phrases = lexicon.classes, lexicon.phrases
    found = [known.get(word, _NONE) for word in low]
    for at, word in enumerate(low):
        if word in phrases:
            for phrase, name in phrases[word]:
                if low[at + 1 : at + len(phrase)] == phrase[1:]:
                    found[at] |= {name}
    return tuple(found)
