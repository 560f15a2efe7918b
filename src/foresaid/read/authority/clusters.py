"""Which names of a collection are one and the same?

Bird's-eye view: `gathering` counts what the documents say of each name; names are put together where their forms
fit one another and nothing else fits as well; each cluster becomes an Agent. Persons: equal surnames and fitting given
names. Letters: the one full name that documents give them. Misprints: one letter inside a long word, and rare. A
lone surname stays a record of its own, unless one person has it and the office that stands with it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from foresaid.model.agents import Agent, AuthorityEdit, Lineage, Role
from foresaid.model.bodies import NameKind
from foresaid.read.authority.cells import unescaped
from foresaid.read.authority.forms import agent_id, bare_words, folded, is_misspelling, may_be_one
from foresaid.read.authority.gathering import DocumentNames, Gathered, Key, gather
from foresaid.read.authority.lookup import linked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.model.words import Vocabulary

# Days between documents that may speak of one living man: eighty years.
_LONG_LIFE = 80 * 366
# A form is rare beside another when it is at most one in ten of it, as misprints are.
_RARE = 10


class Clusterer:
    """Makes records from the names of many documents; holds the word tables of one language."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._suffixes = vocabulary.words("quotations.name_suffixes")
        self._no_offices = vocabulary.words("names.no_offices")

    def agents_of(
        self, documents: Iterable[DocumentNames], edits: Iterable[AuthorityEdit] = ()
    ) -> tuple[Agent, ...]:
        """The records of a collection, in the order of kind and name.

        Of a person's edits only the separations are heeded here, so that their mentions are counted apart; the
        others are made by `edits.edited`.
        """
        gathered = gather(documents, self._no_offices)
        apart = {(edit.kind, folded(unescaped(edit.value))) for edit in edits if _separates(edit)}
        clusters = self._clusters(gathered, apart)
        made = [self._agent(gathered, keys) for keys in clusters]
        return linked(tuple(sorted(made, key=_order)))

    def _clusters(self, gathered: Gathered, apart: set[tuple[str, str]]) -> list[list[Key]]:
        """The keys that belong together, the one that names the record first."""
        same_form: dict[tuple[NameKind, str], list[Key]] = defaultdict(list)
        for key in sorted(gathered.mentions, key=lambda key: (-gathered.mentions[key], key[1])):
            same_form[key[0], folded(key[1])].append(key)
        groups = list(same_form.values())
        free = [group for group in groups if (group[0][0].value, folded(group[0][1])) not in apart]
        alone = [group for group in groups if (group[0][0].value, folded(group[0][1])) in apart]
        people = [group for group in free if group[0][0] is NameKind.PERSON]
        others = [group for group in free if group[0][0] is not NameKind.PERSON]
        joined = self._people(people, gathered) + _by_letters(others, gathered)
        return _without_misprints(joined, gathered) + alone

    def _people(self, groups: list[list[Key]], gathered: Gathered) -> list[list[Key]]:
        """Persons whose names fit; a name that fits two people's joins neither."""
        by_surname: dict[str, dict[str, list[list[Key]]]] = defaultdict(lambda: defaultdict(list))
        for group in groups:
            words = bare_words(group[0][1], self._suffixes)
            letter = folded(words[0])[:1] if len(words) > 1 else ""
            by_surname[folded(words[-1]) if words else ""][letter].append(group)
        found: list[list[Key]] = []
        for by_letter in by_surname.values():
            people = [person for namesakes in by_letter.values() for person in self._namesakes(namesakes)]
            found += self._with_lone(people, gathered)
        return found

    def _namesakes(self, groups: list[list[Key]]) -> list[list[Key]]:
        """The people of one surname whose given names begin with one letter.

        The fullest names come first, those with initials last; a name joins the one person all of whose forms it
        fits. A given name that is written out is compared with its like only, so that the time stays bounded.
        """
        people: dict[str, list[list[list[Key]]]] = defaultdict(list)
        for group in sorted(groups, key=lambda group: _fullest_first(group[0][1])):
            words = bare_words(group[0][1], self._suffixes)
            given = folded(words[0])
            initial = words[0].endswith(".")
            near = [each for alike in people.values() for each in alike] if initial else people[given]
            fitting = [person for person in near if all(self._fits(words, other[0][1]) for other in person)]
            if len(fitting) == 1 and _same_suffix(group[0][1], fitting[0][0][0][1], self._suffixes):
                fitting[0].append(group)
            else:
                people[given].append([group])
        return [[key for group in person for key in group] for alike in people.values() for person in alike]

    def _fits(self, words: list[str], name: str) -> bool:
        return may_be_one(words, bare_words(name, self._suffixes))

    def _with_lone(self, people: list[list[Key]], gathered: Gathered) -> list[list[Key]]:
        """A lone surname joins the only person of the surname, if both hold one office and in one age: "President Lincoln"."""
        full = [person for person in people if len(bare_words(person[0][1], self._suffixes)) > 1]
        lone = [person for person in people if person not in full]
        if len(full) != 1 or len(lone) != 1:
            return people
        offices = [
            {role.casefold() for key in person for role, _ in gathered.roles.get(key, ())}
            for person in (full[0], lone[0])
        ]
        if not offices[0] & offices[1] or not _of_one_age(full[0], lone[0], gathered):
            return people
        return [full[0] + lone[0]]

    def _agent(self, gathered: Gathered, keys: list[Key]) -> Agent:
        kind, name = keys[0]
        names = {key[1] for key in keys[1:]}
        for key in keys:
            names.update(gathered.forms.get(key, ()))
        names.update(letters for letters, full in _letters_of(gathered, keys))
        roles: dict[tuple[str, str | None], Role] = {}
        lineage: dict[tuple[str, ...], Lineage] = {}
        for key in keys:
            for (text, date), evidence in gathered.roles.get(key, {}).items():
                roles.setdefault((text, date), Role(text, date, evidence))
            for (line, other, date, how), evidence in gathered.lines.get(key, {}).items():
                made = Lineage(line, other, None, date, how, evidence)
                lineage.setdefault((line.value, folded(other), date or "", how), made)
        dated = {text for text, date in roles if date is not None}
        return Agent(
            agent_id(kind, name),
            kind,
            name,
            tuple(sorted(names - {name})),
            tuple(
                roles[key]
                for key in sorted(roles, key=_role_order)
                if key[1] is not None or key[0] not in dated
            ),
            tuple(lineage[key] for key in sorted(lineage)),
            mentions=sum(gathered.mentions[key] for key in keys),
            documents=len(set().union(*(gathered.documents[key] for key in keys))),
        )


def _of_one_age(one: list[Key], other: list[Key], gathered: Gathered) -> bool:
    """Whether the documents that name two are at most a long life apart, as far as they are dated."""
    spans = []
    for keys in (one, other):
        days = [day for key in keys for day in gathered.days.get(key, ())]
        if not days:
            return True
        spans.append((min(days), max(days)))
    return max(spans[0][0], spans[1][0]) - min(spans[0][1], spans[1][1]) <= _LONG_LIFE


def _separates(edit: AuthorityEdit) -> bool:
    return edit.field == "aliases" and edit.action == "remove"


def _order(agent: Agent) -> tuple[str, str, str]:
    return agent.kind.value, folded(agent.name), agent.name


def _role_order(key: tuple[str, str | None]) -> tuple[str, str]:
    return key[0], key[1] or ""


def _fullest_first(name: str) -> tuple[bool, int, int, str]:
    """The order of names by how fully they are written: a given name before initials, more words before fewer."""
    words = name.split()
    written = sum(1 if word.endswith(".") else 2 for word in words)
    return words[0].endswith("."), -written, -len(name), name


def _same_suffix(one: str, other: str, suffixes: frozenset[str]) -> bool:
    """Whether "Jr." stands with both names or with neither: father and son are two."""
    ends = [name.split()[-1].casefold().strip(".,") for name in (one, other)]
    return (ends[0] if ends[0] in suffixes else "") == (ends[1] if ends[1] in suffixes else "")


def _letters_of(gathered: Gathered, keys: list[Key]) -> list[tuple[str, str]]:
    """The letters that stand for a name, and for no other."""
    names = {key[1] for key in keys}
    return [
        (letters, next(iter(full)))
        for letters, full in gathered.letters.items()
        if len(full) == 1 and next(iter(full)) in names
    ]


def _by_letters(groups: list[list[Key]], gathered: Gathered) -> list[list[Key]]:
    """Letters that a document leaves unexplained join the one full name that others give them."""
    full_of = {letters: next(iter(full)) for letters, full in gathered.letters.items() if len(full) == 1}
    by_name = {(key[0], key[1]): group for group in groups for key in group}
    joined: set[int] = set()
    for group in groups:
        target = by_name.get((group[0][0], full_of.get(group[0][1], "")))
        if target is not None and target is not group:
            target.extend(group)
            joined.add(id(group))
    return [group for group in groups if id(group) not in joined]


def _without_misprints(clusters: list[list[Key]], gathered: Gathered) -> list[list[Key]]:
    """A rare name joins the one frequent name that differs from it by a letter inside a long word."""
    by_rest: dict[tuple[NameKind, str], list[int]] = defaultdict(list)
    for number, keys in enumerate(clusters):
        for rest in _rests(folded(keys[0][1])):
            by_rest[keys[0][0], rest].append(number)
    weight = [sum(gathered.mentions[key] for key in keys) for keys in clusters]
    into: dict[int, int] = {}
    for number, keys in enumerate(clusters):
        form = folded(keys[0][1])
        near = {
            other
            for rest in _rests(form)
            for other in by_rest[keys[0][0], rest]
            if other != number
            and weight[number] * _RARE <= weight[other]
            and is_misspelling(form, folded(clusters[other][0][1]))
        }
        if len(near) == 1:
            into[number] = near.pop()
    found = [keys for number, keys in enumerate(clusters) if number not in into]
    for number, target in into.items():
        clusters[target].extend(clusters[number])
    return found


def _rests(form: str) -> set[str]:
    """A name without one of its letters, and whole: two names one letter apart share a rest (Mor and Fraenkel 1982)."""
    return {form} | {form[:at] + form[at + 1 :] for at in range(len(form))}
