"""How do bytes of XML become a tree? One hardened parse for every format that is XML, and a look at the root.

What XML may ask for beyond its own bytes (entities, an external DTD, XInclude, a style sheet) is never
fetched. One pass over the tags finds what would cost too much before any tree is built; it also blanks the
DOCTYPE, so that the parser never sees a declaration, and puts in the characters that HTML names (&nbsp;).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from html.entities import html5
from typing import TYPE_CHECKING, Any

from lxml import etree

from foresaid.collect.encodings import decode
from foresaid.model.documents import State
from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from foresaid.budgets import Budgets

# Bounds beside those of Budgets (notes on trust, §3: attributes <= 256 in a tag; a TEI tag has some ten).
_LONGEST_TAG = 1 << 16
_MOST_ATTRIBUTES = 256
_XINCLUDE = "{http://www.w3.org/2001/XInclude}include"
_SPACE = frozenset("\ufeff \t\r\n")
_SHOWN = 80  # characters of foreign words that a message repeats

_DECLARATION = re.compile(r"[\ufeff \t\r\n]{0,1000}<\?xml\s[^?>]{0,400}\?>")
_ENCODING = re.compile(rb"""<\?xml\s[^?>]{0,400}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_.:-]{2,40})""")
# The longest name that HTML has is CounterClockwiseContourIntegral, 31 letters.
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{0,31});")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
# What may open inside a DOCTYPE, and how it closes.
_IN_DOCTYPE = re.compile(r"""<!--|<\?|<!ENTITY|["'\[\]>]""")
_CLOSES = {"<!--": "-->", "<?": "?>", '"': '"', "'": "'"}
# A parameter entity that is a plain word, as TEI P4 switches its parts on (% TEI.prose 'INCLUDE'), stands
# in declarations only and can bring no words into the text.
_SWITCH = re.compile(
    r"""<!ENTITY\s{1,20}%\s{1,20}[\w.:-]{1,80}\s{1,20}(?:"[\w .-]{0,80}"|'[\w .-]{0,80}')\s{0,20}>"""
)
_IN_TAG = re.compile("[\"'>]")
_DOCTYPE = "<!DOCTYPE"
_NAME = re.compile(r"[^\W\d][\w.:-]{0,200}")
_ATTRIBUTE = re.compile(r"""\s{1,1000}([\w.:-]{1,200})\s{0,99}=\s{0,99}("[^"<]{0,9999}"|'[^'<]{0,9999}')""")


@dataclass(frozen=True, slots=True)
class Xml:
    """A parsed file: its root (an lxml element), how its bytes were decoded, and what was lost on the way."""

    root: Any
    encoding: str
    state: State = State.COMPLETE
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Scan:
    """What one pass over the tags found: the DOCTYPE before the first tag, and the CDATA sections."""

    doctype: tuple[int, int] = (0, 0)
    tags: bool = False
    cdata: list[tuple[int, int]] = field(default_factory=list)


def parse_xml(data: bytes, budgets: Budgets) -> Any:  # noqa: ANN401 - an lxml element
    """The root element of an XML file, for formats that have their own account of encoding and losses."""
    return read_xml(data, budgets).root


def read_xml(data: bytes, budgets: Budgets) -> Xml:
    """The tree of an XML file; Unreadable where it is not well-formed, declares entities or costs too much.

    Comments and processing instructions are left out: no reader sees them. White space is as it stands.
    """
    if len(data) > budgets.xml:
        raise Unreadable(f"{len(data):,} bytes of XML; at most {budgets.xml:,} are read")
    declared = _ENCODING.search(data[:1024])
    decoded = decode(data, declared.group(1).decode("ascii") if declared else None)
    if decoded.text is None:
        raise Unreadable(decoded.note)
    text, named = _characters(decoded.text, _scanned(decoded.text, budgets))
    root = _tree(text)
    left = _not_followed(root)
    note = f"characters given by their HTML names (such as &nbsp;), put in: {named}" if named else ""
    notes = tuple(filter(None, (decoded.note, note, left)))
    return Xml(root, decoded.encoding, State.PARTIAL if left else decoded.state, notes)


def local(element: Any) -> str:  # noqa: ANN401 - an lxml element
    """An element's name without its namespace; "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def walk(root: Any, *also: str) -> Any:  # noqa: ANN401 - an lxml iterwalk
    """Start and end of each element in document order; its `skip_subtree()` leaves out what is inside.

    The end of an element whose inside is left out is still told. `also` names further events ("comment").
    """
    return etree.iterwalk(root, events=("start", "end", *also))


def root_name(head: bytes) -> tuple[str | None, str] | None:
    """Namespace and local name of the root element, looked for in a file's first bytes; None where none is.

    A declaration, comments, instructions and a DOCTYPE may stand before it. Nothing is parsed: a root found
    here does not mean that the rest is well-formed.
    """
    text = _as_text(head)
    place = _past_space(text, 0)
    while text.startswith("<", place):
        if text.startswith(_DOCTYPE, place):
            end, _ = _doctype_end(text, place)
        elif text.startswith("<!--", place):
            end = _end(text, "-->", place + 4)
        elif text.startswith("<?", place):
            end = _end(text, "?>", place + 2)
        else:
            return _named(text[place + 1 : place + 1 + _LONGEST_TAG])
        if end < 0:
            return None
        place = _past_space(text, end + 1)
    return None


def explain_root(data: bytes, expected: Iterable[str]) -> str:
    """Why a file is not of a format, when another root element was expected."""
    found = root_name(data[: 1 << 16])
    if found is None:
        return f"no root element was found; {' or '.join(expected)} is expected"
    namespace = f" ({found[0][:_SHOWN]})" if found[0] else ""
    return f"its root element is {found[1][:_SHOWN]}{namespace}; {' or '.join(expected)} is expected"


def _scanned(text: str, budgets: Budgets) -> _Scan:
    """One pass over the tags, before any tree: Unreadable where depth, attributes or entities forbid one.

    A tag ends as the parser ends it, at the first > outside quotes; so depth is never counted too low.
    """
    scan, depth = _Scan(), 0
    place = text.find("<")
    while place >= 0:
        if text.startswith("<!", place) or text.startswith("<?", place):
            end = _aside_end(text, place, scan)
        else:
            scan.tags = True
            end = _tag_end(text, place)
            if text.startswith("</", place):
                depth -= 1
            elif end >= 0 and text[end - 1] != "/":
                depth += 1
        if end < 0:
            break  # something is not closed: the parser says what
        if depth > budgets.nesting:
            raise Unreadable(f"elements nested more than {budgets.nesting} deep, {_at(text, place)}")
        place = text.find("<", end)
    return scan


def _aside_end(text: str, place: int, scan: _Scan) -> int:
    """Where a comment, instruction, CDATA section or DOCTYPE ends; -1 where it does not."""
    if text.startswith("<![CDATA[", place):
        end = text.find("]]>", place)
        scan.cdata.append((place, max(place, end)))
        return end
    if text.startswith(_DOCTYPE, place) and not scan.tags and not scan.doctype[1]:
        end, declares = _doctype_end(text, place)
        if declares:
            raise Unreadable(
                "a DOCTYPE that declares entities; they are not replaced here, and words would be lost: "
                "save the file with its entities resolved and add it again"
            )
        scan.doctype = (place, end + 1)
        return end
    if text.startswith("<!--", place):
        return text.find("-->", place + 4)
    return text.find("?>" if text[place + 1] == "?" else ">", place + 2)


def _tag_end(text: str, place: int) -> int:
    """Where a tag's > stands; -1 where it does not, Unreadable where too much stands before it."""
    limit = min(len(text), place + _LONGEST_TAG)
    values, inside = 0, place
    while values <= _MOST_ATTRIBUTES and (found := _IN_TAG.search(text, inside, limit)):
        if found.group() == ">":
            return found.start()
        closing = text.find(found.group(), found.end(), limit)
        if closing < 0:
            break
        values, inside = values + 1, closing + 1
    if values > _MOST_ATTRIBUTES:
        raise Unreadable(f"a tag with more than {_MOST_ATTRIBUTES} attributes, {_at(text, place)}")
    if limit - place == _LONGEST_TAG:
        raise Unreadable(f"a tag of more than {_LONGEST_TAG:,} characters, {_at(text, place)}")
    return -1


def _doctype_end(text: str, place: int) -> tuple[int, bool]:
    """Where a DOCTYPE's > stands (-1 where it does not), and whether it declares entities."""
    inside = declares = False
    place += len(_DOCTYPE)
    while found := _IN_DOCTYPE.search(text, place):
        place = found.end()
        mark = found.group()
        if mark in _CLOSES:
            end = text.find(_CLOSES[mark], place)
            if end < 0:
                return -1, declares
            place = end + len(_CLOSES[mark])
        elif mark == "<!ENTITY":
            switch = _SWITCH.match(text, found.start())
            declares = declares or switch is None
            place = switch.end() if switch else place
        elif mark == ">" and not inside:
            return found.start(), declares
        elif mark in "[]":
            inside = mark == "["
    return -1, declares


def _characters(text: str, scan: _Scan) -> tuple[str, int]:
    """The text as the parser gets it, and how many characters given by their HTML names were put in.

    Declaration and DOCTYPE are blanked, not cut, so that the parser's line numbers hold. What stands in
    CDATA is left: there &nbsp; is six characters.
    """
    start, end = scan.doctype
    text = text[:start] + _blanked(text[start:end]) + text[end:]
    declaration = _DECLARATION.match(text)
    before = declaration.end() if declaration else int(text.startswith("\ufeff"))
    text = _blanked(text[:before]) + text[before:]
    if "&" not in text:
        return text, 0
    pieces, place, named = [], 0, 0
    for start, end in [*scan.cdata, (len(text), len(text))]:
        piece = text[place:start]
        named += sum(1 for each in _NAMED.finditer(piece) if _spelt(each) != each.group())
        pieces += [_NAMED.sub(_spelt, piece), text[start:end]]
        place = end
    return "".join(pieces), named


def _spelt(name: re.Match[str]) -> str:
    """A character that HTML names, by its number; other names are left for the parser to refuse."""
    characters = html5.get(f"{name.group(1)};")
    if characters is None or name.group(1) in _XML_NAMES:
        return name.group()
    return "".join(f"&#{ord(each)};" for each in characters)


def _blanked(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))


def _tree(text: str) -> Any:  # noqa: ANN401 - an lxml element
    """The parser, which resolves nothing and fetches nothing.

    Huge, because libxml2's own bounds (256 deep, 10 MB of text) are below those of `_scanned`. It is given
    UTF-8 that we decoded ourselves.
    """
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        dtd_validation=False, attribute_defaults=False, huge_tree=True, collect_ids=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        if "out of memory" in str(error).lower():
            raise MemoryError from error
        reason = " ".join(str(error.msg or "nothing in it").split(", line ")[0][: _SHOWN * 2].split())
        raise Unreadable(f"not well-formed XML, line {line}, column {column}: {reason}") from error
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(f"not well-formed XML: {str(error)[: _SHOWN * 2]}") from error


def _not_followed(root: Any) -> str:  # noqa: ANN401 - an lxml element
    """Which parts stand in other files; they are not fetched (XInclude can read any file and address)."""
    asked = [each.get("href") or "" for each in root.iter(_XINCLUDE)]
    if not asked:
        return ""
    return f"parts in other files, not fetched (XInclude): {len(asked)}, the first {asked[0][:_SHOWN]}"


def _past_space(text: str, place: int) -> int:
    """Where the next character stands that is no white space and no byte order mark."""
    while text[place : place + 1] in _SPACE:
        place += 1
    return place


def _end(text: str, closing: str, place: int) -> int:
    """Where the > of a closing mark stands; -1 where it does not."""
    found = text.find(closing, place)
    return found + len(closing) - 1 if found >= 0 else -1


def _at(text: str, place: int) -> str:
    return f"line {text.count(chr(10), 0, place) + 1:,}"


def _as_text(head: bytes) -> str:
    """The first bytes as text, as well as a look can tell; markup is ASCII in all but the wide encodings."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore")
    if head.startswith((b"<\0", b"\0<")):
        return head.decode("utf-16-le" if head[0] else "utf-16-be", "ignore")
    return head.decode("utf-8", "replace")


def _named(tag: str) -> tuple[str | None, str] | None:
    """Namespace and local name that a start tag (without its <) gives its element; None for no such tag."""
    name = _NAME.match(tag)
    if name is None:
        return None
    prefix, _, tail = name.group().rpartition(":")
    declares = f"xmlns:{prefix}" if prefix else "xmlns"
    place = name.end()
    while attribute := _ATTRIBUTE.match(tag, place):
        if attribute.group(1) == declares:
            return attribute.group(2)[1:-1] or None, tail
        place = attribute.end()
    return None, tail
