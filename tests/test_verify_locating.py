"""Does a search for the likeliest place alone stay inside its texts, and find what stands there?"""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.evidence import Source
from foresaid.verify.locating import SLACK, locate

DRAW = random.Random(23)
LEXICON = [
    "".join(DRAW.choice("bcdfglmnprstaeiou") for _ in range(DRAW.randrange(3, 9))) for _ in range(2500)
]
WEIGHTS = [1 / (rank + 2.7) for rank in range(len(LEXICON))]  # Mandelbrot's form of Zipf's law
ABSENT = "qzyx"


def prose(words, seed):
    """Made-up words in sentences of twelve."""
    drawn = random.Random(seed).choices(LEXICON, WEIGHTS, k=words)
    return " ".join(f"{word}." if at % 12 == 11 else word for at, word in enumerate(drawn))


TEXTS = {f"d{number}": prose(1200, number) for number in range(8)}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Eight texts in two segments."""
    folder = tmp_path_factory.mktemp("texts")
    sources = {name: Source(name, text) for name, text in TEXTS.items()}
    build_segment(folder, list(sources.values())[:5])
    build_segment(folder, list(sources.values())[5:])
    return open_index(folder, sources.__getitem__)


@settings(max_examples=80)
@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 1150), st.integers(5, 45))
def test_words_that_stand_there_are_found_as_they_are(index, name, start, length):
    """A stretch of a text is found with all of its information, and the passage is its words."""
    words = TEXTS[name].split()[start : start + length]
    found = locate(" ".join(words), index)
    assert found.share == 1.0
    assert found.passage.text.split() == [*words[:-1], words[-1].rstrip(".")]
    held = TEXTS[found.passage.document]
    assert held[found.passage.start : found.passage.end] == found.passage.text


@settings(max_examples=80)
@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 1150), st.integers(20, 45), st.integers(2, 4))
def test_words_of_which_some_are_changed_are_found_near(index, name, start, length, step):
    """With every fourth, third or second word another one, the place is still the one they are from."""
    words = TEXTS[name].split()[start : start + length]
    changed = [ABSENT if at % (step + 2) == 2 else word for at, word in enumerate(words)]
    found = locate(" ".join(changed), index)
    assert found is not None
    assert found.passage.document == name
    begin = len(" ".join(TEXTS[name].split()[:start]))
    end = begin + len(" ".join(words))
    shared = min(end, found.passage.end) - max(begin, found.passage.start)
    assert shared > 0.8 * (end - begin)
    assert len(found.passage.text.split()) <= length + 2 * (SLACK + length // 4)
    assert 0 < found.share < 1


@pytest.mark.parametrize(
    "quote", ["", " ", "…", "[…]", "!?", "qzyx", "qzyx xqzy zyxq", "[Applause]", "\x00\ufeff"]
)
def test_nothing_is_found_of_nothing(index, quote):
    """Where no word of a quotation stands anywhere, there is no place, not a poor one."""
    assert locate(quote, index) is None


def test_an_empty_index_holds_no_place(tmp_path):
    """Without documents nothing is anywhere."""
    build_segment(tmp_path, [])
    assert locate("the pilots will sail", open_index(tmp_path, {}.__getitem__)) is None


@pytest.mark.parametrize("mark", [" … ", " [...] ", " . . . ", " [the mate] ", " * * * "])
def test_what_the_quoter_marks_is_not_looked_for(index, mark):
    """Marks and words in brackets are the quoter's; the words on both sides lead to their place."""
    words = TEXTS["d3"].split()[200:240]
    found = locate(f"{' '.join(words[:18])}{mark}{' '.join(words[22:])}", index)
    assert found.passage.document == "d3"
    assert words[0] in found.passage.text
    assert words[-2] in found.passage.text


def test_words_in_brackets_lead_nowhere(index):
    """A long remark in brackets, taken from another text, does not draw the quotation there."""
    words, remark = TEXTS["d3"].split()[300:318], " ".join(TEXTS["d6"].split()[500:530])
    found = locate(f"{' '.join(words[:9])} [{remark}] {' '.join(words[9:])}", index)
    assert (found.passage.document, found.share) == ("d3", 1.0)


def test_brackets_alone_are_read_as_words(index):
    """A quotation all of which stands in brackets is looked for as it stands."""
    words = " ".join(TEXTS["d2"].split()[60:75])
    found = locate(f"[{words}]", index)
    assert (found.passage.document, found.share) == ("d2", 1.0)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.sampled_from(LEXICON[:300]), st.text(max_size=6)), max_size=60).map(" ".join))
def test_a_place_never_reaches_outside_its_text(index, quote):
    """Whatever is asked, the passage is words of its document: no offset lies outside, none is empty."""
    found = locate(quote, index)
    if found is not None:
        text = TEXTS[found.passage.document]
        assert 0 <= found.passage.start < found.passage.end <= len(text)
        assert text[found.passage.start : found.passage.end] == found.passage.text
        assert 0 < found.share <= 1


@pytest.mark.parametrize("part", ["head", "tail"])
def test_words_that_run_over_the_end_of_a_text_stop_with_it(index, part):
    """A quotation whose end belongs to no text here is found up to the first or last word that does."""
    words = TEXTS["d4"].split()
    strange = " ".join([ABSENT] * 12)
    quote = f"{strange} {' '.join(words[:20])}" if part == "head" else f"{' '.join(words[-20:])} {strange}"
    found = locate(quote, index)
    assert found.passage.document == "d4"
    edge = found.passage.start if part == "head" else len(TEXTS["d4"]) - found.passage.end
    assert 0 <= edge <= 1
