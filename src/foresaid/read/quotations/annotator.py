"""Which words does a text report, in which form, and whose are they?

Bird's-eye view: find_marks -> pair_marks -> for each stretch its place (places.py), its frame (frames.py), its
type (kinds.py), its speaker (attribution.py), and the utterance it is part of (utterances.py). Start reading from `QuotationAnnotator.annotate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.annotations import Annotation, Phrase, Span
from foresaid.model.bodies import Quotation, QuotationType, Speaker
from foresaid.read.lexicon import Lexicon, lexicon_of
from foresaid.read.quotations.attribution import Attribution, phrase_of
from foresaid.read.quotations.blocks import find_blocks
from foresaid.read.quotations.contents import clause_end, content_of, next_report
from foresaid.read.quotations.dashes import find_dashed
from foresaid.read.quotations.frames import PAUSES, Frame, find_frame, frame_behind, joins_two
from foresaid.read.quotations.kinds import type_of
from foresaid.read.quotations.marks import Family, find_marks
from foresaid.read.quotations.names import Names
from foresaid.read.quotations.pairs import Marked, pair_marks, properly_nested
from foresaid.read.quotations.places import Place, places
from foresaid.read.quotations.utterances import Part, joined
from foresaid.read.wording import BEHIND, Token, words_before, words_behind, words_between
from foresaid.text.segment import paragraphs, sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.annotations import Context
    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Annotator, Parser

_UNMARKED = frozenset((Family.BLOCK, Family.DASH))
# Characters of a quotation's end that hold its last sign and its marks.
_CLOSING = 4
# Signs with which a frame between two parts of one quotation leads on.
_GOES_ON = frozenset(",;:—–-")


class _Said(NamedTuple):
    """The quotation read last on a level: its end, whose it was, and whether its frame stood behind it."""

    end: int
    speaker: Speaker | None
    cue: Phrase | None
    framed_behind: bool


class QuotationAnnotator:
    """Finds quotations, their speakers and cues; holds the prepared word tables, no state of a text."""

    layer = "quotations"
    generator = "foresaid-quotations/2"
    needs: tuple[str, ...] = ()

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def annotate(self, text: str, context: Context) -> Iterator[Annotation[Quotation]]:
        """The quotations of a text in its order."""
        limits = paragraphs(text)
        reading = _Reading(text, self._lexicon, context.speaker)
        read = map(reading.read, places(text, self._stretches(text, limits), limits))
        for span, body in joined(part for part in read if part is not None):
            yield Annotation(span, body, self.generator)

    def _stretches(self, text: str, limits: Sequence[Span]) -> list[Marked]:
        """What is set off by marks, as a block or by dashes; the marks themselves are let go here."""
        marks = list(find_marks(text, self._lexicon.elisions, self._lexicon.clitics))
        found = pair_marks(text, marks, limits)
        del marks  # a text of a million quotations then takes 0.5 GB at most, with them 0.8
        dashed = list(find_dashed(text, len(found), self._lexicon))
        found += find_blocks(text, limits, self._lexicon)
        return properly_nested(found + dashed)


def quotation_annotator(vocabulary: Vocabulary, _parser: Parser | None = None) -> Annotator:
    """The annotator of quotations for one language; KeyError names a word table that is missing."""
    return QuotationAnnotator(lexicon_of(vocabulary))


class _Reading:
    """The reading of one text: what was said last, and by whom."""

    def __init__(self, text: str, lexicon: Lexicon, speaker: str | None) -> None:
        self._text = text
        self._lexicon = lexicon
        self._attribution = Attribution(text, lexicon, Names(text, lexicon), speaker)
        self._last: dict[int, _Said] = {}

    def read(self, place: Place) -> Part | None:
        """The quotation at a place; None if nothing stands between the marks."""
        marked, text = place.marked, self._text
        span = _stripped(text, marked.inner_start, marked.inner_end)
        if span.start >= span.end:
            return None
        quoted = text[span.start : span.end]
        abbreviations = self._lexicon.abbreviations
        before = words_before(text, place.number, place.siblings, place.floor, abbreviations)
        behind = self._behind(place, place.number)
        goes_on = self._goes_on(place)
        frame = self._frame(place, before, behind, quoted) if goes_on is None else None
        whole = marked.family in _UNMARKED or goes_on is not None
        kind = QuotationType.DIRECT if whole else type_of(quoted, before, behind, frame, self._lexicon)
        if kind is QuotationType.TERM:
            return Part(span, Quotation(kind, place.level, quoted, span), goes_on=False)
        goes_on = goes_on or self._same_utterance(place, before, frame)
        said = self._said(place, before, frame) if goes_on is None else goes_on
        if kind is QuotationType.DIRECT or said.speaker is not None:
            behind_it = said.framed_behind and goes_on is None
            self._last[place.level] = said._replace(end=marked.end, framed_behind=behind_it)
        content = self._content(place, span, before, frame) if kind is QuotationType.MIXED else span
        block = marked.family is Family.BLOCK
        body = Quotation(kind, place.level, quoted, content, said.speaker, said.cue, block)
        return Part(span, body, goes_on=goes_on is not None)

    def _frame(
        self, place: Place, before: Sequence[Token], behind: Sequence[Token], quoted: str
    ) -> Frame | None:
        """The words that report a quotation, unless they belong to the one before it."""
        frame = find_frame(before, behind, quoted, self._lexicon)
        if frame is None and joins_two(behind):
            frame = self._shared(place)
        return None if frame is not None and self._is_spent(frame, place) else frame

    def _said(self, place: Place, before: Sequence[Token], frame: Frame | None) -> _Said:
        """Whose words they are, by their frame; without one, the speaker of the quotation before in the paragraph."""
        if frame is None:
            last = self._inherited(place, before)
            return _Said(0, last.speaker if last is not None else None, None, framed_behind=False)
        cue = phrase_of(self._text, frame.tokens[frame.cue[0] : frame.cue[1]])
        if frame.subject is None:
            last = self._inherited(place, before)
            return _Said(0, last.speaker if last is not None else None, cue, frame.behind)
        outer = self._last.get(place.level - 1)
        encloses = outer is not None and outer.end >= place.marked.end
        around = outer.speaker if outer is not None and encloses else None
        return _Said(0, self._attribution.speaker(frame, place, around), cue, frame.behind)

    def _same_utterance(self, place: Place, before: Sequence[Token], frame: Frame | None) -> _Said | None:
        """The quotation before, if this one goes on with it: `"No," said Ann. "Never."`, `"No," said Ann, and "never."`"""
        if frame is None:
            last = self._inherited(place, before)
            return last if last is not None and self._is_next(place, last) else None
        last = self._last.get(place.level)
        if last is None or last.cue is None or frame.tokens[frame.cue[0]].start != last.cue.start:
            return None
        return last

    def _content(self, place: Place, span: Span, before: Sequence[Token], frame: Frame | None) -> Span:
        """How far the reported clause reaches in which the words stand."""
        if frame is None:
            return span
        end = place.marked.end if frame.touches or not frame.behind else frame.tokens[0].start
        closed = frame.naming or _is_as(before) or self._is_fronted(place, before)
        if not frame.behind and not closed:
            end = clause_end(self._text, place.siblings, place.number, place.limit, lexicon=self._lexicon)
        return content_of(span, before, frame, end, self._lexicon)

    def _is_fronted(self, place: Place, before: Sequence[Token]) -> bool:
        """Whether the words end a clause in front of the main one: `When he said he had "no time," we left.`"""
        last = self._text[max(place.marked.start, place.marked.end - _CLOSING) : place.marked.end]
        return bool(before) and before[0].low in self._lexicon.subordinators and "," in last

    def _behind(self, place: Place, number: int) -> list[Token]:
        """The words behind one of the siblings, up to the next."""
        siblings, text = place.siblings, self._text
        following = siblings[number + 1][0] if number + 1 < len(siblings) else len(text)
        return words_behind(text, siblings[number][1], following, place.limit, self._lexicon.abbreviations)

    def _shared(self, place: Place) -> Frame | None:
        """`"Bread" and "Peace!" cried the women`: the frame behind the second quotation is the first one's too."""
        end = place.siblings[place.number + 1][1]
        paused = any(sign in PAUSES for sign in self._text[max(place.marked.end, end - _CLOSING) : end])
        return frame_behind(self._behind(place, place.number + 1), self._lexicon, paused=paused)

    def _goes_on(self, place: Place) -> _Said | None:
        """`"If so," said Ann slowly, "we lose."`: the frame behind one quotation is the next one's too."""
        last = self._last.get(place.level)
        if last is None or not last.framed_behind or place.number == 0:
            return None
        start, end = place.siblings[place.number - 1][1], place.marked.start
        if last.end != start or end - start > BEHIND:
            return None
        gap = self._text[start:end].rstrip()
        if not gap or gap[-1] not in _GOES_ON or self._reports_again(start, end):
            return None
        if _ends_between(self._text, start, end, self._lexicon.abbreviations):
            return None
        return last

    def _is_spent(self, frame: Frame, place: Place) -> bool:
        """Whether a frame in front belongs to the quotation before it: `"…," said Ann, who runs the "Gull."`"""
        last = self._last.get(place.level)
        if last is None or not last.framed_behind or last.cue is None or frame.behind or frame.touches:
            return False
        return frame.tokens[frame.cue[0]].start == last.cue.start

    def _inherited(self, place: Place, before: Sequence[Token]) -> _Said | None:
        """`"…," said Ann. "…"`: the second quotation of a paragraph goes on with the speaker of the first."""
        last = self._last.get(place.level)
        if last is None or before or last.end < place.floor:
            return None
        if self._text[place.marked.start - 1 : place.marked.start] == "\n":
            return None  # a new line may be a new paragraph, and then somebody else speaks
        return last

    def _is_next(self, place: Place, last: _Said) -> bool:
        """Whether nothing but the frame of the quotation read last stands between it and this one."""
        start, end = last.end, place.marked.start
        if not last.framed_behind or end - start > BEHIND:
            return False
        return not self._text[_sentence_end(self._text, start, end, self._lexicon) : end].strip()

    def _reports_again(self, start: int, end: int) -> bool:
        """Whether what stands between two quotations opens a report of its own: `"…," he said, adding: "…"`."""
        tokens = words_between(self._text, start, end, self._lexicon.abbreviations)
        return next_report(tokens, self._lexicon, paused=False) < len(tokens)


def _is_as(before: Sequence[Token]) -> bool:
    """Whether the words say what something is called: `hailed it as "…"`, `referred to him as a "…"`."""
    return any(token.low == "as" for token in before[-2:])


def _ends_between(text: str, start: int, end: int, abbreviations: frozenset[str]) -> bool:
    return sentence_end(text, start, end, abbreviations) < end


def _sentence_end(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    return sentence_end(text, start, end, lexicon.abbreviations)


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
