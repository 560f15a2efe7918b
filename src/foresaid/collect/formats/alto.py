"""How is ALTO read? As the lines that were recognised, block by block, with how sure the recogniser was.

ALTO (Library of Congress, versions 1 to 4) holds the words of page images. Lines end as on the page; a word
parted by a line end is written once, whole, where the file gives it whole (SUBS_CONTENT).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from foresaid.collect.dating.heads import read_head
from foresaid.collect.ocr_confidence import confidence, mean_confidence
from foresaid.collect.running_text import Mark, RunningText
from foresaid.collect.xml import explain_root, local, read_xml, root_name, walk
from foresaid.model.documents import Extraction, Page, State, Statement, Witness
from foresaid.plugins import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.plugins import Tools

# Margins in which running heads, page numbers and signatures stand; side margins hold notes, which are text.
_OUTSIDE = frozenset({"TopMargin", "BottomMargin"})
# Labels of blocks that are no running text: the SegmOnto vocabulary of eScriptorium, and plain words.
_OUTSIDE_LABELS = frozenset(
    {
        "runningtitlezone", "numberingzone", "quiremarkszone", "header", "footer", "running title",
        "running-title", "page-number", "page number", "pagenumber", "catchword", "signature",
    }
)  # fmt: skip
_FIRST, _SECOND = "HypPart1", "HypPart2"


@dataclass(slots=True)
class _Reading:
    words: RunningText
    leaves: list[tuple[str, Mark, list[str]]] = field(default_factory=list)
    sure: list[float] = field(default_factory=list)
    # Labels of blocks by id, and the parts of parted words that are written with, or as, their other part.
    labels: dict[str, str] = field(default_factory=dict)
    whole: set[Any] = field(default_factory=set)
    written: set[Any] = field(default_factory=set)


class Alto:
    """ALTO of any version: recognised pages. How sure the recogniser was is stated as "ocr confidence"."""

    name = "alto"
    version = "1"
    suffixes = (".xml", ".alto")

    def recognises(self, head: bytes) -> bool | None:
        """Whether the root element is alto."""
        found = root_name(head)
        return found is not None and found[1] == "alto"

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """The one text of the file's pages, in the order of the file."""
        xml = read_xml(data, tools.budgets)
        if local(xml.root) != "alto":
            raise Unreadable(f"no ALTO: {explain_root(data, ('alto',))}")
        found = _Reading(RunningText(tools.budgets.text), labels=_labels(xml.root))
        _pair(xml.root, found)
        pages = list(xml.root.iter("{*}Page"))
        for number, page in enumerate(pages[: tools.budgets.pages], 1):
            tools.alive()
            _read_page(page, number, found)
        losses = _losses(xml.root, len(pages), found, tools.budgets.pages)
        text = found.words.text
        cut = found.words.cut or len(pages) > tools.budgets.pages
        statements, datings = read_head(text, tools.vocabulary)
        yield Extraction(
            locator="",
            text=text,
            extractor=f"{self.name}/{self.version}",
            encoding=xml.encoding,
            statements=(*_software(xml.root), *mean_confidence(found.sure, "ALTO String/@WC"), *statements),
            datings=datings,
            pages=tuple(Page(label, mark.start, mark.end, tuple(out)) for label, mark, out in found.leaves),
            witness=Witness.OCR,
            state=(State.PARTIAL if cut else xml.state) if text else State.REFUSED,
            notes=(*xml.notes, *losses, *(() if text else ("no words were recognised in it",))),
        )


def _pair(root: Any, found: _Reading) -> None:  # noqa: ANN401 - an lxml element
    """Which words are parted by a line end and given whole: the first part stands for both."""
    first: Any = None
    for part in root.iter("{*}String"):
        kind = part.get("SUBS_TYPE")
        same = first is not None and first.get("SUBS_CONTENT") == part.get("SUBS_CONTENT")
        if kind == _SECOND and same and part.get("SUBS_CONTENT"):
            found.whole.add(first)
            found.written.add(part)
        first = part if kind == _FIRST else None


def _read_page(page: Any, number: int, found: _Reading) -> None:  # noqa: ANN401 - an lxml element
    """The lines of one page: those of its text, and those at its head and foot."""
    words, omitted, outside = found.words, list[str](), 0
    label = page.get("PRINTED_IMG_NR") or page.get("PHYSICAL_IMG_NR") or page.get("ID") or f"[{number}]"
    words.block()
    mark = words.open()
    steps = walk(page)
    for event, element in steps:
        name, begins = local(element), event == "start"
        if name in _OUTSIDE or _is_outside(element, found):
            outside += 1 if begins else -1
        elif name == "TextBlock" and not outside:
            words.block()
        elif name == "TextLine" and begins:
            line = _line(element, found)
            if outside and line:
                omitted.append(line)
            elif line:
                words.line()
                words.put(line)
            steps.skip_subtree()
    words.close(mark)
    found.leaves.append((label, mark, omitted))


def _line(line: Any, found: _Reading) -> str:  # noqa: ANN401 - an lxml element
    """The words of a line; a parted word stands whole on the line where it begins."""
    parts: list[str] = []
    last = None
    for element in line:
        name = local(element)
        if name == "String" and element not in found.written:
            whole = element in found.whole
            word = (element.get("SUBS_CONTENT") if whole else element.get("CONTENT")) or ""
            parts.append(" ".join(word.split()))
            found.sure += confidence(element.get("WC") or "")
            last = element
        elif name == "String":
            found.sure += confidence(element.get("WC") or "")
        elif name == "HYP" and parts and last not in found.whole:
            parts[-1] = parts[-1].rstrip("-\u00ad¬") + "-"
    return " ".join(filter(None, parts))


def _software(root: Any) -> Iterator[Statement]:  # noqa: ANN401 - an lxml element
    """What recognised the pages, each program once."""
    named = {}
    for software in root.iter("{*}processingSoftware"):
        said = {local(each): " ".join("".join(each.itertext()).split()) for each in software}
        name = said.get("softwareName") or said.get("softwareCreator") or ""
        named[" ".join(filter(None, (name, said.get("softwareVersion"))))] = True
    yield from (Statement("ocr software", name, "ALTO processingSoftware") for name in named if name)


def _labels(root: Any) -> dict[str, str]:  # noqa: ANN401 - an lxml element
    """What the file's own tags call its blocks, by the id of the tag."""
    tags = root.find("{*}Tags")
    return (
        {}
        if tags is None
        else {each.get("ID") or "": (each.get("LABEL") or "").casefold() for each in tags}
    )


def _is_outside(element: Any, found: _Reading) -> bool:  # noqa: ANN401 - an lxml element
    """Whether a block's tags call it a running head, a page number or the like."""
    tags = (element.get("TAGREFS") or "").split() if local(element) == "TextBlock" else ()
    return any(found.labels.get(tag) in _OUTSIDE_LABELS for tag in tags)


def _losses(root: Any, pages: int, found: _Reading, most: int) -> Iterator[str]:  # noqa: ANN401
    """What is not read as it stands in the file, in words."""
    if pages > most:
        yield f"{pages:,} pages; only the first {most:,} are read"
    if found.words.cut:
        yield f"only the first {found.words.limit:,} characters are kept"
    if next(root.iter("{*}ReadingOrder"), None) is not None:
        yield "the file's own reading order is not followed: blocks come in the order of the file"
