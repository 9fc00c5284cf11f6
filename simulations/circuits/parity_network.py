"""Train multitask sparse parity: every width and seed in one program, the networks of a seed side by side."""

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from simulations.check import at_least
from simulations.circuits import parity
from simulations.circuits.ensemble import History, Parameters, Schedule, train

WIDTHS = (4, 8, 16, 32, 64, 128, 256)
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
    subset = [parity.subsets(rng=np.random.default_rng([seed, 0])) for seed in seeds]
    rngs = [np.random.default_rng([seed, 1]) for seed in seeds]
    everyone = np.repeat(np.arange(parity.TASKS), 500)
    exam = _stacked(
        [_example(everyone, s, np.random.default_rng([seed, 2])) for s, seed in zip(subset, seeds, strict=True)]
    )
    return train(
        initial(widths, seeds),
        loss=lambda parameters, x: losses(parameters, x, widths=widths).mean(1),
        batch=partial(batch, subset=subset),
        measure=partial(_task_loss, exam=exam, widths=widths),
        measure_at=log_steps(schedule.steps) if measure_at is None else measure_at,
        schedule=schedule,
        rngs=rngs,
        checkpoint=checkpoint,
        checkpoint_every=200,
        identity=f"parity side by side, widths {list(widths)} seeds {list(seeds)}",
    )


def log_steps(last: int, *, count: int = 40) -> list[int]:
    """0 and about ``count`` steps evenly spaced in their logarithm, up to ``last``."""
    return [0, *np.unique(np.geomspace(10, last, count).round().astype(int)).tolist()]


def initial(widths: Sequence[int], seeds: Sequence[int]) -> Parameters:
    """``into`` (seeds, inputs, units), ``threshold`` and ``out`` (seeds, 1, units), ``offset`` (seeds, 1, widths).

    The units of a seed's networks stand side by side: the first network's, then the second's.
    """
    at_least("widths", widths, 1)
    inputs = parity.TASKS + parity.BITS
    into, out = [], []
    for seed in seeds:
        rng = np.random.default_rng([seed, 3])
        drawn = [(rng.uniform(-1, 1, (inputs, w)) * inputs**-0.5, rng.uniform(-1, 1, (1, w)) * w**-0.5) for w in widths]
        into.append(np.concatenate([first for first, _ in drawn], axis=1))
        out.append(np.concatenate([last for _, last in drawn], axis=1))
    return {
        "into": torch.from_numpy(np.stack(into).astype(np.float32)),
        "threshold": torch.zeros(len(seeds), 1, sum(widths)),
        "out": torch.from_numpy(np.stack(out).astype(np.float32)),
        "offset": torch.zeros(len(seeds), 1, len(widths)),
    }


def losses(parameters: Parameters, examples, *, widths: Sequence[int]) -> torch.Tensor:
    """(seeds, count, widths): each example's cross-entropy, in nats, by each of its seed's networks.

    ``examples``: inputs (seeds, count, inputs) and odd (seeds, count).
    """
    inputs, odd = examples
    hidden = torch.relu(torch.baddbmm(parameters["threshold"], inputs, parameters["into"]))  # (seeds, count, units)
    logit = (hidden * parameters["out"]) @ _belongs(tuple(widths)) + parameters["offset"]
    return binary_cross_entropy_with_logits(logit, odd[..., None].expand_as(logit), reduction="none")


@cache
def _belongs(widths: tuple[int, ...]) -> torch.Tensor:
    """(units, widths): 1 where a unit is the network's."""
    return torch.eye(len(widths)).repeat_interleave(torch.tensor(widths), 0)


def batch(rngs: Sequence[np.random.Generator], *, subset: Sequence[np.ndarray], size: int = parity.BATCH):
    """Fresh examples of every seed: inputs (seeds, size, inputs), odd (seeds, size); tasks by their frequencies."""
    cumulative = parity.frequencies().cumsum()
    drawn = []
    for rng, own in zip(rngs, subset, strict=True):
        task = np.searchsorted(cumulative, rng.random(size)).clip(max=parity.TASKS - 1)
        drawn.append(_example(task, own, rng))
    return _stacked(drawn)


def _example(task: np.ndarray, subset: np.ndarray, rng: np.random.Generator):
    return parity.examples(task, subset=subset, rng=rng)


def _stacked(drawn) -> tuple[torch.Tensor, torch.Tensor]:
    inputs, odd = zip(*drawn, strict=True)
    return torch.from_numpy(np.stack(inputs)), torch.from_numpy(np.stack(odd))


def _task_loss(parameters: Parameters, *, exam, widths: Sequence[int]) -> dict[str, np.ndarray]:
    each = losses(parameters, exam, widths=widths)  # (seeds, tasks·500, widths)
    mean = each.unflatten(1, (parity.TASKS, -1)).mean(2)  # (seeds, tasks, widths)
    return {"task_loss": (mean.transpose(1, 2).flatten(0, 1) / np.log(2)).numpy()}
