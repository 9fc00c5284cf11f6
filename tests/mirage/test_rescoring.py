"""The same answers under five metrics, by hand and against the laboratory's own measures."""

import numpy as np
import pytest

from simulations.laboratory import measure, shipped
from simulations.mirage import rescoring


def scores_of(predictions):
    brier = 1 - 2 * np.exp(predictions.log_probs) + predictions.squares
    edits = measure.levenshtein(predictions.written, np.broadcast_to(predictions.target, predictions.written.shape))
    return rescoring.item_scores(right=predictions.right, edits=edits, brier=brier, log_probs=predictions.log_probs)


def test_two_answers_by_hand():
    right = np.array([[True, True], [True, False]])
    log_probs = np.log([[0.9, 0.8], [0.5, 0.1]])
    scores = rescoring.item_scores(
        right=right, edits=np.array([0, 1]), brier=np.array([[0.02, 0.08], [0.5, 1.62]]), log_probs=log_probs
    )
    np.testing.assert_allclose(scores["exact match"], [1, 0])
    np.testing.assert_allclose(scores["token accuracy"], [1, 0.5])
    np.testing.assert_allclose(scores["Brier score"], [0.05, 1.06])
    np.testing.assert_allclose(scores["log-likelihood"], [-np.log(0.72), -np.log(0.05)])


def test_every_item_together_is_what_the_laboratory_measures():
    parameters, _, _, predictions = shipped.predictions()
    scores = scores_of(predictions)
    pairs = {
        "exact match": measure.exact_match,
        "token accuracy": measure.digit_accuracy,
        "edit distance": measure.edit_distance,
        "Brier score": measure.brier_score,
        "log-likelihood": lambda p: -measure.answer_log_likelihood(p),
    }
    count = predictions.log_probs.shape[-2]
    for metric, whole in pairs.items():
        for seed in range(predictions.log_probs.shape[1]):
            made = rescoring.rescored(metric=metric, items=count, seed=seed, scores=scores, parameters=parameters)
            np.testing.assert_allclose(made.score, whole(predictions)[:, seed], atol=1e-12)
            assert np.all(made.low <= made.score) and np.all(made.score <= made.high)


def test_fewer_items_never_narrow_an_exact_interval_of_zero():
    parameters = np.array([1.0, 2.0])
    scores = {"exact match": np.zeros((2, 1, 100))}
    few = rescoring.rescored(items=10, scores=scores, parameters=parameters)
    many = rescoring.rescored(items=100, scores=scores, parameters=parameters)
    # None of n: 1 − 0.025^(1/n), two-sided.
    np.testing.assert_allclose(few.high, 1 - 0.025 ** (1 / 10))
    np.testing.assert_allclose(many.high, 1 - 0.025 ** (1 / 100))
    assert few.floor == 2


def test_a_means_interval_is_196_standard_errors_and_the_floor_ends_on_either_side_of_it():
    edits = np.array([[[2.0, 4.0] * 50], [[2.0, 4.0] * 50], [[1.0, 1.2] * 50]])  # fewer is better: lower
    result = rescoring.rescored(
        metric="edit distance", items=100, scores={"edit distance": edits}, parameters=np.ones(3)
    )
    assert result.high[0] - result.score[0] == pytest.approx(1.96 * np.std([2, 4]) * np.sqrt(100 / 99) / 10)
    assert result.floor == 2
    assert result.score[-1] == pytest.approx(1.1)


def test_what_is_not_there_is_named():
    scores = {"exact match": np.zeros((2, 1, 100))}
    with pytest.raises(ValueError, match="metric must be one of exact match, not 'BLEU'"):
        rescoring.rescored(metric="BLEU", scores=scores, parameters=np.ones(2))
    with pytest.raises(ValueError, match="items must be a whole number, 2 to 100, not 101"):
        rescoring.rescored(items=101, scores=scores, parameters=np.ones(2))
    with pytest.raises(ValueError, match="seed must be a whole number, 0 to 0, not 1"):
        rescoring.rescored(items=2, seed=1, scores=scores, parameters=np.ones(2))
