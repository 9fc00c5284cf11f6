"""What a test of n items can see: scores on a grid of 1/n, zero of n, and the limits of both."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from simulations.check import above, between, one_of, require, whole, within


@dataclass(frozen=True)
class MeasuredCurve:
    """A test of n items at each of ``sizes``: ``score`` and its 95% interval ``low`` to ``high``, all (K,) shares of 1.

    ``zeros`` counts the models that got nothing right although their ``true_rate`` is above 0; ``step`` is 1/n.
    """

    sizes: np.ndarray
    true_rate: np.ndarray
    score: np.ndarray
    low: np.ndarray
    high: np.ndarray
    zeros: int
    step: float

    @property
    def models(self) -> int:
        return len(self.sizes)


@dataclass(frozen=True)
class RightAnswers:
    """How many of n items come out right: ``probability`` (shown,) of each ``count`` (shown,) from 0; the last one's is
    that of so many or more.

    ``none`` is the chance of zero right; ``ceiling`` the highest rate that zero right leaves possible (95%, one-sided);
    ``three`` the rule of three's value for it; ``items_needed`` the fewest items that see one right in 95 of 100 tests.
    """

    count: np.ndarray
    probability: np.ndarray
    none: float
    ceiling: float
    three: float
    expected: float
    items_needed: int


@dataclass(frozen=True)
class TaskCurve:
    """One task's accuracy by model size (K,), masked beyond the models shown, with exact 95% intervals and chance.

    ``points`` is the last shown accuracy less the one before, in points of 100; ``ratio`` is how many times larger that
    model is; ``above`` counts the shown models whose interval lies wholly above chance.
    """

    sizes: np.ma.MaskedArray
    accuracy: np.ma.MaskedArray
    low: np.ma.MaskedArray
    high: np.ma.MaskedArray
    chance: float
    items: int
    last: float
    points: float
    ratio: float
    above: int


def chance_of_none(rate: ArrayLike, items: int) -> np.ndarray:
    """The probability that a model with a true ``rate`` gets none of ``items`` right: (1 − p)^n."""
    return np.exp(_log_of_none(rate, _count(items)))


def at_least_one(rate: ArrayLike, trials: ArrayLike) -> np.ndarray:
    """1 − (1 − p)^n: the chance of at least one success in ``trials`` independent ones, exact for a tiny ``rate``.

    The two broadcast. Raises ``ValueError`` for a rate outside 0 to 1.
    """
    return -np.expm1(_log_of_none(rate, trials))


def samples_to_see(rate: ArrayLike, *, probability: float = 0.95) -> np.ndarray:
    """The number of samples that shows at least one success with ``probability``: log(1-probability)/log(1-rate).

    Not rounded. About 3/rate at 95%. Raises ``ValueError`` unless both lie strictly between 0 and 1.
    """
    rate = np.asarray(between("rate", rate, 0, 1), dtype=float)
    return np.log1p(-between("probability", probability, 0, 1)) / np.log1p(-rate)


def rule_of_three(items: int) -> float:
    """3/n: about the highest true rate that none of ``items`` right leaves possible (95%). hanley1983nothing."""
    return 3 / _count(items)


def upper_limit(correct: int, items: int, *, confidence: float = 0.95) -> float:
    """The exact one-sided upper limit of the true rate after ``correct`` of ``items``. Source: clopper1934use."""
    _count(items)
    return 1.0 if correct == items else float(stats.beta.ppf(confidence, correct + 1, items - correct))


def clopper_pearson(
    successes: ArrayLike, trials: ArrayLike, *, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Exact binomial interval (lower, upper) of the success rate; arrays broadcast (clopper1934use).

    Raises ``ValueError`` unless 0 <= successes <= trials, trials > 0 and 0 < confidence < 1.
    """
    k, n = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    require((0 <= k) & (k <= n), "successes", f"lie from 0 to trials ({trials!r})", successes)
    above("trials", trials)
    tail = (1 - between("confidence", confidence, 0, 1)) / 2
    lower = np.where(k > 0, stats.beta.ppf(tail, np.maximum(k, 1), n - k + 1), 0.0)
    upper = np.where(k < n, stats.beta.ppf(1 - tail, k + 1, np.maximum(n - k, 1)), 1.0)
    return lower, upper


def items_needed(rate: float, *, confidence: float = 0.95) -> int:
    """The fewest test items with which a true ``rate`` shows at least one right answer, with this ``confidence``."""
    return int(np.ceil(samples_to_see(rate, probability=confidence)))


def measured_curve(sizes: np.ndarray, true_rate: np.ndarray, *, items: int, rng: np.random.Generator) -> MeasuredCurve:
    """One test of ``items`` given to each model: that of ``sizes[k]`` gets ``true_rate[k]`` right in the long run."""
    rate = _rate(true_rate)
    correct = rng.binomial(_count(items), rate)
    low, high = clopper_pearson(correct, items)
    zeros = int(np.sum((correct == 0) & (rate > 0)))
    return MeasuredCurve(
        sizes=np.asarray(sizes, float),
        true_rate=rate,
        score=correct / items,
        low=low,
        high=high,
        zeros=zeros,
        step=1 / items,
    )


def right_answers(*, items: int = 100, rate: float = 0.01, shown: int = 13) -> RightAnswers:
    """The distribution of right answers among ``items`` at a true ``rate``, for 0, 1, … and ``shown`` − 1 or more."""
    count = np.arange(whole("shown", shown, 1))
    probability = np.asarray(stats.binom.pmf(count, _count(items), _rate(rate)))
    probability[-1] = stats.binom.sf(shown - 2, items, rate)
    return RightAnswers(
        count=count,
        probability=probability,
        none=float(chance_of_none(rate, items)),
        ceiling=upper_limit(0, items),
        three=min(rule_of_three(items), 1.0),
        expected=items * rate,
        items_needed=items_needed(rate),
    )


def task_curve(*, task: str, models: int, data: dict[str, np.ndarray]) -> TaskCurve:
    """The first ``models`` model sizes of ``task`` in a table of accuracies (columns as in the table bigbench)."""
    rows = data["task"] == one_of("task", task, np.unique(data["task"]).tolist())
    sizes, accuracy = data["parameters"][rows], data["accuracy"][rows]
    whole("models", models, 2, len(sizes))
    chance, items = float(data["chance"][rows][0]), int(data["items"][rows][0])
    low, high = clopper_pearson(np.rint(accuracy * items).astype(int), items)
    hidden = np.arange(len(sizes)) >= models
    return TaskCurve(
        sizes=np.ma.masked_array(sizes, hidden),
        accuracy=np.ma.masked_array(accuracy, hidden),
        low=np.ma.masked_array(low, hidden),
        high=np.ma.masked_array(high, hidden),
        chance=chance,
        items=items,
        last=float(accuracy[models - 1]),
        points=100 * float(accuracy[models - 1] - accuracy[models - 2]),
        ratio=float(sizes[models - 1] / sizes[models - 2]),
        above=int(np.sum(low[:models] > chance)),
    )


def _log_of_none(rate: ArrayLike, trials: ArrayLike) -> np.ndarray:
    return special.xlog1py(np.asarray(trials, dtype=float), -_rate(rate))  # 0 for no trials, whatever the rate


def _rate(rate: ArrayLike) -> np.ndarray:
    return np.asarray(within("rate", rate, 0, 1), dtype=float)


def _count(items: int) -> int:
    return whole("items", items, 1)
