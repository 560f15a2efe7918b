"""Which words did the end of a line divide?

A divided word is joined where its joined form is a word of the language or of the text, and the form with its
hyphen does not stand elsewhere in the text; all others stay as they are.
"""

from __future__ import annotations

import re
from heapq import merge
from typing import TYPE_CHECKING

from foresaid.model.bodies import ArtefactKind
from foresaid.read.artefacts.damage import Damage
from foresaid.text.literals import Literals

if TYPE_CHECKING:
    from collections.abc import Iterator

# A hyphen at the end of a line, and what may stand between it and the next word: the indent of the next line,
# or the blank lines of a page break with a running head, blanked, between them.
# One pattern for each hyphen, since a pattern that begins with one sign is searched for much faster.
_BREAKS = {sign: re.compile(sign + r"[ \t\r]{0,3}\n\s{0,300}") for sign in "-\u2010\u00ac\u00ad"}
# The longest half of a word that is looked at; "counterrevolu-" has 14 letters.
_LONGEST = 24
# No printer leaves one letter alone at the end of a line.
_SHORTEST = 2


def hyphenations(text: str, lexicon: frozenset[str]) -> Iterator[Damage]:
    """The words divided at line ends, in text order, with what is read instead."""
    found: list[tuple[int, int, str, str]] = []
    for match in _breaks(text):
        start, end = _word_start(text, match.start()), _word_end(text, match.end())
        first, second = text[start : match.start()], text[match.end() : end]
        if len(first) >= _SHORTEST and len(second) >= _SHORTEST and second[:1].islower():
            found.append((start, end, first, second))
    if not found:
        return
    forms = {first + second for _, _, first, second in found} | {f"{a}-{b}" for _, _, a, b in found}
    literals = Literals(forms)
    held = {literals.words[place.literal].casefold() for place in literals.find(text)}
    for start, end, first, second in found:
        joined = first + second
        if f"{first}-{second}".casefold() in held:
            continue
        if joined.casefold() in lexicon or joined.casefold() in held:
            yield Damage(
                start, end, ArtefactKind.HYPHENATION, joined, "a word divided at the end of a line"
            )


def _breaks(text: str) -> Iterator[re.Match[str]]:
    present = [pattern.finditer(text) for sign, pattern in _BREAKS.items() if sign in text]
    return merge(*present, key=lambda match: match.start())


def _word_start(text: str, position: int) -> int:
    start = position
    while start > 0 and position - start < _LONGEST and text[start - 1].isalpha():
        start -= 1
    return start


def _word_end(text: str, position: int) -> int:
    end = position
    while end < len(text) and end - position < _LONGEST and text[end].isalpha():
        end += 1
    return end
