"""Where does a sentence go on behind a blank line, a form feed or what the printer put between two pages?

Only what is sure is called a page break: behind prose that no sentence ends, words that go on in small letters,
or behind a word that ends no sentence, or the other half of a name that the text has elsewhere. Verse, tables,
lists, headings and quotations set off as blocks are left as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import ArtefactKind
from foresaid.read.artefacts.damage import Damage
from foresaid.text.literals import Literals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A line of nothing but blanks, or a form feed. 200 blanks are more than any line is indented by. A pattern that
# begins with one sign is searched for ten times as fast, and form feeds are rare.
_BLANK_LINE = re.compile(r"\n[ \t\r]{0,200}\n")
_GAP = re.compile(r"\n[ \t\r]{0,200}\n|\f")
_CLOSERS, _OPENERS = "\"'”’»)]*_", "\"'“‘«([*_"
_ENDS = frozenset(".!?…")
# Signs that end a sentence's part: behind one of them a sentence goes on only where a page ends.
_LEADING = frozenset(";—–")
_OPEN = frozenset(",.")  # a full stop that comes so far is an abbreviation's ("Mr.")
_LINKING = frozenset("/@<>=#{}|\\")  # in links and code, not in words
_ITEM = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivxl]{2,5})[).:]\s")
_MONEY = frozenset("$£€")
_TRAILERS = 4  # closing marks that may follow one another: `."*)`
_AROUND = ".:()[]*_0123456789"
# A full line: typewriters and books set 55 to 75 characters, newspapers 30 to 45; headings and verse are shorter.
_FULL_LINE = 50
# A paragraph as long as this is no heading: of 492 headlines in PolNeAR one is longer, the next has 146 characters.
_NO_HEADING = 160
# How much of a paragraph is looked at on either side.
_REACH = 1200
# Lines of a newspaper's column that are nearly of one length are wrapped; verse is ragged.
_WRAPPED, _FEWEST_LINES = 0.8, 3
# A gap no longer than this is read as so many blanks, so that nothing behind it moves; a longer one as one blank.
_SHORT_GAP = 8
# So many full lines in front of small letters, and one in so many gaps: then blank lines part the lines of the text.
_PARTED, _PARTED_SHARE = 10, 4
# Where more than one in so many paragraphs begins small behind a full stop, small letters tell nothing.
_RARELY_SMALL = 20
# Two words that pages divide stand elsewhere side by side so often.
_SEEN = 2
_LONGEST_WORD = 40
_LONGEST_TITLE = 8  # "Messrs." and a blank
_PLAIN = "a sentence goes on behind it"
_BETWEEN = "a sentence goes on behind what stands between two pages"
_STOPS = (". ", ".\n", "? ", "?\n", "! ", "!\n")


@dataclass(frozen=True, slots=True)
class BreakWords:
    """Words that no sentence ends with, and words that open a caption; small letters."""

    never_last: frozenset[str]
    captions: frozenset[str]


class _Gap(NamedTuple):
    """White space between two paragraphs: where the words end and where they go on.

    `between`: page numbers or running heads stood there; `paged`: they, or a form feed, which say that a page ends.
    """

    start: int
    end: int
    between: bool
    paged: bool


def page_breaks(
    plain: str,
    furniture: Sequence[Damage],
    words: BreakWords,
    *,
    within: tuple[int, int],
    pages: Sequence[int] = (),
) -> Iterator[Damage]:
    """The page breaks inside sentences, in text order.

    `furniture` stands between pages and is blanked in `plain`; `pages` are the places where pages begin, in order,
    as far as they are known; what lies not `within` two places is not looked at.
    """
    starts = [each.start for each in furniture]
    sorted_out = _Gaps()
    for start, end in _gaps(plain, *within):
        between = bisect_left(starts, start) < bisect_left(starts, end)
        paged = between or "\f" in plain[start:end] or bisect_left(pages, start) < bisect_right(pages, end)
        sorted_out.take(plain, _Gap(start, end, between, paged), words)
    small, others = sorted_out.small, sorted_out.others
    if sorted_out.ended_small * _RARELY_SMALL > sorted_out.ended:
        small, others = [], others + small
    sure = {gap for gap in sorted_out.paged + small if _goes_on(plain, gap, words)}
    parted = [gap for gap in small if gap in sure or _is_parted_line(plain, gap, words)]
    if len(parted) >= _PARTED and len(parted) * _PARTED_SHARE >= sorted_out.count:
        sure.update(parted, [gap for gap in others if _is_parted_line(plain, gap, words)])
    sure.update(_seen_together(plain, [gap for gap in others if _may_go_on(plain, gap, words)], words))
    for gap in sorted(sure):
        note = _BETWEEN if gap.between else _PLAIN
        yield Damage(gap.start, gap.end, ArtefactKind.PAGE_BREAK, _instead(gap), note)


class _Gaps:
    """Gaps that may divide a sentence: at the edges of pages, in front of small letters, and others.

    `count` counts all gaps, `ended` those behind a full stop, `ended_small` those of them in front of small letters.
    """

    def __init__(self) -> None:
        self.paged: list[_Gap] = []
        self.small: list[_Gap] = []
        self.others: list[_Gap] = []
        self.count = self.ended = self.ended_small = 0

    def take(self, text: str, gap: _Gap, words: BreakWords) -> None:
        """Sort in one gap, or let it go."""
        self.count += 1
        opener, ending = _first(text, gap.end), _ending(text, gap.start)
        if ending in _ENDS and not _is_title(text, gap.start, words):
            self.ended += 1
            self.ended_small += opener.islower()
        elif ending in _LEADING:
            if gap.paged and opener.islower():
                self.paged.append(gap)
        elif ending.isalnum() or ending in _OPEN:
            if gap.paged and (opener.isalnum() or opener in _MONEY):
                self.paged.append(gap)
            elif opener.islower():
                self.small.append(gap)
            elif opener.isalnum():
                self.others.append(gap)


def _gaps(text: str, floor: int, limit: int) -> Iterator[tuple[int, int]]:
    """White space that holds a blank line or form feed, with words on both sides."""
    position = floor
    pattern = _GAP if "\f" in text else _BLANK_LINE
    while (match := pattern.search(text, position, limit)) is not None:
        start, end = match.start(), match.end()
        while start > position and text[start - 1].isspace():
            start -= 1
        while end < limit and text[end].isspace():
            end += 1
        if position < start and end < limit:
            yield start, end
        position = end


def _ending(text: str, position: int) -> str:
    """The last sign of the words in front of a gap, without marks and brackets behind it."""
    place = position
    while place > position - _TRAILERS and text[place - 1] in _CLOSERS:
        place -= 1
    return text[place - 1]


def _first(text: str, position: int) -> str:
    """The first sign behind marks and brackets."""
    for sign in text[position : position + 3]:
        if sign not in _OPENERS:
            return sign
    return ""


def _last_word(text: str, position: int) -> str:
    return (
        text[max(0, position - _LONGEST_WORD) : position].rsplit(maxsplit=1)[-1].casefold().lstrip(_OPENERS)
    )


def _is_title(text: str, position: int, words: BreakWords) -> bool:
    word = text[max(0, position - _LONGEST_TITLE) : position].rpartition(" ")[2]
    return word[-1:] == "." and word.casefold() in words.never_last


def _goes_on(text: str, gap: _Gap, words: BreakWords) -> bool:
    """Whether prose stands on both sides of a gap, behind which small letters follow, or that parts two pages."""
    before, behind = _paragraph_before(text, gap.start), _paragraph_behind(text, gap.end)
    sure = gap.paged and _first(text, gap.end).islower()
    return (
        _is_prose(before, words)
        and (sure or _is_text(before) or _last_word(text, gap.start) in words.never_last)
        and _continues(text, gap, before, behind)
    )


def _is_parted_line(text: str, gap: _Gap, words: BreakWords) -> bool:
    """Whether a full line stands in front of a gap, behind which words follow that begin no item of a list."""
    before = _paragraph_before(text, gap.start)
    words_behind = _first(text, gap.end).isalpha() and not _is_item(text, gap.end)
    return words_behind and _is_prose(before, words)


def _may_go_on(text: str, gap: _Gap, words: BreakWords) -> bool:
    """Whether prose stands on both sides of a gap, behind which a capital, a digit or rare small letters follow."""
    before, behind = _paragraph_before(text, gap.start), _paragraph_behind(text, gap.end)
    open_ended = _last_word(text, gap.start) in words.never_last
    listed = before.rstrip().rsplit(None, 1)[0][-1:] in ";,"
    return (
        (open_ended or _is_text(before))
        and not listed
        and _is_prose(before, words)
        and _continues(text, gap, before, behind)
    )


def _seen_together(text: str, gaps: Sequence[_Gap], words: BreakWords) -> list[_Gap]:
    """The gaps whose last and first word stand side by side elsewhere: a name, or "of the" before one."""
    pairs: dict[str, list[_Gap]] = {}
    for gap in gaps:
        last = text[max(0, gap.start - _LONGEST_WORD) : gap.start].rsplit(maxsplit=1)[-1]
        first = text[gap.end : gap.end + _LONGEST_WORD].split(maxsplit=1)[0].rstrip(".,;:!?")
        known = last.casefold() in words.never_last or last[:1].isupper()
        if known and first[:1].isalpha():
            pairs.setdefault(f"{last} {first}", []).append(gap)
    if not pairs:
        return []
    literals = Literals(pairs)
    seen = dict.fromkeys(pairs, 0)
    for place in literals.find(text):
        word = literals.words[place.literal]
        seen[word] += text[place.start : place.end] == word
    return [gap for pair, found in pairs.items() if seen[pair] >= _SEEN for gap in found]


def _paragraph_before(text: str, position: int) -> str:
    """The paragraph that ends at a position, as far as it is looked at."""
    kept: list[str] = []
    for line in reversed(text[max(0, position - _REACH) : position].split("\n")):
        if "\f" in line:
            kept.append(line.rpartition("\f")[2])
            break
        if not line.strip():
            break
        kept.append(line)
    return "\n".join(reversed(kept))


def _paragraph_behind(text: str, position: int) -> str:
    window = text[position : position + _REACH]
    match = _GAP.search(window)
    return window[: match.start()] if match else window


def _is_prose(paragraph: str, words: BreakWords) -> bool:
    """Whether a paragraph's lines are filled as prose fills them, and its last one goes to the end."""
    lines = paragraph.strip("\n\f\r").split("\n")
    last = lines[-1].strip()
    opener = "".join(paragraph.split(maxsplit=1)[:1]).casefold().strip(_AROUND)
    if "   " in last or opener in words.captions or paragraph.isupper():
        return False
    if len(lines) >= _FEWEST_LINES and all(_begins_large(line) for line in lines):
        return False
    if len(last) >= _FULL_LINE:
        return True
    longest = max(len(line.strip()) for line in lines)
    flowing = sum(line.lstrip()[:1].islower() for line in lines)
    return len(lines) >= _FEWEST_LINES and len(last) >= _WRAPPED * longest and flowing * 2 >= len(lines)


def _begins_large(line: str) -> bool:
    return not line.lstrip()[:1].islower()


def _is_text(paragraph: str) -> bool:
    """Whether a paragraph is too long for a heading, fills two lines, or holds the end of a sentence."""
    filled = len(paragraph) >= 2 * _FULL_LINE and "\n" in paragraph
    return filled or len(paragraph) >= _NO_HEADING or any(stop in paragraph for stop in _STOPS)


def _continues(text: str, gap: _Gap, before: str, behind: str) -> bool:
    """Whether what follows a gap can be the rest of a sentence: not indented, no item of a list, no heading."""
    margin = text[text.rfind("\n", gap.start, gap.end) + 1 : gap.end]
    if _is_item(text, gap.end) or not _LINKING.isdisjoint(_last_word(text, gap.start)):
        return False
    if len(margin) >= 2 and before.rsplit("\n", maxsplit=1)[-1][:1] != " ":  # noqa: PLR2004 - two blanks indent a block
        return False
    whole = behind.rstrip()
    if before.rstrip().endswith(("; and", "; or", ", and", ", or")) and whole.endswith((";", ".")):
        return False
    if whole.endswith((";", ",", "; and", "; or")):
        return False
    return len(whole) >= _FULL_LINE or any(sign in _ENDS for sign in whole)


def _is_item(text: str, position: int) -> bool:
    """Whether the words behind a gap begin with a number or letter of a list: "(b)", "iv)", "2."."""
    return _ITEM.match(text, position) is not None


def _instead(gap: _Gap) -> str:
    length = gap.end - gap.start
    return " " * length if length <= _SHORT_GAP else " "
