"""How is Markdown read? As it stands, so that spans fit the file; its front matter and heading describe it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.collect.dating.heads import read_head
from foresaid.collect.encodings import decode
from foresaid.collect.stating import FIELDS, state_field
from foresaid.model.documents import Extraction, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.dates import Dating
    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Tools

_FENCE = "---"
# Front matter longer than this is a document between two rules.
_LONGEST_FRONT = 200


class Markdown:
    """Markdown with optional front matter between two lines of `---` (flat `key: value` lines only)."""

    name = "markdown"
    version = "2"
    suffixes = (".md", ".markdown")

    def recognises(self, head: bytes) -> bool | None:  # noqa: ARG002 - the socket's signature
        """Nothing in its first bytes tells Markdown from other text."""
        return None

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """The one text of the file."""
        decoded = decode(data)
        text = decoded.text or ""
        statements, datings, notes, start = _front_matter(text, tools.vocabulary)
        heading = _heading(text, start)
        head_statements, head_datings = ((), ()) if start else read_head(text, tools.vocabulary)
        if not any(each.field == "title" for each in head_statements):
            statements += heading
        yield Extraction(
            locator="",
            text=text,
            extractor=f"{self.name}/{self.version}",
            encoding=decoded.encoding,
            statements=(*statements, *head_statements),
            datings=(*datings, *head_datings),
            state=decoded.state,
            notes=((decoded.note,) if decoded.note else ()) + tuple(notes),
        )


def _front_matter(
    text: str, vocabulary: Vocabulary
) -> tuple[list[Statement], list[Dating], list[str], int]:
    """Statements, datings and notes of the front matter, and where the text behind it starts."""
    lines = text.split("\n", _LONGEST_FRONT)[:_LONGEST_FRONT]
    if not lines or lines[0].strip() != _FENCE:
        return [], [], [], 0
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == _FENCE), 0)
    if not end:
        return [], [], [], 0
    statements: list[Statement] = []
    datings: list[Dating] = []
    notes: list[str] = []
    for line in lines[1:end]:
        key, colon, value = line.partition(":")
        value = value.strip().strip("\"'")
        if colon and value and key.strip().casefold() in FIELDS:
            said = state_field(key.strip().casefold(), value, "front matter", vocabulary)
            statements += said.statements
            datings += said.datings
            notes += said.notes
    return statements, datings, notes, sum(len(line) + 1 for line in lines[: end + 1])


def _heading(text: str, start: int) -> list[Statement]:
    """The first line that is not empty, if it is a heading of the first level."""
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip()
        if line:
            title = line.removeprefix("# ").rstrip("# ").strip()
            if not line.startswith("# ") or not title:
                return []
            place = text.index(title, start)
            return [Statement("title", title, "first heading", place, place + len(title))]
        start = end + 1
    return []
