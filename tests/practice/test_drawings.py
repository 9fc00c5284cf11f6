"""The drawings of the chapter: each labelled mark is of the fields named for it."""

from functools import partial

import drawn
import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations.practice import budget, choosing, drawings, guessing, sampling, serving

PLAN = partial(budget.plan, compute=1e23)
SERVING = partial(serving.serving, compute=1e23, served=1e13)
ADVICE = partial(choosing.advice, rate="half", checker=True)


def bars(advice: choosing.Advice, *, first: bool) -> np.ndarray:
    chosen = np.array([option == advice.first for option in choosing.OPTIONS])
    return np.where(chosen == first, advice.points, 0)


CASES = [
    pytest.param(
        "draw_planned_loss",
        PLAN,
        {
            "90% of refits": ("computes", "loss_low", "loss_high"),
            "best loss, median": ("computes", "loss"),
            "the skill's threshold": "threshold",
        },
        {},
    ),
    pytest.param(
        "draw_chance",
        PLAN,
        {
            "one fit, one threshold": ("computes", "single"),
            "chance that the skill is there": ("computes", "chance"),
            "your budget": ("here", "chance_here"),
        },
        {},
    ),
    pytest.param(
        "draw_serving",
        SERVING,
        {
            "training": ("parameters", "training"),
            "use": ("parameters", "use"),
            "both": ("parameters", "total"),
            "cheapest to train": ("optimal", "least"),
            "cheapest to train and use": ("cheapest", "least_total"),
        },
        {"compute": 1e23},
    ),
    pytest.param(
        "draw_repeated_sampling",
        partial(sampling.repeated_sampling, rate=0.1),
        {
            "any of k right (pass@k)": ("samples", "any_right"),
            "best of k by the verifier": ("samples", "best"),
            "majority of k": ("samples", "majority"),
            "one answer, model k times larger": ("samples", "larger"),
        },
        {},
    ),
    pytest.param(
        "draw_advice",
        ADVICE,
        {
            "points": (np.arange(5)[::-1], partial(bars, first=False)),
            "try first": (np.arange(5)[::-1], partial(bars, first=True)),
        },
        {},
    ),
    pytest.param(
        "draw_guessing",
        partial(guessing.guessing, penalty=1.0, threshold=0.4),
        {
            "answered rightly": ("thresholds", "right"),
            "answered wrongly": ("thresholds", "wrong"),
            "score": ("thresholds", "score"),
            "best threshold": "best",
            "your rule": (0.4, "score_here"),
        },
        {"threshold": 0.4, "penalty": 1.0},
    ),
]


@pytest.mark.parametrize(("draw", "simulate", "marks", "view"), CASES)
def test_each_mark_is_of_the_fields_named_for_it(draw, simulate, marks, view):
    drawn.assert_fields(getattr(drawings, draw), simulate(), marks, **view)


def test_every_drawing_has_a_case():
    assert {one.values[0] for one in CASES} == drawn.drawings(drawings)


def test_the_cheapest_size_lies_on_the_sum_of_the_costs():
    result = SERVING()
    marks = drawn.marks(drawings.draw_serving, result, compute=1e23)
    (parameters, both), (at, height) = marks["both"], marks["cheapest to train and use"]
    shown = ~both.mask
    on_the_sum = np.exp(np.interp(np.log(at), np.log(parameters[shown]), np.log(both[shown])))
    assert on_the_sum == pytest.approx(height.data, rel=0.01)
    np.testing.assert_allclose(result.total, result.training + result.use)
    assert result.cheapest < result.optimal  # else the two could be swapped unseen


def test_the_options_stand_beside_their_bars():
    ax = Figure().add_subplot()
    drawings.draw_advice(ADVICE(), ax)
    places = dict(zip(ax.get_yticks(), (tick.get_text() for tick in ax.get_yticklabels()), strict=True))
    bar = next(bar for bar in ax.containers[1] if bar.get_width())
    assert places[bar.get_y() + bar.get_height() / 2] == ADVICE().first
