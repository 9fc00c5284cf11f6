"""The drawings of the chapter: each labelled mark is of the fields named for it."""

from functools import partial

import drawn
import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations.reasoning import ceiling, checking, coverage, drawings, horizon, own_errors, ruler, strategy, tails

MOMENT, COVERAGE = partial(strategy.moment, start=0.1), partial(coverage.coverage, mean=0.4)
TAILS, FORECAST = partial(tails.many_tries, tail=0.5), partial(ceiling.forecast, seen=12_000.0)
OWN, SUCCESS, TREND = own_errors.own_errors, partial(horizon.success, spread=1.0), partial(ruler.trend, since=2024.0)

CASES = [
    pytest.param(
        "draw_moment",
        MOMENT,
        {"answers of the rare way": ("steps", "share"), "problems solved": ("steps", "reward")},
        {},
    ),
    pytest.param(
        "draw_moment_in_decades",
        MOMENT,
        {"the same, logarithmic": ("steps", "share"), "one in 64 answers": "seen"},
        {},
    ),
    pytest.param(
        "draw_coverage",
        COVERAGE,
        {"trained by reward": ("tries", "trained"), "base model": ("tries", "base")},
        {},
    ),
    pytest.param(
        "draw_problems",
        COVERAGE,
        {
            "problems, base model": (lambda r: r.rates - 0.02, "base_problems"),
            "problems, trained": (lambda r: r.rates + 0.02, "trained_problems"),
        },
        {},
    ),
    pytest.param(
        "draw_many_tries",
        TAILS,
        {
            "a hard problem alone": ("tries", "hard"),
            "an easy problem alone": ("tries", "easy"),
            "power law": ("tries", "law"),
            "all problems": ("tries", "mean"),
        },
        {},
    ),
    pytest.param("draw_rates", TAILS, {"problems below this rate": ("rates", "below")}, {}),
    pytest.param(
        "draw_forecast",
        FORECAST,
        {
            "90% of the fits": ("compute", "low", "high"),
            "the run as it goes on": ("compute", "truth"),
            "measured so far": ("measured", "rate"),
        },
        {},
    ),
    pytest.param(
        "draw_own_errors",
        OWN,
        {
            "turns right": ("turns", "accuracy"),
            "if errors left no trace": "steady",
            "runs without an error so far": ("turns", "unbroken"),
        },
        {},
    ),
    pytest.param("draw_runs", OWN, {"runs": ("wrong", "runs")}, {}),
    pytest.param(
        "draw_checked",
        partial(checking.checked, blind=0.1, looks=2),
        {"no blind spots": ("looks", "free"), "50% horizon": ("looks", "horizon"), "here": (2, "here")},
        {"looks": 2},
    ),
    pytest.param(
        "draw_success",
        SUCCESS,
        {
            "these tasks": ("minutes", "mixed"),
            "one failure rate, p^L": ("minutes", "steady"),
            "as long as is wanted": ("reached", 0.8),
        },
        {"wanted": 0.8},
    ),
    pytest.param(
        "draw_ratios",
        SUCCESS,
        {"measured": ("ratios", "places"), "one failure rate: 3.1": horizon.STEADY, "here": "ratio"},
        {},
    ),
    pytest.param(
        "draw_trend",
        TREND,
        {
            "90% of the lines": ("years", "low", "high"),
            "the line by this ruler": ("years", "line"),
            "used for the line": ("released", "used"),
            "old tasks": ("released", "old"),
            "new tasks": ("released", "new"),
        },
        {},
    ),
]


@pytest.mark.parametrize(("draw", "simulate", "marks", "view"), CASES)
def test_each_mark_is_of_the_fields_named_for_it(draw, simulate, marks, view):
    drawn.assert_fields(getattr(drawings, draw), simulate(), marks, **view)


def test_every_drawing_has_a_case():
    assert {one.values[0] for one in CASES} == drawn.drawings(drawings)


def test_the_models_stand_beside_their_ratios():
    ax = Figure().add_subplot()
    drawings.draw_ratios(SUCCESS(), ax)
    places = dict(zip(ax.get_yticks(), (tick.get_text() for tick in ax.get_yticklabels()), strict=True))
    names, ratios = horizon.measured_ratios()
    highest = int(np.argmax(ratios))
    assert (names[highest], places[highest]) == ("Claude Opus 4.6", "Opus 4.6")
