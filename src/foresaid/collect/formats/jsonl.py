"""How are JSON lines read? One document a line: `id`, `text`, and what else the row says of it.

passim's input (`id`, `text`, `date`, `series`) is read unchanged.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from foresaid.collect.stating import state_fields
from foresaid.model.documents import Extraction, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Tools

_ENCODING = "utf-8 (JSON)"


class JsonLines:
    """JSON lines; each broken line is refused by its number, all others are read."""

    name = "jsonl"
    version = "1"
    suffixes = (".jsonl", ".ndjson")

    def recognises(self, head: bytes) -> bool | None:  # noqa: ARG002 - the socket's signature
        """Nothing in its first bytes tells JSON lines from other text."""
        return None

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """The text of every line, under the locator "line n"."""
        found = False
        for number, line in enumerate(_lines(data), 1):
            if line.strip():
                found = True
                yield self._document(line, f"line {number}", tools)
        if not found:
            yield self._refused("", "empty: the file holds no line")

    def _document(self, line: bytes, locator: str, tools: Tools) -> Extraction:
        if len(line) > tools.budgets.line:
            return self._refused(
                locator, f"the line has {len(line):,} bytes; at most {tools.budgets.line:,} are read"
            )
        try:
            row = json.loads(line)
        except UnicodeDecodeError as error:
            return self._refused(locator, f"not UTF-8 at byte {error.start} of the line")
        except (ValueError, RecursionError) as error:
            return self._refused(locator, f"no valid JSON: {error}")
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            return self._refused(locator, 'needs to be an object with a "text" in quotes')
        return self._extraction(row, locator, tools.vocabulary)

    def _extraction(self, row: dict[str, Any], locator: str, vocabulary: Vocabulary) -> Extraction:
        fields = {
            _scalar(key): _scalar(
                value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            )
            for key, value in row.items()
            if key not in {"id", "text"} and value not in (None, "")
        }
        said = state_fields(fields, "source key", vocabulary)
        text, notes = _scalar(row["text"]), said.notes
        if text != row["text"]:
            notes += ("half of a surrogate pair in the text; shown as \ufffd",)
        return Extraction(
            locator=locator,
            text=text,
            extractor=f"{self.name}/{self.version}",
            encoding=_ENCODING,
            statements=said.statements,
            datings=said.datings,
            given=_scalar(str(row["id"])) if row.get("id") not in (None, "") else None,
            state=State.PARTIAL if text != row["text"] else State.COMPLETE,
            notes=notes,
        )

    def _refused(self, locator: str, reason: str) -> Extraction:
        extractor = f"{self.name}/{self.version}"
        return Extraction(locator, "", extractor, _ENCODING, state=State.REFUSED, notes=(reason,))


def _lines(data: bytes) -> Iterator[bytes]:
    """Lines without a copy of the whole."""
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield data[start:end]
        start = end + 1


def _scalar(text: str) -> str:
    """Text without lone surrogates, which JSON can spell and no file can hold; same length."""
    if text.isascii():
        return text
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
