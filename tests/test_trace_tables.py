"""Does tracing say of small collections what a historian would say? The cases are in tables/tracing.toml."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from foresaid.archive.collection import create_collection
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.reading import annotate_documents
from foresaid.pipeline.tracing import read_clusters, trace_collection, variants
from foresaid.settings import Settings

CASES = tomllib.loads((Path(__file__).parent / "tables" / "tracing.toml").read_text("utf-8"))["case"]


@pytest.fixture(params=CASES, ids=[case["name"] for case in CASES])
def case(request, tmp_path):
    """A case and the clusters of its collection that hold its words."""
    source = tmp_path / "source.jsonl"
    source.write_text("\n".join(map(json.dumps, request.param["documents"])), "utf-8")
    root = tmp_path / "papers"
    create_collection(root, Settings(title="Papers"))
    collect_documents(root, [source])
    annotate_documents(root)
    trace_collection(root)
    clusters = [
        cluster
        for cluster in read_clusters(root)
        if any(request.param["holds"] in each.text for each in cluster.attestations)
    ]
    return request.param, clusters


def test_a_case_of_the_table(case):
    """Order, standing, witnesses, origins, chains and readings are those of the table."""
    expected, clusters = case
    if not expected["order"]:
        assert clusters == []
        return
    (cluster,) = clusters
    names = [each.document for each in cluster.attestations]
    assert names == expected["order"]
    assert [each.standing for each in cluster.attestations] == expected["standing"]
    assert (cluster.witnesses, cluster.kind) == (expected["witnesses"], expected.get("kind", "passage"))
    texts = {each["id"]: each["text"] for each in expected["documents"]}
    assert all(texts[each.document][each.start : each.end] == each.text for each in cluster.attestations)
    origins = {names[each.attestation]: each for each in cluster.derivations}
    assert sorted(origins) == sorted(row[0] for row in expected["origins"])
    for later, source, origin, reason in expected["origins"]:
        found = origins[later]
        assert (found.origin, "" if found.source is None else names[found.source]) == (origin, source)
        assert reason in "; ".join(found.reasons)
    assert [[names[number] for number in chain] for chain in cluster.chains] == expected.get("chains", [])
    readings = " ".join(reading for each in variants(cluster) for reading, _ in each.readings).split()
    assert set(expected.get("readings", [])) <= set(readings)
