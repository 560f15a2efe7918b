"""What is read of a repaired text, and does every finding come back to where it stands in the source?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.model.annotations import Annotation, Context, Phrase, Span
from foresaid.model.bodies import (
    Artefact,
    ArtefactKind,
    Assertion,
    AssertionKind,
    Citation,
    Forecast,
    ForecastLabel,
    Quotation,
    QuotationType,
    Speaker,
    TimeExpression,
    TimeType,
)
from foresaid.read.views import context_in_view, into_view, reading_view, relocated

TEXT = "The Com-\nmittee will not\n\nyield, said Ida Ros-\nen, before 1901."


def repair(text, words, instead):
    """An artefact over some words of a text."""
    start = text.index(words)
    body = Artefact(ArtefactKind.HYPHENATION, words, instead)
    return Annotation(Span(start, start + len(words)), body, "test/1")


@pytest.fixture
def view():
    """A text with two hyphens at line ends and a page break, repaired."""
    repairs = [
        repair(TEXT, "Com-\nmittee", "Committee"),
        repair(TEXT, "\n\n", "  "),
        repair(TEXT, "Ros-\nen", "Rosen"),
    ]
    return reading_view(TEXT, repairs)


def phrase(text, words):
    """Words of a text as a phrase."""
    start = text.index(words)
    return Phrase(start, start + len(words), words)


def test_what_is_repaired_is_read_whole(view):
    """A joined word and a sentence across two pages stand in the view without the damage."""
    assert view.text == "The Committee will not  yield, said Ida Rosen, before 1901."


def test_every_phrase_of_a_finding_is_cut_from_the_source(view):
    """A quotation with its speaker, cue and content comes back with the words that the file has."""
    words = phrase(view.text, "The Committee will not  yield")
    body = Quotation(
        QuotationType.DIRECT,
        1,
        words.text,
        Span(words.start, words.end),
        Speaker(phrase(view.text, "Ida Rosen"), "Ida Rosen"),
        phrase(view.text, "said"),
    )
    found = relocated(Annotation(Span(words.start, words.end), body, "test/1"), view)
    assert found.body.text == "The Com-\nmittee will not\n\nyield"
    assert found.body.content == found.target == Span(0, 31)
    assert found.body.speaker.phrase == phrase(TEXT, "Ida Ros-\nen")
    assert found.body.speaker.name == "Ida Rosen"
    assert found.body.cue == phrase(TEXT, "said")


def test_phrases_in_tuples_and_nouns_in_nouns_are_moved_too(view):
    """A work's agents and other titles, and the place that a date is reckoned from, come back as well."""
    agent = Speaker(phrase(view.text, "Ida Rosen"), "Ida Rosen")
    other = phrase(view.text, "Committee")
    found = relocated(
        Annotation(Span(4, 13), Citation("Committee", agents=(agent,), alternatives=(other,)), "test/1"),
        view,
    )
    assert found.body.agents[0].phrase == phrase(TEXT, "Ida Ros-\nen")
    assert found.body.alternatives == (phrase(TEXT, "Com-\nmittee"),)
    assert found.body.title == "Committee"
    year = phrase(view.text, "1901")
    time = TimeExpression(TimeType.DATE, "1901", "1901", "year", anchor_place=Span(year.start, year.end))
    place = relocated(Annotation(Span(year.start, year.end), time, "test/1"), view).body.anchor_place
    assert TEXT[place.start : place.end] == "1901"


def test_numbers_stay_what_they_are(view):
    """A counted amount is no place in the text."""
    body = Assertion(AssertionKind.QUANTITY, "1901", amount=(1901.0, 1902.0))
    year = phrase(view.text, "1901")
    found = relocated(Annotation(Span(year.start, year.end), body, "test/1"), view)
    assert found.body is body
    assert found.target == Span(TEXT.index("1901"), TEXT.index("1901") + 4)


def test_a_text_without_damage_is_read_as_it_is():
    """The view is the text itself, and findings come back as the same objects."""
    note = Annotation(Span(0, 3), Artefact(ArtefactKind.MISPRINT, "The"), "test/1")
    view = reading_view(TEXT, [note])
    assert view.text is TEXT
    assert relocated(note, view) is note
    assert into_view(note, view) is note
    context = Context(found={"artefacts": [note]})
    assert context_in_view(context, view) is context


def test_a_finding_in_front_of_all_repairs_is_the_same_object(view):
    """What did not move is not made anew."""
    note = Annotation(Span(0, 3), Artefact(ArtefactKind.MISPRINT, "The"), "test/1")
    assert relocated(note, view) is note


def test_pages_and_earlier_findings_are_moved_into_the_view(view):
    """A page's end and a stored finding stand in the view where their words stand there."""
    second = TEXT.index("yield")
    name = phrase(TEXT, "Ida Ros-\nen")
    stored = Annotation(Span(name.start, name.end), Artefact(ArtefactKind.MISPRINT, name.text), "test/1")
    context = Context(pages=(Span(0, second), Span(second, len(TEXT))), found={"names": [stored]})
    moved = context_in_view(context, view)
    assert view.text[moved.pages[1].start :].startswith("yield")
    assert moved.of("names")[0].body.text == "Ida Rosen"
    assert relocated(moved.of("names")[0], view) == stored


def test_of_two_repairs_in_one_place_the_first_and_longer_is_made():
    """Repairs that overlap never cut one another."""
    longer, shorter = repair(TEXT, "not\n\nyield", "not yield"), repair(TEXT, "\n\n", "  ")
    assert reading_view(TEXT, [shorter, longer]).text == reading_view(TEXT, [longer]).text


texts = st.text(alphabet="ab -\n'é\ud800", min_size=1, max_size=40)


@st.composite
def damaged(draw):
    """A text and repairs of it, in any order, that may shorten, lengthen or keep what they repair."""
    text = draw(texts)
    repairs = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        instead = draw(st.one_of(st.none(), st.text(alphabet="xy ", max_size=4)))
        body = Artefact(ArtefactKind.PAGE_BREAK, text[start:end], instead)
        repairs.append(Annotation(Span(start, end), body, "test/1"))
    return text, repairs


def body_at(text, start, end):
    """A body that holds one place in each of the ways there are."""
    words = Phrase(start, end, text[start:end])
    return Forecast(
        ForecastLabel.FORECAST,
        text[start:end],
        Span(start, end),
        condition=words,
        alternatives=(words, words),
        holder=Speaker(words, "A"),
    )


@given(damaged(), st.data())
def test_every_span_says_what_the_source_says(case, data):
    """Wherever a finding is made in a view, its places lie in the source and its words are the source's."""
    text, repairs = case
    view = reading_view(text, repairs)
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))
    found = relocated(Annotation(Span(start, end), body_at(view.text, start, end), "test/1"), view)
    target, body = found.target, found.body
    assert 0 <= target.start <= target.end <= len(text)
    assert body.text == text[target.start : target.end]
    assert body.sentence == target
    for each in (body.condition, *body.alternatives, body.holder.phrase):
        assert each == Phrase(target.start, target.end, text[target.start : target.end])


@given(damaged())
def test_places_keep_their_order(case):
    """Later in the view is never earlier in the source, nor the other way round."""
    text, repairs = case
    view = reading_view(text, repairs)
    for size, move in ((len(view.text), view.to_source), (len(text), view.to_view)):
        starts = [move(at, size)[0] for at in range(size)]
        ends = [move(0, at)[1] for at in range(1, size + 1)]
        assert starts == sorted(starts)
        assert ends == sorted(ends)


@given(damaged(), st.data())
def test_what_lies_between_repairs_goes_both_ways(case, data):
    """A place that touches no repair comes back from the view as it was, with its words unchanged."""
    text, repairs = case
    view = reading_view(text, repairs)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    made = [each.target for each in repairs if each.body.repaired is not None]
    if any(each.start < end and start < each.end for each in made):
        return
    stored = Annotation(Span(start, end), body_at(text, start, end), "test/1")
    moved = into_view(stored, view)
    assert moved.body.text == view.text[moved.target.start : moved.target.end] == text[start:end]
    assert relocated(moved, view) == stored


@given(texts)
def test_repairs_that_change_nothing_move_nothing(text):
    """A repair of the same length shifts no place."""
    body = Artefact(ArtefactKind.PAGE_BREAK, text[:1], " ")
    view = reading_view(text, [Annotation(Span(0, 1), body, "test/1")])
    assert view.shifts == ()
    assert view.text == " " + text[1:]
    assert replace(view, source=text) == view
