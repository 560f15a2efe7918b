"""How is TEI read? As the text a reader of the edition sees; its header says what it is, and when it was.

How the words are made is told in collect/tei/text.py, what is taken from the header in collect/tei/header.py.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from foresaid.collect.tei.header import (
    XML_ID,
    date_header,
    edtf_of,
    header_of,
    made_by,
    people,
    read_dating,
    state_header,
)
from foresaid.collect.tei.text import read_text
from foresaid.collect.xml import Xml, explain_root, local, read_xml, root_name
from foresaid.model.dates import Dating, Grade
from foresaid.model.documents import SPEAKER_OF_PART, Extraction, Page, State, Statement
from foresaid.plugins import Unreadable
from foresaid.text.calendar import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.collect.tei.elements import Heard, Reading
    from foresaid.model.words import Vocabulary
    from foresaid.plugins import Tools

_NAMESPACES = (None, "http://www.tei-c.org/ns/1.0")
_TEXTS, _CORPORA = ("TEI", "TEI.2"), ("teiCorpus", "teiCorpus.2")
_DATE_LINE = "date line"


class Tei:
    """TEI P5 and P4; each text of a corpus is a document. The words of each speaker are stated as spans."""

    name = "tei"
    version = "1"
    suffixes = (".tei", ".xml")

    def recognises(self, head: bytes) -> bool | None:
        """Whether the root element is that of a TEI text or corpus."""
        found = root_name(head)
        return found is not None and found[0] in _NAMESPACES and found[1] in (*_TEXTS, *_CORPORA)

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """The one text of the file, or every text of a corpus."""
        xml = read_xml(data, tools.budgets)
        root = xml.root
        if local(root) not in (*_TEXTS, *_CORPORA):
            raise Unreadable(f"no TEI: {explain_root(data, ('TEI', 'teiCorpus'))}")
        alone = local(root) in _TEXTS
        texts = [root] if alone else [each for each in _descend(root) if local(each) in _TEXTS]
        if not texts:
            raise Unreadable("; ".join(("a corpus without texts in this file", *xml.notes)))
        names, taken = people([root]), set[str]()
        for number, each in enumerate(texts, 1):
            tools.alive()
            stated = each.get(XML_ID) or each.get("id") or ""
            locator = "" if alone else (f"TEI {number}" if not stated or stated in taken else stated)
            taken.add(locator)
            yield self._document(each, locator, xml, names, tools)

    def _document(
        self,
        tei: Any,  # noqa: ANN401 - an lxml element
        locator: str,
        xml: Xml,
        names: dict[str, str],
        tools: Tools,
    ) -> Extraction:
        """One text with all that is known of it."""
        body = next((each for kind in ("text", "sourceDoc") for each in tei.findall(f"{{*}}{kind}")), None)
        extractor = f"{self.name}/{self.version}"
        if body is None:
            notes = ("no text in it: there is no text element", *xml.notes)
            return Extraction(locator, "", extractor, xml.encoding, state=State.REFUSED, notes=notes)
        spoken = next(body.iter("{*}u"), None) is not None
        found = read_text(body, tools.budgets, _quotation_marks(tei))
        header = date_header(tei, tools.vocabulary, spoken=spoken)
        lines, doubt = date_lines(found, tools.vocabulary, spoken=spoken)
        losses, partial = _losses(tei, found)
        text = found.words.text
        state = State.PARTIAL if partial or xml.state is State.PARTIAL else State.COMPLETE
        parts = list(speeches(found, names))
        return Extraction(
            locator=locator,
            text=text,
            extractor=extractor,
            encoding=xml.encoding,
            statements=(*state_header(tei, spoken=spoken), *_only_speaker(parts, found), *_stated(parts)),
            datings=(*header.datings, *lines),
            pages=tuple(
                Page(leaf.label, leaf.mark.start, leaf.mark.end, tuple(leaf.omitted))
                for leaf in found.leaves
            ),
            witness=made_by(tei, spoken=spoken),
            state=state if text else State.REFUSED,
            notes=(
                *xml.notes,
                *losses,
                *header.notes,
                *doubt,
                *(() if text else ("no words in the text",)),
            ),
        )


def speeches(found: Reading, names: dict[str, str]) -> Iterator[tuple[int, int, str, str]]:
    """Who speaks where: start, end, name, and how it is known.

    A name is that of the person whom @who points to in this file; else the one printed before the speech;
    else @who itself, as the file gives it, which is then said to be unresolved.
    """
    for heard in found.heard:
        name, how = _speaker(heard, names)
        if name and heard.mark.end > heard.mark.start:
            yield heard.mark.start, heard.mark.end, name, how


def _speaker(heard: Heard, names: dict[str, str]) -> tuple[str, str]:
    kind = local(heard.element)
    pointers = (heard.element.get("who") or "").split()
    known = [names.get(pointer.removeprefix("#")) for pointer in pointers]
    if pointers and all(known):
        return "; ".join(filter(None, known)), f"TEI {kind}/@who"
    printed = heard.printed.strip(" :,—–")
    if printed:
        return printed, "TEI speaker, as printed"
    return " ".join(pointers), f"TEI {kind}/@who, unresolved"


def _stated(parts: list[tuple[int, int, str, str]]) -> Iterator[Statement]:
    for start, end, name, how in parts:
        yield Statement(SPEAKER_OF_PART, f"{start}-{end} {name}", how)


def _only_speaker(parts: list[tuple[int, int, str, str]], found: Reading) -> Iterator[Statement]:
    """The speaker of the whole, where one person speaks every speech there is."""
    told = {(name, how) for _, _, name, how in parts}
    whole = all(local(heard.element) == "u" for heard in found.heard)
    if len(told) == 1 and len(parts) == len(found.heard) and whole:
        name, how = told.pop()
        if not how.endswith("unresolved"):
            yield Statement("speaker", name, how)


def date_lines(
    found: Reading, vocabulary: Vocabulary, *, spoken: bool
) -> tuple[tuple[Dating, ...], tuple[str, ...]]:
    """The date that the text's own date lines state, with its span; none where they state several.

    A volume of letters has a date line for each: none of them dates the volume.
    """
    datings: list[Dating] = []
    text = found.words.text
    for element, mark in found.dated:
        kind = "written" if local(element) == "dateline" else "said" if spoken else "published"
        inner = [(each, found.dates[each]) for each in element.iter("{*}date") if each in found.dates]
        dated = [(element, mark)] if edtf_of(element) else inner
        for date, place in dated:
            said = read_dating(date, kind, _DATE_LINE, vocabulary)
            datings += [replace(each, start=place.start, end=place.end) for each in said.datings]
        if not dated:
            for day in find_dates(text[mark.start : mark.end], vocabulary, 1):
                start, end = mark.start + day.start, mark.start + day.end
                datings.append(Dating(kind, day.edtf, _DATE_LINE, Grade.C, start, end))
    different = {(each.date.earliest, each.date.latest) for each in datings}
    if len(different) > 1:
        note = f"date lines with {len(different)} different dates; none is taken for the whole text"
        return (), (note,)
    return tuple(datings[:1]), ()


def _descend(corpus: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml elements
    """The texts of a corpus, and those of corpora in it, in order; texts inside texts are part of them."""
    for child in corpus:
        if local(child) in _CORPORA:
            yield from _descend(child)
        elif local(child) in _TEXTS:
            yield child


def _quotation_marks(tei: Any) -> str:  # noqa: ANN401 - an lxml element
    """What the header says of quotation marks: "all" are in the text, "none", "some", or "" if nothing."""
    header = header_of(tei)
    said = [] if header is None else list(header.iter("{*}quotation"))
    return str(said[0].get("marks") or "") if said else ""


def _losses(tei: Any, found: Reading) -> tuple[tuple[str, ...], bool]:  # noqa: ANN401 - an lxml element
    """What is not shown, or not as it was encoded, in words; and whether text is missing."""
    notes, missing = [], found.words.cut
    if found.words.cut:
        notes.append(f"only the first {found.words.limit:,} characters are kept")
    if found.gaps:
        total, reasons = sum(found.gaps.values()), [each for each in sorted(found.gaps) if each]
        why = f" ({', '.join(reasons)[:200]})" if reasons else ""
        notes.append(f"gaps, shown as […]: {total}{why}")
        missing = missing or bool(reasons)
    changed = [f"{what}: {count}" for what, count in sorted(found.counts.items()) if what and count]
    if changed:
        notes.append(f"not shown as encoded: {'; '.join(changed)}")
    if tei.find("{*}text") is not None and tei.find("{*}sourceDoc") is not None:
        notes.append("a second transcription by surface (sourceDoc) is left out")
    return tuple(notes), missing
