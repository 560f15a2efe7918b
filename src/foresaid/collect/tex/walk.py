"""What is still to be read of a TeX source, and what was written so far?

A stack of stretches: the source itself, arguments of commands, bodies of macros. Each is read to its end, then
what opened it closes it. Without recursion, so that no nesting is too deep.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foresaid.collect.traced_text import TracingText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.collect.tex.scanning import TexSource

_MOST_NAMED = 12  # commands or files named in a note


@dataclass(slots=True, eq=False)
class Frame:
    """A stretch of the source being read.

    `given` are the arguments of the macro whose body it is, `anchor` the call that this body stands for, `depth`
    how many macros it is in; `leave` is called behind its end.
    """

    at: int
    end: int
    given: tuple[Given, ...] = ()
    anchor: int | None = None
    depth: int = 0
    leave: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """An argument of a macro: its span, and the stretch in which it was written."""

    start: int
    end: int
    frame: Frame


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro of the source: how many arguments it takes, the default of the first where it has one, and its body."""

    number: int
    default: tuple[int, int] | None
    start: int
    end: int


@dataclass(slots=True)
class Left:
    """What is left out of the text."""

    unknown: dict[str, None] = field(default_factory=dict)
    files: dict[str, None] = field(default_factory=dict)
    unread: int = 0
    unclosed: int = 0
    endless: bool = False

    def notes(self) -> tuple[str, ...]:
        """Each in words; citations print no words of others and are not worth one."""
        said = []
        if self.files:
            said.append(f"read in by \\input or \\include and not read here: {_some(self.files)}")
        if self.unknown:
            said.append(f"commands not known here, what they print is left out: {_some(self.unknown)}")
        if self.unread:
            said.append(f"code and formulae left out: {self.unread}")
        if self.unclosed:
            said.append(f"code and formulae that do not end, read as text: {self.unclosed}")
        if self.endless:
            said.append("macros that call themselves, or make too much text, are left out")
        return tuple(said)


def _some(names: dict[str, None]) -> str:
    shown = ", ".join(list(names)[:_MOST_NAMED])
    return shown + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")


class Walk:
    """The walk over one source: `sinks` are the texts being written, innermost last."""

    def __init__(self, source: TexSource, limit: int) -> None:
        self.source = source
        self.limit = limit
        self.sinks = [TracingText(limit)]
        self.notes: list[TracingText] = []
        self.macros: dict[str, Macro] = {}
        self.stated: list[tuple[str, str]] = []
        self.left = Left()
        self.quotes = 0
        self.expanded = 0
        self._closings: dict[str, list[int]] = {}  # where each closing mark stands
        self.frames = [Frame(0, len(source.text))]

    @property
    def sink(self) -> TracingText:
        """The text being written."""
        return self.sinks[-1]

    def put(self, frame: Frame, words: str, origin: int, *, sign: bool = False) -> None:
        """Words at the end of the text; a sign stands for one place of the source, a macro's body for its call."""
        if not words:
            return
        if frame.anchor is not None:
            self.sink.put(words, frame.anchor, still=True)
        else:
            self.sink.put(words, origin, still=sign and len(words) > 1)

    def attach(self, frame: Frame, sign: str, origin: int) -> None:
        """A closing mark behind the last words, before any white space that is due."""
        self.sink.attach(sign, origin if frame.anchor is None else frame.anchor)

    def inside(self, frame: Frame, leave: Callable[[], None] | None = None) -> None:
        """Read the next argument before going on, then call `leave`; where there is none, call it at once."""
        found = self.source.argument(frame.at)
        if found is not None:
            start, end, frame.at = found
            self.frames.append(Frame(start, end, frame.given, frame.anchor, frame.depth, leave))
        elif leave is not None:
            leave()

    def behind_name(self, frame: Frame) -> None:
        """Skip what ends the name of a command: blanks, or {}."""
        empty = self.source.text.startswith("{}", frame.at)
        frame.at = frame.at + 2 if empty else self.source.blank(frame.at)

    def skip_to(self, frame: Frame, closing: str, start: int) -> None:
        """Leave out what stands up to a closing mark; where there is none the words may be text, and are read."""
        if closing not in self._closings:
            self._closings[closing] = [*_places(self.source.text, closing)]
        places = self._closings[closing]
        at = bisect_left(places, start)
        self.sink.running.space()
        if at < len(places) and places[at] + len(closing) <= frame.end:
            frame.at = places[at] + len(closing)
            self.left.unread += 1
        else:
            frame.at = start
            self.left.unclosed += 1


def _places(text: str, mark: str) -> Iterator[int]:
    """Where a mark stands, in order."""
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)
