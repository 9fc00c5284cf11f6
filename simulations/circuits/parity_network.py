"""Train multitask sparse parity: every width and seed in one program, the networks of a seed side by side."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import torch

from simulations.check import at_least
from simulations.circuits import parity
from simulations.circuits.draws import EachStep, at_start
from simulations.circuits.ensemble import History, train
from simulations.circuits.optimiser import Parameters, Schedule

WIDTHS = (4, 8, 16, 32, 64, 128, 256)
INPUTS = parity.TASKS + parity.BITS
EXAMINED = 500  # examples a task
SCHEDULE = Schedule(steps=2000, learning_rate=0.01)
# The same task and network by Adam and by plain gradient descent, each at two learning rates, till all is learned
OPTIMISERS = (
    SCHEDULE,
    Schedule(steps=6000, learning_rate=0.003),
    Schedule(steps=12_000, learning_rate=1.0, optimiser="sgd"),
    Schedule(steps=24_000, learning_rate=0.5, optimiser="sgd"),
)


def trained(
    *,
    widths: Sequence[int] = WIDTHS,
    seeds: Sequence[int],
    schedule: Schedule = SCHEDULE,
    measure_at: Sequence[int] | None = None,
    checkpoint: Path | None = None,
) -> History:
    """Train one hidden layer of relu units for each seed and width: all widths of the first seed, then of the second.

    ``measures["task_loss"]``: (times, runs, tasks), in bits, on 500 fresh examples a task. A seed draws the subsets,
    the first weights and the examples, which all its widths share.
    """
    weights, subset, shown = started(at_start(seeds, start_count(widths)), widths)
    exam = examined(shown, subset)
    drawn = EachStep(seeds, parity.BATCH, 1 + parity.BITS)
    return train(
        weights,
        loss=lambda parameters, asked: losses(parameters, *asked, widths=widths).mean(1),
        batch=lambda step: batch(drawn(step), subset),
        measure=lambda parameters: {"task_loss": task_losses(parameters, *exam, widths=widths).flatten(0, 1).numpy()},
        measure_at=log_steps(schedule.steps) if measure_at is None else measure_at,
        schedule=schedule,
        checkpoint=checkpoint,
        checkpoint_every=200,
        identity=f"parity side by side, widths {list(widths)} seeds {list(seeds)}",
    )


def log_steps(last: int, *, count: int = 40) -> list[int]:
    """0 and about ``count`` steps evenly spaced in their logarithm, up to ``last``."""
    return [0, *np.unique(np.geomspace(10, last, count).round().astype(int)).tolist()]


def start_count(widths: Sequence[int]) -> int:
    """How many uniform numbers a seed's start is made of: the subsets, the exam's bits, and the first weights."""
    at_least("widths", widths, 1)
    return sum(widths) * (INPUTS + 1) + parity.TASKS * parity.BITS * (1 + EXAMINED)


def started(uniform: torch.Tensor, widths: Sequence[int]) -> tuple[Parameters, torch.Tensor, torch.Tensor]:
    """The first weights, the subsets (seeds, tasks, bits) and the exam's numbers (seeds, tasks, EXAMINED, bits), of
    ``uniform`` (seeds, start_count).

    Weights: ``into`` (seeds, inputs, units), ``threshold`` and ``out`` (seeds, 1, units), ``offset`` (seeds, 1,
    widths). The units of a seed's networks stand side by side: the first network's, then the second's.
    """
    each = parity.TASKS * parity.BITS
    subset, shown, *drawn = uniform.split([each, each * EXAMINED, *(w * (INPUTS + 1) for w in widths)], dim=-1)
    rows = [(2 * own - 1).unflatten(-1, (INPUTS + 1, w)) for own, w in zip(drawn, widths, strict=True)]
    scaled = [(own[:, :-1] * INPUTS**-0.5, own[:, -1:] * w**-0.5) for own, w in zip(rows, widths, strict=True)]
    into, out = (torch.cat(parts, dim=-1) for parts in zip(*scaled, strict=True))
    weights = {
        "into": into,
        "threshold": torch.zeros(len(uniform), 1, sum(widths)),
        "out": out,
        "offset": torch.zeros(len(uniform), 1, len(widths)),
    }
    by_task = (parity.TASKS, parity.BITS)
    return (
        weights,
        parity.subsets(subset.unflatten(-1, by_task)),
        shown.unflatten(-1, (parity.TASKS, EXAMINED, parity.BITS)),
    )


def losses(
    parameters: Parameters, task: torch.Tensor, shown: torch.Tensor, odd: torch.Tensor, *, widths: Sequence[int]
) -> torch.Tensor:
    """(seeds, count, widths): each example's cross-entropy, in nats, by each of its seed's networks.

    ``task`` (seeds, count, tasks), ``shown`` (seeds, count, bits) and ``odd`` (seeds, count): see ``parity.examples``.
    """
    inputs = torch.cat([task, shown], dim=-1)
    hidden = torch.relu(torch.baddbmm(parameters["threshold"], inputs, parameters["into"]))  # (seeds, count, units)
    logit = (hidden * parameters["out"]) @ _belongs(tuple(widths)) + parameters["offset"]
    top = logit.detach().relu()  # so that no exponential is above 1
    return top + torch.log(torch.exp(-top) + torch.exp(logit - top)) - logit * odd[..., None]


@cache
def _belongs(widths: tuple[int, ...]) -> torch.Tensor:
    """(units, widths): 1 where a unit is the network's."""
    return torch.eye(len(widths)).repeat_interleave(torch.tensor(widths), 0)


def batch(uniform: torch.Tensor, subset: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Examples of every seed, task, shown and odd as ``losses`` takes them; tasks by their frequencies. ``uniform``:
    (seeds, count, 1 + bits)."""
    task = parity.tasks_drawn(uniform[..., :1], torch.from_numpy(parity.frequencies()).float())
    return task, *parity.examples(task, uniform[..., 1:], subset)


def examined(uniform: torch.Tensor, subset: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """``shown`` (seeds, tasks, EXAMINED, bits) and ``odd`` (seeds, tasks, EXAMINED) of the exam: each task as often as
    every other. ``uniform``: as ``shown``."""
    return parity.examples(torch.eye(parity.TASKS)[:, None], uniform, subset[:, None])


def task_losses(
    parameters: Parameters, shown: torch.Tensor, odd: torch.Tensor, *, widths: Sequence[int]
) -> torch.Tensor:
    """(seeds, widths, tasks): each network's mean loss on each task of the exam, in bits."""
    each = zip(torch.eye(parity.TASKS), shown.unbind(1), odd.unbind(1), strict=True)  # one at a time fits the cache
    mean = [
        losses(parameters, task.expand(*right.shape, -1), bits, right, widths=widths).mean(1)
        for task, bits, right in each
    ]
    return torch.stack(mean, dim=2) / np.log(2)
