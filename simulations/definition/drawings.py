"""Drawings of the chapter ``definition``."""

import numpy as np
from matplotlib.colors import ListedColormap

from simulations.definition import percolation
from simulations.definition.surface import MIDDLE, MODELS
from simulations.palette import BLUE, DARK, GREEN, GREY, INK, MUTED, ORANGE, PURPLE, RED
from simulations.words import power_of_ten

# A picture is not recoloured on dark pages, so it has a dark ground of its own.
CLUSTER_COLOURS = ListedColormap([INK, *(DARK[colour] for colour in (BLUE, ORANGE, GREEN, PURPLE)), GREY])


def scientific(number: float) -> str:
    """A number in powers of ten as plain text: 5.76 × 10²³."""
    mantissa, exponent = f"{number:.2e}".split("e")
    power = power_of_ten(int(exponent))
    return power if float(mantissa) == 1 else f"{float(mantissa):g} × {power}"


def _point(ax, x, y, *, color, marker, label) -> None:
    ax.plot([x], [y], color=color, marker=marker, linestyle="none", label=label)


def _powers(axis, exponents) -> None:
    axis([10.0**e for e in exponents], [power_of_ten(e) for e in exponents])


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
    _compute_axis(ax, axis)
    ax.set_ylim(-0.05, 1.05)
    ax.set_ylabel("score")


def _compute_axis(ax, axis) -> None:
    if axis == "logarithmic":
        ax.set_xscale("log")
        ax.set_xlim(10**19.8, 10**25.2)
        _powers(ax.set_xticks, range(20, 26))
        ax.minorticks_off()
    else:
        ax.set_xlim(-2e23, 1.03e25)
        ax.set_xticks([0, 2.5e24, 5e24, 7.5e24, 1e25], ["0", "2.5", "5", "7.5", "10"])
    ax.set_xlabel("training compute (FLOPs)" if axis == "logarithmic" else "training compute (10²⁴ FLOPs)")


def draw_family(seen, ax):
    """One smooth curve and what a family of models shows of it, its largest step marked."""
    ax.plot(seen.parameters, seen.score, color=GREY, linestyle="--", label="the smooth curve")
    ax.plot(seen.model_parameters, seen.model_score, color=BLUE, marker="o", label="what the family shows")
    ax.plot(seen.step_parameters, seen.step_score, color=RED, marker="s", label="its largest step")
    ax.set_xscale("log")
    ax.set_xlim(10**7.9, 10**12.1)
    ax.set_xticks([1e8, 1e9, 1e10, 1e11, 1e12], ["100M", "1B", "10B", "100B", "1T"])
    ax.minorticks_off()
    ax.set_ylim(-0.05, 1.05)
    ax.set_xlabel("parameters")
    ax.set_ylabel("score")


def draw_lattice(picture, ax):
    """The lattice, each of its four largest clusters in a colour, the others grey, empty sites blank."""
    side = len(picture.rank)
    ax.imshow(
        picture.rank,
        vmin=0,
        vmax=5,
        cmap=CLUSTER_COLOURS,
        interpolation="nearest",
        label="cluster by size (0 empty, 1 the largest, 5 all smaller ones)",
    )
    ax.set_xlim(-0.5, side - 0.5)
    ax.set_ylim(side - 0.5, -0.5)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(False)


def draw_largest_cluster(picture, ax):
    """Occupied sites and the largest cluster's, as shares of the lattice, for every occupation of this one lattice."""
    ax.plot(picture.level, picture.level_occupied, color=GREY, linestyle="--", label="occupied sites")
    ax.plot(picture.level, picture.level_largest, color=BLUE, label="in the largest cluster")
    _point(ax, picture.occupation, picture.largest_share, color=RED, marker="o", label="the lattice shown")
    ax.set_xlim(0.36, 0.84)
    ax.set_ylim(-0.04, 0.9)
    ax.set_xlabel("occupation")
    ax.set_ylabel("share of all sites")


def draw_spanning(view, ax, *, rescaled=False):
    """The spanning probability against occupation for each lattice size, one of them in colour."""
    for size, probability in zip(view.sizes, view.probability, strict=True):
        ax.plot(_x(view.occupation, size, rescaled), probability, color=MUTED, linewidth=0.8)
    x = _x(view.occupation, view.at_size, rescaled)
    ax.fill_between(x, view.low, view.high, color=BLUE, alpha=0.2, label="two standard errors")
    ax.plot(x, view.chosen, color=BLUE, label="lattices that span")
    _point(
        ax,
        _x(view.at_occupation, view.at_size, rescaled),
        view.at_probability,
        color=RED,
        marker="o",
        label="the occupation chosen",
    )
    ax.axvline(0 if rescaled else percolation.THRESHOLD, color=INK, linestyle=":", label="the limit's threshold")
    ax.set_xlim(*((-2, 2) if rescaled else (0.4, 0.8)))
    ax.set_xticks([-2, -1, 0, 1, 2] if rescaled else [0.4, 0.5, 0.6, 0.7, 0.8])
    ax.set_ylim(-0.05, 1.05)
    ax.set_xlabel("(occupation − 0.5927) × size^¾" if rescaled else "occupation")
    ax.set_ylabel("spanning probability")


def _x(occupation, size, rescaled):
    if not rescaled:
        return occupation
    return (occupation - percolation.THRESHOLD) * size ** (1 / percolation.CORRELATION_EXPONENT)


def draw_width(view, ax):
    """The width of the rise against lattice size, with the power law of the theory."""
    ax.plot(view.sizes, view.predicted_width, color=ORANGE, linestyle="--", label="theory: size to the power −¾")
    ax.plot(view.sizes, view.width, color=BLUE, marker="o", linestyle="none", label="width, 10% to 90%")
    _point(ax, view.at_size, view.at_width, color=RED, marker="s", label="the size chosen")
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlim(6.5, 320)
    ax.set_ylim(0.012, 0.4)
    ax.set_xticks([8, 16, 32, 64, 128, 256], ["8", "16", "32", "64", "128", "256"])
    ax.set_yticks([0.02, 0.05, 0.1, 0.2], ["0.02", "0.05", "0.1", "0.2"])
    ax.minorticks_off()
    ax.set_xlabel("lattice size")
    ax.set_ylabel("width of the rise")


AXES = ("loss, linear axes", "loss, log-log axes", "what data can remove, log-log axes")


def draw_slice(view, ax, *, axis=AXES[1]):
    """Loss against tokens at one model size: two laws, the runs near that size, and the point chosen."""
    less = axis == AXES[2]
    ax.plot(view.tokens, view.refit_loss - less * view.refit_floor, color=BLUE, label="Epoch's refit")
    ax.plot(
        view.tokens,
        view.published_loss - less * view.published_floor,
        color=ORANGE,
        linestyle="--",
        label="published, rounded",
    )
    ax.plot(
        view.run_tokens,
        np.ma.masked_less(view.run_loss - less * view.floor, 0.01),
        color=INK,
        marker="o",
        markersize=4,
        linestyle="none",
        label="runs near this size",
    )
    _point(ax, view.at_tokens, view.at_loss - less * view.floor, color=RED, marker="s", label="the point chosen")
    _token_axis(ax, linear=axis == AXES[0])
    _loss_axis(ax, axis)


def _token_axis(ax, *, linear) -> None:
    if linear:
        ax.set_xlim(-5e10, 3.05e12)
        ax.set_xticks([0, 1e12, 2e12, 3e12], ["0", "1T", "2T", "3T"])
    else:
        ax.set_xscale("log")
        ax.set_xlim(1e8, 1e13)
        ax.set_xticks([1e8, 1e9, 1e10, 1e11, 1e12, 1e13], ["100M", "1B", "10B", "100B", "1T", "10T"])
    ax.minorticks_off()
    ax.set_xlabel("training tokens")


def _loss_axis(ax, axis) -> None:
    if axis == AXES[0]:
        ax.set_ylim(1.6, 4.4)
        ax.set_yticks([2, 2.5, 3, 3.5, 4], ["2", "2.5", "3", "3.5", "4"])
    elif axis == AXES[1]:
        ax.set_yscale("log")
        ax.set_ylim(1.6, 5)
        ax.set_yticks([2, 2.5, 3, 4, 5], ["2", "2.5", "3", "4", "5"])
    else:
        ax.set_yscale("log")
        ax.set_ylim(0.02, 4)
        ax.set_yticks([0.03, 0.1, 0.3, 1, 3], ["0.03", "0.1", "0.3", "1", "3"])
    ax.minorticks_off()
    ax.set_ylabel("loss above its floor (nats per token)" if axis == AXES[2] else "loss (nats per token)")


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
    ax.set_xscale("log")
    ax.set_xlim(1e8, 1e12)
    ax.set_xticks([1e8, 1e9, 1e10, 1e11, 1e12], ["100M", "1B", "10B", "100B", "1T"])
    ax.minorticks_off()
    ax.set_ylim(-0.16, 0.16)
    ax.set_yticks([-0.1, 0, 0.1], ["−0.1", "0", "0.1"])
    ax.set_xlabel("training tokens")
    ax.set_ylabel("law less run (nats per token)")


def draw_budget(allocation, ax):
    """Loss along one compute budget as the model grows and its tokens shrink."""
    ax.fill_between(
        allocation.parameters, allocation.low, allocation.high, color=BLUE, alpha=0.2, label=f"{MIDDLE:.0%} of refits"
    )
    ax.plot(allocation.parameters, allocation.refit, color=BLUE, label="Epoch's refit")
    ax.plot(allocation.parameters, allocation.published, color=ORANGE, linestyle="--", label="published, rounded")
    _point(ax, allocation.refit_parameters, allocation.refit_loss, color=BLUE, marker="o", label="lowest, refit")
    _point(
        ax,
        allocation.published_parameters,
        allocation.published_loss,
        color=ORANGE,
        marker="s",
        label="lowest, published",
    )
    ax.set_xscale("log")
    ax.set_xlim(1e7, 1e13)
    ax.set_xticks([1e7, 1e8, 1e9, 1e10, 1e11, 1e12], ["10M", "100M", "1B", "10B", "100B", "1T"])
    ax.minorticks_off()
    ax.set_ylim(1.6, 4.4)
    ax.set_xlabel("parameters")
    ax.set_ylabel("loss (nats per token)")


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
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlim(1e18, 1e26)
    ax.set_ylim(1e8, 1e13)
    _powers(ax.set_xticks, (18, 20, 22, 24, 26))
    ax.set_yticks([1e8, 1e9, 1e10, 1e11, 1e12], ["100M", "1B", "10B", "100B", "1T"])
    ax.minorticks_off()
    ax.set_xlabel("training compute (FLOPs)")
    ax.set_ylabel("parameters")
