"""Rises worked by hand: the logistic, where a curve reaches a level, and the width."""

import numpy as np
import pytest

from simulations.laws import rise


def test_the_logistic_goes_from_a_tenth_to_nine_tenths_in_its_width():
    np.testing.assert_allclose(rise.logistic([-1.0, 0.0, 1.0], width=2.0), [0.1, 0.5, 0.9], rtol=1e-12)
    np.testing.assert_allclose(rise.logistic(0.5, width=np.array([1.0, 2.0])), [0.9, 0.75])  # odds 9, and √9


def test_steepness_and_width_are_each_others_inverse():
    assert rise.steepness(1.0) == pytest.approx(2 * np.log(9))
    np.testing.assert_allclose(rise.steepness(rise.steepness(np.array([0.3, 4.0]))), [0.3, 4.0])


@pytest.mark.parametrize("width", [0.0, -1.0, np.nan, [1.0, 0.0]])
def test_a_width_is_above_0(width):
    with pytest.raises(ValueError, match="width must be above 0 decades, not"):
        rise.logistic(0.0, width=width)


def test_a_crossing_is_log_linear_between_points():
    assert rise.crossing([1, 100], [0.0, 1.0], level=0.5) == pytest.approx(10)
    assert rise.crossing([1, 100, 10_000], [0.1, 0.1, 0.5], level=0.5) == pytest.approx(10_000)  # on a point
    assert rise.crossing([1, 100], [0.0, 0.4], level=0.5) == np.inf
    assert rise.crossing([1, 100], [-9.0, -1.0], level=-5.0) == pytest.approx(10)  # a falling one, both negated


def test_only_the_first_crossing_counts():
    assert rise.crossing([1, 100, 1e4, 1e6], [0.0, 1.0, 0.0, 1.0], level=0.5) == pytest.approx(10)


def test_a_curve_that_begins_above_the_level_gives_the_first_point_or_is_extended():
    assert rise.crossing([10, 100], [0.6, 0.7], level=0.5) == pytest.approx(10)
    assert rise.crossing([10, 100], [0.6, 0.7], level=0.5, extended=True) == pytest.approx(1)
    for flat_or_falling in (0.6, 0.3):  # there is no line to extend
        assert rise.crossing([10, 100], [0.6, flat_or_falling], level=0.5, extended=True) == pytest.approx(10)


def test_curves_cross_each_at_its_place():
    decades, scores = np.array([0.0, 1.0, 2.0]), np.array([[0.0, 0.4, 0.6], [0.0, 0.1, 0.2], [0.7, 0.8, 0.9]])
    np.testing.assert_allclose(rise.crossing_decades(decades, scores, level=0.5), [1.5, np.inf, 0.0])
    np.testing.assert_allclose(rise.crossing_decades(decades, scores[None], level=0.5), [[1.5, np.inf, 0.0]])
    np.testing.assert_allclose(rise.crossing_decades(decades, scores, level=0.5, extended=True), [1.5, np.inf, -2.0])


def test_the_width_of_a_logistic_is_the_one_asked_for():
    decades = np.linspace(-4, 4, 801)
    curves = rise.logistic(decades, width=np.array([[0.5], [2.0]]))
    np.testing.assert_allclose(rise.width(decades, curves), [0.5, 2.0], rtol=1e-4)  # on a grid of a hundredth


def test_a_width_reaches_to_the_left_of_the_first_point():
    assert rise.width([0.0, 1.0], [0.2, 1.0]) == pytest.approx(1.0)  # 10% at -1/8, 90% at 7/8
    assert rise.width([0.0, 1.0], [0.0, 0.5]) == np.inf


@pytest.mark.parametrize(
    "decades, value, message",
    [
        ([1.0], [0.5], "decades must be one row of 2 or more, not "),
        ([[0.0, 1.0]], [0.1, 0.2], "decades must be one row of 2 or more, not "),
        ([0.0, 1.0], [0.1, 0.2, 0.9], "value must have a point for each of the 2 decades, not "),
    ],
)
def test_a_curve_has_a_value_for_each_of_two_or_more_decades(decades, value, message):
    with pytest.raises(ValueError, match=message):
        rise.crossing_decades(decades, value, level=0.5)
