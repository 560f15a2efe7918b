"""Whose is a forecast: the document's own, quoted, reported, or reported of a rival without his words?"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import Holding, Quotation, QuotationType, Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.annotations import Annotation, Span
    from foresaid.read.forecasts.words import Words

# Quotations that begin further in front than this, two printed pages, are not asked whether they reach a sentence.
_LONGEST = 6000
_QUOTED = (QuotationType.DIRECT, QuotationType.MIXED)


class Held(NamedTuple):
    """Whose a forecast is."""

    speaker: Speaker | None
    holding: Holding


class Holders:
    """The quotations of a text, for asking whose a place is; with the document's own speaker."""

    def __init__(self, quotations: Sequence[Annotation[Quotation]], own: str | None) -> None:
        self._quotations = sorted(
            (each for each in quotations if each.body.type is not QuotationType.TERM),
            key=lambda each: each.body.content.start,
        )
        self._starts = [each.body.content.start for each in self._quotations]
        self._own = own

    def covering(self, span: Span) -> Annotation[Quotation] | None:
        """The innermost quotation whose content holds at least half of a span."""
        at = bisect_right(self._starts, span.end) - 1
        while at >= 0 and self._starts[at] >= span.start - _LONGEST:
            content = self._quotations[at].body.content
            common = min(content.end, span.end) - max(content.start, span.start)
            if 2 * common >= span.end - span.start:
                return self._quotations[at]
            at -= 1
        return None

    def quoted_in(self, span: Span) -> bool:
        """Whether quoted words stand in a span."""
        at = bisect_right(self._starts, span.end) - 1
        while at >= 0 and self._starts[at] >= span.start - _LONGEST:
            found = self._quotations[at]
            if (
                found.body.type in _QUOTED
                and found.target.start < span.end
                and span.start < found.target.end
            ):
                return True
            at -= 1
        return False

    def own(self) -> Speaker | None:
        """The document's own speaker."""
        return Speaker(None, self._own) if self._own else None

    def of(self, span: Span) -> Held:
        """Whose the words of a span are, as the quotations tell."""
        found = self.covering(span)
        if found is None:
            return Held(self.own(), Holding.OWN)
        quoted = found.target.start < span.end and span.start < found.target.end
        if found.body.type in _QUOTED and quoted:
            return Held(found.body.speaker, Holding.QUOTED)
        return Held(found.body.speaker, Holding.REPORTED)


def is_rival(sentence: Words, paragraph: Words) -> bool:
    """Whether a text reports with distance, and speaks of somebody whose view it does not share."""
    if "distancing" in sentence.all_classes and "opposing" in paragraph.all_classes:
        return True
    return "asserting" in sentence.all_classes and "opposing" in sentence.all_classes
