"""Two ways in one network: a layer of linear attention beside a memory, trained on regression in the prompt.

Of a prompt it is shown h = Σ y x / examples, and answers Γ h + Σ value softmax(key · h + bias). The first part can only
work with the prompt; the second can hold what the tasks were.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from simulations.check import one_of, within
from simulations.circuits import memory
from simulations.circuits.draws import EachStep, at_start
from simulations.circuits.ensemble import History, train
from simulations.circuits.optimiser import Parameters, Schedule
from simulations.circuits.regression import NOISE
from simulations.normals import normals
from simulations.streams import EXAMINATION, stream, uniforms

D, EXAMPLES, MOST = memory.DIMENSION, memory.EXAMPLES, max(memory.TASKS)
SLOTS = MOST  # of the memory: room for every task, so that its size is never what decides
BATCH, EXAMINED = 64, 1000
SCHEDULE = Schedule(steps=memory.STEPS, learning_rate=0.01)
DECAY = 0.3  # the penalty on large weights, decoupled, where there is one
START = 0.1  # the spread of the first keys and values


def trained(
    *,
    seeds: Sequence[int],
    tasks: Sequence[int] = memory.TASKS,
    network: str = "both",
    schedule: Schedule = SCHEDULE,
    measure_at: Sequence[int] = memory.AT,
    checkpoint: Path | None = None,
) -> History:
    """Train one network for each of ``seeds`` and each number of ``tasks``, those of the first seed first.

    ``network``: one of ``memory.NETWORKS``. ``measures``: ``new`` and ``known``, (times, runs), the mean squared error
    of w over that of saying nothing. A seed draws the tasks, the first weights and the prompts; few tasks are the
    first of many.
    """
    one_of("network", network, memory.NETWORKS)
    within("tasks", tasks, 1, MOST)
    start = normals(at_start(seeds, (MOST + 2 * SLOTS) * D)).unflatten(-1, (-1, D))
    known, keys, values = start.split([MOST, SLOTS, SLOTS], dim=1)
    shares = torch.stack([_cumulative(count, network) for count in tasks])  # (tasks, MOST)
    drawn = EachStep(seeds, BATCH, 1 + EXAMPLES * (D + 1))
    exam = _exam(seeds, known, shares)
    return train(
        _first_weights(keys, values, len(tasks), network),
        loss=lambda parameters, batch: errors(parameters, *batch),
        batch=lambda step: _batch(drawn(step), known, shares),
        measure=lambda parameters: {group: errors(parameters, *asked).numpy() for group, asked in exam.items()},
        measure_at=measure_at,
        schedule=replace(schedule, weight_decay=DECAY) if network == "penalty" else schedule,
        checkpoint=checkpoint,
        identity=f"memory {network} tasks {list(tasks)} seeds {list(seeds)}",
    )


def answers(parameters: Parameters, seen: torch.Tensor) -> torch.Tensor:
    """(runs, prompts, d): what the networks answer to what was ``seen`` (runs, prompts, d)."""
    said = torch.zeros_like(seen)
    if "attention" in parameters:
        said = said + seen @ parameters["attention"]
    if "key" in parameters:
        fit = seen @ parameters["key"].transpose(1, 2) + parameters["bias"][:, None]
        said = said + fit.softmax(-1) @ parameters["value"]
    return said


def errors(parameters: Parameters, seen: torch.Tensor, asked: torch.Tensor) -> torch.Tensor:
    """(runs,): the mean squared error of the ``asked`` tasks (runs, prompts, d), over that of saying nothing."""
    return (answers(parameters, seen) - asked).square().mean(dim=(1, 2))


def _first_weights(keys: torch.Tensor, values: torch.Tensor, tasks: int, network: str) -> Parameters:
    """Attention at zero; keys and values (seeds, slots, d) small, the same for all networks of a seed."""
    runs = len(keys) * tasks
    attention = {"attention": torch.zeros(runs, D, D)}
    held = {name: START * one.repeat_interleave(tasks, 0) for name, one in (("key", keys), ("value", values))}
    held["bias"] = torch.zeros(runs, SLOTS)
    return {"attention": attention, "memory": held}.get(network, attention | held)


def _cumulative(count: int, network: str) -> torch.Tensor:
    """(MOST,): how often a task is one of the first so many; even, or falling as rank to the power −1."""
    ranks = np.arange(1, MOST + 1)
    weight = np.where(ranks <= count, ranks ** (-1.0 if network == "frequencies" else 0.0), 0)
    return torch.from_numpy(np.cumsum(weight) / weight.sum()).float()


def _batch(uniform: torch.Tensor, known: torch.Tensor, shares: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """What is seen and what is asked, (runs, prompts, d) each, of ``uniform`` (seeds, prompts, 1 + examples (d + 1)):
    tasks of the ``known`` (seeds, MOST, d), as often as ``shares`` (tasks, MOST) say."""
    places = (uniform[:, None, :, :1] >= shares[:, None]).sum(-1).clamp(max=MOST - 1)  # (seeds, tasks, prompts)
    asked = torch.stack([own[at] for own, at in zip(known, places, strict=True)])
    return _seen(normals(uniform[..., 1:]), asked)


def _seen(normal: torch.Tensor, asked: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Σ y x / examples for tasks ``asked`` (seeds, tasks, prompts, d), the same x and noise for all of a seed's."""
    x, noise = normal.unflatten(-1, (EXAMPLES, D + 1)).split([D, 1], dim=-1)  # (seeds, prompts, examples, …)
    cross = x.transpose(-1, -2) @ x / EXAMPLES  # (seeds, prompts, d, d)
    off = NOISE**0.5 * (x.transpose(-1, -2) @ noise)[..., 0] / EXAMPLES
    seen = torch.einsum("spij,stpj->stpi", cross, asked) + off[:, None]
    return seen.flatten(0, 1), asked.flatten(0, 1)


def _exam(seeds: Sequence[int], known: torch.Tensor, shares: torch.Tensor) -> dict:
    """Prompts that no training uses, of new tasks and of the known ones: what is seen and what is asked."""
    uniform = np.stack([uniforms(stream(seed, EXAMINATION), EXAMINED, 1 + EXAMPLES * (D + 1) + D) for seed in seeds])
    rest, own = torch.from_numpy(uniform).split([1 + EXAMPLES * (D + 1), D], dim=-1)
    new = normals(own)[:, None].expand(-1, len(shares), -1, -1)
    return {"new": _seen(normals(rest[..., 1:]), new), "known": _batch(rest, known, shares)}
