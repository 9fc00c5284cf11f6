"""The drawings of practice: what stands on the axes is what was computed."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations.practice import budget, choosing, drawings, guessing, sampling, serving


@pytest.fixture
def ax():
    return Figure().add_subplot()


def line(ax, label):
    return next(one for one in ax.lines if one.get_label() == label)


def test_the_planned_loss_and_its_chance(ax):
    plan = budget.plan(compute=1e23)
    drawings.draw_planned_loss(plan, ax)
    np.testing.assert_array_equal(line(ax, "best loss, median").get_ydata(), plan.loss)
    other = Figure().add_subplot()
    drawings.draw_chance(plan, other)
    np.testing.assert_array_equal(line(other, "chance that the skill is there").get_ydata(), plan.chance)
    assert line(other, "your budget").get_ydata() == [plan.chance_here]
    assert other.get_xlim() == (1e20, 1e26)


def test_the_cheapest_size_lies_on_the_sum_of_the_costs(ax):
    result = serving.serving(compute=1e23, served=1e13)
    drawings.draw_serving(result, ax, compute=1e23)
    both, dot = line(ax, "both"), line(ax, "cheapest to train and use")
    np.testing.assert_allclose(both.get_ydata(), result.training + result.use)
    at = np.interp(np.log(dot.get_xdata()[0]), np.log(both.get_xdata()), np.log(both.get_ydata()))
    assert np.exp(at) == pytest.approx(dot.get_ydata()[0], rel=0.01)
    assert dot.get_xdata()[0] == result.cheapest
    square = line(ax, "cheapest to train")
    assert (square.get_xdata()[0], square.get_ydata()[0]) == (result.optimal, result.least)
    assert result.cheapest < result.optimal  # else the two could be swapped unseen
    np.testing.assert_array_equal(line(ax, "training").get_ydata(), result.training)


def test_test_time_compute(ax):
    result = sampling.test_time(rate=0.1)
    drawings.draw_test_time(result, ax)
    for label, curve in (
        ("any of k right (pass@k)", result.any_right),
        ("majority of k", result.majority),
        ("best of k by the verifier", result.best),
        ("one answer, model k times larger", result.larger),
    ):
        np.testing.assert_array_equal(line(ax, label).get_ydata(), curve)


def test_the_advice_is_one_bar_of_its_own(ax):
    advice = choosing.advice(rate="half", checker=True)
    drawings.draw_advice(advice, ax)
    widths = {bar.get_label(): [one.get_width() for one in bar] for bar in ax.containers}
    assert tuple(np.add(widths["points"], widths["try first"])) == advice.points
    assert np.count_nonzero(widths["try first"]) == 1


def test_guessing(ax):
    graded = guessing.guessing(penalty=1.0, threshold=0.5)
    drawings.draw_guessing(graded, ax, threshold=0.5, penalty=1.0)
    for label, curve in (
        ("score", graded.score),
        ("answered rightly", graded.right),
        ("answered wrongly", graded.wrong),
    ):
        np.testing.assert_array_equal(line(ax, label).get_ydata(), curve)
    assert (line(ax, "your rule").get_xdata(), line(ax, "your rule").get_ydata()) == ([0.5], [graded.score_here])
    assert line(ax, "best threshold").get_xdata()[0] == 0.5
