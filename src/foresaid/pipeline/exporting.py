"""In which forms of others can what was found leave the house? One writer for each; files go out whole."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from shlex import quote
from typing import TYPE_CHECKING

from foresaid.archive.views import View
from foresaid.archive.writing import replacing
from foresaid.errors import UsageError
from foresaid.model.reuse import Attestation, Cluster, ClusterKind
from foresaid.pipeline.reports import Progress, silent
from foresaid.pipeline.reprints import view_reprints
from foresaid.pipeline.tracing import is_traced, trace_seen, view_clusters, view_pairs
from foresaid.pipeline.viewing import seeing
from foresaid.publish import passim
from foresaid.text.identity import digest
from foresaid.text.normalize import tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from foresaid.archive.collection import Collection

_EVERY = 500  # records between two reports of progress


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written: the files, and how many records."""

    format: str
    files: tuple[str, ...]
    records: int
    view: View | None = None


def export_collection(
    root: Path, form: str, out: Path, *, as_of: str | None = None, progress: Progress = silent
) -> ExportReport:
    """Write what was found in a collection, or as of a date, in one of FORMS, to a new or empty folder."""
    if form not in FORMS:
        raise UsageError(f"There is no format {form!r}; there are: {', '.join(sorted(FORMS))}.")
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise UsageError(f"{out} exists and is not an empty folder; name a new one.")
    with seeing(root, as_of, progress) as collection:
        return FORMS[form](collection, out, progress)


def _export_passim(collection: Collection, out: Path, progress: Progress) -> ExportReport:
    if collection.view is not None:
        trace_seen(collection, progress=progress)
    elif not is_traced(collection):
        raise UsageError(
            f"What stands in the documents was not traced since they changed; run `foresaid trace {quote(str(collection.root))}`"
            " first."
        )
    query = (
        "SELECT d.id, value FROM statement JOIN document d ON d.number = document WHERE field = 'series'"
    )
    series = {row["id"]: row["value"] for row in collection.catalogue.rows(f"{query} ORDER BY rank DESC")}
    records = 0
    with replacing(out / passim.CLUSTERS) as file:
        found = chain(
            ((cluster, None) for cluster in view_clusters(collection)),
            ((cluster, passim.COPIES) for cluster in _copies(collection)),
        )
        for cluster, kind in found:
            for record in passim.cluster_records(cluster, series, kind):
                file.write(passim.line(record))
                records += 1
                if records % _EVERY == 0:
                    progress("writing passages", records, 0)
    with replacing(out / passim.ALIGNMENTS) as file:
        for pair in view_pairs(collection):
            file.write(passim.line(passim.alignment_record(pair, series)))
            records += 1
            if records % _EVERY == 0:
                progress("writing pairs", records, 0)
    return ExportReport(
        "passim", (str(out / passim.CLUSTERS), str(out / passim.ALIGNMENTS)), records, collection.view
    )


def _copies(collection: Collection) -> Iterator[Cluster]:
    """Documents that hold one text or a part of it, as clusters of whole documents; `trace` counts them as one."""
    query = "SELECT text FROM document WHERE id = ?"
    for group in view_reprints(collection):
        attestations = []
        for each in group.documents:
            text = next(row["text"] for row in collection.catalogue.rows(query, (each.document,)))
            known = (each.title, each.speaker, each.date, each.grade, each.standing)
            attestations.append(Attestation(each.document, 0, len(text), text, *known))
        words = min(len(tokenise(each.text)) for each in attestations)
        name = digest(passim.COPIES, *(each.document for each in attestations))
        yield Cluster(name, ClusterKind.PASSAGE, "", words, 1, tuple(attestations))


FORMS: dict[str, Callable[[Collection, Path, Progress], ExportReport]] = {"passim": _export_passim}
