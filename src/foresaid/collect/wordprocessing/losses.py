"""What does a Word file hold that is no part of its text? Counted while it is read, told in notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from foresaid.collect.wordprocessing.numbering import roman

# Passages named in full by a note, and characters of each: enough to see what was hidden.
_NAMED, _SHOWN = 5, 120
HINTS = {
    "insertion": "tracked insertions are read as text",
    "deletion": "tracked deletions are left out",
    "move": "places that a passage was moved away from (tracked) are left out",
    "comment": "comments are left out",
    "phonetic guide": "phonetic guides (ruby) are left out",
    "picture": "pictures are not read",
    "object": "embedded objects are not read",
    "formula": "formulas are read as their characters in a row",
    "unmatched symbol": "symbols of a picture font are shown as \ufffd",
    "chart": "charts and diagrams are not read",
    "part": "parts from other files (altChunk, subDoc) are not read",
    "field": "fields are not closed; their text is not read",
    "note": "notes are not there, though marked",
}
# With these, words that a reader sees are missing from the text.
_MISSING = frozenset({"unmatched symbol", "chart", "part", "field", "note"})


@dataclass(slots=True)
class Losses:
    """Counts of what was met and left, passages of hidden text by why they are hidden, notes in their order.

    `references` are the footnotes and endnotes marked in the text in order, (kind, id), each with its
    number; "" for one whose mark somebody chose, which stands in the text.
    """

    counts: dict[str, int] = field(default_factory=dict)
    passages: dict[str, list[str]] = field(default_factory=dict)
    references: dict[tuple[str, str], str] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _open: str = ""

    def count(self, what: str) -> None:
        """One more of what HINTS names."""
        self.counts[what] = self.counts.get(what, 0) + 1

    def passage(self, why: str, text: str) -> None:
        """Words that a reader does not see, or may not; what follows without a sign between is one passage."""
        found = self.passages.setdefault(why, [])
        if found and self._open == why:
            found[-1] += text if len(found[-1]) < _SHOWN else ""
        elif text.strip():
            found.append(text)
            self._open = why

    def gap(self) -> None:
        """A paragraph ends; words of a hidden passage on both sides are parted."""
        if self._open and not self.passages[self._open][-1].endswith(" "):
            self.passages[self._open][-1] += " "

    def refer(self, kind: str, key: str, *, counted: bool) -> str:
        """The number of a note, as Word counts by default: footnotes 1, 2, 3; endnotes i, ii, iii."""
        if (kind, key) not in self.references:
            number = ""
            if counted:
                self._numbers[kind] = self._numbers.get(kind, 0) + 1
                number = str(self._numbers[kind]) if kind == "footnote" else roman(self._numbers[kind])
            self.references[kind, key] = number
        return self.references[kind, key]

    def close(self) -> None:
        """Text that is seen ends a passage of hidden text."""
        self._open = ""

    @property
    def missing(self) -> bool:
        """Whether words that a reader of the file sees are missing here."""
        return bool(_MISSING & self.counts.keys())

    def notes(self) -> list[str]:
        """Everything in words: hidden passages first."""
        notes = [_told(why, found) for why, found in self.passages.items() if found]
        return notes + [f"{HINTS[what]}: {number:,}" for what, number in self.counts.items()]


def _told(why: str, found: list[str]) -> str:
    shown = ", ".join(f"“{quoted(each)}”" for each in found[:_NAMED])
    more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
    return f"{why}: {shown}{more}"


def quoted(text: str) -> str:
    """The beginning of a passage, on one line, for a note."""
    words = " ".join(text[: 4 * _SHOWN].split())
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
