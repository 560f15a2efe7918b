"""Which words tell what is said of the future, ready for use?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.model.words import Vocabulary

# Tables of verbs, of which regular ones are written once.
_VERBS = frozenset(("acts", "administering", "states", "effects", "happenings", "sayings"))
# Letters that double in front of -ed and -ing behind a single vowel: "submitted", "planning".
_DOUBLING = frozenset("bdgmnprt")
_VOWELS = frozenset("aeiou")
_PREFIX = "forecasts."


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables of data/<language>/forecasts.toml.

    `classes` holds the tables that each word stands in, `phrases` by their first word those of several words.
    """

    classes: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    tables: Mapping[str, tuple[str, ...]]

    def of(self, word: str) -> frozenset[str]:
        """The tables that a word stands in."""
        return self.classes.get(word, _NONE)


_NONE: frozenset[str] = frozenset()


def lexicon_of(vocabulary: Vocabulary) -> Lexicon:
    """The lexicon of one language; KeyError names a table that the language lacks."""
    classes: dict[str, set[str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    tables: dict[str, tuple[str, ...]] = {}
    for key, entries in vocabulary.tables.items():
        if not key.startswith(_PREFIX):
            continue
        name = key.removeprefix(_PREFIX)
        tables[name] = tuple(_forms(entries, regular=name in _VERBS))
        for form in tables[name]:
            words = tuple(form.split(" "))
            if len(words) == 1:
                classes.setdefault(form, set()).add(name)
            else:
                phrases.setdefault(words[0], []).append((words, name))
    return Lexicon(
        {word: frozenset(names) for word, names in classes.items()},
        {word: tuple(each) for word, each in phrases.items()},
        tables,
    )


def _forms(entries: Iterable[str], *, regular: bool) -> Iterator[str]:
    """Every form of a table's entries: those written, and those of a regular verb."""
    for entry in entries:
        if regular and "|" not in entry:
            yield from _inflected(entry)
        else:
            yield from entry.split("|")


def _inflected(verb: str) -> tuple[str, ...]:
    """The forms of a regular verb that stand behind an auxiliary: submit, submitted, submitting."""
    if verb.endswith("e"):
        return verb, verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb, verb[:-1] + "ied", verb + "ing"
    doubled = verb + verb[-1]
    if verb[-1] in _DOUBLING and verb[-2:-1] in _VOWELS and verb[-3:-2] not in _VOWELS:
        return verb, verb + "ed", verb + "ing", doubled + "ed", doubled + "ing"
    return verb, verb + "ed", verb + "ing"
