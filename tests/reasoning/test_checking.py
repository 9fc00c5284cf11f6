"""Looking again: the error that is left against errors drawn and looked at, and its limits."""

import numpy as np
import pytest

from simulations.reasoning import checking


def test_the_error_that_is_left_by_hand():
    # One of a hundred wrong; half found at once, half of the rest at the second look.
    np.testing.assert_allclose(checking.left(0.01, [0, 1, 2], caught=0.5), [0.01, 0.005, 0.0025])
    assert checking.left(0.1, 1, caught=1.0, blind=0.2) == pytest.approx(0.02)


def test_errors_drawn_and_looked_at():
    rng, errors, looks = np.random.default_rng(4), 100_000, 3
    blind = rng.random(errors) < 0.1
    found = (rng.random((errors, looks)) < 0.6).any(axis=1) & ~blind
    # The standard error of the share is 0.0012.
    assert checking.left(1.0, looks, caught=0.6, blind=0.1) == pytest.approx(1 - found.mean(), abs=0.005)


def test_each_look_multiplies_the_horizon_as_long_as_nothing_is_hidden():
    result = checking.checked(error=0.001, caught=0.8, looks=2)
    np.testing.assert_allclose(result.horizon[1:] / result.horizon[:-1], 5, rtol=2e-3)
    assert result.times == pytest.approx(25, rel=2e-3) and result.work == 3
    np.testing.assert_array_equal(result.horizon, result.free)


def test_blind_spots_hold_the_horizon():
    result = checking.checked(error=0.01, caught=0.9, blind=0.1, looks=4)
    assert result.horizon[-1] == pytest.approx(result.most, rel=2e-3)
    assert result.times == pytest.approx(10, rel=0.01)
    assert np.all(result.horizon[1:] < result.free[1:])


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="caught must lie from 0 to 1, not 2"):
        checking.left(0.1, 1, caught=2)
    with pytest.raises(ValueError, match="looks must be 0 or more, not -1"):
        checking.left(0.1, -1, caught=0.5)
