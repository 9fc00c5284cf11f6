"""Drawings of the theories: the lines hold the results' numbers, on axes that say what they show."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations.theories import (
    carries,
    composition,
    concept_graph,
    drawings,
    loss_threshold,
    multilinear,
    quanta,
    skill_tuples,
    trained_digits,
)
from tests.theories.test_trained_digits import GROUPS, MODELS


def axes():
    return Figure(figsize=(5.6, 3.4)).add_subplot()


def line(ax, label):
    return next(one for one in ax.get_lines() if one.get_label() == label)


@pytest.mark.parametrize("log_score", [False, True])
def test_composition_draws_whole_product_and_chains(log_score):
    result, ax = composition.composition(sub_skills=3, correlation=0.6, chains=50), axes()
    drawings.draw_composition(result, ax, log_score=log_score)
    np.testing.assert_allclose(line(ax, "whole task").get_ydata(), result.whole)
    np.testing.assert_allclose(line(ax, "product of the sub-skills").get_ydata(), result.product)
    dots = line(ax, "50 simulated chains").get_ydata()
    assert np.ma.is_masked(dots) == (log_score and (result.trial_rate == 0).any())
    assert ax.get_yscale() == ("log" if log_score else "linear")


COMPOSED, DELAY = composition.composition(sub_skills=3, bottleneck=1.0), composition.delay(correlation=0.4)
ERRORS, STEPS = carries.carry_errors(carry_accuracy=0.5), quanta.quanta()
GRAPH = concept_graph.concept_graph()
TRAINED = trained_digits.trained_digits(models=MODELS, groups=GROUPS, parameters=1000)
TRAINED = replace(TRAINED, totals_ratio=TRAINED.totals_ratio / 2)  # so that the two lines differ
LINES = [  # (drawing, result, label, abscissa, ordinate)
    (drawings.draw_composition, COMPOSED, "weakest sub-skill", COMPOSED.decades, COMPOSED.minimum),
    (drawings.draw_delay, DELAY, "independent sub-skills", DELAY.counts, DELAY.independent_delay),
    (drawings.draw_width, DELAY, "independent sub-skills", DELAY.counts, DELAY.independent_width),
    (drawings.draw_carry_errors, ERRORS, "mean digit", ERRORS.digits, ERRORS.accuracy),
    (drawings.draw_quanta_loss, STEPS, "mean loss", STEPS.sizes, STEPS.loss),
    (drawings.draw_quanta_loss, STEPS, "power law", STEPS.sizes, STEPS.closed_form),
    (drawings.draw_concept_curve, GRAPH, "infinite graph", GRAPH.densities, GRAPH.limit),
    (drawings.draw_concept_curve, GRAPH, "this graph", [GRAPH.density], [GRAPH.reachable]),
    (drawings.draw_trained_ratio, TRAINED, "if only carries coming in counted", TRAINED.sizes, TRAINED.carries_ratio),
    (drawings.draw_trained_ratio, TRAINED, "if only the column's total counted", TRAINED.sizes, TRAINED.totals_ratio),
    (drawings.draw_trained_by_carries, TRAINED, "whole sums right", TRAINED.number, TRAINED.exact),
    (drawings.draw_trained_by_carries, TRAINED, "product of the digits", TRAINED.number, TRAINED.product),
]


@pytest.mark.parametrize(("draw", "result", "label", "x", "y"), LINES)
def test_a_line_is_what_its_label_says(draw, result, label, x, y):
    ax = axes()
    draw(result, ax)
    np.testing.assert_allclose(line(ax, label).get_xdata(), x)
    np.testing.assert_allclose(line(ax, label).get_ydata(), y)


def test_delay_and_width_stand_over_the_number_of_sub_skills():
    result = composition.delay(correlation=0.4)
    for draw, values in ((drawings.draw_delay, result.delay), (drawings.draw_width, result.width)):
        ax = axes()
        draw(result, ax)
        drawn = line(ax, "with this correlation")
        np.testing.assert_allclose(drawn.get_ydata(), values)
        np.testing.assert_array_equal(drawn.get_xdata(), range(1, 31))


@pytest.mark.parametrize("average", [False, True])
def test_the_average_of_the_concepts_is_a_gap_until_asked_for(average):
    result, ax = composition.multiplicative(), axes()
    drawings.draw_multiplicative(result, ax, average=average)
    assert np.ma.is_masked(line(ax, "average of the three").get_ydata()) != average
    np.testing.assert_allclose(line(ax, "all three right (product)").get_ydata(), result.concepts.prod(axis=0))


def test_the_popular_listing_stands_beside_what_its_comments_claim():
    result, ax = composition.popular_composition(coefficient=0.847), axes()
    drawings.draw_popular(result, ax)
    claimed = line(ax, "composite, as the comment says")
    drawn = np.interp(claimed.get_xdata(), *line(ax, "composite of five").get_data())
    np.testing.assert_allclose(drawn, claimed.get_ydata(), atol=0.005)


def test_the_tuple_asked_for_is_the_one_marked():
    result, ax = skill_tuples.skill_tuples(tuple_length=5), axes()
    drawings.draw_tuples_seen(result, ax)
    marked = line(ax, "this tuple length").get_ydata()
    assert marked.count() == 1 and marked.compressed()[0] == pytest.approx(result.seen_share)
    ax = axes()
    drawings.draw_tuple_competence(result, ax)
    np.testing.assert_allclose(line(ax, "the whole tuple").get_ydata(), result.single**5)


def test_chains_are_bars_that_sum_to_one_and_dots_that_say_how_many_were_drawn():
    result, ax = carries.chains(digits=20, base=2, additions=300), axes()
    drawings.draw_chains(result, ax)
    assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(1)
    np.testing.assert_array_equal(line(ax, "300 random additions").get_ydata(), result.simulated_short)


def test_carry_errors_show_whole_and_product():
    result, ax = carries.carry_errors(carry_accuracy=0.5, most=9), axes()
    drawings.draw_carry_errors(result, ax, log_score=True)
    np.testing.assert_allclose(line(ax, "whole sum").get_ydata(), result.exact)
    np.testing.assert_allclose(line(ax, "product of the digits").get_ydata(), result.product)
    assert ax.get_xlim() == (0.5, 9.5)


@pytest.mark.parametrize("resource", quanta.RESOURCES)
def test_quanta_fill_their_axes(resource):
    result = quanta.quanta(resource=resource)
    for draw, label in ((drawings.draw_quanta_loss, "mean loss"), (drawings.draw_quanta_tasks, "the benchmark")):
        ax = axes()
        draw(result, ax, resource=resource)
        assert ax.get_xlim() == pytest.approx((result.sizes[0], result.sizes[-1]))
        assert len(line(ax, label).get_ydata()) == len(result.sizes)


def test_the_predicted_power_law_lies_on_the_loss():
    result, ax = multilinear.multilinear(), axes()
    drawings.draw_multilinear_loss(result, ax)
    predicted = line(ax, "predicted power law").get_ydata()
    there = ~np.ma.getmaskarray(predicted)
    np.testing.assert_allclose(predicted[there], result.loss[there], rtol=0.01)
    ax = axes()
    drawings.draw_multilinear_skills(result, ax)
    np.testing.assert_allclose(line(ax, "skill 1").get_ydata(), result.strength[0])


@pytest.mark.parametrize("axis", ["training tokens", "training compute", "loss"])
def test_thresholds_can_be_seen_along_three_axes(axis):
    result, ax = loss_threshold.loss_threshold(), axes()
    drawings.draw_loss_threshold(result, ax, axis=axis)
    curve = line(ax, "32B parameters")
    np.testing.assert_allclose(curve.get_ydata(), result.score[2])
    low, high = sorted(ax.get_xlim())
    assert low <= curve.get_xdata().min() and curve.get_xdata().max() <= high


def test_trained_models_stand_at_their_size_and_ratio():
    result, ax = trained_digits.trained_digits(models=MODELS, groups=GROUPS, parameters=1000), axes()
    drawings.draw_trained_ratio(result, ax)
    assert line(ax, "this model").get_ydata().compressed().tolist() == [0.8]
    ax = axes()
    drawings.draw_trained_by_carries(result, ax)
    assert line(ax, "product of the digits").get_ydata().tolist() == [0.9, 0.2]


def test_the_graph_is_drawn_as_it_is():
    result = concept_graph.concept_graph(density=1.5, side=16)
    ax = axes()
    drawings.draw_concept_picture(result, ax)
    np.testing.assert_array_equal(ax.get_images()[0].get_array(), result.picture)
    ax = axes()
    drawings.draw_concept_curve(result, ax)
    assert line(ax, "this graph").get_xydata().tolist() == [[1.5, result.reachable]]
