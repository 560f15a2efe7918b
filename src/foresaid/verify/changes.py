"""Which differences between words change a meaning, and which do not?

The word tables of data/<language>/changes.toml, made ready for look-up. Words are held as folded by
`foresaid.text.normalize`: without case, accents and apostrophes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from foresaid.text.normalize import fold_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from foresaid.model.words import Vocabulary

Pairs: TypeAlias = "tuple[tuple[str, str], ...]"

MEANINGS = (
    "negation",
    "number",
    "date",
    "modality",
    "condition",
    "quantifier",
    "name",
)  # never minor; the first that fits


def _pairs(entries: Iterable[str]) -> Pairs:
    return tuple((left, right) for left, _, right in (entry.partition(">") for entry in entries))


def _by_first_letter(pairs: Iterable[tuple[str, str]]) -> dict[str, Pairs]:
    found: dict[str, set[tuple[str, str]]] = {}
    for left, right in pairs:
        found.setdefault(left[0], set()).add((left, right))
    return {letter: tuple(sorted(known)) for letter, known in found.items()}


def _both_ways(pairs: Pairs) -> Iterator[tuple[str, str]]:
    for left, right in pairs:
        yield left, right
        yield right, left


def _phrases(entries: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(fold_word(word) for word in entry.split()) for entry in entries)


@dataclass(frozen=True, slots=True)
class Changes:
    """The tables of one language: words by what they change, pairs by what they are written for.

    Words in `capitalised` name a day or month only with a capital: May, not may.
    """

    meanings: dict[str, frozenset[str]]
    capitalised: frozenset[str]
    conditions: frozenset[tuple[str, ...]]
    continuations: frozenset[tuple[str, ...]]
    continuation_heads: frozenset[str]
    governors: frozenset[tuple[str, ...]]
    openings: frozenset[tuple[str, ...]]
    reporting_openings: frozenset[tuple[str, ...]]
    open_questions: frozenset[tuple[str, ...]]
    open_wishes: frozenset[tuple[str, ...]]
    saying_words: frozenset[str]
    joining: frozenset[str]
    reports: frozenset[str]
    copulas: frozenset[str]
    reporters: frozenset[str]
    reported_noise: frozenset[str]
    regional: frozenset[str]
    reporting_words: frozenset[str]
    timing_openings: frozenset[str]
    joined_conjunctions: frozenset[tuple[str, ...]]
    contrasts: frozenset[str]
    clause_words: frozenset[str]
    complementisers: frozenset[str]
    doubting_complementisers: frozenset[str]
    denials: frozenset[tuple[str, ...]]
    affirming: frozenset[tuple[str, ...]]
    factives: frozenset[str]
    negating: frozenset[tuple[str, ...]]
    negating_prefixes: tuple[str, ...]
    clause_openers: frozenset[str]
    prepositions: frozenset[str]
    parted: frozenset[str]
    number_limits: frozenset[tuple[str, ...]]
    ranges: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    units: dict[str, str]
    released: frozenset[str]
    spelling_letters: Pairs
    spelling_sure: Pairs
    spelling_endings: Pairs
    spelling_doubled: Pairs
    spelling_words: dict[str, str]
    numerals: dict[str, str]
    contractions: dict[str, tuple[str, ...]]
    confused_from: dict[str, Pairs]
    homoglyphs: dict[int, str]
    titles: frozenset[str]
    given_names: frozenset[tuple[str, str]]
    title_words: frozenset[str]
    states: frozenset[str]
    bodies: frozenset[str]
    members: frozenset[str]
    addresses: frozenset[str]
    generations: frozenset[str]
    nobody: frozenset[tuple[str, ...]]
    lexicon: frozenset[str]

    def has_meaning(self, word: str) -> bool:
        """Whether a folded word denies, limits or makes more or less certain; a number in brackets does not."""
        return any(
            word in self.meanings[kind] for kind in ("negation", "modality", "condition", "quantifier")
        )


_FOLDED = (
    *(
        "contrasts",
        "clause_words",
        "factives",
        "parted",
        "determiners",
        "pronouns",
        "released",
        "title_words",
    ),
    *("states", "members", "addresses", "generations", "complementisers", "doubting_complementisers"),
    *(
        "clause_openers",
        "prepositions",
        "ranges",
        "reporting_words",
        "timing_openings",
        "saying_words",
        "joining",
    ),
    *("reports", "copulas", "reporters", "reported_noise"),
)
_PHRASES = (
    *("conditions", "continuations", "governors", "openings", "reporting_openings", "joined_conjunctions"),
    *("denials", "affirming", "negating", "number_limits", "nobody", "open_questions", "open_wishes"),
)
_MEANT = {
    "negation": "negations",
    "number": "number_words",
    "date": "calendar",
    "modality": "modals",
    "quantifier": "quantifiers",
}


def read_changes(vocabulary: Vocabulary) -> Changes:
    """The tables of a vocabulary; KeyError names one that the language lacks."""
    table = {key.removeprefix("changes."): entries for key, entries in vocabulary.tables.items()}
    folded: dict[str, Any] = {name: frozenset(map(fold_word, table[name])) for name in _FOLDED}
    phrases: dict[str, Any] = {name: _phrases(table[name]) for name in _PHRASES}
    conditions = frozenset(phrase[0] for phrase in phrases["conditions"] if len(phrase) == 1)
    meanings = {kind: frozenset(map(fold_word, table[name])) for kind, name in _MEANT.items()}
    return Changes(
        meanings={**meanings, "condition": conditions},
        capitalised=frozenset(fold_word(word) for word in table["calendar"] if word[:1].isupper()),
        continuation_heads=frozenset(phrase[0] for phrase in phrases["continuations"]),
        negating_prefixes=table["negating_prefixes"],
        bodies=frozenset(map(fold_word, (*table["bodies"], *table["states"]))),
        titles=frozenset(word for title in table["person_titles"] for word in title.split()),
        given_names=frozenset(_both_ways(_pairs(table["given_names"]))),
        lexicon=vocabulary.lexicon,
        regional=vocabulary.regional,
        **folded,
        **phrases,
        **_spellings(table),
    )


def _spellings(table: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """The tables of what is written for one another."""
    contractions = {
        fold_word(short): tuple(map(fold_word, full.split()))
        for short, full in _pairs(table["contractions"])
    }
    return {
        "spelling_letters": _pairs(table["spelling_letters"]),
        "spelling_sure": _pairs(table["spelling_sure"]),
        "spelling_endings": _pairs(table["spelling_endings"]),
        "spelling_doubled": _pairs(table["spelling_doubled"]),
        "spelling_words": dict(_pairs(table["spelling_words"])),
        "numerals": dict(_pairs(table["numerals"])),
        "contractions": contractions,
        "confused_from": _by_first_letter(_both_ways(_pairs(table["ocr_confusions"]))),
        "homoglyphs": str.maketrans(dict(_pairs(table["homoglyphs"]))),
        "units": {name: signs for signs, name in _pairs(table["units"])},
    }


def in_full(words: Iterable[str], changes: Changes) -> list[str]:
    """Folded words with contractions written out."""
    return [part for word in words for part in changes.contractions.get(word, (word,))]


def holds_phrase(words: Sequence[str], phrases: frozenset[tuple[str, ...]]) -> bool:
    """Whether any of the phrases stands somewhere in the words."""
    longest = max(map(len, phrases), default=0)
    return any(
        tuple(words[start : start + length]) in phrases
        for start in range(len(words))
        for length in range(1, longest + 1)
    )
