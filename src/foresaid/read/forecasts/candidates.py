"""Which sentences of a text hold a cue? The others are never cut into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.read.forecasts.reading import Sentence
from foresaid.read.forecasts.words import words_of
from foresaid.text.literals import Literals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.read.forecasts.lexicon import Lexicon
    from foresaid.text.sentences import SentenceSplitter


class Candidates:
    """The sentences with a word of some tables, cut into words; holds no state of a text."""

    def __init__(self, lexicon: Lexicon, tables: Iterable[str], splitter: SentenceSplitter) -> None:
        self._lexicon = lexicon
        self._splitter = splitter
        self._cues = Literals(sorted(_cue_words(lexicon, tables)))

    def sentences(self, text: str) -> Iterator[Sentence]:
        """The sentences in which a cue stands, in the text's order."""
        starts = sorted(place.start for place in self._cues.find(text))
        at, count = 0, len(starts)
        for span in self._splitter.spans(text) if starts else ():
            while at < count and starts[at] < span.start:
                at += 1
            if at < count and starts[at] < span.end:
                words = words_of(text[span.start : span.end], self._lexicon)
                if words.low:
                    yield Sentence(span, words)


def _cue_words(lexicon: Lexicon, tables: Iterable[str]) -> set[str]:
    """The words of some tables, as they stand in a text; contracted ones stand behind an apostrophe."""
    words = {word for name in tables for word in lexicon.tables[name]}
    return {word.lstrip("'") for word in words}
