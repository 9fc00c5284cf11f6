"""The rounds of the forecast game: sweeps of models, what is asked of them, and how many of them the player sees."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from simulations.check import one_of
from simulations.data import table
from simulations.laws.forecasting import world


@dataclass(frozen=True)
class Measure:
    """One way to score a sweep.

    ``level``: the level asked for. ``limits``: of the drawing's axis. ``chance``: what guessing scores. ``falls``: it
    falls as models improve.
    """

    name: str
    level: float
    limits: tuple[float, float] = (0.0, 1.0)
    chance: float = 0.0
    falls: bool = False


@dataclass(frozen=True)
class Round:
    """One sweep and its question, under the test's ``own`` measure and a ``smoother`` one (None: none was published).

    The smoother level is what that measure reads about where the own one passes its level. ``shown``: how many of the
    smallest models the player sees. ``answer_length``: tokens an answer, where the smoother measure is the accuracy of
    one token; else 0.
    """

    key: str
    title: str
    unit: str
    own: Measure
    smoother: Measure | None
    shown: int
    answer_length: int = 0

    def measure(self, smoother: bool) -> Measure:
        """The smoother measure if it is asked for and there is one, else the test's own."""
        return self.smoother if smoother and self.smoother else self.own


ROUNDS = (
    Round(
        key="practice",
        title="Practice: a simulated ten-token answer",
        unit="parameters",
        own=Measure(name="exact match", level=0.5),
        smoother=Measure(name="token accuracy", level=0.933),
        shown=9,
        answer_length=10,
    ),
    Round(
        key="addition",
        title="Addition, the book's laboratory",
        unit="parameters",
        own=Measure(name="exact match", level=0.5),
        smoother=Measure(name="digit accuracy", level=0.9),
        shown=3,
        answer_length=9,
    ),
    Round(
        key="hellaswag",
        title="HellaSwag, OLMo ladder",
        unit="training FLOPs",
        own=Measure(name="accuracy", level=0.6, chance=0.25),
        smoother=Measure(name="bits per byte", level=0.775, limits=(0.6, 1.1), falls=True),
        shown=10,
    ),
    Round(
        key="arc",
        title="ARC-Challenge, OLMo ladder",
        unit="training FLOPs",
        own=Measure(name="accuracy", level=0.4, limits=(0, 0.6), chance=0.25),
        smoother=Measure(name="bits per byte", level=0.9, limits=(0.6, 1.6), falls=True),
        shown=10,
    ),
    Round(
        key="lambada",
        title="LAMBADA while Pythia-1.4B trains",
        unit="training tokens",
        own=Measure(name="accuracy", level=0.3, limits=(0, 0.7)),
        smoother=Measure(name="log perplexity", level=4.0, limits=(0, 16), falls=True),
        shown=4,
    ),
    Round(
        key="intent",
        title="Intent recognition, BIG-G",
        unit="parameters",
        own=Measure(name="accuracy", level=0.6, chance=1 / 7),
        smoother=None,
        shown=7,
    ),
    Round(
        key="hindu",
        title="Hindu knowledge, BIG-G",
        unit="parameters",
        own=Measure(name="accuracy", level=0.45, limits=(0, 0.7), chance=0.25),
        smoother=None,
        shown=10,
    ),
)
TITLES = {entry.title: entry.key for entry in ROUNDS}


def named(key: str) -> Round:
    """The round of that key."""
    rounds = {entry.key: entry for entry in ROUNDS}
    return rounds[one_of("game", key, rounds)]


def sweep(key: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scale, own measure and smoother measure of a round's models, smallest first (no smoother one: the own again)."""
    if key in _OWN:
        return _OWN[key]()
    rows, chosen = _table(), _table()["round"] == named(key).key
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
