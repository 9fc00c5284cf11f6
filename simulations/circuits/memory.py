"""What comes, and goes: a network that may work with the prompt or remember the tasks, step by step of its training.

The task is :mod:`simulations.circuits.regression`'s. The networks were trained by ``memory_network``.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from simulations.check import one_of
from simulations.data import table

DIMENSION, EXAMPLES = 8, 32
TASKS = (8, 16, 32, 64, 128, 256)
# Both parts; each alone; both, with a penalty on large weights; both, on tasks of unlike frequencies.
NETWORKS = ("both", "attention", "memory", "penalty", "frequencies")
SEEDS = range(3)
STEPS = 1000
AT = (0, *np.unique(np.geomspace(1, STEPS, 40).round().astype(int)).tolist())


@dataclass(frozen=True)
class Memory:
    """One shipped training.

    ``steps``: (times,). ``new``, ``known``: (times,), the error on new tasks and on those trained on, 1 being that of
    saying nothing. ``least_new``: the least error on new tasks, first reached at ``least_at``; ``last_new``,
    ``last_known``: at the end. ``tasks``: how many were trained on.
    """

    steps: NDArray
    new: NDArray
    known: NDArray
    least_new: float
    least_at: int
    last_new: float
    last_known: float
    tasks: int


def training(*, tasks: int, network: str = "both", seed: int = 0) -> Memory:
    """The shipped training of a ``network``, one of NETWORKS, on so many ``tasks``, one of TASKS."""
    rows = _rows()
    chosen = (
        (rows["network"] == one_of("network", network, NETWORKS))
        & (rows["tasks"] == one_of("tasks", tasks, TASKS))
        & (rows["seed"] == one_of("seed", seed, SEEDS))
    )
    steps, new, known = (rows[name][chosen] for name in ("step", "new", "known"))
    least = int(new.argmin())
    return Memory(
        steps=steps,
        new=new,
        known=known,
        least_new=float(new[least]),
        least_at=int(steps[least]),
        last_new=float(new[-1]),
        last_known=float(known[-1]),
        tasks=tasks,
    )


def lost(*, tasks: int, network: str = "both") -> NDArray:
    """(seeds,): how many times as large the error on new tasks is at the end as it was at its least."""
    runs = [training(tasks=tasks, network=network, seed=seed) for seed in SEEDS]
    return np.array([run.last_new / run.least_new for run in runs])


@cache
def _rows() -> dict[str, NDArray]:
    return table("memory_training")
