"""A rare way of answering under reward: closed forms against gradients followed step by step."""

import numpy as np
import pytest
from scipy.special import expit, logit

from simulations.reasoning import strategy


def followed(rule: str, *, start: float, gain: float, steps: int, parts: int = 100) -> float:
    """The share after so many steps, each in small parts: the gradient of the expected reward by differences."""
    z, width = logit(start), 1e-4
    for _ in range(steps * parts):
        slope = gain * (expit(z + width) - expit(z - width)) / (2 * width)
        if rule == strategy.NATURAL:
            share = expit(z)
            slope /= share * (1 - share)
        z += strategy.RATES[rule] * slope / parts
    return float(expit(z))


@pytest.mark.parametrize("rule", strategy.RATES)
@pytest.mark.parametrize(("start", "gain", "steps"), [(0.05, 0.5, 60), (0.2, 0.3, 40)])
def test_the_share_follows_the_gradient_of_the_reward(rule, start, gain, steps):
    expected = followed(rule, start=start, gain=gain, steps=steps)
    assert strategy.share_after(steps, start=start, gain=gain, rule=rule) == pytest.approx(expected, rel=2e-3)


@pytest.mark.parametrize("rule", strategy.RATES)
def test_steps_and_share_are_inverse(rule):
    share = strategy.share_after([0, 100, 300, 600], start=0.03, gain=0.3, rule=rule)
    np.testing.assert_allclose(strategy.steps_to(share, start=0.03, gain=0.3, rule=rule), [0, 100, 300, 600], atol=0.5)


@pytest.mark.parametrize("rule", strategy.RATES)
def test_both_rules_take_one_in_a_hundred_to_one_half_at_step_500(rule):
    assert strategy.moment(start=0.01, gain=0.3, rule=rule).half == pytest.approx(500, abs=0.1)


def test_ten_times_rarer_is_as_much_later_each_time_or_ten_times_later():
    even = [strategy.moment(start=start).half for start in (0.01, 0.001, 0.0001)]
    assert np.diff(even)[0] == pytest.approx(np.diff(even)[1], rel=0.01)
    weighed = [strategy.moment(start=start, rule=strategy.VANILLA).half for start in (0.001, 0.0001)]
    assert weighed[1] / weighed[0] == pytest.approx(10, rel=0.02)


def test_the_reward_is_that_of_both_ways_by_their_shares():
    result = strategy.moment(start=0.1, gain=0.5)
    np.testing.assert_allclose(result.reward, 0.2 * (1 - result.share) + 0.7 * result.share)
    assert result.tenth == 0  # it begins there


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="gain must be above 0, not 0"):
        strategy.moment(gain=0)
    with pytest.raises(ValueError, match="start must lie between 0 and 1, both excluded, not 1"):
        strategy.share_after(3, start=1, gain=0.1)
    with pytest.raises(ValueError, match="rule must be one of in proportion to the gain, .* not 'x'"):
        strategy.steps_to(0.5, start=0.1, gain=0.1, rule="x")
