"""What do the documents report? Each layer's annotator runs over the texts it has not read yet."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from foresaid.archive.collection import writing
from foresaid.archive.findings import put_annotations
from foresaid.model.annotations import QuotationType
from foresaid.pipeline.engine import LocalEngine
from foresaid.pipeline.journalling import note_run
from foresaid.pipeline.reports import Progress, ReadReport, silent
from foresaid.plugins import plugin, plugins
from foresaid.text.identity import digest
from foresaid.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.model.annotations import Annotation

# Documents whose findings go into the catalogue in one durable write.
_BATCH = 64


class _Task(NamedTuple):
    """A text to be read: everything a worker process needs."""

    number: int
    text_digest: str
    text: str
    speaker: str | None
    layer: str
    language: str


def layers() -> tuple[str, ...]:
    """The layers there are annotators for."""
    return tuple(plugins("annotator"))


def annotate_documents(
    root: Path, *, layer: str = "quotations", jobs: int = 1, progress: Progress = silent
) -> ReadReport:
    """Annotate every document that this version of the layer's annotator has not read."""
    with writing(root) as collection:
        note_run(collection, "read", layer)
        return read_pending(collection, layer, jobs=jobs, progress=progress)


def annotate_text(
    text: str, *, layer: str, speaker: str | None, language: str = "en"
) -> Iterator[Annotation]:
    """The findings of one layer in a text that belongs to no collection."""
    yield from _annotator(layer, language).annotate(text, speaker)


def voices(text: str, speaker: str | None, language: str) -> tuple[tuple[int, int, str | None], ...]:
    """Where a text that nobody has read yet quotes whom, for the verdicts of today; nothing is stored."""
    found = (each for each in annotate_text(text, layer="quotations", speaker=speaker, language=language))
    return tuple(
        (each.target.start, each.target.end, each.body.speaker.name if each.body.speaker else None)
        for each in found
        if each.body.type is not QuotationType.TERM
    )


def read_pending(
    collection: Collection, layer: str, *, jobs: int = 1, progress: Progress = silent
) -> ReadReport:
    """Annotate what is new; the report's counts are the whole collection's."""
    catalogue = collection.catalogue
    generator = _annotator(layer, collection.settings.language).generator
    step = f"read:{layer}"
    pending = [
        (row["number"], digest(row["text_digest"], row["speaker"] or ""))
        for row in catalogue.rows("SELECT number, text_digest, speaker FROM document ORDER BY number")
    ]
    pending = [(number, given) for number, given in pending if not catalogue.done(step, generator, given)]
    tasks = _tasks(collection, [number for number, _ in pending], layer)
    found = zip(pending, LocalEngine(min(jobs, len(pending))).map(_read, tasks), strict=True)
    done = 0
    while batch := list(islice(found, _BATCH)):
        with catalogue.transaction():
            for (_, given), (task, annotations) in batch:
                put_annotations(catalogue, task.number, task.text_digest, layer, annotations)
                catalogue.mark(step, generator, [given])
        done += len(batch)
        progress(f"reading {layer}", done, len(pending))
    return ReadReport(len(pending), catalogue.tally("annotation", "type"))


def _tasks(collection: Collection, numbers: list[int], layer: str) -> Iterator[_Task]:
    query = "SELECT number, text_digest, text, speaker FROM document WHERE number = ?"
    for number in numbers:
        row = next(collection.catalogue.rows(query, (number,)))
        yield _Task(
            number, row["text_digest"], row["text"], row["speaker"], layer, collection.settings.language
        )


def _read(task: _Task) -> tuple[_Task, list[Annotation]]:
    """Annotate one text; runs in any process. The text itself is not sent back."""
    annotator = _annotator(task.layer, task.language)
    return task._replace(text=""), list(annotator.annotate(task.text, task.speaker))


@lru_cache(maxsize=8)
def _annotator(layer: str, language: str) -> Any:  # noqa: ANN401 - a plug-in
    return plugin("annotator", layer)(load_vocabulary(language))
