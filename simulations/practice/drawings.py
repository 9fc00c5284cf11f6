"""Drawings of the chapter *practice*."""

import numpy as np

from simulations import axes
from simulations.palette import BLUE, GREEN, GREY, INK, MUTED, ORANGE, PURPLE, RED
from simulations.practice.budget import QUANTILES, Plan
from simulations.practice.choosing import OPTIONS, Advice
from simulations.practice.guessing import Guessing
from simulations.practice.sampling import RepeatedSampling
from simulations.practice.serving import Serving


def draw_planned_loss(result: Plan, ax) -> None:
    """The best loss over budgets, with the refits' band, and the threshold under which the skill shows."""
    _budget_axis(ax)
    share = f"{QUANTILES[-1] - QUANTILES[0]:.0%} of refits"
    ax.fill_between(result.computes, result.loss_low, result.loss_high, color=BLUE, alpha=0.25, label=share)
    ax.plot(result.computes, result.loss, color=BLUE, label="best loss, median")
    ax.axhline(result.threshold, color=ORANGE, linestyle="--", label="the skill's threshold")
    ax.axvline(result.here, color=MUTED, linestyle=":", linewidth=1)
    axes.linear_y(ax, (1.8, 3.0), label="loss (nats a token)")


def draw_chance(result: Plan, ax) -> None:
    """The chance that the skill is there, over budgets, beside what a single number says."""
    _budget_axis(ax)
    ax.plot(result.computes, result.single, color=GREY, linestyle="--", label="one fit, one threshold")
    ax.plot(result.computes, result.chance, color=BLUE, label="chance that the skill is there")
    _point(ax, result.here, result.chance_here, color=ORANGE, marker="o", label="your budget")
    axes.share_y(ax, label="chance")


def draw_serving(result: Serving, ax, *, compute: float) -> None:
    """Training, use and their sum over model sizes of one quality; the least training, and the least of both."""
    high = np.ma.masked_greater(result.training, 900 * compute)  # a size that can hardly be trained well enough
    use = np.ma.masked_array(result.use, result.use < compute / 9)
    ax.plot(result.parameters, high, color=GREY, linestyle="--", label="training")
    ax.plot(result.parameters, use, color=ORANGE, linestyle=":", label="use")
    ax.plot(result.parameters, np.ma.masked_array(result.total, high.mask), color=BLUE, label="both")
    _point(ax, result.optimal, result.least, color=MUTED, marker="s", label="cheapest to train")
    _point(ax, result.cheapest, result.least_total, color=GREEN, marker="o", label="cheapest to train and use")
    axes.log_x(ax, (1e9, 1e12), say=axes.size, label="parameters, all of the same loss")
    axes.log_y(ax, (compute / 10, 1000 * compute), label="FLOPs")


def draw_repeated_sampling(result: RepeatedSampling, ax) -> None:
    """Problems solved by k answers in four ways."""
    ax.plot(result.samples, result.any_right, color=GREY, linestyle=":", label="any of k right (pass@k)")
    ax.plot(result.samples, result.best, color=BLUE, label="best of k by the verifier")
    ax.plot(result.samples, result.majority, color=GREEN, linestyle="-.", label="majority of k")
    ax.plot(result.samples, result.larger, color=ORANGE, linestyle="--", label="one answer, model k times larger")
    ticks, label = (1, 4, 16, 64, 256), "k: answers a problem, or times the parameters"
    axes.log_x(ax, (1, 256), ticks=ticks, say=axes.plain, label=label)
    axes.share_y(ax, label="problems solved", margin=0)


def draw_advice(result: Advice, ax) -> None:
    """The points of each option, the first choice apart from the rest."""
    place = np.arange(len(OPTIONS))[::-1]
    points = np.array(result.points, dtype=float)
    chosen = np.array([option == result.first for option in OPTIONS])
    ax.barh(place, np.where(chosen, 0, points), height=0.6, color=GREY, label="points")
    ax.barh(place, np.where(chosen, points, 0), height=0.6, color=BLUE, label="try first")
    ax.axvline(0, color=INK, linewidth=1)
    axes.linear_x(ax, (-2.5, 6.5), ticks=(-2, 0, 2, 4, 6), label="points")
    axes.linear_y(ax, (-0.6, len(OPTIONS) - 0.4), ticks=dict(zip(place, OPTIONS, strict=True)), label="option")


def draw_guessing(result: Guessing, ax, *, threshold: float, penalty: float) -> None:
    """Score, right and wrong answers against the confidence below which the model keeps silent."""
    ax.plot(result.thresholds, result.right, color=GREEN, linestyle="-.", label="answered rightly")
    ax.plot(result.thresholds, result.wrong, color=RED, linestyle="--", label="answered wrongly")
    ax.plot(result.thresholds, result.score, color=BLUE, label="score")
    ax.axvline(result.best, color=PURPLE, linestyle=":", label="best threshold")
    _point(ax, threshold, result.score_here, color=ORANGE, marker="o", label="your rule")
    axes.share_x(ax, label="confidence below which it says “I don’t know”")
    lowest = -max(1, 0.8 * penalty)  # four answers in five wrong, and none withheld
    axes.linear_y(ax, (lowest, 1), label="points or share a question")


def _point(ax, x, y, *, color, marker, label) -> None:
    ax.plot([x], [y], color=color, marker=marker, linestyle="none", label=label)


def _budget_axis(ax) -> None:
    axes.log_x(ax, (1e20, 1e26), ticks=axes.decades(1e20, 1e26, every=2), label="training compute (FLOPs)")
