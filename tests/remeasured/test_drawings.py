"""The drawings of the chapter: each labelled mark is of the fields named for it."""

from functools import partial

import drawn
import pytest
from matplotlib.figure import Figure

from simulations.remeasured import appears, collapse, control, drawings, forecasts, pythia, testbed

LOG = partial(pythia.two_readings, log_axis=True)
CURVE = partial(collapse.one_curve, axis="log-perplexity", level=4.0)
CASES = [
    pytest.param(
        "draw_accuracy",
        LOG,
        {"accuracy": ("tokens", "accuracy"), "highest rate that none right allows": "ceiling"},
        {"log_axis": True},
    ),
    pytest.param("draw_log_perplexity", LOG, {"log-perplexity": ("tokens", "log_perplexity")}, {}),
    pytest.param(
        "draw_one_curve",
        CURVE,
        {
            "70M and 160M": ("small_at", "small"),
            "410M to 2.8B": ("middle_at", "middle"),
            "6.9B and 12B": ("large_at", "large"),
            "compared here": "level",
        },
        {"task": "LAMBADA", "axis": "log-perplexity"},
    ),
    pytest.param(
        "draw_when_reached",
        partial(appears.when_reached, level=0.4),
        {
            "between these two": ("parameters", "after", "before"),
            "the Pile": ("parameters", "standard"),
            "without duplicates": ("parameters", "deduped"),
        },
        {"axis": "tokens read"},
    ),
    pytest.param(
        "draw_twice_trained",
        partial(control.twice_trained, task="LAMBADA", size="160M"),
        {
            "two standard errors": (drawings.TOKENS, [-2, -2], [2, 2]),
            "without duplicates, less with them": ("tokens", "distance"),
        },
        {},
    ),
    pytest.param(
        "draw_followed",
        testbed.followed,
        {"the bar": "bar", "rises as the loss falls": ("rank", "rising"), "falls with the loss": ("rank", "falling")},
        {},
    ),
    pytest.param(
        "draw_against_loss",
        forecasts.against_loss,
        {
            "C4": ("c4_loss", "c4"),
            "RedPajama": ("redpajama_loss", "redpajama"),
            "RefinedWeb": ("refinedweb_loss", "refinedweb"),
            "the law, fitted to these": ("loss", "law"),
            "6.9B, not seen": ("hidden_loss", "hidden"),
            "forecast of it": ("hidden_loss", "forecast"),
        },
        {},
    ),
]


@pytest.mark.parametrize(("draw", "simulate", "marks", "view"), CASES)
def test_each_mark_is_of_the_fields_named_for_it(draw, simulate, marks, view):
    drawn.assert_fields(getattr(drawings, draw), simulate(), marks, **view)


def test_every_drawing_has_a_case():
    assert {one.values[0] for one in CASES} == drawn.drawings(drawings)


@pytest.mark.parametrize("task", list(pythia.TASKS))
def test_every_accuracy_lies_within_its_axes(task):
    ax = Figure().add_subplot()
    drawings.draw_one_curve(collapse.one_curve(task=task), ax, task=task, axis="tokens read")
    low, high = ax.get_ylim()
    for corpus in pythia.CORPORA:
        for one in pythia.runs(corpus):
            assert low <= one.accuracies[task].min() and one.accuracies[task].max() <= high, (corpus, one.size)
