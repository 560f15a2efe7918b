"""Whom does a name mean, judged by the whole text?

"Lincoln" is led back to "Abraham Lincoln", an acronym to its gloss, and a word that only looks like a name is
one where the text treats it as one. What stays in doubt is no finding; what could be two people has no name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import NameKind
from foresaid.read.names.people import People

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from foresaid.read.names.lexicon import NameWords
    from foresaid.read.names.run_words import Part

# Characters in front of and behind a word that are looked at.
_NEAR = 40
# Words from an article to the noun of calling: "a retired CIA officer".
_MOST_TO_NOUN = 4
# The number of a meeting, right in front of it: "20th ".
_NUMBER = re.compile(r"(?<![^\W_])[0-9]{1,3}(?:st|nd|rd|th)[ \n]\Z")
_LISTED = frozenset((NameKind.PERSON, NameKind.PLACE, NameKind.ORGANISATION))
# What may stand in front of a sentence's first word.
_MARKS = " \t\n\"'“”‘’«»([*_—–-"


class Named(NamedTuple):
    """A stretch of the text and what it names; `role` is the stretch of a title in front."""

    start: int
    end: int
    kind: NameKind
    name: str | None
    role: tuple[int, int] | None = None


class Occurrence(NamedTuple):
    """A part of a run and where the run stands in the text."""

    offset: int
    part: Part


class Decider:
    """Decides the doubts of one text."""

    def __init__(
        self,
        text: str,
        words: NameWords,
        lexicon: frozenset[str],
        glossed: Mapping[str, tuple[str, NameKind]],
    ) -> None:
        self._text = text
        self._words = words
        self._lexicon = lexicon
        self._glossed = glossed
        self._people = People(words)
        self._common: frozenset[str] | None = None
        self._named_elsewhere: set[str] = set()

    def meet(self, name: str) -> None:
        """Know a person before the text is read: its own speaker, or whom the text in front of it names."""
        self._people.learn(name)

    def named(self, occurrences: Sequence[Occurrence]) -> list[Named]:
        """Everything that is surely named, in order."""
        self._learn(occurrences)
        self._named_elsewhere = {
            part.name.casefold() for _, part in occurrences if part.kind and part.hint != "heading"
        }
        decided = [self._decide(each) for each in occurrences]
        self._join_lists(occurrences, decided)
        return [
            self._named(offset, part, kind)
            for (offset, part), kind in zip(occurrences, decided, strict=True)
            if kind is not None
        ]

    def _named(self, offset: int, part: Part, kind: NameKind) -> Named:
        """A decided part at its place in the text."""
        start, end = offset + part.start, offset + part.end
        numbered = self._numbered(start, part)
        if numbered is not None:
            return numbered
        role = (offset + part.role[0], offset + part.role[1]) if part.role else None
        short = self._people.shortened(part.name) if kind is NameKind.PERSON else None
        if short is not None and part.name == self._text[start:end]:
            part, end = part._replace(name=short), start + len(short)
        title = self._text[slice(*role)] if role else ""
        return Named(start, end, kind, self._name(part, kind, title), role)

    def _learn(self, occurrences: Iterable[Occurrence]) -> None:
        for offset, part in occurrences:
            if self._is_person(offset, part):
                title = self._text[offset + part.role[0] : offset + part.role[1]] if part.role else ""
                self._people.learn(part.name, title)

    def _is_person(self, offset: int, part: Part) -> bool:
        """Whether a part is surely a person's name at its place."""
        if part.kind is not None:
            return part.kind is NameKind.PERSON and not self._is_plain(part)
        if part.hint not in ("word", "given"):
            return False
        start, end = offset + part.start, offset + part.end
        if self._acts(start, end, part.name) or self._is_strange_pair(offset, part):
            return True
        return part.hint == "word" and self._is_presented(start, end, part.name)

    def _is_plain(self, part: Part) -> bool:
        """Whether words behind a title that is a plain word too are plain themselves: "Justice Reform"."""
        return part.hint == "titled" and any(self._is_common(word) for word in part.name.split())

    def _is_strange_pair(self, offset: int, part: Part) -> bool:
        """Whether a part is two strange words or more that may be a person's name: "Nikita Khrushchev"."""
        first, blank, _ = part.name.partition(" ")
        if part.hint != "word" or not blank or first.casefold() in self._words.particles:
            return False
        return self._is_strange(part.name) and self._may_be_person(offset + part.start, offset + part.end)

    def _decide(self, occurrence: Occurrence) -> NameKind | None:
        offset, part = occurrence
        start, end = offset + part.start, offset + part.end
        if part.hint == "either":
            return self._either(part, start, end)
        if part.hint == "heading":
            return part.kind if part.name.casefold() in self._named_elsewhere else None
        if part.kind is not None:
            return None if self._is_plain(part) else part.kind
        if part.hint == "acronym":
            return self._acronym(part, start)
        return self._word(part, start, end)

    def _word(self, part: Part, start: int, end: int) -> NameKind | None:
        """A word or several of which only the text can tell what they are."""
        if part.hint == "given":
            known = self._people.knows(part.name) or self._people.has_given(part.name)
            return NameKind.PERSON if known else None
        if self._in_front_of_place(end) and self._may_be_listed(start, part.name):
            return NameKind.PLACE
        if self._is_known_person(part.name, start) or self._is_presented(start, end, part.name):
            return NameKind.PERSON
        return NameKind.PLACE if self._is_place(start, end) or self._is_ruled(start, part.name) else None

    def _is_known_person(self, name: str, start: int) -> bool:
        """Whether a word is the surname of somebody whom the text names surely, or several end with one."""
        bare = self._people.bare(name)
        if len(bare) == 1:
            return self._people.knows(bare[0]) and not (self._starts(start) and self._is_common(bare[0]))
        return self._people.has_full(bare[-1]) and self._is_strange(name)

    def _either(self, part: Part, start: int, end: int) -> NameKind | None:
        """Of "Washington": the place, if a preposition says so or no person of the name is about."""
        if (
            self._behind_preposition(start)
            or self._in_front_of_place(end)
            or not self._people.knows(part.name)
        ):
            return NameKind.PLACE
        return NameKind.PERSON if self._acts(start, end, part.name) or self._possesses(end) else None

    def _acronym(self, part: Part, start: int) -> NameKind | None:
        glossed = self._glossed.get(part.name)
        if glossed is not None:
            return glossed[1]
        before = self._text[max(0, start - _NEAR) : start].split()
        end = start + part.end - part.start
        if part.name.casefold() in self._lexicon or self._text[end + 1 : end + 2].isupper():
            return None  # "the PACT Act", "the TITAN"
        the = [word.casefold() for word in before[-2:]]
        adjective = len(the) > 1 and the[0] == "the" and self._words.is_adjective(the[1])
        return NameKind.ORGANISATION if the[-1:] == ["the"] or adjective else None

    def _name(self, part: Part, kind: NameKind, title: str) -> str | None:
        if part.hint == "acronym":
            glossed = self._glossed.get(part.name)
            return glossed[0] if glossed else part.name
        if kind is not NameKind.PERSON:
            return part.name
        if part.hint == "given":
            given = self._people.has_given(
                part.name
            )  # else a surname that is a given name too: "Ruth Abel"
            return given or (
                self._people.fullest(part.name) if self._people.has_full(part.name) else part.name
            )
        return self._people.fullest(part.name, title)

    def _numbered(self, start: int, part: Part) -> Named | None:
        """A meeting told apart by its number: "20th Congress of the CPSU"."""
        first, _, rest = part.name.partition(" ")
        if first.casefold() not in self._words.numbered or (
            first == "Congress" and not self._is_of_body(rest)
        ):
            return None
        number = _NUMBER.search(self._text, max(0, start - _NEAR), start)
        if number is None:
            return None
        end = start + part.end - part.start
        name = " ".join(self._text[number.start() : end].split())
        return Named(number.start(), end, NameKind.EVENT, name)

    def _is_of_body(self, rest: str) -> bool:
        """Whether "of …" names a body: "Congress of the CPSU" was a meeting, "Congress of the United States" sits."""
        link, _, name = rest.partition(" ")
        known = self._words.known.get(name.removeprefix("the "))
        return link == "of" and (known is None or known.kind is NameKind.ORGANISATION)

    # What stands around a word

    def _acts(self, start: int, end: int, name: str) -> bool:
        """Whether a word does what people do, and may: "Rogovin wrote"."""
        following = self._text[end : end + _NEAR].lstrip(" \n\t,")
        verb = "".join(following.split(" ", 1)[:1]).rstrip(",.;:\n")
        if verb not in self._words.persons_verbs or self._text[end : end + 1] not in " \n\t,":
            return False
        before = self._text[max(0, start - _NEAR) : start].split()
        if before[-1:] in (["the"], ["The"], ["a"], ["A"]):
            return False
        return not self._is_common(name.split(maxsplit=1)[0])

    def _may_be_person(self, start: int, end: int) -> bool:
        """Whether two strange words may be a person's name: no article and no place's preposition stands in front."""
        before = self._text[max(0, start - _NEAR) : start].split()[-1:]
        return before not in (["the"], ["The"]) and not self._is_place(start, end)

    def _possesses(self, end: int) -> bool:
        return self._text[end : end + 2] in ("'s", "’s")

    def _starts(self, start: int) -> bool:
        """Whether a word is the first of its sentence."""
        before = self._text[max(0, start - _NEAR) : start].rstrip(_MARKS)
        return not before or before[-1] in ".!?:;…" or "\n\n" in self._text[max(0, start - 4) : start]

    def _behind_preposition(self, start: int) -> bool:
        before = self._text[max(0, start - _NEAR) : start].split()
        return bool(before) and before[-1].casefold() in self._words.place_prepositions

    def _in_front_of_place(self, end: int) -> bool:
        """Whether a comma and a place of the tables follow: "Coyoacan, Mexico"."""
        behind = self._text[end : end + _NEAR]
        if behind[:2] not in (", ", ",\n"):
            return False
        pieces = behind[2:].split(" ")
        for count in (1, 2, 3):
            known = self._words.known.get(" ".join(pieces[:count]).rstrip(",.;:)\n"))
            if known is not None and known.kind is NameKind.PLACE:
                return True
        return self._words.acronyms.get(pieces[0].rstrip(",.;:")) is not None

    def _is_place(self, start: int, end: int) -> bool:
        """Whether a strange word stands where places stand: "in Coyoacan"."""
        if (
            not self._behind_preposition(start)
            or self._possesses(end)
            or self._text[start:end].endswith("ing")
        ):
            return False
        return self._is_strange(self._text[start:end]) and not self._people.knows(self._text[start:end])

    def _is_ruled(self, start: int, name: str) -> bool:
        """Whether a ruler's title stands in front: "the Duke of Oldenburg"."""
        before = self._text[max(0, start - _NEAR) : start].split()
        return (
            len(before) > 1
            and before[-1] == "of"
            and before[-2].casefold() in self._words.rulers
            and self._may_be_listed(start, name)
        )

    def _is_presented(self, start: int, end: int, name: str) -> bool:
        """Whether a calling between commas follows: "Micheal, a CIA officer"."""
        if self._text[end : end + 2] != ", " or " " in name or not self._may_be_listed(start, name):
            return False
        words = self._text[end + 2 : end + _NEAR].split()[:_MOST_TO_NOUN]
        if not words or words[0] not in ("a", "an"):
            return False
        return any(word.strip(",.;—").casefold() in self._words.callings for word in words)

    def _is_common(self, word: str) -> bool:
        """Whether a word stands in this text with a small letter too."""
        if self._common is None:
            self._common = frozenset(self._text.split())
        low = word.lower()
        return any(form in self._common for form in (low, f"{low},", f"{low}."))

    def _is_strange(self, name: str) -> bool:
        """Whether no word of a name is one of the language's."""
        bare = [
            word for word in name.split() if word not in self._words.particles and not word.endswith(".")
        ]
        return all(word.casefold() not in self._lexicon and not self._is_common(word) for word in bare)

    def _join_lists(self, occurrences: Sequence[Occurrence], decided: list[NameKind | None]) -> None:
        """A word in a list with people, places or bodies is one of them: "Brezhnev, Andropov, Gorbachev"."""
        for order in (range(len(decided) - 1), range(len(decided) - 2, -1, -1)):
            for at in order:
                kinds = decided[at], decided[at + 1]
                if (kinds[0] is None) == (kinds[1] is None):
                    continue
                doubt = at if kinds[0] is None else at + 1
                offset, part = occurrences[doubt]
                kind = kinds[0] or kinds[1]
                if (
                    part.hint != "word"
                    or kind not in _LISTED
                    or not self._listed(*occurrences[at : at + 2])
                ):
                    continue
                if self._joins(kind, offset + part.start, part.name):
                    decided[doubt] = kind
                    if kind is NameKind.PERSON:
                        self._people.learn(part.name)

    def _joins(self, kind: NameKind, start: int, name: str) -> bool:
        """Whether a word may belong to a list of a kind; people are named by surname alone, others are strange words."""
        if kind is NameKind.PERSON and " " not in name:
            return self._may_be_listed(start, name)
        return not self._starts(start) and self._is_strange(name)

    def _may_be_listed(self, start: int, name: str) -> bool:
        """Whether a word with a capital inside a sentence stands nowhere in the text with a small letter."""
        words = name.split()
        return not self._starts(start) and not any(
            word.endswith("ing") or self._is_common(word) for word in words
        )

    def _listed(self, one: Occurrence, other: Occurrence) -> bool:
        between = self._text[one.offset + one.part.end : other.offset + other.part.start]
        return between.strip() in (",", "and", ", and", "or", "&")
