"""What does the collection hold that an inquiry rests on: dated documents, quotations, claims of foresight?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foresaid.archive.findings import findings, verifications
from foresaid.inquire.later_claims import Claimed, Quoted
from foresaid.model.dates import Grade
from foresaid.model.inquiries import Witnessed
from foresaid.pipeline.verifying import verdicts_seen
from foresaid.text.edtf import parse_edtf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from foresaid.archive.catalogue import Catalogue
    from foresaid.archive.collection import Collection

_FORESIGHT = "foresight"


def witnessed(catalogue: Catalogue) -> dict[str, Witnessed]:
    """Every document by its id, with its best date and what that rests on; in order of ids."""
    query = """SELECT d.id, d.title, d.speaker, d.date, d.grade, d.text_digest, g.basis FROM document d
               LEFT JOIN dating g ON g.document = d.number AND g.rank = 0 ORDER BY d.id"""
    return {
        row["id"]: Witnessed(
            row["id"],
            row["title"],
            row["speaker"],
            parse_edtf(row["date"]) if row["date"] else None,
            Grade(row["grade"]) if row["grade"] else None,
            row["basis"] or "",
            row["text_digest"],
        )
        for row in catalogue.rows(query)
    }


def quoting(
    collection: Collection, documents: Mapping[str, Witnessed], quoted: Iterable[str]
) -> Iterator[Quoted]:
    """The verified quotations whose source is one of some documents.

    Of a collection seen as of a day the verdicts are made anew, for a later document may have had a say in a stored one.
    """
    sources = frozenset(quoted)
    if collection.view is not None:
        for claim, verdict in verdicts_seen(collection) if sources else ():
            if (
                verdict.source is not None
                and verdict.source.document in sources
                and claim.at
                and claim.document
            ):
                yield Quoted(documents[claim.document], *claim.at, claim.quote, verdict)
        return
    for source in sorted(sources):
        for verdict, name, annotation in verifications(collection.catalogue, source):
            if name in documents:
                span = annotation.target
                yield Quoted(documents[name], span.start, span.end, annotation.body.text, verdict)


def claiming(catalogue: Catalogue, documents: Mapping[str, Witnessed]) -> Iterator[Claimed]:
    """Every claim of foresight that was read, in order of the documents' ids and of the place, however they were added."""
    found = [each for each in findings(catalogue, _FORESIGHT) if each[1] in documents]
    for _, name, annotation in sorted(found, key=lambda each: (each[1], each[2].target.start, each[0])):
        span = annotation.target
        yield Claimed(documents[name], span.start, span.end, annotation.body.text, annotation.body)
