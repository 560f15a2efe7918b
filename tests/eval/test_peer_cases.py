"""Are the cases of two peers' own tests decided as their authors decide, or argued in docs/explain/peer-cases.md?

krokai names fifteen verdicts, claims-ledger whether an entry's quotation passes; both are mapped to sets of ours.
Where we decide otherwise, the case is listed here with our verdict and the key of its argument; a disagreement that
is not listed fails, and so does one that is listed and is none any more. Their sentences stay in ../shared.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.evidence import QuotedWords, Source
from foresaid.verify.quotations import verify_quotation
from foresaid.vocabulary import load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
PAGE = ROOT / "docs" / "explain" / "peer-cases.md"
ENGLISH = load_vocabulary("en")

CLEAN = {"verbatim", "minor", "marked", "variant"}  # `check` and `verify` end with 0 on these (DESIGN §6)
# What each of krokai's verdicts asks of ours: the words, and a kind of edit that must be named ("" = none).
KROKAI = {
    "VERIFIED": ({"verbatim", "minor", "marked"}, ""),
    "ASSEMBLED": ({"verbatim", "marked"}, "omission"),
    "TYPESETTING": ({"verbatim", "minor"}, ""),
    "PUNCTUATION": ({"verbatim", "minor"}, ""),
    "TRUNCATED_CONDITION": ({"truncated"}, "cut_after"),
    "TRUNCATED_OPENING": ({"truncated"}, "cut_before"),
    "ELLIPSIS_HIDES": ({"marked"}, "omission_hides"),
    "OPERATOR": ({"altered"}, ""),
    "ALTERED": ({"altered"}, ""),
    "PARTIAL": ({"altered", "undetermined"}, ""),
    "SCATTERED": ({"altered"}, "dropped"),
    "SPLICED": ({"altered"}, "splice"),
    "NOT_FOUND": ({"not_found"}, ""),
    "WRONG_SPEAKER": ({"misattributed"}, ""),
    "SUPERSEDED_EDITION": ({"variant"}, ""),
}
# By id: the key of the argument in docs/explain/peer-cases.md, our verdict, and a kind that it names ("" = none).
KROKAI_ARGUED = {
    "kr000": ("if-limits", "truncated", "cut_after"),
    "kr013": ("scope", "marked", "omission"),
    "kr017": ("if-limits", "truncated", "cut_after"),
    "kr018": ("frame", "verbatim", ""),
    "kr022": ("if-limits", "truncated", "cut_after"),
    "kr023": ("if-limits", "truncated", "cut_after"),
    "kr029": ("marked-end", "marked", "omission_hides"),
    "kr030": ("marked-end", "marked", "omission_hides"),
    "kr031": ("two-words", "marked", "omission"),
    "kr032": ("marked-within", "marked", "omission_hides"),
    "kr034": ("marked-end", "marked", "omission_hides"),
    "kr036": ("marked-end", "marked", "omission_hides"),
    "kr049": ("editors-sic", "minor", "apparatus"),
    "kr054": ("bracketed-word", "marked", "editorial"),
    "kr080": ("other-end", "undetermined", "added"),
    "kr088": ("register", "verbatim", ""),
}
LEDGER_ARGUED = {
    "D06-mid-sentence-cut-without-elision/entries/A0001-timings-move.md#1": ("cut-unmarked", "verbatim"),
    "D10-speaker-misidentified/entries/A0002-expander-bound-as-dl-finding.md#1": ("relayed", "marked"),
    "D23-frozen-region-edited/commits/02/entries/A0001-stale-fraction-governs-mean-aggregation-error.md#1": (
        "not-about-words",
        "altered",
    ),
    "D52-mid-sentence-start-without-elision/entries/A0001-gather-pattern-moves.md#1": (
        "cut-unmarked",
        "verbatim",
    ),
}
# Who speaks in claims-ledger's sources, as their own first lines say; paper A names nobody.
LEDGER_SPEAKERS = {"fx-consult-dl-r1": ("dl",), "fx-paper-b": ("Okafor and Lindqvist",)}


def rows(name):
    """The cases of a peer, none where the development data is absent."""
    path = DATA / name / "dev.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


KROKAI_CASES, LEDGER_CASES = rows("krokai_cases"), rows("claims_ledger_cases")
pytestmark = pytest.mark.skipif(not (KROKAI_CASES and LEDGER_CASES), reason=f"{DATA} has no peers' cases")


def decided(folder, sources, quoted):
    """Our verdict on a quotation against these sources alone."""
    build_segment(folder, sources)
    index = open_index(folder, {source.id: source for source in sources}.__getitem__)
    return verify_quotation(quoted, index, ENGLISH)


def krokai(row, folder):
    """Our verdict on a case of krokai's."""
    sources = [Source(each["path"], each["text"]) for each in row["sources"]]
    return decided(folder, sources, QuotedWords(row["id"], row["quote"]))


def ledger(row, folder):
    """Our verdict on a case of claims-ledger's; a source that is not registered is not here."""
    speakers, text = LEDGER_SPEAKERS.get(row["source_id"], ()), row["source_text"]
    sources = [] if text is None else [Source(row["source_id"], text, speakers)]
    return decided(folder, sources, QuotedWords(row["id"], row["quote"], row["speaker"]))


def told(found):
    """A verdict with the kinds of its edits."""
    return found.verdict, {edit.kind for edit in found.edits}


def alike(row, found):
    """Whether a verdict is one that the case's authors would call theirs."""
    verdict, kinds = told(found)
    if "krokai_verdict" in row:
        words, kind = KROKAI[row["krokai_verdict"]]
        return verdict in words and (not kind or kind in kinds)
    return (verdict in CLEAN) == (row["expected_resolve"] == "pass")


@pytest.mark.parametrize("row", KROKAI_CASES, ids=lambda row: row["id"])
def test_a_case_of_krokai_is_decided_alike_or_argued(row, tmp_path):
    """Our verdict is among those that krokai's stands for, or is just the one that we argue for."""
    found = krokai(row, tmp_path)
    verdict, kinds = told(found)
    if row["id"] not in KROKAI_ARGUED:
        assert alike(row, found), (row["krokai_verdict"], verdict, kinds)
        return
    _, argued, kind = KROKAI_ARGUED[row["id"]]
    assert not alike(row, found), f"{row['id']} is decided alike by now; take it out of the list"
    assert verdict == argued
    assert not kind or kind in kinds


@pytest.mark.parametrize("row", LEDGER_CASES, ids=lambda row: row["id"].partition("/")[0])
def test_a_case_of_claims_ledger_is_decided_alike_or_argued(row, tmp_path):
    """What passes there is no finding here and the other way round, or our verdict is the one we argue for."""
    found = ledger(row, tmp_path)
    if row["id"] not in LEDGER_ARGUED:
        assert alike(row, found), (row["expected_resolve"], told(found))
        return
    _, argued = LEDGER_ARGUED[row["id"]]
    assert not alike(row, found), f"{row['id']} is decided alike by now; take it out of the list"
    assert found.verdict == argued


def shows_the_source(row):
    """Whether krokai's answer quotes the source's continuation, or what a mark hides."""
    return row["krokai_detail"].startswith(
        ("the source continues", "the ellipsis hides", "the elision", "hidden: «,", "hidden: «c")
    )


@pytest.mark.parametrize(
    "row", [row for row in KROKAI_CASES if shows_the_source(row)], ids=lambda row: row["id"]
)
def test_what_krokai_shows_of_the_source_is_shown_here_too(row, tmp_path):
    """The words that krokai quotes as the source's continuation, or as hidden by a mark, stand in our answer."""
    shown = re.findall(r"«([^»]{1,1000})»", row["krokai_detail"])[0]
    found = krokai(row, tmp_path)
    first = " ".join(re.findall(r"\w+", shown)[:6])
    assert first in " ".join(re.findall(r"\w+", " ".join((*found.left_out, found.after))))


def test_the_page_argues_every_disagreement_and_counts_right():
    """The page has a section for each key, names each case in its section, and no other; its figures are these."""
    page = PAGE.read_text("utf-8")
    sections = dict(re.findall(r"^### `([a-z-]{1,40})`\n((?:(?!###? ).*\n)*)", page, re.MULTILINE))
    argued = {case: key for case, (key, *_) in (KROKAI_ARGUED | LEDGER_ARGUED).items()}
    assert set(sections) == set(argued.values())
    named = Counter(re.findall(r"`(kr\d{3}|[DK]\d\d[^`\s]*#1)`", page))
    assert named == Counter(argued.keys())
    assert all(f"`{case}`" in sections[key] for case, key in argued.items())
    counted = (
        ("krokai 0.15.0", KROKAI_CASES, KROKAI_ARGUED),
        ("claims-ledger 0.0.4", LEDGER_CASES, LEDGER_ARGUED),
    )
    for name, cases, ours in counted:
        line = f"| {name} | {len(cases)} | {len(cases) - len(ours)} | {len(ours)} |"
        assert line in page, line
