"""Which findings does a manuscript itself ask to leave out, where, and for which reason?

    <!-- foresaid: ignore FS101 because the edition of 1863 has "dogma" -->      in Markdown and HTML
    % foresaid: ignore FS101, FS201 because …                                     in TeX
    foresaid: ignore FS201 because …                                              a line of its own in plain text

A comment holds for quotations on its own lines and, alone on them, for those that begin or end on the next line that
holds text. It is read from the file as it is, because its text is not part of what the manuscript says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGN = "foresaid: ignore"
# Characters of a comment that are read; a reason that is longer is an essay.
_LONGEST = 1000
_CODE = re.compile(r"FS[0-9]{1,3}")
_BECAUSE = "because"
_LEADS = {"html": "<!--", "tex": "%", "plain": ""}
_LONGEST_LEAD = 80  # blanks between a comment's mark and its words


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that asks to ignore findings: its span in the file, the codes as written, and the reason.

    `alone`: nothing else stands on its lines, so that it means the next line with text.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    because: str
    alone: bool


def find_ignores(source: str, kind: str) -> Iterator[Ignore]:
    """The comments of a file in order; `kind` is "html" (Markdown too), "tex" or "plain"."""
    lead, at = _LEADS[kind], 0
    while (found := source.find(_SIGN, at)) >= 0:
        at = found + len(_SIGN)
        start = _lead(source, found, lead)
        if start is None:
            continue
        end = _end(source, at, kind)
        yield _ignore(source, start, end, at, kind)
        at = end


def _lead(source: str, found: int, lead: str) -> int | None:
    """Where the comment begins that holds the sign, or None if the sign stands in none."""
    start = found
    while start and found - start < _LONGEST_LEAD and source[start - 1] in " \t\n":
        if source[start - 1] == "\n" and lead != "<!--":
            break
        start -= 1
    if not lead:
        return found if start == 0 or source[start - 1] == "\n" else None
    signs = start
    while lead == "%" and signs and source[signs - 1] == "%":
        signs -= 1
    start = signs if lead == "%" and signs < start else start - len(lead)
    return start if start >= 0 and source.startswith(lead, start) else None


def _end(source: str, at: int, kind: str) -> int:
    """Where a comment ends: with its line, or with -->."""
    line = source.find("\n", at)
    line = len(source) if line < 0 else line
    if kind != "html":
        return line
    close = source.find("-->", at, at + _LONGEST)
    return close + len("-->") if close >= 0 else line


def _ignore(source: str, start: int, end: int, at: int, kind: str) -> Ignore:
    words = source[at : min(end, at + _LONGEST)].removesuffix("-->" if kind == "html" else "")
    named, because, reason = words.partition(_BECAUSE)
    codes = tuple(dict.fromkeys(_CODE.findall(named)))
    return Ignore(
        start, end, codes, " ".join(reason.split()) if because else "", alone=_is_alone(source, start, end)
    )


def _is_alone(source: str, start: int, end: int) -> bool:
    """Whether nothing but blanks stands beside a comment on its lines; a long row of blanks is taken for text."""
    before, behind = source[max(0, start - _LONGEST) : start], source[end : end + _LONGEST]
    first, last = before.rfind("\n"), behind.find("\n")
    opened = first >= 0 or start <= _LONGEST
    closed = last >= 0 or end + _LONGEST >= len(source)
    beside = before[first + 1 :] + (behind if last < 0 else behind[:last])
    return opened and closed and not beside.strip()
