"""Does the index on disk keep its promises, and does a search find what stands in it?"""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foresaid.archive.quotation_index import build_segment, drop_documents, open_index, unused_segments
from foresaid.errors import DamageError
from foresaid.model.evidence import QuotedWords, Source, Words
from foresaid.text.edtf import parse_edtf
from foresaid.text.normalize import tokenise
from foresaid.verify.quotations import least_share, verify_quotation, verify_quotations
from foresaid.vocabulary import load_vocabulary

ENGLISH = load_vocabulary("en")
CHANCE = random.Random(11)
LEXICON = [
    "".join(CHANCE.choice("bcdfglmnprstaeiou") for _ in range(CHANCE.randrange(3, 9))) for _ in range(2000)
]


WEIGHTS = [1 / (rank + 2.7) for rank in range(len(LEXICON))]  # Mandelbrot's form of Zipf's law


def prose(words, seed=1):
    """Sentences of made-up words; rare ones and common ones as in a language."""
    drawn = random.Random(seed).choices(LEXICON, WEIGHTS, k=words)
    for at in range(0, words, 12):
        drawn[at] = drawn[at].capitalize()
        drawn[at - 1] += "."
    return " ".join(drawn)


TEXTS = {f"d{number}": prose(900, number) for number in range(12)}


def opened(folder, sources):
    """An index over sources."""
    build_segment(folder, sources)
    return open_index(folder, {source.id: source for source in sources}.__getitem__)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("prose"), [Source(name, text) for name, text in TEXTS.items()])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 860), st.integers(6, 40))
def test_what_stands_there_is_found_verbatim(index, name, start, length):
    """Any six words or more of a document are verbatim, or truncated, and their passage holds them."""
    quote = " ".join(TEXTS[name].split()[start : start + length])
    found = verify_quotation(QuotedWords("q", quote), index, ENGLISH)
    assert found.words in {Words.VERBATIM, Words.TRUNCATED}
    assert found.source.text.split() == quote.rstrip(".").split() or quote.startswith(found.source.text)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.text(max_size=12), st.sampled_from(LEXICON[:9])), max_size=30).map(" ".join))
def test_no_text_makes_it_fail(index, quote):
    """Arbitrary characters get a verdict, and a passage that can be read off its document."""
    found = verify_quotation(QuotedWords("q", quote, speaker=quote, date=quote, work=quote), index, ENGLISH)
    if found.source is not None:
        assert TEXTS[found.source.document][found.source.start : found.source.end] == found.source.text


def test_an_index_grows_and_forgets(tmp_path):
    """New documents are found beside old ones, withdrawn ones are not, and what is re-added is."""
    sources = {name: Source(name, text) for name, text in TEXTS.items()}
    for source in sources.values():
        assert build_segment(tmp_path, [source]) == 1
    index = open_index(tmp_path, sources.__getitem__)
    assert index.documents == len(sources)
    assert index.tokens == sum(len(tokenise(text)) for text in TEXTS.values())
    quotes = {name: " ".join(text.split()[100:130]) for name, text in TEXTS.items()}

    def found(name):
        verdict = verify_quotation(
            QuotedWords("q", quotes[name]), open_index(tmp_path, sources.__getitem__), ENGLISH
        )
        return verdict.source.document if verdict.source else None

    assert [found(name) for name in sources] == list(sources)
    drop_documents(tmp_path, ["d3", "d11", "unknown"])
    assert [found(name) for name in ("d3", "d11", "d4")] == [None, None, "d4"]
    assert open_index(tmp_path, sources.__getitem__).number("d3") is None
    build_segment(tmp_path, [sources["d3"]])
    assert [found(name) for name in ("d3", "d11", "d4")] == ["d3", None, "d4"]


def test_few_segments_however_small_the_additions(tmp_path):
    """Sixty-four documents added one by one lie in at most seven segments, and the rest may be deleted."""
    for number in range(64):
        build_segment(tmp_path, [Source(str(number), prose(30, number))])
    folders = [path for path in tmp_path.iterdir() if path.is_dir()]
    assert len(folders) - len(unused_segments(tmp_path)) <= 7


def test_order_of_addition_does_not_matter(tmp_path):
    """The same documents in other segments give the same verdicts."""
    sources = [Source(name, text) for name, text in TEXTS.items()]
    by_id = {source.id: source for source in sources}
    build_segment(tmp_path / "one", sources)
    for part in (sources[:5], sources[5:6], sources[6:]):
        build_segment(tmp_path / "many", part)
    quotes = [QuotedWords(name, text[300:420].partition(" ")[2]) for name, text in TEXTS.items()]
    first = list(verify_quotations(quotes, open_index(tmp_path / "one", by_id.__getitem__), ENGLISH))
    assert first == list(
        verify_quotations(quotes, open_index(tmp_path / "many", by_id.__getitem__), ENGLISH)
    )


def test_no_index_is_an_empty_one(tmp_path):
    """Where nothing was indexed, nothing is found, with the bounds of the search."""
    found = verify_quotation(
        QuotedWords("q", "we hold these truths to be plain"), opened(tmp_path, []), ENGLISH
    )
    assert found.words is Words.NOT_FOUND
    assert "0 documents" in found.reasons["words"]


def test_damage_is_named(tmp_path):
    """Arrays that are lost or cut and a foreign manifest are damage, not wrong answers."""
    build_segment(tmp_path, [Source("a", prose(50))])
    columns = next(tmp_path.glob("*/columns"))
    columns.write_bytes(columns.read_bytes()[:-70])
    with pytest.raises(DamageError, match="rebuild"):
        open_index(tmp_path, lambda name: Source(name, ""))
    columns.unlink()
    with pytest.raises(DamageError, match="rebuild"):
        open_index(tmp_path, lambda name: Source(name, ""))
    (tmp_path / "segments.json").write_text("{")
    with pytest.raises(DamageError, match="rebuild"):
        open_index(tmp_path, lambda name: Source(name, ""))


def test_a_quotation_is_not_its_own_source(tmp_path):
    """Neither the quoting document nor one certainly later is a source; both are listed as other places."""
    words = " ".join(prose(200, 5).split()[:30])
    quoting = Source(
        "quoting", f"{prose(60, 8)} {words} {prose(60, 9)} {words}", dates=(parse_edtf("1950"),)
    )
    older = Source("older", f"{prose(50, 10)} {words} {prose(50, 12)}", dates=(parse_edtf("1940"),))
    newer = Source("newer", f"{prose(50, 13)} {words} {prose(50, 14)}", dates=(parse_edtf("1960"),))
    start = quoting.text.index(words)
    at = (start, start + len(words))
    alone = opened(tmp_path / "alone", [quoting])
    second = verify_quotation(QuotedWords("q", words, document="quoting", at=at), alone, ENGLISH)
    assert (second.source, second.words) == (None, Words.NOT_FOUND)
    assert [place.start for place in second.elsewhere] == [quoting.text.rindex(words)]
    late = opened(tmp_path / "late", [newer, quoting])
    later = verify_quotation(QuotedWords("q", words, document="quoting", at=at), late, ENGLISH)
    assert (later.source, later.words) == (None, Words.NOT_FOUND)
    assert [place.document for place in later.elsewhere] == ["newer", "quoting"]
    assert "cannot be its source" in later.reasons["words"]
    assert verify_quotation(QuotedWords("q", words, document="quoting"), alone, ENGLISH).source is None
    index = opened(tmp_path / "all", [newer, quoting, older])
    found = verify_quotation(QuotedWords("q", words, document="quoting", at=at), index, ENGLISH)
    assert found.source.document == "older"
    assert [place.document for place in found.elsewhere] == ["newer", "quoting"]


def test_an_altered_quotation_finds_its_source_past_itself(tmp_path):
    """A quotation with words changed and misread is verified against the other document, not against itself."""
    words = prose(400, 5).split()[40:70]
    changed = [*words[:4], *words[7:]]
    source = Source("source", f"{prose(300, 21)} {' '.join(words)} {prose(300, 22)}")
    quoting = Source("quoting", f"{prose(60, 23)} {' '.join(changed)} {prose(60, 24)}")
    start = quoting.text.index(" ".join(changed))
    at = (start, start + len(" ".join(changed)))
    index = opened(tmp_path, [quoting, source])
    found = verify_quotation(QuotedWords("q", " ".join(changed), document="quoting", at=at), index, ENGLISH)
    assert (found.source.document, found.words) == ("source", Words.ALTERED)


def test_chance_grows_with_the_collection_and_shrinks_with_length():
    """More must stand in one place of a large collection, and of a short quotation."""
    assert least_share(8, 20_000_000) > least_share(8, 2_000_000) > least_share(30, 2_000_000)
    assert 0 < least_share(10_000, 1) <= least_share(6, 10**12) < 1


def test_shuffled_words_are_not_found(index):
    """Words of the collection in another order are nobody's words."""
    every = " ".join(TEXTS.values()).split()
    chance = random.Random(3)
    quotes = [
        QuotedWords(str(number), " ".join(chance.choice(every) for _ in range(chance.randrange(8, 40))))
        for number in range(150)
    ]
    found = [verdict.source is not None for verdict in verify_quotations(quotes, index, ENGLISH)]
    assert sum(found) <= 3


def test_large_and_repetitive_collections_stay_fast(tmp_path):
    """A formula in ten thousand documents, one word a million times, and a chapter quoted with changes."""
    formula = "Fellow citizens of the upper house and of the lower, it is my duty to report. "
    index = opened(tmp_path / "formula", [Source(str(number), formula * 3) for number in range(10_000)])
    found = verify_quotation(QuotedWords("q", formula), index, ENGLISH)
    assert (found.words, len(found.elsewhere)) == (Words.VERBATIM, 20)
    same = opened(tmp_path / "same", [Source("a", "ab " * 1_000_000)])
    assert verify_quotation(QuotedWords("q", "ab " * 4000), same, ENGLISH).words is Words.VERBATIM
    text = prose(20_000, 2)
    chapter = text.split()[500:4500]
    chapter[::40] = ["zzyzx"] * len(chapter[::40])
    long = opened(tmp_path / "long", [Source("a", text)])
    assert verify_quotation(QuotedWords("q", " ".join(chapter)), long, ENGLISH).words is Words.ALTERED
