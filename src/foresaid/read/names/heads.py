"""Which bodies, events and places does a run name by a head ("Workers League", "Battle of Ypres")?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.bodies import NameKind

if TYPE_CHECKING:
    from foresaid.read.names.run_words import Part, RunWords

# Words of what follows "of": "of the Union of Soviet Socialist Republics".
_MOST_TAIL = 8
_LINKS = 2  # "of the"


class Heads:
    """Reads names by their heads in one run."""

    def __init__(self, run: RunWords) -> None:
        self._run = run
        self._words = run.words

    def read(self, at: int) -> tuple[int, Part | None]:
        """A body, event or place by its head: "Workers League", "House of Commons", "Battle of Ypres", "Ohio River"."""
        firm = self._firm(at)
        if firm is not None:
            return firm
        stop = self._run.stretch(at)
        for head in range(stop - 1, at, -1):
            kind = self._kind_of_head(at, head)
            if kind is not None:
                end = self._tail(head, kind)
                return end, self._run.part(at, end, kind)
        kind = self._kind_before_of(at) if stop == at + 1 else None
        if kind is not None:
            end = self._tail(at, kind)
            if end > at + 1:
                return end, self._run.part(at, end, self._kind_with_tail(kind, end))
        return self._opened_place(at, stop)

    def _firm(self, at: int) -> tuple[int, Part] | None:
        """A firm by what stands behind "&": "Barrow & Sons", "Barrow, Lee & Co."; "Messrs." is no part of its name."""
        run, words = self._run, self._words
        first = at + 1 if run.pieces[at].low in words.common_titles else at
        stop = run.stretch(first) if first < len(run.pieces) else first
        if stop == first or stop + 1 >= len(run.pieces) or run.pieces[stop].text != "&":
            return None
        if run.pieces[stop + 1].low not in words.firm_tails:
            return None
        return stop + 2, run.part(first, stop + 2, NameKind.ORGANISATION)

    def _kind_of_head(self, at: int, head: int) -> NameKind | None:
        """What a head of two or more words names; None where the words in front of it do not make a name."""
        words, low = self._words, self._run.pieces[head].low
        front = [piece.low for piece in self._run.pieces[at:head]]
        if (
            front[0] in words.plain
            or self._is_verb(at, head)
            or (front[0] in words.calendar and low not in words.events)
        ):
            return None
        if low in words.events and (low not in words.weak_events or self._is_of_nation(at, head)):
            return NameKind.EVENT
        if low in words.bodies and (low not in words.weak_bodies or self._is_strong(front)):
            return None if front[-1] in ("few", "own") else NameKind.ORGANISATION
        if low in words.realms and words.is_adjective(front[-1]):
            whole = front[-1] not in words.creeds or self._tail(head, NameKind.PLACE) > head + 1
            return NameKind.PLACE if whole else None
        if low in words.place_heads and not all(words.is_adjective(word) for word in front):
            return NameKind.PLACE
        return None

    def _is_verb(self, at: int, head: int) -> bool:
        """Whether a word in -ing stands in front of a name of the tables: "Financing World War II"."""
        first = self._run.pieces[at].low
        return first.endswith("ing") and head > at and self._run.in_tables(at + 1)[0] > head

    def _kind_with_tail(self, kind: NameKind, end: int) -> NameKind:
        """A place's head with a body's tail is a body: "District of Columbia Development Bank"."""
        last = self._run.pieces[end - 1].low
        return NameKind.ORGANISATION if kind is NameKind.PLACE and last in self._words.bodies else kind

    def _is_of_nation(self, at: int, head: int) -> bool:
        front = self._run.pieces[at:head]
        return any(
            piece.low in self._words.nationalities or piece.text in self._words.known for piece in front
        )

    def _is_strong(self, front: list[str]) -> bool:
        """Whether the words in front of a weak head make it a name: two of them, or one that is no adjective."""
        return len(front) > 1 or not (
            self._words.is_adjective(front[0]) or front[0] in self._words.quarters
        )

    def _kind_before_of(self, at: int) -> NameKind | None:
        """What a lone head before "of" names."""
        words, low = self._words, self._run.pieces[at].low
        if not self._run.is_of(at + 1):
            return None
        if low in words.events_of:
            return NameKind.EVENT
        if low in words.bodies and low not in words.titles:
            return NameKind.ORGANISATION
        return NameKind.PLACE if low in words.place_heads_of else None

    def _tail(self, head: int, kind: NameKind) -> int:
        """Behind "of the …" where it belongs to a name's head; else behind the head."""
        at = head + 1
        if self._run.pieces[head].possessive or not self._run.is_of(at):
            return at
        if kind is not NameKind.ORGANISATION and self._run.pieces[at].low != "of":
            return at
        first = at + 1
        while first < len(self._run.pieces) and self._run.pieces[first].small:
            first += 1
        if first >= len(self._run.pieces) or first > at + _LINKS:
            return at
        end = self._tail_end(first, kind)
        return end if end > first else at

    def _tail_end(self, first: int, kind: NameKind) -> int:
        """Behind the words of a tail: a name of the tables or a headed name; else for a body the words up to the next small one.

        "Committee on Foreign Relations", but "Port of Brest Harbour Master".
        """
        run, words = self._run, self._words
        if run.pieces[first].low in words.calendar or run.pieces[first].low in words.plain:
            return first
        table_end, known = run.in_tables(first)
        headed_end, part = self.read(first)
        end = headed_end if part is not None else first
        if known is not None and (known.kind is not None or kind is not NameKind.ORGANISATION):
            end = max(end, table_end)
        if kind is NameKind.ORGANISATION:
            end = max(end, self._up_to_title(first))
            return end if run.pieces[end - 1].possessive else self._joined(end)
        return max(end, first + 1)

    def _up_to_title(self, first: int) -> int:
        """Behind the words with capitals, up to a title that somebody bears: "Bank of England Governor"."""
        stop = min(self._run.stretch(first), first + _MOST_TAIL)
        for at in range(first + 1, stop):
            if self._run.pieces[at].low in self._words.sure_titles:
                return at
        return stop

    def _joined(self, end: int) -> int:
        """Behind "and …" in the tail of a body: "Ministry of Trade and Industry"."""
        if (
            end + 1 < len(self._run.pieces)
            and self._run.pieces[end].low == "and"
            and not self._run.pieces[end + 1].small
        ):
            following = self._run.pieces[end + 1]
            known = self._run.in_tables(end + 1)[1]
            if (
                known is None
                and following.low not in self._words.titles
                and following.low not in self._words.given
            ):
                return self._run.stretch(end + 1)
        return end

    def _opened_place(self, at: int, stop: int) -> tuple[int, Part | None]:
        """A place by its first word: "Fort Sumter", "Upper Canada"."""
        words, first = self._words, self._run.pieces[at]
        if stop < at + 2 or first.possessive:
            return at, None
        if first.low in words.quarters:
            end, known = self._run.in_tables(at + 1)
            if known is not None and known.kind is NameKind.PLACE:
                return end, self._run.part(at, end, NameKind.PLACE)
        elif first.low in words.place_openers and self._may_open(first.low, self._run.pieces[at + 1].low):
            return at + 2, self._run.part(at, at + 2, NameKind.PLACE)
        return at, None

    def _may_open(self, first: str, second: str) -> bool:
        """Whether a word behind "Fort" or "St." makes a place with it: "St. John" may be anybody."""
        words = self._words
        if second in words.plain or second in words.titles or words.is_adjective(second):
            return False
        return second not in words.given or first in words.strong_openers
