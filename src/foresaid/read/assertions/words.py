"""Which words give an assertion away? The word tables of data/<language>/assertions.toml, ready for use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from foresaid.text.literals import Literals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.model.words import Vocabulary


class Role(StrEnum):
    """What a cue may begin; the members' order is the one in which the rules of a place are tried."""

    NUMBER = "number"
    ORDINAL = "ordinal"
    CAUSE_BEHIND = "cause behind"
    CAUSE_CLAUSE = "cause clause"
    CAUSE_IN_FRONT = "cause in front"
    EFFECT_IN_FRONT = "effect in front"
    DRIVING = "driving"
    UNREAL = "unreal"
    UNREAL_CONDITION = "unreal condition"
    UNIVERSAL = "universal"
    UNIVERSAL_ADVERB = "universal adverb"
    BEYOND_QUESTION = "beyond question"
    SUPERLATIVE = "superlative"
    UNEQUALLED = "unequalled"
    FIRST_TIME = "first time"
    BELIEF = "belief"
    OUTCOME = "outcome"
    CHANGE = "change"


# Which table holds the cues of a role.
_CUES = {
    Role.NUMBER: ("numbers", "magnitudes", "vague_numbers", "currencies", "dozens"),
    Role.ORDINAL: ("ordinal_units",),
    Role.CAUSE_BEHIND: ("cause_prepositions",),
    Role.CAUSE_CLAUSE: ("cause_conjunctions",),
    Role.CAUSE_IN_FRONT: ("cause_verbs",),
    Role.EFFECT_IN_FRONT: ("effect_verbs",),
    Role.DRIVING: ("driving_verbs",),
    Role.UNREAL: ("unreal_verbs",),
    Role.UNREAL_CONDITION: ("counterfactual_conditions",),
    Role.UNIVERSAL: ("universal_determiners", "universal_pronouns"),
    Role.UNIVERSAL_ADVERB: ("universal_adverbs",),
    Role.BEYOND_QUESTION: ("beyond_question",),
    Role.SUPERLATIVE: ("measured_superlatives", "judged_superlatives", "superlative_adverbs"),
    Role.UNEQUALLED: ("unequalled",),
    Role.FIRST_TIME: ("first_times",),
    Role.BELIEF: ("belief_changes", "abandoned_beliefs"),
    Role.OUTCOME: ("outcome_nouns",),
    Role.CHANGE: ("change_verbs",),
}


@dataclass(frozen=True, slots=True)
class Grammar:
    """The small words of a language."""

    abbreviations: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    relatives: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    subordinators: frozenset[str]
    auxiliaries: frozenset[str]
    modals: frozenset[str]
    negations: frozenset[str]
    be_forms: frozenset[str]
    have_forms: frozenset[str]
    adverbs: frozenset[str]
    persons: frozenset[str]
    suppositions: frozenset[str]
    not_adverbs: frozenset[str]


@dataclass(frozen=True, slots=True)
class AssertionWords:
    """The prepared tables: `cues` with the roles of each, grammar, and what the rules look up.

    `sets` holds every table, `openings` the first words of its entries.
    """

    cues: Literals
    roles: tuple[tuple[Role, ...], ...]
    grammar: Grammar
    sets: Mapping[str, frozenset[str]]
    openings: Mapping[str, frozenset[str]]
    values: Mapping[str, float]
    magnitudes: Mapping[str, float]
    currencies: Mapping[str, str]
    ordinals: Mapping[str, int]
    fractions: Mapping[str, int]
    lexicon: frozenset[str]
    event_nouns: Mapping[str, str]
    event_verbs: Mapping[str, str]
    event_phrases: Mapping[tuple[str, str], tuple[tuple[str, ...], str]]

    def among(self, word: str, table: str) -> bool:
        """Whether a word, in small letters, is an entry of a table."""
        return word in self.sets[table]


def words_of(vocabulary: Vocabulary) -> AssertionWords:
    """The tables of one language; KeyError names one that is missing."""
    tables = {
        key.removeprefix("assertions."): entries
        for key, entries in vocabulary.tables.items()
        if key.startswith("assertions.")
    }
    nouns, verbs = _events(tables["events"])
    cues = _cues(tables)
    folded = {key: frozenset(entry.casefold() for entry in entries) for key, entries in tables.items()}
    return AssertionWords(
        cues=Literals(cues),
        roles=tuple(cues.values()),
        grammar=_grammar(tables, vocabulary.words("quotations.abbreviations")),
        sets=folded,
        openings={key: frozenset(entry.split()[0] for entry in entries) for key, entries in folded.items()},
        values={word: float(value) for word, value in map(str.split, tables["numbers"])},
        magnitudes={word: float(value) for word, value in map(str.split, tables["magnitudes"])},
        currencies=dict(_pair(entry) for entry in tables["currencies"]),
        ordinals={word: int(value) for word, value in map(str.split, tables["ordinals"])},
        fractions={word: int(value) for word, value in map(str.split, tables["fractions"])},
        lexicon=vocabulary.lexicon,
        event_nouns=nouns,
        event_verbs=verbs,
        event_phrases=_phrases(tables["event_phrases"]),
    )


def _pair(entry: str) -> tuple[str, str]:
    word, _, value = entry.partition(" ")
    return word, value


def _cues(tables: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[Role, ...]]:
    """Every cue with its roles; a table of pairs gives the first word of each."""
    roles: dict[str, tuple[Role, ...]] = {}
    for role, names in _CUES.items():
        paired = role is Role.NUMBER
        for name in names:
            for entry in tables[name]:
                word = entry.split(" ")[0] if paired else entry
                if role not in roles.get(word, ()):
                    roles[word] = (*roles.get(word, ()), role)
    return roles


def _grammar(tables: Mapping[str, Iterable[str]], abbreviations: frozenset[str]) -> Grammar:
    names = [name for name in Grammar.__dataclass_fields__ if name != "abbreviations"]
    return Grammar(abbreviations=abbreviations, **{name: frozenset(tables[name]) for name in names})


def _events(entries: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The event nouns and the past forms of event verbs, each with the noun that names the kind of event."""
    nouns: dict[str, str] = {}
    verbs: dict[str, str] = {}
    for entry in entries:
        noun, _, forms = entry.partition(":")
        nouns[noun.strip()] = noun.strip()
        verbs.update(dict.fromkeys(forms.split(), noun.strip()))
    return nouns, verbs


def _phrases(entries: Iterable[str]) -> dict[tuple[str, str], tuple[tuple[str, ...], str]]:
    """Events told by several words, by their first two."""
    found = {}
    for entry in entries:
        words, _, noun = entry.partition(":")
        told = tuple(words.split())
        found[(told[0], told[1])] = (told, noun.strip())
    return found
