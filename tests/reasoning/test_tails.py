"""Many tries: the closed form against integrals and single problems, and the power law against its limit."""

import numpy as np
import pytest
from scipy import stats

from simulations.reasoning import coverage, tails


@pytest.mark.parametrize("floor", [0.0, 0.001, 0.05])
@pytest.mark.parametrize("tries", [1, 30, 400])
def test_what_is_unsolved_is_the_mean_over_problems(floor, tries):
    ranks = (np.arange(200_000) + 0.5) / 200_000
    rates = np.maximum(stats.beta.ppf(ranks, 0.3, 2.7), floor)
    expected = np.mean((1 - rates) ** tries)
    assert tails.unsolved(tries, tail=0.3, floor=floor) == pytest.approx(expected, rel=1e-3)


def test_without_a_floor_it_is_the_other_module_s():
    for tries in (0, 5, 1_000):
        expected = coverage.unsolved(tries, mean=0.1, concentration=5.0)
        assert tails.unsolved(tries, tail=0.5) == pytest.approx(expected)


@pytest.mark.parametrize("tail", [0.1, 0.5, 1.0, 2.0])
def test_the_mean_of_exponentials_ends_in_the_power_law(tail):
    assert tails.unsolved(1e7, tail=tail) / tails.law(1e7, tail=tail) == pytest.approx(1, rel=1e-4)
    found = tails.exponent((1e6, 1e8), tuple(tails.unsolved([1e6, 1e8], tail=tail)))
    assert found == pytest.approx(tail, rel=1e-4)


def test_the_law_of_even_rates_by_hand():
    # Rates even on 0 to 1, mean one half: ∫(1 − p)^k dp = 1/(k + 1).
    assert tails.unsolved(9, tail=1.0, mean=0.5) == pytest.approx(0.1)
    assert tails.law(100, tail=1.0, mean=0.5) == pytest.approx(0.01)


def test_with_a_floor_the_law_ends_and_the_mean_falls_like_the_hardest_problem():
    whole, floored = tails.many_tries(tail=0.3), tails.many_tries(tail=0.3, floor=0.001)
    assert whole.fall == pytest.approx(whole.law_fall, rel=0.01)
    assert floored.fall > 1_000
    early = floored.tries <= 100
    np.testing.assert_allclose(floored.mean[early], whole.mean[early], rtol=0.05)
    late = floored.tries >= 30_000
    slope = np.diff(np.log(floored.mean[late])) / np.diff(floored.tries[late])
    np.testing.assert_allclose(slope, np.log(0.999), rtol=1e-3)


def test_single_problems_are_exponential_and_stand_in_their_order():
    result = tails.many_tries(tail=0.5)
    rate = 1 - result.median[0]
    np.testing.assert_allclose(result.median[:20], (1 - rate) ** result.tries[:20])
    assert result.hard[0] > result.harder[0] > result.median[0] > result.easier[0] > result.easy[0]
    assert result.below[-1] == 1 and np.all(np.diff(result.below) >= 0)


def test_nothing_lies_below_the_floor():
    result = tails.many_tries(floor=0.01)
    assert np.all(result.below[result.rates < 0.0099] == 0) and np.any(result.below[result.rates > 0.011] > 0)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="tail must be above 0, not 0"):
        tails.unsolved(1, tail=0)
    with pytest.raises(ValueError, match="floor must lie from 0 to 1, not 2"):
        tails.unsolved(1, tail=1, floor=2)
    with pytest.raises(ValueError, match="tries must be 0 or more, not -1"):
        tails.unsolved(-1, tail=1)
