"""Where in the text stands what a sentence reports, whether a parser or the rules found it?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.annotations import Span
from foresaid.read.reported.clauses import clauses
from foresaid.read.reported.parsed import reports
from foresaid.read.reported.parsed_sources import source_phrase
from foresaid.read.reported.parsed_trees import Tree
from foresaid.read.wording import words_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.bodies import ReportedForm
    from foresaid.model.parses import ParsedSentence, ParsedWord
    from foresaid.read.lexicon import Lexicon
    from foresaid.read.reported.lexicon import Reporting
    from foresaid.read.wording import Token


class Reported(NamedTuple):
    """Reported words by their places in the text.

    `extent` is the content with the frame that interrupts it, if it is one side of such a frame, else the same;
    `name` are the words of the source's name, if it has one, `opens` whether it opens its sentence; `by_verb`
    whether a verb reports, whose clause is then the source's own wording as far as marks show it.
    """

    content: Span
    extent: Span
    form: ReportedForm
    cue: Span
    source: Span | None
    name: tuple[Span, ...]
    opens: bool
    by_verb: bool


def by_parse(
    sentence: ParsedSentence, offset: int, lexicon: Lexicon, reporting: Reporting
) -> Iterator[Reported]:
    """What a parsed sentence reports; `offset` is where the stretch that was parsed begins."""
    tree = Tree(sentence)
    words = sentence.words
    for report in reports(tree, reporting):
        source = name = None
        if report.source is not None:
            phrase = source_phrase(tree, report.source, lexicon)
            source, name = (phrase.start, phrase.end), phrase.name
        by_verb = words[report.cue[0]].tag.startswith("VB")
        for part in report.parts:
            numbers = (part, report.content, report.cue, source, name)
            yield _placed(words, offset, numbers, report.form, by_verb=by_verb)


def by_rules(sentence: str, offset: int, lexicon: Lexicon, reporting: Reporting) -> Iterator[Reported]:
    """What the words of a sentence report by rules; `offset` is where the sentence begins."""
    tokens = words_between(sentence, 0, len(sentence), lexicon.abbreviations)
    for clause in clauses(tokens, lexicon, reporting):
        subject = clause.subject
        source = (subject.start, subject.end) if subject is not None else None
        name = subject.name if subject is not None else None
        for part in clause.parts:
            numbers = (part, (clause.start, clause.end), clause.cue, source, name)
            yield _placed(tokens, offset, numbers, clause.form, by_verb=not clause.by_noun)


_Range = tuple[int, int]
_Numbers = tuple[_Range, _Range, _Range, _Range | None, _Range | None]


def _placed(
    words: Sequence[ParsedWord] | Sequence[Token],
    offset: int,
    numbers: _Numbers,
    form: ReportedForm,
    *,
    by_verb: bool,
) -> Reported:
    """Content, extent, cue, source and name by word numbers, put in their places."""

    def span(start: int, end: int) -> Span:
        return Span(offset + words[start].start, offset + words[end - 1].end)

    content, extent, cue, source, name = numbers
    return Reported(
        span(*content),
        span(*extent),
        form,
        span(*cue),
        span(*source) if source is not None else None,
        tuple(span(number, number + 1) for number in range(*name)) if name is not None else (),
        opens=name is not None and name[0] == 0,
        by_verb=by_verb,
    )
