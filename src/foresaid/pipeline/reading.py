"""What do the documents report? Each layer's annotator runs over the texts it has not read yet.

A text is read once for all layers that are asked for: first its artefacts are found, then the layers run over
the reading view (page breaks and the like repaired), each with the findings of the layers it needs; last,
every finding is led back to the places of the text as it is.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from graphlib import TopologicalSorter
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from foresaid.archive.collection import reading, writing
from foresaid.archive.documents import pages_of
from foresaid.archive.findings import put_annotations
from foresaid.errors import AnnotatorError
from foresaid.model.annotations import Context, Span
from foresaid.model.bodies import Body, QuotationType
from foresaid.parsers import load_parser
from foresaid.pipeline.engine import LocalEngine
from foresaid.pipeline.journalling import note_run
from foresaid.pipeline.reports import Progress, ReadReport, Trouble, silent
from foresaid.plugins import plugin, plugin_names
from foresaid.read.views import context_in_view, reading_view, relocated
from foresaid.text.calendar import read_date
from foresaid.text.edtf import parse_edtf
from foresaid.text.identity import digest
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from foresaid.archive.catalogue import Catalogue
    from foresaid.archive.collection import Collection
    from foresaid.model.annotations import Annotation
    from foresaid.model.dates import Edtf
    from foresaid.plugins import Annotator

ARTEFACTS = "artefacts"
# Documents whose findings go into the catalogue in one durable write.
_BATCH = 64


class _Task(NamedTuple):
    """A text to be read: everything a worker process needs."""

    number: int
    text_digest: str
    text: str
    context: Context
    layers: tuple[str, ...]
    language: str
    parsing: bool


def layers() -> tuple[str, ...]:
    """The layers there are annotators for."""
    return plugin_names("annotator")


def annotate_documents(
    root: Path,
    *,
    layer: str = "",
    jobs: int = 1,
    parsing: bool = True,
    progress: Progress = silent,
) -> ReadReport:
    """Annotate every document that this version of a layer's annotator has not read; "" means all layers."""
    with writing(root) as collection:
        note_run(collection, "read", layer, parsing=parsing)
        return read_pending(collection, layer, jobs=jobs, parsing=parsing, progress=progress)


def read_text(
    text: str, asked: Iterable[str], context: Context, language: str = "en", *, parsing: bool = True
) -> dict[str, list[Annotation[Any]]]:
    """The findings of the layers asked for, by layer, in a text that need belong to no collection."""
    order = _order(tuple(asked), language, parsing)
    artefacts = _findings(_annotator(ARTEFACTS, language, parsing), text, context)
    if order == (ARTEFACTS,):
        return {ARTEFACTS: artefacts}
    view = reading_view(text, artefacts)
    given = context_in_view(replace(context, found={ARTEFACTS: artefacts}), view)
    found: dict[str, Sequence[Annotation[Any]]] = dict(given.found)
    for layer in order:
        if layer != ARTEFACTS:
            seen = replace(given, found=found)
            found[layer] = _findings(_annotator(layer, language, parsing), view.text, seen)
    asked = set(asked)
    back = {
        layer: [relocated(each, view) for each in found[layer]]
        for layer in order
        if layer in asked and layer != ARTEFACTS
    }
    return back | ({ARTEFACTS: artefacts} if ARTEFACTS in asked else {})


def _findings(annotator: Annotator, text: str, context: Context) -> list[Annotation[Any]]:
    """What an annotator finds; AnnotatorError where it fails, or gives what is no finding in the text."""
    try:
        found = list(annotator.annotate(text, context))
    except Exception as error:  # an annotator of anybody may fail in any way
        what = f"{type(error).__name__}: {error}"
        raise AnnotatorError(f"The annotator {annotator.generator} failed on a text ({what}).") from error
    for each in found:
        if not 0 <= each.target.start <= each.target.end <= len(text) or not isinstance(each.body, Body):
            place = f"{each.target.start}-{each.target.end}"
            raise AnnotatorError(
                f"The annotator {annotator.generator} gave {type(each.body).__name__} at {place} of {len(text)}"
                " characters, which is no finding in the text."
            )
    return found


def voices(text: str, speaker: str | None, language: str) -> tuple[tuple[int, int, str | None], ...]:
    """Where a text that nobody has read yet quotes whom, for the verdicts of today; nothing is stored."""
    found = read_text(text, ("quotations",), Context(speaker=speaker), language, parsing=False)
    return tuple(
        (each.target.start, each.target.end, each.body.speaker.name if each.body.speaker else None)
        for each in found["quotations"]
        if each.body.type in (QuotationType.DIRECT, QuotationType.MIXED)
    )


def read_pending(
    collection: Collection,
    layer: str,
    *,
    jobs: int = 1,
    parsing: bool = True,
    progress: Progress = silent,
) -> ReadReport:
    """Annotate what is new; the report's counts are the whole collection's."""
    catalogue = collection.catalogue
    language = collection.settings.language
    versions = _versions((layer,) if layer else layers(), language, parsing=parsing)
    given = _given(catalogue)
    pending = {
        number: todo
        for number, state in given.items()
        if (
            todo := tuple(
                each
                for each, version in versions.items()
                if not catalogue.done(f"read:{each}", version, state)
            )
        )
    }
    tasks = _tasks(collection, pending, parsing=parsing)
    found = LocalEngine(min(jobs, len(pending))).map(_read, tasks)
    names = {row["number"]: row["id"] for row in catalogue.rows("SELECT number, id FROM document")}
    troubles: list[Trouble] = []

    def watched() -> Iterator[tuple[_Task, dict[str, list[Annotation[Any]]], list[str]]]:
        for done, each in enumerate(found, 1):
            progress(f"reading {layer or 'all layers'}", done, len(pending))
            yield each

    waiting = watched()
    while batch := list(islice(waiting, _BATCH)):
        with catalogue.transaction():
            for task, findings, failed in batch:
                troubles += [Trouble(names[task.number], reason) for reason in failed]
                for each, annotations in findings.items():
                    put_annotations(catalogue, task.number, task.text_digest, each, annotations)
                    catalogue.mark_only(f"read:{each}", versions[each], given[task.number])
    return ReadReport(len(pending), catalogue.tally_by("annotation", "layer", "type"), troubles)


def unread(catalogue: Catalogue, layer: str) -> int:
    """How many documents, as they are described now, no version of a layer's annotator has read."""
    read = inputs_read(catalogue, layer)
    return sum(state not in read for state in _given(catalogue).values())


def inputs_read(catalogue: Catalogue, layer: str) -> frozenset[str]:
    """What some version of a layer's annotator has read, as `reading_input` names it."""
    rows = catalogue.rows("SELECT DISTINCT input FROM step WHERE step = ?", (f"read:{layer}",))
    return frozenset(row["input"] for row in rows)


def reading_input(text_digest: str, speaker: str | None, date: str | None) -> str:
    """What a document's findings depend on besides the annotators: its text, its own speaker, its date."""
    return digest(text_digest, speaker or "", date or "")


def _given(catalogue: Catalogue) -> dict[int, str]:
    """By document, what its findings depend on besides the annotators."""
    query = "SELECT number, text_digest, speaker, date FROM document ORDER BY number"
    return {
        row["number"]: reading_input(row["text_digest"], row["speaker"], row["date"])
        for row in catalogue.rows(query)
    }


def _tasks(
    collection: Collection, pending: dict[int, tuple[str, ...]], *, parsing: bool
) -> Iterator[_Task]:
    query = "SELECT number, text_digest, text, speaker, date FROM document WHERE number = ?"
    catalogue = collection.catalogue
    for number, todo in pending.items():
        row = next(catalogue.rows(query, (number,)))
        pages = tuple(Span(start, end) for start, end in pages_of(catalogue, number))
        context = Context(speaker=row["speaker"], date=_date(row["date"]), pages=pages)
        yield _Task(
            number,
            row["text_digest"],
            row["text"],
            context,
            todo,
            collection.settings.language,
            parsing,
        )


def language_of(root: Path) -> str:
    """The language whose word tables read a collection."""
    with reading(root) as collection:
        return collection.settings.language


def parses(layer: str, language: str = "en") -> bool:
    """Whether a layer ("" = all) uses a parser where there is one, itself or in a layer it needs."""
    asked = (layer,) if layer else layers()
    return _versions(asked, language, parsing=True) != _versions(asked, language, parsing=False)


def dated(context: Context, date: str | None, language: str = "en") -> Context:
    """The context with a date as a cell of metadata may hold it; DateError where it is none."""
    return replace(context, date=read_date(date, load_vocabulary(language))[0]) if date else context


def _date(text: str | None) -> Edtf | None:
    return parse_edtf(text) if text else None


def _read(task: _Task) -> tuple[_Task, dict[str, list[Annotation[Any]]], list[str]]:
    """Annotate one text, and say which layers failed on it; runs in any process. The text is not sent back."""

    def read(*asked: str) -> dict[str, list[Annotation[Any]]]:
        return read_text(task.text, asked, task.context, task.language, parsing=task.parsing)

    found: dict[str, list[Annotation[Any]]] = {}
    failed: list[str] = []
    try:
        found = read(*task.layers)
    except AnnotatorError:
        for layer in task.layers:
            try:
                found |= read(layer)
            except AnnotatorError as error:
                failed.append(f"layer {layer}: {error}")
    return task._replace(text=""), found, failed


@lru_cache(maxsize=32)
def _order(asked: tuple[str, ...], language: str, parsing: bool) -> tuple[str, ...]:
    """The layers asked for and those they need, each behind what it needs; names decide between equals."""
    needs: dict[str, tuple[str, ...]] = {}
    waiting = list(asked)
    while waiting:
        layer = waiting.pop()
        if layer not in needs:
            needs[layer] = _annotator(layer, language, parsing).needs
            waiting += needs[layer]
    return tuple(TopologicalSorter({layer: needs[layer] for layer in sorted(needs)}).static_order())


def _versions(asked: tuple[str, ...], language: str, *, parsing: bool) -> dict[str, str]:
    return {layer: _version(layer, language, parsing) for layer in asked}


def _version(layer: str, language: str, parsing: bool) -> str:
    """The generators of a layer, of those it needs and of the artefacts: where one changes, it is read anew."""
    order = dict.fromkeys((ARTEFACTS, *_order((layer,), language, parsing)))
    return " ".join(_annotator(each, language, parsing).generator for each in order)


@lru_cache(maxsize=32)
def _annotator(layer: str, language: str, parsing: bool) -> Annotator:
    parser = load_parser(language) if parsing else None
    annotator: Annotator = plugin("annotator", layer)(load_vocabulary(language), parser)
    return annotator
