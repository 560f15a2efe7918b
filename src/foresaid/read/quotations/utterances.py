"""Which quotations are parts of one utterance, broken only by the words that say whose it is?

    "If so," said Ann slowly, "we lose."      "We lose," said Ann. "We always have."

Each part stays a finding of its own, because a source is searched for what stands between marks; what they
share is the content, from the first part to the last, as PolNeAR annotates it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.annotations import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.model.bodies import Quotation

# Parts held back until their utterance is over; longer ones are a litany, and are given in pieces.
_MOST_PARTS = 64


class Part(NamedTuple):
    """A quotation, where it stands, and whether it goes on with the utterance before it on its level."""

    span: Span
    body: Quotation
    goes_on: bool


def joined(parts: Iterable[Part]) -> Iterator[tuple[Span, Quotation]]:
    """The quotations in their order, those of one utterance with its whole extent as their content."""
    held: list[Part] = []
    for part in parts:
        if part.body.level == 1 and (not part.goes_on or len(held) >= _MOST_PARTS):
            yield from _with_content(held)
            held = []
        held.append(part)
    yield from _with_content(held)


def _with_content(held: list[Part]) -> Iterator[tuple[Span, Quotation]]:
    """The parts of one utterance of level 1, and what is quoted inside them."""
    outer = [part.body.content for part in held if part.body.level == 1]
    whole = Span(min(each.start for each in outer), max(each.end for each in outer)) if outer else None
    for part in held:
        if whole is not None and part.body.level == 1 and len(outer) > 1:
            yield part.span, replace(part.body, content=whole)
        else:
            yield part.span, part.body
