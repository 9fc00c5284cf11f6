"""The solved model against gradient flow, and its exponents against fits."""

import numpy as np
import pytest

from simulations.laws import zipf
from simulations.theories import multilinear


def test_the_solution_is_what_gradient_flow_on_the_two_weights_gives():
    # loss p (S − ab)² / 2 with S = 1: da/dT = p b (1 − ab), db/dT = p a (1 − ab), so R = ab obeys dR/dT = 2 p R (1 − R)
    # when a = b. Heun's method in 20,000 steps.
    p, start, step = 0.3, 0.01, 1e-3
    a = b = np.sqrt(start)
    for _ in range(20_000):
        slope = p * b * (1 - a * b), p * a * (1 - a * b)
        c, d = a + step * slope[0], b + step * slope[1]
        a, b = a + step / 2 * (slope[0] + p * d * (1 - c * d)), b + step / 2 * (slope[1] + p * c * (1 - c * d))
    exact = multilinear.strength(np.array([20.0]), frequency=[p], start=start)[0, 0]
    assert a * b == pytest.approx(exact, abs=1e-6)


def test_a_skill_is_at_one_half_at_its_half_time():
    half = multilinear.time_to(0.5, frequency=[0.2], start=0.001)
    assert multilinear.strength(half, frequency=[0.2], start=0.001)[0, 0] == pytest.approx(0.5)


def test_width_shrinks_with_the_start_and_ignores_frequency():
    widths = [multilinear.width(start=s) for s in (0.05, 0.01, 1e-4, 1e-8)]
    assert widths == sorted(widths, reverse=True)
    assert multilinear.width(start=1e-300) < 0.003
    early, late = (multilinear.time_to(q, frequency=[0.5, 0.001], start=0.01) for q in (0.1, 0.9))
    np.testing.assert_allclose(np.log10(late / early), multilinear.width(start=0.01))


@pytest.mark.parametrize("exponent", [0.2, 0.6, 1.0])
def test_loss_falls_in_time_with_the_predicted_exponent(exponent):
    result = multilinear.multilinear(exponent=exponent, start=0.01)
    assert result.slope == pytest.approx(exponent / (exponent + 1), rel=1e-3)


def test_loss_starts_whole_and_counts_the_rarer_skills():
    times = np.array([0.0, 1e12])
    loss = multilinear.mean_squared_loss(times, exponent=0.6, start=1e-9, skills=100)
    assert loss == pytest.approx([1.0, zipf.rarer_share(100, exponent=0.6)], abs=1e-6)


@pytest.mark.parametrize("exponent", [0.3, 0.6, 1.0])
def test_optimal_compute_has_the_published_exponent(exponent):
    compute = np.logspace(4, 8, 9)
    loss = multilinear.compute_optimal_loss(compute, exponent=exponent)
    slope = -np.polyfit(np.log(compute), np.log(loss), 1)[0]
    # nam2024exactly: −α / (α + 2)
    assert slope == pytest.approx(exponent / (exponent + 2), abs=2e-3)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="start must lie between 0 and 1, both excluded, not 0.0"):
        multilinear.strength(np.ones(1), frequency=[0.5], start=0.0)
    with pytest.raises(ValueError, match="frequency must be one row of shares, not 0.5"):
        multilinear.strength([1.0], frequency=0.5, start=0.01)
    with pytest.raises(ValueError, match="exponent must lie between 0 and 50, both excluded, not 500"):
        multilinear.multilinear(exponent=500)
    with pytest.raises(ValueError, match="start must be below 0.1, so that 10% lies ahead, not 0.2"):
        multilinear.width(start=0.2)
