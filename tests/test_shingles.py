"""Are copies, scans, editions and excerpts told from other texts, whatever they look like?"""

from __future__ import annotations

import json
import random
import textwrap

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.text.normalize import tokenise
from foresaid.text.shingles import (
    DENSE,
    SHORTEST,
    Fingerprint,
    Kind,
    Worded,
    containment,
    fingerprint,
    kinship,
    likely_pairs,
    resemblance,
)
from invented_words import SYLLABLES

COMMON = ("the", "of", "and", "to", "in", "that", "we", "is", "our", "for")


def worded(text):
    """A text with its tokens."""
    return Worded(text, tokenise(text))


def prose(seed, words=400):
    """A text of its own: invented words, one in two a common one."""
    chance = random.Random(seed)
    made = [
        chance.choice(COMMON)
        if chance.random() < 0.5
        else "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))
        for _ in range(words)
    ]
    return " ".join(made)


def misread(text, rate, seed=0):
    """A text with this share of its letters misread, dropped or torn apart."""
    chance = random.Random(seed)
    out = [
        letter if chance.random() >= rate else chance.choice(("c", "l", "rn", "", letter + " ", "0", "h"))
        for letter in text
    ]
    return "".join(out)


def akin(one, other):
    """How two texts are akin."""
    return kinship(worded(one), worded(other))


def paged(text):
    """A text with a running header every 1000 characters."""
    return "\n".join(
        f"{at}\nPapers of the Commission\n{text[at : at + 1000]}" for at in range(0, len(text), 1000)
    )


TEXT = prose(1)
SAME_WORDS = {
    "narrow lines": textwrap.fill(TEXT, 40),
    "capitals": TEXT.upper(),
    "hyphens at line ends": TEXT.replace("preder", "pre-\nder"),
}
NEAR = {
    "running headers": paged(TEXT),
    "a tenth left out": TEXT[:900] + TEXT[900 + len(TEXT) // 10 :],
    "notes between": TEXT[:1200] + f" [{prose(2, 40)}] " + TEXT[1200:],
    "one letter in 20 misread": misread(TEXT, 0.05),
    "one letter in 12 misread": misread(TEXT, 0.08),
    "other spelling": TEXT.replace("or", "our"),
}
OTHER = {
    "another text": prose(3),
    "a third borrowed": prose(4, 270) + " " + " ".join(TEXT.split()[100:230]),
    "the same words in another order": " ".join(sorted(TEXT.split())),
    "the formula of another month": " ".join(
        prose(5, 1) if at % 8 in {0, 1} else word for at, word in enumerate(TEXT.split())
    ),
}


@pytest.mark.parametrize("other", SAME_WORDS.values(), ids=SAME_WORDS)
def test_layout_leaves_a_text_the_same(other):
    """Line breaks, case and hyphens at line ends are no words."""
    assert akin(TEXT, other).kind is Kind.SAME


@pytest.mark.parametrize("other", NEAR.values(), ids=NEAR)
def test_a_copy_is_near(other):
    """A text that was printed, scanned or annotated otherwise is found to be the same text, not a part."""
    found = akin(TEXT, other)
    assert found.kind is Kind.NEAR
    assert 0.8 < found.share <= 1
    assert (found.whole, found.stretch) == (None, None)


@pytest.mark.parametrize("other", OTHER.values(), ids=OTHER)
def test_another_text_is_none(other):
    """What borrows from a text, or says other things in its formulas, is another text."""
    assert akin(TEXT, other) is None


def test_a_part_knows_where_it_stands():
    """A speech in a volume is a part, and the stretch of the volume that it takes is told, whichever comes first."""
    volume = f"{prose(6)} {misread(TEXT, 0.03)} {prose(7)}"
    for one, other, whole in ((TEXT, volume, 1), (volume, TEXT, 0)):
        found = akin(one, other)
        assert (found.kind, found.whole) == (Kind.PART, whole)
        first, last = found.stretch
        tokens = worded(volume).tokens
        assert abs(int(tokens.starts[first]) - len(prose(6))) < 100  # some 15 words
        assert abs(int(tokens.ends[last - 1]) - (len(volume) - len(prose(7)))) < 100  # some 15 words


def test_a_half_is_a_part_and_an_excerpt_too():
    """Half a text, and two paragraphs of it, stand whole in it."""
    for part in (TEXT[: len(TEXT) // 2], " ".join(TEXT.split()[100:180])):
        found = akin(part, TEXT)
        assert (found.kind, found.whole) == (Kind.PART, 1)
        assert found.share > 0.95


def test_a_volume_may_hold_a_text_twice():
    """The first stretch is told where a part stands twice in its whole."""
    found = akin(TEXT, f"{TEXT} {prose(8, 900)} {TEXT}")
    first, last = found.stretch
    assert found.kind is Kind.PART
    assert first < 5
    assert 395 < last <= 400


def test_formulas_are_too_short_to_tell():
    """Equal texts of a few words are nobody's copy: two people may write them by themselves."""
    formula = " ".join(TEXT.split()[: SHORTEST - 1])
    assert akin(formula, formula) is None
    assert akin(f"{formula} words", f"{formula} words").kind is Kind.SAME


def test_texts_without_words_are_akin_to_nothing():
    """Nothing is no copy of nothing."""
    assert akin("", "") is None
    assert akin("…", TEXT) is None
    assert likely_pairs([]) == []
    assert likely_pairs([fingerprint(tokenise("").hashes)] * 3) == []


def test_a_word_of_a_million_letters_is_read_in_its_turn():
    """A picture written out in letters between the words of a copy costs no square of its length."""
    picture = "QUJD" * 250_000
    words = TEXT.split()
    one = " ".join([*words[:200], "x" + picture, *words[200:]])
    other = " ".join([*words[:200], "y" + picture, *words[200:]])
    assert akin(one, other).kind is Kind.NEAR


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 10), st.integers(0, 10))
def test_kinship_is_mirrored(left, right, noise, seed):
    """Which of two texts comes first changes nothing but which of them is the whole."""
    one = " ".join(prose(at, 60) for at in range(left // 10, left // 10 + 3))
    other = misread(
        " ".join(prose(at, 60) for at in range(right // 10, right // 10 + 4)), noise / 100, seed
    )
    found, mirrored = akin(one, other), akin(other, one)
    if found is None or mirrored is None:
        assert found == mirrored
        return
    assert (found.kind, found.share, found.stretch) == (mirrored.kind, mirrored.share, mirrored.stretch)
    assert found.whole == (None if mirrored.whole is None else 1 - mirrored.whole)


@given(st.integers(0, 1000), st.integers(30, 300))
def test_a_fingerprint_survives_packing(seed, words):
    """A fingerprint comes out of its bytes as it went in."""
    found = fingerprint(tokenise(prose(seed, words)).hashes)
    back = Fingerprint.unpacked(found.words, found.stream, found.packed())
    assert (back.words, back.stream) == (found.words, found.stream)
    assert np.array_equal(back.grams, found.grams)


def test_estimates_say_how_much_is_shared():
    """A volume contains its speech whole, the speech a quarter of the volume, and strangers nothing."""
    speech, volume = (fingerprint(tokenise(text).hashes) for text in (TEXT, f"{TEXT} {prose(9, 1200)}"))
    assert containment(speech, volume) == 1
    assert 0.15 < resemblance(speech, volume) < 0.35
    assert containment(fingerprint(tokenise(prose(10)).hashes), volume) == 0
    assert resemblance(speech, speech) == 1


def test_likely_pairs_are_few_and_hold_the_copies():
    """Of hundreds of texts with one formula in common those are likely that share more than the formula."""
    formula = " ".join(COMMON * 3)
    texts = [f"{formula} {prose(at, 200)}" for at in range(300)]
    texts += [misread(texts[at], 0.04, at) for at in range(20)]
    pairs = likely_pairs([fingerprint(tokenise(text).hashes) for text in texts])
    assert {(at, 300 + at) for at in range(20)} <= set(pairs)
    assert len(pairs) < 3 * len(texts)  # a formula pairs each with the next two at most
    assert all(low < high for low, high in pairs)


@pytest.mark.parametrize("copies", [5, DENSE, 3 * DENSE])
def test_any_number_of_copies_hangs_together(copies):
    """Copies by the hundred have every gram in common with every other, and none of them is lost."""
    prints = [fingerprint(tokenise(misread(TEXT, 0.02, seed)).hashes) for seed in range(copies)]
    reached, waiting = {0}, [0]
    pairs = likely_pairs(prints)
    while waiting:
        here = waiting.pop()
        new = {one + other - here for one, other in pairs if here in {one, other}} - reached
        reached |= new
        waiting += new
    assert reached == set(range(copies))


def test_addresses_of_one_president_are_several(sotu):
    """Of neighbouring addresses to Congress only the spoken abridgement of 1945 is akin to another."""
    names = sorted(path.stem for path in (sotu / "speeches").glob("*.txt"))
    texts = {name: worded((sotu / "speeches" / f"{name}.txt").read_text("utf-8")) for name in names}
    pairs = likely_pairs([fingerprint(texts[name].tokens.hashes) for name in names])
    found = {
        (names[one], names[other]): kinship(texts[names[one]], texts[names[other]]) for one, other in pairs
    }
    akin_ones = {pair: kin.kind for pair, kin in found.items() if kin}
    assert akin_ones == {("1945-Roosevelt-1", "1945-Roosevelt-2"): Kind.PART}


def test_press_releases_of_a_bank_are_several(shared):
    """Releases of different months repeat formulas and are different texts."""
    folder = shared / "data" / "pdf_pairs"
    texts = [worded(path.read_text("utf-8")) for path in sorted(folder.glob("*__*.md"))]
    assert len(texts) == 12
    assert [kinship(one, other) for at, one in enumerate(texts) for other in texts[:at]] == [None] * 66


def test_scans_of_speeches_are_found_among_speeches(shared):
    """Speeches of the United Nations with misread letters and page heads are likely, and near their originals only."""
    lines = (shared / "data" / "ungd_1985_1991" / "dev.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines[:120]]
    texts += [misread(paged(text), 0.05, at) for at, text in enumerate(texts[:20])]
    pairs = likely_pairs([fingerprint(tokenise(text).hashes) for text in texts])
    found = {pair: akin(texts[pair[0]], texts[pair[1]]) for pair in pairs}
    assert {pair: kin.kind for pair, kin in found.items() if kin} == {
        (at, 120 + at): Kind.NEAR for at in range(20)
    }
