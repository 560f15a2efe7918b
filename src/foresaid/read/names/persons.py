"""Which people does a run name by a title, a given name or initials?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import NameKind

if TYPE_CHECKING:
    from foresaid.read.names.heads import Heads
    from foresaid.read.names.run_words import Part, RunWords

# Words of a person's name: "Johann Wolfgang von Goethe" and two more initials; what follows begins another name.
_MOST_PERSON_WORDS = 6


class Persons:
    """Reads people's names in one run."""

    def __init__(self, run: RunWords, heads: Heads) -> None:
        self._run = run
        self._words = run.words
        self._heads = heads

    def behind_title(self, at: int) -> tuple[int, Part | None]:
        """A person behind titles: "President Lincoln", "Secretary of State John Hay"."""
        words, name = self._words, at
        sure = False
        while name < len(self._run.pieces) and self._is_title(name):
            low = self._run.pieces[name].low
            sure = (
                sure
                or low.removesuffix("s") in words.sure_titles
                or low in words.sure_titles
                or self._is_joined_title(low)
            )
            name += 1
        if name == at:
            return at, None
        first_name = name
        if self._run.is_of(name) and self._run.pieces[name].low != "on":
            name = self._field(name)
            sure = True
        end = self._person_end(name)
        if end == name:
            return self._office(first_name, name)
        if not sure and not self._run.is_given(name):
            return at, None  # "Republican Convention", "Chief Seattle": not every title tells
        start = (
            at if self._run.pieces[first_name - 1].low in words.kept_titles and first_name == name else name
        )
        last = self._run.pieces[first_name - 1].low.rsplit("-", 1)[-1]
        hint = "titled" if last in words.weak_titles and not self._run.is_given(name) else ""
        role = (self._run.pieces[at].start, self._run.pieces[name - 1].end) if start == name else None
        return end, self._run.part(start, end, NameKind.PERSON, role=role, hint=hint)

    def _is_title(self, at: int) -> bool:
        """Whether a word is a title, or the first half of one: "Prime Minister"."""
        piece = self._run.pieces[at]
        if piece.small or piece.possessive:
            return False
        following = self._run.pieces[at + 1].low if at + 1 < len(self._run.pieces) else ""
        if piece.low in self._words.role_modifiers and following in self._words.sure_titles:
            return True
        if piece.low.removesuffix("s") in self._words.sure_titles:
            return True  # "Presidents Cleveland and Harrison"
        return piece.low in self._words.titles or self._is_joined_title(piece.low)

    def _is_joined_title(self, low: str) -> bool:
        """Whether a word is two titles with a hyphen: "Major-General"."""
        return "-" in low and low.rsplit("-", 1)[1] in self._words.sure_titles

    def _office(self, links: int, behind: int) -> tuple[int, Part | None]:
        """A title without a person: over its field of work where that is no body of its own, else over itself."""
        if behind > links and (
            self._run.pieces[links - 1].low in self._words.office_titles
            or self._run.pieces[behind - 1].low in self._words.office_fields
        ):
            return behind, None
        return links, None

    def _field(self, at: int) -> int:
        """Behind the words of an office's field: "of State", "of Indian Affairs", "of the United States"."""
        first = at + 1
        while first < len(self._run.pieces) and self._run.pieces[first].small:
            first += 1
        if first >= len(self._run.pieces):
            return at
        held = self._run.pieces[at - 1].low in self._words.office_titles
        if held and self._run.pieces[first].low in self._words.office_fields:
            return first + 1
        table_end, _ = self._run.in_tables(first)
        headed_end, part = self._heads.read(first)
        end = max(table_end, headed_end if part is not None else first, first + 1)
        while (
            end < len(self._run.pieces)
            and not self._run.pieces[end].small
            and not (self._run.is_given(end) or self._run.is_initials(end))
        ):
            end += 1
        return end

    def by_given_name(self, at: int) -> tuple[int, Part | None]:
        """A person by given name or initials: "Abraham Lincoln", "J. Q. Adams"."""
        if not (self._run.is_given(at) or self._run.is_initials(at) or self._is_before_initial(at)):
            return at, None
        end = self._person_end(at)
        if end == at + 1:
            if self._run.is_initials(at):
                return at, None
            return end, self._run.part(at, end, None, hint="given")
        if all(self._run.is_initials(number) for number in range(at, end)):
            return at, None
        return end, self._run.part(at, end, NameKind.PERSON)

    def _is_before_initial(self, at: int) -> bool:
        """Whether an initial and a further word follow a word: "Carroll D. Wright"."""
        if (
            at + 2 >= len(self._run.pieces)
            or not self._run.is_initial(at + 1)
            or self._run.pieces[at].possessive
        ):
            return False
        return (
            self._run.may_name(at)
            and not self._run.pieces[at + 2].small
            and self._run.in_tables(at)[1] is None
        )

    def _person_end(self, at: int) -> int:
        """Behind the words of a person's name that begins with a word; `at` itself if none does."""
        end = at
        while end < len(self._run.pieces) and end - at < _MOST_PERSON_WORDS:
            step = self._person_word(end, first=end == at)
            if step == end:
                break
            end = step
            if self._run.pieces[end - 1].possessive:
                break
        return end

    def _person_word(self, at: int, *, first: bool) -> int:
        """Behind one word of a person's name, with the particle in front of it."""
        words, piece = self._words, self._run.pieces[at]
        if piece.low in words.particles and not first and (piece.small or at + 1 < len(self._run.pieces)):
            following = at + 1
            if following < len(self._run.pieces) and not self._run.pieces[following].small:
                return following + 1
            return at
        if not self._run.is_initials(at) and (
            piece.small or piece.low in words.plain or piece.low in words.calendar
        ):
            return at  # "A." in "Mr. A. Dunn" is no article
        if piece.low in words.nationalities or (piece.low in words.titles and not first):
            return at
        if self._is_table_of_others(at) or (
            len(piece.text) > 1 and piece.text.isupper() and "." not in piece.text
        ):
            return at
        return at + 1

    def _is_table_of_others(self, at: int) -> bool:
        """Whether a word begins a name of the tables that is no person's: "Mary England" is two names, "Mr. Washington" one."""
        piece = self._run.pieces[at]
        end, known = self._run.in_tables(at)
        if known is None or known.kind is NameKind.PERSON:
            return False
        return end > at + 1 or not (piece.text in self._words.either or piece.low in self._words.given)
