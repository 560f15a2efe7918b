"""Where in its own file does each part of a text stand, when the text is not the file as it is?"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from foresaid.collect.running_text import RunningText

_EMPTY_LINE = "\n\n"


@dataclass(frozen=True, slots=True)
class TracedText:
    """A text made from a source, and the place in the source from which each stretch of it was copied.

    `starts` are code points of the text, `origins` those of the source that stand there; between two starts
    both count on together.
    """

    text: str
    starts: tuple[int, ...] = (0,)
    origins: tuple[int, ...] = (0,)

    def origin(self, position: int) -> int:
        """The place in the source of a sign of the text; a blank that the source has not counts on from the sign before."""
        number = max(0, bisect_right(self.starts, position) - 1)
        return self.origins[number] + position - self.starts[number]

    def origin_of_end(self, end: int) -> int:
        """The place in the source right behind the character that ends a stretch of the text."""
        return self.origin(end - 1) + 1 if end else self.origin(0)


@dataclass(slots=True)
class TracingText:
    """A running text in the making that remembers from where in the source its words came."""

    limit: int
    running: RunningText = field(init=False)
    starts: list[int] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.running = RunningText(self.limit)

    def put(self, words: str, origin: int, *, still: bool = False) -> None:
        """Words without white space; `still` where all of them stand for one place, as the body of a macro does."""
        self.running.put(words)
        if self.running.cut:
            return
        start = self.running.length - len(words)
        if still:
            self._from(start, origin)
            for offset in range(1, len(words)):
                self._from(start + offset, origin)
        elif not self.starts or self.origins[-1] - self.starts[-1] != origin - start:
            self._from(start, origin)

    def attach(self, sign: str, origin: int) -> None:
        """A closing mark, right behind the last words, that stands for one place."""
        self.running.attach(sign)
        for offset in range(len(sign) if not self.running.cut else 0):
            self._from(self.running.length - len(sign) + offset, origin)

    def traced(self) -> TracedText:
        """What was written."""
        return TracedText(self.running.text, tuple(self.starts) or (0,), tuple(self.origins) or (0,))

    def _from(self, start: int, origin: int) -> None:
        self.starts.append(start)
        self.origins.append(origin)


def joined(texts: list[TracedText]) -> TracedText:
    """Several texts, one after the other, an empty line between; texts without words are left out."""
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    for each in texts:
        if not each.text:
            continue
        length += len(_EMPTY_LINE) if parts else 0
        starts += [length + start for start in each.starts]
        origins += each.origins
        parts.append(each.text)
        length += len(each.text)
    return TracedText(_EMPTY_LINE.join(parts), tuple(starts) or (0,), tuple(origins) or (0,))
