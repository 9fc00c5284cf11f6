"""The drawings of the chapter: each labelled mark is of the fields named for it."""

from functools import partial

import drawn
import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations import palette
from simulations.definition import copying, curves, drawings, meanings, percolation, surface
from simulations.laws import scaling

MEASURED = partial(
    curves.measured_curve,
    decades_to_rise=3,
    floor=0.0,
    noise=0.0,
    model_sizes=4,
    seed=0,
    extrapolation="straight line",
)
SLICE = partial(surface.slice_at, parameters=1.1e9, tokens=2e10, law="published, unrounded")
PICTURE = partial(percolation.picture, occupation=0.6, lattice_size=12, seed=0)
SPANNING = partial(
    percolation.spanning_view,
    lattice_size=16,
    occupation=0.62,
    first_spanning={8: np.linspace(0.5, 0.7, 11), 16: np.linspace(0.55, 0.65, 11), 32: np.linspace(0.57, 0.6, 11)},
)
JUDGED = partial(meanings.judged, case="a lattice spans", definition="Wei: ability", change="foreseen from less: no")
COPYING = partial(copying.copying, temperature=0.44, length=256, manner="over and over")
ALLOCATION = partial(surface.allocation, compute=1e22)
BUILT = {"GPT-3": (175e9, 3.1e23), "Gopher": (280e9, 5.76e23), "Chinchilla": (70e9, 5.76e23), "PaLM": (540e9, 2.5e24)}


def case(draw, simulate, marks, **view):
    return pytest.param(draw, simulate, marks, view, id=f"{draw} {' '.join(map(str, view.values()))}".strip())


def slice_marks(*, less: bool) -> dict:
    return {
        "Epoch's refit": ("tokens", lambda view: view.refit_loss - less * view.refit_floor),
        "published, rounded": ("tokens", lambda view: view.published_loss - less * view.published_floor),
        "runs near this size": ("run_tokens", lambda view: view.run_loss - less * view.floor),
        "the point chosen": ("at_tokens", lambda view: view.at_loss - less * view.floor),
    }


MEASURED_MARKS = {
    "the smooth curve": ("compute", "score"),
    "forecast from the small models": ("forecast_compute", "forecast_score"),
    "models measured": ("model_compute", "model_score"),
    "of these, the small ones": ("model_compute", "small"),
}
CASES = [
    case(
        "draw_verdicts",
        JUDGED,
        {
            "as it is": ("verdict", np.arange(8)),
            "with the change": ("changed", np.arange(8)),
            "the definition chosen": ("at_verdict", "at_definition"),
        },
    ),
    case(
        "draw_facts",
        JUDGED,
        {
            "as it is": ("fact", np.arange(10)),
            "with the change": ("fact_changed", np.arange(10)),
            "what the definition chosen rests on": (
                lambda judged: np.ma.array(judged.fact_changed, mask=~judged.asked),
                np.arange(10),
            ),
        },
    ),
    case(
        "draw_lead",
        COPYING,
        {
            "endless text": ("temperature", "limit"),
            "the length chosen": ("temperature", "chosen"),
            "the temperature chosen": ("at_temperature", "at_lead"),
        },
    ),
    case(
        "draw_lead_by_length",
        COPYING,
        {
            "endless text": ([12.8, 5120], "at_limit"),
            "over and over": ("length", "over"),
            "forwards": ("length", "forwards"),
            "the length chosen": ("at_length", "at_lead"),
        },
    ),
    case("draw_measured_curve", MEASURED, MEASURED_MARKS),
    case("draw_measured_curve", MEASURED, MEASURED_MARKS, axis="linear"),
    case(
        "draw_family",
        partial(curves.family_curve, family="PaLM, 3 sizes", decades_to_rise=2, midpoint=2e10),
        {
            "the smooth curve": ("parameters", "score"),
            "what the family shows": ("model_parameters", "model_score"),
            "its largest step": ("step_parameters", "step_score"),
        },
    ),
    case("draw_lattice", PICTURE, {"cluster by size (0 empty, 1 the largest, 5 all smaller ones)": "rank"}),
    case(
        "draw_largest_cluster",
        PICTURE,
        {
            "occupied sites": ("level", "level_occupied"),
            "in the largest cluster": ("level", "level_largest"),
            "the lattice shown": ("occupation", "largest_share"),
        },
    ),
    case(
        "draw_spanning",
        SPANNING,
        {
            "two standard errors": ("occupation", "low", "high"),
            "lattices that span": ("occupation", "chosen"),
            "the occupation chosen": ("at_occupation", "at_probability"),
            "the limit's threshold": percolation.THRESHOLD,
        },
    ),
    case(
        "draw_spanning",
        SPANNING,
        {  # 16 to the power 3/4 is 8
            "two standard errors": (lambda view: 8 * (view.occupation - percolation.THRESHOLD), "low", "high"),
            "lattices that span": (lambda view: 8 * (view.occupation - percolation.THRESHOLD), "chosen"),
            "the occupation chosen": (8 * (0.62 - percolation.THRESHOLD), "at_probability"),
            "the limit's threshold": 0,
        },
        rescaled=True,
    ),
    case(
        "draw_width",
        SPANNING,
        {
            "theory: size to the power −¾": ("sizes", "predicted_width"),
            "width, 10% to 90%": ("sizes", "width"),
            "the size chosen": ("at_size", "at_width"),
        },
    ),
    *[
        case("draw_slice", SLICE, slice_marks(less=axis.startswith("what data can remove")), axis=axis)
        for axis in drawings.LOSS_AXES
    ],
    case(
        "draw_errors",
        SLICE,
        {
            "no error": 0,
            "all 245 runs": ("all_tokens", "run_error"),
            "runs near this size": ("run_tokens", "near_error"),
        },
    ),
    case(
        "draw_budget",
        ALLOCATION,
        {
            "90% of refits": ("parameters", "low", "high"),
            "Epoch's refit": ("parameters", "refit"),
            "published, rounded": ("parameters", "published"),
            "lowest, refit": ("refit_best.parameters", "refit_best.loss"),
            "lowest, published": ("published_best.parameters", "published_best.loss"),
        },
    ),
    case(
        "draw_optimum",
        ALLOCATION,
        {
            "90% of refits": ("compute_axis", "size_low", "size_high"),
            "best size, refit": ("compute_axis", "refit_size"),
            "best size, published": ("compute_axis", "published_size"),
            "best size, Kaplan": ("compute_axis", "kaplan_size"),
            "models as built": tuple(zip(*[(flops, size) for size, flops in BUILT.values()], strict=True)),
            "the budget chosen": "compute",
        },
    ),
]


@pytest.mark.parametrize(("draw", "simulate", "marks", "view"), CASES)
def test_each_mark_is_of_the_fields_named_for_it(draw, simulate, marks, view):
    drawn.assert_fields(getattr(drawings, draw), simulate(), marks, **view)


def test_every_drawing_has_a_case():
    assert {one.values[0] for one in CASES} == drawn.drawings(drawings)


def axes_of(draw, result, **view):
    with matplotlib.rc_context(palette.MATPLOTLIB):
        axes = Figure(figsize=(5.6, 3.4)).subplots()
        draw(result, axes, **view)
    return axes


def test_the_axes_of_compute_are_as_named():
    logarithmic, linear = (
        axes_of(drawings.draw_measured_curve, MEASURED(), axis=axis) for axis in drawings.COMPUTE_AXES
    )
    assert (logarithmic.get_xscale(), linear.get_xscale()) == ("log", "linear")
    assert linear.get_xlim()[1] > 1e25


def test_each_law_is_drawn_under_its_own_name():
    view, split = SLICE(), ALLOCATION()
    of_slice = drawn.marks(drawings.draw_slice, view, axis="loss, linear axes")
    of_budget, of_optimum = (drawn.marks(draw, split) for draw in (drawings.draw_budget, drawings.draw_optimum))
    for law, label in ((scaling.REFIT, "best size, refit"), (scaling.PUBLISHED, "best size, published")):
        loss = scaling.loss(law, parameters=1.1e9, tokens=view.tokens)
        np.testing.assert_allclose(of_slice[law.name][1], loss)
        along = scaling.loss(law, parameters=split.parameters, tokens=1e22 / 6 / split.parameters)
        np.testing.assert_allclose(of_budget[law.name][1], along)
        best = scaling.optimum(law, compute=split.compute_axis).parameters
        np.testing.assert_allclose(of_optimum[label][1], best)


def test_every_model_as_built_has_its_name_beside_it():
    axes = axes_of(drawings.draw_optimum, ALLOCATION())
    assert {text.get_text() for text in axes.texts} == set(BUILT)
