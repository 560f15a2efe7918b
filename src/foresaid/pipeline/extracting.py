"""How are received items read? Each by a confined child; what it found is filed as it comes."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from foresaid.collect.extraction import versions
from foresaid.collect.sandbox.confinement import ALL_LAYERS
from foresaid.collect.sandbox.reading import Readers, Reading
from foresaid.collect.sandbox.recognition import program
from foresaid.pipeline.engine import ThreadEngine
from foresaid.pipeline.facsimiles import FACSIMILE, is_image, link_facsimiles
from foresaid.pipeline.filing import Filed, describe_pending, file_extractions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from foresaid.archive.collection import Collection
    from foresaid.archive.payload import Payload
    from foresaid.pipeline.reports import CollectReport, Progress

# Items whose documents go into the catalogue in one durable write.
_BATCH = 64


class _Task(NamedTuple):
    """An item to be read: everything a thread needs."""

    readers: Readers
    payload: Payload
    item: str
    sources: tuple[str, ...]
    language: str


def extract_pending(
    collection: Collection, report: CollectReport, *, jobs: int, progress: Progress
) -> None:
    """Read every item that no format's present version has read, and describe anew what needs it."""
    pending = list(pending_items(collection))
    # Texts of page images come first, so that no page is recognised whose text is there.
    others = [each for each in pending if not is_image(each[1][0])]
    _extract(collection, others, report, jobs=jobs, progress=progress)
    link_facsimiles(collection)
    held = {row["item"] for row in collection.catalogue.rows("SELECT item FROM facsimile")}
    images = [each for each in pending if is_image(each[1][0]) and each[0] not in held]
    _extract(collection, images, report, jobs=jobs, progress=progress)
    describe_pending(collection, report)


def _extract(
    collection: Collection,
    pending: Sequence[tuple[str, tuple[str, ...]]],
    report: CollectReport,
    *,
    jobs: int,
    progress: Progress,
) -> None:
    """Have items read and file what is found in them, batch by batch."""
    if not pending:
        return
    with Readers(min(jobs, len(pending))) as readers:
        language = collection.settings.language
        tasks = [_Task(readers, collection.payload, *each, language) for each in pending]
        found = ThreadEngine(jobs).map(_read, tasks)
        done, lacking = 0, set[str]()
        while batch := list(islice(found, _BATCH)):
            with collection.catalogue.transaction():
                for item, reading in batch:
                    filed = Filed(item, reading.source, reading.version)
                    file_extractions(collection, filed, reading.extractions, report)
                    report.most_cpu = max(report.most_cpu, (reading.cpu_seconds, reading.source))
                    report.most_memory = max(report.most_memory, (reading.memory, reading.source))
                    lacking.update(set(ALL_LAYERS).difference(reading.layers) if reading.layers else ())
            done += len(batch)
            progress("reading files", done, len(tasks))
    if lacking:
        report.notices.append(
            f"files were read without {' and '.join(sorted(lacking))}, which this system lacks; add only"
            " files that you trust (`foresaid doctor`)"
        )


def pending_items(collection: Collection) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Items without a reading by the present version of a format, in the order received, with their names."""
    known = versions(recognition=program() is not None) | {FACSIMILE}
    readings = collection.catalogue.rows("SELECT item, version FROM reading")
    read = {row["item"] for row in readings if row["version"] in known}
    read.update(row["item"] for row in collection.catalogue.rows("SELECT item FROM withdrawal"))
    sources: dict[str, list[str]] = {}
    for row in collection.catalogue.rows("SELECT item, source FROM accession ORDER BY seq"):
        sources.setdefault(row["item"], []).append(row["source"])
    yield from ((item, tuple(names)) for item, names in sources.items() if item not in read)


def _read(task: _Task) -> tuple[str, Reading]:
    """Have one item read; runs in any thread."""
    with task.payload.opened(task.item) as file:
        return task.item, task.readers.read(file.fileno(), task.sources, task.language)
