"""The forecast game: a guess at a sweep whose large models are hidden, the truth, and the book's forecasters."""

from dataclasses import dataclass

import numpy as np

from simulations.laws.forecasting import fitted_line, score
from simulations.laws.rise import crossing
from simulations.masked import padded
from simulations.safety.forecast_rounds import ROUNDS, Measure, Round, named, sweep

POINTS = 25  # rows that every round is padded to: the longest sweep
FARTHEST = 30  # decades: a forecast beyond 10^30 of anything counts as never
LINE, LAW, TOKENS = "the straight line", "the power law", "tokens to the power of the length"


@dataclass(frozen=True)
class Play:
    """One state of the game.

    ``entry``: the round, ``measure``: the one shown. ``shown``, ``hidden`` (25,) values, masked where a row is of the
    other kind (hidden rows until ``revealed``); ``scale`` (25,); ``guess``, ``truth``, ``line``, ``law``, ``tokens``:
    (2,) the same scale twice, masked until revealed (the guess never) and where a forecaster says nothing within
    ``bounds``; ``stems`` (2,) from the axis to the level. ``said``, ``happened``: the guess and the truth;
    ``forecasts``, ``scores``: where each of the book's forecasters puts it (inf: never), and its points; ``points``:
    the guess's. Points are whole numbers, 0 to 100, whether revealed or not.
    """

    entry: Round
    measure: Measure
    revealed: bool
    scale: np.ma.MaskedArray
    shown: np.ma.MaskedArray
    hidden: np.ma.MaskedArray
    guess: np.ndarray
    truth: np.ma.MaskedArray
    line: np.ma.MaskedArray
    law: np.ma.MaskedArray
    tokens: np.ma.MaskedArray
    stems: np.ndarray
    bounds: tuple[float, float]
    said: float
    happened: float
    forecasts: dict[str, float]
    points: int
    scores: dict[str, int]

    @property
    def line_points(self) -> int:
        return self.scores[LINE]

    @property
    def law_points(self) -> int:
        return self.scores[LAW]


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


def forecasts(entry: Round, *, smoother: bool) -> dict[str, float]:
    """Where each of the book's forecasters puts the level, from the models shown (inf: never).

    Tokens to the power of the length plays where one token's accuracy is known and exact match is asked for.
    """
    scale, *values = (column[: entry.shown] for column in sweep(entry.key))
    value, measure = values[smoother], entry.measure(smoother)
    sign, level = _upwards(measure), measure.level
    said = {
        LINE: line_forecast(scale, sign * value, level=sign * level),
        LAW: law_forecast(scale, value, level=level, chance=measure.chance, falls=measure.falls),
    }
    if entry.answer_length and not smoother:
        each = level ** (1 / entry.answer_length)
        said[TOKENS] = law_forecast(scale, values[1], level=each, chance=0.0, falls=False)
    return said


def reached(entry: Round, *, smoother: bool) -> float:
    """Where the whole sweep reaches the level asked for."""
    scale, *values = sweep(entry.key)
    measure = entry.measure(smoother)
    return crossing(scale, _upwards(measure) * values[smoother], level=_upwards(measure) * measure.level)


def play(*, game: str = "arc", smoother: bool = False, guess: float = 0.5, reveal: bool = False) -> Play:
    """The state after guessing ``guess`` decades beyond the largest model shown."""
    entry = named(game)
    measure = entry.measure(smoother)
    scale, *values = sweep(entry.key)
    truth, others = reached(entry, smoother=smoother), forecasts(entry, smoother=smoother)
    said, seen = scale[entry.shown - 1] * 10**guess, np.arange(len(scale)) < entry.shown
    bounds = (scale[0] / 2, scale[entry.shown - 1] * 2000)
    return Play(
        entry=entry,
        measure=measure,
        revealed=reveal,
        scale=padded(scale, POINTS),
        shown=padded(np.ma.array(values[smoother], mask=~seen), POINTS),
        hidden=padded(np.ma.array(values[smoother], mask=seen | (not reveal)), POINTS),
        guess=np.array([said, said]),
        truth=_stem(truth, reveal, bounds),
        line=_stem(others[LINE], reveal, bounds),
        law=_stem(others[LAW], reveal, bounds),
        tokens=_stem(others.get(TOKENS, np.inf), reveal, bounds),
        stems=np.array([measure.limits[0], measure.level]),
        bounds=bounds,
        said=said,
        happened=truth,
        forecasts=others,
        points=round(score(said, truth)),
        scores={name: round(score(at, truth)) for name, at in others.items()},
    )


def points(entry: Round, *, smoother: bool) -> dict[str, float]:
    """The points of each of the book's forecasters that play a round, 0 to 100."""
    truth = reached(entry, smoother=smoother)
    return {name: score(at, truth) for name, at in forecasts(entry, smoother=smoother).items()}


def scoreboard() -> list[tuple[str, str, dict[str, float]]]:
    """Each round's title and measure with the points of the forecasters that play it."""
    return [
        (entry.title, entry.measure(smoother).name, points(entry, smoother=smoother))
        for entry in ROUNDS
        for smoother in ((False, True) if entry.smoother else (False,))
    ]


def _upwards(measure: Measure) -> int:
    return -1 if measure.falls else 1


def _reach(intercept: float, slope: float, level: float) -> float:
    if slope <= 0:
        return np.inf
    decades = (level - intercept) / slope
    return float(10**decades) if decades < FARTHEST else np.inf


def _stem(at: float, reveal: bool, bounds: tuple[float, float]) -> np.ma.MaskedArray:
    if not reveal or not bounds[0] <= at <= bounds[1]:
        return np.ma.masked_all(2)
    return np.ma.array([at, at])
