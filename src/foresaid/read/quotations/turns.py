"""Who speaks where in minutes and transcripts, in which names in front of lines stand for marks?

    Mr. HALE: I said to the House in May that "…"
    The PRESIDENT. The Senator will be in order.

Turns are no quotations: they tell whose "I" it is. A name is printed in capitals; behind a title or "The" a colon
or full stop ends it, alone only a colon does. Headings look alike ("NOTE: …"), and so a text has turns only if two
different names open lines, and a name without title counts only where it comes back.
Linear: one pass over line beginnings, each with a bounded look.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.lexicon import Lexicon

# HALE, McKINLEY, O'NEILL, SMITH-JONES, J.
_CAPITALS = r"(?:(?:Mc|Mac|De|Du|La|Le|Van|Von)?[^\W\d_a-z](?:[^\W\d_a-z]|['’-]){1,24}|[A-Z]\.)"
_LABEL = re.compile(
    rf"^[ \t]{{0,12}}(?P<title>(?:[A-Z][a-z]{{1,12}}\.?[ ]){{0,2}})(?P<name>{_CAPITALS}(?:[ ]{_CAPITALS}){{0,4}})"
    r"(?:,? of [A-Z][\w ]{1,24}|[ ]\([^()\n]{1,60}\)){0,2}(?P<sign>[:.])(?=[ \t\n—–-])",
    re.MULTILINE,
)
# The names of a text that lead to turns are two at least; with one, every line could be a heading.
_FEWEST_NAMES = 2
_PARTS = re.compile(r"[^\W\d_]+")
_PREFIXES = ("Mc", "Mac", "De", "Du", "La", "Le", "Van", "Von")


class Turn(NamedTuple):
    """What one speaker says in one go, from behind the label to the next one, and the label's name."""

    start: int
    end: int
    name: str


class _Label(NamedTuple):
    start: int
    end: int
    name: str
    titled: bool


def turns(text: str, lexicon: Lexicon) -> list[Turn]:
    """The turns of a text in order; none if it is no transcript."""
    labels = [label for match in _LABEL.finditer(text) if (label := _label(match, lexicon)) is not None]
    counts = Counter(label.name for label in labels)
    kept = [label for label in labels if label.titled or counts[label.name] > 1]
    if len({label.name for label in kept}) < _FEWEST_NAMES:
        return []
    ends = [label.start for label in kept[1:]] + [len(text)]
    return [Turn(label.end, end, label.name) for label, end in zip(kept, ends, strict=True)]


def turn_at(found: Sequence[Turn], position: int) -> Turn | None:
    """The turn that holds a place; None in front of the first."""
    number = bisect_right(found, position, key=lambda turn: turn.start) - 1
    return found[number] if number >= 0 and position < found[number].end else None


def _label(match: re.Match[str], lexicon: Lexicon) -> _Label | None:
    words = match["title"].split()
    low = [word.casefold().rstrip(".") for word in words]
    if any(word != "the" and word not in lexicon.titles for word in low):
        return None  # "Report of PARIS."
    if not words and match["sign"] != ":":
        return None
    name = " ".join(_folded(word) for word in match["name"].split())
    if low[:1] == ["the"]:
        name = " ".join([*words, name])
    return _Label(match.start(), match.end(), name, bool(words))


def _folded(word: str) -> str:
    """A word in capitals as it is written elsewhere: McKINLEY -> McKinley, O'NEILL -> O'Neill."""
    prefix = next((each for each in _PREFIXES if word.startswith(each) and len(word) > len(each)), "")
    return prefix + _PARTS.sub(lambda part: part.group().capitalize(), word[len(prefix) :])
