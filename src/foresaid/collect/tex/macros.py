r"""What do the macros print that a TeX source defines itself (\newcommand{\USSR}{Soviet Union})?

Without them the words of a quotation may be lost: many writers have a macro of their own for quotation marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.collect.tex.walk import Frame, Given, Macro

if TYPE_CHECKING:
    from foresaid.collect.tex.walk import Walk

_DEEPEST = 20  # a macro that calls itself never ends; hand-made ones are seldom three deep
# How much longer than its source a text may become by macros, and a page more: \a that stands for \b\b and so on.
_MOST_GROWTH, _PAGE = 2, 1 << 16
_MOST_PARAMETERS = 9  # TeX has no more


def define(walk: Walk, frame: Frame, how: str) -> None:
    """Remember a macro; nothing is printed where it is defined."""
    source = walk.source
    called, frame.at = _name(walk, frame.at)
    if how in ("newenvironment", "renewenvironment", "newtheorem", "let"):
        frame.at = source.behind_arguments(
            source.behind_options(frame.at), 2 if "environment" in how else 1
        )
        return
    number = 0
    default: tuple[int, int] | None = None
    if how in ("def", "gdef"):
        while source.text.startswith("#", frame.at) and number < _MOST_PARAMETERS:
            number, frame.at = number + 1, frame.at + 2
    elif "Document" in how:
        signature = source.argument(frame.at)
        if signature is not None:
            number, frame.at = source.text.count("m", signature[0], signature[1]), signature[2]
    else:
        number, default = _numbered(walk, frame)
    body = source.argument(frame.at)
    if body is None:
        return
    frame.at = body[2]
    if called:
        walk.macros[called] = Macro(number, default, body[0], body[1])


def _name(walk: Walk, place: int) -> tuple[str, int]:
    r"""The name that is defined, \name or {\name}, without its backslash, and the place behind it."""
    source = walk.source
    braced = source.argument(place)
    if braced is not None:
        return source.text[braced[0] : braced[1]].strip().removeprefix("\\"), braced[2]
    at = source.blank(place)
    if source.text.startswith("\\", at):
        return source.command_at(at)
    return "", at


def _numbered(walk: Walk, frame: Frame) -> tuple[int, tuple[int, int] | None]:
    """How many arguments [2] says there are, and the default that a second option gives the first."""
    source = walk.source
    number = source.option(source.blank(frame.at))
    if number is None:
        return 0, None
    stated = source.text[number[0] : number[1]].strip()
    frame.at = number[1] + 1
    default = source.option(source.blank(frame.at))
    if default is not None:
        frame.at = default[1] + 1
    digits = stated.isascii() and stated.isdecimal() and len(stated) == 1
    return int(stated) if digits else 0, default


def expand(walk: Walk, frame: Frame, name: str, place: int) -> None:
    """Read the body of a macro in place of its call; its words stand at the call."""
    macro, source = walk.macros[name], walk.source
    given: list[Given] = []
    if macro.default is not None:
        option = source.option(frame.at)
        frame.at = option[1] + 1 if option else frame.at
        said = Frame(*macro.default, anchor=place if frame.anchor is None else frame.anchor)
        given.append(Given(*option, frame) if option else Given(*macro.default, said))
    while len(given) < macro.number and (found := source.argument(frame.at)) is not None:
        given.append(Given(found[0], found[1], frame))
        frame.at = found[2]
    if not macro.number:
        walk.behind_name(frame)
    walk.expanded += macro.end - macro.start + 1
    if frame.depth >= _DEEPEST or walk.expanded > _MOST_GROWTH * len(source.text) + _PAGE:
        walk.left.endless = True
        return
    anchor = place if frame.anchor is None else frame.anchor
    walk.frames.append(Frame(macro.start, macro.end, tuple(given), anchor, frame.depth + 1))


def parameter(walk: Walk, frame: Frame) -> None:
    """#1 in a macro's body: the argument, whose words stand where they were written."""
    number = walk.source.text[frame.at + 1 : frame.at + 2]
    asked = int(number) if number.isascii() and number.isdecimal() else 0
    frame.at += 2 if asked and frame.given else 1
    if 0 < asked <= len(frame.given):
        given = frame.given[asked - 1]
        outer = given.frame
        walk.frames.append(Frame(given.start, given.end, outer.given, outer.anchor, frame.depth + 1))
        walk.expanded += given.end - given.start
