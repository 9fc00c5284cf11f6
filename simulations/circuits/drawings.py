"""Drawings of the chapter on circuits: a training moment by moment, superposition, sparse parity, two ways
of answering a prompt, and stages by the amount of data."""

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, to_hex

from simulations import axes
from simulations.circuits.induction import Training
from simulations.circuits.memory import Memory
from simulations.circuits.parity import Optimisers, Run
from simulations.circuits.regression import Diversity
from simulations.circuits.stages import Stages
from simulations.circuits.superposition import Geometry, Phase
from simulations.palette import BLUE, GREEN, GREY, INK, MUTED, ORANGE, PURPLE, RED

MARK = "#c02a50"  # at least 3:1 on a light page, on a dark one, and on the pale map
# The middle of a diverging map, so that dark letters can be read on both ends
PALE = ListedColormap(matplotlib.colormaps["PuOr"](np.linspace(0.3, 0.7, 17)))
LOOK = matplotlib.colormaps["Blues"].resampled(17)
PALE_COLORS, LOOK_COLORS = ([to_hex(color) for color in map_(range(17))] for map_ in (PALE, LOOK))


def draw_answers(result: Training, ax: Axes) -> None:
    """Three scores of the answers against the training step, as far as the moment."""
    ax.plot(result.steps, result.accuracy, color=BLUE, label="accuracy")
    ax.plot(result.steps, result.loss, color=ORANGE, linestyle="--", label="cross-entropy ÷ that of an even guess")
    ax.plot(result.steps, result.brier, color=GREY, linestyle=":", label="Brier score")
    _training_axes(ax, result.steps, "score of the answers")


def draw_parts(result: Training, ax: Axes) -> None:
    """How ready each part of the circuit is, against the training step, as far as the moment."""
    ax.plot(result.steps, result.copying, color=GREEN, label="copying (accuracy, last look lent)")
    ax.plot(result.steps, result.matching, color=PURPLE, linestyle="--", label="matching (first look lent)")
    ax.plot(result.steps, result.previous_token_score, color=ORANGE, linestyle="-.", label="previous-token score")
    ax.plot(result.steps, result.induction_score, color=INK, linestyle=":", label="induction score")
    ax.plot(result.steps, result.accuracy, color=BLUE, linewidth=1.0, label="accuracy, for comparison")
    _training_axes(ax, result.steps, "readiness of the parts")


def _training_axes(ax: Axes, steps: np.ndarray, label: str) -> None:
    last = int(steps[-1])
    axes.linear_x(ax, (0, last), label="training step", ticks=range(0, last + 1, 50))
    axes.linear_y(ax, (0, 1.05), label=label)


def draw_first_look(result: Training, ax: Axes) -> None:
    """Where the first layer's head looks: one row a place of the walk."""
    _draw_look(result.first_layer, result.walk, "first layer's attention", ax)


def draw_last_look(result: Training, ax: Axes) -> None:
    """Where the last layer's head looks: one row a place of the walk."""
    _draw_look(result.last_layer, result.walk, "last layer's attention", ax)


def _draw_look(picture: np.ndarray, walk: str, label: str, ax: Axes) -> None:
    places = len(walk)
    room = np.pad(picture, ((0, 0), (0, 1)))  # a column for the last letter
    ax.imshow(room, vmin=0, vmax=1, cmap=LOOK, label=label)
    for place, letter in enumerate(walk):  # each row's own token, in the future's empty half
        ax.text(place + 1, place, letter, ha="center", va="center", fontsize=8, color=INK)
    axes.linear_x(ax, (-0.5, places + 0.5), label="looked at (place)", ticks=range(0, places, 5))
    axes.linear_y(ax, (places - 0.5, -0.5), label="now at (place)", ticks=range(0, places, 5))
    ax.grid(False)


def draw_phases(result: Phase, ax: Axes) -> None:
    """The phase diagram: how two features share the hidden direction, and the closed forms' border."""
    rows, columns = result.share.shape
    ax.imshow(
        result.share,
        vmin=0,
        vmax=1,
        cmap=PALE,
        origin="lower",
        aspect="auto",
        label="second feature's share of the direction",
    )
    ax.plot(result.boundary, np.arange(rows), color=MARK, linestyle="--", label="border by the closed forms")
    ax.plot([result.column], [result.row], color=MARK, marker="o", linestyle="none", label="the network shown")
    for text, x, y in (("both share", 5, 14), ("only the first", 17, 3), ("only the second", 16.6, 17)):
        ax.text(x, y, text, ha="center", va="center", fontsize=10, color=INK)
    densities = _places(result.densities, (0.02, 0.1, 0.3, 1.0))
    axes.linear_x(ax, (-0.5, columns - 0.5), label="density: how often a feature is there", ticks=densities)
    importances = _places(result.importances, (0.1, 0.3, 1.0, 3.0, 10.0))
    axes.linear_y(ax, (-0.5, rows - 0.5), label="importance of the second", ticks=importances)
    ax.grid(False)


def _places(values: np.ndarray, wanted: tuple[float, ...]) -> dict[float, str]:
    """Ticks where the ``wanted`` lie among the ``values`` of a picture's rows or columns, on a logarithm."""
    places = np.interp(np.log(wanted), np.log(values), np.arange(len(values)))
    return dict(zip(places, map(axes.plain, wanted), strict=True))


def draw_two_weights(result: Phase, ax: Axes) -> None:
    """The chosen network's two features as arrows along its one hidden number."""
    ax.plot([0, result.first_weight], [1, 1], color=ORANGE, marker="o", label="first feature")
    ax.plot([0, result.second_weight], [0, 0], color=PURPLE, marker="s", linestyle="--", label="second feature")
    ax.axvline(0, color=MUTED, linewidth=1)
    axes.linear_x(ax, (-1.6, 1.6), label="weight on the hidden number")
    axes.linear_y(ax, (-0.6, 1.6), label="feature", ticks={0: "second", 1: "first"})


def draw_vectors(result: Geometry, ax: Axes) -> None:
    """Five features as vectors in the plane of the two hidden numbers."""
    for i, (x, y) in enumerate(result.vectors):
        color, style = (BLUE, ORANGE, GREEN, PURPLE, RED)[i], ("-", "--", "-.", ":", "-")[i]
        ax.plot([0, x], [0, y], color=color, linestyle=style, marker="o", label=f"feature {i + 1}")
        ax.text(1.14 * x, 1.14 * y, str(i + 1), ha="center", va="center", fontsize=10, color=INK)
    axes.linear_x(ax, (-2.2, 2.2), label="first hidden number")
    axes.linear_y(ax, (-1.45, 1.45), label="second hidden number")


def draw_dimensions(result: Geometry, ax: Axes) -> None:
    """What share of a dimension each of the five features has."""
    features = np.arange(1, len(result.dimensions) + 1)
    ax.bar(features, result.dimensions, color=BLUE, width=0.6, label="share of a dimension")
    ax.axhline(0.5, color=MUTED, linestyle="--", linewidth=1)
    ax.axhline(0.4, color=MUTED, linestyle=":", linewidth=1)
    ax.text(7.5, 0.52, "½ pair", ha="right", va="bottom", fontsize=9, color=MUTED)
    ax.text(7.5, 0.38, "⅖ pentagon", ha="right", va="top", fontsize=9, color=MUTED)
    axes.linear_x(ax, (0.4, 7.6), label="feature, in order of importance", ticks=features)
    axes.linear_y(ax, (0, 1.05), label="share of a dimension")


def draw_by_step(result: Run, ax: Axes) -> None:
    """Every task's loss and the total against the training step (logarithmic)."""
    limits = (result.along[1], result.along[-1])
    axes.log_x(ax, limits, label="training step", ticks=(10, 30, 100, 300, 1000), say=axes.plain)
    _draw_losses(result, ax)


def draw_by_width(result: Run, ax: Axes) -> None:
    """Every task's loss and the total against the width of the network (logarithmic)."""
    limits = (result.along[0], result.along[-1])
    axes.log_x(ax, limits, label="hidden units", ticks=result.along, say=axes.plain)
    _draw_losses(result, ax)


def _draw_losses(result: Run, ax: Axes) -> None:
    shown = result.along > 0
    for losses in result.task_loss.T:
        ax.plot(result.along[shown], losses[shown], color=GREY, linewidth=0.8, alpha=0.6)
    task = f"task {result.task}"
    ax.plot(result.along[shown], result.picked[shown], color=ORANGE, linestyle="--", label=f"{task} alone")
    ax.plot(result.along[shown], result.total[shown], color=BLUE, linewidth=2.6, label="all tasks, by frequency")
    axes.linear_y(ax, (0, 1.6), label="loss (bits)")


def draw_learned_at(result: Run, ax: Axes) -> None:
    """The step at which each task is learned against its frequency, beside 1/frequency."""
    _frequency_axis(ax)
    axes.log_y(ax, (40, 8000), label="training step", ticks=(100, 300, 1000, 3000), say=axes.plain)
    ax.plot(result.frequency, result.learned_at, color=BLUE, marker="o", linestyle="none", label="step when learned")
    ax.plot(
        result.frequency,
        result.inverse_frequency,
        color=ORANGE,
        linestyle="--",
        label="if in proportion to 1/frequency",
    )


def draw_optimisers(result: Optimisers, ax: Axes) -> None:
    """How many examples of its own each task had been shown when it was learned, against its frequency."""
    _frequency_axis(ax)
    axes.log_y(ax, (4e3, 2e5), label="examples of its own", ticks=(10_000, 30_000, 100_000), say=axes.plain)
    dots = {"linestyle": "none", "markersize": 6}
    ax.plot(result.frequency, result.adam, color=BLUE, marker="o", **dots, label="Adam")
    ax.plot(result.frequency, result.sgd, color=ORANGE, marker="s", **dots, label="plain gradient descent")


def _frequency_axis(ax: Axes) -> None:
    shares = {0.014: "1.4%", 0.03: "3%", 0.1: "10%", 0.2: "20%", 0.455: "46%"}
    axes.log_x(ax, (0.011, 0.6), label="the task's frequency", ticks=shares)


def draw_new_tasks(result: Diversity, ax: Axes) -> None:
    """Each way's error on tasks that it was not trained on, against the number of those it was trained on."""
    _draw_errors(result.new, result, ax)
    axes.linear_y(ax, (0, 2.2), label="error on new tasks")


def draw_known_tasks(result: Diversity, ax: Axes) -> None:
    """Each way's error on the tasks that it was trained on, against their number."""
    _draw_errors(result.known, result, ax)
    axes.linear_y(ax, (0, 2.2), label="error on known tasks")


def _draw_errors(errors: dict[str, np.ndarray], result: Diversity, ax: Axes) -> None:
    ax.axvline(result.at, color=MUTED, linewidth=1)
    ax.plot(result.tasks, errors["looking_up"], color=BLUE, label="looking up")
    ax.plot(result.tasks, errors["linear_attention"], color=ORANGE, linestyle="--", label="linear attention, trained")
    ax.plot(result.tasks, errors["working_out"], color=GREEN, linestyle=":", label="working out (ridge)")
    axes.log_x(ax, (0.8, 5000), label="tasks trained on", ticks=(1, 8, 64, 512, 4096), say=axes.plain)


def draw_in_training(result: Memory, ax: Axes) -> None:
    """The network's error on new tasks and on those it is trained on, against the training step."""
    ax.plot(result.steps[1:], result.new[1:], color=BLUE, label="on new tasks")
    ax.plot(result.steps[1:], result.known[1:], color=ORANGE, linestyle="--", label="on known tasks")
    axes.log_x(ax, (1, 1000), label="training step", ticks=(1, 10, 100, 1000), say=axes.plain)
    axes.linear_y(ax, (0, 1.5), label="error")


def draw_bent(result: Stages, ax: Axes) -> None:
    """What is to be learned, and what the posterior answers on average."""
    ax.plot(result.x, result.truth, color=INK, linewidth=1.2, label="to be learned")
    ax.plot(result.x, result.answer, color=ORANGE, linestyle="--", label="the posterior's mean answer")
    axes.linear_x(ax, (0, 1), label="input")
    axes.linear_y(ax, (-0.3, 1.3), label="answer")


def draw_live_units(result: Stages, ax: Axes) -> None:
    """How much of the posterior has no, one and two live units, against the number of examples."""
    ax.axvline(result.examples, color=MUTED, linewidth=1)
    looks = ((GREY, ":", "no live unit"), (BLUE, "-", "one"), (ORANGE, "--", "two"))
    for (color, style, label), share in zip(looks, result.probability, strict=True):
        ax.plot(result.counts, share, color=color, linestyle=style, label=label)
    _example_axis(ax)
    axes.linear_y(ax, (0, 1.05), label="share of the posterior")


def draw_stage_loss(result: Stages, ax: Axes) -> None:
    """The loss of weights drawn from the posterior, and n L + λ log n's account of it."""
    ax.axvline(result.examples, color=MUTED, linewidth=1)
    ax.plot(result.counts, result.loss, color=BLUE, label="weights drawn from the posterior")
    ax.plot(result.counts, result.predicted, color=ORANGE, linestyle="--", label="L + λ/n of the likeliest")
    _example_axis(ax)
    axes.log_y(ax, (1e-4, 1), label="loss (nats an example)")


def _example_axis(ax: Axes) -> None:
    axes.log_x(ax, (9, 11_000), label="examples", ticks=(10, 100, 1000, 10_000), say=axes.plain)
