"""Are two names one person's or body's?

Two names agree when the one's family name is among the other's and no given name, initial, generation or form of
address speaks against it: Truman, Harry S. Truman, President Truman, H. S. Truman, FDR. They are distinct only when
both can be resolved to a person or body; "the minister", a state and who speaks for it, an unsigned piece are not.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from foresaid.text.align import likeness
from foresaid.text.normalize import fold_word, tokenise, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.verify.changes import Changes

NEARLY = (
    0.8  # likeness of two family names from which on one may be a slip for the other: Rosevelt, Gorbachov
)
ACRONYM = range(2, 5)  # letters of an acronym for a person: FDR, LBJ, JFK
SHORT_FORM = (
    3  # letters of a given name cut short: Wm, Geo, Tho; a longer one that another begins with is its own
)


def name_words(names: Iterable[str], changes: Changes) -> frozenset[str]:
    """The words of names, folded, without titles."""
    return frozenset(word for name in names for word in own_words(name, changes.titles))


@lru_cache(maxsize=4096)  # a collection has few speakers and many quotations
def own_words(name: str, titles: frozenset[str]) -> list[str]:
    """A name's own words, folded, without titles: "President Van Buren" -> van, buren; VanBuren likewise."""
    return [word for word in _all_words(name) if word not in titles and not word.isdigit()]


def _all_words(name: str) -> list[str]:
    last, _, first = name.partition(",")
    ordered = f"{first} {last}" if first.strip() else name
    parted = "".join(
        f" {letter}" if letter.isupper() and ordered[at - 1 : at].islower() else letter
        for at, letter in enumerate(ordered)
    )
    return [fold_word(word) for word in words(parted, tokenise(parted))]


def _one_given_name(left: str, right: str, familiar: frozenset[tuple[str, str]]) -> bool | None:
    """Whether two given names or initials may be one; None = they only begin alike."""
    if left == right or (left, right) in familiar:
        return True
    short, long = sorted((left, right), key=len)
    if long.startswith(short) and len(short) <= SHORT_FORM:
        return True
    return None if left[0] == right[0] and len(left) > 1 < len(right) else False


def _given_names_agree(
    left: list[str], right: list[str], familiar: frozenset[tuple[str, str]]
) -> bool | None:
    """Whether given names may belong to one person: each of the shorter list has its like in the longer."""
    short, remaining = sorted((left, right), key=len)
    doubtful = False
    for name in short:
        answers = [_one_given_name(name, other, familiar) for other in remaining]
        if True in answers:
            remaining = [other for at, other in enumerate(remaining) if at != answers.index(True)]
        elif None in answers:
            doubtful = True
        else:
            return False
    return None if doubtful else True


def _is_acronym_of(name: str, other: list[str]) -> bool:
    letters = name.replace(".", "").strip()
    return (
        letters.isupper()
        and len(letters) in ACRONYM
        and letters.lower() == "".join(word[0] for word in other)
    )


def _is_code(name: str) -> bool:
    """Whether a name is an abbreviation in capitals: CSK, USSR."""
    letters = name.replace(".", "").strip()
    return letters.isupper() and letters.isalpha() and len(letters) in ACRONYM


def _set_apart(left: str, right: str, changes: Changes) -> bool:
    """Whether something said with two like names sets them apart: Jr. and Sr., Mrs., a member of."""
    one, other = frozenset(_all_words(left)), frozenset(_all_words(right))
    generations = one & changes.generations, other & changes.generations
    if all(generations) and generations[0] != generations[1]:
        return True
    bare = len(own_words(left, changes.titles)) == 1 or len(own_words(right, changes.titles)) == 1
    if bare and bool(one & changes.addresses) != bool(other & changes.addresses):
        return True
    return bool(one & changes.members) != bool(other & changes.members)


def is_nobody(name: str, changes: Changes) -> bool:
    """Whether a name says that nobody is named: Anonymous, Unknown, N. N."""
    return tuple(_all_words(name)) in changes.nobody


def same_name(stated: str, known: str, changes: Changes) -> bool | None:
    """Whether two names are one person's or body's; None = cannot be told."""
    left, right = own_words(stated, changes.titles), own_words(known, changes.titles)
    if not left or not right or is_nobody(stated, changes) or is_nobody(known, changes):
        return None
    if _set_apart(stated, known, changes):
        return None
    if "".join(left) == "".join(right) or _is_acronym_of(stated, right) or _is_acronym_of(known, left):
        return True
    if frozenset(left) == frozenset(right) and not changes.bodies.isdisjoint(_all_words(stated)):
        return True  # Ministry of the Interior, Interior Ministry
    if left[-1] == right[-1] or "".join(left[-2:]) == "".join(right[-2:]):
        return _given_names_agree(left[:-1], right[:-1], changes.given_names)
    return _distinct(stated, known, changes)


def _distinct(stated: str, known: str, changes: Changes) -> bool | None:
    """False where two names without a family name in common are two agents', None where that cannot be told."""
    left, right = own_words(stated, changes.titles), own_words(known, changes.titles)
    if left[-1] in right or right[-1] in left or likeness(left[-1], right[-1]) >= NEARLY:
        return None  # a given name, a maiden name or a slip
    if _is_code(known) or _is_role(stated, changes):
        return None
    stands_for_a_state = [not changes.states.isdisjoint(_all_words(name)) for name in (stated, known)]
    body = [not changes.bodies.isdisjoint(_all_words(name)) for name in (stated, known)]
    if any(stands_for_a_state) and not all(body):
        return None  # who speaks for a state may be named for it
    proper = any(word[:1].isupper() for word in stated.split() if fold_word(word) in left)
    return False if proper and not stated.isupper() else None


def _is_role(name: str, changes: Changes) -> bool:
    """Whether a name says what somebody is, with a capital for a place at most: the member for Ludbury."""
    parts = [word for word in name.split() if fold_word(word)]
    if not parts or not changes.bodies.isdisjoint(_all_words(name)):
        return False
    lead = [word for word in parts if fold_word(word) not in {"the", "a", "an"}]
    return (
        bool(lead)
        and lead[0][:1].islower()
        and any(word in {"for", "of", "from", "in", "at"} for word in lead[1:])
    )
