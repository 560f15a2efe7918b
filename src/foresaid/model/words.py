"""Which words of a language do which work, as tables a historian can edit?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The word tables of one language, read from data/<language>/*.toml.

    `tables` maps "<file>.<key>" (such as "quotations.cue_verbs") to its entries, in the file's order; `lexicon`
    holds the words of the language, folded, as far as words.txt lists them, `regional` those of them that are written so in one
    country only.
    """

    language: str
    tables: Mapping[str, tuple[str, ...]]
    lexicon: frozenset[str] = frozenset()
    regional: frozenset[str] = frozenset()

    def words(self, table: str) -> frozenset[str]:
        """The entries of one table as a set; KeyError names a table that the language lacks."""
        return frozenset(self.tables[table])
