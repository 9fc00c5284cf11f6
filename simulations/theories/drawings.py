"""Drawings of the chapter on theories: one function a panel, each taking a result and an Axes."""

import numpy as np

from simulations import axes
from simulations.laws import popular
from simulations.palette import BLUE, GREEN, GREY, INK, MUTED, ORANGE, PURPLE, RED
from simulations.theories.carries import SHOWN
from simulations.words import parameters_in_words


def _score_axis(ax, *, label, log=False):
    if log:
        axes.log_y(ax, (1e-4, 1.5), label=label, say=axes.plain)
    else:
        axes.share_y(ax, label=label, margin=0.03, say=axes.plain)


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
    axes.linear_x(ax, (-3, 6), label="scale (decades)")
    _score_axis(ax, label="success rate", log=log_score)


def draw_delay(result, ax):
    """How late the task crosses one half, by the number of sub-skills."""
    ax.plot(result.counts, result.independent_delay, color=ORANGE, linestyle=":", label="independent sub-skills")
    ax.plot(result.counts, result.delay, color=BLUE, label="with this correlation")
    axes.linear_x(ax, (1, result.most), label="number of sub-skills")
    axes.linear_y(ax, (-0.2, 6), label="one half comes later by (decades)")


def draw_width(result, ax):
    """How many decades the rise takes, by the number of sub-skills."""
    ax.plot(result.counts, result.independent_width, color=ORANGE, linestyle=":", label="independent sub-skills")
    ax.plot(result.counts, result.width, color=BLUE, label="with this correlation")
    axes.linear_x(ax, (1, result.most), label="number of sub-skills")
    axes.linear_y(ax, (0, 6), label="from 10% to 90% (decades)")


def draw_multiplicative(result, ax, *, average=False):
    """Three concepts by training step, and the score of making all three at once."""
    colours, dashes = (GREEN, PURPLE, GREY), ("--", "-.", ":")
    for name, curve, colour, dash in zip(("first", "second", "third"), result.concepts, colours, dashes, strict=True):
        ax.plot(result.log_steps, curve, color=colour, linestyle=dash, linewidth=1.5, label=f"{name} concept")
    ax.plot(result.log_steps, result.product, color=BLUE, linewidth=2.5, label="all three right (product)")
    mean = result.mean if average else np.ma.masked_all(len(result.mean))
    ax.plot(result.log_steps, mean, color=ORANGE, label="average of the three")
    axes.linear_x(ax, (1, 5), label="training steps", ticks=range(1, 6), say=lambda log_step: axes.plain(10**log_step))
    _score_axis(ax, label="share right")


def draw_tuple_competence(result, ax):
    """Competence on one skill and on a tuple, by scale."""
    ax.plot(result.decades, result.single, color=GREY, linestyle="--", label="one skill")
    ax.plot(result.decades, result.tuple_rate, color=BLUE, label="the whole tuple")
    axes.linear_x(ax, (0, 8), label="scale (decades)")
    _score_axis(ax, label="competence")


def draw_tuples_seen(result, ax):
    """The share of the tuples of each length that occur in the corpus."""
    seen = np.maximum(result.seen, 1e-14)
    ax.plot(result.lengths, seen, color=ORANGE, marker="s", label="share seen in training")
    here = np.ma.masked_where(result.lengths != result.tuple_length, seen)
    ax.plot(result.lengths, here, color=BLUE, marker="o", markersize=10, linestyle="none", label="this tuple length")
    axes.linear_x(ax, (0.5, 8.5), label="skills in the tuple")
    axes.log_y(ax, (1e-15, 10), label="share of tuples seen", ticks=axes.decades(1e-15, 1, every=3))


def draw_popular(result, ax):
    """The popular listing's sub-skill and composite, with the values that its comments claim."""
    ax.axvspan(*popular.COMMENTED_SCALES, color=GREY, alpha=0.15)
    ax.plot(result.scale, result.skill, color=GREY, linestyle="--", label="one sub-skill")
    ax.plot(result.scale, result.composite, color=BLUE, label="composite of five")
    marked = (("sub-skill", popular.COMMENTED_SKILL, ORANGE, "s"), ("composite", popular.COMMENTED_COMPOSITE, RED, "o"))
    for name, claimed, colour, marker in marked:
        label = f"{name}, as the comment says"
        ax.plot(popular.COMMENTED_SCALES, claimed, color=colour, marker=marker, linestyle="none", label=label)
    ax.axhline(0.5, color=MUTED, linewidth=0.8)
    axes.linear_x(ax, (8, 12), label="parameters", ticks=range(8, 13), say=lambda scale: axes.size(10.0**scale))
    _score_axis(ax, label="success rate")


def draw_chains(result, ax):
    """How long the longest carry chain is: exact bars, counted dots. The longest are drawn as one."""
    lengths = np.arange(SHOWN + 1)
    ax.bar(lengths, result.exact_short, color=BLUE, width=0.7, alpha=0.75, label="exact")
    label = f"{result.additions:,} random additions"
    ax.plot(lengths, result.simulated_short, color=ORANGE, marker="o", linestyle="none", label=label)
    ticks = {length: f"{length}+" if length == SHOWN else str(length) for length in range(SHOWN + 1)}
    axes.linear_x(ax, (-0.6, SHOWN + 0.6), label="longest carry chain (columns)", ticks=ticks)
    axes.linear_y(ax, (0, 1), label="share of additions")


def draw_carry_errors(result, ax, *, log_score=False):
    """P(whole sum right) against the product of the digits' accuracies, by the number of columns."""
    ax.plot(result.digits, result.accuracy, color=GREY, linestyle="--", label="mean digit")
    ax.plot(result.digits, result.exact, color=BLUE, marker="o", label="whole sum")
    ax.plot(result.digits, result.product, color=ORANGE, linestyle=":", marker="s", label="product of the digits")
    most = int(result.digits[-1])
    axes.linear_x(ax, (0.5, most + 0.5), label="columns added", ticks=range(1, most + 1, 2))
    _score_axis(ax, label="share right", log=log_score)


def draw_quanta_loss(result, ax, *, resource="parameters"):
    """The mean loss as skills are learned one by one, and the power law it follows."""
    ax.plot(result.sizes, result.closed_form, color=GREY, linestyle="--", label="power law")
    ax.plot(result.sizes, result.loss, color=BLUE, label="mean loss")
    _score_axis(ax, label="loss above the floor (nats)", log=True)
    _resource_axis(ax, result.sizes, resource)


def draw_quanta_tasks(result, ax, *, resource="parameters"):
    """A benchmark of several tasks, and three tasks alone."""
    for rank, task, colour in zip(result.task_ranks, result.tasks, (GREEN, PURPLE, GREY), strict=True):
        ax.plot(result.sizes, task, color=colour, linestyle="--", linewidth=1.5, label=f"task of skill {rank}")
    ax.plot(result.sizes, result.benchmark, color=BLUE, linewidth=2.5, label="the benchmark")
    _score_axis(ax, label="share of tasks solved")
    _resource_axis(ax, result.sizes, resource)


def _resource_axis(ax, sizes, resource):
    if resource == "parameters":
        axes.log_x(ax, (sizes[0], sizes[-1]), label="parameters")
    else:
        axes.log_x(ax, (sizes[0], sizes[-1]), label="training samples", ticks=axes.decades(1e5, sizes[-1], every=2))


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
    axes.log_y(ax, (0.005, 1.5), label="loss (share of the start)", say=axes.plain)


def _time_axis(ax):
    axes.log_x(ax, (1, 1e4), label="training time", say=axes.plain)


def draw_loss_threshold(result, ax, *, axis="training tokens"):
    """Score of three model sizes against tokens, compute or loss."""
    x = {"training tokens": result.tokens, "training compute": result.compute, "loss": result.loss}[axis]
    styles = zip(result.parameters, x, result.score, (GREEN, ORANGE, BLUE), ("--", "-.", "-"), strict=True)
    for parameters, along, score, colour, dash in styles:
        ax.plot(along, score, color=colour, linestyle=dash, label=f"{parameters_in_words(parameters)} parameters")
    ax.axhline(result.chance, color=MUTED, linewidth=0.8)
    if axis == "loss":
        label = "pre-training loss (nats per token, falling)"
        axes.linear_x(ax, (2.8, 1.95), label=label, ticks=[2.8, 2.6, 2.4, 2.2, 2.0], say="{:.1f}".format)
    elif axis == "training compute":
        axes.log_x(ax, (1e19, 1e25), label="training compute (FLOPs)", ticks=axes.decades(1e19, 1e25, every=2))
    else:
        axes.log_x(ax, (10**9.5, 1e13), label="training tokens")
    _score_axis(ax, label="score")


def draw_concept_picture(result, ax):
    """Every entity–property pair: seen, within reach, or out of reach."""
    ax.imshow(
        result.picture,
        cmap="Blues",
        vmin=0,
        vmax=2,
        interpolation="nearest",
        aspect="auto",
        label="out of reach, within reach, seen",
    )
    axes.cells(ax, *result.picture.shape)
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
    axes.linear_x(ax, (0, 4), label="pairs seen (1 = critical)", ticks=range(5))
    _score_axis(ax, label="share of pairs within reach")


def draw_trained_ratio(result, ax):
    """Product of digits over whole sums, for every trained model, by its size."""
    ratio = np.ma.masked_invalid(result.ratio)
    ax.plot(result.parameters, ratio, color=GREY, marker="o", linestyle="none", label="trained models")
    chosen = np.ma.masked_where(~result.chosen, ratio)
    ax.plot(result.parameters, chosen, color=BLUE, marker="s", markersize=10, linestyle="none", label="this model")
    ax.plot(result.sizes, result.carries_ratio, color=ORANGE, linestyle="--", label="if only carries coming in counted")
    ax.plot(result.sizes, result.totals_ratio, color=GREEN, linestyle=":", label="if only the column's total counted")
    ax.axhline(1, color=MUTED, linewidth=0.8)
    axes.log_x(ax, (100, 300_000), label="parameters")
    axes.linear_y(ax, (0, 1.25), label="product of digits / whole sums")


def draw_trained_by_carries(result, ax):
    """The chosen model's whole sums and product of digits, by the number of carries in the addition."""
    ax.plot(result.number, result.exact, color=BLUE, marker="o", label="whole sums right")
    ax.plot(result.number, result.product, color=ORANGE, marker="s", linestyle=":", label="product of the digits")
    axes.linear_x(ax, (-0.3, 8.3), label="carries in the addition")
    _score_axis(ax, label="share right")
