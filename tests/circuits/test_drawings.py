import dataclasses

import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations.circuits import drawings, induction, parity, superposition


@pytest.fixture
def ax():
    return Figure().add_subplot()


def line(ax, label):
    return next(found for found in ax.lines if found.get_label() == label)


MOMENT, RUN = induction.training(step=200, seed=1), parity.by_step(width=256, seed=0)
LINES = [
    (
        drawings.draw_answers,
        MOMENT,
        {
            "accuracy": MOMENT.accuracy,
            "cross-entropy ÷ that of an even guess": MOMENT.loss,
            "Brier score": MOMENT.brier,
        },
    ),
    (
        drawings.draw_parts,
        MOMENT,
        {
            "copying (accuracy, last look lent)": MOMENT.copying,
            "matching (first look lent)": MOMENT.matching,
            "previous-token score": MOMENT.previous_token_score,
            "induction score": MOMENT.induction_score,
            "accuracy, for comparison": MOMENT.accuracy,
        },
    ),
    (
        drawings.draw_learned_at,
        RUN,
        {
            "step when learned": RUN.learned_at,
            "if in proportion to 1/frequency": RUN.inverse_frequency,
        },
    ),
    (
        drawings.draw_optimisers,
        both := parity.optimisers(seed=2),
        {
            "Adam": both.adam,
            "plain gradient descent": both.sgd,
        },
    ),
]


@pytest.mark.parametrize(("draw", "result", "lines"), LINES)
def test_a_labelled_line_is_the_field_that_its_label_names(draw, result, lines, ax):
    draw(result, ax)
    drawn = {found.get_label(): found.get_ydata() for found in ax.lines}
    assert drawn.keys() == lines.keys()
    for label, expected in lines.items():
        np.testing.assert_array_equal(drawn[label], expected, err_msg=label)


def test_an_axis_of_training_ends_where_the_training_ends(ax):
    short = dataclasses.replace(MOMENT, steps=MOMENT.steps / 2)
    drawings.draw_answers(short, ax)
    assert ax.get_xlim() == (0, 100) and ax.get_xticks().tolist() == [0, 50, 100]


def test_the_answers_end_at_the_moment(ax):
    moment = induction.training(step=60)
    drawings.draw_answers(moment, ax)
    drawn = line(ax, "accuracy").get_ydata()
    assert np.ma.count(drawn) == 13 and drawn[12] == moment.accuracy_now
    assert ax.get_xlim() == (0, 200)


def test_the_parts_are_drawn_beside_the_accuracy(ax):
    moment = induction.training(step=200, seed=1)
    drawings.draw_parts(moment, ax)
    np.testing.assert_array_equal(line(ax, "matching (first look lent)").get_ydata(), moment.matching)


def test_attention_is_drawn_with_the_walks_letters(ax):
    moment = induction.training(step=200)
    drawings.draw_last_look(moment, ax)
    np.testing.assert_array_equal(ax.images[0].get_array()[:, :16], moment.last_layer)
    assert "".join(text.get_text() for text in ax.texts) == moment.walk


def test_the_phase_diagram_marks_the_chosen_cell(ax):
    grid = superposition.phase_grid()
    cell = superposition.phase(density=grid.densities[3], importance=grid.importances[7])
    drawings.draw_phases(cell, ax)
    assert line(ax, "the network shown").get_xydata().tolist() == [[3, 7]]
    np.testing.assert_array_equal(ax.images[0].get_array(), cell.share)


def test_vectors_start_at_nothing_and_end_at_the_weights(ax):
    net = superposition.geometry(density=superposition.geometry_grid().densities[0], decay=1.0, seed=0)
    drawings.draw_vectors(net, ax)
    np.testing.assert_array_equal([found.get_xydata()[1] for found in ax.lines], net.vectors)


def test_shares_of_dimensions_are_the_bars(ax):
    net = superposition.geometry(density=superposition.geometry_grid().densities[0], decay=1.0, seed=0)
    drawings.draw_dimensions(net, ax)
    np.testing.assert_allclose([bar.get_height() for bar in ax.patches], net.dimensions)


def test_losses_are_drawn_from_the_first_step_that_a_logarithm_has(ax):
    run = parity.by_step(width=64, seed=0, task=3)
    drawings.draw_by_step(run, ax)
    np.testing.assert_array_equal(line(ax, "task 3 alone").get_ydata(), run.task_loss[1:, 2])
    np.testing.assert_array_equal(line(ax, "all tasks, by frequency").get_ydata(), run.total[1:])


def test_the_dots_are_the_steps_when_tasks_are_learned(ax):
    run = parity.by_step(width=256, seed=0)
    drawings.draw_learned_at(run, ax)
    np.testing.assert_array_equal(line(ax, "step when learned").get_ydata(), run.learned_at)
    assert line(ax, "if in proportion to 1/frequency").get_ydata()[0] == run.learned_at[0]


def test_two_weights_and_widths_are_drawn(ax):
    run = parity.by_width(seed=2, task=5)
    drawings.draw_by_width(run, ax)
    assert ax.get_xlim() == (4, 256)
    other = Figure().add_subplot()
    drawings.draw_two_weights(superposition.phase(density=0.02, importance=1.0), other)
    assert line(other, "second feature").get_xdata()[1] < 0
