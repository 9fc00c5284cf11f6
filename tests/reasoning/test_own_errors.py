"""Errors that feed on errors: the exact distribution against runs that are drawn, a hand-worked case and limits."""

import numpy as np
import pytest
from scipy import stats

from simulations.reasoning import own_errors


def drawn(runs: int, turns: int, *, slip: float, copying: float, seed: int) -> np.ndarray:
    rng, errors, wrong = np.random.default_rng(seed), np.zeros(runs), []
    for turn in range(turns):
        now = rng.random(runs) < slip + copying * errors / max(turn, 1)
        errors += now
        wrong.append(now)
    return np.array(wrong)


def test_three_turns_by_hand():
    # q = 0.1, c = 0.6: after one error of one the second goes wrong with 0.7, after one of two the third with 0.4.
    chances = own_errors.error_counts(3, slip=0.1, copying=0.6)
    assert chances[2, 1] == pytest.approx(0.1 * 0.3 + 0.9 * 0.1)
    assert chances[3, 3] == pytest.approx(0.1 * 0.7 * 0.7)
    assert chances[3, 1] == pytest.approx((0.1 * 0.3 + 0.9 * 0.1) * 0.6 + 0.81 * 0.1)


def test_runs_drawn_agree():
    wrong = drawn(20_000, 100, slip=0.05, copying=0.8, seed=3)
    result = own_errors.own_errors(slip=0.05, copying=0.8)
    # Four standard errors of 20,000 runs: 0.011.
    np.testing.assert_allclose(1 - wrong.mean(axis=1), result.accuracy, atol=0.012)
    assert wrong.mean(axis=0).std() == pytest.approx(result.spread, rel=0.03)


def test_without_copying_errors_are_binomial():
    chances = own_errors.error_counts(20, slip=0.2, copying=0.0)
    np.testing.assert_allclose(chances[-1], stats.binom.pmf(np.arange(21), 20, 0.2))
    result = own_errors.own_errors(slip=0.02, copying=0.0)
    np.testing.assert_allclose(result.accuracy, 0.98)


@pytest.mark.parametrize("copying", [0.0, 0.5, 0.9])
def test_runs_without_an_error_know_nothing_of_copying(copying):
    result = own_errors.own_errors(slip=0.05, copying=copying)
    np.testing.assert_allclose(result.unbroken, 0.95**result.turns)


def test_a_long_run_tends_to_its_limit():
    chances = own_errors.error_counts(1_500, slip=0.05, copying=0.5)
    mean = chances @ np.arange(1_501)
    assert mean[-1] - mean[-2] == pytest.approx(own_errors.long_run(slip=0.05, copying=0.5), rel=0.02)


def test_the_runs_stand_in_their_bins():
    result = own_errors.own_errors(slip=0.02, copying=0.9)
    assert result.runs.sum() == pytest.approx(1) and result.runs[0] > 0.5


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="slip must lie between 0 and 1, both excluded, not 0"):
        own_errors.own_errors(slip=0)
    with pytest.raises(ValueError, match="copying must lie from 0 to 0.9, not 1"):
        own_errors.own_errors(slip=0.1, copying=1)
