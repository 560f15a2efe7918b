"""What are the words before and behind a quotation, with other quotations masked?

Masking is what makes small rules good enough: in `"No," said Ann, "never"` the frame of the second
quotation is read as: QUOTE , said Ann ,
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from foresaid.text.segment import ends_sentence, is_shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKEN = re.compile(
    r"['’](?:s|S)(?![^\W_])|[^\W\d_](?:[^\W_]|[-'’.](?=[^\W_])){0,40}|\d(?:[\d,.]{0,19}\d)?|[^\w\s*_]"
)
_STOP = re.compile(r"[.!?;…]")
_APOSTROPHES = frozenset("'’")
# How far a frame is looked for on either side: nine in ten subjects in PolNeAR stand within 160 characters of
# their quotation; the farthest in the seed needs 320.
BEFORE = 480
BEHIND = 260
# Quotations of one sentence that are looked past when its subject is sought.
_LONGEST_CHAIN = 4
# Characters between the words of two quotations that touch, and what they may be.
_GAP = 8
_OPENINGS = " \n\t\"'“”‘’„«‹`"
QUOTE = "\ufffc"  # the object replacement character: no word and no mark


class Token(NamedTuple):
    """One word or sign of a frame; a masked quotation is one token whose text is QUOTE.

    `low` is the word in small letters, its apostrophes straight, as the word tables have them.
    """

    start: int
    end: int
    text: str
    low: str

    @property
    def is_word(self) -> bool:
        """Whether this is a word, no sign, figure or quotation."""
        return self.text[0].isalpha()

    @property
    def is_capital(self) -> bool:
        """Whether this is a word with a capital."""
        return self.text[0].isupper()


def words_between(text: str, start: int, end: int, abbreviations: frozenset[str]) -> list[Token]:
    """The words and signs of a stretch; the full stop of an abbreviation or initial is part of its word."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        if (
            word == "."
            and tokens
            and tokens[-1].end == match.start()
            and is_shortened(
                tokens[-1].text, text[match.end() : match.end() + 2].strip()[:1], abbreviations
            )
        ):
            last = tokens.pop()
            tokens.append(Token(last.start, match.end(), last.text + ".", last.low))
        elif word in _APOSTROPHES and tokens and _is_plural_possessive(text, tokens[-1], match.end(), end):
            last = tokens.pop()
            tokens.append(Token(last.start, match.end(), last.text + word, last.low + "'"))
        else:
            tokens.append(Token(match.start(), match.end(), word, word.casefold().replace("’", "'")))
    return tokens


def _is_plural_possessive(text: str, token: Token, end: int, limit: int) -> bool:
    """Whether an apostrophe belongs to the plural in front of it: "the Weavers' Guild", "the workers' leader"."""
    if token.end != end - 1 or not token.low.endswith("s") or end + 1 >= limit:
        return False
    return text[end].isspace() and text[end + 1].isalpha()


def words_before(
    text: str, index: int, siblings: Sequence[tuple[int, int]], floor: int, abbreviations: frozenset[str]
) -> list[Token]:
    """The words of the quotation's sentence in front of it; siblings are the quotations beside it."""
    return words_until(text, siblings[index][0], siblings, floor, abbreviations, index=index)


def words_until(
    text: str,
    position: int,
    siblings: Sequence[tuple[int, int]],
    floor: int,
    abbreviations: frozenset[str],
    *,
    index: int,
) -> list[Token]:
    """The words of a sentence up to a place; the first `index` siblings are the quotations in front of it."""
    floor = max(floor, position - BEFORE)
    pieces: list[list[Token]] = []
    for back in range(_LONGEST_CHAIN + 1):
        previous = siblings[index - 1 - back] if index - 1 - back >= 0 else None
        bottom = floor if previous is None or previous[1] < floor else previous[1]
        start = _sentence_start(text, bottom, position, abbreviations)
        pieces.append(words_between(text, start, position, abbreviations))
        if (
            start > bottom
            or bottom == floor
            or previous is None
            or _ends_inside(text, previous, pieces[-1])
        ):
            break
        pieces.append([Token(previous[0], previous[1], QUOTE, QUOTE)])
        position = previous[0]
    return [token for piece in reversed(pieces) for token in piece]


def words_behind(
    text: str, end: int, following: int, limit: int, abbreviations: frozenset[str]
) -> list[Token]:
    """The words of the sentence behind a quotation, up to the next quotation, which is masked."""
    stop = min(limit, end + BEHIND, following)
    close = _sentence_stop(text, end, stop, abbreviations)
    tokens = words_between(text, end, close, abbreviations)
    if close == following:
        tokens.append(Token(following, following, QUOTE, QUOTE))
    return tokens


def _sentence_stop(text: str, start: int, limit: int, abbreviations: frozenset[str]) -> int:
    for match in _STOP.finditer(text, start, limit):
        if _is_stop(text, match.start(), limit, abbreviations):
            return match.end()
    return limit


def _sentence_start(text: str, floor: int, position: int, abbreviations: frozenset[str]) -> int:
    """Behind the last stop that is not inside emphasis or brackets: *Who Rules? A History*, (Bonn. 2nd ed.)."""
    start = floor
    for match in _STOP.finditer(text, floor, position):
        if _is_stop(text, match.start(), position, abbreviations) and _is_balanced(
            text, match.end(), position
        ):
            start = match.end()
    return start


def _is_stop(text: str, stop: int, limit: int, abbreviations: frozenset[str]) -> bool:
    end = stop + 1
    while end < limit and text[end] in "”\"')]’*_":
        end += 1
    return text[stop] == ";" or (end < limit and ends_sentence(text, stop, end, limit, abbreviations))


def _is_balanced(text: str, start: int, end: int) -> bool:
    return text.count("*", start, end) % 2 == 0 and text.count(")", start, end) <= text.count(
        "(", start, end
    )


def _ends_inside(text: str, previous: tuple[int, int], behind: list[Token]) -> bool:
    """Whether the sentence ended inside the previous quotation: `"… over." The rest "`."""
    last = text[previous[0] : previous[1]].rstrip("\"'”’»›` \n")[-1:]
    if not behind:
        return last in ".!?…" or not _starts_small(text, previous[1])
    return last in ".!?…" and behind[0].is_capital


def _starts_small(text: str, end: int) -> bool:
    """Whether the quotation right behind another one goes on inside a sentence: `that "neither will" "occupy …"`."""
    return text[end : end + _GAP].lstrip(_OPENINGS)[:1].islower()
