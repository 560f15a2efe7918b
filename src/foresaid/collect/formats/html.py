"""How is HTML read? As the words a reader sees, blocks parted by empty lines; menus and scripts left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from foresaid.collect.encodings import decode
from foresaid.collect.heads import read_head
from foresaid.collect.stating import state_fields
from foresaid.model.documents import Extraction, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.words import Vocabulary

# Bounds before any tree is built (measured in notes on trust, §0.5: deeper nesting and tags with 100,000
# attributes hang every parser tried).
_MOST_BYTES = 20 << 20
_DEEPEST = 512
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
_VOID = frozenset(
    b"area base br col embed hr img input link meta param source track wbr p li td th tr dd dt option".split()
)
_META = {
    "author": "author", "dc.creator": "author", "dcterms.creator": "author", "citation_author": "author",
    "article:author": "author", "dc.title": "title", "og:title": "title", "citation_title": "title",
    "date": "date", "dc.date": "date", "dcterms.date": "date", "dc.date.issued": "date",
    "dcterms.issued": "date", "citation_publication_date": "date", "citation_date": "date",
    "article:published_time": "date", "dc.rights": "rights", "dcterms.rights": "rights",
}  # fmt: skip


class Html:
    """HTML and XHTML; what a page states in its head comes as statements with basis "HTML meta"."""

    name = "html"
    version = "1"
    suffixes = (".html", ".htm", ".xhtml")

    def extract(self, data: bytes, vocabulary: Vocabulary) -> Iterator[Extraction]:
        """The one text of the page."""
        declared = _DECLARED.search(data[:4096])
        decoded = decode(data, declared.group(1).decode("ascii") if declared else None)
        reason = decoded.note if decoded.text is None else _over_budget(data)
        if decoded.text is None or reason:
            yield self._refused(decoded.encoding, reason)
            return
        try:
            # The tree is built from UTF-8 that we decoded ourselves, so that no declaration is believed.
            parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
            root = html.document_fromstring(decoded.text.encode("utf-8"), parser=parser)
        except (etree.LxmlError, ValueError, AssertionError) as error:
            yield self._refused(decoded.encoding, f"no HTML: {error}")
            return
        fields = _meta(root)
        said = state_fields(fields, "HTML meta", vocabulary)
        text = _text(root)
        statements, datings = read_head(text, vocabulary)
        yield Extraction(
            locator="",
            text=text,
            extractor=f"{self.name}/{self.version}",
            encoding=decoded.encoding,
            statements=(*said.statements, *statements),
            datings=(*said.datings, *datings),
            state=decoded.state if text else State.REFUSED,
            notes=((decoded.note,) if decoded.note else ())
            + said.notes
            + (() if text else ("no text in the page",)),
        )

    def _refused(self, encoding: str, reason: str) -> Extraction:
        extractor = f"{self.name}/{self.version}"
        return Extraction("", "", extractor, encoding, state=State.REFUSED, notes=(reason,))


def _over_budget(data: bytes) -> str:
    """Why the page is not parsed, or "": size, nesting and length of tags, by one pass over the tags."""
    if len(data) > _MOST_BYTES:
        return f"{len(data):,} bytes of HTML; at most {_MOST_BYTES:,} are read"
    depth, place = 0, data.find(b"<")
    while place >= 0:
        end = data.find(b">", place)
        if end < 0:
            break
        if end - place > _LONGEST_TAG:
            return f"a tag of {end - place:,} bytes; at most {_LONGEST_TAG:,} are read"
        depth += _step(data[place + 1 : end])
        if depth > _DEEPEST:
            return f"tags nested more than {_DEEPEST} deep"
        place = data.find(b"<", end)
    return ""


def _step(tag: bytes) -> int:
    """How a tag changes the depth of nesting; tags that need no end do not count."""
    if tag[:1] == b"/":
        return -1 if tag[1:].strip().lower() not in _VOID else 0
    name = tag.split(None, 1)[0].lower() if tag[:1].isalpha() else b""
    return 0 if not name or name in _VOID or tag.endswith(b"/") else 1


def _meta(root: Any) -> dict[str, str]:  # noqa: ANN401 - an lxml element
    """What the head states; the first of several wins."""
    fields: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").casefold()
        value = (meta.get("content") or "").strip()
        if name in _META and value:
            fields.setdefault(_META[name], value)
    title = root.find(".//title")
    if title is not None and "title" not in fields:
        words = " ".join((title.text or "").split())
        if words:
            fields["title"] = words
    return fields


def _text(root: Any) -> str:  # noqa: ANN401
    """The visible words, white space folded as a browser does, blocks parted by an empty line."""
    blocks: list[list[str]] = [[]]
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"comment", "pi"}:
            blocks[-1].append(element.tail or "")
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and tag in _LEFT_OUT:
            element.clear(keep_tail=True)
        elif event == "start" and tag == "br":
            blocks[-1].append("\n")
        if tag in _BLOCKS:
            blocks.append([])
        if event == "start" and tag not in _LEFT_OUT:
            blocks[-1].append(_folded(element.text))
        elif event == "end":
            blocks[-1].append(_folded(element.tail))
    return "\n\n".join(filter(None, (_block("".join(parts)) for parts in blocks)))


def _folded(text: str | None) -> str:
    """White space of the source, line ends among it, is one space on the page."""
    return re.sub(r"[ \t\r\n\f]{1,1000}", " ", text) if text else ""


def _block(text: str) -> str:
    return "\n".join(" ".join(line.split(" ")).strip() for line in text.split("\n")).strip()
