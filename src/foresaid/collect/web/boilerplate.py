"""What of a page is its article, and what stands around it: menus, footers, cookie bars, lists of links?

Words around an article must not count as its author's. What the page says of itself decides (<main>,
<article>, role, itemprop), checked against where its prose stands; where that is not clear, all is kept:
a menu too many is a nuisance, a paragraph too few is a loss. What is left out is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foresaid.collect.web.markup import LEFT_OUT, name_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

# Shares of the page's prose (words outside links) that an element must hold to be believed; measured on
# tests/tables/pages.toml. <main> is the standard's own word for the main content (WHATWG HTML §4.4.14), so
# it may hold as little as a third: comments and teasers can be longer. <article> is also used for each
# teaser, so it must hold most of its surroundings' prose, or half together with the page's only <h1>.
_MAIN, _ARTICLE, _ARTICLE_WITH_TITLE = 1 / 3, 0.7, 0.5
# With less prose than this an element is a shell that a script fills, or a picture's frame.
_FEWEST = 20
# What asks or links is short: a cookie bar has some 60 words.
_LONGEST_ASIDE = 150
_LINKED = 0.5
_MOST_NAMES = 20  # classes of one element that are looked at
_SHOWN = 120  # characters of left-out text that the note shows
_FEWEST_NAMED = 5  # words; fewer are a copyright line or a button
# The longest title, as for the head of a text (collect/dating/heads.py).
_LONGEST_TITLE = 220

# Names that web pages give to such parts in class and id, after Mozilla's Readability (unlikelyCandidates,
# Readability.js 0.5), without those that name subjects as well. A name counts as a whole or as the first or
# last part between hyphens ("share-buttons", "post-related").
_LISTS = frozenset(
    [
        "related",
        "recommended",
        "recommendations",
        "recirc",
        "trending",
        "breadcrumb",
        "breadcrumbs",
        "pagination",
        "pager",
        "share",
        "sharing",
        "sharebar",
        "social",
        "addtoany",
        "navbar",
        "navigation",
        "menu",
        "sidebar",
        "toc",
        "readmore",
        "most-read",
        "also-read",
        "tags",
    ]
)
_ASKS = frozenset(
    [
        "cookie",
        "cookies",
        "consent",
        "gdpr",
        "newsletter",
        "subscribe",
        "subscription",
        "signup",
        "paywall",
        "popup",
        "share",
        "sharing",
    ]
)
_COMMENTS = frozenset(
    ["comments", "comment-list", "commentlist", "comments-area", "disqus_thread", "respond"]
)
_ROLES = {"navigation": "nav", "search": "nav", "contentinfo": "footer", "main": "main"}
# What stands in a copyright line, in any language of the web.
_COPYRIGHT = "©"


@dataclass(slots=True)
class _Measure:
    """What an element holds: its words, those of them in links and buttons, its buttons and its <h1>."""

    words: int = 0
    linked: int = 0
    buttons: int = 0
    titles: int = 0

    @property
    def prose(self) -> int:
        """Words outside links."""
        return self.words - self.linked

    @property
    def dense(self) -> bool:
        """Whether most of it is links."""
        return self.linked >= _LINKED * max(1, self.words)

    def add(self, other: _Measure) -> None:
        """Add what a child holds."""
        self.words += other.words
        self.linked += other.linked
        self.buttons += other.buttons
        self.titles += other.titles


@dataclass(slots=True)
class _Part:
    """A part of a page: its element and kind, what it holds, and where in the walk it opens and closes."""

    element: Any
    kind: str
    holds: _Measure
    start: int
    end: int = 0

    def inside(self, other: _Part) -> bool:
        """Whether it lies in another part."""
        return other.start < self.start and self.end <= other.end


@dataclass(slots=True)
class _Map:
    """The parts of a page that matter here, in document order; the first is the page."""

    parts: list[_Part]

    @property
    def page(self) -> _Part:
        """The whole page."""
        return self.parts[0]

    def outermost(self, kind: str, within: _Part) -> list[_Part]:
        """The parts of a kind in another part that lie in no other of that kind."""
        found: list[_Part] = []
        for part in self.parts:
            nested = bool(found) and part.inside(found[-1])
            if part.kind == kind and part.inside(within) and not nested:
                found.append(part)
        return found


def leave_out_surroundings(root: Any) -> tuple[str, ...]:  # noqa: ANN401 - an lxml element
    """Clear from a page what is not its article, as far as that is clear; a note names what was cleared."""
    for element in list(root.iter(*LEFT_OUT - {"nav", "head"})):
        if name_of(element.getparent() if element.getparent() is not None else element) != "head":
            element.clear(keep_tail=True)
    page = _mapped(root)
    scope = _scope(page)
    count, shown = 0, list[str]()
    for element in [*_around(scope, page), *_asides(scope, page)]:
        words = " ".join(element.itertext(tag="*")).split()
        element.clear(keep_tail=True)
        count += len(words)
        shown += words[: max(0, _SHOWN - len(shown))]
    if count < _FEWEST_NAMED:
        return ()
    sample = " ".join(shown)
    cut = sample if len(sample) <= _SHOWN else sample[:_SHOWN] + "…"
    return (f"{count:,} words around the article left out: “{cut}”",)


def _mapped(root: Any) -> _Map:  # noqa: ANN401
    """One walk over the page that measures its parts; menus are not counted."""
    parts: list[_Part] = []
    open_ = [_Part(None, "", _Measure(), -1)]
    links = menus = 0
    for place, (event, element) in enumerate(walk(root)):
        tag = name_of(element)
        step = {"start": 1, "end": -1}.get(event, 0)
        links += step * (tag in {"a", "button"})
        words = element.text if event == "start" else element.tail
        if event == "start":
            kind = _kind(element, tag)
            holds = _Measure(buttons=int(_is_button(element, tag)), titles=int(tag == "h1"))
            open_.append(_Part(element, kind, holds, place))
            menus += kind == "nav"
            if kind or not parts:
                parts.append(open_[-1])
        elif event == "end":
            part = open_.pop()
            part.end = place
            menus -= part.kind == "nav"
            open_[-1].holds.add(part.holds)
        if words and not menus:
            holds, count = open_[-1].holds, len(words.split())
            holds.words += count
            holds.linked += count if links else 0
    return _Map(parts)


def _is_button(element: Any, tag: str) -> bool:  # noqa: ANN401
    if tag in {"button", "input"} or element.get("role") == "button":
        return True
    return tag == "a" and ("btn" in (name := element.get("class") or "") or "button" in name)


def _kind(element: Any, tag: str) -> str:  # noqa: ANN401
    """What an element says it is: nav, main, article, body, footer, h1, comments, list, asks, or ""."""
    role = (element.get("role") or "").casefold()
    if role in _ROLES or tag in {"nav", "main", "footer", "article", "h1"}:
        return _ROLES.get(role, tag)
    if "articleBody" in (element.get("itemprop") or "").split():
        return "body"
    if (element.get("itemtype") or "").endswith(("/Comment", "/UserComments")):
        return "comments"
    names = f"{element.get('class') or ''} {element.get('id') or ''}".casefold().split()
    return "" if tag == "body" else next(filter(None, map(_named, names[:_MOST_NAMES])), "")


def _named(name: str) -> str:
    """What a class or id calls an element: comments, list, asks, or ""."""
    if name in _COMMENTS:
        return "comments"
    first, last = name.partition("-")[0], name.rpartition("-")[2]
    if first in {"category", "tag"}:
        return ""  # in WordPress "category-cookies" names the subject of an article
    parts = {name, first.partition("_")[0], last.rpartition("_")[2]}
    return "asks" if parts & _ASKS else "list" if parts & _LISTS else ""


def _scope(page: _Map) -> _Part:
    """The part that holds the article, the whole page where that is not clear."""
    scope = page.page
    mains = page.outermost("main", scope)
    if len(mains) == 1 and _mostly(mains[0], scope, _MAIN):
        scope = mains[0]
    articles = page.outermost("article", scope)
    if articles:
        best = max(articles, key=lambda each: each.holds.prose)
        titled = best.holds.titles == page.page.holds.titles == 1
        return best if _mostly(best, scope, _ARTICLE_WITH_TITLE if titled else _ARTICLE) else scope
    bodies = page.outermost("body", scope)
    if scope is page.page and len(bodies) == 1 and _mostly(bodies[0], scope, _ARTICLE):
        return bodies[0]
    return scope


def _mostly(part: _Part, whole: _Part, share: float) -> bool:
    return part.holds.prose >= max(_FEWEST, share * whole.holds.prose)


def _around(scope: _Part, page: _Map) -> Iterator[Any]:
    """The elements beside the scope and beside what it stands in, but for the one with the page's title."""
    keep: set[Any] = set()
    if not scope.holds.titles:
        for title in page.outermost("h1", page.page):
            if title.holds.prose and title.holds.words <= _LONGEST_TITLE:
                keep.update((title.element, *title.element.iterancestors()))
    path = scope.element
    for parent in scope.element.iterancestors():
        for sibling in parent:
            if sibling is path or name_of(sibling) in {"", "head", "nav"}:
                continue
            if sibling in keep:
                yield from _beside(sibling, keep)
            else:
                yield sibling
        path = parent


def _beside(element: Any, keep: set[Any]) -> Iterator[Any]:  # noqa: ANN401
    """What stands beside the title in an element, but for a <header> around it, which may hold the date."""
    while name_of(element) not in {"h1", "header", "hgroup"}:
        inner = next(child for child in element if child in keep)
        yield from (child for child in element if child is not inner and name_of(child) not in {"", "nav"})
        element = inner


def _asides(scope: _Part, page: _Map) -> Iterator[Any]:
    """Lists of links, cookie bars, comments and the page's footer inside the scope."""
    whole, clear = scope.holds.prose, scope is not page.page
    for part in page.parts:
        holds = part.holds
        if not part.inside(scope):
            continue
        short = holds.prose <= _LONGEST_ASIDE and holds.prose * 2 < whole
        if (
            (part.kind in {"list", "asks"} and short and holds.dense)
            or (part.kind == "asks" and short and holds.buttons)
            or (part.kind == "comments" and clear and whole - holds.prose >= 2 * _FEWEST)
            or (part.kind == "footer" and not clear and short and _closes(part.element, holds))
        ):
            yield part.element


def _closes(footer: Any, holds: _Measure) -> bool:  # noqa: ANN401
    """Whether a footer is the page's: links, or a copyright line."""
    return holds.dense or any(_COPYRIGHT in piece for piece in footer.itertext(tag="*"))
