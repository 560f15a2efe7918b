"""How is a Word file (.docx) read? As the words a reader of the page sees; what else it holds is named.

Text: paragraphs as blocks, tables as lines with cells parted by tabs, numbers and bullets of lists, text
boxes behind their paragraph, passages in a style for quotations with "> " before each line. A note stays a
raised figure in the running text, so that no quotation is cut by it, and follows at the end under its
label, as "[footnote 1] …". Tracked changes are read as accepted. Headers, footers, comments, deletions,
hidden words and the codes of fields are no text; notes name or count them. Nothing outside the file is fetched.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from foresaid.collect.dating.heads import read_head
from foresaid.collect.packages import Package, is_package
from foresaid.collect.stating import Said, state_field
from foresaid.collect.wordprocessing.losses import Losses, quoted
from foresaid.collect.wordprocessing.names import attribute, child, name
from foresaid.collect.wordprocessing.numbering import Numbering
from foresaid.collect.wordprocessing.pages import paged, unmarked
from foresaid.collect.wordprocessing.story import Sheets, Story
from foresaid.collect.wordprocessing.styles import COLOURED, PAPER, Styles
from foresaid.collect.xml import local, read_xml
from foresaid.model.dates import Grade
from foresaid.model.documents import Extraction, State, Statement, Witness
from foresaid.plugins import Tools, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

BASIS = "file metadata"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old Word files, and of encrypted new ones
_MAIN = "word/document.xml"
_NOTES = {"footnote": "footnotes", "endnote": "endnotes"}
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})  # §17.18.33
# What other packages hold, and what they are then.
_OTHERS = (
    ("META-INF/container.xml", "an EPUB"),
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
)
# Days on which nobody wrote anything: the template of python-docx (notes on nlp, §8), and the days from
# which Unix, Windows, Excel and MS-DOS count. A file that says so says nothing.
_TEMPLATE = "2013-12-23T23:15:00Z"
_EMPTY_DAYS = ("1970-01-01", "1601-01-01", "1899-", "1900-", "1980-01-01")
# Who programs say wrote a file when nobody did.
_NOBODY = frozenset(
    {"python-docx", "microsoft office user", "user", "administrator", "windows user", "unknown"}
)
_MOST_TITLE = 1000  # characters of a stated title or name; longer ones are no title


@dataclass(frozen=True, slots=True)
class _Relation:
    """What a part points to: the kind by the last word of its type, the member's name, whether it lies inside."""

    kind: str
    target: str
    inside: bool


@dataclass(slots=True)
class _Parts:
    """The parts of one package, read as they are asked for; `lost` names what could not be read."""

    package: Package
    tools: Tools
    notes: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    encoding: str = "utf-8"

    def root(self, part: str) -> Any:  # noqa: ANN401 - an lxml element
        """The root element of a part; Unreadable says why there is none."""
        self.tools.alive()
        member = self.package.find(part)
        if member is None:
            raise Unreadable(f"{part} is missing")
        budgets = self.tools.budgets
        try:
            xml = read_xml(self.package.read(member, budgets.xml), budgets)
        except Unreadable as reason:
            shown = str(reason)
            raise Unreadable(shown if member in shown else f"{member}: {shown}") from reason
        self.encoding = xml.encoding
        return xml.root

    def optional(self, part: str | None, what: str) -> Any:  # noqa: ANN401
        """The root of a part, or None with a note where it cannot be read; None without one for no part."""
        try:
            return None if part is None else self.root(part)
        except Unreadable as reason:
            self.lost.append(f"the {what} could not be read: {reason}")
            return None

    def relations(self, part: str) -> list[_Relation]:
        """What a part points to ("" is the package); none where the part says nothing."""
        folder, file = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        root = self.optional(path, "list of parts") if self.package.find(path) else None
        return [
            _Relation(
                (each.get("Type") or "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, each.get("Target") or "")).lstrip("/"),
                (each.get("TargetMode") or "").casefold() != "external",
            )
            for each in (root if root is not None else ())
            if local(each) == "Relationship"
        ]


class Docx:
    """Word files (Office Open XML, transitional and strict); the core properties come as "file metadata"."""

    name = "docx"
    version = "1"
    suffixes = (".docx", ".docm", ".dotx", ".dotm")

    def recognises(self, head: bytes) -> bool | None:
        """None for a zip package (which may be anything) and for the old container, which is named; else False."""
        return None if is_package(head) or head.startswith(_OLE) else False

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """The one text of the file."""
        if data.startswith(_OLE):
            raise Unreadable(_old(data))
        package = Package(data, tools.budgets)
        parts = _Parts(package, tools)
        inside = [each for each in parts.relations("") if each.inside]
        main = next((each.target for each in inside if each.kind == "officeDocument"), _MAIN)
        root = _document(parts, main)
        relations = parts.relations(main)
        losses = Losses()
        blocks = _blocks(parts, root, relations, losses)
        text, pages, laid_out = paged("\n\n".join(blocks))
        properties = next((each.target for each in inside if each.kind == "core-properties"), None)
        said = _properties(parts.optional(properties, "file’s properties"), tools)
        statements, datings = read_head(text, tools.vocabulary)
        marked = "the pages are those between page breaks set by hand; Word may have printed more"
        notes = (
            *parts.lost,
            *package.notes,
            *parts.notes,
            *losses.notes(),
            *_apart(relations),
            *((marked,) if pages and not laid_out else ()),
        )
        state = State.PARTIAL if losses.missing or parts.lost else State.COMPLETE
        yield Extraction(
            locator="",
            text=text,
            extractor=f"{self.name}/{self.version}",
            encoding=parts.encoding,
            statements=(*statements, *said.statements),
            datings=(*datings, *said.datings),
            pages=pages,
            witness=Witness.BORN_DIGITAL,
            state=state if text else State.REFUSED,
            notes=(*(() if text else ("no text in the file",)), *notes, *said.notes),
        )


def _old(data: bytes) -> str:
    """What a file in the old container is, by the names in its directory (MS-CFB §2.6, in UTF-16)."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted: an Office file that can only be read with a password"
    if "WordDocument".encode("utf-16-le") in data:
        return "an old Word file (.doc); save it as .docx and add it again"
    return "an encrypted or old (.doc) Word file; save it as .docx without a password and add it again"


def _document(parts: _Parts, main: str) -> Any:  # noqa: ANN401
    """The root of the main part; Unreadable says what the package is instead."""
    found = next((what for member, what in _OTHERS if parts.package.find(member)), "")
    if parts.package.find(main) is None:
        raise Unreadable(f"no Word file: {f'it is {found}' if found else f'{main} is missing'}")
    root = parts.root(main)
    if name(root) != "w:document":
        raise Unreadable(
            f"no Word file: {f'it is {found}' if found else f'its main part is {local(root)}'}"
        )
    return root


def _blocks(parts: _Parts, root: Any, relations: list[_Relation], losses: Losses) -> list[str]:  # noqa: ANN401
    """The body, then the notes marked in it; headers and footers only as a note."""
    found = {each.kind: each.target for each in reversed(relations) if each.inside}
    sheet = Styles(parts.optional(found.get("styles"), "styles"))
    lists = Numbering(parts.optional(found.get("numbering"), "lists"), sheet)
    ground = PAPER if child(root, "w:background") is None else COLOURED
    sheets = Sheets(sheet, lists, losses, ground)
    body = child(root, "w:body")
    blocks = [] if body is None else Story(sheets).read(body)
    for kind, part in _NOTES.items():
        blocks += _noted(parts, found.get(part), kind, sheets)
    for kind in ("header", "footer"):
        _running(
            parts, [each.target for each in relations if each.inside and each.kind == kind], kind, sheets
        )
    if lists.unknown:
        parts.notes.append(
            f"list numbers shown as digits, written otherwise in Word: {', '.join(lists.unknown)}"
        )
    return blocks


def _noted(parts: _Parts, part: str | None, kind: str, sheets: Sheets) -> list[str]:
    """The notes of one kind, in the order of their marks, each under its label."""
    marks = {key: number for (each, key), number in sheets.losses.references.items() if each == kind}
    root = parts.optional(part, f"{kind}s") if marks else None
    elements = {
        attribute(each, "id") or "": each
        for each in (root if root is not None else ())
        if attribute(each, "type") not in _SEPARATORS
    }
    blocks = []
    for key, number in marks.items():
        parts.tools.alive()
        if key not in elements:
            sheets.losses.count("note")
            continue
        words = unmarked("\n\n".join(Story(sheets).read(elements[key])))
        if words:
            blocks.append(f"[{f'{kind} {number}' if number else kind}] {words.lstrip()}")
    return blocks


def _running(parts: _Parts, targets: list[str], kind: str, sheets: Sheets) -> None:
    """A note that names what stands in headers or footers; what is lost there is lost with them."""
    aside = replace(sheets, losses=Losses())
    found = []
    for target in dict.fromkeys(targets):
        root = parts.optional(target, kind)
        words = "" if root is None else quoted(unmarked(" ".join(Story(aside).read(root))))
        if words and f"“{words}”" not in found:
            found.append(f"“{words}”")
    if found:
        parts.notes.append(f"{kind}s are left out: {', '.join(found)}")


def _apart(relations: list[_Relation]) -> Iterator[str]:
    """What lies outside the file or beside the text, as its list of parts says."""
    fetched = {each.target for each in relations if not each.inside and each.kind != "hyperlink"}
    if fetched:
        yield f"parts outside the file are not fetched: {len(fetched)}"


def _properties(root: Any, tools: Tools) -> Said:  # noqa: ANN401
    """Title, creator and day of writing as the file states them; what a template states is refused.

    The creator is who made the file, which need not be who speaks in it.
    """
    said = Said()
    fields = {"title": "title", "creator": "creator", "created": "date"}
    for each in root if root is not None else ():
        stated = fields.pop(local(each), None)
        value = " ".join((each.text or "").split())[:_MOST_TITLE]
        if stated is None or not value:
            continue
        more = _property(stated, value, tools)
        said = Said(said.statements + more.statements, said.datings + more.datings, said.notes + more.notes)
    return said


def _property(stated: str, value: str, tools: Tools) -> Said:
    if stated == "date":
        if value == _TEMPLATE or value.startswith(_EMPTY_DAYS):
            return Said(notes=(f"created {value}: the date of a template or an empty clock; not believed",))
        return state_field(stated, value, BASIS, tools.vocabulary, kind="written", grade=Grade.D)
    if stated == "creator" and value.casefold() in _NOBODY:
        return Said(notes=(f"creator {value!r} ({BASIS}) names a program or nobody; not believed",))
    return Said((Statement(stated, value, BASIS),))
