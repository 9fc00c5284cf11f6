"""Drawings of the chapter ``laboratory`` and of the laboratory's report."""

from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes

from simulations import axes
from simulations.laboratory.asked import Asked
from simulations.laboratory.captions import shown_name
from simulations.laboratory.carry_groups import CarryGroups
from simulations.laboratory.curves import MetricCurve, shown_sizes
from simulations.laboratory.forecast import ANSWER_LENGTH, Forecast
from simulations.laboratory.many_seeds import ManySeeds
from simulations.laboratory.measure import METRICS
from simulations.laboratory.own_curve import Beside
from simulations.laboratory.pool import Pool
from simulations.laboratory.recipes import Recipes
from simulations.laboratory.shipped_answers import Answers, Remeasured
from simulations.laboratory.through_training import ThroughTraining
from simulations.palette import BLUE, GREEN, GREY, INK, MUTED, ORANGE, PURPLE
from simulations.words import power_of_ten

LOWEST = 2e-4  # of a logarithmic axis: below one right answer in 4,000
LINES = 12  # sizes at most that a page trains, a line each in the panel of training steps
STEPS = (8, 1_000)  # ends of its axis


def draw_size_curve(curve: MetricCurve, ax: Axes, *, log_score: bool = False) -> None:
    """One metric against size: a thin line a seed, and the one chosen or their mean."""
    _seeds(curve, ax, log_score)
    size_axis(ax)
    _score_axis(curve.metric, ax, log_score)


def draw_length_curve(curve: MetricCurve, ax: Axes) -> None:
    """Exact match on problems of one length, against size."""
    draw_size_curve(curve, ax)


def draw_time_curve(curve: MetricCurve, ax: Axes) -> None:
    """One metric against training step: a thin line a seed, and their mean."""
    _seeds(curve, ax)
    _step_axis(ax)
    _score_axis(curve.metric, ax, False)


def draw_skewed_training(training: ThroughTraining, ax: Axes) -> None:
    """The training with skewed digits, up to the step chosen."""
    draw_time_curve(training.skewed, ax)
    _inside(ax, "digits skewed")


def draw_uniform_training(training: ThroughTraining, ax: Axes) -> None:
    """The training with all digits alike, up to the step chosen."""
    draw_time_curve(training.uniform, ax)
    _inside(ax, "all digits alike")


def draw_recipe(recipes: Recipes, ax: Axes) -> None:
    """A changed recipe's seeds and mean, and the main recipe's mean."""
    main, changed = recipes.main, recipes.changed
    for seed, values in enumerate(changed.values):
        ax.plot(
            changed.at,
            values,
            color=GREY,
            linewidth=1,
            marker="o",
            markersize=4,
            label="" if seed else "changed, one seed",
        )
    ax.plot(changed.at, changed.mean, color=ORANGE, label="changed recipe, mean")
    ax.plot(main.at, main.mean, color=BLUE, linestyle="--", label="main recipe, mean")
    size_axis(ax)
    _score_axis(main.metric, ax, False)


def draw_piles(found: ManySeeds, ax: Axes) -> None:
    """A dot a model of one size, where its score lies, piled up: the first seeds and the others; both means."""
    first = np.arange(len(found.height)) < found.seeds
    others, few = (np.ma.masked_where(left_out, found.height) for left_out in (first, ~first))
    dots: dict[str, Any] = {"marker": "o", "linestyle": "none", "markersize": 6}
    ax.plot(found.pile, others, color=GREY, alpha=0.45, **dots, label="the other seeds")
    ax.plot(found.pile, few, color=BLUE, **dots, label="the first seeds")
    ax.axvline(found.all_mean, color=ORANGE, linestyle="--", label="mean of all")
    ax.axvline(found.few_mean, color=BLUE, label="mean of the first")
    axes.linear_x(ax, axes.padded(0, 1, 0.02), label=METRICS[found.metric].wording, ticks=axes.QUARTERS)
    axes.linear_y(ax, (0, len(found.scores) + 1.5), label="models", ticks=range(0, len(found.scores) + 1, 5))


def draw_few_and_all(found: ManySeeds, ax: Axes) -> None:
    """Every model of every size, the mean of the first seeds and that of all; the size that is looked at."""
    ax.axvline(found.parameters, color=MUTED, linewidth=1, linestyle=":", label="the size on the left")
    sizes = np.ma.concatenate([found.at] * len(found.every))
    ax.plot(sizes, found.every.ravel(), color=GREY, marker="o", linestyle="none", markersize=3, label="each model")
    ax.plot(found.at, found.all, color=ORANGE, linestyle="--", label="mean of all")
    ax.plot(found.at, found.few, color=BLUE, label="mean of the first")
    size_axis(ax)
    _score_axis(found.metric, ax, False)


def draw_carries(carries: CarryGroups, ax: Axes) -> None:
    """Exact match by number of carries, and what it would be if digits failed independently."""
    ax.plot(carries.carries, carries.exact, color=BLUE, marker="o", label="answers right")
    ax.plot(
        carries.carries, carries.product, color=ORANGE, linestyle="--", marker="s", label="product of digit accuracies"
    )
    axes.linear_x(ax, (-0.4, 8.4), label="carries in the problem", ticks=(0, 2, 4, 6, 8))
    axes.linear_y(ax, (-0.04, 1.04), label="share of answers")


def draw_totals(carries: CarryGroups, ax: Axes) -> None:
    """Digit accuracy by the total of the two digits and the carry that comes in."""
    ax.bar(carries.totals, carries.accuracy.filled(0), width=0.8, color=GREEN, label="digits right")
    axes.linear_x(ax, (-0.8, 19.8), label="digit + digit + carry", ticks=(0, 5, 10, 15, 19))
    axes.linear_y(ax, (0, 1.04), label="share of digits right")


def draw_forecast(forecast: Forecast, ax: Axes) -> None:
    """Exact match of every size, what was seen of it, and the forecasts."""
    ax.axvspan(110, forecast.largest_seen * 1.15, color=GREY, alpha=0.12)
    ax.plot(forecast.at, forecast.line, color=ORANGE, linestyle=":", label="line through exact match")
    ax.plot(
        forecast.at,
        forecast.digits,
        color=GREEN,
        linestyle="--",
        label=f"digit accuracy to the {ANSWER_LENGTH}th power",
    )
    ax.plot(forecast.parameters, forecast.exact, color=BLUE, marker="o", label="true exact match")
    ax.plot(
        forecast.parameters, forecast.seen, color=ORANGE, marker="s", linestyle="none", label="seen by the forecaster"
    )
    size_axis(ax)
    _score_axis("exact_match", ax, False)


def draw_bend(forecast: Forecast, ax: Axes) -> None:
    """log(-log) of the chance that a sampled answer is right: a straight line where PassUntil's law holds."""
    ax.axvspan(110, forecast.largest_seen * 1.15, color=GREY, alpha=0.12)
    ax.plot(forecast.at, forecast.law_bend, color=PURPLE, linestyle="--", label="line through the sizes seen")
    ax.plot(forecast.parameters, forecast.true_bend, color=BLUE, marker="o", label="true pass probability")
    ax.plot(forecast.parameters, forecast.seen_bend, color=PURPLE, marker="s", linestyle="none", label="sizes seen")
    ax.axhline(np.log(np.log(2)), color=MUTED, linestyle=":")
    ax.text(120, np.log(np.log(2)) - 0.3, "one half", color=MUTED, fontsize=9, va="top")
    size_axis(ax)
    axes.linear_y(ax, (-3.5, 3.5), label="log(−log P), lower is better")


def draw_answers(answers: Answers, ax: Axes) -> None:
    """A problem a row, a digit of its answer a column: the chance that the model gives to the right digit."""
    ax.imshow(answers.chance, vmin=0, vmax=1, cmap="cividis", aspect="auto", label="chance of the right digit")
    problems, places = answers.chance.shape
    middle = places // 2
    columns = {0: power_of_ten(places - 1), middle: power_of_ten(places - 1 - middle), places - 1: "units"}
    axes.linear_x(ax, (-0.5, places - 0.5), label="digit of the answer", ticks=columns)
    rows = {0: "1", problems - 1: str(problems)}
    axes.linear_y(ax, (problems - 0.5, -0.5), label="problem", ticks=rows)


def draw_chances(asked: Asked, ax: Axes) -> None:
    """A digit of the answer a column, each of the ten digits a row: its chance with everything on, and as switched."""
    whole, now = (answer.chances[::-1].ravel() for answer in (asked.whole, asked.now))  # largest place first
    right, carried = asked.now.right[::-1], asked.now.carried[::-1]
    places, digits = np.repeat(np.arange(len(right)), 10), np.tile(np.arange(10), len(right))
    ax.bar(np.arange(len(right)), 1, width=0.96, bottom=right - 0.5, color=GREY, alpha=0.3, label="the right digit")
    ax.bar(places - 0.22, 0.9 * whole, width=0.4, bottom=digits - 0.45, color=ORANGE, label="chance, everything on")
    ax.bar(places + 0.22, 0.9 * now, width=0.4, bottom=digits - 0.45, color=BLUE, label="chance, as switched")
    arrives = np.ma.masked_where(~carried, np.full(len(right), 10.0))
    ax.plot(np.arange(len(right)), arrives, color=PURPLE, marker="o", linestyle="none", label="a carry arrives")
    middle = len(right) // 2
    names = {place: power_of_ten(len(right) - 1 - place) for place in (0, middle)} | {len(right) - 1: "units"}
    axes.linear_x(ax, (-0.6, len(right) - 0.4), label="digit of the answer", ticks=names)
    axes.linear_y(ax, (-0.7, 10.6), label="digit", ticks=range(10))


def draw_looks(asked: Asked, ax: Axes) -> None:
    """What both heads look at, one above and one below the symbols: a digit to be written a row, a symbol a column."""
    heads, (rows, read) = asked.now.attention, asked.now.attention[0].shape
    picture = np.zeros((2 * rows + 1, read + 1))  # a row for the symbols, a column for the last digit
    picture[:rows, :read], picture[rows + 1 :, :read] = heads
    look = matplotlib.colormaps["Blues"].resampled(17)
    ax.imshow(picture, vmin=0, vmax=1, cmap=look, aspect="auto", label="share of a head's look")
    at: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": 8, "color": INK}
    for place, symbol in enumerate(asked.now.symbols):
        ax.text(place, rows, symbol, **at)
    for row, digit in enumerate(asked.now.choices):  # each row's own digit, in the future's empty part
        ax.text(read - rows + row + 1, row, str(digit), **at)
        ax.text(read - rows + row + 1, rows + 1 + row, str(digit), **at)
    numbers = {0: "first", (read + 1) // 3: "second", 2 * (read + 1) // 3: "answer"}
    axes.linear_x(ax, (-0.5, read + 0.5), label="symbol read", ticks=numbers)
    heads_at = {rows // 2: "head 1", rows + 1 + rows // 2: "head 2"}
    axes.linear_y(ax, (2 * rows + 0.5, -0.5), label="digit to write, units first", ticks=heads_at)
    ax.grid(False)


def draw_remeasured(remeasured: Remeasured, ax: Axes, *, log_score: bool = False) -> None:
    """One metric on few problems and on all."""
    ax.plot(remeasured.parameters, remeasured.reference, color=GREY, linestyle="--", label="on the whole examination")
    values = _drawable(remeasured.values, remeasured.metric, log_score)
    ax.plot(remeasured.parameters, values, color=BLUE, marker="o", label="on the problems chosen")
    size_axis(ax)
    _score_axis(remeasured.metric, ax, log_score)


def draw_own_curve(beside: Beside, ax: Axes) -> None:
    """Every model of the shipped sweep and of the reader's own, and the means of both."""
    shipped, own = beside.shipped, beside.own
    dots: dict[str, Any] = {"linestyle": "none", "markersize": 4}
    ax.plot(shipped.at, shipped.values, color=BLUE, marker="o", **dots, label="shipped, each model")
    ax.plot(shipped.sizes, shipped.mean, color=BLUE, label="shipped, mean")
    ax.plot(own.at, own.values, color=ORANGE, marker="s", **dots, label="yours, each model")
    ax.plot(own.sizes, own.mean, color=ORANGE, linestyle="--", label="yours, mean")
    size_axis(ax, smallest=beside.smallest, largest=beside.largest)
    _score_axis(beside.metric, ax, False)


def draw_trained_sizes(beside: Beside, ax: Axes) -> None:
    """The shipped models and their means, and room for what a page trains: models, their means, those in training."""
    draw_own_curve(beside, ax)
    own = beside.own
    faint: dict[str, Any] = {"linestyle": "none", "markersize": 4, "alpha": 0.4}
    ax.plot(own.at, own.values, color=ORANGE, marker="s", **faint, label="yours, in training")


def draw_trained_steps(beside: Beside, ax: Axes) -> None:
    """Room for a line a size, from the smallest to the largest."""
    nothing = np.ma.masked_all(2)
    for number in range(LINES):
        label = {0: "smallest", LINES - 1: "largest"}.get(number)
        ax.plot(STEPS, nothing, color=ORANGE, linewidth=1.5, alpha=0.25 + 0.75 * number / (LINES - 1), label=label)
    axes.log_x(ax, STEPS, label="training step", say=axes.plain)
    _score_axis(beside.metric, ax, False)


def draw_pool(pool: Pool, ax: Axes) -> None:
    """Every student's mean exact match by size, faint; the class's mean, and its 95% interval."""
    for number, means in enumerate(pool.means):
        label = "a student's mean" if number == 0 else None
        ax.plot(pool.sizes, means, color=GREY, linewidth=0.7, alpha=0.35, label=label)
    mean: dict[str, Any] = {"color": BLUE, "linewidth": 1.2, "marker": "o", "markersize": 3}
    ax.plot(pool.sizes, pool.mean, **mean, label=f"mean of {len(pool.hand_ins)}", zorder=4)
    ax.fill_between(pool.sizes, pool.low, pool.high, color=BLUE, alpha=0.45, label="its 95% interval", zorder=3)
    size_axis(ax, smallest=pool.sizes[0], largest=pool.sizes[-1])
    _score_axis("exact_match", ax, False)


def size_axis(ax: Axes, *, smallest: float = 150, largest: float = 95_180) -> None:
    """Parameters on a logarithmic axis, the same in every figure of the shipped sizes."""
    low, high = shown_sizes(smallest=smallest, largest=largest)
    powers = axes.decades(0.9 * low, high)
    axes.log_x(ax, (min(low, *powers), high), label="parameters", ticks=powers, say=axes.plain)


def _step_axis(ax: Axes) -> None:
    axes.log_x(ax, (0.9, 2_000), label="training step", say=axes.plain)


def _logarithmic(metric: str, log_score: bool) -> bool:
    """Whether the logarithm is asked for and the metric, a share, has one."""
    return bool(log_score) and METRICS[metric].low == 0


def _drawable(values: np.ndarray, metric: str, log_score: bool) -> np.ma.MaskedArray:
    """``values``, masked where a logarithmic axis has no place for them."""
    return np.ma.masked_where(_logarithmic(metric, log_score) & (values <= 0), values)


def _score_axis(metric: str, ax: Axes, log_score: bool) -> None:
    """The metric's own range and wording on the upright axis; the logarithm of a share, where it is asked for."""
    shown = METRICS[metric]
    if _logarithmic(metric, log_score):
        ticks = (0.001, 0.01, 0.1, 1)
        axes.log_y(ax, (LOWEST, shown.high * 1.3), label=shown.wording, ticks=ticks, say=axes.plain)
    else:
        axes.linear_y(ax, axes.padded(shown.low, shown.high, 0.04), label=shown.wording)


def _seeds(curve: MetricCurve, ax: Axes, log_score: bool = False) -> None:
    for seed, values in enumerate(_drawable(curve.values, curve.metric, log_score)):
        ax.plot(curve.at, values, color=GREY, linewidth=1, marker="o", markersize=3, label="" if seed else "one seed")
    ax.plot(curve.at, _drawable(curve.shown, curve.metric, log_score), color=BLUE, label=shown_name(curve.seed))


def _inside(ax: Axes, words: str) -> None:
    ax.text(0.04, 0.5, words, transform=ax.transAxes, color=INK, fontsize=9)
