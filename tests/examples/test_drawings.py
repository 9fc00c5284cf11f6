import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations.examples import addition, atlas, bigbench, catalogue, drawings, joint, prompting


def axes():
    return Figure(figsize=(5.6, 3.4)).add_subplot()


def line(ax, label):
    return next(one for one in ax.get_lines() if one.get_label() == label)


def dots(ax, label):
    return next(one for one in ax.collections if one.get_label() == label).get_offsets()


@pytest.mark.parametrize("axis", list(atlas.AXES))
@pytest.mark.parametrize("task", list(atlas.TASKS))
def test_the_atlas_marks_every_ability_and_every_scored_model(task, axis):
    view, ax = atlas.atlas(task=task, axis=axis), axes()
    drawings.draw_table1(view, ax)
    others, chosen = dots(ax, "Wei et al., Table 1"), dots(ax, "of these, this task")
    assert others[:, 0].count() + chosen[:, 0].count() == 22  # every row is drawn once: it is a gap in the other
    assert [text.get_text() for text in ax.texts if text.get_text()] == [name for name in view.wei_names if name]
    ax = axes()
    drawings.draw_open_models(view, ax)
    low, high = ax.get_xlim()
    assert view.x.min() >= low and view.x.max() <= high and ax.get_xlabel() == axis


def test_the_pair_is_two_bars_a_task():
    ax = axes()
    drawings.draw_pair(catalogue.pair(), ax)
    heights = [bar.get_height() for bar in ax.patches]
    assert len(heights) == 12 and heights[0] == 0.054 and heights[6] == 0.678


def test_the_curve_shows_the_scores_their_bars_and_guessing():
    curve, ax = bigbench.curve(looks=12), axes()
    drawings.draw_curve(curve, ax)
    assert set(line(ax, "guessing").get_ydata()) == {curve.chance}
    bars = [segment for one in ax.collections for segment in one.get_segments()]
    tops = sorted({round(float(segment[-1][1]), 6) for segment in bars if len(segment)})
    assert round(float(curve.high[-1]), 6) in tops


def test_the_digits_on_a_logarithmic_axis_leave_out_what_is_below_it():
    digits, ax = joint.digits(together=60), axes()
    drawings.draw_digits(digits, ax, log_axis=True)
    shown = line(ax, "all right, mean of 10 seeds").get_ydata()
    assert ax.get_yscale() == "log" and np.ma.is_masked(shown) and shown.min() >= 1e-6
    np.testing.assert_allclose(line(ax, "one image right").get_ydata(), digits.mean_one)


def test_the_gain_is_chain_minus_standard():
    lamda, ax = prompting.chain_of_thought(), axes()
    drawings.draw_gain(lamda, ax)
    drawn = line(ax, "chain of thought minus standard").get_ydata()
    np.testing.assert_allclose(drawn, [-0.022, -0.017, -0.016, 0.025, 0.078], atol=1e-12)


@pytest.mark.parametrize("log_axis", [False, True])
def test_codex_shows_fitted_and_unseen_sizes_apart(log_axis):
    codex, ax = prompting.codex(sizes=5), axes()
    drawings.draw_codex(codex, ax, log_axis=log_axis)
    assert dots(ax, "Codex, fitted")[:, 1].count() == 5 and dots(ax, "Codex, not fitted")[:, 1].count() == 3
    assert ax.get_yscale() == ("log" if log_axis else "linear")


def test_one_digit_and_many_are_drawn_with_the_power_between():
    seen, ax = addition.lengths(digits=4), axes()
    drawings.draw_lengths(seen, ax)
    np.testing.assert_allclose(line(ax, "one digit").get_ydata(), seen.one)
    np.testing.assert_allclose(line(ax, "more digits").get_ydata(), seen.many)
    np.testing.assert_allclose(line(ax, "one digit, to that power").get_ydata(), seen.one**4)
