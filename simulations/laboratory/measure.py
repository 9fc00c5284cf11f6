"""What a model's answers are worth, by every metric that the book compares.

NumPy in, NumPy out; or PyTorch's tensors, of which no more is used than what both have alike, so that a page can repeat
the first five metrics.

``Predictions`` of one or many models on the same problems are measured along their last axes: [..., items, digits].
Digits stand in the order the task writes them. Digit accuracy, exact match and the probabilities are read with the
right digits before each digit given; for exact match that is the same event as writing the whole answer freely.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulations.check import require

Array = Any  # NumPy's array or PyTorch's tensor


@dataclass(frozen=True)
class Predictions:
    """``target`` [items, A]: right digits. ``log_probs`` [..., items, A]: of the right digit, nats. ``squares``: sum of
    the ten squared probabilities. ``choices``: likeliest digit. ``written``: the freely written answer. All
    [..., items, A]."""

    target: Array
    log_probs: Array
    squares: Array
    choices: Array
    written: Array

    @property
    def right(self) -> np.ndarray:
        """Whether the likeliest digit is the right one: booleans [..., items, A]."""
        return self.choices == self.target

    def items(self, keep: slice | np.ndarray) -> "Predictions":
        """The predictions for some of the items only: a slice, a mask or indices."""
        rest = (getattr(self, name)[..., keep, :] for name in ("log_probs", "squares", "choices", "written"))
        return Predictions(self.target[keep], *rest)


def cross_entropy(predictions: Predictions) -> Array:
    """Mean negative log-probability of the right digit, nats a digit, [...]; ln 10 for one who knows nothing."""
    return -predictions.log_probs.mean((-2, -1))


def digit_accuracy(predictions: Predictions) -> Array:
    """Share of digits right, [...]."""
    return (1.0 * predictions.right).mean((-2, -1))


def exact_match(predictions: Predictions) -> Array:
    """Share of answers right in every digit, [...]."""
    return (1.0 * predictions.right.all(-1)).mean(-1)


def independent_match(predictions: Predictions) -> Array:
    """What exact match would be if digits failed independently: the product of the places' accuracies, [...]."""
    return predictions.right.mean(-2).prod(-1)


def brier_score(predictions: Predictions) -> Array:
    """Mean over digits of the squared distance between the ten probabilities and the truth, 0 to 2, [...]."""
    return (1 - 2 * _exp(predictions.log_probs) + predictions.squares).mean((-2, -1))


def answer_log_likelihood(predictions: Predictions) -> np.ndarray:
    """Mean log-probability of the whole right answer, nats, [...]."""
    return predictions.log_probs.sum(-1).mean(-1)


def pass_probability(predictions: Predictions) -> np.ndarray:
    """Chance that an answer *sampled* digit by digit is right, without sampling: mean of exp of the sum, [...]."""
    return np.exp(predictions.log_probs.sum(-1)).mean(-1)


def edit_distance(predictions: Predictions) -> Array:
    """Mean number of digits to insert, delete or replace in the written answer, 0 to A, [...]."""
    return (1.0 * levenshtein(predictions.written, predictions.target)).mean(-1)


@dataclass(frozen=True)
class Metric:
    """A function of predictions, its ``wording`` with the unit, and the range, ``low`` to ``high``, of its figures."""

    measure: Callable[[Predictions], Array]
    wording: str
    low: float
    high: float


METRICS = {
    "cross_entropy": Metric(cross_entropy, "cross-entropy (nats a digit)", 0.0, 3.0),
    "digit_accuracy": Metric(digit_accuracy, "digits right", 0.0, 1.0),
    "exact_match": Metric(exact_match, "answers right (exact match)", 0.0, 1.0),
    "edit_distance": Metric(edit_distance, "edit distance (digits of 9)", 0.0, 9.0),
    "brier_score": Metric(brier_score, "Brier score", 0.0, 1.2),
    "pass_probability": Metric(pass_probability, "chance that a sampled answer is right", 0.0, 1.0),
    "answer_log_likelihood": Metric(answer_log_likelihood, "log-likelihood of the answer (nats)", -25.0, 0.0),
    "independent_match": Metric(independent_match, "product of the digits' accuracies", 0.0, 1.0),
}


def all_metrics(predictions: Predictions) -> dict[str, np.ndarray]:
    """Every metric by name, each [...]."""
    return {name: metric.measure(predictions) for name, metric in METRICS.items()}


def levenshtein(written: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Edit distances between rows of equal length: [..., A], [..., A] -> [...], by the textbook recurrence.

    Raises ``ValueError`` for rows of different lengths, or shapes that do not go together.
    """
    written, target = (one if hasattr(one, "shape") else np.asarray(one) for one in (written, target))
    shapes = tuple(written.shape), tuple(target.shape)
    require(_rows_alike(*shapes), "written and target", "be rows of one length, and as many of both", shapes)
    length, none = target.shape[-1], 0 * target[..., 0]
    above = [none + j for j in range(length + 1)]
    for i in range(length):
        row = [none + (i + 1)]
        for j in range(length):
            replaced = above[j] + (written[..., i] != target[..., j])
            row.append(_smaller(replaced, _smaller(above[j + 1], row[j]) + 1))
        above = row
    return above[-1]


def _rows_alike(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    together = zip(one[-2::-1], other[-2::-1], strict=False)  # all but the last axis, from behind
    return one[-1:] == other[-1:] != () and all(a == b or 1 in (a, b) for a, b in together)


def _smaller(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a + (b - a) * (b < a)


def _exp(x: Array) -> Array:
    return np.exp(x) if isinstance(x, np.ndarray) else x.exp()


def accuracy_by_carry(predictions: Predictions, carry: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Digit accuracy where no carry comes in, and where one does: carry [items, A] of booleans -> [...], [...]."""
    return predictions.right[..., ~carry].mean(-1), predictions.right[..., carry].mean(-1)
