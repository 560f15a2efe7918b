"""How does a stretch with quotations read to a parser?

A whole utterance in marks becomes one noun, so that only its frame is parsed; words in marks that are woven into a
clause are left as they stand, without their marks. Every character keeps its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import QuotationType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.model.annotations import Span
    from foresaid.model.bodies import Quotation

_MARKS = frozenset("\"'“”‘’„‚«»‹›`")
# Emphasis marks are no words, and a parser takes them for some.
_EMPHASIS = str.maketrans("*_\n\t", "    ")
# An utterance of one or two words ("Yes") is as easy to parse as the noun in its place.
_SHORTEST = 3
# Letters of the noun that stands for an utterance; it ends where the words end, so that their stop touches it.
_NOUN = "Xxxxxxxxxxxx"


def masked(text: str, start: int, end: int, quotations: Iterable[tuple[Span, Quotation]]) -> str:
    """The stretch as it is to be parsed, as long as it was; `quotations` are those of level 1 that touch it."""
    letters = list(text[start:end].translate(_EMPHASIS))
    for span, body in quotations:
        first, last = max(span.start, start), min(span.end, end)
        if first >= last:
            continue
        for place in (span.start - 1, span.end):
            if start <= place < end and text[place] in _MARKS:
                letters[place - start] = " "
        if body.type is QuotationType.DIRECT and len(body.text.split(maxsplit=_SHORTEST)) >= _SHORTEST:
            while last > first and not text[last - 1].isalnum():
                last -= 1
            letters[first - start : last - start] = _NOUN[: last - first].rjust(last - first)
    return "".join(letters)
