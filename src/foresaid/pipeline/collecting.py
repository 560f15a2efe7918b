"""How do sources become documents? Receive, then read, then index; each step is resumed where it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.archive.collection import writing
from foresaid.collect.metadata import match_rows, read_table
from foresaid.collect.sources import list_sources
from foresaid.pipeline.extracting import extract_pending
from foresaid.pipeline.grouping import group_documents
from foresaid.pipeline.indexing import index_documents
from foresaid.pipeline.journalling import note_run
from foresaid.pipeline.receiving import receive
from foresaid.pipeline.reports import CollectReport, Progress, Trouble, silent
from foresaid.pipeline.withdrawing import erase_withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from foresaid.archive.collection import Collection
    from foresaid.collect.metadata import Row


def collect_documents(
    root: Path,
    sources: Sequence[Path],
    *,
    metadata: Path | None = None,
    jobs: int = 1,
    progress: Progress = silent,
) -> CollectReport:
    """Receive files, read the documents in them, and make them findable."""
    rows = read_table(metadata) if metadata else []
    files, problems = list_sources(sources)
    if metadata:  # a table that lies among the sources describes them, and is none itself
        files = [file for file in files if not file.path.samefile(metadata)]
    matched, unmatched = match_rows(rows, files)
    report = CollectReport(troubles=[Trouble(each.where, each.reason) for each in (*problems, *unmatched)])
    with writing(root) as collection:
        erase_withdrawn(collection)
        before = collection.journal.last()
        receive(collection, files, matched, report, progress)
        if collection.journal.last() > before:
            note_run(collection, "add")
        extract_pending(collection, report, jobs=jobs, progress=progress)
        report.troubles += _about_nothing(collection, (row for row, file in matched if file is None))
        index_documents(collection, progress)
        group_documents(collection, progress)
    return report


def _about_nothing(collection: Collection, rows: Iterable[Row]) -> list[Trouble]:
    """Rows that name a document by an id that none has; they count if one comes to have it."""
    query = "SELECT 1 FROM document WHERE id = ?"
    return [
        Trouble(row.origin, f"names the id {row.id!r}, which no document has")
        for row in rows
        if next(collection.catalogue.rows(query, (row.id,)), None) is None
    ]
