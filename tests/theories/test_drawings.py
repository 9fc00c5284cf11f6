"""Drawings of the theories: the marks are of the results' own numbers, on axes that say what they show."""

from dataclasses import replace
from functools import partial

import drawn
import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations.laws import popular
from simulations.theories import (
    carries,
    composition,
    concept_graph,
    drawings,
    loss_threshold,
    multilinear,
    multiplicative,
    quanta,
    skill_tuples,
    trained_digits,
)
from tests.theories.test_trained_digits import GROUPS, MODELS

COMPOSED = partial(composition.composition, sub_skills=3, spread=1.0, bottleneck=1.0, correlation=0.6, chains=50)
DELAY = partial(composition.delay, correlation=0.4, most=12)
TUPLES = partial(skill_tuples.skill_tuples, tuple_length=5)
CHAINS = partial(carries.chains, digits=20, base=2, additions=300)
ERRORS = partial(carries.carry_errors, carry_accuracy=0.5, most=9)
GRAPH = partial(concept_graph.concept_graph, density=1.5, side=16)


def trained():
    result = trained_digits.trained_digits(models=MODELS, groups=GROUPS, parameters=1000)
    return replace(result, totals_ratio=result.totals_ratio / 2)  # so that the two lines differ


def row(name, index):
    return lambda result: getattr(result, name)[index]


def chosen(result, *, ratio):
    return np.ma.masked_where(~result.chosen, np.ma.masked_invalid(ratio))


TASK = {
    "sub-skills": ("decades", lambda result: result.skills.min(axis=0), lambda result: result.skills.max(axis=0)),
    "weakest sub-skill": ("decades", "minimum"),
    "product of the sub-skills": ("decades", "product"),
    "whole task": ("decades", "whole"),
    "50 simulated chains": ("trial_decades", "trial_rate"),
}
CONCEPTS = {f"{name} concept": ("log_steps", row("concepts", i)) for i, name in enumerate(("first", "second", "third"))}
CONCEPTS |= {"all three right (product)": ("log_steps", "product")}
SUMS = {
    "mean digit": ("digits", "accuracy"),
    "whole sum": ("digits", "exact"),
    "product of the digits": ("digits", "product"),
}


def case(draw, simulate, marks, **view):
    return pytest.param(draw, simulate, marks, view, id=f"{draw} {' '.join(map(str, view.values()))}".strip())


CASES = [
    case("draw_composition", COMPOSED, TASK),
    case("draw_composition", COMPOSED, TASK, log_score=True),
    case(
        "draw_delay",
        DELAY,
        {"independent sub-skills": ("counts", "independent_delay"), "with this correlation": ("counts", "delay")},
    ),
    case(
        "draw_width",
        DELAY,
        {"independent sub-skills": ("counts", "independent_width"), "with this correlation": ("counts", "width")},
    ),
    case("draw_multiplicative", multiplicative.multiplicative, CONCEPTS | {"average of the three": None}),
    case(
        "draw_multiplicative",
        multiplicative.multiplicative,
        CONCEPTS | {"average of the three": ("log_steps", "mean")},
        average=True,
    ),
    case(
        "draw_tuple_competence",
        TUPLES,
        {"one skill": ("decades", "single"), "the whole tuple": ("decades", "tuple_rate")},
    ),
    case(
        "draw_tuples_seen",
        TUPLES,
        {
            "share seen in training": ("lengths", "seen"),
            "this tuple length": ("lengths", lambda result: np.ma.masked_where(result.lengths != 5, result.seen)),
        },
    ),
    case(
        "draw_popular",
        popular.composition_listing,
        {
            "one sub-skill": ("scale", "skill"),
            "composite of five": ("scale", "composite"),
            "sub-skill, as the comment says": ([9, 11], [0.65, 0.85]),
            "composite, as the comment says": ([9, 11], [0.12, 0.44]),
        },
    ),
    case(
        "draw_chains",
        CHAINS,
        {"exact": (np.arange(8), "exact_short"), "300 random additions": (np.arange(8), "simulated_short")},
    ),
    case("draw_carry_errors", ERRORS, SUMS),
    case("draw_carry_errors", ERRORS, SUMS, log_score=True),
    case("draw_quanta_loss", quanta.quanta, {"power law": ("sizes", "closed_form"), "mean loss": ("sizes", "loss")}),
    case(
        "draw_quanta_tasks",
        partial(quanta.quanta, benchmark_tasks=10, resource="data"),
        {f"task of skill {rank}": ("sizes", row("tasks", i)) for i, rank in enumerate((1, 10, 100))}
        | {"the benchmark": ("sizes", "benchmark")},
        resource="data",
    ),
    case(
        "draw_multilinear_skills",
        multilinear.multilinear,
        {f"skill {k}": ("times", row("strength", k - 1)) for k in range(1, 6)},
    ),
    case(
        "draw_multilinear_loss",
        multilinear.multilinear,
        {
            "loss of all skills": ("times", "loss"),
            "predicted power law": ("times", lambda result: np.ma.masked_invalid(result.power_law)),
        },
    ),
    *(
        case(
            "draw_loss_threshold",
            loss_threshold.loss_threshold,
            {f"{size} parameters": (row(field, i), row("score", i)) for i, size in enumerate(("1.5B", "6B", "32B"))},
            axis=axis,
        )
        for axis, field in {"training tokens": "tokens", "training compute": "compute", "loss": "loss"}.items()
    ),
    case("draw_concept_picture", GRAPH, {"out of reach, within reach, seen": "picture"}),
    case(
        "draw_concept_curve",
        GRAPH,
        {"infinite graph": ("densities", "limit"), "this graph": ("density", "reachable")},
    ),
    case(
        "draw_trained_ratio",
        trained,
        {
            "trained models": ("parameters", lambda result: np.ma.masked_invalid(result.ratio)),
            "this model": ("parameters", lambda result: chosen(result, ratio=result.ratio)),
            "if only carries coming in counted": ("sizes", "carries_ratio"),
            "if only the column's total counted": ("sizes", "totals_ratio"),
        },
    ),
    case(
        "draw_trained_by_carries",
        trained,
        {"whole sums right": ("number", "exact"), "product of the digits": ("number", "product")},
    ),
]


@pytest.mark.parametrize(("draw", "simulate", "marks", "view"), CASES)
def test_each_mark_is_of_its_fields(draw, simulate, marks, view):
    drawn.assert_fields(getattr(drawings, draw), simulate(), marks, **view)


def test_every_drawing_has_its_case():
    assert {case.values[0] for case in CASES} == drawn.drawings(drawings)


def axes_of(draw, result, **view):
    ax = Figure(figsize=(5.6, 3.4)).add_subplot()
    getattr(drawings, draw)(result, ax, **view)
    return ax


def test_chains_that_never_end_well_are_left_out_of_a_logarithmic_axis():
    result = COMPOSED()
    _, rate = drawn.marks(drawings.draw_composition, result, log_score=True)["50 simulated chains"]
    np.testing.assert_array_equal(rate.mask, result.trial_rate == 0)
    assert rate.mask.any()
    assert axes_of("draw_composition", result, log_score=True).get_yscale() == "log"


def test_the_popular_listing_stands_beside_what_its_comments_claim():
    found = drawn.marks(drawings.draw_popular, popular.composition_listing(coefficient=0.847))
    for name, line in {"sub-skill": "one sub-skill", "composite": "composite of five"}.items():
        scale, claimed = found[f"{name}, as the comment says"]
        np.testing.assert_allclose(np.interp(scale, *found[line]), claimed, atol=0.005)


def test_axes_follow_what_was_asked_for():
    assert axes_of("draw_delay", DELAY()).get_xlim() == axes_of("draw_width", DELAY()).get_xlim() == (1, 12)
    assert axes_of("draw_carry_errors", ERRORS()).get_xlim() == (0.5, 9.5)
    labels = [label.get_text() for label in axes_of("draw_chains", CHAINS()).get_xticklabels()]
    assert labels == ["0", "1", "2", "3", "4", "5", "6", "7+"]


@pytest.mark.parametrize("resource", quanta.RESOURCES)
@pytest.mark.parametrize("draw", ["draw_quanta_loss", "draw_quanta_tasks"])
def test_quanta_fill_their_axes(draw, resource):
    result = quanta.quanta(resource=resource)
    ax = axes_of(draw, result, resource=resource)
    assert ax.get_xlim() == pytest.approx((result.sizes[0], result.sizes[-1]))
    assert ax.get_xlabel() == {"parameters": "parameters", "data": "training samples"}[resource]


@pytest.mark.parametrize("axis", ["training tokens", "training compute", "loss"])
def test_thresholds_can_be_seen_along_three_axes(axis):
    result = loss_threshold.loss_threshold()
    low, high = sorted(axes_of("draw_loss_threshold", result, axis=axis).get_xlim())
    x, _ = drawn.marks(drawings.draw_loss_threshold, result, axis=axis)["32B parameters"]
    assert low <= x.min() and x.max() <= high


def test_the_predicted_power_law_lies_on_the_loss():
    result = multilinear.multilinear()
    there = np.isfinite(result.power_law)
    assert 30 < there.sum() < len(there)
    np.testing.assert_allclose(result.power_law[there], result.loss[there], rtol=0.01)
