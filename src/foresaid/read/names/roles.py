"""Which office or calling does a text give somebody beside his name, or say that he took?

"Soviet historian Vadim Rogovin"; "David North, national secretary of the Workers League"; "Lee was elected president".
An office counts with one of the nouns of office (data/en/names.toml) near its beginning.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from foresaid.model.bodies import Relation, RelationKind
from foresaid.read.names.places import Found, is_person
from foresaid.text.literals import Literals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.model.annotations import Phrase
    from foresaid.read.names.dates import Dates
    from foresaid.read.names.evidence import Named
    from foresaid.read.names.lexicon import NameWords
    from foresaid.read.names.places import Names

_WORD = re.compile(r"[^\W\d_](?:[^\W_]|[’'-](?=[^\W_])){0,40}")
# Characters of an office behind a name; the longest met has 96 ("professor of …, director of … and …").
_LONGEST_ROLE = 120
# Words in front of the noun of office: "the then acting deputy national secretary".
_MOST_BEFORE_NOUN = 5
_BEFORE_NAME = 60
_ENDS = ',;:.()—–!?"“”\n'
_ARTICLES = frozenset(
    (
        "the",
        "a",
        "an",
        "then",
        "his",
        "her",
        "its",
        "their",
        "our",
        "former",
        "late",
        "as",
        "and",
        "now",
        "chosen",
        "elected",
        "named",
        "appointed",
    )
)


class RoleReader:
    """Finds offices beside names; holds word tables, no state of a text."""

    def __init__(self, words: NameWords, takes_office: Sequence[str]) -> None:
        self._words = words
        self._literals = Literals(takes_office)

    def beside(self, names: Names, named: Named) -> tuple[Phrase, bool] | None:
        """The office in front of a person's name or behind it, and whether it stands behind, between commas."""
        behind = self._apposition(names, named.end)
        if behind is not None and not any(map(is_person, names.between(behind.start, behind.end + 2))):
            return behind, True  # "Lee, President May, and I" are three
        if named.role is not None:
            return names.phrase(*named.role), False
        before = self._before(names, named.start)
        return (before, False) if before is not None else None

    def taken(self, names: Names, dates: Dates) -> Iterator[Found]:
        """Offices that somebody is said to hold or to have taken: "Lee was elected president"."""
        end = -1
        for place in sorted(self._literals.find(names.text), key=lambda each: (each.start, -each.end)):
            if place.end <= end:
                continue  # "was" in "was elected"
            end = place.end
            person = names.before(place.start, _BEFORE_NAME // 2)
            if person is None or not is_person(person):
                continue
            office = self._office(names, place.end)
            if office is not None:
                yield held(names, dates, person, office)

    def _apposition(self, names: Names, end: int) -> Phrase | None:
        """An office between commas or dashes behind a name."""
        text = names.text
        start = end
        while start < len(text) and start - end < len(", ") and text[start] in ",—–( ":
            start += 1
        if start == end or text[end:start].isspace():
            return None
        office = self._office(names, start)
        if office is None:
            return None
        closing = text[office.end : office.end + 2].strip()
        return office if not closing or closing[0] in _ENDS or closing[:1] == "-" else None

    def _office(self, names: Names, position: int) -> Phrase | None:
        """The words of an office that begins at a place: articles left out, up to a sign or the end of its body."""
        text = names.text
        limit = min(len(text), position + _LONGEST_ROLE)
        start, noun_end, count = -1, -1, 0
        at = position
        while at < limit and count <= _MOST_BEFORE_NOUN:
            word = _WORD.match(text, _skip_blank(text, at))
            if word is None or text[at : word.start()].strip():
                break
            low = word.group().casefold()
            at = word.end()
            if low in _ARTICLES and start < 0:
                continue
            start = word.start() if start < 0 else start
            count += 1
            if low in self._words.roles:
                noun_end = word.end()
            elif noun_end == word.start() - 1 and word.group()[0].isupper() and text[start].isupper():
                noun_end = word.end()  # "Chief Engineer"
            elif (
                noun_end >= 0
                or low in self._words.plain
                or text[word.end() : word.end() + 2] in ("'s", "’s")
            ):
                break
        if noun_end < 0:
            return None
        return names.phrase(start, self._with_body(names, noun_end))

    def _with_body(self, names: Names, end: int) -> int:
        """Behind "of the League" where a name follows the noun of office, or "of history" where plain words do."""
        text = names.text
        link = _WORD.match(text, _skip_blank(text, end))
        if link is None or link.group() not in self._words.role_links:
            return end
        body = names.behind(link.end(), len(" the  "))
        if body is not None and not is_person(body):
            return body.end
        word = _WORD.match(text, _skip_blank(text, link.end()))
        if word is None or link.group() != "of" or word.group().casefold() in self._words.plain:
            return end
        following = _skip_blank(text, word.end())
        return word.end() if text[following : following + 1] in _ENDS else end

    def _before(self, names: Names, start: int) -> Phrase | None:
        """A noun of calling right in front of a name, with an adjective of nation: "Soviet historian"."""
        text = names.text
        words = list(_WORD.finditer(text, max(0, start - _BEFORE_NAME), start))
        if not words or text[words[-1].end() : start].strip() or words[-1].group() not in self._words.roles:
            return None
        first = len(words) - 1
        while first > 0 and len(words) - first <= 2:  # noqa: PLR2004 - "former Soviet foreign minister" has three
            word, gap = words[first - 1], text[words[first - 1].end() : words[first].start()]
            low = word.group().casefold()
            if gap.strip() or not (self._words.is_adjective(low) or low in self._words.role_modifiers):
                break
            first -= 1
        return names.phrase(words[first].start(), words[-1].end())


def held(names: Names, dates: Dates, person: Named, office: Phrase) -> Found:
    """Somebody's holding an office, with the date that the sentence gives."""
    start, end = min(person.start, office.start), max(person.end, office.end)
    dated = dates.of(start, end)
    if dated is not None and dated.phrase.start >= end:
        end = dated.phrase.end
    body = Relation(
        RelationKind.ROLE,
        names.text[start:end],
        names.phrase_of(person),
        office,
        person.name,
        " ".join(office.text.split()),
        dated.value if dated else None,
        dated.phrase if dated else None,
    )
    return Found(start, end, body)


def _skip_blank(text: str, position: int) -> int:
    """Behind the blank or line break at a place; two line breaks part paragraphs."""
    if text.startswith("\n\n", position):
        return position
    return position + 1 if text[position : position + 1] in (" ", "\n", "\u00a0") else position
