"""How do passages that stand in several documents go into the catalogue and come out again?

Only places are kept, no words: a text that is withdrawn leaves nothing of itself here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from foresaid.model.reuse import ClusterKind, Derivation, Origin, Standing
from foresaid.text.identity import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from foresaid.archive.catalogue import Catalogue

_TABLES = ("derivation", "attestation", "cluster")


class Pair(NamedTuple):
    """A passage in two documents, by number, in code points."""

    one: int
    one_start: int
    one_end: int
    other: int
    other_start: int
    other_end: int
    matched: int
    identity: float
    bits: int


class Place(NamedTuple):
    """An attestation as it is kept: the document by number, the span, and what is known of it."""

    document: int
    start: int
    end: int
    standing: Standing
    quoted: bool
    voice: str
    witness: str


class Kept(NamedTuple):
    """A cluster as it is kept."""

    id: str
    kind: ClusterKind
    reason: str
    words: int
    witnesses: int
    places: tuple[Place, ...]
    derivations: tuple[Derivation, ...]


def forget_clusters(catalogue: Catalogue) -> None:
    """Remove every cluster."""
    for table in _TABLES:
        catalogue.connection.execute(f"DELETE FROM {table}")


def forget_pairs(catalogue: Catalogue) -> None:
    """Remove every pair of passages."""
    catalogue.connection.execute("DELETE FROM reuse")


def forget_document(catalogue: Catalogue, number: int) -> None:
    """Remove every pair and every cluster that a document is in."""
    clusters_of = [
        row["cluster"]
        for row in catalogue.rows("SELECT cluster FROM attestation WHERE document = ?", (number,))
    ]
    for each in set(clusters_of):
        catalogue.connection.execute("DELETE FROM derivation WHERE cluster = ?", (each,))
        catalogue.connection.execute("DELETE FROM attestation WHERE cluster = ?", (each,))
        catalogue.connection.execute("DELETE FROM cluster WHERE number = ?", (each,))
    catalogue.connection.execute("DELETE FROM reuse WHERE one = ? OR other = ?", (number, number))


def put_pairs(catalogue: Catalogue, pairs: Iterable[Pair]) -> None:
    """Store pairs of passages."""
    catalogue.connection.executemany(
        "INSERT OR REPLACE INTO reuse VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", pairs
    )


def pairs(catalogue: Catalogue, documents: tuple[int, int] | None = None) -> Iterator[Pair]:
    """Every pair of passages, or those of two documents."""
    where = " WHERE one = ? AND other = ?" if documents else ""
    for row in catalogue.rows(
        f"SELECT * FROM reuse{where} ORDER BY one, one_start, other", documents or ()
    ):
        yield Pair(*row)


def put_cluster(catalogue: Catalogue, cluster: Kept) -> None:
    """Store a cluster."""
    connection = catalogue.connection
    values = (cluster.id, cluster.kind, cluster.reason, cluster.words, cluster.witnesses)
    number = connection.execute("INSERT INTO cluster VALUES (NULL, ?, ?, ?, ?, ?)", values).lastrowid
    connection.executemany(
        "INSERT INTO attestation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((number, rank, *place) for rank, place in enumerate(cluster.places)),
    )
    connection.executemany(
        "INSERT INTO derivation VALUES (?, ?, ?, ?, ?)",
        (
            (number, each.attestation, each.source, each.origin, canonical(list(each.reasons)).decode())
            for each in cluster.derivations
        ),
    )


def clusters(
    catalogue: Catalogue,
    *,
    least_words: int = 0,
    kinds: Sequence[ClusterKind] = tuple(ClusterKind),
    limit: int = -1,
) -> Iterator[Kept]:
    """Clusters of so many words, the longest first; of as many words those with most witnesses."""
    query = f"""SELECT * FROM cluster WHERE words >= ? AND kind IN ({", ".join("?" * len(kinds))})
                ORDER BY words DESC, witnesses DESC, id LIMIT ?"""
    for row in catalogue.rows(query, (least_words, *kinds, limit)):
        yield _kept(catalogue, row["number"])


def clusters_at(catalogue: Catalogue, document: int, start: int, end: int) -> Iterator[Kept]:
    """Clusters with an attestation that has words of a span of a document, the closest in extent first."""
    query = """SELECT cluster FROM attestation WHERE document = ? AND start < ? AND "end" > ?
               ORDER BY abs(start - ?) + abs("end" - ?), cluster"""
    for row in list(catalogue.rows(query, (document, end, start, start, end))):
        yield _kept(catalogue, row["cluster"])


def _kept(catalogue: Catalogue, number: int) -> Kept:
    row = next(catalogue.rows("SELECT * FROM cluster WHERE number = ?", (number,)))
    places = catalogue.rows("SELECT * FROM attestation WHERE cluster = ? ORDER BY rank", (number,))
    derived = catalogue.rows("SELECT * FROM derivation WHERE cluster = ? ORDER BY attestation", (number,))
    return Kept(
        row["id"],
        ClusterKind(row["kind"]),
        row["reason"],
        row["words"],
        row["witnesses"],
        tuple(
            Place(
                *(each["document"], each["start"], each["end"], Standing(each["standing"])),
                *(bool(each["quoted"]), each["voice"], each["witness"]),
            )
            for each in places
        ),
        tuple(
            Derivation(
                each["attestation"],
                each["source"],
                Origin(each["origin"]),
                tuple(json.loads(each["reasons"])),
            )
            for each in derived
        ),
    )
