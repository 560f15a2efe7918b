"""Which words of a sentence work on its topic, as tables of stems and phrases?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from foresaid.text.stems import stemmer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.words import Vocabulary

_PREFIX = "inquiries."
# A word with what hangs on it by an apostrophe, or one sign that may part clauses.
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[.,;:!?()\[\]…—–]|--")
# Stems remembered: more than the distinct words of a thousand sentences.
_KEPT = 1 << 15
# Tables that are matched as written: their words change their sense with their form ("will", "willing").
_AS_WRITTEN = frozenset(
    (
        "empty", "negations", "undenying", "turning", "openers", "relatives", "joining", "verbs", "presuming", "coming",
        "telling", "modals", "first_person", "nearing", "conditions", "must", "anaphors", "pronouns", "copulas", "afterwards",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cues:
    """The tables of data/<language>/inquiries.toml: by a word or stem the tables it stands in; phrases by their first."""

    written: Mapping[str, frozenset[str]]
    stemmed: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    stem: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence: its words in small letters, their stems, and the tables that each (or a phrase from it on) stands in.

    Signs between clauses are words too. `covered` are places inside a phrase that changes what its words do.
    """

    low: tuple[str, ...]
    stems: tuple[str, ...]
    classes: tuple[frozenset[str], ...]
    covered: frozenset[int]

    def places(self, table: str) -> Iterator[int]:
        """Where words of a table stand, those left out that a phrase like "no doubt" takes away."""
        return (
            at
            for at, classes in enumerate(self.classes)
            if table in classes and (at not in self.covered or table in ("undenying", "turning"))
        )

    def has(self, table: str) -> bool:
        """Whether any word or phrase of the sentence stands in a table."""
        return any(table in classes for classes in self.classes)


_NONE: frozenset[str] = frozenset()
# In these phrases the words inside lose what they do alone.
_COVERING = frozenset(("undenying", "turning"))


def cues_of(vocabulary: Vocabulary) -> Cues:
    """The prepared tables of one language; KeyError says that it has none."""
    stem = lru_cache(maxsize=_KEPT)(stemmer(vocabulary).stem)
    written: dict[str, set[str]] = {}
    stemmed: dict[str, set[str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for key, entries in vocabulary.tables.items():
        if not key.startswith(_PREFIX):
            continue
        name = key.removeprefix(_PREFIX)
        for entry in entries:
            words = tuple(entry.split(" "))
            if len(words) > 1:
                held = tuple(map(stem, words))
                phrases.setdefault(held[0], []).append((held, name))
            elif name in _AS_WRITTEN:
                written.setdefault(entry, set()).add(name)
            else:
                stemmed.setdefault(stem(entry), set()).add(name)
    if not written:
        raise KeyError(f"{_PREFIX}* for language {vocabulary.language!r}")
    return Cues(
        {word: frozenset(names) for word, names in written.items()},
        {word: frozenset(names) for word, names in stemmed.items()},
        {word: tuple(each) for word, each in phrases.items()},
        stem,
    )


def wording_of(text: str, cues: Cues) -> Wording:
    """The words of a sentence with what they do."""
    low = tuple(_split(text.lower().replace("’", "'")))
    stems = tuple(map(cues.stem, low))
    classes = [
        cues.written.get(word, _NONE) | cues.stemmed.get(root, _NONE)
        for word, root in zip(low, stems, strict=True)
    ]
    covered: set[int] = set()
    for at, root in enumerate(stems):
        for phrase, name in cues.phrases.get(root, ()):
            if stems[at : at + len(phrase)] == phrase:
                classes[at] |= {name}
                if name in _COVERING:
                    covered.update(range(at, at + len(phrase)))
    return Wording(low, stems, tuple(classes), frozenset(covered))


def _split(text: str) -> Iterator[str]:
    """Words and signs; "cannot" and "n't" stand apart, possessives lose their mark."""
    for match in _TOKEN.finditer(text):
        word = match[0]
        if word.endswith("n't"):
            yield from (word[:-3], "n't")
        elif word.endswith("'s"):
            yield word[:-2]
        else:
            yield word
