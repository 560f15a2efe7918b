"""Does a quotation begin or end inside what its source writes as one word or figure?

1,500 horses          "500 horses"       another number
non-conformists       "conformists"      another meaning
the Vice-President    "President"        cut
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.model.evidence import Edit
from foresaid.text.normalize import fold_word
from foresaid.verify.numerals import is_number

if TYPE_CHECKING:
    from foresaid.verify.changes import Changes
    from foresaid.verify.conventions import Reading

_HYPHENS = frozenset("-‐‑")
_IN_FIGURES = frozenset(",.:·/'’")
_SIGNS = frozenset("-−+$£€")
_UNITS = frozenset("%‰°")
_REACH = 30  # characters of a compound or figure that are looked at


def edge_edits(reading: Reading, text: str, start: int, end: int, changes: Changes) -> list[Edit]:
    """What a cut through a written word or figure changes."""
    tokens = reading.tokens
    opening = reading.text[: int(tokens.starts[0])].rstrip()[-1:]
    closing = reading.text[int(tokens.ends[-1]) :].lstrip()[:1]
    found = []
    if start > 0 and text[start - 1] != opening:
        found += _before(text, start, changes)
    if end < len(text) and text[end] != closing:
        found += _after(text, end, changes)
    return found


def _before(text: str, start: int, changes: Changes) -> list[Edit]:
    mark, prior, first = text[start - 1], text[start - 2 : start - 1], text[start : start + 1]
    figure = first.isdigit() and (
        (mark in _IN_FIGURES and prior.isdigit()) or (mark in _SIGNS and not prior.strip(" \t\n(["))
    )
    if figure:
        return [Edit("number", _word(text, start), _word(text, start - 1 - prior.isdigit()))]
    if mark in _HYPHENS and prior.isalpha() and first.isalpha():
        begin = max(0, start - _REACH)
        lead = text[begin : start - 1].replace("\n", " ").rpartition(" ")[2]
        return [_compound("cut_before", lead, text[start - 1 - len(lead) : start], changes)]
    return []


def _after(text: str, end: int, changes: Changes) -> list[Edit]:
    last, mark, following = text[end - 1 : end], text[end], text[end + 1 : end + 2]
    if last.isdigit() and ((mark in _IN_FIGURES and following.isdigit()) or mark in _UNITS):
        return [Edit("number", last, text[end - 1 : end + 2])]
    if mark in _HYPHENS and last.isalpha() and following.isalpha():
        rest = text[end + 1 : end + _REACH].split(maxsplit=1)[0]
        return [_compound("cut_after", rest, text[end] + rest, changes)]
    return []


def _compound(cut: str, lost: str, written: str, changes: Changes) -> Edit:
    """The edit for the part of a compound that is lost; a number or a prefix that denies is a change of its own."""
    word = fold_word(lost)
    if is_number(word) or word in changes.meanings["number"]:
        return Edit("number", "", written)
    if cut == "cut_before" and word in changes.negating_prefixes:
        return Edit("negation", "", written)
    return Edit(cut, "", written)


def _word(text: str, start: int) -> str:
    """What is written without a space from `start` on."""
    return text[max(0, start) : start + _REACH].split(None, 1)[0]
