"""Train many small networks at once: every parameter has a leading axis of runs, and one program moves them all.

The loss is summed over runs, and the optimiser works element by element, so no run sees another: the same as training
them one after the other, and several times faster for networks this small.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from simulations import checkpoint as checkpoints
from simulations.circuits.optimiser import Parameters, Schedule, first_state, update


@dataclass(frozen=True)
class History:
    """What a training left. ``steps``: (times,). ``measures``: name → array (times, runs, ...). ``parameters``: name →
    tensor (runs, ...), as they are at the end."""

    steps: np.ndarray
    measures: dict[str, np.ndarray]
    parameters: Parameters


def train(
    parameters: Parameters,
    *,
    loss: Callable[[Parameters, Any], torch.Tensor],
    batch: Callable[[int], Any],
    measure: Callable[[Parameters], dict[str, np.ndarray]],
    measure_at: Sequence[int],
    schedule: Schedule,
    checkpoint: Path | None = None,
    checkpoint_every: int = 100,
    identity: str = "",
) -> History:
    """Move ``parameters`` down ``loss(parameters, batch(step))``, a loss for each run, and measure at the steps given.

    With a ``checkpoint`` path the state is written there every ``checkpoint_every`` steps, whole or not at all; a
    training that was killed goes on from it, and ends bit for bit where it would have ended. ``identity`` says what is
    being trained; a checkpoint of anything else is refused with ``ValueError``, and a damaged one set aside. A loss
    that is not finite raises ``FloatingPointError`` that names the run, the step and what to change.
    """
    parameters = {name: value.detach().clone().requires_grad_(True) for name, value in parameters.items()}
    averages, records = first_state(parameters, schedule), []
    identity = f"{identity} {schedule}"
    saved = checkpoints.resume(checkpoint, identity=identity)
    if saved is not None:
        records = _restored(*saved, parameters, averages)
    wanted = set(measure_at)
    with _one_thread():
        for step in range(int(averages["step"]), schedule.steps + 1):
            if step in wanted:
                with torch.no_grad():
                    records.append((step, measure(parameters)))
            if step == schedule.steps:
                break
            losses, gradients = losses_and_gradients(parameters, batch(step), loss)
            _require_finite(losses, step, schedule)
            update(parameters, gradients, averages, schedule)
            if checkpoint and (step + 1) % checkpoint_every == 0:
                tensors, facts = _state(parameters, averages, records)
                checkpoints.write(checkpoint, tensors, facts | {"identity": identity})
    names = records[0][1] if records else {}
    measures = {name: np.stack([values[name] for _, values in records]) for name in names}
    return History(np.array([step for step, _ in records]), measures, {k: v.detach() for k, v in parameters.items()})


def losses_and_gradients(
    parameters: Parameters, batch: Any, loss: Callable[[Parameters, Any], torch.Tensor]
) -> tuple[torch.Tensor, Parameters]:
    """Each run's loss (runs,), and its gradient by the parameters' names."""
    losses = loss(parameters, batch)
    gradients = torch.autograd.grad(losses.sum(), list(parameters.values()))
    return losses.detach(), dict(zip(parameters, gradients, strict=True))


def _state(parameters: Parameters, averages: Parameters, records) -> tuple[dict[str, torch.Tensor], dict]:
    """All that a restart needs, as tensors and facts for a checkpoint."""
    tensors = {f"parameters.{name}": value for name, value in parameters.items()}
    tensors |= {f"optimiser.{name}": value for name, value in averages.items()}
    for number, (_, values) in enumerate(records):
        tensors |= {f"record.{number}.{name}": torch.from_numpy(np.asarray(value)) for name, value in values.items()}
    return tensors, {"recorded": [[at, list(values)] for at, values in records]}


@torch.no_grad()
def _restored(tensors: dict[str, torch.Tensor], facts: dict, parameters: Parameters, averages: Parameters) -> list:
    """The records so far, with ``parameters`` and ``averages`` set as they were."""
    for kind, held in (("parameters", parameters), ("optimiser", averages)):
        for name, value in held.items():
            value.copy_(tensors[f"{kind}.{name}"])
    return [
        (at, {name: tensors[f"record.{number}.{name}"].numpy() for name in names})
        for number, (at, names) in enumerate(facts["recorded"])
    ]


@contextmanager
def _one_thread() -> Iterator[None]:
    """Networks this small gain nothing from more threads, and the last bits of a sum depend on how many share it."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _require_finite(losses: torch.Tensor, step: int, schedule: Schedule) -> None:
    if torch.isfinite(losses).all():
        return
    losses = losses.flatten()
    run = int((~torch.isfinite(losses)).nonzero()[0])
    raise FloatingPointError(
        f"the loss of run {run} is {float(losses[run])} at step {step}: "
        f"use a learning_rate below {schedule.learning_rate:g}, or clip gradients (clip is {schedule.clip:g})"
    )
