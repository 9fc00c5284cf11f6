"""Drawings of the chapter ``laboratory`` and of the laboratory's report."""

import numpy as np

from simulations.laboratory.forecast import ANSWER_LENGTH
from simulations.laboratory.measured import METRICS, Curve
from simulations.palette import BLUE, GREEN, GREY, INK, MUTED, ORANGE, PURPLE
from simulations.words import power_of_ten

STEPS = ([1, 10, 100, 1_000], ["1", "10", "100", "1,000"])
LOWEST = 2e-4  # of a logarithmic axis: below one right answer in 4,000


def draw_size_curve(curve: Curve, ax, *, log_score=False):
    """One metric against size: a thin line a seed, and the one chosen or their mean."""
    _seeds(curve, ax, log_score)
    size_axis(ax)
    _score_axis(curve.metric, ax, log_score)


def draw_length_curve(curve: Curve, ax):
    """Exact match on problems of one length, against size."""
    draw_size_curve(curve, ax)


def draw_time_curve(curve: Curve, ax):
    """One metric against training step: a thin line a seed, and their mean."""
    _seeds(curve, ax)
    _step_axis(ax)
    _score_axis(curve.metric, ax, False)


def draw_skewed_training(training, ax):
    """The training with skewed digits, up to the step chosen."""
    draw_time_curve(training.skewed, ax)
    _inside(ax, "digits skewed")


def draw_uniform_training(training, ax):
    """The training with all digits alike, up to the step chosen."""
    draw_time_curve(training.uniform, ax)
    _inside(ax, "all digits alike")


def draw_recipe(recipes, ax):
    """A changed recipe's seeds and mean, and the main recipe's mean."""
    main, changed = recipes.main, recipes.changed
    for seed, values in enumerate(changed.values):
        ax.plot(changed.at, values, color=GREY, linewidth=1, marker="o", markersize=4, label=f"changed, seed {seed}")
    ax.plot(changed.at, changed.mean, color=ORANGE, label="changed recipe, mean")
    ax.plot(main.at, main.mean, color=BLUE, linestyle="--", label="main recipe, mean")
    size_axis(ax)
    _score_axis(main.metric, ax, False)


def draw_carries(carries, ax):
    """Exact match by number of carries, and what it would be if digits failed independently."""
    ax.plot(carries.carries, carries.exact, color=BLUE, marker="o", label="answers right")
    ax.plot(
        carries.carries, carries.product, color=ORANGE, linestyle="--", marker="s", label="product of digit accuracies"
    )
    ax.set_xlim(-0.4, 8.4)
    ax.set_ylim(-0.04, 1.04)
    ax.set_xticks([0, 2, 4, 6, 8])
    ax.set_xlabel("carries in the problem")
    ax.set_ylabel("share of answers")


def draw_totals(carries, ax):
    """Digit accuracy by the total of the two digits and the carry that comes in."""
    ax.bar(carries.totals, carries.accuracy.filled(0), width=0.8, color=GREEN, label="digits right")
    ax.set_xlim(-0.8, 19.8)
    ax.set_ylim(0, 1.04)
    ax.set_xticks([0, 5, 10, 15, 19])
    ax.set_xlabel("digit + digit + carry")
    ax.set_ylabel("share of digits right")


def draw_forecast(forecast, ax):
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
    ax.set_ylim(-0.04, 1.04)
    ax.set_ylabel("answers right (exact match)")


def draw_bend(forecast, ax):
    """log(-log) of the chance that a sampled answer is right: a straight line where PassUntil's law holds."""
    ax.axvspan(110, forecast.largest_seen * 1.15, color=GREY, alpha=0.12)
    ax.plot(forecast.at, forecast.law_bend, color=PURPLE, linestyle="--", label="line through the sizes seen")
    ax.plot(forecast.parameters, forecast.true_bend, color=BLUE, marker="o", label="true pass probability")
    ax.plot(forecast.parameters, forecast.seen_bend, color=PURPLE, marker="s", linestyle="none", label="sizes seen")
    ax.axhline(np.log(np.log(2)), color=MUTED, linestyle=":")
    ax.text(120, np.log(np.log(2)) - 0.3, "one half", color=MUTED, fontsize=9, va="top")
    size_axis(ax)
    ax.set_ylim(-3.5, 3.5)
    ax.set_ylabel("log(−log P), lower is better")


def draw_answers(answers, ax):
    """A problem a row, a digit of its answer a column: the chance that the model gives to the right digit."""
    ax.imshow(answers.chance, vmin=0, vmax=1, cmap="cividis", aspect="auto", label="chance of the right digit")
    problems, places = answers.chance.shape
    ax.set_xlim(-0.5, places - 0.5)
    ax.set_ylim(problems - 0.5, -0.5)
    middle = places // 2
    ax.set_xticks([0, middle, places - 1], [power_of_ten(places - 1), power_of_ten(places - 1 - middle), "units"])
    ax.set_yticks([0, problems - 1], ["1", str(problems)])
    ax.set_xlabel("digit of the answer")
    ax.set_ylabel("problem")


def draw_remeasured(remeasured, ax, *, log_score=False):
    """One metric on few problems and on all."""
    ax.plot(remeasured.parameters, remeasured.reference, color=GREY, linestyle="--", label="on the whole examination")
    values = _drawable(remeasured.values, remeasured.metric, log_score)
    ax.plot(remeasured.parameters, values, color=BLUE, marker="o", label="on the problems chosen")
    size_axis(ax)
    _score_axis(remeasured.metric, ax, log_score)


def draw_own_curve(beside, ax):
    """Every model of the shipped sweep and of the reader's own, and the means of both."""
    shipped, own = beside.shipped, beside.own
    dots = {"linestyle": "none", "markersize": 4}
    ax.plot(shipped.at, shipped.values, color=BLUE, marker="o", **dots, label="shipped, each model")
    ax.plot(shipped.sizes, shipped.mean, color=BLUE, label="shipped, mean")
    ax.plot(own.at, own.values, color=ORANGE, marker="s", **dots, label="yours, each model")
    ax.plot(own.sizes, own.mean, color=ORANGE, linestyle="--", label="yours, mean")
    size_axis(ax, smallest=beside.smallest, largest=beside.largest)
    _score_axis(beside.metric, ax, False)


def size_axis(ax, *, smallest: float = 150, largest: float = 95_180) -> None:
    """Parameters on a logarithmic axis, the same in every figure of the shipped sizes."""
    ax.set_xscale("log")
    low, high = min(110, 0.73 * smallest), max(130_000, 1.37 * largest)
    ax.set_xlim(low, high)
    powers = [10**n for n in range(1, 10) if 0.9 * low < 10**n < high]
    ax.set_xticks(powers, [f"{size:,}" for size in powers])
    ax.minorticks_off()
    ax.set_xlabel("parameters")


def _step_axis(ax) -> None:
    ax.set_xscale("log")
    ax.set_xlim(0.9, 2_000)
    ax.set_xticks(*STEPS)
    ax.minorticks_off()
    ax.set_xlabel("training step")


def _logarithmic(metric: str, log_score) -> bool:
    """Whether the logarithm is asked for and the metric, a share, has one."""
    return bool(log_score) and METRICS[metric][1] == 0


def _drawable(values, metric: str, log_score):
    """``values``, masked where a logarithmic axis has no place for them."""
    return np.ma.masked_where(_logarithmic(metric, log_score) & (values <= 0), values)


def _score_axis(metric: str, ax, log_score) -> None:
    """The metric's own range and wording on the upright axis; the logarithm of a share, where it is asked for."""
    wording, low, high = METRICS[metric]
    ax.set_ylabel(wording)
    if _logarithmic(metric, log_score):
        ax.set_yscale("log")
        ax.set_ylim(LOWEST, high * 1.3)
        ax.set_yticks([0.001, 0.01, 0.1, 1], ["0.001", "0.01", "0.1", "1"])
        ax.minorticks_off()
    else:
        margin = 0.04 * (high - low)
        ax.set_ylim(low - margin, high + margin)


def _seeds(curve: Curve, ax, log_score=False) -> None:
    for seed, values in enumerate(_drawable(curve.values, curve.metric, log_score)):
        ax.plot(curve.at, values, color=GREY, linewidth=1, marker="o", markersize=3, label=f"seed {seed}")
    ax.plot(curve.at, _drawable(curve.shown, curve.metric, log_score), color=BLUE, label=curve.shown_name)


def _inside(ax, words: str) -> None:
    ax.text(0.04, 0.5, words, transform=ax.transAxes, color=INK, fontsize=9)
