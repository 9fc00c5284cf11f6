"""Looking up and working out: linear regression in a prompt, after training on few or on many tasks.

A task is a vector w, normal in ``dimension`` numbers. A prompt shows ``examples`` pairs x, y = w·x + noise, and asks
for w. *Looking up* is the posterior mean over the tasks that were trained on, *working out* the posterior mean over all
tasks, which is ridge regression [raventos2023pretraining]. One layer of *linear attention* answers Γ Σ y x / examples;
training it is a least-squares problem, whose solution for endless prompts of the known tasks stands here in closed form
[lu2025asymptotic].
"""

import itertools
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from simulations.check import above, one_of, whole
from simulations.data import table

NOISE = 0.25  # the noise's variance
DIMENSIONS = (2, 4, 8)
PER_DIMENSION = (1, 2, 4)  # examples in a prompt, for each dimension
TASKS = tuple(2**power for power in range(13))
WAYS = ("looking_up", "linear_attention", "working_out")


@dataclass(frozen=True)
class Prompts:
    """What is known of the tasks from prompts: ``cross``: (prompts, d, d), Σ x xᵀ; ``along``: (prompts, d), Σ y x."""

    cross: NDArray
    along: NDArray


def prompts(asked: NDArray, *, examples: int, noise: float = NOISE, rng: np.random.Generator) -> Prompts:
    """A prompt for each of the tasks ``asked`` (prompts, d)."""
    whole("examples", examples, 1)
    x = rng.standard_normal((len(asked), examples, asked.shape[1]))
    y = np.einsum("pkd,pd->pk", x, asked) + np.sqrt(above("noise", noise)) * rng.standard_normal(x.shape[:2])
    return Prompts(np.einsum("pkd,pke->pde", x, x), np.einsum("pkd,pk->pd", x, y))


def working_out(seen: Prompts, *, noise: float = NOISE) -> NDArray:
    """(prompts, d): ridge regression, the posterior mean of a task that may be any normal vector."""
    ridged = seen.cross + noise * np.eye(seen.cross.shape[-1])
    return np.linalg.solve(ridged, seen.along[..., None])[..., 0]


def looking_up(seen: Prompts, known: NDArray, *, noise: float = NOISE) -> NDArray:
    """(prompts, d): the posterior mean of a task that must be one of the ``known`` (tasks, d)."""
    squares = np.einsum("mi,mj->mij", known, known).reshape(len(known), -1)
    fit = (seen.along @ known.T - 0.5 * seen.cross.reshape(len(seen.cross), -1) @ squares.T) / noise
    weight = np.exp(fit - fit.max(axis=1, keepdims=True))
    return weight @ known / weight.sum(axis=1, keepdims=True)


def trained_attention(known: NDArray, *, examples: int, noise: float = NOISE) -> NDArray:
    """Γ (d, d): one layer of linear attention, trained on endless prompts of the ``known`` tasks (tasks, d).

    With h = Σ y x / examples and R the mean of w wᵀ, E w hᵀ = R, and E h hᵀ = (1 + 1/examples) R + (tr R +
    noise)/examples · 1 for normal x; Γ is the first times the inverse of the second.
    """
    tasks, d = known.shape
    spread = known.T @ known / tasks
    seen = (1 + 1 / examples) * spread + (np.trace(spread) + noise) / examples * np.eye(d)
    return np.linalg.solve(seen, spread).T


def errors(
    known: NDArray, *, examples: int, new: bool, count: int, noise: float = NOISE, rng: np.random.Generator
) -> dict[str, float]:
    """Each way's mean squared error of w, over that of saying nothing, on ``count`` prompts of ``new`` tasks or of the
    ``known`` (tasks, d)."""
    tasks, d = known.shape
    asked = rng.standard_normal((count, d)) if new else known[rng.integers(tasks, size=count)]
    seen = prompts(asked, examples=examples, noise=noise, rng=rng)
    answers = {
        "looking_up": looking_up(seen, known, noise=noise),
        "linear_attention": seen.along / examples @ trained_attention(known, examples=examples, noise=noise).T,
        "working_out": working_out(seen, noise=noise),
    }
    return {way: float(((answer - asked) ** 2).sum() / d / count) for way, answer in answers.items()}


def measured(*, rng: np.random.Generator, count: int = 200, drawn: int = 2048) -> dict[str, NDArray]:
    """The table: a row for each dimension, prompt length and number of tasks; each way's error on new and known tasks.

    Over ``count`` prompts for each of as many draws of the tasks as make up ``drawn``, at least 4 and at most 100."""
    names = ["dimension", "examples", "tasks", *(f"{group}_{way}" for group in ("new", "known") for way in WAYS)]
    rows = []
    for d, per, tasks in itertools.product(DIMENSIONS, PER_DIMENSION, TASKS):
        row = [d, per * d, tasks]
        for new in (True, False):
            pools = (rng.standard_normal((tasks, d)) for _ in range(int(np.clip(drawn / tasks, 4, 100))))
            found = [errors(known, examples=per * d, new=new, count=count, rng=rng) for known in pools]
            row += [np.mean([one[way] for one in found]) for way in WAYS]
        rows.append(row)
    return dict(zip(names, np.transpose(rows), strict=True))


@dataclass(frozen=True)
class Diversity:
    """Each way's error against the number of known tasks, 1 being that of saying nothing.

    ``tasks``: (counts,). ``new``, ``known``: way → (counts,), on new tasks and on known ones. ``dimension``,
    ``examples``: of the prompts. ``at``: the number of tasks chosen; ``*_new``, ``*_known``: the errors there.
    """

    tasks: NDArray
    new: dict[str, NDArray]
    known: dict[str, NDArray]
    dimension: int
    examples: int
    at: int
    looking_up_new: float
    linear_attention_new: float
    working_out_new: float
    looking_up_known: float
    linear_attention_known: float
    working_out_known: float


def diversity(*, tasks: int, dimension: int = 8, per_dimension: int = 2) -> Diversity:
    """The shipped errors for prompts of ``per_dimension`` examples for each ``dimension``, at ``tasks`` known tasks."""
    now = TASKS.index(one_of("tasks", tasks, TASKS))
    new, known = _shipped(dimension, per_dimension)
    return Diversity(
        tasks=np.array(TASKS),
        new=new,
        known=known,
        dimension=dimension,
        examples=per_dimension * dimension,
        at=tasks,
        **{f"{way}_new": float(new[way][now]) for way in WAYS},
        **{f"{way}_known": float(known[way][now]) for way in WAYS},
    )


def _shipped(dimension: int, per_dimension: int) -> tuple[dict[str, NDArray], dict[str, NDArray]]:
    one_of("dimension", dimension, DIMENSIONS)
    one_of("per_dimension", per_dimension, PER_DIMENSION)
    rows = _rows()
    chosen = (rows["dimension"] == dimension) & (rows["examples"] == per_dimension * dimension)
    return tuple({way: rows[f"{group}_{way}"][chosen] for way in WAYS} for group in ("new", "known"))


@cache
def _rows() -> dict[str, NDArray]:
    return table("regression_tasks")
