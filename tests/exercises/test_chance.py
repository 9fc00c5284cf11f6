"""Standard errors against what a thousand draws do."""

import numpy as np
import pytest

from simulations.exercises.chance import mean_error, quantile_error, share_error

RNG = np.random.default_rng(0)
SAMPLE = RNG.exponential(size=200_000)
DRAWN = RNG.exponential(size=(1000, 400))


def test_of_a_mean():
    assert mean_error(SAMPLE, 400) == pytest.approx(DRAWN.mean(axis=1).std(), rel=0.1)


def test_of_a_share():
    assert share_error(0.2, 400) == pytest.approx((RNG.random((1000, 400)) < 0.2).mean(axis=1).std(), rel=0.1)


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.9])
def test_of_a_quantile(quantile):
    found = np.quantile(DRAWN, quantile, axis=1)
    error = quantile_error(SAMPLE, quantile, 400)
    assert found.std() <= error <= 1.7 * found.std()  # the wider side is returned, and an exponential is lopsided
    assert np.all(abs(found - np.quantile(SAMPLE, quantile)) < 4 * error)


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.9])
def test_of_a_quantile_seen_in_a_mirror_or_further_away(quantile):
    error = quantile_error(SAMPLE, quantile, 400)
    assert quantile_error(-SAMPLE, 1 - quantile, 400) == pytest.approx(error, rel=1e-6)
    assert quantile_error(SAMPLE + 3, quantile, 400) == pytest.approx(error, rel=1e-6)
