"""Does --as-of answer as if nothing later had ever been held, whatever that is?"""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import tomllib
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foresaid.archive.collection import create_collection, reading
from foresaid.archive.schema import SCHEMA
from foresaid.archive.views import MADE_ANEW, SEEN, UNTOUCHED
from foresaid.cli.tracing import as_dict as whence_as_dict
from foresaid.cli.views import viewed
from foresaid.pipeline.attesting import whence
from foresaid.pipeline.authority import authority
from foresaid.pipeline.chronology import events_told
from foresaid.pipeline.collecting import collect_documents
from foresaid.pipeline.exporting import export_collection
from foresaid.pipeline.reading import annotate_documents
from foresaid.pipeline.reprints import view_reprints
from foresaid.pipeline.searching import search_documents
from foresaid.pipeline.status import list_documents, status
from foresaid.pipeline.tracing import traced, view_clusters
from foresaid.pipeline.verifying import held_verdicts, verdicts_as_of, verify_collection
from foresaid.pipeline.works import works_cited
from foresaid.settings import Settings

DAY = "1900"
SALT = (
    "The salt road is the only road that never sleeps, and whoever keeps the gate of it keeps the town of Marrow"
    " through the winter. In 1848 the gate was burned, and the council built it again in May 1851. We shall see the"
    " railway take the salt from the road before twenty years are out."
)
COUNCIL = (
    "Anna Bell told the council that the harbour of Marrow would silt up within a generation. The harbour was dug in"
    " March 1832 by the engineer Carl Dunn. Nobody listened, for the town was rich, and the dredger was sold in 1860."
)
NOTE = (
    'Carl Dunn said, "The salt road is the only road that never sleeps." He added: "whoever keeps the gate keeps the'
    ' town of Marrow through the winter, and pays for it."'
)
PRAISE = (
    "In his 1849 book, *Letters on Salt: The Road and the Gate*, Carl Dunn wrote that the harbour of Marrow is the pride"
    " of the Salt Company of Marrow."
)


class Paper(NamedTuple):
    """A document: its id, date as metadata state it (None = none), speaker, text."""

    id: str
    date: str | None
    speaker: str | None
    text: str


EARLY = (
    Paper("salt", "1850-03-02", "Carl Dunn", SALT),
    Paper("council", "1871", "Anna Bell", COUNCIL),
    Paper("note", "1880-06", "Ida Jonas", NOTE),
    Paper("praise", "1899-12-31", "Ida Jonas", PRAISE),
    Paper("reprint", "1890", "Anna Bell", f"As it stood in print:\n\n{SALT}"),
)
# Each as harmful as can be: what it would change if anything of it came through.
HARMFUL = {
    "copy": (None, SALT + "\n"),
    "copy under another name": ("Ida Jonas", SALT.replace("never sleeps", "never slept")),
    "volume": ("Editor Gray", f"Collected papers.\n\n{SALT}\n\n{COUNCIL}\n\n{PRAISE}"),
    "quotes the note": (
        "Eve Gray",
        f'Ida Jonas said, "{NOTE[17:60]}" and Anna Bell said, "the harbour of Marrow would silt up".',
    ),
    "names": (
        "Carl Dunn",
        "Carl Dunn, president of the Salt Company of Marrow, formerly the Marrow Salt Works. " * 3,
    ),
    "rare words": (None, "The gate, the dredger, the railway and the harbour of Marrow. " * 40),
    "dates": (
        "Eve Gray",
        "The gate was burned in 1849, not in 1848. The harbour was dug in June 1833 by Carl Dunn.",
    ),
    "works": (
        "Eve Gray",
        "In his 1852 book, *Letters on Salt: The Road and the Gate*, Ben Dunn wrote that it is so. In *The Silt*, Anna Bell wrote more.",
    ),
    "between": (None, f"As it stood in print:\n\n{SALT}\n"),
}
CERTAINLY_LATER = ("1901", "1910-05-01", "1950", "1935~", "2020-01-01")
HIDDEN = ("1900~", "1895/1905", "1880/..", None, "1900-01-01/1901")  # of no side for certain
WORDS = (
    "the salt road is the only road that never sleeps",
    "harbour of Marrow would silt",
    "the gate",
    "whoever keeps the gate of it holds the town of Marrow through the winter",
)
SEARCHES = ("harbour", "gate OR dredger", '"salt road" OR marrow', "rail* -silt", "carl dunn")


def build(folder, papers, *, name="papers"):
    """A collection of papers, one file each, read and verified."""
    root, sources = folder / name, folder / f"{name}-sources"
    sources.mkdir()
    with (folder / f"{name}.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(("source", "id", "date", "speaker", "title"))
        for paper in papers:
            (sources / f"{paper.id}.txt").write_text(paper.text, "utf-8")
            table.writerow(
                (f"{paper.id}.txt", paper.id, paper.date or "", paper.speaker or "", f"On {paper.id}")
            )
    create_collection(root, Settings(title="Papers"))
    collect_documents(root, [sources], metadata=folder / f"{name}.csv")
    annotate_documents(root, parsing=False)
    verify_collection(root)
    return root


def answers(root, folder, as_of=DAY, *, told=True):
    """Everything that every command with --as-of answers, as JSON; without counts of what is hidden where not `told`."""

    def values(found, view):
        said = viewed(found, view)
        if view is not None and not told:
            del said["as_of"]
        return said

    found = {}
    for query in SEARCHES:
        for before in (None, "1875"):
            report = search_documents(root, query, as_of=as_of, before=before)
            found[f"search {query} {before}"] = values(report, report.view)
    for words in WORDS:
        origin = whence(root, words, as_of=as_of)
        found[f"whence {words}"] = values(whence_as_dict(origin), origin.view)
    found["verify"] = [[asdict(each) for each in pair] for pair in verdicts_as_of(root, as_of)]
    for verb in (works_cited, events_told, authority):
        report = verb(root, as_of)
        found[verb.__name__] = values(report, report.view)
    report = status(root, as_of=as_of, record=True)
    found["status"] = values(report, report.view)
    found["documents"] = [asdict(each) for each in list_documents(root, as_of)]
    with traced(root, as_of) as (opened, report):
        clusters = [asdict(each) for each in view_clusters(opened)]
        found["trace"] = [asdict(report), clusters, [asdict(each) for each in view_reprints(opened)]]
    out = folder / f"out-{root.name}"
    report = export_collection(root, "passim", out, as_of=as_of)
    found["export"] = [Path(file).read_text("utf-8") for file in report.files]
    shutil.rmtree(out)
    return {name: json.dumps(each, sort_keys=True, default=str) for name, each in found.items()}


def unbounded(root):
    """What is answered where nobody asks for a day, as far as it is the same by design."""
    found = {f"whence {words}": whence_as_dict(whence(root, words)) for words in WORDS}
    found |= {verb.__name__: viewed(verb(root), None) for verb in (works_cited, events_told, authority)}
    found["documents"] = [asdict(each) for each in list_documents(root)]
    with traced(root) as (opened, report):
        clusters = [asdict(each) for each in view_clusters(opened)]
        found["trace"] = [asdict(report), clusters, [asdict(each) for each in view_reprints(opened)]]
    return {name: json.dumps(each, sort_keys=True, default=str) for name, each in found.items()}


@st.composite
def holdings(draw):
    """Papers of before 1900, and among them, in any order, later and unsettled ones made of the harmful texts."""
    others = [
        Paper(f"later {at}", draw(st.sampled_from((*CERTAINLY_LATER, *HIDDEN))), speaker, text)
        for at, (speaker, text) in enumerate(HARMFUL.values())
        if draw(st.booleans())
    ]
    # The copy comes in wherever it does: its number, digest and place in the index may lie before what it copies.
    return draw(st.permutations((*EARLY, *others)))


@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(papers=holdings())
def test_an_answer_as_of_a_day_is_that_of_a_collection_that_never_held_more(papers, tmp_path_factory):
    """Whatever later or undated papers say, every answer is byte for byte that of the earlier papers alone."""
    folder = tmp_path_factory.mktemp("views")
    held = build(folder, papers)
    never = build(folder, [paper for paper in papers if paper in EARLY], name="never")
    seen, alone = answers(held, folder, told=False), answers(never, folder, told=False)
    for name in alone:
        assert seen[name] == alone[name], name
    # Nor does it differ from what is answered there when nobody asks for a day.
    assert seen["verify"] == json.dumps(
        [[asdict(each) for each in pair] for pair in held_verdicts(never)], sort_keys=True, default=str
    )
    for name, plain in unbounded(never).items():
        assert seen[name] == plain, name
    without = build(
        folder, [paper for paper in papers if paper.date not in CERTAINLY_LATER], name="without"
    )
    seen, alone = answers(held, folder), answers(without, folder)
    for name in alone:
        assert seen[name] == alone[name], name
    shutil.rmtree(folder)


def test_the_later_papers_do_change_the_answers_where_nobody_asks_for_a_day(tmp_path):
    """What the test above hides is no idle threat: without --as-of nearly every answer is another one."""
    later = [Paper(f"later {at}", "1950", *each) for at, each in enumerate(HARMFUL.values())]
    held, never = build(tmp_path, [*later, *EARLY]), build(tmp_path, EARLY, name="never")
    changed, alone = unbounded(held), unbounded(never)
    assert {name for name in alone if changed[name] == alone[name]} == set()
    assert next(iter(held_verdicts(held)))[1] != next(iter(held_verdicts(never)))[1]
    orders = [
        [
            hit.score
            for hit in search_documents(root, "harbour").certain
            if hit.document in {"council", "praise"}
        ]
        for root in (held, never)
    ]
    assert orders[0] != orders[1]


VIEWS = tomllib.loads((Path(__file__).parent / "tables" / "as_of.toml").read_text("utf-8"))["view"]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view["as_of"])
def test_only_what_is_certainly_of_a_day_or_before_is_seen(view, tmp_path):
    """tables/as_of.toml says which dates are certainly on or before which, and which are of no side for certain."""
    dates = [(told, date) for told in ("seen", "unsettled", "later") for date in view[told]]
    papers = [
        Paper(f"{told} {at}", date, None, f"Light {at} is out.") for at, (told, date) in enumerate(dates)
    ]
    root = build(
        tmp_path,
        [*papers, Paper("undated", None, None, "No light."), Paper("note 1850", None, None, "Dim.")],
    )
    with reading(root, as_of=view["as_of"]) as collection:
        told = collection.view
        ids = {row["id"] for row in collection.catalogue.rows("SELECT id FROM document")}
    assert ids == {paper.id for paper in papers if paper.id.startswith("seen")}
    assert (told.documents, told.unsettled) == (len(view["seen"]), len(view["unsettled"]))
    assert (told.undated, told.leads) == (1, 1)  # a year in a file's name is a lead


def test_every_table_is_hidden_made_anew_or_named_as_holding_nothing_of_a_document():
    """A table added to the schema must be given its place in archive/views.py."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        tables = {
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    assert tables == {*SEEN, *MADE_ANEW, *UNTOUCHED}
    assert len(tables) == len(SEEN) + len(MADE_ANEW) + len(UNTOUCHED)
