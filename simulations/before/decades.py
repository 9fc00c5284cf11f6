"""Ten times the size, and ten times again: what a factor looks like on two kinds of axis."""

from dataclasses import dataclass

import numpy as np

from simulations.check import above, within

SMALLEST, LARGEST = 1e6, 1e11  # parameters
BEST = 0.9  # the score of the largest


@dataclass(frozen=True)
class TenTimes:
    """A score that is multiplied by one factor whenever the size is multiplied by ten.

    ``sizes`` (51,) in parameters, ``score`` (51,) as a share of 1. ``pair`` (2,): a size and ten times that size;
    ``pair_score`` (2,) their scores; ``gained`` the share of the whole rise that lies between them; ``linear_share``
    how much of a linear axis of sizes does, from 0 to the largest.
    """

    sizes: np.ndarray
    score: np.ndarray
    pair: np.ndarray
    pair_score: np.ndarray
    gained: float
    linear_share: float


def score_at(sizes: np.ndarray, *, factor: float) -> np.ndarray:
    """The score at ``sizes`` (parameters), BEST at the largest, multiplied by ``factor`` a decade; their shape."""
    return BEST * factor ** np.log10(np.asarray(sizes, dtype=float) / LARGEST)


def ten_times(*, size: float = 1e9, factor: float = 3.0) -> TenTimes:
    """The score over five decades of size, and the step from ``size`` to ten times ``size``.

    Raises ``ValueError`` for a factor that is not above 1, or a step that leaves the five decades.
    """
    above("factor", factor, 1)
    within("size", size, SMALLEST, LARGEST / 10)
    sizes, pair = np.geomspace(SMALLEST, LARGEST, 51), np.array([size, 10 * size])
    score, pair_score = (score_at(at, factor=factor) for at in (sizes, pair))
    return TenTimes(
        sizes=sizes,
        score=score,
        pair=pair,
        pair_score=pair_score,
        gained=float((pair_score[1] - pair_score[0]) / (score[-1] - score[0])),
        linear_share=float((pair[1] - pair[0]) / LARGEST),
    )
