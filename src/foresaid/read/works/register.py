"""Which citations, in one document or in many, name the same work?

One record a work, joined by title: the folded titles are equal, or one is the short form of the other (its main
title, or words of it that no other title has), or a text gives both as titles of one work. Agents keep works apart:
citations whose agents are certainly two persons are two works, however alike their titles. A title that could be
the short form of two works stays by itself. Dates never join or part: they are listed, and what does not fit is
noted.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from foresaid.errors import DateError
from foresaid.model.works import CitedAt, Work
from foresaid.text.edtf import parse_edtf
from foresaid.text.normalize import fold_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from foresaid.model.annotations import Annotation
    from foresaid.model.bodies import Citation

# Characters of an id; 10^5 works meet with a chance of one in 10^9 (birthday problem, 16 hexadecimal digits).
_ID_DIGITS = 16
# Words of a short title that can stand for a longer one: one word ("Capital") is anybody's.
_FEWEST_WORDS = 2
# Dates of one work that are compared with one another, the most frequent first; 20 make 190 pairs.
_MOST_DATES = 20
_ARTICLES = ("the", "a", "an")
_WORD = re.compile(r"[^\W_]{1,60}")

MIXED = "No citation states an author or a date; works of the same name may be mixed here."

_Key = tuple[str, ...]


class Holding(NamedTuple):
    """A document of the collection that may be a work itself."""

    document: str
    title: str
    author: str | None = None
    date: str | None = None


class _Cited(NamedTuple):
    """A citation in its document, with its folded titles."""

    document: str
    citation: Annotation[Citation]
    key: _Key
    others: tuple[_Key, ...]
    agents: frozenset[str]


class _Clusters:
    """Which citations go together; union-find over their numbers, with the agents of each cluster."""

    def __init__(self, cited: Sequence[_Cited]) -> None:
        self._parent = list(range(len(cited)))
        self._agents = [set(each.agents) for each in cited]

    def find(self, number: int) -> int:
        """The number that stands for a citation's cluster."""
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def agents(self, number: int) -> set[str]:
        """The agents of a citation's cluster."""
        return self._agents[self.find(number)]

    def join(self, one: int, other: int) -> bool:
        """Make one cluster of two, unless their agents are certainly different."""
        first, second = self.find(one), self.find(other)
        if first == second:
            return True
        if not compatible(self._agents[first], self._agents[second]):
            return False
        self._parent[max(first, second)] = min(first, second)
        self._agents[min(first, second)] = self._agents[first] | self._agents[second]
        return True


def works_of(
    cited: Iterable[tuple[str, Annotation[Citation]]], holdings: Iterable[Holding] = ()
) -> tuple[Work, ...]:
    """One record a work, sorted by title, from the citations of documents (id, finding).

    `holdings` are the collection's documents; a work names those that may be it.
    """
    citations = [_folded(document, citation) for document, citation in cited]
    clusters = _Clusters(citations)
    _join_equal(citations, clusters)
    _join_alternatives(citations, clusters)
    _join_short(citations, clusters)
    members: dict[int, list[_Cited]] = defaultdict(list)
    for number, each in enumerate(citations):
        members[clusters.find(number)].append(each)
    held = _by_title(holdings)
    works = _told_apart([_work(each, held) for each in members.values()])
    return tuple(sorted(works, key=lambda work: (work.title, work.id)))


def _told_apart(works: Sequence[Work]) -> Iterator[Work]:
    """The works with an id each: where title and surnames are equal, the full names count as well."""
    met = Counter(work.id for work in works)
    for work in works:
        if met[work.id] == 1:
            yield work
        else:
            yield replace(work, id=_identity((*title_key(work.title), *work.agents), work.agents))


def title_key(title: str) -> tuple[str, ...]:
    """A title's words, folded, without an article in front: what two titles are compared by."""
    words = tuple(fold_word(word) for word in _WORD.findall(title))
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words


def main_title(title: str) -> str:
    """A title without its subtitle: "Perestroika Versus Socialism".

    The year of a law stays: which "Civil Rights Act" is meant without one cannot be told.
    """
    for sign in (":", "? ", " — ", "; "):
        head, found, _ = title.partition(sign)
        if found and head.strip():
            return head.strip()
    return title


def compatible(one: set[str], other: set[str]) -> bool:
    """Whether two groups of agents can be the same: one is empty, or a name of each can be one's and none speaks against it."""
    if not one or not other:
        return True
    pairs = [(first, second) for first in one for second in other if _surname(first) == _surname(second)]
    return bool(pairs) and all(_may_be_same(first, second) for first, second in pairs)


def _may_be_same(one: str, other: str) -> bool:
    """Whether two names agree: equal surnames, and given names or initials that do not exclude each other."""
    first, second = one.casefold().split(), other.casefold().split()
    if not first or not second or first[-1] != second[-1]:
        return False
    if len(first) == 1 or len(second) == 1:
        return True
    a, b = first[0].rstrip("."), second[0].rstrip(".")
    return a == b or (1 in (len(a), len(b)) and a[0] == b[0])


def _surname(name: str) -> str:
    return name.casefold().rsplit(maxsplit=1)[-1] if name.strip() else ""


def _folded(document: str, citation: Annotation[Citation]) -> _Cited:
    body = citation.body
    others = tuple(title_key(each.text) for each in body.alternatives)
    agents = frozenset(agent.name for agent in body.agents if agent.name)
    key = title_key(body.title)
    return _Cited(document, citation, _turned(key) if body.genre else key, others, agents)


def _turned(key: _Key) -> _Key:
    """A title such as "Charter of the United Nations" as "United Nations Charter": texts are called either way."""
    if len(key) < len(("treaty", "of", "Ghent")) or key[1] != "of":
        return key
    return (*(key[3:] if key[2] == "the" else key[2:]), key[0])


def _join_equal(citations: Sequence[_Cited], clusters: _Clusters) -> None:
    """Join citations whose titles are equal; those without agents only where all others can be one work's."""
    by_key: dict[_Key, list[int]] = defaultdict(list)
    for number, each in enumerate(citations):
        by_key[each.key].append(number)
    for numbers in by_key.values():
        # full names first, so that "A. Lee" is led to Ann or Alice Lee only where there is one of them
        named = sorted(
            (number for number in numbers if citations[number].agents),
            key=lambda number: (_is_short(citations[number].agents), sorted(citations[number].agents)),
        )
        anonymous = [number for number in numbers if not citations[number].agents]
        leaders: list[int] = []
        alike: dict[frozenset[str], int] = {}
        by_surname: dict[str, list[int]] = defaultdict(list)
        for number in named:
            agents = citations[number].agents
            if clusters.join(alike.setdefault(agents, number), number) and alike[agents] != number:
                continue
            surnames = {_surname(name) for name in agents}
            near = {clusters.find(each) for surname in surnames for each in by_surname[surname]}
            fitting = [each for each in near if compatible(clusters.agents(each), clusters.agents(number))]
            if len(fitting) == 1:
                clusters.join(fitting[0], number)
            else:
                leaders.append(number)
            for surname in surnames:
                by_surname[surname].append(number)
        for number in anonymous:
            clusters.join(leaders[0] if len(leaders) == 1 else anonymous[0], number)


def _is_short(agents: frozenset[str]) -> bool:
    """Whether all names are surnames alone or with initials."""
    return all(len(name.split(maxsplit=1)[0].rstrip(".")) == 1 or " " not in name for name in agents)


def _join_alternatives(citations: Sequence[_Cited], clusters: _Clusters) -> None:
    """Join a work with those that bear its other title, where only one work does."""
    by_key = _heads(citations, clusters)
    for number, each in enumerate(citations):
        for other in each.others:
            found = {clusters.find(head) for head in by_key.get(other, ())}
            if len(found) == 1:
                clusters.join(number, found.pop())


def _join_short(citations: Sequence[_Cited], clusters: _Clusters) -> None:
    """Join a title with the one longer title it can be short for."""
    by_key = _heads(citations, clusters)
    short: dict[_Key, set[int]] = defaultdict(set)
    for number, each in enumerate(citations):
        main = title_key(main_title(each.citation.body.title))
        if main != each.key and len(main) >= _FEWEST_WORDS:
            short[main].add(clusters.find(number))
    for key, longer in sorted(short.items()):
        found = {clusters.find(number) for number in longer}
        shorter = {clusters.find(head) for head in by_key.get(key, ())}
        if len(found) == 1 and len(shorter) == 1:
            clusters.join(found.pop(), shorter.pop())


def _heads(citations: Sequence[_Cited], clusters: _Clusters) -> dict[_Key, set[int]]:
    found: dict[_Key, set[int]] = defaultdict(set)
    for number, each in enumerate(citations):
        found[each.key].add(clusters.find(number))
    return found


def _work(cited: Sequence[_Cited], held: dict[_Key, list[Holding]]) -> Work:
    """The record of a cluster."""
    bodies = [each.citation.body for each in cited]
    titles = Counter(body.title for body in bodies)
    title = max(titles, key=lambda each: (len(title_key(each)), titles[each], each))
    alternatives = dict.fromkeys([*titles, *(other.text for body in bodies for other in body.alternatives)])
    alternatives.pop(title, None)
    agents = Counter(name for each in cited for name in sorted(each.agents))
    dates = Counter(body.date for body in bodies if body.date is not None)
    genres = Counter(body.genre for body in bodies if body.genre)
    genre = min(genres, key=lambda each: (-genres[each], each)) if genres else ""
    names = _fullest(agents)
    return Work(
        id=_identity(title_key(title), names),
        title=title,
        genre=genre,
        alternatives=tuple(sorted(alternatives)),
        agents=names,
        dates=_ordered(dates),
        serial=_ordered(Counter(body.serial for body in bodies if body.serial is not None)),
        part_of=_ordered(Counter(body.part_of.text for body in bodies if body.part_of is not None)),
        citations=tuple(_cited_at(each) for each in cited),
        documents=_documents([title, *alternatives], set(names), held),
        notes=(*_conflicts(dates), *(() if names or dates or len(cited) == 1 else (MIXED,))),
    )


def _identity(title: _Key, agents: Sequence[str]) -> str:
    """A digest of the folded title and the surnames of the agents."""
    surnames = sorted({name.casefold().rsplit(maxsplit=1)[-1] for name in agents})
    data = "\x1f".join([" ".join(title), *surnames]).encode("utf-8")
    return hashlib.sha256(data).hexdigest()[:_ID_DIGITS]


def _fullest(agents: Counter[str]) -> tuple[str, ...]:
    """The names of the agents, each once in its fullest form."""
    kept: list[str] = []
    for name in sorted(agents, key=lambda each: (-len(each.split()), -agents[each], each)):
        if not any(_may_be_same(name, other) for other in kept):
            kept.append(name)
    return tuple(sorted(kept))


def _ordered(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counted, key=lambda each: (-counted[each], each)))


def _cited_at(each: _Cited) -> CitedAt:
    body = each.citation.body
    return CitedAt(each.document, each.citation.target, body.title, body.date, tuple(sorted(each.agents)))


def _conflicts(dates: Counter[str]) -> tuple[str, ...]:
    """One note for each two dates that exclude each other."""
    read = []
    for text in _ordered(dates)[:_MOST_DATES]:
        try:
            read.append(parse_edtf(text))
        except DateError:
            continue
    return tuple(
        f"Dated {one.text} in one citation, {other.text} in another."
        for one, other in combinations(read, 2)
        if one.precedes(other) or other.precedes(one)
    )


def _by_title(holdings: Iterable[Holding]) -> dict[_Key, list[Holding]]:
    found: dict[_Key, list[Holding]] = defaultdict(list)
    for each in holdings:
        for key in {title_key(each.title), title_key(main_title(each.title))}:
            found[key].append(each)
    return found


def _documents(titles: Sequence[str], agents: set[str], held: dict[_Key, list[Holding]]) -> tuple[str, ...]:
    """The documents whose title is one of the work's and whose author can be one of its agents."""
    keys = {title_key(title) for title in titles}
    return tuple(
        sorted(
            {
                each.document
                for key in keys
                for each in held.get(key, ())
                if key and compatible({each.author} if each.author else set(), agents)
            }
        )
    )
