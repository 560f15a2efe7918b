"""Does the passage index follow the catalogue, and can it be made again at any time?"""

from __future__ import annotations

import json
import shutil
from collections import Counter

import numpy as np
import pytest

from conftest import run_foresaid
from foresaid.archive.collection import reading, writing
from foresaid.archive.passage_segments import OPEN_END, OPEN_START, changed_passages, listed_passages
from foresaid.archive.writing import remove_folder
from foresaid.errors import DamageError
from foresaid.model.inquiries import Topic
from foresaid.pipeline.passages import day_bounds, index_passages, passage_index, passages_current
from foresaid.pipeline.withdrawing import withdraw
from foresaid.text.edtf import parse_edtf


def test_dates_are_judged_as_the_search_index_judges_them():
    """Margins count, grades below C give no bound, and a capture says only that the words are not later."""
    day = parse_edtf("1929-10-29").latest
    assert day_bounds("1929-10-29", "C", "said") == (day, day)
    assert day_bounds("1929-10-29", "D", "said") == day_bounds(None, None, None) == (OPEN_START, OPEN_END)
    assert day_bounds("1929-10-29", "B", "captured") == (OPEN_START, day)
    first, last = day_bounds("1929~", "C", "written")
    assert first < parse_edtf("1929").earliest
    assert last > parse_edtf("1929").latest
    assert day_bounds("1929/..", "C", "said") == (parse_edtf("1929").earliest, OPEN_END)


SPEECH = """The banks are sound. A crash will not come.

But gold leaves us, and the canal debt
grows.
"""


@pytest.fixture(scope="module")
def written_once(tmp_path_factory):
    """A small collection with two dated speeches and one of which no date is known."""
    folder = tmp_path_factory.mktemp("written")
    sources = folder / "sources"
    sources.mkdir()
    (sources / "1928.txt").write_text(SPEECH, "utf-8")
    (sources / "1931.txt").write_text("The bank did fall. Nobody foresaw the crash.\n", "utf-8")
    (sources / "undated.txt").write_text("A crash is near, and every bank will fall.\n", "utf-8")
    table = "source,id,date\n1928.txt,1928,1928-10-05\n1931.txt,1931,1931-05-01\nundated.txt,undated,\n"
    (folder / "table.csv").write_text(table, "utf-8")
    assert run_foresaid("init", folder / "papers").returncode == 0
    added = run_foresaid("add", folder / "papers", sources, "--metadata", folder / "table.csv")
    assert added.returncode == 0, added.stderr
    return folder / "papers"


@pytest.fixture
def papers(written_once, tmp_path):
    """A copy of it to work on."""
    return shutil.copytree(written_once, tmp_path / "papers")


def sentences(root, until=None):
    """Every sentence found for bank, crash and gold, with its words in the document."""
    with reading(root) as collection:
        index = passage_index(collection)
        hits = index.candidates(Topic((("bank", 1.0), ("crash", 1.0), ("gold", 1.0))), until=until)
        texts = index.texts(hits)
        query = "SELECT text FROM document WHERE id = ?"
        stand = [
            next(collection.catalogue.rows(query, (hit.document,)))["text"][hit.start : hit.end]
            for hit in hits
        ]
    return [
        (hit.document, text, leading, source)
        for hit, (text, leading), source in zip(hits, texts, stand, strict=True)
    ]


def bring_up(root):
    """Bring a collection's passage index up to its catalogue."""
    with writing(root) as collection:
        taken = index_passages(collection)
        assert passages_current(collection)
        assert index_passages(collection) == 0
    return taken


def test_sentences_of_a_collection_are_found_with_what_stands_in_front(papers):
    """They stand where the index says they do, and only those in front of them in the same paragraph come with them."""
    assert bring_up(papers) == 3
    found = {text: (document, leading, source) for document, text, leading, source in sentences(papers)}
    assert all(text.split() == source.split() for text, (*_, source) in found.items())
    assert found["A crash will not come."][1] == "The banks are sound."
    assert found["The banks are sound."][1] == ""
    day = parse_edtf("1928-12-31").latest
    assert {document for document, *_ in sentences(papers, day)} == {"1928"}


def test_only_what_is_new_is_indexed(papers, foresaid, write):
    """A document that came, changed its date or went is taken in or out; a speaker's name changes nothing."""
    bring_up(papers)
    foresaid("add", papers, write("more/1935.txt", "No bank will fall again.\n"))
    assert bring_up(papers) == 1
    foresaid("set", papers, "undated", "date", "1920-01-01", "--because", "dated by its paper")
    assert bring_up(papers) == 1
    day = parse_edtf("1921").latest
    assert {document for document, *_ in sentences(papers, day)} == {"undated"}
    foresaid("set", papers, "1928", "speaker", "A. Nobody", "--because", "a test")
    assert bring_up(papers) == 0


def test_a_withdrawn_text_is_nowhere_in_the_folder(papers):
    """Its words are gone from every file of the index once it is withdrawn."""
    bring_up(papers)
    words = b"Nobody foresaw the crash"
    assert any(words in path.read_bytes() for path in (papers / "index").rglob("*") if path.is_file())
    withdraw(papers, "1931", because="a test")
    assert not any(words in path.read_bytes() for path in papers.rglob("*") if path.is_file())
    bring_up(papers)
    assert not any(words in path.read_bytes() for path in papers.rglob("*") if path.is_file())
    assert {document for document, *_ in sentences(papers)} == {"1928", "undated"}


@pytest.mark.parametrize("harm", ["manifest", "description", "cut off", "gone"])
def test_a_damaged_index_is_said_to_be_so_and_made_again(papers, harm):
    """Reading it says that it is damaged; bringing it up makes it again, and the same is found."""
    bring_up(papers)
    expected = sentences(papers)
    folder = papers / "index" / "passages"
    segment = folder / listed_passages(folder)[0]["name"]
    if harm == "manifest":
        manifest = json.loads((folder / "segments.json").read_bytes())
        (folder / "segments.json").write_text(json.dumps({**manifest, "state": "another"}), "utf-8")
    elif harm == "description":
        (segment / "segment.json").write_bytes(
            (segment / "segment.json").read_bytes().replace(b"1928", b"1929")
        )
    elif harm == "cut off":
        (segment / "columns").write_bytes((segment / "columns").read_bytes()[:100])
    else:
        remove_folder(segment)
    with pytest.raises(DamageError):
        sentences(papers)
    with writing(papers) as collection:
        index_passages(collection)
    assert sentences(papers) == expected


def test_a_changed_column_is_found_by_its_sum(papers):
    """What changed in the arrays is found by comparing them, and does no more than wrong answers or a message."""
    bring_up(papers)
    folder = papers / "index" / "passages"
    (entry,) = listed_passages(folder)
    assert list(changed_passages(folder, entry)) == []
    path = folder / entry["name"] / "columns"
    sound = path.read_bytes()
    chance = np.random.default_rng(1)
    outcomes = Counter()
    for _ in range(60):
        data = np.frombuffer(sound, np.uint8).copy()
        data[chance.integers(0, len(data), 40)] = 255
        path.write_bytes(data.tobytes())
        try:
            sentences(papers)
            outcomes["answered"] += 1
        except DamageError:
            outcomes["told"] += 1
    assert sum(outcomes.values()) == 60
    assert [what for _, what in changed_passages(folder, entry)] == ["was changed"]
