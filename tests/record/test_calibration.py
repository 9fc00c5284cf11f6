"""What answers say together: against sums done by hand, and what a reader would expect of each."""

import numpy as np
import pytest

from simulations.laws.resolution import clopper_pearson
from simulations.record import calibration


def test_the_brier_score_of_two_answers_by_hand():
    found = calibration.brier(np.array([0.9, 0.5]), np.array([1.0, 0.0]))
    assert found["score"] == pytest.approx((0.01 + 0.25) / 2)
    assert (found["share"], found["said"], found["constant"]) == (0.5, 0.7, 0.25)


def test_whoever_says_his_share_each_time_has_the_constant_score():
    right = np.array([1.0, 1.0, 1.0, 0.0])
    found = calibration.brier(np.full(4, 0.75), right)
    assert found["score"] == pytest.approx(found["constant"]) == pytest.approx(3 / 16)


def test_the_true_chance_is_the_best_to_say():
    rng = np.random.default_rng(1)
    right = (rng.random(100_000) < 0.7).astype(float)
    scores = {said: calibration.brier(np.full(right.shape, said), right)["score"] for said in (0.5, 0.7, 0.9)}
    assert min(scores, key=scores.get) == 0.7


def test_ranges_are_counted_by_place():
    found = calibration.covered(np.array([8, 2]), np.array([8, 4]))
    assert (found["inside"], found["places"]) == (10, 12) and found["share"] == pytest.approx(10 / 12)


def test_early_late_and_in_time():
    late = np.array([0.3, -0.2, 0.05, -0.05, 0.0])
    found = calibration.timed(late, 0.05, np.array([10.0, 20, 30, 40, 50]))
    assert (found["late"], found["early"], found["on_time"]) == (1, 1, 3)
    assert found["by"] == pytest.approx(0.02) and found["score"] == 30


def test_rounds_beside_the_books_forecasters():
    found = calibration.played(np.array([50.0, 10]), np.array([0.0, 10]), np.array([60.0, 0]))
    assert [found[name] for name in ("mine", "line", "law", "beat_line", "beat_law")] == [30, 5, 30, 1, 1]


def test_the_intervals_ends_are_the_books_exact_ones():
    rows = calibration.lowest(12)
    assert [len(row) for row in rows] == list(range(2, 14))
    for right, of in ((0, 1), (3, 7), (12, 12)):
        low, high = clopper_pearson(right, of)
        assert rows[of - 1][right] == pytest.approx(low, abs=5e-4)
        assert 1 - rows[of - 1][of - right] == pytest.approx(high, abs=5e-4)


def test_what_can_be_said_lies_above_a_guess_among_four_and_below_certainty():
    assert (
        list(calibration.SURE) == sorted(set(calibration.SURE))
        and 0.25 < calibration.SURE[0] < calibration.SURE[-1] < 1
    )
