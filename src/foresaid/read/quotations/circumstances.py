"""In which office, where, on what occasion, when and in which work were quoted words said, as the text says?

Everything is taken from the sentence that reports the words. Two things are also taken from in front of it, and only
where they are the speaker's own: the office, from the same paragraph, and the work with its date ("In 1862 Lee
published *…*. Lee showed that …"), from there or through the speaker's quotations that stand between. What is not
stated stays None. Start reading from `CircumstanceReader.fill`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.annotations import Phrase, Span
from foresaid.model.bodies import Circumstances, QuotationType, SpeakerKind
from foresaid.read.lexicon import lexicon_of
from foresaid.read.quotations.offices import Office, Offices
from foresaid.read.quotations.stated import Stated, StatedReader
from foresaid.read.quotations.venues import Setting, Venues
from foresaid.read.wording import QUOTE, Token, words_between
from foresaid.read.works.times import Times
from foresaid.read.works.words import work_words
from foresaid.text.segment import last_sentence_start, paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.model.annotations import Annotation, Context
    from foresaid.model.bodies import Citation, Quotation
    from foresaid.model.words import Vocabulary

# Characters in front of a sentence in which the speaker's office is looked for, inside the paragraph.
_OFFICE_REACH = 1200
# Mentions of a speaker looked at for an office.
_MENTIONS = 4
# Words between "in" and a title: "in his recently published two-volume book," has six.
_TO_TITLE = 7
# Signs between a quotation and the short title behind it: mark, stop, blank, bracket.
_TO_BRACKET = 6
# A work goes on with its author's quotations up to the paragraph behind the last of them.
_PARAGRAPHS = 1
# Speakers that hold no office.
_BODIES = (SpeakerKind.CORPORATE, SpeakerKind.COLLECTIVE)
_NOTHING = Circumstances()
_MARKS = ("*", "_", "”", '"', "'")
_OPENERS = frozenset(("in", "from", "of", "to", "by"))


class _Led(NamedTuple):
    """Whose work was named last, and the paragraph in which that person was met last."""

    name: str
    citation: Annotation[Citation]
    paragraph: int


class CircumstanceReader:
    """Reads circumstances by the word tables of one language; holds no state of a text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._lexicon = lexicon_of(vocabulary)
        self._offices = Offices(vocabulary, self._lexicon)
        self._venues = Venues(vocabulary, self._lexicon)
        self.talking = frozenset(
            form for entry in vocabulary.tables["circumstances.talking"] for form in entry.split()
        )
        self._periodicals = {
            singular
            for form, singular in work_words(vocabulary).genres.items()
            if form in work_words(vocabulary).periodicals
        }

    def fill(
        self, text: str, quotations: Sequence[Annotation[Quotation]], context: Context
    ) -> list[Annotation[Quotation]]:
        """The quotations of a text, in its order, each with what the text states of it; dates and works from the context."""
        if not quotations:
            return []
        reading = _Reading(text, quotations, context, self)
        return [reading.filled(each) for each in quotations]

    # the tools of a reading

    @property
    def tools(self) -> tuple[Vocabulary, Offices, Venues]:
        """What one text is read with."""
        return self._vocabulary, self._offices, self._venues

    def is_periodical(self, citation: Citation) -> bool:
        """Whether a work comes out again and again, so that its date is not that of the words."""
        return citation.genre in self._periodicals


class _Reading:
    """The reading of one text."""

    def __init__(
        self,
        text: str,
        quotations: Sequence[Annotation[Quotation]],
        context: Context,
        reader: CircumstanceReader,
    ) -> None:
        vocabulary, self._offices, self._venues = reader.tools
        self._reader = reader
        self._text = text
        self._lexicon = lexicon_of(vocabulary)
        self._works = list(context.of("works"))
        self._starts = [each.target.start for each in self._works]
        outer = [
            each.target
            for each in quotations
            if each.body.level == 1 and each.body.type in (QuotationType.DIRECT, QuotationType.MIXED)
        ]
        titles = [_with_mark(text, each.target) for each in self._works]
        self._times = Times(text, context, vocabulary)
        self._stated = StatedReader(text, [*outer, *titles], vocabulary, self._lexicon, self._times)
        self._masked = self._stated.masked
        self._paragraphs = [each.start for each in paragraphs(text)]
        self._next_work = 0
        self._led: _Led | None = None

    def filled(self, annotation: Annotation[Quotation]) -> Annotation[Quotation]:
        """A quotation with its circumstances; as it was where nothing is stated, and for terms nobody is quoted with."""
        body = annotation.body
        paragraph = bisect_right(self._paragraphs, annotation.target.start) - 1
        self._meet_works(annotation.target.start)
        if (body.type is QuotationType.TERM and body.speaker is None) or body.level > 1 or paragraph < 0:
            return annotation
        found = self._circumstances(annotation, paragraph)
        if found == _NOTHING:
            return annotation
        return replace(annotation, body=replace(body, circumstances=found))

    def _circumstances(self, annotation: Annotation[Quotation], paragraph: int) -> Circumstances:
        body = annotation.body
        frames = list(self._stated.frames(annotation.target, body.cue, paragraph))
        tokens = [token for frame in frames for token in self._tokens(*frame)]
        stated = self._stated.read(annotation, paragraph)
        office = self._office(tokens, frames[0][0], body, paragraph)
        setting = self._setting(tokens, annotation)
        here = stated.date is not None or setting != Setting(None, None)
        work = None if stated.relayed else self._work(annotation, frames, paragraph, own=here)
        date, phrase = self._date(stated, work, setting, tokens)
        title = self._phrase(work.target.start, work.target.end) if work is not None else stated.work
        return Circumstances(
            role=self._words(office[1], office[0].role),
            affiliation=self._words(office[1], office[0].body),
            venue=self._words(tokens, setting.venue),
            occasion=self._words(tokens, setting.occasion),
            date=date,
            date_phrase=phrase,
            work=title,
        )

    def _tokens(self, start: int, end: int) -> list[Token]:
        return words_between(self._masked, start, end, self._lexicon.abbreviations)

    def _phrase(self, start: int, end: int) -> Phrase:
        return Phrase(start, end, self._text[start:end])

    def _words(self, tokens: Sequence[Token], place: tuple[int, int] | None) -> Phrase | None:
        if place is None:
            return None
        start, end = tokens[place[0]].start, tokens[place[1] - 1].end
        for ending in ("'s", "’s"):
            if self._text[start:end].endswith(ending):
                end -= len(ending)
        return self._phrase(start, end)

    # office, venue, occasion

    def _office(
        self, tokens: list[Token], start: int, body: Quotation, paragraph: int
    ) -> tuple[Office, list[Token]]:
        """The office beside the speaker's name in the frame, or at an earlier mention in the paragraph; with its tokens."""
        name = body.speaker.name if body.speaker is not None else None
        if name is None or body.speaker is None or body.speaker.kind in _BODIES:
            return Office(None, None), tokens
        office = self._offices.beside(tokens, name)
        if office.role is not None or office.body is not None:
            return office, tokens
        last = name.split()[-1]
        at, floor = start, max(self._paragraphs[paragraph], start - _OFFICE_REACH)
        for _ in range(_MENTIONS):
            at = self._masked.rfind(last, floor, at)
            if at < 0:
                break
            first = last_sentence_start(self._masked, floor, at, self._lexicon.abbreviations)
            sentence = self._tokens(first, start)
            office = self._offices.beside(sentence, name)
            if office.role is not None:
                return office, sentence
        return Office(None, None), tokens

    def _setting(self, tokens: Sequence[Token], annotation: Annotation[Quotation]) -> Setting:
        """Venue and occasion, from the words of the frame that are not reported content."""
        body = annotation.body
        cue = None
        kept = [
            Token(token.start, token.end, QUOTE, QUOTE)
            if body.content.start <= token.start < body.content.end
            else token
            for token in tokens
        ]
        if body.cue is not None:
            numbers = [n for n, token in enumerate(kept) if body.cue.start <= token.start < body.cue.end]
            cue = (numbers[0], numbers[-1] + 1) if numbers else None
        return self._venues.read(kept, cue)

    # the work and its date

    def _meet_works(self, position: int) -> None:
        """Remember whose work was named last up to a place."""
        while self._next_work < len(self._works) and self._works[self._next_work].target.end <= position:
            each = self._works[self._next_work]
            self._next_work += 1
            names = [agent.name for agent in each.body.agents if agent.name is not None]
            if names and not each.body.short and not self._reader.is_periodical(each.body):
                paragraph = bisect_right(self._paragraphs, each.target.start) - 1
                self._led = _Led(names[0], each, paragraph)

    def _work(
        self,
        annotation: Annotation[Quotation],
        frames: Sequence[tuple[int, int]],
        paragraph: int,
        *,
        own: bool,
    ) -> Annotation[Citation] | None:
        """The work that quoted words are from: the one their frame names, or the one the speaker was led in with.

        With `own`, the frame has a date, place or occasion of its own, and nothing is taken from further in front.
        """
        body = annotation.body
        name = body.speaker.name if body.speaker is not None else None
        work = self._short_behind(annotation.target) or self._in_frame(frames, body, name)
        led = self._led
        if name is None:
            return work
        if work is not None:
            lasting = not (work.body.short or self._reader.is_periodical(work.body))
            self._led = _Led(name, work, paragraph) if lasting else None
            return work
        if led is not None and self._is_talk(body.cue):
            return None
        if led is None or own or not _same(led.name, name) or paragraph - led.paragraph > _PARAGRAPHS:
            self._led = None
            return None
        self._led = led._replace(paragraph=paragraph)
        return led.citation

    def _is_talk(self, cue: Phrase | None) -> bool:
        """Whether a reporting verb is one of talking, not of writing or arguing."""
        return cue is None or cue.text.split()[0].casefold() in self._reader.talking

    def _in_frame(
        self, frames: Sequence[tuple[int, int]], body: Quotation, name: str | None
    ) -> Annotation[Citation] | None:
        """The one work in the frame that the words can be from; None where there are several or none."""
        found = []
        for start, end in frames:
            first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
            for each in self._works[first:last]:
                rank = self._belongs(each, start, body, name)
                if rank:
                    found.append((rank, each))
        best = max((rank for rank, _ in found), default=0)
        chosen = [each for rank, each in found if rank == best]
        return chosen[0] if len(chosen) == 1 else None

    def _belongs(self, work: Annotation[Citation], start: int, body: Quotation, name: str | None) -> int:
        """How surely words are from a work named in their frame: 2 the speaker's own, 1 said "in" it, 0 not."""
        speaker = body.speaker
        phrase = speaker.phrase if speaker is not None else None
        if phrase is not None and phrase.start <= work.target.start < phrase.end:
            return 2  # `*The Tribune* wrote: "…"`
        names = [agent.name for agent in work.body.agents if agent.name is not None]
        if name is not None and any(_same(each, name) for each in names):
            return 2
        if names and not self._reader.is_periodical(work.body):
            return 0
        reported = body.cue is not None or speaker is not None
        return 1 if reported and self._is_said_in(work, start) else 0

    def _is_said_in(self, work: Annotation[Citation], start: int) -> bool:
        """Whether "in" leads to a title, with what it is between: `in his book`, `in the pages of`."""
        tokens = self._tokens(start, work.target.start)
        for back in range(len(tokens) - 1, max(-1, len(tokens) - 1 - _TO_TITLE), -1):
            token = tokens[back]
            if token.low == "in":
                return True
            if token.low in _OPENERS or token.low in self._lexicon.cues or token.text in ";:.—":
                return False
        return False

    def _short_behind(self, target: Span) -> Annotation[Citation] | None:
        """The work in brackets right behind the words."""
        number = bisect_left(self._starts, target.end)
        if number == len(self._works):
            return None
        work = self._works[number]
        between = self._text[target.end : work.target.start]
        return work if len(between) <= _TO_BRACKET and "(" in between else None

    def _date(
        self,
        stated: Stated,
        work: Annotation[Citation] | None,
        setting: Setting,
        tokens: Sequence[Token],
    ) -> tuple[str | None, Phrase | None]:
        """When the words were said: as the frame says, else when their work came out, else when the occasion was."""
        if stated.date is not None or stated.relayed:
            return stated.date, stated.date_phrase
        if work is not None and not self._reader.is_periodical(work.body):
            body = work.body
            return (
                (body.serial, body.serial_phrase)
                if body.serial is not None
                else (body.date, body.date_phrase)
            )
        if setting.occasion is not None:
            first, last = tokens[setting.occasion[0]].start, tokens[setting.occasion[1] - 1].end
            dates = self._times.between(first, last)
            if len(dates) == 1:
                return dates[0].value, dates[0].phrase
        return None, None


def _same(one: str, other: str) -> bool:
    """Whether two names can be one's: equal, or one is the other's last word."""
    return one == other or one.split()[-1:] == [other] or other.split()[-1:] == [one]


def _with_mark(text: str, span: Span) -> Span:
    """A title with the mark behind it, so that a question mark in it ends no sentence."""
    return Span(span.start, span.end + 1) if text[span.end : span.end + 1] in _MARKS else span
