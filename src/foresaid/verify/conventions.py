"""What does a quoter mark as left out, put in or stressed?

A quotation is read once as it stands and once by the conventions of quoting: an ellipsis (… ... . . .
* * *, bare or in brackets) leaves words out, [brackets] put words in or adapt a word's beginning or end,
*asterisks* and _underscores_ stress. Words outside a quotation mark that has no other half are the quoter's frame:
thinks, "Poor Dorothea. Places stay those of the quotation as given.

    "[C]redit for tuition … enough [sic] to pay"   words Credit for tuition enough to pay
                                                    adapted {0}, gaps {3: ellipsis, 4: editorial}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from foresaid.text.normalize import Tokens, fold_word, tokenise, words

DOTS = 3  # fewer are a full stop, or a slip
NOTE = 3  # digits of a note's number in brackets
LONGEST_BRACKET = 300  # characters; a bracket that does not close by then is taken as it stands
EMPHASIS = frozenset("*_~")
OMISSION, INSERTION, EDITORIAL, FRAME = "omission", "insertion", "editorial", "frame"
# Words before an opening mark, and behind a closing one, that may be the quoter's: a clause of reporting has seldom more.
FRAME_BEFORE, FRAME_AFTER = 12, 6
FRAMED = 3  # words that are a quotation; one or two are a term, or the beginning of something cut off
# A letter in brackets, and a space before the rest of its word: "[i] f". Not those that are words themselves.
_SPLIT_OFF = frozenset("bcdefghijklmnpqrstuvwxyzBCDEFGHJKLMNPQRSTUVWXYZ")
_NOTES = ("emphasis", "italics", "my emphasis", "my italics", "emphases", "italic added")
_HALVES = {"“": "”", "«": "»", "„": "”"}
_OPENING, _CLOSING, _EITHER = frozenset("“„«"), frozenset("”»"), '"'
JOINED = "\u034f"  # the combining grapheme joiner: the word goes on across it, and nothing else uses it


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the quoter's at [start, end) of the quotation, and the words put in, if any."""

    kind: str
    start: int
    end: int
    inserted: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A quotation as a sequence of words to look for.

    `text` has the length of the quotation, with marks blanked; `surfaces` are its words as written and
    `folded` as compared; `gaps` says which mark stands before a word (its number; the number of words for
    the end); `adapted` are the words that a bracket touches.
    """

    text: str
    tokens: Tokens
    surfaces: tuple[str, ...]
    folded: tuple[str, ...]
    gaps: Mapping[int, Mark]
    adapted: frozenset[int]

    @property
    def marked(self) -> bool:
        """Whether the quoter marked anything."""
        return bool(self.gaps or self.adapted)

    @property
    def broken(self) -> bool:
        """Whether a mark stands between two words, so that the source may go on otherwise there."""
        return any(0 < place < len(self.folded) for place in self.gaps)


def _run_end(quote: str, start: int) -> int:
    """Where a run of one character, with single spaces at most between, ends."""
    sign, at, end = quote[start], start, start
    while at < len(quote):
        if quote[at] == sign:
            end = at + 1
        elif quote[at] not in " \u00a0" or quote[at + 1 : at + 2] != sign:
            break
        at += 1
    return end


def _is_ellipsis(run: str) -> bool:
    """Whether a run of dots or asterisks stands for words left out; * and ** stress, * * * leaves out."""
    if run[0] == "…":
        return True
    return run.count(run[0]) >= DOTS and (run[0] == "." or "* *" in run)


def _bracket(quote: str, start: int) -> Mark | None:
    """The mark that a bracket opening here makes, unless it never closes."""
    close = quote.find("]", start, start + LONGEST_BRACKET)
    if close < 0:
        return None
    inside = quote[start + 1 : close].strip()
    if not any(character.isalnum() for character in inside):
        return Mark(OMISSION, start, close + 1)
    if (
        fold_word(inside) == "sic"
        or (inside.isdecimal() and len(inside) <= NOTE)
        or inside.lower().startswith(("emphasis", "italics"))
    ):
        return Mark(EDITORIAL, start, close + 1)
    split = (
        inside in _SPLIT_OFF
        and quote[close + 1 : close + 2] == " "
        and quote[close + 2 : close + 3].islower()
    )
    return Mark(INSERTION, start, close + (2 if split else 1), inside)


def _note(quote: str, start: int) -> Mark | None:
    """The mark that a quoter's note in round brackets makes: (emphasis added), (sic)."""
    close = quote.find(")", start, start + LONGEST_BRACKET)
    inside = quote[start + 1 : close].strip().lower() if close > 0 else ""
    return Mark(EDITORIAL, start, close + 1) if inside.startswith(_NOTES) or inside == "sic" else None


def _unpaired(quote: str) -> tuple[list[int], list[int]]:
    """Where double quotation marks open that never close, and where they close that never opened."""
    opened: list[int] = []
    closed: list[int] = []
    for at, character in enumerate(quote):
        opens = character in _OPENING
        if character == _EITHER:
            opens = quote[at + 1 : at + 2].isalnum() and not quote[at - 1 : at].isalnum()
        elif not opens and character not in _CLOSING:
            continue
        if opens:
            opened.append(at)
        elif opened:
            opened.pop()
        else:
            closed.append(at)
    return opened, closed


def frames(quote: str) -> list[Mark]:
    """The words before a quotation mark that opens and never closes, and behind one that closes and never opened."""
    opened, closed = _unpaired(quote)
    found: list[Mark] = []
    if len(opened) == 1 and not closed:
        before, inside = quote[: opened[0]], quote[opened[0] + 1 :]
        if _is_frame(before, inside, FRAME_BEFORE):
            found.append(Mark(FRAME, 0, opened[0] + 1, before.strip()))
    if len(closed) == 1 and not opened:
        inside, behind = quote[: closed[0]], quote[closed[0] + 1 :]
        if _is_frame(behind, inside, FRAME_AFTER):
            found.append(Mark(FRAME, closed[0], len(quote), behind.strip()))
    if len(closed) == len(opened) == 1 and closed[0] < opened[0]:
        found += _between_halves(quote, closed[0], opened[0])
    inside = quote.strip()
    if not opened and not closed and inside[:1] in _OPENING and inside[-1:] in _CLOSING:
        first, last = quote.find(_HALVES[inside[0]]), quote.rfind(inside[0])
        if 0 < first < last:
            found += _between_halves(quote, first, last)
    return found


def _between_halves(quote: str, closed: int, opened: int) -> list[Mark]:
    """The frame between two halves of a quotation: “We shall,” said Hale, “build it.”"""
    between = quote[closed + 1 : opened].strip()
    told = 0 < len(between.split()) <= FRAME_BEFORE and between[:1].islower()
    return [Mark(FRAME, closed, opened + 1, between.rstrip(",:"))] if told else []


def _is_frame(outside: str, inside: str, most: int) -> bool:
    """Whether what stands outside a lone mark is the shorter part, and what stands inside is a quotation."""
    words_outside = sum(any(c.isalpha() for c in word) for word in outside.split())
    words_inside = len(inside.split())
    return 0 < words_outside <= most and words_inside >= max(FRAMED, words_outside)


def marks(quote: str) -> list[Mark]:
    """The quoter's marks in a quotation, in order; one pass, so linear."""
    found: list[Mark] = []
    at = 0
    while at < len(quote):
        mark, end = None, at + 1
        if quote[at] in ".…*":
            end = _run_end(quote, at)
            mark = Mark(OMISSION, at, end) if _is_ellipsis(quote[at:end]) else None
        elif quote[at] == "(":
            mark = _note(quote, at)
            end = mark.end if mark is not None else end
        elif quote[at] == "[":
            mark = _bracket(quote, at)
            end = mark.end if mark is not None else end
        if mark is not None:
            found.append(mark)
        at = end
    return found


def _inside_word(quote: str, mark: Mark) -> bool:
    """Whether a bracket is a part of one word, as in [C]redit and govern[ed]."""
    before = mark.start > 0 and quote[mark.start - 1].isalnum()
    after = mark.end < len(quote) and quote[mark.end].isalnum()
    return mark.kind == INSERTION and (before or after) and " " not in mark.inserted


def _together(first: Mark, second: Mark) -> Mark:
    """Two marks before one word, as in "… [They]": the ellipsis says that words are left out."""
    kind = OMISSION if OMISSION in {first.kind, second.kind} else second.kind
    return Mark(kind, first.start, second.end, " ".join(filter(None, (first.inserted, second.inserted))))


def _reading(text: str, gaps: list[Mark], adapted: list[Mark]) -> Reading:
    tokens = tokenise(text)
    surfaces = tuple(word.replace(JOINED, "") for word in words(text, tokens))
    starts, ends = tokens.starts, tokens.ends
    before: dict[int, Mark] = {}
    for mark in gaps:
        place = int(starts.searchsorted(mark.start))
        before[place] = _together(before[place], mark) if place in before else mark
    touched = {int(ends.searchsorted(mark.start, "right")) for mark in adapted}
    return Reading(
        text=text,
        tokens=tokens,
        surfaces=surfaces,
        folded=tuple(map(fold_word, surfaces)),
        gaps=before,
        adapted=frozenset(place for place in touched if place < len(surfaces)),
    )


def read_as_it_stands(quote: str) -> Reading:
    """A quotation with every character taken as the source's own."""
    return _reading(quote, [], [])


def read_by_conventions(quote: str) -> Reading:
    """A quotation with the quoter's marks understood as such."""
    text, gaps, adapted, copied = [], [], [], 0
    around = frames(quote)
    inside = [m for m in marks(quote) if not any(f.start <= m.start < f.end for f in around)]
    for mark in sorted((*inside, *around), key=lambda mark: mark.start):
        text.append(quote[copied : mark.start])
        if _inside_word(quote, mark):
            filled = mark.end - mark.start - 1 - len(mark.inserted)
            text.append(JOINED + mark.inserted + JOINED * filled)
            adapted.append(mark)
        else:
            text.append(" " * (mark.end - mark.start))
            gaps.append(mark)
        copied = mark.end
    text.append(quote[copied:])
    return _reading("".join(text), gaps, adapted)
