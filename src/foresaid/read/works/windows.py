"""What stands around a title in its sentence?

The title and every other string that is set off are masked, one sign each, so that neither their words nor their
full stops take part in the frame: `In March 1887 Lee wrote in ￼, ￼`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.read.wording import BEFORE, BEHIND, QUOTE, Token, words_between
from foresaid.text.segment import last_sentence_start, sentence_end

_INITIALS = re.compile(r"(?:[A-Z]\.){1,4}[A-Z]")

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.read.works.setoff import SetOff


@dataclass(frozen=True, slots=True)
class Window:
    """A title's sentence as words and signs; `at` is the number of the title's own token."""

    tokens: Sequence[Token]
    at: int

    def low(self, number: int) -> str:
        """A token in small letters; "" outside the sentence."""
        return self.tokens[number].low if 0 <= number < len(self.tokens) else ""


class Windows:
    """The sentences of one text with everything set off masked."""

    def __init__(self, text: str, set_off: Sequence[SetOff], abbreviations: frozenset[str]) -> None:
        self._text = masked(text, [(each.opens, each.closes) for each in set_off])
        self._abbreviations = abbreviations

    def around(self, start: int, end: int) -> Window:
        """The window of a title from `start` to `end`, with its marks."""
        floor = self._floor(start)
        limit = self._limit(end)
        local = masked(self._text[floor:limit], [(start - floor, end - floor)])
        at = start - floor
        first = last_sentence_start(local, 0, at, self._abbreviations)
        last = sentence_end(local, end - floor, len(local), self._abbreviations)
        tokens = _with_initials(_moved(words_between(local, first, last, self._abbreviations), floor))
        return Window(tokens, next(n for n, token in enumerate(tokens) if token.start >= start))

    def _floor(self, start: int) -> int:
        floor = max(0, start - BEFORE)
        blank = self._text.rfind("\n\n", floor, start)
        return floor if blank < 0 else blank + 2

    def _limit(self, end: int) -> int:
        limit = min(len(self._text), end + BEHIND)
        blank = self._text.find("\n\n", end, limit)
        return limit if blank < 0 else blank


def _moved(tokens: Iterable[Token], by: int) -> Iterator[Token]:
    """Tokens at their places in the text; the comma behind a year is a sign of its own."""
    for start, end, text, low in tokens:
        bare = text.rstrip(",.") if text[0].isdigit() else text
        yield Token(start + by, start + by + len(bare), bare, low[: len(bare)])
        if len(bare) < len(text):
            yield Token(start + by + len(bare), end + by, text[len(bare) :], low[len(bare) :])


def _with_initials(tokens: Iterable[Token]) -> list[Token]:
    """Tokens with the last full stop of "T.R." and the apostrophe of "Bakers'" as part of their words."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        plural = token.text in ("'", "’") and last is not None and last.is_capital and last.low[-1] == "s"
        if plural and last is not None and last.end == token.start:
            found[-1] = Token(last.start, token.end, last.text + token.text, last.low + token.text)
        elif (
            token.text == "."
            and last is not None
            and last.end == token.start
            and _INITIALS.fullmatch(last.text)
        ):
            found[-1] = Token(last.start, token.end, f"{last.text}.", f"{last.low}.")
        else:
            found.append(token)
    return found


def masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with each stretch as one sign and blanks, so that every place stays where it is."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], QUOTE, " " * (end - start - 2), _stop(text, start, end)]
        at = end
    return "".join([*parts, text[at:]])


def _stop(text: str, start: int, end: int) -> str:
    """The stop or comma with which a stretch ends inside its marks, for it is the sentence's around it."""
    if end - start < 2:  # noqa: PLR2004  one sign is masked by one
        return ""
    if text[end - 1] in ".!?…,":
        return text[end - 1]
    return text[end - 2] if text[end - 2] in ".," else " "
