"""Ten times the size: scores and shares of the axes worked by hand."""

import numpy as np
import pytest

from simulations.before import decades


def test_the_score_triples_with_each_decade():
    scores = decades.score_at(np.array([1e11, 1e10, 1e9]), factor=3)
    np.testing.assert_allclose(scores, [0.9, 0.3, 0.1])


def test_the_last_step_has_two_thirds_of_what_five_steps_add():
    made = decades.ten_times(size=1e10, factor=3)
    assert made.gained == pytest.approx((0.9 - 0.3) / (0.9 - 0.9 / 243))
    np.testing.assert_allclose(made.pair, [1e10, 1e11])
    np.testing.assert_allclose(made.pair_score, [0.3, 0.9])


def test_a_step_is_a_fifth_of_a_logarithmic_axis_and_nearly_none_or_most_of_a_linear_one():
    assert np.log10(decades.LARGEST / decades.SMALLEST) == pytest.approx(5)
    for size, share in ((1e6, 9e-5), (1e10, 0.9)):
        assert decades.ten_times(size=size).linear_share == pytest.approx(share)


def test_the_steps_make_the_whole_rise():
    gains = [decades.ten_times(size=10.0**e, factor=5).gained for e in range(6, 11)]
    assert sum(gains) == pytest.approx(1)
    np.testing.assert_allclose(np.divide(gains[1:], gains[:-1]), 5)


def test_what_leaves_the_range_is_refused():
    with pytest.raises(ValueError, match="factor must be above 1, not 1"):
        decades.ten_times(factor=1)
    with pytest.raises(ValueError, match="size must lie from 1e\\+06 to 1e\\+10, not"):
        decades.ten_times(size=1e11)
