"""What does the record of an e-book (OPF) state of it: title, names, dates, rights, numbers?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foresaid.collect.stating import Said, state_field
from foresaid.collect.xml import local
from foresaid.model.dates import Grade
from foresaid.model.documents import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.words import Vocabulary

BASIS = "file metadata"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1."  # 1.0 in the oldest books, 1.1 since
_OPF = "{http://www.idpf.org/2007/opf}"
_KEPT = {
    "rights": "rights", "publisher": "publisher", "identifier": "identifier", "language": "language",
    "source": "source",
}  # fmt: skip
# MARC relators (loc.gov/marc/relators) of those who may speak in a book or made its wording.
_ROLES = {"aut": "author", "edt": "editor", "trl": "translator"}
# Which events of OPF 2.0.1, §2.2.7, make a book public; no event is said of most.
_PUBLISHED = frozenset({"", "publication", "original-publication", "issued"})
# What programs write where they know no date or name (calibre: the year 101; Unix: the start of its clock).
_EMPTY_DATES = ("0101-01-01", "0001-01-01", "1970-01-01T00:00:00")
_NOBODY = frozenset({"unknown", "[unknown]", "unbekannt"})
_LONGEST = 2000  # characters of a value; rights may be a paragraph


def record(root: Any, vocabulary: Vocabulary) -> Said:  # noqa: ANN401 - the root element of an OPF file
    """Statements and datings as the record states them, in its order, the main title first."""
    refined = _refinements(root)
    said = Said()
    for each in _entries(root):
        value = " ".join("".join(each.itertext()).split())[:_LONGEST]
        if value:
            about = {**_attributes(each), **refined.get(each.get("id") or "", {})}
            more = _stated(local(each).casefold(), value, about, vocabulary)
            said = Said(
                said.statements + more.statements, said.datings + more.datings, said.notes + more.notes
            )
    return said


def _entries(root: Any) -> Iterator[Any]:  # noqa: ANN401
    """The Dublin Core elements; where titles have types, the main one goes first."""
    entries = [
        each for each in root.iter() if isinstance(each.tag, str) and each.tag.startswith(_DUBLIN_CORE)
    ]
    refined = _refinements(root)
    yield from sorted(
        entries[:_LONGEST],
        key=lambda each: refined.get(each.get("id") or "", {}).get("title-type") != "main",
    )


def _attributes(element: Any) -> dict[str, str]:  # noqa: ANN401
    """What an EPUB 2 entry says of itself: role of a person, event of a date."""
    return {key: element.get(_OPF + key) or element.get(key) or "" for key in ("role", "event")}


def _refinements(root: Any) -> dict[str, dict[str, str]]:  # noqa: ANN401
    """What an EPUB 3 record says of its entries, by their ids."""
    refined: dict[str, dict[str, str]] = {}
    for each in root.iter():
        about = each.get("refines") or ""
        if local(each) == "meta" and about.startswith("#"):
            refined.setdefault(about[1:], {}).setdefault(
                each.get("property") or "", (each.text or "").strip()
            )
    return refined


def _stated(kind: str, value: str, about: dict[str, str], vocabulary: Vocabulary) -> Said:
    """One entry as a statement, a dating or a note."""
    if kind == "date":
        return _dated(value, about.get("event", ""), vocabulary)
    if kind in {"creator", "contributor"}:
        if value.casefold() in _NOBODY:
            return Said(notes=(f"author {value!r} ({BASIS}) names nobody; not believed",))
        role = about.get("role", "").casefold() or ("aut" if kind == "creator" else "")
        return Said((Statement(_ROLES.get(role, "contributor"), value, BASIS),))
    if kind == "title":
        kinds = {"": "title", "main": "title", "subtitle": "subtitle"}
        return Said((Statement(kinds.get(about.get("title-type", ""), "other title"), value, BASIS),))
    return Said((Statement(_KEPT[kind], value, BASIS),)) if kind in _KEPT else Said()


def _dated(value: str, event: str, vocabulary: Vocabulary) -> Said:
    if event.casefold() not in _PUBLISHED:
        return Said(notes=(f"date {value!r} ({BASIS}) is that of {event[:40]!r}, not of publication",))
    if value.startswith(_EMPTY_DATES):
        return Said(notes=(f"date {value!r} ({BASIS}) is what programs write for none; not believed",))
    return state_field("date", value, BASIS, vocabulary, kind="published", grade=Grade.D)
