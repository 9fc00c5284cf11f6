import numpy as np
import pytest
from scipy import stats

from simulations.laws import resolution

TABLE = {
    "task": np.array(["riddles"] * 3 + ["sums"] * 3),
    "parameters": np.array([1e8, 1e9, 1e10] * 2),
    "accuracy": np.array([0.24, 0.26, 0.6, 0.0, 0.0, 0.1]),
    "chance": np.array([0.25] * 3 + [0.0] * 3),
    "items": np.array([100.0] * 6),
}


def test_chance_of_none_by_hand():
    assert resolution.chance_of_none(0.5, 3) == pytest.approx(0.125)
    assert resolution.chance_of_none(0.0, 50) == 1


def test_rule_of_three_comes_near_the_exact_limit():
    # 1 − 0.05^(1/n) is the exact limit; −ln 0.05 = 2.996 makes the rule.
    for n in (30, 100, 1000):
        exact = 1 - 0.05 ** (1 / n)
        assert resolution.upper_limit(0, n) == pytest.approx(exact, rel=1e-9)
        assert resolution.rule_of_three(n) == pytest.approx(exact, rel=0.06)


def test_clopper_pearson_with_no_success_is_the_closed_form():
    lower, upper = resolution.clopper_pearson(0, 100)
    assert lower == 0
    assert upper == pytest.approx(1 - 0.025 ** (1 / 100))


def test_clopper_pearson_is_where_the_binomial_tails_are_two_and_a_half_percent():
    lower, upper = resolution.clopper_pearson(7, 50)
    assert stats.binom.sf(6, 50, lower) == pytest.approx(0.025)
    assert stats.binom.cdf(7, 50, upper) == pytest.approx(0.025)


def test_clopper_pearson_with_one_success_has_a_lower_end_of_closed_form():
    lower, _ = resolution.clopper_pearson(1, 100)
    assert lower == pytest.approx(1 - 0.975 ** (1 / 100))


def test_clopper_pearson_covers_at_least_its_confidence():
    counts = np.arange(41)
    lower, upper = resolution.clopper_pearson(counts, 40)
    for rate in (0.01, 0.1, 0.37, 0.5):
        assert stats.binom.pmf(counts, 40, rate)[(lower <= rate) & (rate <= upper)].sum() >= 0.95


def test_clopper_pearson_against_scipys_exact_interval():
    for k, n in [(0, 20), (3, 20), (20, 20), (106, 175)]:
        low, high = resolution.clopper_pearson(k, n)
        expected = stats.binomtest(k, n).proportion_ci(method="exact")
        assert (float(low), float(high)) == pytest.approx((expected.low, expected.high), rel=1e-9)


def test_intervals_cover_the_truth_at_least_as_often_as_they_say():
    counts = np.arange(51)
    low, high = resolution.clopper_pearson(counts, 50)
    for rate in (0.02, 0.3, 0.5):
        covered = stats.binom.pmf(counts, 50, rate)[(low <= rate) & (rate <= high)].sum()
        assert covered >= 0.95


def test_at_least_one_is_exact_for_tiny_rates():
    assert resolution.at_least_one(1e-12, 1e6) == pytest.approx(1e-6, rel=1e-5)
    np.testing.assert_allclose(resolution.at_least_one([0.0, 0.5, 1.0], 2), [0, 0.75, 1])
    assert resolution.at_least_one(1.0, 0) == 0  # no trial, no success


def test_samples_to_see_are_three_over_the_rate():
    assert resolution.samples_to_see(1e-5) == pytest.approx(3e5, rel=2e-3)  # rule of three: -ln 0.05 = 2.9957
    assert resolution.samples_to_see(0.5, probability=0.5) == pytest.approx(1)


def test_items_needed_is_the_fewest():
    n = resolution.items_needed(0.01)
    assert resolution.chance_of_none(0.01, n) <= 0.05 < resolution.chance_of_none(0.01, n - 1)


def test_measured_scores_lie_on_the_grid_and_keep_their_seed():
    sizes, rate = np.geomspace(1e8, 1e12, 9), np.linspace(0, 1, 9)
    one, other = (resolution.measured_curve(sizes, rate, items=20, rng=np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_allclose(one.score * 20, np.rint(one.score * 20))
    np.testing.assert_array_equal(one.score, other.score)
    assert one.score[0] == 0 and one.score[-1] == 1


def test_zeros_count_only_models_that_can_do_it():
    curve = resolution.measured_curve(np.ones(3), np.array([0, 1e-9, 1]), items=10, rng=np.random.default_rng(0))
    assert curve.zeros == 1


def test_right_answers_at_a_hand_worked_state():
    result = resolution.right_answers(items=2, rate=0.5, shown=3)
    np.testing.assert_allclose(result.probability, [0.25, 0.5, 0.25])
    assert (result.none, result.expected, result.three) == pytest.approx((0.25, 1.0, 1.0))


def test_task_curve_hides_models_and_measures_the_last_step():
    whole = resolution.task_curve(task="riddles", models=3, data=TABLE)
    assert (whole.points, whole.ratio, whole.above) == (pytest.approx(34), 10, 1)
    part = resolution.task_curve(task="riddles", models=2, data=TABLE)
    assert part.accuracy.mask.tolist() == [False, False, True]
    assert part.last == 0.26


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: resolution.rule_of_three(0), "items"),
        (lambda: resolution.clopper_pearson(5, 4), "successes must lie from 0 to trials .4., not 5"),
        (lambda: resolution.chance_of_none(1.5, 4), "rate"),
        (lambda: resolution.clopper_pearson(-1, 5), "successes must lie from 0 to trials"),
        (lambda: resolution.clopper_pearson(0, 0), "trials must be above 0"),
        (lambda: resolution.clopper_pearson(1, 4, confidence=1), "confidence must lie between 0 and 1"),
        (lambda: resolution.items_needed(0), "rate must lie between 0 and 1, both excluded, not 0"),
        (lambda: resolution.task_curve(task="poems", models=2, data=TABLE), "task"),
        (lambda: resolution.task_curve(task="sums", models=4, data=TABLE), "models"),
    ],
)
def test_bad_input_is_refused_by_name(call, name):
    with pytest.raises(ValueError, match=name):
        call()
