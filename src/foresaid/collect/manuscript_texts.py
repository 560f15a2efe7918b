"""What does a manuscript say, when what stands in its file is not yet what its reader sees?

A collection keeps plain text and Markdown as they stand. A check must not take a line of code or the title of a link
for a quotation, nor a comment for text; so these are left out here, and every word knows where in the file it stands.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from foresaid.collect.traced_text import TracedText
from foresaid.text.normalize import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT, _COMMENT_END = "<!--", "-->"
_IGNORE_LINE = "foresaid: ignore"
_FENCES = ("```", "~~~")
# Front matter longer than this is a document between two rules (collect/formats/markdown.py).
_LONGEST_FRONT = 200
# Bounds of what stands on one line of Markdown: a code span, a link's target with its title, a tag with its attributes.
_MARKED = re.compile(
    r"(?P<comment><!--)"
    r"|(?P<code>`{1,3}(?![`'])[^`\n]{1,400}`{1,3})"
    r"|(?P<note>\[\^[^\]\s]{1,60}\]:?)"
    r"|(?P<image>!\[[^\]\n]{0,400}\]\([^()\n]{0,1000}\))"
    r"|(?P<link>\[(?=[^\[\]\n]{1,400}\]\())"
    r"|(?P<target>\]\((?:<[^>\n]{0,1000}>|[^()\s]{0,1000})(?:\s{1,9}[\"'(][^\"\n]{0,400}[\"')])?\))"
    r"|(?P<tag></?[A-Za-z][^<>]{0,1000}>)"
    r"|(?P<entity>&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});)"
    r"|(?P<escape>\\[!-/:-@\[-`{-~])"
)
_LINK_DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:\s")
# A gram of a text is looked for in its source; three words are seldom twice in one paragraph.
_GRAM = 3
_SKIPPED = "\u2060"  # a character without ink that is no part of a word (text/normalize.py)
_INLINE = frozenset(
    {"a", "abbr", "b", "cite", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "u"}
)
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]{0,20})[^<>]{0,4000}>")


@dataclass(slots=True)
class _Pieces:
    """A text put together from stretches of its source, and signs that stand for stretches."""

    source: str
    parts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    length: int = 0

    def copy(self, start: int, end: int) -> None:
        if end > start:
            self._add(self.source[start:end], start)

    def sign(self, sign: str, origin: int) -> None:
        for letter in sign:
            self._add(letter, origin)

    def _add(self, words: str, origin: int) -> None:
        self.parts.append(words)
        self.starts.append(self.length)
        self.origins.append(origin)
        self.length += len(words)

    def traced(self) -> TracedText:
        return TracedText("".join(self.parts), tuple(self.starts) or (0,), tuple(self.origins) or (0,))


def plain_manuscript(source: str) -> TracedText:
    """Plain text without the lines that speak to foresaid."""
    if _IGNORE_LINE not in source:
        return TracedText(source)
    pieces, at = _Pieces(source), 0
    for line in source.split("\n"):
        end = at + len(line)
        if line.lstrip(" ").startswith(_IGNORE_LINE):
            at = end + 1
            continue
        pieces.copy(at, min(end + 1, len(source)))
        at = end + 1
    return pieces.traced()


def markdown_manuscript(source: str) -> TracedText:
    """Markdown without front matter, comments, code, tags, notes' marks and the targets of links; entities as signs."""
    pieces, end = _Pieces(source), 0
    for start, stop in _running(source):
        if start < end:
            if stop <= end:
                continue
            start = end  # noqa: PLW2901 - a comment reached into this stretch
        end = _write_marked(pieces, start, stop)
    return pieces.traced()


def _running(source: str) -> Iterator[tuple[int, int]]:
    """The stretches between front matter, fenced code and definitions of links, as lines together."""
    at = start = _front_end(source)
    fence = ""
    for line in source[at:].split("\n"):
        bare, end = line.strip(), min(at + len(line) + 1, len(source))
        if fence:
            if bare.startswith(fence) and not bare.strip(fence[0]):
                fence = ""
            start = end
        elif bare.startswith(_FENCES) and "`" not in bare.lstrip("`"):
            yield start, at
            fence = bare[: len(bare) - len(bare.lstrip(bare[0]))]
            start = end
        elif bare.startswith("[") and not bare.startswith("[^") and _LINK_DEFINITION.match(line):
            yield start, at
            start = end
        at = end
    yield start, len(source)


def _front_end(source: str) -> int:
    lines = source.split("\n", _LONGEST_FRONT)[:_LONGEST_FRONT]
    if not lines or lines[0].strip() != "---":
        return 0
    close = next((number for number, line in enumerate(lines[1:], 1) if line.strip() in ("---", "...")), 0)
    return sum(len(line) + 1 for line in lines[: close + 1]) if close else 0


def _write_marked(pieces: _Pieces, start: int, stop: int) -> int:
    """Copy a stretch without its marks; where reading goes on, which a comment may put behind `stop`."""
    source, at, unclosed = pieces.source, start, False
    while (found := _MARKED.search(source, at, stop)) is not None:
        pieces.copy(at, found.start())
        kind, at = found.lastgroup, found.end()
        if kind == "comment":
            close = -1 if unclosed else source.find(_COMMENT_END, at)
            unclosed = close < 0
            if unclosed:
                pieces.copy(found.start(), at)
            else:
                at = close + len(_COMMENT_END)
        elif kind == "entity":
            pieces.sign(html.unescape(found.group()), found.start())
        elif kind == "escape":
            pieces.copy(found.start() + 1, at)
        elif kind in ("code", "image"):
            pieces.sign(" ", found.start())
    pieces.copy(at, stop)
    return max(at, stop)


class MarkupOrigins:
    """Where the words of a text stand in the HTML that it was read from, found by the words themselves."""

    def __init__(self, source: str, text: str) -> None:
        masked = tokenise(_unmarked(source))
        read = tokenise(text)
        self._starts, self._ends = masked.starts.tolist(), masked.ends.tolist()
        self._read_starts = read.starts.tolist()
        self._words, self._read = masked.hashes.tolist(), read.hashes.tolist()
        self._grams: dict[tuple[int, ...], list[int]] = {}
        for at in range(len(self._words)):
            self._grams.setdefault(tuple(self._words[at : at + _GRAM]), []).append(at)
        self._ranks = self._ranked()

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The span in the source of a span of the text; None where its words are not found there."""
        first = bisect_right(self._read_starts, start - 1)
        last = bisect_right(self._read_starts, end - 1) - 1
        if first > last:
            return None
        opens, closes = self._place(first), self._place(max(first, last - _GRAM + 1))
        if opens is None or closes is None or closes < opens:
            return None
        closes += last - max(first, last - _GRAM + 1)
        return self._starts[opens], self._ends[min(closes, len(self._ends) - 1)]

    def _ranked(self) -> list[int]:
        """For each place of the text, how many times its gram has come before."""
        seen: dict[tuple[int, ...], int] = {}
        ranks = []
        for at in range(len(self._read)):
            gram = tuple(self._read[at : at + _GRAM])
            ranks.append(seen.get(gram, 0))
            seen[gram] = ranks[-1] + 1
        return ranks

    def _place(self, at: int) -> int | None:
        places = self._grams.get(tuple(self._read[at : at + _GRAM]), [])
        return places[min(self._ranks[at], len(places) - 1)] if places else None


def _unmarked(source: str) -> str:
    """HTML with its tags and entities masked, character for character."""
    parts: list[str] = []
    at = 0
    for found in re.finditer(rf"{_TAG.pattern}|{_ENTITY}", source):
        parts.append(source[at : found.start()])
        at, length = found.end(), len(found.group())
        if found.group(1) is not None:
            parts.append((_SKIPPED if found.group(1).lower() in _INLINE else " ") * length)
        else:
            sign = html.unescape(found.group())
            parts.append(sign + _SKIPPED * (length - len(sign)) if len(sign) <= length else " " * length)
    parts.append(source[at:])
    return "".join(parts)


_ENTITY = r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
