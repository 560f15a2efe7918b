"""Which TEI elements are blocks, lines, quotations or unseen, and what is found in a TEI text?

Names are those of TEI P5 (TEI Guidelines 4.x, Appendix C), by which P4 goes as well as far as it has them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from foresaid.collect.running_text import Mark, RunningText
from foresaid.collect.xml import local

# Where only blocks stand, so that what may be inline or not is a block here (TEI P5, model.divPart).
CONTAINERS = frozenset(
    {
        "text",
        "front",
        "body",
        "back",
        "group",
        "floatingText",
        "div",
        "div0",
        "div1",
        "div2",
        "div3",
        "div4",
        "div5",
        "div6",
        "div7",
        "u",
        "sp",
        "lg",
        "epigraph",
        "argument",
        "titlePage",
        "postscript",
        "listBibl",
        "figure",
        "set",
        "castList",
        "list",
        "annotationBlock",
        "performance",
    }
)
BLOCKS = CONTAINERS | frozenset(
    {
        "p",
        "ab",
        "head",
        "item",
        "table",
        "opener",
        "closer",
        "salute",
        "signed",
        "dateline",
        "byline",
        "docTitle",
        "titlePart",
        "docAuthor",
        "docDate",
        "docImprint",
        "docEdition",
        "trailer",
        "speaker",
        "castItem",
        "prologue",
        "epilogue",
        "imprimatur",
        "eg",
        "entry",
        "entryFree",
        "listPerson",
        "listPlace",
        "listOrg",
        "listEvent",
        "person",
        "place",
        "org",
        "event",
        "address",
        "surface",
        "zone",
    }
)
# Blocks where blocks stand, words of a line elsewhere.
DUAL = frozenset({"stage", "bibl", "biblStruct", "label", "desc", "said", "q"})
LINES = frozenset({"l", "row", "addrLine", "line"})
INSIDE_QUOTES = frozenset({"p", "lg", "l", "ab", "list", "sp", "div", "quote"})
QUOTED = frozenset({"quote", "q", "said", "soCalled"})
# Not the words of whoever speaks: what the transcriber saw and heard.
OBSERVED = frozenset({"incident", "kinesic", "vocal", "writing"})
# What no reader of the text sees, and how it is counted; "" is apparatus without words of the source.
UNSEEN = {
    "teiHeader": "", "standOff": "", "interpGrp": "", "spanGrp": "", "linkGrp": "", "index": "",
    "certainty": "", "listRelation": "", "facsimile": "", "witDetail": "details of witnesses (witDetail)",
    "del": "deletions (del)", "figDesc": "descriptions of figures (figDesc)",
}  # fmt: skip
# Of alternatives, the one that is read; where none of these is there, the first.
READ = {"choice": ("corr", "reg", "expan"), "app": ("lem",), "rdgGrp": ()}
MARKS = frozenset("“„«‘‚‹\"'»›`「『")
OPENING = MARKS | frozenset("’—–-")
APOSTROPHES = frozenset("'’‘")
AT_THE_FOOT = frozenset({"foot", "bottom", "end"})
BRACKETS = frozenset("([")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
HYPHENS = frozenset("-‐\u00ad")


@dataclass(slots=True)
class Leaf:
    """A page: its label, where it stands, and the running heads on it."""

    label: str
    mark: Mark
    omitted: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Heard:
    """A speech: its element (u, sp or said), where it stands, and the name printed before it ("" if none)."""

    element: Any
    mark: Mark
    printed: str


@dataclass(slots=True)
class Reading:
    """What was read of one TEI text: its words and the places in it; `counts` says what was done how often."""

    words: RunningText
    leaves: list[Leaf] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    dated: list[tuple[Any, Mark]] = field(default_factory=list)
    dates: dict[Any, Mark] = field(default_factory=dict)
    gaps: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)


def note_sign(number: str) -> str:
    """The mark of a note as it is shown: figures raised, so that they are no word."""
    return number.translate(RAISED) if number.isascii() and number.isdecimal() else number[:9]


def among_blocks(element: Any) -> bool:  # noqa: ANN401
    """Whether an element stands between blocks and not in a line."""
    parent = element.getparent()
    while parent is not None and local(parent) == "cit":
        element, parent = parent, parent.getparent()
    if parent is None or local(parent) not in CONTAINERS:
        return False
    before = element.getprevious()
    beside = parent.text if before is None else before.tail
    return local(parent) != "u" or not ((beside or "").strip() or (element.tail or "").strip())


def first_sign(element: Any) -> str:  # noqa: ANN401
    """The first character of an element's words; "" without words."""
    return next((part.strip()[0] for part in element.itertext() if part.strip()), "")
