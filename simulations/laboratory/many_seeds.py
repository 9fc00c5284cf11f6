"""Twenty models of a size: where each of them ends, and what a few of them would have shown."""

from dataclasses import dataclass
from math import comb

import numpy as np

from simulations.check import one_of, require, whole
from simulations.laboratory.curves import Table, by_seed
from simulations.laboratory.measure import METRICS
from simulations.masked import padded

SHARES = tuple(name for name, metric in METRICS.items() if (metric.low, metric.high) == (0, 1))
BIN = 0.05  # of a score: models within one stand in one pile


@dataclass(frozen=True)
class ManySeeds:
    """One metric of a recipe's models, a share, and what its first ``seeds`` seeds show of it.

    At the ``parameters`` chosen: ``scores`` [models] in the order of their seeds, ``pile`` [models] the middle of the
    BIN that each lies in and ``height`` [models] its place there from below, from 1; ``few_mean`` of the first seeds
    and ``all_mean`` of all; ``gap_from`` and ``gap_to``: the widest gap between two neighbouring scores, with ``below``
    and ``above`` it so many models; ``both``: the chance that ``seeds`` of them, drawn at random, lie on both sides.
    At every size: ``at`` [sizes] parameters, ``every`` [models, sizes], ``few`` and ``all`` [sizes] both means; masked
    past those of the recipe, so that each recipe has as many places as the table has sizes.
    """

    metric: str
    parameters: float
    seeds: int
    scores: np.ndarray
    pile: np.ndarray
    height: np.ndarray
    few_mean: float
    all_mean: float
    gap_from: float
    gap_to: float
    below: int
    above: int
    both: float
    at: np.ma.MaskedArray
    every: np.ma.MaskedArray
    few: np.ma.MaskedArray
    all: np.ma.MaskedArray


def many_seeds(
    models: Table, *, panel: str = "uniform", parameters: float = 13_140, seeds: int = 5, metric: str = "exact_match"
) -> ManySeeds:
    """The models of ``panel`` at one size, the first ``seeds`` of them set apart, by a ``metric`` that is a share.

    Raises ``ValueError`` for a panel, metric, size or number of seeds that there is not, and where a model has none.
    """
    at, held = by_seed(models, "parameters", one_of("metric", metric, SHARES), panel)
    every = held.filled(np.nan)
    require(np.isfinite(every).all(), "models", "have a score for every seed and size", metric)
    column = list(at).index(one_of("parameters", float(parameters), [float(size) for size in at]))
    count = int(whole("seeds", seeds, 1, len(every)))
    scores = every[:, column]
    pile, height = piled(scores)
    ranked = np.sort(scores)
    below = int(np.argmax(np.diff(ranked))) + 1
    above = len(scores) - below
    places = len(np.unique(models["parameters"]))
    return ManySeeds(
        metric=metric,
        parameters=float(parameters),
        seeds=count,
        scores=scores,
        pile=pile,
        height=height,
        few_mean=float(scores[:count].mean()),
        all_mean=float(scores.mean()),
        gap_from=float(ranked[below - 1]),
        gap_to=float(ranked[below]),
        below=below,
        above=above,
        both=1 - (comb(below, count) + comb(above, count)) / comb(len(scores), count),
        at=padded(at, places),
        every=np.ma.stack([padded(row, places) for row in every]),
        few=padded(every[:count].mean(0), places),
        all=padded(every.mean(0), places),
    )


def piled(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The middle of the BIN that each score of 0 to 1 lies in, and its place there among those before it, from 1."""
    number = np.minimum(np.floor(scores / BIN + 1e-9), round(1 / BIN) - 1)  # a score of 1 lies in the last
    height = np.array([np.sum(number[: i + 1] == one) for i, one in enumerate(number)])
    return (number + 0.5) * BIN, height
