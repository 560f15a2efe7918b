"""What is named next to a place of the text, and what stands between the two?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from foresaid.model.annotations import Phrase
from foresaid.model.bodies import NameKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.read.names.evidence import Named

# Characters between a name and the words of a relation: "—which was, in turn, the direct ".
REACH = 40
_SIGNS = str.maketrans(dict.fromkeys(",—–-()*_“”\"'", " "))


class Found(NamedTuple):
    """What was found in a text, and where it stands."""

    start: int
    end: int
    body: Any


class Names:
    """The names of one text by place."""

    def __init__(self, text: str, named: Sequence[Named], light: frozenset[str]) -> None:
        self.text = text
        self._named = named
        self._starts = [each.start for each in named]
        self._ends = [each.end for each in named]
        self._light = light

    def before(self, position: int, reach: int = REACH) -> Named | None:
        """The name in front of a place with only light words between; none where one stands over the place."""
        at = bisect_right(self._ends, position) - 1
        if at < 0 or position - self._ends[at] > reach:
            return None
        found = self._named[at]
        return found if self.is_light(found.end, position) else None

    def behind(self, position: int, reach: int = REACH) -> Named | None:
        """The name behind a place with only light words between."""
        at = bisect_left(self._starts, position)
        if at == len(self._starts) or self._starts[at] - position > reach:
            return None
        found = self._named[at]
        return found if self.is_light(position, found.start) else None

    def list_behind(self, position: int) -> list[Named]:
        """The names of a list that begins behind a place: "Michel Pablo and Ernest Mandel"."""
        first = self.behind(position)
        if first is None:
            return []
        found = [first]
        at = bisect_left(self._starts, first.start) + 1
        while (
            at < len(self._named)
            and self._named[at].kind is first.kind
            and self.joins(found[-1].end, self._named[at].start)
        ):
            found.append(self._named[at])
            at += 1
        return found

    def joins(self, start: int, end: int) -> bool:
        """Whether only a comma or "and" stands between two places."""
        return self.text[start:end].strip() in (",", "and", ", and", "or", "&", "then", ", then")

    def is_light(self, start: int, end: int) -> bool:
        """Whether only light words and signs that end no sentence stand between two places."""
        between = self.text[start:end]
        if "\n\n" in between or between[:2] in ("'s", "’s"):
            return False
        return all(word in self._light for word in between.translate(_SIGNS).casefold().split())

    def between(self, start: int, end: int) -> list[Named]:
        """The names that begin in a stretch."""
        return list(self._named[bisect_left(self._starts, start) : bisect_left(self._starts, end)])

    def phrase(self, start: int, end: int) -> Phrase:
        """A stretch of the text as a phrase."""
        return Phrase(start, end, self.text[start:end])

    def phrase_of(self, named: Named) -> Phrase:
        """The words of a name."""
        return self.phrase(named.start, named.end)


def is_person(named: Named | None) -> bool:
    """Whether a name is there and a person's."""
    return named is not None and named.kind is NameKind.PERSON


def is_body(named: Named | None) -> bool:
    """Whether a name is there and a body's, or a country's, which acts as one."""
    return named is not None and named.kind in (NameKind.ORGANISATION, NameKind.PLACE)
