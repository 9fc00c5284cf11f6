"""Budgets: the planner's chance against its limits."""

import numpy as np
import pytest

from simulations.laws import scaling
from simulations.practice import budget


def test_with_a_certain_threshold_the_chance_is_the_share_of_refits_below_it():
    losses = scaling.optimum(scaling.refits(), compute=3e22).loss
    plan = budget.plan(compute=3e22, threshold=2.08, threshold_sd=0.0)
    assert plan.chance_here == np.mean(losses <= 2.08)
    assert 0 < plan.chance_here < 1


def test_the_chance_is_a_normal_tail_for_one_draw():
    # One loss one standard deviation below the threshold: Φ(1) = 0.8413.
    assert budget.chance_below(np.array([[2.0]]), threshold=2.1, threshold_sd=0.1) == pytest.approx(0.8413, abs=1e-4)


def test_more_compute_never_lowers_the_chance_and_error_flattens_it():
    sharp, wide = budget.plan(threshold_sd=0.02), budget.plan(threshold_sd=0.1)
    assert np.all(np.diff(sharp.chance) >= -1e-12)
    assert np.ptp(wide.chance[20:40]) < np.ptp(sharp.chance[20:40])
    assert set(sharp.single) == {0.0, 1.0}


def test_nine_refits_in_ten_lie_in_the_ranges():
    plan, best = budget.plan(compute=1e24), scaling.optimum(scaling.refits(), compute=1e24)
    for (low, high), values in (
        (plan.parameters_range, best.parameters),
        (plan.tokens_range, best.tokens),
        (plan.ratio_range, best.tokens_per_parameter),
    ):
        assert np.mean(values < low) == np.mean(values > high) == pytest.approx(0.05)


def test_the_price_may_lie_beyond_the_budgets_or_be_the_least_of_them():
    assert budget.plan(threshold=1.0).nine_in_ten == np.inf
    assert budget.plan(threshold=2.7).nine_in_ten == budget.COMPUTES[0]


@pytest.mark.parametrize("threshold", [2.0, 2.1])
def test_nine_chances_in_ten_are_nine(threshold):
    plan = budget.plan(threshold=threshold, threshold_sd=0.05)
    first = next(c for c, chance in zip(plan.computes, plan.chance, strict=True) if chance >= 0.9)
    assert first / 10**0.1 < plan.nine_in_ten <= first * 1.001
    assert plan.nine_in_ten == budget.enough_for(0.9, threshold=threshold, threshold_sd=0.05)
    losses = scaling.optimum(scaling.refits(), compute=plan.nine_in_ten).loss
    assert budget.chance_below(losses[None], threshold=threshold, threshold_sd=0.05) == pytest.approx([0.9], abs=1e-3)


def test_a_negative_error_is_refused():
    with pytest.raises(ValueError, match="threshold_sd must be 0 or more nats, not -0.1"):
        budget.plan(threshold_sd=-0.1)


def test_a_chance_that_no_budget_has_is_refused():
    with pytest.raises(ValueError, match="chance must lie above .* and up to .*, not 0.9"):
        budget.enough_for(0.9, threshold=1.0, threshold_sd=0.05)
