"""Two metrics on the same models: how much of the smooth one's change is over before the hard one moves."""

from dataclasses import dataclass

import numpy as np

from simulations import check
from simulations.masked import padded

MOST = 65  # points of the longest pair


@dataclass(frozen=True)
class Pair:
    """What a pair of metrics is called, and the hard metric's floor (its value by chance)."""

    title: str
    hard: str
    smooth: str
    floor: float
    scale: str = "training FLOPs"


PAIRS = {
    "lambada": Pair(
        title="LAMBADA, Pythia-1.4B in training",
        scale="training step",
        hard="accuracy",
        smooth="ln perplexity",
        floor=0.0,
    ),
    "arc": Pair(title="ARC-Challenge, OLMo ladder", hard="accuracy", smooth="bits per byte", floor=0.25),
    "ipa": Pair(title="IPA transliteration, open models", hard="exact match", smooth="BLEU", floor=0.0),
    "mmlu": Pair(title="MMLU, open models", hard="accuracy", smooth="Brier score", floor=0.25),
    "arithmetic": Pair(title="Arithmetic, open models", hard="accuracy", smooth="Brier score", floor=0.146),
    "combinations": Pair(title="Conceptual combinations", hard="accuracy", smooth="Brier score", floor=0.25),
}


@dataclass(frozen=True)
class TwoStories:
    """The two metrics of a pair, seen up to some model: (MOST,) each, unseen and unused places masked.

    ``hard_done`` and ``smooth_done`` are the shares (0 to 1) of each metric's whole change that have been seen; that of
    the hard metric counts from its floor. ``hard_last`` and ``smooth_last`` are the values of the last one seen,
    ``scale_limits`` and ``smooth_limits`` the least and the largest of all values, seen or not.
    """

    pair: Pair
    scale: np.ma.MaskedArray
    hard: np.ma.MaskedArray
    smooth: np.ma.MaskedArray
    seen: int
    models: int
    hard_done: float
    smooth_done: float
    hard_last: float
    smooth_last: float
    scale_limits: tuple[float, float]
    smooth_limits: tuple[float, float]


def points(data: dict[str, np.ndarray], name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(scale, hard, smooth), each (n,), of the pair ``name`` in the table two_metrics, in order of scale."""
    check.one_of("pair", name, PAIRS)
    chosen = data["pair"] == name
    order = np.argsort(data["scale"][chosen], kind="stable")
    return tuple(data[column][chosen][order] for column in ("scale", "hard", "smooth"))


def two_stories(*, pair: str = "lambada", seen_share: float = 1.0, data: dict[str, np.ndarray]) -> TwoStories:
    """Both metrics of ``pair`` up to ``seen_share`` of its models or checkpoints, in order of scale."""
    scale, hard, smooth = points(data, pair)
    seen = max(2, round(check.within("seen_share", seen_share, 0, 1) * len(scale)))
    return TwoStories(
        pair=PAIRS[pair],
        scale=padded(scale[:seen], MOST),
        hard=padded(hard[:seen], MOST),
        smooth=padded(smooth[:seen], MOST),
        seen=seen,
        models=len(scale),
        hard_done=change_done(hard, seen, start=PAIRS[pair].floor),
        smooth_done=change_done(smooth, seen),
        hard_last=float(hard[seen - 1]),
        smooth_last=float(smooth[seen - 1]),
        scale_limits=(float(scale.min()), float(scale.max())),
        smooth_limits=(float(smooth.min()), float(smooth.max())),
    )


def change_done(values: np.ndarray, seen: int, *, start: float | None = None) -> float:
    """The share (0 to 1) of the change from ``start``, else the first value, to the last reached by the ``seen``-th."""
    first = values[0] if start is None else start
    whole = values[-1] - first
    return float(np.clip((values[seen - 1] - first) / whole, 0, 1)) if whole else 0.0


def runs_at_floor(hard: np.ndarray, *, floor: float, margin: float = 0.1) -> int:
    """How many first runs stay within ``margin`` of the final gain above the ``floor``."""
    above = hard > floor + margin * (hard[-1] - floor)
    return int(np.argmax(above)) if above.any() else len(hard)


def smooth_share_at_floor(hard: np.ndarray, smooth: np.ndarray, *, floor: float) -> float:
    """The share of the smooth metric's whole change that is over while the hard metric is still at its ``floor``."""
    runs = runs_at_floor(hard, floor=floor)
    return change_done(smooth, runs) if runs else 0.0


def hidden_progress(data: dict[str, np.ndarray]) -> dict[str, tuple[int, float]]:
    """(runs at the floor, share of the fall of bits that is over by then) of each task of the table ladder_tasks."""
    found = {}
    for task in np.unique(data["task"]):
        chance, accuracy, bits = (data[column][data["task"] == task] for column in ("chance", "accuracy", "bits"))
        share = smooth_share_at_floor(accuracy, bits, floor=chance[0])
        found[str(task)] = runs_at_floor(accuracy, floor=chance[0]), share
    return found
