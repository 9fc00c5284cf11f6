"""A control and a ruler for noise: the same size trained twice, and the last checkpoints of one training."""

from dataclasses import dataclass

import numpy as np

from simulations.check import above, one_of, require, whole
from simulations.remeasured.pythia import SIZES, Run, run

# The two 2.8B files hold results of one model up to step 43,000, and of nearly one model after it.
TRAINED_TWICE = tuple(size for size in SIZES if size != "2.8B")
LATE = 3_000  # steps: before, accuracies of different sizes can hardly be told apart


@dataclass(frozen=True)
class TwiceTrained:
    """One size on the Pile without duplicates against the same on the Pile, from step 1 on.

    ``tokens`` (26,); ``distance`` (26,) the first's accuracy less the second's, in standard errors of a difference,
    masked where there is none. Of all sizes that were TRAINED_TWICE, from step 3,000 on: ``root_mean_square`` of such
    distances, ``mean``, and the share ``beyond_two``.
    """

    tokens: np.ndarray
    distance: np.ma.MaskedArray
    root_mean_square: float
    mean: float
    beyond_two: float


def distances(size: str, task: str) -> np.ma.MaskedArray:
    """(27,) accuracy without duplicates less accuracy with them, in standard errors of a difference of two tests.

    Masked where there is no error.
    """
    with_, without = run(size, "the Pile"), run(size, "the Pile without duplicates")
    one_of("task", task, with_.accuracies)
    error = np.hypot(with_.errors(task), without.errors(task))
    difference = without.accuracies[task] - with_.accuracies[task]
    return np.ma.masked_array(difference / np.where(error > 0, error, 1), error == 0)


def gap(size: str, first: int, last: int) -> float:
    """The typical distance (median, nats) of two trainings' log-perplexities over the steps ``first`` to ``last``."""
    with_, without = run(size, "the Pile"), run(size, "the Pile without duplicates")
    there = (with_.step >= first) & (with_.step <= last)
    require(there.any(), "first and last", "have a checkpoint between them", (first, last))
    return float(np.median(np.abs(with_.log_perplexity - without.log_perplexity)[there]))


def twice_trained(*, task: str = "LAMBADA", size: str = "12B") -> TwiceTrained:
    """The distances of one ``size`` on ``task``, and what those of all sizes come to late in training."""
    one = run(size)
    late = np.ma.concatenate([distances(each, task)[one.step >= LATE] for each in TRAINED_TWICE]).compressed()
    return TwiceTrained(
        tokens=one.tokens[1:],
        distance=distances(size, task)[1:],
        root_mean_square=float(np.sqrt(np.mean(late**2))),
        mean=float(late.mean()),
        beyond_two=float(np.mean(np.abs(late) > 2)),
    )


def signal_to_noise(across: np.ndarray, last: np.ndarray) -> float:
    """How far models lie apart against how much one of them wanders (heineman2025signal).

    ``across``: scores of different models; ``last``: those of one model at its last checkpoints. The signal is the
    largest distance over the mean, the noise the standard deviation over the mean. Infinite without noise.
    """
    across, last = np.asarray(above("across", across), dtype=float), np.asarray(above("last", last), dtype=float)
    require(across.size and last.size, "across and last", "hold at least one score", (across.shape, last.shape))
    noise = last.std() / last.mean()
    return float(np.ptp(across) / across.mean() / noise) if noise else float("inf")


def noise_in_errors(one: Run, task: str, *, last: int = 7) -> float:
    """How far the ``last`` checkpoints scatter about their straight line, in standard errors of one accuracy."""
    one_of("task", task, one.accuracies)
    whole("last", last, 3, len(one.step))
    step, accuracy = one.step[-last:], one.accuracies[task][-last:]
    rest = accuracy - np.polyval(np.polyfit(step, accuracy, 1), step)
    return float(np.sqrt(np.sum(rest**2) / (last - 2)) / one.errors(task)[-last:].mean())
