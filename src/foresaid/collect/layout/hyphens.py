"""Is a hyphen at the end of a line part of the word, or did the line break put it there?

Decided by the document itself: which form, joined or hyphenated, stands elsewhere in it; where neither does,
the word is joined if it goes on in lower case. No dictionary is asked.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HYPHENS = frozenset("-\u2010\u2011")
# What may stand around a word without being part of it.
_AROUND = "\"'“”‘’„«»‹›()[]{}.,;:?!…*"
_LONGEST = 60
# No printer leaves one letter at the end of a line: "e-" is e-mail, "N-" a compound.
_SHORTEST = 2


class Hyphenation:
    """The words of a document as far as they bear on its line ends; `lines` are its lines."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            words = line.split()
            self._words.update(
                bare.casefold().replace("\u2010", "-").replace("\u2011", "-")
                for bare in (word.strip(_AROUND) for word in words)
                if len(bare) <= _LONGEST and bare[-1:] not in HYPHENS
            )

    def joins(self, line: str, following: str) -> str | None:
        """The word that runs over the line end, put together; None where no word does.

        `following` is the next line; its first piece, up to a space, goes to the first line.
        """
        if line[-1:] not in HYPHENS or not line[-2:-1].isalnum():
            return None
        start, rest = line[:-1].rsplit(None, 1)[-1:], following.split(None, 1)[:1]
        if not rest or not rest[0][0].isalnum():
            return None
        kept, joined = f"{start[0]}-{rest[0]}", f"{start[0]}{rest[0]}"
        seen_joined, seen_kept = (self._words[_bare(form)] for form in (joined, kept))
        if seen_joined or seen_kept:
            return joined if seen_joined >= seen_kept else kept
        stem = start[0].replace("\u2010", "-").replace("\u2011", "-").rsplit("-", 1)[-1].strip(_AROUND)
        divided = len(stem) >= _SHORTEST and stem.isalpha() and rest[0][0].islower()
        return joined if divided else kept


def _bare(word: str) -> str:
    return word.strip(_AROUND).casefold()
