"""The layer of quotations: first what is set off by marks, then what is only reported, last the circumstances.

Start reading from `QuotationLayer.annotate`; each of the three steps has a file of its own: quotations/annotator.py,
reported/reader.py, quotations/circumstances.py.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from foresaid.model.annotations import Annotation
from foresaid.model.bodies import QuotationType
from foresaid.read.lexicon import lexicon_of
from foresaid.read.quotations.annotator import QuotationAnnotator
from foresaid.read.quotations.circumstances import CircumstanceReader
from foresaid.read.reported.lexicon import reporting_of
from foresaid.read.reported.reader import IndirectReader
from foresaid.text.segment import paragraphs
from foresaid.text.sentences import sentence_splitter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.annotations import Context, Span
    from foresaid.model.bodies import Quotation
    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Annotator, Parser


class QuotationLayer:
    """Finds quotations of every type; holds the prepared word tables and perhaps a parser, no state of a text."""

    layer = "quotations"
    needs: tuple[str, ...] = ("times", "works")

    def __init__(self, vocabulary: Vocabulary, parser: Parser | None) -> None:
        lexicon = lexicon_of(vocabulary)
        self._marked = QuotationAnnotator(lexicon)
        self._indirect = IndirectReader(
            lexicon, reporting_of(vocabulary), sentence_splitter(vocabulary), parser
        )
        self._circumstances = CircumstanceReader(vocabulary)
        self.generator = self._marked.generator + (f"+{parser.name}" if parser is not None else "")

    def annotate(self, text: str, context: Context) -> Iterator[Annotation[Quotation]]:
        """The quotations of a text in its order."""
        marked = [(each.target, each.body) for each in self._marked.annotate(text, context)]
        found = self._indirect.read(text, paragraphs(text), marked, context.speaker)
        titles = sorted((each.target.start, each.target.end) for each in context.of("works"))
        quotations = [
            Annotation(span, body, self.generator)
            for span, body in found
            if body.type is not QuotationType.INDIRECT or not _in_title(span, titles)
        ]
        yield from self._circumstances.fill(text, quotations, context)


def _in_title(span: Span, titles: Sequence[tuple[int, int]]) -> bool:
    """Whether reported words are part of a work's title: *What Became of the Fens?*, by rules a question asked."""
    at = bisect_right(titles, (span.start, span.end)) - 1
    nearest = titles[max(0, at) : at + 2]
    return any(start <= span.start and span.end <= end for start, end in nearest)


def quotation_layer(vocabulary: Vocabulary, parser: Parser | None = None) -> Annotator:
    """The annotator of quotations for one language; KeyError names a word table that is missing."""
    return QuotationLayer(vocabulary, parser)
