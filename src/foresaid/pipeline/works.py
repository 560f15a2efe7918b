"""Which works do the documents cite, and which of them does the collection hold? One record a work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from foresaid.archive.collection import reading
from foresaid.archive.findings import findings
from foresaid.archive.views import View
from foresaid.model.works import Work
from foresaid.pipeline.reading import unread
from foresaid.read.works.register import Holding, works_of

if TYPE_CHECKING:
    from pathlib import Path


LAYER = "works"


@dataclass(frozen=True, slots=True)
class WorksReport:
    """The works cited in a collection, most often cited first, and how many documents were read for them."""

    works: tuple[Work, ...]
    documents: int
    unread: int
    view: View | None = None


def works_cited(root: Path, as_of: str | None = None) -> WorksReport:
    """One record for each work that the documents cite, as far as they were read."""
    with reading(root, as_of=as_of) as collection:
        catalogue = collection.catalogue
        cited = ((document, annotation) for _, document, annotation in findings(catalogue, LAYER))
        rows = catalogue.rows("SELECT id, title, speaker, date FROM document ORDER BY number")
        held = [
            Holding(row["id"], row["title"], row["speaker"], row["date"]) for row in rows if row["title"]
        ]
        works = sorted(works_of(cited, held), key=lambda work: (-len(work.citations), work.id))
        return WorksReport(
            tuple(works), catalogue.count("document"), unread(catalogue, LAYER), collection.view
        )
