"""The answers that the shipped models gave: looked at one by one, and measured anew on some of them."""

from dataclasses import dataclass

import numpy as np

from simulations.check import one_of, require, whole
from simulations.laboratory.curves import Table, by_seed
from simulations.laboratory.measure import METRICS, Predictions


@dataclass(frozen=True)
class Answers:
    """One model's answers to the same problems: ``chance`` [problems, 9] of each right digit, largest digit first.

    ``digits_right`` and ``answers_right`` are shares of these problems; ``first`` + ``second`` is the first of them,
    ``total`` right, and ``written`` what the model writes.
    """

    chance: np.ndarray
    right: np.ndarray
    digits_right: float
    answers_right: float
    first: int
    second: int
    total: int
    written: int


def answers(
    predictions: Predictions,
    sizes: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    *,
    parameters: float,
    seed: int,
    problems: int = 24,
) -> Answers:
    """The first ``problems`` shipped predictions of one model, as a picture of chances.

    Raises ``ValueError`` for a size that is not among ``sizes``, a seed that is not shipped, no problems, and operands
    that are no row of whole numbers.
    """
    whole("seed", seed, 0, predictions.choices.shape[1] - 1)
    whole("problems", problems, 1)
    size = sizes.tolist().index(one_of("parameters", parameters, sizes.tolist()))
    right = predictions.right[size, seed, :problems, ::-1]
    powers = 10 ** np.arange(right.shape[-1])  # digits stand units first
    return Answers(
        chance=np.exp(predictions.log_probs[size, seed, :problems, ::-1]),
        right=right,
        digits_right=float(right.mean()),
        answers_right=float(right.all(-1).mean()),
        first=_first("first", first),
        second=_first("second", second),
        total=int(predictions.target[0] @ powers),
        written=int(predictions.written[size, seed, 0] @ powers),
    )


def _first(name: str, operands: np.ndarray) -> int:
    shape = np.shape(operands)
    require(len(shape) == 1 and shape[0], name, "be a row of operands", shape)
    return int(whole(name, operands, 0)[0])


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


def remeasured(
    predictions: Predictions, sizes: np.ndarray, models: Table, *, metric: str, items: int, seed: int
) -> Remeasured:
    """The shipped predictions of one seed scored anew, beside the same metric on the whole examination.

    Raises ``ValueError`` for a metric there is not, no items, and a seed that is not shipped.
    """
    whole("items", items, 1)
    whole("seed", seed, 0, predictions.choices.shape[1] - 1)
    _, table = by_seed(models, "parameters", metric, "main")
    values = METRICS[metric].measure(predictions.items(slice(items)))[:, seed]
    return Remeasured(
        metric=metric,
        parameters=np.asarray(sizes),
        values=values,
        reference=table[seed].filled(np.nan),
        zeros=int(np.sum(values == 0)),
        sizes=len(values),
        furthest=float(np.max(np.abs(values - table[seed]))),
    )
