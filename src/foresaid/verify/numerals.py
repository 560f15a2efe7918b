"""Which number do words or figures stand for?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.verify.changes import Changes

ONES, SCALES = frozenset({"a", "an"}), frozenset({"100", "1000", "1000000"})
TEN, CENTURIES = 10, range(10, 22)  # years said by century and year
HUNDRED, GROUPS = 100, (1000, 1_000_000, 1_000_000_000)
ORDINALS = frozenset({"", "st", "nd", "rd", "th", "d"})
LONGEST_FIGURE = 15  # digits; more are no count of anything
YEARS = range(1000, 2200)  # four digits in this range are taken for a year


def same_number(left: str, right: str, changes: Changes) -> bool:
    """Whether two folded words are one number in words and in figures."""
    one, other = changes.numerals.get(left, left), changes.numerals.get(right, right)
    if one == other:
        return True
    # In figures the ending of an ordinal may stand or not: 30 April, 30th April; four is never fourth.
    figures = left[:1].isdigit() and right[:1].isdigit()
    value = ordinal_figure(one)
    return figures and value is not None and value == ordinal_figure(other)


def number_in(words: Sequence[str], changes: Changes) -> int | None:
    """The whole number that folded words stand for, in figures or in words up to the millions; None if they do not.

    As English counts: units add up, hundred multiplies what stands before it, thousand and million close a group; a
    year may be said by its century. An ordinal is below zero, so that four is never fourth.
    """
    total = group = 0
    counted = grouped = False
    sign = 1
    for at, word in enumerate(words):
        digits = word.isdecimal()
        value = _counted(word, changes)
        if value is None and at == len(words) - 1:
            value = ordinal_figure(changes.numerals.get(word, word))
            sign = -1 if value is not None else 1
        if (
            value is None
            and word in ONES
            and changes.numerals.get("".join(words[at + 1 : at + 2])) in SCALES
        ):
            value = 1  # a hundred
        if value is None:
            if word == "and" and counted:
                continue
            return None
        if digits and grouped and len(word) == len("000"):
            group = group * GROUPS[0] + value  # 2,000 is two words
        elif value == HUNDRED and not digits:
            group = max(1, group) * value
        elif group in CENTURIES and TEN <= value < HUNDRED and not digits:
            group = group * HUNDRED + value  # nineteen forty-five
        elif value in GROUPS and not digits:
            total, group = total + max(1, group) * value, 0
        else:
            group += value
        counted, grouped = True, digits
    return sign * (total + group) if counted else None


def _counted(word: str, changes: Changes) -> int | None:
    """The number of a word that counts; "second" does not, 2nd may beside a month."""
    figure = changes.numerals.get(word, word)
    if figure.isdecimal() and len(figure) <= LONGEST_FIGURE:
        return int(figure)
    return ordinal_figure(word) if word[:1].isdigit() else None


def ordinal_figure(word: str) -> int | None:
    """The number of a word in figures, with or without the ending of an ordinal: 22, 22d, 22nd; None for another word."""
    digits = word.rstrip("stndrh")
    if digits.isdecimal() and len(digits) <= LONGEST_FIGURE and word[len(digits) :] in ORDINALS:
        return int(digits)
    return None


def is_number(word: str) -> bool:
    """Whether a folded word is written in digits, with at most an ending such as the th of 12th."""
    return any(character.isdigit() for character in word)


def is_year(word: str) -> bool:
    """Whether a folded word is a year in digits."""
    return len(word) == len("1800") and word.isdecimal() and int(word) in YEARS
