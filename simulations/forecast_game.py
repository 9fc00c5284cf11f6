"""The forecast game: a guess at a sweep whose large models are hidden, the truth, and the book's forecasters."""

from dataclasses import dataclass

import numpy as np

from simulations.forecast_rounds import ROUNDS, Round, sweep
from simulations.forecasting import crossing, fitted_line, score
from simulations.magnitudes import powers

POINTS = 20  # rows that every round is padded to
LINE, LAW, TOKENS = "the straight line", "the power law", "tokens to the power of the length"


@dataclass(frozen=True)
class Play:
    """One state of the game.

    ``shown``, ``hidden`` (20,) values, masked where a row is of the other kind (hidden rows until revealed); ``scale``
    (20,); ``guess``, ``truth``, ``line``, ``law``, ``tokens``: (2,) the same scale twice, masked until revealed (the
    guess never) and where a forecaster says nothing within ``bounds``; ``stems`` (2,) from the axis to the level;
    ``answer``, ``tally``: what a reader is told, and the points; ``forecaster_points``: by forecaster.
    """

    scale: np.ma.MaskedArray
    shown: np.ma.MaskedArray
    hidden: np.ma.MaskedArray
    level: float
    guess: np.ndarray
    truth: np.ma.MaskedArray
    line: np.ma.MaskedArray
    law: np.ma.MaskedArray
    tokens: np.ma.MaskedArray
    stems: np.ndarray
    bounds: tuple[float, float]
    limits: tuple[float, float]
    unit: str
    measure: str
    question: str
    answer: str
    tally: str
    points: float
    forecaster_points: dict[str, float]


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
    value, level, falls = values[smoother], entry.levels[smoother], entry.falls and smoother
    sign = -1 if falls else 1
    said = {
        LINE: line_forecast(scale, sign * value, level=sign * level),
        LAW: law_forecast(scale, value, level=level, chance=entry.chance, falls=falls),
    }
    if entry.answer_length and not smoother:
        each = level ** (1 / entry.answer_length)
        said[TOKENS] = law_forecast(scale, values[1], level=each, chance=0.0, falls=False)
    return said


def play(*, game: str = "arc", smoother: bool = False, guess: float = 0.5, reveal: bool = False) -> Play:
    """The state after guessing ``guess`` decades beyond the largest model shown."""
    entry = next((entry for entry in ROUNDS if entry.key == game), None)
    if entry is None:
        raise ValueError(f"game must be one of {[entry.key for entry in ROUNDS]}, got {game!r}")
    scale, *values = sweep(entry.key)
    value, level, limits = values[smoother], entry.levels[smoother], entry.limits[smoother]
    sign = -1 if entry.falls and smoother else 1
    truth, others = crossing(scale, sign * value, level=sign * level), forecasts(entry, smoother=smoother)
    said, rank = scale[entry.shown - 1] * 10**guess, np.arange(len(scale))
    bounds = (scale[0] / 2, scale[entry.shown - 1] * 2000)
    return Play(
        scale=_padded(scale, rank >= 0),
        shown=_padded(value, rank < entry.shown),
        hidden=_padded(value, (rank >= entry.shown) & reveal),
        level=level,
        guess=np.array([said, said]),
        truth=_stem(truth, reveal, bounds),
        line=_stem(others[LINE], reveal, bounds),
        law=_stem(others[LAW], reveal, bounds),
        tokens=_stem(others.get(TOKENS, np.inf), reveal, bounds),
        stems=np.array([limits[0], level]),
        bounds=bounds,
        limits=limits,
        unit=entry.unit,
        measure=entry.measures[smoother],
        question=_question(entry, smoother),
        answer=_answer(said, truth, others) if reveal else f"Your guess: {powers(said)}.",
        tally=_tally(said, truth, others) if reveal else "The larger models are still hidden.",
        points=score(said, truth) if reveal else 0.0,
        forecaster_points={name: score(at, truth) for name, at in others.items()} if reveal else {},
    )


def scoreboard() -> list[tuple[str, str, dict[str, float]]]:
    """Each round's title and measure with the points of the forecasters that play it."""
    rows = []
    for entry in ROUNDS:
        for smoother in (False, True):
            if not smoother or "no smoother measure" not in entry.measures[1]:
                state = play(game=entry.key, smoother=smoother, reveal=True)
                rows.append((entry.title, state.measure, state.forecaster_points))
    return rows


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


def _answer(said: float, truth: float, others: dict[str, float]) -> str:
    rest = ", ".join(f"{name} {powers(at)}" for name, at in others.items())
    return f"It was {powers(truth)}; you said {powers(said)}, {rest}."


def _tally(said: float, truth: float, others: dict[str, float]) -> str:
    points = ", ".join(f"{name} {score(at, truth):.0f}" for name, at in others.items())
    return f"Points of 100: you {score(said, truth):.0f}, {points}."
