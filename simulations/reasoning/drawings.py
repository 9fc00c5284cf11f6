"""Drawings of the chapter on reasoning."""

import numpy as np
from matplotlib.axes import Axes

from simulations import axes
from simulations.palette import BLUE, GREEN, GREY, INK, MUTED, ORANGE, PURPLE
from simulations.reasoning import horizon
from simulations.reasoning.ceiling import Forecast
from simulations.reasoning.checking import Checked
from simulations.reasoning.coverage import Coverage
from simulations.reasoning.horizon import Success
from simulations.reasoning.own_errors import TURNS, OwnErrors
from simulations.reasoning.ruler import WORK_MONTH, Trend
from simulations.reasoning.strategy import Moment
from simulations.reasoning.tails import ManyTries

MINUTES = {1: "1 min", 10: "10 min", 60: "1 h", 480: "8 h", WORK_MONTH: "a month of work"}
HUNDREDTHS = {1e-4: "0.01%", 1e-3: "0.1%", 0.01: "1%", 0.1: "10%", 1: "100%"}


def draw_moment(result: Moment, ax: Axes) -> None:
    """The share of answers given in the rare way, and the share of problems solved, over training."""
    ax.plot(result.steps, result.share, color=BLUE, label="answers of the rare way")
    ax.plot(result.steps, result.reward, color=GREEN, linestyle="--", label="problems solved")
    _steps_axis(ax)
    axes.share_y(ax, label="share")


def draw_moment_in_decades(result: Moment, ax: Axes) -> None:
    """The same share on a logarithmic axis, and where a sample of 64 answers would hold one."""
    ax.plot(result.steps, result.share, color=BLUE, label="the same, logarithmic")
    ax.axhline(result.seen, color=ORANGE, linestyle=":", label="one in 64 answers")
    _steps_axis(ax)
    axes.log_y(ax, (5e-5, 1.5), ticks=HUNDREDTHS, label="share of answers")


def _steps_axis(ax: Axes) -> None:
    axes.linear_x(ax, (0, 2000), ticks=(0, 500, 1000, 1500, 2000), label="training steps")


def draw_coverage(result: Coverage, ax: Axes) -> None:
    """pass@k of both models over tries."""
    ax.plot(result.tries, result.trained, color=BLUE, marker="o", label="trained by reward")
    ax.plot(result.tries, result.base, color=GREY, marker="s", linestyle="--", label="base model")
    axes.log_x(ax, (0.9, 1150), ticks=(1, 4, 16, 64, 256, 1024), say=axes.plain, label="tries a problem, k")
    axes.share_y(ax, label="problems solved (pass@k)")


def draw_problems(result: Coverage, ax: Axes) -> None:
    """How many problems each model solves how often."""
    ax.bar(result.rates - 0.02, result.base_problems, width=0.035, color=GREY, label="problems, base model")
    ax.bar(result.rates + 0.02, result.trained_problems, width=0.035, color=BLUE, label="problems, trained")
    axes.share_x(ax, label="success rate of a problem")
    axes.share_y(ax, label="share of problems", margin=0, ticks=(0, 0.2, 0.4, 0.6, 0.8, 1))


def draw_many_tries(result: ManyTries, ax: Axes) -> None:
    """What is unsolved over tries: of all problems, of five alone, and by the power law."""
    for name in ("harder", "median", "easier"):
        ax.plot(result.tries, _shown(getattr(result, name)), color=GREY, linewidth=1)
    ax.plot(result.tries, _shown(result.hard), color=GREY, linewidth=1, linestyle="--", label="a hard problem alone")
    ax.plot(result.tries, _shown(result.easy), color=GREY, linewidth=1, label="an easy problem alone")
    ax.plot(result.tries, _shown(result.law), color=ORANGE, linestyle=":", label="power law")
    ax.plot(result.tries, _shown(result.mean), color=BLUE, label="all problems")
    axes.log_x(ax, (1, 1e5), ticks=(1, 100, 10_000), say=axes.plain, label="tries a problem")
    axes.log_y(ax, (1e-4, 1.5), ticks=HUNDREDTHS, label="not solved yet")


def draw_rates(result: ManyTries, ax: Axes) -> None:
    """The share of problems whose success rate is below each value."""
    ax.plot(result.rates, np.ma.masked_less(result.below, 1e-4), color=BLUE, label="problems below this rate")
    axes.log_x(ax, (1e-6, 1), ticks=axes.decades(1e-6, 1, every=2), label="success rate of a try")
    axes.log_y(ax, (1e-4, 1.5), ticks=HUNDREDTHS, label="share of problems")


def _shown(shares: np.ndarray) -> np.ma.MaskedArray:
    """What lies on the axis: below it a curve would run along its edge."""
    return np.ma.masked_outside(shares, 1e-4, 1.5)


def draw_forecast(result: Forecast, ax: Axes) -> None:
    """The points of one run that were seen, the true curve, and the middle 90% of the fits beyond."""
    ax.fill_between(result.compute, result.low, result.high, color=BLUE, alpha=0.25, label="90% of the fits")
    ax.plot(result.compute, result.truth, color=INK, linestyle="--", label="the run as it goes on")
    ax.plot(result.measured, result.rate, color=BLUE, marker="o", linestyle="none", label="measured so far")
    thousands = {1e3: "1,000", 1e4: "10,000", 1e5: "100,000"}
    axes.log_x(ax, (1e3, 1.1e5), ticks=thousands, label="GPU-hours of training by reward")
    axes.share_y(ax, label="pass rate")


def draw_own_errors(result: OwnErrors, ax: Axes) -> None:
    """Accuracy of a turn, and runs without an error so far, over the turns of a task."""
    ax.plot(result.turns, result.accuracy, color=BLUE, label="turns right")
    ax.axhline(result.steady, color=GREY, linestyle="--", label="if errors left no trace")
    ax.plot(result.turns, result.unbroken, color=ORANGE, linestyle="-.", label="runs without an error so far")
    axes.linear_x(ax, (0, TURNS), ticks=(1, 25, 50, 75, 100), label="turn")
    axes.share_y(ax, label="share")


def draw_runs(result: OwnErrors, ax: Axes) -> None:
    """How many runs get how many of their turns wrong."""
    ax.bar(result.wrong, result.runs, width=0.08, color=BLUE, label="runs")
    axes.share_x(ax, label="turns wrong in a run of 100")
    axes.share_y(ax, label="share of runs", margin=0)


def draw_checked(result: Checked, ax: Axes, *, looks: int) -> None:
    """The horizon over the looks at each step, with blind spots and without, and where the reader is."""
    top = 1e7
    ax.plot(result.looks, np.ma.masked_greater(result.free, top), color=GREY, linestyle="--", label="no blind spots")
    ax.plot(result.looks, np.ma.masked_greater(result.horizon, top), color=BLUE, marker="o", label="50% horizon")
    here = np.ma.masked_greater([result.here], top)
    ax.plot([looks], here, color=ORANGE, marker="s", linestyle="none", label="here")
    axes.linear_x(ax, (-0.3, 4.3), ticks=range(5), label="looks at each step")
    axes.log_y(ax, (10, top), label="steps done half of the time")


def draw_success(result: Success, ax: Axes, *, wanted: float) -> None:
    """Success over the length of a task, of mixed tasks and of one failure rate, with the length that is wanted."""
    ax.plot(result.minutes, result.mixed, color=BLUE, label="these tasks")
    ax.plot(result.minutes, result.steady, color=GREY, linestyle="--", label="one failure rate, p^L")
    ax.axhline(wanted, color=MUTED, linewidth=1, linestyle=":")
    ax.plot([result.reached], [wanted], color=ORANGE, marker="o", linestyle="none", label="as long as is wanted")
    axes.log_x(ax, (0.1, 10_020), ticks={one: MINUTES[one] for one in (1, 60, 480)}, label="time it takes people")
    axes.share_y(ax, label="tasks done")


def draw_ratios(result: Success, ax: Axes) -> None:
    """How many times longer tasks are done at 50% than at 80%: nine models, one failure rate, and these tasks."""
    names, _ = horizon.measured_ratios()
    ax.plot(result.ratios, result.places, color=PURPLE, marker="s", linestyle="none", label="measured")
    ax.axvline(horizon.STEADY, color=GREY, linestyle="--", label="one failure rate: 3.1")
    ax.axvline(result.ratio, color=BLUE, label="here")
    axes.linear_x(ax, (0, 12), ticks=(0, 3, 6, 9, 12), label="50% horizon over 80% horizon")
    short = [name.removeprefix("Claude ").removesuffix(" Pro") for name in names]
    ticks = dict(zip(result.places, short, strict=True))
    axes.linear_y(ax, (len(names) - 0.4, -0.6), ticks=ticks, label="")


def draw_trend(result: Trend, ax: Axes) -> None:
    """Horizons by both rulers, and the trend by the one in use."""
    ax.fill_between(result.years, result.low, result.high, color=BLUE, alpha=0.2, label="90% of the lines")
    ax.plot(result.years, result.line, color=BLUE, label="the line by this ruler")
    ax.vlines(result.released, result.interval_low, result.interval_high, color=MUTED, linewidth=1)
    ax.scatter(result.released, result.used, s=130, color=BLUE, label="used for the line")
    ax.plot(result.released, result.old, color=GREY, marker="s", linestyle="none", label="old tasks")
    ax.plot(result.released, result.new, color=ORANGE, marker="o", linestyle="none", label="new tasks")
    ax.axhline(WORK_MONTH, color=MUTED, linewidth=1, linestyle=":")
    axes.linear_x(ax, (2023, 2031), ticks=(2023, 2025, 2027, 2029, 2031), say=str, label="release of the model")
    axes.log_y(ax, (1, 100_000), ticks=MINUTES, label="50% horizon")
