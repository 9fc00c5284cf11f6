"""Drawings of the chapter *remeasured*."""

from simulations import axes
from simulations.palette import BLUE, GREEN, GREY, INK, MUTED, ORANGE, PURPLE, RED
from simulations.remeasured.appears import WhenReached
from simulations.remeasured.collapse import OneCurve
from simulations.remeasured.control import TwiceTrained
from simulations.remeasured.forecasts import AgainstLoss
from simulations.remeasured.pythia import TwoReadings
from simulations.remeasured.testbed import Followed

TOKENS = (2e6, 4e11)
PLACES = {
    "tokens read": dict(limits=TOKENS, label="training tokens", say=axes.size),
    "training compute": dict(limits=(5e14, 4e22), label="training compute (FLOPs)"),
}
# A task's lowest and highest accuracy, with room: only LAMBADA, where nothing is right at first, starts at 0.
HEIGHTS = {
    "LAMBADA": (0, 0.75),
    "ARC-Easy": (0.2, 0.75),
    "ARC-Challenge": (0.1, 0.4),
    "SciQ": (0.1, 1),
    "PIQA": (0.45, 0.8),
    "WinoGrande": (0.4, 0.7),
    "LogiQA": (0.1, 0.3),
    "Winograd schemas": (0.2, 0.8),
    "MMLU": (0.2, 0.3),
}


def draw_accuracy(result: TwoReadings, ax, *, log_axis: bool) -> None:
    """LAMBADA's accuracy through one training; on a logarithmic axis, what none right leaves possible."""
    ax.plot(result.tokens, result.accuracy, color=BLUE, marker="o", label="accuracy")
    _tokens(ax)
    if log_axis:
        ax.axhline(result.ceiling, color=MUTED, linestyle=":", label="highest rate that none right allows")
        axes.log_y(ax, (1e-4, 1), label="last words right", ticks=(1e-4, 1e-3, 1e-2, 0.1, 1), say=axes.percent)
    else:
        axes.share_y(ax, label="last words right")


def draw_log_perplexity(result: TwoReadings, ax) -> None:
    """The log-perplexity of the same words through the same training."""
    ax.plot(result.tokens, result.log_perplexity, color=ORANGE, marker="o", label="log-perplexity")
    _tokens(ax)
    axes.linear_y(ax, (0, 21), ticks=(0, 5, 10, 15, 20), label="nats a word")


def draw_one_curve(result: OneCurve, ax, *, task: str, axis: str) -> None:
    """A task's accuracy in eight trainings, by groups of sizes, and the level at which they are compared."""
    ax.plot(result.small_at, result.small, color=ORANGE, linestyle=":", marker="o", markersize=3, label="70M and 160M")
    ax.plot(
        result.middle_at, result.middle, color=GREEN, linestyle="-.", marker="o", markersize=3, label="410M to 2.8B"
    )
    ax.plot(result.large_at, result.large, color=BLUE, marker="o", markersize=3, label="6.9B and 12B")
    if axis == "log-perplexity":
        ax.axvline(result.level, color=MUTED, linestyle="--", label="compared here")
        label = "log-perplexity (nats, log axis; better to the right)"
        axes.log_x(ax, (22, 1.2), ticks=(16, 8, 4, 2), say=axes.plain, label=label)
    else:
        axes.log_x(ax, **PLACES[axis])
    axes.linear_y(ax, HEIGHTS[task], label=f"accuracy on {task}", say=axes.percent)


def draw_when_reached(result: WhenReached, ax, *, axis: str) -> None:
    """When each size passes the level, on both corpora, and the two checkpoints between which it does."""
    ax.fill_between(result.parameters, result.after, result.before, color=BLUE, alpha=0.2, label="between these two")
    ax.plot(result.parameters, result.standard, color=BLUE, marker="o", label="the Pile")
    ax.plot(result.parameters, result.deduped, color=ORANGE, linestyle="--", marker="s", label="without duplicates")
    axes.log_x(ax, (4e7, 2e10), say=axes.size, label="parameters")
    if axis == "tokens read":
        axes.log_y(ax, (5e8, 5e11), say=axes.size, label="training tokens")
    else:
        axes.log_y(ax, (1e17, 1e23), label="training compute (FLOPs)")


def draw_twice_trained(result: TwiceTrained, ax) -> None:
    """The distance of the two trainings of one size, in standard errors, beside two of them."""
    ax.fill_between(TOKENS, [-2, -2], [2, 2], color=GREY, alpha=0.25, label="two standard errors")
    ax.axhline(0, color=INK, linewidth=1)
    ax.plot(result.tokens, result.distance, color=BLUE, marker="o", label="without duplicates, less with them")
    _tokens(ax)
    axes.linear_y(ax, (-8, 8), ticks=(-6, -4, -2, 0, 2, 4, 6), label="standard errors")


def draw_followed(result: Followed, ax) -> None:
    """How much of each task's variance the law explains, the tasks in order, and the bar."""
    ax.axhline(result.bar, color=MUTED, linestyle="--", label="the bar")
    ax.plot(result.rank, result.rising, color=BLUE, marker="o", linestyle="none", label="rises as the loss falls")
    ax.plot(result.rank, result.falling, color=ORANGE, marker="s", linestyle="none", label="falls with the loss")
    axes.linear_x(ax, (0, 47), ticks=(1, 10, 20, 30, 40, 46), label="46 tasks, in order")
    axes.share_y(ax, label="variance explained")


def draw_against_loss(result: AgainstLoss, ax) -> None:
    """One task against the loss: the models seen, the law through them, the largest models and their forecasts."""
    for name, colour, marker in (("C4", GREEN, "o"), ("RedPajama", PURPLE, "s"), ("RefinedWeb", ORANGE, "o")):
        loss, accuracy = getattr(result, f"{name.lower()}_loss"), getattr(result, name.lower())
        ax.plot(loss, accuracy, color=colour, marker=marker, markersize=4, linestyle="none", label=name)
    ax.plot(result.loss, result.law, color=MUTED, linestyle="--", label="the law, fitted to these")
    ax.plot(result.hidden_loss, result.hidden, color=BLUE, marker="s", linestyle="none", label="6.9B, not seen")
    ax.plot(result.hidden_loss, result.forecast, color=RED, marker="o", linestyle="none", label="forecast of it")
    axes.linear_x(ax, (6, 2), ticks=(6, 5, 4, 3, 2), label="loss (nats a token; better to the right)")
    axes.share_y(ax, label="accuracy")


def _tokens(ax) -> None:
    axes.log_x(ax, **PLACES["tokens read"])
