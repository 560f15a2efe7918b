"""Is a hit before an event held against other dates of the collection, and told in words that fit?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from foresaid.inquire.placebo import Ground, certain_days, hit_days, placebo, thresholds
from foresaid.inquire.windows import WindowCounter, coverage, draws, era_of, fitting, years_before
from foresaid.model.dates import Grade, civil_date, day_number, iso_day
from foresaid.model.inquiries import Stance, Standing
from foresaid.text.edtf import parse_edtf
from invented_dossier import COPY, DENIED, FORESEEN, MAYBE, WARNED

# From 1880 on: leap years, and 1900, which is none.
_FIRST = day_number(1880, 1, 1)
_DAYS = st.integers(_FIRST, _FIRST + 40 * 366)
_YEARS = st.integers(1, 12)


def span(first, width):
    """A first and a last day, so many days apart."""
    return first, first + width


_SPANS = st.builds(span, _DAYS, st.one_of(st.just(0), st.integers(0, 800), st.integers(3_640, 3_670)))


def day(text):
    """The first day of a date."""
    return parse_edtf(text).earliest


def each_year(first, last, month=12):
    """One day a year, as the annual messages have it."""
    return tuple((day_number(year, month, 3),) * 2 for year in range(first, last + 1))


@given(st.lists(_SPANS, max_size=30), _DAYS, _YEARS)
def test_what_lies_in_a_window_is_counted_as_by_hand(spans, before, years):
    """Two bisections give what looking at every span gives, wide spans and leap years included."""
    begin = years_before(before, years)
    by_hand = sum(begin <= first and last < before for first, last in spans)
    assert WindowCounter(spans, years).before(before) == by_hand


def test_a_year_is_in_the_window_of_the_year_after_it():
    """A document of which only the year is known lies wholly in the year before the next New Year, leap year or not."""
    for year in ("1899", "1900", "1904"):
        date = parse_edtf(year)
        counter = WindowCounter([(date.earliest, date.latest)], 1)
        assert counter.before(date.latest + 1) == 1
        assert counter.before(date.latest + 2) == 0
        assert counter.before(date.latest) == 0


@given(
    st.lists(st.builds(span, st.integers(_FIRST, _FIRST + 1_500), st.integers(0, 500)), max_size=5),
    st.integers(1, 2),
)
def test_a_date_can_be_drawn_where_its_window_is_covered_and_not_empty(spans, years):
    """The runs are exactly the days whose whole window lies in the coverage and holds a document."""
    runs = fitting(spans, years)
    covered = coverage(spans) or (0, -1)
    counter = WindowCounter(spans, years)
    fits = {
        each
        for each in range(covered[0], covered[1] + 2)
        if years_before(each, years) >= covered[0] and counter.before(each)
    }
    assert {each for low, high in runs for each in range(low, high + 1)} == fits
    assert list(runs) == sorted(runs)


def test_an_era_is_within_fifteen_years_and_not_within_three():
    """The days of an era lie on both sides of the event, cut by what the collection covers."""
    runs = era_of([(day("1900-01-01"), day("1925-01-01"))], day("1911-05-14"))
    assert [(iso_day(low), iso_day(high)) for low, high in runs] == [
        ("1900-01-01", "1908-05-13"),
        ("1914-05-15", "1925-01-01"),
    ]


def test_the_same_seed_draws_the_same_dates_on_every_machine():
    """Draws are hashes of the seed, so that a placebo can be counted again anywhere."""
    runs = [(day("1800-01-01"), day("1899-12-31"))]
    drawn = [iso_day(each) for each in draws(runs, 4, "placebo", "7", "random")]
    assert drawn == ["1873-02-04", "1835-12-02", "1837-02-08", "1816-04-09"]
    assert draws(runs, 4, "placebo", "8", "random") != draws(runs, 4, "placebo", "7", "random")


@given(
    st.lists(st.tuples(st.integers(1, 900), st.integers(0, 300)), min_size=1, max_size=6),
    st.integers(0, 99),
)
def test_draws_stay_inside_their_runs(gaps, seed):
    """Every day drawn lies in a run, however the runs are cut."""
    runs, begin = [], _FIRST
    for gap, width in gaps:
        runs.append((begin + gap, begin + gap + width))
        begin += gap + width
    for each in draws(runs, 50, str(seed)):
        assert any(low <= each <= high for low, high in runs)


def test_draws_fall_evenly():
    """Of 10,000 draws from two runs of one and three hundred days a quarter falls on the first, within 2 in a hundred."""
    runs = [(0, 99), (1_000, 1_299)]
    drawn = draws(runs, 10_000, "even")
    assert abs(sum(each < 100 for each in drawn) / 10_000 - 0.25) < 0.02
    assert {0, 99, 1_000, 1_299} <= set(drawn)


def test_hits_that_stand_everywhere_are_no_better_than_any_other_window():
    """Where every window holds a hit, one before the event says nothing."""
    days = each_year(1850, 1950)
    found = placebo(Ground(days, days), parse_edtf("1900"), 3, labels="machine")
    assert (found.n, found.observed, found.share, found.era_share) == (1_000, 3, 1.0, 1.0)
    assert found.p > 0.9
    assert (
        "no better than any other window of this collection: 100 % of 1,000 random windows hold one too"
        in found.says
    )


def test_hits_that_stand_only_before_the_event_are_more_than_most_windows():
    """Where hits stand before the event alone, few other windows reach them."""
    days = each_year(1800, 1999)
    hits = each_year(1897, 1899) * 4
    found = placebo(Ground(days, hits), parse_edtf("1900"), 3, labels="machine")
    assert found.observed == 12
    assert found.p < 0.02
    assert "hold more than most other windows" in found.says


def test_p_counts_the_event_with_the_dates():
    """P is (r + 1) / (n + 1), never zero; it agrees with counting the drawn windows by hand."""
    days, hits = each_year(1850, 1950), each_year(1870, 1890) + each_year(1897, 1898)
    found = placebo(Ground(days, hits), parse_edtf("1900"), 5, labels="machine", seed=3, dates=200)
    counter = WindowCounter(hits, 5)
    counts = [counter.before(each) for each in draws(fitting(days, 5), 200, "placebo", "3", "random")]
    assert found.p == (sum(count >= found.observed for count in counts) + 1) / 201
    assert found.mean == sum(counts) / 200


def test_a_whole_era_of_hits_is_told_from_a_hit_of_its_own():
    """Many hits around the event beat the random windows of a thousand years, and not those of its own time."""
    days, hits = each_year(1000, 1999), each_year(1880, 1920)
    found = placebo(Ground(days, hits), parse_edtf("1900"), 2, labels="machine")
    assert found.p < 0.05 < found.era_p
    assert "better than random windows, and no better than other windows of its own time" in found.says


def test_what_is_rare_and_not_rare_enough_is_not_called_either():
    """Where a tenth of other dates do as well, the words claim neither that it is better nor that it is not."""
    days, hits = (
        each_year(1800, 1999),
        each_year(1899, 1899)
        + tuple(each for year in range(1805, 1999, 20) for each in each_year(year, year)),
    )
    found = placebo(Ground(days, hits), parse_edtf("1900"), 3, labels="machine")
    assert 0.05 < found.p < 0.25
    assert "not clearly better than" in found.says


@pytest.mark.parametrize(
    ("documents", "hits", "event", "years", "says"),
    [
        ((), (), "1900", 3, "do not cover 3 years"),
        (each_year(1898, 1899), (), "1900", 3, "do not cover 3 years"),
        (
            each_year(1800, 1850),
            each_year(1810, 1811),
            "1900",
            3,
            "No document searched is certainly of the 3 years",
        ),
        (each_year(1800, 1950), (), "1900", 3, "Nothing that explicitly foresees the event was found"),
        (
            each_year(1800, 1950),
            each_year(1810, 1811),
            "1900",
            3,
            "no hit in the 3 years before the event;",
        ),
        (
            each_year(1898, 1950),
            each_year(1899, 1899),
            "1900",
            3,
            "cover only a part of the event's own window",
        ),
        (
            each_year(1880, 1930),
            each_year(1899, 1899),
            "1900",
            10,
            "only 5 separate windows fit into 1880 to 1930",
        ),
        (
            each_year(1800, 1897),
            each_year(1896, 1896),
            "1899",
            3,
            "cover only a part of the event's own window",
        ),
        (each_year(1850, 1999), each_year(1899, 1899), "1900", 1, "the year before the event holds more"),
    ],
)
def test_what_limits_a_placebo_is_said(documents, hits, event, years, says):
    """No documents, no hits, a window that is cut or empty, few separate windows: each is told in words."""
    found = placebo(Ground(documents, hits), parse_edtf(event), years, labels="machine")
    assert says in found.says


def test_where_nothing_can_be_drawn_nothing_is_claimed():
    """Without another window n is 0 and p is 1."""
    found = placebo(
        Ground(each_year(1898, 1899), each_year(1899, 1899)), parse_edtf("1900"), 3, labels="machine"
    )
    assert (found.n, found.p, found.era_n, found.era_p) == (0, 1.0, 0, 1.0)


@pytest.mark.parametrize("date", [None, "../1900"])
def test_an_event_without_a_first_day_has_no_window(date):
    """Where an event has no first possible day there is no placebo."""
    event = parse_edtf(date) if date else None
    assert placebo(Ground(each_year(1800, 1950), ()), event, 3, labels="machine") is None


def test_years_before_our_era_have_windows_too():
    """Day numbers go on below 1 CE."""
    days = each_year(-99, 50)
    found = placebo(Ground(days, days), parse_edtf("-0043-03-15"), 10, labels="machine")
    assert found.observed == 10
    assert "only 15 separate windows fit into 100 BCE to 50" in found.says


@given(st.lists(_SPANS, min_size=2, max_size=20), st.integers(0, 5), _YEARS)
def test_a_placebo_is_the_same_for_the_same_seed_and_any_order(spans, seed, years):
    """Nothing but the days and the seed decides, whatever order they come in."""
    assume(len(spans) > 1)
    event, hits = parse_edtf("1900"), tuple(spans[::2])
    one = placebo(Ground(tuple(spans), hits), event, years, labels="machine", seed=seed, dates=50)
    other = placebo(
        Ground(tuple(spans[::-1]), hits[::-1]), event, years, labels="machine", seed=seed, dates=50
    )
    assert one == other
    assert 0 < one.p <= 1
    assert 0 <= one.share <= 1


def test_copies_count_once_at_the_earliest_original():
    """A cluster is one hit; a copy is none, nor is a passage whose date is weak, open or absent."""
    later = replace(FORESEEN, document="hale-1909", date="1909")
    weak = replace(FORESEEN, cluster="weak", grade=Grade.D)
    open_ended = replace(FORESEEN, cluster="open", date="1901/..")
    found = hit_days([later, COPY, FORESEEN, weak, open_ended, MAYBE], accepted=False)
    assert found == ((day("1901-03-01"), day("1901-03-31")),)


def test_machine_labels_and_accepted_labels_are_never_mixed():
    """The machine's label counts for the machine whatever people decided, theirs for them alone; only plain `foresees`."""
    accepted = replace(WARNED, stance=Stance.FORESEES, machine=Stance.ON_TOPIC, standing=Standing.ACCEPTED)
    assert hit_days([accepted], accepted=False) == ()
    assert len(hit_days([accepted], accepted=True)) == 1
    assert len(hit_days([WARNED], accepted=False)) == 1  # the machine said foresees, a person corrected it
    assert hit_days([WARNED, DENIED, FORESEEN], accepted=True) == ()
    assert hit_days([replace(FORESEEN, machine=Stance.FORESEES_PART)], accepted=False) == ()


def test_doubt_about_a_date_widens_it():
    """A date marked approximate is only in windows that hold its margins too."""
    date = parse_edtf("1901~")
    first, last = certain_days(date, Grade.B)
    assert civil_date(first)[0] < 1901 < civil_date(last)[0]
    assert certain_days(date, Grade.D) is None
    assert certain_days(None, Grade.A) is None


def test_the_numbers_that_a_placebo_rests_on_can_be_committed():
    """Every threshold has a name and a number."""
    assert dict(thresholds(seed=9)) == {
        "placebo.dates": 1_000,
        "placebo.era_gap_years": 3,
        "placebo.era_years": 15,
        "placebo.level": 0.05,
        "placebo.seed": 9,
        "placebo.unclear": 0.25,
    }
