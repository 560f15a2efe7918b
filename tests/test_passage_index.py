"""Are sentences found by words and meaning, and can nothing later touch what is found before a day?"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foresaid.archive import passage_segments
from foresaid.archive.passage_index import DiskPassageIndex
from foresaid.archive.passage_segments import (
    OPEN_END,
    OPEN_START,
    Making,
    PassageWriter,
    Sentences,
    listed_passages,
)
from foresaid.archive.writing import remove_folder
from foresaid.errors import DamageError
from foresaid.model.inquiries import Topic
from foresaid.text.stems import stemmer
from foresaid.text.vectors import WordVectors
from foresaid.vocabulary import load_vocabulary

WORDS = ["peace", "war", "bank", "crash", "canal", "debt", "union", "gold", "will", "fall"]
TABLE = np.random.default_rng(3).standard_normal((len(WORDS), 70)).astype(np.float32)
MAKING = Making(stemmer(load_vocabulary("en")), WordVectors("test/1", 70, tuple(WORDS), TABLE, {}))
TOPIC = Topic(
    (("bank", 2.0), ("crash", 1.0), ("gold", 1.5)),
    (("canal", "debt"),),
    ("the bank will fall", "war", "nothing known"),
)


@st.composite
def days(draw):
    """The first and last day of a document; some are open."""
    first = draw(st.integers(0, 12))
    kinds = [
        (first, first + draw(st.integers(0, 4))),
        (OPEN_START, first),
        (first, OPEN_END),
        (OPEN_START, OPEN_END),
    ]
    return draw(st.sampled_from([kinds[0], *kinds]))


@st.composite
def written(draw, most=9):
    """Documents with dates and sentences of few words."""
    documents = []
    for number in range(draw(st.integers(0, most))):
        texts = draw(
            st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), max_size=5)
        )
        documents.append(document(f"d{number}", draw(days()), *texts))
    return documents


def document(name, days, *texts):
    """A document whose sentences lie ten characters apart, each pair a paragraph."""
    places = list(range(0, 100 * len(texts), 100))
    ends = [place + len(text) for place, text in zip(places, texts, strict=True)]
    opens = [at % 2 == 0 for at in range(len(texts))]
    return Sentences(name, f"{name} {days} {texts}", *days, places, ends, opens, texts)


def bring(folder, documents, times=1):
    """Index documents in a folder in several steps, as they come."""
    for step in range(times):
        writer = PassageWriter(folder, MAKING, 512)
        writer.add(documents[step::times])
        for unused in writer.settle(f"{step}"):
            remove_folder(unused)


def found(folder, **asked):
    """What a search finds, without where the index holds it."""
    index = DiskPassageIndex(folder, MAKING)
    hits = index.candidates(TOPIC, **asked)
    return [
        (hit.document, hit.start, hit.end, hit.words, hit.meaning, hit.certain, hit.found_by, text)
        for hit, text in zip(hits, index.texts(hits), strict=True)
    ]


def certainly(documents, day):
    """Documents that are certainly of a day or before it."""
    return [each for each in documents if each.latest <= day]


@settings(max_examples=40)
@given(written(), st.integers(-1, 16), st.integers(1, 3), st.integers(1, 12))
def test_nothing_later_touches_what_is_found_before_a_day(documents, day, times, limit):
    """A search before a day finds the same, with the same scores, whether or not later documents are indexed."""
    with TemporaryDirectory() as folder:
        whole, before = Path(folder, "whole"), Path(folder, "before")
        bring(whole, documents, times)
        bring(before, certainly(documents, day))
        asked = {"until": day, "limit": limit}
        assert found(whole, **asked) == found(before, **asked)
        expected = sum(len(each.texts) for each in certainly(documents, day))
        assert DiskPassageIndex(whole, MAKING).count(day) == (len(certainly(documents, day)), expected)
        assert DiskPassageIndex(whole, MAKING).df("bank", day) == DiskPassageIndex(before, MAKING).df(
            "bank"
        )


@settings(max_examples=30)
@given(written(), st.integers(-1, 16), st.integers(-1, 16))
def test_what_is_only_possibly_early_is_apart_and_changes_nothing(documents, day, possible):
    """Such documents come marked, behind those that are certain, which are found as without them."""
    with TemporaryDirectory() as folder:
        bring(Path(folder), documents)
        certain = found(Path(folder), until=day)
        both = found(Path(folder), until=day, possible=possible)
        assert both[: len(certain)] == certain
        early = {each.id for each in documents if each.latest > day and each.earliest <= possible}
        assert {hit[0] for hit in both[len(certain) :]} <= early
        assert not any(hit[5] for hit in both[len(certain) :])
        seen = found(Path(folder), until=day, possible=possible, within=8)
        assert seen[: len(certain)] == certain
        known = {each.id for each in certainly(documents, 8)}
        assert [hit for hit in both[len(certain) :] if hit[0] in known] == seen[len(certain) :]
        searched = {hit[0] for hit in found(Path(folder), until=None)}
        assert {hit[0] for hit in both} == searched & (
            early | {each.id for each in certainly(documents, day)}
        )


@settings(max_examples=30)
@given(written(), st.data())
def test_an_index_brought_up_in_steps_is_that_made_at_once(documents, data):
    """However documents came, went and were dated anew, the same is found as in an index of those that are left."""
    with TemporaryDirectory() as folder:
        grown, anew = Path(folder, "grown"), Path(folder, "anew")
        bring(grown, documents, data.draw(st.integers(1, 4)))
        gone = {each.id for each in documents if data.draw(st.booleans())}
        again = [
            document(each.id, data.draw(days()), *each.texts)
            for each in documents
            if each.id in gone and data.draw(st.booleans())
        ]
        writer = PassageWriter(grown, MAKING, 512)
        writer.drop(frozenset(gone))
        writer.add(again)
        for unused in writer.settle("after"):
            remove_folder(unused)
        left = [each for each in documents if each.id not in gone] + again
        bring(anew, left)
        assert PassageWriter(grown, MAKING, 512).keys() == {each.id: each.key for each in left}
        for until in (None, 6):
            assert found(grown, until=until) == found(anew, until=until)
        assert len(list(grown.iterdir())) == len(listed_passages(grown)) + 1


@settings(max_examples=30)
@given(written(4))
def test_every_sentence_with_the_words_is_found_and_no_other(documents):
    """With room for all, what is found by words holds one of them or stands beside such a sentence."""
    with TemporaryDirectory() as folder:
        bring(Path(folder), documents)
        by_words = {(hit[0], hit[1]) for hit in found(Path(folder), until=None) if "words" in hit[6]}
        for each in documents:
            told = [
                bool({"bank", "crash", "gold"} & set(text.split()) or "canal debt" in text)
                for text in each.texts
            ]
            for at, start in enumerate(each.starts):
                if told[at]:
                    assert (each.id, start) in by_words
                elif not any(told[max(0, at - 1) : at + 2]):
                    assert (each.id, start) not in by_words


def test_a_phrase_is_found_where_its_words_stand_side_by_side(tmp_path):
    """Not where they stand apart, in another order, or in two sentences; it counts beside its words."""
    texts = ["canal debt", "debt canal", "canal war debt", "canal", "debt", "war canal debt canal debt"]
    bring(tmp_path, [document(f"d{at}", (1, 1), text) for at, text in enumerate(texts)])
    bring_two = [document("two", (1, 1), "canal", "debt")]
    writer = PassageWriter(tmp_path, MAKING, 512)
    writer.add(bring_two)
    writer.settle("two")
    index = DiskPassageIndex(tmp_path, MAKING)
    hits = index.candidates(Topic((), (("canal", "debt"),)), until=None)
    assert {hit.document: hit.found_by for hit in hits} == {
        "d0": ("words", "phrase"),
        "d5": ("words", "phrase"),
    }
    of_words = index.candidates(Topic((("canal debt", 2.0),)), until=None)
    assert {hit.document for hit in of_words} == {"d0", "d5"}


def test_what_is_meant_is_found_without_its_words(tmp_path):
    """A sentence of the statement's words is nearest to it though none of them is looked for, one without any is not found."""
    bring(
        tmp_path,
        [
            document("a", (1, 1), "bank fall will"),
            document("b", (1, 1), "peace canal"),
            document("c", (1, 1), "unknown"),
        ],
    )
    hits = DiskPassageIndex(tmp_path, MAKING).candidates(Topic((), (), ("the bank will fall",)), until=None)
    assert hits[0].document == "a"
    assert hits[0].found_by == ("meaning",)
    assert hits[0].meaning == pytest.approx(1, abs=0.01)
    assert "c" not in {hit.document for hit in hits}


def test_without_vectors_the_words_alone_are_searched(tmp_path):
    """A language without word vectors has no meanings, and is searched by words."""
    bare = Making(MAKING.stemmer, None)
    writer = PassageWriter(tmp_path, bare, 512)
    writer.add([document("a", (1, 1), "the bank", "war")])
    writer.settle("")
    hits = DiskPassageIndex(tmp_path, bare).candidates(TOPIC, until=None)
    assert (hits[0].document, hits[0].found_by, hits[0].meaning) == ("a", ("words",), 0.0)
    with pytest.raises(DamageError, match="another version"):
        DiskPassageIndex(tmp_path, MAKING)


def test_equal_scores_come_in_the_order_of_day_id_and_place(tmp_path):
    """Also where they lie in several segments, and only so many are asked for."""
    documents = [
        document(name, (1, day), "bank", "war", "bank") for name, day in (("c", 2), ("b", 1), ("a", 2))
    ]
    bring(tmp_path, documents, 3)
    hits = DiskPassageIndex(tmp_path, MAKING).candidates(Topic((("bank", 1.0),)), until=None, limit=5)
    assert [(hit.document, hit.start) for hit in hits] == [
        ("b", 0),
        ("b", 200),
        ("a", 0),
        ("a", 200),
        ("c", 0),
    ]


def test_weights_that_no_whole_number_holds_are_refused(tmp_path):
    """Negative ones and such as would not fit in 31 bits."""
    bring(tmp_path, [document("a", (1, 1), "bank")])
    for weight in (-1.0, 5_000.0):
        with pytest.raises(ValueError, match="weights"):
            DiskPassageIndex(tmp_path, MAKING).candidates(Topic((("bank", weight),)), until=None)


def test_small_segments_are_taken_into_larger_ones(tmp_path, monkeypatch):
    """A collection that grows document by document has few segments; none grows beyond its bound."""
    monkeypatch.setattr(passage_segments, "SEGMENT_TOKENS", 40)
    monkeypatch.setattr(passage_segments, "FEWEST_TOKENS", 40)
    for number in range(24):
        writer = PassageWriter(tmp_path, MAKING, 512)
        writer.add([document(f"d{number}", (number, number), "bank war gold")])
        for unused in writer.settle(str(number)):
            remove_folder(unused)
    entries = listed_passages(tmp_path)
    assert sum(entry["tokens"] for entry in entries) == 72
    assert len(entries) <= 6
    assert max(entry["tokens"] for entry in entries) <= 40
    assert len({hit[0] for hit in found(tmp_path, until=None)}) == 24
