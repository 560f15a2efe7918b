"""Does our EDTF parser accept and refuse what a public set of vectors accepts and refuses?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foresaid.errors import DateError
from foresaid.model.dates import iso_day
from foresaid.text.edtf import parse_edtf

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "edtf_vectors" / "dev.jsonl"

# Vectors that are wrong, each with its reason in docs/explain/edtf.md.
EXCEPTIONS: frozenset[str] = frozenset()

# The bounds given are those of PyPI edtf 5.0.2. They mean the same as ours but for open or unknown ends,
# which lie ten years away or at infinity there, and significant digits, where the first two bounds there
# are the estimate and ours the whole span. (Seasons differ too; these rows hold none.)
ESTIMATE = "S"


@pytest.fixture(scope="module")
def vectors():
    """The rows to parse or to reject; the data lie beside the repository and may be absent."""
    if not VECTORS.exists():
        pytest.skip(f"{VECTORS} is not here")
    rows = [json.loads(line) for line in VECTORS.read_text("utf-8").splitlines()]
    return [row for row in rows if row["kind"] in ("parse", "reject") and row["id"] not in EXCEPTIONS]


def is_accepted(row):
    """Whether our parser takes the text of a row; a row without text (null) stands for an empty cell."""
    try:
        parse_edtf(row["edtf"] or "")
    except DateError:
        return False
    return True


def test_every_vector_is_accepted_or_refused_as_marked(vectors):
    """No vector is accepted that is marked as wrong, or refused that is marked as right."""
    assert [row["edtf"] for row in vectors if is_accepted(row) is not row["valid"]] == []
    assert len(vectors) >= 50  # the set has 54 of them: an emptied file would pass all of the above


def test_bounds_agree_on_the_agreed_subset(vectors):
    """Where both mean the same by a date, earliest and latest day are those of the vectors."""
    compared = 0
    for row in vectors:
        if not row["valid"] or ESTIMATE in row["edtf"]:
            continue
        value = parse_edtf(row["edtf"])
        # One bound is a day; three are a day and its loosened bounds; two and four begin with a span.
        first, last = row["expected"][0], row["expected"][1 - len(row["expected"]) % 2]
        if value.earliest is not None:
            assert (row["edtf"], iso_day(value.earliest)) == (row["edtf"], first)
            compared += 1
        if value.latest is not None:
            assert (row["edtf"], iso_day(value.latest)) == (row["edtf"], last)
            compared += 1
    assert compared >= 70  # 76 measured; fewer mean that rows fell out unseen
