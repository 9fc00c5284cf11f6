"""The same answers under the metric that the reader picks: trained models' predictions, scored again item by item."""

from dataclasses import dataclass

import numpy as np

from simulations import check
from simulations.laws.resolution import clopper_pearson


@dataclass(frozen=True)
class Rescored:
    """Scores (sizes,) of one model a size on ``items`` problems, with 95% intervals ``low`` and ``high``.

    ``floor`` is how many sizes cannot be told from the smallest, itself included.
    """

    parameters: np.ndarray
    score: np.ndarray
    low: np.ndarray
    high: np.ndarray
    floor: int


def item_scores(*, right: np.ndarray, edits: np.ndarray, brier: np.ndarray, log_probs: np.ndarray) -> dict:
    """What each answer earns under each metric, by name, from arrays (..., items, tokens); ``edits`` is (..., items).

    Exact match is 0 or 1, token accuracy a share, edit distance a count of tokens, the Brier score a mean over tokens,
    the log-likelihood the whole answer's, in nats and with its sign turned, so that it is a cost like the two before.
    """
    return {
        "exact match": right.all(axis=-1).astype(float),
        "token accuracy": right.mean(axis=-1),
        "edit distance": edits.astype(float),
        "Brier score": brier.mean(axis=-1),
        "log-likelihood": -log_probs.sum(axis=-1),
    }


def rescored(
    *, metric: str = "exact match", items: int = 64, seed: int = 0, scores: dict, parameters: np.ndarray
) -> Rescored:
    """The first ``items`` problems of ``scores[metric]`` (sizes, seeds, problems), for the models of one ``seed``.

    Intervals are Clopper–Pearson's for exact match, and the normal one of a mean for the rest. Raises ``ValueError``
    for a metric, a seed or a number of items that is not there.
    """
    check.one_of("metric", metric, scores)
    all_items = scores[metric]
    _, seeds, most = all_items.shape
    check.whole("items", items, 2, most)
    check.whole("seed", seed, 0, seeds - 1)
    drawn = all_items[:, seed, :items]
    score = drawn.mean(axis=1)
    if metric == "exact match":
        low, high = clopper_pearson(np.rint(score * items), items)
    else:
        half = 1.96 * drawn.std(axis=1, ddof=1) / np.sqrt(items)
        low, high = np.maximum(score - half, 0.0), score + half
    return Rescored(parameters=parameters, score=score, low=low, high=high, floor=_floor(low, high))


def _floor(low: np.ndarray, high: np.ndarray) -> int:
    """How many sizes from the smallest have intervals that all overlap the smallest one's."""
    apart = (low > high[0]) | (high < low[0])
    return int(np.argmax(apart)) if apart.any() else len(low)
