"""The forecast game: real sweeps with their large models hidden, a guess, the truth and a score."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from simulations.data import table
from simulations.forecasting import crossing, fitted_line, score, world
from simulations.magnitudes import powers

POINTS = 20  # rows that every round is padded to


@dataclass(frozen=True)
class Round:
    """One sweep and its question, under two measures: the test's own and a smoother one.

    ``levels``: the level asked for, own and smoother; the smoother level is what that measure reads about where the own
    one passes its level. ``shown``: how many of the smallest models the player sees. ``falls``: the smoother measure
    falls as models improve. ``chance``: what guessing scores on the own measure.
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


@dataclass(frozen=True)
class Play:
    """One state of the game.

    ``shown``, ``hidden`` (20,) values, masked where a row is of the other kind (hidden rows until revealed); ``scale``
    (20,); ``guess``, ``truth``, ``line``, ``law``: (2,) the same scale twice, masked until revealed (the guess never)
    and where a forecaster says "never"; ``stems`` (2,) from the axis to the level; ``answer``, ``tally``: what a reader
    is told, and the points.
    """

    scale: np.ma.MaskedArray
    shown: np.ma.MaskedArray
    hidden: np.ma.MaskedArray
    level: float
    guess: np.ndarray
    truth: np.ma.MaskedArray
    line: np.ma.MaskedArray
    law: np.ma.MaskedArray
    stems: np.ndarray
    bounds: tuple[float, float]
    limits: tuple[float, float]
    unit: str
    measure: str
    question: str
    answer: str
    tally: str
    points: float
    line_points: float
    law_points: float
    revealed: bool


def sweep(key: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scale, own measure and smoother measure of a round's models, smallest first."""
    if key == "practice":
        return _practice()
    rows = _table()
    chosen = rows["round"] == key
    if not chosen.any():
        raise ValueError(f"key must be one of {[entry.key for entry in ROUNDS]}, got {key!r}")
    own, smoother = rows["own"][chosen], rows["smoother"][chosen]
    return rows["scale"][chosen], own, np.where(np.isnan(smoother), own, smoother)


def line_forecast(scale: np.ndarray, value: np.ndarray, *, level: float) -> float:
    """Where the least-squares line of ``value`` on log scale reaches ``level`` from below; inf if it never does."""
    intercept, slope = fitted_line(scale, value)
    return _reach(intercept, slope, level)


def law_forecast(scale: np.ndarray, value: np.ndarray, *, level: float, chance: float, falls: bool) -> float:
    """Where a power law reaches ``level``: log loss, or log(-log) of the rate above chance, linear in log scale.

    Both are one law where the loss is -log of a rate (hu2024predicting). Models at or below chance cannot be used; inf
    with fewer than two others.
    """
    if falls:
        intercept, slope = fitted_line(scale, -np.log(value))
        return _reach(intercept, slope, -np.log(level))
    rate, target = (np.asarray(value) - chance) / (1 - chance), (level - chance) / (1 - chance)
    usable = (rate > 0) & (rate < 1)
    if usable.sum() < 2:
        return np.inf
    intercept, slope = fitted_line(np.asarray(scale)[usable], -np.log(-np.log(rate[usable])))
    return _reach(intercept, slope, -np.log(-np.log(target)))


def play(*, game: str = "arc", smoother: bool = False, guess: float = 0.5, reveal: bool = False) -> Play:
    """The state after guessing ``guess`` decades beyond the largest model shown."""
    entry = next((entry for entry in ROUNDS if entry.key == game), None)
    if entry is None:
        raise ValueError(f"game must be one of {[entry.key for entry in ROUNDS]}, got {game!r}")
    scale, *values = sweep(entry.key)
    value, level = values[smoother], entry.levels[smoother]
    falls = entry.falls and smoother
    seen, sign = slice(0, entry.shown), -1 if falls else 1
    truth = crossing(scale, sign * value, level=sign * level)
    line = line_forecast(scale[seen], sign * value[seen], level=sign * level)
    chance = 0.0 if smoother and entry.measures[1] == "token accuracy" else entry.chance
    law = law_forecast(scale[seen], value[seen], level=level, chance=chance, falls=falls)
    said = scale[entry.shown - 1] * 10**guess
    rank = np.arange(len(scale))
    bounds = (scale[0] / 2, scale[entry.shown - 1] * 2000)
    limits = entry.limits[smoother]
    return Play(
        scale=_padded(scale, rank >= 0),
        shown=_padded(value, rank < entry.shown),
        hidden=_padded(value, (rank >= entry.shown) & reveal),
        level=level,
        guess=np.array([said, said]),
        truth=_stem(truth, reveal, bounds),
        line=_stem(line, reveal, bounds),
        law=_stem(law, reveal, bounds),
        stems=np.array([limits[0], level]),
        bounds=bounds,
        limits=limits,
        unit=entry.unit,
        measure=entry.measures[smoother],
        question=_question(entry, smoother),
        answer=_answer(said, truth, line, law) if reveal else f"Your guess: {powers(said)}.",
        tally=_tally(said, truth, line, law) if reveal else "The larger models are still hidden.",
        points=score(said, truth) if reveal else 0.0,
        line_points=score(line, truth) if reveal else 0.0,
        law_points=score(law, truth) if reveal else 0.0,
        revealed=bool(reveal),
    )


def scoreboard() -> list[tuple[str, str, float, float, float]]:
    """Each round and measure with the truth (scale), and the points of the straight line and of the power law."""
    rows = []
    for entry in ROUNDS:
        for smoother in (False, True):
            if not smoother or entry.measures[1] != "accuracy (no smoother measure was published)":
                state = play(game=entry.key, smoother=smoother, reveal=True)
                rows.append((entry.title, state.measure, float(state.truth[0]), state.line_points, state.law_points))
    return rows


@cache
def _table() -> dict[str, np.ndarray]:
    return table("forecast_rounds")


def _practice() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    scale = np.geomspace(1e6, 1e10, 17)
    token_accuracy, exact = world(scale, law="independent tokens", answer_length=10)
    return scale, rng.binomial(200, exact) / 200, rng.binomial(2000, token_accuracy) / 2000


def _reach(intercept: float, slope: float, level: float) -> float:
    if slope <= 0:
        return np.inf
    decades = (level - intercept) / slope
    return float(10**decades) if decades < 300 else np.inf


def _padded(value: np.ndarray, keep: np.ndarray) -> np.ma.MaskedArray:
    out = np.ma.masked_all(POINTS)
    out[np.flatnonzero(keep)] = value[keep]
    return out


def _stem(at: float, reveal: bool, bounds: tuple[float, float]) -> np.ma.MaskedArray:
    if not reveal or not bounds[0] <= at <= bounds[1]:
        return np.ma.masked_all(2)
    return np.ma.array([at, at])


def _question(entry: Round, smoother: bool) -> str:
    verb = "fall to" if entry.falls and smoother else "reach"
    return f"At how many {entry.unit} does {entry.measures[smoother]} {verb} {entry.levels[smoother]:g}?"


def _answer(said: float, truth: float, line: float, law: float) -> str:
    others = f"the straight line {powers(line)}, the power law {powers(law)}"
    return f"It was {powers(truth)}; you said {powers(said)}, {others}."


def _tally(said: float, truth: float, line: float, law: float) -> str:
    mine, straight, power = (score(guess, truth) for guess in (said, line, law))
    return f"Points of 100: you {mine:.0f}, the straight line {straight:.0f}, the power law {power:.0f}."
