"""What does a verb tell its caller?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from foresaid.archive.views import View

# (what is being done, how many are done, how many there are)
Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be used as given: where it stood, why, and whether text was refused."""

    where: str
    reason: str
    refused: bool = False


@dataclass(slots=True)
class CollectReport:
    """What `add` did: files received, documents got from them, and every trouble met.

    `known` files had been received before, `same` ones hold bytes or a text that is here already.
    `undated` are ids of documents read now for which no date was found, `items` the digests met so far.
    `most_cpu` and `most_memory` name the costliest readings: seconds of processor time, and bytes.
    """

    received: int = 0
    known: int = 0
    documents: int = 0
    partial: int = 0
    same: int = 0
    undated: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    most_cpu: tuple[float, str] = (0.0, "")
    most_memory: tuple[int, str] = (0, "")
    items: set[str] = field(default_factory=set, repr=False)


@dataclass(slots=True)
class ReadReport:
    """What `read` did: documents read now, what the collection then holds by layer and type, and what failed."""

    documents: int = 0
    annotations: dict[str, dict[str, int]] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hit:
    """One paragraph that answers a search: the document, the words around the hit, and their marks.

    `start` and `end` span the excerpt in the document; `marks` are spans inside `text`.
    """

    document: str
    title: str | None
    speaker: str | None
    date: str | None
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]
    score: float


@dataclass(frozen=True, slots=True)
class SearchReport:
    """Hits certainly within the dates asked for, hits possibly so, and the bounds of the search.

    `view` says as of when the collection was searched; None where all of it was.
    """

    query: str
    certain: tuple[Hit, ...]
    certain_total: int
    possible: tuple[Hit, ...]
    possible_total: int
    documents: int
    view: View | None = None
