"""One curve for all sizes? A task's accuracy against tokens, compute or LAMBADA's log-perplexity, which stands in for
the loss."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from simulations.check import one_of, require
from simulations.remeasured.pythia import Run, runs

AXES = ("tokens read", "training compute", "log-perplexity")
GROUPS = {"small": ("70M", "160M"), "middle": ("410M", "1B", "1.4B", "2.8B"), "large": ("6.9B", "12B")}


@dataclass(frozen=True)
class OneCurve:
    """A task's accuracy through eight trainings, by groups of sizes: ``small_at``, ``small`` (56,), ``middle_at``,
    ``middle`` (112,), ``large_at``, ``large`` (56,); a masked place ends each size's row.

    ``level``: the log-perplexity (nats) at which they are compared; ``reached``: how many sizes get there;
    ``lowest``, ``highest``: the accuracies of these there; ``spread``: the two ends' distance in standard errors of a
    difference; ``chance``: how often sizes that are all alike would scatter so far or further (χ²; NaN below two).
    """

    small_at: np.ma.MaskedArray
    small: np.ma.MaskedArray
    middle_at: np.ma.MaskedArray
    middle: np.ma.MaskedArray
    large_at: np.ma.MaskedArray
    large: np.ma.MaskedArray
    level: float
    reached: int
    lowest: float
    highest: float
    spread: float
    chance: float


@dataclass(frozen=True)
class AtLevel:
    """The sizes that reach a log-perplexity: their ``sizes``, ``accuracy`` and standard ``error`` there, (k,) each."""

    sizes: tuple[str, ...]
    accuracy: np.ndarray
    error: np.ndarray

    @property
    def spread(self) -> float:
        """The distance of the highest from the lowest, in standard errors of a difference."""
        high, low = np.argmax(self.accuracy), np.argmin(self.accuracy)
        return float((self.accuracy[high] - self.accuracy[low]) / np.hypot(self.error[high], self.error[low]))

    @property
    def chance(self) -> float:
        """The p-value of χ² for all being alike: how often chance alone scatters them so far or further."""
        weight = self.error**-2
        mean = np.sum(weight * self.accuracy) / np.sum(weight)
        return float(stats.chi2.sf(np.sum(weight * (self.accuracy - mean) ** 2), len(self.sizes) - 1))


def first_at(level: float, falling: np.ndarray, *values: np.ndarray) -> tuple[float, ...] | None:
    """Each of ``values`` where the row ``falling`` first comes down to ``level``, on lines between checkpoints.

    ``None`` where it never does.
    """
    below = np.flatnonzero((falling[1:] <= level) & (falling[:-1] > level))
    if not len(below):
        return None
    i = below[0]
    share = (falling[i] - level) / (falling[i] - falling[i + 1])
    return tuple(float(row[i] + share * (row[i + 1] - row[i])) for row in values)


def at_level(level: float, *, task: str, corpus: str = "the Pile") -> AtLevel:
    """Accuracy on ``task`` of each size where its log-perplexity on LAMBADA first comes down to ``level`` nats.

    The standard error is that of the items; the perplexity's own, which moves an accuracy by a third of that, is left
    out.
    """
    trained = runs(corpus)
    one_of("task", task, trained[0].accuracies)
    found = {one.size: first_at(level, one.log_perplexity, one.accuracies[task], one.errors(task)) for one in trained}
    there = {size: pair for size, pair in found.items() if pair}
    accuracy, error = np.array(list(there.values())).reshape(-1, 2).T
    return AtLevel(tuple(there), accuracy, np.maximum(error, 1e-4))


def one_curve(
    *, task: str = "LAMBADA", corpus: str = "the Pile", axis: str = "tokens read", level: float = 2.5
) -> OneCurve:
    """All sizes' accuracy on ``task`` against one of AXES, and how far apart they are at one log-perplexity.

    Raises ``ValueError`` for an unknown axis, task or corpus, and for a level that no size comes down to.
    """
    one_of("axis", axis, AXES)
    there = at_level(level, task=task, corpus=corpus)
    require(len(there.sizes) > 0, "level", "be a log-perplexity that a size comes down to", level)
    several = len(there.sizes) > 1
    return OneCurve(
        **_rows(runs(corpus), task, axis),
        level=level,
        reached=len(there.sizes),
        lowest=float(there.accuracy.min()) if several else np.nan,
        highest=float(there.accuracy.max()) if several else np.nan,
        spread=there.spread if several else np.nan,
        chance=there.chance if several else np.nan,
    )


def _rows(trained: list[Run], task: str, axis: str) -> dict[str, np.ma.MaskedArray]:
    found = {}
    for group, sizes in GROUPS.items():
        chosen = [one for one in trained if one.size in sizes]
        found[f"{group}_at"] = _joined([_place(one, axis) for one in chosen])
        found[group] = _joined([one.accuracies[task] for one in chosen])
    return found


def _place(one: Run, axis: str) -> np.ndarray:
    """Where a training's checkpoints stand; on a logarithmic axis there is no place for step 0."""
    if axis == "log-perplexity":
        return one.log_perplexity
    place = one.tokens if axis == "tokens read" else one.compute
    return np.ma.masked_equal(place, 0)


def _joined(rows: list[np.ndarray]) -> np.ma.MaskedArray:
    gap = np.ma.masked_all(1)
    return np.ma.concatenate([part for row in rows for part in (row, gap)])
