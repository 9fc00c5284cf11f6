import numpy as np
import pytest
from scipy import stats

from simulations.data import table
from simulations.mirage import emergence_score as es


def test_score_of_a_hand_worked_curve():
    # Steps 1, 1, 4: range 6, median square 1, mean square 6.
    assert es.emergence_score([0, 1, 2, 6]) == 6
    assert es.emergence_score([0, 1, 2, 6], variant="mean") == pytest.approx(6 / np.sqrt(6))


def test_a_falling_curve_scores_the_same_below_zero():
    assert es.emergence_score([6, 2, 1, 0]) == -6


def test_a_straight_line_of_n_points_scores_n_minus_one():
    assert es.emergence_score(np.linspace(0, 1, 12)) == pytest.approx(11)


def test_a_floor_makes_the_score_infinite():
    assert es.emergence_score([0, 0, 0, 0.1]) == np.inf
    assert es.emergence_score([0.1, 0, 0, 0]) == -np.inf
    assert es.emergence_score([0.2, 0.2, 0.2]) == 0


def test_score_ignores_shift_and_scale():
    y = np.array([0.1, 0.15, 0.12, 0.4, 0.7])
    assert es.emergence_score(3 * y - 1) == pytest.approx(es.emergence_score(y))


def test_chance_alone_stays_below_the_published_quantiles():
    # With 12 points 95% of chance curves lie within ±7, 99% within ±10, 99.9% within ±15.
    rng = np.random.default_rng(0)
    scores = np.abs(es.chance_scores(sizes=12, items=1000, rate=0.5, trials=4000, rng=rng))
    assert np.mean(scores < 7) > 0.95
    assert np.mean(scores < 10) > 0.985
    assert 0.001 < np.mean(scores > 7) < 0.05


def test_big_g_tasks_score_nowhere_near_a_hundred():
    data = table("bigbench")
    scores = {task: es.emergence_score(data["accuracy"][data["task"] == task]) for task in np.unique(data["task"])}
    assert len(scores) == 89
    assert max(scores, key=scores.get) == "figure_of_speech_detection"
    assert max(scores.values()) == pytest.approx(17.9, abs=0.05)
    assert np.median(list(scores.values())) == pytest.approx(4.0, abs=0.05)


def test_scored_curve_pads_and_cuts():
    result = es.scored_curve([0, 0, 0, 1], np.array([-50.0, 0.0, 2.0, 50.0]), most=6)
    assert (result.score, result.shown_score, result.beaten) == (np.inf, 30, 1.0)
    assert es.scored_curve([0, 1, 0, -3], np.zeros(4)).shown_score == -4
    assert result.order.mask.sum() == 2
    assert result.heights.sum() == pytest.approx(1)


def test_bad_input_is_refused_by_name():
    with pytest.raises(ValueError, match=r"scores must be 3 or more numbers in order of size, not \[0.1, 0.2\]"):
        es.emergence_score([0.1, 0.2])
    with pytest.raises(ValueError, match="variant must be one of median, mean, not 'mode'"):
        es.emergence_score([0.1, 0.2, 0.3], variant="mode")
    with pytest.raises(ValueError, match="the number of chance scores must be 1 or more, not 0"):
        es.scored_curve([0.1, 0.2, 0.3], np.ones((1, 0)))


def test_example_curves_come_from_their_rates():
    rng = np.random.default_rng(0)
    for kind in es.EXAMPLES:
        assert es.example_curve(kind, sizes=8, items=50, rng=rng).shape == (8,)
    jump = es.example_curve("one jump at the end", sizes=4, items=100_000, rng=rng)
    np.testing.assert_allclose(jump, [0.25, 0.25, 0.25, 0.6], atol=0.01)  # six standard errors
    with pytest.raises(ValueError, match="kind must be one of .* not 'a miracle'"):
        es.example_curve("a miracle", sizes=4, items=10, rng=rng)


def test_what_the_score_rewards():
    def score(kind, seed=0, **how):
        curve = es.example_curve(kind, sizes=12, items=200, rng=np.random.default_rng(seed))
        return es.emergence_score(curve, **how)

    chance = es.chance_scores(sizes=12, items=200, rate=0.25, trials=1000, rng=np.random.default_rng(0))
    assert np.mean(np.abs(chance) < 6) == pytest.approx(0.93, abs=0.005)
    assert score("no noise at all, edit distance") == pytest.approx(81_618, abs=0.5)
    for seed in range(5):
        steady, jump = (score(kind, seed, variant="mean") for kind in ("a steady rise", "one jump at the end"))
        assert steady > 1.5 * jump


def test_tasks_called_emergent_do_not_score_otherwise():
    data = table("bigbench")
    rows = [data["task"] == task for task in np.unique(data["task"])]
    scores = np.array([es.emergence_score(data["accuracy"][row]) for row in rows])
    emergent = np.array([data["wei_list"][row][0].startswith("emergent") for row in rows])
    assert (emergent.sum(), len(emergent)) == (42, 89)
    assert stats.mannwhitneyu(scores[emergent], scores[~emergent]).pvalue == pytest.approx(0.46, abs=0.005)


def test_a_coarse_floor_is_rewarded_without_limit():
    floor = es.example_curve("exact match at its floor", sizes=12, items=50, rng=np.random.default_rng(0))
    assert es.emergence_score(floor) == np.inf
