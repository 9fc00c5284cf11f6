"""The same answers under the metric that the reader picks: trained models' predictions, scored again item by item."""

from dataclasses import dataclass

import numpy as np

from simulations.laws.resolution import clopper_pearson

METRICS = ("exact match", "token accuracy", "edit distance", "Brier score", "log-likelihood")


@dataclass(frozen=True)
class Rescored:
    """Scores (sizes,) of one model a size on ``items`` problems, with 95% intervals ``low`` and ``high``.

    ``floor`` says in words how many sizes cannot be told from the score of the smallest, ``top`` is the largest
    model's score in words.
    """

    parameters: np.ndarray
    score: np.ndarray
    low: np.ndarray
    high: np.ndarray
    floor: str
    top: str


def item_scores(*, right: np.ndarray, edits: np.ndarray, brier: np.ndarray, log_probs: np.ndarray) -> dict:
    """What each answer earns under each of METRICS, from arrays (..., items, tokens); ``edits`` is (..., items).

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
    if metric not in scores:
        raise ValueError(f"metric must be one of {', '.join(scores)}; not {metric!r}")
    all_items = scores[metric]
    if not 2 <= items <= all_items.shape[2] or not 0 <= seed < all_items.shape[1]:
        most, last = all_items.shape[2], all_items.shape[1] - 1
        raise ValueError(f"items from 2 to {most} and seed from 0 to {last}, not {items!r} and {seed!r}")
    drawn = all_items[:, seed, :items]
    score = drawn.mean(axis=1)
    if metric == "exact match":
        low, high = clopper_pearson(np.rint(score * items), items)
    else:
        half = 1.96 * drawn.std(axis=1, ddof=1) / np.sqrt(items)
        low, high = np.maximum(score - half, 0.0), score + half
    return Rescored(parameters, score, low, high, _floor(low, high), _words(metric, score[-1]))


def _floor(low: np.ndarray, high: np.ndarray) -> str:
    """How many sizes from the smallest have intervals that all overlap the smallest one's."""
    apart = (low > high[0]) | (high < low[0])
    count = int(np.argmax(apart)) if apart.any() else len(low)
    if count == len(low):
        return f"all {count} sizes"
    return f"only the smallest of {len(low)} sizes" if count == 1 else f"the {count} smallest of {len(low)} sizes"


def _words(metric: str, score: float) -> str:
    if metric in ("exact match", "token accuracy"):
        return f"{score:.0%}"
    return f"{score:.2f}" + {"edit distance": " digits", "log-likelihood": " nats of cost"}.get(metric, "")
