"""How do bytes of HTML become words a reader sees? One hardened parse, blocks parted by empty lines.

Shared by every format that holds HTML: pages, e-books, web captures, feeds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from foresaid.collect.encodings import decode
from foresaid.model.documents import State
from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from foresaid.budgets import Budgets

# Bounds before any tree is built (measured in notes on trust, §0.5: deeper nesting and tags with 100,000
# attributes hang every parser tried).
_LONGEST_TAG = 1 << 16
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
_LEFT_OUT = frozenset(
    {"script", "style", "template", "noscript", "head", "nav", "svg", "math", "iframe", "object"}
)
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
_UNSEEN = ("display:none", "visibility:hidden")
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


def parse_markup(data: bytes, budgets: Budgets) -> Markup:
    """The tree of an HTML page; Unreadable where there is none, or where it would cost too much."""
    declared = _DECLARED.search(data[:4096])
    decoded = decode(data, declared.group(1).decode("ascii") if declared else None)
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
    blocks: list[list[str]] = [[]]
    quoted: list[int] = [0]  # for each block, how many <blockquote> it stands in
    depth = 0
    kept = 0  # how many <pre> are open, whose line ends a reader sees
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and (tag in _LEFT_OUT or _hidden(element)):
            element.clear(keep_tail=True)
        elif event == "start" and tag == "br":
            blocks[-1].append("\n")
        elif event == "start" and tag == "q":
            blocks[-1].append(_Q_MARKS[event])
        depth += (tag == "blockquote") * {"start": 1, "end": -1}.get(event, 0)
        kept += (tag == "pre") * {"start": 1, "end": -1}.get(event, 0)
        if tag in _BLOCKS:
            blocks.append([])
            quoted.append(depth)
        if tag == "q" and event == "end":
            blocks[-1].append(_Q_MARKS[event])
        words = element.text if event == "start" else element.tail
        blocks[-1].append((words or "").replace("\r\n", "\n") if kept else _folded(words))
    lines = zip((_block("".join(parts)) for parts in blocks), quoted, strict=True)
    return "\n\n".join(_marked(block, level) for block, level in lines if block)


def _marked(block: str, level: int) -> str:
    """A block with the mark of a block quotation before each line, as plain text has it since e-mail."""
    return block if not level else "\n".join("> " * level + line for line in block.split("\n"))


def _hidden(element: Any) -> bool:  # noqa: ANN401
    """Whether the element itself says that no reader sees it; style sheets are not looked into."""
    style = (element.get("style") or "").replace(" ", "").casefold()
    return element.get("hidden") is not None or any(each in style for each in _UNSEEN)


def _folded(text: str | None) -> str:
    """White space of the source, line ends among it, is one space on the page."""
    return re.sub(r"[ \t\r\n\f]{1,1000}", " ", text) if text else ""


def _block(text: str) -> str:
    return "\n".join(" ".join(line.split(" ")).strip() for line in text.split("\n")).strip()
