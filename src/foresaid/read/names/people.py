"""Whom does a text name in full, so that a surname can be led back to one of them?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from foresaid.read.names.given import givens_fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.names.lexicon import NameWords


class People:
    """The people whom a text names in full, by their surnames."""

    def __init__(self, words: NameWords) -> None:
        self._words = words
        self._full: dict[str, Counter[str]] = {}
        self._lone: set[str] = set()
        self._titles: dict[str, set[str]] = {}
        self._styles: dict[str, set[str]] = {}

    def learn(self, name: str, title: str = "") -> None:
        """Remember a person's name as it stands; of "King George" and "Mr. Lee" only that they are people's."""
        bare = self.bare(name)
        style = self._style(title)
        if bare and style:
            self._styles.setdefault(bare[-1], set()).add(style)
            self._styles.setdefault(" ".join(bare), set()).add(style)
        if len(bare) > 1:
            self._full.setdefault(bare[-1], Counter())[" ".join(bare)] += 1
        elif bare:
            self._lone.add(bare[0])
            if title:
                self._titles.setdefault(bare[0], set()).add(_plain(title))

    def bare(self, name: str) -> list[str]:
        """The words of a name without "Jr."."""
        bare = name.split()
        while len(bare) > 1 and bare[-1].casefold().rstrip(".,") in self._words.suffixes:
            bare.pop()
        return bare

    def knows(self, surname: str) -> bool:
        """Whether somebody of a surname is named."""
        return surname in self._full or surname in self._lone

    def has_full(self, surname: str) -> bool:
        """Whether somebody of a surname is named with a given name."""
        return surname in self._full

    def has_given(self, given: str) -> str | None:
        """The one full name of the text that begins with a given name."""
        found = [name for names in self._full.values() for name in names if name.split()[0] == given]
        return found[0] if len(found) == 1 else None

    def shortened(self, name: str) -> str | None:
        """A name without its last word, where that is a person whom the text names more often: "Ann Lee Wins"."""
        front, _, last = name.rpartition(" ")
        if front.count(" ") < 1:
            return None
        often = self._full.get(front.rsplit(" ", 1)[1], Counter[str]())[front]
        return front if often > self._full.get(last, Counter[str]())[name] else None

    def fullest(self, name: str, title: str = "") -> str | None:
        """The fullest form of a name in the text, for somebody with a title; None where it may be two people's."""
        bare = self.bare(name)
        if not bare:
            return None
        namesakes = self._full.get(bare[-1], Counter[str]())
        fitting = [
            full for full in namesakes if may_be_same(bare, full.split()) and self._fits_title(full, title)
        ]
        if not fitting and len(bare) == 1 and not namesakes:
            return self._alone(bare[0], title)
        if not fitting:
            return " ".join(bare) if len(bare) > 1 else None
        if len(bare) == 1 and not self._is_styled(bare[0], self._style(title), fitting):
            return None
        longest = max(fitting, key=lambda full: (len(full.split()), namesakes[full], len(full), full))
        one = all(may_be_same(full.split(), longest.split()) for full in fitting)
        return longest if one else (None if len(bare) == 1 else " ".join(bare))

    def _alone(self, surname: str, title: str) -> str | None:
        """A surname of which the text gives no given name; with its title where titles tell two people: "Mrs. Pell".

        None where such a surname stands without a title, or with one that fits either of them.
        """
        words = self._words
        titles = self._titles.get(surname, set())
        women = {each for each in titles if each in words.titles_she}
        offices = {each for each in titles - women if each not in words.common_titles}
        if len(women) < 2 and len(offices) < 2 and not (women and titles - women):  # noqa: PLR2004 - two people
            return surname
        own = _plain(title)
        if not own or (own in words.common_titles and offices):
            return None
        return f"{' '.join(title.split())} {surname}"

    def _style(self, title: str) -> str:
        """The title that tells one member of a family from another, if there is one: "Mrs."."""
        words = title.split()
        last = words[-1].casefold().rstrip(".") if words else ""
        return last if last in self._words.styles else ""

    def _is_styled(self, surname: str, style: str, fitting: Sequence[str]) -> bool:
        """Whether a title can be one person's: where a text has "Mr. Lee" and "Mrs. Lee", who is "Mrs. Lee"?

        Then only a full name that bears the title itself will do: "Mrs. Ann Lee".
        """
        if not style or len(self._styles.get(surname, ())) < 2:  # noqa: PLR2004 - one title tells of no family
            return True
        return any(style in self._styles.get(full, ()) for full in fitting)

    def _fits_title(self, full: str, title: str) -> bool:
        """Whether a person may bear a title: no "Mrs." is an Abraham."""
        given, words = full.split(" ", 1)[0].casefold(), self._words
        titles = {word.casefold().rstrip(".") for word in title.split()}
        if titles & words.titles_she and given in words.given_he:
            return False
        if titles & words.ranks and self._styles.get(full, set()) & words.titles_she:
            return False  # "Captain Pell" is not Mrs. Ann Pell
        return not (titles & words.titles_he and given in words.given_she)


def _plain(title: str) -> str:
    """A title without case and stop."""
    return " ".join(title.casefold().replace(".", "").split())


def may_be_same(name: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names of one text may be one person's: equal surnames, fitting given names, only initials missing.

    "J. Q. Adams" and "John Quincy Adams" may, and "Adams" may be either; "John Adams" and "John Quincy Adams" are
    taken for two.
    """
    if name[-1] != other[-1]:
        return False
    if not name[:-1] or not other[:-1]:
        return True
    return givens_fit(name[:-1], other[:-1], _fits, lambda given: given.endswith("."))


def _fits(given: str, other: str) -> bool:
    if given.endswith(".") or other.endswith("."):
        return given[0] == other[0]
    return given == other
