"""Which words do which work in names, ready for use?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.model.bodies import NameKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.model.words import Vocabulary

# Kinds in the order in which a name that stands in several tables is taken: the rarer reading first.
_TABLES = (
    ("names.places", NameKind.PLACE),
    ("names.organisations", NameKind.ORGANISATION),
    ("names.events", NameKind.EVENT),
)
# Fields of NameWords that are one table each.
_SETS = {
    "no_acronyms": "names.no_acronyms",
    "either": "names.either_person_or_place",
    "small": "names.inner_words",
    "openers": "quotations.name_openers",
    "calendar": "names.calendar_words",
    "suffixes": "quotations.name_suffixes",
    "office_titles": "names.office_titles",
    "office_fields": "names.office_fields",
    "titles_she": "names.titles_she",
    "titles_he": "names.titles_he",
    "styles": "names.styles",
    "ranks": "names.ranks",
    "common_titles": "names.common_titles",
    "firm_tails": "names.firm_tails",
    "weak_titles": "names.weak_titles",
    "realms": "names.realms",
    "creeds": "names.creeds",
    "given_she": "quotations.given_names_she",
    "given_he": "quotations.given_names_he",
    "particles": "names.surname_particles",
    "nationalities": "names.nationalities",
    "place_heads": "names.place_heads",
    "place_heads_of": "names.place_heads_of",
    "place_openers": "names.place_openers",
    "strong_openers": "names.strong_openers",
    "quarters": "names.place_quarters",
    "bodies": "names.organisation_heads",
    "weak_bodies": "names.weak_heads",
    "events": "names.event_heads",
    "weak_events": "names.weak_events",
    "events_of": "names.event_heads_of",
    "numbered": "names.numbered_events",
    "roles": "names.role_nouns",
    "role_links": "names.role_links",
    "role_modifiers": "names.role_modifiers",
    "rulers": "names.rulers",
    "persons_verbs": "names.persons_verbs",
    "place_prepositions": "names.place_prepositions",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a table says of a name: its kind (None: names nobody) and the name that it stands for."""

    kind: NameKind | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """The tables of data/<language>/names.toml and those of quotations.toml that names need.

    `known` maps names as written to what they are, `longest` is how many words the longest of them has;
    `acronyms` the same for letters without their last stop. All sets hold small letters.
    """

    known: Mapping[str, Known]
    longest: int
    acronyms: Mapping[str, Known]
    no_acronyms: frozenset[str]
    either: frozenset[str]
    small: frozenset[str]
    plain: frozenset[str]
    openers: frozenset[str]
    calendar: frozenset[str]
    given: frozenset[str]
    suffixes: frozenset[str]
    titles: frozenset[str]
    sure_titles: frozenset[str]
    kept_titles: frozenset[str]
    office_titles: frozenset[str]
    office_fields: frozenset[str]
    titles_she: frozenset[str]
    titles_he: frozenset[str]
    styles: frozenset[str]
    ranks: frozenset[str]
    common_titles: frozenset[str]
    firm_tails: frozenset[str]
    weak_titles: frozenset[str]
    realms: frozenset[str]
    creeds: frozenset[str]
    given_she: frozenset[str]
    given_he: frozenset[str]
    particles: frozenset[str]
    nationalities: frozenset[str]
    endings: tuple[str, ...]
    place_heads: frozenset[str]
    place_heads_of: frozenset[str]
    place_openers: frozenset[str]
    strong_openers: frozenset[str]
    quarters: frozenset[str]
    bodies: frozenset[str]
    weak_bodies: frozenset[str]
    events: frozenset[str]
    weak_events: frozenset[str]
    events_of: frozenset[str]
    numbered: frozenset[str]
    roles: frozenset[str]
    role_links: frozenset[str]
    role_modifiers: frozenset[str]
    callings: frozenset[str]
    rulers: frozenset[str]
    persons_verbs: frozenset[str]
    place_prepositions: frozenset[str]
    abbreviations: tuple[str, ...]
    foreign: Mapping[str, str]

    def is_adjective(self, low: str) -> bool:
        """Whether a word tells of a nation, creed or party and names nobody by itself: "Soviet", "Stalinist"."""
        return low in self.nationalities or low.endswith(self.endings)


def name_words(vocabulary: Vocabulary) -> NameWords:
    """The name tables of one language; KeyError names a table that the language lacks."""
    words = vocabulary.words
    known = _known(vocabulary)
    more = words("names.more_titles")
    openers = words("names.place_openers")
    kept = words("quotations.kept_titles") - openers
    titles = (words("quotations.titles") | kept | more) - openers
    sure = (words("quotations.persons_titles") | kept | more) - openers
    given = words("quotations.given_names_he") | words("quotations.given_names_she")
    return NameWords(
        known=known,
        longest=max(len(name.split()) for name in known),
        acronyms=dict(_acronyms(vocabulary.tables["names.everyday_acronyms"])),
        plain=_plain(vocabulary),
        given=given | words("names.given_names"),
        titles=titles,
        sure_titles=sure,
        kept_titles=kept,
        endings=vocabulary.tables["names.adjective_endings"],
        callings=words("names.role_nouns") | words("names.callings"),
        abbreviations=tuple(sorted(_shortened(titles | openers, vocabulary))),
        foreign=dict(_pairs(vocabulary.tables["names.foreign_terms"])),
        **{field: words(table) for field, table in _SETS.items()},
    )


def _known(vocabulary: Vocabulary) -> dict[str, Known]:
    known = {name: Known(kind=None, name=name) for name in vocabulary.tables["names.never_names"]}
    for table, kind in _TABLES:
        for entry in vocabulary.tables[table]:
            name, written = _pair(entry)
            known[written] = Known(kind=kind, name=name)
    for entry in vocabulary.tables["names.people"]:
        name, written = _pair(entry)
        known[written] = Known(kind=NameKind.PERSON, name=name)
    return known


def _acronyms(entries: Iterable[str]) -> Iterator[tuple[str, Known]]:
    for entry in entries:
        letters, name, kind = (part.strip() for part in entry.split("="))
        yield letters, Known(kind=NameKind(kind), name=name)


def _plain(vocabulary: Vocabulary) -> frozenset[str]:
    """Words that take a capital at the head of a sentence only."""
    tables = (
        "function_words",
        "determiners",
        "pronouns",
        "auxiliaries",
        "adverbs",
        "complements",
        "relatives",
    )
    return frozenset().union(
        vocabulary.words("sentences.openers"),
        *(vocabulary.words(f"quotations.{table}") for table in tables),
    )


def _shortened(titles: frozenset[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Abbreviations that stand in front of a name with a full stop: "Mr.", "St."."""
    return (titles & vocabulary.words("sentences.leading")) | (
        titles & vocabulary.words("quotations.abbreviations")
    )


def _pair(entry: str) -> tuple[str, str]:
    """An entry "name = as written"; both are the same where there is no sign between them."""
    name, _, written = entry.partition(" = ")
    return name, written or name


def _pairs(entries: Iterable[str]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        left, _, right = entry.partition(" = ")
        yield left, right
