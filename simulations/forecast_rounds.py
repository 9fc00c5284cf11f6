"""The rounds of the forecast game: sweeps of models, what is asked of them, and how many of them the player sees."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from simulations.data import table
from simulations.forecasting import world


@dataclass(frozen=True)
class Round:
    """One sweep and its question, under two measures: the test's own and a smoother one.

    ``levels``: the level asked for, own and smoother; the smoother level is what that measure reads about where the own
    one passes its level. ``shown``: how many of the smallest models the player sees. ``falls``: the smoother measure
    falls as models improve. ``chance``: what guessing scores on the own measure. ``answer_length``: tokens an answer,
    where the smoother measure is the accuracy of one token; else 0.
    """

    key: str
    title: str
    unit: str
    measures: tuple[str, str]
    levels: tuple[float, float]
    limits: tuple[tuple[float, float], tuple[float, float]]
    shown: int
    chance: float
    falls: bool
    answer_length: int = 0


ROUNDS = (
    Round(
        "practice",
        "Practice: a simulated ten-token answer",
        "parameters",
        ("exact match", "token accuracy"),
        (0.5, 0.933),
        ((0, 1), (0, 1)),
        9,
        0.0,
        False,
        10,
    ),
    Round(
        "addition",
        "Addition, the book's laboratory",
        "parameters",
        ("exact match", "digit accuracy"),
        (0.5, 0.9),
        ((0, 1), (0, 1)),
        3,
        0.0,
        False,
        9,
    ),
    Round(
        "hellaswag",
        "HellaSwag, OLMo ladder",
        "training FLOPs",
        ("accuracy", "bits per byte"),
        (0.6, 0.775),
        ((0, 1), (0.6, 1.1)),
        5,
        0.25,
        True,
    ),
    Round(
        "arc",
        "ARC-Challenge, OLMo ladder",
        "training FLOPs",
        ("accuracy", "bits per byte"),
        (0.4, 0.9),
        ((0, 0.6), (0.6, 1.6)),
        5,
        0.25,
        True,
    ),
    Round(
        "lambada",
        "LAMBADA while Pythia-1.4B trains",
        "training tokens",
        ("accuracy", "log perplexity"),
        (0.3, 4.0),
        ((0, 0.7), (0, 16)),
        4,
        0.0,
        True,
    ),
    Round(
        "intent",
        "Intent recognition, BIG-G",
        "parameters",
        ("accuracy", "accuracy (no smoother measure was published)"),
        (0.6, 0.6),
        ((0, 1), (0, 1)),
        7,
        0.1429,
        False,
    ),
    Round(
        "hindu",
        "Hindu knowledge, BIG-G",
        "parameters",
        ("accuracy", "accuracy (no smoother measure was published)"),
        (0.45, 0.45),
        ((0, 0.7), (0, 0.7)),
        10,
        0.25,
        False,
    ),
)
TITLES = {entry.title: entry.key for entry in ROUNDS}


def sweep(key: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scale, own measure and smoother measure of a round's models, smallest first."""
    if key in _OWN:
        return _OWN[key]()
    rows = _table()
    chosen = rows["round"] == key
    if not chosen.any():
        raise ValueError(f"key must be one of {[entry.key for entry in ROUNDS]}, got {key!r}")
    own, smoother = rows["own"][chosen], rows["smoother"][chosen]
    return rows["scale"][chosen], own, np.where(np.isnan(smoother), own, smoother)


@cache
def _table() -> dict[str, np.ndarray]:
    return table("forecast_rounds")


def _practice() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    scale = np.geomspace(1e6, 1e10, 17)
    token_accuracy, exact = world(scale, law="independent tokens", answer_length=10)
    return scale, rng.binomial(200, exact) / 200, rng.binomial(2000, token_accuracy) / 2000


@cache
def _addition() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The laboratory's main panel: means over the seeds that ended well, by size."""
    rows = table("arithmetic_models")
    kept = (rows["panel"] == "main") & (rows["status"] == "ok")
    scale, which = np.unique(rows["parameters"][kept], return_inverse=True)
    count = np.bincount(which)
    means = [np.bincount(which, rows[name][kept]) / count for name in ("exact_match", "digit_accuracy")]
    return scale, *means


_OWN = {"practice": _practice, "addition": _addition}
