"""How is a feed read? RSS 0.9 to 2.0, Atom and JSON Feed, one document for each entry.

When an entry was changed is stated, and dates nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from foresaid.collect.stating import Said
from foresaid.collect.web.markup import Markup, parse_markup, seen_text, visible_text, walk
from foresaid.collect.web.statements import joined, one_line, state_web_date, state_web_value
from foresaid.collect.xml import explain_root, local, parse_xml, root_name
from foresaid.model.documents import Extraction, State
from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.plugins import Tools

BASIS = "feed"
_JSON_FEED = b"https://jsonfeed.org/version/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ATOM = frozenset({"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"})  # RFC 4287, and Atom 0.3
_RSS = frozenset(
    {
        "", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/rss2",
    }
)  # fmt: skip
# Other vocabularies whose elements are read, by the prefix they have here.
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
}
# What of an element states what, the best first.
_TITLE = ("title", "dc:title")
_PUBLISHED = ("published", "issued", "pubDate", "dcterms:issued", "dc:date", "date_published")
_CREATED = ("dcterms:created", "created")
_CHANGED = ("updated", "modified", "dcterms:modified", "date_modified")
_RIGHTS = ("rights", "copyright", "dc:rights")
_NUMBER = ("id", "guid")
_KEPT = ("style", "hidden", "cite")  # attributes that decide what is seen
_VOID = frozenset({"br", "hr", "img", "wbr"})
_MOST_AUTHORS = 50
_HEAD = 4_096  # JSON Feed states its version first


@dataclass(slots=True)
class _Entry:
    """An entry as it comes: single values by name, names of authors, and its words as HTML."""

    values: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    markup: str | None = None
    only_summary: bool = False

    @property
    def number(self) -> str:
        """The id that the entry states."""
        return one_line(self.first(_NUMBER))

    def first(self, names: Iterable[str]) -> str:
        """The first of these values that there is."""
        return next((self.values[name] for name in names if self.values.get(name)), "")


class Feed:
    """Feeds of news and journals; the feed's title is stated as the work its entries are part of."""

    name = "feed"
    version = "1"
    suffixes = (".xml", ".rss", ".atom", ".json")

    def recognises(self, head: bytes) -> bool | None:
        """Whether its root element is that of a feed, or its JSON names the version of one."""
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith(b"{"):
            return _JSON_FEED in head[:_HEAD].replace(b"\\/", b"/")
        root = root_name(head)
        return None if root is None else _is_feed(root)

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """Every entry, in the feed's order."""
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            whole, entries = _json_feed(data, tools)
        else:
            root = parse_xml(data, tools.budgets)
            if not _is_feed(((root.tag.rpartition("}")[0][1:] or None), local(root))):
                raise Unreadable(explain_root(data, ("rss", "feed", "RDF")))
            whole, entries = _xml_feed(root)
        if not entries:
            raise Unreadable("a feed without entries")
        numbers = Counter(entry.number for entry in entries)
        for place, entry in enumerate(entries, 1):
            if place > tools.budgets.entries:
                reason = (
                    f"the feed has {len(entries):,} entries; at most {tools.budgets.entries:,} are read"
                )
                yield self._refused(f"entry {place} and after", (reason,))
                return
            tools.alive()
            unique = numbers[entry.number] == 1 and entry.number and not entry.number.startswith("entry ")
            yield self._document(entry, whole, entry.number if unique else f"entry {place}", tools)

    def _document(self, entry: _Entry, whole: _Entry, locator: str, tools: Tools) -> Extraction:
        said = _stated(entry, whole, tools)
        try:
            text, state, notes = _words(entry, tools)
        except Unreadable as reason:
            return self._refused(locator, (str(reason), *said.notes), said)
        if not text:
            return self._refused(locator, ("there is no text in the entry", *said.notes), said)
        return Extraction(
            locator=locator,
            text=text,
            extractor=f"{self.name}/{self.version}",
            encoding="utf-8 (feed)",
            statements=said.statements,
            datings=said.datings,
            # a bare number is unique in its feed only
            given=locator if ":" in locator else None,
            state=state,
            notes=(*notes, *said.notes),
        )

    def _refused(self, locator: str, notes: tuple[str, ...], said: Said | None = None) -> Extraction:
        extractor, said = f"{self.name}/{self.version}", said or Said()
        return Extraction(
            locator, "", extractor, "none", said.statements, said.datings, state=State.REFUSED, notes=notes
        )


def _is_feed(root: tuple[str | None, str]) -> bool:
    namespace, name = root[0] or "", root[1]
    return (
        (name == "rss" and namespace in _RSS)
        or (name == "feed" and namespace in _ATOM)
        or (name == "RDF" and namespace == _RDF)
    )


def _xml_feed(root: Any) -> tuple[_Entry, list[_Entry]]:  # noqa: ANN401 - an lxml element
    """The feed itself, and its entries."""
    channel = next((each for each in root if local(each) == "channel"), root)
    holders = [root] if channel is root else [channel, root]  # RSS 1.0 has its items beside the channel
    entries = [each for holder in holders for each in holder if local(each) in {"item", "entry"}]
    return _xml_entry(channel), [_xml_entry(each) for each in entries]


def _xml_entry(element: Any) -> _Entry:  # noqa: ANN401
    """What an entry, or the feed itself, holds; elements of other vocabularies are left out."""
    entry = _Entry()
    bodies: dict[str, Any] = {}
    for child in element:
        key = _key(child)
        if key in {"content:encoded", "content", "description", "summary"}:
            bodies.setdefault(key, child)
        elif key in {"author", "dc:creator"} and len(entry.authors) < _MOST_AUTHORS:
            entry.authors.append(_author(child))
        elif key == "link":
            _link(entry, child)
        elif key == "title" and "html" in (child.get("type") or ""):
            entry.values.setdefault("title_html", _markup(child))
        elif key and key not in {"item", "entry"}:
            entry.values.setdefault(key, _plain(child))
    for key in ("content:encoded", "content", "description", "summary"):
        if key in bodies and (words := _markup(bodies[key])).strip():
            entry.markup = words
            entry.only_summary = key == "summary"
            break
    return entry


def _key(child: Any) -> str:  # noqa: ANN401
    """The name of an element, with a prefix for a vocabulary of its own; "" for one that is not read."""
    tag = child.tag if isinstance(child.tag, str) else ""
    namespace, _, name = tag.rpartition("}")
    namespace = namespace.removeprefix("{")
    if namespace in _RSS or namespace in _ATOM:
        return name
    prefix = _PREFIXES.get(namespace)
    return f"{prefix}{name}" if prefix else ""


def _author(child: Any) -> str:  # noqa: ANN401
    """A name: Atom's in an element of its own, RSS's behind an address in parentheses (RSS 2.0, author)."""
    named = next((each for each in child if local(each) == "name"), None)
    if named is not None:
        return _plain(named)
    words = _plain(child)
    address, parenthesis, name = words.partition("(")
    return name.rstrip(") ") if parenthesis and "@" in address else "" if "@" in words else words


def _link(entry: _Entry, child: Any) -> None:  # noqa: ANN401
    """The page that an entry stands for; Atom has links of other kinds beside it."""
    address = child.get("href") or _plain(child)
    if (child.get("rel") or "alternate") == "alternate":
        entry.values.setdefault("link", address)


def _plain(child: Any) -> str:  # noqa: ANN401
    return "".join(child.itertext()).strip()


def _markup(body: Any) -> str:  # noqa: ANN401
    """The words of an entry as HTML: XHTML as it stands, other text as its kind says (RFC 4287 §4.1.3)."""
    kind = (body.get("type") or "").casefold()
    if len(body):
        return "".join(_spelt(body))
    words = body.text or ""
    atom = body.tag.rpartition("}")[0][1:] in _ATOM
    if atom and kind not in {"html", "text/html"}:
        # text without markup, or a picture or film in base 64
        return f"<pre>{escape(words)}</pre>" if kind in {"", "text", "text/plain"} else ""
    return words


def _spelt(body: Any) -> Iterator[str]:  # noqa: ANN401
    """The children of an element as HTML tags without attributes; the tree is walked, so nothing recurses."""
    for event, element in walk(body):
        name = local(element) if element is not body else ""
        if event == "start":
            style = "".join(
                f' {key}="{escape(element.get(key))}"' for key in _KEPT if element.get(key) is not None
            )
            yield f"<{name}{style}>" if name else ""
            yield escape(element.text or "")
        else:
            yield f"</{name}>" if name and name not in _VOID else ""
            yield escape(element.tail or "") if element is not body else ""


def _json_feed(data: bytes, tools: Tools) -> tuple[_Entry, list[_Entry]]:
    """A JSON Feed (jsonfeed.org, version 1.1) itself, and its entries."""
    if len(data) > tools.budgets.line:
        raise Unreadable(f"{len(data):,} bytes of JSON; at most {tools.budgets.line:,} are read")
    try:
        feed = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"no valid JSON: {error}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise Unreadable("a feed without entries")
    return _json_entry(feed), [_json_entry(item) for item in items if isinstance(item, dict)]


def _json_entry(item: dict[str, Any]) -> _Entry:
    entry = _Entry({key: str(value) for key, value in item.items() if isinstance(value, str | int)})
    entry.values["link"] = entry.values.get("url") or entry.values.get("home_page_url", "")
    authors = item.get("authors") or [item.get("author")]
    for author in authors[:_MOST_AUTHORS] if isinstance(authors, list) else ():
        if isinstance(author, dict) and isinstance(author.get("name"), str):
            entry.authors.append(author["name"])
    entry.markup = entry.values.get("content_html") or None
    if not entry.markup and (words := entry.values.get("content_text") or entry.values.get("summary")):
        entry.markup = f"<pre>{escape(words)}</pre>"
        entry.only_summary = "content_text" not in entry.values
    return entry


def _title(entry: _Entry, tools: Tools) -> str:
    """The title in words; Atom's may be HTML."""
    markup = entry.values.get("title_html", "")
    try:
        return visible_text(_parsed(markup, tools).root) if markup else entry.first(_TITLE)
    except Unreadable:
        return ""


def _parsed(markup: str, tools: Tools) -> Markup:
    return parse_markup(f"<div>{markup}</div>".encode("utf-8", "replace"), tools.budgets)


def _stated(entry: _Entry, whole: _Entry, tools: Tools) -> Said:
    """What the feed says of an entry; authors and rights of the whole feed where the entry has none."""
    said = [
        state_web_value("title", _title(entry, tools), BASIS),
        *(state_web_value("author", name, BASIS) for name in entry.authors or whole.authors),
        state_web_value("work", _title(whole, tools), BASIS),
        state_web_value("rights", entry.first(_RIGHTS) or whole.first(_RIGHTS), BASIS),
        state_web_value("url", entry.first(("link",)), BASIS),
    ]
    for names, kind in ((_PUBLISHED, "published"), (_CREATED, "written")):
        if value := entry.first(names):
            said.append(state_web_date(value, BASIS, tools.vocabulary, kind=kind))
    said.append(state_web_value("modified", entry.first(_CHANGED), BASIS))
    return joined(*said)


def _words(entry: _Entry, tools: Tools) -> tuple[str, State, tuple[str, ...]]:
    """The text of an entry, how its reading ended, and what is to be said of it."""
    if not entry.markup:
        title = one_line(_title(entry, tools))
        return title, State.COMPLETE, ("the feed gives only the title of this entry",) if title else ()
    page = _parsed(entry.markup, tools)
    seen = seen_text(page.root)
    summary = ("the feed gives only a summary of this entry",) if entry.only_summary else ()
    return seen.text, page.state, (*page.notes, *seen.notes, *summary)
