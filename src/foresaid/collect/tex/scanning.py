r"""Where do the arguments of a TeX command begin and end, and where does a comment?

Nothing here prints; braces are matched once for the whole source, so that every question after it is cheap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Characters in which an optional argument is looked for; the longest seen are lists of page numbers.
_LONGEST_OPTION = 2000
_BLANKS = " \t\n"
_BRACES = re.compile(r"[\\%{}]")
_LETTERS = re.compile(r"[A-Za-z@]{1,60}")  # the longest command of LaTeX packages in common use has 34
_MOST_OPTIONS = 4  # csquotes' \textquote takes two, biblatex's \cites more, which are braced in between


@dataclass(frozen=True, slots=True)
class TexSource:
    """A TeX source and the closing brace of every opening one."""

    text: str
    closing: dict[int, int]

    def command_at(self, place: int) -> tuple[str, int]:
        """The name of the command whose backslash is at a place, and where it ends; one sign if no letters."""
        letters = _LETTERS.match(self.text, place + 1)
        if letters is not None:
            return letters.group(), letters.end()
        return self.text[place + 1 : place + 2], place + 2

    def blank(self, place: int) -> int:
        """The place behind blanks and at most one line end, as TeX skips them behind a command."""
        lines = 0
        while place < len(self.text) and self.text[place] in _BLANKS:
            lines += self.text[place] == "\n"
            if lines > 1:
                break
            place += 1
        return place

    def option(self, place: int) -> tuple[int, int] | None:
        """The span inside [ ] that opens at a place, or None."""
        if self.text[place : place + 1] != "[":
            return None
        at, limit = place + 1, place + _LONGEST_OPTION
        while True:
            close = self.text.find("]", at, limit)
            if close < 0:
                return None
            brace = self.text.find("{", at, close)
            if brace < 0:
                return place + 1, close
            at = self.closing.get(brace, close) + 1

    def behind_options(self, place: int) -> int:
        """The place behind the optional arguments that begin at a place, white space before them skipped."""
        for _ in range(_MOST_OPTIONS):
            option = self.option(self.blank(place))
            if option is None:
                break
            place = option[1] + 1
        return place

    def argument(self, place: int) -> tuple[int, int, int] | None:
        """The braced argument that comes next: its span, and the place behind it; None where there is none."""
        at = self.blank(place)
        close = self.closing.get(at)
        return None if close is None else (at + 1, close, close + 1)

    def behind_arguments(self, place: int, number: int) -> int:
        """The place behind so many braced arguments, options before each of them included."""
        for _ in range(number):
            found = self.argument(self.behind_options(place))
            if found is None:
                break
            place = found[2]
        return place

    def behind_comment(self, place: int) -> int:
        """The place where reading goes on behind a comment: its line end and the next line's indent are part of it."""
        end = self.text.find("\n", place)
        place = len(self.text) if end < 0 else end + 1
        while place < len(self.text) and self.text[place] in " \t":
            place += 1
        return place


def scan_tex(text: str) -> TexSource:
    """A source with its braces matched; escaped ones and those in comments are none, unmatched ones match nothing."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    at = 0
    while (found := _BRACES.search(text, at)) is not None:
        at, sign = found.end(), found.group()
        if sign == "\\":
            at += 1
        elif sign == "%":
            line = text.find("\n", at)
            at = len(text) if line < 0 else line
        elif sign == "{":
            opened.append(found.start())
        elif opened:
            closing[opened.pop()] = found.start()
    return TexSource(text, closing)
