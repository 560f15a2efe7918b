"""Does input that breaks others pass, at a tenth of the size of benchmarks/kernel.py --pathological?"""

from __future__ import annotations

import json
import random
from itertools import product

import pytest

from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.archive.quotation_segments import (
    BUILD_BYTES,
    FEWEST_TOKENS,
    SEGMENT_TOKENS,
    SORTING_BYTES,
    segment_tokens,
)
from foresaid.errors import DamageError
from foresaid.model.evidence import Source
from foresaid.text.normalize import tokenise
from invented_words import SYLLABLES

LEXICON = ["".join(drawn) for drawn in product(SYLLABLES, repeat=3)]


def opened(folder, *texts, **options):
    """An index of texts, and a way to ask for words."""
    sources = [Source(f"d{number}", text) for number, text in enumerate(texts)]
    build_segment(folder, sources, **options)
    return open_index(folder, {source.id: source for source in sources}.__getitem__)


def asked(text):
    """The word hashes of a quotation."""
    return tokenise(text).hashes


def test_one_phrase_a_hundred_thousand_times(tmp_path):
    """Its first places are listed, what is not quite it is found too, and it has no more postings than places."""
    index = opened(tmp_path, "honour and duty call us. " * 100_000)
    found = list(index.occurrences(asked("duty call us honour")))
    assert len(found) == 1 << 16
    assert found[:2] == [(0, 11, 31), (0, 36, 56)]
    assert index.seeds(asked("duty calls us honour and duty"))[0][3] > 0.3
    assert index.gram_frequencies(asked("and duty call"), 2).tolist() == [100_000] * 2


@pytest.mark.parametrize("line", ["ab " * 1_700_000, "a" * 5_000_000, "é" * 5_000_000, "a-\n" * 1_700_000])
def test_a_line_of_five_million_characters(tmp_path, line):
    """One line, with spaces and without, or nothing but hyphens at line ends, is indexed; its words are found."""
    index = opened(tmp_path, f"{line}. The end of it")
    assert index.tokens == len(tokenise(f"{line}. The end of it"))
    assert len(list(index.occurrences(asked("the end of it")))) == 1


def test_a_hundred_thousand_quotations(tmp_path):
    """Asked one after the other, each is found where it stands."""
    chance = random.Random(4)
    words = [chance.choice(LEXICON) for _ in range(100_000)]
    index = opened(tmp_path, " ".join(words))
    begins = [0]
    for word in words:
        begins.append(begins[-1] + len(word) + 1)
    hashes = tokenise(" ".join(words)).hashes
    for at in range(99_000):
        assert (0, begins[at], begins[at + 8] - 1) in list(index.occurrences(hashes[at : at + 8]))


def test_texts_without_words(tmp_path):
    """Empty texts and such of marks only are documents without words, between others and alone."""
    texts = [*[""] * 500, "the only words", *["… — !"] * 500]
    index = opened(tmp_path / "some", *texts)
    assert (index.documents, index.tokens) == (1001, 3)
    assert list(index.occurrences(asked("only words"))) == [(500, 4, 14)]
    assert {place[0] for place in index.seeds(asked("the only other words"))} == {500}
    empty = opened(tmp_path / "none", *[""] * 500)
    assert (empty.documents, empty.tokens) == (500, 0)
    assert list(empty.occurrences(asked("only words"))) == empty.seeds(asked("only words")) == []
    assert empty.frequencies(asked("only")).tolist() == [0]


@pytest.mark.parametrize("alphabet", ["αβγδεζηθικλμ", "абвгдежзийкл", "中文字母表示", "𐌰𐌱𐌲𐌳𐌴𐌵𐌶"])
def test_texts_without_a_single_ascii_letter(tmp_path, alphabet):
    """In scripts with spaces and without, within the basic plane and beyond, passages are found."""
    chance = random.Random(6)
    words = ["".join(chance.choice(alphabet) for _ in range(chance.randrange(3, 9))) for _ in range(30_000)]
    text = "\u3000".join(words)
    start = text.index(words[15_000])
    passage = text[start : start + 120].rpartition("\u3000")[0]
    (place,) = opened(tmp_path, text).occurrences(asked(passage))
    assert text[place[1] : place[2]] == passage


def test_a_chapter_as_a_quotation(tmp_path):
    """Four thousand words with every fortieth changed are found as one place."""
    chance = random.Random(8)
    words = [chance.choice(LEXICON) for _ in range(50_000)]
    chapter = words[20_000:24_000]
    chapter[::40] = ["zzyzx"] * 100
    _, start, end, share = opened(tmp_path, " ".join(words)).seeds(asked(" ".join(chapter)))[0]
    begin = len(" ".join(words[:20_000])) + 1
    assert start <= begin
    assert end >= begin + len(" ".join(words[20_000:24_000]))
    assert share > 0.9


def test_little_memory_makes_more_segments_and_the_same_answers(tmp_path):
    """What building may take bounds the segments; the least is half a million words, the most what 256 MB hold."""
    assert segment_tokens(1) == FEWEST_TOKENS
    assert segment_tokens(100_000) == SEGMENT_TOKENS
    assert segment_tokens(300) == (300_000_000 - SORTING_BYTES) // BUILD_BYTES
    chance = random.Random(9)
    texts = [" ".join(chance.choice(LEXICON) for _ in range(150_000)) for _ in range(8)]
    little, much = opened(tmp_path / "little", *texts, memory=1), opened(tmp_path / "much", *texts)
    assert len(list(little.streams())) > len(list(much.streams())) == 1
    assert all(len(stream) <= FEWEST_TOKENS for stream in little.streams())
    for text in texts:
        phrase = asked(text[5000:5200].partition(" ")[2])
        assert list(little.occurrences(phrase)) == list(much.occurrences(phrase))
        assert little.seeds(phrase)[0][::3] == much.seeds(phrase)[0][::3]


def test_columns_that_do_not_fit_together_are_damage(tmp_path):
    """An index whose columns were exchanged for shorter ones is refused when it is first asked."""
    opened(tmp_path, "some words of a text")
    path = next(tmp_path.glob("*/segment.json"))
    described = json.loads(path.read_text("utf-8"))
    described["columns"]["hashes"][2] -= 1
    path.write_text(json.dumps(described), "utf-8")
    with pytest.raises(DamageError, match="rebuild"):
        open_index(tmp_path, lambda name: Source(name, "")).seeds(asked("some words"))
