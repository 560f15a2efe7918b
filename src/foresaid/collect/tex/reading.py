r"""Which words does a reader of the printed page see, and where in the TeX source does each stand?

No TeX is run: what cannot be known without it (citations, references, files read in) is left out and, where words
may be lost with it, named. Start reading from `read_tex`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.collect.tex import commands as known
from foresaid.collect.tex.macros import define, expand, parameter
from foresaid.collect.tex.scanning import scan_tex
from foresaid.collect.tex.signs import SIGNS, accent
from foresaid.collect.tex.structure import bracket, environment, note, quote, state
from foresaid.collect.tex.walk import Frame, Walk
from foresaid.collect.traced_text import TracedText, joined

if TYPE_CHECKING:
    from collections.abc import Callable

# A word up to the next sign that means something to TeX; longer ones come in parts.
_PLAIN = re.compile(r"[^\\%{}$~`'&#\s-]{1,4096}")
_BLANKS = re.compile(r"\s{1,4096}")
_WORD = re.compile(r"\S{1,4096}")
_LENGTH = re.compile(r"\[[^\]\n]{0,20}\]")  # the space in `\\[2pt]`
_STEPS_BETWEEN_SIGNS_OF_LIFE = 50_000  # some tenths of a second


@dataclass(frozen=True, slots=True)
class TexText:
    """The text of a TeX source with its origins, what the source states of itself, and what was left out."""

    traced: TracedText
    stated: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    cut: bool


def read_tex(text: str, limit: int, alive: Callable[[], None] = lambda: None) -> TexText:
    """The words of a TeX source, at most `limit` code points; the time grows with source and text."""
    walk = Walk(scan_tex(text), limit)
    steps = 0
    while walk.frames:
        frame = walk.frames[-1]
        if frame.at >= frame.end:
            walk.frames.pop()
            if frame.leave is not None:
                frame.leave()
            continue
        _step(walk, frame)
        steps += 1
        if steps % _STEPS_BETWEEN_SIGNS_OF_LIFE == 0:
            alive()
    texts = [walk.sinks[0], *walk.notes]
    cut = any(each.running.cut for each in texts)
    traced = joined([each.traced() for each in texts])
    return TexText(traced, tuple(walk.stated), walk.left.notes(), cut)


def _step(walk: Walk, frame: Frame) -> None:
    text = walk.source.text
    plain = _PLAIN.match(text, frame.at, frame.end)
    if plain is not None:
        walk.put(frame, plain.group(), plain.start())
        frame.at = plain.end()
        return
    blanks = _BLANKS.match(text, frame.at, frame.end)
    if blanks is not None:
        frame.at = blanks.end()
        if blanks.group().count("\n") > 1:
            walk.sink.running.block()
        else:
            walk.sink.running.space()
        return
    sign = text[frame.at]
    if sign == "\\":
        _command(walk, frame)
    elif sign == "#":
        parameter(walk, frame)
    else:
        SIGNS[sign](walk, frame)


def _command(walk: Walk, frame: Frame) -> None:
    place, text = frame.at, walk.source.text
    name, frame.at = walk.source.command_at(place)
    starred = name.isalpha() and text.startswith("*", frame.at)
    frame.at += starred
    if name in walk.macros:
        expand(walk, frame, name, place)
    elif name in known.ACCENTS:
        accent(walk, frame, name, place)
    elif name[:1].isalpha():
        _named(walk, frame, name, place, starred=starred)
    elif name == "\\":
        spacing = _LENGTH.match(text, frame.at)
        frame.at = spacing.end() if spacing is not None else frame.at
        walk.sink.running.line()
    elif name == "[":
        walk.skip_to(frame, "\\]", frame.at)
    elif name in known.SPACES:
        walk.sink.running.space()
    else:
        walk.put(frame, known.ESCAPED.get(name, ""), place)


def _named(walk: Walk, frame: Frame, name: str, place: int, *, starred: bool) -> None:
    """A command of letters: what it is decides what becomes of its arguments."""
    if name in known.SIGNS:
        walk.behind_name(frame)
        walk.put(frame, known.SIGNS[name], place, sign=True)
    elif name in known.INLINE_QUOTES or name in known.BLOCK_QUOTES:
        quote(walk, frame, name, place, starred=starred)
    elif name in known.NOTES:
        note(walk, frame, known.NOTES[name], place)
    elif name in known.DEFINING:
        define(walk, frame, name)
    elif name in ("begin", "end"):
        environment(walk, frame, opens=name == "begin")
    elif name in known.STATING:
        state(walk, frame, known.STATING[name])
    elif name in ("textelp", "textins"):
        bracket(walk, frame, place, omitted=name == "textelp")
    elif name == "verb":
        _verbatim(walk, frame)
    elif name in known.SPACES:
        walk.behind_name(frame)
        walk.sink.running.space()
    else:
        _shaping(walk, frame, name)


def _shaping(walk: Walk, frame: Frame, name: str) -> None:
    """Commands that end a line or paragraph, or stand for a heading; then those that print nothing themselves."""
    running, source = walk.sink.running, walk.source
    if name in known.LINES:
        frame.at = source.behind_options(frame.at)
        running.line()
    elif name in known.PARAGRAPHS:
        frame.at = source.behind_options(frame.at)
        running.block()
    elif name in known.HEADINGS:
        running.block()
        frame.at = source.behind_options(frame.at)
        walk.inside(frame, running.block)
    elif known.is_citing(name):
        _cite(walk, frame, name)
    elif name in ("input", "include", "subfile"):
        file = source.argument(frame.at)
        if file is not None:
            walk.left.files[source.text[file[0] : file[1]].strip()] = None
            frame.at = file[2]
    else:
        _silent(walk, frame, name)


def _cite(walk: Walk, frame: Frame, name: str) -> None:
    r"""Leave a citation out, with all its arguments; \cites takes one pair after the other."""
    source = walk.source
    frame.at = source.behind_arguments(frame.at, 1)
    while name.endswith("s") and source.text.startswith(("{", "["), frame.at):
        behind = source.behind_arguments(frame.at, 1)
        if behind == frame.at:
            break
        frame.at = behind


def _silent(walk: Walk, frame: Frame, name: str) -> None:
    """Commands that print nothing themselves; of those nobody knows, the arguments are printed."""
    source = walk.source
    if name in known.SILENT:
        frame.at = source.behind_arguments(frame.at, known.SILENT[name])
        if not known.SILENT[name]:
            walk.behind_name(frame)
    elif name in known.BEHIND:
        frame.at = source.behind_arguments(source.behind_options(frame.at), known.BEHIND[name])
    else:
        if source.text.startswith("[", frame.at):
            frame.at = source.behind_options(frame.at)
        if not source.text.startswith("{", frame.at):
            walk.left.unknown[f"\\{name}"] = None


def _verbatim(walk: Walk, frame: Frame) -> None:
    """The words between two signs of the writer's choice, as they stand."""
    text = walk.source.text
    delimiter = text[frame.at : frame.at + 1]
    end = text.find(delimiter, frame.at + 1, frame.end) if delimiter else -1
    if end < 0:
        frame.at += 1
        return
    for number, word in enumerate(_WORD.finditer(text, frame.at + 1, end)):
        if number:
            walk.sink.running.space()
        walk.put(frame, word.group(), word.start())
    frame.at = end + 1
