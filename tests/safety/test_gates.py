"""Evaluation gates against cases that can be worked by hand."""

import re

import numpy as np
import pytest
from scipy import stats

from simulations.laws.rise import logistic
from simulations.safety import captions, gates


def test_alarm_needs_at_least_one_and_rounds_up():
    assert [gates.alarm_count(10, alarm_level=level) for level in (0, 0.01, 0.2, 0.21)] == [1, 1, 2, 3]


def test_alarm_chance_is_the_binomial_tail():
    assert gates.alarm_chance(np.array([0.3]), items=20, count=4) == pytest.approx(stats.binom.sf(3, 20, 0.3))


def test_shares_are_a_distribution_and_the_running_sum_ends_at_one():
    result = gates.evaluation_gates()
    assert result.share.sum() == pytest.approx(1)
    assert result.reached[-1] == pytest.approx(1)
    assert np.all(np.diff(result.reached) >= 0)


def test_a_perfect_test_of_a_step_overshoots_uniformly_within_one_interval():
    # a curve that is a step, alarm at one half: the alarm is the first gate past the danger, uniform over log10(10)
    result = gates.evaluation_gates(interval=10.0, items=2000, alarm_level=0.5, width=1e-3, uncertainty=0.0)
    assert result.caught < 0.01
    assert result.median == pytest.approx(10**0.5, rel=0.06)  # 24 offsets: a grid of 1/24 decade
    assert result.late == pytest.approx(10**0.95, rel=0.06)


def test_denser_gates_catch_more_and_cost_more():
    rare, often = gates.evaluation_gates(interval=10.0), gates.evaluation_gates(interval=2.0)
    assert often.caught > rare.caught
    assert often.late < rare.late
    assert often.questions_a_decade == pytest.approx(100 / np.log10(2))


def test_a_weak_elicitation_moves_the_alarm_by_its_factor():
    sharp = dict(interval=1.1, items=2000, width=0.5, uncertainty=0.0)
    full, weak = gates.evaluation_gates(**sharp), gates.evaluation_gates(**sharp, elicitation=10.0)
    assert weak.median / full.median == pytest.approx(10, rel=0.12)  # one interval of slack


def test_a_lower_alarm_warns_earlier():
    early, late = (gates.evaluation_gates(alarm_level=level) for level in (0.05, 0.5))
    assert early.median < late.median
    assert early.caught > late.caught


def test_buffer_is_the_compute_between_the_alarm_and_the_danger():
    # log-odds of 10% to 50% are half of those of 10% to 90%: half of the width
    assert gates.buffer(alarm_level=0.1, width=1.0) == pytest.approx(10**0.5)
    assert logistic(-np.log10(gates.buffer(alarm_level=0.03, width=0.7)), width=0.7) == pytest.approx(0.03)
    # an alarm near 3% is the six-fold buffer that one of the frameworks names
    assert gates.buffer(alarm_level=0.03, width=1.0) == pytest.approx(6, abs=0.25)


def test_a_width_that_is_known_catches_nearly_all_with_a_buffer_as_wide_as_the_interval():
    known, vague = (gates.evaluation_gates(alarm_level=0.05, uncertainty=spread) for spread in (0.0, 0.3))
    assert known.buffer > 4 and known.caught > 0.97
    assert vague.caught < 0.87 and vague.early > 10 * known.early


def test_a_late_alarm_is_said_in_two_digits():
    late = gates.evaluation_gates(interval=10.0, width=0.5, elicitation=20.0, alarm_level=0.5, uncertainty=0.0)
    assert late.late > 100
    assert re.search(r"in one case of twenty at \d\d0 times or later", captions.gates(late)["summary"])


@pytest.mark.parametrize("bad", [dict(interval=1.0), dict(items=0), dict(alarm_level=1.0), dict(elicitation=0.5)])
def test_bad_arguments_are_named(bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        gates.evaluation_gates(**bad)
