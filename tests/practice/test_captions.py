"""The captions of the chapter: what they say of results that are known."""

import numpy as np
import pytest

from simulations.laws import scaling
from simulations.practice import budget, captions, choosing, sampling, serving


def test_the_plan_says_the_refits_range():
    words = captions.plan(budget.plan(compute=1e24))
    best = scaling.optimum(scaling.refits(), compute=1e24)
    low, high = np.quantile(best.parameters, (0.05, 0.95)) / 1e9
    assert words["parameters_words"] == f"{low:.0f} to {float(f'{high:.2g}'):.0f} billion"
    assert words["tokens_words"].endswith(" trillion")
    low, high = np.quantile(best.tokens_per_parameter, (0.05, 0.95))
    assert words["ratio_words"] == f"{low:.0f} to {high:.0f}"


@pytest.mark.parametrize(
    ("threshold", "price"),
    [(1.0, "more than 1 × 10²⁶ FLOPs"), (2.1, "9 × 10²² FLOPs"), (2.7, "1 × 10²⁰ FLOPs or less")],
)
def test_the_plan_says_what_nine_chances_in_ten_cost(threshold, price):
    assert captions.plan(budget.plan(threshold=threshold))["nine_in_ten"] == price


def test_the_sizes_to_train_and_to_serve():
    result = serving.serving(compute=1e23, served=1e13)
    words = captions.serving(result)
    assert float(words["optimal_words"].split()[0]) == pytest.approx(result.optimal / 1e9, rel=0.05)
    assert float(words["cheapest_words"].split()[0]) == pytest.approx(result.cheapest / 1e9, rel=0.05)


@pytest.mark.parametrize(
    ("view", "matched"),
    [
        (dict(rate=0.05, sensitivity=0.0), "at no number of samples do the picked answers reach the larger model"),
        (
            dict(rate=0.3, sensitivity=0.0),
            "the picked answers still match a model 16 times the size, and then fall behind",
        ),
        (
            dict(rate=0.3, sensitivity=3.0, gain=0.5),
            "the picked answers still match a model 256 times larger, and further than is shown",
        ),
    ],
)
def test_how_far_picked_answers_keep_up(view, matched):
    words = captions.repeated_sampling(sampling.repeated_sampling(**view))
    assert words == {"most_samples": 256, "matched": matched}


def test_the_reasons_stand_in_a_row():
    advice = choosing.Advice(points=(), first="wait", reasons=("one", "two"))
    assert captions.advice(advice) == {"because": "one; two"}
