"""All of several answers right at once: what becomes of a smooth accuracy when one mistake spoils the score."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln

from simulations.data import table


def all_right(correct, items: int, *, together: int) -> np.ndarray:
    """The chance that ``together`` different items, drawn at random from the ``items`` tested, were all answered right.

    correct: how many were right (any shape); returns shares from 0 to 1 of the same shape. It is the number of groups
    within the right items over the number of all groups, C(correct, together) / C(items, together): the unbiased
    estimate of accuracy to the power ``together``. Raises ``ValueError`` unless 1 <= together <= items and
    0 <= correct <= items.
    """
    correct = np.asarray(correct, dtype=float)
    if not 1 <= together <= items:
        raise ValueError(f"together must be from 1 to items ({items}), not {together!r}")
    if np.any(correct < 0) or np.any(correct > items):
        raise ValueError(f"correct must be from 0 to items ({items}), not {correct!r}")
    possible = correct >= together
    shares = np.exp(_log_choose(np.where(possible, correct, items), together) - _log_choose(items, together))
    return np.where(possible, shares, 0.0)


@dataclass(frozen=True)
class Digits:
    """Networks of ``vision_digits.csv``: one_right and all_right are shares of images and of groups of images.

    parameters: (widths,); one_right, all_right: (widths, seeds); mean_one, mean_all: (widths,) means over the seeds;
    top_one, top_all: the widest network's; half: the first width whose mean_all reaches one half, in words; steepest:
    the largest rise of mean_all from one width to the next, in words.
    """

    together: int
    parameters: np.ndarray
    one_right: np.ndarray
    all_right: np.ndarray
    mean_one: np.ndarray
    mean_all: np.ndarray
    top_one: float
    top_all: float
    half: str
    steepest: str


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
        together=together,
        parameters=parameters,
        one_right=one,
        all_right=both,
        mean_one=one.mean(axis=1),
        mean_all=mean,
        top_one=float(one.mean(axis=1)[-1]),
        top_all=float(mean[-1]),
        half=f"from {parameters[reached[0]]:,.0f} parameters up" if len(reached) else "at no width",
        steepest=f"from {parameters[step]:,.0f} to {parameters[step + 1]:,.0f} parameters",
    )


def _log_choose(n, k):
    return -np.log(np.asarray(n) + 1) - betaln(np.asarray(n) - k + 1, k + 1)
