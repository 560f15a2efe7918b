"""What does a page say of its article in JSON-LD (schema.org)? Of which it speaks must be clear.

A page may describe many things: the article, its site, other articles. Taken is the one article described at
the top (in a list or @graph as well), or that with the page's own address; of several others, none.
"""

from __future__ import annotations

import json
from html import unescape
from typing import TYPE_CHECKING, Any

from foresaid.collect.stating import Said
from foresaid.collect.web.statements import joined, state_web_date, state_web_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.model.words import Vocabulary

BASIS = "JSON-LD"
# Bounds on what a page may spend on its description; news sites use some 5 kB in one to three blocks.
_LONGEST_BLOCK, _MOST_BLOCKS, _MOST_NODES, _MOST_NAMES = 1 << 20, 20, 1_000, 50
# Kinds of schema.org whose dates and authors are those of a text (schema.org 28, CreativeWork and below),
# and those that describe the page around one, asked only where nothing better is there.
_TEXTS = frozenset(
    [
        "Article",
        "AdvertiserContentArticle",
        "NewsArticle",
        "AnalysisNewsArticle",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "ReportageNewsArticle",
        "ReviewNewsArticle",
        "Report",
        "SatiricalArticle",
        "ScholarlyArticle",
        "MedicalScholarlyArticle",
        "TechArticle",
        "APIReference",
        "SocialMediaPosting",
        "BlogPosting",
        "LiveBlogPosting",
        "DiscussionForumPosting",
        "Book",
        "Chapter",
        "Legislation",
        "Manuscript",
        "Message",
        "EmailMessage",
        "Poster",
        "Thesis",
        "Review",
        "Quotation",
        "PublicationIssue",
        "Newspaper",
        "Play",
        "Statement",
        "Letter",
        "Speech",
    ]
)
_PAGES = frozenset(["WebPage", "ItemPage", "AboutPage", "CreativeWork"])
_DATES = (("datePublished", "published"), ("dateCreated", "written"))


def read_json_ld(blocks: Iterable[str], addresses: frozenset[str], vocabulary: Vocabulary) -> Said:
    """What the blocks state of the article; `addresses` are those that the page gives as its own."""
    nodes: list[dict[str, Any]] = []
    notes: list[str] = []
    for number, block in enumerate(blocks, 1):
        if number > _MOST_BLOCKS:
            notes.append(f"only the first {_MOST_BLOCKS} blocks of JSON-LD were read")
            break
        read, note = _loaded(block)
        notes += [f"JSON-LD block {number} was left out: {note}"] if note else []
        nodes += _top_nodes(read)
    named = {each["@id"]: each for each in nodes if isinstance(each.get("@id"), str)}
    article, note = _article(nodes, addresses)
    notes += [note] if note else []
    said = _stated(article, named, vocabulary) if article else Said()
    return joined(Said(notes=tuple(notes)), said)


def _loaded(block: str) -> tuple[Any, str]:
    """A block's JSON, or why there is none; wrappers against old browsers do not count."""
    if len(block) > _LONGEST_BLOCK:
        return None, f"{len(block):,} characters; at most {_LONGEST_BLOCK:,} are read"
    bare = block.strip().removeprefix("<!--").removeprefix("//").strip().removeprefix("<![CDATA[")
    bare = bare.strip().removesuffix("-->").rstrip().removesuffix("]]>").rstrip().removesuffix("//")
    try:
        return json.loads(bare.strip().removesuffix(";"), strict=False), ""
    except (ValueError, RecursionError) as error:
        return None, f"no valid JSON: {error}"


def _top_nodes(read: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """What is described at the top: the object, those of a list or @graph, and what a page is about."""
    found: list[dict[str, Any]] = []
    waiting = [read]
    while waiting and len(found) < _MOST_NODES:
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting[:0] = node[:_MOST_NODES]
        elif isinstance(node, dict):
            found.append(node)
            waiting[:0] = [node[key] for key in ("@graph", "mainEntity") if key in node]
    return found


def _article(nodes: list[dict[str, Any]], addresses: frozenset[str]) -> tuple[dict[str, Any] | None, str]:
    """The one node that describes the page's text, or why none was taken."""
    for kinds in (_TEXTS, _PAGES):
        fitting = [node for node in nodes if kinds & set(_types(node)) and _is_described(node)]
        own = [node for node in fitting if addresses & set(_addresses(node))]
        if len(own) == 1 or len(fitting) == 1:
            return (own or fitting)[0], ""
        if fitting:
            return (
                None,
                f"JSON-LD describes {len(fitting)} texts, and not which is this one; none was taken",
            )
    return None, ""


def _is_described(node: dict[str, Any]) -> bool:
    """Whether a node says more than a name; others only refer to one that does."""
    return any(key in node for key in ("datePublished", "dateCreated", "author", "headline", "creator"))


def _types(node: dict[str, Any]) -> Iterator[str]:
    kinds = node.get("@type")
    for kind in (kinds if isinstance(kinds, list) else [kinds])[:_MOST_NAMES]:
        if isinstance(kind, str):
            yield kind.replace(":", "/").rpartition("/")[2]


def _addresses(node: dict[str, Any]) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        value = node.get(key)
        value = value.get("@id") if isinstance(value, dict) else value
        if isinstance(value, str):
            yield value.partition("#")[0]


def _stated(article: dict[str, Any], named: dict[str, dict[str, Any]], vocabulary: Vocabulary) -> Said:
    said: list[Said] = []
    for field, key in (("title", "headline"), ("title", "name")):
        if not any(each.statements for each in said):
            said += [state_web_value(field, name, BASIS) for name in _names(article.get(key), named)[:1]]
    for field, keys in (
        ("author", ("author", "creator")),
        ("publisher", ("publisher",)),
        ("work", ("isPartOf",)),
        ("rights", ("license",)),
    ):
        value = next((article[key] for key in keys if key in article), None)
        said += [state_web_value(field, name, BASIS) for name in _names(value, named)]
    for key, kind in _DATES:
        value = article.get(key)
        if isinstance(value, str) and value.strip():
            said.append(state_web_date(value, BASIS, vocabulary, kind=kind))
    modified = article.get("dateModified")
    if isinstance(modified, str):
        said.append(state_web_value("modified", modified, BASIS))
    return joined(*said)


def _names(value: Any, named: dict[str, dict[str, Any]]) -> list[str]:  # noqa: ANN401 - any JSON
    """The names in a value: text, a thing with a name, a reference to one, or a list of these."""
    found = []
    for each in (value if isinstance(value, list) else [value])[:_MOST_NAMES]:
        thing = each
        if isinstance(thing, dict) and "name" not in thing and isinstance(thing.get("@id"), str):
            thing = named.get(thing["@id"], thing)
        name = (thing.get("name") or thing.get("url")) if isinstance(thing, dict) else thing
        if isinstance(name, str):
            found.append(unescape(name))
    return found
