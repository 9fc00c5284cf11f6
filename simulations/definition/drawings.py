"""Drawings of the chapter ``definition``."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from matplotlib.colors import ListedColormap

from simulations import axes
from simulations.definition import copying, meanings, percolation
from simulations.definition.surface import MIDDLE, MODELS
from simulations.palette import BLUE, DARK, GREEN, GREY, INK, MUTED, ORANGE, PURPLE, RED

# A picture is not recoloured on dark pages, so it has a dark ground of its own.
CLUSTER_COLOURS = ListedColormap([INK, *(DARK[colour] for colour in (BLUE, ORANGE, GREEN, PURPLE)), GREY])
COMPUTE_AXES = {
    "logarithmic": partial(axes.log_x, limits=(10**19.8, 10**25.2), label="training compute (FLOPs)"),
    "linear": partial(
        axes.linear_x,
        limits=(-2e23, 1.03e25),
        ticks={0: "0", 2.5e24: "2.5", 5e24: "5", 7.5e24: "7.5", 1e25: "10"},
        label="training compute (10²⁴ FLOPs)",
    ),
}


def _point(ax, x, y, *, color, marker, label) -> None:
    ax.plot([x], [y], color=color, marker=marker, linestyle="none", label=label)


def draw_measured_curve(measured, ax, *, axis="logarithmic"):
    """The smooth curve, the models measured on it, and the forecast that the small ones make."""
    ax.plot(measured.compute, measured.score, color=GREY, linestyle="--", label="the smooth curve")
    ax.plot(
        measured.forecast_compute,
        measured.forecast_score,
        color=ORANGE,
        linestyle=":",
        label="forecast from the small models",
    )
    ax.plot(measured.model_compute, measured.model_score, color=BLUE, marker="o", label="models measured")
    ax.plot(
        measured.model_compute,
        measured.small,
        color=ORANGE,
        marker="s",
        linestyle="none",
        label="of these, the small ones",
    )
    COMPUTE_AXES[axis](ax)
    axes.share_y(ax, label="score", margin=0.05, ticks=None)


def draw_family(seen, ax):
    """One smooth curve and what a family of models shows of it, its largest step marked."""
    ax.plot(seen.parameters, seen.score, color=GREY, linestyle="--", label="the smooth curve")
    ax.plot(seen.model_parameters, seen.model_score, color=BLUE, marker="o", label="what the family shows")
    ax.plot(seen.step_parameters, seen.step_score, color=RED, marker="s", label="its largest step")
    axes.log_x(ax, (10**7.9, 10**12.1), say=axes.size, label="parameters")
    axes.share_y(ax, label="score", margin=0.05, ticks=None)


def _draw_answers(ax, rows, before, after) -> None:
    """Yes, no or not known, a row each: as it is, and with the change."""
    place = np.arange(len(rows))
    ax.scatter(before, place, s=110, marker="s", color=GREY, alpha=0.5, label="as it is")
    ax.scatter(after, place, s=40, color=BLUE, label="with the change")
    axes.linear_x(ax, (-0.5, 2.5), ticks=dict(enumerate(meanings.VERDICTS)), label="")
    axes.linear_y(ax, (len(rows) - 0.4, -0.6), ticks=dict(enumerate(rows)), label="")


def draw_verdicts(judged, ax):
    """What each definition says of the case, the chosen one picked out."""
    _draw_answers(ax, meanings.NAMES, judged.verdict, judged.changed)
    _point(ax, judged.at_verdict, judged.at_definition, color=RED, marker="o", label="the definition chosen")


def draw_facts(judged, ax):
    """What is known of the case, those facts picked out that the chosen definition asks for."""
    _draw_answers(ax, [*meanings.FACTS.values()], judged.fact, judged.fact_changed)
    asked = np.ma.array(judged.fact_changed, mask=~judged.asked)
    ax.scatter(asked, np.arange(len(asked)), s=36, color=RED, label="what the definition chosen rests on")


def draw_lead(view, ax):
    """The lead of the commoner word against temperature, for each length of text, and in endless text."""
    for lead in view.lead:
        ax.plot(view.temperature, lead, color=MUTED, linewidth=0.8)
    ax.plot(view.temperature, view.limit, color=INK, linestyle=":", label="endless text")
    ax.plot(view.temperature, view.chosen, color=BLUE, label="the length chosen")
    _point(ax, view.at_temperature, view.at_lead, color=RED, marker="o", label="the temperature chosen")
    axes.linear_x(ax, (0.18, 1.02), ticks=(0.2, 0.4, 0.5, 0.6, 0.8, 1), label="temperature")
    axes.linear_y(ax, (-0.03, 1.03), ticks=axes.QUARTERS, label="lead of the commoner word")


def draw_lead_by_length(view, ax):
    """The lead at one temperature against the length of the text, written in both ways."""
    ends = copying.LENGTHS[0] * 0.8, copying.LENGTHS[-1] * 1.25
    ax.plot(ends, np.ma.masked_equal([view.at_limit] * 2, 0), color=INK, linestyle=":", label="endless text")
    ax.plot(view.length, view.over, color=ORANGE, linestyle="--", marker="s", label="over and over")
    ax.plot(view.length, view.forwards, color=BLUE, marker="o", label="forwards")
    _point(ax, view.at_length, view.at_lead, color=RED, marker="s", label="the length chosen")
    axes.log_x(ax, ends, ticks=copying.LENGTHS, say=axes.plain, label="words in the text")
    axes.log_y(ax, (0.01, 1.2), ticks=(0.01, 0.03, 0.1, 0.3, 1), say=axes.plain, label="lead of the commoner word")


def draw_lattice(picture, ax):
    """The lattice, each of its four largest clusters in a colour, the others grey, empty sites blank."""
    ax.imshow(
        picture.rank,
        vmin=0,
        vmax=5,
        cmap=CLUSTER_COLOURS,
        interpolation="nearest",
        label="cluster by size (0 empty, 1 the largest, 5 all smaller ones)",
    )
    axes.cells(ax, *picture.rank.shape)


def draw_largest_cluster(picture, ax):
    """Occupied sites and the largest cluster's, as shares of the lattice, for every occupation of this one lattice."""
    ax.plot(picture.level, picture.level_occupied, color=GREY, linestyle="--", label="occupied sites")
    ax.plot(picture.level, picture.level_largest, color=BLUE, label="in the largest cluster")
    _point(ax, picture.occupation, picture.largest_share, color=RED, marker="o", label="the lattice shown")
    axes.linear_x(ax, (0.36, 0.84), label="occupation")
    axes.linear_y(ax, (-0.04, 0.9), label="share of all sites")


def draw_spanning(view, ax, *, rescaled=False):
    """The spanning probability against occupation for each lattice size, one of them in colour."""

    def x(occupation, size):
        return percolation.rescaled(occupation, size) if rescaled else occupation

    for size, probability in zip(view.sizes, view.probability, strict=True):
        ax.plot(x(view.occupation, size), probability, color=MUTED, linewidth=0.8)
    along = x(view.occupation, view.at_size)
    ax.fill_between(along, view.low, view.high, color=BLUE, alpha=0.2, label="two standard errors")
    ax.plot(along, view.chosen, color=BLUE, label="lattices that span")
    here = x(view.at_occupation, view.at_size)
    _point(ax, here, view.at_probability, color=RED, marker="o", label="the occupation chosen")
    threshold = x(percolation.THRESHOLD, view.at_size)
    ax.axvline(threshold, color=INK, linestyle=":", label="the limit's threshold")
    if rescaled:
        axes.linear_x(ax, (-2, 2), ticks=(-2, -1, 0, 1, 2), label="(occupation − 0.5927) × size^¾")
    else:
        axes.linear_x(ax, (0.4, 0.8), ticks=(0.4, 0.5, 0.6, 0.7, 0.8), label="occupation")
    axes.share_y(ax, label="spanning probability", margin=0.05, ticks=None)


def draw_width(view, ax):
    """The width of the rise against lattice size, with the power law of the theory."""
    ax.plot(view.sizes, view.predicted_width, color=ORANGE, linestyle="--", label="theory: size to the power −¾")
    ax.plot(view.sizes, view.width, color=BLUE, marker="o", linestyle="none", label="width, 10% to 90%")
    _point(ax, view.at_size, view.at_width, color=RED, marker="s", label="the size chosen")
    axes.log_x(ax, (6.5, 320), ticks=(8, 16, 32, 64, 128, 256), say=axes.plain, label="lattice size")
    axes.log_y(ax, (0.012, 0.4), ticks=(0.02, 0.05, 0.1, 0.2), say=axes.plain, label="width of the rise")


@dataclass(frozen=True)
class LossAxes:
    """What sets the axes of loss against tokens, and whether the loss is less what remains with endless data."""

    set_tokens: Callable
    set_loss: Callable
    less_floor: bool = False


_LOG_TOKENS = partial(axes.log_x, limits=(1e8, 1e13), say=axes.size, label="training tokens")
LOSS_AXES = {
    "loss, linear axes": LossAxes(
        set_tokens=partial(
            axes.linear_x,
            limits=(-5e10, 3.05e12),
            ticks={0: "0", 1e12: "1T", 2e12: "2T", 3e12: "3T"},
            label="training tokens",
        ),
        set_loss=partial(axes.linear_y, limits=(1.6, 4.4), ticks=(2, 2.5, 3, 3.5, 4), label="loss (nats per token)"),
    ),
    "loss, log-log axes": LossAxes(
        set_tokens=_LOG_TOKENS,
        set_loss=partial(
            axes.log_y, limits=(1.6, 5), ticks=(2, 2.5, 3, 4, 5), say=axes.plain, label="loss (nats per token)"
        ),
    ),
    "what data can remove, log-log axes": LossAxes(
        set_tokens=_LOG_TOKENS,
        set_loss=partial(
            axes.log_y,
            limits=(0.02, 4),
            ticks=(0.03, 0.1, 0.3, 1, 3),
            say=axes.plain,
            label="loss above its floor (nats per token)",
        ),
        less_floor=True,
    ),
}


def draw_slice(view, ax, *, axis="loss, log-log axes"):
    """Loss against tokens at one model size: two laws, the runs near that size, and the point chosen."""
    shown = LOSS_AXES[axis]
    refit, published, floor = (shown.less_floor * one for one in (view.refit_floor, view.published_floor, view.floor))
    runs = np.ma.masked_less(view.run_loss - floor, 0.01)
    dots = {"linestyle": "none", "markersize": 4}
    ax.plot(view.tokens, view.refit_loss - refit, color=BLUE, label="Epoch's refit")
    ax.plot(view.tokens, view.published_loss - published, color=ORANGE, linestyle="--", label="published, rounded")
    ax.plot(view.run_tokens, runs, color=INK, marker="o", **dots, label="runs near this size")
    _point(ax, view.at_tokens, view.at_loss - floor, color=RED, marker="s", label="the point chosen")
    shown.set_tokens(ax)
    shown.set_loss(ax)


def draw_errors(view, ax):
    """What the chosen law says less what each run reached, for all 245 runs."""
    ax.axhline(0, color=INK, linestyle=":", label="no error")
    ax.scatter(view.all_tokens, view.run_error, color=GREY, s=14, label=f"all {len(view.run_error)} runs")
    ax.plot(
        view.run_tokens,
        view.near_error,
        color=ORANGE,
        marker="s",
        markersize=4,
        linestyle="none",
        label="runs near this size",
    )
    axes.log_x(ax, (1e8, 1e12), say=axes.size, label="training tokens")
    axes.linear_y(ax, (-0.16, 0.16), ticks=(-0.1, 0, 0.1), label="law less run (nats per token)")


def draw_budget(allocation, ax):
    """Loss along one compute budget as the model grows and its tokens shrink."""
    ax.fill_between(
        allocation.parameters, allocation.low, allocation.high, color=BLUE, alpha=0.2, label=f"{MIDDLE:.0%} of refits"
    )
    ax.plot(allocation.parameters, allocation.refit, color=BLUE, label="Epoch's refit")
    ax.plot(allocation.parameters, allocation.published, color=ORANGE, linestyle="--", label="published, rounded")
    refit, published = allocation.refit_best, allocation.published_best
    _point(ax, refit.parameters, refit.loss, color=BLUE, marker="o", label="lowest, refit")
    _point(ax, published.parameters, published.loss, color=ORANGE, marker="s", label="lowest, published")
    axes.log_x(ax, (1e7, 1e13), ticks=axes.decades(1e7, 1e12), say=axes.size, label="parameters")
    axes.linear_y(ax, (1.6, 4.4), label="loss (nats per token)")


# Where a model's name stands beside its dot, clear of the lines: its alignment, and the factors along both axes.
BESIDE = {
    "Chinchilla": ("left", 1.5, 0.27),
    "GPT-3": ("right", 1.0, 0.55),
    "Gopher": ("left", 1.6, 1.15),
    "PaLM": ("left", 1.3, 1.9),
}


def draw_optimum(allocation, ax):
    """The best model size against compute under both laws, with four models as they were built."""
    ax.fill_between(
        allocation.compute_axis,
        allocation.size_low,
        allocation.size_high,
        color=BLUE,
        alpha=0.2,
        label=f"{MIDDLE:.0%} of refits",
    )
    ax.plot(allocation.compute_axis, allocation.refit_size, color=BLUE, label="best size, refit")
    ax.plot(
        allocation.compute_axis, allocation.published_size, color=ORANGE, linestyle="--", label="best size, published"
    )
    ax.plot(allocation.compute_axis, allocation.kaplan_size, color=GREEN, linestyle="-.", label="best size, Kaplan")
    parameters, compute = np.array(list(MODELS.values())).T
    ax.plot(compute, parameters, color=INK, marker="o", linestyle="none", label="models as built")
    for name, (size, flops) in MODELS.items():
        side, along, up = BESIDE[name]
        ax.text(flops * along, size * up, name, ha=side, va="center", fontsize=9, color=INK)
    ax.axvline(allocation.compute, color=RED, linestyle=":", label="the budget chosen")
    axes.log_x(ax, (1e18, 1e26), ticks=axes.decades(1e18, 1e26, every=2), label="training compute (FLOPs)")
    axes.log_y(ax, (1e8, 1e13), ticks=axes.decades(1e8, 1e12), say=axes.size, label="parameters")
