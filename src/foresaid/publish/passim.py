"""How do clusters and pairs of passages leave the house as passim writes them, for tools that read its output?

passim 2 (D. Smith, github.com/dasmiq/passim, README) writes a folder: `out.json/part-*` with one JSON object for each
passage of a cluster, which echoes the fields of the input and adds `cluster`, `size`, `begin`, `end`, `uid` and `src`
(and, of ours, `kind`: passage, formula, or copies: whole documents that hold one text or a part of it);
and with --pairwise `align.json/part-*` with one for each pair. Offsets are code points, the end is behind the passage.
Its numbers are made here from our ids (60 bits of a SHA-256), so that the same passage has the same number each time.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from foresaid.model.reuse import Origin
from foresaid.text.identity import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foresaid.model.reuse import Attestation, Cluster, Reuse

CLUSTERS, ALIGNMENTS = "out.json/part-00000.json", "align.json/part-00000.json"
_DIGITS = 15  # of a SHA-256 in hex: 60 bits, which every JSON reader with 64-bit integers takes


def _number(name: str) -> int:
    """A number for a name, the same on every machine."""
    return int(sha256(name.encode("utf-8", "replace")).hexdigest()[:_DIGITS], 16)


COPIES = "copies"


def cluster_records(
    cluster: Cluster, series: dict[str, str], kind: str | None = None
) -> Iterator[dict[str, Any]]:
    """One record for each passage of a cluster, in order of date; `series` maps documents to theirs."""
    source = {
        each.attestation: cluster.attestations[each.source]
        for each in cluster.derivations
        if each.source is not None and each.origin is Origin.FROM
    }
    for number, each in enumerate(cluster.attestations):
        yield {
            "uid": _number(each.document),
            "cluster": _number(cluster.id),
            "size": len(cluster.attestations),
            "kind": kind or cluster.kind.value,
            "src": [_place(source[number])] if number in source else [],
            **_place(each),
            "series": series.get(each.document, each.document),
            **_known(each),
            "text": each.text,
        }


def _place(attestation: Attestation) -> dict[str, Any]:
    return {"id": attestation.document, "begin": attestation.start, "end": attestation.end}


def _known(attestation: Attestation) -> dict[str, Any]:
    """What the input said of the document, as far as it said anything."""
    known = {"date": attestation.date, "title": attestation.title, "speaker": attestation.speaker}
    return {key: value for key, value in known.items() if value is not None}


def alignment_record(pair: Reuse, series: dict[str, str]) -> dict[str, Any]:
    """One record for a pair of passages; `matches` counts words, where passim counts letters."""
    one, other = pair.one, pair.other
    return {
        "uid": _number(one.document),
        "id": one.document,
        "series": series.get(one.document, one.document),
        "begin": one.start,
        "end": one.end,
        "text": one.text,
        "uid2": _number(other.document),
        "id2": other.document,
        "series2": series.get(other.document, other.document),
        "begin2": other.start,
        "end2": other.end,
        "text2": other.text,
        "matches": pair.matched,
        "identity": pair.identity,
        "bits": pair.bits,
    }


def line(record: dict[str, Any]) -> bytes:
    """A record as one line."""
    return canonical(record) + b"\n"
