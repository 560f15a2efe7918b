"""Which words do which work around a title, ready for use?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foresaid.model.words import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkWords:
    """The tables of data/<language>/works.toml, small letters throughout; what each is for stands there.

    `genres` maps each form to its singular ("novels" to "novel"), `named_last`, `named_first` and `named_by_day`
    a word to what it names ("act" to "law").
    """

    genres: Mapping[str, str]
    periodicals: frozenset[str]
    making: frozenset[str]
    founding: frozenset[str]
    using: frozenset[str]
    named_last: Mapping[str, str]
    named_first: Mapping[str, str]
    named_by_day: Mapping[str, str]
    named_outright: Mapping[str, str]
    about: frozenset[str]
    appearing: frozenset[str]
    airing: frozenset[str]
    broadcasts: frozenset[str]
    captions: frozenset[str]
    entitled: frozenset[str]
    held: frozenset[str]
    titled: frozenset[str]
    generic: frozenset[str]
    known_as: tuple[tuple[str, ...], ...]
    located: frozenset[str]
    made: frozenset[str]
    makers: frozenset[str]
    generic_matters: frozenset[str]
    named_small: frozenset[str]
    no_titles: frozenset[str]
    owned_titles: frozenset[str]
    parts: frozenset[str]
    recent: frozenset[str]
    periodical_names: frozenset[str]
    possessors: frozenset[str]
    see: frozenset[str]
    ships: frozenset[str]
    small_words: frozenset[str]
    spoken: frozenset[str]
    telling_small_words: frozenset[str]
    title_openers: frozenset[str]


_MADE = frozenset(
    ("genres", "periodicals", "making", "founding", "using", "named_last", "named_first", "named_by_day")
) | {"named_outright", "known_as"}


def work_words(vocabulary: Vocabulary) -> WorkWords:
    """The words of one language; KeyError names a table that the language lacks."""
    tables = vocabulary.tables
    plain = {
        field.name: vocabulary.words(f"works.{field.name}")
        for field in fields(WorkWords)
        if field.name not in _MADE
    }
    return WorkWords(
        genres=_singulars(tables["works.genres"] + tables["works.periodicals"]),
        periodicals=_forms(tables["works.periodicals"]),
        making=_forms(tables["works.making"]),
        founding=_forms(tables["works.founding"]),
        using=_forms(tables["works.using"]),
        named_last=_pairs(tables["works.named_last"]),
        named_first=_pairs(tables["works.named_first"]),
        named_by_day=_pairs(tables["works.named_by_day"]),
        named_outright=_pairs(tables["works.named_outright"]),
        known_as=tuple(tuple(entry.split()) for entry in tables["works.known_as"]),
        **plain,
    )


def _forms(entries: Iterable[str]) -> frozenset[str]:
    return frozenset(form for entry in entries for form in entry.split())


def _singulars(entries: Iterable[str]) -> dict[str, str]:
    return {form: entry.split()[0] for entry in entries for form in entry.split()}


def _pairs(entries: Iterable[str]) -> dict[str, str]:
    """Entries "word = what it names"; a word alone names itself."""
    pairs = (entry.split(" = ") for entry in entries)
    return {pair[0]: pair[-1] for pair in pairs}
