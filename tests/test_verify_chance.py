"""Does each collection ask for as much evidence as its own words give by chance, however it came about?"""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.archive.collection import reading
from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.evidence import Source
from foresaid.pipeline.calibrating import collection_chance
from foresaid.verify.chance import RATES, SAMPLES, Chance, _best, calibrate
from foresaid.verify.changes import read_changes
from foresaid.vocabulary import load_vocabulary

CHANGES = read_changes(load_vocabulary("en"))
DRAW = random.Random(17)
LEXICON = [
    "".join(DRAW.choice("bcdfglmnprstaeiou") for _ in range(DRAW.randrange(3, 9))) for _ in range(3000)
]
WEIGHTS = [1 / (rank + 2.7) for rank in range(len(LEXICON))]  # Mandelbrot's form of Zipf's law
FORMULAE = [" ".join(DRAW.choices(LEXICON, k=7)) for _ in range(40)]


def prose(words, seed):
    """Made-up words, frequent and rare as in a language."""
    return " ".join(random.Random(seed).choices(LEXICON, WEIGHTS, k=words))


def records(words, seed):
    """Made-up words of which most are turns of phrase."""
    draw = random.Random(seed)
    return " ".join(
        draw.choice(FORMULAE) if draw.random() < 0.8 else prose(3, draw.random()) for _ in range(words // 6)
    )


def opened(folder, texts):
    """An index over texts."""
    sources = {str(at): Source(str(at), text) for at, text in enumerate(texts)}
    build_segment(folder, sources.values())
    return open_index(folder, sources.__getitem__)


def shuffled(texts, seed, each=60):
    """Passages of words drawn from all over the texts."""
    draw, pool = random.Random(seed), " ".join(texts).split()
    return [" ".join(draw.choices(pool, k=length)) for length in (10, 20, 40) for _ in range(each)]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A few letters."""
    texts = [prose(800, seed) for seed in range(4)]
    return texts, opened(tmp_path_factory.mktemp("small"), texts)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Forty times as much."""
    texts = [prose(3200, seed) for seed in range(40)]
    return texts, opened(tmp_path_factory.mktemp("large"), texts)


@given(st.floats(*RATES), st.floats(1e-6, 1e3), st.integers(1, 5000), st.integers(2, 10**10))
def test_more_words_among_more_words_need_more_evidence(rate, scale, words, tokens):
    """What is needed grows with the length of the quotation and with the collection, and is never negative."""
    chance = Chance(rate, scale)
    needed = chance.needed(words, tokens)
    assert 0 <= needed <= chance.needed(words + 1, tokens)
    assert needed <= chance.needed(words, tokens * 10)
    if needed > 0:
        assert needed < chance.needed(words, tokens * 10)


def test_a_large_collection_asks_for_more_than_a_small_one(small, large):
    """Fitted on their own shuffled words, the larger of two collections of one kind asks for more evidence."""
    needed = []
    for texts, index in (small, large):
        chance = calibrate(index, CHANGES, shuffled(texts, 1))
        assert chance != Chance()
        assert RATES[0] <= chance.rate <= RATES[1]
        needed.append(chance.needed(20, index.tokens))
    assert needed[0] < needed[1]


@pytest.mark.parametrize("size", ["small", "large"])
def test_what_is_needed_is_seldom_given_by_chance(size, request):
    """Of fresh shuffled passages hardly any reaches the evidence that the fit asks for; a copied one does."""
    texts, index = request.getfixturevalue(size)
    chance = calibrate(index, CHANGES, shuffled(texts, 1))

    def reached(passage):
        return _best(index, CHANGES, passage, {}) >= chance.needed(len(passage.split()), index.tokens)

    fresh = shuffled(texts, 2, each=40)
    assert sum(map(reached, fresh)) <= len(fresh) // 20
    copied = [" ".join(text.split()[at : at + 12]) for text in texts[:4] for at in range(100, 700, 100)]
    assert all(map(reached, copied))


def test_turns_of_phrase_are_no_evidence(tmp_path, large):
    """Records made of turns of phrase: one more of these is worth less than the same number of free words."""
    texts = [records(3200, seed) for seed in range(40)]
    index = opened(tmp_path, texts)
    formula = _best(index, CHANGES, f"{FORMULAE[3]} {FORMULAE[8]}", {})
    free, held = large
    passage = " ".join(free[0].split()[200:214])
    assert formula < _best(held, CHANGES, passage, {}) / 2


def test_fewer_samples_are_no_distribution(small):
    """From fewer than fifty passages with any evidence nothing is fitted: evidence is taken at its word."""
    texts, index = small
    passages = shuffled(texts, 1)
    assert calibrate(index, CHANGES, []) == Chance()
    assert calibrate(index, CHANGES, passages[: SAMPLES - 1]) == Chance()
    assert calibrate(index, CHANGES, ["qzx qxz zqx xqz zxq xzq"] * 200) == Chance()
    assert calibrate(index, CHANGES, passages) != Chance()
    assert calibrate(index, CHANGES, passages[::-1]) == calibrate(index, CHANGES, passages)


def kept(collection):
    """What the collection keeps of chance."""
    return json.loads((collection / "index" / "quotations" / "chance.json").read_text("utf-8"))


@pytest.fixture
def letters(write):
    """Six letters of made-up words."""
    return [write(f"letter{seed}.txt", f"Letter {seed}.\n\n{prose(1500, seed)}.\n") for seed in range(6)]


def test_the_fit_is_the_same_after_a_rebuild(collection, letters, foresaid):
    """Made again from the payload, the collection keeps the same of chance."""
    foresaid("add", collection, *letters)
    first = kept(collection)
    assert first["rate"] != 1.0
    foresaid("rebuild", collection)
    assert kept(collection) == first


def test_the_fit_does_not_depend_on_how_the_texts_came(collection, letters, foresaid, tmp_path):
    """Letters added one by one in another order, and a rebuild of them, keep the same of chance as all at once."""
    foresaid("add", collection, *letters)
    other = tmp_path / "other"
    foresaid("init", other, "--title", "Other")
    foresaid("add", other, *letters[:2:-1])
    foresaid("add", other, *letters[:3])
    assert kept(other) == kept(collection)


def test_the_fit_follows_the_texts(collection, letters, write, foresaid):
    """A text more is another state; a fit of the state before is not used, and leaves the verdicts alone."""
    foresaid("add", collection, *letters[:5])
    path = collection / "index" / "quotations" / "chance.json"
    before, stale = kept(collection), path.read_bytes()
    foresaid("add", collection, letters[5])
    assert kept(collection)["state"] != before["state"]
    rows = questions(write)
    first = foresaid.jsonl("verify", collection, "--quotations", rows, code=1)
    path.write_bytes(stale)
    assert foresaid.jsonl("verify", collection, "--quotations", rows, code=1) == first


def questions(write):
    """Rows of a quotation as it stands, one with words changed, and one that is nobody's."""
    words = prose(1500, 3).split()
    changed = [*words[300:306], "umbrella", *words[307:312], "lantern", *words[313:318]]
    quotes = [words[40:60], changed, random.Random(3).choices(LEXICON, k=15)]
    rows = [{"id": str(at), "quote": " ".join(quote)} for at, quote in enumerate(quotes)]
    return write("rows.jsonl", "".join(json.dumps(row) + "\n" for row in rows))


def test_verdicts_do_not_depend_on_the_file(collection, letters, write, foresaid):
    """Where the file is missing, the same fit is made for a reader, the same verdicts given, and nothing written."""
    foresaid("add", collection, *letters)
    rows = questions(write)
    first = foresaid.jsonl("verify", collection, "--quotations", rows, code=1)
    assert [row["words"] for row in first] == ["verbatim", "altered", "not_found"]
    path = collection / "index" / "quotations" / "chance.json"
    held = kept(collection)
    path.unlink()
    assert foresaid.jsonl("verify", collection, "--quotations", rows, code=1) == first
    assert not path.exists()
    with reading(collection) as read:
        made = collection_chance(read)
    assert (made.rate, made.scale) == (held["rate"], held["scale"])


def test_a_file_that_was_changed_is_damage(collection, letters, write, foresaid):
    """A rate that somebody wrote into the file is no rate of the collection's, and is not used."""
    foresaid("add", collection, *letters[:3])
    path = collection / "index" / "quotations" / "chance.json"
    path.write_bytes(path.read_bytes().replace(b'"rate":', b'"rate": 9', 1))
    foresaid("verify", collection, "--quotations", questions(write), code=4)
    assert "chance.json" in foresaid.err


def test_a_handful_of_words_is_taken_at_its_word(collection, write, foresaid):
    """A collection too small to draw from keeps what stands for no fit."""
    foresaid("add", collection, write("note.txt", "The pilots will sail on Friday."))
    assert (kept(collection)["rate"], kept(collection)["scale"]) == (1.0, 1.0)
