"""Composed tasks against closed forms, limits and simulation."""

import numpy as np
import pytest
from scipy.special import logit

from simulations.theories import composition


def test_independent_sub_skills_multiply():
    skills = np.array([[0.5, 0.9], [0.8, 1.0], [0.25, 0.5]])
    np.testing.assert_allclose(composition.all_succeed(skills), [0.1, 0.45])


def test_correlation_moves_the_whole_from_the_product_to_the_minimum():
    skills = np.full((4, 1), 0.7)
    wholes = [composition.all_succeed(skills, correlation=c)[0] for c in (0.0, 0.01, 0.5, 0.9, 0.99, 1.0)]
    assert wholes == sorted(wholes)
    assert wholes[0] == pytest.approx(0.7**4)
    assert wholes[-1] == pytest.approx(0.7)


def test_two_sub_skills_at_one_half_follow_the_orthant_formula():
    # P(both below 0) of a bivariate normal with correlation c is 1/4 + arcsin(c) / 2π
    for c in (0.2, 0.5, 0.9, 0.95):
        both = composition.all_succeed(np.full((2, 1), 0.5), correlation=c)[0]
        assert both == pytest.approx(0.25 + np.arcsin(c) / (2 * np.pi), abs=3e-6)  # the quadrature's own error


@pytest.mark.parametrize("correlation", [0.0, 0.6])
def test_simulated_chains_agree_with_the_integral(correlation):
    skills = np.array([[0.6, 0.9], [0.8, 0.95], [0.9, 0.99]])
    expected = composition.all_succeed(skills, correlation=correlation)
    counted = composition.chain_success(skills, correlation=correlation, chains=40_000, rng=np.random.default_rng(1))
    # four standard errors of a share of 40,000
    np.testing.assert_allclose(counted, expected, atol=4 * np.sqrt(0.25 / 40_000))


@pytest.mark.parametrize("curve", composition.CURVES)
def test_delay_meets_the_closed_form(curve):
    result = composition.delay(steepness=2.0, curve=curve)
    np.testing.assert_allclose(result.delay, result.independent_delay, atol=1e-3)
    np.testing.assert_allclose(result.width, result.independent_width, atol=1e-3)


def test_width_of_many_logistic_sub_skills_tends_to_seventy_per_cent():
    n, one = 10**7, logit(0.9) - logit(0.1)
    early, late = (composition.independent_crossing(q, count=n, steepness=1.0) for q in (0.1, 0.9))
    assert late - early == pytest.approx(np.log(np.log(0.1) / np.log(0.9)), abs=1e-5)
    assert (late - early) / one == pytest.approx(0.702, abs=5e-4)


def test_probit_sub_skills_sharpen_without_limit():
    def widths(n):
        return [composition.independent_crossing(q, count=n, steepness=2.0, curve="probit") for q in (0.1, 0.9)]

    ratios = np.array([np.diff(widths(n))[0] for n in (5, 20, 1000, 10**6)]) / np.diff(widths(1))
    assert ratios == pytest.approx([0.664, 0.517, 0.340, 0.237], abs=5e-4)


def test_one_sub_skills_width_is_that_of_its_own_curve():
    # A logistic of steepness k takes 2 ln 9 / k decades; a task of one sub-skill is that sub-skill.
    for steepness in (1.0, 2.0, 4.0):
        result = composition.composition(sub_skills=1, steepness=steepness)
        assert result.skill_width == pytest.approx(2 * np.log(9) / steepness)
        assert result.width == pytest.approx(result.skill_width, rel=0.02)  # read off a grid of 0.15 decades


def test_composing_power_law_errors_only_shifts_the_curve():
    exponent = composition.power_law_exponent(2.0)
    decades = np.linspace(-2, 3, 11)
    ten = composition.skill_rate(decades, steepness=2.0, curve="power-law error") ** 10
    shifted = composition.skill_rate(decades - 1 / exponent, steepness=2.0, curve="power-law error")
    np.testing.assert_allclose(ten, shifted, rtol=1e-12)


@pytest.mark.parametrize("curve", composition.CURVES)
def test_both_curves_rise_equally_fast_at_one_half(curve):
    low, high = composition.skill_rate(np.array([-1e-5, 1e-5]), steepness=3.0, curve=curve)
    assert (high - low) / 2e-5 == pytest.approx(3.0 / 4, rel=1e-6)
    assert composition.skill_rate(0.0, steepness=3.0, curve=curve) == pytest.approx(0.5)


def test_surface_agrees_with_one_task_at_a_time():
    decades = np.linspace(-2, 4, 13)
    planes = composition.surface(decades=decades, counts=[1, 3, 8], correlations=[0.0, 0.5], steepness=2.0)
    rate = composition.skill_rate(decades, steepness=2.0)
    for i, correlation in enumerate((0.0, 0.5)):
        for j, count in enumerate((1, 3, 8)):
            alone = composition.all_succeed(np.tile(rate, (count, 1)), correlation=correlation)
            np.testing.assert_allclose(planes[i, j], alone, atol=1e-6)


def test_a_bottleneck_decides_alone():
    free = composition.composition(sub_skills=5, bottleneck=0.0)
    held = composition.composition(sub_skills=5, bottleneck=2.0, steepness=8.0)
    assert held.crossing == pytest.approx(2.0, abs=0.01)  # the others are all but perfect there
    assert held.crossing > free.crossing


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="correlation must lie from 0 to 1, not 1.5"):
        composition.all_succeed(np.ones((2, 2)), correlation=1.5)
    with pytest.raises(ValueError, match="curve must be one of logistic, power-law error, probit, not 'step'"):
        composition.skill_rate(0.0, steepness=1.0, curve="step")
    with pytest.raises(ValueError, match="steepness must be above 0, not 0.0"):
        composition.composition(steepness=0.0)
    with pytest.raises(ValueError, match="count must be a whole number, 1 or more, not 0"):
        composition.midpoints(0)
    with pytest.raises(ValueError, match="chains must be a whole number, 1 or more, not 0"):
        composition.composition(chains=0)
