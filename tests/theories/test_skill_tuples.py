"""Skill tuples against counting."""

import itertools
import math

import numpy as np
import pytest

from simulations.laws import scaling
from simulations.theories import skill_tuples


def test_tuples_are_counted():
    assert np.exp(skill_tuples.log_tuples(1000, 4)) == pytest.approx(math.comb(1000, 4), rel=1e-9)
    assert np.exp(skill_tuples.log_tuples(6, 2)) == pytest.approx(len(list(itertools.combinations(range(6), 2))))


def test_seen_share_agrees_with_drawing_texts():
    rng, skills, texts = np.random.default_rng(0), 12, 60
    pairs = {pair: i for i, pair in enumerate(itertools.combinations(range(skills), 2))}
    shares = []
    for _ in range(400):
        drawn = {pairs[tuple(sorted(rng.choice(skills, 2, replace=False)))] for _ in range(texts)}
        shares.append(len(drawn) / len(pairs))
    # the formula takes the number of texts that show a pair as Poisson: exact for many texts and pairs
    assert np.mean(shares) == pytest.approx(skill_tuples.seen_share(skills=skills, length=2, texts=texts), abs=0.01)


def test_a_skill_starts_at_half_and_fails_a_power_of_compute_later():
    np.testing.assert_allclose(skill_tuples.skill_error([0, 1, 10], exponent=0.3), 0.5 * 10 ** np.array([0, -0.3, -3]))


def test_a_longer_tuple_is_a_shift_of_the_curve():
    shift = skill_tuples.scale_shift(8, exponent=0.3)
    assert shift == pytest.approx(3 * skill_tuples.scale_shift(2, exponent=0.3))
    later = skill_tuples.skill_error(5.0 + shift, exponent=0.3)
    assert later * 8 == pytest.approx(skill_tuples.skill_error(5.0, exponent=0.3))


def test_a_tuple_succeeds_when_all_its_skills_do():
    result = skill_tuples.skill_tuples(tuple_length=3)
    np.testing.assert_allclose(result.tuple_rate, result.single**3)


def test_doubling_a_tuple_takes_ten_times_the_parameters_and_49_times_the_compute():
    cost = {name: 10 ** skill_tuples.scale_shift(2, exponent=e) for name, e in skill_tuples.loss_exponents().items()}
    assert cost == pytest.approx({"parameters alone": 7.3, "tokens alone": 6.7, "compute": 48.8}, abs=0.05)
    # and the compute-optimal exponent is that of the law itself, at budgets a decade apart
    best = [scaling.optimum(scaling.REFIT, compute=c) for c in (1e22, 1e23)]
    left = [
        scaling.loss(scaling.REFIT, parameters=split.parameters, tokens=split.tokens).item() - scaling.REFIT.irreducible
        for split in best
    ]
    assert np.log10(left[0] / left[1]) == pytest.approx(skill_tuples.loss_exponents()["compute"])


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="scale must be one of parameters alone, tokens alone, compute, not 'width'"):
        skill_tuples.skill_tuples(scale="width")
    with pytest.raises(ValueError, match=f"tuple_length must be a whole number, 1 to {skill_tuples.LONGEST}, not 0"):
        skill_tuples.skill_tuples(tuple_length=0)
    with pytest.raises(ValueError, match="exponent must be above 0, not 0.0"):
        skill_tuples.skill_error(0.0, exponent=0.0)
    with pytest.raises(ValueError, match="length must lie from 1 to 3, not 4"):
        skill_tuples.log_tuples(3, 4)
