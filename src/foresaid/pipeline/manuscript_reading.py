"""What does a manuscript say, and where in its file does each word stand?

The bytes are read by a confined child like any item (collect/sandbox). What is done again here, to find lines and
columns, is a scan by our own code of a text that the child has read to its end within its budgets.
"""

from __future__ import annotations

import os
import stat
import tempfile
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from foresaid.budgets import Budgets
from foresaid.collect.encodings import decode
from foresaid.collect.manuscript_texts import MarkupOrigins, markdown_manuscript, plain_manuscript
from foresaid.collect.tex.reading import read_tex
from foresaid.collect.traced_text import TracedText
from foresaid.model.documents import Extraction, State
from foresaid.model.findings import Place
from foresaid.text.segment import paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foresaid.collect.sandbox.reading import Readers

STDIN = "-"
# What standard input is read as where nothing in its bytes tells: plain text.
_STDIN_NAMES = ("stdin", "stdin.txt")
# Formats in which a file without words is an empty manuscript, as drafts are; elsewhere it is a damaged one.
_PLAIN = frozenset({"", ".txt", ".text", ".md", ".markdown", ".tex", ".ltx"})
# Bytes of an HTML page whose lines are looked for; the table of its words takes some hundred times as much.
_LARGEST_PAGE = 2 << 20
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Given:
    """A manuscript as given: the name to show, and for standard input its bytes and the name that tells its format."""

    path: str
    data: bytes | None = None
    named: str = ""


@dataclass(slots=True)
class ManuscriptText:
    """One text of a manuscript: what is to be annotated, and how its places lead back to the file.

    `text` is what is annotated, `read` what the format read (its spans are those of a collection's document),
    `source` the file's own characters, None where it has none to show (docx, pdf).
    """

    path: str
    member: str
    text: str
    read: str
    traced: TracedText | None = None
    source: str | None = None
    comments: str = ""
    markup: MarkupOrigins | None = None
    pages: tuple[tuple[int, str], ...] = ()
    _lines: list[int] = field(default_factory=list)
    _paragraphs: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._paragraphs = [span.start for span in paragraphs(self.text)]
        if self.source is not None:
            self._lines = [0, *(at + 1 for at, letter in enumerate(self.source) if letter == "\n")]

    def paragraph(self, start: int) -> int:
        """The number, from 0, of the paragraph that holds a place of the text."""
        return max(0, bisect_right(self._paragraphs, start) - 1)

    def place(self, start: int, end: int) -> Place:
        """Where a span of the text stands in the manuscript."""
        page = bisect_right([at for at, _ in self.pages], start) - 1 if self.pages else -1
        place = Place(
            path=self.path,
            page=self.pages[page][1] if page >= 0 else None,
            paragraph=self.paragraph(start) + 1,
            member=self.member,
        )
        span = self._origin(start, end)
        return place if span is None else self._lined(place, *span)

    def place_in_source(self, start: int, end: int) -> Place:
        """Where a span of the file itself stands."""
        return self._lined(Place(self.path, member=self.member), start, end)

    def read_span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the text as one of what the format read."""
        if self.text is self.read or self.traced is None:
            return start, end
        return self.traced.origin(start), self.traced.origin_of_end(end)

    def line(self, position: int) -> int:
        """The line, from 1, of a place of the file."""
        return bisect_right(self._lines, position)

    def _origin(self, start: int, end: int) -> tuple[int, int] | None:
        if self.traced is not None:
            return self.traced.origin(start), self.traced.origin_of_end(end)
        return self.markup.span(start, end) if self.markup is not None else None

    def _lined(self, place: Place, start: int, end: int) -> Place:
        first, last = self.line(start), self.line(max(start, end - 1))
        return replace(
            place,
            line=first,
            column=start - self._lines[first - 1] + 1,
            end_line=last,
            end_column=end - self._lines[last - 1] + 1,
        )


@dataclass(frozen=True, slots=True)
class ReadManuscript:
    """A manuscript as read: its texts, its digest, and what could not be read of it and why.

    `refused` says why nothing was read, `lost` what parts were not; `notices` are what its format left out.
    """

    path: str
    digest: str = ""
    texts: tuple[ManuscriptText, ...] = ()
    refused: str = ""
    lost: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def read_manuscript(given: Given, readers: Readers, language: str) -> ReadManuscript:
    """One manuscript, read by a confined child; what cannot be read comes back with the reason."""
    try:
        with _opened(given) as file:
            data = file.read()
            names = (
                (given.named,) if given.named else _STDIN_NAMES if given.data is not None else (given.path,)
            )
            reading = readers.read(file.fileno(), names, language)
    except FileNotFoundError:
        return ReadManuscript(given.path, refused="there is no such file; look at its path")
    except OSError as error:
        return ReadManuscript(given.path, refused=error.strerror or str(error))
    if not data.strip() and Path(names[-1]).suffix.casefold() in _PLAIN:
        return ReadManuscript(given.path, sha256(data).hexdigest(), notices=("the file is empty",))
    texts: list[ManuscriptText] = []
    refused: list[str] = []
    lost: list[str] = []
    notices: list[str] = []
    for each in reading.extractions:
        label = f"{each.locator}: " if each.locator else ""
        told = [f"{label}{note}" for note in each.notes]
        if each.state is State.REFUSED:
            refused += told or [f"{label}it could not be read"]
            continue
        (lost if each.state is State.PARTIAL else notices).extend(told)
        texts.append(_text(given.path, each, data))
    if not texts:
        return ReadManuscript(given.path, refused="; ".join(refused) or "there is no text in it")
    digest = sha256(data).hexdigest()
    return ReadManuscript(given.path, digest, tuple(texts), "", tuple(refused + lost), tuple(notices))


def _opened(given: Given) -> BinaryIO:
    """The manuscript's bytes as a file that a child can be handed; a pipe or folder is none."""
    if given.data is not None:
        file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - its caller closes it
        file.write(given.data)
        file.seek(0)
        return file
    path = Path(given.path)
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise OSError(f"it is a folder; name its files, such as {path / '*.md'}")
    if not stat.S_ISREG(mode):
        raise OSError("it is no file; give it on standard input as -")
    return path.open("rb")


def _text(path: str, extraction: Extraction, data: bytes) -> ManuscriptText:
    """A text with its places, by the format that read it."""
    text, kind = extraction.text, extraction.extractor.partition("/")[0]
    plain = ManuscriptText(
        path,
        extraction.locator,
        text,
        text,
        pages=tuple((page.start, page.label) for page in extraction.pages),
    )
    if kind == "plain":
        return _traced(plain, plain_manuscript(text), text, "plain")
    if kind == "markdown":
        return _traced(plain, markdown_manuscript(text), text, "html")
    if kind == "latex":
        source = decode(data).text or ""
        traced = read_tex(source, Budgets().text).traced
        return _traced(plain, traced, source, "tex") if traced.text == text else plain
    if kind == "html" and not extraction.locator and len(data) <= _LARGEST_PAGE:
        source = _decoded(data, extraction.encoding)
        return replace(plain, source=source, comments="html", markup=MarkupOrigins(source, text))
    return plain


def _traced(plain: ManuscriptText, traced: TracedText, source: str, comments: str) -> ManuscriptText:
    text = plain.read if traced.text == plain.read else traced.text
    return replace(plain, text=text, traced=traced, source=source, comments=comments)


def _decoded(data: bytes, encoding: str) -> str:
    """The characters of a file in the encoding that its reader found ("utf-8 (declared)")."""
    try:
        return data.decode(encoding.partition(" ")[0], "replace").removeprefix(_BYTE_ORDER_MARK)
    except LookupError:
        return decode(data).text or ""


def listed(paths: Sequence[str], data: bytes | None, named: str) -> tuple[Given, ...]:
    """The manuscripts of a command line; - is standard input, each path once."""
    return tuple(
        Given(
            named or each if each == STDIN else each,
            data if each == STDIN else None,
            named if each == STDIN else "",
        )
        for each in dict.fromkeys(os.fspath(path) for path in paths)
    )
