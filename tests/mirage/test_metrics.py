import numpy as np
import pytest

from simulations.mirage import metrics
from simulations.mirage.emergence_score import emergence_score

BIG_G = np.array([2.1e6, 1.68e7, 5.66e7, 1.34e8, 2.62e8, 4.53e8, 1.07e9, 2.1e9, 3.62e9, 8.59e9, 2.9e10, 1.374e11])


def test_exact_match_is_the_power_of_token_accuracy():
    assert metrics.exact_match(0.9, 5) == pytest.approx(0.59049)  # 0.9^5 by hand
    np.testing.assert_allclose(metrics.exact_match([0.0, 0.5, 1.0], 3), [0, 0.125, 1])


def test_exact_match_of_one_token_is_token_accuracy():
    p = np.linspace(0, 1, 11)
    np.testing.assert_array_equal(metrics.exact_match(p, 1), p)


def test_brier_score_at_hand_worked_values():
    np.testing.assert_allclose(metrics.brier_score([0.0, 0.7, 1.0]), [1, 0.09, 0])


def test_toy_inverts_where_it_crosses_one_half():
    law = dict(answer_length=5, constant=1e9, exponent=-0.3)
    size = metrics.parameters_at(0.5, **law)
    toy = metrics.toy_scaling(parameters=np.array([size]), **law)
    assert toy.exact_match[0] == pytest.approx(0.5)
    assert toy.halfway == size == pytest.approx(730e9, rel=0.01)  # 1e9 · (5 / ln 2)^(1 / 0.3)


def test_toy_at_its_constant_loses_one_nat_a_token():
    toy = metrics.toy_scaling(parameters=np.array([1e9]), constant=1e9, exponent=-0.7, answer_length=4)
    assert toy.token_accuracy[0] == pytest.approx(np.exp(-1))
    assert toy.exact_match[0] == pytest.approx(np.exp(-4))
    wrong = 1 - np.exp(-1)
    expected = {"share of tokens wrong": wrong, "Brier score": wrong**2, "log-likelihood": -1}
    assert {name: score.item() for name, score in toy.per_token.items()} == pytest.approx(expected)


def test_toys_exact_match_is_a_straight_line_once_logged_twice():
    # ln(−ln Acc) = ln L + α ln(N/c): the law that PassUntil fits (hu2024predicting).
    toy = metrics.toy_scaling(parameters=BIG_G, constant=1e8, exponent=-0.3, answer_length=5)
    slopes = np.diff(np.log(-np.log(toy.exact_match))) / np.diff(np.log(BIG_G))
    np.testing.assert_allclose(slopes, -0.3, atol=1e-9)


def test_noiseless_toy_gives_even_edit_distance_an_emergence_score_above_ten_thousand():
    toy = metrics.toy_scaling(parameters=BIG_G, constant=1e10, exponent=-1.0, answer_length=5)
    assert abs(emergence_score(5 * (1 - toy.token_accuracy))) > 10_000


def test_sampled_answers_agree_with_both_formulas():
    right = metrics.sampled_answers(token_accuracy=0.9, answer_length=5, answers=40_000, rng=np.random.default_rng(0))
    # Standard errors: 0.0025 for the share of whole answers, 0.0034 for the wrong tokens; four of them allowed.
    assert right.all(axis=1).mean() == pytest.approx(metrics.exact_match(0.9, 5), abs=0.010)
    assert (~right).sum(axis=1).mean() == pytest.approx(5 * 0.1, abs=0.014)


@pytest.mark.parametrize(
    ("answer", "target", "distance"),
    [("kitten", "sitting", 3), ("42917", "42917", 0), ("42817", "42917", 1), ("4291", "42917", 1), ("", "123", 3)],
)
def test_edit_distance_of_known_pairs(answer, target, distance):
    assert metrics.edit_distance(answer, target) == distance
    assert metrics.edit_distance(target, answer) == distance


def test_metric_effect_reports_the_slope_and_the_halfway_accuracy():
    effect = metrics.metric_effect(token_accuracy=0.9, answer_length=5)
    near = [metrics.exact_match(0.9 + step, 5) for step in (-1e-6, 1e-6)]
    assert effect.gain == pytest.approx((near[1] - near[0]) / 2e-6, rel=1e-6)
    assert metrics.exact_match(effect.half, 5) == pytest.approx(0.5)


@pytest.mark.parametrize("p", [-0.1, 1.1, np.nan])
def test_impossible_accuracies_are_refused(p):
    with pytest.raises(ValueError, match=f"token_accuracy must lie from 0 to 1, not {p}"):
        metrics.exact_match(p, 5)


def test_impossible_lengths_and_laws_are_refused():
    with pytest.raises(ValueError, match="answer_length must be 1 or more tokens, not 0"):
        metrics.exact_match(0.5, 0)
    with pytest.raises(ValueError, match="exponent must be below 0, so that the loss falls with size, not 0.3"):
        metrics.token_cross_entropy(1e9, constant=1e9, exponent=0.3)
    with pytest.raises(ValueError, match="constant must be above 0, not 0"):
        metrics.token_cross_entropy(1e9, constant=0, exponent=-0.3)
    with pytest.raises(ValueError, match="share must lie between 0 and 1, both excluded, not 1.0"):
        metrics.parameters_at(1.0, answer_length=5, constant=1e9, exponent=-0.3)


def test_a_longer_answer_shifts_the_toy_and_does_not_bend_it():
    # exp(−L (N/c)^α) is exp(−(N/c′)^α) with c′ = c L^(−1/α).
    sizes = np.geomspace(1e8, 1e12, 9)
    long = metrics.toy_scaling(parameters=sizes, constant=1e9, exponent=-0.3, answer_length=5)
    one = metrics.toy_scaling(parameters=sizes / 10**long.shift, constant=1e9, exponent=-0.3, answer_length=1)
    np.testing.assert_allclose(long.exact_match, one.token_accuracy, rtol=1e-9)
