"""What does a page state of itself: in its meta elements, its JSON-LD, its times and names in the text?

Dates of a change are stated as such and date nothing. A date in an address is no evidence here.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from foresaid.collect.stating import Said
from foresaid.collect.web.json_ld import read_json_ld
from foresaid.collect.web.statements import joined, state_web_date, state_web_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.words import Vocabulary

META = "HTML meta"
MARKUP = "HTML markup"

# Names in <meta name> and <meta property>, in small letters, dc: written as dc. (Dublin Core in HTML, DCMI
# 2008; Highwire Press tags as Google Scholar lists them; Open Graph; the rest is what newspapers use).
_FIELDS = {
    "author": "author", "dc.creator": "author", "dcterms.creator": "author", "citation_author": "author",
    "article:author": "author", "parsely-author": "author",
    "dc.title": "title", "dcterms.title": "title", "og:title": "title", "citation_title": "title",
    "dc.rights": "rights", "dcterms.rights": "rights", "dcterms.license": "rights",
    "dc.publisher": "publisher", "dcterms.publisher": "publisher", "citation_publisher": "publisher",
    "citation_journal_title": "work", "citation_conference_title": "work", "dcterms.ispartof": "work",
    "dc.type": "type", "dcterms.type": "type",
    "article:modified_time": "modified", "dc.date.modified": "modified", "dcterms.modified": "modified",
    "og:updated_time": "modified", "last-modified": "modified", "revised": "modified",
}  # fmt: skip
_DATES = {
    "citation_publication_date": "published", "citation_date": "published", "dc.date.issued": "published",
    "dcterms.issued": "published", "dc.date": "published", "dcterms.date": "published",
    "article:published_time": "published", "og:published_time": "published", "datepublished": "published",
    "pubdate": "published", "publishdate": "published", "publish-date": "published",
    "publication_date": "published", "parsely-pub-date": "published", "date": "published",
    "dc.date.created": "written", "dcterms.created": "written",
}  # fmt: skip
_MANY = frozenset({"author"})  # fields that may have several values; of others the first counts
_MOST_META, _MOST_AUTHORS, _MOST_TIMES = 2_000, 50, 200
# A byline or date in a page's text has a few words in a few pieces.
_LONGEST, _MOST_PIECES = 200, 20
# How schema.org's properties and microformats' classes mark a date (microformats2, h-entry; hAtom 0.1).
_PUBLISHED = frozenset({"datepublished", "published", "dt-published", "entry-date"})
_WRITTEN = frozenset({"datecreated"})
_CHANGED = frozenset({"datemodified", "updated", "dt-updated", "modified", "dateupdated", "lastmodified"})
# Things on a page whose dates and authors are not its own.
_OTHERS = ("comment", "usercomments", "event", "person", "organization", "answer", "product", "videoobject")


def read_page_head(root: Any, vocabulary: Vocabulary) -> Said:  # noqa: ANN401 - an lxml element
    """Everything a page states of itself, best basis first; to be asked before the tree is cleared."""
    meta = _meta(root, vocabulary)
    blocks = (
        each.text or ""
        for each in root.iter("script")
        if (each.get("type") or "").partition(";")[0].strip().casefold() == "application/ld+json"
    )
    return joined(meta, read_json_ld(blocks, _addresses(root), vocabulary), _marked(root, vocabulary))


def is_change(words: str, vocabulary: Vocabulary) -> bool:
    """Whether words before or beside a date say that it is that of a change, a copy or a look at the page."""
    bare = {word.strip(".,:;()[]|·").casefold() for word in words[-_LONGEST:].split()}
    return not bare.isdisjoint(vocabulary.words("pages.changes"))


def _meta(root: Any, vocabulary: Vocabulary) -> Said:  # noqa: ANN401
    """The meta elements and the title; of several values of a field the first counts, but all authors."""
    said: list[Said] = []
    seen: set[str] = set()
    authors = 0
    for meta in islice(root.iter("meta"), _MOST_META):
        name = (meta.get("name") or meta.get("property") or "").strip().casefold()
        name = name.replace("dc:", "dc.").replace("dcterms:", "dcterms.")
        value, field = (meta.get("content") or "").strip(), _FIELDS.get(name, "")
        if value and name in _DATES:
            said.append(state_web_date(value, META, vocabulary, kind=_DATES[name]))
        elif value and field and (field not in seen or (field in _MANY and authors < _MOST_AUTHORS)):
            stated = state_web_value(field, value, META)
            authors += field in _MANY
            seen.update({field} if stated.statements else set())
            said.append(stated)
    title = root.find(".//title")
    if title is not None and "title" not in seen:
        said.append(state_web_value("title", title.text or "", META))
    return joined(*said)


def _addresses(root: Any) -> frozenset[str]:  # noqa: ANN401
    """What the page gives as its own address."""
    links = [each.get("href") for each in root.iter("link") if (each.get("rel") or "") == "canonical"]
    graph = [each.get("content") for each in root.iter("meta") if each.get("property") == "og:url"]
    return frozenset(each.partition("#")[0] for each in links + graph if each)


def _marked(root: Any, vocabulary: Vocabulary) -> Said:  # noqa: ANN401
    """Dates and authors that the page's own words hold, where they are marked as such."""
    dates: dict[str, dict[str, Said]] = {"published": {}, "written": {}}
    said: list[Said] = []
    for element in islice(_dated(root), _MOST_TIMES):
        if _of_another(element):
            continue
        kind = _kind(element, vocabulary)
        value = element.get("datetime") or element.get("content") or _text(element)
        if kind == "modified":
            said.append(state_web_value("modified", value, MARKUP))
        elif kind and value.strip():
            stated = state_web_date(value, MARKUP, vocabulary, kind=kind)
            for dating in stated.datings:
                dates[kind].setdefault(f"{dating.date.earliest} {dating.date.latest}", stated)
    for kind, days in dates.items():
        if len(days) > 1:
            note = f"marked-up dates name {len(days)} days on which it was {kind}; none was taken"
            said.append(Said(notes=(note,)))
        said += days.values() if len(days) == 1 else ()
    return joined(*said, *_authors(root))


def _dated(root: Any) -> Iterator[Any]:  # noqa: ANN401
    """Elements that hold a date: times, and what is marked as a date of an article."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        marks = _marks(element) & (_PUBLISHED | _WRITTEN | _CHANGED)
        is_date = (
            element.tag == "time"
            or any(mark.startswith("date") for mark in marks)
            or (marks and element.tag in {"abbr", "span"})
        )
        if is_date:
            yield element


def _marks(element: Any) -> set[str]:  # noqa: ANN401
    return {
        *(element.get("itemprop") or "").casefold().split()[:_MOST_PIECES],
        *(element.get("class") or "").casefold().split()[:_MOST_PIECES],
    }


def _kind(time: Any, vocabulary: Vocabulary) -> str:  # noqa: ANN401
    """What a marked-up date dates: published, written, modified, or "" where nothing says."""
    marks = _marks(time)
    if marks & _CHANGED and not marks & _PUBLISHED:
        return "modified"
    before = time.getprevious()
    parent = time.getparent()
    words = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    if is_change(words, vocabulary):
        return "modified"
    if marks & _WRITTEN:
        return "written"
    if marks & _PUBLISHED or time.get("pubdate") is not None:
        return "published"
    return "published" if time.get("datetime") and _in_header(time) else ""


def _in_header(time: Any) -> bool:  # noqa: ANN401
    """Whether a time stands in the header of the page's article: in one <header> with the <h1>."""
    header = next(time.iterancestors("header"), None)
    return header is not None and next(header.iter("h1"), None) is not None


def _of_another(element: Any) -> bool:  # noqa: ANN401
    """Whether the thing on the page to which an element belongs is another than its text."""
    owner = next((each for each in element.iterancestors() if each.get("itemscope") is not None), None)
    kind = ((owner.get("itemtype") if owner is not None else "") or "").casefold().rpartition("/")[2]
    return kind in _OTHERS


def _authors(root: Any) -> Iterator[Said]:  # noqa: ANN401
    """Names marked as the author's, where the page is not a list of many texts."""
    found: dict[str, None] = {}
    for element in islice(root.iter("a", "span", "address", "div", "p"), _MOST_META * 10):
        properties = (element.get("itemprop") or "").casefold().split()
        if ("author" in properties or element.get("rel") == "author") and not _of_another(element):
            inner = next(
                (each for each in islice(element.iter(), _MOST_PIECES) if each.get("itemprop") == "name"),
                element,
            )
            found[_text(inner)] = None
    if len(found) <= _MOST_PIECES // 4:
        yield from (state_web_value("author", name, MARKUP) for name in found)


def _text(element: Any) -> str:  # noqa: ANN401
    return " ".join("".join(islice(element.itertext(tag="*"), _MOST_PIECES)).split())[:_LONGEST]
