"""Every drawing of the chapter shows its result's own numbers, and makes the same artists in every state."""

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


def one_test(items):
    return resolution.measured_curve(SIZES, np.linspace(0, 0.6, 12), items=items, rng=np.random.default_rng(0))


CASES = {
    "metric effect": (
        drawings.draw_metric_effect,
        [metrics.metric_effect(answer_length=n) for n in (1, 20)],
        [dict(token_accuracy=0.5), dict(token_accuracy=0.5, log_axis=True)],
    ),
    "toy": (
        drawings.draw_toy_exact_match,
        [metrics.toy_scaling(parameters=SIZES, answer_length=n) for n in (1, 50)],
        [{}, dict(log_axis=True)],
    ),
    "toy, a token": (
        drawings.draw_toy_per_token,
        [metrics.toy_scaling(parameters=SIZES, exponent=alpha) for alpha in (-0.1, -1.0)],
        [dict(smooth_metric=metric) for metric in metrics.PER_TOKEN],
    ),
    "one test": (drawings.draw_measured_curve, [one_test(20), one_test(5000)], [{}, dict(log_axis=True)]),
    "none of n": (drawings.draw_right_answers, [resolution.right_answers(items=n) for n in (10, 10_000)], [{}]),
    "few sizes": (
        drawings.draw_few_sizes,
        [spacing.few_sizes(np.log10, models=n) for n in (3, 12)],
        [{}, dict(show_curve=True)],
    ),
    "task": (
        drawings.draw_task_curve,
        [resolution.task_curve(task="hindu_knowledge", models=n, data=BIG_BENCH) for n in (2, 12)],
        [{}],
    ),
    "hard metric": (
        drawings.draw_hard_metric,
        [paired_metrics.two_stories(pair=pair, seen_share=0.5, data=TWO) for pair in paired_metrics.PAIRS],
        [{}],
    ),
    "smooth metric": (
        drawings.draw_smooth_metric,
        [paired_metrics.two_stories(pair=pair, seen_share=0.5, data=TWO) for pair in paired_metrics.PAIRS],
        [{}],
    ),
    "base rate": (
        drawings.draw_base_rate,
        [annotation.base_rate(counts=COUNTS, compared_with=group) for group in annotation.GROUPS],
        [{}],
    ),
    "scored curve": (
        drawings.draw_scored_curve,
        [emergence_score.scored_curve(np.linspace(0, 1, n), CHANCE) for n in (4, 12)],
        [{}],
    ),
    "chance": (
        drawings.draw_chance,
        [emergence_score.scored_curve([0, 0, 0, last], CHANCE) for last in (0.1, 0.0)],
        [{}],
    ),
    "listing": (
        drawings.draw_metric_listing,
        [popular.metric_listing(threshold=t) for t in (0.5, 0.95)],
        [dict(threshold=0.5), dict(threshold=0.5, log_axis=True)],
    ),
    "log-probabilities": (
        drawings.draw_log_probabilities,
        [options.option_race(wrong_slope=slope, parameters=SIZES) for slope in (-0.2, 0.4)],
        [{}],
    ),
    "option accuracy": (
        drawings.draw_option_accuracy,
        [options.option_race(options=n, parameters=SIZES) for n in (2, 10)],
        [{}],
    ),
}


def drawn(draw, result, **view):
    with matplotlib.rc_context(palette.MATPLOTLIB):
        ax = Figure(figsize=(5.6, 3.4)).subplots()
        draw(result, ax, **view)
    return ax


def line(ax, label):
    return next(artist for artist in ax.lines if artist.get_label() == label)


@pytest.mark.parametrize("case", CASES)
def test_the_same_artists_in_every_state(case):
    draw, results, views = CASES[case]
    for view in views:
        kinds = [[type(a).__name__ for a in drawn(draw, result, **view).get_children()] for result in results]
        assert all(other == kinds[0] for other in kinds)


@pytest.mark.parametrize("case", CASES)
def test_few_ticks_plain_labels_and_no_title(case):
    draw, results, views = CASES[case]
    for view in views:
        ax = drawn(draw, results[0], **view)
        low, high = sorted(ax.get_xlim())
        assert sum(low <= tick <= high for tick in ax.get_xticks()) <= 8
        assert ax.get_xlabel() or case == "none of n"
        assert not ax.get_title() and ax.get_legend() is None
        assert not any("$" in text.get_text() for text in [*ax.get_xticklabels(), *ax.get_yticklabels()])


LISTING, PAIR = popular.metric_listing(), paired_metrics.two_stories(pair="mmlu", data=TWO)
TOY, RACE = metrics.toy_scaling(parameters=SIZES), options.option_race(parameters=SIZES)
LINES = [  # (drawing, its view, result, label, abscissa, ordinate)
    (drawings.draw_toy_exact_match, {}, TOY, "exact match", TOY.parameters, TOY.exact_match),
    (drawings.draw_toy_exact_match, {}, TOY, "tokens right", TOY.parameters, TOY.token_accuracy),
    (drawings.draw_measured_curve, {}, one_test(20), "true rate", SIZES, np.linspace(0, 0.6, 12)),
    (drawings.draw_metric_listing, dict(threshold=0.5), LISTING, "continuous", LISTING.parameters, LISTING.continuous),
    (drawings.draw_metric_listing, dict(threshold=0.5), LISTING, "“discrete”", LISTING.parameters, LISTING.discrete),
    (
        drawings.draw_metric_listing,
        dict(threshold=0.5),
        LISTING,
        "sizes it prints",
        10.0 ** np.arange(9, 13),
        LISTING.decades,
    ),
    (drawings.draw_hard_metric, {}, PAIR, "accuracy", PAIR.scale, PAIR.hard),
    (drawings.draw_hard_metric, {}, PAIR, "by chance", [0, 1], [0.25, 0.25]),
    (drawings.draw_smooth_metric, {}, PAIR, "Brier score", PAIR.scale, PAIR.smooth),
    (drawings.draw_log_probabilities, {}, RACE, "right option", SIZES, RACE.right),
    (drawings.draw_log_probabilities, {}, RACE, "each wrong option", SIZES, RACE.wrong),
    (drawings.draw_option_accuracy, {}, RACE, "share of the right option", SIZES, RACE.share),
    (drawings.draw_option_accuracy, {}, RACE, "accuracy", SIZES, RACE.accuracy),
]


@pytest.mark.parametrize(("draw", "view", "result", "label", "x", "y"), LINES, ids=[case[3] for case in LINES])
def test_a_line_is_what_its_label_says(draw, view, result, label, x, y):
    there = line(drawn(draw, result, **view), label)
    np.testing.assert_allclose(there.get_xdata(), x)
    np.testing.assert_allclose(there.get_ydata(), y)


def test_bars_are_the_two_shares_with_their_counts():
    result = annotation.base_rate(counts=COUNTS)
    ax = drawn(drawings.draw_base_rate, result)
    shares = {bars.get_label(): bars.patches[0].get_width() for bars in ax.containers}
    assert shares == {"called emergent": pytest.approx(62 / 67), "compared with them": pytest.approx(92 / 142)}
    assert [text.get_text() for text in ax.texts] == ["62 of 67", "92 of 142"]


def test_metric_effect_marks_the_readers_point():
    result = metrics.metric_effect(token_accuracy=0.9, answer_length=5)
    ax = drawn(drawings.draw_metric_effect, result, token_accuracy=0.9)
    assert line(ax, "here").get_xydata().tolist() == [[0.9, pytest.approx(0.59049)]]
    np.testing.assert_array_equal(line(ax, "exact match").get_ydata(), result.curve)


def test_a_log_axis_leaves_out_what_lies_below_it():
    result = metrics.metric_effect(answer_length=20)
    y = line(drawn(drawings.draw_metric_effect, result, token_accuracy=0.9, log_axis=True), "exact match").get_ydata()
    assert np.ma.getmaskarray(y)[0] and not np.ma.getmaskarray(y)[-1]


def test_intervals_of_a_test_stand_on_its_scores():
    result = one_test(20)
    ax = drawn(drawings.draw_measured_curve, result)
    ends = np.array([segment[:, 1] for segment in ax.collections[0].get_segments()])
    np.testing.assert_allclose(ends[:, 0], result.low, atol=1e-12)
    np.testing.assert_allclose(ends[:, 1], result.high, atol=1e-12)


def test_the_curve_behind_is_seen_only_where_asked_for():
    result = spacing.few_sizes(np.log10)
    hidden, shown = (line(drawn(drawings.draw_few_sizes, result, show_curve=on), "the curve behind") for on in (0, 1))
    assert np.ma.getmaskarray(hidden.get_ydata()).all() and not np.ma.getmaskarray(shown.get_ydata()).any()


def test_a_pair_hides_its_unseen_models():
    result = paired_metrics.two_stories(pair="arc", seen_share=0.4, data=TWO)
    y = line(drawn(drawings.draw_smooth_metric, result), "bits per byte").get_ydata()
    assert np.ma.count(y) == 10


def test_a_threshold_out_of_reach_has_no_crossing():
    ax = drawn(drawings.draw_metric_listing, popular.metric_listing(threshold=0.95), threshold=0.95)
    assert np.ma.getmaskarray(line(ax, "crossing").get_xdata()).all()


def test_what_zero_leaves_possible_is_drawn_on_a_logarithmic_axis():
    scores = {"exact match": np.zeros((2, 1, 8))}
    scores["exact match"][1] = 1
    result = rescoring.rescored(items=8, scores=scores, parameters=np.array([200.0, 20_000.0]))
    ax = Figure().add_subplot()
    drawings.draw_rescored(result, ax, metric="exact match", log_axis=True)
    bars = ax.collections[-1].get_segments()
    assert bars[0][1].tolist() == [200, result.high[0]] and bars[1].size == 0


@pytest.mark.parametrize("metric", drawings.RESCORED)
@pytest.mark.parametrize("log_axis", [False, True])
def test_rescored_answers_stand_where_they_score(metric, log_axis):
    ax = Figure().add_subplot()
    parameters, score = np.array([200.0, 2_000.0, 20_000.0]), np.array([0.0, 0.2, 0.9])
    result = rescoring.Rescored(parameters=parameters, score=score, low=score * 0.9, high=score * 1.1 + 0.01, floor=1)
    drawings.draw_rescored(result, ax, metric=metric, log_axis=log_axis)
    drawn = np.ma.masked_invalid(ax.containers[0].lines[0].get_ydata())
    hidden = log_axis & (score < drawings.RESCORED[metric].foot)
    np.testing.assert_array_equal(np.ma.getmaskarray(drawn), hidden)
    np.testing.assert_allclose(drawn.compressed(), score[~hidden])
