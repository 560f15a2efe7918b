"""Do many quotations, and many copies of the same words, get the verdict that each would get alone?"""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foresaid.archive.quotation_index import build_segment, open_index
from foresaid.model.evidence import QuotedWords, Source, Words
from foresaid.text.edtf import parse_edtf
from foresaid.verify.quotations import verify_quotation, verify_quotations
from foresaid.verify.register import OWN_VOICE, Register, Voice, Voices
from foresaid.vocabulary import load_vocabulary

ENGLISH = load_vocabulary("en")
FORMULA = "The keeper of the seal shall bring the book to the table before noon."
SHORT = "before noon"
SPEAKERS = ("Ada Marsh", "Rasmus Holt", "Clara Winter")


def opened(folder, sources):
    """An index over sources."""
    build_segment(folder, sources)
    return open_index(folder, {source.id: source for source in sources}.__getitem__)


def quoting(number):
    """A document that says the formula and quotes it from one of three speakers."""
    text = (
        f'Sitting {number} began late. {FORMULA} Then a member said: "{FORMULA}" So ended sitting {number}.'
    )
    start = text.rindex(FORMULA)
    spans = ((start, start + len(FORMULA), SPEAKERS[number % 3]),)
    date = parse_edtf(str(1900 + number % 50))
    return Source(f"s{number}", text, (SPEAKERS[(number + 1) % 3],), (date,), (), spans)


@pytest.fixture(scope="module")
def sittings(tmp_path_factory):
    return opened(tmp_path_factory.mktemp("sittings"), [quoting(number) for number in range(60)])


def asked(number, words=FORMULA):
    """The quotation of one such document, attributed to somebody."""
    start = quoting(number).text.rindex(FORMULA) + FORMULA.index(words)
    at = (start, start + len(words))
    return QuotedWords(f"q{number}", words, SPEAKERS[number % 2], document=f"s{number}", at=at)


def test_a_copy_gets_the_verdict_it_would_get_alone(sittings):
    """What is kept for other copies of the words changes no verdict on one of them."""
    quotes = [asked(number % 60, words) for number in range(90) for words in (FORMULA, SHORT)]
    together = list(verify_quotations(quotes, sittings, ENGLISH))
    assert together == [verify_quotation(quote, sittings, ENGLISH) for quote in quotes]


def test_elsewhere_is_in_order_of_date_and_never_the_source(sittings):
    """Other places are listed once each, by date, without the source and the quotation; the quoting document last."""
    for number in range(0, 60, 7):
        quote = asked(number)
        found = verify_quotation(quote, sittings, ENGLISH)
        assert found.speaker == "confirmed"
        places = [(place.document, place.start, place.end) for place in found.elsewhere]
        assert len(set(places)) == len(places) == 20
        assert (found.source.document, found.source.start, found.source.end) not in places
        assert (quote.document, *quote.at) not in places
        others = [int(place.document[1:]) for place in found.elsewhere if place.document != quote.document]
        assert [1900 + at % 50 for at in others] == sorted(1900 + at % 50 for at in others)
        assert quote.document not in [place.document for place in found.elsewhere[: len(others)]]


def test_words_that_overlap_themselves_are_listed_apart(tmp_path):
    """Of "so so so so" the places of "so so" do not overlap one another."""
    index = opened(tmp_path, [Source("a", "so so so so so so so so")])
    found = verify_quotation(QuotedWords("q", "so so"), index, ENGLISH)
    spans = sorted(
        [(found.source.start, found.source.end), *((at.start, at.end) for at in found.elsewhere)]
    )
    assert spans == [(0, 5), (6, 11), (12, 17), (18, 23)]


def test_the_closeness_of_a_place_is_that_of_its_attribution(sittings):
    """Ranking places and attributing them agree on how close they are to what is stated."""
    register, chance = Register(sittings, ENGLISH, ["Sittings"], []), random.Random(4)
    for _ in range(300):
        stated = (chance.choice((None, "Holt", "Tom Reed")), chance.choice((None, "1903", "2001")), None)
        document, voice = (
            chance.randrange(60),
            chance.choice(
                (OWN_VOICE, Voice(True, None), Voice(True, "Rasmus Holt"), Voice(False, "Rasmus Holt"))
            ),
        )
        short = chance.random() < 0.5
        whole = register.attribution(stated, document, voice, short=short).closeness
        assert register.closeness(stated, document, voice, short=short) == whole


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=25), st.data())
def test_who_speaks_is_found_as_by_reading_all_spans(pairs, data):
    """The span that begins last among those that hold a place says who speaks, nested or crossing ones alike."""
    spans = sorted((start, start + length, f"{start}-{at}") for at, (start, length) in enumerate(pairs))
    start = data.draw(st.integers(0, 60))
    end = start + data.draw(st.integers(1, 10))
    holding = [name for first, last, name in spans if first <= start and end <= last]
    expected = Voice(True, holding[-1]) if holding else OWN_VOICE
    assert Voices(Source("d", "", quoted=tuple(spans))).at(start, end) == expected


def test_many_copies_and_many_spans_stay_fast(tmp_path):
    """Twenty thousand quotations of the same words in one text, and as many in documents of their own."""
    one = "He said, 'x y z.' " * 20_000
    spans = tuple((at, at + 6, None) for at in range(10, len(one), 18))
    alone = opened(tmp_path / "one", [Source("one", one, quoted=spans)])
    many = opened(tmp_path / "many", [quoting(number) for number in range(5000)])
    quotes = [QuotedWords(str(at), "x y z.", document="one", at=(at, end)) for at, end, _ in spans]
    assert {found.words for found in verify_quotations(quotes, alone, ENGLISH)} == {Words.NOT_FOUND}
    copies = (asked(number % 5000) for number in range(20_000))
    assert {found.speaker for found in verify_quotations(copies, many, ENGLISH)} == {"confirmed"}


def test_what_is_not_found_says_how_far_was_searched(sittings):
    """Whatever is not found carries the bounds of the search, and a reason for each part."""
    for words in ("never in the history of this house", "no such word", "one … two"):
        found = verify_quotation(QuotedWords("q", words, speaker="Ada Marsh"), sittings, ENGLISH)
        assert found.source is None
        assert "60 documents" in found.reasons["words"]
        assert set(found.reasons) == {"words", "speaker", "date", "work"}


def test_a_misattribution_says_what_is_held_here(tmp_path):
    """Each contradicted part says what the source has instead."""
    index = opened(tmp_path, [Source("a", FORMULA, ("Ada Marsh",), (parse_edtf("1901-05-02"),))])
    found = verify_quotation(QuotedWords("q", FORMULA, "Tom Reed", "1960"), index, ENGLISH)
    assert found.verdict == "misattributed"
    assert found.says == {"speaker": "Ada Marsh", "date": "1901-05-02"}


def test_a_formula_makes_no_source(tmp_path):
    """Sentences that share only what many sentences share are not found; the same sentence altered is."""
    chance = random.Random(9)
    lexicon = ["".join(chance.choice("bcdfglmnprstaeiou") for _ in range(7)) for _ in range(4000)]

    def sentence(formula):
        head, tail = (" ".join(chance.choice(lexicon) for _ in range(4)) for _ in range(2))
        return f"{head} {formula} {tail}."

    formula = "with the advice and consent of the upper house of the land"
    sentences = [sentence(formula) for _ in range(400)] + [sentence("by") for _ in range(400)]
    index = opened(tmp_path, [Source(str(at), text) for at, text in enumerate(sentences)])
    for _ in range(40):
        head, tail = (" ".join(chance.choice(lexicon) for _ in range(2)) for _ in range(2))
        found = verify_quotation(QuotedWords("q", f"{head} {formula} {tail}"), index, ENGLISH)
        assert found.words is Words.NOT_FOUND
    for at in range(0, 400, 10):
        words = sentences[at].rstrip(".").split()
        words[1] = "hitherto"
        found = verify_quotation(QuotedWords("q", " ".join(words)), index, ENGLISH)
        assert (found.words, found.source.document) == (Words.ALTERED, str(at))
