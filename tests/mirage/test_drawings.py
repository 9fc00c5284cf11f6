"""Every drawing of the chapter shows its result's own numbers, on axes that stand still."""

from functools import partial

import drawn
import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations import palette
from simulations.data import table
from simulations.laws import popular, resolution
from simulations.mirage import (
    annotation,
    drawings,
    emergence_score,
    metrics,
    options,
    paired_metrics,
    rescoring,
    spacing,
)

SIZES = np.geomspace(1e8, 1e12, 12)
BIG_BENCH, TWO, COUNTS = map(table, ("bigbench", "two_metrics", "preferred_metrics"))
CHANCE = np.linspace(-8, 8, 50)
# Eight answers of three sizes: nothing; one that is good, so that the interval of the mean reaches 0; all good.
ANSWERS = {name: np.array([[[0.0] * 8], [[0.0] * 7 + [1.6]], [[0.9] * 8]]) for name in drawings.RESCORED}
ANSWERS["exact match"] = np.array([[[0.0] * 8], [[0.0] * 7 + [1.0]], [[1.0] * 8]])


def one_test(items):
    return resolution.measured_curve(SIZES, np.linspace(0, 0.6, 12), items=items, rng=np.random.default_rng(0))


def rescored(metric):
    return rescoring.rescored(metric=metric, items=8, scores=ANSWERS, parameters=np.array([200.0, 2_000.0, 20_000.0]))


def shown(name, result, axis):
    """A field of rescored answers, without the scores below the foot of a metric's logarithmic axis."""
    return np.ma.array(getattr(result, name), mask=result.score < axis.foot)


TOY, RACE = partial(metrics.toy_scaling, parameters=SIZES), partial(options.option_race, parameters=SIZES)
STORIES = partial(paired_metrics.two_stories, pair="arc", seen_share=0.5, data=TWO)
SCORED = partial(emergence_score.scored_curve, [0, 0.2, 0.1, 0.9], CHANCE)

EFFECT = {
    "tokens right": ("token_accuracies", "token_accuracies"),
    "exact match": ("token_accuracies", "curve"),
    "here": ([0.5], "exact_match"),
}
WHOLE = {"tokens right": ("parameters", "token_accuracy"), "exact match": ("parameters", "exact_match")}
TEST = {
    "true rate": ("sizes", "true_rate"),
    "one right answer": "step",
    "score, with 95% interval": ("sizes", "score"),
    "score, with 95% interval, interval": ("sizes", "low", "high"),
}
SEEN = {"models tested": ("sizes", "scores")}
LISTING = {
    "continuous": ("parameters", "continuous"),
    "“discrete”": ("parameters", "discrete"),
    "sizes it prints": ("decade_sizes", "decades"),
    "threshold": [0.5],
}


def case(draw, simulate, marks, **view):
    return pytest.param(draw, simulate, marks, view, id=f"{draw} {' '.join(map(str, view.values()))}".strip())


CASES = [
    case("draw_metric_effect", partial(metrics.metric_effect, token_accuracy=0.5), EFFECT, token_accuracy=0.5),
    case(
        "draw_metric_effect",
        partial(metrics.metric_effect, token_accuracy=0.5),
        EFFECT,
        token_accuracy=0.5,
        log_axis=True,
    ),
    case("draw_toy_exact_match", TOY, WHOLE),
    case("draw_toy_exact_match", TOY, WHOLE, log_axis=True),
    *(
        case(
            "draw_toy_per_token",
            TOY,
            {f"{metric}, a token": ("parameters", lambda toy, metric=metric: toy.per_token[metric])},
            smooth_metric=metric,
        )
        for metric in metrics.PER_TOKEN
    ),
    case("draw_measured_curve", partial(one_test, 20), TEST),
    case(
        "draw_right_answers",
        resolution.right_answers,
        {
            "none right": (lambda result: result.count[:1], lambda result: result.probability[:1]),
            "some right": (lambda result: result.count[1:], lambda result: result.probability[1:]),
        },
    ),
    case("draw_few_sizes", partial(spacing.few_sizes, np.sqrt, models=4), SEEN | {"the curve behind": None}),
    case(
        "draw_few_sizes",
        partial(spacing.few_sizes, np.sqrt, models=4),
        SEEN | {"the curve behind": ("parameters", "curve")},
        show_curve=True,
    ),
    case(
        "draw_task_curve",
        partial(resolution.task_curve, task="hindu_knowledge", models=5, data=BIG_BENCH),
        {
            "chance": "chance",
            "accuracy, with 95% interval": ("sizes", "accuracy"),
            "accuracy, with 95% interval, interval": ("sizes", "low", "high"),
        },
    ),
    case("draw_hard_metric", STORIES, {"by chance": "pair.floor", "accuracy": ("scale", "hard")}),
    case("draw_smooth_metric", STORIES, {"bits per byte": ("scale", "smooth")}),
    case(
        "draw_base_rate",
        partial(annotation.base_rate, counts=COUNTS),
        {
            "called emergent": ([1], lambda result: result.shares[:1]),
            "compared with them": ([0], lambda result: result.shares[1:]),
        },
    ),
    case("draw_scored_curve", SCORED, {"score on the task": ("order", "scores")}),
    case(
        "draw_chance",
        SCORED,
        {
            "curves by chance": (lambda result: (result.edges[:-1] + result.edges[1:]) / 2, "heights"),
            "this curve": "shown_score",
        },
    ),
    case(
        "draw_log_probabilities",
        RACE,
        {"right option": ("parameters", "right"), "each wrong option": ("parameters", "wrong")},
    ),
    case(
        "draw_option_accuracy",
        RACE,
        {
            "chance": "chance",
            "share of the right option": ("parameters", "share"),
            "accuracy": ("parameters", "accuracy"),
        },
    ),
    case(
        "draw_metric_listing",
        popular.metric_listing,
        LISTING | {"crossing": ("crossing", [0.5])},
        threshold=0.5,
        log_axis=True,
    ),
    case(
        "draw_metric_listing",
        partial(popular.metric_listing, threshold=0.95),
        LISTING | {"crossing": None},
        threshold=0.5,
    ),
    *(
        case(
            "draw_rescored",
            partial(rescored, metric),
            {
                f"{metric}, with 95% interval": ("parameters", "score"),
                f"{metric}, with 95% interval, interval": ("parameters", "low", "high"),
            },
            metric=metric,
        )
        for metric in drawings.RESCORED
    ),
    *(
        case(
            "draw_rescored",
            partial(rescored, metric),
            {
                f"{metric}, with 95% interval": ("parameters", partial(shown, "score", axis=axis)),
                f"{metric}, with 95% interval, interval": (
                    "parameters",
                    lambda result, axis=axis: np.maximum(shown("low", result, axis), axis.foot),
                    partial(shown, "high", axis=axis),
                ),
                "zero, with 95% interval": (
                    "parameters",
                    axis.foot / 1.3,
                    lambda result, axis=axis: np.ma.array(result.high, mask=result.score >= axis.foot),
                ),
            },
            metric=metric,
            log_axis=True,
        )
        for metric, axis in drawings.RESCORED.items()
    ),
]


@pytest.mark.parametrize(("draw", "simulate", "marks", "view"), CASES)
def test_each_mark_is_of_its_fields(draw, simulate, marks, view):
    drawn.assert_fields(getattr(drawings, draw), simulate(), marks, **view)


def test_every_drawing_has_its_case():
    assert {case.values[0] for case in CASES} == drawn.drawings(drawings)


def axes_of(draw, result, **view):
    with matplotlib.rc_context(palette.MATPLOTLIB):
        ax = Figure(figsize=(5.6, 3.4)).subplots()
        getattr(drawings, draw)(result, ax, **view)
    return ax


@pytest.mark.parametrize(("draw", "simulate", "marks", "view"), CASES)
def test_few_ticks_plain_labels_and_no_title(draw, simulate, marks, view):
    ax = axes_of(draw, simulate(), **view)
    low, high = sorted(ax.get_xlim())
    assert 3 <= sum(low <= tick <= high for tick in ax.get_xticks()) <= 8
    assert ax.get_xlabel() and (ax.get_ylabel() or draw == "draw_base_rate")
    assert not ax.get_title() and ax.get_legend() is None
    assert not any("$" in text.get_text() for text in [*ax.get_xticklabels(), *ax.get_yticklabels()])


def test_counts_stand_beside_the_two_bars():
    ax = axes_of("draw_base_rate", annotation.base_rate(counts=COUNTS))
    assert [text.get_text() for text in ax.texts] == ["62 of 67", "92 of 142"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["others", "emergent"]


def test_a_log_axis_leaves_out_what_lies_below_it():
    result = metrics.metric_effect(answer_length=20)
    _, y = drawn.marks(drawings.draw_metric_effect, result, token_accuracy=0.9, log_axis=True)["exact match"]
    np.testing.assert_array_equal(y.mask, result.curve < drawings.LEAST / 10)


def test_intervals_of_a_test_end_below_the_foot_of_a_log_axis_and_stand_on_scores_alone():
    result = one_test(20)
    found = drawn.marks(drawings.draw_measured_curve, result, log_axis=True)
    x, low, high = found["score, with 95% interval, interval"]
    right = result.score > 0
    assert right.any() and not right.all()
    np.testing.assert_array_equal(low.mask, ~right)
    np.testing.assert_allclose(low.compressed(), np.maximum(result.low[right], drawings.LEAST / 10))
    np.testing.assert_allclose(high.compressed(), result.high[right])
    assert axes_of("draw_measured_curve", result, log_axis=True).get_ylim()[0] == drawings.LEAST


def test_the_last_number_of_right_answers_stands_for_more():
    ax = axes_of("draw_right_answers", resolution.right_answers(shown=13))
    assert [label.get_text() for label in ax.get_xticklabels()][-2:] == ["10", "12+"]


def test_a_smooth_metric_is_seen_with_what_is_not_shown_yet_in_its_limits():
    few, all_seen = (paired_metrics.two_stories(pair="arc", seen_share=share, data=TWO) for share in (0.4, 1.0))
    low, high = axes_of("draw_smooth_metric", few).get_ylim()
    assert low < all_seen.smooth.min() < all_seen.smooth.max() < high
    assert axes_of("draw_smooth_metric", all_seen).get_ylim() == (low, high)
