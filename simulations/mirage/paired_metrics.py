"""Two metrics on the same models: how much of the smooth one's change is over before the hard one moves."""

from dataclasses import dataclass

import numpy as np

MOST = 65  # points of the longest pair


@dataclass(frozen=True)
class Pair:
    """What a pair of metrics is called, and the hard metric's floor (its value by chance)."""

    title: str
    scale: str
    hard: str
    smooth: str
    floor: float


PAIRS = {
    "lambada": Pair("LAMBADA, Pythia-1.4B in training", "training step", "accuracy", "ln perplexity", 0.0),
    "arc": Pair("ARC-Challenge, OLMo ladder", "training FLOPs", "accuracy", "bits per byte", 0.25),
    "ipa": Pair("IPA transliteration, open models", "training FLOPs", "exact match", "BLEU", 0.0),
    "mmlu": Pair("MMLU, open models", "training FLOPs", "accuracy", "Brier score", 0.25),
    "arithmetic": Pair("Arithmetic, open models", "training FLOPs", "accuracy", "Brier score", 0.146),
    "combinations": Pair("Conceptual combinations", "training FLOPs", "accuracy", "Brier score", 0.25),
}


@dataclass(frozen=True)
class TwoStories:
    """The two metrics of a pair, seen up to some model: (MOST,) each, unseen and unused places masked.

    ``hard_done`` and ``smooth_done`` are the shares (0 to 1) of each metric's whole change that have been seen; that of
    the hard metric counts from its floor. ``hard_last`` and ``smooth_last`` are the values of the last one seen.
    """

    pair: Pair
    title: str
    scale: np.ma.MaskedArray
    hard: np.ma.MaskedArray
    smooth: np.ma.MaskedArray
    seen: int
    models: int
    hard_done: float
    smooth_done: float
    hard_last: float
    smooth_last: float
    limits: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]


def points(data: dict[str, np.ndarray], name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(scale, hard, smooth), each (n,), of the pair ``name`` in the table two_metrics, in order of scale."""
    if name not in PAIRS:
        raise ValueError(f"pair must be one of {', '.join(PAIRS)}, not {name!r}")
    chosen = data["pair"] == name
    order = np.argsort(data["scale"][chosen], kind="stable")
    return tuple(data[column][chosen][order] for column in ("scale", "hard", "smooth"))


def two_stories(*, pair: str = "lambada", seen_share: float = 1.0, data: dict[str, np.ndarray]) -> TwoStories:
    """Both metrics of ``pair`` up to ``seen_share`` of its models or checkpoints, in order of scale."""
    scale, hard, smooth = points(data, pair)
    n = len(scale)
    seen = max(2, round(seen_share * n))
    hide = np.arange(MOST) >= seen
    spread = [np.ma.masked_array(np.append(v, np.full(MOST - n, v[-1])), hide) for v in (scale, hard, smooth)]
    return TwoStories(
        PAIRS[pair],
        PAIRS[pair].title,
        *spread,
        seen=seen,
        models=n,
        hard_done=change_done(hard, seen, start=PAIRS[pair].floor),
        smooth_done=change_done(smooth, seen),
        hard_last=float(hard[seen - 1]),
        smooth_last=float(smooth[seen - 1]),
        limits=tuple((float(v.min()), float(v.max())) for v in (scale, hard, smooth)),
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
