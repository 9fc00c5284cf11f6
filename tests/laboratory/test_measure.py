"""The metrics, on answers small enough to be worked out by hand."""

import numpy as np
import pytest

from simulations.laboratory import measure
from simulations.laboratory.measure import Predictions
from simulations.laboratory.shipped import compact, quantised, restored

HALF, QUARTER = np.log(0.5), np.log(0.25)


@pytest.fixture
def predictions():
    """Two answers of two digits: 12, right throughout, and 34, whose second digit is taken for a 5 and written 55."""
    return Predictions(
        target=np.array([[1, 2], [3, 4]]),
        log_probs=np.array([[[0.0, HALF], [HALF, QUARTER]]]),
        squares=np.array([[[1.0, 0.5], [0.5, 0.625]]]),
        choices=np.array([[[1, 2], [3, 5]]]),
        written=np.array([[[1, 2], [5, 5]]]),
    )


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("cross_entropy", -(0 + HALF + HALF + QUARTER) / 4),
        ("digit_accuracy", 3 / 4),
        ("exact_match", 1 / 2),
        ("independent_match", 1 * 1 / 2),
        ("brier_score", (0 + 0.5 + 0.5 + (1 - 0.5 + 0.625)) / 4),
        ("answer_log_likelihood", (HALF + HALF + QUARTER) / 2),
        ("pass_probability", (1 / 2 + 1 / 8) / 2),
        ("edit_distance", (0 + 2) / 2),
    ],
)
def test_by_hand(predictions, metric, expected):
    np.testing.assert_allclose(measure.all_metrics(predictions)[metric], [expected])


def test_knowing_nothing_is_ln_10_and_nine_tenths():
    even = np.full((5, 3, 9), 0.1)
    nothing = Predictions(np.zeros((3, 9), int), np.log(even), 10 * even**2, even > 1, even > 1)
    np.testing.assert_allclose(measure.cross_entropy(nothing), np.log(10))
    np.testing.assert_allclose(measure.brier_score(nothing), 0.9)


@pytest.mark.parametrize(
    ("written", "target", "distance"),
    [
        ("123", "123", 0),
        ("123", "124", 1),
        ("123", "231", 2),
        ("1234", "4123", 2),
        ("000", "111", 3),
        ("0110", "1001", 3),
    ],
)
def test_edit_distances_by_hand(written, target, distance):
    digits = [np.array([[int(c) for c in word]]) for word in (written, target)]
    assert measure.levenshtein(*digits) == [distance]
    assert measure.levenshtein(*(one.tolist() for one in digits)) == [distance]


def test_edit_distance_is_never_more_than_the_digits_that_differ():
    rng = np.random.default_rng(0)
    one, two = rng.integers(0, 3, size=(2, 4, 50, 6))
    distance = measure.levenshtein(one, two)
    assert distance.shape == (4, 50)
    assert np.all(distance <= (one != two).sum(-1)) and np.any(distance < (one != two).sum(-1))
    np.testing.assert_array_equal(distance, measure.levenshtein(two, one))


def test_digits_with_and_without_a_carry(predictions):
    without, with_carry = measure.accuracy_by_carry(predictions, np.array([[False, False], [False, True]]))
    np.testing.assert_array_equal([without, with_carry], [[1.0], [0.0]])


def test_bytes_keep_what_metrics_need(predictions):
    log_probs = -np.geomspace(1e-4, 15, 500)
    error = np.abs(restored(quantised(log_probs)) - log_probs)
    assert error.max() < 0.07 and error[log_probs > -1].max() < 0.02 and error[log_probs > -0.01].max() < 0.002
    assert restored(quantised(np.array([0.0, -99.0]))).tolist() == [0.0, -16.0]
    kept = compact(predictions)
    np.testing.assert_array_equal(kept["digits"] % 16, predictions.choices)
    np.testing.assert_array_equal(kept["digits"] // 16, predictions.written)
    np.testing.assert_allclose(kept["squares"] / 255, predictions.squares, atol=1 / 500)
