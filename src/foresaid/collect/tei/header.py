"""What does a TEI header say of its text: title, names, rights, dates, persons, and how the text was made?

Elements are looked up by their local names, because TEI P4 has no namespace and P5 has one. Nothing is
made up: a date that cannot be read is a note, a person without a name has none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from foresaid.collect.stating import Said, state_field
from foresaid.collect.xml import local
from foresaid.model.documents import Statement, Witness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.model.words import Vocabulary

BASIS = "TEI header"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# A bibliographic description of a source takes a few lines; a header may hold a whole catalogue.
_LONGEST = 1_000
_SHOWN = 80  # characters of foreign words that a note repeats
# Titles that name something else than this text, or shorten its title (TEI P5, title/@type).
_OTHER_TITLES = frozenset({"sub", "subtitle", "alt", "short", "desc", "series", "filing", "volume", "gmd"})
# The parts of a name in the order in which it is spoken (TEI P5, §13.2.1).
_NAME_PARTS = ("forename", "addName", "nameLink", "surname", "genName")
_PERSONS = ("person", "personGrp", "org", "role", "castItem", "category")
_NAMES = ("persName", "orgName", "name", "role", "term")
_PREFERRED = frozenset({"reg", "preferred", "full", "main"})
_OCR = re.compile(r"\bOCR\b|\boptical(?:ly)? character\b", re.IGNORECASE)
_NOT_OCR = re.compile(
    r"\b(?:no|not|without|never)\s{1,9}(?:\w{1,20}\s{1,9}){0,3}(?:OCR|optical)\b", re.IGNORECASE
)
# Where a header dates what, best first: path below teiHeader, kind of date. A date of publication is that
# of the edition in hand; where the source has one of its own, the edition reprints it.
_SOURCE = "fileDesc/sourceDesc"
_DATES = (
    (f"{_SOURCE}//recording/date", "said"),
    ("profileDesc/correspDesc/correspAction[@type='sent']/date", "written"),
    ("profileDesc/creation/date", "written"),
    (f"{_SOURCE}//origDate", "written"),
    (f"{_SOURCE}//bibl/date", "published"),
    (f"{_SOURCE}//biblStruct//imprint/date", "published"),
    (f"{_SOURCE}//biblFull//publicationStmt/date", "published"),
)
_SETTING = "profileDesc/settingDesc//setting/date"
_EDITION = "fileDesc/publicationStmt/date"


def flat(element: Any) -> str:  # noqa: ANN401 - an lxml element
    """The words of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def at(element: Any, path: str) -> list[Any]:  # noqa: ANN401 - an lxml element
    """The elements at a path of local names, in document order; `a//b` is any b below a."""
    steps = (f"{{*}}{step}" if step else "" for step in path.split("/"))
    return [] if element is None else list(element.findall("/".join(steps)))


def header_of(tei: Any) -> Any:  # noqa: ANN401 - an lxml element
    """The header of one text or corpus; None where it has none."""
    return next(iter(at(tei, "teiHeader")), None)


def state_header(tei: Any, *, spoken: bool) -> tuple[Statement, ...]:  # noqa: ANN401 - an lxml element
    """Title, people, publisher, rights, language and source, as far as the header states them.

    In a transcript of speech the author of the file is no speaker of its words: he is stated as editor.
    """
    header = header_of(tei)
    title, *others = [*_titles(at(header, "fileDesc/titleStmt/title"), tei), ""]
    author = "editor" if spoken else "author"
    authors = at(header, "fileDesc/titleStmt/author") or at(header, f"{_SOURCE}//author")
    said = [("title", title), *(("subtitle", each) for each in others)]
    said += [(author, name_of(each)) for each in authors]
    said += [("editor", name_of(each)) for each in at(header, "fileDesc/titleStmt/editor")]
    for publisher in ("publisher", "authority", "distributor"):
        said += [
            ("publisher", name_of(each)) for each in at(header, f"fileDesc/publicationStmt/{publisher}")
        ]
    said += [("rights", each) for each in _rights(at(header, "fileDesc/publicationStmt/availability"))]
    said += [("language", tei.get(_LANGUAGE) or _only_language(header))]
    said += [("identifier", tei.get(XML_ID) or "")]
    said += [("identifier", flat(each)) for each in at(header, "fileDesc/publicationStmt/idno")]
    said += [("source", flat(each)) for each in at(header, f"{_SOURCE}/*") if local(each) in ("bibl", "p")]
    unique = dict.fromkeys((field, value[:_LONGEST]) for field, value in said if value)
    return tuple(Statement(field, value, BASIS) for field, value in unique)


def date_header(tei: Any, vocabulary: Vocabulary, *, spoken: bool) -> Said:  # noqa: ANN401 - an lxml element
    """The datings of a header, the date of the text's own making first; statements of them are left out."""
    header = header_of(tei)
    places = ((_SETTING, "said"), *_DATES) if spoken else _DATES
    said = Said()
    for path, kind in places:
        for date in at(header, path):
            said = _with(said, date, kind, vocabulary)
    for date in at(header, _EDITION):
        said = _with(said, date, "reprinted" if said.datings else "published", vocabulary)
    return said


def edtf_of(date: Any) -> str:  # noqa: ANN401 - an lxml element
    """The EDTF form of what a date element's attributes say; "" where they say nothing (TEI P5, att.datable)."""
    given = {
        name: _day(date.get(name) or date.get(f"{name}-iso") or "")
        for name in ("when", "from", "to", "notBefore", "notAfter")
    }
    if given["when"] or date.get("value"):
        doubt = "?" if date.get("cert") in ("low", "unknown") else ""
        return (given["when"] or _day(date.get("value"))) + doubt
    if given["from"] or given["to"]:
        return f"{given['from'] or '..'}/{given['to'] or '..'}"
    if given["notBefore"] or given["notAfter"]:
        return f"[{given['notBefore']}..{given['notAfter']}]"
    return ""


def read_dating(date: Any, kind: str, basis: str, vocabulary: Vocabulary) -> Said:  # noqa: ANN401 - an lxml element
    """One date element as a dating: by its attributes, else by its words; nothing where it has neither.

    Words that count days by another calendar are not read; attributes are always Gregorian (TEI P5).
    """
    value = edtf_of(date) or flat(date)
    if not value:
        return Said()
    calendar = date.get("calendar") or ""
    if not edtf_of(date) and "gregorian" not in calendar.lower() and calendar:
        return Said(
            notes=(f"date {value[:_SHOWN]!r} ({basis}) was not read: its calendar is {calendar[:_SHOWN]}",)
        )
    said = state_field("date", value, basis, vocabulary, kind=kind)
    return Said((), said.datings, said.notes)


def people(roots: Iterable[Any]) -> dict[str, str]:
    """Names by xml:id: of persons, organisations, roles of a cast, and categories that stand for a role."""
    names: dict[str, str] = {}
    for root in roots:
        for element in root.iter(*(f"{{*}}{kind}" for kind in _PERSONS)):
            identifier = element.get(XML_ID) or element.get("id")
            name = _called(element) if identifier else ""
            if identifier and name:
                names.setdefault(identifier, name)
    return names


def name_of(element: Any) -> str:  # noqa: ANN401 - an lxml element
    """A name as one speaks it, forenames first; as it stands where its parts are not marked."""
    inner = next(iter(at(element, "reg")), None)
    inner = (
        inner if inner is not None else next(iter(at(element, "persName") + at(element, "orgName")), None)
    )
    if inner is not None:
        return name_of(inner) if len(inner) else flat(inner)
    parts = [each for each in element.iter() if local(each) in _NAME_PARTS]
    parts.sort(key=lambda part: _NAME_PARTS.index(local(part)))
    surnames = any(local(part) == "surname" for part in parts)
    return " ".join(filter(None, map(flat, parts))) if surnames and len(parts) > 1 else flat(element)


def made_by(tei: Any, *, spoken: bool) -> Witness:  # noqa: ANN401 - an lxml element
    """How the text came to be: recognised where the header says so, else a transcript, else an edition."""
    for encoding in at(header_of(tei), "encodingDesc"):
        applications = " ".join(each.get("ident") or "" for each in at(encoding, "appInfo/application"))
        words = f"{flat(encoding)} {applications}"
        if _OCR.search(words) and not _NOT_OCR.search(words):
            return Witness.OCR
    return Witness.TRANSCRIPT if spoken else Witness.READING_EDITION


def _with(said: Said, date: Any, kind: str, vocabulary: Vocabulary) -> Said:  # noqa: ANN401
    """What was said, and one date more, unless it is there already."""
    more = read_dating(date, kind, BASIS, vocabulary)
    datings = tuple(each for each in more.datings if each not in said.datings)
    return Said((), said.datings + datings, said.notes + more.notes)


def _day(value: str) -> str:
    """A date without the time zone that XML Schema allows behind a day (2020-04-08+02:00): EDTF has none."""
    value = value.strip()
    day = len("2020-04-08") + value.startswith("-")
    return value[:day] if value[day : day + 1] in ("+", "-", "Z") else value


def _titles(titles: list[Any], tei: Any) -> Iterator[str]:  # noqa: ANN401 - an lxml element
    """The title, then subtitles: of main titles in several languages, the one in the text's own."""
    language = tei.get(_LANGUAGE)
    main = [each for each in titles if (each.get("type") or "") not in _OTHER_TITLES]
    own = [each for each in main if each.get(_LANGUAGE) == language]
    if chosen := (own or main or titles)[:1]:
        yield flat(chosen[0])
        yield from (flat(each) for each in titles if (each.get("type") or "").startswith("sub"))


def _rights(availabilities: list[Any]) -> Iterator[str]:
    """Each licence with its address, else the words on availability, else its status."""
    for availability in availabilities:
        licences = at(availability, "licence") + at(availability, "license")
        for licence in licences:
            target, words = licence.get("target") or "", flat(licence)
            yield f"{words} ({target})" if target and words and target != words else target or words
        if not licences:
            yield flat(availability) or availability.get("status") or ""


def _only_language(header: Any) -> str:  # noqa: ANN401 - an lxml element
    languages = at(header, "profileDesc/langUsage/language")
    return (languages[0].get("ident") or languages[0].get("id") or "") if len(languages) == 1 else ""


def _called(element: Any) -> str:  # noqa: ANN401 - an lxml element
    """The name of a person, organisation, role or category; "" where it is not given."""
    if local(element) == "category":
        return next((flat(term) for term in at(element, "catDesc/term")), "")
    if local(element) == "role":
        return flat(element)
    names = [each for kind in _NAMES for each in at(element, kind)]
    preferred = [each for each in names if (each.get("type") or "") in _PREFERRED]
    return next((name_of(each) for each in preferred + names), "")
