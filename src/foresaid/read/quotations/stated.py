"""When, and in which work, does a text say that the words it quotes were said?

Only what stands in the quotation's own frame is read, and only in forms that have one meaning:

date   begins the sentence ("In 1862, Lee wrote: …"), follows the reporting verb ("… wrote on 3 May 1862"), belongs
       to what was written or spoken ("his message of December 1862", "the 1862 message"), or stands alone, with its
       month, in brackets behind the quotation ("… ” (3 May 1862)")
work   in italics or marks behind "in" ("in *The Dam*"), or as a name that ends in what it is ("in his Farewell
       Address")

Two dates that differ, a span of years, or a verb that passes on the words of others: nothing is stated. A year in
brackets is that of an edition as often as of the words, and is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.model.annotations import Phrase
from foresaid.read.wording import Token, words_between
from foresaid.read.works.windows import masked
from foresaid.text.calendar import find_dates
from foresaid.text.segment import last_sentence_start, paragraphs, sentence_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.annotations import Annotation, Span
    from foresaid.model.bodies import Quotation
    from foresaid.model.words import Vocabulary
    from foresaid.read.lexicon import Lexicon
    from foresaid.read.works.times import Times

# Characters read in front of a quotation and behind it: as for its frame (wording.py, measured there).
_BEFORE, _BEHIND = 480, 260
_YEAR = re.compile(r"(?<![\w/.,’'$£€#+–-])(1[0-9]{3}|20[0-9]{2})(?![\w/–%-]|[.,][0-9])")
_MONTHS_TEXT = 7  # characters of an EDTF date with its month, 1862-12
# Words between a reporting verb and its date: "told both Houses of Congress in 1862" has four.
_OBJECT = 4
# Words between a year and what it is the year of: "his 1862 annual message" has one, "1990 State of the Union address" four.
_ATTRIBUTES = 4
_LONGEST_BRACKET = 60
_LONGEST_TITLE = 120
_EMPHASIS = "*_"
_TITLES = {"*": "*", "_": "_", "“": "”", '"': '"', "«": "»"}
_CLOSERS = "\"”’'»*_.,;:!? \n"
_EDGES = " \n\t>*_\"“‘'«([—–-"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text states of words that it quotes: the date as EDTF with its phrase, and the work.

    `relayed`: the verb says that whoever is named passes on the words of somebody else.
    """

    date: str | None = None
    date_phrase: Phrase | None = None
    work: Phrase | None = None
    relayed: bool = False


@dataclass(frozen=True, slots=True)
class _Date:
    """A date in a frame: its place, its EDTF form."""

    start: int
    end: int
    edtf: str


class StatedReader:
    """Reads what one text states of its quotations; holds its paragraphs and the word tables."""

    def __init__(
        self,
        text: str,
        quoted: Sequence[Span],
        vocabulary: Vocabulary,
        lexicon: Lexicon,
        times: Times | None = None,
    ) -> None:
        self._text = masked(text, _apart(quoted))
        self._times = times
        self._original = text
        self._paragraphs = paragraphs(text)
        self._vocabulary = vocabulary
        self._lexicon = lexicon
        self._relaying = frozenset(
            form for entry in vocabulary.tables["stated.relaying"] for form in entry.split()
        )
        self._prepositions = vocabulary.words("stated.prepositions")
        self._leading = vocabulary.words("stated.leading")
        self._utterances = vocabulary.words("stated.utterances")
        self._openers = vocabulary.words("stated.before_titles")
        self._containing = vocabulary.words("stated.containing")
        self._belonging = vocabulary.words("stated.belonging")
        self._links = vocabulary.words("stated.title_links")

    @property
    def masked(self) -> str:
        """The text with every quotation as one sign."""
        return self._text

    def read(self, annotation: Annotation[Quotation], paragraph: int) -> Stated:
        """What is stated of one quotation, which begins in the paragraph of this number (from 0)."""
        body, target = annotation.body, annotation.target
        cue = body.cue
        if cue is not None and cue.text.split()[0].casefold() in self._relaying:
            return Stated(relayed=True)
        dates: list[_Date] = list(self._in_brackets(target.end))
        work: Phrase | None = None
        for start, end in self.frames(target, cue, paragraph):
            tokens = words_between(self._text, start, end, self._lexicon.abbreviations)
            dates += self._dates(tokens, start, end, cue)
            work = work or self._work(tokens, end)
        if len({date.edtf for date in dates}) != 1:
            return Stated(work=work)
        first = dates[0]
        return Stated(first.edtf, self._phrase(first.start, first.end), work)

    def _phrase(self, start: int, end: int) -> Phrase:
        return Phrase(start, end, self._original[start:end])

    def frames(self, target: Span, cue: Phrase | None, number: int) -> Iterator[tuple[int, int]]:
        """The stretches around a quotation that belong to its frame: in front, and behind if the verb is there."""
        paragraph = self._paragraphs[number]
        opens = target.start
        floor = max(paragraph.start, opens - _BEFORE)
        if number and not self._text[floor:opens].strip(_EDGES):
            before = self._paragraphs[number - 1]  # a block, behind the paragraph that announces it
            if self._text[before.end - 1] == ":":
                floor, opens = max(before.start, before.end - _BEFORE), before.end
        start = last_sentence_start(self._text, floor, opens, self._lexicon.abbreviations)
        yield start, opens
        if cue is not None and cue.start >= target.end:
            limit = min(len(self._text), target.end + _BEHIND)
            blank = self._text.find("\n\n", target.end, limit)
            yield (
                target.end,
                sentence_end(
                    self._text,
                    cue.end,
                    limit if blank < 0 else max(blank, cue.end),
                    self._lexicon.abbreviations,
                ),
            )

    # dates

    def _dates(self, tokens: list[Token], start: int, end: int, cue: Phrase | None) -> Iterator[_Date]:
        for date in self._found(start, end):
            at = next((n for n, token in enumerate(tokens) if token.end > date.start), None)
            if at is None:
                continue
            behind = next((n for n in range(at, len(tokens)) if tokens[n].start >= date.end), len(tokens))
            if (
                self._opens(tokens, at)
                or self._follows(tokens, at, cue)
                or (self._speaks_of_a_text(tokens, cue) and self._dates_a_text(tokens, at, behind))
            ):
                yield date

    def _found(self, start: int, end: int) -> Iterator[_Date]:
        """The dates of a stretch, full ones first, then years that are part of none."""
        if self._times is not None:
            for each in self._times.between(start, end):
                first, last = each.phrase.start, each.phrase.end
                if (
                    self._text[first:last] == self._original[first:last]
                ):  # else it is part of the words quoted
                    yield _Date(first, last, each.value)
            return
        stretch = self._text[start:end]
        full = [
            _Date(start + each.start, start + each.end, each.edtf.text)
            for each in find_dates(stretch, self._vocabulary)
        ]
        yield from full
        for match in _YEAR.finditer(stretch):
            at = start + match.start()
            if not any(each.start <= at < each.end for each in full):
                yield _Date(at, start + match.end(), match.group(1))

    def _opens(self, tokens: list[Token], at: int) -> bool:
        """Whether the stretch begins with the date: `In 1862, …`; marks in front of it do not count."""
        first = next((n for n, token in enumerate(tokens) if token.is_word or token.text[0].isdigit()), 0)
        if self._times is not None and at <= first:
            return True  # `Last year Lee wrote`, `Between May and July 1862 Lee wrote`
        return at == first + 1 and tokens[first].low in self._prepositions

    def _follows(self, tokens: list[Token], at: int, cue: Phrase | None) -> bool:
        """Whether the date follows the reporting verb: `wrote in 1862`, `told Congress on 1 December 1862`."""
        if cue is None or not at:
            return False
        if self._times is not None and cue.text.split()[0].casefold() in self._lexicon.naming:
            return False  # `called the vote on Monday "a farce"`: the day is the vote's
        if tokens[at - 1].low not in self._prepositions:
            # `Lee said Monday`, `Lee said last year`
            return self._times is not None and tokens[at - 1].end <= cue.end <= tokens[at].start
        between = [token for token in tokens[: at - 1] if token.start >= cue.end]
        reached = any(token.end <= cue.end for token in tokens)
        plain = all(token.is_word and token.low not in self._lexicon.relatives for token in between)
        return reached and plain and len(between) <= _OBJECT and tokens[at - 1].start >= cue.end

    def _speaks_of_a_text(self, tokens: list[Token], cue: Phrase | None) -> bool:
        """Whether a dated text in the frame is where the words stand: somebody reports them, or `By the act of …`."""
        if self._times is None or cue is not None:
            return True
        first = next((token.low for token in tokens if token.is_word), "")
        return first in self._leading

    def _dates_a_text(self, tokens: list[Token], at: int, behind: int) -> bool:
        """Whether the date is that of a speech or paper: `message of December 1862`, `his 1862 annual message`."""
        if at > 1 and tokens[at - 1].low in self._belonging and tokens[at - 2].low in self._utterances:
            return True
        opened = at > 0 and (tokens[at - 1].low in self._openers or tokens[at - 1].low[1:] == "s")
        following = tokens[behind : behind + _ATTRIBUTES + 1]
        for token in following:
            if not token.is_word:
                return False
            if token.low in self._utterances:
                return opened
        return False

    def _in_brackets(self, end: int) -> Iterator[_Date]:
        """A date with its month, alone in brackets right behind the quotation."""
        at = end
        while at < min(len(self._text), end + len('"”’ \n')) and self._text[at] in _CLOSERS:
            at += 1
        if self._text[at : at + 1] != "(":
            return
        close = self._text.find(")", at, at + _LONGEST_BRACKET)
        inside = self._text[at + 1 : close].strip() if close > 0 else ""
        for each in find_dates(inside, self._vocabulary, 1):
            if each.start == 0 and each.end == len(inside) and len(each.edtf.text) >= _MONTHS_TEXT:
                start = self._text.index(inside, at)
                yield _Date(start, start + len(inside), each.edtf.text)

    # works

    def _work(self, tokens: list[Token], end: int) -> Phrase | None:
        for at, token in enumerate(tokens):
            if token.low in self._containing:
                work = self._set_off(token.end, end) or self._named(tokens[at + 1 :])
                if work is not None:
                    return work
        return None

    def _set_off(self, at: int, end: int) -> Phrase | None:
        """A title in italics or in marks, behind one blank."""
        text, at = self._original, at + 1
        sign = text[at : at + 1]
        if not text[at - 1].isspace() or sign not in _TITLES:
            return None
        inner = at + 1
        while inner < end and text[inner] == sign and sign in _EMPHASIS:
            inner += 1
        close = text.find(_TITLES[sign], inner, min(end, inner + _LONGEST_TITLE))
        title = text[inner:close].strip(" ,.") if close > 0 else ""
        if not title[:1].isupper():
            return None
        first = text.index(title, inner)
        return Phrase(first, first + len(title), title)

    def _named(self, tokens: Sequence[Token]) -> Phrase | None:
        """A name of two words or more, with capitals, that ends in what it is: `his Farewell Address`."""
        if not tokens or tokens[0].low not in self._openers:
            return None
        name: list[Token] = []
        for token in tokens[1 : 2 * _ATTRIBUTES]:
            if not (token.is_capital or (name and token.low in self._links)):
                break
            name.append(token)
            if token.low in self._utterances:
                return self._phrase(name[0].start, token.end) if len(name) > 1 else None
        return None


def _apart(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Stretches in order, each that begins inside an earlier one left out."""
    found: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        if span.start < span.end and (not found or span.start >= found[-1][1]):
            found.append((span.start, span.end))
    return found
