"""Where do words with capitals stand together, as the words of names do?

One expression of bounded repetition finds them: up to twelve words, each beginning with a capital, with up to two
small words between them ("Bank of the United States"). A word ends at an emphasis mark, a comma, a dash, and at
the end of a sentence; initials and titles keep their full stop.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from foresaid.read.names.lexicon import NameWords  # noqa: TC001 - an argument of a cached function

CAPITAL = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽ"
# "Telecommunications" has 18 letters; longer words are cut, and what is cut is no name.
_REST = r"(?:[^\W_]|[’'](?=[^\W_])|-(?=[^\W_])){0,30}"
# One blank or line break with its indent; a blank line parts two texts.
GAP = r"(?:[ \u00a0]{1,2}|[ \t]{0,3}\r?\n[ \t]{0,4})"
_PIECES = re.compile(r"[^\s]{1,80}")
_MOST_WORDS = (
    11  # behind the first; "International Committee of the Fourth International" has four capitals
)
_APOSTROPHES = ("’s", "'s")
# Plurals that take "'s" as a single person does: "the Fishermen's League" is one name, "Lee's League" is two.
_PLURALS = ("men", "children", "people")


class Piece(NamedTuple):
    """One word of a run: where it stands in the run, as written, without "'s", and in small letters."""

    start: int
    end: int
    text: str
    low: str
    small: bool
    possessive: bool


@cache
def run_pattern(
    small: frozenset[str], particles: frozenset[str], abbreviations: tuple[str, ...]
) -> re.Pattern[str]:
    """The expression that finds runs of words with capitals; the tables name small words and abbreviations."""
    shortened = "|".join(re.escape(each[:1].upper() + each[1:]) for each in abbreviations)
    # a full stop belongs to initials and abbreviations; an apostrophe behind an s to a plural before a capital
    word = (
        rf"(?:(?:[{CAPITAL}]\.){{1,5}}|(?:{shortened})\.|[{CAPITAL}]{_REST}(?:[’'](?={GAP}[{CAPITAL}]))?)"
    )
    inner = "|".join(sorted((re.escape(each) for each in small | particles), key=len, reverse=True))
    pattern = rf"(?<![^\W_]){word}(?:{GAP}(?:(?:{inner}){GAP}){{0,2}}{word}){{0,{_MOST_WORDS}}}"
    return re.compile(pattern)


def pattern_of(words: NameWords) -> re.Pattern[str]:
    """The expression for one language."""
    return run_pattern(words.small, words.particles, words.abbreviations)


def pieces(run: str, small: frozenset[str]) -> list[Piece]:
    """The words of a run."""
    found = []
    for match in _PIECES.finditer(run):
        text, start = match.group(), match.start()
        possessive = text.endswith(_APOSTROPHES) and len(text) > len("’s")
        if possessive and text[:-2].casefold().endswith(_PLURALS):
            possessive = not run[match.end() :].lstrip()[:1].isupper()
        bare = text[:-2] if possessive else text
        low = bare.casefold().rstrip(".")
        found.append(
            Piece(start, start + len(bare), bare, low, text in small or not text[0].isupper(), possessive)
        )
    return found
