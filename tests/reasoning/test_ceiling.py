"""A forecast of training by reward: the fit against curves that it should find, and what a beginning leaves open."""

import numpy as np
import pytest
from scipy import optimize

from simulations.reasoning import ceiling


def test_half_of_the_rise_is_done_at_the_midpoint_and_the_ceiling_is_the_end():
    assert ceiling.rise(5_000, exponent=2.0, midpoint=5_000) == pytest.approx(0.5)
    assert ceiling.pass_rate(4_000, start=0.2, ceiling=0.8, exponent=1.0, midpoint=4_000) == pytest.approx(0.5)
    assert ceiling.pass_rate(1e12) == pytest.approx(ceiling.CEILING, abs=1e-6)


def test_the_exponent_is_the_slope_of_the_log_odds_of_the_rise():
    few, many = ceiling.rise(np.array([1e3, 1e4]), exponent=1.7, midpoint=4e3)
    assert np.log10(many / (1 - many)) - np.log10(few / (1 - few)) == pytest.approx(1.7)


def test_a_run_without_noise_is_found_again():
    truth = ceiling.pass_rate(ceiling.MEASURED)
    at, ceilings = ceiling.fitted(ceiling.MEASURED, truth[None], at=np.array([2e5]))
    # The grids of exponents and midpoints are steps of 0.1 and 12%.
    assert at[0, 0] == pytest.approx(ceiling.pass_rate(2e5), abs=0.006)
    assert ceilings[0] == pytest.approx(ceiling.CEILING, abs=0.01)


def test_the_grid_fits_as_well_as_a_search_does():
    used = ceiling.MEASURED[:20]
    run = ceiling.pass_rate(used) + 0.01 * np.random.default_rng(5).standard_normal(20)

    def curve(compute, top, exponent, midpoint):
        return ceiling.pass_rate(compute, ceiling=top, exponent=exponent, midpoint=midpoint)

    best, _ = optimize.curve_fit(curve, used, run, p0=(0.6, 1.0, 4e3), bounds=([0.3, 0.4, 300], [1, 3, 3e5]))
    at, _ = ceiling.fitted(used, run[None], at=used)
    misses = [np.sum((run - rates) ** 2) for rates in (at[0], curve(used, *best))]
    assert misses[0] <= misses[1] * 1.05


def test_the_later_the_narrower_and_the_truth_lies_within():
    spans = [ceiling.forecast(seen=hours) for hours in (3e3, 6e3, 12e3, 25e3, 50e3)]
    widths = [one.end_high - one.end_low for one in spans]
    assert widths == sorted(widths, reverse=True) and widths[0] > 0.4 and widths[-1] < 0.04
    assert all(one.end_low < one.end < one.end_high for one in spans)
    assert all(one.ceiling_low < ceiling.CEILING < one.ceiling_high for one in spans)


def test_only_what_was_seen_is_shown():
    result = ceiling.forecast(seen=6_000.0)
    assert result.measured.compressed()[-1] <= 6_000 and len(result.rate.compressed()) == 10
    assert result.low.mask[0] and not result.low.mask[-1]


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="compute must hold three points or more, not 2"):
        ceiling.fitted(np.array([1e3, 2e3]), np.zeros((1, 2)), at=np.array([1e4]))
    with pytest.raises(ValueError, match="midpoint must be above 0, not 0"):
        ceiling.rise(1, exponent=1, midpoint=0)
    with pytest.raises(ValueError, match="seen must be above 1500 GPU-hours, not 100"):
        ceiling.forecast(seen=100)
