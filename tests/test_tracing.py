"""Do trace, whence and export keep their word on the command line, whatever becomes of the collection?"""

from __future__ import annotations

import json
import shutil

import pytest

SPEECH = (
    "Gentlemen, the granary stood empty and the children of the lower town went without bread for seven days,"
    " while the barges of the company lay full at the quay. I do not ask who gave the order. I ask who will give"
    " the next one, and whether this house means to hear of it from the newspapers again."
)
ANSWER = (
    'Anna Bell said: "The granary stood empty and the children of the lower town went without bread for seven days."'
    " I have looked into the books of the granary, and they say otherwise: four hundred sacks on the first of March."
)
LATER = (
    "In my youth one still told how the granary stood empty and the children of the lower town went without bread"
    " for seven days. Nobody remembered the barges."
)


def row(name, text, **more):
    """One line of a JSONL source."""
    return json.dumps({"id": name, "text": text, **more})


@pytest.fixture
def granary(collection, write, foresaid):
    """A speech, an answer that quotes it, and a memory of it."""
    papers = {
        "speech": row("speech", SPEECH, date="1846-05-02", speaker="Anna Bell", series="Hansard"),
        "answer": row("answer", ANSWER, date="1846-05-09", speaker="Carl Dunn"),
        "memory": row("memory", LATER, date="1899", speaker="Erna Frost"),
    }
    files = [write(f"papers/{name}.jsonl", line) for name, line in papers.items()]
    foresaid("add", collection, files[0].parent)
    foresaid("read", collection)
    return collection


def record(foresaid, collection):
    """The digest of all results."""
    return foresaid.json("status", collection, "--record")["record"]


def test_trace_finds_the_passage_and_who_has_it_from_whom(granary, foresaid):
    """One cluster of three witnesses; the answer has it from the speech, the memory possibly so."""
    found = foresaid.json("trace", granary, "--details")
    assert (found["documents"], found["texts"], found["passages"], found["formulas"]) == (3, 3, 1, 0)
    (cluster,) = found["clusters"]
    assert [each["document"] for each in cluster["attestations"]] == ["speech", "answer", "memory"]
    assert [each["standing"] for each in cluster["attestations"]] == ["earliest", "later", "later"]
    assert [(each["attestation"], each["source"], each["origin"]) for each in cluster["derivations"]] == [
        (1, 0, "from"),
        (2, 0, "possibly from"),
    ]
    assert cluster["variants"] == []
    for each in cluster["attestations"]:
        text = {"speech": SPEECH, "answer": ANSWER, "memory": LATER}[each["document"]]
        assert text[each["start"] : each["end"]] == each["text"]


def test_trace_says_it_to_people_without_accusing(granary, foresaid):
    """The list names the earliest held here; the details say what is known of where words come from, no more."""
    assert "earliest held here" in foresaid("trace", granary)
    said = " ".join(foresaid("trace", granary, "--details").split())
    assert "earliest of the dated ones held here" in said
    assert "from 1: quoted there from Anna Bell, who speaks here" in said
    assert "whether the words were taken from there is not known" in said
    assert not {"copied", "stole", "plagiar", "first to"} & set(said.lower().split())


def test_options_bound_what_is_shown(granary, foresaid):
    """--min-words and --limit leave clusters out; what was found is told all the same."""
    assert foresaid.jsonl("trace", granary, "--min-words", "100") == []
    assert foresaid.jsonl("trace", granary, "--limit", "0") == []
    assert "1 passage and 0 formulas" in foresaid("trace", granary, "--min-words", "100")
    assert len(foresaid.jsonl("trace", granary, "--min-words", "5")) == 1


def test_passages_can_be_sorted_and_asked_for_by_document(granary, write, foresaid):
    """The longest first, those in most texts first, or the earliest; only those in so many texts, or of one document."""
    more = "The tide tables of the northern harbour were printed wrong for eleven years, and no pilot ever complained of it"
    older = [
        row("tide-1", more + " to us.", date="1801-01-01", speaker="Ida Jonas"),
        row("tide-2", more + " aloud.", date="1802-01-01", speaker="Lena Moor"),
    ]
    foresaid("add", granary, write("tides.jsonl", "\n".join(older)))

    def first(*options):
        return [each["attestations"][0]["document"] for each in foresaid.jsonl("trace", granary, *options)]

    assert first() == ["tide-1", "speech"]
    assert first("--sort", "texts") == ["speech", "tide-1"]
    assert first("--sort", "texts", "--limit", "1") == ["speech"]
    assert first("--sort", "date") == ["tide-1", "speech"]
    assert first("--min-texts", "3") == ["speech"]
    assert first("--min-texts", "3", "--limit", "1") == ["speech"]
    assert first("--document", "memory") == ["speech"]
    assert first("--document", "memory", "--min-texts", "4") == []
    foresaid("trace", granary, "--document", "nobody", code=2)
    assert "There is no document 'nobody'" in foresaid.err


@pytest.fixture
def reprinted(granary, write, foresaid):
    """The speech, printed again under a later and an uncertain date, and a sentence of it by itself."""
    sentence = SPEECH[: SPEECH.index(" I do not ask")]
    rows = [
        row("reprint", SPEECH, date="1846-06"),
        row("almanac", SPEECH.replace("quay", "qnay"), date="1840/1850"),
        row("cutting", sentence, date="1846-05-04"),
    ]
    foresaid("add", granary, write("reprints.jsonl", "\n".join(rows)))
    return granary


def test_copies_and_excerpts_are_listed_by_date(reprinted, foresaid):
    """Which documents hold one text, how, and which may be the first; trace itself counts them as one."""
    (found,) = foresaid.json("trace", reprinted, "--copies")["reprints"]
    told = {
        each["document"]: (each["relation"], each["standing"], each["whole"]) for each in found["documents"]
    }
    assert set(told) == {"speech", "reprint", "almanac", "cutting"}
    assert found["documents"][0]["document"] == "almanac"
    assert told["speech"] == ("the text", "possibly earliest", None)
    assert told["almanac"][1] == "possibly earliest"
    assert told["reprint"][:2] == ("the text", "later")
    assert told["cutting"][0] == "an excerpt"
    assert foresaid.jsonl("trace", reprinted, "--copies") == [found]
    assert foresaid.jsonl("trace", reprinted, "--copies", "--document", "memory") == []
    said = foresaid("trace", reprinted, "--copies")
    assert "4 documents with one text or a part of it" in said
    assert "an excerpt of" in said
    assert "--copies" in foresaid("trace", reprinted)


def test_copies_go_out_with_the_passages(reprinted, foresaid, tmp_path):
    """Readers of passim's output get the documents that hold one text as a cluster of their own, whole."""
    foresaid("trace", reprinted)
    foresaid("export", reprinted, "passim", tmp_path / "out")
    lines = (tmp_path / "out/out.json/part-00000.json").read_text().splitlines()
    copies = [each for each in map(json.loads, lines) if each["kind"] == "copies"]
    assert {each["id"] for each in copies} == {"speech", "reprint", "almanac", "cutting"}
    assert {(each["size"], each["cluster"]) for each in copies} == {(4, copies[0]["cluster"])}
    assert next(each["text"] for each in copies if each["id"] == "speech") == SPEECH


def test_a_second_run_does_nothing_and_a_new_document_counts(granary, write, foresaid):
    """What has not changed is not traced again; a document more changes what was found."""
    foresaid("trace", granary)
    before = record(foresaid, granary)
    foresaid("trace", granary)
    assert record(foresaid, granary) == before
    foresaid(
        "add",
        granary,
        write("more.jsonl", row("copy", LATER + " So they told.", date="1901", speaker="Ida Jonas")),
    )
    assert foresaid.json("trace", granary)["clusters"][0]["witnesses"] == 3
    assert record(foresaid, granary) != before


def test_documents_give_the_same_clusters_whenever_they_came(granary, write, foresaid, tmp_path):
    """Documents added one by one and traced each time give what they give together, in another order."""
    foresaid("trace", granary)
    together = foresaid.json("trace", granary)
    other = tmp_path / "other"
    foresaid("init", other, "--title", "Papers")
    for name, text, date, speaker in (
        ("memory", LATER, "1899", "Erna Frost"),
        ("speech", SPEECH, "1846-05-02", "Anna Bell"),
        ("answer", ANSWER, "1846-05-09", "Carl Dunn"),
    ):
        foresaid("add", other, write(f"{name}.jsonl", row(name, text, date=date, speaker=speaker)))
        foresaid("read", other)
        foresaid("trace", other)
    assert foresaid.json("trace", other) == together


def test_a_rebuild_gives_the_same_clusters(granary, foresaid):
    """Catalogue and indexes made anew hold what was traced."""
    foresaid("trace", granary)
    before, found = record(foresaid, granary), foresaid.json("trace", granary)
    (granary / "catalogue.db").unlink()
    shutil.rmtree(granary / "index")
    foresaid("rebuild", granary)
    assert record(foresaid, granary) == before
    assert foresaid.json("trace", granary) == found
    foresaid("fsck", granary)


def test_what_is_withdrawn_is_in_no_cluster(granary, foresaid):
    """A document taken out is gone from what was traced, and fsck finds nothing that hangs."""
    foresaid("trace", granary)
    foresaid("withdraw", granary, "memory", "--because", "given by mistake")
    (cluster,) = foresaid.jsonl("trace", granary)
    assert [each["document"] for each in cluster["attestations"]] == ["speech", "answer"]
    foresaid("withdraw", granary, "answer", "--because", "given by mistake")
    assert foresaid.jsonl("trace", granary) == []
    foresaid("fsck", granary)


def test_a_date_corrected_changes_the_order(granary, foresaid):
    """A person's decision about a date counts at the next run."""
    foresaid("trace", granary)
    foresaid("set", granary, "memory", "date", "1799", "--because", "the title page is of 1799")
    (cluster,) = foresaid.jsonl("trace", granary)
    assert [each["document"] for each in cluster["attestations"]] == ["memory", "speech", "answer"]


@pytest.mark.parametrize(
    ("words", "places", "documents"),
    [
        (
            "the granary stood empty and the children of the lower town went without bread",
            3,
            ["speech", "answer", "memory"],
        ),
        (
            "tbe granary stood ernpty and tne children of the lower town vvent without bread",
            3,
            ["speech", "answer", "memory"],
        ),
        ("granary", 4, ["speech", "answer", "answer", "memory"]),
        ("barges of the company", 1, ["speech"]),
        ("no such words stand here at all", 0, []),
    ],
)
def test_whence_counts_every_place_earliest_first(granary, foresaid, words, places, documents):
    """A sentence, a misread one, a single word: all places are counted, in order of date, without any trace."""
    found = foresaid.json("whence", granary, words)
    assert (found["places"], found["documents"], found["bounded"]) == (places, 3, False)
    assert [each["document"] for each in found["attestations"]] == documents


def test_whence_lists_the_earliest_when_it_lists_few(granary, foresaid):
    """With a limit the earliest places are listed, and all are counted."""
    found = foresaid.json("whence", granary, "without bread for seven days", "--limit", "1")
    assert (found["places"], found["witnesses"]) == (3, 3)
    assert [each["document"] for each in found["attestations"]] == ["speech"]
    said = " ".join(foresaid("whence", granary, "without bread for seven days", "--limit", "1").split())
    assert "3 places in 3 texts; the first 1 are listed, in a search of 3 documents." in said


def test_whence_shows_readings(granary, foresaid):
    """How the places differ is shown with the numbers of those that read so."""
    said = foresaid(
        "whence", granary, "the granary was empty and the children of the upper town went without bread"
    )
    assert "earliest of the dated ones held here" in said
    assert "from 1: quoted there from Anna Bell" in said


def test_export_writes_what_passim_writes(granary, foresaid, tmp_path):
    """Clusters and pairs go out as passim's JSON lines; each text is that of its span."""
    foresaid("trace", granary)
    report = foresaid.json("export", granary, "passim", tmp_path / "out")
    assert report["records"] == 6
    clusters = [
        json.loads(line) for line in (tmp_path / "out/out.json/part-00000.json").read_text().splitlines()
    ]
    assert [each["id"] for each in clusters] == ["speech", "answer", "memory"]
    assert {(each["size"], each["cluster"]) for each in clusters} == {(3, clusters[0]["cluster"])}
    assert [each["series"] for each in clusters] == ["Hansard", "answer", "memory"]
    assert clusters[1]["src"][0]["id"] == "speech"
    texts = {"speech": SPEECH, "answer": ANSWER, "memory": LATER}
    assert all(texts[each["id"]][each["begin"] : each["end"]] == each["text"] for each in clusters)
    pairs = [
        json.loads(line) for line in (tmp_path / "out/align.json/part-00000.json").read_text().splitlines()
    ]
    assert len(pairs) == 3
    assert all(texts[each["id2"]][each["begin2"] : each["end2"]] == each["text2"] for each in pairs)


def test_export_asks_for_a_trace_and_a_new_folder(granary, foresaid, tmp_path):
    """Nothing stale goes out, and nothing is written over."""
    foresaid("export", granary, "passim", tmp_path / "out", code=2)
    assert "foresaid trace" in foresaid.err
    foresaid("trace", granary)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    foresaid("export", granary, "passim", tmp_path / "full", code=2)
    assert "not an empty folder" in foresaid.err


def test_the_pairs_of_sotu_that_are_known_are_found(sotu_collection, foresaid, tmp_path):
    """Truman 1953 in Bush 1990, Carter 1980 in 1981, Roosevelt 1945 as spoken and as written."""
    copy = tmp_path / "sotu"
    shutil.copytree(sotu_collection, copy)
    clusters = foresaid.jsonl("trace", copy)
    held = [{each["document"][:4] for each in cluster["attestations"]} for cluster in clusters]
    truman = next(
        each
        for each, years in zip(clusters, held, strict=True)
        if {"1953", "1990"} <= years and each["words"] > 20
    )
    assert truman["derivations"][0]["origin"] == "from"
    assert "Truman" in truman["derivations"][0]["reasons"][0]
    assert sum({"1980", "1981"} <= years for years in held) > 50
    roosevelt = [
        each
        for each in clusters
        if {a["document"] for a in each["attestations"]} == {"1945-Roosevelt-1", "1945-Roosevelt-2"}
    ]
    assert roosevelt
    assert all(a["standing"] == "possibly earliest" for each in roosevelt for a in each["attestations"])
