"""What the captions say of results: counts, sizes and scores, also where there is none to say."""

from dataclasses import replace

import numpy as np
import pytest

from simulations.data import table
from simulations.laws import popular, resolution
from simulations.mirage import annotation, captions, metrics, options, rescoring

SIZES = np.geomspace(1e7, 1e12, 51)


def test_a_tasks_name_begins_a_sentence():
    curve = resolution.task_curve(task="hindu_knowledge", models=12, data=table("bigbench"))
    assert captions.task_curve(curve, task="hindu_knowledge") == {"title": "Hindu knowledge"}


def test_half_of_the_toys_answers_are_right_at_a_size_in_two_digits():
    assert captions.toy_scaling(metrics.toy_scaling(parameters=SIZES)) == {"halfway": "730B"}


def test_the_listing_says_its_four_scores_and_where_it_crosses():
    said = captions.metric_listing(popular.metric_listing())
    assert said == {"printed": "0.03, 0.10, 0.26, 0.59", "crossed": "at 600B"}
    assert captions.metric_listing(popular.metric_listing(threshold=0.95))["crossed"] == "nowhere between 1B and 1T"


def test_counts_stand_with_their_shares_and_the_p_value_in_four_digits():
    smooth = annotation.base_rate(counts=table("preferred_metrics"), compared_with="the smooth list")
    assert captions.base_rate(smooth) == {"emergent": "62 of 67 (92.5%)", "others": "44 of 58 (75.9%)", "p": "0.0123"}
    assert captions.base_rate(replace(smooth, p_value=2e-4))["p"] == "0.0002"
    assert captions.base_rate(replace(smooth, p_value=9e-5))["p"] == "below 0.0001"


@pytest.mark.parametrize(
    ("score", "said"),
    [(3.14159, "3.1"), (-4.2, "−4.2"), (10302.03, "10,302"), (np.inf, "infinite"), (-np.inf, "minus infinite")],
)
def test_an_emergence_score_in_words(score, said):
    assert captions.emergence(score) == said


@pytest.mark.parametrize(
    ("count", "said"), [(1, "only the smallest of 3 sizes"), (2, "the 2 smallest of 3 sizes"), (3, "all 3 sizes")]
)
def test_the_floor_in_words(count, said):
    score = np.array([0.0, 0.1, 0.987])
    result = rescoring.Rescored(parameters=np.ones(3), score=score, low=score, high=score, floor=count)
    assert captions.rescored(result, metric="exact match") == {"floor": said, "top": "99%"}
    assert captions.rescored(result, metric="edit distance")["top"] == "0.99 digits"
    assert captions.rescored(result, metric="log-likelihood")["top"] == "0.99 nats of cost"


@pytest.mark.parametrize(
    ("slope", "said"), [(-0.1, "overtakes them at 1B"), (0.1, "overtakes them at 22B"), (0.3, None), (0.4, None)]
)
def test_the_race_is_won_in_the_picture_or_not(slope, said):
    race = options.option_race(wrong_slope=slope, parameters=SIZES)
    assert captions.option_race(race) == {"overtakes": said or "does not overtake them below 1T"}
