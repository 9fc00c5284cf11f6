"""What the laboratory's trained models show: curves read from tables of measured models.

A table is a dictionary of columns, as ``simulations.data.table`` reads it; a row is a model, or a model at a step.
"""

from dataclasses import dataclass

import numpy as np

from simulations.laws.forecasting import crossing
from simulations.words import number, parameters_in_words

METRICS = {
    "cross_entropy": ("cross-entropy (nats a digit)", 0.0, 3.0),
    "digit_accuracy": ("digits right", 0.0, 1.0),
    "exact_match": ("answers right (exact match)", 0.0, 1.0),
    "edit_distance": ("edit distance (digits of 9)", 0.0, 9.0),
    "brier_score": ("Brier score", 0.0, 1.2),
    "pass_probability": ("chance that a sampled answer is right", 0.0, 1.0),
    "answer_log_likelihood": ("log-likelihood of the answer (nats)", -25.0, 0.0),
    "independent_match": ("product of the digits' accuracies", 0.0, 1.0),
}  # wording with unit, and the range that a figure shows
EVERY = -1  # a choice of seed: all of them


@dataclass(frozen=True)
class Curve:
    """One metric of a panel's models against their size, or against the training step.

    ``at`` [points] parameters or steps; ``values`` [seeds, points], masked where there is none; ``mean`` [points];
    ``shown`` [points] the chosen seed, or the mean; ``tenth``: where the mean has made a tenth of its whole change;
    ``steepest``: its greatest change between neighbouring points, in shares of the whole a decade, and ``steep_from``
    and ``steep_to`` where; ``spread``: the widest gap between seeds, and ``at_spread`` where; ``first`` and ``last`` of
    ``shown``, and ``first_words`` and ``last_words``, for people.
    """

    metric: str
    at: np.ndarray
    values: np.ma.MaskedArray
    mean: np.ma.MaskedArray
    shown: np.ma.MaskedArray
    shown_name: str
    tenth: float
    steepest: float
    steep_from: float
    steep_to: float
    spread: float
    at_spread: float
    first: float
    last: float
    first_words: str
    last_words: str


def size_curve(models, *, metric: str = "exact_match", panel: str = "main", seed: int = EVERY) -> Curve:
    """One metric against size for every seed of a panel. Raises ``ValueError`` for a metric or panel there is not."""
    return _curve(*by_seed(models, "parameters", metric, panel), metric, seed)


def time_curve(steps, *, metric: str = "exact_match", panel: str = "time", seed: int = EVERY) -> Curve:
    """One metric against training step for every seed of a watched panel. Raises ``ValueError`` as ``size_curve``."""
    return _curve(*by_seed(steps, "step", metric, panel), metric, seed)


@dataclass(frozen=True)
class Training:
    """The watched panels up to a step: ``skewed`` and ``uniform`` curves, masked past it, and the means there."""

    skewed: Curve
    uniform: Curve
    so_far: int
    skewed_mean: float
    uniform_mean: float
    uniform_range: str


def training_so_far(steps, *, metric: str = "exact_match", step: int = 1_600) -> Training:
    """Both watched panels up to ``step``: digits skewed as in the main sweep, and all alike."""
    curves = [time_curve(steps, metric=metric, panel=panel) for panel in ("time", "time-uniform")]
    point = int(np.searchsorted(curves[0].at, step, side="right")) - 1
    if point < 0:
        raise ValueError(f"step must be {curves[0].at[0]:.0f} or more, not {step}")
    skewed, uniform = (_until(curve, point) for curve in curves)
    across = curves[1].values[:, point]
    means = [float(curve.mean[point]) for curve in curves]
    return Training(skewed, uniform, int(curves[0].at[point]), *means, f"{across.min():z.2f} to {across.max():z.2f}")


@dataclass(frozen=True)
class Recipes:
    """One metric against size under a changed recipe, ``changed``, beside the main one, ``main``."""

    main: Curve
    changed: Curve
    ratio: str
    gap: float


def recipe(models, *, panel: str = "uniform", metric: str = "exact_match") -> Recipes:
    """A panel beside the main one, with where exact match passes a half in both."""
    main, changed = (size_curve(models, metric=metric, panel=name) for name in ("main", panel))
    halves = [size_words(half_size(models, panel=name)) for name in (panel, "main")]
    return Recipes(main, changed, " against ".join(halves), changed.spread)


def half_size(models, *, panel: str = "main", metric: str = "exact_match") -> float:
    """The size at which the seeds' mean passes one half, on a line in log size between models; inf where never."""
    sizes, values = by_seed(models, "parameters", metric, panel)
    return crossing(sizes, values.mean(0).filled(0.0), level=0.5)


def length_curve(groups, *, operand_digits: int = 8, metric: str = "exact_match", seed: int = EVERY) -> Curve:
    """One metric of the main panel on problems whose operands have ``operand_digits`` digits, 1 to 8."""
    rows = (groups["group"] == "operand digits") & (groups["value"] == operand_digits)
    if not rows.any():
        raise ValueError(f"operand_digits must be 1 to 8, not {operand_digits}")
    return size_curve({name: column[rows] for name, column in groups.items()}, metric=metric, seed=seed)


@dataclass(frozen=True)
class Carries:
    """One size's answers by the carries in a problem, and its digits by their total.

    ``carries`` (9,) number of carries 0 … 8; ``exact`` and ``product`` (9,): exact match, and the product of the
    places' accuracies, masked where fewer than 20 problems have so many; ``totals`` (20,) digit plus digit plus carry;
    ``accuracy`` (20,) of the digits with this total; ``ratio`` product over exact on all problems ("–" for exact 0).
    """

    carries: np.ndarray
    exact: np.ma.MaskedArray
    product: np.ma.MaskedArray
    totals: np.ndarray
    accuracy: np.ma.MaskedArray
    exact_all: float
    product_all: float
    ratio: str
    with_carry: float
    without_carry: float


def by_carries(models, groups, *, parameters: float, seed: int = EVERY) -> Carries:
    """What carries do to one size's answers: a seed's, or the mean over the seeds.

    Raises ``ValueError`` for a size that the main panel has not.
    """
    rows = _main(models, parameters, seed)
    here = {name: column[_main(groups, parameters, seed)] for name, column in groups.items()}
    carried = _group(here, "carries", ("exact_match", "independent_match", "items"), np.arange(9))
    totals = _group(here, "total", ("digit_accuracy",), np.arange(20))
    names = ("exact_match", "independent_match", "accuracy_with_carry", "accuracy_without_carry")
    exact, product, with_carry, without_carry = (float(np.nanmean(models[name][rows])) for name in names)
    few = carried["items"] < 20
    return Carries(
        carries=np.arange(9),
        exact=np.ma.masked_where(few, carried["exact_match"]),
        product=np.ma.masked_where(few, carried["independent_match"]),
        totals=np.arange(20),
        accuracy=np.ma.masked_invalid(totals["digit_accuracy"]),
        **dict(exact_all=exact, product_all=product, with_carry=with_carry, without_carry=without_carry),
        ratio=f"{product / exact:.2f}" if exact > 0 else "–",
    )


@dataclass(frozen=True)
class Answers:
    """One model's answers to the same problems: ``chance`` [problems, 9] of each right digit, largest digit first.

    ``digits_right`` and ``answers_right`` are shares of these problems; ``worked``: one problem, written out.
    """

    chance: np.ndarray
    right: np.ndarray
    digits_right: float
    answers_right: float
    worked: str


def answers(predictions, sizes, first, second, *, parameters: float, seed: int, problems: int = 24) -> Answers:
    """The first ``problems`` shipped predictions of one model, as a picture of chances.

    Raises ``ValueError`` for a size that is not among ``sizes``.
    """
    size = int(np.flatnonzero(sizes == parameters)[0])
    right = predictions.right[size, seed, :problems, ::-1]
    written, truth = (
        "".join(map(str, row[::-1])) for row in (predictions.written[size, seed, 0], predictions.target[0])
    )
    return Answers(
        chance=np.exp(predictions.log_probs[size, seed, :problems, ::-1]),
        right=right,
        digits_right=float(right.mean()),
        answers_right=float(right.all(-1).mean()),
        worked=f"{first[0]:,} + {second[0]:,}: it writes {int(written):,}; right is {int(truth):,}",
    )


@dataclass(frozen=True)
class Remeasured:
    """One metric on the first ``items`` shipped problems: ``values`` [sizes] of one seed, ``reference`` [sizes] on all
    4,000; ``zeros``: how many of the ``sizes`` score exactly 0."""

    metric: str
    parameters: np.ndarray
    values: np.ndarray
    reference: np.ndarray
    zeros: int
    sizes: int
    furthest: float


def remeasured(predictions, sizes, models, *, measures: dict, metric: str, items: int, seed: int) -> Remeasured:
    """The shipped predictions of one seed scored anew, beside the same metric on the whole examination.

    ``measures``: functions of predictions by name, as ``simulations.laboratory.measure.METRICS``.
    """
    if metric not in measures:
        raise ValueError(f"metric must be one of {', '.join(measures)}, not {metric!r}")
    values = measures[metric](predictions.items(slice(items)))[:, seed]
    _, table = by_seed(models, "parameters", metric, "main")
    return Remeasured(
        metric=metric,
        parameters=np.asarray(sizes),
        values=values,
        reference=table[seed].filled(np.nan),
        zeros=int(np.sum(values == 0)),
        sizes=len(values),
        furthest=float(np.max(np.abs(values - table[seed]))),
    )


def size_words(size: float) -> str:
    """A size for people, to two digits; anything past 10¹² is as good as never."""
    return parameters_in_words(size if size < 1e12 else np.inf, digits=2)


def _curve(at: np.ndarray, values: np.ma.MaskedArray, metric: str, seed: int) -> Curve:
    if not EVERY <= seed < len(values):
        raise ValueError(f"seed must be 0 to {len(values) - 1}, or {EVERY} for the mean, not {seed}")
    if len(at) < 2:
        raise ValueError("a curve needs two points or more; this panel has one size")
    mean = values.mean(0)
    shown = mean if seed == EVERY else values[seed]
    whole = (mean.max() if mean[-1] > mean[0] else mean.min()) - mean[0]
    done = (mean - mean[0]) / whole if whole else np.zeros(len(at))
    slope = np.diff(done) / np.diff(np.log10(at))
    steep = int(np.argmax(slope))
    gap = values.max(0) - values.min(0)
    return Curve(
        metric=metric,
        at=at,
        values=values,
        mean=mean,
        shown=shown,
        shown_name="mean of the seeds" if seed == EVERY else f"seed {seed}",
        tenth=crossing(at, done, level=0.1),
        steepest=float(slope[steep]),
        steep_from=float(at[steep]),
        steep_to=float(at[steep + 1]),
        spread=float(gap.max()),
        at_spread=float(at[int(np.argmax(gap))]),
        first=float(shown[0]),
        last=float(shown[-1]),
        first_words=number(shown[0], digits=3),
        last_words=number(shown[-1], digits=3),
    )


def _until(curve: Curve, point: int) -> Curve:
    later = np.arange(len(curve.at)) > point
    cut = {
        name: np.ma.masked_where(np.broadcast_to(later, getattr(curve, name).shape), getattr(curve, name))
        for name in ("values", "mean", "shown")
    }
    return Curve(**{**vars(curve), **cut})


def by_seed(table, axis: str, metric: str, panel: str) -> tuple[np.ndarray, np.ma.MaskedArray]:
    """The axis's values [points] and the metric [seeds, points], masked where there is no number."""
    if metric not in METRICS:
        raise ValueError(f"metric must be one of {', '.join(METRICS)}, not {metric!r}")
    rows = table["panel"] == panel
    if not rows.any():
        raise ValueError(f"panel must be one of {', '.join(sorted(set(table['panel'])))}, not {panel!r}")
    points, column = np.unique(table[axis][rows], return_inverse=True)
    seeds, line = np.unique(table["seed"][rows], return_inverse=True)
    values = np.full((len(seeds), len(points)), np.nan)
    values[line, column] = table[metric][rows]
    return points, np.ma.masked_invalid(values)


def _main(table, parameters: float, seed: int) -> np.ndarray:
    """Which rows are of the main panel's models of one size, and of one seed or of every."""
    rows = (table["panel"] == "main") & (table["parameters"] == parameters)
    if not rows.any():
        sizes = np.unique(table["parameters"][table["panel"] == "main"])
        raise ValueError(f"parameters must be one of {', '.join(f'{size:g}' for size in sizes)}, not {parameters}")
    return rows & ((table["seed"] == seed) | (seed == EVERY))


def _group(groups, kind: str, names: tuple[str, ...], values: np.ndarray) -> dict:
    """Columns of one kind of group, the mean over its rows, in the order of ``values``; NaN for none."""
    columns = {}
    for name in names:
        parts = [groups[name][(groups["group"] == kind) & (groups["value"] == value)] for value in values]
        columns[name] = np.array([part.mean() if len(part) else np.nan for part in parts])
    return columns
