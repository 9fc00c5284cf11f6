"""Drawings of the chapter on examples."""

from functools import partial

import numpy as np

from simulations import axes
from simulations.examples import pieces
from simulations.examples.letters import GUESSING
from simulations.palette import BLUE, GREEN, GREY, INK, MUTED, ORANGE, PURPLE, RED

LIMITS = {"parameters": (1e6, 2e12), "training FLOPs": (1e15, 1e26)}
SCALES = {
    "parameters": partial(
        axes.log_x, limits=LIMITS["parameters"], ticks=axes.decades(1e7, 1e12), say=axes.size, label="parameters"
    ),
    "training FLOPs": partial(
        axes.log_x, limits=LIMITS["training FLOPs"], ticks=axes.decades(1e15, 1e25, every=2), label="training FLOPs"
    ),
}
IN_TWO_LINES = {"multiply": "multi-\nply", "word problems": "word\nproblems"}
MOST_ROWS = 4  # the most rows of Table 1 that one task has
LABEL_RANKS = 2  # between the names of two of them, so that they do not overprint


def draw_table1(result, ax):
    """The abilities of Table 1 in order of scale, those of the task named, and the popular thresholds below them."""
    rank = np.arange(1, len(result.wei_x) + 1)
    SCALES[result.axis](ax)
    axes.linear_y(ax, (-1.5, len(rank) + 1.5), ticks=(), label="abilities, by scale")
    others = np.ma.array(result.wei_x, mask=result.of_task)
    chosen = np.ma.array(result.wei_x, mask=~result.of_task)
    ax.scatter(others, rank, s=36, color=GREY, label="Wei et al., Table 1")
    ax.scatter(chosen, rank, s=64, marker="s", color=BLUE, label="of these, this task")
    if result.axis == "parameters":  # the popular account gives no compute
        low = np.full(len(result.popular_x), 0.0)
        ax.scatter(result.popular_x, low, s=36, marker="s", color=ORANGE, label="popular account’s thresholds")
    _popular_line(result, ax, top=len(rank) + 1.5)
    rows = np.flatnonzero(result.of_task)
    height = -np.inf
    for slot in range(MOST_ROWS):
        row = rows[slot] if slot < len(rows) else 0
        name = result.wei_names[row] if slot < len(rows) else ""
        height = max(rank[row], height + LABEL_RANKS) if name else 0  # names of neighbours keep a line's distance
        ax.text(result.wei_x[row] / 1.6, height, name, ha="right", va="center", fontsize=9, color=BLUE)


def draw_open_models(result, ax):
    """Open models' scores on the task, the chosen family's picked out."""
    SCALES[result.axis](ax)
    axes.share_y(ax, label="share right", margin=0.03, ticks=None)
    ax.plot(LIMITS[result.axis], _level(result.chance), color=MUTED, linestyle=":", label="guessing")
    ax.scatter(result.x, result.score, s=20, color=GREY, alpha=0.7, label="open models")
    ax.scatter(result.family_x, result.family_score, s=64, marker="s", color=PURPLE, label="chosen family")
    _popular_line(result, ax, top=1.03)


def draw_pair(result, ax):
    """Two models' scores on six tasks, side by side."""
    place = np.arange(len(result.tasks))
    names = [IN_TWO_LINES.get(task, task) for task in result.tasks]
    axes.linear_x(ax, (-0.6, len(place) - 0.4), ticks=dict(zip(place, names, strict=True)), label="")
    axes.share_y(ax, label="share right", margin=0, ticks=None)
    ax.bar(place - 0.2, result.large_score, width=0.36, color=GREY, label=result.large)
    ax.bar(place + 0.2, result.small_score, width=0.36, color=BLUE, label=result.small)


def draw_curve(result, ax):
    """One task of BIG-bench by size: intervals, those above guessing picked out, and the level of guessing."""
    axes.log_x(ax, (1e6, 4e11), say=axes.size, label="parameters, without embeddings")
    axes.share_y(ax, label="share right", ticks=None)
    ax.plot([1e6, 4e11], [result.chance] * 2, color=MUTED, linestyle=":", label="guessing")
    ax.plot(result.parameters, result.accuracy, color=GREY, linewidth=1.2)
    for chosen, colour, marker, label in (
        (~result.above, GREY, "s", "not told from guessing"),
        (result.above, BLUE, "o", "above guessing"),
    ):
        accuracy, low, high = (np.ma.array(v, mask=~chosen) for v in (result.accuracy, result.low, result.high))
        ends = np.ma.array([accuracy - low, high - accuracy])
        ax.errorbar(
            result.parameters, accuracy, ends.filled(0), linestyle="none", color=colour, marker=marker, label=label
        )


def draw_digits(result, ax, *, log_axis=False):
    """Share of single images and of groups of images classified right, by network size."""
    axes.log_x(ax, (70, 6000), ticks=(100, 300, 1000, 3000), say=axes.plain, label="parameters")
    if log_axis:
        ticks = {1e-6: "10⁻⁶", 1e-4: "10⁻⁴", 1e-2: "10⁻²", 1: "1"}
        axes.log_y(ax, (1e-6, 1.5), ticks=ticks, label="share right")
    else:
        axes.share_y(ax, label="share right", margin=0.03, ticks=None)
    shown = partial(np.ma.masked_less, value=1e-6) if log_axis else np.ma.array
    seeds = np.repeat(result.parameters, result.all_right.shape[1])
    ax.scatter(seeds, shown(result.all_right.ravel()), s=10, color=ORANGE, alpha=0.5, label="all right, each seed")
    ax.plot(result.parameters, result.mean_one, color=BLUE, marker="o", markersize=4, label="one image right")
    ax.plot(
        result.parameters,
        shown(result.mean_all),
        color=ORANGE,
        linestyle="--",
        label=f"all right, mean of {result.all_right.shape[1]} seeds",
    )


def draw_chain_of_thought(result, ax):
    """Solve rates by size, with and without a chain of thought."""
    _sizes_axis(ax)
    axes.share_y(ax, label="share solved", margin=0.03, ticks=None)
    ax.plot(
        result.parameters,
        result.standard,
        color=GREY,
        linestyle="--",
        marker="s",
        markersize=5,
        label="standard prompt",
    )
    ax.plot(result.parameters, result.chain, color=BLUE, marker="o", label="chain of thought")


def draw_gain(result, ax):
    """What a chain of thought adds, by size: below the line it hurts."""
    _sizes_axis(ax)
    axes.linear_y(ax, (-0.1, 0.45), label="gain")
    ax.plot([2e8, 1e12], [0, 0], color=MUTED, linestyle=":", label="no difference")
    ax.plot(result.parameters, result.gain, color=GREEN, marker="o", label="chain of thought minus standard")


def draw_codex(result, ax, *, log_axis=False):
    """Pass rates of Codex by size, and the line through the smallest sizes."""
    axes.log_x(ax, (8e6, 2e10), say=axes.size, label="parameters")
    if log_axis:
        ticks = (0.01, 0.03, 0.1, 0.3, 1)
        axes.log_y(ax, (0.01, 1), ticks=ticks, say=axes.percent, label="share of problems solved")
    else:
        axes.share_y(ax, label="share of problems solved", margin=0, ticks=None)
    ax.plot(result.line_parameters, result.line, color=ORANGE, linestyle="--", label="line in log-odds, fitted")
    unseen, seen = (np.ma.array(result.pass_rate, mask=m) for m in (result.fitted, ~result.fitted))
    ax.scatter(result.parameters, seen, s=44, color=BLUE, label="Codex, fitted")
    ax.scatter(result.parameters, unseen, s=44, marker="s", color=GREEN, label="Codex, not fitted")


def draw_lengths(result, ax, *, log_axis=False):
    """Share of sums right by model size: one digit, more digits with every seed, and the one-digit share to a power."""
    axes.log_x(ax, (110, 130_000), ticks=axes.decades(1e3, 1e5), say=axes.plain, label="parameters")
    if log_axis:
        ticks = {1e-4: "10⁻⁴", 1e-3: "10⁻³", 1e-2: "0.01", 0.1: "0.1", 1: "1"}
        axes.log_y(ax, (1e-4, 1.5), ticks=ticks, label="share of sums right")
    else:
        axes.share_y(ax, label="share of sums right", margin=0.03, ticks=None)
    shown = partial(np.ma.masked_less, value=1e-4) if log_axis else np.ma.array
    seeds = np.repeat(result.parameters, result.many_seeds.shape[1])
    ax.scatter(seeds, shown(result.many_seeds.ravel()), s=10, color=ORANGE, alpha=0.5, label="more digits, each seed")
    ax.plot(result.parameters, shown(result.power), color=MUTED, linestyle=":", label="one digit, to that power")
    ax.plot(result.parameters, result.one, color=BLUE, marker="o", markersize=4, label="one digit")
    ax.plot(result.parameters, shown(result.many), color=ORANGE, linestyle="--", label="more digits")


# How each way to cut is drawn: in the order of the ways.
CUT_LINES = {
    "digit by digit": {"color": INK, "linestyle": ":"},
    "threes from the right": {"color": BLUE, "linestyle": "-"},
    "threes from the left": {"color": ORANGE, "linestyle": "--"},
    "byte pairs": {"color": GREEN, "linestyle": "-."},
}
CUTS_IN_TWO_LINES = ("digit by\ndigit", "threes,\nright", "threes,\nleft", "byte\npairs")


def draw_learning(result, ax):
    """The share of new sums right against the sums in training, for each way to cut numbers."""
    for cut, right in zip(pieces.CUTS, result.right, strict=True):
        ax.plot(result.seen, right, **CUT_LINES[cut], label=cut)
    ax.plot([result.at_seen], [result.at_right], color=RED, marker="o", linestyle="none", label="the point chosen")
    axes.log_x(ax, (8, 1.3e6), ticks=axes.decades(10, 1e6, every=2), say=axes.plain, label="sums in training")
    axes.share_y(ax, label="share of new sums right", margin=0.03)


def draw_lengths_of_answers(result, ax):
    """The share right among sums whose answer is as long as the addends, and one digit longer, for each way to cut."""
    place = np.arange(len(pieces.CUTS))
    ax.bar(place - 0.2, result.same, width=0.36, color=GREY, label="answer as long as the addends")
    ax.bar(place + 0.2, result.longer, width=0.36, color=BLUE, label="answer a digit longer")
    axes.linear_x(ax, (-0.6, len(place) - 0.4), ticks=dict(zip(place, CUTS_IN_TWO_LINES, strict=True)), label="")
    axes.share_y(ax, label="share of new sums right", margin=0)


def draw_by_words(result, ax):
    """Scores by the words of the options against training compute, one family picked out."""
    _draw_form(result, ax, result.words, result.family_words, color=BLUE, form="by the words")


def draw_by_form(result, ax):
    """Scores of the same models by the form chosen."""
    _draw_form(result, ax, result.shown, result.family_shown, color=ORANGE, form="by the form chosen")


def _draw_form(result, ax, scores, family, *, color, form) -> None:
    ends = 7e19, 1.5e24
    ax.plot(ends, [GUESSING] * 2, color=MUTED, linestyle=":", label="guessing")
    ax.scatter(result.scale, scores, s=20, color=GREY, alpha=0.7, label="all 53 models")
    ax.plot(result.family_scale, family, color=color, marker="o", label=f"the family, {form}")
    axes.log_x(ax, ends, label="training FLOPs")
    axes.linear_y(ax, (0.12, 0.96), ticks=axes.QUARTERS[1:-1], say=axes.percent, label=f"share right, {form}")


def _sizes_axis(ax):
    axes.log_x(ax, (2e8, 1e12), say=axes.size, label="parameters")


def _popular_line(result, ax, *, top):
    if result.axis != "parameters":
        return
    at = np.ma.repeat(result.popular_here, 2)
    height = np.ma.array([-1.5, top], mask=at.mask)
    ax.plot(at, height, color=ORANGE, linestyle="--", label="popular threshold for this task")


def _level(value):
    return np.ma.masked_invalid([value, value])
