"""Which words does a text report, in which form, and whose are they?

Bird's-eye view: find_marks -> pair_marks -> for each stretch its frame (read/frames.py), its type
(read/kinds.py), its speaker's name (read/names.py). Start reading from `QuotationAnnotator.annotate`.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.annotations import Annotation, Phrase, Quotation, QuotationType, Span, Speaker
from foresaid.read.blocks import find_blocks
from foresaid.read.contents import clause_end, content_of
from foresaid.read.dashes import find_dashed
from foresaid.read.frames import PAUSES, Frame, find_frame, frame_behind, joins_two
from foresaid.read.kinds import type_of
from foresaid.read.lexicon import Lexicon, lexicon_of
from foresaid.read.marks import Family, find_marks
from foresaid.read.names import Names
from foresaid.read.pairs import Marked, pair_marks, properly_nested
from foresaid.read.pronouns import subject_in_front
from foresaid.read.wording import BEHIND, Token, words_before, words_behind
from foresaid.text.segment import paragraphs, sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Annotator

# How far back a pronoun finds its speaker: about three paragraphs of a newspaper.
_PRONOUN_REACH = 1500
# Characters that may open a paragraph in front of quoted words: "> ", indentation, marks.
_OPENING = 16
_UNMARKED = frozenset((Family.BLOCK, Family.DASH))
# Characters of a quotation's end that hold its last sign and its marks.
_CLOSING = 4
# Signs with which a frame between two parts of one quotation leads on.
_GOES_ON = frozenset(",;:—–-")


class _Place(NamedTuple):
    """A marked stretch among its neighbours: its siblings, its number, and the limits of its frame.

    `above`: where the paragraph in front begins, for pronouns; inside a quotation the same as `floor`.
    """

    marked: Marked
    level: int
    siblings: Sequence[tuple[int, int]]
    number: int
    floor: int
    above: int
    limit: int


class _Said(NamedTuple):
    """The quotation read last on a level: its end, whose it was, and whether its frame stood behind it."""

    end: int
    speaker: Speaker | None
    cue: Phrase | None
    framed_behind: bool


class QuotationAnnotator:
    """Finds quotations, their speakers and cues; holds the prepared word tables, no state of a text."""

    layer = "quotations"
    generator = "foresaid-quotations/1"

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def annotate(self, text: str, speaker: str | None) -> Iterator[Annotation]:
        """The quotations of a text in its order; `speaker` is the document's own, for its "I said"."""
        limits = paragraphs(text)
        reading = _Reading(text, self._lexicon, Names(text, self._lexicon), speaker)
        for place in _places(text, self._stretches(text, limits), limits):
            found = reading.read(place)
            if found is not None:
                yield Annotation(found[0], found[1], self.generator)

    def _stretches(self, text: str, limits: Sequence[Span]) -> list[Marked]:
        """What is set off by marks, as a block or by dashes; the marks themselves are let go here."""
        marks = list(find_marks(text, self._lexicon.elisions, self._lexicon.clitics))
        found = pair_marks(text, marks, limits)
        del marks  # a text of a million quotations then takes 0.5 GB at most, with them 0.8
        dashed = list(find_dashed(text, len(found), self._lexicon))
        found += find_blocks(text, limits, self._lexicon)
        return properly_nested(found + dashed)


def quotation_annotator(vocabulary: Vocabulary) -> Annotator:
    """The annotator of quotations for one language; KeyError names a word table that is missing."""
    return QuotationAnnotator(lexicon_of(vocabulary))


def _places(text: str, found: Sequence[Marked], limits: Sequence[Span]) -> Iterator[_Place]:
    """Every stretch with its level, its siblings and the limits of its paragraph or outer quotation."""
    starts = [limit.start for limit in limits]
    siblings: dict[int, list[tuple[int, int]]] = {}
    parents: list[int] = []
    stack: list[int] = []
    numbers: list[int] = []
    levels: list[int] = []
    for index, marked in enumerate(found):
        while stack and found[stack[-1]].end <= marked.start:
            stack.pop()
        parent = stack[-1] if stack else -1
        family = siblings.setdefault(parent, [])
        numbers.append(len(family))
        family.append((marked.start, marked.end))
        parents.append(parent)
        levels.append(len(stack) + 1)
        stack.append(index)
    for index, marked in enumerate(found):
        parent = parents[index]
        if parent >= 0:
            floor, limit = found[parent].inner_start, found[parent].inner_end
            above = floor
        else:
            floor, limit = _paragraph_limits(text, marked, limits, starts)
            above = limits[max(0, bisect_right(starts, floor) - 2)].start
        yield _Place(marked, levels[index], siblings[parent], numbers[index], floor, above, limit)


def _paragraph_limits(
    text: str, marked: Marked, limits: Sequence[Span], starts: list[int]
) -> tuple[int, int]:
    """The paragraph around a stretch, with the one before it if that ends with a colon or breaks off."""
    first = bisect_right(starts, marked.start) - 1
    last = bisect_right(starts, max(marked.start, marked.end - 1)) - 1
    floor = limits[first].start
    before = limits[first - 1] if first else None
    if before is not None and _leads_on(text, before, floor, marked):
        floor = before.start
    return floor, limits[last].end


def _leads_on(text: str, before: Span, floor: int, marked: Marked) -> bool:
    """Whether a paragraph belongs to the one before it: behind a colon, or behind a page break in a sentence."""
    last = text[before.end - 1]
    if last == ":":
        return marked.inner_start - floor < _OPENING and not text[floor : marked.start].strip("> \t")
    return text[floor].islower() and last not in ".!?" and marked.family is not Family.BLOCK


class _Reading:
    """The reading of one text: what was said last, and by whom."""

    def __init__(self, text: str, lexicon: Lexicon, names: Names, speaker: str | None) -> None:
        self._text = text
        self._lexicon = lexicon
        self._names = names
        self._own = speaker
        self._last: dict[int, _Said] = {}

    def read(self, place: _Place) -> tuple[Span, Quotation] | None:
        """The quotation at a place; None if nothing stands between the marks."""
        marked, text = place.marked, self._text
        span = _stripped(text, marked.inner_start, marked.inner_end)
        if span.start >= span.end:
            return None
        quoted = text[span.start : span.end]
        abbreviations = self._lexicon.abbreviations
        before = words_before(text, place.number, place.siblings, place.floor, abbreviations)
        behind = self._behind(place, place.number)
        frame = find_frame(before, behind, quoted, self._lexicon)
        if frame is None and joins_two(behind):
            frame = self._shared(place)
        goes_on = self._goes_on(place)
        whole = marked.family in _UNMARKED or goes_on is not None
        kind = QuotationType.DIRECT if whole else type_of(quoted, before, frame, self._lexicon)
        if kind is QuotationType.TERM:
            return span, Quotation(kind, place.level, quoted, span)
        cue = self._phrase(frame.tokens[frame.cue[0] : frame.cue[1]]) if frame is not None else None
        if goes_on is not None:
            speaker, cue = goes_on.speaker, goes_on.cue
        elif frame is None or frame.subject is None:
            speaker = self._inherited(place, before)
        else:
            speaker = self._speaker(frame, place)
        if kind is QuotationType.DIRECT or speaker is not None:
            framed_behind = frame is not None and frame.behind and goes_on is None
            self._last[place.level] = _Said(marked.end, speaker, cue, framed_behind)
        content = span
        if kind is QuotationType.MIXED and frame is not None:
            end = marked.end
            if not frame.behind:
                end = clause_end(text, place.siblings, place.number, place.limit, abbreviations)
            content = content_of(span, before, frame, end, self._lexicon)
        return span, Quotation(
            kind, place.level, quoted, content, speaker, cue, marked.family is Family.BLOCK
        )

    def _behind(self, place: _Place, number: int) -> list[Token]:
        """The words behind one of the siblings, up to the next."""
        siblings, text = place.siblings, self._text
        following = siblings[number + 1][0] if number + 1 < len(siblings) else len(text)
        return words_behind(text, siblings[number][1], following, place.limit, self._lexicon.abbreviations)

    def _shared(self, place: _Place) -> Frame | None:
        """`"Bread" and "Peace!" cried the women`: the frame behind the second quotation is the first one's too."""
        end = place.siblings[place.number + 1][1]
        paused = any(sign in PAUSES for sign in self._text[max(place.marked.end, end - _CLOSING) : end])
        return frame_behind(self._behind(place, place.number + 1), self._lexicon, paused=paused)

    def _goes_on(self, place: _Place) -> _Said | None:
        """`"If so," said Ann slowly, "we lose."`: the frame behind one quotation is the next one's too."""
        last = self._last.get(place.level)
        if last is None or not last.framed_behind or place.number == 0:
            return None
        start, end = place.siblings[place.number - 1][1], place.marked.start
        if last.end != start or end - start > BEHIND:
            return None
        gap = self._text[start:end].rstrip()
        if (
            not gap
            or gap[-1] not in _GOES_ON
            or _ends_between(self._text, start, end, self._lexicon.abbreviations)
        ):
            return None
        return last

    def _speaker(self, frame: Frame, place: _Place) -> Speaker | None:
        subject = frame.subject
        if subject is None or self._is_told(frame):
            return None
        words = frame.tokens[subject.start : subject.end]
        phrase = self._phrase(words)
        if subject.pronoun and words[0].low == "i":
            return Speaker(phrase, self._own)
        if subject.pronoun:
            name = self._meant(words[0], frame, place)
        elif subject.name is None:
            name = None
        else:
            named = [token.text for token in frame.tokens[subject.name[0] : subject.name[1]]]
            name = self._names.name_of(named, phrase.start, starts_sentence=subject.name[0] == 0)
        if place.level == 1:
            inverted = frame.behind and subject.start >= frame.cue[1]
            self._names.speaker_met(name, phrase.start, inverted=inverted)
        return Speaker(phrase, name)

    def _is_told(self, frame: Frame) -> bool:
        """Whether the subject only hears: `Lee was told that "…"`, `it is agreed that "…"`."""
        return frame.passive and frame.tokens[frame.cue[0]].low not in self._lexicon.passive_sources

    def _meant(self, pronoun: Token, frame: Frame, place: _Place) -> str | None:
        """The name a pronoun stands for: the last named speaker, or the subject of the sentence in front."""
        names, reach = self._names, _PRONOUN_REACH
        if pronoun.low not in ("he", "she"):
            return None
        start = max(names.last_speaker_at(), pronoun.start - reach)
        spoke = None
        if place.level == 1:  # inside a quotation "he" is hardly its speaker, who says "I"
            outside = self._outside(place, start, pronoun.start)
            spoke = names.meant_by(pronoun.low, outside, pronoun.start, reach)
        subject = self._subject_meant(pronoun, frame, place)
        if spoke == subject or subject is None:
            return spoke
        # `"…," said Ann. Eve laughed. "…," she said.` may be either's; behind `She said: "…"` stands Eve
        rivals = spoke is not None or names.may_mean_speaker(pronoun.low, pronoun.start, reach)
        return None if frame.behind and rivals else subject

    def _subject_meant(self, pronoun: Token, frame: Frame, place: _Place) -> str | None:
        """The person by name who is the subject of the sentence in front of the pronoun's own."""
        opening = min(frame.tokens[0].start, place.marked.start)
        mentioned = subject_in_front(
            self._text,
            opening,
            place.siblings,
            place.number,
            (place.above, place.floor),
            pronoun=pronoun.low,
            lexicon=self._lexicon,
        )
        if mentioned is None:
            return None
        outside = self._outside(place, mentioned.opening, pronoun.start)
        return self._names.person_meant(pronoun.low, mentioned.words, outside, mentioned.start)

    def _outside(self, place: _Place, start: int, end: int) -> str:
        """What stands outside quotations between two places; the second one is beside the quotation."""
        pieces, position = [], end
        for number in range(place.number - (end < place.marked.start), -1, -1):
            sibling = place.siblings[number]
            if sibling[1] > position:
                continue
            pieces.append(self._text[max(start, sibling[1]) : position])
            position = sibling[0]
            if position <= start:
                break
        pieces.append(self._text[start:position])
        return " ".join(pieces)

    def _inherited(self, place: _Place, before: Sequence[Token]) -> Speaker | None:
        """`"…," said Ann. "…"`: the second quotation of a paragraph goes on with the speaker of the first."""
        last = self._last.get(place.level)
        if last is None or before or last.end < place.floor:
            return None
        if self._text[place.marked.start - 1 : place.marked.start] == "\n":
            return None  # a new line may be a new paragraph, and then somebody else speaks
        return last.speaker

    def _phrase(self, tokens: Sequence[Token]) -> Phrase:
        start, end = tokens[0].start, tokens[-1].end
        return Phrase(start, end, self._text[start:end])


def _ends_between(text: str, start: int, end: int, abbreviations: frozenset[str]) -> bool:
    return sentence_end(text, start, end, abbreviations) < end


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
