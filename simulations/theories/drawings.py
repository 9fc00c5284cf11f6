"""Drawings of the chapter on theories: one function a panel, each taking a result and an Axes."""

import numpy as np

from simulations.palette import BLUE, GREEN, GREY, INK, MUTED, ORANGE, PURPLE, RED
from simulations.words import power_of_ten

_SHARES = ([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
_SMALL = ([1e-4, 1e-3, 1e-2, 0.1, 1], ["0.0001", "0.001", "0.01", "0.1", "1"])


def _score_axis(ax, *, label, log=False):
    ax.set_ylabel(label)
    if log:
        ax.set_yscale("log")
        ax.set_ylim(1e-4, 1.5)
        ax.set_yticks(*_SMALL)
        ax.minorticks_off()
    else:
        ax.set_ylim(-0.03, 1.03)
        ax.set_yticks(*_SHARES)


def _log_axis(axis, ticks, labels):
    axis.axes.minorticks_off()
    axis.set_ticks(ticks, labels)


def _powers(axis, low, high, step=1):
    # plain powers of ten, without mathematical text
    powers = range(low, high + 1, step)
    _log_axis(axis, [10.0**p for p in powers], [power_of_ten(p) for p in powers])


def draw_composition(result, ax, *, log_score=False):
    """One sub-skill after another as a band, the weakest, their product, the whole task, and simulated chains."""
    ax.fill_between(
        result.decades, result.skills.min(axis=0), result.skills.max(axis=0), color=GREY, alpha=0.25, label="sub-skills"
    )
    ax.plot(result.decades, result.minimum, color=GREY, linestyle="--", label="weakest sub-skill")
    ax.plot(result.decades, result.product, color=ORANGE, linestyle=":", label="product of the sub-skills")
    ax.plot(result.decades, result.whole, color=BLUE, label="whole task")
    rate = np.ma.masked_less(result.trial_rate, 1e-4) if log_score else result.trial_rate
    label = f"{result.chains:,} simulated chains"
    ax.plot(result.trial_decades, rate, color=PURPLE, marker="o", linestyle="none", label=label)
    ax.axhline(0.5, color=MUTED, linewidth=0.8)
    ax.set_xlim(-3, 6)
    _score_axis(ax, label="success rate", log=log_score)
    ax.set_xlabel("scale (decades)")


def draw_delay(result, ax):
    """How late the task crosses one half, by the number of sub-skills."""
    ax.plot(result.counts, result.independent_delay, color=ORANGE, linestyle=":", label="independent sub-skills")
    ax.plot(result.counts, result.delay, color=BLUE, label="with this correlation")
    ax.set_xlim(1, 30)
    ax.set_ylim(-0.2, 6)
    ax.set_xlabel("number of sub-skills")
    ax.set_ylabel("one half comes later by (decades)")


def draw_width(result, ax):
    """How many decades the rise takes, by the number of sub-skills."""
    ax.plot(result.counts, result.independent_width, color=ORANGE, linestyle=":", label="independent sub-skills")
    ax.plot(result.counts, result.width, color=BLUE, label="with this correlation")
    ax.set_xlim(1, 30)
    ax.set_ylim(0, 6)
    ax.set_xlabel("number of sub-skills")
    ax.set_ylabel("from 10% to 90% (decades)")


def draw_multiplicative(result, ax, *, average=False):
    """Three concepts by training step, and the score of making all three at once."""
    colours, dashes = (GREEN, PURPLE, GREY), ("--", "-.", ":")
    for name, curve, colour, dash in zip(("first", "second", "third"), result.concepts, colours, dashes, strict=True):
        ax.plot(result.log_steps, curve, color=colour, linestyle=dash, linewidth=1.5, label=f"{name} concept")
    ax.plot(result.log_steps, result.product, color=BLUE, linewidth=2.5, label="all three right (product)")
    mean = result.mean if average else np.ma.masked_all(len(result.mean))
    ax.plot(result.log_steps, mean, color=ORANGE, label="average of the three")
    ax.set_xlim(1, 5)
    ax.set_xticks(range(1, 6), ["10", "100", "1,000", "10,000", "100,000"])
    _score_axis(ax, label="share right")
    ax.set_xlabel("training steps")


def draw_tuple_competence(result, ax):
    """Competence on one skill and on a tuple, by scale."""
    ax.plot(result.decades, result.single, color=GREY, linestyle="--", label="one skill")
    ax.plot(result.decades, result.tuple_rate, color=BLUE, label="the whole tuple")
    ax.set_xlim(0, 8)
    _score_axis(ax, label="competence")
    ax.set_xlabel("scale (decades)")


def draw_tuples_seen(result, ax):
    """The share of the tuples of each length that occur in the corpus."""
    ax.plot(result.lengths, np.maximum(result.seen, 1e-14), color=ORANGE, marker="s", label="share seen in training")
    here = result.lengths == result.tuple_length
    ax.plot(
        result.lengths,
        np.ma.masked_where(~here, np.maximum(result.seen, 1e-14)),
        color=BLUE,
        marker="o",
        markersize=10,
        linestyle="none",
        label="this tuple length",
    )
    ax.set_xlim(0.5, 8.5)
    ax.set_yscale("log")
    ax.set_ylim(1e-15, 10)
    _powers(ax.yaxis, -15, 0, 3)
    ax.set_xlabel("skills in the tuple")
    ax.set_ylabel("share of tuples seen")


def draw_popular(result, ax):
    """The popular listing's sub-skill and composite, with the values that its comments claim."""
    ax.axvspan(9, 11, color=GREY, alpha=0.15)
    ax.plot(result.scale, result.skill, color=GREY, linestyle="--", label="one sub-skill")
    ax.plot(result.scale, result.composite, color=BLUE, label="composite of five")
    ax.plot([9, 11], [0.65, 0.85], color=ORANGE, marker="s", linestyle="none", label="sub-skill, as the comment says")
    ax.plot([9, 11], [0.12, 0.44], color=RED, marker="o", linestyle="none", label="composite, as the comment says")
    ax.axhline(0.5, color=MUTED, linewidth=0.8)
    ax.set_xlim(8, 12)
    ax.set_xticks(range(8, 13), ["100M", "1B", "10B", "100B", "1T"])
    _score_axis(ax, label="success rate")
    ax.set_xlabel("parameters")


def draw_chains(result, ax):
    """How long the longest carry chain is: exact bars, counted dots. Lengths from 7 on are drawn as 7."""
    lengths = np.arange(8)
    ax.bar(lengths, result.exact_short, color=BLUE, width=0.7, alpha=0.75, label="exact")
    label = f"{result.additions:,} random additions"
    ax.plot(lengths, result.simulated_short, color=ORANGE, marker="o", linestyle="none", label=label)
    ax.set_xlim(-0.6, 7.6)
    ax.set_xticks(lengths[::1], ["0", "1", "2", "3", "4", "5", "6", "7+"])
    ax.set_ylim(0, 1)
    ax.set_xlabel("longest carry chain (columns)")
    ax.set_ylabel("share of additions")


def draw_carry_errors(result, ax, *, log_score=False):
    """P(whole sum right) against the product of the digits' accuracies, by the number of columns."""
    ax.plot(result.digits, result.accuracy, color=GREY, linestyle="--", label="mean digit")
    ax.plot(result.digits, result.exact, color=BLUE, marker="o", label="whole sum")
    ax.plot(result.digits, result.product, color=ORANGE, linestyle=":", marker="s", label="product of the digits")
    ax.set_xlim(0.5, result.most + 0.5)
    ax.set_xticks(range(1, result.most + 1, 2))
    _score_axis(ax, label="share right", log=log_score)
    ax.set_xlabel("columns added")


def draw_quanta_loss(result, ax, *, resource="parameters"):
    """The mean loss as skills are learned one by one, and the power law it follows."""
    ax.plot(result.sizes, result.closed_form, color=GREY, linestyle="--", label="power law")
    ax.plot(result.sizes, result.loss, color=BLUE, label="mean loss")
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_ylim(1e-4, 1.5)
    ax.set_yticks(*_SMALL)
    _resource_axis(ax, resource)
    ax.set_ylabel("loss above the floor (nats)")


def draw_quanta_tasks(result, ax, *, resource="parameters"):
    """A benchmark of several tasks, and three tasks alone."""
    for rank, task, colour in zip(result.task_ranks, result.tasks, (GREEN, PURPLE, GREY), strict=True):
        ax.plot(result.sizes, task, color=colour, linestyle="--", linewidth=1.5, label=f"task of skill {rank}")
    ax.plot(result.sizes, result.benchmark, color=BLUE, linewidth=2.5, label="the benchmark")
    ax.set_xscale("log")
    _score_axis(ax, label="share of tasks solved")
    _resource_axis(ax, resource)


def _resource_axis(ax, resource):
    if resource == "parameters":
        ax.set_xlim(1e6, 1e11)
        _powers(ax.xaxis, 6, 11)
        ax.set_xlabel("parameters")
    else:
        ax.set_xlim(1e4, 1e11)
        _powers(ax.xaxis, 5, 11, 2)
        ax.set_xlabel("training samples")


def draw_multilinear_skills(result, ax):
    """The strength of the five commonest skills in training."""
    dashes, colours = ("-", "--", "-.", ":", "-"), (BLUE, ORANGE, GREEN, PURPLE, RED)
    for k, (curve, dash, colour) in enumerate(zip(result.strength, dashes, colours, strict=True), start=1):
        ax.plot(result.times, curve, color=colour, linestyle=dash, label=f"skill {k}")
    _time_axis(ax)
    _score_axis(ax, label="strength of the skill")


def draw_multilinear_loss(result, ax):
    """The loss over all skills, and the predicted slope."""
    ax.plot(result.times, result.loss, color=BLUE, label="loss of all skills")
    ax.plot(
        result.times, np.ma.masked_invalid(result.power_law), color=GREY, linestyle="--", label="predicted power law"
    )
    _time_axis(ax)
    ax.set_yscale("log")
    ax.set_ylim(0.005, 1.5)
    ax.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    ax.minorticks_off()
    ax.set_ylabel("loss (share of the start)")


def _time_axis(ax):
    ax.set_xscale("log")
    ax.set_xlim(1, 1e4)
    _log_axis(ax.xaxis, [1, 10, 100, 1e3, 1e4], ["1", "10", "100", "1,000", "10,000"])
    ax.set_xlabel("training time")


def draw_loss_threshold(result, ax, *, axis="training tokens"):
    """Score of three model sizes against tokens, compute or loss."""
    x = {"training tokens": result.tokens, "training compute": result.compute, "loss": result.loss}[axis]
    styles = zip(result.parameters, x, result.score, (GREEN, ORANGE, BLUE), ("--", "-.", "-"), strict=True)
    for parameters, along, score, colour, dash in styles:
        ax.plot(along, score, color=colour, linestyle=dash, label=f"{parameters / 1e9:g}B parameters")
    ax.axhline(result.chance, color=MUTED, linewidth=0.8)
    if axis == "loss":
        ax.set_xlim(2.8, 1.95)
        ax.set_xticks([2.8, 2.6, 2.4, 2.2, 2.0])
        ax.set_xlabel("pre-training loss (nats per token, falling)")
    else:
        low, high = (9.5, 13) if axis == "training tokens" else (19, 25)
        ax.set_xscale("log")
        ax.set_xlim(10.0**low, 10.0**high)
        _powers(ax.xaxis, int(np.ceil(low)), int(high), 1 if axis == "training tokens" else 2)
        ax.set_xlabel("training tokens" if axis == "training tokens" else "training compute (FLOPs)")
    _score_axis(ax, label="score")


def draw_concept_picture(result, ax):
    """Every entity–property pair: seen, within reach, or out of reach."""
    size = len(result.picture)
    ax.imshow(
        result.picture,
        cmap="Blues",
        vmin=0,
        vmax=2,
        interpolation="nearest",
        aspect="auto",
        label="out of reach, within reach, seen",
    )
    ax.set_xlim(-0.5, size - 0.5)
    ax.set_ylim(size - 0.5, -0.5)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(False)
    ax.set_xlabel("properties, best connected first")
    ax.set_ylabel("entities")


def draw_concept_curve(result, ax):
    """The share of pairs within reach, by how many were seen, and this graph on it."""
    ax.plot(result.densities, result.limit, color=GREY, linestyle="--", label="infinite graph")
    ax.plot(
        [result.density], [result.reachable], color=BLUE, marker="o", markersize=9, linestyle="none", label="this graph"
    )
    ax.axvline(1, color=MUTED, linewidth=0.8)
    ax.text(0.94, 0.93, "critical", ha="right", color=INK)
    ax.set_xlim(0, 4)
    ax.set_xticks(range(5))
    _score_axis(ax, label="share of pairs within reach")
    ax.set_xlabel("pairs seen (1 = critical)")


def draw_trained_ratio(result, ax):
    """Product of digits over whole sums, for every trained model, by its size."""
    ratio = np.ma.masked_invalid(result.ratio)
    ax.plot(result.parameters, ratio, color=GREY, marker="o", linestyle="none", label="trained models")
    chosen = np.ma.masked_where(~result.chosen, ratio)
    ax.plot(result.parameters, chosen, color=BLUE, marker="s", markersize=10, linestyle="none", label="this model")
    ax.plot(result.sizes, result.carries_ratio, color=ORANGE, linestyle="--", label="if only carries coming in counted")
    ax.plot(result.sizes, result.totals_ratio, color=GREEN, linestyle=":", label="if only the column's total counted")
    ax.axhline(1, color=MUTED, linewidth=0.8)
    ax.set_xscale("log")
    ax.set_xlim(100, 300_000)
    _powers(ax.xaxis, 2, 5)
    ax.set_ylim(0, 1.25)
    ax.set_xlabel("parameters")
    ax.set_ylabel("product of digits / whole sums")


def draw_trained_by_carries(result, ax):
    """The chosen model's whole sums and product of digits, by the number of carries in the addition."""
    ax.plot(result.number, result.exact, color=BLUE, marker="o", label="whole sums right")
    ax.plot(result.number, result.product, color=ORANGE, marker="s", linestyle=":", label="product of the digits")
    ax.set_xlim(-0.3, 8.3)
    _score_axis(ax, label="share right")
    ax.set_xlabel("carries in the addition")
