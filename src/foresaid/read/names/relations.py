"""How does a text say that one body came from another, was founded, split, was led, or that a word was coined?

The words of a relation (data/en/lineages.toml) are found in one pass. A relation counts only where its names stand
next to them with nothing between but light words; what the text leaves open stays None.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import NameKind, Relation, RelationKind
from foresaid.read.names.marked import marked_before, marked_behind, marked_end
from foresaid.read.names.mergers import heir, merged_of, subject_before
from foresaid.read.names.places import Found, is_body, is_person
from foresaid.text.literals import Literals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from foresaid.model.annotations import Phrase
    from foresaid.read.names.dates import Dated, Dates
    from foresaid.read.names.evidence import Named
    from foresaid.read.names.places import Names

_PAIRS = {
    "predecessor": RelationKind.PREDECESSOR,
    "successor": RelationKind.SUCCESSOR,
    "renamed": RelationKind.RENAMED,
    "split": RelationKind.SPLIT,
    "merged": RelationKind.MERGED,
    "part": RelationKind.PART,
    "leads": RelationKind.LEADS,
}
_OTHERS = (
    "founded_passive",
    "founded_active",
    "dissolved_passive",
    "dissolved_active",
    "leads_by",
    "coined",
    "coined_by",
    "succession",
    "merger_of",
)
# Characters between the words that announce a list of successors and the list: "mantle—", "successors were first ".
_TO_LIST = 30
_NEAR = 40
# "of the first modern": small words between a preposition and its name.
_MOST_BEFORE_OBJECT = 4
# Words of a coined term behind "called": more are a sentence.
_MOST_TERM_WORDS = 3
LIST_NOTE = "The order of a list; whether one followed directly on another is not stated."
_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[’'-](?=[^\W_])){0,40}")


class Cue(NamedTuple):
    """The words of a relation as the table has them, which table that is, and where they stand."""

    table: str
    words: str
    start: int
    end: int


class RelationReader:
    """Finds relations; holds word tables, no state of a text."""

    def __init__(self, tables: Mapping[str, Sequence[str]]) -> None:
        names = (*_PAIRS, *_OTHERS)
        self._words = [(name, word) for name in names for word in tables[f"lineages.{name}"]]
        self._literals = Literals([word for _, word in self._words])
        self._prepositions = frozenset(tables["lineages.prepositions"])
        self._functions = frozenset((*tables["quotations.function_words"], *tables["quotations.passives"]))
        self._naming = frozenset(tables["lineages.naming_verbs"])
        self._bare_leading = frozenset(tables["lineages.leads_bare"])
        self._articles = frozenset(tables["quotations.determiners"])
        self._relatives = frozenset(tables["quotations.relatives"])
        self._whats = frozenset(tables["lineages.what_heralds"])
        self._formed = frozenset(tables["lineages.formed"])
        self._sure_coining = frozenset(tables["lineages.sure_coining"])

    def read(self, names: Names, dates: Dates) -> Iterator[Found]:
        """The relations of a text in the order of their words."""
        for cues in self._cues(names.text):
            for cue in cues:
                found = list(self._relations(cue, names, dates))
                if found:
                    yield from found
                    break

    def _cues(self, text: str) -> Iterator[list[Cue]]:
        """The words of relations, those that overlap together, the longest first."""
        places = sorted(self._literals.find(text), key=lambda place: (place.start, -place.end))
        group: list[Cue] = []
        end = -1
        for place in places:
            cue = Cue(*self._words[place.literal], place.start, place.end)
            if place.start >= end and group:
                yield sorted(group, key=lambda each: each.start - each.end)
                group = []
            group.append(cue)
            end = max(end, place.end)
        if group:
            yield sorted(group, key=lambda each: each.start - each.end)

    def _relations(self, cue: Cue, names: Names, dates: Dates) -> Iterator[Found]:
        if cue.table in _PAIRS:
            return self._pair(cue, names, dates)
        if cue.table.endswith("_passive"):
            return self._passive(cue, names, dates)
        if cue.table.endswith("_active"):
            return self._active(cue, names, dates)
        if cue.table == "leads_by":
            return self._led(cue, names, dates)
        if cue.table == "merger_of":
            return merged_of(cue.start, cue.end, names, dates, self._formed)
        listed = cue.table == "succession"
        return self._succession(cue, names) if listed else self._coined(cue, names, dates)

    # Two names

    def _pair(self, cue: Cue, names: Names, dates: Dates) -> Iterator[Found]:
        first, second = names.before(cue.start), names.behind(cue.end)
        first = first or self._coordinated(cue, names, dates)
        if cue.table == "predecessor" and "succeeded" in cue.words:
            first, second = first or subject_before(names, dates, cue.start), second or heir(names, cue.end)
        if first is None or second is None or not self._fit(cue.table, first, second):
            return
        verb = names.text[first.end : cue.start].isspace()
        if verb and not self._is_subject(names.text, first, cue):
            return
        apart = not names.is_light(first.end, cue.start)  # a second verb, with a date of its own
        dated = dates.of(cue.start if apart else first.start, second.end, head=verb)
        yield self._made(_PAIRS[cue.table], names, (first, second), dated, second.end)

    def _coordinated(self, cue: Cue, names: Names, dates: Dates) -> Named | None:
        """The subject of a second verb: "The League split from the Union in 1931 and was renamed the Front".

        It is the sentence's first name, if that opens the sentence and no comma or further clause parts the verbs.
        """
        if names.text[max(0, cue.start - len(" and ")) : cue.start].split()[-1:] != ["and"]:
            return None
        opening = dates.sentence(cue.start)[0]
        first = names.behind(opening)
        if first is None or first.end > cue.start or self._is_object(names.text, first.start):
            return None
        between = names.text[first.end : cue.start]
        if any(sign in between for sign in ",;:—(") or self._relatives.intersection(between.split()):
            return None
        return first if " and " not in between[: -len(" and ")] else None

    def _fit(self, table: str, first: Named, second: Named) -> bool:
        """Whether the kinds of two names fit a relation."""
        if table == "leads":
            return is_person(first) and second.kind is NameKind.ORGANISATION
        if table in ("predecessor", "successor"):
            return first.kind is second.kind and first.kind is not NameKind.EVENT
        if table == "split":
            return first.kind in (NameKind.PERSON, NameKind.ORGANISATION, NameKind.PLACE) and is_body(
                second
            )
        if table == "part":
            return first.kind in (NameKind.ORGANISATION, NameKind.PERSON) and is_body(second)
        return is_body(first) and is_body(second)

    def _subject(self, names: Names, dates: Dates, named: Named, cue: Cue) -> Named | None:
        """What a passive verb is about: the name in front of it, or the one whose apposition ends with that name.

        As in "The League, the predecessor of the Party, was founded": the sentence's first name, if a comma or dash
        follows it; where that is not so, nothing.
        """
        between = names.text[named.end : cue.start].lstrip()
        if between[:1] not in (",", "—", "–") or self._relatives.intersection(
            between.replace(",", " ").split()
        ):
            return named if self._is_subject(names.text, named, cue) else None
        first = names.behind(dates.sentence(named.start)[0])
        if first is None or first == named or not is_body(first):
            return None
        return first if names.text[first.end : first.end + 2].strip()[:1] in (",", "—", "–") else None

    def _is_subject(self, text: str, named: Named, cue: Cue) -> bool:
        """Whether a verb behind a name can be its verb: "of Spain had ceased" is not Spain's, "Spain, which ceased" is."""
        if self._relatives.intersection(text[named.end : cue.start].replace(",", " ").split()):
            return True
        return not self._is_object(text, named.start)

    def _is_object(self, text: str, start: int) -> bool:
        """Whether a preposition stands in front of a name, with small words between at most: "of modern Barbados"."""
        for word in reversed(text[max(0, start - _NEAR) : start].split()[-_MOST_BEFORE_OBJECT:]):
            if word.casefold() in self._prepositions:
                return True
            if not word.islower() or not word.isalpha():
                return False
        return False

    def _whole_subject(self, names: Names, named: Named) -> tuple[Phrase | None, str | None]:
        """A subject with the noun that it hangs on: "the sections of the ICFI" are not the ICFI."""
        if not self._is_object(names.text, named.start):
            return names.phrase_of(named), named.name
        floor = max(0, named.start - _NEAR)
        head, of, _ = names.text[floor : named.start].rpartition(" of ")
        noun = head.split()[-1:]
        if not of or not noun or not noun[0].isalpha():
            return None, None
        return names.phrase(floor + len(head) - len(noun[0]), named.end), None

    # Founded and dissolved

    def _passive(self, cue: Cue, names: Names, dates: Dates) -> Iterator[Found]:
        """As in "The League was founded in 1953 (by Lee)"."""
        second = names.before(cue.start)
        if second is None or not is_body(second):
            return
        bare = " " not in names.text[cue.start : cue.end]
        if bare and names.text[second.end : cue.start].strip(" \n()") != ",":
            return  # "the League founded …" is active
        kind = RelationKind.FOUNDED if cue.table.startswith("founded") else RelationKind.DISSOLVED
        if cue.words.startswith("were ") and not (second.name or "").endswith("s"):
            return  # "the foundations of modern Barbados were established"
        subject = second if bare else self._subject(names, dates, second, cue)
        if subject is None:
            return
        second = subject
        by = names.text[cue.end : cue.end + _NEAR].split()[:1] == ["by"]
        first = names.behind(names.text.index("by", cue.end) + 2) if by else None
        dated = dates.of(second.start, first.end if first else cue.end)
        if first is None and dated is None and kind is RelationKind.FOUNDED:
            return  # "the League was formed of workers" says neither by whom nor when
        yield self._made(kind, names, (first, second), dated, max(cue.end, first.end if first else 0))

    def _active(self, cue: Cue, names: Names, dates: Dates) -> Iterator[Found]:
        """As in "Lee founded the League"."""
        second = names.behind(cue.end)
        if second is None or not is_body(second):
            return
        kind = RelationKind.FOUNDED if cue.table.startswith("founded") else RelationKind.DISSOLVED
        behind = names.text[second.end : second.end + 2]
        if names.text[cue.end : second.start].casefold().split()[:1] == ["by"] or behind[1:].isupper():
            return  # "established U.N. Women": more of the name stands behind it
        if second.kind is NameKind.PLACE and kind is RelationKind.FOUNDED:
            return  # "established in Paris", "formed the United States"
        first = names.before(cue.start)
        dated = dates.of(first.start if first else cue.start, second.end)
        if first is None or (
            not names.text[first.end : cue.start].replace(",", " ").split() and first.end == cue.start
        ):
            if dated is None:
                return
            yield self._made(kind, names, (None, second), dated, second.end, start=cue.start)
            return
        phrase, name = self._whole_subject(names, first)
        start = phrase.start if phrase else cue.start
        end = max(second.end, dated.phrase.end if dated and dated.phrase.start >= second.end else 0)
        body = Relation(
            kind,
            names.text[start:end],
            phrase,
            names.phrase_of(second),
            name,
            second.name,
            dated.value if dated else None,
            dated.phrase if dated else None,
        )
        yield Found(start, end, body)

    # Led by, coined, followed by

    def _led(self, cue: Cue, names: Names, dates: Dates) -> Iterator[Found]:
        """As in "The Party, led by Lee and May", "the rebel army headed by Lee"."""
        named = names.before(cue.start)
        led: tuple[Phrase | None, str | None] = (None, None)
        if named is not None and named.kind is not NameKind.PERSON:
            place = named.kind is NameKind.PLACE  # "the Government of Siam, led by"; a body is led itself
            led = self._whole_subject(names, named) if place else (names.phrase_of(named), named.name)
        elif named is None and cue.words in self._bare_leading:
            led = (self._noun_before(names, cue.start), None)
        if led[0] is None:
            return  # led is something that the text names elsewhere, and which is not certain
        for leader in filter(is_person, names.list_behind(cue.end)):
            dated = dates.of(cue.start, leader.end)
            found = self._made(
                RelationKind.LEADS, names, (leader, None), dated, leader.end, start=led[0].start
            )
            yield found._replace(body=replace(found.body, second=led[0], second_name=led[1]))

    def _noun_before(self, names: Names, position: int) -> Phrase | None:
        """The plain noun that is led, right in front of the words: "the Stalinist regime headed by"."""
        words = list(_WORD.finditer(names.text, max(0, position - _NEAR), position))
        if not words or not words[-1].group().islower() or names.text[words[-1].end() : position].strip():
            return None
        if words[-1].group() in self._prepositions | self._relatives | self._functions:
            return None
        first = len(words) - 1
        while (
            first > 0
            and words[first - 1].group()[0].isupper()
            and words[first - 1].group().casefold() not in self._articles
        ):
            if names.text[words[first - 1].end() : words[first].start()] != " ":
                break
            first -= 1
        return names.phrase(words[first].start(), words[-1].end())

    def _coined(self, cue: Cue, names: Names, dates: Dates) -> Iterator[Found]:
        """As in "What Lee termed “…”", "“…,” a term coined by Lee"."""
        if cue.table == "coined_by":
            person, term = names.behind(cue.end, _NEAR // 8), marked_before(names, cue.start)
        else:
            person, term = names.before(cue.start), marked_behind(names, cue.end)
        if person is None or term is None or not is_person(person):
            return
        if cue.table == "coined" and not self._is_coining(names.text, person, cue, term):
            return
        start, end = min(person.start, term.start - 1), max(person.end, marked_end(names.text, term.end))
        dated = dates.of(start, end)
        body = Relation(
            RelationKind.COINED,
            names.text[start:end],
            names.phrase_of(person),
            term,
            person.name,
            None,
            dated.value if dated else None,
            dated.phrase if dated else None,
        )
        yield Found(start, end, body)

    def _is_coining(self, text: str, person: Named, cue: Cue, term: Phrase) -> bool:
        """Whether a word is somebody's own: "what Lee termed “…”", "what Lee called “paper peace”", not a sentence of his."""
        words = cue.words.split()
        if self._sure_coining.intersection(words):
            return True
        before = text[max(0, person.start - _NEAR) : person.start].casefold().split()
        if not self._whats.intersection(before[-2:]):
            return False
        plain = term.text.casefold().split()
        return not self._naming.isdisjoint(words) or (
            len(plain) <= _MOST_TERM_WORDS and plain[0] not in self._articles
        )

    def _succession(self, cue: Cue, names: Names) -> Iterator[Found]:
        """As in "Lee's successors, May, Ray and Day": who followed whom, as far as a list tells it."""
        line = names.list_behind(cue.end)
        if len(line) < 2 or not is_person(line[0]) or line[0].start - cue.end > _TO_LIST:  # noqa: PLR2004
            return
        before = names.before(cue.start, len("’s "))
        possessive = before is not None and names.text[before.end : cue.start].strip() in ("'s", "’s")
        owner = names.between(max(0, cue.start - _NEAR), cue.start)
        if not possessive and owner and names.text[owner[-1].end : cue.start].strip() in ("'s", "’s"):
            before, possessive = owner[-1], True
        line = [before, *line] if possessive and before is not None and is_person(before) else line
        for earlier, later in pairwise(line):
            body = Relation(
                RelationKind.SUCCESSOR,
                names.text[min(earlier.start, later.start) : later.end],
                names.phrase_of(later),
                names.phrase_of(earlier),
                later.name,
                earlier.name,
                note=LIST_NOTE,
            )
            yield Found(min(earlier.start, later.start), later.end, body)

    # Making

    def _made(
        self,
        kind: RelationKind,
        names: Names,
        pair: tuple[Named | None, Named | None],
        dated: Dated | None,
        end: int,
        *,
        start: int | None = None,
    ) -> Found:
        first, second = pair
        places = [each.start for each in pair if each is not None]
        start = min(places) if start is None else min(start, *places)
        end = max(end, *(each.end for each in pair if each is not None))
        if dated is not None and dated.phrase.start >= end:
            end = dated.phrase.end
        body = Relation(
            kind,
            names.text[start:end],
            names.phrase_of(first) if first else None,
            names.phrase_of(second) if second else None,
            first.name if first else None,
            second.name if second else None,
            dated.value if dated else None,
            dated.phrase if dated else None,
        )
        return Found(start, end, body)
