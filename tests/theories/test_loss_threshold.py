"""Thresholds in the loss: one curve for all sizes, met where the law says."""

import numpy as np
import pytest

from simulations.laws import scaling
from simulations.theories import loss_threshold


def test_models_of_one_loss_score_alike():
    result = loss_threshold.loss_threshold(threshold=2.3)
    expected = loss_threshold.score(result.loss, threshold=2.3, chance=0.25)
    np.testing.assert_allclose(result.score, expected)
    order = np.argsort(result.loss, axis=None)
    assert (np.diff(result.score.ravel()[order]) <= 1e-12).all()


def test_score_is_chance_above_the_threshold_and_one_at_the_floor():
    floor = scaling.REFIT.irreducible
    scores = loss_threshold.score([3.0, 2.2, (2.2 + floor) / 2, floor], threshold=2.2, chance=0.2)
    np.testing.assert_allclose(scores, [0.2, 0.2, 0.6, 1.0])


def test_a_model_too_small_never_gets_there():
    result = loss_threshold.loss_threshold(threshold=2.0)
    assert np.isinf(result.reached).tolist() == [True, True, False]
    tokens = loss_threshold.loss_threshold(threshold=2.2).reached[1]
    assert scaling.loss(scaling.REFIT, parameters=6e9, tokens=tokens) == pytest.approx(2.2)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="threshold must be above the irreducible loss, 1.8[0-9]* nats, not 1.5"):
        loss_threshold.score(2.0, threshold=1.5)
