"""How is an e-book (EPUB) read? Chapter by chapter in its reading order, as the words a reader sees.

Chapters are parted by an empty line. Tables of contents and pages without words are left out and named;
parts outside the reading order (linear="no": notes, answers) come at the end. Pages are those of the printed
book, where the e-book marks them. What the publisher's record states is "file metadata".
Sources: EPUB 3.3 (W3C), OPF 2.0.1 and OCF 2.0.1 (IDPF) for older books.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from foresaid.collect.dating.heads import read_head
from foresaid.collect.ebook.pages import PageMarks, paged, unmarked
from foresaid.collect.ebook.record import record
from foresaid.collect.packages import Package, is_package, listed
from foresaid.collect.web.markup import parse_markup, seen_text
from foresaid.collect.xml import local, read_xml
from foresaid.model.documents import Extraction, State, Witness
from foresaid.plugins import Tools, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPE = b"application/epub+zip"
_MIMETYPE = "mimetype"
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_RIGHTS = "META-INF/rights.xml"
_OPF = "application/oebps-package+xml"
# The first member is called mimetype, is stored as it is and holds the type (EPUB 3.3, §4.3.3).
_PLACE = slice(30, 30 + len(_MIMETYPE) + len(_TYPE))
_TEXTS = frozenset(
    {"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/xml", "text/xml"}
)
_SUFFIXES = (".xhtml", ".html", ".htm", ".xml")
_NCX = "application/x-dtbncx+xml"
# A table of contents with no more words beside its lists (characters) has a title only; a book in one file
# has its table in the text.
_TITLE = 200
_MOST_NOTES, _MOST_SHOWN = 20, 5
_MOST_RECORD = 1 << 22  # bytes of a file that lists others; the longest record seen has some 100 KB


@dataclass(frozen=True, slots=True)
class _Manifest:
    """One file of the book as its record lists it: where it lies, what it is, and what it is for."""

    path: str
    media: str
    properties: frozenset[str]


@dataclass(slots=True)
class _Book:
    """An e-book while it is read; `lost` names what is missing, `notes` what else is to be said.

    `loose` are the chapters that are no XML, the first with the reason.
    """

    package: Package
    tools: Tools
    notes: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    encodings: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)

    def bytes(self, path: str, most: int) -> bytes:
        """A member's bytes; Unreadable where it is missing or damaged."""
        self.tools.alive()
        member = self.package.find(path)
        if member is None:
            raise Unreadable(f"{path} is missing")
        return self.package.read(member, most)

    def xml(self, path: str) -> Any:  # noqa: ANN401 - an lxml element
        """The root of a file that lists others."""
        return read_xml(self.bytes(path, _MOST_RECORD), self.tools.budgets).root


class Epub:
    """EPUB 2 and 3 without copy protection; title, author, date and rights come as the book's record states them."""

    name = "epub"
    version = "1"
    suffixes = (".epub",)

    def recognises(self, head: bytes) -> bool | None:
        """True where the first member says so; None for another zip package, False for anything else."""
        if not is_package(head):
            return False
        return True if head[_PLACE] == _MIMETYPE.encode() + _TYPE else None

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """The one text of the book."""
        book = _Book(Package(data, tools.budgets), tools)
        book.notes += book.package.notes
        _check_type(book)
        opf = _opf(book)
        locked = _locked(book)
        if opf in locked:
            raise Unreadable("encrypted: the book has copy protection")
        try:
            root = book.xml(opf)
        except Unreadable as reason:
            raise Unreadable(f"the book’s record could not be read: {opf[:80]}: {reason}") from reason
        files = _manifest(root, posixpath.dirname(opf))
        marks = PageMarks(*_page_lists(book, files))
        chapters = list(_chapters(book, _spine(root, files, book), locked, marks))
        text, pages = paged(_within(chapters, book), marks.labels)
        said = record(root, tools.vocabulary)
        if not text and book.lost:
            raise Unreadable("; ".join(_first(book.lost, "parts that are missing")))
        notes = (*_first(book.lost, "parts that are missing"), *_first(book.notes, "notes"), *said.notes)
        statements, datings = read_head(text, tools.vocabulary)
        yield Extraction(
            locator="",
            text=text,
            extractor=f"{self.name}/{self.version}",
            encoding=", ".join(dict.fromkeys(book.encodings)) or "none",
            statements=(*said.statements, *statements),
            datings=(*said.datings, *datings),
            pages=pages,
            witness=Witness.READING_EDITION,
            state=(State.PARTIAL if book.lost else State.COMPLETE) if text else State.REFUSED,
            notes=notes if text else ("no text in the book", *notes),
        )


def _check_type(book: _Book) -> None:
    """A note where the package does not say that it is an e-book; it is read all the same."""
    try:
        said = book.bytes(_MIMETYPE, len(_TYPE) * 2).strip()
    except Unreadable:
        said = b""
    if said != _TYPE:
        book.notes.append("the package does not say that it is an EPUB (mimetype)")


def _opf(book: _Book) -> str:
    """Where the book's record lies; Unreadable where there is none."""
    found: list[str] = []
    if book.package.find(_CONTAINER):
        try:
            root = book.xml(_CONTAINER)
        except Unreadable as reason:
            book.notes.append(f"{_CONTAINER} could not be read: {reason}")
        else:
            found = [
                each.get("full-path") or ""
                for each in root.iter()
                if local(each) == "rootfile" and each.get("media-type") in {_OPF, None}
            ]
    else:
        book.notes.append(f"{_CONTAINER} is missing")
    if not found:
        found = [name for name in book.package.names if name.casefold().endswith(".opf")]
    if not found:
        raise Unreadable("no EPUB: it has no record of its chapters (OPF)")
    if len(found) > 1:
        book.notes.append(f"the package holds several editions; the first is read: {listed(found)}")
    return found[0]


def _manifest(root: Any, folder: str) -> dict[str, _Manifest]:  # noqa: ANN401
    """The files of the book by their ids in its record."""
    return {
        each.get("id") or "": _Manifest(
            _path(folder, each.get("href") or ""),
            (each.get("media-type") or "").casefold(),
            frozenset((each.get("properties") or "").split()),
        )
        for each in root.iter()
        if local(each) == "item"
    }


def _path(folder: str, href: str) -> str:
    """The member that a reference from a folder means; "" for an address outside the book."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    return posixpath.normpath(posixpath.join("/", folder, unquote(parts.path))).lstrip("/")


def _spine(root: Any, files: dict[str, _Manifest], book: _Book) -> list[_Manifest]:  # noqa: ANN401
    """The files to read, in order, each once; what is not read is noted."""
    items = [each for each in root.iter() if local(each) == "itemref"]
    if not items:
        raise Unreadable("the book’s record gives no reading order: there is no text to read")
    outside = [(each.get("linear") or "").casefold() == "no" for each in items]
    aside = [each for each, out in zip(items, outside, strict=True) if out]
    spine: dict[str, _Manifest] = {}
    for each in [*(each for each, out in zip(items, outside, strict=True) if not out), *aside]:
        found = files.get(each.get("idref") or "")
        if found is None or not found.path:
            book.lost.append(f"a chapter is missing: {(each.get('idref') or 'without a name')[:80]}")
        elif found.media not in _TEXTS and not found.path.casefold().endswith(_SUFFIXES):
            book.lost.append(
                f"a chapter that is no text ({found.media[:80]}) is not read: {found.path[:80]}"
            )
        else:
            spine.setdefault(found.path, found)
    if aside:
        book.notes.append(f"parts outside the reading order, put at the end: {len(aside)}")
    return list(spine.values())


def _page_lists(book: _Book, files: dict[str, _Manifest]) -> Iterator[tuple[str, str, str]]:
    """Pages that a table of contents lists: (member, id, label); both kinds of table may."""
    for each in files.values():
        if "nav" not in each.properties and each.media != _NCX:
            continue
        try:
            root = book.xml(each.path)
        except Unreadable as reason:
            book.notes.append(f"the list of pages in {each.path[:80]} could not be read: {reason}")
            continue
        folder = posixpath.dirname(each.path)
        for href, label in PageMarks.listed(root):
            name, _, anchor = href.partition("#")
            yield _path(folder, name), unquote(anchor), label


def _chapters(book: _Book, spine: list[_Manifest], locked: set[str], marks: PageMarks) -> Iterator[str]:
    """The visible words of each chapter, pages marked in them."""
    empty: list[str] = []
    for each in spine:
        path = each.path
        if path in locked:
            continue
        try:
            words = _chapter(book, path, marks)
        except Unreadable as reason:
            shown = str(reason)
            book.lost.append(shown if path[:80] in shown else f"{path[:80]}: {shown}")
            continue
        size = len(unmarked(words).strip())
        if "nav" in each.properties and size <= _TITLE:
            book.notes.append(f"the table of contents is left out: {path[:80]}")
        elif size:
            yield words
        else:
            empty.append(path)
    if empty:
        book.notes.append(f"pages without words (covers, pictures) are left out: {listed(empty)}")
    if book.loose:
        book.notes.append(
            f"read as HTML, because it is no XML: {'; '.join(book.loose[:_MOST_SHOWN])}{_more(book.loose)}"
        )
    if unread := [each.path for each in spine if each.path in locked]:
        book.lost.append(f"encrypted (copy protection), not read: {listed(unread)}")


def _chapter(book: _Book, path: str, marks: PageMarks) -> str:
    """One chapter: XHTML is XML, and is read as HTML only where it is none."""
    budgets = book.tools.budgets
    data = book.bytes(path, budgets.html)
    try:
        page: Any = read_xml(data, budgets)
    except Unreadable as reason:
        if b"<!ENTITY" in data:
            raise  # HTML would show their names instead of what they stand for
        page = parse_markup(data, budgets)
        book.loose.append(f"{path[:80]} ({reason})" if not book.loose else path)
    book.encodings.append(page.encoding)
    if page.state is not State.COMPLETE:
        book.lost += [f"{path[:80]}: {note}" for note in page.notes]
    marks.mark(page.root, path)
    drawn = sum(1 for _ in page.root.iter("math", "text"))
    if drawn:
        book.lost.append(f"{path[:80]}: {drawn} formulas or words in drawings are not read")
    seen = seen_text(page.root)
    book.notes += [f"{path[:80]}: {note}" for note in seen.notes]
    return seen.text


def _within(chapters: list[str], book: _Book) -> Iterator[str]:
    """Chapters up to the bound on a document's text; what is beyond it is counted."""
    left = book.tools.budgets.text
    for number, chapter in enumerate(chapters):
        left -= len(chapter)
        if left < 0:
            most = book.tools.budgets.text
            book.lost.append(
                f"{len(chapters) - number} chapters are not read: the text has more than {most:,} characters"
            )
            return
        yield chapter


def _more(names: list[str]) -> str:
    return f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""


def _first(notes: list[str], what: str) -> list[str]:
    """The first notes, and how many more there are: a book has hundreds of chapters."""
    more = len(notes) - _MOST_NOTES
    return [*notes[:_MOST_NOTES], f"and {more} more {what}"] if more > 0 else notes


def _locked(book: _Book) -> set[str]:
    """The members that encryption.xml lists; scrambled fonts are no loss, as they hold no words."""
    protected = {name for name in book.package.names if book.package.encrypted(name)}
    if book.package.find(_ENCRYPTION) is None:
        return protected
    try:
        root = book.xml(_ENCRYPTION)
    except Unreadable as reason:
        book.notes.append(f"{_ENCRYPTION} could not be read: {reason}")
        return protected
    uris = [each.get("URI") or "" for each in root.iter() if local(each) == "CipherReference"]
    if book.package.find(_RIGHTS):
        book.notes.append("the book has copy protection (rights.xml)")
    return protected | {_path("", uri) for uri in uris}
