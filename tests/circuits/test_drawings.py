import dataclasses

import numpy as np
import pytest
from drawn import assert_fields, drawings as drawings_of
from matplotlib.figure import Figure

from simulations.circuits import drawings, induction, memory, parity, regression, stages, superposition


@pytest.fixture
def ax():
    return Figure().add_subplot()


def line(ax, label):
    return next(found for found in ax.lines if found.get_label() == label)


DENSITY, IMPORTANCE = (values[10] for values in dataclasses.astuple(superposition.phase_grid())[:2])
MOMENT = induction.training(step=200, seed=1)
CELL = superposition.phase(density=DENSITY, importance=IMPORTANCE)
NET = superposition.geometry(density=superposition.geometry_grid().densities[0], decay=1.0, seed=0)
RUN = parity.by_step(width=256, seed=0, task=3)
TASKS_KNOWN = regression.diversity(tasks=64, dimension=4, per_dimension=1)
STAGES = stages.stages(examples=100, data="1")


def look(name):
    return lambda moment: np.pad(getattr(moment, name), ((0, 0), (0, 1)))


def after_0(name):
    return lambda run: getattr(run, name)[run.along > 0]


def after_start(name):
    return lambda run: getattr(run, name)[1:]


def error(group, way):
    return lambda found: getattr(found, group)[way]


WAYS = {
    "looking up": "looking_up",
    "linear attention, trained": "linear_attention",
    "working out (ridge)": "working_out",
}
# What each labelled mark is of, by drawing.
FIELDS = {
    "draw_answers": (
        MOMENT,
        {
            "accuracy": ("steps", "accuracy"),
            "cross-entropy ÷ that of an even guess": ("steps", "loss"),
            "Brier score": ("steps", "brier"),
        },
    ),
    "draw_parts": (
        MOMENT,
        {
            "copying (accuracy, last look lent)": ("steps", "copying"),
            "matching (first look lent)": ("steps", "matching"),
            "previous-token score": ("steps", "previous_token_score"),
            "induction score": ("steps", "induction_score"),
            "accuracy, for comparison": ("steps", "accuracy"),
        },
    ),
    "draw_first_look": (MOMENT, {"first layer's attention": look("first_layer")}),
    "draw_last_look": (MOMENT, {"last layer's attention": look("last_layer")}),
    "draw_phases": (
        CELL,
        {
            "second feature's share of the direction": "share",
            "border by the closed forms": ("boundary", lambda cell: np.arange(len(cell.importances))),
            "the network shown": ("column", "row"),
        },
    ),
    "draw_two_weights": (
        CELL,
        {
            "first feature": (lambda cell: [0, cell.first_weight], [1, 1]),
            "second feature": (lambda cell: [0, cell.second_weight], [0, 0]),
        },
    ),
    "draw_vectors": (
        NET,
        {f"feature {i + 1}": tuple(lambda net, i=i, k=k: [0, net.vectors[i, k]] for k in (0, 1)) for i in range(5)},
    ),
    "draw_dimensions": (NET, {"share of a dimension": ([1, 2, 3, 4, 5], "dimensions")}),
    "draw_by_step": (
        RUN,
        {
            "task 3 alone": (after_0("along"), after_0("picked")),
            "all tasks, by frequency": (after_0("along"), after_0("total")),
        },
    ),
    "draw_by_width": (
        parity.by_width(seed=2, task=5),
        {"task 5 alone": ("along", "picked"), "all tasks, by frequency": ("along", "total")},
    ),
    "draw_learned_at": (
        RUN,
        {
            "step when learned": ("frequency", "learned_at"),
            "if in proportion to 1/frequency": ("frequency", "inverse_frequency"),
        },
    ),
    "draw_new_tasks": (TASKS_KNOWN, {label: ("tasks", error("new", way)) for label, way in WAYS.items()}),
    "draw_known_tasks": (TASKS_KNOWN, {label: ("tasks", error("known", way)) for label, way in WAYS.items()}),
    "draw_in_training": (
        memory.training(tasks=16, network="penalty", seed=1),
        {
            "on new tasks": (after_start("steps"), after_start("new")),
            "on known tasks": (after_start("steps"), after_start("known")),
        },
    ),
    "draw_bent": (STAGES, {"to be learned": ("x", "truth"), "the posterior's mean answer": ("x", "answer")}),
    "draw_live_units": (
        STAGES,
        {
            label: ("counts", lambda found, live=live: found.probability[live])
            for live, label in enumerate(("no live unit", "one", "two"))
        },
    ),
    "draw_stage_loss": (
        STAGES,
        {"weights drawn from the posterior": ("counts", "loss"), "L + λ/n of the likeliest": ("counts", "predicted")},
    ),
    "draw_optimisers": (
        parity.optimisers(seed=2),
        {"Adam": ("frequency", "adam"), "plain gradient descent": ("frequency", "sgd")},
    ),
}


def test_every_drawing_has_its_fields():
    assert FIELDS.keys() == drawings_of(drawings)


@pytest.mark.parametrize("name", FIELDS)
def test_each_labelled_mark_is_of_its_fields(name):
    result, expected = FIELDS[name]
    assert_fields(getattr(drawings, name), result, expected)


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


def test_two_weights_and_widths_are_drawn(ax):
    run = parity.by_width(seed=2, task=5)
    drawings.draw_by_width(run, ax)
    assert ax.get_xlim() == (4, 256)
    other = Figure().add_subplot()
    drawings.draw_two_weights(superposition.phase(density=0.02, importance=1.0), other)
    assert line(other, "second feature").get_xdata()[1] < 0
