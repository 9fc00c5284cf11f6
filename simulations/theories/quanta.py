"""Quanta: skills that are learned whole or not at all, the commonest first, and the smooth loss that they add up to.

The model of michaud2023quantization: skill k is needed by a share p_k ∝ k^−(α+1) of all samples; a sample costs
``before`` nats until its skill is learned and ``after`` from then on.
"""

from dataclasses import dataclass

import numpy as np

from simulations.laws import zipf

RESOURCES = ("parameters", "data")
BENCHMARK_SKILLS = 300  # a benchmark draws its tasks from the commonest 300 skills


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
    learned: np.ndarray
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
    return after + (before - after) * first / exponent * np.asarray(learned, float) ** -exponent


def learned_by_parameters(parameters, *, cost: float = 1e6) -> np.ndarray:
    """How many skills fit: one for each ``cost`` parameters."""
    return np.floor(np.asarray(parameters, float) / cost)


def learned_from_samples(samples, *, exponent: float, needed: float = 1e3) -> np.ndarray:
    """How many skills occur at least ``needed`` times among ``samples``: the last n with p_n · samples ≥ needed."""
    commonest = zipf.frequency(1, exponent=exponent) * np.asarray(samples, float)  # how often it occurs
    return np.floor((commonest / needed) ** (1 / (exponent + 1)) * (1 + 1e-12))


def predicted_exponent(exponent: float, *, resource: str) -> float:
    """The exponent of the loss: α in parameters, α / (α + 1) in data."""
    if resource not in RESOURCES:
        raise ValueError(f"resource must be one of {', '.join(RESOURCES)}, not {resource!r}")
    return exponent if resource == "parameters" else zipf.exponent_in_data(exponent)


def benchmark_ranks(tasks: int, *, rng: np.random.Generator) -> np.ndarray:
    """The skills that a benchmark of ``tasks`` tasks asks for: different ranks, log-uniform over the commonest 300."""
    if not 1 <= tasks <= BENCHMARK_SKILLS:
        raise ValueError(f"tasks must lie from 1 to {BENCHMARK_SKILLS}, not {tasks!r}")
    ranks = np.arange(1, BENCHMARK_SKILLS + 1)
    return np.sort(rng.choice(ranks, size=tasks, replace=False, p=(1 / ranks) / (1 / ranks).sum()))


def quanta(*, exponent: float = 0.4, resource: str = "parameters", benchmark_tasks: int = 1, seed: int = 0) -> Quanta:
    """Loss, single tasks and a benchmark over decades of ``resource`` (michaud2023quantization)."""
    predicted = predicted_exponent(exponent, resource=resource)
    if resource == "parameters":
        sizes = np.logspace(6, 11, 151)
        learned = learned_by_parameters(sizes * (1 + 1e-12))
        smooth = sizes / 1e6
    else:
        sizes = np.logspace(4, 11, 151)
        learned = learned_from_samples(sizes, exponent=exponent)
        smooth = (zipf.frequency(1, exponent=exponent) * sizes / 1e3) ** (1 / (exponent + 1))
    loss = mean_loss(learned, exponent=exponent)
    shown = np.array([1, 10, 100])
    asked = benchmark_ranks(benchmark_tasks, rng=np.random.default_rng(seed))
    benchmark = (learned[None] >= asked[:, None]).mean(axis=0)
    return Quanta(
        sizes=sizes,
        learned=learned,
        loss=loss,
        closed_form=power_law_loss(smooth, exponent=exponent),
        benchmark=benchmark,
        tasks=(learned[None] >= shown[:, None]).astype(float),
        task_ranks=shown,
        predicted=predicted,
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
