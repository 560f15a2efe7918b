"""Does the seed read as the acceptance table says (SEED-ROWS S33-S54: events, forecasts, claims, damages)?

Rows that need more than this text: S38 (order of what happened) test_chronology.py; S47 on other texts
test_read_times.py; S49 (whose organ the publisher is) belongs to inquiries,
here only that the text relates the two; which branch of S40 came about is a verdict, not a reading. S3-S32 stand
in test_seed_rows.py, all rows on other texts in test_seed_rows_cases.py.
"""

from __future__ import annotations

from functools import cache

import pytest

from finding_tables import read_essay
from foresaid.model.annotations import Context
from foresaid.parsers import load_parser
from foresaid.pipeline.reading import read_text
from foresaid.read.times.conflicts import date_conflicts, dated_statements, empty_words
from foresaid.vocabulary import load_vocabulary

COMMITTEE = "International Committee of the Fourth International"
essay = cache(read_essay)


@pytest.fixture(params=[False, True], ids=["rules", "parser"])
def seed(request, shared):
    """The seed with what is read in it, by rules alone and with a parser."""
    if request.param and load_parser("en") is None:
        pytest.skip("no parser is installed")
    return essay(shared / "seed", parsing=request.param)


def test_s33_a_whole_event(seed):
    """S33: who was killed where, on which day, by whom."""
    event = seed.one("assertions", kind="event", marker="assassination")
    assert (event.subject.text, event.place.text, event.date) == (
        "Trotsky",
        "Coyoacan, Mexico",
        "1940-08-20",
    )
    assert event.agent_name == "Ramón Mercader"


def test_s34_dates_beside_events(seed):
    """S34: a founding and earliest stages are what the years are told of."""
    assert seed.one("times", value="1938").anchor == "its founding"
    assert seed.one("times", value="1923", anchor="*").anchor == "its earliest stages"


def test_s35_three_years_later(seed):
    """S35: the year is reckoned from the one before, and it is told from which."""
    found = seed.one("times", text="Three years later")
    assert (found.value, found.anchor, seed.words(found.anchor_place)) == ("1956", "1953", "1953")


def test_s36_within_months_of_a_speech(seed):
    """S36: a stretch behind an event that the text dates, and no day."""
    found = seed.one("times", text="Within months …")
    assert found.value.startswith("1956")
    assert "1956" in found.anchor


def test_s37_parts_of_decades_are_approximate(seed):
    """S37: early, mid and past stretches have their range, qualified where no source fixes it."""
    values = {
        "the mid-1930s": "1934~/1936~",
        "the early 1920s": "1920~/1923~",
        "the early 1980s": "1980~/1983~",
        "The past three decades": "1991/2021",
    }
    for words, value in values.items():
        assert seed.one("times", text=words).value == value


def test_every_time_of_the_seed(seed):
    """S8, S9, S18, S34-S37: at least 32 of the 33 times stand in their very places with their values."""
    found = {(each.target.start, each.target.end): each.body for each in seed.found["times"]}
    right = 0
    for gold in seed.gold["timex"]:
        body = found.get(tuple(gold["span"]))
        value = (body.value or "").replace("~", "") if body else None
        wanted = gold["edtf"] or ""
        right += value is not None and (value == wanted or value.startswith(wanted + "/"))
    assert right >= len(seed.gold["timex"]) - 1


def test_s39_a_conclusion_no_later_than(seed):
    """S39: who had reached which conclusion by when."""
    belief = seed.one("assertions", kind="belief", agent="Trotsky")
    assert belief.date == "../1933"
    assert belief.subject.text.startswith("the bureaucracy could not be reformed")
    claim = seed.one("foresight", text="reached the conclusion …")
    assert (claim.holder.name, claim.date) == ("Leon Trotsky", "1933")


def test_s40_either_or(seed):
    """S40: each branch stands apart, there is no third and no term, and the holder is who is quoted."""
    roads = seed.one("forecasts", noun="Forecast", holder=COMMITTEE, holding="quoted")
    either = seed.one("forecasts", noun="Forecast", holder="Leon Trotsky", holding="quoted")
    for forecast in (roads, either):
        assert len(forecast.alternatives) == 2
        assert forecast.exclusive
        assert forecast.horizon is None
    assert "capitalist restoration" in roads.alternatives[0].text
    assert either.alternatives[1].text.startswith("the working class will crush")


def test_s41_two_parts(seed):
    """S41: restoration and decline can be judged apart."""
    forecast = seed.one("forecasts", noun="Forecast", text="capitalist restoration and …")
    assert [each.text.split(" in ")[0] for each in forecast.parts] == [
        "capitalist restoration",
        "a horrifying decline",
    ]
    assert (forecast.holder.name, forecast.holding) == ("David North", "quoted")


def test_s42_by_what_it_was_to_come(seed):
    """S42: the measures by which it was to come about are kept."""
    forecast = seed.one("forecasts", noun="Forecast", holder="David North", mechanism="*")
    assert forecast.mechanism.text == "through these measures"
    assert "reintroducing capitalism" in forecast.text


def test_s43_rivals(seed):
    """S43: rivals' forecasts stand in the same form, the one in free indirect speech too, as an opponent tells them."""
    claimed = seed.one("forecasts", text="Stalinism could be pressured …", noun="Forecast")
    free = seed.one("forecasts", text="De-Stalinization would render …")
    assert {claimed.holding, free.holding} == {"reported by an opponent"}
    assert claimed.holder == free.holder
    assert free.holder.name is None


def test_s44_an_unnamed_many(seed):
    """S44: what the powers celebrated is a forecast of theirs, as an opponent tells it."""
    era = seed.one("forecasts", text="the beginning of a new era …")
    assert (era.holder.kind, era.holding) == ("collective", "reported by an opponent")


def test_s45_later_claims(seed):
    """S45: "repeatedly warned", "warned", "understood" are later claims with content and without a date."""
    for words in ("repeatedly warned …", "warned that the imminent …", "understood that the end …"):
        claim = seed.one("foresight", kind="later claim", text=words)
        assert claim.content is not None
        assert claim.date is None
        assert claim.universal == words.startswith("repeatedly")
        assert claim.holder is None or claim.holder.name == COMMITTEE


def test_s45_what_is_reported_is_exact(seed):
    """S43, S45: the six reported statements stand in their places, and nobody else is named for them."""
    for gold in seed.gold["indirect"]:
        found = [
            each for each in seed.every("quotations", type="indirect") if each.body.text == gold["text"]
        ]
        (body,) = [each.body for each in found if [each.target.start, each.target.end] == gold["span"]]
        name = body.speaker.name if body.speaker else None
        assert name in {None, gold["speaker"]}


def test_s46_outcomes_apart_from_forecasts(seed):
    """S46: catastrophe and falling life expectancy are outcomes; the dissolution is a dated event with its actor."""
    assert seed.one("assertions", kind="outcome", marker="outcome").effect.text == "a catastrophe"
    assert "life expectancy" in seed.one("assertions", kind="outcome", marker="plummeted").text
    event = seed.one("assertions", kind="event", marker="dissolved")
    assert (event.subject.text, event.date) == ("the Soviet Union", "1991-12-26")
    assert event.agent.text.startswith("the Stalinist regime")


def test_s47_the_day_of_the_flag(seed):
    """S47: the day without a year is of the year told for that day before, as the seed has it."""
    assert seed.one("times", text="December 26").value == "1991-12-26"
    assert seed.one("assertions", kind="event", subject="the red flag").date == "1991-12-26"


FLAG = (
    "The red flag was lowered over the Kremlin on {} December 1991.",
    "On {} December 1991, the red flag was lowered over the Kremlin.",
)


def contradicting(seed, other):
    """The statements of another document that date an event of the seed otherwise."""
    said = list(dated_statements("seed", seed.text, seed.found["times"]))
    times = read_text(other, ("times",), Context(), parsing=False)["times"]
    said += dated_statements("other", other, times)
    found = date_conflicts(said, empty_words(load_vocabulary("en")))
    return [each for each in found if each.other.document == "other"]


@pytest.mark.parametrize("sentence", FLAG)
def test_s47_another_day_elsewhere_is_a_conflict(seed, sentence):
    """S47: a document that has the flag lowered a day before contradicts the seed, one with its day does not."""
    assert contradicting(seed, sentence.format(25))
    assert not contradicting(seed, sentence.format(26))


def test_s48_vindications(seed):
    """S48: three vindications are the author's; only "every" needs a denominator."""
    found = seed.every("foresight", kind="vindication")
    assert [each.body.universal for each in found] == [False, True, False]
    assert {each.body.holder.name for each in found} == {seed.gold["author"]}


def test_s49_the_publisher_is_the_forecasters_own(seed):
    """S49: that the committee launched the web site is a relation with its year."""
    edge = seed.one("names", kind="founded", second="World Socialist Web Site")
    assert (edge.first_name, edge.date) == (COMMITTEE, "1998")


def test_s50_quantities(seed):
    """S50: numbers, their units and what qualifies them."""
    found = {
        (each.body.amount, each.body.unit, each.body.qualifier)
        for each in seed.every("assertions", kind="quantity")
    }
    assert found >= {
        ((70,), "years", ""),
        ((30,), "anniversary", "ordinal"),
        ((), "", "hundreds of thousands"),
        ((7,), "volume", ""),
        ((), "people", "millions"),
        ((5,), "minute", ""),
    }


def test_s51_superlatives_and_universals(seed):
    """S51: judgements cannot be checked; "every" is over what it counts."""
    for marker in ("most progressive", "unprecedented"):
        assert seed.one("assertions", kind="superlative", marker=marker).checkable is False
    assert seed.one("assertions", kind="universal", marker="without question").checkable is False
    assert seed.one("assertions", kind="universal", marker="Every").subject.text.startswith("Every metric")


def test_s52_causes_and_a_counterfactual(seed):
    """S52: cause, effect and marker, with no verdict."""
    drove = seed.one("assertions", kind="cause", marker="drove")
    assert drove.cause.text == "The defense of bureaucratic privilege"
    assert drove.effect.text.startswith("the Kremlin into alliances")
    due = seed.one("assertions", kind="cause", marker="due to")
    assert due.cause.text == "the criminal policies of the capitalist oligarchs"
    assert due.effect.text.startswith("the death of millions")
    unreal = seed.one("assertions", kind="counterfactual")
    assert unreal.marker.text == "were it not for"
    assert unreal.cause.text.startswith("the political disorientation")


def test_s53_a_dated_genealogy(seed):
    """S53: foundings with their years; of the line of successors it is said what a list leaves open."""
    dates = {each.body.second.text: each.body.date for each in seed.every("names", kind="founded")}
    assert dates == {
        COMMITTEE: "1953",
        "Socialist Equality Parties": "1995/..",
        "World Socialist Web Site": "1998",
    }
    line = seed.every("names", kind="successor of")
    assert [each.body.first.text for each in line] == ["Brezhnev", "Andropov", "Gorbachev"]
    assert all("not stated" in each.body.note for each in line)


def test_s54_damages_are_found_and_can_be_undone(seed):
    """S54: four page breaks, the contact block, the change of marks and the lost apostrophe, each where it is."""
    assert len(seed.every("artefacts", kind="page break")) == 4
    footer = seed.one("artefacts", kind="boilerplate")
    assert footer.text == seed.text[seed.text.index("To contact") :]
    assert seed.one("artefacts", kind="mixed quotation marks")
    lost = seed.one("artefacts", kind="possible misprint", text="workers state")
    assert lost.repaired is None


def test_s54_nothing_is_read_in_the_contact_block(seed):
    """S54: no layer reads names, works or claims in the block; its misprint alone is noted."""
    end = seed.text.index("To contact")
    inside = [
        (layer, each.body)
        for layer, found in seed.found.items()
        for each in found
        if each.target.end > end and layer != "artefacts"
    ]
    assert all(getattr(body, "note", "") for _, body in inside)
    assert len(inside) <= 1
