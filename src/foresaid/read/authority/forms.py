"""Which written forms may be one name, judged by the forms alone?

The rules are strict: given names must be equal or one the other's initial, and only initials may be missing between
them. John Adams and John Quincy Adams stay two.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from foresaid.read.names.given import givens_fit
from foresaid.text.identity import digest
from foresaid.text.normalize import fold_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.bodies import NameKind

# 48 bits: among a million records two have one id with a chance of 2 in a thousand.
_ID_LENGTH = 12
# Below seven letters many surnames are one letter apart (Hansen and Jansen have six).
_SHORTEST_VARIANT = 7


def agent_id(kind: NameKind, name: str) -> str:
    """The id of a record: two letters of its kind and a hash of the name form that it was first given."""
    return f"{kind.value[:2]}-{digest('agent', kind.value, folded(name))[:_ID_LENGTH]}"


@lru_cache(maxsize=100_000)
def folded(name: str) -> str:
    """A name without case, accents, signs and a leading "the"."""
    words = [fold_word(word.strip('*_“”"()[],;:')) for word in name.split()]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(word.replace(".", "") if not _is_initial(word) else word for word in words if word)


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[1] == "."  # noqa: PLR2004 - a letter and its stop


def bare_words(name: str, suffixes: frozenset[str]) -> list[str]:
    """The words of a person's name without "Jr."."""
    words = name.split()
    while len(words) > 1 and words[-1].casefold().strip(".,") in suffixes:
        words.pop()
    return words


def may_be_one(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two persons' names with given names may be one person's: equal surnames, fitting given names.

    "J. Q. Adams", "John Q. Adams" and "John Quincy Adams" may; "John Adams" and "John Quincy Adams" may not be
    taken for one by a machine, nor may two given names that differ.
    """
    if len(one) < 2 or len(other) < 2 or folded(one[-1]) != folded(other[-1]):  # noqa: PLR2004 - a given name and a surname
        return False
    return givens_fit(one[:-1], other[:-1], _fits, _is_initial)


def _fits(given: str, other: str) -> bool:
    if _is_initial(given) or _is_initial(other):
        return folded(given)[:1] == folded(other)[:1]
    return folded(given) == folded(other)


def is_misspelling(rare: str, frequent: str) -> bool:
    """Whether two folded names differ by one letter inside one long word, neither the word's first nor its last."""
    left, right = rare.split(), frequent.split()
    if len(left) != len(right):
        return False
    different = [(one, other) for one, other in zip(left, right, strict=True) if one != other]
    if len(different) != 1:
        return False
    one, other = different[0]
    return min(len(one), len(other)) >= _SHORTEST_VARIANT and _one_letter_inside(one, other)


def _one_letter_inside(one: str, other: str) -> bool:
    if one[0] != other[0] or one[-1] != other[-1] or abs(len(one) - len(other)) > 1:
        return False
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return longer[head + 1 :] == (shorter[head + 1 :] if len(one) == len(other) else shorter[head:])
