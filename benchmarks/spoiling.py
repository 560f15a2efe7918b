"""What becomes of words that are quoted: set otherwise, shortened with marks, misread, changed?

Eight kinds of quotation. The rates are those of notes/perf.md §1: 3 and 8 of 100 characters misread, 10
and 25 of 100 words changed, dropped or added.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

BROKEN = {"marked", "mixed"}  # kinds that leave words out
KINDS = ("verbatim", "typographic", "marked", "ocr3", "ocr8", "alter10", "alter25", "mixed")
# What recognisers read for a letter, by its likeness in print.
MISREAD = {
    "a": "uo", "b": "h", "c": "eo", "d": ("cl",), "e": "co", "f": "t", "g": "q9", "h": "bk", "i": "l1!j",
    "l": "1iI", "m": ("rn", "in"), "n": "ur", "o": "0ca", "r": "n", "s": "5f", "t": "fl", "u": "nv",
    "v": "y", "w": ("vv",), "y": "v", "B": "8", "I": "l", "O": "0", "S": "5", ".": ",", ",": ".",
}  # fmt: skip
LEFT_OUT = 15  # words at most under an ellipsis
SPECKS, LETTERS = "'.,-~ ", "abcdefghijklmnopqrstuvwxyz"
ELLIPSES = (" ... ", " … ", " . . . ", " [...] ")
BRACKETS = ("the President", "Congress", "our", "his", "the nation", "their")


def misread(text: str, rate: float, chance: random.Random) -> str:
    """A text as a poor recogniser reads it, with this share of its characters wrong."""
    read = []
    for character in text:
        kind = chance.random() if chance.random() < rate else 1.0
        if kind == 1.0:
            read.append(character)
        elif kind < 0.7 and character in MISREAD:
            read.append(chance.choice(MISREAD[character]))
        elif kind < 0.8:
            continue
        elif kind < 0.9:
            read.append(character + chance.choice(SPECKS))
        else:
            read.append("" if character == " " else chance.choice(LETTERS))
    return "".join(read)


def altered(words: list[str], rate: float, pool: list[str], chance: random.Random) -> list[str]:
    """Words of which this share are changed (three of five), dropped or preceded by one more; at least one is."""
    kept: list[str] = []
    changes = 0
    for word in words:
        kind = chance.random() if chance.random() < rate else None
        changes += kind is not None
        if kind is None:
            kept.append(word)
        elif kind < 0.6:
            kept.append(chance.choice(pool))
        elif kind >= 0.8:
            kept += [chance.choice(pool), word]
    if not changes:
        kept[chance.randrange(len(kept))] = chance.choice(pool)
    return kept


def typographic(words: list[str], chance: random.Random) -> str:
    """The same words in other type: marks, case, spaces, line ends, divided words, a page number."""
    set_words = []
    for word in words:
        at = chance.randrange(3, len(word) - 3) if len(word) > 7 else 0
        divided = at and word.isalpha() and chance.random() < 0.15
        set_words.append(f"{word[:at]}-\n{word[at:]}" if divided else word)
    if len(words) > 8 and chance.random() < 0.3:
        middle = len(words) // 2
        set_words[middle] = f"[p. {chance.randrange(9, 400)}] {set_words[middle]}"
    text = set_words[0]
    for word in set_words[1:]:
        text += chance.choice(("\n", "  ", " ", " ", " ", " ")) + word
    text = text.replace("'", "’").replace("--", "—")
    text = re.sub(r'(^|\s)"', r"\1“", text).replace('"', "”")
    case = chance.random()
    if case < 0.3:  # capitals throughout: a word divided before a capital is joined by no reader
        return text.replace("-\n", "").upper()
    return text.lower() if case < 0.5 else text


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A quotation as given, the source's words that it means, and how many words of the source it spans."""

    quote: str
    meant: str
    spans: int


def _shortened(words: list[str], count: int, chance: random.Random) -> tuple[list[str], list[str], int]:
    """The words before and after what is left out, `count` together and two each at least; how many are left out."""
    first, dropped = chance.randrange(2, count - 1), chance.randrange(1, LEFT_OUT + 1)
    return words[:first], words[first + dropped : count + dropped], dropped


def _marked(words: list[str], count: int, chance: random.Random) -> Spoilt:
    """Words shortened by an ellipsis, or one of them put otherwise in brackets."""
    if chance.random() < 0.7:
        before, after, dropped = _shortened(words, count, chance)
        quote = chance.choice(ELLIPSES).join((" ".join(before), " ".join(after)))
        return Spoilt(quote, " ".join(before + after), count + dropped)
    at = chance.randrange(1, count - 1)
    bracketed = [*words[:at], f"[{chance.choice(BRACKETS)}]", *words[at + 1 : count]]
    return Spoilt(" ".join(bracketed), " ".join(words[:at] + words[at + 1 : count]), count)


def _mixed(words: list[str], count: int, pool: list[str], chance: random.Random) -> Spoilt:
    """An ellipsis, 5 of 100 words changed, 3 of 100 characters misread."""
    before, after, dropped = _shortened(words, count, chance)
    quoted = [
        misread(" ".join(altered(part, 0.05, pool, chance)), 0.03, chance) for part in (before, after)
    ]
    return Spoilt(chance.choice(ELLIPSES).join(quoted), " ".join(before + after), count + dropped)


def spoil(kind: str, words: list[str], count: int, pool: list[str], chance: random.Random) -> Spoilt:
    """`count` words as a quotation of this kind gives them.

    LEFT_OUT more words are given, for what an ellipsis leaves out.
    """
    if kind == "marked":
        return _marked(words, count, chance)
    if kind == "mixed":
        return _mixed(words, count, pool, chance)
    taken = words[:count]
    meant = quote = " ".join(taken)
    if kind == "typographic":
        quote = typographic(taken, chance)
    elif kind.startswith("ocr"):
        quote = misread(meant, int(kind[3:]) / 100, chance)
    elif kind.startswith("alter"):
        quote = " ".join(altered(taken, int(kind[5:]) / 100, pool, chance))
    return Spoilt(quote, meant, count)
