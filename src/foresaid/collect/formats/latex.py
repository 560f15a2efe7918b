r"""How is LaTeX read? As the words a reader of the printed page sees, the source's own marks as printed ones.

Footnotes leave a raised number in the running text and follow at the end under it; quotations set off have "> " in
front; citations, labels, code and comments are no text. No TeX is run, and no file that the source names is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.collect.encodings import decode
from foresaid.collect.stating import FRONT_MATTER, state_field
from foresaid.collect.tex.reading import read_tex
from foresaid.model.documents import Extraction, State, Statement, Witness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.dates import Dating
    from foresaid.plugins import Tools

_SIGNS = (b"\\documentclass", b"\\begin{document}")


class Latex:
    """LaTeX sources; title, author and date as the source states them."""

    name = "latex"
    version = "1"
    suffixes = (".tex", ".ltx", ".latex")

    def recognises(self, head: bytes) -> bool | None:
        """True where a document begins, else None: a chapter may begin with anything."""
        return True if any(sign in head for sign in _SIGNS) else None

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """The one text of the file."""
        decoded = decode(data)
        read = read_tex(decoded.text or "", tools.budgets.text, tools.alive)
        notes = [*((decoded.note,) if decoded.note else ()), *read.notes]
        statements: list[Statement] = []
        datings: list[Dating] = []
        for field, value in read.stated:
            said = state_field(field, value, FRONT_MATTER, tools.vocabulary)
            statements += said.statements
            datings += said.datings
            notes += said.notes
        state = decoded.state
        if read.cut:
            notes.append(f"cut off after {tools.budgets.text:,} characters")
            state = State.PARTIAL if state is State.COMPLETE else state
        yield Extraction(
            locator="",
            text=read.traced.text,
            extractor=f"{self.name}/{self.version}",
            encoding=decoded.encoding,
            statements=tuple(statements),
            datings=tuple(datings),
            witness=Witness.BORN_DIGITAL,
            state=state,
            notes=tuple(notes),
        )
