"""pass@k of two models: the closed form against integrals and draws, and the rule for when curves cross."""

import itertools

import numpy as np
import pytest
from scipy import integrate, stats

from simulations.practice.sampling import pass_at_k
from simulations.reasoning import coverage


@pytest.mark.parametrize(("mean", "concentration"), [(0.2, 1.0), (0.5, 0.8), (0.3, 5.0)])
@pytest.mark.parametrize("tries", [0, 1, 7, 64])
def test_what_is_unsolved_is_the_integral_over_the_rates(mean, concentration, tries):
    rates = stats.beta(mean * concentration, (1 - mean) * concentration)
    # The weight (1 − p)^k meets an infinite density at both ends, where quad has to be told.
    expected = integrate.quad(lambda u: (1 - rates.ppf(u)) ** tries, 0, 1, limit=400)[0]
    assert coverage.unsolved(tries, mean=mean, concentration=concentration) == pytest.approx(expected, rel=2e-4)


def test_one_try_solves_the_mean_of_what_is_within_reach():
    assert coverage.solved(1, mean=0.4, concentration=0.3, hopeless=0.25) == pytest.approx(0.75 * 0.4)


def test_answers_drawn_and_counted_give_the_curve():
    rng, k = np.random.default_rng(2), 16
    rates = rng.beta(0.2, 0.8, 20_000)
    right = rng.binomial(64, rates)
    # The standard error over 20,000 problems is below 0.004.
    expected = coverage.solved(k, mean=0.2, concentration=1.0)
    assert pass_at_k(right, 64, k).mean() == pytest.approx(expected, abs=0.014)


MEANS, CONCENTRATIONS = (0.25, 0.4, 0.6), (0.1, 0.3, 0.5, 0.8, 2.0)


@pytest.mark.parametrize(("mean", "concentration"), list(itertools.product(MEANS, CONCENTRATIONS)))
def test_the_curves_cross_if_and_only_if_the_trained_model_has_the_smaller_exponent_and_once(mean, concentration):
    base, trained = dict(mean=0.2, concentration=1.0), dict(mean=mean, concentration=concentration)
    tries = np.unique(np.rint(np.geomspace(1, 1e30, 8000)))
    logs = [np.log(coverage.unsolved(tries, **one)) for one in (base, trained)]
    ahead = logs[0] < logs[1] - 1e-12
    smaller = coverage.tail(**trained) < coverage.tail(**base) - 1e-12
    assert not ahead[0] and np.sum(np.diff(ahead.astype(int)) != 0) == (1 if smaller else 0)


def test_the_crossing_is_where_the_curves_meet():
    result = coverage.coverage(mean=0.5, concentration=0.2)
    whole = int(result.overtakes)
    base = dict(mean=0.2, concentration=1.0, hopeless=0.1)
    lead = [
        coverage.solved(k, **base) - coverage.solved(k, mean=0.5, concentration=0.2, hopeless=0.1)
        for k in (whole, whole + 1)
    ]
    assert lead[0] < 0 < lead[1] and np.isinf(result.falls_behind)


def test_a_model_that_opened_all_that_was_hopeless_is_never_overtaken():
    assert np.isinf(coverage.coverage(mean=0.5, concentration=0.2, opened=0.1).overtakes)
    later = [coverage.coverage(mean=0.5, concentration=0.2, opened=share).overtakes for share in (0, 0.02, 0.05)]
    assert later == sorted(later) and np.isfinite(later).all()


def test_a_trained_model_can_be_overtaken_and_come_back():
    base, trained = dict(mean=0.2, concentration=1.0, hopeless=0.1), dict(mean=0.3, concentration=0.5, hopeless=0.05)
    overtakes, falls_behind = coverage.crossings(base | {"hopeless": 0.06}, trained)
    assert overtakes < falls_behind
    between = np.sqrt(overtakes * min(falls_behind, 1e6))
    assert coverage.solved(between, **(base | {"hopeless": 0.06})) > coverage.solved(between, **trained)


def test_every_problem_stands_in_one_bin():
    result = coverage.coverage(mean=0.4, concentration=0.5, opened=0.05)
    assert result.base_problems.sum() == pytest.approx(1) and result.trained_problems.sum() == pytest.approx(1)
    assert result.base_problems[0] > 0.1  # the hopeless ones are among them


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="mean must lie between 0 and 1, both excluded, not 1"):
        coverage.unsolved(1, mean=1, concentration=1)
    with pytest.raises(ValueError, match="concentration must be above 0, not 0"):
        coverage.unsolved(1, mean=0.5, concentration=0)
    with pytest.raises(ValueError, match="opened must lie from 0 to 0.1, not 0.2"):
        coverage.coverage(opened=0.2)
