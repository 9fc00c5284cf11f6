"""Horizons: p^L by hand, and a mixture of tasks against integrals and METR's logistic."""

import numpy as np
import pytest
from scipy import integrate, stats

from simulations.reasoning import horizon


def test_steps_by_hand():
    assert horizon.steps(0.5) == pytest.approx(1) and horizon.steps(0.9, success=0.81) == pytest.approx(2)
    assert horizon.step_accuracy(2, success=0.81) == pytest.approx(0.9)


def test_a_doubling_needs_half_the_error():
    accuracy = horizon.step_accuracy(np.array([1_000, 2_000]))
    assert (1 - accuracy[1]) / (1 - accuracy[0]) == pytest.approx(0.5, rel=1e-3)


@pytest.mark.parametrize("spread", [0.3, 1.0, 3.0])
def test_success_is_the_mean_over_tasks_of_unlike_failure_rates(spread):
    half = 60.0
    mean = (2**spread - 1) / (spread * half)  # the mean rate that makes the horizon one hour
    rates = stats.gamma(1 / spread, scale=spread * mean)
    for minutes in (5.0, 60.0, 300.0):
        expected = integrate.quad(lambda u, t=minutes: np.exp(-rates.ppf(u) * t), 0, 1, limit=300)[0]
        assert horizon.survival(minutes, half=half, spread=spread) == pytest.approx(expected, rel=1e-3)
    assert rates.var() / rates.mean() ** 2 == pytest.approx(spread)


def test_with_a_spread_of_one_it_is_a_logistic_in_log_time():
    times = np.array([1.0, 15.0, 60.0, 600.0])
    logits = np.log(
        horizon.survival(times, half=60.0, spread=1.0) / (1 - horizon.survival(times, half=60.0, spread=1.0))
    )
    np.testing.assert_allclose(logits, -np.log(times / 60))


@pytest.mark.parametrize("spread", [0.0, 1e-20, 0.5, 2.0])
def test_the_longest_task_is_done_as_often_as_is_wanted(spread):
    for success in (0.5, 0.8, 0.99):
        longest = horizon.longest(success, half=45.0, spread=spread)
        assert horizon.survival(longest, half=45.0, spread=spread) == pytest.approx(success)


@pytest.mark.parametrize("spread", [1e-6, 1e-17, 1e-100])
def test_a_small_spread_is_nearly_none(spread):
    times = np.geomspace(1, 500, 9)
    np.testing.assert_allclose(
        horizon.survival(times, half=60.0, spread=spread), horizon.survival(times, half=60.0), atol=1e-5
    )


def test_one_failure_rate_has_one_ratio_and_no_measured_model_has_it():
    assert horizon.success(half=240.0).ratio == pytest.approx(horizon.STEADY) == pytest.approx(3.106, abs=1e-3)
    names, ratios = horizon.measured_ratios()
    assert len(names) == 9 and ratios.min() > 3.9 and ratios.max() < 10.4


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="step_accuracy must lie between 0 and 1, both excluded, not 1.0"):
        horizon.steps(1.0)
    with pytest.raises(ValueError, match="half must be above 0 minutes, not 0"):
        horizon.survival(1, half=0)
    with pytest.raises(ValueError, match="spread must lie from 0 to 100, not -1"):
        horizon.survival(1, half=1, spread=-1)
    with pytest.raises(ValueError, match="spread must lie from 0 to 100, not 1000000000"):
        horizon.survival(1, half=1, spread=10**9)
    with pytest.raises(ValueError, match="half must be above 0 minutes, not -1"):
        horizon.longest(0.5, half=-1, spread=1)
