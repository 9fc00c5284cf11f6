import numpy as np
import pytest

from simulations.definition import surface
from simulations.laws import scaling


def test_a_slice_follows_the_law_and_its_floor():
    seen = surface.slice_at(parameters=1.1e9, tokens=2e10, law="published, rounded")
    np.testing.assert_allclose(
        seen.published_loss, scaling.loss(scaling.PUBLISHED, parameters=1.1e9, tokens=seen.tokens)
    )
    assert seen.at_loss == pytest.approx(float(scaling.loss(scaling.PUBLISHED, parameters=1.1e9, tokens=2e10)))
    endless = float(scaling.loss(scaling.PUBLISHED, parameters=1.1e9, tokens=1e30))
    assert seen.floor == seen.published_floor == pytest.approx(endless, rel=1e-6)


def test_what_data_can_remove_is_a_straight_line_of_slope_minus_beta():
    seen = surface.slice_at(parameters=1.1e9, tokens=2e10, law="Epoch's refit")
    slope = np.diff(np.log(seen.refit_loss - seen.refit_floor)) / np.diff(np.log(seen.tokens))
    np.testing.assert_allclose(slope, -scaling.REFIT.token_exponent, rtol=1e-6)


def test_the_runs_shown_are_within_a_fifth_of_the_size():
    seen = surface.slice_at(parameters=1.1e9, tokens=2e10, law="Epoch's refit")
    sizes = scaling.runs()["parameters"][~seen.run_loss.mask]
    assert len(sizes) == 27
    assert sizes.max() <= 1.2 * 1.1e9 and sizes.min() >= 1.1e9 / 1.2


def test_the_rounded_law_lies_above_the_runs_and_the_refit_among_them():
    rounded, refit = (
        surface.slice_at(parameters=1.1e9, tokens=2e10, law=name) for name in ("published, rounded", "Epoch's refit")
    )
    kept = scaling.runs()["kept"] == 1
    assert rounded.run_error[kept].mean() == pytest.approx(0.045, abs=0.001)
    assert abs(refit.run_error[kept].mean()) < 0.003 and refit.typical_error < 0.01
    assert refit.kept_count == 240  # of 245


def test_a_budgets_lowest_point_lies_where_the_optimum_says():
    split = surface.allocation(compute=5.76e23)
    at = split.parameters[split.refit.argmin()]
    assert abs(np.log10(at / split.refit_best.parameters)) < 0.04  # half a step of the axis
    assert (split.low <= split.high).all() and (split.size_low <= split.size_high).all()


def test_the_bands_hold_nine_refits_in_ten_at_every_size_and_budget():
    split = surface.allocation(compute=5.76e23)
    refits = scaling.refits()
    for at in (0, 20, 60, 80):
        n = split.parameters[at]
        loss = scaling.loss(refits, parameters=n, tokens=split.compute / 6 / n)
        assert np.mean((split.low[at] <= loss) & (loss <= split.high[at])) == pytest.approx(0.9)
    for at in (0, 40):
        best = scaling.optimum(refits, compute=split.compute_axis[at]).parameters
        assert np.mean((split.size_low[at] <= best) & (best <= split.size_high[at])) == pytest.approx(0.9)


def test_kaplans_line_rises_by_its_own_power():
    split = surface.allocation(compute=1e22)
    slope = np.diff(np.log(split.kaplan_size)) / np.diff(np.log(split.compute_axis))
    np.testing.assert_allclose(slope, 0.73)


def test_an_unknown_law_is_named_with_those_there_are():
    with pytest.raises(ValueError, match="law must be one of Epoch's refit"):
        surface.slice_at(parameters=1e9, tokens=1e9, law="Kaplan")
