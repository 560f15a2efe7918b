"""How do reported clauses and the marked words inside them go together?

A clause without marked words becomes an indirect quotation. Marked words inside a reported clause get its extent as
their content (mixed). A content that is nothing but marked words is theirs already.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from foresaid.model.annotations import Phrase, Span
from foresaid.model.bodies import Quotation, QuotationType, ReportedForm
from foresaid.read.quotations.kinds import is_label
from foresaid.read.reported.speakers import Speakers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from foresaid.read.lexicon import Lexicon
    from foresaid.read.reported.reports import Reported

Found = tuple[Span, Quotation]

_CLAUSES = (ReportedForm.CLAUSE, ReportedForm.THOUGHT)
_THAT = "that"
_STOPS = frozenset(".!?…")
_CLOSING = frozenset("\"'”’»›)*_")
# Marks, brackets and emphasis that may close one after the other; segment.py looks at as many.
_LONGEST_TRAIL = 6


class Contents:
    """The reading of one text: its marked quotations of level 1, and whose reported words are."""

    def __init__(self, text: str, lexicon: Lexicon, own: str | None, outer: Sequence[Found]) -> None:
        self._text = text
        self._outer = outer
        self._starts = [span.start for span, _ in outer]
        self._openings = lexicon.relatives
        self._speakers = Speakers(text, lexicon, own, outer)

    def joined(
        self, found: Sequence[Found], reported: Iterable[Reported], limits: Sequence[Span]
    ) -> list[Found]:
        """The findings by marks with their new contents, and the indirect ones, in order."""
        changed: dict[Span, Quotation] = {}
        added: list[Found] = []
        starts = [limit.start for limit in limits]
        for report in reported:
            whole = self._with_quotations(report.content)
            if whole is None:
                continue
            content, inside = whole
            body = self._body(report, content, limits, bisect_right(starts, report.cue.start) - 1)
            woven = _woven(inside, report)
            for span, marked in woven:
                changed[span] = _inside(marked, body)
            if not woven and not self._holds_utterance(report.extent):
                target = self._target(content)
                whole_body = replace(body, content=Span(content.start, max(content.end, target.end)))
                added.append((target, replace(whole_body, text=self._text[target.start : target.end])))
        kept = [(span, changed.get(span, body)) for span, body in found]
        return sorted([*kept, *added], key=lambda each: (each[0].start, -each[0].end))

    def _body(self, report: Reported, content: Span, limits: Sequence[Span], number: int) -> Quotation:
        speaker = None
        if report.source is not None:
            around = (limits[number], limits[max(0, number - 1)].start)
            speaker = self._speakers.speaker(report.source, report.name, around, opens=report.opens)
        cue = Phrase(report.cue.start, report.cue.end, self._text[report.cue.start : report.cue.end])
        return Quotation(QuotationType.INDIRECT, 1, "", content, speaker, cue, form=report.form)

    def _with_quotations(self, content: Span) -> tuple[Span, list[Found]] | None:
        """A content with the whole of the quotations it reaches into, and these; None if it is nothing but them."""
        first = max(0, bisect_right(self._starts, content.start) - 1)
        start, end = content.start, content.end
        inside: list[Found] = []
        bare, position = [], start
        for span, body in self._outer[first : bisect_left(self._starts, content.end)]:
            if span.end <= start:
                continue
            if span.start < start:
                return None
            inside.append((span, body))
            if span.end >= end - 1:
                end = max(end, self._behind_marks(span.end))
            if body.type is not QuotationType.TERM:
                bare.append(self._text[position : span.start])
                position = span.end
        bare.append(self._text[position:end])
        words = [word for piece in bare for word in piece.split() if any(map(str.isalnum, word))]
        return (Span(start, end), inside) if any(word not in self._openings for word in words) else None

    def _holds_utterance(self, extent: Span) -> bool:
        """Whether a whole utterance in marks begins in a stretch."""
        first, last = (bisect_left(self._starts, place) for place in (extent.start, extent.end))
        return any(body.type is QuotationType.DIRECT for _, body in self._outer[first:last])

    def _behind_marks(self, end: int) -> int:
        """The place behind the marks that close at a place."""
        limit = min(len(self._text), end + _LONGEST_TRAIL)
        while end < limit and self._text[end] in _CLOSING:
            end += 1
        return end

    def _target(self, content: Span) -> Span:
        """A content without the "that" in front, with the stop that ends its sentence."""
        start = content.start
        opening = self._text[start : start + len(_THAT) + 1]
        if opening[:-1].lower() == _THAT and opening[-1].isspace():
            start += len(opening)
        end = self._behind_marks(content.end)
        stops = self._text[end : end + 1] in _STOPS
        return Span(start, end + 1 if stops else content.end)


def _woven(inside: Sequence[Found], report: Reported) -> list[Found]:
    """The marked words inside a reported clause that are the source's: all but terms, or else the longest term.

    `said the plan was "dead"` gives the speaker's word, `the claim that "socialism in one country" …` a doctrine's
    name (29 of 30 such clauses behind a verb in a quarter of PolNeAR have the words as quoted).
    """
    behind = report.cue.end <= report.content.start
    kinds = (QuotationType.MIXED, QuotationType.DIRECT) if behind else (QuotationType.MIXED,)
    woven = [each for each in inside if each[1].type in kinds]
    terms = [each for each in inside if each[1].type is QuotationType.TERM and not is_label(each[1].text)]
    if woven or not terms or not report.by_verb or report.form not in _CLAUSES:
        return woven
    return [max(terms, key=lambda each: len(each[1].text))]


def _inside(marked: Quotation, clause: Quotation) -> Quotation:
    """Marked words as part of a reported clause; what their own frame tells of the speaker stays.

    A frame inside the clause is itself reported ("said that Ann had asked, 'Who goes?'"): the utterance then stays
    Ann's and as it was, while words woven into the clause are those of whoever reports it.
    """
    content = clause.content
    inner = marked.cue is not None and content.start <= marked.cue.start < content.end
    if inner and marked.type is QuotationType.DIRECT:
        return marked
    speaker, cue = (None, None) if inner else (marked.speaker, marked.cue)
    return replace(
        marked,
        type=QuotationType.MIXED,
        content=content,
        speaker=speaker or clause.speaker,
        cue=cue or clause.cue,
        form=clause.form,
    )
