"""Can "Mrs. Pell" and "Captain Pell" be told apart without their titles?"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.read.lexicon import Lexicon

_WOMEN = frozenset(("mrs", "miss", "lady", "madame", "mme", "frau", "queen", "princess"))
# Two of these never name the same woman at one time: mother and daughter.
_MARRIED_OR_NOT = frozenset(("mrs", "miss"))


class Honorifics:
    """The titles of one text's surnames; the text is read once, when a title is first asked for."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._titles: dict[str, set[str]] | None = None

    def tell_apart(self, surname: str) -> bool:
        """Whether bearers of a surname differ by their titles: a woman's and one that is no woman's, or Mrs. and Miss."""
        titles = self._of(surname)
        women = titles & _WOMEN
        return bool(women and titles - women - {"ms", "dr"}) or women >= _MARRIED_OR_NOT

    def _of(self, surname: str) -> set[str]:
        if self._titles is None:
            self._titles = {}
            pattern = _titled(frozenset(self._lexicon.persons_titles))
            for match in pattern.finditer(self._text):
                self._titles.setdefault(match.group(2), set()).add(match.group(1).casefold())
        return self._titles.get(surname, set())


@lru_cache(maxsize=8)
def _titled(titles: Iterable[str]) -> re.Pattern[str]:
    """A title and the lone name behind it: no "President Harry Truman", whose second word is a given name."""
    words = "|".join(sorted(title.capitalize() for title in titles))
    return re.compile(
        rf"\b({words})\.?[ \n]([^\W\d_][\w’'-]{{1,24}}?)(?:['’]s)?(?![\w’'-])(?![ \n][A-Z][a-z])"
    )
