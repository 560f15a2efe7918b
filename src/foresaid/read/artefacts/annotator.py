"""What in a text is no part of what its author wrote, or was damaged on its way, and what is read instead?

Bird's-eye view: what stands at the ends of the text (boilerplate.py), what stands between its pages
(furniture.py), sentences that pages divide (breaks.py), words that lines divide (hyphens.py); and what is only
remarked: marks (marks.py) and possible misprints (misprints.py). read/views.py makes the text that is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.annotations import Annotation, Span
from foresaid.model.bodies import Artefact
from foresaid.read.artefacts.boilerplate import BoilerplateWords, boilerplate
from foresaid.read.artefacts.breaks import BreakWords, page_breaks
from foresaid.read.artefacts.damage import blanked
from foresaid.read.artefacts.furniture import page_furniture
from foresaid.read.artefacts.hyphens import hyphenations
from foresaid.read.artefacts.marks import emphasis, mixed_marks
from foresaid.read.artefacts.misprints import misprints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.annotations import Context
    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Annotator, Parser
    from foresaid.read.artefacts.damage import Damage


class ArtefactAnnotator:
    """Finds artefacts; holds the prepared word tables, no state of a text."""

    layer = "artefacts"
    generator = "foresaid-artefacts/1"
    needs: tuple[str, ...] = ()

    def __init__(self, vocabulary: Vocabulary) -> None:
        words, tables = vocabulary.words, vocabulary.tables
        self._lexicon = vocabulary.lexicon
        self._pages = words("artefacts.pages")
        self._breaks = BreakWords(words("artefacts.never_last"), words("artefacts.captions"))
        self._boilerplate = BoilerplateWords(
            words("artefacts.whole"),
            tables["artefacts.openers"],
            tables["artefacts.calls"],
            tables["artefacts.parts"],
            words("artefacts.addresses"),
            tables["artefacts.begins_behind"],
            tables["artefacts.ends_before"],
        )

    def annotate(self, text: str, context: Context) -> Iterator[Annotation[Artefact]]:
        """The artefacts of a text in its order; those that are repaired do not overlap but for page breaks."""
        found = sorted(self._damages(text, context), key=lambda each: (each.start, -each.end, each.kind))
        for each in found:
            words = text[each.start : each.end]
            body = Artefact(each.kind, words, each.repaired, each.note)
            yield Annotation(Span(each.start, each.end), body, self.generator)

    def _damages(self, text: str, context: Context) -> Iterator[Damage]:
        ends = list(boilerplate(text, self._boilerplate))
        yield from ends
        body = blanked(text, ends)
        furniture = page_furniture(body, context.pages, self._pages)
        yield from furniture
        body = blanked(body, furniture)
        floor, limit = _inside(text, ends)
        starts = sorted(page.start for page in context.pages if page.start)
        yield from page_breaks(body, furniture, self._breaks, within=(floor, limit), pages=starts)
        yield from hyphenations(body, self._lexicon)
        yield from mixed_marks(text)
        yield from emphasis(text)
        yield from misprints(text, self._lexicon)


def artefact_annotator(vocabulary: Vocabulary, _parser: Parser | None = None) -> Annotator:
    """The annotator of artefacts for one language; KeyError names a word table that is missing."""
    return ArtefactAnnotator(vocabulary)


def _inside(text: str, ends: list[Damage]) -> tuple[int, int]:
    """Where the text itself begins and ends, between what is no part of it at its ends."""
    half = len(text) // 2
    floor = max((each.end for each in ends if each.end <= half), default=0)
    limit = min((each.start for each in ends if each.start >= floor and each.end > half), default=len(text))
    return floor, limit
