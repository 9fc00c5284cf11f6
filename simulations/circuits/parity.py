"""Multitask sparse parity: many small skills, each used at its own rate, that a network learns one by one.

An example names a task and shows some bits; the answer is the parity of the three bits that belong to the task. Tasks
come with frequencies that fall as a power of their rank [michaud2023quantization].
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from simulations.data import table
from simulations.laws.rise import crossing

TASKS = 12
BITS = 20
BATCH = 500  # examples a step


def frequencies(*, tasks: int = TASKS, exponent: float = 0.4) -> np.ndarray:
    """(tasks,): how often each comes, in proportion to rank^−(exponent + 1), summing to one."""
    if tasks < 1:
        raise ValueError(f"tasks = {tasks} must be 1 or more")
    rank = np.arange(1, tasks + 1)
    return rank ** -(exponent + 1.0) / (rank ** -(exponent + 1.0)).sum()


def subsets(*, tasks: int = TASKS, bits: int = BITS, size: int = 3, rng: np.random.Generator) -> np.ndarray:
    """(tasks, size): the bits whose parity each task asks for, different within a task."""
    if not 1 <= size <= bits:
        raise ValueError(f"size = {size} must be 1 to the number of bits, {bits}")
    return np.array([rng.choice(bits, size, replace=False) for _ in range(tasks)])


def examples(task: np.ndarray, *, subset: np.ndarray, bits: int = BITS, rng: np.random.Generator):
    """``inputs`` (count, tasks + bits), a one-hot task and then the bits as ±1, and ``odd`` (count,), 0 or 1.

    With subset (0, 2, 3) the bits 1 1 0 1 … have parity 1+0+1 = 0: even.
    """
    shown = rng.integers(0, 2, (len(task), bits))
    odd = np.take_along_axis(shown, subset[task], axis=1).sum(axis=1) % 2
    code = np.eye(len(subset), dtype=np.float32)[task]
    return np.concatenate([code, 2 * shown - 1], axis=1, dtype=np.float32), odd.astype(np.float32)


def learned(task_loss: np.ndarray, *, below: float = 0.5) -> np.ndarray:
    """How many tasks have a loss under ``below`` bits; the last axis is tasks."""
    return (np.asarray(task_loss) < below).sum(axis=-1)


@dataclass(frozen=True)
class Run:
    """Losses along training or along width.

    ``along``: (points,), steps or widths. ``task_loss``: (points, tasks), bits; 1 is a coin toss. ``total``: (points,),
    weighed by frequency. ``frequency``: (tasks,). ``learned_at``: (tasks,), the first point from which the task's loss
    is under half a bit, masked when it never is. ``inverse_frequency``: (tasks,), the same if it were in proportion to
    1/frequency, through the first task. ``task``: the one picked out, from 1, with its losses ``picked`` (points,).
    ``learned``: how many tasks are learned at the end; ``final``: the total there. ``picked_at``: in words.
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
    picked_at: str

    @property
    def tasks(self) -> int:
        """How many there are."""
        return len(self.frequency)


def by_step(*, width: int = 256, seed: int = 0, task: int = 1) -> Run:
    """The shipped training of one network: each task's loss and the total at every recorded step."""
    rows = _rows()
    chosen = (rows["width"] == width) & (rows["seed"] == seed)
    if not chosen.any():
        raise ValueError(
            f"no run of width {width}, seed {seed}; there are {np.unique(rows['width'])}, {np.unique(rows['seed'])}"
        )
    return _run(rows, np.flatnonzero(chosen), rows["step"], task, "step")


def decades_to_fall(loss: np.ndarray, along: np.ndarray, *, high: float, low: float) -> float:
    """How many decades of ``along`` (points,) a loss takes from ``high`` to ``low``, where it first passes each, on
    straight lines in log between the points; infinite when it does not get so low. What lies at 0 is left out."""
    there = along > 0
    high_at, low_at = (crossing(along[there], -loss[there], level=-level) for level in (high, low))
    return float(np.log10(low_at / high_at))


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
    return Optimisers(often, BATCH * often * adam, BATCH * often * sgd, power_of(adam, often), power_of(sgd, often))


def power_of(learned_at: np.ma.MaskedArray, frequency: np.ndarray) -> float:
    """The power of the frequency with which ``learned_at`` (tasks,) goes: −1 where every task needs as many examples of
    its own. A line in log-log, through the tasks that are learned."""
    at = np.ma.masked_invalid(learned_at)
    there = ~np.ma.getmaskarray(at)
    return float(np.polyfit(np.log(frequency[there]), np.log(at[there].astype(float)), 1)[0])


def _learned_with(optimiser: str, rate: float, seed: int) -> np.ma.MaskedArray:
    rows = table("parity_optimisers")
    chosen = (rows["optimiser"] == optimiser) & (rows["learning_rate"] == rate) & (rows["seed"] == seed)
    if chosen.sum() != 1:
        rates = sorted(set(rows["learning_rate"][rows["optimiser"] == optimiser]))
        raise ValueError(f"no run of {optimiser} at rate {rate}, seed {seed}; there are rates {rates} and seeds 0 to 4")
    return np.ma.masked_invalid([rows[f"task{i + 1}"][chosen][0] for i in range(TASKS)])


def by_width(*, seed: int = 0, task: int = 1) -> Run:
    """The shipped networks of one seed at the end of training, by width."""
    rows = _rows()
    chosen = (rows["seed"] == seed) & (rows["step"] == rows["step"].max())
    if not chosen.any():
        raise ValueError(f"no run of seed {seed}; there are {np.unique(rows['seed'])}")
    return _run(rows, np.flatnonzero(chosen), rows["width"], task, "width")


@cache
def _rows() -> dict[str, np.ndarray]:
    return table("parity_training")


def _run(rows: dict[str, np.ndarray], chosen: np.ndarray, axis: np.ndarray, task: int, unit: str) -> Run:
    if not 1 <= task <= TASKS:
        raise ValueError(f"task = {task} must be 1 to {TASKS}")
    chosen = chosen[np.argsort(axis[chosen], kind="stable")]
    task_loss = np.stack([rows[f"task{i + 1}"][chosen] for i in range(TASKS)], axis=1)
    frequency, along = frequencies(), axis[chosen]
    at = learned_at(task_loss, along)
    return Run(
        along,
        task_loss,
        task_loss @ frequency,
        frequency,
        at,
        at[0] * frequency[0] / np.ma.asarray(frequency),  # masked where the first task is not learned
        task,
        task_loss[:, task - 1],
        int(learned(task_loss[-1])),
        float(task_loss[-1] @ frequency),
        "not learned here" if at[task - 1] is np.ma.masked else f"learned by {unit} {at[task - 1]:,.0f}",
    )


def learned_at(task_loss: np.ndarray, along: np.ndarray, *, below: float = 0.5) -> np.ma.MaskedArray:
    """(tasks,): the first of ``along`` (points,) from which a task's loss (points, tasks) stays under ``below`` bits,
    masked when it does not end so."""
    stays = np.flip(np.logical_and.accumulate(np.flip(task_loss < below, 0), axis=0), 0)
    first = stays.argmax(axis=0)
    return np.ma.array(along[first], mask=~stays[-1])
