"""Which paragraphs at the ends of a text are no part of it: contact, copyright, navigation, sharing?

They are known by the words of data/<language>/artefacts.toml and by links and signs of copyright. Only whole
paragraphs from an end of the text are taken, and none behind the first that is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.model.annotations import Span
from foresaid.model.bodies import ArtefactKind
from foresaid.read.artefacts.damage import Damage, blank
from foresaid.text.segment import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# How much is looked at on either side: a column of links, a notice of rights, an imprint.
_REACH = 3000
# A paragraph longer than this is text; the longest notices of rights in the evaluation texts have 350 characters.
_LONGEST = 500
# Short paragraphs hold one of the `parts`: a sentence about a columnist with his address has some 250 characters.
_LONGEST_PART = 300
# What may stand between two such paragraphs: a name, a street, a number of a telephone.
_LONGEST_BETWEEN, _MOST_BETWEEN = 60, 2
_LINK = re.compile(
    r"https?://|www\.|\[[^\]\n]{1,200}\]\([^)\s]{1,400}\)|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)[ ,:]{0,3}(?:©|\(c\))?[ ,:]{0,3}(?:1[5-9]|20)\d\d", re.IGNORECASE
)
_ENDS = frozenset(".!?…")
_DIGITS_OF_NUMBER = 7  # of a telephone
_AROUND = " .:>»|*_-–—[]()"
# A licence at the end of an electronic text has some 19,000 characters, a notice in front of it up to 13,000.
_FAR_HEAD, _FAR_TAIL = 15_000, 25_000
# Beside a link a paragraph may hold so many letters of its own ("Online:", "E-mail:"); with a name it is signed.
_BESIDE_LINK = 6


@dataclass(frozen=True, slots=True)
class BoilerplateWords:
    """The tables of that name in data/<language>/artefacts.toml."""

    whole: frozenset[str]
    openers: tuple[str, ...]
    calls: tuple[str, ...]
    parts: tuple[str, ...]
    addresses: frozenset[str]
    begins_behind: tuple[str, ...]
    ends_before: tuple[str, ...]


def boilerplate(text: str, words: BoilerplateWords) -> Iterator[Damage]:
    """What at the beginning and end of a text is no part of it, in text order; reading takes blanks instead."""
    floor, limit = _frame(text, words)
    found = [Span(0, floor)] if floor else []
    window = text[floor : min(limit, floor + _REACH)]
    head = paragraphs(window)
    if floor + _REACH < limit:
        head = head[:-1]
    found += _at_head([window[each.start : each.end] for each in head], head, floor, words)
    start = max(floor, found[-1].end if found else 0, limit - _REACH)
    window = text[start:limit]
    tail = paragraphs(window)
    if start == limit - _REACH:
        tail = tail[1:]
    count = _at_tail([window[each.start : each.end] for each in tail], words)
    end = len(text.rstrip())
    if count:
        found.append(Span(start + tail[-count].start, end))
    elif limit < end:
        found.append(Span(limit, end))
    for each in found:
        instead = blank(text, each.start, each.end)
        yield Damage(each.start, each.end, ArtefactKind.BOILERPLATE, instead, "no part of the text itself")


def _frame(text: str, words: BoilerplateWords) -> tuple[int, int]:
    """Where the text begins and ends by lines that say so."""
    floor, limit = 0, len(text)
    begin = _line_opening(text[:_FAR_HEAD], words.begins_behind)
    if begin >= 0:
        floor = text.find("\n", begin)
        floor = limit if floor < 0 else floor
    start = max(floor, limit - _FAR_TAIL)
    end = _line_opening(text[start:], words.ends_before)
    return floor, start + end if end >= 0 else limit


def _line_opening(window: str, openers: Sequence[str]) -> int:
    """Where the first line that begins with one of some words begins; -1 if none does."""
    folded = window.replace("İ", "I").lower()  # the one letter that grows when it is made small
    places = [
        place
        for opener in openers
        if (place := folded.find(opener)) >= 0 and (place == 0 or folded[place - 1] == "\n")
    ]
    return min(places, default=-1)


def _at_head(
    texts: Sequence[str], spans: Sequence[Span], floor: int, words: BoilerplateWords
) -> list[Span]:
    """The paragraphs in front of the first that is text; a title between them stays, also one that is a link."""
    found: list[Span] = []
    between = 0
    for number, (text, span) in enumerate(zip(texts, spans, strict=True)):
        if is_boilerplate(text, "".join(texts[number + 1 : number + 2]), words):
            found.append(Span(floor + span.start, floor + span.end))
        elif not _is_short(text) or between == _MOST_BETWEEN:
            break
        else:
            between += 1
    return found


def _at_tail(texts: Sequence[str], words: BoilerplateWords) -> int:
    """How many of the last paragraphs are no text, with what stands between them."""
    count = between = 0
    behind = ""
    for number, text in enumerate(reversed(texts), 1):
        if _is_link(text) or is_boilerplate(text, behind, words):
            count, between = number, 0
        elif not _is_short(text) or between == _MOST_BETWEEN:
            break
        else:
            between += 1
        behind = text
    return count


def is_boilerplate(paragraph: str, behind: str, words: BoilerplateWords) -> bool:
    """Whether a paragraph, given the one behind it, is a notice to readers of the page and no text."""
    line = " ".join(paragraph.split()).casefold()
    if len(line) > _LONGEST:
        return False
    if line.strip(_AROUND) in words.whole or _opens(line, words.openers):
        return True
    if len(line) <= _LONGEST_PART and any(part in line for part in words.parts):
        return True
    if _RIGHTS.match(line) or (len(line) <= _LONGEST_PART and "©" in line):
        return True
    if _is_address(line, words.addresses):
        return True
    called = line.endswith(":") or _LINK.search(line) is not None or _is_link(behind)
    return called and _opens(line, words.calls)


def _opens(line: str, openers: tuple[str, ...]) -> bool:
    return any(line.startswith(each) and not line[len(each) : len(each) + 1].isalnum() for each in openers)


def _is_address(line: str, words: frozenset[str]) -> bool:
    """Whether a paragraph gives a link or number to reach somebody by, and says nothing."""
    signs = {word.strip(_AROUND) for word in line.split()}
    return (
        len(line) <= _LONGEST_PART
        and line[-1] not in _ENDS
        and not words.isdisjoint(signs)
        and (_LINK.search(line) is not None or sum(map(str.isdigit, line)) >= _DIGITS_OF_NUMBER)
    )


def _is_link(paragraph: str) -> bool:
    """Whether a paragraph is a link or address with hardly a word beside it."""
    rest, links = _LINK.subn("", paragraph)
    return links > 0 and sum(map(str.isalpha, rest)) <= _BESIDE_LINK


def _is_short(paragraph: str) -> bool:
    return len(paragraph) <= _LONGEST_BETWEEN and paragraph[-1] not in _ENDS
