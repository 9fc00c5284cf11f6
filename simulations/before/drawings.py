"""Drawings of the page *before you start*."""

import numpy as np
from matplotlib.axes import Axes

from simulations import axes, shapes
from simulations.before import attention, decades, surprise
from simulations.before.attention import Look
from simulations.before.counted import Counted
from simulations.before.decades import TenTimes
from simulations.before.logits import Step
from simulations.before.surprise import Surprise
from simulations.before.transformer import Part
from simulations.palette import BLUE, GREY, INK, MUTED, ORANGE

SIZE_AXES = ("logarithmic", "linear")
UNITS = ("nats", "bits")
# The schematic: a stream for each token, from the bottom to the top, and the parts beside them.
COLUMNS = dict(zip((1.2, 4.2, 7.2), attention.ROW, strict=False))  # where the streams of the first three tokens run
LEFT, RIGHT, HALF = -0.2, 9.6, 1.4
BOXES = {  # part: (words, lowest and highest of its boxes); one a column
    "tokens": (None, (0.2, 1.1)),
    "embedding": ("embedding", (2.0, 2.9)),
    "logits": ("logits", (9.6, 10.5)),
    "probabilities": ("softmax", (11.4, 12.3)),
}
LOOK, WORK = (4.0, 5.6), (6.6, 8.4)  # from where to where attention and the MLP reach
LINKS = ((1.1, 2.0), (10.5, 11.4))


def draw_linear_score(result: TenTimes, ax: Axes, *, size_axis: str) -> None:
    """The score on a linear axis."""
    _draw_score(result, ax, size_axis)
    axes.share_y(ax, label="score")


def draw_log_score(result: TenTimes, ax: Axes, *, size_axis: str) -> None:
    """The same score on a logarithmic axis."""
    _draw_score(result, ax, size_axis)
    axes.log_y(ax, (5e-6, 1.5), label="score", ticks=(1e-5, 1e-4, 1e-3, 0.01, 0.1, 1), say=axes.percent)


def _draw_score(result: TenTimes, ax: Axes, size_axis: str) -> None:
    ax.plot(result.sizes, result.score, color=BLUE, label="score")
    ax.plot(result.pair, result.pair_score, color=ORANGE, marker="o", linestyle="none", label="ten times the size")
    label = "parameters"
    if size_axis == "linear":
        axes.linear_x(ax, (0, decades.LARGEST), label=label, ticks=np.arange(6) * 2e10, say=_size_or_zero)
    else:
        axes.log_x(ax, (decades.SMALLEST, decades.LARGEST), label=label, say=axes.size)


def _size_or_zero(value: float) -> str:
    return axes.size(value) if value else "0"


def draw_probability(result: Step, ax: Axes) -> None:
    """Probability against log-odds, with the two points."""
    ax.plot(result.log_odds, result.probability, color=BLUE, label="probability")
    ax.plot(result.at[:1], result.pair[:1], color=GREY, marker="s", linestyle="none", label="before")
    ax.plot(result.at[1:], result.pair[1:], color=ORANGE, marker="o", linestyle="none", label="after")
    axes.linear_x(ax, (-6.2, 6.2), label="log-odds (logits)", ticks=range(-6, 7, 2))
    axes.share_y(ax, label="probability", margin=0.04)


def draw_gains(result: Step, ax: Axes, *, start: float) -> None:
    """What the same addition brings from each probability, in points."""
    ax.plot(result.starts, result.gains, color=BLUE, label="points gained")
    ax.plot([start], [result.points], color=ORANGE, marker="o", linestyle="none", label="here")
    axes.share_x(ax, label="probability before")
    axes.linear_y(ax, (-70, 70), label="points gained", ticks=(-60, -40, -20, 0, 20, 40, 60))


def draw_intervals(result: Counted, ax: Axes, *, items: int) -> None:
    """The 95% interval by the number of items, where the score is the same."""
    scores = np.full(len(result.items), result.score)
    ax.errorbar(
        result.items,
        scores,
        yerr=[scores - result.low, result.high - scores],
        color=BLUE,
        marker="o",
        linestyle="none",
        label="score, and where the true rate may lie",
    )
    ax.vlines([items], result.here[:1], result.here[1:], color=ORANGE, linewidth=5, label="your test")
    axes.log_x(ax, (7, 7000), label="items in the test", ticks=(10, 100, 1000, 5000), say=axes.plain)
    axes.share_y(ax, label="share of right answers", margin=0.04)


def draw_scores(result: Look, ax: Axes, *, place: int) -> None:
    """The score of each place."""
    _bars(ax, result.scores, place, "score")
    ax.axhline(0, color=INK, linewidth=1)
    axes.linear_y(ax, (-4.5, 6.5), label="score", ticks=(-4, -2, 0, 2, 4, 6))


def draw_shares(result: Look, ax: Axes, *, place: int) -> None:
    """The share of attention that each place gets."""
    _bars(ax, result.shares, place, "share")
    axes.share_y(ax, label="share of attention")


def _bars(ax: Axes, heights: np.ndarray, place: int, label: str) -> None:
    at = np.arange(1, len(heights) + 1)
    ax.bar(at, np.where(at == place, 0, heights), width=0.6, color=BLUE, label=label)
    ax.bar(at, np.where(at == place, heights, 0), width=0.6, color=ORANGE, label=f"{label}, the one you set")
    axes.linear_x(ax, (0.4, len(heights) + 0.6), label="token", ticks=dict(zip(at, attention.ROW, strict=True)))


def draw_surprise(result: Surprise, ax: Axes, *, unit: str) -> None:
    """The surprise of each token, and the mean, which is the loss."""
    each, mean = (result.nats, result.loss) if unit == "nats" else (result.bits, result.loss_in_bits)
    at = np.arange(1, len(each) + 1)
    ax.bar(at, each, width=0.6, color=BLUE, label="surprise")
    ax.axhline(mean, color=ORANGE, linestyle="--", label="their mean: the loss")
    words = (token.strip() for token in surprise.TEXT)
    axes.linear_x(ax, (0.4, len(each) + 0.6), label="token", ticks=dict(zip(at, words, strict=True)))
    axes.linear_y(ax, (0, 7), label=f"{unit} a token", ticks=range(8))


def draw_perplexity(result: Surprise, ax: Axes) -> None:
    """Perplexity against loss, here and a little lower."""
    ax.plot(result.losses, result.perplexities, color=BLUE, label="perplexity")
    ax.plot([result.loss], [result.perplexity], color=ORANGE, marker="o", linestyle="none", label="this text")
    lower = f"{surprise.FALL} nats lower"
    ax.plot([result.lower_loss], [result.lower_perplexity], color=MUTED, marker="s", linestyle="none", label=lower)
    axes.linear_x(ax, (0, 3.5), label="loss (nats a token)", ticks=(0, 1, 2, 3))
    axes.linear_y(ax, (0, 35), label="perplexity", ticks=(0, 10, 20, 30))


def draw_transformer(result: Part, ax: Axes) -> None:
    """All parts, and the one that is told of in another colour."""
    _draw_streams(result.name, ax)
    for name, (words, (low, high)) in BOXES.items():
        for x, token in COLUMNS.items():
            middle, size = (x, (low + high) / 2), (2 * HALF, high - low)
            shapes.box(ax, middle, size, words or token, **_look(name == result.name))
    _draw_attention(result.name == "attention", ax)
    _draw_mlp(result.name == "MLP", ax)
    ax.plot([-0.35, -0.55, -0.55, -0.35], [3.5, 3.5, 8.8, 8.8], color=MUTED, linewidth=1)
    for y, words in ((6.4, "a layer,"), (5.8, "many times")):
        ax.text(-0.7, y, words, ha="right", va="center", fontsize=9, color=INK)
    axes.linear_x(ax, (-3.4, 9.8), label="", ticks=())
    axes.linear_y(ax, (-0.1, 12.6), label="", ticks=())
    ax.axis("off")


def _draw_streams(name: str, ax: Axes) -> None:
    stroke = _stroke(name == "residual stream")
    for x in COLUMNS:
        for low, high in LINKS:
            ax.plot([x, x], [low, high], color=MUTED, linewidth=1)
        ax.plot([x, x], [2.9, 9.6], **stroke)
    ax.text(7.4, 9.1, "residual stream", ha="left", va="center", fontsize=9, color=INK)


def _draw_attention(chosen: bool, ax: Axes) -> None:
    """A band across all streams, and in it the ways from earlier places to later ones."""
    low, high = LOOK
    places = [*COLUMNS]
    for i, start in enumerate(places):
        for end in places[i + 1 :]:
            bend = np.linspace(0, 1, 15)
            height = low + (high - low) * (3 * bend**2 - 2 * bend**3)
            ax.plot(start + (end - start) * bend, height, color=ORANGE if chosen else MUTED, linewidth=1.2)
    shapes.box(ax, ((LEFT + RIGHT) / 2, (low + high) / 2), (RIGHT - LEFT, high - low), **_look(chosen))
    ax.text(9.45, 4.45, "attention", ha="right", va="center", fontsize=9, color=INK)
    for x in places:
        ax.text(x - 0.1, high + 0.3, "+", ha="right", va="center", fontsize=11, color=INK)


def _draw_mlp(chosen: bool, ax: Axes) -> None:
    """Beside each stream a box that reads from it and adds to it."""
    low, high = WORK
    for x in COLUMNS:
        for outside, edge in ((low, low + 0.45), (high, high - 0.45)):
            ax.plot([x, x + 1.25, x + 1.25], [outside, outside, edge], **_stroke(chosen))
        shapes.box(ax, (x + 1.25, (low + high) / 2), (1.4, high - low - 0.9), "MLP", **_look(chosen))
        ax.text(x - 0.1, high, "+", ha="right", va="center", fontsize=11, color=INK)


def _stroke(chosen: bool) -> dict:
    """How a way is drawn, as the edge of a box is."""
    return dict(color=ORANGE, linewidth=shapes.STRONG) if chosen else dict(color=MUTED, linewidth=shapes.THIN)


def _look(chosen: bool) -> dict:
    return dict(colour=ORANGE, strong=True) if chosen else dict(colour=MUTED)
