"""Which words do which work around a quotation, ready for use?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foresaid.model.words import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The tables of data/<language>/quotations.toml, small letters throughout.

    The first eight fields are made from tables of verbs and phrases; every other one is the table of its
    name, and what it is for stands there.
    """

    cues: frozenset[str]
    naming: frozenset[str]
    touching: frozenset[str]
    addressing: frozenset[str]
    phrasal: Mapping[str, tuple[tuple[str, ...], ...]]
    source_phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    participles: frozenset[str]
    bases: frozenset[str]
    abbreviations: frozenset[str]
    adverbs: frozenset[str]
    auxiliaries: frozenset[str]
    bare_plurals: frozenset[str]
    clitics: frozenset[str]
    collective_nouns: frozenset[str]
    complements: frozenset[str]
    corporate_nouns: frozenset[str]
    determiners: frozenset[str]
    elisions: frozenset[str]
    function_words: frozenset[str]
    given_names_he: frozenset[str]
    given_names_she: frozenset[str]
    kept_titles: frozenset[str]
    modals: frozenset[str]
    name_heads: frozenset[str]
    name_openers: frozenset[str]
    name_particles: frozenset[str]
    name_suffixes: frozenset[str]
    naming_heralds: frozenset[str]
    nouns_too: frozenset[str]
    object_pronouns: frozenset[str]
    passive_sources: frozenset[str]
    passives: frozenset[str]
    person_endings: frozenset[str]
    person_nouns: frozenset[str]
    persons_titles: frozenset[str]
    place_openers: frozenset[str]
    pronouns: frozenset[str]
    relatives: frozenset[str]
    speaking_words: frozenset[str]
    subordinators: frozenset[str]
    surnames_too: frozenset[str]
    telling_openers: frozenset[str]
    telling_words: frozenset[str]
    term_heralds: frozenset[str]
    time_nouns: frozenset[str]
    titles: frozenset[str]
    work_heralds: frozenset[str]


_MADE = frozenset(
    ("cues", "naming", "touching", "addressing", "phrasal", "source_phrases", "participles", "bases")
)


def lexicon_of(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of one language; KeyError names a table that the language lacks."""
    tables = vocabulary.tables
    naming = _forms(tables["quotations.naming_verbs"])
    cues = _forms(tables["quotations.cue_verbs"]) | naming
    plain = {
        field.name: vocabulary.words(f"quotations.{field.name}")
        for field in fields(Lexicon)
        if field.name not in _MADE
    }
    return Lexicon(
        cues=cues,
        naming=naming,
        touching=_forms(tables["quotations.touching_cues"]),
        addressing=_forms(tables["quotations.addressing_cues"]),
        phrasal=_by_first_word(tables["quotations.phrasal_cues"]),
        source_phrases=_by_first_word(tables["quotations.source_phrases"]),
        participles=frozenset(form for form in cues if form.endswith("ing")),
        bases=frozenset(
            entry.split()[0]
            for table in ("quotations.cue_verbs", "quotations.naming_verbs")
            for entry in tables[table]
        ),
        **plain,
    )


def _forms(entries: Iterable[str]) -> frozenset[str]:
    """Every form of every verb: an entry lists the forms of one verb."""
    return frozenset(form for entry in entries for form in entry.split())


def _by_first_word(phrases: Iterable[str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found[words[0]] = (*found.get(words[0], ()), words)
    return found
