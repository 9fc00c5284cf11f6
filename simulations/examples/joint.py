"""All of several answers right at once: what becomes of a smooth accuracy when one mistake spoils the score."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln

from simulations import check
from simulations.data import table


def all_right(correct, items: int, *, together: int) -> np.ndarray:
    """The chance that ``together`` different items, drawn at random from the ``items`` tested, were all answered right.

    correct: how many were right (any shape); returns shares from 0 to 1 of the same shape. It is the number of groups
    within the right items over the number of all groups, C(correct, together) / C(items, together): the unbiased
    estimate of accuracy to the power ``together``. Raises ``ValueError`` unless 1 <= together <= items and
    0 <= correct <= items.
    """
    correct = np.asarray(correct, dtype=float)
    check.whole("together", together, 1, items)
    check.within("correct", correct, 0, items)
    possible = correct >= together
    shares = np.exp(_log_choose(np.where(possible, correct, items), together) - _log_choose(items, together))
    return np.where(possible, shares, 0.0)


@dataclass(frozen=True)
class Digits:
    """Networks of ``vision_digits.csv``: shares of images, and of groups of images, that they get right.

    parameters: (widths,); all_right: (widths, seeds); mean_one, mean_all: (widths,) means over the seeds, of images and
    of groups; top_one, top_all: the widest network's; half_at: parameters of the first width whose mean_all reaches one
    half (inf where none does); steepest: (2,) parameters between which mean_all rises most.
    """

    parameters: np.ndarray
    all_right: np.ndarray
    mean_one: np.ndarray
    mean_all: np.ndarray
    top_one: float
    top_all: float
    half_at: float
    steepest: np.ndarray


def digits(*, together: int = 1) -> Digits:
    """Small image classifiers of growing width, scored on one image and on ``together`` images all right at once.

    Raises ``ValueError`` unless together is from 1 to 797, the number of test images. After schaeffer2023mirage.
    """
    rows = table("vision_digits")
    widths = np.unique(rows["width"])
    correct = rows["correct"].reshape(len(widths), -1)
    items = int(rows["items"][0])
    one, both = correct / items, all_right(correct, items, together=together)
    parameters = np.unique(rows["parameters"])
    mean = both.mean(axis=1)
    reached = np.flatnonzero(mean >= 0.5)
    step = int(np.argmax(np.diff(mean)))
    return Digits(
        parameters=parameters,
        all_right=both,
        mean_one=one.mean(axis=1),
        mean_all=mean,
        top_one=float(one.mean(axis=1)[-1]),
        top_all=float(mean[-1]),
        half_at=float(parameters[reached[0]]) if len(reached) else np.inf,
        steepest=parameters[step : step + 2],
    )


def _log_choose(n, k):
    return -np.log(np.asarray(n) + 1) - betaln(np.asarray(n) - k + 1, k + 1)
