"""The captions of the chapter: what they say of results that are known."""

import numpy as np
import pytest

from simulations.remeasured import appears, captions, collapse, control, forecasts, pythia, testbed


def test_what_a_zero_leaves_possible():
    assert captions.two_readings(pythia.two_readings()) == {"possible": "1 in 1,400"}


@pytest.mark.parametrize(
    ("state", "begins", "ends"),
    [
        ({}, "6 of 8 sizes get there, with 47.7% to 49.4%, 1.7 standard errors", "further in 57% of cases"),
        ({"level": 6.0}, "8 of 8 sizes", "further in under 1% of cases"),
        ({"level": 1.4}, "fewer than two sizes get there", "get there"),
    ],
)
def test_how_far_sizes_are_apart(state, begins, ends):
    said = captions.one_curve(collapse.one_curve(**state))["compared"]
    assert said.startswith(begins) and said.endswith(ends)


@pytest.mark.parametrize(
    ("level", "axis", "said"),
    [
        (0.05, "tokens read", "all eight sizes do, between 1.6B and 2.3B tokens"),
        (0.6, "tokens read", "4 sizes do, from 1.4B on, between 47B and 210B tokens"),
        (0.7, "tokens read", "only 12B does, at 260B tokens"),
        (0.99, "tokens read", "no size does"),
        (0.05, "training compute", "all eight sizes do, between 8.8×10¹⁷ and 1.5×10²⁰ FLOPs"),
    ],
)
def test_which_sizes_get_there(level, axis, said):
    assert captions.when_reached(appears.when_reached(level=level, axis=axis), level=level, axis=axis) == {
        "reached": said
    }


def test_how_far_two_trainings_are_apart():
    made = control.TwiceTrained(np.ones(1), np.ma.ones(1), root_mean_square=1.96, mean=-0.82, beyond_two=0.27)
    assert captions.twice_trained(made) == {"usual": "2.0", "mean": "−0.8", "beyond": "27%"}


def test_how_many_tasks_follow():
    assert captions.followed(testbed.followed()) == {
        "counted": "18 of 46 tasks (39%)",
        "edge": "The last to pass is conlang translation, the next repeat copy logic",
    }
    assert captions.followed(testbed.followed(text="code", bar=0.95))["edge"] == "All stand on one side of it"


def test_how_far_forecasts_miss():
    assert captions.against_loss(forecasts.against_loss()) == {"law": "19.2", "line": "5", "still": "18.2"}
