"""How is a running text written from marked-up pieces, so that every piece knows where it stands?

White space of the source folds to one space, blocks are parted by an empty line, and nothing is written
before the next words come: so a text never begins or ends with white space, and spans hug their words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

_SPACES = str.maketrans("\t\n\r", "   ")
_BLOCK, _LINE, _SPACE = "\n\n", "\n", " "
# How often the mark of a block quotation is repeated at most; quotations in quotations are seldom three deep,
# and without a bound a small file of deep quotations makes gigabytes of marks.
_DEEPEST = 8


@dataclass(slots=True, eq=False)
class Mark:
    """A span of the text being written: from its first words to its last; both 0 until words come."""

    start: int = 0
    end: int = 0


@dataclass(slots=True)
class RunningText:
    """A text in the making; at most `limit` code points are kept, and `cut` says whether there were more.

    `level` counts the block quotations that are open: lines begun inside have a `> ` for each.
    """

    limit: int
    level: int = 0
    length: int = 0
    cut: bool = False
    _parts: list[str] = field(default_factory=list)
    _gap: str = ""
    _glued: bool = False
    _waiting: list[Mark] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self._parts)

    def write(self, words: str | None) -> None:
        """Words of the source, their white space folded."""
        if not words:
            return
        plain = words.translate(_SPACES)
        folded = _SPACE.join(filter(None, plain.split(_SPACE)))
        if plain[0] == _SPACE:
            self.space()
        if folded:
            self.put(folded)
            if plain[-1] == _SPACE:
                self.space()

    def put(self, words: str) -> None:
        """Words as they are, behind the white space that is due."""
        gap = self._gap if self.length else ""
        opening = "> " * min(self.level, _DEEPEST) if not self.length or gap.startswith(_LINE) else ""
        self._gap, self._glued = "", False
        if self.length + len(gap) + len(opening) + len(words) > self.limit:
            self.cut = True
        if self.cut:
            return
        self._parts += [gap, opening, words]
        self.length += len(gap) + len(opening)
        for mark in self._waiting:
            mark.start = self.length
        self._waiting.clear()
        self.length += len(words)

    def attach(self, sign: str) -> None:
        """A closing mark, right behind the last words, whatever white space is due after it."""
        gap, glued = self._gap, self._glued
        self._gap = ""
        self.put(sign)
        self._gap, self._glued = gap, glued

    def space(self) -> None:
        """One space before the next words, unless more is due."""
        if not self._gap and not self._glued:
            self._gap = _SPACE

    def line(self) -> None:
        """A new line before the next words, unless a new block is due."""
        if self._gap != _BLOCK:
            self._gap = _LINE

    def block(self) -> None:
        """An empty line before the next words."""
        self._gap = _BLOCK

    def glue(self) -> None:
        """No white space between the last words and the next: they are one word."""
        if self._gap != _BLOCK:
            self._gap = ""
        self._glued = True

    def tab(self) -> None:
        """A tab before the next words, as between the cells of a row."""
        if self._gap not in (_BLOCK, _LINE):
            self._gap = "\t"

    @property
    def fresh(self) -> bool:
        """Whether the next words begin a block."""
        return not self.length or self._gap == _BLOCK

    def last(self) -> str:
        """The last character written; "" where the next words stand apart from it."""
        return self._parts[-1][-1] if self._parts and not self._gap else ""

    def open(self) -> Mark:
        """A span that begins with the next words."""
        mark = Mark()
        self._waiting.append(mark)
        return mark

    def awaits(self, mark: Mark) -> bool:
        """Whether a span is open and no words of it have come yet."""
        return any(each is mark for each in self._waiting)

    def reopen(self, mark: Mark) -> None:
        """A span that is open begins with the next words, after all."""
        if not self.awaits(mark):
            self._waiting.append(mark)

    def close(self, mark: Mark) -> None:
        """Ends a span behind the last words; it is empty where none came."""
        if self.awaits(mark):
            self._waiting = [each for each in self._waiting if each is not mark]
            mark.start = mark.end = self.length
        else:
            mark.end = self.length
