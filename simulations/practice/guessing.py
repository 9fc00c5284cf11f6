"""Guessing against abstaining: what a grading rule makes of a model that knows how sure it is."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from simulations.check import above, at_least, between

THRESHOLDS = np.linspace(0, 1, 101)


@dataclass(frozen=True)
class Guessing:
    """Over thresholds (101,) below which the model says "I don't know": ``score`` a question, shares of 1.

    ``wrong`` and ``right`` are the shares of all questions answered wrongly and rightly. ``best`` is the threshold of
    the highest score; the numbers ``*_here`` are at the reader's threshold.
    """

    thresholds: np.ndarray
    score: np.ndarray
    wrong: np.ndarray
    right: np.ndarray
    best: float
    score_here: float
    wrong_here: float
    silent_here: float


def guessing(*, threshold: float = 0.0, penalty: float = 0.0, knowledge: float = 0.5, width: float = 2.0) -> Guessing:
    """A calibrated model's answers, graded 1 for right, −``penalty`` for wrong and 0 for "I don't know".

    Its confidence is Beta-distributed with mean ``knowledge`` and concentration ``width``; calibrated means that an
    answer given with confidence c is right with probability c. Raises ``ValueError`` for a negative penalty or a mean
    outside 0 to 1. The best threshold is penalty / (1 + penalty), whatever the confidences. Source: kalai2025language.
    """
    at_least("penalty", penalty, 0, unit="points")
    between("knowledge", knowledge, 0, 1)
    above("width", width)
    confidence = stats.beta(knowledge * width, (1 - knowledge) * width)
    answered = confidence.sf(THRESHOLDS)
    # E[c; c > t] of a Beta(a, b) is its mean times the tail of a Beta(a + 1, b).
    right = knowledge * stats.beta(knowledge * width + 1, (1 - knowledge) * width).sf(THRESHOLDS)
    wrong = answered - right
    here = int(np.argmin(np.abs(THRESHOLDS - threshold)))
    score = right - penalty * wrong
    return Guessing(
        thresholds=THRESHOLDS,
        score=score,
        wrong=wrong,
        right=right,
        best=penalty / (1 + penalty),
        score_here=float(score[here]),
        wrong_here=float(wrong[here]),
        silent_here=float(1 - answered[here]),
    )
