"""How a drawn curve is judged: the score against its definition, the classes, and the record that the page is given."""

import json

import numpy as np
import pytest

from everystate import judge
from everystate.recorded import Recorded, recorded

X = np.linspace(0, 1, 6)
TRUTH = np.array([0.0, 0.0, 0.1, 0.8, 1.0, 1.0])
WEIGHT = np.array([0, 0.2, 0.2, 0.2, 0.2, 0.2])


def judged(low, high=None, *, truth=TRUTH, x=X, weight=WEIGHT, level=0.5, side=-1.0, alpha=1.0):
    high = low if high is None else high
    return judge.judged(x, truth, np.asarray(low, float), np.asarray(high, float), weight, level, side, alpha)


def verdict(low, high=None, **changes):
    return judge.CLASSES[int(judged(low, high, **changes)["verdict"])]


def interval_score(low, high, truth, alpha):
    """Gneiting and Raftery's eq. 43, as they write it, with the sign of a loss."""
    score = high - low
    if truth < low:
        score += 2 / alpha * (low - truth)
    if truth > high:
        score += 2 / alpha * (truth - high)
    return score


def test_the_score_is_the_mean_interval_score_from_100_down():
    rng = np.random.default_rng(3)
    for _ in range(200):
        low, high = np.sort(rng.uniform(0, 0.6, (2, 6)), axis=0)
        truth, alpha = rng.uniform(0, 0.6, 6), rng.uniform(0.1, 1)
        losses = [interval_score(*one, alpha) for one in zip(low[1:], high[1:], truth[1:], strict=True)]
        wanted = 100 * max(0, 1 - np.mean(losses))
        assert judged(low, high, truth=truth, alpha=alpha)["score"] == pytest.approx(wanted, abs=1e-9)


def test_a_line_loses_two_points_for_each_hundredth_that_it_is_off_and_the_whole_axis_scores_nothing():
    assert judged(TRUTH)["score"] == 100
    assert judged(TRUTH + 0.1)["score"] == pytest.approx(80)
    assert judged(0 * X, 0 * X + 1, alpha=0.2)["score"] == 0


def test_of_a_truth_that_uses_little_of_the_axis_a_straight_line_is_not_right():
    low = 0.2 * TRUTH + 0.3
    level = dict(truth=low, level=0.4)
    assert verdict(low, **level) == "right"
    assert verdict(0.3 + 0.2 * X, **level) == "straight"  # though nowhere further off than 0.06 of the axis
    assert verdict(low + 0.019, **level) == "right" != verdict(low + 0.025, **level)


def test_an_honest_range_pays_best():
    """Whoever expects a normal truth scores best, on average, with the range that holds it in four of five cases."""
    draws = np.random.default_rng(4).normal(0.5, 0.05, 20_000)
    alpha = 1 - judge.COVERAGE

    def mean_score(z):
        low, high = 0.5 - 0.05 * z, 0.5 + 0.05 * z
        rows = np.full(len(draws), 1 / len(draws))
        x = np.linspace(0, 1, len(draws))
        return judge.judged(x, draws, low + 0 * x, high + 0 * x, rows, 0.9, -1.0, alpha)["score"]

    honest = 1.2816  # of the normal distribution 80% lie within so many deviations
    assert mean_score(honest) > max(mean_score(0.6 * honest), mean_score(1.6 * honest))
    assert mean_score(honest) - mean_score(0.95 * honest) < 0.1  # the best is flat


@pytest.mark.parametrize(
    ("drawn", "wanted"),
    [
        (TRUTH, "right"),
        (TRUTH + 0.04, "right"),
        (np.minimum(3 * X, 1), "early"),
        ([0, 0, 0, 0, 0.1, 1], "late"),
        (0 * X, "late"),
        (0.2 * X, "late"),
        (X, "straight"),
        ([0, 0, 0, 1, 1, 1], "sharp"),
        ([0, 0.3, 0.38, 0.6, 0.8, 0.99], "straight"),
    ],
)
def test_each_kind_of_gap_has_its_name(drawn, wanted):
    truth = np.array([0, 0.3, 0.4, 0.6, 0.7, 1]) if wanted == "sharp" else TRUTH
    assert verdict(drawn, truth=truth) == wanted


def test_what_is_off_in_height_alone_lies_elsewhere():
    truth = np.array([0, 0, 0.25, 0.75, 1, 1])
    assert verdict(0.2 + 0.6 * truth, truth=truth) == "elsewhere"


def test_a_falling_curve_is_judged_as_a_rising_one():
    for drawn in (np.minimum(3 * X, 1), [0, 0, 0, 0, 0.1, 1], X):
        assert verdict(1 - np.asarray(drawn), truth=1 - TRUTH, side=1.0) == verdict(drawn)


def test_early_and_late_are_read_off_where_the_level_is_first_passed():
    found = judged([0, 0.25, 0.75, 0.2, 0.9, 1])
    assert found["drawn_at"] == pytest.approx(0.3) and found["reached"]
    assert found["truth_at"] == pytest.approx(0.4 + 0.2 * 4 / 7)
    never = judged(0.4 * X)
    assert never["drawn_at"] == pytest.approx(1) and not never["reached"]
    assert judged(1 - X)["drawn_at"] == 0  # above from the start


def test_a_range_that_holds_the_truth_is_right_and_its_gaps_are_those_outside():
    assert verdict(TRUTH - 0.3, TRUTH + 0.3, alpha=0.2) == "right"
    found = judged(TRUTH - [0, 0.1, -0.2, 0.1, 0.3, 0.3], TRUTH + [0, 0.1, 0.3, 0.1, 0.3, -0.2], alpha=0.2)
    np.testing.assert_allclose(found["gap"], [0, 0, 0.2, 0, 0, 0.2], atol=1e-12)
    assert found["end"][2] == pytest.approx(0.3) and found["end"][5] == pytest.approx(0.8)
    assert found["inside"] == 3  # of five: the first place is known


def test_the_record_is_json_and_small():
    text = json.dumps(judge.steps(), separators=(",", ":"))
    assert len(text) < 3000 and set(judge.steps()["outputs"]) == set(judged(TRUTH))


def test_a_step_is_recorded_once():
    steps = recorded(lambda a: {"b": (a + 1) * (a + 1)}, ["a"])
    assert steps == {
        "inputs": ["a"],
        "steps": [["each", "add", 0, [1.0]], ["each", "multiply", 1, 1]],
        "outputs": {"b": 2},
    }


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (lambda a: {"b": np.sin(a)}, "np.sin cannot be recorded by __call__"),
        (lambda a: {"b": np.add.reduce(a, axis=0)}, "np.add cannot be recorded by reduce, with {'axis': 0}"),
        (lambda a: {"b": np.add.outer(a, a)}, "np.add cannot be recorded by outer"),
        (lambda a: {"b": np.sort(a)}, "np.sort cannot be recorded"),
        (lambda a: {"b": a[0]}, r"slices without a step, not \[0\]"),
        (lambda a: {"b": a[::2]}, "slices without a step"),
    ],
)
def test_what_the_page_could_not_compute_is_refused(formula, words):
    with pytest.raises(TypeError, match=words):
        recorded(formula, ["a"])


def test_a_recorded_array_says_what_it_is_no_number_of():
    with pytest.raises(TypeError):
        float(Recorded([], 0, 1))
