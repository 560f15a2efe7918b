"""Which sign does each mark of a TeX source print: quotation marks, dashes, ties, accents?"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from foresaid.collect.tex import commands as known

if TYPE_CHECKING:
    from collections.abc import Callable

    from foresaid.collect.tex.walk import Frame, Walk

_DASHES = {1: "-", 2: "–", 3: "—"}
_DOTLESS = {"i": "i", "j": "j"}  # under an accent they stand for the letters with their dots


def comment(walk: Walk, frame: Frame) -> None:
    """Nothing; but an empty line behind it ends the paragraph."""
    frame.at = walk.source.behind_comment(frame.at)
    if walk.source.text[frame.at : frame.at + 1] == "\n":
        walk.sink.running.block()


def tie(walk: Walk, frame: Frame) -> None:
    """A space."""
    frame.at += 1
    walk.sink.running.space()


def cell(walk: Walk, frame: Frame) -> None:
    """A tab between the cells of a row."""
    frame.at += 1
    walk.sink.running.tab()


def brace(walk: Walk, frame: Frame) -> None:  # noqa: ARG001 - the signature of all signs
    """Nothing: braces group."""
    frame.at += 1


def formula(walk: Walk, frame: Frame) -> None:
    """What stands between two $ is read as text ("paid $5$ crowns"); between two $$ it is left out."""
    if walk.source.text.startswith("$$", frame.at):
        walk.skip_to(frame, "$$", frame.at + 2)
    else:
        frame.at += 1


def opening(walk: Walk, frame: Frame) -> None:
    """An opening quotation mark, double or single."""
    _mark(walk, frame, "`", "“", "‘")


def closing(walk: Walk, frame: Frame) -> None:
    """A closing quotation mark, double or single, or an apostrophe."""
    _mark(walk, frame, "'", "”", "’")


def _mark(walk: Walk, frame: Frame, sign: str, double: str, single: str) -> None:
    twice = frame.at + 2 <= frame.end and walk.source.text.startswith(sign * 2, frame.at)
    walk.put(frame, double if twice else single, frame.at)
    frame.at += 2 if twice else 1


def dash(walk: Walk, frame: Frame) -> None:
    """A hyphen, an en dash or an em dash."""
    length = 1
    while length < max(_DASHES) and walk.source.text.startswith("-", frame.at + length):
        length += 1
    walk.put(frame, _DASHES[length], frame.at)
    frame.at += length


def accent(walk: Walk, frame: Frame, name: str, place: int) -> None:
    r"""A letter with its accent: \'e, \'{e}, \c{c}, \v s, \'\i."""
    source = walk.source
    found = source.argument(frame.at) if source.text.startswith("{", frame.at) else None
    if found is not None:
        start, end, behind = found
    else:
        start = source.blank(frame.at) if name.isalpha() else frame.at
        end = behind = min(start + 1, frame.end)
    base = source.text[start:end]
    if base.startswith("\\"):
        letter, stop = source.command_at(start)
        base = _DOTLESS.get(letter, known.SIGNS.get(letter, ""))
        behind = behind if found is not None else stop
    elif base.isspace() or (found is None and base in "{}$%"):
        base, behind = "", frame.at
    frame.at = max(behind, frame.at)
    letters = unicodedata.normalize("NFC", base[:1] + known.ACCENTS[name] + base[1:]) if base else ""
    walk.put(frame, "".join(letters.split()), place, sign=True)


SIGNS: dict[str, Callable[[Walk, Frame], None]] = {
    "%": comment, "$": formula, "~": tie, "`": opening, "'": closing, "&": cell, "-": dash, "{": brace, "}": brace,
}  # fmt: skip
