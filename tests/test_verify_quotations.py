"""Do verdicts come out as a historian would give them?"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.evidence import QuotedWords, Source
from foresaid.text.edtf import parse_edtf
from foresaid.verify.quotations import verify_quotation
from foresaid.vocabulary import load_vocabulary

TABLE = tomllib.loads((Path(__file__).parent / "tables" / "verdicts.toml").read_text("utf-8"))
ENGLISH = load_vocabulary("en")


def collection(folder, sources):
    """An index over sources, as the owner of a collection would make it."""
    by_id = {source.id: source for source in sources}
    build_segment(folder, sources)
    return open_index(folder, by_id.__getitem__)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    sources = [
        Source(row["id"], row["text"], (row["speaker"],), (parse_edtf(row["date"]),), (row["work"],))
        for row in TABLE["source"]
    ]
    return collection(tmp_path_factory.mktemp("index"), sources)


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["quote"][:60])
def test_verdicts_of_the_table(index, case):
    """Each row of tables/verdicts.toml gets its verdict, its kinds of change and its source."""
    quoted = QuotedWords(
        "q", case["quote"], case.get("stated_speaker"), case.get("stated_date"), case.get("stated_work")
    )
    found = verify_quotation(quoted, index, ENGLISH)
    assert found.words == case["words"], found.edits
    if "kinds" in case:
        assert sorted(edit.kind for edit in found.edits) == sorted(case["kinds"]), found.edits
    for part in ("speaker", "date", "work", "verdict"):
        assert part not in case or getattr(found, part) == case[part]
    assert "document" not in case or found.source.document == case["document"]
    if found.source is not None:
        text = index.source(index.number(found.source.document)).text
        assert text[found.source.start : found.source.end] == found.source.text
        assert text[: found.source.start].endswith(found.before)
        assert text[found.source.end :].startswith(found.after)


def test_a_title_that_the_collection_holds_can_be_contradicted(index):
    """The words stand in another work than the stated one, which is here as well: misattributed."""
    quote = "Nobody in this chamber foresaw how quickly the railway would empty them."
    works = [row["work"] for row in TABLE["source"]]
    stated = QuotedWords("q", quote, work="Speech on the Harbour")
    assert verify_quotation(stated, index, ENGLISH, works=works).verdict == "misattributed"
    assert verify_quotation(stated, index, ENGLISH).verdict == "verbatim"


def test_reasons_accuse_nobody(index):
    """Reasons say what is held here and how the source continues."""

    def reason(quote):
        return verify_quotation(QuotedWords("q", quote), index, ENGLISH).reasons["words"]

    assert reason("We shall build the northern quay.").startswith("The source continues: … if the Assembly")
    assert "who changed it is not known" in reason("The lights were kept glowing through the winter storm.")
    missing = reason("The orchards beyond the river were sold to a company of brewers.")
    assert missing.startswith("Not found in these 3 documents")
    assert missing.endswith("that does not mean it was not said.")


def test_words_that_a_document_quotes_are_not_its_own_speakers(tmp_path):
    """A passage inside a quotation credits who is quoted; the quoting document contradicts nobody."""
    words = "The mills will stand still before the first snow has fallen on the pass."
    text = f'Old Rasmus used to say: "{words}" So it went in our valley.'
    start = text.index(words)
    source = Source("letter", text, ("Ada Marsh",), (), (), ((start, start + len(words), "Rasmus Holt"),))
    index = collection(tmp_path, [source])
    for stated, wanted in (
        ("Rasmus Holt", "confirmed"),
        ("Ada Marsh", "undetermined"),
        ("Tom Reed", "undetermined"),
    ):
        found = verify_quotation(QuotedWords("q", words, speaker=stated), index, ENGLISH)
        assert (found.verdict, found.speaker) == ("verbatim", wanted)


def test_a_few_words_accuse_nobody(index):
    """Words of fewer than six may stand anywhere by chance, so they contradict no speaker."""
    found = verify_quotation(
        QuotedWords("q", "the wages of the dockers", speaker="Tobias Lindqvist"), index, ENGLISH
    )
    assert (found.verdict, found.speaker) == ("verbatim", "undetermined")
