"""Test-time compute: closed forms against enumeration, sampling and limits."""

from itertools import combinations

import numpy as np
import pytest

from simulations.laws import resolution
from simulations.practice import sampling


@pytest.mark.parametrize(("right", "samples", "k"), [(0, 5, 2), (1, 5, 2), (3, 6, 3), (5, 5, 1), (4, 6, 3)])
def test_pass_at_k_counts_the_draws_without_a_right_answer(right, samples, k):
    draws = list(combinations([1] * right + [0] * (samples - right), k))
    assert sampling.pass_at_k(right, samples, k) == pytest.approx(np.mean([max(draw) for draw in draws]))


def test_pass_at_k_is_unbiased_where_plugging_in_is_not():
    right = np.random.default_rng(0).binomial(10, 0.1, size=40_000)
    # The standard error of the mean is near 0.0015.
    assert sampling.pass_at_k(right, 10, 5).mean() == pytest.approx(1 - 0.9**5, abs=0.006)
    assert resolution.at_least_one(right / 10, 5).mean() < 1 - 0.9**5 - 0.03


def test_a_majority_of_one_or_two_is_one_answer():
    for k in (1, 2):
        np.testing.assert_allclose(sampling.majority_right([0.2, 0.7], k, rivals=0.4), [0.2, 0.7])


def test_a_majority_of_three_that_agree_in_error_is_condorcets():
    # All wrong answers alike: two or three of three right, 3r²(1−r) + r³.
    assert sampling.majority_right(0.6, 3, rivals=1.0) == pytest.approx(3 * 0.36 * 0.4 + 0.216)


@pytest.mark.parametrize("k", [2, 4, 8, 256])
def test_two_answers_that_are_as_frequent_win_as_often(k):
    assert sampling.majority_right(0.5, k, rivals=1.0) == pytest.approx(0.5)  # ties are broken by lot


@pytest.mark.parametrize(("rate", "rivals", "k"), [(0.3, 0.3, 3), (0.1, 0.5, 8), (0.6, 0.9, 5), (0.02, 0.1, 16)])
def test_a_majority_is_what_voting_gives(rate, rivals, k):
    u = np.random.default_rng(1).random((40_000, k))
    right = (u < rate).sum(axis=1)
    rival = ((u >= rate) & (u < rate + (1 - rate) * rivals)).sum(axis=1)
    alone = k - right - rival
    top = np.maximum(np.maximum(right, rival), (alone > 0).astype(int))
    ties = (right == top).astype(int) + (rival == top) + np.where(top == 1, alone, 0)
    voted = np.mean(np.where(right == top, 1 / ties, 0))
    # Four standard errors of 40,000 votes.
    assert sampling.majority_right(rate, k, rivals=rivals)[0] == pytest.approx(voted, abs=0.01)


def test_a_blind_verifier_is_worth_one_answer_and_a_perfect_one_is_pass_at_k():
    rates = np.array([0.05, 0.3, 0.9])
    np.testing.assert_allclose(sampling.best_right(rates, 32, sensitivity=0.0), rates, atol=1e-4)
    np.testing.assert_allclose(
        sampling.best_right(rates, 32, sensitivity=12.0), resolution.at_least_one(rates, 32), atol=2e-3
    )


def test_the_best_of_two_is_won_as_often_as_the_bell_curves_say():
    # Two answers, one right: P(right scores higher) = Φ(d′/√2) = Φ(1) = 0.8413 at d′ = √2.
    rate = 0.5
    both, mixed = rate**2, 2 * rate * (1 - rate)
    got = sampling.best_right(rate, 2, sensitivity=np.sqrt(2))[0]
    assert got == pytest.approx(both + mixed * 0.8413, abs=1e-3)


def test_difficulties_keep_their_mean():
    for mean in (0.001, 0.3, 0.6):
        assert sampling.difficulties(mean, spread=2.0).mean() == pytest.approx(mean, rel=1e-6)
    assert np.ptp(sampling.difficulties(0.3, spread=0.0)) < 1e-12
    assert sampling.difficulties(0.3, spread=1.5).shape == (60,)  # as an exercise of the chapter says


def test_one_answer_is_one_answer_however_it_is_picked():
    result = sampling.repeated_sampling(rate=0.3)
    for curve in (result.any_right, result.majority, result.best, result.larger):
        assert curve[0] == pytest.approx(0.3, abs=1e-4)


def test_how_far_picked_answers_keep_up():
    assert sampling.repeated_sampling(rate=0.05, sensitivity=0.0).matched == 0
    some = sampling.repeated_sampling(rate=0.3, sensitivity=0.0)
    assert some.matched == 16
    picked, at = np.maximum(some.majority, some.best), list(some.samples).index(16)
    assert picked[at] >= some.larger[at] and (picked[at + 1 :] < some.larger[at + 1 :]).all()
    assert some.at_most == picked.max()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: sampling.pass_at_k(3, 2, 1), "right must lie from 0 to 2, not 3"),
        (lambda: sampling.pass_at_k(1, 5, 6), "k must be a whole number, 1 to 5, not 6"),
        (lambda: sampling.best_right(0.5, 3, sensitivity=-1), "sensitivity must be 0 or more standard deviations"),
        (lambda: sampling.best_right(1.5, 3, sensitivity=1), "rate must lie from 0 to 1, not 1.5"),
        (lambda: sampling.majority_right(0.5, 3, rivals=-1), "rivals must lie from 0 to 1, not -1"),
        (lambda: sampling.difficulties(1.5, spread=1), "mean_rate must lie from 0 to 1, not 1.5"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
