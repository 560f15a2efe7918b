"""Which rare words of a text are one word in two spellings: "Gorbymania" and "Gorbomania"?

Two words that the language does not know, one letter apart, both long. Words are compared by what is left of them
without one letter (the deletion neighbourhood of Mor and Fraenkel 1982), so the time grows with the number of words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Below seven letters two words that differ in one are often two names: Shensi and Shansi are two provinces.
SHORTEST = 7
# "Chinaman" and "Chinamen" are one and many.
_PLURALS = ("manmen", "menman")


def spelling_variants(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of words that differ in one letter inside them; the one met first stands first.

    Other forms of a word are none: "Serb" and "Serbs", "Roman" and "Romany" differ at their ends.
    """
    by_rest: dict[tuple[int, str], list[str]] = {}
    met: set[str] = set()
    for word in words:
        low = word.casefold()
        if max(map(len, low.split("-"))) < SHORTEST or low in met:
            continue
        met.add(low)
        paired: set[str] = set()
        for key in _keys(low):
            for other in by_rest.setdefault(key, []):
                if other not in paired and is_variant(other.casefold(), low):
                    paired.add(other)
                    yield other, word
            by_rest[key].append(word)


def is_variant(one: str, other: str) -> bool:
    """Whether two folded words differ by one letter changed, added or left out, neither the first nor at the end."""
    if one == other or one[0] != other[0] or one[-1] != other[-1] or one[-3:] + other[-3:] in _PLURALS:
        return False
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    if len(longer) - len(shorter) > 1:
        return False
    return longer[head + 1 :] == (shorter[head + 1 :] if len(one) == len(other) else shorter[head:])


def _keys(word: str) -> Iterator[tuple[int, str]]:
    """The word without one of its letters, each with the number of the letter; and the word itself."""
    for at in range(1, len(word)):
        yield at, word[:at] + word[at + 1 :]
    for at in range(1, len(word) + 1):
        yield at, word
