"""Can everything computed be made again from payload and journal? Yes, with the same answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.archive.collection import remaking
from foresaid.pipeline.extracting import extract_pending
from foresaid.pipeline.grouping import group_documents
from foresaid.pipeline.indexing import index_documents
from foresaid.pipeline.journalling import count_runs
from foresaid.pipeline.reading import read_pending
from foresaid.pipeline.reports import CollectReport, Progress, silent
from foresaid.pipeline.status import refused
from foresaid.pipeline.tracing import TRACE, trace_pending
from foresaid.pipeline.verifying import VERIFY, verify_pending

if TYPE_CHECKING:
    from pathlib import Path


def rebuild(root: Path, *, jobs: int = 1, progress: Progress = silent) -> CollectReport:
    """Make catalogue and indexes anew, beside the old ones, which give way only when all is done."""
    report = CollectReport()
    with remaking(root) as collection:
        verifications, traces = count_runs(collection, VERIFY), count_runs(collection, TRACE)
        for run in collection.replay():
            # As it was then: what was received so far, under the ids and descriptions it had.
            extract_pending(collection, report, jobs=jobs, progress=progress)
            if run["verb"] == "read":
                parsing = run.get("parsing", True)
                read_pending(collection, run["layer"], jobs=jobs, parsing=parsing, progress=progress)
            elif run["verb"] == VERIFY:
                verifications -= 1
                if not verifications:  # each verification takes the place of the one before it
                    index_documents(collection, progress)
                    group_documents(collection, progress)
                    verify_pending(collection, progress=progress)
            elif run["verb"] == TRACE:
                traces -= 1
                if not traces:  # as above
                    index_documents(collection, progress)
                    group_documents(collection, progress)
                    trace_pending(collection, progress=progress)
        extract_pending(collection, report, jobs=jobs, progress=progress)
        index_documents(collection, progress)
        group_documents(collection, progress)
        report.documents = collection.catalogue.count("document")
        # What one run could not read another may have read, under a better name.
        still = {f"{each[0]}, {each[1]}" if each[1] else each[0] for each in refused(collection)}
        report.troubles = [each for each in report.troubles if not each.refused or each.where in still]
    return report
