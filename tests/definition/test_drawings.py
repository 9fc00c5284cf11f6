import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations import palette
from simulations.definition import curves, drawings, percolation, surface
from simulations.laws import scaling


def drawn(draw, result, **view):
    with matplotlib.rc_context(palette.MATPLOTLIB):
        axes = Figure(figsize=(5.6, 3.4)).subplots()
        draw(result, axes, **view)
    return axes


def line(axes, label):
    return next(one for one in axes.lines if one.get_label() == label)


@pytest.fixture(scope="module")
def measured():
    return curves.measured_curve(
        decades_to_rise=3, floor=0.0, noise=0.0, model_sizes=4, seed=0, extrapolation="straight line"
    )


def test_models_are_drawn_where_they_were_measured(measured):
    axes = drawn(drawings.draw_measured_curve, measured)
    x, y = line(axes, "models measured").get_data()
    np.testing.assert_allclose(np.ma.compressed(x), np.geomspace(1e20, 1e25, 4))
    np.testing.assert_allclose(np.ma.compressed(y), measured.model_score.compressed())
    assert axes.get_xscale() == "log"


def test_the_linear_axis_shows_the_same_points(measured):
    axes = drawn(drawings.draw_measured_curve, measured, axis="linear")
    assert axes.get_xscale() == "linear" and axes.get_xlim()[1] > 1e25
    np.testing.assert_allclose(line(axes, "the smooth curve").get_ydata(), measured.score)


def test_a_familys_largest_step_is_marked():
    seen = curves.family_curve(family="PaLM, 3 sizes", decades_to_rise=2, midpoint=2e10)
    axes = drawn(drawings.draw_family, seen)
    np.testing.assert_allclose(line(axes, "its largest step").get_xdata(), [8e9, 62e9])


def test_the_lattice_is_drawn_by_rank():
    shown = percolation.picture(occupation=0.6, lattice_size=12, seed=0)
    axes = drawn(drawings.draw_lattice, shown)
    np.testing.assert_array_equal(axes.images[0].get_array(), shown.rank)
    level = drawn(drawings.draw_largest_cluster, shown)
    assert line(level, "the lattice shown").get_xdata() == [0.6]


def test_rescaling_moves_the_threshold_to_nought_and_keeps_the_probabilities():
    first = {size: np.linspace(0.5, 0.7, 11) for size in (8, 16)}
    view = percolation.spanning_view(lattice_size=16, occupation=0.6, first_spanning=first)
    plain, rescaled = (drawn(drawings.draw_spanning, view, rescaled=choice) for choice in (False, True))
    x, y = line(rescaled, "lattices that span").get_data()
    np.testing.assert_allclose(x, (view.occupation - percolation.THRESHOLD) * 8)  # 16 to the power 3/4
    np.testing.assert_allclose(y, line(plain, "lattices that span").get_ydata())
    assert line(drawn(drawings.draw_width, view), "the size chosen").get_xdata() == [16]


@pytest.mark.parametrize("axis", drawings.AXES)
def test_a_slice_is_drawn_less_its_floor_on_the_last_axis_alone(axis):
    view = surface.slice_at(parameters=1.1e9, tokens=2e10, law="Epoch's refit")
    drawn_loss = line(drawn(drawings.draw_slice, view, axis=axis), "Epoch's refit").get_ydata()
    less = view.refit_floor if axis == drawings.AXES[2] else 0
    np.testing.assert_allclose(drawn_loss, view.refit_loss - less)


def test_each_law_is_drawn_under_its_own_name():
    view = surface.slice_at(parameters=1.1e9, tokens=2e10, law="published, unrounded")
    axes = drawn(drawings.draw_slice, view, axis=drawings.AXES[0])
    for law in (scaling.REFIT, scaling.PUBLISHED):
        np.testing.assert_allclose(
            line(axes, law.name).get_ydata(), scaling.loss(law, parameters=1.1e9, tokens=view.tokens)
        )
    split = surface.allocation(compute=1e22)
    axes = drawn(drawings.draw_budget, split)
    for law in (scaling.REFIT, scaling.PUBLISHED):
        along = scaling.loss(law, parameters=split.parameters, tokens=1e22 / 6 / split.parameters)
        np.testing.assert_allclose(line(axes, law.name).get_ydata(), along)
    axes = drawn(drawings.draw_optimum, split)
    for law, label in ((scaling.REFIT, "best size, refit"), (scaling.PUBLISHED, "best size, published")):
        best = scaling.optimum(law, compute=split.compute_axis).parameters
        np.testing.assert_allclose(line(axes, label).get_ydata(), best)


def test_every_run_is_among_the_errors():
    view = surface.slice_at(parameters=1.1e9, tokens=2e10, law="Epoch's refit")
    axes = drawn(drawings.draw_errors, view)
    np.testing.assert_allclose(axes.collections[0].get_offsets()[:, 1], view.run_error)
    assert axes.collections[0].get_label() == "all 245 runs"


def test_the_budgets_two_lowest_points_and_the_models_as_built():
    split = surface.allocation(compute=5.76e23)
    axes = drawn(drawings.draw_budget, split)
    assert line(axes, "lowest, refit").get_xdata() == [split.refit_parameters]
    built = line(drawn(drawings.draw_optimum, split), "models as built")
    assert (5.76e23, 70e9) in list(zip(*built.get_data(), strict=True))


@pytest.mark.parametrize(("number", "words"), [(5.76e23, "5.76 × 10²³"), (1e18, "10¹⁸"), (2.5e-3, "2.5 × 10⁻³")])
def test_numbers_in_powers_of_ten(number, words):
    assert drawings.scientific(number) == words
