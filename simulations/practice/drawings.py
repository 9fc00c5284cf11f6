"""Drawings of the chapter *practice*."""

import numpy as np

from simulations.palette import BLUE, GREEN, GREY, INK, MUTED, ORANGE, PURPLE, RED
from simulations.practice.budget import QUANTILES, Plan
from simulations.practice.choosing import OPTIONS, Advice
from simulations.practice.guessing import Guessing
from simulations.practice.sampling import TestTime
from simulations.practice.serving import Serving
from simulations.words import power_of_ten


def draw_planned_loss(result: Plan, ax) -> None:
    """The best loss over budgets, with the refits' band, and the threshold under which the skill shows."""
    _budget_axis(ax)
    share = f"{QUANTILES[-1] - QUANTILES[0]:.0%} of refits"
    ax.fill_between(result.computes, result.loss_low, result.loss_high, color=BLUE, alpha=0.25, label=share)
    ax.plot(result.computes, result.loss, color=BLUE, label="best loss, median")
    ax.axhline(result.threshold, color=ORANGE, linestyle="--", label="the skill's threshold")
    ax.axvline(result.here, color=MUTED, linestyle=":", linewidth=1)
    ax.set_ylim(1.8, 3.0)
    ax.set_ylabel("loss (nats a token)")


def draw_chance(result: Plan, ax) -> None:
    """The chance that the skill is there, over budgets, beside what a single number says."""
    _budget_axis(ax)
    ax.plot(result.computes, result.single, color=GREY, linestyle="--", label="one fit, one threshold")
    ax.plot(result.computes, result.chance, color=BLUE, label="chance that the skill is there")
    ax.plot([result.here], [result.chance_here], color=ORANGE, marker="o", linestyle="none", label="your budget")
    ax.set_ylim(-0.02, 1.02)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    ax.set_ylabel("chance")


def draw_serving(result: Serving, ax, *, compute: float) -> None:
    """Training, use and their sum over model sizes of one quality; the least training, and the least of both."""
    high = np.ma.masked_greater(result.training, 900 * compute)  # a size that can hardly be trained well enough
    use = np.ma.masked_array(result.use, result.use < compute / 9)
    ax.plot(result.parameters, high, color=GREY, linestyle="--", label="training")
    ax.plot(result.parameters, use, color=ORANGE, linestyle=":", label="use")
    ax.plot(result.parameters, np.ma.masked_array(result.total, high.mask), color=BLUE, label="both")
    ends = [result.optimal], [result.least], [result.cheapest], [result.least_total]
    ax.plot(ends[0], ends[1], color=MUTED, marker="s", linestyle="none", label="cheapest to train")
    ax.plot(ends[2], ends[3], color=GREEN, marker="o", linestyle="none", label="cheapest to train and use")
    ax.set_xscale("log")
    ax.set_xlim(1e9, 1e12)
    ax.set_xticks([1e9, 1e10, 1e11, 1e12], ["1B", "10B", "100B", "1T"])
    ax.set_xlabel("parameters, all of the same loss")
    ax.set_yscale("log")
    ax.set_ylim(compute / 10, 1000 * compute)
    powers = range(round(np.log10(compute)) - 1, round(np.log10(compute)) + 4)
    ax.set_yticks([10.0**p for p in powers], [power_of_ten(p) for p in powers])
    ax.minorticks_off()
    ax.set_ylabel("FLOPs")


def draw_test_time(result: TestTime, ax) -> None:
    """Problems solved by k answers in four ways."""
    ax.plot(result.samples, result.any_right, color=GREY, linestyle=":", label="any of k right (pass@k)")
    ax.plot(result.samples, result.best, color=BLUE, label="best of k by the verifier")
    ax.plot(result.samples, result.majority, color=GREEN, linestyle="-.", label="majority of k")
    ax.plot(result.samples, result.larger, color=ORANGE, linestyle="--", label="one answer, model k times larger")
    ax.set_xscale("log", base=2)
    ax.set_xlim(1, 256)
    ax.set_xticks([1, 4, 16, 64, 256], ["1", "4", "16", "64", "256"])
    ax.minorticks_off()
    ax.set_xlabel("k: answers a problem, or times the parameters")
    ax.set_ylim(0, 1)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    ax.set_ylabel("problems solved")


def draw_advice(result: Advice, ax) -> None:
    """The points of each option, the first choice apart from the rest."""
    place = np.arange(len(OPTIONS))[::-1]
    points = np.array(result.points, dtype=float)
    chosen = np.array([option == result.first for option in OPTIONS])
    ax.barh(place, np.where(chosen, 0, points), height=0.6, color=GREY, label="points")
    ax.barh(place, np.where(chosen, points, 0), height=0.6, color=BLUE, label="try first")
    ax.axvline(0, color=INK, linewidth=1)
    ax.set_xlim(-2.5, 6.5)
    ax.set_xticks([-2, 0, 2, 4, 6])
    ax.set_xlabel("points")
    ax.set_ylim(-0.6, len(OPTIONS) - 0.4)
    ax.set_yticks(place, OPTIONS)
    ax.set_ylabel("option")


def draw_guessing(result: Guessing, ax, *, threshold: float, penalty: float) -> None:
    """Score, right and wrong answers against the confidence below which the model keeps silent."""
    ax.plot(result.thresholds, result.right, color=GREEN, linestyle="-.", label="answered rightly")
    ax.plot(result.thresholds, result.wrong, color=RED, linestyle="--", label="answered wrongly")
    ax.plot(result.thresholds, result.score, color=BLUE, label="score")
    ax.axvline(result.best, color=PURPLE, linestyle=":", label="best threshold")
    ax.plot([threshold], [result.score_here], color=ORANGE, marker="o", linestyle="none", label="your rule")
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    ax.set_xlabel("confidence below which it says “I don’t know”")
    ax.set_ylim(-max(1, 0.8 * penalty), 1)  # four answers in five wrong, and none withheld
    ax.set_ylabel("points or share a question")


def _budget_axis(ax) -> None:
    ax.set_xscale("log")
    ax.set_xlim(1e20, 1e26)
    ax.set_xticks([1e20, 1e22, 1e24, 1e26], ["10²⁰", "10²²", "10²⁴", "10²⁶"])
    ax.minorticks_off()
    ax.set_xlabel("training compute (FLOPs)")
