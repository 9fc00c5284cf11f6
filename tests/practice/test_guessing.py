"""Grading and guessing: the best threshold against its closed form."""

import numpy as np
import pytest

from simulations.practice import guessing


@pytest.mark.parametrize("penalty", [0.0, 1 / 3, 1.0, 3.0, 9.0])
@pytest.mark.parametrize("knowledge", [0.3, 0.5, 0.7])
def test_the_best_threshold_is_the_penalty_over_one_more(penalty, knowledge):
    graded = guessing.guessing(penalty=penalty, knowledge=knowledge)
    assert graded.best == pytest.approx(penalty / (1 + penalty))
    assert graded.thresholds[np.argmax(graded.score)] == pytest.approx(graded.best, abs=0.011)


def test_even_confidence_by_hand():
    # Confidence even on 0 to 1, silent below 1/2: right ∫c = 3/8, wrong 1/8, silent 1/2; one point off: 1/4.
    graded = guessing.guessing(threshold=0.5, penalty=1.0, knowledge=0.5, width=2.0)
    assert (graded.wrong_here, graded.silent_here) == pytest.approx((0.125, 0.5))
    assert graded.score_here == pytest.approx(0.25)


def test_a_calibrated_model_that_answers_all_is_right_as_often_as_it_is_sure():
    graded = guessing.guessing(knowledge=0.7, width=5.0)
    assert graded.right[0] == pytest.approx(0.7)
    assert graded.right[-1] == pytest.approx(0, abs=1e-9)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="penalty must be 0 or more points, not -1"):
        guessing.guessing(penalty=-1)
    with pytest.raises(ValueError, match="knowledge must lie between 0 and 1, both excluded, not 1.0"):
        guessing.guessing(knowledge=1.0)
    with pytest.raises(ValueError, match="width must be above 0, not 0"):
        guessing.guessing(width=0)
