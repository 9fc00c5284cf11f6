"""The forecast game: a guess at a sweep whose large models are hidden, the truth, and the book's forecasters."""

from dataclasses import dataclass

import numpy as np

from simulations.laws.forecasting import fitted_line, score
from simulations.laws.rise import crossing
from simulations.safety.forecast_rounds import ROUNDS, Measure, Round, named, sweep
from simulations.words import powers

POINTS = 25  # rows that every round is padded to: the longest sweep
HIDDEN = "–"  # points before the reveal
FARTHEST = 30  # decades: a forecast beyond 10^30 of anything counts as never
LINE, LAW, TOKENS = "the straight line", "the power law", "tokens to the power of the length"


@dataclass(frozen=True)
class Play:
    """One state of the game.

    ``shown``, ``hidden`` (25,) values, masked where a row is of the other kind (hidden rows until revealed); ``scale``
    (25,); ``guess``, ``truth``, ``line``, ``law``, ``tokens``: (2,) the same scale twice, masked until revealed (the
    guess never) and where a forecaster says nothing within ``bounds``; ``stems`` (2,) from the axis to the level;
    ``question``, ``remark``, ``answer``: what a reader is told; ``points``, ``line_points``, ``law_points``: whole
    numbers, 0 to 100, ``HIDDEN`` until revealed; ``others``: in words, the forecaster that plays in some rounds only.
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
    remark: str
    answer: str
    points: str
    line_points: str
    law_points: str
    others: str


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
    said, rank = scale[entry.shown - 1] * 10**guess, np.arange(len(scale))
    bounds = (scale[0] / 2, scale[entry.shown - 1] * 2000)
    return Play(
        scale=_padded(scale, rank >= 0),
        shown=_padded(values[smoother], rank < entry.shown),
        hidden=_padded(values[smoother], (rank >= entry.shown) & reveal),
        level=measure.level,
        guess=np.array([said, said]),
        truth=_stem(truth, reveal, bounds),
        line=_stem(others[LINE], reveal, bounds),
        law=_stem(others[LAW], reveal, bounds),
        tokens=_stem(others.get(TOKENS, np.inf), reveal, bounds),
        stems=np.array([measure.limits[0], measure.level]),
        bounds=bounds,
        limits=measure.limits,
        unit=entry.unit,
        measure=measure.name,
        question=_question(entry, measure),
        remark=" No smoother measure was published." if smoother and not entry.smoother else "",
        answer=_answer(said, truth, others) if reveal else f"Your guess: {powers(said)}.",
        points=_points(said, truth, reveal),
        line_points=_points(others[LINE], truth, reveal),
        law_points=_points(others[LAW], truth, reveal),
        others=f", {TOKENS} {_points(others[TOKENS], truth, reveal)}" if TOKENS in others else "",
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


def _padded(value: np.ndarray, keep: np.ndarray) -> np.ma.MaskedArray:
    out = np.ma.masked_all(POINTS)
    out[np.flatnonzero(keep)] = value[keep]
    return out


def _stem(at: float, reveal: bool, bounds: tuple[float, float]) -> np.ma.MaskedArray:
    if not reveal or not bounds[0] <= at <= bounds[1]:
        return np.ma.masked_all(2)
    return np.ma.array([at, at])


def _question(entry: Round, measure: Measure) -> str:
    verb = "fall to" if measure.falls else "reach"
    return f"At how many {entry.unit} does {measure.name} {verb} {measure.level:g}?"


def _answer(said: float, truth: float, others: dict[str, float]) -> str:
    rest = ", ".join(f"{name} {powers(at)}" for name, at in others.items())
    return f"It was {powers(truth)}; you said {powers(said)}, {rest}."


def _points(at: float, truth: float, reveal: bool) -> str:
    return f"{score(at, truth):.0f}" if reveal else HIDDEN
