"""Axes: limits, ticks and their words, as matplotlib has them afterwards."""

import pytest
from matplotlib.figure import Figure

from everystate.record import Recorder
from simulations import axes


@pytest.fixture
def ax():
    return Figure().add_subplot()


def words(axis) -> list[str]:
    return [tick.get_text() for tick in axis.get_ticklabels()]


@pytest.mark.parametrize(
    "say, value, said",
    [
        (axes.plain, 0.25, "0.25"),
        (axes.plain, -2, "−2"),
        (axes.plain, 1e5, "100,000"),
        (axes.plain, 1e-4, "0.0001"),
        (axes.percent, 0.07, "7%"),
        (axes.percent, 1e-4, "0.01%"),
        (axes.power, 1e21, "10²¹"),
        (axes.power, 1e-6, "10⁻⁶"),
        (axes.size, 1e7, "10M"),
        (axes.size, 1e12, "1T"),
        (axes.size, 100, "100"),
    ],
)
def test_a_tick_in_words(say, value, said):
    assert say(value) == said


def test_decades_lie_within_the_limits():
    assert axes.decades(7e19, 2e21) == [1e20, 1e21]
    assert axes.decades(1e-3, 100) == [0.001, 0.01, 0.1, 1, 10, 100]
    assert axes.decades(1e20, 1e26, every=2) == [1e20, 1e22, 1e24, 1e26]


def test_padded_limits():
    assert axes.padded(-0.5, 1.5, 0.05) == pytest.approx((-0.6, 1.6), rel=1e-12)


def test_a_log_axis_has_a_tick_a_decade_and_none_between(ax):
    axes.log_x(ax, (5e6, 2e9), label="parameters", say=axes.size)
    assert (ax.get_xscale(), ax.get_xlim(), ax.get_xlabel()) == ("log", (5e6, 2e9), "parameters")
    assert words(ax.xaxis) == ["10M", "100M", "1B"]
    assert len(ax.get_xticks(minor=True)) == 0


def test_both_axes_logarithmic_have_no_ticks_between(ax):
    axes.log_x(ax, (1, 100), label="x")
    axes.log_y(ax, (1, 100), label="y")
    assert words(ax.yaxis) == ["10⁰", "10¹", "10²"]
    assert len(ax.get_xticks(minor=True)) == len(ax.get_yticks(minor=True)) == 0


def test_ticks_with_words_of_their_own(ax):
    axes.linear_x(ax, (-2, 2), label="past the danger", ticks={-1: "÷10", 0: "danger", 1: "×10"})
    assert words(ax.xaxis) == ["÷10", "danger", "×10"]
    assert ax.get_xlim() == (-2, 2)


def test_a_linear_axis_keeps_the_ticks_that_matplotlib_chooses(ax):
    axes.linear_y(ax, (0, 5), label="errors")
    assert ax.get_yticks().tolist() == [0, 1, 2, 3, 4, 5]


def test_a_share(ax):
    axes.share_y(ax, label="share right", margin=0.03)
    axes.share_x(ax, label="confidence", say=axes.plain)
    assert words(ax.yaxis) == ["0%", "25%", "50%", "75%", "100%"]
    assert words(ax.xaxis) == ["0", "0.25", "0.5", "0.75", "1"]
    assert ax.get_ylim() == (-0.03, 1.03) and ax.get_xlim() == (0, 1)


def test_cells_begin_at_the_top(ax):
    axes.cells(ax, 4, 8)
    assert ax.get_xlim() == (-0.5, 7.5) and ax.get_ylim() == (3.5, -0.5)
    assert len(ax.get_xticks()) == len(ax.get_yticks()) == 0


def test_an_explorer_records_what_sets_its_axes():
    recorder = Recorder()
    axes.log_x(recorder, (1, 10), label="k")
    assert [path for path, *_ in recorder.setup] == [
        ("set_xscale",), ("set_xlim",), ("set_xticks",), ("set_xlabel",), ("minorticks_off",)
    ]  # fmt: skip
