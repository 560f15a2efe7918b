"""Which works does a text name without setting them off: laws, treaties, titles behind "his book"?

`the Sherman Antitrust Act of 1890`, `the Treaty of Ghent`, `the act of March 3, 1837`, `his book The Weeping Wall,`.
The words that can be part of such a name are found in one pass (text/literals.py); each is then judged by a bounded
look at both sides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from foresaid.text.calendar import find_dates
from foresaid.text.literals import Literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.words import Vocabulary
    from foresaid.read.lexicon import Lexicon
    from foresaid.read.works.words import WorkWords

# Characters on either side of a word that a name can take, and words: "Treaty on the Elimination of Intermediate-Range
# and Shorter-Range Missiles" takes 74 and nine.
_SIDE = 120
_MOST_WORDS = 14
# Words with a capital from the beginning of a line on that are a headline and no name.
_HEADLINE = 4
_DAY = len("1837-03-03")
_YEAR_BEHIND = re.compile(r",? of ([12][0-9]{3})(?![\w–-])")
_TO_NAME = re.compile(r"[ \n](?:of|on|for|at)[ \n](?:the[ \n])?")
_ON = re.compile(r"[ \n]on[ \n](?:the[ \n])?(?=[A-Z])")
_TO_DAY = re.compile(r"[ \n]of(?:[ \n]the)?[ \n](?=[A-Z0-9])")
_TO_TITLE = re.compile(r",?[ \n](?:(?:entitled|titled|called),?[ \n])?(?=[A-Z])")
_WORD = re.compile(r"[^\s,;:.!?()…\[\]“”\"*_]{1,40}")
_OPENING = "“‘\"'(["
_NAME_GOES_ON = re.compile(r"[ \n][A-Z][a-z]")
# What may stand behind a title that is not set off, so that its end is known.
_ENDS_TITLE = re.compile(r"[,.;:!?)]|[ \n](?:by|\(|—|–)|[ \n]*\Z")
_DATED = re.compile(r"[ \n]\((?:[A-Z][\w ]{2,30}, )?(?:1[5-9]|20)[0-9]{2}\)")
_MATTER = re.compile(r"[ \n](?:of|on|upon)[ \n](?:the[ \n]|a[ \n])?(?=[A-Z])")
_FOR_YEAR = re.compile(r"[ \n](?:for|of)[ \n](?:1[5-9]|20)[0-9]{2}(?![\w–-])")
_OWN = frozenset(("his", "her", "their", "its", "my", "our"))
# Characters looked back for the word in front: the longest that is read of an owner.
_NEAR = 40
_LINKS = frozenset(
    (
        "of",
        "and",
        "as",
        "its",
        "the",
        "for",
        "to",
        "on",
        "in",
        "with",
        "against",
        "a",
        "&",
        "de",
        "la",
        "del",
    )
)
# Links of a name that begins "Treaty of": behind the others it says with whom, where or when.
_OF_LINKS = _LINKS - {"with", "in", "against", "to"}
_POSSESSIVES = ("'s", "’s", "s'", "s’")


class Named(NamedTuple):
    """A work that is named and not set off; `year` is part of its name ("… Act of 1890"), `day` its day as EDTF."""

    start: int
    end: int
    genre: str
    date: str | None = None
    date_span: tuple[int, int] | None = None
    title_only: bool = False
    owned: bool = False


class NamedFinder:
    """Finds named works by the tables of one language."""

    def __init__(self, words: WorkWords, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        self._words = words
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._stops = frozenset(
            part.casefold()
            for table in ("calendar.months", "quotations.time_nouns", "works.weekdays")
            for entry in vocabulary.tables[table]
            for part in entry.split("|")
        )
        outright = list(words.named_outright)
        heads = sorted({*words.named_last, *words.named_first, *words.named_by_day})
        genres = sorted(set(words.genres) - set(heads))
        owned = sorted(words.owned_titles - set(heads) - set(genres))
        self._literals = Literals([*outright, *heads, *genres, *owned])
        self._kinds = ["outright"] * len(outright) + ["head"] * len(heads) + ["genre"] * len(genres)
        self._kinds += ["owned"] * len(owned)

    def find(self, text: str) -> list[Named]:
        """The works named in a text, in its order, none inside another."""
        found: list[Named] = []
        for place in self._literals.find(text):
            kind = self._kinds[place.literal]
            word = self._literals.words[place.literal]
            if kind == "outright":
                if text[place.start : place.end] == word:
                    start = self._run_start(text, place.start)
                    found.append(Named(start, place.end, self._words.named_outright[word]))
            elif kind == "head":
                found += self._by_head(text, word, place.start, place.end)
            elif text[place.start].isupper() and word in self._words.owned_titles:
                found += self._owned(text, word, place.start, place.end)
            elif text[place.start].islower() and _leads_to_capital(text, place.end):
                found += self._behind_genre(text, word, place.end)
        return list(_outermost(found))

    def _by_head(self, text: str, word: str, start: int, end: int) -> Iterator[Named]:
        capital = text[start].isupper()
        if capital and text[start:end].isupper():
            return  # a heading
        if word in self._words.named_by_day and text[start - 4 : start].casefold() == "the ":
            day = self._by_day(text, word, start, end)
            if day is not None:
                yield day
                return
        if word in self._words.named_first and (capital or word in self._words.named_small):
            yield from self._with_complement(text, word, start, end, capital=capital)
        if capital and word in self._words.named_last:
            yield from self._with_attributes(text, word, start, end)

    def _by_day(self, text: str, word: str, start: int, end: int) -> Named | None:
        """`the act of March 3, 1837`."""
        link = _TO_DAY.match(text, end)
        if link is None:
            return None
        stretch = text[link.end() : link.end() + 40]
        date = next(find_dates(stretch, self._vocabulary, 1), None)
        if date is None or date.start or len(date.edtf.text) != _DAY:
            return None
        span = (link.end(), link.end() + date.end)
        return Named(start, span[1], self._words.named_by_day[word], date.edtf.text, span)

    def _with_complement(
        self, text: str, word: str, start: int, end: int, *, capital: bool
    ) -> Iterator[Named]:
        """`the Treaty of Ghent`."""
        link = _TO_NAME.match(text, end)
        if link is None or (not capital and " of" not in link.group().replace("\n", " ")):
            return
        of = link.group().split(maxsplit=1)[0] == "of"
        last = self._run_end(text, link.end(), _OF_LINKS if of else _LINKS)
        if last is None:
            return
        inside = [part.casefold() for part in text[link.end() : last].split()]
        if inside[0] in self._words.generic_matters or inside[0].rstrip(".") in self._lexicon.titles:
            return
        own = inside[:2] == ["united", "states"]  # the one name made of such words that has a constitution
        if inside[0] in self._stops or (all(self._is_generic(part) for part in inside) and not own):
            return
        yield self._dated(text, start, last, self._words.named_first[word])

    def _with_attributes(self, text: str, word: str, start: int, end: int) -> Iterator[Named]:
        """`the Sherman Antitrust Act of 1890`."""
        if _NAME_GOES_ON.match(text, end) and not _YEAR_BEHIND.match(text, end):
            return
        first = self._run_start(text, start)
        attributes = [part.casefold() for part in text[first:start].split()]
        if all(self._is_generic(part) for part in attributes):
            return
        if len(attributes) > _HEADLINE and text[first - 1 : first] in ("", "\n"):
            return
        yield self._dated(text, first, self._behind_on(text, end), self._words.named_last[word])

    def _behind_on(self, text: str, end: int) -> int:
        """Where a name ends that says on what: `Draft Act on Peace and Co-operation`; no `Act on Monday`."""
        matter = _ON.match(text, end)
        last = self._run_end(text, matter.end(), _LINKS) if matter is not None else None
        if matter is None or last is None:
            return end
        return end if text[matter.end() : last].split(maxsplit=1)[0].casefold() in self._stops else last

    def _is_generic(self, low: str) -> bool:
        """Whether a word makes no name: "annual", "of", and the words for texts themselves."""
        words = self._words
        return low in words.generic or low in _LINKS or low in words.named_last or low in words.named_first

    def _dated(self, text: str, start: int, end: int, genre: str) -> Named:
        match = _YEAR_BEHIND.match(text, end)
        if match is None:
            return Named(start, end, genre)
        return Named(start, match.end(), genre, match.group(1), match.span(1))

    def _behind_genre(self, text: str, word: str, end: int) -> Iterator[Named]:
        """`his book The Weeping Wall,`, `the journal Nature`."""
        link = _TO_TITLE.match(text, end)
        if link is None:
            return
        dated = self._dated_title(text, word, link.end(), end)
        if dated is not None:
            yield Named(link.end(), dated, self._words.genres[word], title_only=True)
            return
        last = self._run_end(text, link.end(), _LINKS, colon=True)
        if last is None or not _ENDS_TITLE.match(text, last):
            return
        title = text[link.end() : last]
        parts = title.split()
        low = [part.casefold().rstrip(":") for part in parts]
        opened = low[0] in self._words.title_openers
        linked = ":" in title or any(part in self._words.telling_small_words for part in low[1:])
        if low[0].rstrip(".") in self._lexicon.titles or low[0] in self._stops:
            return
        if "," in link.group() and not (opened and len(parts) > 1):
            return
        if not (linked or opened) or len(parts) < 2:  # noqa: PLR2004  one word may be anybody's name
            return
        yield Named(link.end(), last, self._words.genres[word], title_only=True)

    def _owned(self, text: str, word: str, start: int, end: int) -> Iterator[Named]:
        """`Mr. Findlay's History of the Insurrection`, `the CRU's Annual Report for 1924`."""
        owner = text[max(0, start - _NEAR) : start].rsplit(maxsplit=1)[-1:]
        possessive = bool(owner) and owner[0].endswith(_POSSESSIVES) and owner[0][0].isupper()
        if not (possessive or (owner and owner[0] in _OWN)) or text[start - 1] not in " \n":
            return
        if text[start:end].isupper():
            return
        matter = _MATTER.match(text, end)
        year = _FOR_YEAR.match(text, end)
        last = year.end() if year is not None else None
        if matter is not None and year is None:
            last = self._run_end(text, matter.end(), _LINKS)
        if last is not None:
            genre = self._words.genres.get(word.rsplit(maxsplit=1)[-1], "")
            yield Named(start, last, genre, title_only=year is None, owned=True)

    def _dated_title(self, text: str, word: str, start: int, end: int) -> int | None:
        """Where a title ends that its year in brackets shows to be one: `In his memoirs, Signals at Danger (1938),`."""
        before = text[max(0, end - len(word) - _NEAR) : end - len(word)].casefold().split()
        last = self._run_end(text, start, _LINKS | self._words.small_words, colon=True)
        if last is None or not before or before[-1] not in _OWN or not _DATED.match(text, last):
            return None
        return last if len(text[start:last].split()) > 1 else None

    def _run_end(self, text: str, start: int, links: frozenset[str], *, colon: bool = False) -> int | None:
        """Where a run of words with capitals, and links between them, ends; None where there is none."""
        end, at = None, start
        for _ in range(_MOST_WORDS):
            match = _WORD.match(text, at, start + _SIDE)
            if match is None:
                break
            word = match.group()
            if word[0].isupper():
                end = match.end() - (len("'s") if word.endswith(_POSSESSIVES[:2]) else 0)
                if end < match.end():
                    break
            elif word not in links or end is None:
                break
            elif word == "and" and not colon and text[match.end() + 1 : match.end() + 5] == "the ":
                break  # "the treaty of Ghent and the Constitution"
            at = match.end()
            if colon and text[at : at + 2] == ": ":
                at += 1
            if text[at : at + 1] not in (" ", "\n"):
                break
            at += 1
        return end

    def _run_start(self, text: str, start: int) -> int:
        """Where the run of words with capitals in front of a word begins, without what makes no name."""
        words: list[tuple[int, str]] = []
        at = start
        whole = False  # behind "the" stands the whole name: "the No Child Left Behind Act"
        for _ in range(_MOST_WORDS):
            if text[at - 1 : at] not in (" ", "\n") or at < 2:  # noqa: PLR2004
                break
            first = at - 1
            while first > max(0, start - _SIDE) and not text[first - 1].isspace():
                first -= 1
            written = text[first : at - 1]
            word = written.lstrip(_OPENING)
            whole = word.casefold() == "the"
            if whole or not self._in_name(word):
                break
            first += len(written) - len(word)
            words.append((first, word))
            if len(word) < len(written):
                break
            at = first
        while words and (words[-1][1] in _LINKS or (not whole and self._is_small(words[-1][1].casefold()))):
            words.pop()
        return words[-1][0] if words else start

    def _in_name(self, word: str) -> bool:
        capital = word[:1].isupper() or word in _LINKS - {"its", "as"}
        owner = (
            word.endswith(_POSSESSIVES) and word.casefold().replace("’", "'") not in self._words.possessors
        )
        return capital and not owner and _WORD.fullmatch(word) is not None

    def _is_small(self, low: str) -> bool:
        return low in self._lexicon.function_words or low in self._lexicon.determiners


def _leads_to_capital(text: str, end: int) -> bool:
    """Whether a word with a capital follows, or a comma or "entitled" that may lead to one; spares a closer look."""
    near = text[end : end + 3]
    return near[1:2].isupper() or near[:2] == ", " or near[1:] in ("en", "ti", "ca")


def _outermost(found: list[Named]) -> Iterator[Named]:
    """Those that no other one holds or overlaps from the left."""
    end = 0
    for each in sorted(found, key=lambda named: (named.start, -named.end)):
        if each.start >= end:
            yield each
            end = each.end
