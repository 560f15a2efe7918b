"""How do annotations and verifications go into the catalogue and come out again?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from foresaid.model.annotations import Annotation, Quotation, Span, Status
from foresaid.model.evidence import Verification
from foresaid.text.identity import canonical, digest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from foresaid.archive.catalogue import Catalogue

_ANNOTATION = 'a.id, d.id AS document_id, a.start, a."end", a.generator, a.status, a.body'


def annotation_id(text_digest: str, annotation: Annotation) -> str:
    """An annotation's identity: hash of text, span, type and body; a generator's version is no part of it."""
    target = annotation.target
    return digest(text_digest, str(target.start), str(target.end), _body(annotation.body))


def put_annotations(
    catalogue: Catalogue, document: int, text_digest: str, layer: str, found: Iterable[Annotation]
) -> None:
    """Store the findings of one layer in one document, in place of earlier ones of that layer."""
    catalogue.connection.execute(
        "DELETE FROM verification WHERE annotation IN"
        " (SELECT id FROM annotation WHERE document = ? AND layer = ?)",
        (document, layer),
    )
    catalogue.connection.execute(
        "DELETE FROM annotation WHERE document = ? AND layer = ?", (document, layer)
    )
    catalogue.connection.executemany(
        "INSERT OR REPLACE INTO annotation VALUES (" + ", ".join("?" * 11) + ")",
        (
            (
                annotation_id(text_digest, each),
                document,
                layer,
                each.target.start,
                each.target.end,
                each.body.type,
                each.body.level,
                each.body.speaker.name if each.body.speaker else None,
                each.generator,
                each.status,
                _body(each.body),
            )
            for each in found
        ),
    )


def quotations(catalogue: Catalogue) -> Iterator[tuple[str, str, Annotation]]:
    """Every quotation as (annotation id, document id, annotation), in order of document and place."""
    query = f"""SELECT {_ANNOTATION} FROM annotation a JOIN document d ON d.number = a.document
                WHERE a.layer = 'quotations' ORDER BY a.document, a.start, a.level"""
    for row in catalogue.rows(query):
        yield row["id"], row["document_id"], _annotation(row)


def put_verifications(catalogue: Catalogue, verifications: Iterable[Verification]) -> None:
    """Store verdicts on annotations, each in place of an earlier one; `id` is the annotation's."""
    catalogue.connection.executemany(
        "INSERT OR REPLACE INTO verification VALUES (" + ", ".join("?" * 10) + ")",
        (
            (each.id, each.verdict, each.words, each.speaker, each.date, each.work)
            + ((each.source.document, each.source.start, each.source.end) if each.source else (None,) * 3)
            + (_body(each),)
            for each in verifications
        ),
    )


def verifications(catalogue: Catalogue) -> Iterator[tuple[Verification, str, Annotation]]:
    """Every verdict with the quoting document's id and the quotation, in order of document and place."""
    query = f"""SELECT {_ANNOTATION}, v.body AS verdict_body FROM verification v
                JOIN annotation a ON a.id = v.annotation JOIN document d ON d.number = a.document
                ORDER BY a.document, a.start, a.level"""
    for row in catalogue.rows(query):
        verdict = msgspec.json.decode(row["verdict_body"], type=Verification)
        yield verdict, row["document_id"], _annotation(row)


def _annotation(row: sqlite3.Row) -> Annotation:
    return Annotation(
        target=Span(row["start"], row["end"]),
        body=msgspec.json.decode(row["body"], type=Quotation),
        generator=row["generator"],
        status=Status(row["status"]),
    )


def _body(noun: object) -> str:
    return canonical(msgspec.to_builtins(noun)).decode("utf-8")
