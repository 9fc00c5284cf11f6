"""Train multitask sparse parity: every width and seed in one program, with narrow networks padded by zeros."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from simulations import parity
from simulations.circuits.ensemble import History, Parameters, Schedule, train

WIDTHS = (4, 8, 16, 32, 64, 128, 256)
SCHEDULE = Schedule(steps=2000, learning_rate=0.01)
BATCH = 500


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
        loss=lambda parameters, x: losses(parameters, x, widths=len(widths)).mean(-1),
        batch=partial(batch, subset=subset),
        measure=partial(_task_loss, exam=exam, widths=len(widths)),
        measure_at=log_steps(schedule.steps) if measure_at is None else measure_at,
        schedule=schedule,
        rngs=rngs,
        checkpoint=checkpoint,
        checkpoint_every=200,
        identity=f"parity widths {list(widths)} seeds {list(seeds)}",
    )


def log_steps(last: int, *, count: int = 40) -> list[int]:
    """0 and about ``count`` steps evenly spaced in their logarithm, up to ``last``."""
    return [0, *np.unique(np.geomspace(10, last, count).round().astype(int)).tolist()]


def initial(widths: Sequence[int], seeds: Sequence[int]) -> Parameters:
    """``into`` (runs, inputs, widest), ``threshold`` (runs, 1, widest), ``out`` (runs, widest, 1), ``offset``
    (runs, 1, 1).

    A network narrower than the widest has zeros beyond its width: a unit that is all zeros has no gradient, and stays.
    """
    if min(widths) < 1:
        raise ValueError(f"widths = {list(widths)} must all be 1 or more")
    inputs, widest = parity.TASKS + parity.BITS, max(widths)
    into = np.zeros((len(seeds), len(widths), inputs, widest), dtype=np.float32)
    out = np.zeros((len(seeds), len(widths), widest, 1), dtype=np.float32)
    for s, seed in enumerate(seeds):
        rng = np.random.default_rng([seed, 3])
        for w, width in enumerate(widths):
            into[s, w, :, :width] = rng.uniform(-1, 1, (inputs, width)) * inputs**-0.5
            out[s, w, :width] = rng.uniform(-1, 1, (width, 1)) * width**-0.5
    runs = len(seeds) * len(widths)
    return {
        "into": torch.from_numpy(into.reshape(runs, inputs, widest)),
        "threshold": torch.zeros(runs, 1, widest),
        "out": torch.from_numpy(out.reshape(runs, widest, 1)),
        "offset": torch.zeros(runs, 1, 1),
    }


def losses(parameters: Parameters, examples, *, widths: int) -> torch.Tensor:
    """(runs, count): each example's cross-entropy, in nats. ``examples``: inputs (seeds, count, inputs), odd (seeds,
    count), each shown to all widths of its seed."""
    inputs, odd = (part.repeat_interleave(widths, 0) for part in examples)
    hidden = torch.relu(torch.baddbmm(parameters["threshold"], inputs, parameters["into"]))
    logit = torch.baddbmm(parameters["offset"], hidden, parameters["out"])[..., 0]
    return binary_cross_entropy_with_logits(logit, odd, reduction="none")


def batch(rngs: Sequence[np.random.Generator], *, subset: Sequence[np.ndarray], size: int = BATCH):
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


def _task_loss(parameters: Parameters, *, exam, widths: int) -> dict[str, np.ndarray]:
    each = losses(parameters, exam, widths=widths)  # (runs, tasks·500)
    return {"task_loss": (each.view(len(each), parity.TASKS, -1).mean(-1) / np.log(2)).numpy()}
