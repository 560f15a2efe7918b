"""How do annotations and verifications go into the catalogue and come out again?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import msgspec

from foresaid.model.annotations import Annotation, Span, Status
from foresaid.model.bodies import Body, Mention, Quotation
from foresaid.model.evidence import Verification
from foresaid.text.identity import canonical, digest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from foresaid.archive.catalogue import Catalogue

_NOUNS = {noun.__name__: noun for noun in get_args(Body)}
_ANNOTATION = 'a.id, d.id AS document_id, a.start, a."end", a.generator, a.status, a.body'


def put_annotations(
    catalogue: Catalogue, document: int, text_digest: str, layer: str, found: Iterable[Annotation[Any]]
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
        (_row(document, text_digest, layer, each) for each in found),
    )


def _row(document: int, text_digest: str, layer: str, each: Annotation[Any]) -> tuple[object, ...]:
    """An annotation as it is stored; its id is the hash of text, layer, span, noun and body, not of its generator."""
    target, body = each.target, _named(each.body)
    return (
        digest(text_digest, layer, str(target.start), str(target.end), body),
        document,
        layer,
        target.start,
        target.end,
        sort_of(each.body),
        getattr(each.body, "level", 1),
        _whose(each.body),
        each.generator,
        each.status,
        body,
    )


def sort_of(body: object) -> str:
    """The value that tells findings of one layer apart: a type, kind or label; the noun's name where it has none."""
    for field in ("type", "kind", "label"):
        value = getattr(body, field, None)
        if value is not None:
            return str(value)
    return type(body).__name__.casefold()


def _whose(body: object) -> str | None:
    """The name of the speaker, holder or agent of a finding, or what a mention names."""
    speaker = getattr(body, "speaker", None) or getattr(body, "holder", None)
    if speaker is not None:
        return str(speaker.name) if speaker.name else None
    if isinstance(body, Mention):
        return body.name
    return None


def findings(
    catalogue: Catalogue, *layers: str, document: int | None = None
) -> Iterator[tuple[str, str, Annotation[Any]]]:
    """The findings of some layers as (annotation id, document id, annotation), in order of document and place."""
    marks = ", ".join("?" * len(layers))
    only = "" if document is None else "AND a.document = ?"
    query = f"""SELECT {_ANNOTATION} FROM annotation a JOIN document d ON d.number = a.document
                WHERE a.layer IN ({marks}) {only} ORDER BY a.document, a.start, a."end" DESC, a.level, a.id"""
    for row in catalogue.rows(query, layers if document is None else (*layers, document)):
        yield row["id"], row["document_id"], _annotation(row)


def quotations(catalogue: Catalogue) -> Iterator[tuple[str, str, Annotation[Quotation]]]:
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


def verifications(
    catalogue: Catalogue, source: str | None = None
) -> Iterator[tuple[Verification, str, Annotation[Quotation]]]:
    """Every verdict with the quoting document's id and the quotation, in order of document and place.

    Only those whose words stand in one document, where its id is given.
    """
    query = f"""SELECT {_ANNOTATION}, v.body AS verdict_body FROM verification v
                JOIN annotation a ON a.id = v.annotation JOIN document d ON d.number = a.document
                {"" if source is None else "WHERE v.source = ?"} ORDER BY a.document, a.start, a.level"""
    for row in catalogue.rows(query, () if source is None else (source,)):
        verdict = msgspec.json.decode(row["verdict_body"], type=Verification)
        yield verdict, row["document_id"], _annotation(row)


def _annotation(row: sqlite3.Row) -> Annotation[Any]:
    noun = _NOUNS[msgspec.json.decode(row["body"], type=_Noun).noun]
    return Annotation(
        target=Span(row["start"], row["end"]),
        body=msgspec.json.decode(row["body"], type=noun),
        generator=row["generator"],
        status=Status(row["status"]),
    )


class _Noun(msgspec.Struct):
    """What of a body says which noun it is."""

    noun: str


def _named(body: object) -> str:
    """A body as RFC 8785 JSON that says which noun it is."""
    return canonical({**msgspec.to_builtins(body), "noun": type(body).__name__}).decode("utf-8")


def _body(noun: object) -> str:
    return canonical(msgspec.to_builtins(noun)).decode("utf-8")
