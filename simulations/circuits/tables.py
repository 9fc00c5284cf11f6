"""From trained networks to the book's tables: rows, pictures, and the note that says how they were made."""

import platform
from collections.abc import Mapping, Sequence

import numpy as np
import torch

from simulations.circuits import induction, memory, parity
from simulations.circuits.ensemble import History
from simulations.circuits.induction_network import Shape
from simulations.circuits.optimiser import Schedule


def note(what: str, command: str) -> list[str]:
    """The table's note: what it is, and the command, versions and device that made it."""
    versions = f"Python {platform.python_version()}, torch {torch.__version__}, numpy {np.__version__}"
    device = f"CPU ({platform.machine()}), threads {torch.get_num_threads()}, 32-bit floats"
    return [
        what,
        "Source: trained by this project. Licence: MIT.",
        f"Made by: {command}",
        f"With: {versions}; {device}.",
    ]


def induction_columns(histories: Mapping[int, History], seeds: Sequence[int]) -> dict[str, np.ndarray]:
    """One row a network (``histories``: layers → training), seed and step, and every score."""
    parts = {"layers": [], "seed": [], "step": [], **{name: [] for name in induction.SCORES}}
    for layers, history in histories.items():
        times, runs = history.measures["accuracy"].shape
        parts["layers"].append(np.full(times * runs, layers))
        parts["seed"].append(np.repeat(seeds, times))
        parts["step"].append(np.tile(history.steps, runs))
        for name in induction.SCORES:
            parts[name].append(history.measures[name].T.ravel())
    return {name: np.concatenate(values) for name, values in parts.items()}


def attention_pictures(histories: Mapping[int, History]) -> dict[str, np.ndarray]:
    """For each network an array (seeds, times, layers, now, then) of bytes, attention 1 being 255.

    Of a layer's heads it is the one that the layer is read by at the end: in the first of two layers the head that
    looks most at the token before, in the last layer the head that looks most where an induction head looks.
    """
    return {
        f"layers{layers}": _chosen_heads(history.measures["attention"], layers) for layers, history in histories.items()
    }


def _chosen_heads(attention: np.ndarray, layers: int) -> np.ndarray:
    prefix = induction.prefix_mask(induction.shown_walk().tokens[0])
    last = attention[-1]  # (runs, layers, heads, now, then)
    previous = np.diagonal(last[:, 0], offset=-1, axis1=-2, axis2=-1).mean(-1).argmax(1)
    matching = (last[:, -1] * prefix).sum((-1, -2)).argmax(1)
    heads = [previous, matching][2 - layers :]
    runs = np.arange(attention.shape[1])
    picked = np.stack([attention[:, runs, layer, head] for layer, head in enumerate(heads)], axis=2)
    return np.round(255 * picked.swapaxes(0, 1)).astype(np.uint8)  # (runs, times, layers, now, then)


def phase_columns(history: History, density: np.ndarray, importance: np.ndarray) -> dict[str, np.ndarray]:
    """One row a cell of the phase diagram: the best of its seeds, by loss, and the share of seeds that ended in a worse
    valley, with a loss more than a fifth above the best."""
    losses = history.measures["loss"][-1].reshape(-1, len(density))
    best, cells = losses.argmin(0), np.arange(len(density))
    weights = history.parameters["weights"].numpy().reshape(len(losses), len(density), 2)[best, cells]
    sign = np.where(np.take_along_axis(weights, np.abs(weights).argmax(1)[:, None], 1) < 0, -1, 1)
    first, second = (weights * sign).T
    return {
        "density": density,
        "importance": importance,
        "first_weight": first,
        "second_weight": second,
        "loss": losses[best, cells],
        "stuck_share": (losses > 1.2 * losses[best, cells]).mean(axis=0),
    }


def geometry_columns(
    history: History, density: np.ndarray, decay: np.ndarray, seeds: Sequence[int]
) -> dict[str, np.ndarray]:
    """One row a network of two dimensions: where each feature points, turned so that the first points to the right."""
    weights = history.parameters["weights"].numpy()  # (runs, 2, features)
    angle = np.arctan2(weights[:, 1, 0], weights[:, 0, 0])
    turn = np.exp(-1j * angle)[:, None]
    turned = (weights[:, 0] + 1j * weights[:, 1]) * turn
    columns = {
        "density": np.tile(density, len(seeds)),
        "decay": np.tile(decay, len(seeds)),
        "seed": np.repeat(seeds, len(density)),
        "loss": history.measures["loss"][-1],
    }
    for i in range(weights.shape[-1]):
        columns |= {f"x{i}": turned.real[:, i], f"y{i}": turned.imag[:, i]}
    return columns


def parity_columns(history: History, widths: Sequence[int], seeds: Sequence[int]) -> dict[str, np.ndarray]:
    """One row a seed, width and step: each task's loss in bits."""
    task_loss = history.measures["task_loss"]  # (times, runs, tasks)
    times, runs, tasks = task_loss.shape
    each = task_loss.swapaxes(0, 1).reshape(runs * times, tasks)
    return {
        "seed": np.repeat(seeds, len(widths) * times),
        "width": np.tile(np.repeat(widths, times), len(seeds)),
        "step": np.tile(history.steps, runs),
        **{f"task{i + 1}": each[:, i].round(3) for i in range(tasks)},
    }


def learned_columns(histories: Sequence[tuple[Schedule, History]], seeds: Sequence[int]) -> dict[str, np.ndarray]:
    """One row a schedule and seed: the recorded step from which each task's loss stays under half a bit, NaN for none.

    ``histories``: each schedule with its training of one network a seed."""
    at = [
        parity.learned_at(history.measures["task_loss"][:, run], history.steps).astype(float).filled(np.nan)
        for _, history in histories
        for run in range(len(seeds))
    ]
    schedules = [schedule for schedule, _ in histories for _ in seeds]
    return {
        "optimiser": [schedule.optimiser for schedule in schedules],
        "learning_rate": [schedule.learning_rate for schedule in schedules],
        "seed": np.tile(seeds, len(histories)),
        **{f"task{i + 1}": column for i, column in enumerate(np.transpose(at))},
    }


def grokking_columns(histories: Mapping[tuple[float, float], History], seeds: Sequence[int]) -> dict[str, np.ndarray]:
    """One row a (share of the pairs, nudge) and seed: the recorded steps at which accuracies pass a level, NaN for
    none, and the Fourier share at the start, when half of the other pairs are known, and at the end."""
    rows = []
    for (share, nudge), history in histories.items():
        own, others, fourier = (
            history.measures[name] for name in ("train_accuracy", "test_accuracy", "fourier_share")
        )  # (times, runs)
        for run, seed in enumerate(seeds):
            steps = [
                _first(history.steps, own[:, run] > 0.99),
                *(_first(history.steps, others[:, run] > level) for level in (0.1, 0.5, 0.9)),
            ]
            halfway = fourier[history.steps == steps[2], run]
            rows.append([share, nudge, seed, *steps, fourier[0, run], *(halfway if len(halfway) else [np.nan])])
            rows[-1].append(fourier[-1, run])
    names = ["share", "nudge", "seed", "own_known", "others_tenth", "others_half", "others_nine_tenths"]
    names += ["fourier_first", "fourier_halfway", "fourier_last"]
    return dict(zip(names, np.transpose(rows), strict=True))


def memory_columns(histories: Mapping[str, History], seeds: Sequence[int]) -> dict[str, np.ndarray]:
    """One row a network, seed, number of tasks and step: the errors on new and on known tasks."""
    parts = {"network": [], "seed": [], "tasks": [], "step": [], "new": [], "known": []}
    for network, history in histories.items():
        times, runs = history.measures["new"].shape
        parts["network"].append(np.full(times * runs, network))
        parts["seed"].append(np.repeat(seeds, times * len(memory.TASKS)))
        parts["tasks"].append(np.tile(np.repeat(memory.TASKS, times), len(seeds)))
        parts["step"].append(np.tile(history.steps, runs))
        for name in ("new", "known"):
            parts[name].append(history.measures[name].T.ravel().round(4))
    return {name: np.concatenate(values) for name, values in parts.items()}


def lent_columns(history: History, seeds: Sequence[int]) -> dict[str, np.ndarray]:
    """One row a seed and step: the measures of ``lent``."""
    times, runs = len(history.steps), len(seeds)
    columns = {"seed": np.repeat(seeds, times), "step": np.tile(history.steps, runs)}
    return columns | {name: values.T.ravel() for name, values in history.measures.items()}


def _first(steps: np.ndarray, there: np.ndarray) -> float:
    return float(steps[there.argmax()]) if there.any() else np.nan


NETWORKS = {2: Shape(layers=2), 1: Shape(layers=1)}
