"""Can what was said after an event, or after the day that is asked for, change what is found before it?"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foresaid.archive.collection import create_collection
from foresaid.model.inquiries import Before
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.inquiring import inquire
from foresaid.pipeline.reading import annotate_documents
from foresaid.settings import Settings

EVENT = {
    "name": "dam",
    "date": "1900-06-01",
    "statement": "The dam above Marrow broke.",
    "claim": "The dam above Marrow will break.",
    "aliases": ["dam", "Marrow dam", "reservoir"],
    "foreseeing": ["The dam will break.", "The wall of the reservoir will not hold."],
    "denying": ["The dam will hold.", "The wall of the reservoir is safe for ever."],
}
# Said before it: date, speaker, text.
BEFORE = (
    (
        "1880",
        "Ann Lee",
        "I say that the dam above Marrow will break before my children are grown. The council laughed.",
    ),
    ("1885-03", "Ben Crane", "The dam will hold for a hundred years. The wall of the reservoir is safe."),
    (
        "1890",
        "Cora Dell",
        "If nobody mends the wall of the reservoir, it will not hold. We met on Tuesday.",
    ),
    ("1898", "Ann Lee", "The council of Marrow will build a school. The harvest was good."),
    ("1899-12", "Dan Eames", "The dam was built in 1840 by my father. It is a fine dam."),
)
# Said after it, and made to disturb: the same words, the same names, copies, rare words in masses, other lengths.
AFTER = (
    ("1901", "Ann Lee", "I said that the dam above Marrow would break. The dam will break, I said. " * 5),
    ("1910", "Ben Crane", BEFORE[1][2]),
    ("1925", None, BEFORE[0][2] + "\n\n" + BEFORE[2][2]),
    (
        "1930",
        "Cora Dell",
        "Reservoir wall dam Marrow hold break safe children grown council laughed. " * 30,
    ),
    (
        "1950",
        "Eve Gray",
        "The dam will break. The dam will hold. The dam will not break. The dam will not hold.",
    ),
    ("1960", "Dan Eames", "x. " * 50),
)


def build(folder, name, papers):
    """A collection of papers (number, date, speaker, text), one file each, and read."""
    root, sources = folder / name, folder / f"{name}-sources"
    sources.mkdir()
    for number, date, speaker, text in papers:
        row = {"id": number, "date": date, "text": text} | ({"speaker": speaker} if speaker else {})
        (sources / f"{number}.jsonl").write_text(json.dumps(row), "utf-8")
    create_collection(root, Settings(title="Papers"))
    collect_documents(root, [sources])
    annotate_documents(root, parsing=False)
    return root


@st.composite
def holdings(draw):
    """The papers of before, and some of after among them in any order; ids tell them apart and say nothing."""
    before = [(f"b{at}", *paper) for at, paper in enumerate(BEFORE)]
    after = [(f"a{at}", *paper) for at, paper in enumerate(AFTER) if draw(st.booleans())]
    return before, draw(st.permutations(before + after))


def found_before(dossier):
    """The findings of certainly before the event, with all that is said of them, best first."""
    findings = [asdict(each) for each in dossier.findings if each.before is Before.CERTAINLY]
    return json.dumps(findings, default=str, sort_keys=True, indent=1)


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(drawn=holdings())
def test_nothing_said_afterwards_changes_what_is_found_before(drawn, tmp_path_factory):
    """Findings, their order, scores and labels are those of a collection that never held the later papers."""
    before, all_of_them = drawn
    folder = tmp_path_factory.mktemp("hindsight")
    (folder / "dam.json").write_text(json.dumps(EVENT), "utf-8")
    held, never = build(folder, "held", all_of_them), build(folder, "never", before)
    dossiers = [inquire(root, str(folder / "dam.json")) for root in (held, never)]
    assert found_before(dossiers[0]) == found_before(dossiers[1])
    assert json.loads(found_before(dossiers[1]))
    # As of the day before, all of the dossier is the same, later claims and the other forecasts included.
    assert dossier_of(held, folder) == dossier_of(never, folder)
    shutil.rmtree(folder)


def dossier_of(root, folder):
    """Everything an inquiry as of the day before the event tells, but for where and when it was asked."""
    found = asdict(inquire(root, str(folder / "dam.json"), as_of="1900-05-31"))
    for name in ("seq", "received"):
        del found["commitment"][name]
    return json.dumps(found, default=str, sort_keys=True).replace(str(root), "DIR")
