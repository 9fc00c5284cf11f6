"""Drawings of the chapter on examples."""

import numpy as np

from simulations.palette import BLUE, GREEN, GREY, INK, MUTED, ORANGE, PURPLE

SCALES = {
    "parameters": (
        (1e6, 2e12),
        [(1e7, "10M"), (1e8, "100M"), (1e9, "1B"), (1e10, "10B"), (1e11, "100B"), (1e12, "1T")],
    ),
    "training FLOPs": (
        (1e15, 1e26),
        [(1e15, "10¹⁵"), (1e17, "10¹⁷"), (1e19, "10¹⁹"), (1e21, "10²¹"), (1e23, "10²³"), (1e25, "10²⁵")],
    ),
}
MOST_ROWS = 4  # the most rows of Table 1 that one task has
LABEL_RANKS = 2  # between the names of two of them, so that they do not overprint


def draw_table1(result, ax):
    """The abilities of Table 1 in order of scale, those of the task named, and the popular thresholds below them."""
    rank = np.arange(1, len(result.wei_x) + 1)
    _scale_axis(ax, result.axis)
    ax.set_ylim(-1.5, len(rank) + 1.5)
    ax.set_yticks([])
    ax.set_ylabel("abilities, by scale")
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
    _scale_axis(ax, result.axis)
    ax.set_ylim(-0.03, 1.03)
    ax.set_ylabel("share right")
    ax.plot(SCALES[result.axis][0], _level(result.chance), color=MUTED, linestyle=":", label="guessing")
    ax.scatter(result.x, result.score, s=20, color=GREY, alpha=0.7, label="open models")
    ax.scatter(result.family_x, result.family_score, s=64, marker="s", color=PURPLE, label="chosen family")
    _popular_line(result, ax, top=1.03)


def draw_pair(result, ax):
    """Two models' scores on six tasks, side by side."""
    place = np.arange(len(result.tasks))
    ax.set_xlim(-0.6, len(place) - 0.4)
    ax.set_ylim(0, 1)
    ax.set_xticks(place, result.tasks)
    ax.set_ylabel("share right")
    ax.bar(place - 0.2, result.large_score, width=0.36, color=GREY, label=result.large)
    ax.bar(place + 0.2, result.small_score, width=0.36, color=BLUE, label=result.small)


def draw_curve(result, ax):
    """One task of BIG-bench by size: intervals, those above guessing picked out, and the level of guessing."""
    ax.set_xscale("log")
    ax.set_xlim(1e6, 4e11)
    ax.set_ylim(-0.02, 1.02)
    ax.set_xticks([1e6, 1e7, 1e8, 1e9, 1e10, 1e11], ["1M", "10M", "100M", "1B", "10B", "100B"])
    ax.minorticks_off()
    ax.set_xlabel("parameters, without embeddings")
    ax.set_ylabel("share right")
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
    ax.set_xscale("log")
    ax.set_xlim(70, 6000)
    ax.set_xticks([100, 300, 1000, 3000], ["100", "300", "1,000", "3,000"])
    ax.minorticks_off()
    ax.set_xlabel("parameters")
    ax.set_ylabel("share right")
    if log_axis:
        ax.set_yscale("log")
        ax.set_ylim(1e-6, 1.5)
        ax.set_yticks([1e-6, 1e-4, 1e-2, 1], ["10⁻⁶", "10⁻⁴", "10⁻²", "1"])
        ax.minorticks_off()
    else:
        ax.set_ylim(-0.03, 1.03)
    shown = (lambda values: np.ma.masked_less(values, 1e-6)) if log_axis else (lambda values: np.ma.array(values))
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
    ax.set_ylim(-0.03, 1.03)
    ax.set_ylabel("share solved")
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
    ax.set_ylim(-0.1, 0.45)
    ax.set_ylabel("gain")
    ax.plot([2e8, 1e12], [0, 0], color=MUTED, linestyle=":", label="no difference")
    ax.plot(result.parameters, result.gain, color=GREEN, marker="o", label="chain of thought minus standard")


def draw_codex(result, ax, *, log_axis=False):
    """Pass rates of Codex by size, and the line through the smallest sizes."""
    ax.set_xscale("log")
    ax.set_xlim(8e6, 2e10)
    ax.set_xticks([1e7, 1e8, 1e9, 1e10], ["10M", "100M", "1B", "10B"])
    ax.minorticks_off()
    ax.set_xlabel("parameters")
    ax.set_ylabel("share of problems solved")
    if log_axis:
        ax.set_yscale("log")
        ax.set_ylim(0.01, 1)
        ax.set_yticks([0.01, 0.03, 0.1, 0.3, 1], ["1%", "3%", "10%", "30%", "100%"])
        ax.minorticks_off()
    else:
        ax.set_ylim(0, 1)
    ax.plot(result.line_parameters, result.line, color=ORANGE, linestyle="--", label="line in log-odds, fitted")
    unseen, seen = (np.ma.array(result.pass_rate, mask=m) for m in (result.fitted, ~result.fitted))
    ax.scatter(result.parameters, seen, s=44, color=BLUE, label="Codex, fitted")
    ax.scatter(result.parameters, unseen, s=44, marker="s", color=INK, label="Codex, not fitted")


def draw_lengths(result, ax, *, log_axis=False):
    """Share of sums right by model size: one digit, more digits with every seed, and the one-digit share to a power."""
    ax.set_xscale("log")
    ax.set_xlim(110, 130_000)
    ax.set_xticks([1e3, 1e4, 1e5], ["1,000", "10,000", "100,000"])
    ax.minorticks_off()
    ax.set_xlabel("parameters")
    ax.set_ylabel("share of sums right")
    if log_axis:
        ax.set_yscale("log")
        ax.set_ylim(1e-4, 1.5)
        ax.set_yticks([1e-4, 1e-3, 1e-2, 0.1, 1], ["10⁻⁴", "10⁻³", "0.01", "0.1", "1"])
        ax.minorticks_off()
    else:
        ax.set_ylim(-0.03, 1.03)
    shown = (lambda values: np.ma.masked_less(values, 1e-4)) if log_axis else (lambda values: np.ma.array(values))
    seeds = np.repeat(result.parameters, result.many_seeds.shape[1])
    ax.scatter(seeds, shown(result.many_seeds.ravel()), s=10, color=ORANGE, alpha=0.5, label="more digits, each seed")
    ax.plot(result.parameters, shown(result.power), color=MUTED, linestyle=":", label="one digit, to that power")
    ax.plot(result.parameters, result.one, color=BLUE, marker="o", markersize=4, label="one digit")
    ax.plot(result.parameters, shown(result.many), color=ORANGE, linestyle="--", label="more digits")


def _scale_axis(ax, axis):
    limits, ticks = SCALES[axis]
    ax.set_xscale("log")
    ax.set_xlim(*limits)
    ax.set_xticks([at for at, _ in ticks], [word for _, word in ticks])
    ax.minorticks_off()
    ax.set_xlabel(axis)


def _sizes_axis(ax):
    ax.set_xscale("log")
    ax.set_xlim(2e8, 1e12)
    ax.set_xticks([1e9, 1e10, 1e11, 1e12], ["1B", "10B", "100B", "1T"])
    ax.minorticks_off()
    ax.set_xlabel("parameters")


def _popular_line(result, ax, *, top):
    if result.axis != "parameters":
        return
    at = np.ma.repeat(result.popular_here, 2)
    height = np.ma.array([-1.5, top], mask=at.mask)
    ax.plot(at, height, color=ORANGE, linestyle="--", label="popular threshold for this task")


def _level(value):
    return np.ma.masked_invalid([value, value])
