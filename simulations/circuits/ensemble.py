"""Train many small networks at once: every parameter has a leading axis of runs, and one program moves them all.

The loss is summed over runs, and the optimiser works element by element, so no run sees another: the same as training
them one after the other, and several times faster for networks this small.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from simulations import checkpoint as checkpoints
from simulations.check import one_of, require

Parameters = dict[str, torch.Tensor]
OPTIMISERS = ("adam", "sgd")


@dataclass(frozen=True)
class History:
    """What a training left. ``steps``: (times,). ``measures``: name → array (times, runs, ...). ``parameters``: name →
    tensor (runs, ...), as they are at the end."""

    steps: np.ndarray
    measures: dict[str, np.ndarray]
    parameters: Parameters


@dataclass(frozen=True)
class Schedule:
    """How to train. ``steps``: updates. ``optimiser``: one of OPTIMISERS, ``"sgd"`` being plain gradient descent on the
    batch. ``learning_rate``: of either. ``betas``, ``weight_decay`` (decoupled, as in AdamW): Adam's. ``clip``: largest
    norm of one run's gradient, 0 for none. ``warm_up``: updates in which the rate climbs. Raises ``ValueError`` for
    another optimiser, and for weight decay without Adam."""

    steps: int
    learning_rate: float
    betas: tuple[float, float] = (0.9, 0.98)
    weight_decay: float = 0.0
    clip: float = 0.0
    warm_up: int = 0
    optimiser: str = "adam"

    def __post_init__(self):
        one_of("optimiser", self.optimiser, OPTIMISERS)
        decays = not self.weight_decay or self.optimiser == "adam"
        require(decays, "weight_decay", f"be 0 with {self.optimiser}", self.weight_decay)


def train(
    parameters: Parameters,
    *,
    loss: Callable[[Parameters, object], torch.Tensor],
    batch: Callable[[Sequence[np.random.Generator]], object],
    measure: Callable[[Parameters], dict[str, np.ndarray]],
    measure_at: Sequence[int],
    schedule: Schedule,
    rngs: Sequence[np.random.Generator],
    checkpoint: Path | None = None,
    checkpoint_every: int = 100,
    identity: str = "",
) -> History:
    """Move ``parameters`` down ``loss(parameters, batch(rngs))``, a loss for each run, and measure at the steps given.

    With a ``checkpoint`` path the state is written there every ``checkpoint_every`` steps, whole or not at all; a
    training that was killed goes on from it, and ends bit for bit where it would have ended. ``identity`` says what is
    being trained; a checkpoint of anything else is refused with ``ValueError``, and a damaged one set aside. A loss
    that is not finite raises ``FloatingPointError`` that names the run, the step and what to change.
    """
    parameters = {name: value.detach().clone().requires_grad_(True) for name, value in parameters.items()}
    optimiser = _optimiser(parameters, schedule)
    identity = f"{identity} {schedule}"
    saved = checkpoints.resume(checkpoint, identity=identity)
    start, records = (0, []) if saved is None else _restored(*saved, parameters, optimiser, rngs)
    wanted = set(measure_at)
    with _one_thread():
        for step in range(start, schedule.steps + 1):
            if step in wanted:
                with torch.no_grad():
                    records.append((step, measure(parameters)))
            if step == schedule.steps:
                break
            _update(parameters, loss(parameters, batch(rngs)), optimiser, schedule, step)
            if checkpoint and (step + 1) % checkpoint_every == 0:
                tensors, facts = _state(step + 1, parameters, optimiser, rngs, records)
                checkpoints.write(checkpoint, tensors, facts | {"identity": identity})
    names = records[0][1] if records else {}
    measures = {name: np.stack([values[name] for _, values in records]) for name in names}
    return History(np.array([step for step, _ in records]), measures, {k: v.detach() for k, v in parameters.items()})


def _state(step: int, parameters: Parameters, optimiser, rngs, records) -> tuple[dict[str, torch.Tensor], dict]:
    """All that a restart before update ``step`` needs, as tensors and facts for a checkpoint."""
    tensors = {f"parameters.{name}": value for name, value in parameters.items()}
    for index, averages in optimiser.state_dict()["state"].items():
        tensors |= {f"optimiser.{index}.{name}": value for name, value in averages.items() if value is not None}
    for number, (_, values) in enumerate(records):
        tensors |= {f"record.{number}.{name}": torch.from_numpy(np.asarray(value)) for name, value in values.items()}
    facts = {
        "step": step,
        "rngs": [rng.bit_generator.state for rng in rngs],
        "recorded": [[at, list(values)] for at, values in records],
    }
    return tensors, facts


@torch.no_grad()
def _restored(tensors: dict[str, torch.Tensor], facts: dict, parameters: Parameters, optimiser, rngs):
    """(step, records): where to go on, with ``parameters``, ``optimiser`` and ``rngs`` set as they were."""
    for name, value in parameters.items():
        value.copy_(tensors[f"parameters.{name}"])
    averages: dict[int, dict[str, torch.Tensor]] = {}
    for name, value in tensors.items():
        if name.startswith("optimiser."):
            _, index, part = name.split(".")
            averages.setdefault(int(index), {})[part] = value
    optimiser.load_state_dict(optimiser.state_dict() | {"state": averages})
    for rng, state in zip(rngs, facts["rngs"], strict=True):
        rng.bit_generator.state = state
    return facts["step"], [
        (at, {name: tensors[f"record.{number}.{name}"].numpy() for name in names})
        for number, (at, names) in enumerate(facts["recorded"])
    ]


def _optimiser(parameters: Parameters, schedule: Schedule) -> torch.optim.Optimizer:
    if schedule.optimiser == "sgd":
        return torch.optim.SGD(parameters.values(), schedule.learning_rate)
    return torch.optim.AdamW(
        parameters.values(), schedule.learning_rate, schedule.betas, weight_decay=schedule.weight_decay
    )


@contextmanager
def _one_thread() -> Iterator[None]:
    """Networks this small gain nothing from more threads, and the last bits of a sum depend on how many share it."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _update(parameters: Parameters, losses: torch.Tensor, optimiser, schedule: Schedule, step: int) -> None:
    if not torch.isfinite(losses).all():
        losses = losses.detach().flatten()
        run = int((~torch.isfinite(losses)).nonzero()[0])
        raise FloatingPointError(
            f"the loss of run {run} is {float(losses[run])} at step {step}: "
            f"use a learning_rate below {schedule.learning_rate:g}, or clip gradients (clip is {schedule.clip:g})"
        )
    for group in optimiser.param_groups:
        group["lr"] = schedule.learning_rate * min(1.0, (step + 1) / max(1, schedule.warm_up))
    optimiser.zero_grad(set_to_none=True)
    losses.sum().backward()
    if schedule.clip:
        _clip_each_run(parameters, schedule.clip)
    optimiser.step()


def _clip_each_run(parameters: Parameters, largest: float) -> None:
    gradients = [value.grad for value in parameters.values()]
    squares = sum(g.flatten(1).square().sum(1) for g in gradients)  # (runs,)
    scale = (largest / squares.sqrt().clamp_min(1e-12)).clamp_max(1.0)
    for g in gradients:
        g.mul_(scale.view(-1, *[1] * (g.dim() - 1)))
