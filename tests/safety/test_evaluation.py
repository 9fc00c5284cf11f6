"""Intervals and the PassUntil estimate against closed forms."""

import numpy as np
import pytest

from simulations.safety import evaluation


def test_pass_until_draws_have_the_negative_binomial_mean():
    drawn = evaluation.pass_until(0.02, passes=5, rng=np.random.default_rng(0), size=20_000)
    # mean r/p = 250, standard error sqrt(r(1-p))/p/sqrt(20000) = 0.78
    assert drawn.mean() == pytest.approx(250, abs=3)
    assert drawn.min() >= 5


def test_unbiased_estimate_is_unbiased_and_the_usual_one_is_not():
    drawn = evaluation.pass_until(0.02, passes=3, rng=np.random.default_rng(1), size=40_000)
    unbiased = evaluation.pass_until_estimate(drawn, passes=3, unbiased=True)
    # standard error of the mean about 0.02 / sqrt(40000) = 1e-4
    assert unbiased.mean() == pytest.approx(0.02, abs=5e-4)
    assert evaluation.pass_until_estimate(drawn, passes=3).mean() > 0.025


def test_pass_until_refuses_what_cannot_end():
    with pytest.raises(ValueError, match="rate"):
        evaluation.pass_until(0.0, passes=1, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="passes"):
        evaluation.pass_until_estimate(np.array([5]), passes=1, unbiased=True)


def test_task_success_starts_where_it_is_told_and_its_bend_is_straight():
    sizes = np.array([1e6, 1e8, 1e10])
    rate = evaluation.task_success(sizes, exponent=0.25, at_smallest=1e-5)
    assert rate[0] == pytest.approx(1e-5)
    assert np.diff(evaluation.bend(rate)) == pytest.approx([-0.25 * np.log(100)] * 2)


def test_more_samples_see_more_sizes():
    seen = [evaluation.high_resolution(budget=budget).seen for budget in (10, 1000, 1_000_000)]
    assert seen[0] < seen[1] < seen[2] == 13


def test_sampling_until_passes_sees_every_size_and_forecasts():
    sweep = evaluation.high_resolution(until=True)
    assert sweep.seen == 13
    # ten passes a size: the rate is within about a third, the forecast at 10B within a few points
    assert sweep.forecast[48] == pytest.approx(sweep.fine_rate[48], abs=0.08)


def test_the_law_is_fitted_to_the_nine_sizes_up_to_a_hundred_million():
    sweep = evaluation.high_resolution(until=True, seed=1)
    assert sweep.fitted_up_to == pytest.approx(1e8)
    small = sweep.scale <= 1.001e8
    x, y = np.log10(sweep.scale[small]), evaluation.bend(np.asarray(sweep.estimate)[small])
    slope, intercept = np.polyfit(x, y, 1)  # numpy's own least squares
    np.testing.assert_allclose(
        sweep.forecast_bend, intercept + slope * np.log10(sweep.fine_scale), rtol=1e-9, atol=1e-9
    )


def test_the_budget_plays_no_part_in_sampling_until_enough_successes():
    drawn = [evaluation.high_resolution(budget=budget, until=True).samples.tolist() for budget in (10, 1000, 10**6)]
    assert drawn[0] == drawn[1] == drawn[2]


def test_expected_samples_are_what_sweeps_cost_on_average():
    expected = evaluation.expected_samples(evaluation.high_resolution().rate).sum()
    cost = [evaluation.high_resolution(until=True, seed=seed).total_samples for seed in range(200)]
    # a sweep's standard deviation is about a quarter of its mean: 2% for the mean of 200
    assert np.mean(cost) == pytest.approx(expected, rel=0.06)


def test_nothing_seen_is_nothing_forecast():
    sweep = evaluation.high_resolution(budget=1)
    assert np.ma.getmaskarray(sweep.forecast).all()
    assert np.isnan(sweep.far_forecast)
    assert np.ma.getmaskarray(sweep.estimate)[sweep.rate < 1e-3].all()
