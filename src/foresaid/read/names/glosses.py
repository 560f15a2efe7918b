"""How does a text explain its words: letters, foreign words, other names, terms?

Every bracket is looked at once, with a bounded look in front of it. What stands in letters without being explained
anywhere in the text is noted at its first place, with no gloss.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.model.annotations import Phrase
from foresaid.model.bodies import Gloss, GlossKind
from foresaid.read.names.places import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from foresaid.read.names.lexicon import NameWords

# The longest gloss of letters met in the evaluation sets has 74 characters.
_LONGEST_FULL = 120
_LONGEST_BRACKET = 80
_MOST_GLOSS_WORDS = 6
_MOST_DEFINITION_WORDS = 12
_MOST_TERM_WORDS = 4
# A definition of a word of the language begins with one of these.
_DEFINING = frozenset(("a", "an", "the", "that", "i.e.", "literally"))
_BRACKET = re.compile(rf"\(([^()\n]{{2,{_LONGEST_BRACKET}}})\)")
_ACRONYM = re.compile(r"(?:the )?[“\"'‘]?([A-Z][A-Za-z0-9&.\-]{1,9})")
_WORDS = re.compile(r"[^\W_](?:[^\W_]|[’'.&-](?=[^\W_])){0,40}")
_PLAIN_GLOSS = re.compile(r"(?:[^\W\d_]|[ ’'-]|[“”\"‘*,]){2,60}")
# One to four small words up to a sign: "literally gift,".
_PLAIN_MEANING = re.compile(r"((?:[a-zà-ÿ’'-]{1,20}[ \n]){0,3}[a-zà-ÿ’'-]{1,20})(?=[,.;:)—!?])")
_CLOSING = {"*": "*", "_": "_", "”": "“", '"': '"', "’": "‘", "»": "«", "'": "'"}
_OPENING = {opening: closing for closing, opening in _CLOSING.items()}


class GlossReader:
    """Finds glosses; holds word tables, no state of a text."""

    def __init__(
        self, words: NameWords, lexicon: frozenset[str], tables: Mapping[str, Sequence[str]]
    ) -> None:
        self._words = words
        self._lexicon = lexicon
        self._stops = frozenset(tables["lineages.no_glosses"])
        self._aliases = sorted(tables["lineages.alias"], key=len, reverse=True)
        meanings = sorted(
            (*tables["lineages.meaning"], *tables["lineages.plain_meaning"]), key=len, reverse=True
        )
        self._plain_meanings = frozenset(tables["lineages.plain_meaning"])
        self._meant_by = re.compile(rf"[*_”\"’»'],? ({'|'.join(map(re.escape, meanings))})(?=[ ,\n])")

    def read(self, text: str) -> Iterator[Found]:
        """The glosses of a text: those in brackets, then those in words."""
        yield from self._bracketed(text)
        for match in self._meant_by.finditer(text):
            found = self._meant(text, *match.span(1), match.group(1))
            if found is not None:
                yield found

    def _bracketed(self, text: str) -> Iterator[Found]:
        for match in _BRACKET.finditer(text):
            inner = match.group(1)
            before = text[max(0, match.start() - _LONGEST_FULL) : match.start()]
            if not before[-1:].isspace():
                continue
            found = (
                self._letters(text, match, inner)
                or self._letters_first(text, match)
                or self._alias(text, match, inner)
                or self._translated(text, match, inner)
                or self._foreign_inside(text, match, inner)
            )
            if found is not None:
                yield found

    # Letters

    def _letters(self, text: str, match: re.Match[str], inner: str) -> Found | None:
        """As in "Full Name (FN)"."""
        letters = _ACRONYM.match(inner)
        if letters is None or letters.end() < len(inner.rstrip("”\"'’")):
            return None
        word = letters.group(1)
        floor = max(0, match.start() - _LONGEST_FULL)
        span = spelled_out(word, text, floor, match.start(), self._words.small)
        if span is None:
            return None
        at = match.start(1) + letters.start(1)
        return self._found(match, (at, at + len(word)), span, GlossKind.ACRONYM)

    def _letters_first(self, text: str, match: re.Match[str]) -> Found | None:
        """As in "FN (Full Name)"."""
        before = _last_word(text, match.start())
        if before is None or not _is_letters(before[2]):
            return None
        span = spelled_out(before[2], text, match.start(1), match.end(1), self._words.small)
        if span is None or text[match.start(1) : span[0]].strip().casefold() not in ("", "the"):
            return None
        return self._found(match, before[:2], span, GlossKind.ACRONYM)

    # Other names

    def _alias(self, text: str, match: re.Match[str], inner: str) -> Found | None:
        """As in "*Long Title* (the *Short Title*)", "Ann Lee (also known as Ann May)"."""
        start, said = match.start(1), False
        for phrase in self._aliases:
            if inner.casefold().startswith(f"{phrase} "):
                start, said = start + len(phrase) + 1, True
                break
        if text[start : start + 4].casefold() == "the ":
            start += 4
        end = match.end(1)
        marked = text[start : start + 1] in _OPENING and text[end - 1] == _OPENING[text[start]]
        if marked:
            start, end = start + 1, end - 1
        words = text[start:end].split()
        if not words or not words[0][0].isupper() or not (marked or said) or len(words) > _MOST_GLOSS_WORDS:
            return None
        named = self._marked_before(text, match.start()) or self._name_before(text, match.start())
        if named is None:
            return None
        return self._found(match, (start, end), named, GlossKind.ALIAS)

    def _name_before(self, text: str, bracket: int) -> tuple[int, int] | None:
        """The words with capitals right in front of a bracket."""
        floor = max(0, bracket - _LONGEST_FULL)
        words = list(_WORDS.finditer(text, floor, bracket))
        first = last = len(words)
        while first > 0 and (
            words[first - 1].group()[0].isupper() or words[first - 1].group() in self._words.small
        ):
            gap = text[words[first - 1].end() : words[first].start() if first < last else bracket]
            if gap.strip(" *_") not in ("", "."):
                break
            first -= 1
        while first < last and words[first].group().casefold() in self._words.small | self._words.plain:
            first += 1
        return (words[first].start(), words[last - 1].end()) if first < last else None

    # Foreign words and terms

    def _translated(self, text: str, match: re.Match[str], inner: str) -> Found | None:
        """As in "*glasnost* (openness)", "“cohort” (a tenth of a legion)"."""
        marked = self._marked_before(text, match.start())
        if marked is None or not self._may_explain(inner):
            return None
        term = text[marked[0] : marked[1]].strip(",")
        if (not term[:1].islower() and term.casefold() not in self._words.foreign) or len(
            term.split()
        ) > _MOST_TERM_WORDS:
            return None
        gloss = _unmarked(text, match.start(1), match.end(1))
        kind = GlossKind.TRANSLATION if self._is_foreign(term) else GlossKind.DEFINITION
        if kind is GlossKind.DEFINITION and inner.split(maxsplit=1)[0].casefold() not in _DEFINING:
            return None
        return self._found(match, (marked[0], marked[0] + len(term)), gloss, kind)

    def _foreign_inside(self, text: str, match: re.Match[str], inner: str) -> Found | None:
        """As in "openness (*glasnost*)"."""
        start, end = match.span(1)
        if inner[0] not in _OPENING or inner[-1] != _OPENING[inner[0]]:
            return None
        term = text[start + 1 : end - 1]
        before = _last_word(text, match.start())
        if (
            before is None
            or not self._is_foreign(term)
            or not term[:1].islower()
            or not before[2].islower()
        ):
            return None
        return self._found(match, (start + 1, end - 1), before[:2], GlossKind.TRANSLATION)

    def _meant(self, text: str, start: int, end: int, words: str) -> Found | None:
        """As in "*glasnost* means “openness”", "*dacha*, literally gift,"; of foreign words only."""
        front = start
        while front > 0 and start - front < len(", ") and text[front - 1] in ", ":
            front -= 1
        marked = self._marked_before(text, front)
        behind = end + 1
        if marked is None or text[end : end + 1] not in (" ", "\n", ","):
            return None
        term = text[slice(*marked)].strip(",")
        if len(term.split()) > _MOST_TERM_WORDS or not self._is_foreign(term):
            return None
        while text[behind : behind + 1] == " ":
            behind += 1
        gloss = _marked_stretch(text, behind)
        if gloss is None and words in self._plain_meanings:
            plain = _PLAIN_MEANING.match(text, behind)
            gloss = plain.span(1) if plain is not None else None
        if gloss is None or text[gloss[0] : gloss[1]].casefold() == term.casefold():
            return None
        return self._made(text, (marked[0], marked[0] + len(term)), gloss, GlossKind.TRANSLATION)

    def _is_foreign(self, term: str) -> bool:
        low = term.casefold()
        return low in self._words.foreign or all(word not in self._lexicon for word in low.split())

    def _may_explain(self, inner: str) -> bool:
        bare = inner.strip("“”\"'‘’*_ ")
        first = bare.split(" ", 1)[0].casefold().rstrip(",")
        return (
            bare[:1].islower()
            and len(bare.split()) <= (_MOST_DEFINITION_WORDS if first in _DEFINING else _MOST_GLOSS_WORDS)
            and _PLAIN_GLOSS.fullmatch(inner) is not None
            and first not in self._stops
            and bare.casefold() not in self._stops
        )

    def _marked_before(self, text: str, bracket: int) -> tuple[int, int] | None:
        """The stretch in emphasis or quotation marks right in front of a bracket, without its marks."""
        end = bracket
        while end > 0 and text[end - 1] in " \n":
            end -= 1
        closing = text[end - 1 : end]
        if closing not in _CLOSING or not closing:
            return None
        floor = max(0, end - _LONGEST_FULL)
        start = text.rfind(_CLOSING[closing], floor, end - 1)
        if start < 0 or "\n\n" in text[start:end] or start + 1 == end - 1:
            return None
        return start + 1, end - 1

    def _found(
        self, match: re.Match[str], term: tuple[int, int], gloss: tuple[int, int], kind: GlossKind
    ) -> Found:
        return self._made(match.string, term, gloss, kind)._replace(end=match.end())

    def _made(self, text: str, term: tuple[int, int], gloss: tuple[int, int], kind: GlossKind) -> Found:
        written = text[slice(*term)]
        language = self._words.foreign.get(written.casefold()) if kind is GlossKind.TRANSLATION else None
        body = Gloss(kind, Phrase(*term, written), Phrase(*gloss, text[slice(*gloss)]), language)
        return Found(min(term[0], gloss[0]), max(term[1], gloss[1]), body)


def spelled_out(
    letters: str, text: str, floor: int, end: int, small: frozenset[str]
) -> tuple[int, int] | None:
    """The last words of a stretch of which letters are the initials; None if they are not.

    Small words may be left out of the letters; a word may give more than one of its letters only at hyphens.
    """
    wanted = [letter for letter in letters if letter.isupper()]
    words = list(_WORDS.finditer(text, floor, end))
    first, at = len(words), len(words)
    while wanted and at:
        at -= 1
        word = words[at].group()
        if "\n\n" in text[words[at].end() : words[at + 1].start() if at + 1 < len(words) else end]:
            return None
        if word[0].upper() == wanted[-1] and (word[0].isupper() or word not in small or len(wanted) > 1):
            wanted.pop()
            first = at
        elif word.casefold() not in small:
            return None
    if wanted or len(words) - first < 2 or not words[first].group()[0].isupper():  # noqa: PLR2004 - one word is no full form
        return None
    last = words[-1].group()
    return words[first].start(), words[-1].end() - (2 if last.endswith(("'s", "’s")) else 0)


def unexplained(
    text: str, letters: Iterable[tuple[int, int]], explained: Iterable[str], initials: Mapping[str, str]
) -> Iterator[Found]:
    """Letters that the text explains nowhere, each at its first place; near initials of its names are noted."""
    met = set(explained)
    for start, end in letters:
        word = text[start:end]
        if word in met or word.removesuffix("s") in met:
            continue
        met.add(word)
        near = sorted(each for each in initials if _one_apart(word, each))
        note = f"one letter from {near[0]}, the initials of {initials[near[0]]}" if near else ""
        yield Found(start, end, Gloss(GlossKind.ACRONYM, Phrase(start, end, word), None, note=note))


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter is added, left out or changed; short letters are all near one another and do not count."""
    if min(len(one), len(other)) < 4 or one == other or abs(len(one) - len(other)) > 1:  # noqa: PLR2004
        return False
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    return one[head + (len(one) >= len(other)) :] == other[head + (len(other) >= len(one)) :]


def _last_word(text: str, bracket: int) -> tuple[int, int, str] | None:
    floor = max(0, bracket - _LONGEST_FULL // 2)
    words = list(_WORDS.finditer(text, floor, bracket))
    if not words or text[words[-1].end() : bracket].strip():
        return None
    return words[-1].start(), words[-1].end(), words[-1].group()


def _is_letters(word: str) -> bool:
    return len(word) > 1 and word.isupper() and word.replace(".", "").isalpha()


def _marked_stretch(text: str, start: int) -> tuple[int, int] | None:
    """The few words in marks that begin at a place, without their marks and the comma inside them."""
    closing = _OPENING.get(text[start : start + 1])
    end = text.find(closing, start + 1, start + 1 + _LONGEST_BRACKET) if closing else -1
    while end > start + 1 and text[end - 1] in ",.;":
        end -= 1
    return (start + 1, end) if end > start + 1 and "\n\n" not in text[start:end] else None


def _unmarked(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _OPENING:
        start += 1
    while end > start and text[end - 1] in _CLOSING:
        end -= 1
    return start, end
