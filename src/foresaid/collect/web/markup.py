"""How do bytes of HTML become words a reader sees? One hardened parse, blocks parted by empty lines.

Shared by every format that holds HTML: pages, e-books, web captures, feeds. What is in the words but not
on the page (hidden text) is left out and named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from foresaid.collect.encodings import decode
from foresaid.collect.web.hiding import PAPER, Ink, Passages, gone, inked
from foresaid.model.documents import State
from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.budgets import Budgets

# Bounds before any tree is built (measured in notes on trust, §0.5: deeper nesting and tags with 100,000
# attributes hang every parser tried).
_LONGEST_TAG = 1 << 16
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
# Elements whose text no reader sees as words of the page: code, metadata, menus, form controls, pictures,
# and what stands in for a player that did not load.
LEFT_OUT = frozenset(
    {
        "script", "style", "template", "noscript", "head", "nav", "svg", "math", "iframe", "object",
        "select", "datalist", "audio", "video", "canvas",
    }
)  # fmt: skip
_XHTML = "{http://www.w3.org/1999/xhtml}"
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "ul",
    }
)  # fmt: skip
_CODE = (
    (b"<script", re.compile(rb"</script", re.IGNORECASE)),
    (b"<style", re.compile(rb"</style", re.IGNORECASE)),
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary"})
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_Q_MARKS = {"start": "“", "end": "”"}  # what a browser shows around <q>
_VOID = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li td th tr dd dt option".split()
)


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed page: its tree (lxml elements), how its bytes were decoded, and what was lost on the way."""

    root: Any
    encoding: str
    state: State
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """The words a reader sees, and notes that name the words that are hidden."""

    text: str
    notes: tuple[str, ...] = ()


def parse_markup(data: bytes, budgets: Budgets, charset: str | None = None) -> Markup:
    """The tree of an HTML page; Unreadable where there is none, or where it would cost too much.

    `charset` is what a server said of the encoding; it goes before what the page says (WHATWG HTML §13.2.3.2).
    """
    declared = _DECLARED.search(data[:4096])
    decoded = decode(data, charset or (declared.group(1).decode("ascii") if declared else None))
    if decoded.text is None:
        raise Unreadable(decoded.note)
    if reason := _over_budget(data, budgets):
        raise Unreadable(reason)
    # The tree is built from UTF-8 that we decoded ourselves, so that no declaration is believed. Huge,
    # because libxml2's own bounds (256 deep, 10 MB of text) are below those of _over_budget.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        root = html.document_fromstring(decoded.text.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable(f"no HTML: {error}") from error
    fatal = [entry.message for entry in parser.error_log if entry.level_name == "FATAL"]
    cut = f"the parser stopped before the end: {fatal[0]}" if fatal else ""
    notes = tuple(filter(None, (decoded.note, cut)))
    return Markup(root, decoded.encoding, State.PARTIAL if cut else decoded.state, notes)


def _over_budget(data: bytes, budgets: Budgets) -> str:
    """Why the page is not parsed, or "": size, nesting and length of tags, by one pass over the tags."""
    if len(data) > budgets.html:
        return f"{len(data):,} bytes of HTML; at most {budgets.html:,} are read"
    depth, place = 0, data.find(b"<")
    while place >= 0:
        comment = data.startswith(b"<!--", place)
        end = data.find(b"-->" if comment else b">", place)
        if end < 0:
            break
        if not comment:
            if end - place > _LONGEST_TAG:
                return f"a tag of {end - place:,} bytes; at most {_LONGEST_TAG:,} are read"
            # Not below 0: end tags without a start would buy room for deeper nesting.
            depth = max(0, depth + _step(data[place + 1 : end]))
        if depth > budgets.nesting:
            return f"tags nested more than {budgets.nesting} deep"
        place = data.find(b"<", _code_end(data, place, end))
    return ""


def _code_end(data: bytes, place: int, end: int) -> int:
    """Where the tag at `place` is over: a script's or style's `<` are no tags."""
    for opening, closing in _CODE if data[place + 1 : place + 2] in b"sS" else ():
        if data[place : place + len(opening)].lower() == opening:
            found = closing.search(data, end)
            return found.start() if found else len(data)
    return end


def _step(tag: bytes) -> int:
    """How a tag changes the depth of nesting; tags that need no end do not count."""
    if tag[:1] == b"/":
        return -1 if tag[1:].strip().lower() not in _VOID else 0
    name = tag.split(None, 1)[0].lower() if tag[:1].isalpha() else b""
    return 0 if not name or name in _VOID or tag.endswith(b"/") else 1


def visible_text(root: Any) -> str:  # noqa: ANN401
    """The visible words, white space folded as a browser does, blocks parted by an empty line."""
    return seen_text(root).text


def seen_text(root: Any) -> Seen:  # noqa: ANN401
    """The visible words, as `visible_text` gives them, and what is hidden; the tree is used up by it.

    XHTML parsed as XML is read as well: its namespace does not matter.
    """
    page = _Page(inks=[(Ink(ground=None if _styled(root) else PAPER), 0)])
    for event, element in walk(root):
        tag = name_of(element)
        if event == "start":
            page.start(element, tag)
        elif event == "end":
            page.end(element, tag)
        else:  # a comment or instruction
            page.add(element.tail)
    lines = zip((_block("".join(parts)) for parts in page.blocks), page.quoted, strict=True)
    text = "\n\n".join(_marked(block, level) for block, level in lines if block)
    return Seen(text, page.passages.notes())


def walk(root: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Every element of a tree as ("start", …) and ("end", …); comments and instructions once."""
    yield from etree.iterwalk(root, events=("start", "end", "comment", "pi"))


def name_of(element: Any) -> str:  # noqa: ANN401
    """The name of an HTML element, with or without XHTML's namespace; "" for comments and instructions."""
    tag = element.tag
    return tag.removeprefix(_XHTML) if isinstance(tag, str) else ""


@dataclass(slots=True)
class _Page:
    """The words of a page while it is walked: blocks, how deep each is quoted, and what is hidden.

    `inks` holds the ink of each open element and the number of the place where it began, `places` the last
    such number. `kept` counts the open <pre>, whose line ends a reader sees; `heading` the open headings, where a
    <button> opens the section below and is its title.
    """

    blocks: list[list[str]] = field(default_factory=lambda: [[]])
    quoted: list[int] = field(default_factory=lambda: [0])
    inks: list[tuple[Ink, int]] = field(default_factory=list)
    passages: Passages = field(default_factory=Passages)
    places: int = 0
    depth: int = 0
    kept: int = 0
    heading: int = 0

    def start(self, element: Any, tag: str) -> None:  # noqa: ANN401
        """An element opens: what of it is never seen is cleared, and its own words are added."""
        if tag in LEFT_OUT or (tag == "button" and not self.heading):
            element.clear(keep_tail=True)
        elif reason := gone(element, tag):
            self.places += 1
            self.passages.add(reason, self.places, _all_text(element))
            element.clear(keep_tail=True)
        elif tag == "br":
            self.blocks[-1].append("\n")
        elif tag == "q":
            self.blocks[-1].append(_Q_MARKS["start"])
        self._dip(element, tag)
        self._count(tag, 1)
        self.add(element.text)

    def end(self, element: Any, tag: str) -> None:  # noqa: ANN401
        """An element closes: the words behind it are its parent's."""
        self._count(tag, -1)
        self.inks.pop()
        if tag == "q":
            self.blocks[-1].append(_Q_MARKS["end"])
        if tag == "sup":
            self._raise()
        self.add(element.tail)

    def _raise(self) -> None:
        """Figures that stand raised, as marks of notes and exponents do, are no part of the word before them."""
        last = self.blocks[-1][-1] if self.blocks[-1] else ""
        if last.strip().isdecimal() and last.isascii():
            self.blocks[-1][-1] = last.translate(_RAISED)

    def add(self, words: str | None) -> None:
        """Words of the page, in the ink of the element they stand in."""
        if not words:
            return
        ink, place = self.inks[-1]
        if ink.reason:
            self.passages.add(ink.reason, place, words)
            if not ink.doubtful:
                return
        self.blocks[-1].append(words.replace("\r\n", "\n") if self.kept else _folded(words))

    def _dip(self, element: Any, tag: str) -> None:  # noqa: ANN401
        """Note the ink of an element that opens."""
        ink, place = self.inks[-1]
        own = inked(ink, element, tag)
        if own is not ink:
            self.places += 1
            place = self.places
        self.inks.append((own, place))

    def _count(self, tag: str, step: int) -> None:
        """Keep account of the open elements; a block begins and ends a line."""
        if tag == "blockquote":
            self.depth += step
        elif tag == "pre":
            self.kept += step
        elif tag in _HEADINGS:
            self.heading += step
        if tag in _BLOCKS:
            self.blocks.append([])
            self.quoted.append(self.depth)


def _styled(root: Any) -> bool:  # noqa: ANN401
    """Whether a style sheet may colour the page; without one its paper is white."""
    if next(root.iter("{*}style"), None) is not None:
        return True
    return any("stylesheet" in (each.get("rel") or "").casefold() for each in root.iter("{*}link"))


def _all_text(element: Any) -> str:  # noqa: ANN401
    """The text in an element that is about to be cleared, code left out; each text is read once."""
    for code in list(element.iter("{*}script", "{*}style")):
        code.text = None
    return " ".join(element.itertext(tag="*"))


def _marked(block: str, level: int) -> str:
    """A block with the mark of a block quotation before each line, as plain text has it since e-mail."""
    return block if not level else "\n".join("> " * level + line for line in block.split("\n"))


def _folded(text: str) -> str:
    """White space of the source, line ends among it, is one space on the page."""
    return re.sub(r"[ \t\r\n\f]{1,1000}", " ", text)


def _block(text: str) -> str:
    return "\n".join(" ".join(line.split(" ")).strip() for line in text.split("\n")).strip()
