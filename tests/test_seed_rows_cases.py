"""Does each promise of the acceptance table hold on sentences of other people and times?

The cases stand in tables/seed_rows.toml. On the seed itself the rows are tested in test_seed_rows.py (S3-S32) and
test_seed_rows_claims.py (S33-S54), where it is said which rows are tested elsewhere.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from finding_tables import matching
from foresaid.model.annotations import Context
from foresaid.parsers import load_parser
from foresaid.pipeline.reading import read_text
from foresaid.text.edtf import parse_edtf

CASES = tomllib.loads((Path(__file__).parent / "tables" / "seed_rows.toml").read_text("utf-8"))["case"]
# Rows about collections and inquiries, and two that need a whole history or several documents.
ELSEWHERE = {1, 2, 38, 47, 49}


@cache
def read(number, parsing):
    """The findings of a case."""
    case = CASES[number]
    date = parse_edtf(case["date"]) if "date" in case else None
    context = Context(speaker=case.get("speaker"), date=date)
    return read_text(case["text"], (case["layer"],), context, parsing=parsing)[case["layer"]]


@pytest.mark.parametrize("parsing", [False, True], ids=["rules", "parser"])
@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: f"{CASES[number]['row']}-{number}")
def test_the_promise_holds_on_other_texts(request, number, parsing):
    """Every finding that a case asks for is there, and none that it rules out."""
    case = CASES[number]
    if parsing and load_parser("en") is None:
        pytest.skip("no parser is installed")
    reason = case.get("fails") or case.get("fails_parsed" if parsing else "fails_by_rules")
    if reason:
        request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    found, text = read(number, parsing), case["text"]
    for wanted in case["found"]:
        assert matching(found, wanted, text), (wanted, [each.body for each in found])
    for unwanted in case.get("none", ()):
        assert not matching(found, unwanted, text), unwanted


def test_every_row_of_reading_has_a_case():
    """No row that concerns reading rests on the seed alone."""
    assert {case["row"] for case in CASES} == {f"S{n}" for n in range(1, 55) if n not in ELSEWHERE}
