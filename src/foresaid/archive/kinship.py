"""How do fingerprints and the links between copies, editions and excerpts go into the catalogue and come out?

A link says that two documents are akin; it never makes one document of them. Pairs that were compared and found
to be different texts are kept as well ("apart"), so that nobody compares them again; they are no result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from foresaid.text.shingles import VERSION, Fingerprint, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from foresaid.archive.catalogue import Catalogue

APART = "apart"


class Link(NamedTuple):
    """Two documents, by number, that were compared; `kind` is one of text.shingles.Kind, or APART."""

    document: int
    kin: int
    kind: str
    share: float
    start: int | None = None
    end: int | None = None


class Printed(NamedTuple):
    """A document's number and its fingerprint."""

    number: int
    fingerprint: Fingerprint


def put_fingerprint(catalogue: Catalogue, number: int, text_digest: str, found: Fingerprint) -> None:
    """Store a document's fingerprint; what was known of its former text's kin is forgotten."""
    catalogue.connection.execute("DELETE FROM kinship WHERE document = ? OR kin = ?", (number, number))
    catalogue.connection.execute(
        "INSERT OR REPLACE INTO fingerprint VALUES (?, ?, ?, ?, ?, ?)",
        (number, text_digest, VERSION, found.words, found.stream, found.packed()),
    )


def unprinted(catalogue: Catalogue) -> list[tuple[int, str]]:
    """Numbers and text digests of the documents whose text has no fingerprint by the present rules."""
    query = """SELECT number, d.text_digest FROM document d LEFT JOIN fingerprint f
               ON f.document = d.number AND f.text_digest = d.text_digest AND f.version = ?
               WHERE f.document IS NULL ORDER BY number"""
    return [(row["number"], row["text_digest"]) for row in catalogue.rows(query, (VERSION,))]


def fingerprints(catalogue: Catalogue) -> list[Printed]:
    """Every document's fingerprint, in the order of the documents' digests, which no history changes."""
    query = """SELECT document, words, stream, grams FROM fingerprint
               JOIN document ON number = document ORDER BY digest"""
    return [
        Printed(row["document"], Fingerprint.unpacked(row["words"], row["stream"], row["grams"]))
        for row in catalogue.rows(query)
    ]


def forget_gone(catalogue: Catalogue) -> None:
    """Forget fingerprints and links of documents that are no more."""
    gone = "NOT IN (SELECT number FROM document)"
    catalogue.connection.execute(f"DELETE FROM fingerprint WHERE document {gone}")
    catalogue.connection.execute(f"DELETE FROM kinship WHERE document {gone} OR kin {gone}")


def compared(catalogue: Catalogue) -> Iterator[tuple[int, int]]:
    """Pairs of documents that have been compared, whatever came of it."""
    for row in catalogue.rows("SELECT document, kin FROM kinship"):
        yield row["document"], row["kin"]


def put_links(catalogue: Catalogue, links: Iterable[Link]) -> None:
    """Store what comparisons found."""
    catalogue.connection.executemany("INSERT OR REPLACE INTO kinship VALUES (?, ?, ?, ?, ?, ?)", links)


def drop_links(catalogue: Catalogue, pairs: Iterable[tuple[int, int]]) -> None:
    """Forget the links of pairs (document, kin)."""
    catalogue.connection.executemany("DELETE FROM kinship WHERE document = ? AND kin = ?", pairs)


def links(catalogue: Catalogue) -> Iterator[Link]:
    """Every link between documents that are akin."""
    query = "SELECT * FROM kinship WHERE kind IN (?, ?, ?) ORDER BY document, kin"
    for row in catalogue.rows(query, tuple(Kind)):
        yield Link(*row)
