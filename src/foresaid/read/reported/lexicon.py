"""Which words report without marks, and in which way does each?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foresaid.model.words import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """The tables of data/<language>/reported.toml.

    `forms` and `plurals` lead every form of a verb or noun to its plain one; the entries of the other tables,
    explained there, are plain forms, some with the particle or preposition behind them.
    """

    forms: Mapping[str, str]
    plurals: Mapping[str, str]
    about_adjectives: frozenset[str]
    about_nouns: frozenset[str]
    about_verbs: frozenset[str]
    addressing_verbs: frozenset[str]
    attitude_adjectives: frozenset[str]
    attitude_nouns: frozenset[str]
    attitude_verbs: frozenset[str]
    bare_verbs: frozenset[str]
    clause_adjectives: frozenset[str]
    clause_nouns: frozenset[str]
    clause_verbs: frozenset[str]
    convincing_verbs: frozenset[str]
    described_verbs: frozenset[str]
    documents: frozenset[str]
    evidence_verbs: frozenset[str]
    finding_verbs: frozenset[str]
    hearsay_nouns: frozenset[str]
    hearsay_verbs: frozenset[str]
    infinitive_nouns: frozenset[str]
    infinitive_verbs: frozenset[str]
    measures: frozenset[str]
    no_sources: frozenset[str]
    object_verbs: frozenset[str]
    openings: frozenset[str]
    owned_by: frozenset[str]
    owning_verbs: frozenset[str]
    passive_verbs: frozenset[str]
    stance_verbs: frozenset[str]
    thought_nouns: frozenset[str]
    thought_verbs: frozenset[str]
    told_verbs: frozenset[str]


def reporting_of(vocabulary: Vocabulary) -> Reporting:
    """The tables of one language; KeyError names one that the language lacks."""
    tables = vocabulary.tables
    plain = {
        name: vocabulary.words(f"reported.{name}")
        for name in Reporting.__dataclass_fields__
        if name not in ("forms", "plurals")
    }
    return Reporting(
        forms=_plain_forms(tables["reported.forms"]),
        plurals=_plain_forms(tables["reported.plurals"]),
        **plain,
    )


def _plain_forms(entries: Iterable[str]) -> Mapping[str, str]:
    """Every form of every entry with the entry's first form; where two claim a form, the first entry has it."""
    found: dict[str, str] = {}
    for entry in entries:
        plain, *others = entry.split()
        for form in (plain, *others):
            found.setdefault(form, plain)
    return found
