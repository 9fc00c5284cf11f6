"""Quanta: skills that are learned whole or not at all, the commonest first, and the smooth loss that they add up to.

The model of michaud2023quantization: skill k is needed by a share p_k ∝ k^−(α+1) of all samples; a sample costs
``before`` nats until its skill is learned and ``after`` from then on.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulations import check
from simulations.laws import zipf

BENCHMARK_SKILLS = 300  # a benchmark draws its tasks from the commonest 300 skills
STEEPEST = 50  # exponents lie below it: past it, the loss on the last two decades is less than floats hold


@dataclass(frozen=True)
class Quanta:
    """Loss and benchmark over ``sizes`` (points,) of one resource: parameters, or training samples.

    ``loss`` (points,) is the mean over all samples, in nats, and ``closed_form`` its power law; ``benchmark``
    (points,) the share of a benchmark's tasks that are learned, ``tasks`` (shown, points) the same for a few tasks
    alone and ``task_ranks`` (shown,) their ranks. ``predicted`` is the exponent that the model predicts and ``slope``
    the one measured on the last two decades of ``loss``. ``jump`` is the benchmark's
    largest rise within a tenth of a decade.
    """

    sizes: np.ndarray
    loss: np.ndarray
    closed_form: np.ndarray
    benchmark: np.ndarray
    tasks: np.ndarray
    task_ranks: np.ndarray
    predicted: float
    slope: float
    jump: float


def mean_loss(learned, *, exponent: float, before: float = 1.0, after: float = 0.0) -> np.ndarray:
    """L_n in nats when the ``learned`` commonest skills are known: the exact sum."""
    return after + (before - after) * zipf.rarer_share(learned, exponent=exponent)


def power_law_loss(learned, *, exponent: float, before: float = 1.0, after: float = 0.0) -> np.ndarray:
    """The closed form that L_n tends to: a + (b − a) / (α ζ(α+1)) · n^−α."""
    first = zipf.frequency(1, exponent=exponent)
    check.above("learned", learned)
    return after + (before - after) * first / exponent * np.asarray(learned, float) ** -exponent


def skills_in_parameters(parameters, *, exponent: float, cost: float = 1e6) -> np.ndarray:
    """How many skills fit, a fraction of the last one too: one for each ``cost`` parameters, whatever the exponent."""
    return np.asarray(parameters, float) / cost


def skills_in_samples(samples, *, exponent: float, needed: float = 1e3) -> np.ndarray:
    """How many skills occur ``needed`` times or more among ``samples``: the n, with its fraction, of p_n · samples =
    ``needed``.
    """
    commonest = zipf.frequency(1, exponent=exponent) * np.asarray(samples, float)  # how often it occurs
    return (commonest / needed) ** (1 / (exponent + 1))


def learned(skills) -> np.ndarray:
    """The whole skills among so many."""
    return np.floor(np.asarray(skills, float) * (1 + 1e-12))  # a whole number may come out a hair too small


@dataclass(frozen=True)
class Resource:
    """What skills are bought with: the ``sizes`` (points,) shown, how many ``skills`` they buy, and the exponent of the
    ``loss`` where that of the skills' frequencies is α.
    """

    sizes: np.ndarray
    skills: Callable
    loss: Callable


RESOURCES = {
    "parameters": Resource(sizes=np.logspace(6, 11, 151), skills=skills_in_parameters, loss=lambda exponent: exponent),
    "data": Resource(sizes=np.logspace(4, 11, 151), skills=skills_in_samples, loss=zipf.exponent_in_data),
}


def benchmark_ranks(tasks: int, *, rng: np.random.Generator) -> np.ndarray:
    """The skills that a benchmark of ``tasks`` tasks asks for: different ranks, log-uniform over the commonest 300."""
    check.whole("tasks", tasks, 1, BENCHMARK_SKILLS)
    ranks = np.arange(1, BENCHMARK_SKILLS + 1)
    return np.sort(rng.choice(ranks, size=tasks, replace=False, p=(1 / ranks) / (1 / ranks).sum()))


def quanta(*, exponent: float = 0.4, resource: str = "parameters", benchmark_tasks: int = 1, seed: int = 0) -> Quanta:
    """Loss, single tasks and a benchmark over decades of ``resource`` (michaud2023quantization)."""
    check.one_of("resource", resource, RESOURCES)
    check.between("exponent", exponent, 0, STEEPEST)
    bought = RESOURCES[resource]
    sizes, skills = bought.sizes, bought.skills(bought.sizes, exponent=exponent)
    known = learned(skills)
    loss = mean_loss(known, exponent=exponent)
    shown = np.array([1, 10, 100])
    asked = benchmark_ranks(benchmark_tasks, rng=np.random.default_rng(check.whole("seed", seed, 0)))
    benchmark = (known >= asked[:, None]).mean(axis=0)
    return Quanta(
        sizes=sizes,
        loss=loss,
        closed_form=power_law_loss(skills, exponent=exponent),
        benchmark=benchmark,
        tasks=(known >= shown[:, None]).astype(float),
        task_ranks=shown,
        predicted=bought.loss(exponent),
        slope=float(_last_slope(sizes, loss)),
        jump=float(_largest_rise(sizes, benchmark)),
    )


def _last_slope(sizes, loss):
    last = sizes >= sizes[-1] / 100
    return -np.polyfit(np.log(sizes[last]), np.log(loss[last]), 1)[0]


def _largest_rise(sizes, score):
    # within a tenth of a decade
    reach = max(1, round(0.1 / np.log10(sizes[1] / sizes[0])))
    return np.max(score[reach:] - score[:-reach])
