"""Are shares, intervals and scores those of the textbooks?"""

from __future__ import annotations

from math import comb, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresaid.inquire.scores import (
    Scored,
    beta_quantile,
    bootstrap,
    brier,
    decomposed,
    incomplete_beta,
    log_score,
    reference,
    share_right,
    skill,
)

WHOLE = st.integers(1, 60)
FORECASTS = st.lists(
    st.builds(Scored, st.sampled_from([0.03, 0.3, 0.5, 0.675, 0.75, 0.97]), st.booleans()),
    min_size=1,
    max_size=60,
)


@pytest.mark.parametrize(
    ("right", "resolved", "prior", "expected"),
    [
        # Computed in the project's notes by 100,000 draws of Beta(1 + right, 1 + wrong), which is a Beta(1, 1) prior.
        (3, 3, 1, (0.80, 0.40, 0.99)),
        (30, 40, 1, (0.74, 0.60, 0.86)),
        # Under Beta(2, 2): the means are 5/7 and 32/44 exactly.
        (3, 3, 2, (0.71, 0.36, 0.96)),
        (30, 40, 2, (0.73, 0.59, 0.85)),
        (0, 0, 2, (0.50, 0.09, 0.91)),
    ],
)
def test_shares_right(right, resolved, prior, expected):
    """Known shares with their intervals come out to two digits."""
    share = share_right(right, resolved, prior)
    assert tuple(round(each, 2) for each in share) == expected


def test_three_of_three_does_not_outrank_thirty_of_forty():
    """The prior draws few forecasts to the middle: 3 of 3 has a lower mean than 30 of 40, and a far wider interval."""
    few, many = share_right(3, 3), share_right(30, 40)
    assert few.mean < many.mean
    assert few.high - few.low > 2 * (many.high - many.low)


@given(st.floats(0.001, 0.999), WHOLE, WHOLE)
def test_the_incomplete_beta_is_a_sum_of_binomials(x, a, b):
    """For whole a and b it is the chance of at least a successes in a + b - 1 trials (DLMF 8.17.5)."""
    n = a + b - 1
    tail = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert incomplete_beta(x, a, b) == pytest.approx(tail, rel=1e-9, abs=1e-12)


@given(st.floats(0.001, 0.999), st.floats(0.5, 500), st.floats(0.5, 500))
def test_a_quantile_is_where_its_share_lies(share, a, b):
    """The quantile undoes the function, and quantiles of mirrored distributions mirror each other."""
    x = beta_quantile(share, a, b)
    assert incomplete_beta(x, a, b) == pytest.approx(share, abs=1e-6)
    assert beta_quantile(1 - share, b, a) == pytest.approx(1 - x, abs=1e-6)


def test_the_incomplete_beta_ends_where_it_should():
    """Nothing lies below 0, everything below 1."""
    assert (incomplete_beta(0.0, 2, 3), incomplete_beta(1.0, 2, 3)) == (0.0, 1.0)


def test_brier_of_known_forecasts():
    """Squared errors by hand: (.9-1)^2, (.3-0)^2, (.6-1)^2."""
    found = [Scored(0.9, True), Scored(0.3, False), Scored(0.6, True)]
    assert brier(found) == pytest.approx((0.01 + 0.09 + 0.16) / 3)
    assert reference(found, 2 / 3) == pytest.approx(2 / 9)
    assert skill(0.1, 0.2) == 0.5
    assert skill(0.1, 0.0) is None


@given(FORECASTS)
def test_a_brier_score_is_its_parts(found):
    """Reliability less resolution plus uncertainty (Murphy 1973); always saying the base rate has no skill."""
    parts = decomposed(found)
    assert brier(found) == pytest.approx(parts.reliability - parts.resolution + parts.uncertainty)
    base = sum(each.right for each in found) / len(found)
    assert reference(found, base) == pytest.approx(parts.uncertainty)


@given(FORECASTS)
def test_turning_a_forecast_round_changes_no_score(found):
    """That it will with .7 and that it will not with .3 are one forecast."""
    turned = [Scored(1 - each.probability, not each.right) for each in found]
    assert brier(turned) == pytest.approx(brier(found))
    assert log_score(turned) == pytest.approx(log_score(found))


def test_one_impossible_event_does_not_decide_a_log_score():
    """Probabilities are clipped at .01 and .99."""
    assert log_score([Scored(0.0, True)]) == pytest.approx(-log(0.01))
    assert log_score([Scored(1.0, True)]) == pytest.approx(-log(0.99))


@given(FORECASTS, st.integers(0, 2**64))
def test_a_bootstrap_depends_on_its_seed_alone(found, seed):
    """The same seed gives the same interval, which lies between the least and the greatest loss."""
    one = bootstrap(found, seed, 40)
    assert one == bootstrap(found, seed, 40)
    if len(found) == 1:
        assert one is None
    else:
        losses = [(each.probability - each.right) ** 2 for each in found]
        assert min(losses) - 1e-12 <= one[0] <= one[1] <= max(losses) + 1e-12


def test_a_bootstrap_covers_as_it_should():
    """The interval of 100 calibrated forecasts at .7 is near the one that the binomial gives: 1.96 standard errors."""
    found = [Scored(0.7, number % 10 < 7) for number in range(100)]
    low, high = bootstrap(found, 1)
    error = 1.96 * (0.4 * (0.7 * 0.3) ** 0.5) / 10
    assert low == pytest.approx(0.21 - error, abs=0.008)
    assert high == pytest.approx(0.21 + error, abs=0.008)
