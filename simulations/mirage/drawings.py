"""Drawings of the chapter *mirage*."""

from dataclasses import dataclass

import numpy as np

from simulations import axes, palette
from simulations.laws.popular import MetricListing
from simulations.laws.resolution import MeasuredCurve, RightAnswers, TaskCurve
from simulations.mirage.annotation import BaseRate
from simulations.mirage.emergence_score import ScoredCurve
from simulations.mirage.metrics import MetricEffect, ToyScaling
from simulations.mirage.options import OptionRace
from simulations.mirage.paired_metrics import TwoStories
from simulations.mirage.rescoring import Rescored
from simulations.mirage.spacing import FewSizes

LEAST = 1e-4  # the foot of a logarithmic axis of shares


def draw_metric_effect(result: MetricEffect, ax, *, token_accuracy: float, log_axis: bool = False) -> None:
    """Exact match against token accuracy, the share of right tokens beside it, and the point where the reader is."""
    x = result.token_accuracies
    ax.plot(x, _drawable(x, log_axis), color=palette.GREY, linestyle="--", label="tokens right")
    ax.plot(x, _drawable(result.curve, log_axis), color=palette.BLUE, label="exact match")
    here = _drawable(np.array([result.exact_match]), log_axis)
    ax.plot([token_accuracy], here, color=palette.ORANGE, marker="o", linestyle="none", label="here")
    axes.share_x(ax, label="token accuracy")
    _share_axis(ax, "share right", log_axis)


def draw_toy_exact_match(result: ToyScaling, ax, *, log_axis: bool = False) -> None:
    """The toy's exact match over model size, with its token accuracy."""
    ax.plot(
        result.parameters,
        _drawable(result.token_accuracy, log_axis),
        color=palette.GREY,
        linestyle="--",
        label="tokens right",
    )
    ax.plot(result.parameters, _drawable(result.exact_match, log_axis), color=palette.BLUE, label="exact match")
    _size_axis(ax, 1e7, 1e12)
    _share_axis(ax, "share right", log_axis)


def draw_toy_per_token(result: ToyScaling, ax, *, smooth_metric: str) -> None:
    """One of the toy's per-token metrics over model size."""
    row = np.maximum(result.per_token[smooth_metric], -6.5)
    ax.plot(result.parameters, row, color=palette.GREEN, label=f"{smooth_metric}, a token")
    _size_axis(ax, 1e7, 1e12)
    if smooth_metric == "log-likelihood":
        axes.linear_y(ax, (-6, 0), label="nats a token (0 is best)")
    else:
        axes.linear_y(ax, (0, 1), label=f"{smooth_metric} (0 is best)")


def draw_measured_curve(result: MeasuredCurve, ax, *, log_axis: bool = False) -> None:
    """A true rate, what one test of n items reports of it with exact intervals, and the height of one right answer."""
    least = LEAST / 10 if log_axis else 0.0
    score = _drawable(result.score, log_axis)
    ax.plot(result.sizes, _drawable(result.true_rate, log_axis), color=palette.GREY, linestyle="--", label="true rate")
    ax.axhline(result.step, color=palette.MUTED, linestyle=":", label="one right answer")
    down = result.score - np.maximum(result.low, least)
    whiskers = np.ma.masked_array(
        [np.maximum(down, 0), result.high - result.score], np.tile(np.ma.getmaskarray(score), (2, 1))
    )
    ax.errorbar(
        result.sizes,
        score,
        yerr=whiskers,
        color=palette.ORANGE,
        linestyle="none",
        marker="o",
        label="score, with 95% interval",
    )
    _size_axis(ax, 7e7, 1.4e12)
    _share_axis(ax, "share right", log_axis)


def draw_right_answers(result: RightAnswers, ax) -> None:
    """How likely each number of right answers is; none at all stands out."""
    ax.bar(result.count[:1], result.probability[:1], color=palette.RED, label="none right")
    ax.bar(result.count[1:], result.probability[1:], color=palette.BLUE, label="some right")
    last = len(result.count) - 1
    ticks = {count: f"{count}+" if count == last else str(count) for count in range(0, last + 1, 2)}
    axes.linear_x(ax, (-0.7, last + 0.7), label="right answers", ticks=ticks)
    axes.linear_y(ax, (0, 1), label="probability")


def draw_few_sizes(result: FewSizes, ax, *, show_curve: bool = False) -> None:
    """The scores at the few sizes, joined as reports join them, and the smooth curve behind them where asked for."""
    behind = np.ma.masked_array(result.curve, np.full(len(result.curve), not show_curve))
    ax.plot(result.parameters, behind, color=palette.BLUE, linestyle="--", label="the curve behind")
    ax.plot(result.sizes, result.scores, color=palette.ORANGE, marker="o", label="models tested")
    _size_axis(ax, 7e7, 1.4e12)
    _share_axis(ax, "exact match", False)


def draw_task_curve(result: TaskCurve, ax) -> None:
    """A task's accuracy by model size with exact intervals, and its chance line."""
    ax.axhline(result.chance, color=palette.RED, linestyle="--", label="chance")
    whiskers = np.ma.stack([result.accuracy - result.low, result.high - result.accuracy])
    ax.errorbar(
        result.sizes,
        result.accuracy,
        yerr=whiskers,
        color=palette.BLUE,
        linestyle="none",
        marker="o",
        label="accuracy, with 95% interval",
    )
    _size_axis(ax, 1.4e6, 3e11, every=2)
    _share_axis(ax, "accuracy", False)


def draw_hard_metric(result: TwoStories, ax) -> None:
    """A pair's hard metric against scale."""
    ax.axhline(result.pair.floor, color=palette.RED, linestyle="--", label="by chance")
    ax.plot(result.scale, result.hard, color=palette.BLUE, marker="o", linestyle="none", label=result.pair.hard)
    _scale_axis(ax, result)
    axes.linear_y(ax, (-0.03, 1), label=result.pair.hard)


def draw_smooth_metric(result: TwoStories, ax) -> None:
    """A pair's smooth metric against scale."""
    ax.plot(result.scale, result.smooth, color=palette.GREEN, marker="s", linestyle="none", label=result.pair.smooth)
    _scale_axis(ax, result)
    axes.linear_y(ax, axes.padded(*result.smooth_limits, 0.05), label=result.pair.smooth)


def draw_base_rate(result: BaseRate, ax) -> None:
    """The two shares side by side, with their counts."""
    ax.barh([1], result.shares[:1], color=palette.ORANGE, label="called emergent")
    ax.barh([0], result.shares[1:], color=palette.GREY, label="compared with them")
    for place, share, hard, total in zip((1, 0), result.shares, result.hard, result.totals, strict=True):
        ax.text(share + 0.02, place, f"{hard} of {total}", va="center")
    label = "share of tasks scored by the chosen metrics"
    axes.linear_x(ax, (0, 1.2), label=label, ticks=axes.QUARTERS, say=axes.percent)
    ax.set_ylim(-0.6, 1.6)
    ax.set_yticks([0, 1], ["others", "emergent"])


def draw_scored_curve(result: ScoredCurve, ax) -> None:
    """The curve whose score is taken, model by model."""
    ax.plot(result.order, result.scores, color=palette.BLUE, marker="o", label="score on the task")
    axes.linear_x(ax, (0, len(result.order) + 1), label="model, in order of size")
    _share_axis(ax, "share right", False)


def draw_chance(result: ScoredCurve, ax) -> None:
    """Emergence scores of chance curves, and where this curve's score falls (cut at the edge of the drawing)."""
    middles = (result.edges[:-1] + result.edges[1:]) / 2
    width = float(result.edges[1] - result.edges[0])
    ax.bar(middles, result.heights, width=width, color=palette.GREY, label="curves by chance")
    ax.axvline(result.shown_score, color=palette.ORANGE, label="this curve")
    axes.linear_x(ax, (result.edges[0] - 1, result.edges[-1] + 1), label="emergence score")
    axes.linear_y(ax, (0, 0.5), label="share of curves")


def draw_log_probabilities(result: OptionRace, ax) -> None:
    """The right option's log-probability and a wrong one's, over model size."""
    ax.plot(result.parameters, result.right, color=palette.GREEN, label="right option")
    ax.plot(result.parameters, result.wrong, color=palette.RED, linestyle="--", label="each wrong option")
    _size_axis(ax, 1e7, 1e12)
    axes.linear_y(ax, (-6.2, -2.8), label="log-probability, nats")


def draw_option_accuracy(result: OptionRace, ax) -> None:
    """Accuracy over all items, the right option's share on a typical item, and chance."""
    ax.axhline(result.chance, color=palette.RED, linestyle=":", label="chance")
    ax.plot(result.parameters, result.share, color=palette.GREY, linestyle="--", label="share of the right option")
    ax.plot(result.parameters, result.accuracy, color=palette.BLUE, label="accuracy")
    _size_axis(ax, 1e7, 1e12)
    _share_axis(ax, "share", False)


def draw_metric_listing(result: MetricListing, ax, *, threshold: float, log_axis: bool = False) -> None:
    """The listing's two curves, its four printed sizes, its threshold and where that is crossed."""
    continuous, discrete = (_drawable(score, log_axis) for score in (result.continuous, result.discrete))
    ax.plot(result.parameters, continuous, color=palette.GREY, linestyle="--", label="continuous")
    ax.plot(result.parameters, discrete, color=palette.BLUE, label="“discrete”")
    ax.plot(
        result.decade_sizes,
        _drawable(result.decades, log_axis),
        color=palette.BLUE,
        marker="o",
        linestyle="none",
        label="sizes it prints",
    )
    ax.axhline(threshold, color=palette.MUTED, linestyle=":", label="threshold")
    crossing = np.ma.masked_array([result.crossing], [not result.crosses])
    ax.plot(crossing, [threshold], color=palette.ORANGE, marker="s", linestyle="none", label="crossing")
    _size_axis(ax, 7e8, 1.4e12)
    _share_axis(ax, "share right", log_axis)


@dataclass(frozen=True)
class MetricAxis:
    """How a metric of ``draw_rescored`` is drawn: a linear axis, and a logarithmic one from ``foot`` on."""

    label: str
    limits: tuple[float, float] = (-0.02, 1.02)
    ticks: tuple[float, ...] = axes.QUARTERS
    foot: float = 1e-3
    log_ticks: tuple[float, ...] = (1e-3, 1e-2, 1e-1, 1)


RESCORED = {
    "exact match": MetricAxis("share right"),
    "token accuracy": MetricAxis("share of digits right", foot=0.1, log_ticks=(0.1, 0.2, 0.5, 1)),
    "edit distance": MetricAxis(
        "digits wrong (0 is best)", limits=(-0.2, 9), ticks=(0, 2, 4, 6, 8), foot=1e-2, log_ticks=(1e-2, 1e-1, 1, 9)
    ),
    "Brier score": MetricAxis("Brier score (0 is best)"),
    "log-likelihood": MetricAxis(
        "nats an answer (0 is best)",
        limits=(-0.5, 24),
        ticks=(0, 5, 10, 15, 20),
        foot=1e-2,
        log_ticks=(1e-2, 1e-1, 1, 10),
    ),
}


def draw_rescored(result: Rescored, ax, *, metric: str, log_axis: bool = False) -> None:
    """One metric over model size, one model a size, with 95% intervals."""
    axis = RESCORED[metric]
    hidden = (result.score < axis.foot) & log_axis
    low = np.maximum(result.low, axis.foot) if log_axis else result.low
    down, up = np.maximum(result.score - low, 0), np.maximum(result.high - result.score, 0)
    score = np.ma.masked_array(result.score, hidden)
    ax.errorbar(
        result.parameters, score, yerr=np.stack([down, up]), color=palette.BLUE, label=f"{metric}, with 95% interval"
    )
    if log_axis:  # zero has no place there, what it leaves possible has
        above = np.ma.masked_array(result.high, ~hidden)
        ax.vlines(result.parameters, axis.foot / 1.3, above, color=palette.BLUE, label="zero, with 95% interval")
    axes.log_x(ax, (100, 150_000), label="parameters", say=axes.plain)
    if log_axis:
        limits = axis.foot / 1.3, axis.limits[1] * 1.3
        axes.log_y(ax, limits, label=axis.label, ticks=axis.log_ticks, say=axes.plain)
    else:
        axes.linear_y(ax, axis.limits, label=axis.label, ticks=axis.ticks)


def _drawable(share, log_axis: bool):
    """``share``, masked below what a logarithmic axis shows."""
    return np.ma.masked_less(share, LEAST / 10) if log_axis else share


def _share_axis(ax, label: str, log_axis: bool) -> None:
    if log_axis:
        axes.log_y(ax, (LEAST, 1.2), label=label, say=axes.percent)
    else:
        axes.share_y(ax, label=label)


def _size_axis(ax, low: float, high: float, *, every: int = 1) -> None:
    axes.log_x(ax, (low, high), label="parameters", ticks=axes.decades(low, high, every=every), say=axes.size)


def _scale_axis(ax, result: TwoStories) -> None:
    low, high = result.scale_limits
    limits = low / 1.5, high * 1.5
    every = 1 if np.ceil(np.log10(high)) - np.floor(np.log10(low)) <= 5 else 2
    axes.log_x(ax, limits, label=result.pair.scale, ticks=axes.decades(*limits, every=every))
