"""Which works does a text name?

Bird's-eye view: strings set off (setoff.py) that look like titles (titles.py) or have a frame that says so
(frames.py), laws and treaties by their names (named.py), short titles in brackets behind a quotation; for each its
agents (agents.py), its date (times.py), other titles and the periodical it came out in (parts.py). Start reading from
`WorkAnnotator.annotate`. Precision first: a string whose frame says nothing is no work.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.model.annotations import Annotation, Phrase, Span
from foresaid.model.bodies import Citation, Speaker, SpeakerKind
from foresaid.read.lexicon import lexicon_of
from foresaid.read.wording import QUOTE
from foresaid.read.works.agents import Agents
from foresaid.read.works.frames import Frames
from foresaid.read.works.named import NamedFinder
from foresaid.read.works.parts import Parts
from foresaid.read.works.references import References
from foresaid.read.works.setoff import SetOff, find_set_off
from foresaid.read.works.times import Dated, Times, WorkDates
from foresaid.read.works.titles import Shape, one_line, shape_of, tells_title
from foresaid.read.works.windows import Windows
from foresaid.read.works.words import work_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.annotations import Context
    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Annotator, Parser
    from foresaid.read.lexicon import Lexicon
    from foresaid.read.works.frames import Genre
    from foresaid.read.works.named import Named
    from foresaid.read.works.references import Reference
    from foresaid.read.works.windows import Window
    from foresaid.read.works.words import WorkWords

# A short title in brackets behind a quotation: at most a line of print.
_SHORT = re.compile(r"(?<=[”\"»])[.,]?[ \n]\(([A-Z][^()\n]{3,100})\)")
_LOCATED = re.compile(
    r", (?:pp?|vol|ch|no|para|paras)\.? ?[0-9IVXLC].*\Z|, [12][0-9]{3}\Z"
    r"|,? (?:[IVXLC]{1,8}|[0-9]{1,3})[:.-] ?[0-9].*\Z",
    re.IGNORECASE,
)
_QUOTES = frozenset('"“”«»')
# Words with a capital that make a title of a string in italics which nothing speaks for; two make a ship's name as well.
_SURE = 3
# What a title is by its last word alone: "Leeds Mercury".
PERIODICAL = "periodical"
# `“The Rail Unions” (Past and Present, no. 44, 1969)`: the periodical and year behind an article.
_ISSUE = re.compile(
    r",?[ \n]\(([A-Z][^(),\n]{2,60})(?:, (?:no|nos|vol|vols)\. ?[^(),\n]{1,12}){1,2}, ?((?:1[5-9]|20)[0-9]{2})(?:, pp?\. ?[0-9–-]{1,11})?\)"
)
UNLOCATED = "Words are quoted without page, edition or translator."


class WorkAnnotator:
    """Finds the works that texts name; holds the prepared word tables, no state of a text."""

    layer = "works"
    generator = "foresaid-works/1"
    needs: tuple[str, ...] = ("times",)

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._words = work_words(vocabulary)
        self._lexicon = lexicon_of(vocabulary)
        self._frames = Frames(self._words, self._lexicon)
        self._references = References(self._words, self._lexicon)
        self._named = NamedFinder(self._words, self._lexicon, vocabulary)

    def annotate(self, text: str, context: Context) -> Iterator[Annotation[Citation]]:
        """The works of a text in its order."""
        set_off = find_set_off(text)
        named = self._named.find(text)
        short = list(_SHORT.finditer(text)) if ")" in text else []
        references = list(self._references.find(text))
        if not (set_off or named or short or references):
            return
        reading = _Reading(text, context, set_off, self._tools())
        found = [
            *reading.references(references),
            *reading.set_off(),
            *reading.named(named),
            *reading.short(short),
        ]
        end = 0
        for target, body in sorted(found, key=lambda each: (each[0].start, -each[0].end)):
            if target.start >= end:
                yield Annotation(target, body, self.generator)
                end = target.end

    def _tools(self) -> tuple[WorkWords, Lexicon, Frames, Vocabulary]:
        return self._words, self._lexicon, self._frames, self._vocabulary


def work_annotator(vocabulary: Vocabulary, _parser: Parser | None = None) -> Annotator:
    """The annotator of works for one language; KeyError names a word table that is missing."""
    return WorkAnnotator(vocabulary)


class _Reading:
    """The reading of one text."""

    def __init__(
        self,
        text: str,
        context: Context,
        set_off: Sequence[SetOff],
        tools: tuple[WorkWords, Lexicon, Frames, Vocabulary],
    ) -> None:
        words, lexicon, frames, vocabulary = tools
        self._text = text
        self._words = words
        self._frames = frames
        self._set_off = set_off
        times = Times(text, context, vocabulary)
        self._windows = Windows(text, set_off, lexicon.abbreviations)
        self._agents = Agents(text, words, lexicon, frames)
        self._dates = WorkDates(words, frames, times)
        self._kept: dict[int, tuple[Window, Genre | None]] = {}
        self._titles: set[str] = set()
        self._opened = {each.opens: each for each in set_off}
        self._parts = Parts(text, words, times, self._opened)
        self._lexicon = lexicon

    def set_off(self) -> Iterator[tuple[Span, Citation]]:
        """The works in italics or marks; a title once accepted is accepted wherever it stands again."""
        kept = self._kept
        doubtful: list[SetOff] = []
        titles = self._titles
        for each in self._set_off:
            title = one_line(self._text[each.start : each.end])
            shape = shape_of(title, self._words)
            if shape is Shape.NONE or self._is_heading(each) or self._is_small(title):
                continue
            window = self._windows.around(each.opens, each.closes)
            genre = self._frames.genre(window)
            if self._accepts(each, shape, window, genre):
                kept[each.opens] = (window, genre)
                titles.add(title)
            else:
                doubtful.append(each)
        for each in doubtful:
            if one_line(self._text[each.start : each.end]) in titles:
                window = self._windows.around(each.opens, each.closes)
                kept[each.opens] = (window, self._frames.genre(window))
        others = {other.opens for window, _ in kept.values() for other in self._parts.alternatives(window)}
        for each in self._set_off:
            if each.opens in kept and each.opens not in others:
                yield Span(each.start, each.end), self._citation(each, *kept[each.opens])

    def _is_small(self, title: str) -> bool:
        low, lexicon = title.casefold(), self._lexicon
        return low in lexicon.pronouns or low in lexicon.function_words or low in lexicon.determiners

    def _is_heading(self, each: SetOff) -> bool:
        """Whether nothing else stands in the string's line and the lines beside it are blank."""
        before = self._text[max(0, each.opens - 2) : each.opens]
        behind = self._text[each.closes : each.closes + 2]
        return (not before.strip() and (before.endswith("\n\n") or not before)) and (
            behind in ("", "\n", "\n\n")
        )

    def _accepts(self, each: SetOff, shape: Shape, window: Window, genre: Genre | None) -> bool:
        frames = self._frames
        if frames.is_ship(window):
            return False
        if each.italic:
            title = self._text[each.start : each.end]
            bold = each.start - each.opens > 1
            return self._has_frame(window, genre) or (
                shape is Shape.STRONG and not bold and not self._is_doubtful(title, window)
            )
        if (
            genre is not None
            and genre.word in self._words.broadcasts
            and not frames.is_broadcast(window, genre)
        ):
            return False
        issue = shape is Shape.STRONG and _ISSUE.match(self._text, each.closes) is not None
        if issue or (genre is not None and (genre.direct or shape is Shape.STRONG)):
            return True
        if shape is not Shape.STRONG or frames.is_attribute(window):
            return False
        return (
            frames.directly_made(window)
            or frames.author_of(window)
            or frames.made_by_name(window)
            or frames.is_held(window)
            or frames.in_bibliography(window) is not None
            or frames.reported_in(window) is not None
        )

    def _is_doubtful(self, title: str, window: Window) -> bool:
        """Whether words in italics may be a ship's or a house's name, or a caption: `the *Golden Plover* came in`."""
        parts = title.split()
        if parts[0].casefold().rstrip(".:") in self._words.captions:
            return True
        if parts[-1].casefold() in self._words.periodical_names:
            return False
        if tells_title(title, self._words):
            return False
        few = len([part for part in parts if part.casefold() not in self._words.small_words]) < _SURE
        before = window.low(window.at - 1)
        return before == "the" or (few and before not in ("in", "from", "see", "cf"))

    def _has_frame(self, window: Window, genre: Genre | None) -> bool:
        """Whether the sentence says that one word in italics is a title."""
        frames = self._frames
        return (
            genre is not None
            or self._is_second(window)
            or frames.is_located(window)
            or frames.in_bibliography(window) is not None
            or frames.author_of(window)
            or frames.owned(window)
            or frames.made_by_name(window)
            or frames.reported_in(window) is not None
            or (frames.opens_with(window) and window.at > 0 and window.low(window.at - 1) in ("in", "the"))
            or frames.directly_made(window)
            or (frames.reports(window) and window.low(window.at - 1) == "the")
        )

    def _citation(self, each: SetOff, window: Window, genre: Genre | None) -> Citation:
        title = one_line(self._text[each.start : each.end])
        genre = genre or self._first_of_two(window)[1]
        periodical = self._is_periodical(title, genre, italic=each.italic)
        dated = None if periodical else self._dates.of(window, genre)
        if dated is not None and genre is None and self._is_daily(window, dated.value):
            dated, periodical = None, True
        agents = self._agents.owner(window) if periodical else self._agents.of(window, genre)
        agents = agents or self._first_of_two(window)[0]
        serial = None if periodical else self._parts.serial(window)
        part_of = serial.part_of if serial is not None else None
        if part_of is None and not periodical and not each.italic:
            part_of = self._parts.container(window)
        issue = None if each.italic else _ISSUE.match(self._text, each.closes)
        if issue is not None:
            part_of, dated = self._phrase(issue.span(1)), Dated(issue.group(2), self._phrase(issue.span(2)))
        when = serial.dated if serial is not None else None
        locator, translator = self._parts.locator(each.end), self._parts.translator(each.end)
        if translator is not None and dated is not None and dated.phrase.start > translator.start:
            dated = None  # the year of a translation
        quoting = each.italic and not periodical and self._quotes(window)
        return Citation(
            title=title,
            genre=genre.word if genre is not None else PERIODICAL if periodical else "",
            agents=agents,
            date=dated.value if dated is not None else None,
            date_phrase=dated.phrase if dated is not None else None,
            alternatives=tuple(
                Phrase(other.start, other.end, self._text[other.start : other.end])
                for other in self._parts.alternatives(window)
            ),
            part_of=part_of,
            serial=when.value if when is not None else None,
            serial_phrase=when.phrase if when is not None else None,
            locator=locator,
            translator=translator,
            note=UNLOCATED if quoting and locator is None and translator is None else "",
        )

    def _first_of_two(self, window: Window) -> tuple[tuple[Speaker, ...], Genre | None]:
        """Whose the title in front of "and" is, and what: `Lee's books *…* and *…*`."""
        if not self._is_second(window):
            return (), None
        other = self._kept[window.tokens[window.at - 2].start]
        return self._agents.of(*other), other[1]

    def _is_second(self, window: Window) -> bool:
        """Whether a title joined by "and" to the one in front of it, which is a work, is one as well."""
        joined = window.low(window.at - 1) == "and" and window.low(window.at - 2) == QUOTE
        return joined and window.tokens[window.at - 2].start in self._kept

    def _is_daily(self, window: Window, date: str) -> bool:
        """Whether `Lee wrote in *…* on 3 May 1862` names a newspaper: books do not come out for a day."""
        return (
            len(date) == len("1862-05-03")
            and "/" not in date
            and self._frames.reported_in(window) is not None
        )

    def _quotes(self, window: Window) -> bool:
        """Whether words are quoted in the title's sentence, by marks that set off no title."""
        for number, token in enumerate(window.tokens):
            other = self._opened.get(token.start) if token.text == QUOTE and number != window.at else None
            words = other is not None and not other.italic and other.opens not in self._kept
            if token.text in _QUOTES or words:
                return True
        return False

    def _is_periodical(self, title: str, genre: Genre | None, *, italic: bool) -> bool:
        """Whether a title is that of a newspaper or journal, by what it is called or, in italics, by its last word."""
        if genre is not None:
            return genre.word in self._words.periodicals
        return italic and title.rsplit(maxsplit=1)[-1].casefold() in self._words.periodical_names

    def named(self, found: Sequence[Named]) -> Iterator[tuple[Span, Citation]]:
        """Works that are named and not set off."""
        for each in found:
            title = one_line(self._text[each.start : each.end])
            agents: tuple[Speaker, ...] = ()
            dated, phrase = each.date, None
            if each.date_span is not None:
                phrase = Phrase(*each.date_span, self._text[slice(*each.date_span)])
            if each.owned:
                agents = self._agents.owner(self._windows.around(each.start, each.end))
            elif each.title_only:
                window = self._windows.around(each.start, each.end)
                genre = self._frames.genre(window)
                agents = self._agents.of(window, genre)
                made = self._dates.of(window, genre)
                if made is not None:
                    dated, phrase = made
            yield (
                Span(each.start, each.end),
                Citation(title, each.genre, agents, dated, phrase),
            )

    def references(self, found: Sequence[Reference]) -> Iterator[tuple[Span, Citation]]:
        """Works in notes, with author, year and pages."""
        for each in found:
            author, year = self._phrase(each.author), self._phrase(each.year)
            yield (
                Span(*each.title),
                Citation(
                    one_line(self._text[slice(*each.title)]),
                    agents=(Speaker(author, one_line(author.text), SpeakerKind.PERSON),),
                    date=year.text,
                    date_phrase=year,
                    locator=self._phrase(each.locator) if each.locator is not None else None,
                ),
            )

    def _phrase(self, place: tuple[int, int]) -> Phrase:
        return Phrase(*place, self._text[slice(*place)])

    def short(self, found: Sequence[re.Match[str]]) -> Iterator[tuple[Span, Citation]]:
        """Short titles in brackets behind a quotation."""
        for match in found:
            start, inside = match.start(1), match.group(1)
            place = _LOCATED.search(inside)
            title = inside[: place.start()] if place is not None else inside
            low = title.split()[0].casefold().rstrip(".:,")
            if low in self._words.no_titles or shape_of(title, self._words) is not Shape.STRONG:
                continue
            full = any(
                each.startswith(title) for each in self._titles
            )  # the short form of a title given in full
            if not tells_title(title, self._words) and not full:
                continue
            locator = None
            if place is not None:
                first = start + place.start() + len(place.group()) - len(place.group().lstrip(" ,"))
                locator = Phrase(first, match.end(1), self._text[first : match.end(1)])
            yield Span(start, start + len(title)), Citation(one_line(title), short=True, locator=locator)
