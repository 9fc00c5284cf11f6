"""Multitask sparse parity: many small skills, each used at its own rate, that a network learns one by one.

An example names a task and shows some bits; the answer is the parity of the three bits that belong to the task. Tasks
come with frequencies that fall as a power of their rank [michaud2023quantization].
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from simulations.check import at_least, require, whole
from simulations.circuits import choices
from simulations.data import table

TASKS = 12
BITS = 20
BATCH = 500  # examples a step


def frequencies(*, tasks: int = TASKS, exponent: float = 0.4) -> np.ndarray:
    """(tasks,): how often each comes, in proportion to rank^−(exponent + 1), summing to one."""
    rank = np.arange(1, at_least("tasks", tasks, 1) + 1)
    return rank ** -(exponent + 1.0) / (rank ** -(exponent + 1.0)).sum()


def subsets(uniform: Any, *, size: int = 3) -> Any:
    """(..., tasks, bits): 1 at the bits whose parity each task asks for, ``size`` of them in each row, else 0; of
    ``uniform`` of the same shape, on numpy arrays and on tensors."""
    whole("size", size, 1, uniform.shape[-1])
    return uniform * 0 + (choices.ranks(uniform) < size)


def tasks_drawn(uniform: Any, frequency: Any) -> Any:
    """(..., tasks): 1 at the task that each of ``uniform`` (..., 1) draws by ``frequency`` (tasks,), else 0."""
    number = (uniform >= frequency.cumsum(-1)[:-1]).sum(-1)
    drawn = uniform * 0 + frequency * 0
    for task in range(frequency.shape[-1]):
        drawn[..., task] = number == task
    return drawn


def examples(task: Any, uniform: Any, subset: Any) -> tuple[Any, Any]:
    """``shown`` (..., count, bits), bits as ±1, and ``odd`` (..., count), 0 or 1, of ``uniform`` (..., count, bits).

    ``task``: (..., count, tasks), as of :func:`tasks_drawn`. ``subset``: (..., tasks, bits), as of :func:`subsets`.
    With subset (0, 2, 3) the bits 1 1 0 1 … have parity 1+0+1 = 0: even.
    """
    bits = uniform * 0 + (uniform >= 0.5)
    ones = ((task @ subset) * bits).sum(-1)  # of the task's own
    even = choices.floored(ones / 2, bits.shape[-1] // 2 + 1)
    return 2 * bits - 1, ones - 2 * even


def learned(task_loss: np.ndarray, *, below: float = 0.5) -> np.ndarray:
    """How many tasks have a loss under ``below`` bits; the last axis is tasks."""
    return (np.asarray(task_loss) < below).sum(axis=-1)


@dataclass(frozen=True)
class Run:
    """Losses along training or along width.

    ``along``: (points,), steps or widths. ``task_loss``: (points, tasks), bits; 1 is a coin toss. ``total``: (points,),
    weighed by frequency. ``frequency``: (tasks,). ``learned_at``: (tasks,), the first point from which the task's loss
    is under half a bit, masked when it never is. ``inverse_frequency``: (tasks,), the same if it were in proportion to
    1/frequency, through the first task. ``task``: the one picked out, from 1, with its losses ``picked`` (points,) and
    the point ``picked_at`` from which it is learned, not a number when it never is. ``learned``: how many tasks are
    learned at the end; ``final``: the total there. ``steps``: how many the training had.
    """

    along: np.ndarray
    task_loss: np.ndarray
    total: np.ndarray
    frequency: np.ndarray
    learned_at: np.ma.MaskedArray
    inverse_frequency: np.ndarray
    task: int
    picked: np.ndarray
    learned: int
    final: float
    picked_at: float
    steps: int

    @property
    def tasks(self) -> int:
        """How many there are."""
        return len(self.frequency)


def by_step(*, width: int = 256, seed: int = 0, task: int = 1) -> Run:
    """The shipped training of one network: each task's loss and the total at every recorded step."""
    rows = _rows()
    chosen = (rows["width"] == _of(rows, "width", width)) & (rows["seed"] == _of(rows, "seed", seed))
    return _run(rows, np.flatnonzero(chosen), rows["step"], task)


@dataclass(frozen=True)
class Optimisers:
    """When one seed's widest network learns its tasks, by optimiser. ``frequency``: (tasks,). ``adam``, ``sgd``:
    (tasks,), how many examples of its own a task had been shown when it was learned, masked when it never was.
    ``adam_power``, ``sgd_power``: the power of the frequency with which the step of learning goes."""

    frequency: np.ndarray
    adam: np.ma.MaskedArray
    sgd: np.ma.MaskedArray
    adam_power: float
    sgd_power: float


def optimisers(*, seed: int = 0, adam_rate: float = 0.01, sgd_rate: float = 1.0) -> Optimisers:
    """The shipped trainings of one seed by Adam and by plain gradient descent, at learning rates that were trained."""
    adam, sgd = (_learned_with(name, rate, seed) for name, rate in (("adam", adam_rate), ("sgd", sgd_rate)))
    often = frequencies()
    return Optimisers(
        frequency=often,
        adam=BATCH * often * adam,
        sgd=BATCH * often * sgd,
        adam_power=power_of(adam, often),
        sgd_power=power_of(sgd, often),
    )


def power_of(learned_at: np.ma.MaskedArray, frequency: np.ndarray) -> float:
    """The power of the frequency with which ``learned_at`` (tasks,) goes: −1 where every task needs as many examples of
    its own. A line in log-log, through the tasks that are learned."""
    at = np.ma.masked_invalid(learned_at)
    there = ~np.ma.getmaskarray(at)
    return float(np.polyfit(np.log(frequency[there]), np.log(at[there].astype(float)), 1)[0])


def _learned_with(optimiser: str, rate: float, seed: int) -> np.ma.MaskedArray:
    rows = table("parity_optimisers")
    rows = {name: values[rows["optimiser"] == optimiser] for name, values in rows.items()}
    at_rate = rows["learning_rate"] == _of(rows, "learning_rate", rate, f"{optimiser}_rate")
    chosen = at_rate & (rows["seed"] == _of(rows, "seed", seed))
    return np.ma.masked_invalid([rows[f"task{i + 1}"][chosen][0] for i in range(TASKS)])


def by_width(*, seed: int = 0, task: int = 1) -> Run:
    """The shipped networks of one seed at the end of training, by width."""
    rows = _rows()
    chosen = (rows["seed"] == _of(rows, "seed", seed)) & (rows["step"] == rows["step"].max())
    return _run(rows, np.flatnonzero(chosen), rows["width"], task)


@cache
def _rows() -> dict[str, np.ndarray]:
    return table("parity_training")


def _of(rows: dict[str, np.ndarray], column: str, value: float, name: str = ""):
    known = np.unique(rows[column])
    return require(value in known, name or column, f"be one of {', '.join(f'{one:g}' for one in known)}", value)


def _run(rows: dict[str, np.ndarray], chosen: np.ndarray, axis: np.ndarray, task: int) -> Run:
    whole("task", task, 1, TASKS)
    chosen = chosen[np.argsort(axis[chosen], kind="stable")]
    task_loss = np.stack([rows[f"task{i + 1}"][chosen] for i in range(TASKS)], axis=1)
    frequency, along = frequencies(), axis[chosen]
    at = learned_at(task_loss, along)
    return Run(
        along=along,
        task_loss=task_loss,
        total=task_loss @ frequency,
        frequency=frequency,
        learned_at=at,
        inverse_frequency=at[0] * frequency[0] / np.ma.asarray(frequency),  # masked where the first is not learned
        task=task,
        picked=task_loss[:, task - 1],
        learned=int(learned(task_loss[-1])),
        final=float(task_loss[-1] @ frequency),
        picked_at=float(at.astype(float).filled(np.nan)[task - 1]),
        steps=int(rows["step"].max()),
    )


def learned_at(task_loss: np.ndarray, along: np.ndarray, *, below: float = 0.5) -> np.ma.MaskedArray:
    """(tasks,): the first of ``along`` (points,) from which a task's loss (points, tasks) stays under ``below`` bits,
    masked when it does not end so."""
    stays = np.flip(np.logical_and.accumulate(np.flip(task_loss < below, 0), axis=0), 0)
    first = stays.argmax(axis=0)
    return np.ma.array(along[first], mask=~stays[-1])
