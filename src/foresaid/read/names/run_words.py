"""What can be told of single words of a run: are they in the tables, titles, initials, letters?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.bodies import NameKind  # noqa: TC001 - a named tuple's field
from foresaid.read.names.runs import Piece, pieces

if TYPE_CHECKING:
    from foresaid.read.names.lexicon import Known, NameWords

# Longer words in capitals are set so, not abbreviated; UNESCO and NATO have at most 6 letters.
LONGEST_ACRONYM = 6
_SHORTEST_ACRONYM = 2
# Letters set apart: "U. S. S. R.".
_MOST_LETTERS = 4


class Part(NamedTuple):
    """A stretch of a run that names something; offsets are into the run.

    `kind` is None where the words do not tell it, and `hint` then says what they look like: "given" (a given name
    alone), "acronym" or "word". Of known kinds "either" is a person's or a place's, "titled" a word behind
    a title that is a plain word too, "heading" one in a line of capitals. `role` is the stretch of a title in front.
    """

    start: int
    end: int
    kind: NameKind | None
    name: str
    hint: str = ""
    role: tuple[int, int] | None = None


class RunWords:
    """The words of one run, and what the tables say of them."""

    def __init__(self, text: str, words: NameWords) -> None:
        self.text = text
        self.words = words
        self.pieces = pieces(text, words.small)

    def in_tables(self, at: int) -> tuple[int, Known | None]:
        """The longest name of the tables that begins with a word."""
        words, key, found = self.words, "", (at, None)
        acronym = self._acronym(at)
        if acronym[1] is not None:
            found = acronym  # type: ignore[assignment]
        for end in range(at, min(len(self.pieces), at + words.longest)):
            piece = self.pieces[end]
            key = f"{key} {piece.text}" if key else piece.text
            known = words.known.get(key) or words.known.get(key.removesuffix("’").removesuffix("'"))
            if known is not None and end + 1 > found[0]:
                found = (end + 1, known)  # type: ignore[assignment]
            if piece.possessive:
                break
        return found

    def _acronym(self, at: int) -> tuple[int, Known | None]:
        """Letters that everybody knows: "U.S.", "U. S.", "USSR"."""
        letters = ""
        for end in range(at, min(len(self.pieces), at + _MOST_LETTERS)):
            text = self.pieces[end].text
            if end > at and not (len(text) == 2 and text[1] == "."):  # noqa: PLR2004 - a letter and its stop
                break
            letters += text
            known = self.words.acronyms.get(letters.rstrip("."))
            if known is not None and not self.is_initial(end + 1):
                return end + 1, known
        return at, None

    def is_initial(self, at: int) -> bool:
        """Whether a word is one letter with its stop: "F."."""
        return at < len(self.pieces) and self.pieces[at].text[1:] == "."

    def stretch(self, at: int) -> int:
        """Behind the last of the words with capitals that follow one another; a possessive ends them."""
        end = at
        while end < len(self.pieces) and not self.pieces[end].small:
            end += 1
            if self.pieces[end - 1].possessive:
                break
        return end

    def is_of(self, at: int) -> bool:
        """Whether a word ties a name's head to the rest of it: "of", "for", "on"."""
        return at < len(self.pieces) and self.pieces[at].low in ("of", "for", "on")

    def is_given(self, at: int) -> bool:
        """Whether a word is a given name."""
        return (
            at < len(self.pieces) and self.pieces[at].low in self.words.given and not self.pieces[at].small
        )

    def is_initials(self, at: int) -> bool:
        """Whether a word is nothing but initials: "J.Q."."""
        piece = self.pieces[at]
        return piece.text.endswith(".") and len(piece.text.replace(".", "")) * 2 == len(piece.text)

    def may_name(self, at: int) -> bool:
        """Whether a word can be part of a name, as far as the tables tell."""
        words, piece = self.words, self.pieces[at]
        if piece.small or len(piece.low) < 2 or piece.low in words.plain or piece.low in words.openers:  # noqa: PLR2004
            return False
        head = piece.low.partition("'")[0].partition("’")[0]
        if head in words.plain or piece.low in words.calendar or piece.low in words.suffixes:
            return False
        if piece.low in words.titles or piece.low.removesuffix("s") in words.titles:
            return False
        return not words.is_adjective(piece.low) and not self._is_compound(piece)

    def _is_compound(self, piece: Piece) -> bool:
        """Whether a word is a name or adjective with something hung on it: "American-made", "Cuba-and"."""
        first, hyphen, rest = piece.text.partition("-")
        if not hyphen:
            return False
        words = self.words
        return (
            words.is_adjective(first.casefold()) or first in words.known or rest.casefold() in words.plain
        )

    def looks_acronym(self, piece: Piece) -> bool:
        """Whether a word is letters that stand for something."""
        letters = piece.text.replace(".", "").removesuffix("s")
        return (
            _SHORTEST_ACRONYM <= len(letters) <= LONGEST_ACRONYM
            and letters.isupper()
            and letters.isalpha()
            and piece.text.rstrip(".") not in self.words.no_acronyms
            and letters not in self.words.no_acronyms
            and not _is_roman(letters)
        )

    def part(
        self,
        at: int,
        end: int,
        kind: NameKind | None,
        name: str = "",
        *,
        hint: str = "",
        role: tuple[int, int] | None = None,
    ) -> Part:
        """The part of the words between two of them, without a possessive's apostrophe."""
        first, last = self.pieces[at], self.pieces[end - 1]
        stop = last.end
        if last.text.endswith(("’", "'")) or (
            last.text.endswith(".") and last.low in self.words.abbreviations
        ):
            stop -= 1
        written = name or " ".join(self.text[first.start : stop].split())
        return Part(first.start, stop, kind, written, hint, role)


def _is_roman(letters: str) -> bool:
    return not set(letters) - set("IVXLCDM")
